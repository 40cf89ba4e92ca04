"""What a setting is edited in: a widget for each kind of value, behind the same few members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from digitpad.data.sets.table_columns import SUFFIXES as TABLES
from digitpad.errors import RecipeError
from digitpad.recipe import kinds, table_kinds
from digitpad.recipe.kinds import is_folder
from digitpad.recipe.setting import Setting
from digitpad.ui.language import VERBATIM
from digitpad.ui.messages import translated
from digitpad.ui.recipe_form.words import plain_title
from digitpad.ui.widgets.check_box import CheckBox
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.elided_label import ElidedLabel
from digitpad.ui.widgets.fields import choose, fill, named, shrinkable, tool_button
from digitpad.ui.widgets.fitting import FittedToolButton
from digitpad.ui.widgets.number_fields import CheckedField, NumberField, TextField, WholeField

_tr = QCoreApplication.translate
_LARGEST_INT = 2**31 - 1  # of a `QSpinBox`


@dataclass(slots=True)
class Editor:
    """A widget that edits a setting. Values are plain, as files have them.

    Attributes:
        widget: the widget.
        value: returns the value; where `refusal` is not None, one that the setting may not have.
        set_value: shows a value, one that the setting may have.
        value_changed: it has another value.
        button: stands behind the widget.
        note: a line below the widget.
        stays: whether it stays in sight beside settings with which its own means nothing.
        label: leads to the widget; a check box is its own.
    """

    widget: Any
    value: Callable[[], Any]
    set_value: Callable[[Any], object]
    value_changed: SignalInstance
    button: QWidget | None = None
    note: QWidget | None = None
    stays: bool = False
    label: QWidget = field(init=False)

    @property
    def checked(self) -> CheckedField | None:
        """The widget, where what it holds may be what cannot be."""
        return self.widget if isinstance(self.widget, CheckedField) else None

    def refusal(self) -> RecipeError | None:
        """Why the setting cannot have what stands in the widget."""
        return None if self.checked is None else self.checked.refusal()


def make_editor(setting: Setting, parent: QWidget) -> Editor:
    """The editor of a setting, by its kind."""
    kind = setting.kind
    match kind:
        case kinds.NameOrFolder():
            data = DatasetCombo(_entries(kind), parent)
            changed = data.currentIndexChanged
            editor = Editor(data, data.dataset, data.set_dataset, changed, data.data_folder, data.contents)
        case kinds.Choice():
            combo = ElidedCombo(parent)
            combo.setProperty(VERBATIM, kind.named)
            fill(combo, _entries(kind))
            editor = Editor(combo, combo.currentData, partial(choose, combo), combo.currentIndexChanged)
        case kinds.Flag():
            box = CheckBox(plain_title(setting), parent)
            editor = Editor(box, box.isChecked, box.setChecked, box.toggled)
        case kinds.File():
            file = FileButton(translated(kind.nothing), parent)
            editor = Editor(file, file.value, file.set_value, file.value_changed)
        case table_kinds.Transforms():
            values = ValueButton([], _count_text, parent)
            editor = Editor(values, values.value, values.set_value, values.value_changed)
        case table_kinds.Layers():
            title = _tr("RecipeForm", "Network editor…")
            values = ValueButton([], lambda _layers: title, parent)
            editor = Editor(values, values.value, values.set_value, values.value_changed, stays=True)
        case kinds.Whole() if kind.high <= _LARGEST_INT:
            spin = WholeField(kind, parent)
            spin.setSuffix(translated(setting.unit))
            editor = Editor(spin, spin.entered, spin.setValue, spin.notices.edited)
        case kinds.Number() if not isinstance(kind, kinds.PerChannel):
            number = NumberField(kind, parent)
            editor = Editor(number, number.entered, number.setValue, number.notices.edited)
        case _:
            line = TextField(kind, parent)
            editor = Editor(line, line.entered, line.show_value, line.notices.edited)
    named(editor.widget, setting.editor, plain_title(setting))
    if not isinstance(kind, kinds.Flag):
        shrinkable(editor.widget)
    return editor


def _entries(kind: kinds.Choice) -> list[tuple[str, str]]:
    titles = ((name, translated(title)) for name, title in kind.titles.items())
    if not kind.named:
        return list(titles)
    both = _tr("RecipeForm", "{name}: {title}")
    return [(name, both.format(name=name, title=title)) for name, title in titles]


def _count_text(chosen: list[Any]) -> str:
    text = _tr("RecipeForm", "{count} chosen…") if chosen else _tr("RecipeForm", "none…")
    return text.format(count=len(chosen))


class DatasetCombo(ElidedCombo):
    """Datasets by name, folders and tables by path, and entries, without a name, that ask for one more.

    Attributes:
        data_folder: the button that chooses the folder of the datasets.
        contents: says what the dataset holds.

    Signals:
        folder_requested(): choose a folder of pictures.
        table_requested(): choose a table of pictures.
    """

    folder_requested = Signal()
    table_requested = Signal()

    def __init__(self, entries: list[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        about = self.tr("Choose the folder that holds the datasets")
        self.data_folder = tool_button(parent, "datasetFolderButton", "…", about)
        self.contents = ElidedLabel(parent, cut=Qt.TextElideMode.ElideRight)
        named(self.contents, "datasetContents", self.tr("What the dataset holds"))
        asking = (("", self.tr("Table of pictures (CSV)…")), ("", self.tr("Folder of pictures…")))
        fill(self, [*entries, *asking])
        self._chosen = self.currentData()
        self.activated.connect(self._ask)

    def dataset(self) -> object:
        """The name or path that is chosen."""
        return self.currentData() or self._chosen

    def set_dataset(self, value: str) -> None:
        """Choose a dataset, or a folder or table, which joins the list."""
        if is_folder(value) and self.findData(value) < 0:
            place = self.count() - 2
            text = self.tr("{name} (folder of pictures)")
            if PurePath(value).suffix.lower() in TABLES:
                text = self.tr("{name} (table of pictures)")
            self.insertItem(place, text.format(name=PurePath(value).name), value)
            self.setItemData(place, value, Qt.ItemDataRole.ToolTipRole)
        choose(self, value)
        self._chosen = self.dataset()

    @Slot()
    def _ask(self) -> None:
        if not self.currentData():
            request = (
                self.folder_requested if self.currentIndex() == self.count() - 1 else self.table_requested
            )
            choose(self, self._chosen)
            request.emit()
        self._chosen = self.currentData()


class ValueButton(FittedToolButton):
    """A value that a dialog sets, described on the button that opens it.

    Signals:
        value_changed(): it has another value.
    """

    value_changed = Signal()

    def __init__(self, value: Any, describe: Callable[[Any], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._value, self._describe = value, describe
        self.setText(describe(value))

    def value(self) -> Any:
        """The value."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Have another value."""
        if value != self._value:
            self._value = value
            self.setText(self._describe(value))
            self.value_changed.emit()


class FileButton(ValueButton):
    """A file, or none; `from_file` is the action that asks for one."""

    def __init__(self, nothing: str, parent: QWidget) -> None:
        super().__init__("", lambda path: PurePath(path).name or nothing, parent)
        menu = QMenu(self)
        clear = menu.addAction(nothing.capitalize(), lambda: self.set_value(""))
        clear.setObjectName("randomWeightsAction")
        self.from_file = menu.addAction(self.tr("From a file…"))
        self.from_file.setObjectName("fileWeightsAction")
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
