"""Buttons that change a list, and the keys that press them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from digitpad.ui.widgets.fields import push_button


class ListButtons(QObject):
    """Up, Down and Remove for the selected row of a list, with the keys that press them in it.

    Args:
        view: the list.
        what: what its rows are, for object names: "layer" or "transform".

    Attributes:
        up, down, remove: the buttons.

    Signals:
        moved(int): the selected row is to move down by so many, or up by minus so many.
        removed(): it is to be removed.
    """

    moved = Signal(int)
    removed = Signal()

    def __init__(self, view: QWidget, what: str) -> None:
        super().__init__(view)
        about = self.tr("Move up by one row (Alt+Up in the list)")
        self.up = push_button(self.tr("U&p"), f"{what}UpButton", about, self._move_up)
        about = self.tr("Move down by one row (Alt+Down in the list)")
        self.down = push_button(self.tr("Do&wn"), f"{what}DownButton", about, self._move_down)
        about = self.tr("Remove the selected row (Delete)")
        self.remove = push_button(
            self.tr("&Remove"), f"remove{what.capitalize()}Button", about, self.removed.emit
        )
        alt = Qt.Modifier.ALT
        for keys, button in (
            (QKeySequence(Qt.Key.Key_Delete), self.remove),
            (QKeySequence(alt | Qt.Key.Key_Up), self.up),
            (QKeySequence(alt | Qt.Key.Key_Down), self.down),
        ):
            press_by(keys, button, view, Qt.ShortcutContext.WidgetShortcut)

    def set_possible(self, up: bool, down: bool, remove: bool) -> None:
        """Which of them can be pressed."""
        set_enabled((self.up, up), (self.down, down), (self.remove, remove))

    @Slot()
    def _move_up(self) -> None:
        self.moved.emit(-1)

    @Slot()
    def _move_down(self) -> None:
        self.moved.emit(1)


def press_by(
    keys: QKeySequence,
    button: QPushButton,
    within: QWidget,
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> None:
    """Keys press a button, unless it is disabled."""
    QShortcut(keys, within, context=context).activated.connect(button.click)


def set_enabled(*widgets: tuple[QWidget, bool]) -> None:
    """Enable some widgets and disable others."""
    for widget, on in widgets:
        widget.setEnabled(on)
