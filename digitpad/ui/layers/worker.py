"""Looks into the network for what is on the pad, in a thread of its own: the latest drawing wins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from digitpad.errors import Cancelled
from digitpad.ui.threads.latest import Latest, Requests
from digitpad.ui.threads.priority import use_one_core

if TYPE_CHECKING:
    from torch import nn

    from digitpad.data.preprocess import FloatArray
    from digitpad.insight.recording import Recording
    from digitpad.model.checkpoint import Checkpoint

_PAUSE = 0.1
"""Seconds between two looks: the hand does not see more, and the pad has the processor meanwhile."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is to be looked at.

    Attributes:
        checkpoint: the network.
        input: float32 (H, W), 0 empty to 1 full ink: what it gets; None where nothing is drawn.
        class_number: the class whose reasons are asked for.
        reasons: "gradient", "occlusion", or "" for none.
        layers: whether the layers are asked for.
    """

    checkpoint: Checkpoint
    input: FloatArray | None
    class_number: int = 0
    reasons: str = ""
    layers: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What was seen.

    Attributes:
        question: what was asked.
        recording: the layers; of a blank input where nothing was drawn. None where they were not asked for.
        reasons: float32 (H, W), what speaks for the class, above 0, and against it; None where that was not
            asked for, or nothing is drawn.
    """

    question: Question
    recording: Recording | None
    reasons: FloatArray | None


class ActivationsWorker(Latest):
    """Records layers and finds reasons, for the newest question; those that were overtaken get no answer.

    It has no low priority, unlike training: this thread holds Python's lock for much of its time, and whoever
    waits for the lock would wait until a niced thread's turn comes.

    Signals:
        seen(object): a `Look`.
    """

    seen = Signal(object)

    def __init__(self, parent: QObject) -> None:
        failure = "This network cannot be looked into: {why}."
        super().__init__(self._answer, "activations", parent, pause=_PAUSE, failure=failure)
        self._network: tuple[Checkpoint, nn.Module] | None = None

    def _answer(self, requests: Requests) -> None:
        """In the thread."""
        use_one_core()
        self.post(self.seen.emit, self._look(requests["question"]))

    def _go_on(self) -> None:
        """Give up what is of no use any more."""
        if self.overtaken:
            raise Cancelled

    def _look(self, question: Question) -> Look:
        import numpy as np

        from digitpad.data.preprocess import as_batch
        from digitpad.insight.attribution import gradient, occlusion
        from digitpad.insight.recording import record
        from digitpad.model.normalization import normalize_unit

        checkpoint = question.checkpoint
        if self._network is None or self._network[0] is not checkpoint:
            self._network = checkpoint, checkpoint.network()
        network = self._network[1]
        form = checkpoint.form
        blank = np.zeros((form.size, form.size), np.float32)
        picture = blank if question.input is None else question.input
        if form.colour and picture.ndim == 2:  # ink, for a network that takes colour
            picture = np.repeat(picture[:, :, None], form.channels, axis=2)
        recording = None
        if question.layers:
            recording = record(network, normalize_unit(as_batch(picture), checkpoint.mean, checkpoint.std))
        reasons = None
        if question.reasons and question.input is not None:
            given = network, picture, checkpoint.mean, checkpoint.std, question.class_number
            by_slope = question.reasons == "gradient"
            reasons = gradient(*given) if by_slope else occlusion(*given, self._go_on)
        return Look(question, recording, reasons)
