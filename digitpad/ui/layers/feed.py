"""The layers of what is on the pad, computed anew whenever that or the network changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from digitpad.errors import DigitpadError, tr
from digitpad.ui.layers.worker import Activations, ActivationsRequest, compute_activations
from digitpad.ui.threads.latest import Latest, Requests

if TYPE_CHECKING:
    from torch import nn

    from digitpad.model.checkpoint import Checkpoint
    from digitpad.ui.prediction import PredictionController, ShownDigit

_PAUSE = 0.1
"""Seconds between two answers: the eye does not see more, and the pad has the processor meanwhile."""


class ActivationsFeed(QObject):
    """Computes while it is followed, and not at every point otherwise.

    Args:
        name: of its thread.
        prediction: knows the network and the digit whose bars are displayed.
        answer_changed: emitted when another answer is displayed.
        asked: makes the request of the network and that digit; None for nothing.
        show: called with the `Activations`.
        parent: its owner.

    Signals:
        failed(object): the `DigitpadError` of layers that cannot be computed.
    """

    failed = Signal(object)

    def __init__(
        self,
        name: str,
        prediction: PredictionController,
        answer_changed: SignalInstance,
        asked: Callable[[Checkpoint | None, ShownDigit | None], ActivationsRequest | None],
        show: Callable[[Activations], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._prediction, self._asked, self._show = prediction, asked, show
        self._live = (answer_changed, prediction.weights_changed)
        self._followed = False  # whether `_live` is connected
        # No low priority, unlike training: this thread holds Python's lock for much of its time, and whoever
        # waits for the lock would wait until a niced thread's turn comes.
        self._worker = Latest(
            self._compute,
            self._take,
            name,
            self,
            pause=_PAUSE,
            failure=tr("The layers of this network cannot be shown: {why}."),
        )
        self._network: tuple[Checkpoint, nn.Module] | None = None  # the thread's
        self._worker.failed.connect(self._failed)
        prediction.network_shown.connect(self.request)
        prediction.assumptions_changed.connect(self.request)

    def follow(self, on: bool) -> None:
        """Hear of answers and newer weights from now on, or no more."""
        if on != self._followed:
            self._followed = on
            for changed in self._live:
                (changed.connect if on else changed.disconnect)(self.request)
        self.request()

    @Slot()
    def request(self) -> None:
        """Compute the layers of the present answer."""
        if not self._followed:
            return
        request = self._asked(self._prediction.checkpoint, self._prediction.live.digit)
        if request is not None:
            self._worker.ask(request=request)
            self._worker.start()

    def _compute(self, requests: Requests) -> Iterator[Activations]:
        request: ActivationsRequest = requests["request"]
        if self._network is None or self._network[0] is not request.checkpoint:
            self._network = request.checkpoint, request.checkpoint.network()
        yield compute_activations(request, self._network[1], self._worker.check_overtaken)

    def _take(self, activations: Activations) -> None:
        # Of another network than the present one there is a request already.
        if self._followed and activations.request.checkpoint is self._prediction.checkpoint:
            self._show(activations)

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        self.failed.emit(error)
