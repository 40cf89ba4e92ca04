"""What connects the tab that looks into the network with the pad and the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from digitpad.errors import DigitpadError
from digitpad.form import DIGIT_FORM, WHOLE
from digitpad.ui.layers.colours import reasons_image
from digitpad.ui.layers.placing import Placing, placed
from digitpad.ui.layers.tab import LayersTab
from digitpad.ui.layers.worker import ActivationsWorker, Look, Question
from digitpad.ui.messages import sentence
from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.spotlight import Spotlight
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.prediction.panel import PredictionPanel

if TYPE_CHECKING:
    from digitpad.insight.windows import Box


class LayersController(QObject):
    """Has the network looked into while the tab is in sight, and shows on the pad what was found.

    Args:
        tab: the tab.
        canvas: the pad.
        panel: tells that another answer is shown.
        recognition: knows the network and the digit that is shown.
        parent: its owner.
    """

    def __init__(
        self,
        tab: LayersTab,
        canvas: Canvas,
        panel: PredictionPanel,
        recognition: PredictionController,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._canvas = canvas
        self._panel = panel
        self._recognition = recognition
        self._worker = ActivationsWorker(self)
        self._follows = False  # whether it hears of every answer and of newer weights
        self._seen: Look | None = None
        self._field: Box | None = None
        self._placing = Placing(0.0, 0.0, 1.0)
        self._worker.seen.connect(self._show)
        self._worker.failed.connect(self._failed)
        recognition.network_shown.connect(self._ask)
        tab.visibility_changed.connect(self._follow)
        tab.reasons_chosen.connect(self._ask)
        tab.field_changed.connect(self._field_changed)

    @Slot(bool)
    def _follow(self, visible: bool) -> None:
        """Hear of answers and newer weights while the tab is in sight, and not at every point otherwise."""
        if visible != self._follows:
            self._follows = visible
            for changed in (self._panel.answer_changed, self._recognition.weights_changed):
                (changed.connect if visible else changed.disconnect)(self._ask)
        self._ask()

    @Slot()
    def _ask(self) -> None:
        """Ask what is to be seen by now, if anything is."""
        if not self._tab.isVisible():
            self._canvas.set_spotlight(None)
            return
        checkpoint = self._recognition.checkpoint
        if checkpoint is None:
            self._tab.say(self.tr("No network is loaded. Load a .pth file or train one."))
            return
        self._tab.set_classes(checkpoint.classes)
        digit, wanted = self._recognition.live.digit, self._tab.wanted_class
        answered = 0 if digit is None else digit.class_number
        question = Question(
            checkpoint,
            None if digit is None else digit.input,
            answered if wanted is None else wanted,
            self._tab.wanted_reasons,
        )
        self._worker.ask(question=question)
        self._worker.start()

    @Slot(object)
    def _show(self, look: Look) -> None:
        if not self._tab.isVisible() or look.question.checkpoint is not self._recognition.checkpoint:
            return  # of a network that answers no more; the present one has been asked for
        self._seen = look
        digit = self._recognition.live.digit
        if digit is not None and look.question.input is not None:
            whole = look.question.checkpoint.form.content == WHOLE
            self._placing = placed(look.question.input, digit.box, exact=digit.exact, whole=whole)
        if look.recording is not None:
            self._tab.show_recording(look.recording, self._recognition.title)
        self._light()

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        self._tab.say(sentence(error))

    @Slot(object)
    def _field_changed(self, field: Box | None) -> None:
        self._field = field
        self._light()

    def _light(self) -> None:
        """Show on the pad what speaks for the answer, and what the chosen cell sees."""
        nothing_read = self._recognition.live.digit is None
        reasons = None if self._seen is None or nothing_read else self._seen.reasons
        field = None if nothing_read else self._field
        if (reasons is None and field is None) or not self._tab.isVisible():
            self._canvas.set_spotlight(None)
            return
        image = None if reasons is None else reasons_image(reasons)
        place = self._placing
        frame = None
        if field is not None:
            frame = (
                *place.on_pad(field.left, field.top),
                *place.on_pad(field.right, field.bottom),
            )
        form = self._seen.question.checkpoint.form if self._seen is not None else DIGIT_FORM
        area = (place.left, place.top, *place.on_pad(form.size, form.size))
        self._canvas.set_spotlight(Spotlight(image, area, frame))
