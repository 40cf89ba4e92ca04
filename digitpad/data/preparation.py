"""The preparation of a drawing or picture for the network, step by step.

Every step can be switched off, to show its purpose; with all of them on this is the input of networks
everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from PIL import Image

from digitpad.data.photographs.finder import find_ink
from digitpad.data.photographs.line_width import redrawn_ink
from digitpad.data.photographs.paper import paper_is_light
from digitpad.data.preprocess import FloatArray, centred, ink_box, is_blank, is_prepared
from digitpad.form import DIGIT_SIDE, SIDE
from digitpad.ink.drawing import Drawing
from digitpad.ink.raster import rasterize
from digitpad.ink.redraw import redrawn


@dataclass(frozen=True, slots=True)
class Steps:
    """Which steps are taken.

    Attributes:
        ink: separate ink from paper (in pictures only).
        width: bring the pen's lines to MNIST's width: a drawing's strokes, and the lines of a picture that
            has enough pixels to follow them, are drawn anew.
        crop: cut out the box around the ink.
        scale: make the longer side 20 pixels, keeping proportions; without it 28, without a rim.
        centre: move the centre of mass to the middle; without it the middle of the box.
    """

    ink: bool = True
    width: bool = True
    crop: bool = True
    scale: bool = True
    centre: bool = True


ALL_STEPS = Steps()


@dataclass(frozen=True, eq=False)
class Prepared:
    """The pictures between the steps, each float32 (H, W), 0 empty to 1 full ink unless stated otherwise.

    All of them but `original` are None where the picture is blank; see `preprocess.is_blank`.

    Attributes:
        source: the drawing or the opened picture; of a photograph the grey values, 0 black to 1 white.
        input: the network's input, 28 x 28 for most; (H, W, 3) in colour.
        cropped: the box around the ink of `redrawn`.
        scaled: `cropped` at 20 pixels.
        redrawn: the ink with its lines as wide as they must be; `ink` itself where they stay as they are.
        picture_ink: the ink found in a picture, bright on black.
    """

    source: Drawing | FloatArray
    input: FloatArray | None = None
    cropped: FloatArray | None = None
    scaled: FloatArray | None = None
    redrawn: FloatArray | None = None
    picture_ink: FloatArray | None = None

    @cached_property
    def original(self) -> FloatArray:
        """The drawing or the opened picture, as a picture.

        Strokes become one at the first access: the network does not need it.
        """
        return rasterize(self.source) if isinstance(self.source, Drawing) else self.source

    @property
    def ink(self) -> FloatArray | None:
        """The ink in it, bright on black."""
        drawn = isinstance(self.source, Drawing) and self.redrawn is not None
        return self.original if drawn else self.picture_ink


def prepared_already(picture: FloatArray) -> Prepared:
    """Wrap a picture that is a network's input already, such as a dataset's: none of the steps changes it.

    Args:
        picture: float32 (28, 28), 0 empty to 1 full ink.
    """
    if is_blank(picture):
        return Prepared(picture)
    inner = picture[4:24, 4:24]
    return Prepared(picture, picture, inner, inner, picture, picture)


def prepare_drawing(drawing: Drawing, steps: Steps = ALL_STEPS) -> Prepared:
    """Prepare a drawing on the pad."""
    if not steps.width:
        return _prepared(drawing, rasterize(drawing), steps)
    drawn = rasterize(redrawn(drawing))
    if is_blank(drawn) and not drawing.empty:
        # A narrow eraser along a broad line removes its middle, and leaves ink on either side.
        return _prepared_ink(drawing, rasterize(drawing), steps)
    return _prepared(drawing, drawn, steps)


def prepare_ink(ink: Drawing | FloatArray, steps: Steps = ALL_STEPS) -> Prepared:
    """Prepare a drawing on the pad, or ink that is bright on black already.

    A picture of 28 x 28 that follows MNIST's convention stays as it is.

    Args:
        ink: strokes, or float32 (H, W), 0 empty to 1 full ink.
        steps: which steps are taken.
    """
    return prepare_drawing(ink, steps) if isinstance(ink, Drawing) else _prepared_ink(ink, ink, steps)


def picture_ink(grey: FloatArray, steps: Steps = ALL_STEPS) -> FloatArray:
    """Return the ink in a photograph or any other picture, bright on black, as `prepare_ink` takes it.

    Args:
        grey: float32 (H, W), 0 black to 1 white, as `pictures.read_grey` returns it.
        steps: without `ink` the grey values count as ink as they are, inverted where the paper is light.
    """
    if steps.ink:
        return find_ink(grey)
    return np.asarray(1 - grey if paper_is_light(grey) else grey, np.float32)


def _prepared_ink(source: Drawing | FloatArray, ink: FloatArray, steps: Steps) -> Prepared:
    if replace(steps, ink=True) == ALL_STEPS and is_prepared(ink):
        return replace(prepared_already(np.asarray(ink, np.float32)), source=source)
    drawn = redrawn_ink(ink) if steps.width else None
    return _prepared(source, ink if drawn is None else drawn, steps, ink)


def _prepared(
    source: Drawing | FloatArray, drawn: FloatArray, steps: Steps, picture_ink: FloatArray | None = None
) -> Prepared:
    box = ink_box(drawn)
    if box is None:
        return Prepared(source)
    left, top, right, bottom = box if steps.crop else (0, 0, drawn.shape[1], drawn.shape[0])
    cropped = np.ascontiguousarray(drawn[top:bottom, left:right], np.float32)
    side = DIGIT_SIDE if steps.scale else SIDE
    scale = side / max(cropped.shape)
    height, width = (max(1, round(length * scale)) for length in cropped.shape)
    # Pillow's bilinear filter widens with the reduction, so it averages all pixels when shrinking.
    small = np.asarray(Image.fromarray(cropped).resize((width, height), Image.Resampling.BILINEAR))
    scaled = np.clip(small, 0.0, 1.0)
    return Prepared(source, centred(scaled, by_mass=steps.centre), cropped, scaled, drawn, picture_ink)
