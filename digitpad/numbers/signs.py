"""What beside digits is a sign, such as a minus, a decimal point or a colon: ink that is not read.

A sign is low, or the network does not know it, and stands free: the bar of a five lies over its body, that of
a seven crosses its stem.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from digitpad.numbers.parts import Group, Measures, Parts
from digitpad.reading import Prediction

_SIGN = -1.2  # score of a sign that stands free, where a clear digit's is about 1
_LOW = 0.55  # height in heights of a digit up to which ink is taken for a sign without being read
_SHARED = -4.5  # for each part above or below it
_TOUCHING = -4.0  # for each part that it touches or crosses
_NEAR = 0.05  # distance in heights of the nearest points that are looked at of two strokes that cross
_PARTS = -3.0  # for each part beyond the first, as of digits
_CUT = -15.0  # per height of ink that was cut
_GAP, _HOLE = -2.0, -4.0  # per height that parts it
_BROADEST = 1.5  # breadth in heights of a digit; what is broader is a line under or over a number
_UNKNOWN, _UNLIKE = 0.4, 5.0  # for the logarithm of being a digit at all, and the most that it counts
_LEANING = 0.55  # breadth by height from which a straight line is a slash: straight ones reach 0.27
_SHORTER = 0.12  # in heights, at both ends together: a slash is about as high as what is beside it
_SLASH = 1.5  # more than that of another sign: the network takes it for a 1
_TALL_BROADEST = 1.0  # breadth of one that is not low
_DIGIT = 1e-9  # the least doubt that something is a digit
_UPRIGHT = 0.2  # distance in heights of the middles of two points of one sign, from left to right


def of_sign(parts: Parts, group: Group, measures: Measures, prediction: Prediction | None) -> float:
    """What a group scores as a sign, in units of log-probability; minus infinity where it cannot be one.

    Args:
        parts: all parts of the row.
        group: some of them.
        measures: what the geometry says of them.
        prediction: what the network reads in them; None for the best that it may say.
    """
    if len(group) == parts.count:
        return -math.inf
    left, top, right, bottom = (parts.box(group) / parts.height).tolist()
    low = bottom - top <= _LOW
    if right - left > (_BROADEST if low else _TALL_BROADEST):
        return -math.inf
    outside = [number for number in range(parts.count) if number not in group]
    near = parts.distances[np.ix_(group, outside)].min(axis=0) < _NEAR * parts.height
    score = _SIGN + _SHARED * measures.shared + _TOUCHING * int(near.sum()) + _CUT * measures.cut
    score += _GAP * measures.gap + _HOLE * measures.hole + _PARTS * measures.parts
    leaning = len(group) == 1 and parts.leans[group[0]] >= _LEANING
    if leaning and measures.rise + measures.drop <= _SHORTER:
        return score + _SLASH
    if low or prediction is None:
        return score
    if prediction.known is None:
        return -math.inf
    unlike = min(-math.log(max(prediction.known, _DIGIT)), _UNLIKE)
    return score + math.log(max(1.0 - prediction.known, _DIGIT)) + _UNKNOWN * unlike


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
