from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from digitpad.data.datasets import Dataset, LabelledImages, load_dataset
from digitpad.data.sets.synthetic_set import synthetic_images
from digitpad.errors import CheckpointError, TrainingError, UsageError
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.loading import load_checkpoint
from digitpad.recipe.presets import PRESETS, preset
from digitpad.recipe.recipe import Recipe
from digitpad.training.events import CheckpointSaved, EpochDone, Event, Finished, StepDone
from digitpad.training.files import RunFiles
from digitpad.training.session import new_run_folder, new_trainer, newest_run, resumed_trainer
from digitpad.training.trainer import Trainer
from tests.helpers import colour_dataset, light_preset, small_dataset, write_mnist


@pytest.fixture(scope="module")
def data() -> Dataset:
    return small_dataset()


def short(name: str, **changes: object) -> Recipe:
    return preset(name).with_changes(**{"epochs": 2, "batch_size": 32, "dataset": "synthetic", **changes})


def kinds(events: Iterator[Event]) -> list[str]:
    return [event.as_json()["event"] for event in events]


def test_a_run_tells_its_events_in_order(tmp_path: Path, data: Dataset) -> None:
    trainer = Trainer(short("notes-basic"), data, tmp_path)
    events = list(trainer.run())
    steps = 7  # 200 examples in batches of 32
    first, begun, *rest = events
    assert isinstance(first, EpochDone)
    assert (first.epoch, first.step, first.train_loss) == (0, 0, None)
    assert isinstance(begun, CheckpointSaved)  # from the first moment there is a file to go back to
    assert [type(event) for event in rest[:steps]] == [StepDone] * steps
    assert isinstance(rest[steps], EpochDone)
    assert isinstance(rest[steps + 1], CheckpointSaved)
    last = events[-1]
    assert isinstance(last, Finished)
    assert (last.reason, last.step, last.examples_seen, last.epoch) == ("completed", 14, 400, 2)
    assert last.path == tmp_path / "last.pth"


def test_the_curves_are_those_of_the_notes(data: Dataset) -> None:
    trainer = Trainer(short("notes-basic", batch_size=8), data)
    list(trainer.run())
    # 25 batches an epoch: the loss of batches 0, 10 and 20, over the examples seen before them.
    assert [seen for seen, _ in trainer.train_curve] == [0, 80, 160, 200, 280, 360]
    assert [(seen, epoch) for seen, epoch, _, _ in trainer.test_curve] == [(0, 0), (200, 1), (400, 2)]


@pytest.mark.parametrize("name", PRESETS)
def test_every_recipe_learns(name: str) -> None:
    # The averages and batch norm of these two lag behind for some 50 steps.
    epochs = 10 if name in ("handwriting", "colour") else 3
    rate = min(0.02, preset(name).learning_rate)
    recipe, data = light_preset(name, epochs=epochs, batch_size=32, learning_rate=rate)
    trainer = Trainer(recipe, data(200, 50))
    list(trainer.run())
    losses = [loss for _, _, loss, _ in trainer.test_curve]
    assert losses[-1] < losses[0] - 0.001


@pytest.mark.slow
def test_the_last_layer_of_vgg_16_learns_and_the_others_stay() -> None:
    data = colour_dataset(40, 20)
    recipe = short("notes-vgg16", dataset="cifar10", freeze_body=True, batch_size=10, precision="float32")
    trainer = Trainer(recipe, data)
    before = {name: float(value.sum()) for name, value in trainer.weights().items()}
    list(trainer.run())
    after = {name: float(value.sum()) for name, value in trainer.weights().items()}
    assert {name for name in before if before[name] != after[name]} == {
        "classifier.6.weight",
        "classifier.6.bias",
    }
    losses = [loss for _, _, loss, _ in trainer.test_curve]
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("name", ["notes-basic", "best", "notes-adam"])
@pytest.mark.parametrize("stop", [1, 5, 8, 9, 15])
def test_a_stopped_run_ends_as_one_never_stopped(tmp_path: Path, data: Dataset, name: str, stop: int) -> None:
    whole = Trainer(short(name), data)
    list(whole.run())

    first = Trainer(short(name), data, tmp_path)
    events = first.run()
    list(itertools.islice(events, stop))
    events.close()
    first.save()
    torch.manual_seed(99)  # whatever happened to the random numbers in between
    second = Trainer(short(name), data, tmp_path)
    second.load_state_dict(load_checkpoint(tmp_path / "last.pth"))
    list(second.run())

    assert second.train_curve == whole.train_curve
    assert second.test_curve == whole.test_curve
    mine, theirs = second.weights(), whole.weights()
    assert all(torch.equal(mine[key], theirs[key]) for key in theirs)


def test_the_same_seed_gives_the_same_run_and_another_another(data: Dataset) -> None:
    curves = []
    for seed in (1, 1, 2):
        trainer = Trainer(short("quick", epochs=1, seed=seed), data)
        list(trainer.run())
        curves.append(trainer.train_curve)
    assert curves[0] == curves[1] != curves[2]


def test_the_best_file_keeps_the_best_epoch(tmp_path: Path, data: Dataset) -> None:
    trainer = Trainer(short("quick", epochs=3), data, tmp_path)
    list(trainer.run())
    best = load_checkpoint(tmp_path / "best.pth")
    assert best.test_accuracy == max(accuracy for _, epoch, _, accuracy in trainer.test_curve if epoch)


def test_a_network_under_the_recipes_mark_is_not_kept_as_best(tmp_path: Path, data: Dataset) -> None:
    trainer = Trainer(short("notes-logits", epochs=1), data, tmp_path)
    list(trainer.run())
    assert trainer.test_curve[-1][3] < 0.97
    assert (tmp_path / "last.pth").exists()
    assert not (tmp_path / "best.pth").exists()


def test_weights_are_a_copy(data: Dataset) -> None:
    trainer = Trainer(short("quick"), data)
    events = trainer.run()
    before = trainer.weights()
    kept = {name: value.clone() for name, value in before.items()}
    list(itertools.islice(events, 5))
    events.close()
    assert all(torch.equal(before[name], kept[name]) for name in kept)
    assert not torch.equal(trainer.weights()["fc2.weight"], kept["fc2.weight"])


def test_a_run_goes_on_after_its_folder_could_not_be_written(
    tmp_path: Path, data: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer(short("quick", epochs=1), data, tmp_path)
    real = trainer.save

    def full() -> CheckpointSaved:
        raise CheckpointError("full")

    monkeypatch.setattr(trainer, "save", full)
    with pytest.raises(CheckpointError):
        list(trainer.run())
    monkeypatch.setattr(trainer, "save", real)
    assert kinds(trainer.run())[-1] == "finished"
    assert trainer.position.step == 7


def test_another_optimiser_starts_afresh(tmp_path: Path, data: Dataset) -> None:
    trainer = Trainer(short("notes-basic", epochs=1), data, tmp_path)
    list(trainer.run())
    other = Trainer(short("notes-basic", epochs=2, optimizer="adam"), data)
    other.load_state_dict(load_checkpoint(tmp_path / "last.pth"))
    assert other.state_dict()["optimizer"] == {
        "class": "Adam",
        "state": Trainer(other.recipe, data).state_dict()["optimizer"]["state"],
    }
    list(other.run())
    assert other.position.step == 14


def quiet(_done: int, _total: int) -> None:
    pass


def test_a_session_starts_resumes_and_extends(tmp_path: Path) -> None:
    write_mnist(tmp_path)
    trainer = new_trainer("quick", {"epochs": 1}, out=None, device="cpu", progress=quiet, data=tmp_path)
    assert newest_run() is None
    list(trainer.run())
    last = newest_run()
    assert last is not None
    assert last == trainer.last_path
    with pytest.raises(UsageError, match="finished 1 of 1 epochs"):
        resumed_trainer(last, {}, out=None, device="cpu", progress=quiet, data=tmp_path)
    more, _ = resumed_trainer(last, {"epochs": 2}, out=None, device="cpu", progress=quiet, data=tmp_path)
    list(more.run())
    assert more.position.step == 2 * trainer.position.step
    with pytest.raises(UsageError, match=r"keeps its seed \(1\)"):
        resumed_trainer(last, {"epochs": 3, "seed": 2}, out=None, device="cpu", progress=quiet)
    with pytest.raises(UsageError, match="recipe"):
        resumed_trainer(last, {"epochs": 3}, out=None, device="cpu", progress=quiet, recipe="best")


def test_a_checkpoint_without_its_training_state_cannot_be_resumed(tmp_path: Path, data: Dataset) -> None:
    trainer = Trainer(short("notes-basic", epochs=1), data)
    save_checkpoint(trainer.checkpoint(), tmp_path / "model.pth")
    with pytest.raises(CheckpointError, match="no training state"):
        resumed_trainer(tmp_path / "model.pth", {}, out=None, device="cpu", progress=quiet)


def test_two_runs_never_share_a_folder() -> None:
    first = new_run_folder(preset("quick"))
    first.mkdir(parents=True)
    assert new_run_folder(preset("quick")) != first


def test_quick_reads_real_digits_after_a_fraction_of_an_epoch(mnist_root: Path) -> None:
    whole = load_dataset("mnist", mnist_root)
    trainer = Trainer(preset("quick").with_changes(epochs=1), whole)
    events = trainer.run()
    first = next(events)
    assert isinstance(first, EpochDone)
    list(itertools.islice(events, 60))
    events.close()
    found = trainer._measured(1, None, None)
    assert first.test_accuracy < 0.3
    assert found.test_accuracy > 0.93


def test_a_network_that_saw_only_drawn_digits_reads_mnist(mnist_root: Path) -> None:
    mnist = load_dataset("mnist", mnist_root)
    drawn = LabelledImages(*synthetic_images(6000, 1))
    trainer = Trainer(preset("quick").with_changes(epochs=5), Dataset("synthetic", drawn, mnist.test))
    last = [event for event in trainer.run() if isinstance(event, EpochDone)][-1]
    assert last.test_accuracy >= 0.9


@pytest.mark.parametrize("fails", ["keep_as_best", "save_last"])
def test_what_could_not_be_saved_at_the_end_is_saved_when_the_run_goes_on(
    tmp_path: Path, data: Dataset, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def full(self: RunFiles, *_: object) -> None:
        raise CheckpointError("full")

    trainer = Trainer(short("quick", epochs=1), data, tmp_path)
    events = trainer.run()
    while not (isinstance(event := next(events), EpochDone) and event.epoch == 1):
        pass
    with monkeypatch.context() as patched:
        patched.setattr(RunFiles, fails, full)
        with pytest.raises(CheckpointError):
            list(events)
    assert kinds(trainer.run())[-1] == "finished"
    assert load_checkpoint(tmp_path / "last.pth").metrics["step"] == 7
    assert load_checkpoint(tmp_path / "best.pth").metrics["epoch"] == 1


def test_a_run_stopped_before_the_epoch_was_saved_still_writes_its_best(
    tmp_path: Path, data: Dataset
) -> None:
    trainer = Trainer(short("quick", epochs=2), data, tmp_path)
    events = trainer.run()
    while not (isinstance(event := next(events), EpochDone) and event.epoch == 1):
        pass
    events.close()
    trainer.save()
    assert not (tmp_path / "best.pth").exists()
    again = Trainer(short("quick", epochs=2), data, tmp_path)
    again.load_state_dict(load_checkpoint(tmp_path / "last.pth"))
    _, best = itertools.islice(again.run(), 2)
    assert isinstance(best, CheckpointSaved)
    assert best.path.name == "best.pth"
    assert load_checkpoint(tmp_path / "best.pth").metrics["epoch"] == 1


def test_a_run_stopped_in_its_last_epoch_keeps_its_number_of_epochs(tmp_path: Path, data: Dataset) -> None:
    trainer = Trainer(short("quick", epochs=2), data, tmp_path)
    events = trainer.run()
    while next(events).step < 10:
        pass
    events.close()
    trainer.save()
    with pytest.raises(UsageError, match="already in epoch 2"):
        resumed_trainer(trainer.last_path, {"epochs": 1}, out=None, device="cpu", progress=quiet)


def test_a_network_in_mid_epoch_claims_no_test_figure(data: Dataset) -> None:
    trainer = Trainer(short("quick"), data)
    events = trainer.run()
    next(events)
    assert "test_accuracy" in trainer.checkpoint().metrics
    list(itertools.islice(events, 3))
    events.close()
    assert "test_accuracy" not in trainer.checkpoint().metrics


def test_a_run_that_wrote_nothing_names_no_file(tmp_path: Path, data: Dataset) -> None:
    trainer = Trainer(short("quick"), data, tmp_path / "run")
    next(trainer.run())
    assert trainer.finished("stopped").path is None


def test_a_loss_that_is_no_number_ends_the_run_with_an_explanation(data: Dataset) -> None:
    trainer = Trainer(short("notes-basic", learning_rate=100.0, momentum=0.99, epochs=50), data)
    with pytest.raises(TrainingError, match=r"learning rate \(100\) is too large"):
        list(trainer.run())
    assert all(torch.isfinite(torch.tensor([loss for _, loss in trainer.train_curve])))
