"""The line that says what Train makes of the list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from digitpad.ui.style.theme import as_message


class StateLine(QLabel):
    """A sentence on the ground of a message: a warning, or not. Its property "wrong" is which.

    Attributes:
        note: what is to be said while nothing is wrong.
    """

    def __init__(self) -> None:
        super().__init__(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.note = ""
        self.setMargin(6)
        self.setAutoFillBackground(True)

    def show_text(self, text: str, wrong: bool) -> None:
        """Say something of a list that is right, or wrong."""
        self.setText(text)
        self.setProperty("wrong", wrong)
        self._colour()

    def reword(self, again: Callable[[str], str]) -> None:
        """Put what is to be said into another language."""
        self.note = again(self.note)

    def _colour(self) -> None:
        window = self.parentWidget()
        if window is not None:
            kind = "warning" if self.property("wrong") else "info"
            self.setPalette(as_message(window.palette(), kind))
