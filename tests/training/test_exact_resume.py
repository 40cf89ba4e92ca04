"""A run that was interrupted, anywhere, ends bit for bit as one that was not."""

from __future__ import annotations

import functools
import json
import random
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from digitpad.data.batches import batches
from digitpad.data.datasets import LabelledImages, load_dataset
from digitpad.form import MNIST_MEAN, MNIST_STD
from digitpad.model.loading import load_checkpoint
from digitpad.model.networks import NotesAdamNet
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.table import ALIASES, TABLE
from digitpad.training.events import Event, StepDone
from digitpad.training.trainer import Trainer
from tests import processes
from tests.helpers import further, write_mnist
from tests.training.runs import (
    STEPS,
    assert_goes_on,
    assert_same_files,
    assert_same_run,
    at_step,
    content_of,
    differences,
    digits,
    finished,
    loaded,
    measured,
    other_work,
    resume,
    saved,
    short,
    state_of,
    stopped,
)

EPOCHS = 3


def everything_on(schedule: str, optimizer: str, precision: str = "float32", network: str = "") -> Recipe:
    """A recipe with dropout, affine augmentation, averaged weights and all that an optimiser can have."""
    return preset(network or "notes-basic").with_changes(
        dataset="synthetic",
        schedule=schedule,
        optimizer=optimizer,
        precision=precision,
        learning_rate=0.05 if optimizer == "sgd" else 0.003,
        momentum=0.9,
        weight_decay=0.01,
        loss="cross-entropy",
        label_smoothing=0.1,
        step_epochs=1,
        augmentation="affine",
        ema_decay=0.9,
        batch_size=32,
        epochs=EPOCHS,
        keep_above=0.0,
        seed=7,
    )


@functools.cache
def uninterrupted(recipe: Recipe) -> dict[str, Any]:
    """How the run ends that nobody stops."""
    other_work()
    return state_of(finished(recipe))


def goes_on(recipe: Recipe, folder: Path, stop: Callable[[Event], bool] | int = STEPS - 1) -> None:
    assert_goes_on(recipe, folder, stop, whole=uninterrupted(recipe))


STOPS = {
    "before-the-first-step": measured(0),
    "after-the-first-step": at_step(1),
    "mid-epoch": at_step(STEPS + 2),
    "last-batch-of-an-epoch": at_step(STEPS),
    "between-epoch-and-its-save": measured(1),
    "after-the-save-of-an-epoch": saved(2),
    "last-step": at_step(EPOCHS * STEPS),
}


# Every schedule with every stop, every optimiser with every schedule and with every stop.
SCHEDULES, OPTIMIZERS = TABLE["schedule"].names, TABLE["optimizer"].names
COMBINATIONS = [
    (schedule, OPTIMIZERS[(first + second) % len(OPTIMIZERS)], stop)
    for first, schedule in enumerate(SCHEDULES)
    for second, stop in enumerate(STOPS)
]
# Every stop, every schedule and every optimiser once or more.
EXAMPLES = COMBINATIONS[:: len(STOPS) + 1] + COMBINATIONS[len(SCHEDULES) : len(STOPS)]


@pytest.mark.parametrize(
    ("schedule", "optimizer", "stop"), [case if case in EXAMPLES else further(*case) for case in COMBINATIONS]
)
def test_a_run_stopped_anywhere_ends_as_one_never_stopped(
    tmp_path: Path, schedule: str, optimizer: str, stop: str
) -> None:
    goes_on(everything_on(schedule, optimizer), tmp_path, STOPS[stop])


@pytest.mark.parametrize(
    ("network", "precision"),  # batch norm counts, too
    [
        further("quick", "float32"),
        ("quick", "bfloat16"),
        further("best", "float32"),
        further("best", "bfloat16"),
    ],
)
def test_batch_norm_and_bfloat16_are_resumed_exactly(tmp_path: Path, network: str, precision: str) -> None:
    goes_on(everything_on("one-cycle", "adamw", precision, network).with_changes(epochs=2), tmp_path)


@pytest.mark.parametrize("name", [further("best"), "notes-adam"])
def test_a_preset_is_resumed_exactly(tmp_path: Path, name: str) -> None:
    goes_on(short(name), tmp_path)


def test_bfloat16_is_really_on() -> None:
    kinds = [everything_on("none", "sgd", precision) for precision in ("float32", "bfloat16")]
    assert differences(uninterrupted(kinds[0])["model"], uninterrupted(kinds[1])["model"]) != []


@settings(
    max_examples=settings().max_examples // 10, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(TABLE["schedule"].names),
    st.sampled_from(TABLE["optimizer"].names),
    st.lists(st.integers(0, 4), min_size=2, max_size=5),
)
def test_a_run_stopped_again_and_again_ends_as_one_never_stopped(
    tmp_path_factory: pytest.TempPathFactory, schedule: str, optimizer: str, pieces: list[int]
) -> None:
    recipe = everything_on(schedule, optimizer)
    path = tmp_path_factory.mktemp("run") / "last.pth"
    for number, steps in enumerate(pieces):
        trainer = loaded(path, folder=path.parent) if number else Trainer(recipe, digits(), path.parent)
        events = trainer.run()
        for _ in range(steps + 1):
            next(events, None)
        events.close()
        trainer.save()
    last = loaded(path, folder=path.parent)
    list(last.run())
    assert_same_run(last, uninterrupted(recipe))


def test_the_files_of_a_resumed_run_are_those_of_one_never_stopped(tmp_path: Path) -> None:
    recipe = everything_on("cosine", "adam")
    for folder in ("whole", "pieces"):
        path = tmp_path / folder / "last.pth"
        if folder == "pieces":
            stopped(recipe, path.parent, measured(1))
            trainer = loaded(path, folder=path.parent)
        else:
            trainer = Trainer(recipe, digits(), path.parent)
        list(trainer.run())
    assert_same_files(tmp_path / "pieces", tmp_path / "whole", "last.pth", "last.previous.pth", "best.pth")


def test_the_number_of_threads_is_that_of_the_file(tmp_path: Path) -> None:
    recipe = everything_on("none", "sgd")
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        path = stopped(recipe, tmp_path, at_step(3))
        torch.set_num_threads(1)
        loaded(path, folder=path.parent)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_a_run_of_another_program_version_brings_its_random_state_as_one_tensor(tmp_path: Path) -> None:
    recipe = everything_on("none", "sgd")
    checkpoint = load_checkpoint(stopped(recipe, tmp_path, at_step(5)))
    training = {**checkpoint.training, "random": checkpoint.training["random"]["cpu"]}
    other_work()
    trainer = Trainer(recipe, digits())
    trainer.load_state_dict(replace(checkpoint, training=training))
    list(trainer.run())
    assert_same_run(trainer, uninterrupted(recipe))


def test_saving_in_between_changes_nothing(tmp_path: Path) -> None:
    recipe = everything_on("one-cycle", "adamw")
    trainer = Trainer(recipe, digits(), tmp_path)
    for event in trainer.run():
        if isinstance(event, StepDone):
            trainer.save()
            trainer.weights()
    assert_same_run(trainer, uninterrupted(recipe))


def test_what_others_draw_between_two_steps_changes_nothing() -> None:
    recipe = everything_on("none", "sgd")
    trainer = Trainer(recipe, digits())
    for _ in trainer.run():
        other_work()
    assert_same_run(trainer, uninterrupted(recipe))


def test_two_runs_in_one_program_do_not_disturb_each_other() -> None:
    recipes = [everything_on("cosine", optimizer) for optimizer in ("sgd", "adam")]
    trainers = [Trainer(recipe, digits()) for recipe in recipes]
    for _ in zip(*(trainer.run() for trainer in trainers), strict=True):
        pass
    for trainer, recipe in zip(trainers, recipes, strict=True):
        assert_same_run(trainer, uninterrupted(recipe))


def killed(words: list[str], line: int) -> bool:
    """Start python with `words` and kill it when it has printed so many lines; whether it was in time."""
    with processes.start(words) as process:
        for _ in range(line):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        return process.wait() == -9


@pytest.fixture
def mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_mnist(tmp_path / "data", 100, 30)
    monkeypatch.setenv("DIGITPAD_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_killed_process_leaves_a_file_that_goes_on_to_the_same_end(tmp_path: Path, mnist: Path) -> None:
    # A few kills of what `python -m tests.tools.campaigns.kill` does by the hundred.
    recipe = everything_on("one-cycle", "adamw").with_changes(dataset="mnist", epochs=25)
    draws = random.Random(3)
    folder = tmp_path / "run"
    words = ["-m", "tests.tools.campaigns.run_recipe", "--recipe", json.dumps(recipe.as_dict())]
    reached = [0]
    for _ in range(2):
        assert killed([*words, "--out", str(folder)], draws.randint(10, 60))
        reached.append(content_of(folder / "last.pth")["metrics"]["step"])
        words = ["-m", "tests.tools.campaigns.run_recipe", "--resume", str(folder / "last.pth")]
    assert 0 < reached[1] < reached[2] < 25 * STEPS

    whole = tmp_path / "whole"
    again, told = resume(folder / "last.pth")
    assert told == []
    list(again.run())
    finished(recipe, load_dataset("mnist", mnist), whole)
    assert_same_files(folder, whole, "last.pth", "best.pth")


def plain_steps(
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    examples: LabelledImages,
    numbers: Iterable[Tensor],
) -> list[float]:
    """A learner's own training loop."""
    network.train()
    losses = []
    for indices in numbers:
        optimizer.zero_grad()
        pictures = (examples.images[indices].float() / 255 - MNIST_MEAN) / MNIST_STD
        loss = F.nll_loss(network(pictures), examples.labels[indices])
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(loss.item())
    return losses


def losses_of(trainer: Trainer) -> list[float]:
    return [event.train_loss for event in trainer.run() if isinstance(event, StepDone)]


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_learners_run_goes_on_with_its_momentum(tmp_path: Path, mnist: Path, optimizer: str) -> None:
    # The network of note 001 has no dropout, so that two programs can be compared step by step.
    examples = load_dataset("mnist", mnist).train
    torch.manual_seed(5)
    network = NotesAdamNet()
    own: torch.optim.Optimizer = (
        torch.optim.SGD(network.parameters(), lr=0.02, momentum=0.9)
        if optimizer == "sgd"
        else torch.optim.Adam(network.parameters(), lr=0.001)
    )
    plain_steps(network, own, examples, torch.arange(100).split(25))
    for name, part in (("model", network), ("optimizer", own)):
        torch.save(part.state_dict(), tmp_path / f"{name}.pth")
    (tmp_path / "alone").mkdir()
    torch.save(network.state_dict(), tmp_path / "alone" / "model.pth")
    wanted = plain_steps(network, own, examples, batches(100, 20, seed=11, epoch=1))

    settings = {"seed": 11, "batch_size": 20, "loss": "nll", "epochs": 1}
    trainers = [
        resume(folder / "model.pth", out=folder / "run", optimizer=optimizer, **settings)[0]
        for folder in (tmp_path, tmp_path / "alone")
    ]
    momentum = 0.9 if optimizer == "sgd" else 0.0
    rate = 0.02 if optimizer == "sgd" else 0.001
    assert (trainers[0].recipe.momentum, trainers[0].recipe.learning_rate) == (momentum, rate)
    losses, without = map(losses_of, trainers)
    assert losses == pytest.approx(wanted, abs=1e-5)
    # It is the saved momentum that makes them the same: without it the second batch is already another.
    assert without[0] == losses[0]
    assert without[1] != pytest.approx(losses[1], abs=1e-4)


def test_a_file_with_the_settings_older_names_goes_on_exactly(tmp_path: Path, dataset_stub: object) -> None:
    recipe = short(ema_decay=0.9, lr_multipliers={"conv1": 0.5})
    path = stopped(recipe, tmp_path, STEPS + 1)
    content = torch.load(path, weights_only=True)
    old = {name: alias for alias, name in ALIASES.items()}
    content["recipe"] = {old.get(name, name): value for name, value in content["recipe"].items()}
    assert {"average_decay", "layer_rates", "test_share"} <= content["recipe"].keys()
    torch.save(content, path)
    other_work()
    again, _ = resume(path)
    list(again.run())
    assert_same_run(again, uninterrupted(recipe))
    assert "ema_decay" in content_of(path)["recipe"]
