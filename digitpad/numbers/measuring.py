"""What the geometry says of groups of parts, of all groups of a row at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from digitpad.numbers.parts import BoolArray, DoubleArray, Group, Parts

_FLOOR = 0.1  # the least breadth counted, in heights: an upright stroke has none
_NEAR = 0.8  # distance in heights from which parts to the left and right are compared with
_TALL_PART = 0.75
_TOUCH = 0.03  # distance in heights from which inks touch
_THROUGH = 0.33  # in heights: two strokes that cross as far are surely of one digit


class Measures(NamedTuple):
    """What is measured of a group; lengths in heights of a digit.

    Attributes:
        gap: the widest distance that has to be bridged inside.
        hole: the broadest upright stripe without ink inside.
        apart: how little of a part's breadth the others lie above or below, 0-1, of the worst part.
        low: how much is missing to nine tenths of a height.
        very_low: how much is missing to half a height.
        rise: how far the feet of its neighbours lie below its own, at most 1.
        drop: how far the heads of its neighbours lie above its own, at most 1.
        broad: breadth over height above 0.8, at most 4.
        tall: how many of its parts beyond the first are three quarters of a height or more, without those
            that another one of its parts crosses.
        shared: how much of the breadth others have ink above or below, summed over the parts outside that
            it was not cut off from.
        touching: how many of those it touches.
        crossed: how far strokes outside go through its own, summed, 1 for each from a third of a height on;
            of drawings only.
        parts: how many connected pieces of ink it has beyond the first.
        cut: how much ink the cuts at its edges go through; of pictures only.
        united: how clearly its parts are of several digits, summed over the borders between them, 0-1
            each; of pictures only.
        late: how many other strokes were made between its own, at most 3.
        everything: 1 where it is all there is, in more than one part.
    """

    gap: float
    hole: float
    apart: float
    low: float
    very_low: float
    rise: float
    drop: float
    broad: float
    tall: float
    shared: float
    touching: float
    crossed: float
    parts: float
    cut: float
    united: float
    late: float
    everything: float


def members(groups: Sequence[Group], count: int) -> BoolArray:
    """(g, n): whether each of `count` parts is in each group."""
    inside = np.zeros((len(groups), count), bool)
    for row, group in enumerate(groups):
        inside[row, list(group)] = True
    return inside


def measures_of(parts: Parts, groups: Sequence[Group]) -> list[Measures]:
    """What the geometry says of each group of a row's parts."""
    inside = members(groups, parts.count)
    edges = parts.boxes / parts.height
    lefts, tops, rights, bottoms = edges.T
    left, top, right, bottom = around(inside, edges)
    high = bottom - top
    pieces = parts.wholes[:, None] == np.unique(parts.wholes)  # (n, w), of which piece each part was cut
    own = (inside @ pieces.astype(float)) > 0
    outside = ~(own @ pieces.T.astype(float) > 0)  # those that it was not cut off from
    near = (lefts <= right[:, None] + _NEAR) & (rights >= left[:, None] - _NEAR)
    feet = np.where(near, bottoms, -np.inf).max(axis=1)
    heads = np.where(near, tops, np.inf).min(axis=1)
    size = inside.sum(axis=1)
    distances = parts.distances / parts.height
    touched = inside @ (distances < _TOUCH).astype(float) > 0
    through = np.minimum(parts.crossings / parts.height / _THROUGH, 1.0)
    measures = (
        _gaps(inside, distances),
        _holes(inside, lefts, rights),
        _apart(inside, lefts, rights),
        np.maximum(0.0, 0.9 - high),
        np.maximum(0.0, 0.5 - high),
        np.minimum(1.0, feet - bottom),
        np.minimum(1.0, top - heads),
        np.clip((right - left) / np.maximum(high, _FLOOR) - 0.8, 0.0, 4.0),
        _tall(inside, bottoms - tops > _TALL_PART, through),
        _shared(outside, left, right, lefts, rights),
        (touched & outside).sum(axis=1),
        _crossed(inside, through),
        own.sum(axis=1) - 1,
        np.where(inside, 0.0, inside @ parts.cuts).sum(axis=1) / parts.height,
        (inside[:, 1:] & inside[:, :-1]) @ parts.clear[1:],
        _late(inside, parts.times),
        (size == parts.count) & (size > 1),
    )
    return [Measures(*row) for row in np.stack(measures, axis=1, dtype=float).tolist()]


def around(inside: BoolArray, edges: DoubleArray) -> DoubleArray:
    """(4, g): left, top, right, bottom of groups.

    Args:
        inside: (g, n), see `members`.
        edges: (n, 4), the same of each part.
    """
    low = np.where(inside[:, :, None], edges[:, :2], np.inf).min(axis=1)
    high = np.where(inside[:, :, None], edges[:, 2:], -np.inf).max(axis=1)
    return np.concatenate([low, high], axis=1).T


def _gaps(inside: BoolArray, distances: DoubleArray) -> DoubleArray:
    """The longest edge of the shortest tree over the parts of each group (Prim's algorithm)."""
    longest = np.zeros(len(inside))
    left = inside.copy()
    reached = inside.argmax(axis=1)
    left[np.arange(len(inside)), reached] = False
    nearest = distances[reached]
    rows = np.flatnonzero(left.any(axis=1))
    while len(rows):
        open_ = np.where(left[rows], nearest[rows], np.inf)
        reached = open_.argmin(axis=1)
        longest[rows] = np.maximum(longest[rows], open_[np.arange(len(rows)), reached])
        left[rows, reached] = False
        nearest[rows] = np.minimum(nearest[rows], distances[reached])
        rows = rows[left[rows].any(axis=1)]
    return longest


def _holes(inside: BoolArray, lefts: DoubleArray, rights: DoubleArray) -> DoubleArray:
    """The broadest stripe without ink inside each group."""
    order = np.argsort(lefts, kind="stable")
    chosen = inside[:, order]
    reach = np.maximum.accumulate(np.where(chosen, rights[order], -np.inf), axis=1)[:, :-1]
    stripes = np.where(chosen[:, 1:] & np.isfinite(reach), lefts[order][1:] - reach, 0.0)
    widest: DoubleArray = stripes.max(axis=1, initial=0.0)
    return widest


def _apart(inside: BoolArray, lefts: DoubleArray, rights: DoubleArray) -> DoubleArray:
    """How little of its worst part's breadth the others of each group lie above or below."""
    common = overlaps(lefts, rights, lefts, rights, _FLOOR)
    within = (lefts[:, None] >= lefts - _FLOOR / 2) & (rights[:, None] <= rights + _FLOOR / 2)
    common = np.where(within, 1.0, np.minimum(common, 1.0))
    np.fill_diagonal(common, 0.0)
    best = np.where(inside[:, None, :], common, 0.0).max(axis=2)
    worst = np.where(inside, 1.0 - np.maximum(best, 0.0), 0.0).max(axis=1)
    return np.where(inside.sum(axis=1) > 1, worst, 0.0)


def _shared(
    outside: BoolArray, left: DoubleArray, right: DoubleArray, lefts: DoubleArray, rights: DoubleArray
) -> DoubleArray:
    """How much of each group's breadth the parts outside have, summed."""
    common = np.maximum(0.0, overlaps(left, right, lefts, rights, _FLOOR))
    shared: DoubleArray = np.where(outside, common, 0.0).sum(axis=1)
    return shared


def _tall(inside: BoolArray, tall: BoolArray, through: DoubleArray) -> DoubleArray:
    """How many tall parts beyond the first each group has that no other one of it goes through."""
    crossed = np.where(inside[:, None, :], through, 0.0).max(axis=2)
    lone: DoubleArray = np.where(inside & tall, 1.0 - crossed, 0.0).sum(axis=1)
    return np.maximum(0.0, lone - 1.0)


def _crossed(inside: BoolArray, through: DoubleArray) -> DoubleArray:
    """How far strokes of each group and others go through one another, summed."""
    crossed: DoubleArray = np.where(inside, 0.0, inside @ through).sum(axis=1)
    return crossed


def overlaps(
    left: DoubleArray, right: DoubleArray, lefts: DoubleArray, rights: DoubleArray, least: float
) -> DoubleArray:
    """(g, n): how much breadth two have in common, by that of the narrower one, which counts as `least`."""
    common = np.minimum(right[:, None], rights) - np.maximum(left[:, None], lefts)
    narrower = np.minimum((right - left)[:, None], rights - lefts)
    overlaps: DoubleArray = common / np.maximum(least, narrower)
    return overlaps


def _late(inside: BoolArray, times: DoubleArray) -> DoubleArray:
    """How many other parts were made between those of each group, at most 3."""
    first = np.where(inside, times, np.inf).min(axis=1)[:, None]
    last = np.where(inside, times, -np.inf).max(axis=1)[:, None]
    between = (first < times) & (times < last) & ~inside
    late: DoubleArray = np.minimum(3.0, between.sum(axis=1))
    return late
