"""A run that was interrupted, anywhere, ends bit for bit as one that was not."""

from __future__ import annotations

import functools
import itertools
import json
import random
import signal
import sys
from collections.abc import Iterable
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
from digitpad.data.datasets import load_dataset
from digitpad.form import MNIST_MEAN, MNIST_STD
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.table import ALIASES, TABLE
from digitpad.training.events import StepDone
from digitpad.training.trainer import Trainer
from tests import processes
from tests.helpers import further, write_mnist
from tests.training.runs import (
    STEPS,
    Stop,
    assert_goes_on,
    assert_same_files,
    assert_same_run,
    content_of,
    digits,
    finished,
    loaded,
    measured,
    other_work,
    resume,
    save_pair,
    saved,
    short,
    state_of,
    stopped,
)

EPOCHS = 3


def everything_on(
    schedule: str = "none", optimizer: str = "sgd", name: str = "notes-basic", **changes: Any
) -> Recipe:
    """A recipe with dropout, affine augmentation, averaged weights and all that an optimiser can have."""
    rate = 0.05 if optimizer == "sgd" else 0.003
    return short(
        name, schedule=schedule, optimizer=optimizer, learning_rate=rate, momentum=0.9, weight_decay=0.01,
        loss="cross-entropy", label_smoothing=0.1, step_epochs=1, augmentation="affine", ema_decay=0.9,
        keep_above=0.0, seed=7, **{"epochs": EPOCHS, "precision": "float32", **changes},
    )  # fmt: skip


@functools.cache
def uninterrupted(recipe: Recipe) -> dict[str, Any]:
    """How the run ends that nobody stops."""
    other_work()
    return state_of(finished(recipe))


STOPS: dict[str, Stop] = {
    "before-the-first-step": measured(0),
    "after-the-first-step": 1,
    "mid-epoch": STEPS + 2,
    "last-batch-of-an-epoch": STEPS,
    "between-epoch-and-its-save": measured(1),
    "after-the-save-of-an-epoch": saved(2),
    "last-step": EPOCHS * STEPS,
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
    recipe = everything_on(schedule, optimizer)
    assert_goes_on(recipe, tmp_path, STOPS[stop], whole=uninterrupted(recipe))


def batch_norm_and(precision: str, name: str = "quick") -> Recipe:
    return everything_on("one-cycle", "adamw", name, precision=precision, epochs=2)


@pytest.mark.parametrize(
    "recipe",
    [
        batch_norm_and("bfloat16"),
        further(batch_norm_and("float32")),
        further(batch_norm_and("float32", "best")),
        further(batch_norm_and("bfloat16", "best")),
        short("notes-adam"),
        short(shuffle=False, drop_last=True),
        further(short("best")),
    ],
    ids=lambda recipe: f"{recipe.name}-{recipe.precision}{'' if recipe.shuffle else '-in-order'}",
)
def test_batch_norm_bfloat16_and_presets_are_resumed_exactly(tmp_path: Path, recipe: Recipe) -> None:
    assert_goes_on(recipe, tmp_path)


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
    folder = tmp_path_factory.mktemp("run")
    trainer = Trainer(recipe, digits(), folder)
    for steps in pieces:
        list(itertools.islice(trainer.run(), steps + 1))
        trainer.save()
        trainer = loaded(trainer.last_path, folder=folder)
    list(trainer.run())
    assert_same_run(trainer, uninterrupted(recipe))


def test_the_files_of_a_resumed_run_are_those_of_one_never_stopped(tmp_path: Path) -> None:
    recipe = everything_on("cosine", "adam")
    finished(recipe, folder=tmp_path / "whole")
    path = stopped(recipe, tmp_path / "pieces", measured(1))
    list(loaded(path, folder=path.parent).run())
    assert_same_files(tmp_path / "pieces", tmp_path / "whole", "last.pth", "last.previous.pth", "best.pth")


def test_the_number_of_threads_is_that_of_the_file(tmp_path: Path) -> None:
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        path = stopped(everything_on(), tmp_path, 1)
        torch.set_num_threads(1)
        loaded(path)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_a_run_of_another_program_version_brings_its_random_state_as_one_tensor(tmp_path: Path) -> None:
    recipe = everything_on()
    checkpoint = load_checkpoint(stopped(recipe, tmp_path, 5))
    training = {**checkpoint.training, "random": checkpoint.training["random"]["cpu"]}
    other_work()
    trainer = Trainer(recipe, digits())
    trainer.load_state_dict(replace(checkpoint, training=training))
    list(trainer.run())
    assert_same_run(trainer, uninterrupted(recipe))


def test_saving_and_what_others_draw_in_between_change_nothing(tmp_path: Path) -> None:
    recipe = everything_on("one-cycle", "adamw")
    trainer = Trainer(recipe, digits(), tmp_path)
    for event in trainer.run():
        other_work()
        if isinstance(event, StepDone):
            trainer.save()
            trainer.weights()
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


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_killed_process_leaves_a_file_that_goes_on_to_the_same_end(
    tmp_path: Path, small_mnist: Path
) -> None:
    # A few kills of what `python -m tests.tools.campaigns.kill` does by the hundred.
    write_mnist(small_mnist, 100, 30)
    recipe = everything_on("one-cycle", "adamw", dataset="mnist", epochs=25)
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
    finished(recipe, load_dataset("mnist", small_mnist), whole)
    assert_same_files(folder, whole, "last.pth", "best.pth")


def plain_steps(
    network: nn.Module, optimizer: torch.optim.Optimizer, batches: Iterable[Tensor]
) -> list[float]:
    """A learner's own training loop; the losses of its batches."""
    network.train()
    examples, losses = digits().train, []
    for indices in batches:
        optimizer.zero_grad()
        pictures = (examples.images[indices].float() / 255 - MNIST_MEAN) / MNIST_STD
        loss = F.nll_loss(network(pictures), examples.labels[indices])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def losses_of(trainer: Trainer) -> list[float]:
    return [event.train_loss for event in trainer.run() if isinstance(event, StepDone)]


@pytest.mark.parametrize(
    ("optimizer", "kind", "rate", "momentum"),
    [("sgd", torch.optim.SGD, 0.02, {"momentum": 0.9}), further("adam", torch.optim.Adam, 0.001, {})],
)
@pytest.mark.usefixtures("dataset_stub")
def test_a_learners_run_goes_on_with_its_momentum(
    tmp_path: Path, optimizer: str, kind: Any, rate: float, momentum: dict[str, float]
) -> None:
    # The network of note 001 has no dropout, so that two programs can be compared step by step.
    torch.manual_seed(5)
    network = architecture("notes-adam").build()
    own = kind(network.parameters(), lr=rate, **momentum)
    plain_steps(network, own, torch.arange(100).split(25))
    save_pair(tmp_path, network, own)
    (tmp_path / "alone").mkdir()
    torch.save(network.state_dict(), tmp_path / "alone" / "model.pth")
    expected = plain_steps(network, own, batches(100, 20, seed=11, epoch=1))

    settings = {"seed": 11, "batch_size": 20, "loss": "nll", "epochs": 1}
    trainers = [
        resume(folder / "model.pth", out=folder / "run", optimizer=optimizer, **settings)[0]
        for folder in (tmp_path, tmp_path / "alone")
    ]
    recipe = trainers[0].recipe
    assert (recipe.learning_rate, recipe.momentum) == (rate, momentum.get("momentum", 0.0))
    losses, without = map(losses_of, trainers)
    assert losses == pytest.approx(expected, abs=1e-5)
    # It is the saved momentum that makes them the same: without it the second batch is already another.
    assert without[0] == losses[0]
    assert without[1] != pytest.approx(losses[1], abs=1e-4)


def test_a_file_with_the_settings_older_names_goes_on_exactly(tmp_path: Path, dataset_stub: object) -> None:
    recipe = short(ema_decay=0.9, lr_multipliers={"conv1": 0.5})
    path = stopped(recipe, tmp_path, STEPS + 1)
    content = content_of(path)
    old = {name: alias for alias, name in ALIASES.items()}
    content["recipe"] = {old.get(name, name): value for name, value in content["recipe"].items()}
    assert {"average_decay", "layer_rates", "test_share"} <= content["recipe"].keys()
    torch.save(content, path)
    other_work()
    again, _ = resume(path)
    list(again.run())
    assert_same_run(again, uninterrupted(recipe))
    assert "ema_decay" in content_of(path)["recipe"]
