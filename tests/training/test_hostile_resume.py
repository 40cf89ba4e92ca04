"""Training states that no run has written, in files that are otherwise whole: each is one sentence."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from typing import Any

import pytest
import torch

from digitpad.data.datasets import Dataset
from digitpad.errors import DigitpadError
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import Recipe
from digitpad.training.session import resumed_trainer
from digitpad.training.trainer import Trainer
from tests.helpers import small_dataset

HUGE = 10**2000


@pytest.fixture(scope="module")
def data() -> Dataset:
    return small_dataset(100, 50)


@pytest.fixture(scope="module")
def whole(data: Dataset, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run with Adam and averaged weights has saved."""
    folder = tmp_path_factory.mktemp("run")
    changes = {"epochs": 1, "batch_size": 32, "dataset": "synthetic", "ema_decay": 0.9}
    list(Trainer(preset("quick").with_changes(**changes), data, folder).run())
    content: dict[str, Any] = torch.load(folder / "last.pth", weights_only=True)
    content["recipe"]["epochs"] = 2
    return content


def set_at(content: Any, place: str, value: object) -> None:
    *path, last = place.split("/")
    for part in path:
        content = content[int(part) if part.isdigit() else part]
    content[last] = value


def resumed(content: dict[str, Any], folder: Path, data: Dataset, monkeypatch: pytest.MonkeyPatch) -> Trainer:
    monkeypatch.setattr("digitpad.training.session.load_dataset", lambda *_: data)
    torch.save(content, folder / "last.pth")
    trainer, _ = resumed_trainer(
        folder / "last.pth", {}, out=None, device="cpu", progress=lambda done, total: None
    )
    return trainer


_STATE = "training/optimizer/state/state/0"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        # A scalar would let the fused kernel run past its end.
        (f"{_STATE}/exp_avg", torch.tensor(0.5)),
        (f"{_STATE}/exp_avg", torch.zeros(3)),
        (f"{_STATE}/exp_avg", None),
        (f"{_STATE}/exp_avg", "text"),
        (f"{_STATE}/exp_avg", torch.full((16, 1, 3, 3), torch.inf)),
        (f"{_STATE}/exp_avg_sq", torch.full((16, 1, 3, 3), -1.0)),
        (f"{_STATE}/exp_avg_sq", torch.zeros((16, 1, 3, 3), dtype=torch.complex64)),
        (f"{_STATE}/step", HUGE),
        (f"{_STATE}/step", torch.zeros(2)),
        ("training/optimizer/state/state", {99: {}}),
        ("training/optimizer/state/state", []),
        ("training/optimizer", torch.zeros(1)),
        ("training/averaged", torch.zeros(1)),
        ("training/averaged/network", {}),
        ("training/averaged/count", float("inf")),
        ("training/random", torch.zeros(5, dtype=torch.uint8)),
        ("training/random", {}),
        ("training/threads", float("inf")),
        ("training/threads", "many"),
        ("training/examples", 99),
        ("training/position", []),
        ("training/position/epoch", HUGE),
        ("training/position/batch", -1),
        ("training/position/loss_sum", "text"),
        ("training/position/seconds", torch.zeros(1)),
        ("training/position/best_accuracy", float("nan")),
        ("training/position/best_pending", []),
        ("training/position/unknown", 1),
        ("recipe/network", "one\ntwo\x1b[2J"),
        ("recipe/name", "n" * 200_000),
        ("recipe/dataset", 7),
        ("recipe/epochs", HUGE),
        ("recipe/surprise\x1b[2J", 1),
        ("history/train", "text"),
    ],
)
def test_a_training_state_that_cannot_be_is_one_sentence(
    whole: dict[str, Any],
    data: Dataset,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    value: object,
) -> None:
    content = copy.deepcopy(whole)
    set_at(content, place, value)
    with pytest.raises(DigitpadError) as refused:
        resumed(content, tmp_path, data, monkeypatch)
    said = str(refused.value)
    assert said.isprintable()
    assert len(said) < 1000


def test_the_file_that_these_are_made_from_resumes(
    whole: dict[str, Any], data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = resumed(copy.deepcopy(whole), tmp_path, data, monkeypatch)
    list(trainer.run())
    assert trainer.position.step == 8
    assert isinstance(trainer.recipe, Recipe)


def test_a_thousand_million_threads_are_not_started(
    whole: dict[str, Any], data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = torch.get_num_threads()
    content = copy.deepcopy(whole)
    content["training"]["threads"] = 10**9
    try:
        resumed(content, tmp_path, data, monkeypatch)
        assert torch.get_num_threads() <= 4 * (os.cpu_count() or 1)
    finally:
        torch.set_num_threads(before)
