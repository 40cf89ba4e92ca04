"""How much is read of drawings and pictures in which nothing is certain, counted: on any computer as much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from digitpad.data.photographs.photograph import Photograph
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.numbers import grouping
from digitpad.numbers.grouping import MOST
from digitpad.numbers.measuring import Measures
from digitpad.numbers.parts import Group, Parts
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.helpers import further


class Work:
    """Counts the pictures that a recognizer's network is asked about, and the groups that are measured."""

    def __init__(self, recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read = self.measured = 0
        predict_inputs, measures_of = recognizer.predict_inputs, grouping.measures_of

        def counted_inputs(inputs: Sequence[Any]) -> Any:
            self.read += len(inputs)
            return predict_inputs(inputs)

        def counted_measures(parts: Parts, groups: Sequence[Group]) -> list[Measures]:
            self.measured += len(groups)
            return measures_of(parts, groups)

        monkeypatch.setattr(recognizer, "predict_inputs", counted_inputs)
        monkeypatch.setattr(grouping, "measures_of", counted_measures)


@pytest.mark.parametrize("ink", [0.05, further(0.5)])
@pytest.mark.parametrize("side", [28, further(64)])
def test_of_noise_little_is_read_and_measured(side: int, ink: float, monkeypatch: pytest.MonkeyPatch) -> None:
    recognizer = Recognizer.load(default_checkpoint())
    work = Work(recognizer, monkeypatch)
    grey = np.random.default_rng(1).random((side, side), dtype=np.float32)
    recognizer.read(Photograph((grey > ink).astype(np.float32)))
    assert work.read <= 200  # up to 145; without bounds up to some 500
    assert work.measured <= 1500  # up to 1250; without bounds up to 3600


def test_of_very_many_strokes_in_a_row_hardly_more_are_read_than_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recognizer = Recognizer.load(default_checkpoint())
    work = Work(recognizer, monkeypatch)
    rng = np.random.default_rng(0)
    ends = zip(np.linspace(1, 27, MOST), rng.uniform(9, 11, MOST), rng.uniform(17, 19, MOST), strict=True)
    recognizer.read(Drawing(tuple(Stroke(((x, top), (x, bottom))) for x, top, bottom in ends)))
    assert work.read <= 2 * MOST  # without a bound up to 70
