"""What a setting is edited in: a widget for each kind of value, behind the same three members."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QMenu, QSpinBox, QToolButton, QWidget

from digitpad.recipe import kinds
from digitpad.recipe.kinds import is_folder
from digitpad.recipe.table import Setting
from digitpad.ui.recipe_form.words import count_text, plain_title, translated
from digitpad.ui.widgets.fields import NumberField, choose, fill, shrinkable
from digitpad.ui.widgets.naming import named

_LARGEST_INT = 2**31 - 1  # of a `QSpinBox`


@dataclass(frozen=True, slots=True)
class Editor:
    """A widget that edits a setting. Values are plain, as files have them.

    Attributes:
        widget: the widget.
        value: returns the value.
        set_value: shows a value, one that the setting may have.
        value_changed: it has another value.
    """

    widget: Any
    value: Callable[[], Any]
    set_value: Callable[[Any], object]
    value_changed: SignalInstance


def make_editor(setting: Setting, parent: QWidget) -> Editor:
    """The editor of a setting, by its kind."""
    makers: tuple[tuple[type[kinds.Kind], Callable[[Setting, QWidget], Editor]], ...] = (
        (kinds.NameOrFolder, _dataset),
        (kinds.Choice, _choice),
        (kinds.Flag, _flag),
        (kinds.File, _file),
        (kinds.Transforms, _transforms),
        (kinds.PerChannel, _text),
        (kinds.Number, _number),
        (kinds.Kind, _text),
    )
    editor = next(make(setting, parent) for kind, make in makers if isinstance(setting.kind, kind))
    named(editor.widget, setting.editor, plain_title(setting))
    return editor


def _choice(setting: Setting, parent: QWidget) -> Editor:
    combo = shrinkable(QComboBox(parent))
    fill(combo, _entries(setting))
    return Editor(combo, combo.currentData, lambda value: choose(combo, value), combo.currentIndexChanged)


def _entries(setting: Setting) -> list[tuple[str, str]]:
    kind: Any = setting.kind
    titles = ((name, translated(title)) for name, title in kind.titles.items())
    return [(name, f"{name}: {title}" if kind.named else title) for name, title in titles]


def _flag(setting: Setting, parent: QWidget) -> Editor:
    box = QCheckBox(plain_title(setting), parent)
    return Editor(box, box.isChecked, box.setChecked, box.toggled)


def _text(setting: Setting, parent: QWidget) -> Editor:
    """Text that stands for a value; what cannot be read stays text, which the recipe refuses."""
    kind, line = setting.kind, shrinkable(QLineEdit(parent))
    line.setPlaceholderText(translated(kind.example or kind.nothing))

    def value() -> Any:
        return kind.plain(kind.read(line.text()))

    def set_value(new: Any) -> None:
        if new != value():
            line.setText(kind.argument(new))

    return Editor(line, value, set_value, line.textChanged)


def _number(setting: Setting, parent: QWidget) -> Editor:
    kind: Any = setting.kind
    if isinstance(kind, kinds.Whole) and kind.high <= _LARGEST_INT:
        spin = shrinkable(QSpinBox(parent))
        spin.setRange(0 if kind.nothing else int(kind.low), int(kind.high))
        spin.setSpecialValueText(translated(kind.nothing))
        spin.setSuffix(translated(setting.unit))
        return Editor(spin, spin.value, spin.setValue, spin.valueChanged)
    field = shrinkable(_ExactNumber(kind.types[0], parent))
    field.setRange(kind.low, kind.high)
    return Editor(field, field.exact, field.set_exact, field.valueChanged)


class _ExactNumber(NumberField):
    """A decimal number, or a whole one that `QSpinBox` has no room for, kept exactly until it is touched."""

    def __init__(self, kind: type, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind = kind
        self._given: tuple[float, float] = (math.nan, math.nan)  # a value, and what is shown of it
        self.setDecimals(0 if kind is int else 10)
        self.setStepType(NumberField.StepType.AdaptiveDecimalStepType)

    def exact(self) -> Any:
        given, displayed = self._given
        return given if self.value() == displayed else self._kind(round(self.value(), self.decimals()))

    def set_exact(self, value: float) -> None:
        self.setValue(value)
        self._given = value, self.value()

    def stepBy(self, steps: int) -> None:
        if self.value() == 0 < steps and self.decimals():  # Qt's first step is the last decimal
            self.setValue(min(0.01, self.maximum()))
        else:
            super().stepBy(steps)


def _dataset(setting: Setting, parent: QWidget) -> Editor:
    combo = shrinkable(DatasetCombo(parent))
    combo.fill(_entries(setting))
    return Editor(combo, combo.dataset, combo.set_dataset, combo.currentIndexChanged)


class DatasetCombo(QComboBox):
    """Datasets by name, folders by path, and an entry, without a name, that asks for one more.

    Signals:
        folder_requested(): choose a folder of pictures.
    """

    folder_requested = Signal()

    def fill(self, entries: list[tuple[str, str]]) -> None:
        """Have these datasets."""
        fill(self, [*entries, ("", self.tr("Folder of pictures…"))])
        self._chosen = self.currentData()
        self.activated.connect(self._ask)

    def dataset(self) -> object:
        """The name or path that is chosen."""
        return self.currentData() or self._chosen

    def set_dataset(self, value: str) -> None:
        """Choose a dataset, or a folder, which joins the list."""
        if is_folder(value) and self.findData(value) < 0:
            place = self.count() - 1
            title = self.tr("{name} (folder of pictures)").format(name=PurePath(value).name)
            self.insertItem(place, title, value)
            self.setItemData(place, value, Qt.ItemDataRole.ToolTipRole)
        choose(self, value)
        self._chosen = self.dataset()

    @Slot()
    def _ask(self) -> None:
        if not self.currentData():
            choose(self, self._chosen)
            self.folder_requested.emit()
        self._chosen = self.currentData()


class ValueButton(QToolButton):
    """A value that a dialog sets, described on the button that opens it."""

    value_changed = Signal()

    def __init__(self, setting: Setting, describe: Callable[[Any], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._describe = describe
        self._value: Any = setting.kind.plain(setting.default)
        self.setText(describe(self._value))

    def value(self) -> Any:
        """The value."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Have another value."""
        if value != self._value:
            self._value = value
            self.setText(self._describe(value))
            self.value_changed.emit()

    def editor(self) -> Editor:
        """What the form sees of it."""
        return Editor(shrinkable(self), self.value, self.set_value, self.value_changed)


def _transforms(setting: Setting, parent: QWidget) -> Editor:
    return ValueButton(setting, lambda transforms: count_text(len(transforms)), parent).editor()


def _file(setting: Setting, parent: QWidget) -> Editor:
    return FileButton(setting, parent).editor()


class FileButton(ValueButton):
    """A file, or none; `from_file` is the action that asks for one."""

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        nothing = translated(setting.kind.nothing)
        super().__init__(setting, lambda path: PurePath(path).name or nothing, parent)
        menu = QMenu(self)
        clear = menu.addAction(nothing.capitalize(), lambda: self.set_value(""))
        clear.setObjectName("randomWeightsAction")
        self.from_file = menu.addAction(self.tr("From a file…"))
        self.from_file.setObjectName("fileWeightsAction")
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
