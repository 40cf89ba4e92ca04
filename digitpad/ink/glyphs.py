"""The glyphs that the program draws: ways of writing digits and letters, and outlines of figures.

They lie in `assets/glyphs.txt`, which explains its own format and is read when the first one is drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from digitpad.errors import DigitpadError, printable, reason
from digitpad.form import DIGITS
from digitpad.resources import asset

DoubleArray = npt.NDArray[np.float64]

LETTERS, SILHOUETTES = "letters", "silhouettes"
SECTIONS = (*DIGITS, LETTERS, SILHOUETTES)

_NUMBER = r"\d+(?:\.\d+)?"
_KNOT = rf"-?{_NUMBER},-?{_NUMBER}!?"
_STROKE = rf"{_KNOT}(?: +{_KNOT})+"
_POSE = re.compile(rf"{_STROKE}(?: +\| +{_STROKE})*")
_COMMENTS = re.compile(r"^ *#.*\n?", re.MULTILINE)
_HEADERS = re.compile(r"\n+(?=[^ \n])")
_HEADER = re.compile(rf"([^=]*[^= ])(?: *= *({_NUMBER})(?: *, *(.+))?)?")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One way of writing a digit, a letter or a sign, or the outline of a figure.

    Attributes:
        name: what it looks like, unique within its digit; all glyphs of a letter have the letter's name.
        poses: the same knots in one or more places, as `parse_pose` reads them.
        weight: how often it is drawn, relative to the digit's other glyphs.
        family: name shared by glyphs that are measured together because they are read less well than most.
    """

    name: str
    poses: tuple[str, ...]
    weight: float = 1.0
    family: str = ""


def glyphs(section: str) -> tuple[Glyph, ...]:
    """The glyphs of one of the `SECTIONS`, in the file's order.

    Raises:
        DigitpadError: when the file is missing or damaged.
    """
    return _shipped()[section]


@cache
def _shipped() -> dict[str, tuple[Glyph, ...]]:
    path = asset("glyphs.txt")
    try:
        return parse_glyphs(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DigitpadError(
            "digitpad's own file {path} is damaged ({why}); install digitpad again.",
            path=path,
            why=reason(error),
        ) from error


def parse_glyphs(text: str) -> dict[str, tuple[Glyph, ...]]:
    """The sections of a glyphs file.

    Raises:
        ValueError: saying what does not follow the format.
    """
    sections: dict[str, list[Glyph]] = {}
    current: list[Glyph] = []
    for block in _HEADERS.split(_COMMENTS.sub("", text)):
        header, *lines = block.rstrip().split("\n")
        poses = tuple(line.strip() for line in lines if line.strip())
        if header.startswith("[") and not poses:
            current = sections.setdefault(header.strip("[] "), [])
        elif header:
            current.append(_glyph(header, poses))
    for section in SECTIONS:
        if not sections.get(section):
            raise ValueError(f"[{section}] is missing or empty")
    return {section: tuple(sections[section]) for section in SECTIONS}


def _glyph(header: str, poses: tuple[str, ...]) -> Glyph:
    match = _HEADER.fullmatch(header)
    if match is None:
        raise ValueError(f"'{printable(header)}' is not the name of a glyph")
    name, weight, family = match.groups()
    if not poses or not all(map(_POSE.fullmatch, poses)):
        raise ValueError(f"a pose of '{name}' is missing or is not a list of knots")
    if len({tuple(stroke.count(",") for stroke in pose.split("|")) for pose in poses}) != 1:
        raise ValueError(f"the poses of '{name}' do not have the same knots")
    return Glyph(name, poses, float(weight or 1), family or "")


def parse_pose(pose: str) -> list[tuple[DoubleArray, list[int]]]:
    """Per stroke its knots (n, 2), in percent of the height, and the numbers of its inner corners."""
    strokes = []
    for stroke in pose.split("|"):
        knots = stroke.split()
        points = np.array([[float(number) for number in knot.rstrip("!").split(",")] for knot in knots])
        corners = [i for i, knot in enumerate(knots) if knot.endswith("!") and 0 < i < len(knots) - 1]
        strokes.append((points, corners))
    return strokes
