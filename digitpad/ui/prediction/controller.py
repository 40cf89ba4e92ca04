"""What connects the pad, the prediction panel and the thread that reads: networks come and go here."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.errors import DigitpadError
from digitpad.form import DIGITS, WHOLE
from digitpad.ink.drawing import Drawing
from digitpad.ui.messages import sentence
from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.view import Wanted
from digitpad.ui.prediction.answering import Answer
from digitpad.ui.prediction.panel import PredictionPanel
from digitpad.ui.prediction.shown_number import ShownNumber
from digitpad.ui.prediction.worker import LoadFailure, PredictionWorker

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint


class PredictionController(QObject):
    """Sends every drawing to the prediction worker and shows its answers.

    Signals:
        network_loaded(object): the `Path` that was asked for and whose network answers now.
        shown(object): the `Answer` that the panel shows now.
        normalisation_changed(object): the `Checkpoint` that answers now, normalised as a person chose.
        failed(object): the `LoadFailure` of a file that could not be used.
        network_shown(): another network, or other weights, answer now.
    """

    network_loaded = Signal(object)
    shown = Signal(object)
    normalisation_changed = Signal(object)
    failed = Signal(object)
    network_shown = Signal()

    def __init__(self, canvas: Canvas, panel: PredictionPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._panel = panel
        self._worker = PredictionWorker(self)
        self.shown_number = ShownNumber(canvas, panel, self)
        self._revision = 0
        self._changed_at = 0.0
        self._torch_loaded = False
        self._wanted: Path | None = None  # loaded as soon as torch is there
        self._loading: Path | None = None
        self.checkpoint: Checkpoint | None = None
        canvas.drawing_changed.connect(self._submit)
        self._worker.answered.connect(self._show)
        self._worker.network_changed.connect(self._network_changed)
        self._worker.network_failed.connect(self._network_failed)
        self.shown_number.chosen.connect(self._worker.choose)
        panel.normalisation.chosen.connect(self._normalise)
        panel.show_loading()

    @property
    def seconds_at_rest(self) -> float:
        """How long the drawing has not changed."""
        return time.monotonic() - self._changed_at

    @Slot()
    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    @Slot()
    def torch_loaded(self) -> None:
        """torch is there: load the network that was asked for, else the shipped one."""
        self._torch_loaded = True
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            self.load_default()
        else:
            self.load(wanted)

    @Slot()
    def load_default(self) -> None:
        """Answer with the shipped network."""
        from digitpad.resources import default_checkpoint

        try:
            self._start_loading(default_checkpoint())
        except DigitpadError as error:
            self._network_failed(LoadFailure(error))

    @property
    def title(self) -> str:
        """What the network that answers is called."""
        return "" if self.checkpoint is None else self._title(self.checkpoint)

    @property
    def asked(self) -> Path | None:
        """The network that is loaded as soon as torch is there; None for the shipped one."""
        return self._wanted

    def load(self, path: Path) -> None:
        """Answer with the network in `path`; on failure the present one stays."""
        if self._torch_loaded:
            self._start_loading(path)
        else:
            self._wanted = path

    def _start_loading(self, path: Path) -> None:
        self._loading = path
        self._worker.load(path)

    def use_weights(self, checkpoint: Checkpoint) -> None:
        """Answer with the newest weights of the training run."""
        self._worker.use(checkpoint)

    @Slot(bool)
    def set_several(self, on: bool) -> None:
        """Look for several digits in what is drawn, or read it as one."""
        self._worker.set_several(on)

    @Slot(object)
    def set_steps_off(self, off: frozenset[str]) -> None:
        """Leave out these steps of the preparation; what is on the pad is read again."""
        self._worker.set_steps_off(off)

    @Slot(float, float)
    def _normalise(self, mean: float, std: float) -> None:
        if self.checkpoint is not None:
            self._worker.normalise(self.checkpoint, mean, std)

    @Slot(object)
    def _submit(self, drawing: Drawing) -> None:
        self._revision += 1
        self._changed_at = time.monotonic()
        self._worker.submit(drawing, self._revision)

    @Slot(object)
    def _show(self, answer: Answer) -> None:
        # An answer may be overtaken by the hand: it is shown all the same, since answers come in order and a
        # fast mouse would otherwise see none before it rests.
        self.shown_number.show(answer)
        if answer.reading is None or answer.reading.blank:
            self._panel.input_preview.set_picture(answer.input)
            self._canvas.set_overlay(answer.input)
            self._say_why_nothing_is_read(answer)
        self.shown.emit(answer)

    def _say_why_nothing_is_read(self, answer: Answer) -> None:
        if answer.refused is not None:
            self._panel.show_refused(sentence(answer.refused))
        elif answer.reading is not None:
            self._panel.show_blank()
        elif not self._torch_loaded or self.checkpoint is not None or self._loading is not None:
            self._panel.show_loading()  # otherwise the panel says why there is no network

    @Slot(object, int, object)
    def _network_changed(self, checkpoint: Checkpoint, parameters: int, asked: Path | None) -> None:
        self.checkpoint = checkpoint
        self._panel.set_classes(checkpoint.classes)
        self._canvas.set_wanted(_wanted(checkpoint))
        self._panel.input_preview.set_size(checkpoint.form.size)
        self._panel.set_network(
            self._title(checkpoint),
            self.tr("{name} · {count:,} parameters").format(name=checkpoint.architecture, count=parameters),
            checkpoint.test_accuracy,
            self._standing(checkpoint),
        )
        mean, std = checkpoint.mean, checkpoint.std
        if checkpoint.normalisation_from == "file" or isinstance(mean, tuple) or isinstance(std, tuple):
            self._panel.normalisation.hide()
        else:
            self._panel.normalisation.show_values(mean, std, self._origin(checkpoint.normalisation_from))
        if self._revision == 0:
            self._panel.show_blank()
        self.network_shown.emit()
        if asked is not None:
            self.network_loaded.emit(asked)
            if self._loading == asked:
                self._loading = None
        elif checkpoint.normalisation_from == "you":
            self.normalisation_changed.emit(checkpoint)

    def _origin(self, source: str) -> str:
        if source == "you":
            return self.tr("chosen by you")
        recipe = source.removeprefix("recipe ")
        return self.tr("as in the recipe {recipe}").format(recipe=recipe)

    @staticmethod
    def _is_default(path: Path) -> bool:
        from digitpad.resources import default_checkpoint

        return path == default_checkpoint()

    def _title(self, checkpoint: Checkpoint) -> str:
        if checkpoint.path is None:
            return self.tr("the run in training")
        if self._is_default(checkpoint.path):
            return self.tr("shipped network")
        return str(checkpoint.path)

    def _standing(self, checkpoint: Checkpoint) -> str:
        epoch = checkpoint.metrics.get("epoch")
        step = checkpoint.metrics.get("step")
        if checkpoint.path is None and step is not None:
            return self.tr("step {step:,}").format(step=step)
        return "" if epoch is None else self.tr("epoch {epoch}").format(epoch=epoch)

    @Slot(object)
    def _network_failed(self, failure: LoadFailure) -> None:
        self._loading = None
        if self.checkpoint is None:
            self._panel.show_no_network(self.tr("No network is loaded. Load a .pth file or train one."))
        self.failed.emit(failure)


def _wanted(checkpoint: Checkpoint) -> Wanted:
    """What the pad asks for."""
    if checkpoint.form.colour and checkpoint.form.content == WHOLE:
        return Wanted.PICTURE
    return Wanted.DIGIT if set(checkpoint.classes) <= set(DIGITS) else Wanted.DRAWING
