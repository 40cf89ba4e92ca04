"""Weights with the names and shapes of a network in the registry that are not that network's."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from digitpad.form import DIGIT_FORM
from digitpad.model.assumptions import BLACK
from digitpad.model.normalization import normalize_uint8
from digitpad.model.open.foreign import UnknownNetworkError
from digitpad.model.registry import build_network
from digitpad.opening import open_known, open_network
from digitpad.ui.prediction.worker import NetworkUnknown, PadReader
from tests.helpers import drawn_digits, write_idx


def write_registered(path: Path, *, inverted: bool) -> None:
    """Save the bare weights of note 002's network, which has learnt a few digits."""
    torch.manual_seed(1)
    network = build_network("notes-basic", 10, DIGIT_FORM)
    digits = drawn_digits(300, 1)
    images = 255 - digits.images if inverted else digits.images
    optimizer = torch.optim.Adam(network.parameters(), 3e-3)
    for batch in torch.randperm(300).repeat(12).split(30):
        optimizer.zero_grad()
        scores = network(normalize_uint8(images[batch], 0.1307, 0.3081))
        nn.functional.nll_loss(scores, digits.labels[batch]).backward()
        optimizer.step()
    torch.save(network.state_dict(), path)


@pytest.mark.slow
def test_what_reads_badly_as_the_known_network_opens_as_what_it_is(tmp_path: Path) -> None:
    write_registered(tmp_path / "a.pth", inverted=True)
    with pytest.raises(UnknownNetworkError, match="reads badly as notes-basic"):
        open_known(tmp_path / "a.pth")
    opened = open_network(tmp_path / "a.pth", tmp_path)
    assert opened.assumed is not None
    assert opened.assumed.values["polarity"] == BLACK
    others = drawn_digits(100, 2)
    scores = opened.network().eval()(normalize_uint8(others.images, opened.mean, opened.std))
    assert float((scores.argmax(1) == others.labels).float().mean()) > 0.5


@pytest.mark.slow
def test_what_reads_well_stays_the_known_network(tmp_path: Path) -> None:
    write_registered(tmp_path / "a.pth", inverted=False)
    opened = open_network(tmp_path / "a.pth", tmp_path)
    assert (opened.normalisation_from, opened.assumed) == ("recipe notes-basic", None)


@pytest.mark.slow
def test_the_pictures_of_the_folder_that_is_named_decide(tmp_path: Path) -> None:
    write_registered(tmp_path / "a.pth", inverted=False)
    digits = drawn_digits(100, 3)
    raw = tmp_path / "MNIST" / "raw"
    for part in ("train", "t10k"):
        write_idx(raw / f"{part}-images-idx3-ubyte", 255 - digits.images[:, 0].numpy())
        write_idx(raw / f"{part}-labels-idx1-ubyte", digits.labels.numpy())
    (event,) = PadReader().answer({"path": (tmp_path / "a.pth", "", tmp_path)})
    assert event == NetworkUnknown(tmp_path / "a.pth")


def test_what_has_learnt_nothing_stays_the_known_network(tmp_path: Path) -> None:
    torch.manual_seed(2)
    torch.save(build_network("notes-basic", 10, DIGIT_FORM).state_dict(), tmp_path / "a.pth")
    assert open_known(tmp_path / "a.pth").normalisation_from == "recipe notes-basic"
