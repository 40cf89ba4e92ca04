"""Scans and photographs of single digits, told from their paper in several ways.

They lie as `<digit>/*.png`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from digitpad.data.photographs.photograph import Photograph
from digitpad.data.photographs.proposals import WAYS
from digitpad.data.pictures import read_grey
from digitpad.data.preprocess import ink_box

FloatArray = npt.NDArray[np.float32]

_AGREE = 0.8  # overlap of two ways' boxes from which they mean the same ink


def real_pictures(folder: Path, is_held_out: Callable[[str], bool]) -> Iterator[tuple[int, FloatArray]]:
    """Iterate over labels and inks, of each picture as many as there are ways that agree.

    Args:
        folder: holds the folders "0" to "9"; nothing comes of one that does not exist.
        is_held_out: whether to leave a picture out, by its name without the suffix.

    Raises:
        PictureError: when a picture cannot be read.
    """
    for label in range(10):
        for path in sorted((folder / str(label)).glob("*.png")):
            if not is_held_out(path.stem):
                for ink in _agreed(Photograph(read_grey(path))):
                    yield label, ink


def _agreed(picture: Photograph) -> list[FloatArray]:
    """The inks of the ways whose box is also another way's: what one way alone finds may be anything."""
    inks = [picture.ink(way) for way in picture.ways if way in WAYS]
    boxes = [ink_box(ink) for ink in inks]
    return [
        ink
        for number, ink in enumerate(inks)
        if any(_overlap(boxes[number], box) > _AGREE for box in (*boxes[:number], *boxes[number + 1 :]))
    ]


def _overlap(one: tuple[int, ...] | None, other: tuple[int, ...] | None) -> float:
    """The area that two boxes share, as a part of what they cover together."""
    if one is None or other is None:
        return 0.0
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(width, 0) * max(height, 0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return shared / max(sum(areas) - shared, 1)
