"""The parts of a picture: its connected pieces of ink, and what broad ones are cut into."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.data.preparation import Prepared, Steps, prepare_ink
from digitpad.data.preprocess import FloatArray
from digitpad.numbers.cuts import Cut, cut_at_thin_places, cut_by_owner
from digitpad.numbers.owners import Stretches
from digitpad.numbers.parts import Group, Parts, digit_height, lean_of
from digitpad.reading import Box

IntArray = npt.NDArray[np.intp]

_HEIGHT = 48  # pixels that a digit's height is reduced to: enough for 20 in the network's input
_INKED = 0.3  # grey value from which a pixel is ink when pieces are looked for
_SPECK = 0.07  # of a digit's height: what is smaller both ways is dirt
_STRAIGHT = 0.13  # spread of a straight line with a pen's width across by that along; see `lean_of`
_RIM = 2  # pixels of paper around the ink: what touches the picture's rim must be told from what is near it
_MOST = 64  # pieces; beyond that the picture is no number


@dataclass(frozen=True, eq=False)
class PictureParts:
    """The ink of a picture in pieces.

    Attributes:
        picture: float32 (H, W), the ink and a rim of paper, reduced so that a digit takes about 48 pixels.
        labels: (H, W), for every pixel the number of the piece that is nearest to it; -1 for dirt.
        further: (H, W), the same but where lines of two parts cross: there the other part.
        scale: pixels of the picture that was given per pixel here.
        origin: columns and rows, reduced likewise, that it has more to the left and above.
        parts: the pieces' geometry.
    """

    picture: FloatArray
    labels: IntArray
    further: IntArray
    scale: float
    origin: tuple[int, int]
    parts: Parts

    @property
    def everything(self) -> Group:
        """All parts."""
        return tuple(range(self.parts.count))

    def by_owner(self, stretches: Stretches) -> PictureParts | None:
        """The same ink, broad pieces cut by whose each pixel is; None where that is not told.

        Args:
            stretches: see `owners.votes`.
        """
        inked = self.picture > _INKED
        pieces = np.where(inked, np.where(self.labels < 0, -2, self.parts.wholes[self.labels]), -1)
        parted = cut_by_owner(self.picture, pieces, digit_height(_boxes(pieces)), stretches)
        return None if parted is None else _cut_up(self.picture, parted, self.scale, self.origin)

    def ink(self, group: Group) -> FloatArray:
        """The ink of a group alone."""
        return np.where(
            np.isin(self.labels, group) | np.isin(self.further, group), self.picture, np.float32(0)
        )

    def identity(self, group: Group) -> bytes:
        """The same for groups of the same ink, however the picture is cut."""
        return self.ink(group).tobytes()

    def prepared(self, group: Group, steps: Steps) -> Prepared:
        """What the network gets of a group."""
        return prepare_ink(self.ink(group), steps)

    def box(self, group: Group) -> Box:
        """Around the group's ink, in pixels of the picture that was given."""
        left, top, right, bottom = (self.scale * (self.parts.box(group) + 2 * self.origin)).tolist()
        return left, top, right, bottom

    def stroke_numbers(self, _group: Group) -> Group:
        """None: a picture has no strokes."""
        return ()


@dataclass(frozen=True, eq=False)
class InkedPieces:
    """The connected pieces of ink in a picture.

    Attributes:
        picture: float32 (H, W), 0 paper to 1 full ink.
        window: rows and columns that have ink, with a rim of paper.
        labels: of the window, the number of each pixel's piece, -1 for paper, -2 for dirt.
        boxes: (n, 4), left, top, right, bottom of each piece in pixels.
    """

    picture: FloatArray
    window: tuple[slice, slice]
    labels: IntArray
    boxes: npt.NDArray[np.float64]

    def parts(self, row: Group) -> PictureParts | None:
        """The parts of some of the pieces; None where they are so many that they are not a number."""
        return _parts(
            self.picture if len(row) == len(self.boxes) else self._alone(row), self.boxes[list(row)]
        )

    def _alone(self, row: Group) -> FloatArray:
        alone = np.zeros_like(self.picture)
        alone[self.window] = np.where(np.isin(self._nearest, row), self.picture[self.window], 0)
        return alone

    @cached_property
    def _nearest(self) -> IntArray:
        return _spread(self.labels)


def inked_pieces(picture: FloatArray) -> InkedPieces | None:
    """The pieces of ink in a picture (H, W), 0 paper to 1 full ink; None where there is no ink."""
    if not (picture > _INKED).any():
        return None
    window = _window(picture, (1.0, 1.0))
    labels, boxes = _pieces(picture[window] > _INKED)
    labels = _without_specks(labels, boxes, digit_height(boxes))
    return InkedPieces(picture, window, labels, _boxes(labels) + 2 * (window[1].start, window[0].start))


def _parts(picture: FloatArray, boxes: npt.NDArray[np.float64]) -> PictureParts | None:
    """The parts of a picture whose ink has these boxes."""
    scale = max(1.0, digit_height(boxes) / _HEIGHT)
    small, origin = _reduced(picture, scale)
    labels, boxes = _pieces(small > _INKED)
    if not len(boxes):
        return None
    height = digit_height(boxes)
    labels = _without_specks(labels, boxes, height)
    if labels.max() + 1 > _MOST:
        return None
    return _cut_up(small, cut_at_thin_places(labels, height), scale, origin)


def _cut_up(picture: FloatArray, parted: Cut, scale: float, origin: tuple[int, int]) -> PictureParts | None:
    """The parts of a picture that is cut like this; see `PictureParts`."""
    if len(parted.owners) > _MOST:
        return None
    spread = _spread(parted.labels), _spread(parted.further)
    return PictureParts(picture, *spread, scale, origin, _geometry(parted))


def _reduced(picture: FloatArray, scale: float) -> tuple[FloatArray, tuple[int, int]]:
    """What has ink of a picture reduced by `scale`, and how many columns and rows stand before that."""
    high, wide = (length / max(1, round(length / scale)) for length in picture.shape)
    rows, columns = _window(picture, (high, wide))
    right, bottom = min(columns.stop * wide, picture.shape[1]), min(rows.stop * high, picture.shape[0])
    reduced = Image.fromarray(np.ascontiguousarray(picture)).resize(
        (columns.stop - columns.start, rows.stop - rows.start),
        Image.Resampling.BILINEAR,
        (columns.start * wide, rows.start * high, right, bottom),  # as a part of the whole that is reduced
    )
    return np.clip(np.asarray(reduced), 0.0, 1.0), (columns.start, rows.start)


def _window(picture: FloatArray, step: tuple[float, float]) -> tuple[slice, slice]:
    """Rows and columns of what has ink in a picture (H, W), with a rim of paper.

    Args:
        picture: above 0 somewhere.
        step: rows and columns of the picture that are counted as one.
    """
    spans = []
    for axis, one in enumerate(step):
        inked = np.flatnonzero(picture.any(axis=1 - axis))
        last = round(picture.shape[axis] / one)
        begin, end = int(inked[0] / one) - _RIM, int(inked[-1] / one) + 1 + _RIM
        spans.append(slice(max(0, begin), min(last, end)))
    return spans[0], spans[1]


def _pieces(inked: npt.NDArray[np.bool_]) -> tuple[IntArray, npt.NDArray[np.float64]]:
    """Labels (H, W) from 0 of connected ink, -1 elsewhere, and the pieces' boxes (n, 4)."""
    from scipy import ndimage  # where several digits are looked for, and nowhere else

    labels, _ = ndimage.label(inked, np.ones((3, 3), bool))
    pieces = labels.astype(np.intp) - 1
    return pieces, _boxes(pieces)


def _boxes(labels: IntArray) -> npt.NDArray[np.float64]:
    """(n, 4): left, top, right, bottom of the pixels with each label from 0."""
    from scipy import ndimage

    boxes = [
        (columns.start, rows.start, columns.stop, rows.stop)
        for rows, columns in ndimage.find_objects(np.maximum(labels + 1, 0))
    ]
    return np.array(boxes, np.float64).reshape(-1, 4)


def _without_specks(labels: IntArray, boxes: npt.NDArray[np.float64], height: float) -> IntArray:
    """The labels with what is too small marked as dirt, -2, and the rest numbered anew from the left."""
    sizes = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    kept = np.flatnonzero(sizes >= _SPECK * height)
    order = kept[np.argsort(boxes[kept, 0], kind="stable")]
    table = np.full(len(boxes) + 1, -2)
    table[order] = np.arange(len(order))
    table[-1] = -1  # what label -1 picks
    return table[labels]


def _spread(labels: IntArray) -> IntArray:
    """Every pixel gets the label of the nearest ink, so that soft rims stay with it; dirt is -1."""
    from scipy import ndimage

    rows, columns = ndimage.distance_transform_edt(labels == -1, return_distances=False, return_indices=True)
    nearest: IntArray = labels[rows, columns]
    return np.maximum(nearest, -1)


def _geometry(parted: Cut) -> Parts:
    from scipy import ndimage

    count, owners = len(parted.owners), parted.owners
    masks = [(parted.labels == number) | (parted.further == number) for number in range(count)]
    inked = [np.flatnonzero(mask) for mask in masks]
    everywhere = np.concatenate(inked)
    starts = np.cumsum([0, *map(len, inked[:-1])])
    distances = np.zeros((count, count))
    for number, mask in enumerate(masks):
        away = ndimage.distance_transform_edt(~mask)
        nearest = np.minimum.reduceat(away.ravel()[everywhere], starts)
        distances[number] = np.maximum(nearest - 1.0, 0.0)
    distances = np.minimum(distances, distances.T)
    # Stripes of one piece belong together only side by side.
    order = np.arange(count)
    same = owners[:, None] == owners[None, :]
    distances[same & (np.abs(order[:, None] - order[None, :]) > 1)] = np.inf
    distances[same & (np.abs(order[:, None] - order[None, :]) == 1)] = 0.0
    points = [np.argwhere(mask)[:, ::-1].astype(np.float64) for mask in masks]
    boxes = np.array([[*each.min(axis=0), *(each.max(axis=0) + 1)] for each in points])
    leans = [lean_of(each, _STRAIGHT) for each in points]
    high, wide = parted.labels.shape
    cut_off = np.array([min(box[:2]) <= 0 or box[2] >= wide or box[3] >= high for box in boxes.tolist()])
    contacts = _contacts(parted.labels, count)
    none = np.zeros((count, count))
    leans_of = np.array(leans)
    return Parts(boxes, distances, none, contacts, np.zeros(count), owners, leans_of, parted.clear, cut_off)


def _contacts(labels: IntArray, count: int) -> npt.NDArray[np.float64]:
    """(n, n): how many pixels of one piece lie beside one of the other: the length of the cut."""
    contacts = np.zeros((count, count))
    for one, other in ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:])):
        beside = (one != other) & (one >= 0) & (other >= 0)
        np.add.at(contacts, (one[beside], other[beside]), 1.0)
    return contacts + contacts.T
