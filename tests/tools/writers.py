"""The writers of `pen-strokes` in DIGITPAD_DATA: those that no network is trained on, and the others."""

from __future__ import annotations

import functools

from digitpad.data.sets.handwriting import HELD_OUT, strokes_path
from digitpad.ink.drawing import Drawing
from digitpad.ink.drawing_file import read_strokes
from digitpad.resources import data_root

Labelled = tuple[int, Drawing]


@functools.cache
def written() -> list[tuple[str, Labelled]]:
    """Every writer's name and labelled digits, in the order of the file."""
    items = read_strokes(strokes_path(data_root()))
    return [(item.writer, (int(item.label), item.drawing)) for item in items if item.writer and item.label]


def held_out_digits() -> list[Labelled]:
    """The digits of the six writers on whom nothing was trained or tuned."""
    return [digit for writer, digit in written() if writer in HELD_OUT]


def digits_by_writer(held_out: bool = True) -> dict[str, list[Labelled]]:
    """The digits of those six writers, or of all others that may be learned from."""
    writers: dict[str, list[Labelled]] = {}
    for writer, digit in written():
        if (writer in HELD_OUT) is held_out:
            writers.setdefault(writer, []).append(digit)
    return writers
