"""What beside digits is a sign, such as a minus, a decimal point or a colon: ink that is not read.

A sign is low, or the network does not know it, and stands free: the bar of a five lies over its body, that of
a seven crosses its stem. What hangs high beside a digit, and is as short as a point or upright, is rather
the end of its torn stroke. What the picture's rim cuts off may be the rest of a digit's foot.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from digitpad.numbers.measuring import Measures, around, members, overlaps
from digitpad.numbers.parts import BoolArray, DoubleArray, Group, Parts, lean_of
from digitpad.reading import Prediction

_SIGN = -1.2  # score of a low sign that stands free, where a clear digit's is about 1
_TALL = -2.6  # of a high one, which is the likelier a sign the less it is like a digit:
_UNLIKE, _UNLIKELIEST = 0.7, 3.5  # for each e-fold below `_LIKELIEST`, and at most
_LIKELIEST = 0.2  # probability of being a digit at all up to which a high one is a sign
_LOW = 0.55  # height in heights of a digit up to which ink is taken for a sign without being read
_BROADEST, _TALL_BROADEST = 1.5, 1.0  # breadth of a low and a high one, in heights; else it is an underline
_SLASH = 0.3  # score of a slash, which the network takes for a 1
_LEANING = 0.6  # breadth by height from which a straight line is a slash: straight ones reach 0.27
_STRAIGHT = 0.15  # spread across by that along of such a line in the network's input; see `lean_of`
_INKED = 0.5  # grey value from which a pixel of the input is looked at
_SHORTER = 0.12  # in heights, at both ends together: a slash is about as high as what is beside it
_NEAR = 0.05  # distance in heights of the nearest points that are looked at of two strokes that cross
_POINT = 0.12  # longer side of a point in heights: so near to a digit it is a slip of the pen
_RAISED, _BAR = 0.65, 0.35  # in heights: what is as broad, as far above a digit's foot and
_HEAD = 0.2  # as near to its head is a five's bar
_SMALL = 0.25  # longer side in heights of the points of a colon, at most
_NARROWEST = 0.1  # breadth of a piece, at least, in heights
_HANGING = -3.0  # of what hangs high and is small or upright: the end of a torn stroke, or dirt
_ABOVE = 0.2  # of a digit's height: how much more room it has under it than above
_SHARED = -4.5  # for each part above or below it
_PARTS = -3.0  # for each part beyond the first, as of digits
_GAP, _HOLE = -2.0, -4.0  # per height that parts it
_UPRIGHT = 0.2  # distance in heights of the middles of two points of one sign, from left to right
_TINY = 1e-9


def of_signs(
    parts: Parts,
    groups: Sequence[Group],
    measures: Sequence[Measures],
    predictions: Sequence[Prediction | None],
) -> list[float]:
    """What groups score as signs, in units of log-probability; minus infinity where one cannot be a sign.

    Args:
        parts: all parts of the row.
        groups: some of them each.
        measures: what the geometry says of each group.
        predictions: what the network reads in each; None for the best that it may say.
    """
    inside = members(groups, parts.count)
    edges = parts.boxes / parts.height
    left, top, right, bottom = around(inside, edges)
    wide, high = right - left, bottom - top
    low = high <= _LOW
    distances = np.where(inside[:, None, :], parts.distances / parts.height, np.inf).min(axis=2)
    nearest = np.where(inside, np.inf, distances).min(axis=1)
    free = np.where(np.maximum(wide, high) < _POINT, _POINT, _NEAR)
    possible = (nearest >= free) & (wide <= np.where(low, _BROADEST, _TALL_BROADEST))
    possible &= ~inside.all(axis=1) & ~(inside & parts.cut_off).any(axis=1)
    shared = _shared(parts, inside, left, right)
    return [
        _score(parts, groups[number], measures[number], predictions[number], float(shared[number]))
        if one
        else -math.inf
        for number, one in enumerate(possible.tolist())
    ]


def _score(
    parts: Parts, group: Group, measures: Measures, prediction: Prediction | None, shared: float
) -> float:
    """What a group scores that stands free and is narrow enough; see `of_signs`."""
    left, top, right, bottom = parts.around(group)
    low = bottom - top <= _LOW
    if measures.cut or (low and measures.rise > _RAISED and measures.drop < _HEAD and right - left > _BAR):
        return -math.inf
    score = _SHARED * shared + _GAP * measures.gap + _HOLE * measures.hole + _PARTS * measures.parts
    leaning = len(group) == 1 and parts.leans[group[0]] >= _LEANING
    if leaning and measures.rise + measures.drop <= _SHORTER:
        return score + _SLASH
    if low:
        return score + _SIGN + _HANGING * _hangs(parts, group, measures)
    score += _TALL
    if prediction is None:
        return score + _UNLIKELIEST
    if prediction.known is None or prediction.known > _LIKELIEST:
        return -math.inf
    return score + min(_UNLIKE * math.log(_LIKELIEST / max(prediction.known, _TINY)), _UNLIKELIEST)


def leans_too_far(prediction: Prediction) -> bool:
    """Whether what is read as a 1 is a straight line that leans to the right as no 1 does.

    It is a slash, or the long flag of a 1 whose stem was taken for another digit.
    """
    if prediction.digit != 1 or prediction.input is None:
        return False
    points = np.argwhere(prediction.input > _INKED)[:, ::-1].astype(np.float64)
    return lean_of(points, _STRAIGHT) >= _LEANING


def _hangs(parts: Parts, group: Group, measures: Measures) -> bool:
    """Whether low ink stands above the row's middle and is small or upright; not a colon's upper point."""
    left, top, right, bottom = parts.around(group)
    small = max(right - left, bottom - top) <= _SMALL
    if measures.rise - measures.drop <= _ABOVE or not (small or bottom - top > right - left):
        return False
    others = np.delete(parts.boxes, list(group), axis=0) / parts.height
    points = (others[:, 2:] - others[:, :2]).max(axis=1) <= _SMALL
    beneath = np.abs(others[:, 0] + others[:, 2] - left - right) <= 2 * _UPRIGHT
    return not bool((points & beneath & (others[:, 1] > bottom)).any())


def _shared(parts: Parts, inside: BoolArray, left: DoubleArray, right: DoubleArray) -> DoubleArray:
    """How much of each group's breadth lies above or below other ink, of each piece 0-1, in all.

    The other point of a colon does not count.

    Args:
        parts: all parts of the row.
        inside: (g, n), which of them are in each group.
        left, right: (g,), of the groups in heights of a digit.
    """
    pieces = parts.wholes == np.unique(parts.wholes)[:, None]  # (w, n)
    begin, top, end, bottom = around(pieces, parts.boxes / parts.height)
    large = np.maximum(end - begin, bottom - top) > _SMALL
    own = inside @ pieces.T.astype(float) > 0
    common = np.maximum(0.0, overlaps(left, right, begin, end, _NARROWEST))
    shared: DoubleArray = np.where(large & ~own, common, 0.0).sum(axis=1)
    return shared


def joined(parts: Parts, signs: Sequence[Group]) -> list[Group]:
    """The signs with those that stand above each other as one: the points of a colon."""
    result: list[Group] = []
    for sign in sorted(signs, key=lambda group: float(parts.box(group)[0])):
        if result:
            before, here = parts.box(result[-1]), parts.box(sign)
            aside = abs(before[0] + before[2] - here[0] - here[2]) / 2
            if aside <= _UPRIGHT * parts.height:
                result[-1] = tuple(sorted((*result[-1], *sign)))
                continue
        result.append(sign)
    return result
