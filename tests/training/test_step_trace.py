"""A step taken apart is the step that is taken anyhow."""

from __future__ import annotations

import pytest

from digitpad.recipe.recipe import Recipe
from digitpad.training.events import StepDone
from digitpad.training.trainer import Trainer
from tests.training.runs import assert_same_run, digits, short, until


def traced(recipe: Recipe, steps: int, trace: bool = True) -> tuple[Trainer, StepDone]:
    """A run that has taken some steps, and the last of them."""
    trainer = Trainer(recipe.with_changes(precision="float32"), digits())
    trainer.trace_steps = trace
    return trainer, until(trainer.run(), steps)


def test_looking_changes_nothing() -> None:
    (plain, _), (watched, _) = (traced(short(), 5, trace) for trace in (False, True))
    assert plain.last_trace is None
    assert_same_run(plain, watched)


def test_the_look_tells_pictures_loss_and_numbers_of_the_run() -> None:
    trainer, event = traced(short(), 3)
    look = trainer.last_trace
    assert (look.epoch, look.batch, look.batches, look.batch_size) == (1, 2, trainer.batches, 32)
    assert (look.examples, look.loss) == (100, event.train_loss)
    assert (look.pictures.shape, look.answers.shape) == ((32, 1, 28, 28), (32,))
    # Without augmentation they are the dataset's own pictures, each with its label.
    data = digits().train
    labels = {
        picture.numpy().tobytes(): label for picture, label in zip(data.images, data.labels, strict=True)
    }
    assert [labels[picture.numpy().tobytes()] for picture in look.pictures] == look.labels.tolist()


@pytest.mark.parametrize("name", ["notes-basic", "best", "handwriting"])
def test_plain_descent_moves_each_layer_by_the_rate_times_its_gradient(name: str) -> None:
    plain = {"momentum": 0.0, "weight_decay": 0.0, "schedule": "none", "learning_rate": 0.05}
    trainer, _ = traced(short(name, optimizer="sgd", **plain), 1)
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
