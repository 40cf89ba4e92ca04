"""An opened picture, and the ink that the standard ways find in it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.data.photographs.panels import panel, without_grid
from digitpad.data.photographs.paper import is_tiny, paper_is_light, tones
from digitpad.data.photographs.pen_lines import pen_lines
from digitpad.data.photographs.proposals import SMALLEST, WAYS, Sheet, proposed, sheet_of
from digitpad.data.photographs.tiny import tiny_ink
from digitpad.data.preprocess import is_prepared

FloatArray = npt.NDArray[np.float32]

AS_IT_IS = "grey"
"""The way in which every grey value of a small picture counts as ink."""

LINES = "lines"
"""The way that looks for what is as narrow as a pen's lines."""

USUAL = "sauvola"
"""The way that is right most often on its own, in pictures that are not tiny."""

_ORDER = (*list(WAYS)[:2], LINES, *list(WAYS)[2:])
"""Where two of the standard ways agree, the one that is slow and right less often is left out."""

_ONE_TONE = 0.3  # share of the pixels of one grey value from which no camera made the picture
_MARGIN = 0.08  # of the longer side: paper put around a picture that has none
_SOLID, _BLOT = 0.4, 0.21  # of its box, and of its extent: ink and half the breadth of what no pen wrote
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
        if not is_tiny(self._content):
            return _ORDER
        return (AS_IT_IS,) if is_prepared(tiny_ink(self._content)) else (AS_IT_IS, *WAYS)

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
        return self.ways[0] if is_tiny(self._content) else USUAL

    def _separated(self, way: str) -> FloatArray:
        if way == AS_IT_IS and len(self.ways) == 1:
            return self._placed(tiny_ink(self._content), 1)
        if self._is_shape:
            return np.zeros((self.grey.shape[0] * self.scale, self.grey.shape[1] * self.scale), np.float32)
        if way == AS_IT_IS:
            return self._placed(enlarged(tiny_ink(self._content), self.scale), self.scale)
        ink = pen_lines(self._padded) if way == LINES else proposed(self._sheet, way)
        margin = self._margin
        return self._placed(ink[margin : ink.shape[0] - margin, margin : ink.shape[1] - margin], self.scale)

    def _placed(self, ink: FloatArray, scale: int) -> FloatArray:
        """The panel's ink where it stands in the whole picture."""
        rows, columns = (slice(span.start * scale, span.stop * scale) for span in self._panel)
        whole = np.zeros((self.grey.shape[0] * scale, self.grey.shape[1] * scale), np.float32)
        whole[rows, columns] = ink
        return whole

    @cached_property
    def _panel(self) -> tuple[slice, slice]:
        """Where the picture is that a program shows; all of it mostly."""
        return panel(self.grey)

    @cached_property
    def _content(self) -> FloatArray:
        return without_grid(self.grey[self._panel])

    @cached_property
    def _value(self) -> FloatArray:
        """Enlarged, and with dark ink."""
        grey = self._content
        return enlarged(grey if paper_is_light(grey) else 1 - grey, self.scale)

    @cached_property
    def _is_shape(self) -> bool:
        """Whether a program made the picture, and no pen what is on its ground: a square, a disc, a dot."""
        tone, share = self._ground
        if share <= _ONE_TONE:
            return False
        difference = np.abs(self._content - np.float32(tone))
        return _is_blot(difference > 0.5 * float(difference.max()))

    @cached_property
    def _ground(self) -> tuple[float, float]:
        """The commonest tone, and the share of the pixels that have it."""
        return _tone(self._content)

    @cached_property
    def _margin(self) -> int:
        """How much paper to put around a picture that was cut out close to its ink, in pixels of the ink.

        On paper of one tone, as other programs make it, nothing comes in from the rim but ink; on a
        photograph what touches the rim is a table or another sheet.
        """
        is_made = self._ground[1] > _ONE_TONE
        return max(2, round(_MARGIN * max(self._value.shape))) if is_made else 0

    @cached_property
    def _padded(self) -> FloatArray:
        if not self._margin:
            return self._value
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


def _is_blot(inked: npt.NDArray[np.bool_]) -> bool:
    """Whether ink (H, W) is broader than a pen's line is in any digit."""
    from scipy import ndimage

    rows, columns = (np.flatnonzero(inked.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return False
    close = inked[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if close.mean() < _SOLID:
        return False
    radius = float(ndimage.distance_transform_edt(np.pad(close, 1)).max())
    return bool(radius > _BLOT * max(close.shape))


def _tone(value: FloatArray) -> tuple[float, float]:
    """The commonest grey value, and the share of the pixels that have it."""
    counts = tones(value)
    return float(counts.argmax()) / 255, float(counts.max()) / value.size
