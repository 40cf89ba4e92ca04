"""The settings of a run: recipes, changes, what is restored."""

from __future__ import annotations

import html
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDoubleSpinBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from digitpad.recipe.presets import PRESETS, PURPOSES
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.table import TABLE
from digitpad.ui.training.tab import TrainingTab
from tests.ui.training_driver import click, find, is_bold, pick, ready_tab, typed

ADVANCED = ("optimizerCombo", "weightDecaySpin", "scheduleCombo", "precisionCombo")
STEPS = ("stepEpochsSpin", "stepFactorSpin")


@pytest.fixture
def ready(qtbot: QtBot) -> TrainingTab:
    return ready_tab(qtbot)


def text(tab: TrainingTab, name: str) -> str:
    """The text of a label, a button or a number's field."""
    return str(find(tab, name, QWidget).text())  # type: ignore[attr-defined]


def enabled(tab: TrainingTab, name: str) -> bool:
    return find(tab, name, QWidget).isEnabled()


def visible(tab: TrainingTab) -> list[str]:
    return [name for name in (*ADVANCED, *STEPS) if find(tab, name, QWidget).isVisible()]


def settings(recipe: str, epochs: int, **changes: Any) -> dict[str, Any]:
    """What the tab's settings are beside these changes."""
    return {"recipe": recipe, "device": "auto", "epochs": epochs, **changes}


def recipe_of(tab: TrainingTab) -> Recipe:
    return Recipe.from_dict(tab.form.recipe_values())


def test_the_choices_allow_training_with_the_first_recipe(ready: TrainingTab, qtbot: QtBot) -> None:
    assert enabled(ready, "trainButton")
    with qtbot.waitSignal(ready.train_requested) as emitted:
        click(qtbot, ready, "trainButton")
    assert emitted.args == [settings("quick", 2)]


def test_a_recipe_brings_its_values_and_a_line_of_words(ready: TrainingTab) -> None:
    pick(ready, "recipeCombo", "notes-basic")
    fields = ("epochsSpin", "batchSizeSpin", "seedSpin", "learningRateSpin", "momentumSpin")
    assert [text(ready, name) for name in fields] == ["3", "64", "1", "0.01", "0.5"]
    assert (
        text(ready, "recipeSummary")
        == "2 convolutions (10, 20) and 2 linear layers · SGD with momentum · NLL (negative log likelihood)"
    )
    pick(ready, "recipeCombo", "notes-adam")
    assert text(ready, "learningRateSpin") == "0.001"
    assert "Adam" in text(ready, "recipeSummary")


def test_every_preset_is_described_and_can_train(ready: TrainingTab) -> None:
    for name, recipe in PRESETS.items():
        pick(ready, "recipeCombo", name)
        words = text(ready, "recipeSummary")
        assert "convolutions" in words, name
        assert recipe.loss in words or "negative log likelihood" in words
        changes = dict(ready.form.settings())
        assert (changes.pop("recipe"), changes.pop("device")) == (name, "auto")
        assert recipe == recipe.with_changes(**changes) == recipe_of(ready)


def test_momentum_is_only_for_sgd(ready: TrainingTab) -> None:
    pick(ready, "recipeCombo", "notes-adam")
    assert not enabled(ready, "momentumSpin")
    assert "momentum" not in ready.form.settings()
    pick(ready, "recipeCombo", "notes-basic")
    for optimizer in ("adam", "sgd"):
        pick(ready, "optimizerCombo", optimizer)
        assert enabled(ready, "momentumSpin") == (optimizer == "sgd")


def test_changes_are_marked_sent_and_taken_back(ready: TrainingTab, qtbot: QtBot) -> None:
    pick(ready, "recipeCombo", "notes-basic")
    assert not enabled(ready, "resetRecipeButton")
    typed(qtbot, ready, "learningRateSpin", "0.002")
    typed(qtbot, ready, "epochsSpin", "7")
    assert ready.form.settings() == settings("notes-basic", 7, learning_rate=0.002)
    fields = ("learningRateSpin", "epochsSpin", "batchSizeSpin")
    assert [is_bold(ready, name) for name in fields] == [True, True, False]
    assert "0.01" in find(ready, "learningRateSpin", QWidget).toolTip()
    click(qtbot, ready, "resetRecipeButton")
    assert ready.form.settings() == settings("notes-basic", 3)
    assert not is_bold(ready, "learningRateSpin")
    assert not enabled(ready, "resetRecipeButton")


def test_learning_rates_are_shown_as_they_are_typed(ready: TrainingTab, qtbot: QtBot) -> None:
    for rate in ("0.00001", "0.0005", "0.01", "0.1", "1", "10"):
        typed(qtbot, ready, "learningRateSpin", rate)
        assert text(ready, "learningRateSpin") == rate
        assert ready.form.settings().get("learning_rate", 0.01) == float(rate)


def test_a_dataset_chosen_instead_survives_another_recipe(ready: TrainingTab) -> None:
    pick(ready, "datasetCombo", "synthetic")
    pick(ready, "recipeCombo", "notes-basic")
    assert ready.form.settings()["dataset"] == "synthetic"
    assert is_bold(ready, "datasetCombo")


def test_settings_that_cannot_be_are_passed_over(ready: TrainingTab) -> None:
    wrong = {"seed": None, "momentum": True, "learning_rate": float("nan"), "dataset": 7, "epochs": "many"}
    ready.form.set_settings({"recipe": "gone", "device": "tpu", **wrong})
    assert ready.form.settings() == settings("quick", 2)


def test_more_settings_are_folded_away_until_they_are_opened(ready: TrainingTab, qtbot: QtBot) -> None:
    assert visible(ready) == []
    button = find(ready, "advancedButton", QToolButton)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert visible(ready) == list(ADVANCED)
    pick(ready, "scheduleCombo", "step")
    assert visible(ready) == [*ADVANCED, *STEPS]
    click(qtbot, ready, "advancedButton")
    assert visible(ready) == []


def test_more_settings_are_marked_sent_and_taken_back(ready: TrainingTab, qtbot: QtBot) -> None:
    pick(ready, "recipeCombo", "notes-basic")
    click(qtbot, ready, "advancedButton")
    pick(ready, "optimizerCombo", "adamw")
    pick(ready, "scheduleCombo", "step")
    pick(ready, "precisionCombo", "bfloat16")
    typed(qtbot, ready, "weightDecaySpin", "0.05")
    typed(qtbot, ready, "stepEpochsSpin", "2")
    names = {"optimizer": "adamw", "schedule": "step", "precision": "bfloat16"}
    changed = {**names, "weight_decay": 0.05, "step_epochs": 2}
    assert ready.form.settings() == settings("notes-basic", 3, **changed)
    assert recipe_of(ready) == PRESETS["notes-basic"].with_changes(**changed)
    assert is_bold(ready, "optimizerCombo")
    assert "AdamW, in steps" in text(ready, "recipeSummary")
    click(qtbot, ready, "advancedButton")
    assert text(ready, "advancedButton") == "More settings (5 changed)"
    click(qtbot, ready, "resetRecipeButton")
    assert ready.form.settings() == settings("notes-basic", 3)
    assert text(ready, "advancedButton") == "More settings"


def test_edits_count_from_the_run_that_is_shown(ready: TrainingTab, qtbot: QtBot) -> None:
    assert ready.form.edited() == {}
    ready.show_run({**PRESETS["notes-basic"].as_dict(), "epochs": 9, "schedule": "cosine"})
    assert ready.form.edited() == {}
    typed(qtbot, ready, "learningRateSpin", "0.002")
    assert ready.form.edited() == {"learning_rate": (0.01, 0.002)}
    typed(qtbot, ready, "learningRateSpin", "0.01")
    assert ready.form.edited() == {}
    pick(ready, "recipeCombo", "notes-adam")
    assert ready.form.edited()["recipe"] == ("notes-basic", "notes-adam")


def test_the_settings_of_a_run_survive_the_form(ready: TrainingTab) -> None:
    for name in ("quick", "best", "notes-adam"):
        run = PRESETS[name].with_changes(schedule="cosine", weight_decay=0.003)
        ready.show_run(run.as_dict())
        assert recipe_of(ready) == run


def test_folding_gives_the_room_back(ready: TrainingTab, qtbot: QtBot) -> None:
    ready.resize(420, 900)
    train = find(ready, "trainButton", QPushButton)
    low = train.mapTo(ready, QPoint()).y()
    click(qtbot, ready, "advancedButton")
    qtbot.waitUntil(lambda: train.mapTo(ready, QPoint()).y() > low + 30)
    click(qtbot, ready, "advancedButton")
    qtbot.waitUntil(lambda: train.mapTo(ready, QPoint()).y() == low)


def test_in_a_small_window_what_is_unfolded_comes_into_sight(ready: TrainingTab, qtbot: QtBot) -> None:
    ready.resize(360, 480)
    field = find(ready, "precisionCombo", QWidget)
    click(qtbot, ready, "advancedButton")
    qtbot.waitUntil(lambda: field.isVisible() and field.visibleRegion().boundingRect().size() == field.size())


def test_what_a_field_has_no_room_for_is_kept_until_it_is_touched(ready: TrainingTab, qtbot: QtBot) -> None:
    fine = PRESETS["notes-basic"].with_changes(
        name="fine", seed=2**32 - 1, learning_rate=1.23456789e-7, momentum=0.12345678, test_fraction=0.3333333
    )
    ready.form.add_recipe("fine.toml", "fine", fine.as_dict())
    assert recipe_of(ready) == fine
    assert ready.form.changed() == set()
    typed(qtbot, ready, "seedSpin", "5")
    assert recipe_of(ready) == fine.with_changes(seed=5)
    assert ready.form.changed() == {"seed"}


def test_settings_that_are_not_given_stay_the_recipes(ready: TrainingTab) -> None:
    ready.form.set_settings({"recipe": "notes-cifar10", "epochs": 4})
    assert recipe_of(ready) == PRESETS["notes-cifar10"].with_changes(epochs=4)


def test_seeds_have_the_recipes_limit(ready: TrainingTab, qtbot: QtBot) -> None:
    typed(qtbot, ready, "seedSpin", "4294967295")
    assert ready.form.settings()["seed"] == 2**32 - 1
    assert isinstance(ready.form.settings()["seed"], int)


def test_settings_saved_under_older_names_are_shown(ready: TrainingTab) -> None:
    ready.form.set_settings({"recipe": "best", "average_decay": 0.5, "layer_rates": {"features": 0.1}})
    values = recipe_of(ready)
    assert (values.ema_decay, values.lr_multipliers) == (0.5, (("features", 0.1),))


def test_what_auto_chose_is_not_a_change(ready: TrainingTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitpad.training.device.cpu_multiplies_bfloat16", lambda: True)
    run = {**PRESETS["quick"].as_dict(), "precision": "bfloat16", "mean": 0.1307, "std": 0.3081}
    ready.show_run(run)
    assert ready.form.changed() == set()
    ready.show_run({**run, "precision": "float32"})
    assert ready.form.changed() == {"precision"}


def test_resuming_leaves_what_the_user_chose(ready: TrainingTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitpad.training.device.cpu_multiplies_bfloat16", lambda: True)
    ready.form.set_settings({"recipe": "notes-basic", "precision": "auto", "mean": 0.5})
    chosen = ready.form.settings()
    run = {**ready.form.recipe_values(), "precision": "bfloat16", "std": 0.3081}
    ready.show_run(run)
    assert ready.form.settings() == chosen
    assert ready.form.edited() == {}


def test_the_first_click_up_from_zero_is_a_step_of_use(ready: TrainingTab) -> None:
    pick(ready, "recipeCombo", "notes-basic")
    field = find(ready, "weightDecaySpin", QDoubleSpinBox)
    field.stepUp()
    assert field.text() == "0.01"
    field.stepDown()
    assert 0 < field.value() < 0.01


def test_what_auto_stands_for_is_told_in_the_list(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitpad.training.device.cpu_multiplies_bfloat16", lambda: True)
    tab = ready_tab(qtbot)
    combo = find(tab, "precisionCombo", QComboBox)
    assert (combo.currentText(), combo.currentData()) == ("auto: bfloat16", "auto")
    assert tab.form.changed() == set()


def test_the_list_of_recipes_says_what_each_is_for(ready: TrainingTab, qtbot: QtBot) -> None:
    assert PURPOSES.keys() == PRESETS.keys()
    combo = find(ready, "recipeCombo", QComboBox)
    for row, (name, purpose) in enumerate(PURPOSES.items()):
        assert combo.itemText(row) == name
        assert combo.itemData(row, Qt.ItemDataRole.AccessibleDescriptionRole) == purpose
        assert purpose in html.unescape(combo.itemData(row, Qt.ItemDataRole.ToolTipRole))
    assert PURPOSES["quick"] in combo.toolTip()
    pick(ready, "recipeCombo", "best")
    assert PURPOSES["best"] in combo.toolTip()
    view, metrics = combo.view(), combo.fontMetrics()
    for row, purpose in enumerate(PURPOSES.values()):
        assert view.sizeHintForRow(row) >= 2 * metrics.lineSpacing()
        assert view.minimumWidth() >= metrics.horizontalAdvance(purpose)


def test_every_setting_has_an_editor_that_gives_back_its_value(ready: TrainingTab) -> None:
    for name, editor in ready.form.editors.items():
        setting = TABLE[name]
        assert editor.widget.accessibleName(), name
        for widget in (editor.widget, editor.label):
            assert setting.tooltip in html.unescape(widget.toolTip()), name
            assert f"Try: {setting.advice}" in html.unescape(widget.toolTip()), name
            assert f"Try: {setting.advice}" in editor.widget.accessibleDescription()
        assert setting.kind.typed(editor.value()) == getattr(PRESETS["quick"], name)
    assert set(ready.form.editors) == set(TABLE) - {"name"}


def test_settings_that_open_something_are_as_wide_as_their_neighbours(
    ready: TrainingTab, qtbot: QtBot
) -> None:
    ready.resize(640, 900)
    find(ready, "advancedButton", QToolButton).click()
    find(ready, "networkPage", QAbstractButton).click()
    network, *others = (
        find(ready, name, QWidget) for name in ("networkCombo", "weightsButton", "layersButton")
    )
    qtbot.waitUntil(lambda: network.x() > 0 and network.height() > 10)  # beside its title
    assert [(field.x(), field.width()) for field in others] == [(network.x(), network.width())] * 2
