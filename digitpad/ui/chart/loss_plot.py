"""The axes and lines of the loss chart. Importing this imports pyqtgraph, which takes a while."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from digitpad.ui.chart.curves import Curves, axis_end
from digitpad.ui.style.theme import data_colours, mixed, soft_text

_FAINT = 0.3  # share of the line's colour in the raw line under its average
MARGIN = 0.05  # share of the height below and above, so that marks and numbers at the ends are whole
_SIDE_MARGIN = 0.025
_DOT, _DIAMOND = 8, 9  # pixels


class CountAxis(pg.AxisItem):
    """Whole numbers with separators: 60,000."""

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [f"{value:,.0f}" for value in values]


class LossAxis(pg.AxisItem):
    """Plain decimals on the logarithmic scale too: 0.01 instead of 1e-02, as many as there is room for."""

    def logTickValues(self, low: float, high: float, size: float, usual: Any) -> Any:
        decade = size / max(high - low, 1e-9)  # pixels
        digits = range(1, 10) if decade > 300 else (1, 2, 5) if decade > 60 else (1,)
        powers = range(math.floor(low), math.ceil(high))
        ticks = [power + math.log10(digit) for power in powers for digit in digits]
        ticks = [tick for tick in ticks if low <= tick <= high]
        # Closer in than that, the usual ticks are better.
        return [(1.0, ticks)] if len(ticks) > 1 else super().logTickValues(low, high, size, usual)

    def logTickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [f"{10**value:.3g}" for value in values]


class PercentAxis(pg.AxisItem):
    """Shares as percentages."""

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [f"{value:.0%}".replace("%", " %") for value in values]


class LossPlot(pg.PlotWidget):
    """Train loss as a line, test loss as dots, test accuracy as diamonds on an axis of its own.

    The axes follow the run until the user zooms or drags; a double click lets them follow again.

    Args:
        scale: pixels of the picture per pixel of the layout: lines and marks are that much larger.
        parent: the usual owner.
    """

    def __init__(self, scale: float = 1, parent: QWidget | None = None) -> None:
        super().__init__(
            parent=parent,
            enableMenu=False,
            axisItems={
                "bottom": CountAxis("bottom"),
                "left": LossAxis("left"),
                "right": PercentAxis("right"),
            },
        )
        self._scale = scale
        self._log = False
        self._smoothed = False
        self._follows = True
        self._curves = Curves()
        item = self.getPlotItem()
        item.hideButtons()
        left = item.getAxis("left")
        left.setGrid(255)
        # Opaque, since translucent lines take as long to draw as the curve.
        left.setStyle(tickAlpha=255)
        for side in ("left", "bottom", "right"):
            item.getAxis(side).enableAutoSIPrefix(False)
            item.getAxis(side).setStyle(maxTickLevel=0 if side == "left" else 1)
        item.vb.disableAutoRange()
        item.vb.sigRangeChangedManually.connect(self._stop_following)
        self._raw = self._line()
        self._average = self._line()
        self._test = item.plot([], [], pen=None, symbol="o", symbolSize=_DOT * scale)
        self._accuracy_box, self._accuracy = self._accuracy_on_the_right()
        self._take_colours()

    def _line(self) -> Any:
        # The losses handed in are finite, so looking for the others anew at every redraw is left out.
        # One highest and one lowest value per pixel: more changes no pixel and only takes time.
        line = self.getPlotItem().plot(
            [], [], connect="all", skipFiniteCheck=True, autoDownsampleFactor=1.0, antialias=self._scale > 1
        )
        # Only now: PlotItem puts its own switches in place of those handed in.
        line.setDownsampling(auto=True, method="peak")
        line.setClipToView(True)
        return line

    def _accuracy_on_the_right(self) -> tuple[Any, Any]:
        item = self.getPlotItem()
        box = pg.ViewBox(enableMenu=False, enableMouse=False)
        box.setZValue(-1)  # the mouse belongs to the losses
        item.scene().addItem(box)
        item.showAxis("right")
        item.getAxis("right").linkToView(box)
        box.setXLink(item.vb)
        box.setYRange(0, 1, padding=MARGIN)
        points = pg.PlotDataItem([], [], symbol="d", symbolSize=_DIAMOND * self._scale, antialias=True)
        box.addItem(points)
        item.vb.sigResized.connect(self._place_accuracy)
        return box, points

    def show_curves(self, curves: Curves) -> None:
        """Draw `curves` as they are now."""
        if curves is not self._curves:
            self._curves = curves
            self._title_axes()
        self._raw.setData(*curves.train.drawn())
        self._average.setData(*(curves.train.drawn(smoothed=True) if self._smoothed else ([], [])))
        test = [point for point in curves.test if math.isfinite(point.loss)]
        self._test.setData(np.array([p.seen for p in test], float), np.array([p.loss for p in test], float))
        seen = np.array([point.seen for point in curves.test], float)
        self._accuracy.setData(seen, np.array([point.accuracy for point in curves.test], float))
        if self._follows:
            self._fit()

    def series(self) -> dict[str, tuple[list[float], list[float]]]:
        """What is drawn, by name.

        Returns:
            "train", "average", "test" and "accuracy": examples seen, and as many values.
        """
        limits = {name: item.getOriginalDataset() for name, item in self._items().items()}
        return {name: ([], []) if x is None else (list(x), list(y)) for name, (x, y) in limits.items()}

    def colours(self) -> dict[str, QColor]:
        """The colour of each line and mark, by the names of `series`."""
        return {
            name: pg.mkBrush(
                item.opts["symbolBrush"] if item.opts["symbol"] else item.opts["pen"].color()
            ).color()
            for name, item in self._items().items()
        }

    def _items(self) -> dict[str, Any]:
        return {
            "train": self._raw,
            "average": self._average,
            "test": self._test,
            "accuracy": self._accuracy,
        }

    def set_log_scale(self, on: bool) -> None:
        """Whether the loss is on a logarithmic scale."""
        if on != self._log:
            self._log = on
            self.getPlotItem().setLogMode(x=False, y=on)
            self.getPlotItem().getAxis("right").setLogMode(y=False)  # it follows the left one otherwise
            self.reset_view()

    def set_smoothed(self, on: bool) -> None:
        """Whether the moving average is drawn over a faint raw line."""
        if on != self._smoothed:
            self._smoothed = on
            self._take_colours()
            self.show_curves(self._curves)

    def reset_view(self) -> None:
        """Show the whole run and follow it."""
        self._follows = True
        self._fit()

    def show_as(self, other: LossPlot) -> None:
        """Take over what `other` shows: switches, curves and the part in sight."""
        self.set_log_scale(other._log)
        self.set_smoothed(other._smoothed)
        self.show_curves(other._curves)
        left, right, bottom, top = (limit for axis in other.getPlotItem().viewRange() for limit in axis)
        self.getPlotItem().vb.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)
        self._place_accuracy()

    def _fit(self) -> None:
        curves = self._curves
        low, high = curves.loss_limits()
        bottom, top = (math.log10(low), math.log10(high)) if self._log else (0.0, high)
        margin = MARGIN * max(top - bottom, 0.1)
        end = axis_end(curves.seen, curves.total)
        self.getPlotItem().vb.setRange(
            xRange=(-_SIDE_MARGIN * end, (1 + _SIDE_MARGIN) * end),
            yRange=(bottom - margin, top + margin),
            padding=0,
        )

    def _stop_following(self) -> None:
        self._follows = False

    def _place_accuracy(self) -> None:
        self._accuracy_box.setGeometry(self.getPlotItem().vb.sceneBoundingRect())

    def _take_colours(self) -> None:
        palette = self.palette()
        colours = data_colours(palette)
        text = soft_text(palette)
        self.setBackground(palette.base().color())
        item = self.getPlotItem()
        right = QColor(colours.accuracy)
        for side, colour in (("bottom", text), ("left", text), ("right", right)):
            axis = item.getAxis(side)
            axis.setPen(text)
            axis.setTextPen(colour)
            axis.setTickFont(self.small_font())
        self._titles = ("", "")
        self._title_axes()
        item.getAxis("left").setTickPen(self._pen(QColor(colours.grid)))
        line = QColor(colours.train_line)
        # Mixed instead of translucent, which takes many times longer to draw.
        faint = mixed(line, palette.base().color(), _FAINT)
        self._raw.setPen(self._pen(faint if self._smoothed else line))
        self._average.setPen(self._pen(line))
        for points, name in ((self._test, colours.test_dots), (self._accuracy, colours.accuracy)):
            points.setSymbolBrush(QColor(name))
            points.setSymbolPen(self._pen(palette.base().color()))
        self._accuracy.setPen(self._pen(right, Qt.PenStyle.DashLine))

    def _title_axes(self) -> None:
        """Name the axes, in fewer words where the plot is low."""
        room = self.height() - 60
        metrics = QFontMetrics(self.small_font())
        long = self.tr("negative log likelihood loss"), self.tr("test accuracy")
        short = self.tr("loss"), self.tr("accuracy")
        of_one_kind = not self._curves.train_loss
        titles = long if of_one_kind and metrics.horizontalAdvance(long[0]) <= room else short
        if titles == self._titles:
            return
        self._titles = titles
        accuracy = data_colours(self.palette()).accuracy
        text = soft_text(self.palette()).name()
        size = f"{self.small_font().pointSizeF()}pt"
        for side, title, colour in (
            ("bottom", self.tr("number of training examples seen"), text),
            ("left", titles[0], text),
            ("right", titles[1], accuracy),
        ):
            axis = self.getPlotItem().getAxis(side)
            axis.setLabel(title, **{"color": colour, "font-size": size})
            axis.resizeEvent()  # pyqtgraph centres a title only then

    def small_font(self) -> QFont:
        """Return the font of axes and legend."""
        font = QFont(self.font())
        font.setPointSizeF(max(6.5, font.pointSizeF() * 0.88))
        return font

    def _pen(self, colour: QColor, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        return _thin(colour, self._scale, style)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_accuracy"):
            self._take_colours()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_titles"):  # pyqtgraph calls this while it is being built
            self._title_axes()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_view()
        event.accept()


def _thin(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen as wide on every screen; one pixel, since Qt draws long lines of wider pens many times slower."""
    pen = QPen(colour, width, style)
    pen.setCosmetic(True)
    return pen
