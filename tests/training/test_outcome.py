"""What is said of a run that has ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitpad.__main__ import main
from digitpad.errors import Sentence
from digitpad.training.clock import Speed
from digitpad.training.outcome import rise

START = (0, 0, 2.31, 0.1)


@pytest.mark.parametrize(
    ("train", "test", "is_worse"),
    [
        ([(0, 2.3), (640, 0.3)], [START, (1000, 1, 0.2, 0.94)], False),
        ([(0, 2.3)] * 20 + [(640, 1e6)] * 10, [START, (1000, 1, 1_256_995.0, 0.098)], True),
        ([(0, 2.3)] + [(640, 900.0)] * 10, [START], True),  # stopped in the first epoch
        (
            [(0, 2.3), (640, 2.4)],
            [START, (1000, 1, 2.35, 0.11)],
            False,
        ),  # it has learnt nothing, but is no worse
        ([(0, 0.01), (640, 0.3)], [(0, 0, 0.02, 0.99), (1000, 1, 0.5, 0.9)], False),  # other pictures
        ([], [], False),
    ],
)
def test_a_loss_that_rose_is_said(
    train: list[tuple[int, float]], test: list[tuple[int, int, float, float]], is_worse: bool
) -> None:
    worse = rise(train, test, 1.0)
    assert (worse is not None) == is_worse
    if worse is not None:
        assert "learning rate (1) is too large" in str(worse)
        assert str(worse).startswith("The loss rose from 2.3")


def test_the_command_says_that_the_loss_rose(
    small_mnist: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("digitpad.training.outcome.rise", lambda *_: Sentence("The loss rose."))
    assert main(["train", "--recipe", "notes-basic", "--epochs", "1"]) == 0
    assert "digitpad: The loss rose.\n" in capsys.readouterr().err


def test_the_first_step_says_nothing_of_the_speed_of_the_others() -> None:
    speed = Speed()
    speed.add(64, 8.0)  # 902 hours for what takes one
    assert speed.value == 8
    for _ in range(3):
        speed.add(64, 0.01)
        assert speed.value == pytest.approx(6400)
