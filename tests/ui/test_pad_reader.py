"""What the prediction thread does, called without a thread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from digitpad.form import DIGIT_FORM
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.model.registry import build_network
from digitpad.resources import default_checkpoint
from digitpad.ui.prediction.answer import Answer
from digitpad.ui.prediction.worker import LoadFailure, NetworkChanged, PadReader, ReadRequest

SEVEN = ReadRequest(Drawing((Stroke(((8, 7), (20, 7), (13, 22)), 2.4),)))


def test_a_drawing_is_read_again_by_each_network_that_answers(tmp_path: Path) -> None:
    reader = PadReader()
    (early,) = reader.answer({"read": SEVEN})
    assert isinstance(early, Answer)
    assert early.reading is None
    assert early.prepared is not None
    path = default_checkpoint()
    loaded, answer = reader.answer({"path": (path, "", None)})
    assert isinstance(loaded, NetworkChanged)
    assert loaded.path == path
    assert loaded.parameters
    assert isinstance(answer, Answer)
    assert [digit.prediction.digit for digit in answer.digits] == [7]
    (failure,) = reader.answer({"path": (tmp_path / "gone.pth", "", None)})  # and nothing is read again
    assert isinstance(failure, LoadFailure)
    assert failure.path == tmp_path / "gone.pth"
    run = replace(loaded.checkpoint, path=None)
    assert [type(event) for event in reader.answer({"checkpoint": run})] == [NetworkChanged, Answer]
    newer, _ = reader.answer({"checkpoint": replace(run)})
    assert newer == NetworkChanged(run)  # only the weights


def test_a_normalisation_is_of_the_network_that_it_was_chosen_for() -> None:
    reader = PadReader()
    (loaded,) = reader.answer({"path": (default_checkpoint(), "", None)})
    assert isinstance(loaded, NetworkChanged)
    (changed,) = reader.answer({"normalisation": (loaded.checkpoint, 0.5, 0.25)})
    assert isinstance(changed, NetworkChanged)
    assert (changed.checkpoint.mean, changed.checkpoint.std) == (0.5, 0.25)
    gone = replace(loaded.checkpoint, model=dict(loaded.checkpoint.model))
    assert list(reader.answer({"normalisation": (gone, 0.1, 0.1)})) == []


def test_a_failure_is_of_the_network_that_was_chosen_in_the_file(tmp_path: Path) -> None:
    whole = build_network("notes-basic", 10, DIGIT_FORM).state_dict()
    broken = {name: torch.full_like(value, torch.nan) for name, value in whole.items()}
    torch.save({"a": whole, "b": broken}, tmp_path / "two.pth")
    (failure,) = PadReader().answer({"path": (tmp_path / "two.pth", "b", None)})
    assert isinstance(failure, LoadFailure)
    assert (failure.path, failure.entry) == (tmp_path / "two.pth", "b")
    assert "not finite" in str(failure.error)
