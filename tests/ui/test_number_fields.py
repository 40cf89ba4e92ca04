"""Numbers as they are typed: nothing is changed in silence, and what cannot be is said at the field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QScrollArea,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from digitpad.recipe.kinds import Number, Whole
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.number_fields import NumberField, WholeField
from digitpad.ui.widgets.wheel import keep_wheel_off
from tests.ui.training_driver import click, find, pick, ready_tab, typed


@pytest.fixture
def ready(qtbot: QtBot) -> TrainingTab:
    tab = ready_tab(qtbot)
    pick(tab, "recipeCombo", "notes-basic")
    return tab


def problem(tab: TrainingTab, name: str) -> str:
    label = find(tab, f"{name}Problem", QLabel)
    return label.text() if label.isVisible() else ""


def unfolded(tab: TrainingTab, page: str) -> None:
    find(tab, "advancedButton", QToolButton).setChecked(True)
    find(tab, page, QAbstractButton).click()


def test_a_number_is_read_in_every_way_of_writing_it(ready: TrainingTab, qtbot: QtBot) -> None:
    unfolded(ready, "optimizerPage")
    for name, setting, text, value in [
        ("learningRateSpin", "learning_rate", "1e-3", 0.001),
        ("learningRateSpin", "learning_rate", "1,5", 1.5),
        ("learningRateSpin", "learning_rate", "2.5E-4", 0.00025),
        ("learningRateSpin", "learning_rate", ".5", 0.5),
        ("weightDecaySpin", "weight_decay", "1e-12", 1e-12),
        ("weightDecaySpin", "weight_decay", "0,0005", 0.0005),
        ("epochsSpin", "epochs", "1e3", 1000),
        ("batchSizeSpin", "batch_size", "10,000", 10_000),
        ("seedSpin", "seed", "4e9", 4_000_000_000),
    ]:
        typed(qtbot, ready, name, text)
        assert (ready.form.recipe_values()[setting], problem(ready, name)) == (value, ""), text
        shown = find(ready, name, QWidget).text()  # type: ignore[attr-defined]
        assert float(shown) == value


@pytest.mark.parametrize(
    ("field", "page", "text", "sentence"),
    [
        ("learningRateSpin", "", "0", "The setting Learning rate is 0; choose a number from 1e-08 to 100."),
        ("learningRateSpin", "", "1e", "The setting Learning rate is 1e; choose a number from 1e-08 to 100."),
        ("learningRateSpin", "", "", "The setting Learning rate is ''; choose a number from 1e-08 to 100."),
        ("epochsSpin", "", "99999", "The setting Epochs is 99999; choose a whole number from 1 to 10000."),
        ("epochsSpin", "", "1,5", "The setting Epochs is 1,5; choose a whole number from 1 to 10000."),
        (
            "weightDecaySpin",
            "optimizerPage",
            "11",
            "The setting Weight decay is 11; choose a number from 0 to 10.",
        ),
        (
            "pictureSizeSpin",
            "picturesPage",
            "5",
            "The setting Size is 5; choose a whole number from 8 to 512, or 0.",
        ),
        (
            "recipeMeanEdit",
            "picturesPage",
            "a bit",
            "The setting Mean is a bit; choose a number from -10 to 10.",
        ),
        (
            "layerRatesEdit",
            "networkPage",
            "fc1 = x",
            "The setting LR multipliers is x; choose a number from 0 to 1000.",
        ),
    ],
)
def test_what_cannot_be_stays_and_says_so_at_the_field(
    ready: TrainingTab, qtbot: QtBot, field: str, page: str, text: str, sentence: str
) -> None:
    widget = find(ready, field, QWidget)
    if page:
        unfolded(ready, page)
    before, calm = ready.form.recipe_values(), widget.palette()
    typed(qtbot, ready, field, text or "\b")
    assert (widget.cleanText() if hasattr(widget, "cleanText") else widget.text()) == text  # type: ignore[attr-defined]
    assert problem(ready, field) == sentence
    assert sentence in widget.toolTip()
    assert widget.palette().color(QPalette.ColorRole.Base) != calm.color(QPalette.ColorRole.Base)
    assert ready.form.recipe_values() == before
    find(ready, "advancedButton", QToolButton).setChecked(False)
    refusals: list[object] = []
    ready.form.refused.connect(refusals.append)
    with qtbot.assertNotEmitted(ready.train_requested):
        click(qtbot, ready, "trainButton")
    assert [str(error) for error in refusals] == [sentence]
    assert widget.isVisible()
    assert widget.hasFocus()
    assert problem(ready, field) == sentence
    typed(qtbot, ready, field, "fc1 = 0,5" if field == "layerRatesEdit" else "9")
    assert problem(ready, field) == ""
    assert widget.palette().color(QPalette.ColorRole.Base) == calm.color(QPalette.ColorRole.Base)
    with qtbot.waitSignal(ready.train_requested):
        click(qtbot, ready, "trainButton")


def test_nothing_is_said_while_a_number_is_being_typed(ready: TrainingTab, qtbot: QtBot) -> None:
    field = find(ready, "learningRateSpin", NumberField)
    field.setFocus()
    field.selectAll()
    for key in "0.002":
        qtbot.keyClicks(field, key)
        assert problem(ready, "learningRateSpin") == ""
    assert ready.form.settings()["learning_rate"] == 0.002
    qtbot.keyClick(field, Qt.Key.Key_Minus)
    assert problem(ready, "learningRateSpin") == ""
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "0.002-"
    assert "Learning rate is 0.002-" in problem(ready, "learningRateSpin")
    qtbot.keyClicks(field, "0.1")  # Enter has selected what was wrong
    assert problem(ready, "learningRateSpin") == ""


def test_what_is_wrong_survives_another_page_and_goes_with_a_reset(ready: TrainingTab, qtbot: QtBot) -> None:
    unfolded(ready, "optimizerPage")
    typed(qtbot, ready, "weightDecaySpin", "1e")
    unfolded(ready, "picturesPage")
    unfolded(ready, "optimizerPage")
    field = find(ready, "weightDecaySpin", NumberField)
    assert (field.text(), bool(problem(ready, "weightDecaySpin"))) == ("1e", True)
    pick(ready, "recipeCombo", "quick")
    assert (field.text(), problem(ready, "weightDecaySpin")) == ("0.01", "")


def test_what_means_nothing_beside_the_others_stops_no_run(ready: TrainingTab, qtbot: QtBot) -> None:
    typed(qtbot, ready, "momentumSpin", "7")
    assert problem(ready, "momentumSpin")
    pick(ready, "optimizerCombo", "adam")
    with qtbot.waitSignal(ready.train_requested):
        click(qtbot, ready, "trainButton")


def test_steps_pass_over_what_is_between_nothing_and_the_range(qtbot: QtBot) -> None:
    field = WholeField(Whole(8, 512, nothing="dataset's"))
    qtbot.addWidget(field)
    assert field.text() == "dataset's"
    field.stepUp()
    assert field.value() == 8
    field.stepDown()
    assert field.value() == 0
    field.setValue(20)
    field.lineEdit().clear()
    assert field.entered() == 0


def test_steps_leave_no_dust_behind(qtbot: QtBot) -> None:
    field = NumberField(Number(0, 10))
    qtbot.addWidget(field)
    values: list[float] = []
    field.valueChanged.connect(values.append)
    field.setValue(0.28)
    for _ in range(3):
        field.stepUp()
    assert values == [0.28, 0.29, 0.3, 0.31]


def turn(widget: QWidget, by: int) -> None:
    """Turn the wheel over a widget."""
    window = widget.window()
    place = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(place), QPoint(0, by))


def test_the_wheel_scrolls_over_a_field_without_the_focus(show: Callable[..., None]) -> None:
    page, area, other = QWidget(), QScrollArea(), QToolButton()
    column = QVBoxLayout(page)
    spin, combo = WholeField(Whole(0, 100)), QComboBox()
    combo.addItems(["a", "b", "c"])
    combo.setCurrentIndex(1)
    spin.setValue(50)
    for field, name in ((spin, "spin"), (combo, "combo")):
        column.addWidget(named(field, name, name))
    page.setMinimumHeight(2000)
    column.addWidget(other)
    area.setWidget(page)
    area.setWidgetResizable(True)
    show(area, 300, 200)
    area.activateWindow()
    other.setFocus()
    bar = area.verticalScrollBar()
    for field in (spin, spin.lineEdit(), combo):
        area.ensureWidgetVisible(field)
        before = bar.value()
        turn(field, -120)
        assert bar.value() > before
    assert (spin.value(), combo.currentIndex(), other.hasFocus()) == (50, 1, True)
    for focused in (spin, combo):
        focused.setFocus()
        area.ensureWidgetVisible(focused)
        turn(focused, -120)
    assert (spin.value(), combo.currentIndex()) == (49, 2)


def test_the_wheel_leaves_the_tab_in_front(show: Callable[..., None]) -> None:
    tabs = QTabWidget()
    for name in "abc":
        tabs.addTab(QToolButton(), name)
    keep_wheel_off(tabs.tabBar())
    show(tabs, 300, 200)
    tabs.widget(0).setFocus()
    turn(tabs.tabBar(), -120)
    assert tabs.currentIndex() == 0


def test_a_problem_goes_from_sight_with_its_field(ready: TrainingTab, qtbot: QtBot) -> None:
    unfolded(ready, "optimizerPage")
    pick(ready, "scheduleCombo", "step")
    typed(qtbot, ready, "stepFactorSpin", "2")
    assert problem(ready, "stepFactorSpin")
    pick(ready, "scheduleCombo", "cosine")
    assert not problem(ready, "stepFactorSpin")
    with qtbot.waitSignal(ready.train_requested):
        click(qtbot, ready, "trainButton")
    pick(ready, "scheduleCombo", "step")
    assert problem(ready, "stepFactorSpin")
