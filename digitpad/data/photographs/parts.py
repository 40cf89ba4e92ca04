"""Which of the dark things in a picture are digits: not frames, specks, nor what is cut off by the rim."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitpad.data.photographs.rulings import without_rulings

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

_SPECK = 0.06  # of the shorter side: parts smaller than this are dust
_THIN, _LONG = 0.15, 0.5  # breadth by length, and length by the shorter side, of a frame's side
_BAND, _ALONG = 0.05, 0.5  # of the shorter side, and share of a part's pixels so near to the rim
_BROAD = 0.12  # of the shorter side: half the breadth of what is too broad for a pen, at the rim
_EDGE, _EDGED = 0.12, 0.9  # of a frame's breadth, and share of its pixels so near to its box's edges
_INSIDE = 0.15  # of a frame's extent: what it has to be around
_AS_DARK = 0.45  # of the main part's contrast
_PIECE = 0.12  # of the main part's extent
_SHARED = 0.4  # of the height that parts in one row share
_POINT = 0.25  # of the main part's extent: a decimal point, at most
_FOOT = 0.8, 1.2  # of the main part's height, from its top: between these is the middle of a point
_MINUS, _FLAT = 0.7, 2.0  # of the main part's extent: a minus, at most; and its breadth by height
_WAIST = 0.25, 0.8  # of the main part's height: between these is the middle of a minus
_PEN = 0.5  # of the breadth of the main part's lines, and
_SIGN_AS_DARK = 0.7  # of its contrast: what is less is dirt


@dataclass(frozen=True, slots=True)
class _Part:
    """A connected part.

    Attributes:
        number: its label.
        top, left, bottom, right: of its box; bottom and right exclusive.
        own: its pixels in that box.
        contrast: their mean.
        cut_off: whether it touches the rim.
    """

    number: int
    top: int
    left: int
    bottom: int
    right: int
    own: BoolArray
    contrast: float
    cut_off: bool

    @property
    def extent(self) -> int:
        """The longer side."""
        return int(max(self.own.shape))

    @property
    def radius(self) -> float:
        """Half the breadth of its broadest place, in pixels."""
        from scipy import ndimage

        return float(ndimage.distance_transform_edt(np.pad(self.own, 1)).max())

    @property
    def breadth(self) -> float:
        """How broad its lines are, in pixels: to its rim it is a quarter of that on average."""
        from scipy import ndimage

        return 4 * float(ndimage.distance_transform_edt(np.pad(self.own, 1)).sum() / self.own.sum())

    @property
    def is_thin(self) -> bool:
        """Whether it is a line."""
        return bool(min(self.own.shape) < _THIN * self.extent)


def digit_parts(inked: BoolArray, contrast: FloatArray) -> BoolArray:
    """The pixels of digits.

    Args:
        inked: (H, W), what is dark.
        contrast: (H, W), how dark each pixel is.
    """
    from scipy import ndimage

    labels, count = ndimage.label(without_rulings(inked), structure=np.ones((3, 3), int))
    boxes = list(enumerate(_boxes(labels, count), 1))
    speck = _SPECK * min(inked.shape)
    # Of the grain of a picture there are thousands of parts: only their boxes are looked at.
    kept = [_part(labels, number, box, contrast) for number, box in boxes if max(_sides(box)) >= speck]
    kept = [one for one in kept if not _is_of_rim(one, inked.shape) and not _is_frame(one, kept)]
    if not kept:
        return np.zeros_like(inked)
    main = max(kept, key=lambda one: one.extent * one.contrast * (0.5 if one.cut_off else 1.0))
    chosen = [one for one in kept if one is main or _belongs(one, main, inked.shape)]
    end = max(one.right for one in chosen)  # what comes behind the last digit is a full stop
    least = _PEN * main.breadth
    small = [
        _part(labels, number, box, contrast)
        for number, box in boxes
        if min(_sides(box)) >= least and box[1].stop < end and _is_placed_as_sign(box, main)
    ]
    chosen += [one for one in small if not one.cut_off and one.contrast >= _SIGN_AS_DARK * main.contrast]
    return np.asarray(np.isin(labels, [one.number for one in chosen]), bool)


def _boxes(labels: IntArray, count: int) -> list[tuple[slice, slice]]:
    from scipy import ndimage

    boxes: list[tuple[slice, slice]] = ndimage.find_objects(labels, count)
    return boxes


def _part(labels: IntArray, number: int, box: tuple[slice, slice], contrast: FloatArray) -> _Part:
    rows, columns = box
    own = labels[box] == number
    at_rim = rows.start <= 1 or columns.start <= 1
    at_rim = at_rim or rows.stop >= labels.shape[0] - 1 or columns.stop >= labels.shape[1] - 1
    mean = float(contrast[box][own].mean())
    return _Part(number, rows.start, columns.start, rows.stop, columns.stop, own, mean, at_rim)


def _is_of_rim(one: _Part, shape: tuple[int, ...]) -> bool:
    """Whether it is a side of a frame, or what another thing leaves at the rim."""
    short = min(shape)
    if not one.cut_off:
        return False
    if one.is_thin and one.extent > _LONG * short:
        return True
    if min(one.own.shape) < _SPECK * short or one.radius > _BROAD * short:
        return True
    band = max(2, round(_BAND * short))
    inner = one.own[
        max(0, band - one.top) : one.own.shape[0] - max(0, band - (shape[0] - one.bottom)),
        max(0, band - one.left) : one.own.shape[1] - max(0, band - (shape[1] - one.right)),
    ]
    return bool(one.own.sum() - inner.sum() > _ALONG * one.own.sum())


def _is_frame(one: _Part, others: list[_Part]) -> bool:
    """Whether all its ink lies along its box's edges, around something else."""
    edge = max(2, round(_EDGE * min(one.own.shape)))
    if one.own[edge:-edge, edge:-edge].sum() > (1 - _EDGED) * one.own.sum():
        return False
    return any(
        other.extent >= _INSIDE * one.extent
        and (one.top < other.top and one.left < other.left)
        and (other.bottom < one.bottom and other.right < one.right)
        for other in others
    )


def _belongs(one: _Part, main: _Part, shape: tuple[int, ...]) -> bool:
    """Whether it is another digit, or a piece of one."""
    if one.contrast < _AS_DARK * main.contrast or one.extent < _PIECE * main.extent:
        return False
    if one.top > 1 and one.bottom < shape[0] - 1:
        return True
    # Cut off above or below it is of another line of writing.
    shared = min(one.bottom, main.bottom) - max(one.top, main.top)
    return bool(shared >= _SHARED * min(one.own.shape[0], main.own.shape[0]))


def _is_placed_as_sign(box: tuple[slice, slice], main: _Part) -> bool:
    """Whether a box beside a digit has the size and place of a point or a minus."""
    rows, columns = box
    high, wide = _sides(box)
    middle = ((rows.start + rows.stop) / 2 - main.top) / main.own.shape[0]
    is_point = max(high, wide) <= _POINT * main.extent and _FOOT[0] <= middle <= _FOOT[1]
    is_minus = wide <= _MINUS * main.extent and wide >= _FLAT * high and _WAIST[0] <= middle <= _WAIST[1]
    return (is_point or is_minus) and (columns.start >= main.right or columns.stop <= main.left)


def _sides(box: tuple[slice, slice]) -> tuple[int, int]:
    """Height and breadth of a box."""
    rows, columns = box
    return rows.stop - rows.start, columns.stop - columns.start
