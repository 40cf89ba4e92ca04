"""The recogniser: one call from a drawing or picture to log-probabilities, for pad, command and test."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from digitpad.data.preprocess import SIZE, FloatArray, normalised, to_input
from digitpad.errors import PictureError
from digitpad.ink.drawing import Drawing
from digitpad.ink.raster import rasterize
from digitpad.model.checkpoint import Checkpoint, load_checkpoint
from digitpad.model.registry import parameter_count


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the network says of one drawing.

    Attributes:
        log_probs: log-probability of every class (natural logarithm); for a blank drawing all equal.
        digit: number of the best class; -1 when blank.
        margin: log-probability of the best minus that of the second best, at least 0.
        blank: whether nothing was drawn.
        input: the 28 x 28 grey picture (0-1) that the network saw; None when blank.
    """

    log_probs: tuple[float, ...]
    digit: int
    margin: float
    blank: bool
    input: FloatArray | None

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

    def update(self, weights: Mapping[str, Tensor]) -> None:
        """Answer with other weights of the same architecture from now on."""
        self._network.load_state_dict(weights, assign=True)
        self._network.requires_grad_(False)

    def predict(self, ink: Drawing | FloatArray) -> Prediction:
        """Read one drawing or picture.

        Args:
            ink: a `Drawing`, or a grey picture (H, W) with bright ink on black, float 0-1 or uint8.

        Raises:
            PictureError: for an array that is no such picture.
        """
        picture = rasterize(ink) if isinstance(ink, Drawing) else _grey(ink)
        return self.predict_input(to_input(picture))

    def predict_input(self, network_input: FloatArray | None) -> Prediction:
        """Read a 28 x 28 picture (0-1) that `to_input` has made; None stands for a blank one."""
        classes = len(self.checkpoint.classes)
        if network_input is None:
            return Prediction((-math.log(classes),) * classes, -1, 0.0, True, None)
        values = normalised(network_input, self.checkpoint.mean, self.checkpoint.std)
        with torch.inference_mode():
            # log_softmax of logits gives log-probabilities, and of log-probabilities gives them again.
            scores = F.log_softmax(self._network(torch.from_numpy(values).view(1, 1, SIZE, SIZE)), dim=1)[0]
            best = torch.topk(scores, min(2, classes))
        margin = float(best.values[0] - best.values[-1])
        return Prediction(tuple(scores.tolist()), int(best.indices[0]), margin, False, network_input)


def _grey(array: FloatArray) -> FloatArray:
    picture = np.asarray(array)
    if picture.ndim != 2 or not picture.size or picture.dtype.kind not in "fiub":
        raise PictureError("A picture should be an array (height, width) of grey values.")
    scaled = picture.astype(np.float32) / (255 if picture.dtype == np.uint8 else 1)
    if not np.isfinite(scaled).all():
        raise PictureError("The picture has values that are not finite numbers.")
    return np.clip(scaled, 0.0, 1.0)
