"""The line above the loss chart: what is what, and the newest values."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from digitpad.ui.style.theme import data_colours, ghost_colour, soft_text

if TYPE_CHECKING:
    from digitpad.ui.chart.curves import Curves

Series = tuple[str, str, str, str]
"""Mark, colour, name and newest value of a series; "" before there is a value."""

_JOINER = "\u2060"  # between two letters it forbids a new line


def _unbroken(text: str) -> str:
    """HTML of a text that stays in one line; Chinese could be broken after each sign."""
    return escape(text if text.isascii() else _JOINER.join(text)).replace(" ", "&nbsp;")


class ChartLegend(QLabel):
    """Marks, names and newest values, in as many lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        self._curves: Curves | None = None
        self._average: tuple[bool, bool] = (False, False)
        self._earlier = ""
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def show_run(self, curves: Curves | None, smoothed: bool, logarithmic: bool, earlier: str) -> None:
        """Show the newest values.

        Args:
            curves: the run's; None before the first one.
            smoothed: whether the training loss is an average.
            logarithmic: whether that is the geometric one.
            earlier: the name of the run behind the curves; empty without any.
        """
        self._curves, self._average, self._earlier = curves, (smoothed, logarithmic), earlier
        self._refresh()

    def reword(self, _again: Callable[[str], str]) -> None:
        """Say the names in another language."""
        self._refresh()

    def _refresh(self) -> None:
        series = self._series()
        soft, strong = soft_text(self.palette()).name(), self.palette().windowText().color().name()
        texts, names = [], []
        for mark, colour, name, value in series:
            whole = _unbroken(name), _unbroken(value)
            texts.append(
                f"<font color={colour}>{mark}</font>&nbsp;"
                f"<font color={soft}>{whole[0]}</font>&nbsp;<font color={strong}>{whole[1]}</font>"
            )
            names.append(f"{name} {value}".strip())
        self.setText(" &nbsp; ".join(texts))
        self.setAccessibleName(", ".join(names))

    def _series(self) -> list[Series]:
        from digitpad.ui.chart.curves import figure

        colours, curves = data_colours(self.palette()), self._curves
        train = test = accuracy = ""
        if curves is not None and len(curves.train):
            losses = curves.train.drawn(*self._average)[1]
            train = figure(losses[-1]) if len(losses) else "–"
        titles = self.tr("Train loss"), self.tr("Test loss"), self.tr("Test accuracy")
        if curves is not None and curves.test:
            newest = curves.test[-1]
            test, accuracy = figure(newest.loss), f"{newest.accuracy * 100:.2f} %"
            if not newest.epoch and len(curves.train):  # the network has changed since
                titles = titles[0], self.tr("Test loss before training"), self.tr("accuracy")
        if curves is not None and curves.train_loss:  # two losses on one axis
            titles = f"{titles[0]} ({curves.train_loss})", f"{titles[1]} (NLL)", titles[2]
        series = [
            ("━", colours.train_line, titles[0], train),
            ("●", colours.test_dots, titles[1], test),
            ("◆", colours.accuracy, titles[2], accuracy),
        ]
        if self._earlier:
            series.append(("━", ghost_colour(self.palette()).name(), self._earlier, ""))
        return series

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_earlier"):
            self._refresh()
