"""A drawing as a grey picture: every stroke is the path of a soft round brush.

The grey value of a pixel is the brush's coverage at the point of the path that is nearest to it, so a
stroke that crosses itself does not get brighter there, and adding a segment never changes the others.
The pad paints by the same rule, so the user sees what the network gets.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np
import numpy.typing as npt

from digitpad.form import SIDE
from digitpad.ink.drawing import SOFTNESS, Drawing, Stroke

SCALE = 4
"""Pixels per network pixel: 112 x 112 for the whole pad."""

FloatArray = npt.NDArray[np.float32]

_STEP = 1.0  # longest piece of a segment, in network pixels: pieces of one size are drawn in one go
_CHUNK = 256  # pieces at a time, which bounds the memory
_HEAVY = (
    2_000_000  # pixels that all pieces together touch, from which a tree search for the nearest is faster
)
_SINGLE = 200  # strokes that are drawn one by one
_MOST_NEIGHBOURS = 256  # pieces compared for one pixel; more within a pixel's width make no difference


def rasterize(drawing: Drawing, scale: int = SCALE) -> FloatArray:
    """The pad as the strokes leave it.

    Args:
        drawing: strokes in network pixels.
        scale: pixels per network pixel.

    Returns:
        float32 array of shape (28 * scale, 28 * scale), 0 empty to 1 full ink.
    """
    side = round(SIDE * scale)
    picture = np.zeros((side, side), np.float32)
    for eraser, cover in _covers(drawing, scale):
        if eraser:
            np.minimum(picture, 1.0 - cover, out=picture)
        else:
            np.maximum(picture, cover, out=picture)
    return picture


def _covers(drawing: Drawing, scale: int) -> Iterator[tuple[bool, FloatArray]]:
    """Of each stroke whether it is an eraser's and what it covers; of very many, of each run of like ones."""
    if len(drawing.strokes) <= _SINGLE:
        for stroke in drawing.strokes:
            yield stroke.eraser, stroke_cover(stroke, scale)
        return
    for (eraser, width), strokes in groupby(drawing.strokes, lambda one: (one.eraser, one.width)):
        paths = [np.asarray(stroke.points, np.float32).reshape(-1, 2) for stroke in strokes]
        paths = [np.repeat(path, 2, axis=0) if len(path) == 1 else path for path in paths]
        ends = np.cumsum([len(path) for path in paths])[:-1] - 1
        yield eraser, _cover(*_pieces(np.concatenate(paths), scale, ends), width, scale)


def stroke_cover(stroke: Stroke, scale: int = SCALE) -> FloatArray:
    """How much of each pixel of the pad the brush of one stroke covers.

    Returns:
        float32 array of shape (28 * scale, 28 * scale), 0 to 1.
    """
    points = np.asarray(stroke.points, np.float32).reshape(-1, 2)
    return _cover(*_pieces(points, scale), stroke.width, scale)


def _cover(starts: FloatArray, vectors: FloatArray, width: float, scale: int) -> FloatArray:
    """How much of each pixel a brush covers that moves along these pieces."""
    side = round(SIDE * scale)
    reach = (width / 2 + SOFTNESS / 2) * scale
    # A margin around the pad takes what falls outside; it is cut off at the end.
    margin = int(np.ceil(reach + _STEP * scale)) + 2
    middles = starts + vectors / np.float32(2)
    inside = np.all((middles > -margin) & (middles < side + margin), axis=1)
    starts, vectors, middles = starts[inside], vectors[inside], middles[inside]
    half = int(np.ceil(reach + _STEP * scale / 2)) + 1
    if len(starts) * (2 * half + 1) ** 2 > _HEAVY:
        pad = _searched(starts, vectors, side, reach, scale)
    else:
        pad = _drawn(starts, vectors, middles, half, margin, side, reach)
    cover: FloatArray = np.clip((pad + np.float32(reach)) / np.float32(SOFTNESS * scale), 0.0, 1.0)
    return cover


def _drawn(
    starts: FloatArray,
    vectors: FloatArray,
    middles: FloatArray,
    half: int,
    margin: int,
    side: int,
    reach: float,
) -> FloatArray:
    """Negative distance of each pixel of the pad from the nearest piece, at least -reach: piece by piece."""
    wide = side + 2 * margin
    # 0 outside; grows inwards from -reach. Kept as negative distance so that maximum.at joins the pieces.
    nearest = np.full(wide * wide, -reach, np.float32)
    offsets = np.arange(-half, half + 1)
    for begin in range(0, len(starts), _CHUNK):
        part = slice(begin, begin + _CHUNK)
        _draw_pieces(nearest, starts[part], vectors[part], middles[part], offsets, margin, wide)
    return nearest.reshape(wide, wide)[margin : margin + side, margin : margin + side]


def _searched(starts: FloatArray, vectors: FloatArray, side: int, reach: float, scale: int) -> FloatArray:
    """The same as `_drawn`, searched pixel by pixel: faster for broad brushes and scribbles of many points.

    Distances are not refined where the brush covers a pixel fully in any case.
    """
    from scipy.spatial import cKDTree

    moving = (vectors != 0).any(axis=1)
    if moving.any():  # a resting pen adds nothing to the pieces beside it
        starts, vectors = starts[moving], vectors[moving]
    middles = starts + vectors / np.float32(2)
    tree = cKDTree(middles, balanced_tree=False, compact_nodes=False)
    row, column = np.divmod(np.arange(side * side), side)
    pixels = np.stack([column, row], axis=1).astype(np.float32) + np.float32(0.5)
    half_piece = float(np.hypot(vectors[:, 0], vectors[:, 1]).max()) / 2
    distance = tree.query(pixels, distance_upper_bound=reach + half_piece)[0].astype(np.float32)
    open_ = np.flatnonzero((distance > reach - SOFTNESS * scale) & np.isfinite(distance))
    count = 8
    while len(open_):
        count = min(count, len(starts))
        around, numbers = tree.query(pixels[open_], count)
        around, numbers = around.reshape(len(open_), count), numbers.reshape(len(open_), count)
        distance[open_] = _distances(pixels[open_], starts[numbers], vectors[numbers]).min(axis=1)
        if count in (len(starts), _MOST_NEIGHBOURS):
            break
        # Pieces whose middle is farther away than those compared may still come nearer with an end.
        open_ = open_[around[:, -1] - half_piece < distance[open_]]
        count *= 2
    nearest: FloatArray = -np.minimum(distance, np.float32(reach))
    return nearest.reshape(side, side)


def _distances(pixels: FloatArray, starts: FloatArray, vectors: FloatArray) -> FloatArray:
    """Distances (n, k) of pixels (n, 2) from k pieces each, (n, k, 2)."""
    offsets = pixels[:, None, :] - starts
    length2 = np.maximum((vectors**2).sum(axis=2), np.float32(1e-12))
    along = np.clip((offsets * vectors).sum(axis=2) / length2, 0.0, 1.0)
    rest = offsets - along[:, :, None] * vectors
    return np.asarray(np.hypot(rest[:, :, 0], rest[:, :, 1]), np.float32)


def _pieces(
    points: FloatArray, scale: int, ends: npt.NDArray[np.intp] | None = None
) -> tuple[FloatArray, FloatArray]:
    """Starts and vectors, (n, 2) each in pixels, of pieces no longer than `_STEP`.

    Args:
        points: of a path, or of several one after the other, float32 (m, 2).
        scale: pixels per network pixel.
        ends: numbers of the points behind which another path begins.
    """
    # Points farther out leave no ink on the pad, whatever the brush; clipping them bounds the work.
    points = np.clip(points, np.float32(-4 * SIDE), np.float32(5 * SIDE)) * np.float32(scale)
    if len(points) == 1:
        return points, np.zeros_like(points)
    vectors, points = np.diff(points, axis=0), points[:-1]
    if ends is not None:
        vectors, points = np.delete(vectors, ends, axis=0), np.delete(points, ends, axis=0)
    lengths = np.hypot(vectors[:, 0], vectors[:, 1])
    counts: npt.NDArray[np.intp] = np.maximum(1, np.ceil(lengths / (_STEP * scale))).astype(np.intp)
    which = np.repeat(np.arange(len(vectors)), counts)
    position = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    steps: FloatArray = np.divide(vectors[which], counts[which, None], dtype=np.float32)
    starts: FloatArray = points[which] + steps * position[:, None].astype(np.float32)
    return starts, steps


def _draw_pieces(
    nearest: FloatArray,
    starts: FloatArray,
    vectors: FloatArray,
    middles: FloatArray,
    offsets: npt.NDArray[np.int_],
    margin: int,
    wide: int,
) -> None:
    """Raise `nearest` (flat, wide * wide) to the negative distance from each of the pieces."""
    corner = np.floor(middles).astype(np.intp)
    columns = corner[:, 0:1] + offsets  # (n, k) pixel numbers; a pixel's centre lies at number + 0.5
    rows = corner[:, 1:2] + offsets
    dx = (columns + 0.5).astype(np.float32) - starts[:, 0:1]
    dy = (rows + 0.5).astype(np.float32) - starts[:, 1:2]
    length2 = np.maximum((vectors**2).sum(axis=1), np.float32(1e-12))[:, None, None]
    vx, vy = vectors[:, 0, None, None], vectors[:, 1, None, None]
    along = np.clip((dx[:, None, :] * vx + dy[:, :, None] * vy) / length2, 0.0, 1.0)
    distance = np.sqrt((dx[:, None, :] - along * vx) ** 2 + (dy[:, :, None] - along * vy) ** 2)
    columns = np.clip(columns + margin, 0, wide - 1)
    rows = np.clip(rows + margin, 0, wide - 1)
    index = rows[:, :, None] * wide + columns[:, None, :]
    np.maximum.at(nearest, index.ravel(), -distance.ravel())
