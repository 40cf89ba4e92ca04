"""Which row of writing each part stands in, judged from the parts' boxes.

Between two rows there is a line, level or sloping a little, that hardly any part crosses, with something of a
digit's height on either side. The bar over a five is too low for a row, and beside the two circles of an
eight or the dots of a colon there is mostly a digit that the line would cut through.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from digitpad.numbers.parts import DoubleArray, Group

IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]

_SLOPES = (0.0, 0.05, -0.05, 0.1, -0.1, 0.15, -0.15, 0.2, -0.2, 0.25, -0.25)
_AS_TALL = 0.45  # of the other row's tallest part: what a row needs
_FLAT = 0.35  # height by breadth below which a part is a bar, not a digit
_CROSSING = 0.25  # of the lower row's height: how far a part may reach over the line
_SLOPED = 0.03  # of it: by how much less is crossed where the line slopes, or it is level
_BESIDE = 0.1  # of it: how far rows are apart at least that are not above each other
_NEAR = 0.4  # of it: how far the two halves of a digit are apart at most
_HIGHER = 1.5  # height of a digit in two halves by that of the tallest part beside it, at most
_CLEAR = 0.12  # of the lower row's or the upper one's height: how far a fraction's bar is from both at least
_EVENLY = 0.4  # the distance to one of them by that to the other, at least: a five's bar lies near its body
_COVERED = 0.7  # breadth by that of the narrower row: what the bar has at least
_SLIM = 1.3  # breadth by height of a digit in two halves, at most


def rows(boxes: DoubleArray, least: float = 0.0) -> IntArray:
    """The row of each part, 0 for the topmost.

    Args:
        boxes: (n, 4), left, top, right, bottom of each part.
        least: the height of a digit, at least; what is lower makes no row.
    """
    numbers = np.zeros(len(boxes), np.intp)
    pending, done = [np.arange(len(boxes))], 0
    while pending:
        chosen = pending.pop()
        above = _above(boxes[chosen], least)
        if above is None:
            numbers[chosen] = done
            done += 1
        else:
            pending += [chosen[~above], chosen[above]]  # the upper ones come next
    return numbers


def _above(boxes: DoubleArray, least: float) -> BoolArray | None:
    """Which parts lie above a line that separates two rows; None where there is one row."""
    heights = boxes[:, 3] - boxes[:, 1]
    is_digit = (heights >= _FLAT * (boxes[:, 2] - boxes[:, 0])) & (heights >= least)
    upright = np.where(is_digit, heights, 0.0)
    best, above = _CROSSING, None
    for slope in _SLOPES if len(boxes) > 1 else ():
        leaning = slope * (boxes[:, 0] + boxes[:, 2]) / 2
        order = np.argsort(boxes[:, 1] + boxes[:, 3] - 2 * leaning, kind="stable")
        crossing = _crossing(boxes[order], upright[order], leaning[order], level=slope == 0)
        crossing += _SLOPED * (slope != 0)
        place = int(crossing.argmin())
        if crossing[place] < best:
            best, above = float(crossing[place]), np.isin(np.arange(len(boxes)), order[: place + 1])
    return above


def _crossing(boxes: DoubleArray, upright: DoubleArray, leaning: DoubleArray, level: bool) -> DoubleArray:
    """(n - 1,): how far the first parts and the others reach into each other, in heights of the lower row.

    Args:
        boxes: (n, 4), from the top.
        upright: (n,), the heights of those that may be digits, 0 for the others.
        leaning: (n,), how far the line between them sinks up to each.
        level: whether that line is level.

    Returns:
        Infinite where these are not two rows.
    """
    first, second = _largest_so_far(upright)
    least = np.minimum(first, second)
    bottoms, tops = _largest_so_far(boxes[:, 3] - leaning)[0], -_largest_so_far(leaning - boxes[:, 1])[1]
    crossing = np.where(
        least > _AS_TALL * np.maximum(first, second), (bottoms - tops) / np.maximum(least, 1e-9), np.inf
    )
    lefts, rights = _largest_so_far(-boxes[:, 0]), _largest_so_far(boxes[:, 2])
    beside = np.maximum(-lefts[0], -lefts[1]) > np.minimum(*rights)
    return np.where(beside & ((crossing > -_BESIDE) | (not level)), np.inf, crossing)


def _largest_so_far(values: DoubleArray) -> tuple[DoubleArray, DoubleArray]:
    """For each place but the last the largest value up to it, and the largest behind it."""
    return np.maximum.accumulate(values)[:-1], np.maximum.accumulate(values[::-1])[::-1][1:]


def possible_digit(boxes: DoubleArray, upper: Group, lower: Group) -> Group | None:
    """The parts of two rows that may be the two halves of one digit; None where there are none.

    Args:
        boxes: (n, 4), of all parts.
        upper: the parts of one row.
        lower: those of the row below.
    """
    narrow, other = sorted((upper, lower), key=lambda row: float(np.ptp(boxes[list(row)][:, [0, 2]])))
    left, _, right, _ = _around(boxes, narrow)
    beside = [number for number in other if boxes[number, 0] < right and boxes[number, 2] > left]
    if not beside:
        return None
    both = tuple(sorted((*narrow, *beside)))
    (_, top, _, foot), (_, head, _, bottom) = sorted(
        (_around(boxes, narrow), _around(boxes, beside)), key=_top
    )
    near = head - foot <= _NEAR * min(foot - top, bottom - head)
    left, top, right, bottom = _around(boxes, both)
    others = [number for number in (*upper, *lower) if number not in both]
    heights = boxes[others, 3] - boxes[others, 1]
    alike = not others or bottom - top <= _HIGHER * float(heights.max())
    return both if near and alike and right - left <= _SLIM * (bottom - top) else None


def bars_between(boxes: DoubleArray, lines: Sequence[Group]) -> dict[int, int]:
    """The fraction bars: flat parts that lie free between two rows, each with the number of the upper row.

    Args:
        boxes: (n, 4), of all parts.
        lines: the parts of each row.
    """
    sides = boxes[:, 2:] - boxes[:, :2]
    flat = (sides[:, 1] < _FLAT * sides[:, 0]).tolist()
    bars: dict[int, int] = {}
    for number, (upper, lower) in enumerate(pairwise(lines)):
        above, below = ([one for one in row if not flat[one]] for row in (upper, lower))
        if above and below:
            around = _around(boxes, above), _around(boxes, below)
            bars.update(
                (one, number) for one in (*upper, *lower) if flat[one] and _separates(boxes[one], *around)
            )
    return bars


def _separates(bar: DoubleArray, upper: list[float], lower: list[float]) -> bool:
    """Whether a flat part's box lies about in the middle between two rows, and along them."""
    left, top, right, bottom = bar.tolist()
    near, far = sorted((top - upper[3], lower[1] - bottom))
    high, wide = (min(row[2 + axis] - row[axis] for row in (upper, lower)) for axis in (1, 0))
    beside = right <= max(upper[0], lower[0]) or left >= min(upper[2], lower[2])
    return near >= max(_CLEAR * high, _EVENLY * far) and right - left >= _COVERED * wide and not beside


def _around(boxes: DoubleArray, row: Sequence[int]) -> list[float]:
    """Left, top, right, bottom of some parts."""
    some = boxes[list(row)]
    around: list[float] = [*some[:, :2].min(axis=0).tolist(), *some[:, 2:].max(axis=0).tolist()]
    return around


def _top(box: list[float]) -> float:
    return box[1]
