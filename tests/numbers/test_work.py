"""How much is read of pictures in which nothing is certain, counted: whatever the computer, it is as much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from digitpad.data.photographs.photograph import Photograph
from digitpad.numbers.parts import Group, Measures, Parts
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint


@pytest.mark.parametrize("ink", [0.05, 0.5])
@pytest.mark.parametrize("side", [28, 64])
def test_of_noise_little_is_read_and_measured(side: int, ink: float, monkeypatch: pytest.MonkeyPatch) -> None:
    recognizer = Recognizer.load(default_checkpoint())
    asked: list[int] = []
    measured: list[Group] = []
    predict_inputs, measures = recognizer.predict_inputs, Parts.measures

    def counted_inputs(inputs: Sequence[Any]) -> Any:
        asked.append(len(inputs))
        return predict_inputs(inputs)

    def counted_measures(parts: Parts, group: Group) -> Measures:
        measured.append(group)
        return measures(parts, group)

    monkeypatch.setattr(recognizer, "predict_inputs", counted_inputs)
    monkeypatch.setattr(Parts, "measures", counted_measures)
    grey = np.random.default_rng(1).random((side, side), dtype=np.float32)
    recognizer.read(Photograph((grey > ink).astype(np.float32)))
    assert sum(asked) <= 200  # up to 145; without bounds up to some 500
    assert len(measured) <= 1500  # up to 1250; without bounds up to 3600
