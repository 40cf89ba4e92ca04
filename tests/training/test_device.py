from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from digitpad.errors import UsageError
from digitpad.model.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.recipe.presets import PRESETS, preset
from digitpad.training import device as devices
from digitpad.training.device import available_devices, choose_device, resolve_precision
from digitpad.training.events import EpochDone
from digitpad.training.trainer import Trainer
from tests.helpers import further, light_preset, small_dataset
from tests.training.runs import STEPS, assert_same_run, digits, finished, short, state_of, take

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
    monkeypatch.setattr(devices, "cpu_multiplies_bfloat16", lambda: gains)
    assert resolve_precision(name, "cpu") == wanted
    trainer = Trainer(preset("quick").with_changes(precision=name), small_dataset())
    assert trainer.recipe.precision == wanted
    assert trainer.checkpoint().recipe["precision"] == wanted  # type: ignore[index]


EXAMPLES = ("quick", "notes-logits")
"""Recipes that the default run trains in bfloat16."""


@pytest.mark.parametrize("recipe", [name if name in EXAMPLES else further(name) for name in PRESETS])
def test_bfloat16_learns_what_float32_learns(recipe: str) -> None:
    losses = {}
    for precision in ("float32", "bfloat16"):
        chosen, data = light_preset(recipe, epochs=2, batch_size=16, precision=precision)
        if architecture(chosen.network).ready_made:
            # At its own rate the losses of single batches jump, and rounding alone decides where to.
            chosen = chosen.with_changes(learning_rate=chosen.learning_rate / 10)
        trainer = finished(chosen, data(200, 50))
        losses[precision] = [loss for _, loss in trainer.train_curve]
        assert all(value.dtype != torch.bfloat16 for value in trainer.weights().values())
    assert losses["bfloat16"] == pytest.approx(losses["float32"], abs=0.25)
    assert losses["bfloat16"] != losses["float32"]


@pytest.mark.parametrize(
    ("device", "multiplies", "wanted"),
    [("cuda", True, "bfloat16"), ("cuda", False, "float16"), ("mps", False, "float32")],
)
def test_a_card_without_bfloat16_takes_float16(
    monkeypatch: pytest.MonkeyPatch, device: str, multiplies: bool, wanted: str
) -> None:
    asked: list[bool] = []

    def is_bf16_supported(including_emulation: bool = True) -> bool:
        asked.append(including_emulation)
        return multiplies

    monkeypatch.setattr(torch.cuda, "is_bf16_supported", is_bf16_supported)
    assert resolve_precision("auto", device) == wanted
    assert asked == ([False] if device == "cuda" else [])  # emulated it would be slower
    assert resolve_precision("float16", device) == "float16"


def float16_run(folder: Path | None = None, **changes: object) -> Trainer:
    return Trainer(short("quick", **{"precision": "float16", "epochs": 3, **changes}), digits(), folder)


def test_float16_learns_and_a_resumed_run_ends_as_one_never_stopped(tmp_path: Path) -> None:
    whole = float16_run()
    list(whole.run())
    assert whole.test_curve[-1][2] < whole.test_curve[0][2]
    assert all(value.dtype != torch.float16 for value in whole.weights().values())
    wanted = state_of(whole)

    first = float16_run(tmp_path)
    take(first, STEPS + 1)
    first.save()
    saved = load_checkpoint(first.last_path)
    assert saved.training["scaler"] == first.state_dict()["scaler"]
    assert saved.training["scaler"]["_growth_tracker"] > 0
    second = float16_run()
    second.load_state_dict(saved)
    assert second.state_dict()["scaler"] == saved.training["scaler"]
    list(second.run())
    assert_same_run(second, wanted)


def test_a_step_whose_gradients_overflow_is_left_out_and_the_scale_falls(tmp_path: Path) -> None:
    trainer = float16_run(tmp_path)
    next(trainer.run())
    trainer.save()
    saved = load_checkpoint(trainer.last_path)
    scaler = {**saved.training["scaler"], "scale": 2.0**60}
    trainer.load_state_dict(replace(saved, training={**saved.training, "scaler": scaler}))
    before = {name: value for name, value in trainer.weights().items() if name.endswith(("weight", "bias"))}
    take(trainer, 1)
    assert all(torch.equal(trainer.weights()[name], value) for name, value in before.items())
    assert trainer.state_dict()["scaler"]["scale"] == 2.0**59
    list(trainer.run())
    assert all(bool(value.isfinite().all()) for value in trainer.weights().values())


@pytest.mark.parametrize(("was", "now"), [("float32", "float16"), ("float16", "float32")])
def test_a_run_goes_on_in_another_precision(was: str, now: str, tmp_path: Path) -> None:
    first = finished(short("quick", precision=was, epochs=1), folder=tmp_path)
    second = float16_run(precision=now)
    second.load_state_dict(load_checkpoint(first.last_path))
    list(second.run())
    assert second.test_curve[-1][2] < first.test_curve[-1][2]
    assert bool(second.state_dict()["scaler"]) == (now == "float16")


@pytest.mark.parametrize("location", ["cuda:0", "cuda:3", "mps"])
def test_a_file_written_on_another_device_goes_on_here(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `torch.save` writes of a tensor on a card differs in the location of its storage alone."""
    trainer = finished(short("quick", epochs=1), folder=tmp_path)
    wanted = trainer.weights()
    content = torch.load(trainer.last_path, weights_only=True)
    monkeypatch.setattr(torch.serialization, "location_tag", lambda _storage: location)
    torch.save(content, trainer.last_path)
    monkeypatch.undo()
    assert location.encode() in trainer.last_path.read_bytes()
    found = load_checkpoint(trainer.last_path)
    assert all(torch.equal(found.model[name], value) for name, value in wanted.items())
    again = Trainer(short("quick"), digits())
    again.load_state_dict(found)
    list(again.run())
    assert again.done


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
