"""Computes layers and attribution for what is on the pad, in a thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitpad.ui.threads.process import use_one_core

if TYPE_CHECKING:
    from torch import nn

    from digitpad.data.preprocess import FloatArray
    from digitpad.insight.recording import Recording
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.reading import Box


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


def compute_activations(
    request: ActivationsRequest, network: nn.Module, check: Callable[[], None]
) -> Activations:
    """Runs in a thread; `check` may raise `Cancelled` in long work, and `network` is the checkpoint's."""
    import numpy as np

    from digitpad.data.preprocess import as_batch
    from digitpad.insight.attribution import gradient, occlusion
    from digitpad.insight.recording import record
    from digitpad.model.normalization import normalize_unit

    use_one_core()
    checkpoint, picture, form = request.checkpoint, request.input, request.checkpoint.form
    if picture is None:
        picture = np.zeros((form.size, form.size), np.float32)
    if form.colour and picture.ndim == 2:  # ink, for a network that takes colour
        picture = np.repeat(picture[:, :, None], form.channels, axis=2)
    recording = record(network, normalize_unit(as_batch(picture), checkpoint.mean, checkpoint.std))
    attribution = None
    if request.method and request.input is not None:
        arguments = network, picture, checkpoint.mean, checkpoint.std, request.class_number
        gradients = request.method == "gradient"
        attribution = gradient(*arguments) if gradients else occlusion(*arguments, check)
    return Activations(request, recording, attribution)
