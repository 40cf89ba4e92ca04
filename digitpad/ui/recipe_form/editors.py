"""What a setting is edited in: one editor for each kind of value, all with the same three members."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QMenu, QSpinBox, QToolButton, QWidget

from digitpad.recipe import kinds
from digitpad.recipe.kinds import is_folder
from digitpad.recipe.table import Setting
from digitpad.ui.recipe_form.words import plain_title, translated
from digitpad.ui.widgets.actions import make_action
from digitpad.ui.widgets.fields import NumberField, choose, fill, shrinkable
from digitpad.ui.widgets.naming import named

_LARGEST_INT = 2**31 - 1


class Editor(Protocol):
    """A widget that edits a setting. Values are plain, as files have them.

    Attributes:
        value_changed: it has another value; without arguments.
    """

    @property
    def value_changed(self) -> SignalInstance:
        """It has another value."""

    def value(self) -> object:
        """The value."""

    def set_value(self, value: Any) -> None:
        """Show a value that the setting may have."""


class ChoiceEditor(QComboBox):
    """A list of names, shown as titles."""

    value_changed = Signal()

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(parent)
        assert isinstance(setting.kind, kinds.Choice)
        titles = {name: translated(title) for name, title in setting.kind.titles.items()}
        named_titles = {name: f"{name}: {title}" for name, title in titles.items()}
        fill(self, list((named_titles if setting.kind.named else titles).items()))
        shrinkable(self)
        self.currentIndexChanged.connect(self.value_changed)

    def value(self) -> object:
        return self.currentData()

    def set_value(self, value: Any) -> None:
        choose(self, value)


class DatasetEditor(ChoiceEditor):
    """Datasets by name, folders by path, and an entry that asks for one more.

    Signals:
        folder_requested(): choose a folder of pictures.
    """

    folder_requested = Signal()

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(setting, parent)
        self._chosen = self.currentData()
        self.addItem(self.tr("Folder of pictures…"), None)
        self.activated.connect(self._ask)

    def value(self) -> object:
        return self._chosen if self.currentData() is None else self.currentData()

    def set_value(self, value: Any) -> None:
        if is_folder(value) and self.findData(value) < 0:
            place = self.count() - 1
            title = self.tr("{name} (folder of pictures)").format(name=PurePath(value).name)
            self.insertItem(place, title, value)
            self.setItemData(place, value, Qt.ItemDataRole.ToolTipRole)
        choose(self, value)
        self._chosen = self.value()

    @Slot()
    def _ask(self) -> None:
        if self.currentData() is None:
            choose(self, self._chosen)
            self.folder_requested.emit()
        self._chosen = self.currentData()


class WholeEditor(QSpinBox):
    """A whole number."""

    value_changed = Signal()

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(parent)
        assert isinstance(setting.kind, kinds.Whole)
        nothing = setting.kind.nothing
        self.setRange(0 if nothing else int(setting.kind.low), int(setting.kind.high))
        self.setSpecialValueText(translated(nothing) if nothing else "")
        self.setSuffix(translated(setting.unit))
        shrinkable(self)
        self.valueChanged.connect(self.value_changed)

    def set_value(self, value: Any) -> None:
        self.setValue(value)


class NumberEditor(NumberField):
    """A decimal number, or a whole one for which `QSpinBox` has no room, kept exactly until it is touched."""

    value_changed = Signal()

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(parent)
        assert isinstance(setting.kind, kinds.Number)
        self._type = setting.kind.types[0]
        self._exact: tuple[float, float] = (math.nan, math.nan)  # a value, and what is shown of it
        self.setDecimals(0 if self._type is int else 10)
        self.setRange(setting.kind.low, setting.kind.high)
        self.setStepType(NumberEditor.StepType.AdaptiveDecimalStepType)
        shrinkable(self)
        self.valueChanged.connect(self.value_changed)

    def value(self) -> Any:
        current = super().value()
        return self._exact[0] if current == self._exact[1] else self._type(round(current, self.decimals()))

    def set_value(self, value: Any) -> None:
        self.setValue(value)
        self._exact = value, super().value()

    def stepBy(self, steps: int) -> None:
        if self.value() == 0 < steps and self.decimals():  # Qt's first step is the last decimal
            self.setValue(min(0.01, self.maximum()))
        else:
            super().stepBy(steps)


class FlagEditor(QCheckBox):
    """True or false."""

    value_changed = Signal()

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(plain_title(setting), parent)
        self.toggled.connect(self.value_changed)

    def value(self) -> object:
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        self.setChecked(value)


class TextEditor(QLineEdit):
    """Text that stands for a value; what cannot be read stays text, which the recipe refuses."""

    value_changed = Signal()

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind = setting.kind
        self.setPlaceholderText(translated(setting.kind.example or setting.kind.nothing))
        shrinkable(self)
        self.textChanged.connect(self.value_changed)

    def value(self) -> object:
        return self._kind.plain(self._kind.read(self.text()))

    def set_value(self, value: Any) -> None:
        if value != self.value():
            self.setText(self._kind.argument(value))


class ButtonEditor(QToolButton):
    """A value that a dialog sets, described on the button that opens it."""

    value_changed = Signal()

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind = setting.kind
        self._value = setting.kind.plain(setting.default)
        shrinkable(self)
        self.setText(self._description())

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        if value != self._value:
            self._value = value
            self.setText(self._description())
            self.value_changed.emit()

    def _description(self) -> str:
        count = len(self._value)
        return self.tr("{count} chosen…").format(count=count) if count else self.tr("none…")


class FileEditor(ButtonEditor):
    """A file, or none.

    Signals:
        file_requested(): choose the file.
    """

    file_requested = Signal()

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(setting, parent)
        nothing = translated(setting.kind.nothing)
        menu = QMenu(self)
        menu.addAction(make_action(menu, "randomWeightsAction", nothing.capitalize(), self._clear))
        menu.addAction(
            make_action(menu, "fileWeightsAction", self.tr("From a file…"), self.file_requested.emit)
        )
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    @Slot()
    def _clear(self) -> None:
        self.set_value("")

    def _description(self) -> str:
        return PurePath(self._value).name if self._value else translated(self._kind.nothing)


def make_editor(setting: Setting, parent: QWidget) -> Any:
    """The editor of a setting: a widget that is an `Editor`."""
    makers: Sequence[tuple[type[kinds.Kind], type[QWidget]]] = (
        (kinds.NameOrFolder, DatasetEditor),
        (kinds.Choice, ChoiceEditor),
        (kinds.Flag, FlagEditor),
        (kinds.File, FileEditor),
        (kinds.Transforms, ButtonEditor),
        (kinds.PerChannel, TextEditor),
        (kinds.Number, NumberEditor),
    )
    maker: Any = next((made for kind, made in makers if isinstance(setting.kind, kind)), TextEditor)
    if isinstance(setting.kind, kinds.Whole) and setting.kind.high <= _LARGEST_INT:
        maker = WholeEditor
    return named(maker(setting, parent), setting.editor, plain_title(setting))
