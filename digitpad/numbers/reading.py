"""Reading a drawing or picture as a number: divided into digits, each of them read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from digitpad.data.preparation import ALL_STEPS, Steps, prepare_drawing, prepare_ink
from digitpad.data.preprocess import FloatArray, ink_box
from digitpad.form import DIGIT_FORM, SIDE
from digitpad.ink.drawing import Drawing
from digitpad.ink.raster import rasterize
from digitpad.ink.redraw import redrawn
from digitpad.numbers.fitted import PICTURES, PICTURES_UNTOLD, STROKES, STROKES_UNTOLD
from digitpad.numbers.grouping import MOST, divided
from digitpad.numbers.number import Box, Number, ReadDigit
from digitpad.numbers.parts import Group, Parts
from digitpad.numbers.picture import picture_parts
from digitpad.numbers.strokes import StrokeParts, stroke_parts
from digitpad.numbers.weights import Weights
from digitpad.recognizer import Prediction, Recognizer, prepare

Inputs = Callable[[Group], FloatArray | None]


def read_number(recognizer: Recognizer, ink: Drawing | FloatArray, steps: Steps = ALL_STEPS) -> Number:
    """Read a drawing or picture as a number of one or more digits.

    Networks that read anything else than digits are asked about the whole; see `read_single`.

    Args:
        recognizer: the network.
        ink: a `Drawing`, or a grey picture (H, W) with bright ink on black, float 0-1 or uint8.
        steps: what is done to every digit's ink on the way to the network.

    Raises:
        PictureError: for an array that is no such picture.
    """
    if not recognizer.checkpoint.reads_digits:
        return read_single(recognizer, ink, steps)
    if isinstance(ink, Drawing):
        return _read_drawing(recognizer, ink, steps)
    return _read_picture(recognizer, ink, steps)


def read_single(recognizer: Recognizer, ink: Drawing | FloatArray, steps: Steps = ALL_STEPS) -> Number:
    """Read a drawing or picture as one digit or other class, whatever it looks like.

    Args:
        recognizer: the network.
        ink: as for `read_number`.
        steps: what is done to the ink on the way to the network.

    Raises:
        PictureError: for an array that is no such picture.
    """
    if recognizer.form != DIGIT_FORM:
        found = stroke_parts(ink) if isinstance(ink, Drawing) else None
        box = _whole_box(ink) if found is None else _on_pad(found.box(tuple(range(found.parts.count))))
        return _one(recognizer, recognizer.predict(ink, steps), box)
    if isinstance(ink, Drawing):
        return _read_whole(recognizer, ink, stroke_parts(ink), steps)
    prepared = prepare(ink, steps)
    return _one(recognizer, recognizer.predict_input(prepared.input), _ink_box(prepared.ink))


def _whole_box(ink: Drawing | FloatArray) -> Box:
    """All of a picture, in its pixels."""
    return _EMPTY if isinstance(ink, Drawing) else (0.0, 0.0, float(ink.shape[1]), float(ink.shape[0]))


def number_of_input(recognizer: Recognizer, network_input: FloatArray | None) -> Number:
    """Read what is a network's input already, 0-1; None stands for a blank one.

    Its box is that of its ink, and of other pictures than MNIST's all of the pad.
    """
    box = _ink_box(network_input) if recognizer.form.is_digit else (0.0, 0.0, float(SIDE), float(SIDE))
    return _one(recognizer, recognizer.predict_input(network_input), box)


_EMPTY: Box = (0.0, 0.0, 0.0, 0.0)


def _read_drawing(recognizer: Recognizer, drawing: Drawing, steps: Steps) -> Number:
    found = stroke_parts(drawing)
    if found is None or found.parts.count == 1 or found.parts.count > MOST:
        return _read_whole(recognizer, drawing, found, steps)

    def network_input(group: Group) -> FloatArray | None:
        return _network_input(found.drawing(group), steps)

    whole = tuple(range(found.parts.count))
    whole_input = _network_input(drawing, steps)
    weights = STROKES_UNTOLD if recognizer.checkpoint.refuse_below is None else STROKES
    digits, single = _divide(recognizer, found.parts, weights, network_input, whole_input)
    if len(digits) < 2:
        return _one(recognizer, single, _on_pad(found.box(whole)), found.stroke_numbers(whole))
    read = [
        ReadDigit(answer, _on_pad(found.box(group)), found.stroke_numbers(group))
        for group, answer in digits.items()
    ]
    return _number(recognizer, read, single)


def _read_whole(recognizer: Recognizer, drawing: Drawing, found: StrokeParts | None, steps: Steps) -> Number:
    single = recognizer.predict_input(_network_input(drawing, steps))
    if found is None:
        return _one(recognizer, single, _EMPTY)
    whole = tuple(range(found.parts.count))
    return _one(recognizer, single, _on_pad(found.box(whole)), found.stroke_numbers(whole))


def _network_input(drawing: Drawing, steps: Steps) -> FloatArray | None:
    if not steps.width:
        return prepare_drawing(drawing, steps).input
    # The same as `prepare_drawing`, without a picture of the strokes as they were drawn.
    return prepare_ink(rasterize(redrawn(drawing)), replace(steps, width=False)).input


def _read_picture(recognizer: Recognizer, picture: FloatArray, steps: Steps) -> Number:
    prepared = prepare(picture, steps)
    ink = prepared.ink
    found = None if ink is None or not steps.ink else picture_parts(ink)
    if found is None or found.parts.count == 1:
        return _one(recognizer, recognizer.predict_input(prepared.input), _ink_box(ink))
    weights = PICTURES_UNTOLD if recognizer.checkpoint.refuse_below is None else PICTURES
    digits, single = _divide(
        recognizer,
        found.parts,
        weights,
        lambda group: prepare_ink(found.ink(group), steps).input,
        prepared.input,
    )
    if len(digits) < 2:
        return _one(recognizer, single, _ink_box(ink))
    read = [
        ReadDigit(answer, found.box(group), ink=_cropped(found.ink(group)))
        for group, answer in digits.items()
    ]
    return _number(recognizer, read, single)


def _divide(
    recognizer: Recognizer,
    parts: Parts,
    weights: Weights,
    network_input: Inputs,
    whole_input: FloatArray | None,
) -> tuple[dict[Group, Prediction], Prediction]:
    """The digits, and the whole as one, which is read together with the first of them."""
    whole = tuple(range(parts.count))
    single: list[Prediction] = []

    def read(groups: list[Group]) -> list[Prediction]:
        inputs = [network_input(group) for group in groups if group != whole]
        first = [] if single else [whole_input]
        answers = recognizer.predict_inputs([*first, *inputs])
        if first:
            single.append(answers.pop(0))
        rest = iter(answers)
        return [single[0] if group == whole else next(rest) for group in groups]

    digits = divided(parts, weights, read)
    return digits, single[0]


def _number(recognizer: Recognizer, digits: list[ReadDigit], single: Prediction) -> Number:
    inked = [digit for digit in digits if not digit.prediction.blank]
    inked.sort(key=lambda digit: digit.box[0] + digit.box[2])
    return Number(tuple(inked), single, recognizer.checkpoint.classes)


def _one(recognizer: Recognizer, single: Prediction, box: Box, strokes: Group = ()) -> Number:
    digits = () if single.blank else (ReadDigit(single, box, strokes),)
    return Number(digits, single, recognizer.checkpoint.classes)


def _on_pad(box: Box) -> Box:
    left, top, right, bottom = np.clip(box, 0.0, SIDE).tolist()
    return left, top, right, bottom


def _cropped(ink: FloatArray) -> FloatArray:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _ink_box(ink: FloatArray | None) -> Box:
    box = None if ink is None else ink_box(ink)
    return _EMPTY if box is None else (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
