"""What a run tells, learns and keeps. That it can be interrupted anywhere stands in test_exact_resume.py."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from digitpad.data.datasets import Dataset, load_dataset
from digitpad.errors import CheckpointError, RecipeError, TrainingError, UsageError
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.normalization import normalize_uint8
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import ARCHITECTURES
from digitpad.recipe.presets import PRESETS, preset
from digitpad.recipe.table import TABLE
from digitpad.training.evaluate import evaluate
from digitpad.training.events import CheckpointSaved, EpochDone, Finished, StepDone
from digitpad.training.files import new_run_folder, newest_run
from digitpad.training.learner import one_hot_targets
from digitpad.training.trainer import Trainer
from tests.helpers import colour_dataset, drawn_digits, further, light_preset, small_dataset
from tests.training.runs import (
    STEPS,
    differences,
    digits,
    finished,
    loaded,
    measured,
    resume,
    short,
    start,
    stopped,
    take,
    until,
)


def test_a_run_tells_its_events_in_order(tmp_path: Path) -> None:
    first, *rest, last = Trainer(short(), digits(), tmp_path).run()
    measured_and_saved = [EpochDone, CheckpointSaved]  # also before the first step
    kinds = [type(event) for event in (first, *rest)]
    assert kinds[: STEPS + 4] == measured_and_saved + [StepDone] * STEPS + measured_and_saved
    assert (first.epoch, first.step, first.train_loss) == (0, 0, None)
    assert (type(last), last.reason, last.path) == (Finished, "completed", tmp_path / "last.pth")
    assert (last.step, last.examples_seen, last.epoch) == (2 * STEPS, 200, 2)


def test_the_curves_are_those_of_the_notes() -> None:
    trainer = finished(short(batch_size=4))
    # 25 batches an epoch: the loss of batches 0, 10 and 20, over the examples seen before them.
    assert [seen for seen, _ in trainer.train_curve] == [0, 40, 80, 100, 140, 180]
    assert [(seen, epoch) for seen, epoch, _, _ in trainer.test_curve] == [(0, 0), (100, 1), (200, 2)]


def test_chapter_18s_own_losses_come_without_shuffling() -> None:
    data, losses = colour_dataset(90, 20), []
    recipe = short("notes-cifar10", dataset="cifar10", shuffle=False, drop_last=True, learning_rate=0.05)
    torch.manual_seed(recipe.seed)
    network = nn.Sequential(
        nn.Conv2d(3, 32, 5, 1, 2), nn.MaxPool2d(2), nn.Conv2d(32, 32, 5, 1, 2), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5, 1, 2), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1024, 64), nn.Linear(64, 10),
    )  # fmt: skip
    optimizer = torch.optim.SGD(network.parameters(), lr=0.05)
    pictures = TensorDataset(data.train.images.float() / 255, data.train.labels)
    for _ in range(recipe.epochs):
        for images, labels in DataLoader(pictures, batch_size=recipe.batch_size, drop_last=True):
            loss = nn.CrossEntropyLoss()(network(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    trainer = Trainer(recipe, data)
    ours = [event.train_loss for event in trainer.run() if isinstance(event, StepDone)]
    assert ours == pytest.approx(losses, abs=1e-5)
    assert len(ours) == 2 * (90 // 32)
    assert trainer.position.examples_seen == 2 * trainer.examples_per_epoch == 2 * 64


@pytest.mark.parametrize(("loss", "function"), [("l1", nn.L1Loss()), ("mse", nn.MSELoss())])
@pytest.mark.parametrize(("name", "compared"), [("notes-logits", Tensor.clone), ("notes-basic", Tensor.exp)])
def test_l1_and_mse_compare_scores_or_probabilities_with_one_hot_targets(
    loss: str, function: nn.Module, name: str, compared: Callable[[Tensor], Tensor]
) -> None:
    recipe = short(name, loss=loss, shuffle=False, epochs=3, learning_rate=0.2)
    torch.manual_seed(recipe.seed)
    network, data = ARCHITECTURES[name].build(), digits().train
    drawn = torch.get_rng_state()  # dropout's first
    trainer = Trainer(recipe, digits())
    first = next(event for event in trainer.run() if isinstance(event, StepDone))
    torch.set_rng_state(drawn)
    scores = network(normalize_uint8(data.images[:32], *trainer.recipe.normalisation))
    expected = function(compared(scores), torch.eye(10)[data.labels[:32]]).item()
    assert first.train_loss == pytest.approx(expected)
    losses = [event.train_loss for event in trainer.run() if isinstance(event, EpochDone)]
    assert losses[-1] < losses[0]


def test_smoothed_targets_are_those_of_cross_entropy() -> None:
    targets = one_hot_targets(torch.tensor([2, 0]), 4, 0.2)
    scores, labels = torch.randn(2, 4), torch.tensor([2, 0])
    assert float(F.cross_entropy(scores, targets)) == pytest.approx(
        float(F.cross_entropy(scores, labels, label_smoothing=0.2))
    )


@pytest.mark.parametrize(
    "loss",
    [
        loss if loss == "cross-entropy" else further(loss)
        for loss in TABLE["loss"].names
        if loss != "open-set"
    ],
)
def test_pictures_of_none_of_the_classes_are_left_out_of_losses_without_a_target_for_them(loss: str) -> None:
    data = small_dataset(64, 20)
    train = replace(data.train, labels=data.train.labels.index_fill(0, torch.arange(0, 64, 3), 10))
    trainer = finished(short(loss=loss, epochs=1, batch_size=1), replace(data, train=train))
    assert math.isfinite(trainer.test_curve[-1][2])


def test_a_set_smaller_than_a_batch_that_is_dropped_is_refused() -> None:
    with pytest.raises(RecipeError, match="100 pictures, fewer than a batch"):
        Trainer(short(batch_size=101, drop_last=True), digits())
    Trainer(short(batch_size=100, drop_last=True), digits())


SLOW = ("notes-wide", "best", "handwriting", "colour", "notes-vgg16")
"""They need more pictures and half a minute. Smaller runs of such are in tests/cli/test_colour_commands.py,
test_open_set.py and test_transfer.py."""


@pytest.mark.parametrize("name", [further(name) if name in SLOW else name for name in PRESETS])
def test_every_recipe_learns(name: str) -> None:
    # The averages and batch norm of these two lag behind for some 50 steps.
    epochs = 10 if name in ("handwriting", "colour") else 3
    rate = min(0.02, preset(name).learning_rate)
    recipe, data = light_preset(name, epochs=epochs, batch_size=32, learning_rate=rate)
    losses = [loss for _, _, loss, _ in finished(recipe, data(200 if name in SLOW else 100, 50)).test_curve]
    assert losses[-1] < losses[0] - 0.001


@pytest.mark.slow
def test_the_last_layer_of_vgg_16_learns_and_the_others_stay() -> None:
    recipe = short("notes-vgg16", dataset="cifar10", freeze_body=True, batch_size=10, precision="float32")
    trainer = Trainer(recipe, colour_dataset(40, 20))
    before = trainer.weights()
    list(trainer.run())
    assert differences(before, trainer.weights()) == ["classifier.6.weight", "classifier.6.bias"]
    assert trainer.test_curve[-1][2] < trainer.test_curve[0][2]


def test_the_same_seed_gives_the_same_run_and_another_another() -> None:
    curves = [finished(short("quick", epochs=1, seed=seed)).train_curve for seed in (1, 1, 2)]
    assert curves[0] == curves[1] != curves[2]


@pytest.mark.parametrize(("mark", "kept"), [(0.0, True), (0.97, False)])
def test_the_best_epoch_is_kept_if_it_is_above_the_recipes_mark(
    tmp_path: Path, mark: float, kept: bool
) -> None:
    trainer = finished(short("quick", epochs=3, keep_above=mark), folder=tmp_path)
    best = max(accuracy for _, epoch, _, accuracy in trainer.test_curve if epoch)
    assert best < 0.97
    assert (tmp_path / "last.pth").exists()
    assert (tmp_path / "best.pth").exists() == kept
    assert not kept or load_checkpoint(tmp_path / "best.pth").test_accuracy == best


def test_weights_are_a_copy() -> None:
    trainer = Trainer(short("quick"), digits())
    before = trainer.weights()
    kept = copy.deepcopy(before)
    take(trainer, 3)
    assert differences(before, kept) == []
    assert "fc2.weight" in differences(trainer.weights(), kept)


def test_a_session_starts_resumes_and_extends(dataset_stub: object) -> None:
    trainer = start(short(), None, epochs=1)
    assert newest_run() is None
    list(trainer.run())
    last = newest_run()
    assert last == trainer.last_path
    for changes, said in (
        ({}, "finished 1 of 1 epochs"),
        ({"epochs": 3, "seed": 2}, r"keeps its seed \(1\)"),
        ({"epochs": 3, "recipe": "best"}, "recipe"),
    ):
        with pytest.raises(UsageError, match=said):
            resume(last, **changes)
    more, _ = resume(last, epochs=2)
    list(more.run())
    assert more.position.step == 2 * trainer.position.step


def test_a_checkpoint_without_its_training_state_cannot_be_resumed(tmp_path: Path) -> None:
    save_checkpoint(Trainer(short(), digits()).checkpoint(), tmp_path / "model.pth")
    with pytest.raises(CheckpointError, match="no training state"):
        resume(tmp_path / "model.pth")


def test_two_runs_never_share_a_folder() -> None:
    first = new_run_folder(preset("quick"))
    assert new_run_folder(preset("quick")) != first


@pytest.mark.slow
def test_quick_reads_real_digits_after_a_fraction_of_an_epoch(mnist_root: Path) -> None:
    data = load_dataset("mnist", mnist_root)
    some = replace(data.test, images=data.test.images[::5], labels=data.test.labels[::5])
    trainer = Trainer(preset("quick").with_changes(epochs=1), replace(data, test=some))
    take(trainer, 60)
    (_, _, _, before), *_ = trainer.test_curve
    found = trainer.checkpoint()
    assert before < 0.3
    assert evaluate(found.network(), some, found.mean, found.std).accuracy > 0.93


@pytest.mark.slow
def test_a_network_that_saw_only_drawn_digits_reads_mnist(mnist_root: Path) -> None:
    mnist = load_dataset("mnist", mnist_root)
    data = Dataset("synthetic", drawn_digits(6000, 1), mnist.test)
    assert finished(preset("quick").with_changes(epochs=5), data).test_curve[-1][3] >= 0.9


def test_a_run_stopped_before_the_epoch_was_saved_still_writes_its_best(tmp_path: Path) -> None:
    path = stopped(short("quick"), tmp_path, measured(1))
    assert not (tmp_path / "best.pth").exists()
    again = loaded(path, folder=tmp_path)
    until(again.run(), lambda event: isinstance(event, CheckpointSaved) and event.best)
    assert again.position.epoch == 2
    assert load_checkpoint(tmp_path / "best.pth").metrics["epoch"] == 1


def test_a_network_in_mid_epoch_claims_no_test_figure() -> None:
    trainer = Trainer(short("quick"), digits())
    take(trainer, measured(0))
    assert "test_accuracy" in trainer.checkpoint().metrics
    take(trainer, 3)
    assert "test_accuracy" not in trainer.checkpoint().metrics


def test_a_run_that_wrote_nothing_names_no_file(tmp_path: Path) -> None:
    trainer = Trainer(short("quick"), digits(), tmp_path / "run")
    next(trainer.run())
    assert trainer.finished("stopped").path is None


def test_a_loss_that_is_no_number_ends_the_run_with_an_explanation() -> None:
    trainer = Trainer(short(learning_rate=100.0, momentum=0.99, epochs=50), digits())
    with pytest.raises(TrainingError, match=r"learning rate \(100\) is too large"):
        list(trainer.run())
    assert all(math.isfinite(loss) for _, loss in trainer.train_curve)
