"""The row of buttons over the list of layers, and their menus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from digitpad.model.spec.shapes import Layers
from digitpad.ui.network_editor import words
from digitpad.ui.widgets.fields import push_button
from digitpad.ui.widgets.fitting import BreakingRow, fit_text
from digitpad.ui.widgets.list_buttons import ListButtons, press_by, set_enabled


@dataclass(frozen=True, slots=True)
class Beginning:
    """A network that one can begin from.

    Attributes:
        name: the object name of its entry.
        title: of its entry.
        layers: returns its layers.
    """

    name: str
    title: str
    layers: Callable[[], Layers]


class EditorBar(QWidget):
    """Add, begin from another network, move, copy, remove, undo and redo.

    Args:
        view: the list of layers.

    Attributes:
        begin_menu: the networks to begin from; filled when it is about to be shown.

    Signals:
        chosen(str): a layer of this kind is to be added.
        begun(object): these layers are to be the list.
        moved(int): the selected layer is to move down by so many rows, or up by minus so many.
        removed(), duplicated(): it is to be removed; a copy is to be added.
        undone(), redone(): the last change is to be undone, or what was undone done again.
    """

    chosen = Signal(str)
    begun = Signal(object)
    moved = Signal(int)
    removed = Signal()
    duplicated = Signal()
    undone = Signal()
    redone = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__()
        self._make_menus()
        about = self.tr("Add a layer below the selected one (Insert)")
        self._add = push_button(self.tr("&Add layer…"), "addLayerButton", about, self._ask_kind)
        about = self.tr("Replace the list with that of a network, or with an empty one; it can be undone")
        self._begin = push_button(self.tr("&Begin from…"), "beginFromButton", about, self._ask_beginning)
        self._rows = ListButtons(view, "layer")
        self._rows.moved.connect(self.moved)
        self._rows.removed.connect(self.removed)
        about = self.tr("Add a copy below (Ctrl+D)")
        self._copy = push_button(self.tr("&Duplicate"), "duplicateLayerButton", about, self.duplicated.emit)
        about = self.tr("Undo the last change (Ctrl+Z)")
        self._undo = push_button(self.tr("&Undo"), "undoLayersButton", about, self.undone.emit)
        about = self.tr("Redo what was undone (Ctrl+Shift+Z)")
        self._redo = push_button(self.tr("R&edo"), "redoLayersButton", about, self.redone.emit)
        buttons = (self._rows.up, self._rows.down, self._copy, self._rows.remove, self._undo, self._redo)
        fit_text((self._add, self._begin, *buttons), 16)
        self.setLayout(BreakingRow(self._add, self._begin, *buttons))

    def _make_menus(self) -> None:
        self._kinds, self.begin_menu = QMenu(self), QMenu(self)
        self._kinds.setObjectName("addLayerMenu")
        self.begin_menu.setObjectName("beginFromMenu")
        self.begin_menu.setToolTipsVisible(True)
        for group, kinds in words.menu_of_kinds():
            menu = self._kinds.addMenu(group) if group else self._kinds
            if kinds == ("residual",):
                menu.addSeparator()
            for kind in kinds:
                action = menu.addAction(words.kind_title(kind))
                action.setObjectName(f"add{_camel(kind)}Action")
                action.setData(kind)
        self._kinds.triggered.connect(self._choose)

    def set_beginnings(self, beginnings: list[Beginning]) -> None:
        """The networks in the menu that one can begin from."""
        self.begin_menu.clear()
        for beginning in beginnings:
            action = self.begin_menu.addAction(beginning.title)
            action.setObjectName(beginning.name)
            action.triggered.connect(lambda _on=False, one=beginning: self.begun.emit(one.layers()))

    def bind_keys(self, window: QWidget) -> None:
        """Have keys press the buttons wherever in a window they are pressed."""
        control = Qt.Modifier.CTRL
        for keys, button in (
            (QKeySequence(Qt.Key.Key_Insert), self._add),
            (QKeySequence(control | Qt.Key.Key_D), self._copy),
            (QKeySequence(control | Qt.Key.Key_Z), self._undo),
            (QKeySequence(control | Qt.Modifier.SHIFT | Qt.Key.Key_Z), self._redo),
            (QKeySequence(control | Qt.Key.Key_Y), self._redo),
        ):
            press_by(keys, button, window)

    def set_possible(
        self, add: bool, residual: bool, up: bool, down: bool, one: bool, undo: bool, redo: bool
    ) -> None:
        """What can be done: add layers and a residual block, move, copy and remove one, undo and redo."""
        self._rows.set_possible(up, down, one)
        set_enabled(
            (self._add, add), (self._begin, add), (self._copy, one), (self._undo, undo), (self._redo, redo)
        )
        for action in self._kinds.actions():
            if action.data() == "residual":
                action.setEnabled(residual)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.chosen.emit(action.data())

    @Slot()
    def _ask_kind(self) -> None:
        _show_below(self._kinds, self._add)

    @Slot()
    def _ask_beginning(self) -> None:
        _show_below(self.begin_menu, self._begin)


def _show_below(menu: QMenu, button: QPushButton) -> None:
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
    menu.setActiveAction(next((action for action in menu.actions() if action.isEnabled()), menu.actions()[0]))


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
