"""A step taken apart is the step that is taken anyhow."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from digitpad.recipe.presets import preset
from digitpad.training.events import StepDone
from digitpad.training.trainer import Trainer
from tests.helpers import write_mnist
from tests.training.runs import start


def trainer_of(folder: Path, name: str = "notes-basic", **changes: object) -> Trainer:
    if not (folder / "data").exists():
        write_mnist(folder / "data")
    recipe = preset(name).with_changes(epochs=1, batch_size=32, precision="float32", **changes)
    return start(recipe, folder / "run", folder / "data")


def take_steps(trainer: Trainer, count: int) -> StepDone:
    events = trainer.run()
    steps: list[StepDone] = []
    while len(steps) < count:
        event = next(events)
        if isinstance(event, StepDone):
            steps.append(event)
    events.close()
    return steps[-1]


def test_looking_changes_nothing(tmp_path: Path) -> None:
    plain, watched = trainer_of(tmp_path), trainer_of(tmp_path)
    watched.trace_steps = True
    take_steps(plain, 5)
    take_steps(watched, 5)
    assert plain.last_trace is None
    assert plain.train_curve == watched.train_curve
    for name, value in plain.weights().items():
        assert torch.equal(value, watched.weights()[name]), name


def test_the_look_tells_pictures_loss_and_numbers_of_the_run(tmp_path: Path) -> None:
    trainer = trainer_of(tmp_path)
    trainer.trace_steps = True
    event = take_steps(trainer, 3)
    look = trainer.last_trace
    assert (look.epoch, look.batch, look.batches, look.batch_size) == (1, 2, trainer.batches, 32)
    assert look.examples == len(trainer.dataset_train)
    assert look.loss == event.train_loss
    assert look.pictures.shape == (32, 1, 28, 28)
    # Without augmentation they are the dataset's own pictures, each with its label.
    data = trainer.dataset_train
    flat = data.images.flatten(1)
    for picture, label in zip(look.pictures, look.labels, strict=True):
        found = (flat == picture.flatten()).all(dim=1).nonzero()[:, 0]
        assert len(found)
        assert int(label) in data.labels[found].tolist()
    assert look.answers.shape == (32,)


@pytest.mark.parametrize("name", ["notes-basic", "best", "handwriting"])
def test_plain_descent_moves_each_layer_by_the_rate_times_its_gradient(name: str, tmp_path: Path) -> None:
    trainer = trainer_of(
        tmp_path, name, dataset="mnist", optimizer="sgd", momentum=0.0, weight_decay=0.0, schedule="none",
        learning_rate=0.05,
    )  # fmt: skip
    trainer.trace_steps = True
    take_steps(trainer, 1)
    look = trainer.last_trace
    assert look.learning_rate == 0.05
    assert sum(layer.parameters for layer in look.layers) == sum(
        value.numel() for value in trainer.inference_network.parameters()
    )
    moving = [layer for layer in look.layers if layer.gradient > 0]
    assert len(moving) >= len(look.layers) - 2
    for layer in moving:
        assert layer.update == pytest.approx(0.05 * layer.gradient, rel=1e-2), layer.name
        assert layer.update_ratio == pytest.approx(layer.update / layer.weights) if layer.weights else True
