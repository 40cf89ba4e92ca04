from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import torch

from digitpad.errors import UsageError
from digitpad.model.checkpoint import load_checkpoint
from digitpad.training import device as devices
from digitpad.training.device import available_devices, choose_device, resolve_precision
from digitpad.training.events import EpochDone
from digitpad.training.recipe import PRESETS, preset
from digitpad.training.trainer import Trainer
from tests.helpers import light_preset, small_dataset

GPUS = [name for name in available_devices() if name != "cpu"]


def test_auto_takes_the_fastest_and_a_missing_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert choose_device("auto") == "cuda"
    assert choose_device("cpu") == "cpu"
    with pytest.raises(UsageError, match=r"'mps' is not available here; choose one of auto, cuda, cpu"):
        choose_device("mps")


@pytest.mark.parametrize(
    ("name", "gains", "wanted"),
    [
        ("auto", True, "bfloat16"),
        ("auto", False, "float32"),
        ("bfloat16", False, "bfloat16"),
        ("float32", True, "float32"),
    ],
)
def test_bfloat16_is_taken_where_the_processor_gains_by_it_or_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, name: str, gains: bool, wanted: str
) -> None:
    monkeypatch.setattr(devices, "_cpu_multiplies_bfloat16", lambda: gains)
    assert resolve_precision(name, "cpu") == wanted
    trainer = Trainer(preset("quick").with_changes(precision=name), small_dataset())
    assert trainer.recipe.precision == wanted
    assert trainer.checkpoint().recipe["precision"] == wanted  # type: ignore[index]


@pytest.mark.parametrize("recipe", PRESETS)
def test_bfloat16_learns_what_float32_learns(recipe: str) -> None:
    losses = {}
    for precision in ("float32", "bfloat16"):
        chosen, data = light_preset(recipe, epochs=2, batch_size=16, precision=precision)
        trainer = Trainer(chosen, data(200, 50))
        list(trainer.run())
        losses[precision] = [loss for _, loss in trainer.train_curve]
        assert all(value.dtype != torch.bfloat16 for value in trainer.weights().values())
    assert losses["bfloat16"] == pytest.approx(losses["float32"], abs=0.25)
    assert losses["bfloat16"] != losses["float32"]


@pytest.mark.skipif(not GPUS, reason="there is no GPU here")
@pytest.mark.parametrize("recipe", PRESETS)
def test_a_gpu_learns_as_the_processor_does_and_its_run_moves_between_both(
    recipe: str, tmp_path: Path
) -> None:
    chosen, made = light_preset(recipe, epochs=2, batch_size=32)
    data = made(600, 100)
    gpu = Trainer(chosen, data, tmp_path, GPUS[0])
    events = gpu.run()
    list(itertools.islice(events, 12))
    events.close()
    assert gpu.dataset_train.images.device.type == GPUS[0]
    gpu.save()
    for name in (GPUS[0], "cpu"):
        again = Trainer(gpu.recipe, data, None, name)
        again.load_state_dict(load_checkpoint(tmp_path / "last.pth"))
        ends = [event for event in again.run() if isinstance(event, EpochDone)]
        assert ends[-1].test_loss < gpu.test_curve[0][2]
