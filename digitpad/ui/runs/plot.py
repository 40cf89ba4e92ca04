"""The curves of several runs in one chart. Importing this imports pyqtgraph, which takes a while."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from digitpad.ui.chart.axes import CountAxis, ValueAxis
from digitpad.ui.chart.curves import FloatArray, TrainCurve, accuracy_limits, figure
from digitpad.ui.chart.readout import Row
from digitpad.ui.chart.zoom_plot import MARGIN, NARROWEST, ZoomPlot
from digitpad.ui.style.theme import data_colours
from digitpad.ui.widgets.fields import named

if TYPE_CHECKING:
    from digitpad.training.kept_run import KeptRun


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """One run as it is drawn: positions and values that are numbers."""

    name: str
    colour: str
    x: FloatArray
    y: FloatArray


class ComparePlot(ZoomPlot):
    """One line per run.

    Args:
        parent: the usual owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        left = ValueAxis("left")
        super().__init__(parent=parent, axisItems={"bottom": CountAxis("bottom"), "left": left})
        self._left = left  # it stays: a new one would show 0-1 until what is in sight changes
        named(self, "comparePlot", self.tr("Curves of the ticked runs: arrow keys read their values"))
        self._runs: list[tuple[KeptRun, str]] = []
        self._curve = "test_accuracy"
        self._lines: list[_Line] = []
        item = self.getPlotItem()
        for side in ("left", "bottom"):
            item.getAxis(side).enableAutoSIPrefix(False)
        item.vb.disableAutoRange()
        self._left.setGrid(60)
        self.show_runs([], self._curve)

    def show_runs(self, runs: Sequence[tuple[KeptRun, str]], curve: str) -> None:
        """Show one curve of each run, in its colour.

        Args:
            runs: runs and "#rrggbb".
            curve: "train_loss", "test_loss" or "test_accuracy".
        """
        other = curve != self._curve  # whose part in sight is not one of this
        self._runs, self._curve = list(runs), curve
        item = self.getPlotItem()
        item.clear()
        self._left.set_percent(not self._logarithmic)
        item.setLogMode(x=False, y=self._logarithmic)
        self._lines = [self._line_of(run, colour) for run, colour in self._runs]
        for line in self._lines:
            self._draw(line)
        self._take_look()
        self._read_nothing()
        if other or self._follows:
            self.reset_view()

    @property
    def _logarithmic(self) -> bool:
        return self._curve != "test_accuracy"

    def _line_of(self, run: KeptRun, colour: str) -> _Line:
        if self._curve == "train_loss":
            curve = TrainCurve()
            for examples, loss in run.train:
                curve.append(examples, loss)
            return _Line(run.name, colour, *curve.drawn(smoothed=True, logarithmic=True))
        place = 2 if self._curve == "test_loss" else 3
        x = np.array([point[0] for point in run.test], np.float64)
        y = np.array([point[place] for point in run.test], np.float64)
        usable = np.isfinite(y) & ((y > 0) | (not self._logarithmic))
        return _Line(run.name, colour, x[usable], y[usable])

    def _draw(self, line: _Line) -> None:
        colour, of_batches = QColor(line.colour), self._curve == "train_loss"
        # Broad lines of many points take long to draw; those of a few epochs are a few points.
        pen = QPen(colour, 1 if of_batches else 2)
        pen.setCosmetic(True)
        drawn = self.getPlotItem().plot(line.x, line.y, pen=pen, name=line.name)
        if of_batches:
            drawn.setDownsampling(auto=True, method="peak")
        else:
            drawn.setSymbol("o")
            drawn.setSymbolSize(6)
            drawn.setSymbolBrush(colour)
            drawn.setSymbolPen(None)

    def _fit(self) -> None:
        lines = [line for line in self._lines if len(line.x)]
        end = max((float(line.x[-1]) for line in lines), default=0.0)
        low, high = self._value_limits(lines)
        end = max(end, NARROWEST)
        across, up = MARGIN * end, MARGIN * max(high - low, 0.01)
        box = self.getPlotItem().vb
        box.setRange(xRange=(-across, end + across), yRange=(low - up, high + up), padding=0)

    def _value_limits(self, lines: Sequence[_Line]) -> tuple[float, float]:
        """The values that are to be in sight, as their logarithms for losses."""
        if not self._logarithmic:
            # What runs read before training would leave no room for how they differ after it.
            limits = [accuracy_limits(line.y[line.x > 0].tolist()) for line in lines]
            lows, highs = [low for low, _ in limits], [high for _, high in limits]
            return min(lows, default=0.0), max(highs, default=1.0)
        values = [value for line in lines for value in (float(line.y.min()), float(line.y.max()))]
        return math.log10(min(values, default=0.1)), math.log10(max(values, default=10.0))

    def _places(self) -> FloatArray:
        return np.unique(np.concatenate([line.x for line in self._lines])) if self._lines else np.array([])

    def _rows(self, at: float) -> Sequence[Row]:
        rows: list[Row] = [("", "", self.tr("{examples} examples").format(examples=f"{at:,.0f}"))]
        for line in self._lines:
            if not len(line.x):
                continue
            nearest = int(np.abs(line.x - at).argmin())
            value = float(line.y[nearest])
            text = figure(value) if self._logarithmic else f"{100 * value:.2f} %"
            if self._curve != "train_loss" and line.x[nearest] != at:
                words = self.tr("{name}: {value} at {examples}")
                words = words.format(name=line.name, value=text, examples=f"{line.x[nearest]:,.0f}")
            elif line.x[-1] < at:
                continue
            else:
                words = self.tr("{name}: {value}").format(name=line.name, value=text)
            rows.append(("━", line.colour, words))
        return rows

    def _take_look(self) -> None:
        palette = self.palette()
        self.setBackground(palette.base().color())
        self._colour_ruler()
        text = palette.text().color()
        for side in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(QColor(data_colours(palette).grid))
            axis.setTextPen(text)
            axis.setTickFont(self.small_font())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        look = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in look and hasattr(self, "_runs"):
            self._take_look()
