"""Looks into the network for what is on the pad, in a thread of its own: the latest drawing wins."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from digitpad.errors import Cancelled, DigitpadError, reason

if TYPE_CHECKING:
    from torch import nn

    from digitpad.data.preprocess import FloatArray
    from digitpad.insight.recording import Recording
    from digitpad.model.checkpoint import Checkpoint

_log = logging.getLogger("digitpad")

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


class ActivationsWorker(QThread):
    """Records layers and finds reasons, for the newest question; those that were overtaken get no answer.

    Args:
        wait_for_imports: called first in the thread; when two threads import modules that import each other,
            Python hands out half-made ones.

    Signals:
        seen(object): a `Look`.
        failed(object): the `DigitpadError` of a network that cannot be looked into.
    """

    seen = Signal(object)
    failed = Signal(object)

    def __init__(self, wait_for_imports: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lookingWorker")
        self.setStackSize(16 * 1024 * 1024)  # macOS gives threads 512 KB, too little for matrix libraries
        self._wait_for_imports = wait_for_imports
        self._wake = threading.Condition()
        self._question: Question | None = None
        self._quit = False
        self._network: tuple[Checkpoint, nn.Module] | None = None

    def ask(self, question: Question) -> None:
        """Have this looked at; replaces a question that still waits."""
        with self._wake:
            self._question = question
            self._wake.notify()
        if not self.isRunning() and not self._quit:
            self.start()

    def stop(self) -> None:
        """End the thread after what it is doing, and wait for it."""
        with self._wake:
            self._quit = True
            self._wake.notify()
        self.wait()

    def run(self) -> None:
        """Work until stopped; called by Qt in the thread."""
        # Not niced, unlike training: this thread holds Python's lock for much of its time, and whoever waits
        # for the lock would wait until a niced thread's turn comes.
        self._wait_for_imports()
        import torch

        torch.set_num_threads(1)  # counts per thread; one picture is read fastest by one
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._quit or self._question is not None)
                if self._quit:
                    return
                question, self._question = self._question, None
            assert question is not None
            try:
                self.seen.emit(self._look(question))
            except Cancelled:
                continue
            except Exception as error:  # noqa: BLE001 - whatever it was, the thread lives on for the next drawing
                _log.exception("the network could not be looked into")
                self.failed.emit(
                    DigitpadError("This network cannot be looked into: {why}.", why=reason(error))
                )
            time.sleep(_PAUSE)

    def _go_on(self) -> None:
        """Give up what is of no use any more: a newer question waits, or the thread shall end."""
        if self._quit or self._question is not None:
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
