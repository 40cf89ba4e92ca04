"""What is written for TensorBoard, read back with tensorboard's own reader."""

from __future__ import annotations

import builtins
import warnings
from pathlib import Path
from typing import Any

import pytest

from digitpad.errors import DigitpadError, UsageError
from digitpad.recipe.presets import preset
from digitpad.training.tensorboard import TensorBoardLog, tensorboard_problem
from tests.training.runs import resume, start

pytest.importorskip("tensorboard")


@pytest.fixture
def data(small_mnist: Path) -> Path:
    return small_mnist


def read(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

        found = EventAccumulator(str(folder), size_guidance={"scalars": 0, "images": 0})
        found.Reload()
    return found


TAGS = {"loss/train", "loss/test", "accuracy/test", "learning_rate", "images_per_s"}


def unexpected(error: DigitpadError) -> None:
    raise AssertionError(error)


def test_scalars_first_pictures_and_graph_can_be_read_back(data: Path, tmp_path: Path) -> None:
    recipe = preset("notes-basic").with_changes(epochs=2, batch_size=16)
    trainer = start(recipe, tmp_path / "run", data)
    TensorBoardLog(trainer, unexpected)
    list(trainer.run())
    found = read(tmp_path / "run" / "tensorboard")
    assert set(found.Tags()["scalars"]) == TAGS
    losses = [(event.step, event.value) for event in found.Scalars("loss/train")]
    assert losses == [(seen + 16, pytest.approx(loss)) for seen, loss in trainer.train_curve]
    tests = [(event.step, event.value) for event in found.Scalars("accuracy/test")]
    assert tests == [(seen, pytest.approx(share)) for seen, _, _, share in trainer.test_curve]
    assert found.Tags()["graph"] is True
    (grid,) = found.Images("first_batch")
    assert grid.width * grid.height == 16 * 28 * 28


def test_a_resumed_run_goes_on_where_it_was(data: Path, tmp_path: Path) -> None:
    recipe = preset("notes-basic").with_changes(epochs=1, batch_size=16)
    trainer = start(recipe, tmp_path / "run", data)
    TensorBoardLog(trainer, unexpected)
    list(trainer.run())
    again, _ = resume(tmp_path / "run" / "last.pth", data, epochs=2)
    TensorBoardLog(again, unexpected)
    list(again.run())
    steps = [event.step for event in read(tmp_path / "run" / "tensorboard").Scalars("accuracy/test")]
    assert steps == [point[0] for point in again.test_curve]


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith(("tensorboard", "torch.utils.tensorboard")):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    problem = tensorboard_problem()
    assert isinstance(problem, UsageError)
    assert "pip install" in str(problem)


def test_a_full_disk_costs_the_log_and_not_the_run(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = preset("notes-basic").with_changes(epochs=2, batch_size=16)
    trainer = start(recipe, tmp_path / "run", data)
    told: list[DigitpadError] = []
    TensorBoardLog(trainer, told.append)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("torch.utils.tensorboard.SummaryWriter.add_scalar", full)
    events = list(trainer.run())
    assert trainer.done
    assert type(events[-1]).__name__ == "Finished"
    (error,) = told
    assert "for TensorBoard" in str(error)
    assert trainer.listeners == []
