from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from digitpad.recognizer import Recognizer
from tests.helpers import SEVEN, untrained

NEWER = replace(untrained(), model={name: value * 1.5 for name, value in untrained().model.items()})


def test_newer_weights_answer_as_their_network_does() -> None:
    recognizer = Recognizer(untrained())
    before = recognizer.predict(SEVEN).log_probs
    assert recognizer.update(NEWER)
    assert recognizer.checkpoint is NEWER
    assert recognizer.predict(SEVEN).log_probs == Recognizer(NEWER).predict(SEVEN).log_probs != before


@pytest.mark.parametrize(
    "change", [{"architecture": "best"}, {"mean": 0.5}, {"classes": tuple("abcdefghij")}]
)
def test_another_network_is_not_newer_weights(change: dict[str, Any]) -> None:
    first = untrained()
    recognizer = Recognizer(first)
    before = recognizer.predict(SEVEN).log_probs
    assert not recognizer.update(replace(NEWER, **change))
    assert recognizer.checkpoint is first
    assert recognizer.predict(SEVEN).log_probs == before


def test_a_drawing_is_read_with_its_pictures() -> None:
    reading = Recognizer(untrained()).read(SEVEN)
    (digit,) = reading.digits
    assert digit.prepared is reading.prepared
    assert digit.prediction.input is reading.prepared.input
    assert reading.prepared.original.shape == (112, 112)
