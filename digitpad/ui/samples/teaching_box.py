"""Teaching the network the own samples: the buttons, how it goes, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from digitpad.ui.widgets.fields import named

Row = tuple[str, str, str]
"""What was measured, before and after."""


class TeachingBox(QWidget):
    """How teaching stands, and its buttons.

    Attributes:
        teach, cancel, undo: the buttons.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teachingBox")
        self.teach = named(QPushButton(self.tr("&Teach it")), "teachButton", self.tr("Teach the network"))
        self.teach.setToolTip(self.tr("The network learns your samples and goes over what it knew"))
        self.cancel = named(
            QPushButton(self.tr("Cancel")), "cancelTeachingButton", self.tr("Cancel teaching")
        )
        self.undo = named(
            QPushButton(self.tr("Undo teaching")), "undoTeachingButton", self.tr("Undo teaching")
        )
        self.undo.setToolTip(self.tr("The network that answered before answers again"))
        self._progress = named(QProgressBar(), "teachingProgress", self.tr("Progress of teaching"))
        self._progress.setRange(0, 1000)
        self._note = named(QLabel(), "teachingNote", self.tr("About teaching"))
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._result = named(QLabel(), "teachingResult", self.tr("Before and after teaching"))
        self._result.setTextFormat(Qt.TextFormat.RichText)
        self._result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._busy = False
        self._arrange()
        self.show_result(())
        self.set_state(can_teach=False, can_undo=False, busy=False)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self.teach, self.cancel, self.undo):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button)
        # Progress and note take turns in one cell, so that nothing moves when teaching begins.
        cell = QGridLayout()
        cell.addWidget(self._note, 0, 0)
        cell.addWidget(self._progress, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(buttons)
        column.addLayout(cell)
        column.addWidget(self._result)

    def set_state(self, *, can_teach: bool, can_undo: bool, busy: bool) -> None:
        """Enable what makes sense."""
        self._busy = busy
        self.teach.setEnabled(can_teach and not busy)
        self.undo.setEnabled(can_undo and not busy)
        self.undo.setVisible(not busy)
        self.cancel.setVisible(busy)
        self.cancel.setEnabled(busy)
        self._progress.setVisible(busy)
        self._note.setVisible(not busy)

    @property
    def busy(self) -> bool:
        """Whether teaching goes on."""
        return self._busy

    def set_note(self, text: str) -> None:
        """Show what teaching would do, or why it cannot be done."""
        self._note.setText(text)

    def note(self) -> str:
        """The note."""
        return self._note.text()

    def set_progress(self, what: str, part: float) -> None:
        """Show what is being done, and how far all of it is, 0 to 1."""
        self._progress.setValue(round(1000 * part))
        self._progress.setFormat(what.replace("%", "%%"))
        self._progress.setAccessibleDescription(what)

    def show_result(self, rows: Sequence[Row]) -> None:
        """Show what was measured before and after; nothing for no rows."""
        head = (self.tr("read right"), self.tr("before"), self.tr("after"))
        cells = "".join(
            "<tr>"
            f"<td style='padding-right:10px'>{escape(row[0])}</td>"
            f"<td align='right' style='padding-right:10px'>{escape(row[1])}</td>"
            f"<td align='right'><b>{escape(row[2])}</b></td></tr>"
            for row in (head, *rows)
        )
        self._result.setText(f"<table>{cells}</table>" if rows else "")
        self._result.setVisible(bool(rows))
        description = "; ".join(f"{name}: {before}, {after}" for name, before, after in rows)
        self._result.setAccessibleDescription(description)

    def result(self) -> str:
        """What was measured, in one line; empty while there is nothing."""
        return self._result.accessibleDescription()
