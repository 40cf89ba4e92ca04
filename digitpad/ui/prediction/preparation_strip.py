"""What happens between the pad and the network: a row of small pictures, each step with a switch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from digitpad.ui.prediction.answer import AnswerImages, StepImage
from digitpad.ui.prediction.step_tile import StepTile
from digitpad.ui.prediction.way_choice import WayChoice
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.elided_label import ElidedLabel

_APART = 4  # pixels between two tiles


class PreparationStrip(QWidget):
    """Shows each step's picture and lets each step be switched off, to see what it is good for.

    Signals:
        switched(object): a `frozenset` of the names of the steps that are off.

    Attributes:
        hide_button: hides the strip; the View menu shows it again.
        ways: how ink is told from paper, of opened pictures.
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
        row = in_row(*((tile, 1) for tile in (*self._tiles, self._squeezed)), spacing=_APART)
        self.setLayout(in_column(self._header(), (row, 1), spacing=3, margin=0))

    def height_for(self, width: int) -> int:
        """How high the strip with the largest pictures for this width is, in pixels."""
        tiles = [tile for tile in (*self._tiles, self._squeezed) if not tile.isHidden()]
        each = (width - _APART * (len(tiles) - 1)) // max(1, len(tiles))
        usual = self.sizeHint().height()
        return usual + max(0, max(tile.height_for(each) - tile.sizeHint().height() for tile in tiles))

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
        title.set_text(self.tr("From the pad to the network"), short=self.tr("Steps"))
        self.ways = WayChoice(self)
        self.reset_button = self._button("stepsReset", self.tr("All on"), self.tr("Switch all steps on"))
        self.reset_button.setEnabled(False)
        self.reset_button.clicked.connect(self.reset)
        hint = self.tr("Hide the steps; the View menu shows them")
        self.hide_button = self._button("stepsHide", self.tr("Hide"), hint)
        return in_row((title, 1), self.ways, self.reset_button, self.hide_button, spacing=2)

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

    def about_input(self) -> str:
        """What was done to what the network gets."""
        if self._whole:
            return self.tr("What the network gets: the picture, squeezed to its size")
        off = self.off()
        if not off:
            return self.tr("What the network gets: the ink cropped, scaled and centred")
        titles = " · ".join(tile.text() for tile in self._tiles if tile.name in off)
        return self.tr("What the network gets, with steps switched off: {steps}").format(steps=titles)

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
