"""An opened picture, and the ink that the standard ways find in it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.data.photographs.paper import is_tiny, paper_is_light
from digitpad.data.photographs.pen_lines import pen_lines
from digitpad.data.photographs.proposals import SMALLEST, WAYS, Sheet, proposed, sheet_of
from digitpad.data.photographs.tiny import tiny_ink
from digitpad.data.preprocess import is_prepared

FloatArray = npt.NDArray[np.float32]

AS_IT_IS = "grey"
"""The way in which every grey value of a small picture counts as ink."""

LINES = "lines"
"""The way that looks for what is as narrow as a pen's lines."""

_ONE_TONE = 0.3  # share of the pixels of one grey value from which no camera made the picture
_MARGIN = 0.08  # of the longer side: paper put around a picture that has none
_LARGEST = 512  # longer side in pixels up to which a picture is enlarged


class Photograph:
    """A picture of any kind whose ink has to be told from its paper.

    Args:
        grey: float32 (H, W), 0 black to 1 white.

    Attributes:
        grey: the same.
        scale: pixels of its ink per pixel of the picture; above 1 for small pictures.
    """

    def __init__(self, grey: FloatArray) -> None:
        self.grey = grey
        self.scale = max(1, min(-(-SMALLEST // min(grey.shape)), _LARGEST // max(grey.shape)))
        self._inks: dict[str, FloatArray] = {}

    @cached_property
    def ways(self) -> tuple[str, ...]:
        """The ways to find its ink, those that are right most often first."""
        if not is_tiny(self.grey):
            return (LINES, *WAYS)
        return (AS_IT_IS,) if is_prepared(tiny_ink(self.grey)) else (AS_IT_IS, *WAYS)

    def ink(self, way: str) -> FloatArray:
        """The ink that a way finds: float32 (scale * H, scale * W), 0 paper to 1 full ink.

        Of a picture that is a network's input already it has that picture's size.
        """
        if way not in self._inks:
            self._inks[way] = self._separated(way)
        return self._inks[way]

    @cached_property
    def usual_way(self) -> str:
        """The way that is taken where there is no reader."""
        return self.ways[0]

    def _separated(self, way: str) -> FloatArray:
        if way == AS_IT_IS:
            ink = tiny_ink(self.grey)
            return ink if len(self.ways) == 1 else enlarged(ink, self.scale)
        ink = pen_lines(self._padded) if way == LINES else proposed(self._sheet, way)
        margin = self._margin
        return ink[margin : ink.shape[0] - margin, margin : ink.shape[1] - margin]

    @cached_property
    def _value(self) -> FloatArray:
        """Enlarged, and with dark ink."""
        return enlarged(self.grey if paper_is_light(self.grey) else 1 - self.grey, self.scale)

    @cached_property
    def _margin(self) -> int:
        """How much paper to put around a picture that was cut out close to its ink, in pixels of the ink.

        On paper of one tone, as other programs make it, nothing comes in from the rim but ink; on a
        photograph what touches the rim is a table or another sheet.
        """
        is_made = _tone(self.grey)[1] > _ONE_TONE
        return max(2, round(_MARGIN * max(self._value.shape))) if is_made else 0

    @cached_property
    def _padded(self) -> FloatArray:
        return np.pad(self._value, self._margin, constant_values=_tone(self._value)[0])

    @cached_property
    def _sheet(self) -> Sheet:
        return sheet_of(self._padded)


def enlarged(picture: FloatArray, scale: int) -> FloatArray:
    """A picture (H, W) of values 0-1 enlarged by a whole number."""
    if scale == 1:
        return picture
    size = picture.shape[1] * scale, picture.shape[0] * scale
    large = Image.fromarray(np.ascontiguousarray(picture, np.float32)).resize(size, Image.Resampling.BICUBIC)
    return np.clip(np.asarray(large, np.float32), np.float32(0), np.float32(1))


def _tone(value: FloatArray) -> tuple[float, float]:
    """The commonest grey value, and the share of the pixels that have it."""
    levels = np.clip(np.round(value * 255), 0, 255).astype(np.int64)
    counts = np.bincount(levels.ravel(), minlength=256)
    return float(counts.argmax()) / 255, float(counts.max()) / levels.size
