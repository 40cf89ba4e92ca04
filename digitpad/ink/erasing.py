"""What erasers have gone over, however many of them there are."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.form import SIDE

DoubleArray = npt.NDArray[np.float64]

_SPACING = 0.25  # between the points that are tested against erasers, in network pixels
_FEW = 2_000  # points of erasers up to which each is compared
_AT_ONCE = 256  # of these, which bounds the memory
_MOST_REACHES = 32  # of different brushes that are told apart exactly; beyond, brushes are
_GRAIN = 0.125  # rounded to this, in network pixels


def dense(points: DoubleArray) -> DoubleArray:
    """The path with points at most a quarter of a pixel apart, clipped far outside the pad.

    The clipping bounds the memory.
    """
    points = np.clip(points, -SIDE, 2 * SIDE)
    if len(points) == 1:
        return points
    vectors = np.diff(points, axis=0)
    counts = np.maximum(1, np.ceil(np.hypot(vectors[:, 0], vectors[:, 1]) / _SPACING)).astype(np.intp)
    which = np.repeat(np.arange(len(vectors)), counts)
    position = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    inner = points[:-1][which] + vectors[which] * (position / counts[which])[:, None]
    return np.concatenate([inner, points[-1:]])


class ErasedArea:
    """All places within reach of erasers' paths, to which more are added one by one."""

    def __init__(self) -> None:
        self._paths: dict[float, _Points] = {}

    def __bool__(self) -> bool:
        return bool(self._paths)

    def add(self, path: DoubleArray, reach: float) -> None:
        """Add an eraser.

        Args:
            path: (n, 2), close points in network pixels; see `dense`.
            reach: its radius.
        """
        if reach not in self._paths and len(self._paths) >= _MOST_REACHES:
            reach = round(reach / _GRAIN) * _GRAIN
        self._paths.setdefault(reach, _Points()).add(path)

    def covers(self, points: DoubleArray) -> npt.NDArray[np.bool_]:
        """Which of the points (n, 2) lie in it."""
        covered = np.zeros(len(points), bool)
        for reach, path in self._paths.items():
            if covered.all():
                break
            covered[~covered] = path.near(points[~covered], reach)
        return covered


class _Points:
    """Points to which more are added, and which points are near.

    New points are compared one by one until they are many; then they get a search tree. Trees are joined when
    the last two are of about one size, so that there are few of them and each point is sorted in few times.
    """

    def __init__(self) -> None:
        self._new: list[DoubleArray] = []
        self._count = 0  # of these
        self._trees: list[Any] = []

    def add(self, points: DoubleArray) -> None:
        """Add points (n, 2)."""
        self._new.append(points)
        self._count += len(points)
        if self._count > _FEW:
            from scipy.spatial import cKDTree

            points = np.concatenate(self._new)
            while self._trees and self._trees[-1].n <= 2 * len(points):
                points = np.concatenate([self._trees.pop().data, points])
            self._trees.append(cKDTree(points, balanced_tree=False, compact_nodes=False))
            self._new, self._count = [], 0

    def near(self, points: DoubleArray, reach: float) -> npt.NDArray[np.bool_]:
        """Which of other points (n, 2) are within reach of one of these."""
        covered = np.zeros(len(points), bool)
        for tree in self._trees:
            nearest, _ = tree.query(points, distance_upper_bound=np.nextafter(reach, np.inf))
            covered |= nearest <= reach
        if self._new and not covered.all():
            covered[~covered] = _near(np.concatenate(self._new), points[~covered], reach)
        return covered


def _near(path: DoubleArray, points: DoubleArray, reach: float) -> npt.NDArray[np.bool_]:
    """Which of the points (n, 2) are within reach of those of a path, each compared with each."""
    low, high = points.min(axis=0) - reach, points.max(axis=0) + reach
    path = path[((path >= low) & (path <= high)).all(axis=1)]
    covered = np.zeros(len(points), bool)
    for begin in range(0, len(path), _AT_ONCE):
        part = path[begin : begin + _AT_ONCE]
        distance2 = ((points[:, None, :] - part[None, :, :]) ** 2).sum(axis=2)
        covered |= (distance2 <= reach * reach).any(axis=1)
    return covered
