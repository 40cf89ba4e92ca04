"""What edits of the form mean for a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitpad.data.catalogue import FASHION_CLASSES
from digitpad.errors import UsageError
from digitpad.form import CIFAR10_CLASSES, DIGITS, INK, OBJECT, WHOLE, PerChannel, PictureForm
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.registry import OWN, architecture, build_network
from digitpad.model.spec.plain import from_tables
from digitpad.model.spec.shapes import named
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import Recipe
from digitpad.training.position import Position
from digitpad.training.script.whole import resolve_for_script
from digitpad.training.warm_start import warm_start
from digitpad.ui.training.resume_target import ResumeTarget, differences

STORED = preset("notes-basic").with_changes(epochs=5, learning_rate=0.02)
UNFINISHED = Position(epoch=2)
FINISHED = Position(epoch=6)


def test_no_edit_is_no_question() -> None:
    found = differences(STORED, UNFINISHED, "notes-basic", {})
    assert (found.changes, found.question, found.problem) == ({}, False, None)


def test_edits_are_compared_with_what_is_stored() -> None:
    # The form showed the preset's 0.01; what the user typed is the run's own rate.
    edits = {"learning_rate": (0.01, 0.02), "momentum": (0.5, 0.9)}
    found = differences(STORED, UNFINISHED, "notes-basic", edits)
    assert (found.changes, found.question) == ({"momentum": (0.5, 0.9)}, True)
    assert found.requested() == {"momentum": 0.9}


def test_more_epochs_for_a_finished_run_need_no_question() -> None:
    edits = {"epochs": (5, 8)}
    assert not differences(STORED, FINISHED, "notes-basic", edits).question
    assert differences(STORED, UNFINISHED, "notes-basic", edits).question
    both = {"epochs": (5, 8), "momentum": (0.5, 0.9)}
    assert differences(STORED, FINISHED, "notes-basic", both).question


def test_a_form_about_another_recipe_changes_nothing() -> None:
    found = differences(STORED, UNFINISHED, "notes-adam", {"learning_rate": (0.01, 0.5)})
    assert found.changes == {}
    assert "follows notes-basic" in str(found.messages[0])


@pytest.mark.parametrize(
    ("name", "value", "batch"), [("seed", 7, 0), ("dataset", "synthetic", 0), ("batch_size", 32, 3)]
)
def test_what_would_make_another_run_is_a_problem(name: str, value: object, batch: int) -> None:
    position = Position(epoch=2, batch=batch)
    found = differences(STORED, position, "notes-basic", {name: (None, value)})
    assert isinstance(found.problem, UsageError)
    assert name.replace("_", " ") in str(found.problem)


def test_a_batch_size_may_change_between_epochs() -> None:
    found = differences(STORED, UNFINISHED, "notes-basic", {"batch_size": (64, 32)})
    assert (found.problem, found.question) == (None, True)


@pytest.mark.parametrize(
    ("channels", "content", "classes", "dataset", "colour"),
    [
        (1, INK, DIGITS, "mnist", "auto"),
        (3, INK, DIGITS, "mnist", "colour"),
        (1, OBJECT, FASHION_CLASSES, "fashion-mnist", "auto"),
        (3, WHOLE, CIFAR10_CLASSES, "cifar10", "auto"),
    ],
)
def test_a_strangers_network_is_trained_on_what_it_reads(
    channels: int, content: str, classes: tuple[str, ...], dataset: str, colour: str
) -> None:
    form = PictureForm(channels, 32 if content == WHOLE else 28, content)
    layers = named(from_tables([{"layer": "flatten"}, {"layer": "linear"}]))
    weights = build_network(architecture(OWN, layers, form), 10, form).state_dict()
    network = Checkpoint(OWN, dict(weights), 0.5, 0.5, classes, path=Path("a.pth"), form=form, layers=layers)
    shown = ResumeTarget(Path("a.pth"), network).begins_with()
    begun = warm_start(network, {}).recipe
    for settings in (shown, begun.as_dict()):
        assert (settings["dataset"], settings["colour"]) == (dataset, colour)
        assert (settings["augmentation"] == "none") == (content != WHOLE)


@pytest.mark.parametrize(
    ("mean", "std", "expected"),
    [(0.5, 0.4, (0.5, 0.4)), (0.1307, 0.3081, (None, None)), ((0.5, 0.4, 0.3), 1, ([0.5, 0.4, 0.3], 1))],
)
def test_a_strangers_network_is_trained_with_its_normalisation(
    mean: PerChannel, std: PerChannel, expected: tuple[object, object]
) -> None:
    form = PictureForm(3 if isinstance(mean, tuple) else 1, 28, INK)
    layers = named(from_tables([{"layer": "flatten"}, {"layer": "linear"}]))
    weights = build_network(architecture(OWN, layers, form), 10, form).state_dict()
    network = Checkpoint(OWN, dict(weights), mean, std, DIGITS, path=Path("a.pth"), form=form, layers=layers)
    shown = ResumeTarget(Path("a.pth"), network).begins_with()
    assert (shown["mean"], shown["std"]) == expected  # None is the dataset's own
    in_code = resolve_for_script(Recipe.from_dict(shown), "cpu")
    assert in_code.normalisation == warm_start(network, {}).recipe.normalisation == (mean, std)
