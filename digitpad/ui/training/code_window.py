"""The window that shows the settings as a plain PyTorch script."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from digitpad.errors import DigitpadError
from digitpad.ui.widgets.export_menu import with_ending, write_whole
from digitpad.ui.widgets.naming import named


class CodeWindow(QDialog):
    """Shows a script; it can be copied and saved. It stands beside the window and holds nothing up.

    Signals:
        failed(object): the `DigitpadError` of a file that could not be written.
    """

    failed = Signal(object)

    def __init__(self, script: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("codeWindow")
        self.setWindowTitle(self.tr("digitpad - the same as a PyTorch script"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 680)
        self._text = named(QPlainTextEdit(script), "codeText", self.tr("The script"))
        self._text.setReadOnly(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        explanation = QLabel(
            self.tr(
                "It runs by itself, and with the same seed its first losses are those of the Training tab."
            )
        )
        explanation.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = named(QPushButton(self.tr("&Copy")), "copyCodeButton", self.tr("Copy the script"))
        self.save_button = named(QPushButton(self.tr("&Save…")), "saveCodeButton", self.tr("Save the script"))
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._ask)
        column = QVBoxLayout(self)
        column.addWidget(explanation)
        column.addWidget(self._text, 1)
        column.addWidget(buttons)

    def script(self) -> str:
        """The script."""
        return self._text.toPlainText()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.script())

    @Slot()
    def _ask(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the script"), "train_mnist.py", self.tr("Python (*.py)")
        )
        if name:
            self.save(with_ending(Path(name), ".py"))

    def save(self, path: Path) -> None:
        """Write the script; `failed` reports what goes wrong."""
        try:
            write_whole(path, self.script().encode())
        except DigitpadError as error:
            self.failed.emit(error)
