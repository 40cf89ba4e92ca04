"""An earlier run, drawn faintly behind the curves of another one. Importing this imports pyqtgraph."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from digitpad.ui.chart.curves import Curves
from digitpad.ui.chart.zoom_plot import thin
from digitpad.ui.style.theme import ghost_colour

_DOT, _DIAMOND = 6, 7  # pixels


class Ghost:
    """The smoothed training loss, the test losses and the accuracies of one run, in grey.

    Args:
        losses: the `PlotItem` with the losses.
        accuracies: the `ViewBox` with the accuracies.
        scale: pixels of the picture per pixel of the layout.
    """

    def __init__(self, losses: Any, accuracies: Any, scale: float) -> None:
        self._train = losses.plot([], [], connect="all")
        self._test = losses.plot([], [], pen=None, symbol="o", symbolSize=_DOT * scale)
        self._accuracy = pg.PlotDataItem([], [], symbol="d", symbolSize=_DIAMOND * scale)
        accuracies.addItem(self._accuracy)
        for item in self._items():
            item.setZValue(-10)
        self._scale = scale

    def _items(self) -> tuple[Any, ...]:
        return self._train, self._test, self._accuracy

    def show(self, curves: Curves | None, logarithmic: bool) -> None:
        """Show these curves, or nothing."""
        curves = curves or Curves()
        self._train.setData(*curves.train.drawn(smoothed=True, logarithmic=logarithmic))
        self._test.setData(*curves.test_losses(logarithmic))
        self._accuracy.setData(*curves.accuracies())

    def take_colours(self, palette: QPalette) -> None:
        """Be as grey as goes with `palette`."""
        grey = ghost_colour(palette)
        self._train.setPen(thin(grey, self._scale))
        self._accuracy.setPen(thin(grey, self._scale, Qt.PenStyle.DotLine))
        for points in (self._test, self._accuracy):
            points.setSymbolBrush(palette.base().color())
            points.setSymbolPen(thin(grey, self._scale))
