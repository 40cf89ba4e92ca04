"""The network that answers: loaded, replaced, changed in its normalisation, and shown."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.errors import DigitpadError
from digitpad.form import DIGITS, INK, WHOLE
from digitpad.ui.pad import Canvas, PromptKind
from digitpad.ui.prediction.live_reading import LiveReading
from digitpad.ui.prediction.panel import PredictionPanel
from digitpad.ui.prediction.preparation_strip import PreparationStrip
from digitpad.ui.prediction.trying import Folders, Order, Trying
from digitpad.ui.prediction.worker import LoadFailure, NetworkChanged, NetworkEvent, NetworkUnknown

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint


class PredictionController(QObject):
    """Decides which network reads the pad.

    Args:
        canvas: what is read.
        panel: shows the answers and the network.
        strip: shows the steps on the way to the network.
        folders: know the pictures on which networks are tried.
        parent: its owner.

    Attributes:
        live: reads the drawing and shows the answers.
        trying: tries the networks that a file of weights may be of.
        checkpoint: the network that answers; None while there is none.
        parameters: how many numbers it has learnt.
        pending_path: the network that is loaded as soon as torch is there; None for the shipped one.

    Signals:
        network_loaded(object): the `Path` that was asked for and whose network answers now.
        assumptions_changed(object): the `Checkpoint` that answers now, with a normalisation or anything else
            that the user chose.
        failed(object): the `LoadFailure` of a file that could not be used.
        given_up(): the user gave up opening a file.
        refused(object): the `DigitpadError` for assumptions that cannot be.
        network_shown(): another network answers now.
        weights_changed(): the run's network answers with newer weights.
    """

    network_loaded = Signal(object)
    assumptions_changed = Signal(object)
    failed = Signal(object)
    given_up = Signal()
    refused = Signal(object)
    network_shown = Signal()
    weights_changed = Signal()

    def __init__(
        self,
        canvas: Canvas,
        panel: PredictionPanel,
        strip: PreparationStrip,
        folders: Folders,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._panel = panel
        self._strip = strip
        self.live = LiveReading(canvas, panel, strip, self._take, self)
        self._worker = self.live.worker
        self._folders = folders
        self.trying = Trying(folders, self)
        self.trying.cancelled.connect(self._given_up)
        panel.network_lines.trying.follow(self.trying)
        self._torch_loaded = False
        self.pending_path: Path | None = None
        self._shipped: Path | None = None  # the shipped network, once it was asked for
        self._asked: Path | None = None  # the network that was asked for last
        self.checkpoint: Checkpoint | None = None
        self.parameters = 0
        self._worker.failed.connect(self._failed)
        panel.network_lines.normalisation.chosen.connect(self._normalise)
        strip.switched.connect(self._set_steps_off)
        panel.show_loading()

    @Slot()
    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    @Slot()
    def torch_loaded(self) -> None:
        """torch is there: load the network that was asked for, else the shipped one."""
        self._torch_loaded = True
        path, self.pending_path = self.pending_path, None
        if path is None:
            self.load_default()
        else:
            self.load(path)

    @Slot()
    def load_default(self) -> None:
        """Answer with the shipped network."""
        from digitpad.resources import default_checkpoint

        try:
            self._shipped = default_checkpoint()
            self.load(self._shipped)
        except DigitpadError as error:
            self._network_failed(LoadFailure(error))

    @property
    def unchosen(self) -> bool:
        """Whether the shipped network answers, or none yet, and no other one was asked for."""
        present = self._shipped if self.checkpoint is None else self.checkpoint.path
        return self.pending_path is None and present == self._shipped and self._asked in (None, present)

    def load(self, path: Path, entry: str = "") -> None:
        """Answer with the network in `path`, called `entry` of several; on failure the present one stays."""
        self.trying.stop()
        if self._torch_loaded:
            self.live.waits_for_network = True
            self._asked = path
            root, _ = self._folders()
            self._worker.ask(path=(path, entry, root))
        else:
            self.pending_path = path

    def load_with(self, order: Order) -> None:
        """Answer with the network in a file that has the ordered layers; on failure the present one stays."""
        self.trying.open(order, partial(self._tried, order.path))

    def use(self, checkpoint: Checkpoint) -> None:
        """Answer with this network; of one in training that answers already, only the weights change."""
        self.trying.stop()
        self._worker.ask(checkpoint=checkpoint)

    def assume(self, assume: tuple[str, ...]) -> None:
        """Open the file of the network that answers again, with these texts of `--assume` settled."""
        from digitpad.model.assumptions import LAYERS

        checkpoint = self.checkpoint
        if checkpoint is None or checkpoint.path is None or checkpoint.assumed is None:
            return
        layers = checkpoint.layers if LAYERS in checkpoint.assumed.chosen else ()
        self.trying.open(Order(checkpoint.path, assume, layers, checkpoint.file_entry), self._assumed)

    @property
    def title(self) -> str:
        """What the network that answers is called."""
        return "" if self.checkpoint is None else self._panel.network_lines.title(self.checkpoint)

    @Slot()
    def show_title(self) -> None:
        """The network that answers may have another name by now."""
        if self.checkpoint is not None:
            self._panel.network_lines.show_title(self.checkpoint)

    def set_several(self, on: bool) -> None:
        """Look for several digits in what is drawn, or read it as one."""
        self._worker.ask(several=on)

    @Slot(object)
    def _set_steps_off(self, off: frozenset[str]) -> None:
        self._worker.ask(off=off)

    @Slot(float, float)
    def _normalise(self, mean: float, std: float) -> None:
        if self.checkpoint is not None:
            self._worker.ask(normalisation=(self.checkpoint, mean, std))

    def _take(self, event: NetworkEvent) -> None:
        match event:
            case LoadFailure():
                self._network_failed(event)
            case NetworkUnknown(path, entry):
                if self.checkpoint is None:  # the program began with it, and trying takes a while
                    self.load_default()
                self.trying.open(Order(path, entry=entry), partial(self._tried, path))
            case NetworkChanged(checkpoint, path, int(parameters)):
                self._network_changed(checkpoint, path, parameters)
            case NetworkChanged(checkpoint):
                self.checkpoint = checkpoint
                self._panel.network_lines.show_standing(checkpoint)
                self.weights_changed.emit()

    def _network_changed(self, checkpoint: Checkpoint, path: Path | None, parameters: int) -> None:
        self.checkpoint, self.parameters = checkpoint, parameters
        if checkpoint.classes != self._panel.classes():
            self._panel.set_classes(checkpoint.classes)
            self.live.forget()
        self._canvas.set_prompt(_prompt_kind(checkpoint))
        self._panel.input_preview.set_size(checkpoint.form.size)
        self._strip.set_whole(checkpoint.form.content != INK)
        self._panel.network_lines.show_network(checkpoint, parameters)
        if self.live.answer is None and self._canvas.drawing().empty:
            self._panel.show_blank()
        self.network_shown.emit()
        if path is not None:
            self.network_loaded.emit(path)
        elif checkpoint.normalisation_from == "you" or checkpoint.assumed is not None:
            self.assumptions_changed.emit(checkpoint)
        if checkpoint.assumed is not None and not checkpoint.assumed.is_measured:
            self.trying.measure(checkpoint, partial(self._measured, checkpoint))

    def _tried(self, path: Path, outcome: Checkpoint | LoadFailure) -> None:
        """The file that the user asked for was tried."""
        if isinstance(outcome, LoadFailure):
            self._network_failed(outcome)
        else:
            self._worker.ask(tried=(outcome, path))

    def _assumed(self, outcome: Checkpoint | LoadFailure) -> None:
        """The network that answers was tried with other assumptions."""
        if isinstance(outcome, LoadFailure):
            self.refused.emit(outcome.error)
        else:
            self._worker.ask(tried=(outcome, None))

    def _measured(self, before: Checkpoint, outcome: Checkpoint | LoadFailure) -> None:
        if self.checkpoint is before and not isinstance(outcome, LoadFailure):
            self.checkpoint = outcome
            self._panel.network_lines.show_standing(outcome)
            self.assumptions_changed.emit(outcome)

    @Slot()
    def _given_up(self) -> None:
        self.given_up.emit()
        if self.checkpoint is None:
            self.load_default()

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        self._network_failed(LoadFailure(error))

    def _network_failed(self, failure: LoadFailure) -> None:
        self.live.waits_for_network = self.checkpoint is not None
        if self.checkpoint is None:
            self._panel.show_no_network(self.tr("No network is loaded. Load a .pth file or train one."))
        self.failed.emit(failure)
        if self.checkpoint is None and failure.path not in (None, self._shipped):
            self.load_default()  # the program began with a file that cannot answer


def _prompt_kind(checkpoint: Checkpoint) -> PromptKind:
    """What the empty pad asks for."""
    if checkpoint.form.colour and checkpoint.form.content == WHOLE:
        return PromptKind.PICTURE
    return PromptKind.DIGIT if set(checkpoint.classes) <= set(DIGITS) else PromptKind.DRAWING
