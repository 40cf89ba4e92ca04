"""The digits of a number in the window: marked on the pad, one of them chosen, its bars in the panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.marks import Mark
from digitpad.ui.pad.pad_picture import PadPicture
from digitpad.ui.prediction.answering import Answer
from digitpad.ui.prediction.panel import PredictionPanel
from digitpad.ui.prediction.step_pictures import Ink

if TYPE_CHECKING:
    from digitpad.data.preprocess import FloatArray
    from digitpad.ink.drawing import Drawing
    from digitpad.reading import Box, Reading


@dataclass(frozen=True, slots=True, eq=False)
class ShownDigit:
    """The digit whose bars are shown.

    Attributes:
        input: float32 (H, W), or (H, W, 3) in colour, what the network got of it.
        class_number: the class that was answered.
        box: left, top, right, bottom of its ink on the pad, in network pixels.
        exact: whether `input` itself lies on the pad, as a dataset's picture does.
    """

    input: FloatArray
    class_number: int
    box: Box
    exact: bool = False


class ShownNumber(QObject):
    """Shows what was read; of several digits the first is chosen until a person chooses another.

    A chosen digit stays chosen while the drawing goes on, as long as one of its strokes is in some digit.

    Args:
        canvas: where the digits are marked.
        panel: where the chosen one's bars are.
        parent: its owner.

    Signals:
        chosen(int): another digit is chosen now, from the left.
        digit_shown(object): the `ShownDigit` whose bars are shown now; None where nothing is read.
    """

    chosen = Signal(int)
    digit_shown = Signal(object)

    def __init__(self, canvas: Canvas, panel: PredictionPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._panel = panel
        self._reading: Reading | None = None
        self._chosen = 0
        self._by_hand = False  # whether a person chose
        self._told = 0  # the chosen digit that was told last
        self._by_network = False  # whether there was a network that read
        self._read: Drawing | None = None
        self._inks: tuple[Ink, ...] = ()
        canvas.mark_clicked.connect(self.choose)
        panel.digit_chosen.connect(self.choose)

    def show(self, answer: Answer) -> None:
        """Show what was read, if anything was."""
        self._read, self._inks = answer.drawing, answer.inks
        self._by_network = answer.reading is not None
        if answer.reading is None or answer.reading.blank:
            self._clear()
        else:
            self._show(answer.reading)
        if self._chosen != self._told:
            self._told = self._chosen
            self.chosen.emit(self._chosen)

    def _show(self, reading: Reading) -> None:
        self._chosen = self._found_again(reading)
        self._by_hand = self._by_hand and reading.several
        self._reading = reading
        marks = [
            Mark(digit.box, reading.classes[digit.prediction.digit], digit.prediction.unknown)
            for digit in reading.digits
        ]
        self._canvas.set_marks(marks, self._chosen)
        self._show_chosen()

    def _clear(self) -> None:
        self._reading, self._chosen, self._by_hand = None, 0, False
        self._canvas.set_marks(())
        self.digit_shown.emit(None)

    @Slot(int)
    def choose(self, chosen: int) -> None:
        """Show the bars of the digit with this number, from the left."""
        if self._reading is not None and 0 <= chosen < len(self._reading.digits):
            self._chosen, self._by_hand = chosen, True
            self._canvas.set_marks(self._canvas.marks(), chosen)
            self._show_chosen()
            self._told = chosen
            self.chosen.emit(chosen)

    def chosen_ink(self) -> Ink | None:
        """The ink of the chosen digit, of a single one all there is; None until it is read."""
        drawing = self._canvas.drawing()
        if self._read == drawing and self._inks:
            return self._inks[self._chosen]
        # Before there is a network nothing is divided, and strokes can be taken as they are.
        return None if self._by_network or isinstance(drawing, PadPicture) else drawing

    def _found_again(self, reading: Reading) -> int:
        """Where the digit that a person chose is now."""
        if not self._by_hand or self._reading is None or not reading.several:
            return 0
        strokes = set(self._reading.digits[self._chosen].strokes)
        if not strokes:  # of a picture nothing is known of before
            return min(self._chosen, len(reading.digits) - 1)
        common = [len(strokes.intersection(digit.strokes)) for digit in reading.digits]
        return common.index(max(common)) if any(common) else 0

    def _show_chosen(self) -> None:
        reading = self._reading
        if reading is None:
            return
        digit = reading.digits[self._chosen]
        found = digit.prediction
        self._panel.input_preview.set_picture(found.input)
        self._canvas.set_overlay(found.input)
        self._panel.show_prediction(
            found.log_probs,
            found.digit,
            found.margin,
            unknown=found.unknown,
            number=[digit.prediction.digit for digit in reading.digits] if reading.several else (),
            chosen=self._chosen,
        )
        if found.input is not None:
            exact = isinstance(self._read, PadPicture) and self._read.exact
            self.digit_shown.emit(ShownDigit(found.input, found.digit, digit.box, exact))
