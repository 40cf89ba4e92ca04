"""One batch taken apart: pictures, loss, gradients, what the weights moved, and what the words mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QSplitter, QTextBrowser, QToolTip, QWidget

from digitpad.ui.messages import counted
from digitpad.ui.style.theme import PAD, data_colours, message_colours
from digitpad.ui.widgets.boxes import in_column
from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.pixels import image_of

if TYPE_CHECKING:
    from digitpad.training.step_trace import StepTrace

_MOST = 128  # pictures that are displayed
_BAR = 120  # pixels of the longest bar


class BatchPictures(QWidget):
    """The pictures of a batch, each with a rim: read right before the step, or wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batchPictures")
        self.setAccessibleName(self.tr("The batch's pictures"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.look: StepTrace | None = None
        self.images: list[QImage] = []

    def show_look(self, look: StepTrace | None) -> None:
        """Show the pictures of a step; None for none."""
        self.look = look
        self.images = []
        for picture in () if look is None else look.pictures[:_MOST]:
            pixels = picture.permute(1, 2, 0) if len(picture) == 3 else picture[0]
            self.images.append(image_of(pixels.numpy()))
        self.update()

    def _grid(self) -> tuple[int, float]:
        """Pictures beside each other, and the side of one with its rim."""
        count = max(1, len(self.images))
        best, side = 1, 0.0
        for across in range(1, count + 1):
            room = min(self.width() / across, self.height() / math.ceil(count / across), 62.0)
            if room > side:
                best, side = across, room
        return best, float(int(side))

    def words(self, number: int) -> str:
        """What there is to say of a picture."""
        look = self.look
        assert look is not None
        label = int(look.labels[number])
        truth = look.classes[label] if label < len(look.classes) else self.tr("none of the classes")
        answer = look.classes[int(look.answers[number])]
        return self.tr("{truth}, read as {answer} before the step").format(truth=truth, answer=answer)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self.look
        if look is None:
            return
        painter = QPainter(self)
        across, side = self._grid()
        right = QColor(data_colours(self.palette()).accuracy)
        wrong = QColor(message_colours(self.palette(), "error").edge)
        for number, image in enumerate(self.images):
            row, column = divmod(number, across)
            place = QRectF(column * side, row * side, side, side).adjusted(1, 1, -1, -1)
            painter.fillRect(place, right if look.answers[number] == look.labels[number] else wrong)
            rim = 2 if side > 24 else 1
            inner = place.adjusted(rim, rim, -rim, -rim)
            painter.fillRect(inner, QColor(PAD.background))
            painter.drawImage(inner, image)
        painter.end()

    def sizeHint(self) -> QSize:
        return QSize(380, 170)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 60)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.images:
            across, side = self._grid()
            place = QPointF(event.pos())
            column, row = int(place.x() // side), int(place.y() // side)
            number = row * across + column
            if column < across and number < len(self.images):
                QToolTip.showText(event.globalPos(), self.words(number), self)
            else:
                QToolTip.hideText()
            return True
        return bool(super().event(event))


class BatchView(QWidget):
    """What one step did, for a reader who takes the run step by step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batchView")
        self.setAccessibleName(self.tr("One batch"))
        self.pictures = BatchPictures()
        self._title = named(QLabel(), "batchTitle", self.tr("Which batch"))
        self._title.setWordWrap(True)
        self._text = named(QTextBrowser(), "batchText", self.tr("What the step did"))
        self.look: StepTrace | None = None
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.pictures)
        splitter.addWidget(self._text)
        splitter.setSizes([170, 200])
        self.setLayout(in_column(self._title, (splitter, 1), spacing=4, margin=0))
        self._explain()

    def show_look(self, look: StepTrace | None) -> None:
        """Show a step; None for none yet."""
        self.look = look
        self.pictures.show_look(look)
        self._explain()

    def _explain(self) -> None:
        look = self.look
        if look is None:
            self._title.setText(self.tr("Pause the run, then press Step to see what one batch does."))
            self._text.setHtml("")
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
        self._text.setHtml(self._layers(look) + self._words(look))

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
                f"<tr><td>{layer.name}&nbsp;&nbsp;</td><td>{layer.gradient:.3g}</td>"
                f"<td>{layer.update:.3g} ({100 * layer.update_ratio:.2g} %)</td><td>{bar}</td></tr>"
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
