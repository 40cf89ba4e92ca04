"""Fonts, colours, measures and axis of the bars: what stays while one answer follows the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette

from digitpad.ui.style.theme import data_colours, soft_text

FLOOR = -20.0
"""Where the log scale begins: below it a class is as good as ruled out (2 in a thousand million)."""

GAP = 6.0
"""Between the names, the bars and the numbers, in device-independent pixels."""

_AIRY = 2.4  # height of a row, in heights of its text, from which the text grows with the room
_AIRIEST = 4.0  # and at most
_LARGEST = 3.0  # how much the text grows at most
_LONGEST_LABEL = 0.34  # of the width; longer class names are cut


def ticks(*, as_probability: bool) -> list[tuple[float, str]]:
    """Places on the axis, 0 to 1, with their numbers."""
    if as_probability:
        return [(quarter / 4, f"{quarter / 4:g}") for quarter in range(5)]
    return [(1 - value / FLOOR, f"{value:g}".replace("-", "−")) for value in (-20, -15, -10, -5, 0)]


class Tick(NamedTuple):
    """A number on the axis, and where it is written."""

    left: float
    text: str


class BarsLook:
    """Fonts, colours and measures of the bars, kept until one of these changes.

    Args:
        font: of the widget.
        palette: of the widget.
        size: of the room that is painted.
        classes: names of the rows.
        as_probability: whether the axis goes from 0 to 1.

    Attributes:
        font, bold: larger than the widget's on a large screen where there is room both ways.
        text: height of a line; `ascent` of it.
        axis: height of the axis; `row` of a row.
        mark: width of the marker before the names.
        begin, end: where the bars begin and may end.
        names: as they fit, in the usual font and in bold.
        ticks: numbers of the axis; `ticks_of_grid` are the places of its lines.
        ink, soft, grid, bar, best, muted, hovered: colours; `hovered` is a brush.
    """

    def __init__(
        self, font: QFont, palette: QPalette, size: QSize, classes: Sequence[str], as_probability: bool
    ) -> None:
        self._choose_fonts(font, size, max(1, len(classes)))
        metrics, bold = QFontMetricsF(self.font), QFontMetricsF(self.bold)
        self.advance = metrics.horizontalAdvance
        self.text, self.ascent = metrics.height(), metrics.ascent()
        self.axis = 2 * self.text + 9
        room = (size.height() - self.axis) / max(1, len(classes))
        self.row = max(self.text + 1, min(self.text * _AIRIEST, room))
        self.mark = bold.height() * 0.7
        label = max((bold.horizontalAdvance(name) for name in classes), default=0)
        label = min(label, _LONGEST_LABEL * size.width())
        self.begin = self.mark + label + GAP
        digits = bold.horizontalAdvance("> 99.9 %" if as_probability else "−88.88")
        self.end = size.width() - digits - GAP
        cut = Qt.TextElideMode.ElideMiddle
        self.names = [[each.elidedText(name, cut, label + 1) for name in classes] for each in (metrics, bold)]
        self._place_ticks(size.width(), as_probability)
        self._choose_colours(palette)

    def _choose_fonts(self, font: QFont, size: QSize, classes: int) -> None:
        text = QFontMetricsF(font).height()
        rows = classes + 2  # the axis takes about two
        room = min(size.height() / rows / (_AIRY * text), size.width() / (22 * text))
        self.font = QFont(font)
        self.font.setPointSizeF(font.pointSizeF() * max(1.0, min(_LARGEST, room)))
        self.font.setBold(False)
        self.bold = QFont(self.font)
        self.bold.setBold(True)

    def _place_ticks(self, width: int, as_probability: bool) -> None:
        marks = ticks(as_probability=as_probability)
        widest = max(self.advance(text) for _, text in marks) + GAP
        # Where the numbers would run into each other only every second is written, or both ends.
        room = (self.end - self.begin) / (len(marks) - 1)
        every = next((step for step in (1, 2) if step * room >= widest), len(marks) - 1)
        self.ticks_of_grid = [round(self.begin + place * (self.end - self.begin)) for place, _ in marks]
        self.ticks = []
        for x, (_, text) in list(zip(self.ticks_of_grid, marks, strict=True))[::every]:
            wide = self.advance(text)
            self.ticks.append(Tick(max(0.0, min(width - wide, x - wide / 2)), text))

    def _choose_colours(self, palette: QPalette) -> None:
        colours = data_colours(palette)
        self.ink = palette.windowText().color()
        self.soft = soft_text(palette)
        self.hovered = palette.alternateBase()
        self.grid, self.bar, self.best = (
            QColor(name) for name in (colours.grid, colours.bar, colours.best_bar)
        )
        self.muted = QColor(self.bar)
        self.muted.setAlphaF(0.55)
