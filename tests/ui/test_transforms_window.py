"""The window of transforms, by mouse and keys: the list, its settings, and the live preview."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import Mock

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QListWidget,
    QToolButton,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from digitpad.errors import RecipeError
from digitpad.ink.drawing import Drawing
from digitpad.recipe.presets import preset
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.style.theme import apply_theme
from digitpad.ui.threads.worker import shut_down_workers
from digitpad.ui.transforms.controller import TransformsController
from digitpad.ui.transforms.preview import DRAWS
from digitpad.ui.transforms.transform_list import MOST
from digitpad.ui.transforms.window import TransformsWindow
from digitpad.ui.widgets.number_fields import NumberField
from digitpad.ui.widgets.status_banner import StatusBanner

Kind = TypeVar("Kind", bound=QWidget)
FROG = np.random.default_rng(1).integers(0, 256, (40, 48, 3), np.uint8)
TURN = {"name": "RandomRotation", "degrees": 15}
THREE: list[dict[str, Any]] = [
    {"name": "RandomCrop", "padding": 4},
    {"name": "RandomHorizontalFlip", "p": 0.5},
    TURN,
]


class Field(QToolButton):
    """Stands for the form and its editor of the transforms."""

    values_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.transforms: list[dict[str, Any]] = []
        self.changes: list[list[dict[str, Any]]] = []
        self.settings: dict[str, object] = {}

    def value(self) -> list[dict[str, Any]]:
        return self.transforms

    def set_value(self, transforms: list[dict[str, Any]]) -> None:
        self.transforms = transforms
        self.changes.append(transforms)
        self.values_changed.emit()

    def recipe_values(self) -> dict[str, object]:
        return {**preset("quick").as_dict(), **self.settings, "transforms": self.transforms}


class Hand:
    """The open window, its controller, and the form's field."""

    def __init__(self, qtbot: QtBot, main: QWidget) -> None:
        self.qtbot = qtbot
        self.banner = StatusBanner(main)
        self.field = field = Field(main)
        self.drawing = Drawing()
        self.controller = TransformsController(
            main, field, field.recipe_values, field.values_changed, lambda: self.drawing, self.banner
        )

    @property
    def window(self) -> TransformsWindow:
        window = self.controller.dialog
        assert window is not None
        return window

    @property
    def changes(self) -> list[list[dict[str, Any]]]:
        """The lists that the user made, one after the other."""
        return self.field.changes

    def open(
        self, transforms: list[dict[str, Any]], size: int = 32, picture: Any = FROG, **settings: object
    ) -> None:
        if picture is not None:
            colour = picture if picture.ndim == 3 else None
            self.drawing = PadPicture(grey=picture / np.float32(255), rgb=colour)
        self.field.transforms = transforms
        self.field.settings = {
            "picture_size": size, "colour": "colour", "mean": 0.5, "std": 0.25, **settings
        }  # fmt: skip
        self.controller.open()
        self.qtbot.waitExposed(self.window)

    def find(self, kind: type[Kind], name: str) -> Kind:
        return self.window.findChild(kind, name)

    def enabled(self, name: str) -> bool:
        return self.find(QWidget, name).isEnabled()

    @property
    def list(self) -> QListWidget:
        return self.find(QListWidget, "transformsList")

    @property
    def degrees(self) -> NumberField:
        return self.find(NumberField, "transformDegreesSpin")

    def press(self, widget: QWidget, key: Qt.Key, alt: bool = False) -> None:
        """Give a control the focus and press a key."""
        widget.setFocus()
        held = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(widget, key, held)

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
        self.press(combo, Qt.Key.Key_Home)
        for _ in range(combo.findData(name)):
            self.press(combo, Qt.Key.Key_Down)
        self.click("addTransformButton")

    def pictures(self) -> list[QImage]:
        """The draws of the newest preview."""
        self.settle()
        return self.window.draws.images

    def titles(self) -> list[str]:
        return [title for title, _, _ in self.window.steps.steps]

    def details(self) -> list[str]:
        return [detail for _, detail, _ in self.window.steps.steps]

    def settle(self) -> None:
        """Wait until nothing is under way."""
        timer = self.window.findChild(QTimer, "previewTimer")
        self.qtbot.waitUntil(lambda: not timer.isActive() and self.controller.pending is None, timeout=60_000)

    def rows(self) -> list[str]:
        return [self.list.item(row).text() for row in range(self.list.count())]

    def problem(self) -> str:
        label = self.find(QLabel, "transformsProblem")
        return label.text() if label.isVisible() else ""


@pytest.fixture
def hand(qtbot: QtBot) -> Iterator[Hand]:
    main = QWidget(objectName="main")
    qtbot.addWidget(main)
    main.show()
    hand = Hand(qtbot, main)
    yield hand
    hand.controller.close()
    shut_down_workers(hand.controller)


def test_a_rotation_is_added_and_its_degrees_are_changed(hand: Hand) -> None:
    hand.open([])
    assert any("Choose a transform above" in label.text() for label in hand.window.findChildren(QLabel))
    before = hand.pictures()
    hand.add("RandomRotation")
    assert (hand.rows(), hand.changes) == (["1. Random rotation"], [[TURN]])
    turned = hand.pictures()
    assert turned != before
    hand.typed("transformDegreesSpin", "90")
    assert hand.changes[-1] == [{"name": "RandomRotation", "degrees": 90}]
    assert hand.pictures() != turned
    assert hand.titles() == ["Picture", "Resized 32×32", "Random rotation", "Normalised"]
    assert hand.window.isVisible()  # Enter in a field closes nothing


def test_numbers_count_as_they_are_typed(hand: Hand) -> None:
    hand.open([{"name": "RandomAffine"}])
    hand.typed("transformTranslateSpin", "0.25")
    assert hand.window.list.transforms() == [{"name": "RandomAffine", "translate": 0.25}]
    hand.typed("transformDegreesSpin", "999")
    assert hand.window.list.transforms()[0]["degrees"] <= 180
    problem = hand.find(QLabel, "transformDegreesSpinProblem")
    assert problem.text() == "The setting Rotation up to is 999; choose a number from 0 to 180."
    hand.typed("transformDegreesSpin", "1,5")
    assert (problem.text(), hand.window.list.transforms()[0]["degrees"]) == ("", 1.5)


def test_arrows_of_a_field_change_it_live(hand: Hand) -> None:
    hand.open([dict(TURN)])
    field = hand.degrees
    hand.press(field, Qt.Key.Key_Up)
    assert hand.changes == [[{"name": "RandomRotation", "degrees": 20}]]
    assert hand.degrees is field
    assert field.toolTip() == "degrees: a number from 0 to 180"


def test_order_and_removal_by_mouse(hand: Hand) -> None:
    crop, flip, turn = THREE
    hand.open(THREE)
    rows = hand.list
    place = rows.visualItemRect(rows.item(2)).center()
    hand.qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    hand.click("transformUpButton")
    hand.click("transformUpButton")
    assert hand.changes[-1] == [turn, crop, flip]
    assert not hand.enabled("transformUpButton")
    hand.click("transformDownButton")
    assert rows.currentRow() == 1
    hand.click("removeTransformButton")
    assert hand.rows() == ["1. Random crop", "2. Horizontal flip"]
    hand.click("removeAllTransformsButton")
    assert (hand.changes[-1], hand.rows()) == ([], [])
    assert not hand.enabled("removeTransformButton")
    assert hand.window.findChild(NumberField) is None


def test_order_and_removal_by_keys(hand: Hand) -> None:
    hand.open(THREE)
    hand.list.setFocus()
    hand.qtbot.waitUntil(hand.list.hasFocus)
    hand.press(hand.list, Qt.Key.Key_Down, alt=True)
    assert hand.rows() == ["1. Horizontal flip", "2. Random crop", "3. Random rotation"]
    hand.press(hand.list, Qt.Key.Key_Down)
    hand.qtbot.keyClick(hand.list, Qt.Key.Key_Delete)
    assert hand.rows() == ["1. Horizontal flip", "2. Random crop"]
    assert hand.list.hasFocus()
    hand.qtbot.keyClick(hand.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert hand.changes[-1] == THREE[:2]


def test_other_draws_for_another_seed_and_the_same_for_the_same(hand: Hand) -> None:
    hand.open(THREE)
    first = hand.pictures()
    hand.click("drawAgainButton")
    assert hand.pictures() != first
    hand.window.close()
    hand.open(THREE)
    assert hand.pictures() == first
    assert (len(first), hand.changes) == (DRAWS, [])


def test_the_normalised_step_tells_its_values(hand: Hand) -> None:
    hand.open([], picture=np.array([[0, 255]] * 2, np.uint8), colour="grey", size=8)
    hand.settle()
    assert hand.titles() == ["Picture", "Resized 8×8", "Normalised"]
    assert hand.details() == ["", "", "-2.0 to 2.0"]
    assert hand.window.steps.accessibleDescription().endswith("→ Normalised (-2.0 to 2.0)")


def test_without_a_picture_a_digit_is_shown(hand: Hand) -> None:
    hand.open([dict(TURN)], picture=None, size=28, colour="grey", augmentation="elastic", mean=None, std=None)
    assert len(hand.pictures()) == DRAWS
    assert hand.titles()[3:] == ["Augmentation: elastic", "Normalised"]


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
    assert (hand.problem()[-1], "\n" in hand.problem(), hand.banner.text()) == (".", False, "")
    assert hand.window.draws.images == []
    hand.list.setCurrentRow(1)  # looking at it changes nothing
    assert (hand.window.list.transforms(), hand.changes) == ([TURN, bad], [])
    hand.window.grab()
    hand.click("removeTransformButton")
    assert (len(hand.pictures()), hand.problem(), hand.changes) == (DRAWS, "", [[TURN]])


def test_what_the_list_did_not_cause_is_shown_too(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Mock(side_effect=OSError(5, "no torchvision"))
    monkeypatch.setattr("digitpad.ui.transforms.controller.preview", broken)
    hand.open(THREE)
    hand.qtbot.waitUntil(lambda: hand.banner.kind() == "error", timeout=20_000)
    assert hand.problem() == "This did not work: no torchvision."
    assert hand.window.list.transforms() == THREE


def test_many_changes_end_with_the_preview_of_the_last(hand: Hand) -> None:
    hand.open([dict(TURN)])
    for degrees in range(100, 140):
        hand.degrees.setValue(degrees)
        hand.qtbot.wait(5)
    last = hand.pictures()
    hand.window.close()
    hand.open([{"name": "RandomRotation", "degrees": 139}])
    assert hand.pictures() == last


def test_a_recipe_changed_elsewhere_is_followed_and_its_picture_stays(hand: Hand) -> None:
    hand.open(THREE)
    hand.settle()
    hand.field.settings |= {"picture_size": 16, "colour": "grey", "std": 0.5}
    hand.field.set_value([dict(TURN)])
    hand.settle()
    assert hand.rows() == ["1. Random rotation"]
    assert hand.titles()[:2] == ["Picture", "Resized 16×16"]
    assert len(hand.changes) == 1
    hand.field.settings["picture_size"] = 24
    hand.field.values_changed.emit()
    hand.settle()
    assert hand.titles()[1] == "Resized 24×24"


def test_new_values_from_outside_leave_the_field_where_it_is(hand: Hand) -> None:
    hand.open(THREE)
    hand.list.setCurrentRow(2)
    field = hand.degrees
    hand.window.set_transforms([*THREE[:2], {"name": "RandomRotation", "degrees": 44}])
    assert (hand.degrees is field, field.value()) == (True, 44)
    assert (hand.list.currentRow(), hand.changes) == (2, [])


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_open_again_shows_the_same_window(hand: Hand) -> None:
    hand.open(THREE)
    window = hand.window
    hand.open([dict(TURN)])
    assert hand.window is window
    assert hand.rows() == ["1. Random rotation"]


def test_the_preview_can_be_of_another_picture(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.open([], mean=0.5, std=0.5)
    hand.settle()
    image = QImage(20, 20, QImage.Format.Format_RGB888)
    image.fill(0)
    image.save(str(tmp_path / "black.png"))
    monkeypatch.setattr("digitpad.ui.transforms.controller.ask_for_file", lambda *_: tmp_path / "black.png")
    hand.click("anotherPictureButton")
    hand.qtbot.waitUntil(lambda: hand.details()[-1] == "-1.0 to -1.0", timeout=60_000)


def test_while_a_network_trains_the_list_can_be_seen_but_not_changed(hand: Hand) -> None:
    hand.field.setEnabled(False)
    hand.open(THREE)
    names = ("addTransformButton", "removeTransformButton", "removeAllTransformsButton")
    assert [name for name in (*names, "transformPaddingSpin") if hand.enabled(name)] == []
    hand.press(hand.list, Qt.Key.Key_Delete)
    assert hand.window.list.transforms() == THREE
    hand.field.setEnabled(True)
    assert hand.enabled("addTransformButton")


def test_no_more_transforms_than_a_recipe_takes(hand: Hand) -> None:
    recipe, flip = preset("quick"), {"name": "RandomHorizontalFlip"}
    assert recipe.with_changes(transforms=[flip] * MOST)
    with pytest.raises(RecipeError):
        recipe.with_changes(transforms=[flip] * (MOST + 1))
    hand.open([flip] * (MOST - 1))
    hand.add("RandomVerticalFlip")
    assert not hand.enabled("addTransformButton")
    hand.settle()
    assert (len(hand.window.list.transforms()), len(hand.titles())) == (MOST, MOST + 3)


def test_it_can_be_closed_and_shut_down_in_the_middle(hand: Hand) -> None:
    hand.open([{"name": "ElasticTransform"}] * 20, size=224)
    hand.qtbot.waitUntil(lambda: hand.controller.pending is not None)
    hand.qtbot.keyClick(hand.window, Qt.Key.Key_Escape)
    assert hand.controller.dialog is None
    shut_down_workers(hand.controller)


def test_all_controls_have_names(hand: Hand) -> None:
    hand.open([{"name": name} for name in ("RandomAffine", "ColorJitter")])
    kinds = QAbstractButton | NumberField | QComboBox | QListWidget
    controls = [widget for widget in hand.window.findChildren(QWidget) if isinstance(widget, kinds)]
    assert [widget for widget in controls if not widget.objectName() or not widget.accessibleName()] == []
    assert len({widget.objectName() for widget in controls}) == len(controls)


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
