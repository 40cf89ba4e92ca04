"""The settings of a run: recipes, changes, what is restored."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from digitpad.training.recipe import PRESETS
from digitpad.ui.widgets.training.tab import TrainingTab
from tests.ui.training_driver import click, find, is_bold, pick, ready_tab, typed

# The offscreen platform says this of every top window with a layout.


@pytest.fixture
def ready(qtbot: QtBot) -> TrainingTab:
    return ready_tab(qtbot)


def test_the_choices_allow_training_with_the_first_recipe(ready: TrainingTab, qtbot: QtBot) -> None:
    assert find(ready, "trainButton", QPushButton).isEnabled()
    with qtbot.waitSignal(ready.train_requested) as asked:
        click(qtbot, ready, "trainButton")
    assert asked.args == [{"recipe": "quick", "device": "auto", "epochs": 2}]


def test_a_recipe_brings_its_values_and_a_line_of_words(ready: TrainingTab) -> None:
    pick(ready, "recipeCombo", "notes-basic")
    assert tuple(
        find(ready, name, QSpinBox).value() for name in ("epochsSpin", "batchSizeSpin", "seedSpin")
    ) == (3, 64, 1)
    assert find(ready, "learningRateSpin", QDoubleSpinBox).text() == "0.01"
    assert find(ready, "momentumSpin", QDoubleSpinBox).text() == "0.5"
    assert (
        find(ready, "recipeSummary", QLabel).text()
        == "2 convolutions (10, 20) and 2 linear layers · SGD with momentum · negative log likelihood"
    )
    pick(ready, "recipeCombo", "notes-adam")
    assert find(ready, "learningRateSpin", QDoubleSpinBox).text() == "0.001"
    assert "Adam" in find(ready, "recipeSummary", QLabel).text()


def test_every_preset_is_described(ready: TrainingTab) -> None:
    for name, recipe in PRESETS.items():
        pick(ready, "recipeCombo", name)
        words = find(ready, "recipeSummary", QLabel).text()
        assert "convolutions" in words, name
        assert recipe.loss in words or "negative log likelihood" in words


def test_momentum_is_only_for_sgd(ready: TrainingTab) -> None:
    pick(ready, "recipeCombo", "notes-basic")
    assert find(ready, "momentumSpin", QWidget).isEnabled()
    pick(ready, "recipeCombo", "notes-adam")
    assert not find(ready, "momentumSpin", QWidget).isEnabled()
    assert "momentum" not in ready.settings()


def test_changes_are_marked_sent_and_taken_back(ready: TrainingTab, qtbot: QtBot) -> None:
    pick(ready, "recipeCombo", "notes-basic")
    assert not find(ready, "resetRecipeButton", QWidget).isEnabled()

    typed(qtbot, ready, "learningRateSpin", "0.002")
    typed(qtbot, ready, "epochsSpin", "7")

    changed = {"epochs": 7, "learning_rate": 0.002}
    assert {"recipe": "notes-basic", "device": "auto", **changed} == ready.settings()
    assert is_bold(ready, "learningRateSpin")
    assert is_bold(ready, "epochsSpin")
    assert not is_bold(ready, "batchSizeSpin")
    assert "0.01" in find(ready, "learningRateSpin", QWidget).toolTip()

    click(qtbot, ready, "resetRecipeButton")
    assert ready.settings() == {"recipe": "notes-basic", "device": "auto", "epochs": 3}
    assert not is_bold(ready, "learningRateSpin")
    assert not find(ready, "resetRecipeButton", QWidget).isEnabled()


@pytest.mark.parametrize("rate", ["0.00001", "0.0005", "0.01", "0.1", "1", "10"])
def test_learning_rates_are_shown_as_they_are_typed(ready: TrainingTab, qtbot: QtBot, rate: str) -> None:
    typed(qtbot, ready, "learningRateSpin", rate)
    assert rate == find(ready, "learningRateSpin", QDoubleSpinBox).text()
    assert float(rate) == ready.settings().get("learning_rate", 0.01)


def test_settings_of_every_preset_can_train(ready: TrainingTab) -> None:
    for name, recipe in PRESETS.items():
        pick(ready, "recipeCombo", name)
        changes = dict(ready.settings())
        assert name == changes.pop("recipe")
        changes.pop("device")
        assert recipe == recipe.with_changes(**changes)


def test_a_dataset_chosen_instead_survives_another_recipe(ready: TrainingTab) -> None:
    pick(ready, "datasetCombo", "synthetic")
    pick(ready, "recipeCombo", "notes-basic")
    assert ready.settings()["dataset"] == "synthetic"
    assert is_bold(ready, "datasetCombo")


def test_settings_that_cannot_be_are_passed_over(ready: TrainingTab) -> None:
    ready.set_settings(
        {
            "recipe": "gone",
            "device": "tpu",
            "epochs": "many",
            "seed": None,
            "momentum": True,
            "learning_rate": float("nan"),
            "dataset": 7,
        }
    )
    assert ready.settings() == {"recipe": "quick", "device": "auto", "epochs": 2}
