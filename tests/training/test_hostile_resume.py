"""Training states that no run has written, in files that are otherwise whole: each is one sentence."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from typing import Any

import pytest
import torch

from digitpad.errors import DigitpadError
from digitpad.training.trainer import Trainer
from tests.helpers import further
from tests.training.runs import STEPS, resume, short, stopped

HUGE = 10**2000

pytestmark = pytest.mark.usefixtures("dataset_stub")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run with Adam and averaged weights has saved after its first epoch."""
    path = stopped(short("quick", ema_decay=0.9), tmp_path_factory.mktemp("run"), STEPS)
    content: dict[str, Any] = torch.load(path, weights_only=True)
    return content


def resumed(whole: dict[str, Any], folder: Path, place: str = "", value: object = None) -> Trainer:
    """The run of `whole`, in whose file one entry is another."""
    content = copy.deepcopy(whole)
    inner: Any = content
    *path, last = place.split("/")
    for part in path:
        inner = inner[int(part) if part.isdigit() else part]
    if place:
        inner[last] = value
    torch.save(content, folder / "last.pth")
    trainer, _ = resume(folder / "last.pth")
    return trainer


_STATE = "training/optimizer/state/state/0"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        # A scalar would let the fused kernel run past its end.
        (f"{_STATE}/exp_avg", torch.tensor(0.5)),
        (f"{_STATE}/exp_avg", torch.zeros(3)),
        further(f"{_STATE}/exp_avg", None),
        further(f"{_STATE}/exp_avg", "text"),
        (f"{_STATE}/exp_avg", torch.full((16, 1, 3, 3), torch.inf)),
        (f"{_STATE}/exp_avg_sq", torch.full((16, 1, 3, 3), -1.0)),
        further(f"{_STATE}/exp_avg_sq", torch.zeros((16, 1, 3, 3), dtype=torch.complex64)),
        (f"{_STATE}/step", HUGE),
        further(f"{_STATE}/step", torch.zeros(2)),
        ("training/optimizer/state/state", {99: {}}),
        further("training/optimizer/state/state", []),
        ("training/optimizer", torch.zeros(1)),
        further("training/averaged", torch.zeros(1)),
        ("training/averaged/network", {}),
        ("training/averaged/count", float("inf")),
        ("training/random", torch.zeros(5, dtype=torch.uint8)),
        further("training/random", {}),
        ("training/threads", float("inf")),
        further("training/threads", "many"),
        ("training/examples", 99),
        ("training/position", []),
        further("training/position/epoch", HUGE),
        ("training/position/batch", -1),
        further("training/position/loss_sum", "text"),
        further("training/position/seconds", torch.zeros(1)),
        ("training/position/best_accuracy", float("nan")),
        further("training/position/best_pending", []),
        ("training/position/unknown", 1),
        ("recipe/network", "one\ntwo\x1b[2J"),
        ("recipe/name", "n" * 200_000),
        further("recipe/dataset", 7),
        ("recipe/epochs", HUGE),
        ("recipe/surprise\x1b[2J", 1),
        further("history/train", "text"),
    ],
)
def test_a_training_state_that_cannot_be_is_one_sentence(
    whole: dict[str, Any], tmp_path: Path, place: str, value: object
) -> None:
    with pytest.raises(DigitpadError) as refused:
        resumed(whole, tmp_path, place, value)
    sentence = str(refused.value)
    assert sentence.isprintable()
    assert len(sentence) < 1000


def test_the_file_that_these_are_made_from_resumes(whole: dict[str, Any], tmp_path: Path) -> None:
    trainer = resumed(whole, tmp_path)
    list(trainer.run())
    assert trainer.position.step == 2 * STEPS


def test_a_thousand_million_threads_are_not_started(whole: dict[str, Any], tmp_path: Path) -> None:
    before = torch.get_num_threads()
    try:
        resumed(whole, tmp_path, "training/threads", 10**9)
        assert torch.get_num_threads() <= 4 * (os.cpu_count() or 1)
    finally:
        torch.set_num_threads(before)
