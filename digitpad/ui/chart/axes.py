"""Axes whose numbers stay apart however far one zooms in. Importing this imports pyqtgraph."""

from __future__ import annotations

import math
from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QFont, QFontMetrics

_LARGEST = 1e9  # what is larger is written with an exponent
_APART = 10  # pixels between two numbers beside each other
_SHORT = 0.2  # share of a title's height that pyqtgraph does not leave it
_TOLERATED = 4  # pixels of that which are a title's own margin
_LOG_TICKS = 3  # ticks at round numbers that a logarithmic axis has at least


class TitledAxis(pg.AxisItem):
    """An axis whose title stays apart from its numbers in letters of any size.

    pyqtgraph leaves a title four fifths of its height, which for large letters is not enough.
    """

    def beyond(self) -> float:
        """Pixels that the title lies outside of the axis, where the plot has to leave them free."""
        if not self.label.isVisible():
            return 0.0
        return max(0.0, _SHORT * float(self.label.boundingRect().height()) - _TOLERATED)

    def resizeEvent(self, event: Any = None) -> None:
        super().resizeEvent(event)
        if self.label is not None:  # it is being closed
            across, down = {"left": (-1, 0), "right": (1, 0), "bottom": (0, 1), "top": (0, -1)}[
                self.orientation
            ]
            beyond = self.beyond()
            self.label.moveBy(across * beyond, down * beyond)

    def metrics(self) -> QFontMetrics:
        """The measures of its numbers."""
        font = self.style["tickFont"]
        return QFontMetrics(font) if font is not None else QFontMetrics(QFont())


class CountAxis(TitledAxis):
    """Whole numbers with separators: 60,000."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self._least = 0.0  # between two numbers, in values

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        levels: list[tuple[float, float]] = super().tickSpacing(low, high, size)
        widest = max(self.metrics().horizontalAdvance(_count(end)) for end in (low, high))
        self._least = abs(high - low) * (widest + _APART) / max(size, 1.0)
        if levels and levels[0][0] < self._least:
            return [(nice_step(self._least), 0.0)]
        return levels

    def tickStrings(self, values: list[float], _scale: float, spacing: float) -> list[str]:
        if spacing < self._least:
            return [""] * len(values)
        # Between two whole numbers there is nothing to be counted.
        return [_count(value) if spacing >= 1 or value == round(value) else "" for value in values]


def _count(value: float) -> str:
    return f"{value:,.0f}"


class ValueAxis(TitledAxis):
    """Losses in plain decimals, on the logarithmic scale too: 0.01 instead of 1e-02; or shares in per cent.

    Args:
        side: "left" or "right".
        percent: whether it shows shares.
    """

    def __init__(self, side: str, percent: bool = False) -> None:
        super().__init__(side)
        self._percent = percent
        self._least = 0.0  # between two numbers, in values

    def set_percent(self, on: bool) -> None:
        """Whether it shows shares as percentages."""
        self._percent = on
        self.picture = None
        self.update()

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        levels: list[tuple[float, float]] = super().tickSpacing(low, high, size)
        self._least = abs(high - low) * self.metrics().height() / max(size, 1.0)
        if levels and levels[0][0] < self._least:
            return [(nice_step(self._least), 0.0)]
        return levels

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if not self.logMode and spacing < self._least:
            return [""] * len(values)  # marks only: the numbers would lie over each other
        if self._percent:
            places = max(0, math.ceil(-math.log10(100 * spacing) - 1e-9))
            return [f"{100 * value:.{places}f} %" for value in values]
        if self.logMode:
            return self.logTickStrings(values, scale, spacing)
        places = max(0, math.ceil(-math.log10(spacing) - 1e-9))
        return [_plain(value, f",.{places}f") for value in values]

    def logTickValues(self, low: float, high: float, size: float, usual: Any) -> Any:
        decade = size / max(high - low, 1e-9)  # pixels
        digits = range(1, 10) if decade > 300 else (1, 2, 5) if decade > 60 else (1,)
        powers = range(math.floor(low), math.ceil(high))
        ticks = [power + math.log10(digit) for power in powers for digit in digits]
        ticks = [tick for tick in ticks if low <= tick <= high]
        if len(ticks) >= _LOG_TICKS or high - low > 1:
            return [(1.0, ticks)] if ticks else super().logTickValues(low, high, size, usual)
        # Closer in than that, round numbers at equal distances.
        step = nice_step((10**high - 10**low) / _LOG_TICKS)
        first, last = math.ceil(10**low / step), math.floor(10**high / step)
        return [(1.0, [math.log10(step * number) for number in range(max(1, first), last + 1)])]

    def logTickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        texts: list[str] = []
        for digits in range(3, 13):
            texts = [_plain(10**value, f",.{digits}g") for value in values]
            if len(set(texts)) == len(texts):
                break
        return texts


def nice_step(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below `least`, which is above 0."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * (1 - 1e-9))


def _plain(value: float, form: str) -> str:
    if abs(value) >= _LARGEST:
        return f"{value:.3g}"
    text = f"{value:{form}}"
    return f"{value:,.0f}" if "e+" in text else text
