"""What is on the pad, read at every change and shown: on the pad, in the panel, in the strip of steps."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from digitpad.form import UNREAD
from digitpad.ink.drawing import Drawing
from digitpad.ui.messages import sentence
from digitpad.ui.pad import Canvas, Mark
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.prediction.answer import Answer, AnswerImages, Ink
from digitpad.ui.prediction.panel import PredictionPanel
from digitpad.ui.prediction.picture_inks import WayImages
from digitpad.ui.prediction.preparation_strip import PreparationStrip
from digitpad.ui.prediction.worker import FAILURE, NetworkEvent, PadReader, ReadRequest
from digitpad.ui.threads.latest import Latest

if TYPE_CHECKING:
    from digitpad.data.preprocess import FloatArray
    from digitpad.reading import Box

_PATIENCE = 300  # milliseconds that what was read before stays while a picture is read


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


class LiveReading(QObject):
    """Asks for every drawing to be read, and shows the answers.

    Of several digits the first is chosen until the user chooses another. A chosen digit stays chosen while
    the drawing goes on, as long as one of its strokes is in some digit. The panel's `answer_changed` comes
    last: then all of this knows the answer.

    Args:
        canvas: what is read, and where the digits are marked.
        panel: where the chosen one's bars are.
        strip: where its steps are.
        take_change: called with what becomes of the network.
        parent: its owner.

    Attributes:
        worker: the thread of the `PadReader`.
        answer: what is shown; None before the first one.
        chosen: number of the chosen digit, row by row.
        waits_for_network: whether a network is on its way; else the panel says why there is none.
    """

    def __init__(
        self,
        canvas: Canvas,
        panel: PredictionPanel,
        strip: PreparationStrip,
        take_change: Callable[[NetworkEvent], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._panel = panel
        self._strip = strip
        self._take_change = take_change
        reader = PadReader(self._check_overtaken)
        self.worker = Latest(
            reader.answer, self._take, "predictionWorker", self, failure=FAILURE, after_imports=False
        )
        self.answer: Answer | None = None
        self.chosen = 0
        self.waits_for_network = True
        self._by_hand = False  # whether the user chose
        self._way = ""  # how the user wants a picture's ink told from paper
        self._changed_at = 0.0
        self._waiting: Callable[[Ink], object] | None = None
        canvas.drawing_changed.connect(self._read)
        canvas.mark_clicked.connect(self.choose)
        panel.answer.digit_chosen.connect(self.choose)
        strip.ways.chosen.connect(self._read_with)
        strip.ways.opened.connect(self._ask_for_ways)

    @property
    def seconds_at_rest(self) -> float:
        """How long the drawing has not changed."""
        return time.monotonic() - self._changed_at

    @property
    def digit(self) -> ShownDigit | None:
        """The digit whose bars are shown; None where nothing is read."""
        if self.answer is None or not self.answer.digits:
            return None
        digit, drawing = self.answer.digits[self.chosen], self.answer.drawing
        if digit.prediction.input is None:
            return None
        exact = isinstance(drawing, PadPicture) and drawing.exact
        return ShownDigit(digit.prediction.input, digit.prediction.digit, digit.box, exact)

    def when_read(self, use: Callable[[Ink], object]) -> None:
        """Call `use` with the ink of the chosen digit, of a single one with all there is.

        It is called at once or when what is on the pad is read, and not at all if that changes before.
        """
        drawing, answer = self._canvas.drawing(), self.answer
        if answer is not None and (answer.drawing, answer.way) == (drawing, self._way):
            ink = answer.ink(self.chosen)
            if ink is not None:
                use(ink)
        elif (answer is None or answer.reading is None) and not isinstance(drawing, PadPicture):
            use(drawing)  # before there is a network nothing is divided, and strokes can be taken as they are
        else:
            self._waiting = use

    @Slot(int)
    def choose(self, number: int) -> None:
        """Show the bars of the digit with this number, row by row."""
        if self.answer is not None and 0 <= number < len(self.answer.digits):
            self.chosen, self._by_hand = number, True
            self._canvas.set_marks(self._canvas.marks(), number)
            self._show_chosen(self.answer)

    def forget(self) -> None:
        """Drop the answer, as a network with other classes answers now; its own answer follows."""
        self.answer = None
        self._canvas.set_marks(())
        self._show_ways(None)
        if isinstance(self._canvas.drawing(), PadPicture):
            self._panel.show_reading()

    @Slot(object)
    def _read(self, drawing: Drawing) -> None:
        self._waiting = None  # that was meant of another drawing
        self._changed_at = time.monotonic()
        self._way = ""
        self._strip.ways.close_popup()
        self._show_ways(None)
        if isinstance(drawing, PadPicture):
            self._canvas.set_marks(())  # those of what was there before
            QTimer.singleShot(_PATIENCE, self, self._say_that_it_is_read)
        self._ask(drawing)

    def _check_overtaken(self) -> None:
        """In the thread: give up reading a picture when there is another drawing, or the window closes."""
        self.worker.check_overtaken("read")

    @Slot()
    def _say_that_it_is_read(self) -> None:
        """Where the answer to a picture takes a while, none of what was there before stays."""
        drawing = self._canvas.drawing()
        if not isinstance(drawing, PadPicture) or not self.waits_for_network:
            return
        if self.answer is None or self.answer.drawing is not drawing:
            self.answer = None
            self._show_images(AnswerImages(Answer(drawing), None))
            self._panel.show_reading()

    def _ask(self, drawing: Drawing) -> None:
        self.worker.ask(read=ReadRequest(drawing, self.chosen, self._strip.isVisible(), self._way))

    @Slot(str)
    def _read_with(self, way: str) -> None:
        """Read the picture again with this way to tell its ink from paper; "" for the best one."""
        self._way = way
        self._ask(self._canvas.drawing())
        self._ask_for_ways()  # which this may have overtaken

    @Slot()
    def _ask_for_ways(self) -> None:
        drawing = self._canvas.drawing()
        if isinstance(drawing, PadPicture):
            self.worker.ask(ways=drawing)

    def _take(self, event: Answer | NetworkEvent | WayImages) -> None:
        if isinstance(event, Answer):
            self._show(event)
        elif isinstance(event, WayImages):
            if event.picture is self._canvas.drawing():
                self._strip.ways.show_images(event.images)
        else:
            self._take_change(event)

    def _show(self, answer: Answer) -> None:
        # An answer may be overtaken by the hand: it is shown all the same, since answers come in order and a
        # fast mouse would otherwise see none before it rests.
        self.chosen = self._followed(answer)
        self.answer = answer
        self._by_hand = self._by_hand and len(answer.digits) > 1
        self._canvas.set_marks(_marks(answer), self.chosen)
        self._show_ways(answer)
        self._show_chosen(answer)
        use, self._waiting = self._waiting, None
        if use is not None:
            self.when_read(use)

    def _show_ways(self, answer: Answer | None) -> None:
        """Show the ways of an answer to choose from; none where it is about what was there before."""
        if answer is None or answer.reading is None or answer.drawing != self._canvas.drawing():
            self._strip.ways.show_ways((), "", "")
        else:
            self._strip.ways.show_ways(answer.ways, answer.way, answer.reading.way)

    def _followed(self, answer: Answer) -> int:
        """Where the digit that the user chose is now."""
        if not self._by_hand or self.answer is None or len(answer.digits) < 2:
            return 0
        strokes = set(self.answer.digits[self.chosen].strokes)
        if not strokes:  # of a picture nothing is known of before
            return min(self.chosen, len(answer.digits) - 1)
        common = [len(strokes.intersection(digit.strokes)) for digit in answer.digits]
        return common.index(max(common)) if any(common) else 0

    def _show_chosen(self, answer: Answer) -> None:
        self._show_images(answer.images(self.chosen))
        digits = answer.digits
        if not digits:
            self._show_why_nothing_is_read(answer)
            return
        prediction = digits[self.chosen].prediction
        self._panel.show_prediction(
            prediction.log_probs,
            prediction.digit,
            prediction.margin,
            unknown=prediction.unknown,
            rows=answer.rows,
            chosen=self.chosen,
        )

    def _show_images(self, images: AnswerImages) -> None:
        self._strip.show_steps(images)
        self._panel.input_preview.set_picture(images.input, images.input_image, self._strip.about_input())
        self._canvas.set_overlay(images.input, whole=not self._strip.off())

    def _show_why_nothing_is_read(self, answer: Answer) -> None:
        if answer.refused is not None:
            self._panel.show_refused(sentence(answer.refused))
        elif answer.reading is not None:
            picture = isinstance(answer.drawing, PadPicture)
            (self._panel.show_no_ink if picture else self._panel.show_blank)()
        elif self.waits_for_network:
            self._panel.show_loading()


def _marks(answer: Answer) -> list[Mark]:
    """The digits with what they were read as, then the signs; nothing where all is one digit."""
    if answer.reading is None or not answer.divided:
        return []
    classes = answer.reading.classes
    digits = [
        Mark(digit.box, classes[digit.prediction.digit], digit.prediction.unknown, line=digit.line)
        for digit in answer.digits
    ]
    signs = [Mark(sign.box, UNREAD, unread=True, line=sign.line) for sign in answer.reading.signs]
    return digits + signs
