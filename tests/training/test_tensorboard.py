"""What is written for TensorBoard, read back with tensorboard's own reader."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import torch

from digitpad.errors import UsageError
from digitpad.training.events import StepDone
from digitpad.training.tensorboard import TensorBoardLog, tensorboard_problem
from digitpad.training.trainer import Trainer
from tests.training.runs import assert_same_run, resume, short, start

pytest.importorskip("tensorboard")
pytestmark = pytest.mark.usefixtures("dataset_stub")


def read(trainer: Trainer) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

        log = EventAccumulator(str(trainer.out / "tensorboard"), size_guidance={"scalars": 0, "images": 0})
        return log.Reload()


unexpected = Mock(side_effect=AssertionError)


def test_scalars_first_pictures_and_graph_can_be_read_back(tmp_path: Path) -> None:
    trainer = start(short(batch_size=8), tmp_path)
    TensorBoardLog(trainer, unexpected)
    list(trainer.run())
    log = read(trainer)
    assert set(log.Tags()["scalars"]) == {
        "loss/train", "loss/test", "accuracy/test", "learning_rate", "images_per_s",
    }  # fmt: skip
    losses = [(event.step, event.value) for event in log.Scalars("loss/train")]
    assert losses == [(seen + 8, pytest.approx(loss)) for seen, loss in trainer.train_curve]
    tests = [(event.step, event.value) for event in log.Scalars("accuracy/test")]
    assert tests == [(seen, pytest.approx(share)) for seen, _, _, share in trainer.test_curve]
    assert log.Tags()["graph"] is True
    (grid,) = log.Images("first_batch")
    assert grid.width * grid.height == 8 * 28 * 28


@pytest.mark.parametrize("name", ["notes-basic", "notes-cifar10", "quick"])
@pytest.mark.slow
def test_each_epochs_batch_and_the_maps_around_pooling_are_written(name: str, tmp_path: Path) -> None:
    recipe = short(name, batch_size=8, augmentation="affine", precision="float32", schedule="none")
    plain = start(recipe, tmp_path / "plain")
    list(plain.run())
    trainer = start(recipe, tmp_path / "logged")
    TensorBoardLog(trainer, unexpected)
    list(trainer.run())
    assert_same_run(trainer, plain)  # what is written changes nothing
    log = read(trainer)
    seen = [point[0] for point in trainer.test_curve]
    assert [event.step for event in log.Images("batch")] == seen[1:]
    pools = {"notes-basic": 2, "notes-cifar10": 3, "quick": 2}[name]
    tags = {f"pooling_{number + 1}/{when}" for number in range(pools) for when in ("before", "after")}
    assert tags == {tag for tag in log.Tags()["images"] if tag.startswith("pooling")}
    for number in range(pools):
        before, after = (log.Images(f"pooling_{number + 1}/{when}") for when in ("before", "after"))
        assert [event.step for event in before] == seen
        assert before[0].width * before[0].height >= 3 * after[0].width * after[0].height


def test_the_batch_is_what_the_network_got(tmp_path: Path) -> None:
    trainer = start(short(batch_size=8, augmentation="affine"), tmp_path)
    trainer.trace_steps = True
    for event in trainer.run():
        if isinstance(event, StepDone) and event.batch == 0:
            shown = trainer.epoch_pictures(event.epoch, event.step - 1)
            assert torch.equal((shown * 255).round().to(torch.uint8), trainer.last_trace.pictures)


def test_a_resumed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    trainer = start(short(epochs=1), tmp_path)
    TensorBoardLog(trainer, unexpected)
    list(trainer.run())
    again, _ = resume(trainer.last_path, epochs=2)
    TensorBoardLog(again, unexpected)
    list(again.run())
    steps = [event.step for event in read(again).Scalars("accuracy/test")]
    assert steps == [point[0] for point in again.test_curve]


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("tensorboard", "torch.utils.tensorboard"):
        monkeypatch.setitem(sys.modules, name, None)
    problem = tensorboard_problem()
    assert isinstance(problem, UsageError)
    assert "pip install" in str(problem)


def test_a_full_disk_costs_the_log_and_not_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = start(short(), tmp_path)
    TensorBoardLog(trainer, failed := Mock())

    full = Mock(side_effect=OSError(28, "No space left on device"))
    monkeypatch.setattr("torch.utils.tensorboard.SummaryWriter.add_scalar", full)
    list(trainer.run())
    assert (trainer.done, trainer.listeners) == (True, [])
    (((error,), _),) = failed.call_args_list
    assert "for TensorBoard" in str(error)
