"""One batch taken apart: pictures, loss, gradients, what the weights moved, and what the words mean."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QLabel, QSplitter, QTextBrowser, QWidget

from digitpad.ui.messages import counted
from digitpad.ui.style.theme import data_colours
from digitpad.ui.training.batch_pictures import BatchPictures
from digitpad.ui.training.batch_window import BatchWindow
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.fields import named, push_button
from digitpad.ui.widgets.fitting import fit_text

if TYPE_CHECKING:
    from digitpad.training.step_trace import StepTrace

_BAR = 120  # pixels of the longest bar


class BatchView(QWidget):
    """What one step did, for a reader who takes the run step by step.

    Attributes:
        pictures: the batch.
        text: gradients, what the weights moved, and what the words mean.
        look: the step; None for none yet.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batchView")
        self.setAccessibleName(self.tr("One batch"))
        self.pictures = BatchPictures()
        self._title = named(QLabel(), "batchTitle", self.tr("Which batch"))
        self._title.setWordWrap(True)
        about = self.tr("The whole batch in a window of its own, with true class and answer")
        self._enlarge = push_button(self.tr("Large…"), "largeBatchButton", about, self.enlarge)
        fit_text((self._enlarge,), 12)
        self.text = named(QTextBrowser(), "batchText", self.tr("What the step did"))
        self._window: BatchWindow | None = None
        self.look: StepTrace | None = None
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.pictures)
        splitter.addWidget(self.text)
        splitter.setSizes([170, 200])
        head = in_row((self._title, 1), self._enlarge, spacing=4)
        self.setLayout(in_column(head, (splitter, 1), spacing=4, margin=0))
        self._explain()

    def show_look(self, look: StepTrace | None) -> None:
        """Show a step; None for none yet."""
        self.look = look
        self.pictures.show_look(look)
        self._explain()

    @Slot()
    def enlarge(self) -> None:
        """Show the pictures in a window of their own, which follows the steps."""
        if self._window is None:
            self._window = BatchWindow(self.window())
            self._window.show_look(self.look, self._title.text())
        if self._window.isVisible():
            self._window.raise_()
            self._window.activateWindow()
        else:
            self._window.show()

    def _explain(self) -> None:
        self._describe()
        if self._window is not None:
            self._window.show_look(self.look, self._title.text())

    def _describe(self) -> None:
        look = self.look
        if look is None:
            self._title.setText(self.tr("Pause the run, then press Step to see what one batch does."))
            self.text.setHtml("")
            return
        right = int((look.answers == look.labels).sum())
        self._title.setText(
            self.tr(
                "Epoch {epoch}, batch {batch:,} of {batches:,}: loss {loss:.4f}, "
                "{right} of {count} read right"
            ).format(
                epoch=look.epoch,
                batch=look.batch + 1,
                batches=look.batches,
                loss=look.loss,
                right=right,
                count=len(look.labels),
            )
        )
        self.text.setHtml(self._layers(look) + self._words(look))

    def _layers(self, look: StepTrace) -> str:
        head = "".join(
            f"<th align='left'>{text}&nbsp;&nbsp;</th>"
            for text in (self.tr("Layer"), self.tr("Gradient"), self.tr("Weights moved by"), "")
        )
        finite = [layer.gradient for layer in look.layers if math.isfinite(layer.gradient)]
        most = max(finite, default=0.0) or 1.0
        colour = data_colours(self.palette()).train_line
        rows = []
        for layer in look.layers:
            share = layer.gradient / most if math.isfinite(layer.gradient) else 1.0
            wide = max(1, round(_BAR * share))
            bar = f"<table cellspacing='0'><tr><td bgcolor='{colour}' width='{wide}'>&nbsp;</td></tr></table>"
            rows.append(
                f"<tr><td>{escape(layer.name)}&nbsp;&nbsp;</td><td>{layer.gradient:.3g}&nbsp;&nbsp;</td>"
                f"<td>{layer.update:.3g} ({100 * layer.update_ratio:.2g} %)&nbsp;&nbsp;</td>"
                f"<td>{bar}</td></tr>"
            )
        return f"<table cellspacing='2'><tr>{head}</tr>{''.join(rows)}</table>"

    def _words(self, look: StepTrace) -> str:
        """What epoch, iteration and batch size mean, with the numbers of this run."""
        left = look.examples - look.batch_size * look.batches
        sum_of = f"{look.examples:,} = {look.batch_size:,} × {look.batches:,}"
        if left > 0:
            sum_of = self.tr("{sum} + {left:,} left out").format(sum=sum_of, left=left)
        elif left < 0:
            last = left + look.batch_size
            sum_of = f"{look.examples:,} = {look.batch_size:,} × {look.batches - 1:,} + {last:,}"
        lines = (
            self.tr(
                "<b>Batch size</b> {size:,}: so many pictures are looked at before the weights move once."
            ).format(size=look.batch_size),
            self.tr(
                "<b>Iteration</b>: one such step. The gradient says in which direction the loss grows; the "
                "optimizer moves the weights the other way, here with learning rate {rate:g}."
            ).format(rate=look.learning_rate),
            self.tr(
                "<b>Epoch</b>: once through all {examples:,} pictures, in {batches} ({sum}); this run has "
                "{epochs}, {total} in all."
            ).format(
                examples=look.examples,
                batches=self._iterations(look.batches),
                sum=sum_of,
                epochs=look.epochs,
                total=self._iterations(look.epochs * look.batches),
            ),
        )
        return "".join(f"<p>{line}</p>" for line in lines)

    def _iterations(self, count: int) -> str:
        return counted(count, self.tr("1 iteration"), self.tr("{count} iterations"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._explain()
