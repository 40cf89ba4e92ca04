"""The recogniser: one call from a drawing or picture to log-probabilities, for pad, command and test."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from digitpad.data.pictures import read_picture
from digitpad.data.preparation import ALL_STEPS, Prepared, Steps, prepare_drawing, prepare_ink
from digitpad.data.preprocess import FloatArray, as_batch
from digitpad.data.whole_pictures import read_rgb, whole_input
from digitpad.errors import PictureError
from digitpad.form import INK, SIDE, WHOLE, PictureForm
from digitpad.ink.drawing import Drawing
from digitpad.ink.raster import rasterize
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.loading import load_checkpoint
from digitpad.model.normalisation import normalised
from digitpad.model.registry import parameter_count


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the network says of one drawing.

    Attributes:
        log_probs: log-probability of every class (natural logarithm); for a blank drawing all equal.
        digit: number of the best class; -1 when blank.
        margin: log-probability of the best minus that of the second best, at least 0.
        blank: whether nothing was drawn.
        input: the picture (0-1) that the network saw: (28, 28) for digits, (size, size, 3) in colour; None
            when blank.
        known: probability that this is one of the classes at all, 0-1; None for a network that was not
            trained to tell.
        unknown: whether `known` is so low that the answer is "not a digit I know".
    """

    log_probs: tuple[float, ...]
    digit: int
    margin: float
    blank: bool
    input: FloatArray | None
    known: float | None = None
    unknown: bool = False

    @property
    def probability(self) -> float:
        """Probability of the best class, 0-1; 0 when blank."""
        return 0.0 if self.blank else math.exp(self.log_probs[self.digit])


class Recognizer:
    """A network that reads drawings and pictures.

    Attributes:
        checkpoint: where the network came from.
    """

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self._network = checkpoint.network()
        self.parameters = parameter_count(self._network)

    @classmethod
    def load(cls, path: Path | str) -> Recognizer:
        """The recogniser in a file.

        Raises:
            CheckpointError: when the file cannot be used.
        """
        return cls(load_checkpoint(Path(path)))

    @property
    def form(self) -> PictureForm:
        """The pictures that the network takes."""
        return self.checkpoint.form

    def open(self, path: Path) -> Any:
        """The picture in a file as `predict` takes it: its ink, or all of it.

        Raises:
            PictureError: when the file is missing, no picture, or far too large.
        """
        return read_picture(path) if self.form.takes == INK else read_rgb(path)

    def update(self, weights: Mapping[str, Tensor]) -> None:
        """Answer with other weights of the same architecture from now on."""
        self._network.load_state_dict(weights, assign=True)
        self._network.requires_grad_(False)

    def predict(self, ink: Drawing | npt.NDArray[Any], steps: Steps = ALL_STEPS) -> Prediction:
        """Read one drawing or picture as one of the classes.

        Args:
            ink: a `Drawing`, or a picture, float 0-1 or uint8: for a network that takes ink, (H, W) with
                bright ink on black; for another (H, W) or (H, W, 3) as it was taken.
            steps: what is done to ink on the way to the network.

        Raises:
            PictureError: for an array that is no such picture, or a drawing where the network takes colour.
        """
        return self.predict_input(network_input(ink, self.form, steps))

    def predict_input(self, network_input: FloatArray | None) -> Prediction:
        """Read a prepared picture (0-1), (size, size) or (size, size, 3); None stands for a blank one."""
        return self.predict_inputs([network_input])[0]

    def predict_inputs(self, inputs: Sequence[FloatArray | None]) -> list[Prediction]:
        """Read several prepared pictures at once, which is quicker than one by one."""
        classes = len(self.checkpoint.classes)
        tells = self.checkpoint.refuse_below is not None
        uniform = (-math.log(classes),) * classes
        blank = Prediction(uniform, -1, 0.0, True, None, 0.0 if tells else None, tells)
        found = [blank] * len(inputs)
        inked = [(number, picture) for number, picture in enumerate(inputs) if picture is not None]
        if not inked:
            return found
        stack = torch.cat([as_batch(picture) for _, picture in inked])
        stack = stack.expand(-1, self.form.channels, -1, -1)  # grey ink, for a network that takes colour
        with torch.inference_mode():
            scores = self._network(normalised(stack, self.checkpoint.mean, self.checkpoint.std))
            # log_softmax of logits gives log-probabilities, and of log-probabilities gives them again.
            log_probs = F.log_softmax(scores, dim=1)
            best = torch.topk(log_probs, min(2, classes), dim=1)
            # Trained against "none of them" with a score of 0: see the loss "open-set".
            known = torch.sigmoid(torch.logsumexp(scores, dim=1)).tolist()
        threshold = self.checkpoint.refuse_below
        for row, (number, picture) in enumerate(inked):
            top = best.values[row].tolist()
            found[number] = Prediction(
                tuple(log_probs[row].tolist()),
                int(best.indices[row, 0]),
                top[0] - top[-1],
                False,
                picture,
                None if threshold is None else known[row],
                threshold is not None and known[row] < threshold,
            )
        return found


def network_input(
    ink: Drawing | npt.NDArray[Any], form: PictureForm, steps: Steps = ALL_STEPS
) -> FloatArray | None:
    """What a network gets of a drawing or picture; None when nothing is drawn.

    Raises:
        PictureError: for an array that is no picture, or a drawing where the network takes colour pictures.
    """
    if form.takes == INK:
        return resized(prepare(ink, steps).input, form.size)
    if not isinstance(ink, Drawing):
        return whole_input(ink, form)
    if ink.empty:
        return None
    if form.takes == WHOLE and form.colour:
        raise no_drawings(form)
    return whole_input(rasterize(ink), form)


def no_drawings(form: PictureForm) -> PictureError:
    """Why a drawing cannot be read."""
    return PictureError(
        "This network reads colour pictures ({size}), and a drawing has none; open, paste or drop a picture.",
        size=form.text,
    )


def resized(picture: FloatArray | None, size: int) -> FloatArray | None:
    """MNIST's 28 x 28 pixels for a network that takes others."""
    if picture is None or size == SIDE:
        return picture
    small = Image.fromarray(picture).resize((size, size), Image.Resampling.BILINEAR)
    return np.clip(np.asarray(small, np.float32), np.float32(0), np.float32(1))


def prepare(ink: Drawing | FloatArray, steps: Steps = ALL_STEPS) -> Prepared:
    """What the network gets of a drawing or picture, with the pictures between the steps.

    Raises:
        PictureError: for an array that is no picture.
    """
    return prepare_drawing(ink, steps) if isinstance(ink, Drawing) else prepare_ink(_grey(ink), steps)


def _grey(array: FloatArray) -> FloatArray:
    try:
        picture = np.asarray(array)
    except ValueError:  # rows of several lengths
        picture = np.zeros(0, np.float32)
    if picture.ndim != 2 or not picture.size or picture.dtype.kind not in "fiub":
        raise PictureError("A picture should be an array (height, width) of grey values.")
    scaled = picture.astype(np.float32) / (255 if picture.dtype == np.uint8 else 1)
    if not np.isfinite(scaled).all():
        raise PictureError("The picture has values that are not finite numbers.")
    return np.clip(scaled, 0.0, 1.0)
