"""The line that says what Train makes of the list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel

from digitpad.ui.style.theme import message_colours


class StateLine(QLabel):
    """A sentence on the ground of a message: a warning, or not. Its property "wrong" is which."""

    def __init__(self) -> None:
        super().__init__(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.setMargin(6)
        self.setAutoFillBackground(True)

    def show_text(self, text: str, wrong: bool) -> None:
        """Say something of a list that is right, or wrong."""
        self.setText(text)
        self.setProperty("wrong", wrong)
        self._colour()

    def _colour(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        colours = message_colours(window.palette(), "warning" if self.property("wrong") else "info")
        palette = QPalette(window.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(colours.background))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(colours.text))
        self.setPalette(palette)
