from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from digitpad.form import DIGIT_FORM
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.registry import build_network
from digitpad.recognizer import Recognizer

SEVEN = Drawing((Stroke(((8, 7), (20, 7), (13, 22)), 2.4),))


def network(name: str, seed: int) -> Checkpoint:
    torch.manual_seed(seed)
    return Checkpoint(name, build_network(name, 10, DIGIT_FORM).state_dict(), 0.1307, 0.3081)


def test_newer_weights_answer_as_their_network_does() -> None:
    first, second = network("quick", 1), network("quick", 2)
    recognizer = Recognizer(first)
    before = recognizer.predict(SEVEN).log_probs
    assert recognizer.update(second)
    assert recognizer.checkpoint is second
    assert recognizer.predict(SEVEN).log_probs == Recognizer(second).predict(SEVEN).log_probs != before


@pytest.mark.parametrize(
    "change", [{"architecture": "best"}, {"mean": 0.5}, {"classes": tuple("abcdefghij")}]
)
def test_another_network_is_not_newer_weights(change: dict[str, object]) -> None:
    first = network("quick", 1)
    recognizer = Recognizer(first)
    before = recognizer.predict(SEVEN)
    assert not recognizer.update(replace(first, **change))  # type: ignore[arg-type]
    assert recognizer.checkpoint is first
    assert recognizer.predict(SEVEN).log_probs == before.log_probs


def test_a_drawing_is_read_with_its_pictures() -> None:
    reading = Recognizer(network("quick", 1)).read(SEVEN)
    (digit,) = reading.digits
    assert digit.prepared is reading.prepared
    assert digit.prediction.input is reading.prepared.input
    assert reading.prepared.original.shape == (112, 112)
