"""The line that says what is being tried."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from digitpad.ui.prediction.trying import Trying
from digitpad.ui.widgets.boxes import in_row
from digitpad.ui.widgets.elided_label import ElidedLabel
from digitpad.ui.widgets.fields import tool_button


class TryingLine(QWidget):
    """What is being tried, and a button that gives it up, as Escape does; hidden while nothing is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trying: Trying | None = None
        self._text = ElidedLabel(self, strong=True, cut=Qt.TextElideMode.ElideRight)
        self._text.setObjectName("tryingText")
        self._cancel = tool_button(
            self, "cancelTrying", self.tr("Cancel"), self.tr("Keep the network as it is (Esc)")
        )
        self._cancel.clicked.connect(self._give_up)
        self.setLayout(in_row((self._text, 1), self._cancel, spacing=4, margin=0))
        self.hide()

    def follow(self, trying: Trying) -> None:
        """Show what this one does."""
        self._trying = trying
        trying.progressed.connect(self._show_text)

    @Slot(str)
    def _show_text(self, text: str) -> None:
        self._text.set_text(text, end=text.rpartition(" ")[2])  # the count
        self.setVisible(bool(text))

    @Slot()
    def _give_up(self) -> None:
        if self._trying is not None:
            self._trying.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        """Escape means this now, wherever in the window the focus is."""
        super().showEvent(event)
        if (application := QApplication.instance()) is not None:
            application.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if (application := QApplication.instance()) is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and isinstance(watched, QWidget)
            and watched.window() is self.window()
        ):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._give_up()
            return True
        return super().eventFilter(watched, event)
