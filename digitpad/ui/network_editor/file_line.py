"""The line in the network editor that opens a file of weights with the editor's layers."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from digitpad.ui.network_editor.state_line import StateLine
from digitpad.ui.prediction.trying_line import TryingLine
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.fields import named, push_button


class FileLine(QWidget):
    """A button, and why the file does not open; hidden where the list has nothing to do with a file.

    Attributes:
        button: opens the file with the layers.
        trying: what is being tried.
    """

    def __init__(self) -> None:
        super().__init__()
        about = self.tr("Answer with the weights of the file in these layers, if their names and shapes fit")
        self.button = push_button(self.tr("&Open the file with these layers"), "openWithLayers", about)
        self.trying = TryingLine()
        self._state = named(StateLine(), "editorFileState", self.tr("Which file is opened with the layers"))
        row = in_row((self._state, 1), self.button, spacing=8)
        self.setLayout(in_column(row, self.trying, spacing=4, margin=0))
        self.hide()

    def show_state(self, text: str, wrong: bool = False) -> None:
        """Say which file it is, or what is wrong with it."""
        self._state.show_text(text, wrong)
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._state.show_text(self._state.text(), bool(self._state.property("wrong")))
