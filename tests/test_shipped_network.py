"""What README says of the shipped network, on data that is not in the project."""

from __future__ import annotations

import statistics
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from digitpad.data.preparation import prepare_drawing
from digitpad.data.sets.handwriting import HELD_OUT, STROKES
from digitpad.ink.drawing_file import read_strokes
from digitpad.ink.scribbles import scribble_drawings
from digitpad.ink.synthetic import letter_drawings
from digitpad.reading import Prediction
from digitpad.recognizer import Recognizer
from digitpad.resources import data_root, default_checkpoint


@pytest.fixture(scope="module")
def shipped() -> Recognizer:
    return Recognizer.load(default_checkpoint())


@pytest.fixture(scope="module")
def strokes() -> Path:
    path = data_root() / STROKES
    if not path.is_file():
        pytest.skip("needs DIGITPAD_DATA with pen-strokes/")
    return path


@pytest.fixture(scope="module")
def new_writers(shipped: Recognizer, strokes: Path) -> list[tuple[int, Prediction]]:
    items = [item for item in read_strokes(strokes) if item.writer in HELD_OUT]
    answers = shipped.predict_inputs([prepare_drawing(item.drawing).input for item in items])
    return [(int(item.label or -1), answer) for item, answer in zip(items, answers, strict=True)]


def test_it_is_small_and_tells_how_it_was_made(shipped: Recognizer) -> None:
    assert default_checkpoint().stat().st_size < 2_000_000
    notes = shipped.checkpoint.notes
    assert "train --recipe handwriting" in notes["command"]
    assert "epoch 1:" in notes["log"]
    assert shipped.checkpoint.training is None


@pytest.mark.slow
def test_it_reads_people_it_was_not_trained_on(new_writers: list[tuple[int, Prediction]]) -> None:
    right = defaultdict(list)
    for label, answer in new_writers:
        right[label].append(answer.digit == label)
    assert statistics.fmean(label == answer.digit for label, answer in new_writers) >= 0.992
    assert min(statistics.fmean(rows) for rows in right.values()) >= 0.97


@pytest.mark.slow
def test_it_refuses_what_is_no_digit_and_hardly_any_digit(
    shipped: Recognizer, new_writers: list[tuple[int, Prediction]]
) -> None:
    others = [drawing for _, drawing in letter_drawings(150, 777)] + list(scribble_drawings(150, 777))
    refused = [
        answer.unknown for answer in shipped.predict_inputs([prepare_drawing(d).input for d in others])
    ]
    assert statistics.fmean(refused) >= 0.85
    assert statistics.fmean(answer.unknown for _, answer in new_writers) < 0.01


@pytest.mark.slow
def test_an_answer_does_not_hang_on_size_place_and_brush(shipped: Recognizer, strokes: Path) -> None:
    from tests.tools.benchmarks.handwriting import moved

    rng = np.random.default_rng(5)
    items = [item for item in read_strokes(strokes) if item.writer in HELD_OUT][::10]
    one = shipped.predict_inputs([prepare_drawing(item.drawing).input for item in items])
    other = shipped.predict_inputs(
        [
            prepare_drawing(moved(item.drawing, rng.uniform(0.2, 1), rng.random(2), rng.uniform(1, 4))).input
            for item in items
        ]
    )
    same = [first.digit == second.digit for first, second in zip(one, other, strict=True)]
    assert statistics.fmean(same) >= 0.99
