"""The window of transforms, by mouse and keys: the list, what it tells, and its live preview."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QListWidget,
    QPushButton,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from digitpad.errors import RecipeError
from digitpad.recipe.presets import preset
from digitpad.ui.style.theme import apply_theme
from digitpad.ui.threads.worker import shut_down_workers
from digitpad.ui.transforms.controller import TransformsController
from digitpad.ui.transforms.preview import DRAWS
from digitpad.ui.transforms.transform_list import MOST
from digitpad.ui.transforms.window import TransformsWindow
from digitpad.ui.widgets.fields import NumberField
from digitpad.ui.widgets.status_banner import StatusBanner

Kind = TypeVar("Kind", bound=QWidget)
FROG = np.random.default_rng(1).integers(0, 256, (40, 48, 3), np.uint8)
TURN = {"name": "RandomRotation", "degrees": 15}
THREE: list[dict[str, Any]] = [
    {"name": "RandomCrop", "padding": 4},
    {"name": "RandomHorizontalFlip", "p": 0.5},
    TURN,
]


class Hand:
    """The open window, its control, and what was told."""

    def __init__(self, qtbot: QtBot, main: QWidget) -> None:
        self.qtbot = qtbot
        self.told: list[tuple[dict[str, Any], ...]] = []
        self.asked = 0
        self.banner = StatusBanner(main)
        self.control = TransformsController(main, self.banner, self.told.append, self._ask, main)

    def _ask(self) -> None:
        self.asked += 1

    @property
    def window(self) -> TransformsWindow:
        window = self.control.shown
        assert window is not None
        return window

    def open(self, transforms: list[dict[str, Any]], size: int = 32, **others: Any) -> None:
        told = {"picture": FROG, "channels": 3, "augmentation": "none", "mean": 0.5, "std": 0.25, **others}
        self.control.open(transforms, size=size, **told)
        self.qtbot.waitExposed(self.window)

    def find(self, kind: type[Kind], name: str) -> Kind:
        found = self.window.findChild(kind, name)
        assert found is not None
        return found

    def click(self, name: str) -> None:
        self.qtbot.mouseClick(self.find(QAbstractButton, name), Qt.MouseButton.LeftButton)

    def typed(self, name: str, text: str) -> None:
        field = self.find(NumberField, name)
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)

    def add(self, name: str) -> None:
        combo = self.find(QComboBox, "transformCombo")
        combo.setFocus()
        self.qtbot.keyClick(combo, Qt.Key.Key_Home)
        for _ in range(combo.findData(name)):
            self.qtbot.keyClick(combo, Qt.Key.Key_Down)
        self.click("addTransformButton")

    def pictures(self) -> list[QImage]:
        """The draws of the newest preview."""
        self.settle()
        return self.window.draws.images()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(
            lambda: not self.window._timer.isActive() and self.control.pending is None, timeout=60_000
        )

    def rows(self) -> list[str]:
        shown = self.find(QListWidget, "transformsList")
        return [shown.item(row).text() for row in range(shown.count())]

    def problem(self) -> str:
        label = self.find(QLabel, "transformsProblem")
        return label.text() if label.isVisible() else ""


@pytest.fixture
def hand(qtbot: QtBot) -> Iterator[Hand]:
    main = QWidget()
    main.setObjectName("main")
    qtbot.addWidget(main)
    main.show()
    hand = Hand(qtbot, main)
    yield hand
    hand.control.close()
    shut_down_workers(hand.control)


def test_a_rotation_is_added_and_its_degrees_are_changed(hand: Hand) -> None:
    hand.open([])
    before = hand.pictures()
    hand.add("RandomRotation")
    assert hand.rows() == ["1. Random rotation"]
    assert hand.told == [({"name": "RandomRotation", "degrees": 15},)]
    turned = hand.pictures()
    assert turned != before
    hand.typed("transformDegreesSpin", "90")
    assert hand.told[-1] == ({"name": "RandomRotation", "degrees": 90},)
    assert hand.pictures() != turned
    assert hand.window.steps.titles() == ["Picture", "Resized 32×32", "Random rotation", "Normalised"]
    assert hand.window.isVisible()  # Enter in a field closes nothing


def test_numbers_are_told_as_they_are_typed(hand: Hand) -> None:
    hand.open([{"name": "RandomAffine"}])
    hand.typed("transformTranslateSpin", "0.25")
    assert hand.window.transforms() == [{"name": "RandomAffine", "translate": 0.25}]
    hand.typed("transformDegreesSpin", "999")
    assert hand.window.transforms()[0]["degrees"] <= 180


def test_arrows_of_a_field_change_it_live(hand: Hand) -> None:
    hand.open([dict(TURN)])
    field = hand.find(NumberField, "transformDegreesSpin")
    field.setFocus()
    hand.qtbot.keyClick(field, Qt.Key.Key_Up)
    assert hand.told == [({"name": "RandomRotation", "degrees": 20},)]
    assert hand.find(NumberField, "transformDegreesSpin") is field
    assert field.toolTip() == "degrees: a number from 0 to 180"


def test_order_and_removal_by_mouse(hand: Hand) -> None:
    hand.open(THREE)
    shown = hand.find(QListWidget, "transformsList")
    place = shown.visualItemRect(shown.item(2)).center()
    hand.qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    hand.click("transformUpButton")
    hand.click("transformUpButton")
    assert [transform["name"] for transform in hand.told[-1]] == [
        "RandomRotation",
        "RandomCrop",
        "RandomHorizontalFlip",
    ]
    assert not hand.find(QPushButton, "transformUpButton").isEnabled()
    hand.click("transformDownButton")
    assert shown.currentRow() == 1
    hand.click("removeTransformButton")
    assert hand.rows() == ["1. Random crop", "2. Horizontal flip"]
    hand.click("removeAllTransformsButton")
    assert hand.told[-1] == ()
    assert hand.rows() == []
    assert not hand.find(QPushButton, "removeTransformButton").isEnabled()
    assert hand.window.findChild(NumberField) is None


def test_order_and_removal_by_keys(hand: Hand) -> None:
    hand.open(THREE)
    shown = hand.find(QListWidget, "transformsList")
    shown.setFocus()
    hand.qtbot.waitUntil(shown.hasFocus)
    hand.qtbot.keyClick(shown, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert hand.rows() == ["1. Horizontal flip", "2. Random crop", "3. Random rotation"]
    hand.qtbot.keyClick(shown, Qt.Key.Key_Down)
    hand.qtbot.keyClick(shown, Qt.Key.Key_Delete)
    assert hand.rows() == ["1. Horizontal flip", "2. Random crop"]
    assert shown.hasFocus()
    hand.qtbot.keyClick(shown, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [transform["name"] for transform in hand.told[-1]] == ["RandomCrop", "RandomHorizontalFlip"]


def test_other_draws_for_another_seed_and_the_same_for_the_same(hand: Hand) -> None:
    hand.open(THREE)
    first = hand.pictures()
    assert len(first) == DRAWS
    hand.click("drawAgainButton")
    assert hand.pictures() != first
    hand.window.close()
    hand.open(THREE)
    assert hand.pictures() == first
    assert hand.told == []


def test_the_normalised_step_tells_its_values(hand: Hand) -> None:
    hand.open([], picture=np.array([[0, 255]] * 2, np.uint8), channels=1, size=8)
    hand.settle()
    assert hand.window.steps.titles() == ["Picture", "Resized 8×8", "Normalised"]
    assert hand.window.steps.details() == ["", "", "-2.0 to 2.0"]
    assert hand.window.steps.accessibleDescription().endswith("→ Normalised (-2.0 to 2.0)")


def test_without_a_picture_a_digit_is_shown(hand: Hand) -> None:
    hand.open([dict(TURN)], picture=None, size=28, channels=1, augmentation="elastic", mean=None, std=None)
    assert len(hand.pictures()) == DRAWS
    assert hand.window.steps.titles()[3:] == ["Augmentation: elastic", "Normalised"]


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "RandomRotaton", "degrees": 3},
        {"name": "RandomRotation", "degrees": 1000},
        {"name": "RandomRotation", "degrees": "many"},
        {"name": "RandomRotation", "degres": 5},
        {"degrees": 5},
    ],
)
def test_a_bad_transform_is_one_sentence_and_nothing_is_lost(hand: Hand, bad: dict[str, Any]) -> None:
    hand.open([dict(TURN), bad])
    hand.settle()
    assert hand.problem().endswith(".")
    assert "\n" not in hand.problem()
    assert hand.window.transforms() == [TURN, bad]
    assert hand.told == []
    assert hand.banner.text() == ""
    assert hand.window.draws.images() == []
    shown = hand.find(QListWidget, "transformsList")
    shown.setCurrentRow(1)  # looking at it changes nothing
    assert hand.window.transforms() == [TURN, bad]
    hand.window.grab()
    hand.click("removeTransformButton")
    assert len(hand.pictures()) == DRAWS
    assert hand.problem() == ""
    assert hand.told == [(TURN,)]


def test_what_is_no_fault_of_the_list_is_told_too(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OSError(5, "no torchvision")

    monkeypatch.setattr("digitpad.ui.transforms.controller.preview", broken)
    hand.open(THREE)
    hand.qtbot.waitUntil(lambda: hand.banner.kind() == "error", timeout=20_000)
    assert hand.problem() == "This did not work: no torchvision."
    assert hand.window.transforms() == THREE


def test_many_changes_end_with_the_preview_of_the_last(hand: Hand) -> None:
    hand.open([dict(TURN)])
    field = hand.find(NumberField, "transformDegreesSpin")
    for degrees in range(100, 140):
        field.setValue(degrees)
        hand.qtbot.wait(5)
    last = hand.pictures()
    hand.window.close()
    hand.open([{"name": "RandomRotation", "degrees": 139}])
    assert hand.pictures() == last


def test_a_recipe_changed_elsewhere_is_followed_and_its_picture_stays(hand: Hand) -> None:
    hand.open(THREE)
    hand.settle()
    hand.control.update([dict(TURN)], 16, 1, "none", 0.5, 0.5)
    hand.settle()
    assert hand.rows() == ["1. Random rotation"]
    assert hand.window.steps.titles()[1] == "Resized 16×16"
    hand.control.set_picture(np.zeros((20, 20), np.uint8))
    hand.settle()
    assert hand.window.steps.details()[-1] == "-1.0 to -1.0"
    assert hand.told == []


def test_new_values_from_outside_leave_the_field_where_it_is(hand: Hand) -> None:
    hand.open(THREE)
    hand.find(QListWidget, "transformsList").setCurrentRow(2)
    field = hand.find(NumberField, "transformDegreesSpin")
    hand.window.set_transforms([*THREE[:2], {"name": "RandomRotation", "degrees": 44}])
    assert field.value() == 44
    assert hand.find(QListWidget, "transformsList").currentRow() == 2
    assert hand.told == []


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_open_again_shows_the_same_window(hand: Hand) -> None:
    hand.open(THREE)
    window = hand.window
    hand.open([dict(TURN)])
    assert hand.window is window
    assert hand.rows() == ["1. Random rotation"]


def test_another_picture_is_asked_for(hand: Hand) -> None:
    hand.open([])
    hand.click("anotherPictureButton")
    assert hand.asked == 1


def test_while_a_network_trains_the_list_can_be_seen_but_not_changed(hand: Hand) -> None:
    hand.control.set_editable(False)
    hand.open(THREE)
    for name in ("addTransformButton", "removeTransformButton", "removeAllTransformsButton"):
        assert not hand.find(QPushButton, name).isEnabled()
    shown = hand.find(QListWidget, "transformsList")
    shown.setFocus()
    hand.qtbot.keyClick(shown, Qt.Key.Key_Delete)
    assert hand.window.transforms() == THREE
    assert not hand.find(NumberField, "transformPaddingSpin").isEnabled()
    hand.control.set_editable(True)
    assert hand.find(QPushButton, "addTransformButton").isEnabled()


def test_no_more_transforms_than_a_recipe_takes(hand: Hand) -> None:
    recipe = preset("quick")
    flip = {"name": "RandomHorizontalFlip"}
    assert type(recipe).from_dict({**recipe.as_dict(), "transforms": [flip] * MOST})
    with pytest.raises(RecipeError):
        type(recipe).from_dict({**recipe.as_dict(), "transforms": [flip] * (MOST + 1)})
    hand.open([flip] * (MOST - 1))
    hand.add("RandomVerticalFlip")
    assert not hand.find(QPushButton, "addTransformButton").isEnabled()
    assert len(hand.window.transforms()) == MOST
    hand.settle()
    assert len(hand.window.steps.titles()) == MOST + 3


def test_it_can_be_closed_and_shut_down_in_the_middle(hand: Hand) -> None:
    hand.open([{"name": "ElasticTransform"}] * 20, size=224)
    hand.qtbot.waitUntil(lambda: hand.control.pending is not None)
    hand.qtbot.keyClick(hand.window, Qt.Key.Key_Escape)
    assert hand.control.shown is None
    shut_down_workers(hand.control)


def test_all_controls_have_names(hand: Hand) -> None:
    hand.open([{"name": name} for name in ("RandomAffine", "ColorJitter")])
    controls = [
        widget
        for widget in hand.window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | NumberField | QComboBox | QListWidget)
    ]
    assert [widget for widget in controls if not widget.objectName() or not widget.accessibleName()] == []
    names = [widget.objectName() for widget in controls]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_painted_in_light_and_dark(hand: Hand, qapp: QApplication, scheme: str) -> None:
    hand.open([*THREE, {"name": "RandomRotaton"}])
    try:
        apply_theme(qapp, scheme)
        hand.settle()
        hand.window.grab()
        hand.window.set_transforms(THREE)
        hand.settle()
        hand.window.resize(hand.window.minimumSizeHint())
        hand.window.grab()
    finally:
        apply_theme(qapp, "light")


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_step_tells_its_size_under_the_pointer(hand: Hand) -> None:
    hand.open(THREE)
    hand.settle()
    steps = hand.window.steps
    at = QPoint(10, 10)
    QApplication.sendEvent(steps, QHelpEvent(QEvent.Type.ToolTip, at, steps.mapToGlobal(at)))
    assert QToolTip.text() == "Picture\n48×40 pixels"
    QToolTip.hideText()
