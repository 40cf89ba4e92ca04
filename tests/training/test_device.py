from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock, call

import pytest
import torch

from digitpad.errors import UsageError
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.recipe.presets import PRESETS
from digitpad.training import device as devices
from digitpad.training.device import available_devices, choose_device, resolve_precision
from digitpad.training.events import EpochDone
from digitpad.training.trainer import Trainer
from tests.helpers import further, light_preset
from tests.training.runs import (
    STEPS,
    assert_same_run,
    content_of,
    differences,
    digits,
    finished,
    loaded,
    resume,
    short,
    state_of,
    stopped,
    take,
)

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
    trainer = Trainer(short("quick", precision=name), digits())
    assert trainer.recipe.precision == trainer.checkpoint().recipe["precision"] == wanted


@pytest.mark.parametrize("recipe", [name if name == "notes-logits" else further(name) for name in PRESETS])
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
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", supported := Mock(return_value=multiplies))
    assert resolve_precision("auto", device) == wanted
    # Emulated it would be slower.
    assert supported.call_args_list == ([call(including_emulation=False)] if device == "cuda" else [])
    assert resolve_precision("float16", device) == "float16"


FLOAT16 = short(precision="float16")


def test_float16_learns_and_a_resumed_run_ends_as_one_never_stopped(tmp_path: Path) -> None:
    whole = finished(FLOAT16)
    assert whole.test_curve[-1][2] < whole.test_curve[0][2]
    assert all(value.dtype != torch.float16 for value in whole.weights().values())
    expected = state_of(whole)
    path = stopped(FLOAT16, tmp_path, STEPS + 1)
    scaler = load_checkpoint(path).training["scaler"]
    assert scaler["_growth_tracker"] > 0
    again = loaded(path)
    assert again.state_dict()["scaler"] == scaler
    list(again.run())
    assert_same_run(again, expected)


def test_a_step_whose_gradients_overflow_is_left_out_and_the_scale_falls(tmp_path: Path) -> None:
    trainer = Trainer(FLOAT16, digits(), tmp_path)
    next(trainer.run())
    trainer.save()
    kept = load_checkpoint(trainer.last_path)
    scaler = {**kept.training["scaler"], "scale": 2.0**60}
    trainer.load_state_dict(replace(kept, training={**kept.training, "scaler": scaler}))
    before = {name: value for name, value in trainer.weights().items() if name.endswith(("weight", "bias"))}
    take(trainer, 1)
    assert all(torch.equal(trainer.weights()[name], value) for name, value in before.items())
    assert trainer.state_dict()["scaler"]["scale"] == 2.0**59
    list(trainer.run())
    assert all(bool(value.isfinite().all()) for value in trainer.weights().values())


@pytest.mark.parametrize(("was", "now"), [("float32", "float16"), ("float16", "float32")])
def test_a_run_goes_on_in_another_precision(was: str, now: str, tmp_path: Path, dataset_stub: object) -> None:
    first = finished(short(precision=was, epochs=1), folder=tmp_path)
    second, _ = resume(first.last_path, precision=now, epochs=2)
    list(second.run())
    assert second.test_curve[-1][2] < first.test_curve[-1][2]
    assert bool(second.state_dict()["scaler"]) == (now == "float16")


@pytest.mark.parametrize("location", ["cuda:0", "cuda:3", "mps"])
def test_a_file_written_on_another_device_goes_on_here(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `torch.save` writes of a tensor on a card differs in the location of its storage alone."""
    path = stopped(short("quick"), tmp_path, STEPS)
    content = content_of(path)
    with monkeypatch.context() as patched:
        patched.setattr(torch.serialization, "location_tag", lambda _storage: location)
        torch.save(content, path)
    assert location.encode() in path.read_bytes()
    assert differences(load_checkpoint(path).model, content["model"]) == []
    again = loaded(path)
    list(again.run())
    assert again.done


@pytest.mark.skipif(not GPUS, reason="there is no GPU here")
@pytest.mark.parametrize("name", PRESETS)
def test_a_gpu_learns_as_the_processor_does_and_its_run_moves_between_both(name: str, tmp_path: Path) -> None:
    chosen, made = light_preset(name, epochs=2, batch_size=32)
    data = made(600, 100)
    gpu = Trainer(chosen, data, tmp_path, GPUS[0])
    list(itertools.islice(gpu.run(), 12))
    assert next(gpu.inference_network.parameters()).device.type == GPUS[0]
    gpu.save()
    for device in (GPUS[0], "cpu"):
        again = Trainer(gpu.recipe, data, None, device)
        again.load_state_dict(load_checkpoint(tmp_path / "last.pth"))
        ends = [event for event in again.run() if isinstance(event, EpochDone)]
        assert ends[-1].test_loss < gpu.test_curve[0][2]
