"""Which of the dark things in a picture are the digit: connected parts, printed lines, frames, specks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitpad.data.photographs.printed_lines import without_lines

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

_SPECK = 0.035  # of the shorter side: parts smaller than this are dust
_LEAST = 0.1  # of the shorter side: a smaller digit loses against one that is cut off by the rim
_ALIKE = 0.45  # of the main part's extent: as large as this and in a row with it is another digit
_ROW = 0.4  # of the lower one's height: what two digits of a number share
_APART = 2.0  # of the main part's extent: the gap to the next digit
_PIECE = 0.08  # of the main part's extent: as large as this and near is a piece, such as a five's bar
_NEAR = 0.35  # of the main part's extent
_AS_DARK = 0.5  # of the main part's contrast
_STRAIGHT = 0.12  # of the extent: a box as narrow holds a straight line
_RIM = 0.012  # of the shorter side


@dataclass(frozen=True, slots=True)
class ConnectedParts:
    """Connected parts, arrays over their numbers.

    Attributes:
        boxes: int (n, 4): top, left, bottom, right; bottom and right exclusive.
        areas: pixels.
        contrasts: mean of the pixels' contrast.
    """

    boxes: IntArray
    areas: IntArray
    contrasts: FloatArray

    @property
    def extents(self) -> IntArray:
        """The longer side of each box."""
        return np.asarray((self.boxes[:, 2:] - self.boxes[:, :2]).max(axis=1, initial=0), np.int64)


def inked_parts(inked: BoolArray, contrast: FloatArray, faint: BoolArray) -> BoolArray:
    """The pixels of the digit, or of several digits.

    Args:
        inked: (H, W), what differs from the paper.
        contrast: (H, W), how much.
        faint: (H, W), what differs a little; printed lines are looked for in it.
    """
    from scipy import ndimage

    cleaned = without_lines(inked, contrast, faint)
    labels, count = ndimage.label(cleaned, structure=np.ones((3, 3), int))
    if not count:
        return np.zeros_like(inked)
    parts = _measured(labels, count, contrast)
    chosen = _chosen(parts, inked.shape, labels)
    return np.asarray(np.concatenate([[False], chosen])[labels], bool)


def _measured(labels: IntArray, count: int, contrast: FloatArray) -> ConnectedParts:
    from scipy import ndimage

    flat = labels.ravel()
    areas = np.bincount(flat, minlength=count + 1)[1:]
    # Squares weigh a line's dark middle more than its soft rim.
    weights = np.bincount(flat, contrast.ravel().astype(np.float64), count + 1)[1:]
    squares = np.bincount(flat, contrast.ravel().astype(np.float64) ** 2, count + 1)[1:]
    boxes = np.array(
        [
            (rows.start, columns.start, rows.stop, columns.stop)
            for rows, columns in ndimage.find_objects(labels)
        ],
        np.int64,
    )
    return ConnectedParts(boxes, areas, (squares / np.maximum(weights, 1e-9)).astype(np.float32))


def _chosen(parts: ConnectedParts, shape: tuple[int, ...], labels: IntArray) -> BoolArray:
    """Which parts are kept."""
    short = min(shape)
    extents = parts.extents
    possible = extents >= max(4.0, _SPECK * short)
    boxes = parts.boxes
    # A side of a printed box need not touch the rim to be distinguished from a digit.
    narrow = (boxes[:, 2:] - boxes[:, :2]).min(axis=1) < _STRAIGHT * extents
    rim = np.where(narrow, max(1, round(_RIM * short)), 1)[:, None]
    at_rim = (boxes[:, :2] <= rim).any(axis=1) | (boxes[:, 2:] >= np.array(shape) - rim).any(axis=1)
    inside = possible & ~at_rim
    inside &= ~_frames(parts, inside, labels)
    inside &= ~_long_lines(parts, inside)
    main = _main(parts, inside)
    if main is None or extents[main] < _LEAST * short:
        cut_off = possible & at_rim & (extents < 0.97 * max(shape))
        other = _main(parts, cut_off)
        if main is None and other is None:  # a digit that fills a picture cut out close to it
            other = _main(parts, possible & at_rim & _round(parts, labels))
        if other is not None and (main is None or extents[other] > 3 * extents[main]):
            return np.asarray(np.arange(len(extents)) == other, bool)
    if main is None:
        return np.zeros(len(extents), bool)
    return np.asarray(inside & _belongs(parts, main), bool)


def _main(parts: ConnectedParts, among: BoolArray) -> int | None:
    """The part that is most of a digit: large and dark."""
    if not among.any():
        return None
    return int(np.argmax(np.where(among, parts.extents * parts.contrasts, -1)))


def _belongs(parts: ConnectedParts, main: int) -> BoolArray:
    """Which parts are digits like the main one, or pieces of it or of one of those."""
    extents, boxes = parts.extents, parts.boxes
    extent = float(extents[main])
    dark = parts.contrasts >= _AS_DARK * parts.contrasts[main]
    digits = np.arange(len(extents)) == main
    alike = dark & (extents >= _ALIKE * extent)
    row = [main]
    while row:  # from neighbour to neighbour
        box = boxes[row.pop()]
        height = np.minimum(boxes[:, 2] - boxes[:, 0], box[2] - box[0])
        shared = np.minimum(boxes[:, 2], box[2]) - np.maximum(boxes[:, 0], box[0])
        gap = np.maximum(boxes[:, 1] - box[3], box[1] - boxes[:, 3])
        beside = alike & ~digits & (shared >= _ROW * height) & (gap <= _APART * extent)
        digits |= beside
        row += np.flatnonzero(beside).tolist()
    near = np.zeros(len(extents), bool)
    for number in np.flatnonzero(digits):
        near |= _gaps(boxes, boxes[number]) <= _NEAR * extents[number]
    return np.asarray(digits | (dark & near & (extents >= _PIECE * extent)), bool)


def _long_lines(parts: ConnectedParts, among: BoolArray) -> BoolArray:
    """Which parts are straight and much longer than all that are not: sides of a printed box."""
    narrow = (parts.boxes[:, 2:] - parts.boxes[:, :2]).min(axis=1) < _STRAIGHT * parts.extents
    others = among & ~narrow
    if not others.any():
        return np.zeros(len(among), bool)
    largest = int(np.argmax(np.where(others, parts.extents, -1)))
    # What nearly touches is a stroke, such as the stem of a seven whose bar lies apart.
    apart = _gaps(parts.boxes, parts.boxes[largest]) > _NEAR * parts.extents[largest]
    return np.asarray(among & narrow & apart & (parts.extents > 1.4 * parts.extents[largest]), bool)


def _gaps(boxes: IntArray, box: IntArray) -> FloatArray:
    """Distances in pixels from each of the boxes to one; 0 where they overlap."""
    gaps = np.maximum(0, np.maximum(boxes[:, :2] - box[2:], box[:2] - boxes[:, 2:]))
    return np.asarray(np.hypot(gaps[:, 0], gaps[:, 1]), np.float32)


def _round(parts: ConnectedParts, labels: IntArray) -> BoolArray:
    """Which parts leave their box's corners free, as a table's edge or a printed box does not."""
    found = np.zeros(len(parts.areas), bool)
    for number, (top, left, bottom, right) in enumerate(parts.boxes.tolist()):
        own = labels[top:bottom, left:right] == number + 1
        rows, columns = (max(1, round(0.12 * side)) for side in own.shape)
        corners = [
            own[edge, side]
            for edge in (slice(rows), slice(-rows, None))
            for side in (slice(columns), slice(-columns, None))
        ]
        found[number] = sum(bool(corner.mean() > 0.3) for corner in corners) < 3
    return found


def _frames(parts: ConnectedParts, among: BoolArray, labels: IntArray) -> BoolArray:
    """Which parts are frames: others lie inside them and all their ink lies along their box's edges."""
    found = np.zeros(len(among), bool)
    boxes = parts.boxes
    for number in np.flatnonzero(among):
        top, left, bottom, right = (int(edge) for edge in boxes[number])
        within = (
            among
            & (boxes[:, :2] > (top, left)).all(axis=1)
            & (boxes[:, 2:] < (bottom, right)).all(axis=1)
            & (parts.extents >= 0.15 * parts.extents[number])
        )
        if not within.any() or min(bottom - top, right - left) < 0.3 * parts.extents[number]:
            continue
        own = labels[top:bottom, left:right] == number + 1
        rim = max(2, round(0.12 * min(own.shape)))
        found[number] = own[rim:-rim, rim:-rim].sum() < 0.08 * parts.areas[number]
    return found
