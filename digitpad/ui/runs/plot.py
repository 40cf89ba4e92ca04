"""The curves of several runs in one chart. Importing this imports pyqtgraph, which takes a while."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from digitpad.ui.chart.curves import TrainCurve
from digitpad.ui.chart.loss_plot import MARGIN, CountAxis, LossAxis, PercentAxis
from digitpad.ui.style.theme import data_colours

if TYPE_CHECKING:
    from digitpad.training.kept_run import KeptRun

_NARROWEST = 100  # training examples that the axis shows at least


class ComparePlot(pg.PlotWidget):
    """One line per run; a double click shows all of them again after zooming.

    Args:
        parent: the usual owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, enableMenu=False)
        self.setObjectName("comparePlot")
        self._runs: list[tuple[KeptRun, str]] = []
        self._curve = "test_accuracy"
        item = self.getPlotItem()
        item.hideButtons()
        item.setAxisItems({"bottom": CountAxis("bottom")})
        for side in ("left", "bottom"):
            item.getAxis(side).enableAutoSIPrefix(False)
        self.show_runs([], self._curve)

    def show_runs(self, runs: Sequence[tuple[KeptRun, str]], curve: str) -> None:
        """Show one curve of each run, in its colour.

        Args:
            runs: runs and "#rrggbb".
            curve: "train_loss", "test_loss" or "test_accuracy".
        """
        self._runs, self._curve = list(runs), curve
        item = self.getPlotItem()
        item.clear()
        logarithmic = curve != "test_accuracy"
        item.setAxisItems({"left": LossAxis("left") if logarithmic else PercentAxis("left")})
        item.getAxis("left").enableAutoSIPrefix(False)
        item.setLogMode(x=False, y=logarithmic)
        for run, colour in self._runs:
            self._add(run, QColor(colour))
        item.getAxis("left").setGrid(60)
        self._take_colours()
        # Of a run that was stopped at once there is one point: around it is no range of its own.
        least, most = (None, None) if logarithmic else (-MARGIN, 1 + MARGIN)
        item.getViewBox().setLimits(minXRange=_NARROWEST, yMin=least, yMax=most)
        item.enableAutoRange()

    def _add(self, run: KeptRun, colour: QColor) -> None:
        item = self.getPlotItem()
        # Broad lines of many points take long to draw; those of a few epochs are a few points.
        pen = QPen(colour, 1 if self._curve == "train_loss" else 2)
        pen.setCosmetic(True)
        if self._curve == "train_loss":
            smooth = TrainCurve()
            for examples, loss in run.train:
                smooth.append(examples, loss)
            x, y = smooth.drawn(smoothed=True)
            line = item.plot(x, y, pen=pen, name=run.name)
            line.setDownsampling(auto=True, method="peak")
            return
        place = 2 if self._curve == "test_loss" else 3
        x = np.array([point[0] for point in run.test], np.float64)
        y = np.array([point[place] for point in run.test], np.float64)
        finite = np.isfinite(y)
        item.plot(
            x[finite], y[finite], pen=pen, symbol="o", symbolSize=6, symbolBrush=colour, symbolPen=None,
            name=run.name,
        )  # fmt: skip

    def _take_colours(self) -> None:
        palette = self.palette()
        self.setBackground(palette.base().color())
        text = palette.text().color()
        for side in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(QColor(data_colours(palette).grid))
            axis.setTextPen(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_runs"):
            self._take_colours()

    def mouseDoubleClickEvent(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.getPlotItem().enableAutoRange()
        super().mouseDoubleClickEvent(event)
