"""The presentation: full screen, large text, and only the pad, its answer, and the chart or the network."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.settings import Settings
from digitpad.ui.style.text_size import set_text_size
from digitpad.ui.widgets.actions import make_switch
from digitpad.ui.widgets.dialogs import screen_of

LARGE, _ON = 175, 1000
"""Percent of the usual size that text has at least, and on a screen of how many pixels in height."""


def large_text(height: int) -> int:
    """Percent of the usual size on a screen of so many pixels in height.

    Such screens are about as large in the room: text takes the same part of each.
    """
    return round(LARGE * max(1.0, height / _ON))


class Presentation(QObject):
    """Hides what the back row need not see, and brings it back.

    Args:
        window: what is presented.
        settings: know the size of the text otherwise.
        parent: its owner.

    Attributes:
        action: for the menu, a switch.
    """

    def __init__(self, window: MainWindow, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._settings = settings
        self._hidden: list[QWidget] = []
        self._splitter = QByteArray()
        self._state = Qt.WindowState.WindowNoState
        self.action = make_switch(self, "presentationAction", self.tr("&Presentation"), False)
        self.action.setShortcuts([QKeySequence(Qt.Key.Key_F11), QKeySequence(Qt.Key.Key_F5)])
        self.action.toggled.connect(self._present)
        window.addAction(self.action)  # its keys hold while the menus are hidden
        window.closing.connect(self._end)
        window.resized.connect(self._fill)

    @Slot(bool)
    def _present(self, on: bool) -> None:
        window = self._window
        if on:
            self._state, self._splitter = window.windowState(), window.main_splitter.saveState()
            self._hidden = [part for part in window.aside() if not part.isHidden()]
            for part in self._hidden:
                part.hide()
            self._set_text_size(
                max(large_text(screen_of(self._window).geometry().height()), self._settings.text_size)
            )
            window.share_room()
            window.setWindowState(self._state | Qt.WindowState.WindowFullScreen)
            keys = self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            window.banner.show_info(self.tr("{key} ends the presentation.").format(key=keys))
        else:
            self._set_text_size(self._settings.text_size)
            for part in self._hidden:
                part.show()
            self._hidden = []
            window.setWindowState(self._state)
            window.main_splitter.restoreState(self._splitter)

    def _set_text_size(self, percent: int) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            set_text_size(application, percent, self._window)

    @Slot()
    def _end(self) -> None:
        """A window that closes is remembered as it was before."""
        self.action.setChecked(False)

    @Slot()
    def _fill(self) -> None:
        """What is presented fills the screen."""
        if self.action.isChecked():
            self._window.share_room()
