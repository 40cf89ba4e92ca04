"""Sentences about teaching: while it runs and when it has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from digitpad.ui.samples.teaching_box import Row

if TYPE_CHECKING:
    from digitpad.training.finetune.fine_tuning import BeforeAfter, FineTuned


class TeachingWords(QObject):
    """Puts phases and outcomes of teaching into words."""

    def phase(self, name: str) -> str:
        """What is being done in a phase, one of `digitpad.training.finetune.session.PHASES`."""
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
        return " ".join(sentences)

    def rows(self, taught: FineTuned) -> list[Row]:
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
