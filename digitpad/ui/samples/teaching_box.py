"""Teaching the network the own samples: the buttons, how it goes, and what came of it, in words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QWidget,
)

from digitpad.ui.messages import joined
from digitpad.ui.widgets.boxes import in_column
from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.fitting import BreakingRow, FittedButton, fit_text

if TYPE_CHECKING:
    from digitpad.training.finetune.fine_tuning import BeforeAfter, FineTuned

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
        self.teach = named(FittedButton(self.tr("&Teach it")), "teachButton", self.tr("Teach the network"))
        self.teach.setToolTip(self.tr("The network learns your samples and goes over what it knew"))
        self.cancel = named(
            FittedButton(self.tr("Cancel")), "cancelTeachingButton", self.tr("Cancel teaching")
        )
        self.undo = named(
            FittedButton(self.tr("Undo teaching")), "undoTeachingButton", self.tr("Undo teaching")
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
        self.show_result(None)
        self.set_state(can_teach=False, can_undo=False, busy=False)

    def _arrange(self) -> None:
        buttons = self.teach, self.cancel, self.undo
        for button in buttons:
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fit_text(buttons, 14)
        # Progress and note take turns in one cell, so that nothing moves when teaching begins.
        cell = QGridLayout()
        cell.addWidget(self._note, 0, 0)
        cell.addWidget(self._progress, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(in_column(BreakingRow(*buttons), cell, self._result, spacing=4, margin=0))

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

    def set_progress(self, phase: str, part: float) -> None:
        """Show what is being done, and how far all of it is.

        Args:
            phase: one of `digitpad.training.finetune.session.PHASES`.
            part: 0 to 1.
        """
        what = self._phase(phase)
        self._progress.setValue(round(1000 * part))
        self._progress.setFormat(what.replace("%", "%%"))
        self._progress.setAccessibleDescription(what)

    def show_result(self, taught: FineTuned | None) -> None:
        """Show what was measured before and after; nothing for None."""
        rows = [] if taught is None else self._rows(taught)
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

    def _phase(self, name: str) -> str:
        words = {
            "read": self.tr("Reading your samples"),
            "load": self.tr("Loading everybody's digits"),
            "measure before": self.tr("Measuring before"),
            "prepare": self.tr("Drawing your samples again"),
            "teach": self.tr("Teaching"),
            "check": self.tr("Checking that nothing is forgotten"),
            "measure after": self.tr("Measuring after"),
        }
        return words.get(name, name)

    def outcome(self, taught: FineTuned) -> str:
        """What came of a lesson, in a sentence or more."""
        learnt = taught.trained_on
        text = self.tr(
            "It was taught: of {count} samples it learnt from, {after} are read right now, {before} before."
        )
        sentences = [text.format(after=learnt.after.right, before=learnt.before.right, count=learnt.after.n)]
        if taught.fraction < 1:
            weakened = self.tr(
                "So that nothing is forgotten, it was changed by {percent:.0f} % of the way only."
            )
            sentences.append(weakened.format(percent=100 * taught.fraction))
        if taught.rehearsed != "mnist":
            sentences.append(
                self.tr("MNIST is not on this computer, so it went over digits drawn by the program instead.")
            )
        if taught.unread:
            sentences.append(self.tr("Samples that could not be read: {count}.").format(count=taught.unread))
        return joined(*sentences)

    def _rows(self, taught: FineTuned) -> list[Row]:
        """What was measured before and after."""
        rows = [self._counted(self.tr("your samples, learnt from"), taught.trained_on)]
        if taught.held_out is not None:
            rows.append(self._counted(self.tr("your samples, not learnt from"), taught.held_out))
        name = self.tr("MNIST's test set") if taught.rehearsed == "mnist" else self.tr("drawn test digits")
        was, now = taught.test.before.accuracy, taught.test.after.accuracy
        rows.append((name, f"{100 * was:.2f} %", f"{100 * now:.2f} %"))
        return rows

    def _counted(self, name: str, result: BeforeAfter) -> Row:
        def share(right: int) -> str:
            return self.tr("{right} of {count}").format(right=right, count=result.before.n)

        return name, share(result.before.right), share(result.after.right)
