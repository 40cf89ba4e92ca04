"""The recogniser: one call from a drawing or picture to log-probabilities, for pad, command and test."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy.typing as npt
import torch
import torch.nn.functional as F

from digitpad.data.network_input import prepare
from digitpad.data.photographs.photograph import Photograph
from digitpad.data.pictures import read_grey
from digitpad.data.preparation import ALL_STEPS, Prepared, Steps, picture_ink
from digitpad.data.preprocess import FloatArray, as_batch, ink_box
from digitpad.data.whole_pictures import read_rgb
from digitpad.form import INK, SIDE, PictureForm
from digitpad.ink.drawing import Drawing
from digitpad.ink.redraw import Piece, ink_bounds, thinned, visible_pieces
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.normalization import per_channel
from digitpad.model.registry import parameter_count
from digitpad.numbers.reading import CERTAIN, Divided, Read, digits_in_drawing, digits_in_picture
from digitpad.numbers.voting import likelihood, voted
from digitpad.opening import open_network
from digitpad.reading import Box, Prediction, ReadDigit, Reading
from digitpad.resources import default_checkpoint

_SAME = ("architecture", "layers", "classes", "form", "mean", "std", "refuse_below")
"""What `Recognizer.update` leaves as it is."""

_MOST = 96
"""Pictures that the network is asked about, after which no further way to find a photograph's ink is begun.

A number of six digits takes some ten with each way; noise took up to 500 in all.
"""


class Recognizer:
    """A network that reads drawings and pictures.

    Attributes:
        checkpoint: where the network came from.
    """

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self._network = checkpoint.network()
        self.parameters = parameter_count(self._network)
        numbers = checkpoint.mean, checkpoint.std
        self._mean, self._std = (per_channel(number, torch.empty(0)) for number in numbers)
        self._reads_digits = checkpoint.reads_digits
        self._tells = checkpoint.refuse_below is not None

    @classmethod
    def load(cls, path: Path | str | None = None) -> Recognizer:
        """The recogniser in a file; the one that comes with digitpad if None.

        Raises:
            CheckpointError: when the file cannot be used.
        """
        return cls(open_network(default_checkpoint() if path is None else Path(path)))

    def __repr__(self) -> str:
        classes = len(self.checkpoint.classes)
        return (
            f"Recognizer({self.checkpoint.architecture!r}, {classes} classes, {self.parameters:,} parameters)"
        )

    @property
    def form(self) -> PictureForm:
        """The pictures that the network takes."""
        return self.checkpoint.form

    def open(self, path: Path) -> Any:
        """The picture in a file as `read` and `predict` take it: to be told from its paper, or all of it.

        Raises:
            PictureError: when the file is missing, no picture, or far too large.
        """
        return Photograph(read_grey(path)) if self.form.content == INK else read_rgb(path)

    def update(self, checkpoint: Checkpoint) -> bool:
        """Answer with other weights of the same network from now on, such as the newest of its run.

        Returns:
            False, and nothing changes, where these are not of the same network, pictures and classes.
        """
        if any(getattr(checkpoint, name) != getattr(self.checkpoint, name) for name in _SAME):
            return False
        self._network.load_state_dict(checkpoint.model, assign=True)
        self._network.requires_grad_(False)
        self.checkpoint = checkpoint
        return True

    def read(
        self,
        ink: Drawing | Photograph | npt.NDArray[Any] | Prepared,
        several: bool = True,
        steps: Steps = ALL_STEPS,
        way: str = "",
    ) -> Reading:
        """Read a drawing or picture as a number of one or more digits, or as one class.

        Args:
            ink: a `Drawing`; a `Photograph`, whose ink is looked for in several ways; or a picture, float 0-1
                or uint8: for a network that takes ink, (H, W) with bright ink on black, for another (H, W) or
                (H, W, 3) as it was taken; or what is prepared already, which is read as it is.
            several: whether to look for several digits; networks that read anything else than digits are
                always asked about the whole.
            steps: what is done to ink on the way to the network.
            way: one of a photograph's; "" for that with which it is read best.

        Raises:
            PictureError: for an array that is not such a picture, and for a drawing where the network takes
                colour.
        """
        if isinstance(ink, Photograph):
            return self._read_photograph(ink, several, steps, way)
        reading, further = self._read_ink(ink, several, steps, self._read)
        return further() if further else reading

    def _read_ink(
        self, ink: Drawing | npt.NDArray[Any] | Prepared, several: bool, steps: Steps, read: Read
    ) -> tuple[Reading, Callable[[], Reading] | None]:
        """Read what need not be told from its paper, and how to look once more, and longer.

        Args:
            ink, several, steps: see `read`.
            read: asks the network.

        Returns:
            With the reading what reads a picture once more; see `Divided.further`.
        """
        if isinstance(ink, Drawing):
            ink = thinned(ink)
        whole = ink if isinstance(ink, Prepared) else prepare(ink, self.form, steps)
        drawn = isinstance(ink, Drawing)
        pieces = visible_pieces(ink) if isinstance(ink, Drawing) else []
        divisible = several and self._reads_digits and not isinstance(ink, Prepared)
        if not divisible or (drawn and len(pieces) < 2):
            divided = Divided(None, [], read([whole])[0])
        elif drawn:
            divided = digits_in_drawing(pieces, whole, steps, self._tells, read)
        else:
            divided = digits_in_picture(whole, steps, self._tells, read)

        def reading(divided: Divided) -> Reading:
            digits, single = divided.digits, divided.single
            if digits is None:
                digits = [] if single.blank else [self._whole(whole, pieces, single)]
            return Reading(tuple(digits), single, self.checkpoint.classes, whole, signs=tuple(divided.signs))

        further = divided.further
        return reading(divided), None if further is None else lambda: reading(further())

    def _read_photograph(self, picture: Photograph, several: bool, steps: Steps, way: str) -> Reading:
        """The answer that the ways to find its ink agree on, or that of one.

        Where it is not certain, that way's ink is looked at once more, and longer.
        """
        if not steps.ink:
            return self.read(picture_ink(picture.grey, steps), several, steps)
        asked = 0
        further: dict[str, Callable[[], Reading] | None] = {}

        def read(prepared: Sequence[Prepared]) -> list[Prediction]:
            nonlocal asked
            asked += len(prepared)
            return self._read(prepared)

        def read_ink(one: str) -> Reading:
            reading, further[one] = self._read_ink(picture.ink(one), several, steps, read)
            return reading

        ways = (way,) if way in picture.ways else picture.ways
        chosen, reading = voted(ways, read_ink, enough=lambda: asked >= _MOST)
        longer = further[chosen]
        if longer and asked < _MOST and likelihood(reading.digits) < CERTAIN:
            reading = longer()
        scale = reading.prepared.original.shape[0] / picture.grey.shape[0]
        digits = tuple(replace(one, box=_scaled(one.box, 1 / scale)) for one in reading.digits)
        signs = tuple(replace(one, box=_scaled(one.box, 1 / scale)) for one in reading.signs)
        return replace(reading, digits=digits, signs=signs, way=chosen)

    def read_prepared(self, prepared: Sequence[Prepared]) -> list[Reading]:
        """Read several that are prepared already, each as one class, which is quicker than one by one."""
        return [
            Reading(
                () if single.blank else (self._whole(one, (), single),), single, self.checkpoint.classes, one
            )
            for one, single in zip(prepared, self._read(prepared), strict=True)
        ]

    def predict(self, ink: Drawing | Photograph | npt.NDArray[Any], steps: Steps = ALL_STEPS) -> Prediction:
        """Read one drawing or picture as one of the classes; see `read`."""
        return self.read(ink, several=False, steps=steps).single

    def _read(self, prepared: Sequence[Prepared]) -> list[Prediction]:
        return self.predict_inputs([one.input for one in prepared])

    def _whole(self, prepared: Prepared, pieces: Sequence[Piece], single: Prediction) -> ReadDigit:
        """What is not divided, as one digit or class."""
        if pieces:
            numbers = tuple(sorted({piece.number for piece in pieces}))
            return ReadDigit(single, ink_bounds([piece.stroke for piece in pieces]), numbers, prepared)
        box = (0, 0, prepared.original.shape[1], prepared.original.shape[0])
        if prepared.ink is not None and self.form.is_digit:
            box = ink_box(prepared.ink) or box
        scale = SIDE / prepared.original.shape[0] if isinstance(prepared.source, Drawing) else 1.0
        return ReadDigit(single, _scaled(box, scale), (), prepared)

    def predict_inputs(self, inputs: Sequence[FloatArray | None]) -> list[Prediction]:
        """Read several prepared pictures at once, which is quicker than one by one."""
        names = self.checkpoint.classes
        classes = len(names)
        uniform = (-math.log(classes),) * classes
        blank = Prediction(uniform, -1, 0.0, True, None, 0.0 if self._tells else None, self._tells, names)
        predictions = [blank] * len(inputs)
        inked = [(number, picture) for number, picture in enumerate(inputs) if picture is not None]
        if not inked:
            return predictions
        stack = torch.cat([as_batch(picture) for _, picture in inked])
        stack = stack.expand(-1, self.form.channels, -1, -1)  # grey ink, for a network that takes colour
        with torch.inference_mode():
            scores = self._network((stack - self._mean) / self._std)
            # log_softmax of logits gives log-probabilities, and of log-probabilities gives them again.
            log_probs = F.log_softmax(scores, dim=1)
            best = torch.topk(log_probs, min(2, classes), dim=1)
            # Trained against "none of them" with a score of 0: see the loss "open-set".
            known = torch.sigmoid(torch.logsumexp(scores, dim=1)).tolist()
        threshold = self.checkpoint.refuse_below
        for row, (number, picture) in enumerate(inked):
            top = best.values[row].tolist()
            predictions[number] = Prediction(
                tuple(log_probs[row].tolist()),
                int(best.indices[row, 0]),
                top[0] - top[-1],
                False,
                picture,
                None if threshold is None else known[row],
                threshold is not None and known[row] < threshold,
                names,
            )
        return predictions


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = (scale * edge for edge in box)
    return left, top, right, bottom
