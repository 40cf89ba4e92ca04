"""Whatever classes are called, what is saved can be loaded, or nothing is trained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from digitpad.data.labelled import Dataset, LabelledImages
from digitpad.data.overview import check_classes
from digitpad.errors import CheckpointError, DatasetError, is_displayable, printable
from digitpad.form import DIGIT_FORM, undisplayable_classes, unfit_classes
from digitpad.model.checkpoint import Checkpoint, save_checkpoint, save_state_dict
from digitpad.model.export import export
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.own_format import classes
from digitpad.model.registry import build_network
from tests.helpers import further, untrained

FIT = ("no\u00a0break", "می‌روم", "क्‍ष", "👩‍👩‍👧", "\u3000wide", "x" * 255, "../a", "", "'\"\\")
UNFIT = ("tab\there", "line\nbreak", "\x1b[2J", "half \udc80", "turned \u202egnp", "x" * 256, "\u2028")

anything = st.one_of(st.sampled_from(FIT), st.sampled_from(UNFIT), st.text(max_size=300))


def learnt(names: tuple[str, ...]) -> Dataset:
    """A dataset of these classes."""
    labels = torch.arange(len(names))
    part = LabelledImages(torch.zeros(len(names), 1, 28, 28, dtype=torch.uint8), labels, names)
    return Dataset("mine", part, part)


def network_of(names: tuple[str, ...]) -> Checkpoint:
    """A network of these classes."""
    weights = build_network("notes-basic", len(names), DIGIT_FORM).state_dict()
    return replace(untrained("notes-basic"), model=weights, classes=names)


@given(names=st.lists(anything, min_size=2, max_size=4).map(tuple))
def test_what_is_trained_can_be_opened_again(
    names: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "names.pth"
    try:
        check_classes(learnt(names))
    except DatasetError as error:
        refusal = str(error)
        assert is_displayable(refusal)
        if undisplayable_classes(names) is not None:
            assert any(len(name) > 255 or not is_displayable(name) for name in names)
            with pytest.raises(CheckpointError):
                save_checkpoint(network_of(names), path)
    else:
        save_checkpoint(network_of(names), path)
        assert names == load_checkpoint(path).classes
        save_state_dict(network_of(names), path)
        assert names == load_checkpoint(path).classes


@pytest.mark.parametrize("form", ["safetensors", further("onnx")])
def test_exports_keep_odd_names_too(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"names.{form}"
    export(network_of(FIT), path, form)
    assert load_checkpoint(path).classes == FIT


def test_names_of_other_scripts_are_displayed_as_they_are() -> None:
    assert [printable(name, 300) for name in FIT] == list(FIT)
    assert all("?" in printable(name) or printable(name).endswith("...") for name in UNFIT)


def test_too_many_classes_are_refused_before_training() -> None:
    names = tuple(map(str, range(1001)))
    with pytest.raises(DatasetError, match="1,001 classes, and digitpad tells up to 1,000 apart; take fewer"):
        check_classes(learnt(names))
    assert unfit_classes(names[:1000]) is None


@pytest.mark.parametrize(
    ("names", "refusal"),
    [
        (("", "a"), "The name of a class is blank"),
        (("a", " \u3000"), "The name of a class is blank"),
        (("a", "\u200b\u200f"), "The name of a class is blank"),
        (("a", "a\u200e"), r"invisible mark of the writing direction \(U\+200E\)"),
        (("\u200fa", "b"), r"\(U\+200F\)"),
        (("a", "\u061cb"), r"\(U\+061C\)"),
        (("a", "b", "a"), "Two classes are called a; give each class a name of its own"),
        (("a", "a "), "Two classes are called a"),
    ],
)
def test_names_that_cannot_be_told_apart_are_refused_before_training(
    names: tuple[str, ...], refusal: str, tmp_path: Path
) -> None:
    with pytest.raises(DatasetError, match=refusal):
        check_classes(learnt(names))
    save_checkpoint(network_of(names), tmp_path / "older.pth")
    assert load_checkpoint(tmp_path / "older.pth").classes == names


def test_truth_values_do_not_name_classes() -> None:
    assert classes([0, "a"]) == ("0", "a")
    with pytest.raises(CheckpointError, match="it does not name its classes"):
        classes([True, False])
