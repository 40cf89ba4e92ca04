"""What happens between the pad and the network: a row of small pictures, each step with a switch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from digitpad.ui.prediction.answer import AnswerImages, StepImage
from digitpad.ui.style.theme import PAD, soft_text
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.elided_label import ElidedLabel

LEAST, MOST = 40, 72
"""Sides of a step's picture in device-independent pixels."""

_FINE = 28  # pixels that fill the tile, so that 20 are shown smaller
_SQUARES = 64  # pixels up to which a picture is shown in squares
_BOX = 9  # side of the switch's box
_GAP = 3
_GROUND = QColor(PAD.background)


class StepTile(QAbstractButton):
    """A small picture with its title beneath; for a step that can be left out, the title is a switch.

    Args:
        name: of the step, such as "crop"; empty for the original, which cannot be switched.
        title: what people read.
        purpose: what the step is good for, in plain words.
        parent: its owner.
    """

    def __init__(self, name: str, title: str, purpose: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._purpose = purpose
        self.image: QImage | None = None
        self._size: tuple[int, int] | None = None
        self.setObjectName(f"step{name.capitalize() or 'Original'}")
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(bool(name))
        self.setChecked(bool(name))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if name else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.84)
        self.setFont(font)
        self.show_step(None)

    def shows_picture(self) -> bool:
        """Whether there is a picture."""
        return self.image is not None

    def show_step(self, step: StepImage | None) -> None:
        """Show what the step gave."""
        image, size = (None, None) if step is None else step
        if image != self.image:
            self.image = image
            self.update(self._frame().toAlignedRect())  # and not the title
        if size != self._size or not self.toolTip():
            self._size = size
            text = self.tr("Nothing drawn")
            if size is not None:
                text = self.tr("{width}×{height} pixels").format(width=size[1], height=size[0])
            self.setToolTip(self.tr("{purpose}\n{size}").format(purpose=self._purpose, size=text))
            self.setAccessibleDescription(self.toolTip())

    def _frame(self) -> QRectF:
        """Where the picture is."""
        side = min(max(LEAST, min(MOST, self.width())), self.height() - _GAP - self.fontMetrics().height())
        return QRectF((self.width() - side) / 2, 0, side, side)

    def sizeHint(self) -> QSize:
        return QSize(56, 56 + _GAP + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, LEAST + _GAP + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        frame = self._frame()
        on = self.isChecked() or not self.isCheckable()
        painter.fillRect(frame, self.palette().color(QPalette.ColorRole.Dark))
        box = frame.adjusted(1, 1, -1, -1)
        painter.fillRect(box, _GROUND)
        if self.image is not None:
            self._paint_image(painter, box)
        if event.rect().bottom() > frame.bottom():
            self._paint_title(painter, frame.bottom() + _GAP, on)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRect(frame.adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_image(self, painter: QPainter, box: QRectF) -> None:
        assert self.image is not None
        wide, high = self.image.width(), self.image.height()
        painter.save()
        if max(wide, high) <= _SQUARES:
            scale = box.width() / max(_FINE, wide, high)  # 20 pixels are shown smaller than 28
            place = QRectF(0, 0, wide * scale, high * scale)
            place.moveCenter(box.center())
            painter.drawImage(place, self.image)
        else:
            size = self.image.size().toSizeF().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(box.topLeft(), size)
            place.moveCenter(box.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self.image)
        painter.restore()

    def _paint_title(self, painter: QPainter, top: float, on: bool) -> None:
        metrics, palette = self.fontMetrics(), self.palette()
        mark = _BOX + _GAP if self.isCheckable() else 0
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - mark)
        left = (self.width() - mark - metrics.horizontalAdvance(text)) / 2
        if mark:
            square = QRectF(round(left), round(top + (metrics.height() - _BOX) / 2), _BOX, _BOX)
            painter.setPen(palette.color(QPalette.ColorRole.Highlight if on else QPalette.ColorRole.Mid))
            painter.setBrush(palette.color(QPalette.ColorRole.Highlight if on else QPalette.ColorRole.Base))
            painter.drawRect(square)
            if on:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(palette.color(QPalette.ColorRole.HighlightedText), 1.6))
                at = square.topLeft()
                tick = [at + QPointF(2, 4.7), at + QPointF(4, 6.8), at + QPointF(7.2, 2.5)]
                painter.drawPolyline(tick)
        painter.setPen(palette.windowText().color() if on else soft_text(palette))
        room = QRectF(left + mark, top, self.width(), metrics.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class PreparationStrip(QWidget):
    """Shows each step's picture and lets each step be switched off, to see what it is good for.

    Signals:
        switched(object): a `frozenset` of the names of the steps that are off.

    Attributes:
        hide_button: hides the strip; the View menu shows it again.
    """

    switched = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preparationStrip")
        self.setAccessibleName(self.tr("Steps from the pad to the network"))
        self._tiles = [StepTile(*words, parent=self) for words in self._words()]
        self._squeezed = StepTile(
            "",
            self.tr("Squeezed"),
            self.tr("The whole picture at the network's size; its proportions are given up, as by Resize"),
            parent=self,
        )
        self._squeezed.setObjectName("stepSqueezed")
        self._squeezed.hide()
        self._whole = False
        self.images: AnswerImages | None = None
        for tile in self._tiles:
            tile.toggled.connect(self._tell)
        row = in_row(*((tile, 1) for tile in (*self._tiles, self._squeezed)), spacing=4)
        self.setLayout(in_column(self._header(), row, spacing=3, margin=0))

    def _words(self) -> list[tuple[str, str, str]]:
        return [
            ("", self.tr("Original"), self.tr("What was drawn or opened, before anything is done to it")),
            (
                "ink",
                self.tr("Ink"),
                self.tr(
                    "Pictures only: tells the pen's lines from paper, shadows, printed lines and the table. "
                    "Without it the network sees the paper too."
                ),
            ),
            (
                "width",
                self.tr("Width"),
                self.tr(
                    "Draws all lines as wide as MNIST's. Without it, thin pencils and thick brushes look "
                    "unlike anything the network was trained on."
                ),
            ),
            (
                "crop",
                self.tr("Crop"),
                self.tr(
                    "Cuts out what is inked. Without it, a small digit stays small, and one in a corner "
                    "stays there."
                ),
            ),
            (
                "scale",
                self.tr("20×20"),
                self.tr(
                    "Makes the longer side 20 pixels, as in MNIST. Without it the digit fills all 28 and has "
                    "no rim."
                ),
            ),
            (
                "centre",
                self.tr("Centre"),
                self.tr(
                    "Puts the centre of mass into the middle of 28×28, as in MNIST; without it, the box's "
                    "middle goes there."
                ),
            ),
        ]

    def _header(self) -> QHBoxLayout:
        title = ElidedLabel(self, cut=Qt.TextElideMode.ElideRight)
        title.set_text(self.tr("From the pad to the network"))
        self.reset_button = self._button("stepsReset", self.tr("All on"), self.tr("Switch all steps on"))
        self.reset_button.setEnabled(False)
        self.reset_button.clicked.connect(self.reset)
        hint = self.tr("Hide the steps; the View menu shows them")
        self.hide_button = self._button("stepsHide", self.tr("Hide"), hint)
        return in_row((title, 1), self.reset_button, self.hide_button, spacing=2)

    def _button(self, name: str, text: str, description: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setAutoRaise(True)
        button.setAccessibleName(description)
        button.setToolTip(description)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the pad
        return button

    def off(self) -> frozenset[str]:
        """Names of the steps that are switched off."""
        return frozenset(tile.name for tile in self._tiles if tile.isCheckable() and not tile.isChecked())

    @Slot()
    def reset(self) -> None:
        """Switch all steps on."""
        before = self.off()
        for tile in self._tiles:
            tile.blockSignals(True)
            tile.setChecked(True)
            tile.blockSignals(False)
            tile.update()
        if before:
            self._tell()

    @Slot()
    def _tell(self) -> None:
        off = self.off()
        self.reset_button.setEnabled(bool(off))
        self.switched.emit(off)

    def show_steps(self, images: AnswerImages) -> None:
        """Show what every step gave."""
        self.images = images
        if self.isVisible():
            self._show_steps()

    def _show_steps(self) -> None:
        tiles = [self._tiles[0], self._squeezed] if self._whole else self._tiles
        steps: Sequence[StepImage | None] = () if self.images is None else self.images.steps
        if len(steps) != len(tiles):  # nothing is drawn, or this is the last answer of another network
            steps = (None,) * len(tiles)
        for tile, step in zip(tiles, steps, strict=True):
            tile.show_step(step)

    def set_whole(self, whole: bool) -> None:
        """Show the steps of a network that takes the whole picture, or those of ink."""
        self._whole = whole
        for tile in self._tiles[1:]:
            tile.setHidden(whole)
        self._squeezed.setHidden(not whole)
        self.reset_button.setHidden(whole)

    def showEvent(self, event: QShowEvent) -> None:
        self._show_steps()
        super().showEvent(event)
