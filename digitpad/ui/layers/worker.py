"""Computes layers and attribution for what is on the pad, in a thread of its own: the latest drawing wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from digitpad.ui.threads.latest import Latest, Requests
from digitpad.ui.threads.priority import use_one_core

if TYPE_CHECKING:
    from torch import nn

    from digitpad.data.preprocess import FloatArray
    from digitpad.insight.recording import Recording
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.reading import Box

_PAUSE = 0.1
"""Seconds between two answers: the eye does not see more, and the pad has the processor meanwhile."""


@dataclass(frozen=True, slots=True, eq=False)
class ActivationsRequest:
    """What to compute.

    Attributes:
        checkpoint: the network.
        input: float32 (H, W), 0 empty to 1 full ink, or (H, W, 3) in colour; None where nothing is read.
        box: left, top, right, bottom on the pad, in network pixels, of the ink it was made from.
        exact: whether the input itself lies on the pad.
        class_number: index of the class of the attribution.
        method: "gradient", "occlusion", or "" for no attribution.
    """

    checkpoint: Checkpoint
    input: FloatArray | None = None
    box: Box = (0.0, 0.0, 0.0, 0.0)
    exact: bool = False
    class_number: int = 0
    method: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Activations:
    """The answer to a request.

    Attributes:
        request: the request.
        recording: the layers; of a blank input where nothing is read.
        attribution: float32 (H, W), what counts for the class, above 0, and against it; None where it was not
            requested, or nothing is read.
    """

    request: ActivationsRequest
    recording: Recording
    attribution: FloatArray | None


class ActivationsWorker(Latest):
    """Answers the newest `request`; those that were overtaken get no answer.

    It has no low priority, unlike training: this thread holds Python's lock for much of its time, and whoever
    waits for the lock would wait until a niced thread's turn comes.

    Args:
        done: called in the GUI thread with the `Activations`.
        parent: its owner.
    """

    def __init__(self, done: Callable[[Activations], object], parent: QObject) -> None:
        failure = "The layers of this network cannot be shown: {why}."
        super().__init__(self._compute, "activations", parent, pause=_PAUSE, failure=failure)
        self._done = done
        self._network: tuple[Checkpoint, nn.Module] | None = None

    def _compute(self, requests: Requests) -> None:
        import numpy as np

        from digitpad.data.preprocess import as_batch
        from digitpad.insight.attribution import gradient, occlusion
        from digitpad.insight.recording import record
        from digitpad.model.normalization import normalize_unit

        use_one_core()
        request: ActivationsRequest = requests["request"]
        checkpoint, picture, form = request.checkpoint, request.input, request.checkpoint.form
        if self._network is None or self._network[0] is not checkpoint:
            self._network = checkpoint, checkpoint.network()
        network = self._network[1]
        if picture is None:
            picture = np.zeros((form.size, form.size), np.float32)
        if form.colour and picture.ndim == 2:  # ink, for a network that takes colour
            picture = np.repeat(picture[:, :, None], form.channels, axis=2)
        recording = record(network, normalize_unit(as_batch(picture), checkpoint.mean, checkpoint.std))
        attribution = None
        if request.method and request.input is not None:
            arguments = network, picture, checkpoint.mean, checkpoint.std, request.class_number
            if request.method == "gradient":
                attribution = gradient(*arguments)
            else:
                attribution = occlusion(*arguments, self.check_overtaken)
        self.post(self._done, Activations(request, recording, attribution))
