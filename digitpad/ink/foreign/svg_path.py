"""The syntax of SVG's paths and transforms (https://www.w3.org/TR/SVG11/paths.html), as points of lines.

Written here rather than taken from a library: svgelements and svgpathtools bring all of SVG, for the two
grammars below, and read without limits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from digitpad.errors import DrawingError

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f: x' = a x + c y + e, y' = b x + d y + f."""

Line = list[complex]
"""Points x + iy."""

UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)

MOST_POINTS = 1_000_000
"""Points of all lines of a file."""

_STEPS = 12  # straight pieces of a curve, and of a quarter of an arc
_NUMBER = re.compile(r"[\s,]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
_FLAG = re.compile(r"[\s,]*([01])")
_COMMAND = re.compile(r"[\s,]*([MmLlHhVvCcSsQqTtAaZz])")
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_TRANSFORM = re.compile(r"([A-Za-z]+)\s*\(([^()]*)\)")


class _Reader:
    """Reads a path's text from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def match(self, pattern: re.Pattern[str]) -> str | None:
        """The next piece, if it is such a one."""
        piece = pattern.match(self._text, self._at)
        if piece is None:
            return None
        self._at = piece.end()
        return piece[1]

    def numbers(self, command: str) -> list[float] | None:
        """The numbers that a command takes; None where no more come."""
        count = _NUMBERS[command.upper()]
        values: list[float] = []
        for place in range(count):
            flag = command in "Aa" and place in (3, 4)  # these two may touch the number behind them
            piece = self.match(_FLAG if flag else _NUMBER)
            if piece is None:
                if not values:
                    return None
                raise DrawingError("a path in it breaks off")
            values.append(float(piece))
        return values

    @property
    def ended(self) -> bool:
        """Whether nothing follows but blanks."""
        return not self._text[self._at :].strip(" \t\r\n,")


def path_lines(text: str) -> list[Line]:
    """The lines of a path, curves as straight pieces.

    Raises:
        DrawingError: when it is not a path; in a sentence about "it".
    """
    reader, pen = _Reader(text), _Pen()
    while (command := reader.match(_COMMAND)) is not None:
        if command in "Zz":
            pen.close()
            continue
        values = reader.numbers(command)
        if values is None:
            raise DrawingError("a path in it breaks off")
        while values is not None:
            pen.draw(command, values)
            command = {"M": "L", "m": "l"}.get(command, command)
            values = reader.numbers(command)
    if not reader.ended:
        raise DrawingError("a path in it has something that is not a command")
    return pen.lines


class _Pen:
    """Follows commands.

    Attributes:
        lines: what was drawn; what follows a closed line begins where that began.
    """

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._at = self._start = 0j
        self._control: tuple[str, complex] = ("", 0j)  # the last curve's command and last handle
        self._count = 0

    def close(self) -> None:
        """Go back to where the line began."""
        self._add([self._start])

    def draw(self, command: str, values: Sequence[float]) -> None:
        """Follow a command with its numbers."""
        name, origin = command.upper(), self._at if command.islower() else 0j
        if name == "H":
            end = complex(origin.real + values[0], self._at.imag)
        elif name == "V":
            end = complex(self._at.real, origin.imag + values[0])
        else:
            end = origin + complex(*values[-2:])
        before, handle = self._control
        self._control = ("", end)
        if name == "M":
            self._at = self._start = end
            self.lines.append([end])
        elif name == "A":
            self._add(_arc(self._at, values, end))
        elif name in "CSQT":
            pairs = zip(values[::2], values[1::2], strict=True)
            handles = [origin + complex(x, y) for x, y in pairs][:-1]
            if name in "ST":  # the first handle mirrors the last one of such a curve before
                same = before in ("CS" if name == "S" else "QT") and before != ""
                handles.insert(0, 2 * self._at - handle if same else self._at)
            self._control = (name, handles[-1])
            self._add(_curve([self._at, *handles, end]))
        else:
            self._add([end])

    def _add(self, points: Line) -> None:
        self._count += len(points)
        if self._count > MOST_POINTS:
            raise DrawingError("it has too many points for a drawing")
        if not self.lines:  # it does not begin with a move
            self.lines.append([self._at])
        self.lines[-1] += points
        self._at = points[-1]


def _curve(handles: Sequence[complex]) -> Line:
    """Points of a Bezier curve behind its first one, by de Casteljau's construction."""
    points = []
    for step in range(1, _STEPS + 1):
        t, level = step / _STEPS, list(handles)
        while len(level) > 1:
            level = [one + t * (other - one) for one, other in pairwise(level)]
        points.append(level[0])
    return points


def _arc(start: complex, values: Sequence[float], end: complex) -> Line:
    """Points of an elliptical arc behind its first one.

    Source: SVG 1.1, appendix F.6.5, from end points to centre.
    """
    rx, ry, turn, large, sweep = abs(values[0]), abs(values[1]), values[2], values[3], values[4]
    if not rx or not ry or start == end:
        return [end]
    axis = complex(math.cos(math.radians(turn)), math.sin(math.radians(turn)))
    half = (start - end) / 2 * axis.conjugate()
    scale = math.hypot(half.real / rx, half.imag / ry)
    if scale > 1:
        rx, ry = rx * scale, ry * scale
    unit = complex(half.real / rx, half.imag / ry)
    length = abs(unit)
    if not 0 < length < math.inf:
        return [end]
    off = math.sqrt(max(0.0, 1 / length**2 - 1)) * (1 if large != sweep else -1)
    middle = complex(off * unit.imag, -off * unit.real)
    first, last = unit - middle, -unit - middle
    angle = math.atan2(first.imag, first.real)
    swept = math.atan2(last.imag, last.real) - angle
    swept += 2 * math.pi if sweep and swept < 0 else -2 * math.pi if not sweep and swept > 0 else 0
    centre = complex(rx * middle.real, ry * middle.imag) * axis + (start + end) / 2
    steps = max(1, math.ceil(abs(swept) / (math.pi / 2) * _STEPS))
    turns = (angle + swept * step / steps for step in range(1, steps))
    return [*(centre + complex(rx * math.cos(a), ry * math.sin(a)) * axis for a in turns), end]


def read_transform(text: str) -> Matrix:
    """The matrix of a transform attribute; functions that do not exist change nothing."""
    whole = UNMOVED
    for name, arguments in _TRANSFORM.findall(text):
        values = [float(piece) for piece in _NUMBER.findall(arguments)]
        whole = combined(whole, _function(name, values))
    return whole


def _function(name: str, values: list[float]) -> Matrix:
    match name, values:
        case "matrix", [a, b, c, d, e, f]:
            return a, b, c, d, e, f
        case "translate", [x, *rest]:
            return 1, 0, 0, 1, x, rest[0] if rest else 0
        case "scale", [x, *rest]:
            return x, 0, 0, rest[0] if rest else x, 0, 0
        case "rotate", [angle, *rest]:
            sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
            x, y = rest[:2] if len(rest) > 1 else (0.0, 0.0)
            there: Matrix = (1, 0, 0, 1, x, y)
            return combined(combined(there, (cosine, sine, -sine, cosine, 0, 0)), (1, 0, 0, 1, -x, -y))
        case "skewX", [angle]:
            return 1, 0, math.tan(math.radians(angle)), 1, 0, 0
        case "skewY", [angle]:
            return 1, math.tan(math.radians(angle)), 0, 1, 0, 0
    return UNMOVED


def combined(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix that does `inner`, then `outer`."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        a * g + c * h,
        b * g + d * h,
        a * i + c * j,
        b * i + d * j,
        a * k + c * m + e,
        b * k + d * m + f,
    )


def moved(matrix: Matrix, line: Line) -> list[list[float]]:
    """The points [x, y] of a line where a matrix puts them."""
    a, b, c, d, e, f = matrix
    return [[a * p.real + c * p.imag + e, b * p.real + d * p.imag + f] for p in line]
