"""Larger and smaller text, from the View menu; remembered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from digitpad.ui.settings import Settings
from digitpad.ui.style.text_size import TEXT_SIZES, next_text_size, set_text_size
from digitpad.ui.widgets.actions import make_action


class TextZoom(QObject):
    """The actions that zoom all text.

    Args:
        window: whose text it is.
        settings: remember the size.
        parent: its owner.

    Attributes:
        larger, smaller, usual: for the menu.
    """

    def __init__(self, window: QWidget, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._settings = settings
        self.larger = make_action(self, "zoomInAction", self.tr("&Larger text"), self._enlarge)
        plus = QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Plus)
        equals = QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Equal)  # plus without Shift
        self.larger.setShortcuts([plus, equals])
        self.smaller = make_action(self, "zoomOutAction", self.tr("&Smaller text"), self._reduce)
        self.smaller.setShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Minus))
        self.usual = make_action(self, "zoomResetAction", self.tr("&Usual text size"), self._reset)
        self.usual.setShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_0))
        self._enable()

    @property
    def actions(self) -> tuple[QAction, ...]:
        """All of them."""
        return self.larger, self.smaller, self.usual

    @Slot()
    def _enlarge(self) -> None:
        self._set(next_text_size(self._settings.text_size, 1))

    @Slot()
    def _reduce(self) -> None:
        self._set(next_text_size(self._settings.text_size, -1))

    @Slot()
    def _reset(self) -> None:
        self._set(100)

    def _set(self, percent: int) -> None:
        self._settings.text_size = percent
        application = QApplication.instance()
        if isinstance(application, QApplication):
            set_text_size(application, percent, self._window)
        self._enable()

    def _enable(self) -> None:
        self.larger.setEnabled(self._settings.text_size < TEXT_SIZES[-1])
        self.smaller.setEnabled(self._settings.text_size > TEXT_SIZES[0])
