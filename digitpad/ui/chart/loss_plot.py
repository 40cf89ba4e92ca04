"""The axes and lines of the loss chart. Importing this imports pyqtgraph, which takes a while."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from digitpad.training.events import LOG_INTERVAL
from digitpad.ui.chart.axes import CountAxis, ValueAxis
from digitpad.ui.chart.curves import Curves, FloatArray, Measurement, axis_end, figure
from digitpad.ui.chart.ghost import Ghost
from digitpad.ui.chart.readout import Row
from digitpad.ui.chart.zoom_plot import MARGIN, NARROWEST, ZoomPlot, thin
from digitpad.ui.style.theme import data_colours, ghost_colour, mixed, soft_text
from digitpad.ui.widgets.fields import named

_FAINT = 0.3  # share of the line's colour in the raw line under its average
_SIDE_MARGIN = 0.025
_DOT, _DIAMOND = 8, 9  # pixels
_LINES = 9  # lines of its text that a plot is high at least where what lies below it is named
_MARKS = 8  # pixels of the marks at an axis, and around them


class LossPlot(ZoomPlot):
    """Train loss as a line, test loss as dots, test accuracy as diamonds on an axis of its own.

    Args:
        scale: pixels of the picture per pixel of the layout: lines and marks are that much larger.
        parent: the usual owner.
    """

    def __init__(self, scale: float = 1, parent: QWidget | None = None) -> None:
        super().__init__(
            parent=parent,
            axisItems={
                "bottom": CountAxis("bottom"),
                "left": ValueAxis("left"),
                "right": ValueAxis("right", percent=True),
            },
        )
        named(self, "lossPlot", self.tr("Curves of the run: arrow keys read their values"))
        self._scale = scale
        self._log = False
        self._smoothed = False
        self._curves = Curves()
        self._earlier: tuple[Curves, str] | None = None
        item = self.getPlotItem()
        left = item.getAxis("left")
        left.setGrid(255)
        # Opaque, since translucent lines take as long to draw as the curve.
        left.setStyle(tickAlpha=255)
        for side in ("left", "bottom", "right"):
            item.getAxis(side).enableAutoSIPrefix(False)
            item.getAxis(side).setStyle(maxTickLevel=0 if side == "left" else 1)
        item.vb.disableAutoRange()
        self._raw = self._line()
        self._average = self._line()
        self._test = item.plot([], [], pen=None, symbol="o", symbolSize=_DOT * scale)
        self._accuracy_box, self._accuracy = self._accuracy_on_the_right()
        self._titles: tuple[str, ...] | None = None
        self._ghost = Ghost(item, self._accuracy_box, scale)
        self._take_look()

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
        box = pg.ViewBox(enableMenu=False)
        box.setMouseEnabled(x=False, y=True)  # by the wheel over its axis
        box.setZValue(-1)  # the mouse belongs to the losses
        box.sigRangeChangedManually.connect(self._stop_following)
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
        self._raw.setData(*curves.train.drawn(False, self._log))
        self._average.setData(*(curves.train.drawn(True, self._log) if self._smoothed else ([], [])))
        self._test.setData(*curves.test_losses(self._log))
        self._accuracy.setData(*curves.accuracies())
        if self._follows:
            self._fit()
        self._read_again()

    def show_earlier(self, earlier: tuple[Curves, str] | None) -> None:
        """Draw another run faintly behind, which has these curves and this name; None takes it away."""
        self._earlier = earlier
        self._ghost.show(earlier[0] if earlier else None, self._log)
        self._read_again()

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
            self._follows = True  # a part of the one scale is not one of the other
            self.show_curves(self._curves)
            self.show_earlier(self._earlier)
            self.zoomed.emit(False)

    def set_smoothed(self, on: bool) -> None:
        """Whether the moving average is drawn over a faint raw line."""
        if on != self._smoothed:
            self._smoothed = on
            self._take_look()
            self.show_curves(self._curves)

    def show_as(self, other: LossPlot) -> None:
        """Take over what `other` shows: switches, curves and the part in sight."""
        self.set_log_scale(other._log)
        self.set_smoothed(other._smoothed)
        self.show_curves(other._curves)
        self.show_earlier(other._earlier)
        left, right, bottom, top = (limit for axis in other.getPlotItem().viewRange() for limit in axis)
        self.getPlotItem().vb.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)
        self._accuracy_box.setYRange(*other._accuracy_box.viewRange()[1], padding=0)
        self._place_accuracy()

    def _fit(self) -> None:
        curves = self._curves
        low, high = curves.loss_limits()
        bottom, top = (math.log10(low), math.log10(high)) if self._log else (0.0, high)
        margin = MARGIN * max(top - bottom, 0.1)
        end = max(NARROWEST, axis_end(curves.seen, curves.end))
        self.getPlotItem().vb.setRange(
            xRange=(-_SIDE_MARGIN * end, (1 + _SIDE_MARGIN) * end),
            yRange=(bottom - margin, top + margin),
            padding=0,
        )
        self._accuracy_box.setYRange(*curves.accuracy_limits(), padding=MARGIN)

    def _places(self) -> FloatArray:
        places, _ = self._curves.train.drawn(False, self._log)
        return np.union1d(places, np.array([point.seen for point in self._curves.test], float))

    def _rows(self, at: float) -> Sequence[Row]:
        curves, colours = self._curves, data_colours(self.palette())
        epoch = curves.epoch_at(int(at))
        place = self.tr("Epoch {epoch} · {examples} examples") if epoch else self.tr("{examples} examples")
        rows: list[Row] = [("", "", place.format(epoch=epoch, examples=f"{at:,.0f}"))]
        if (loss := self._train_loss(curves, at, self._smoothed)) is not None:
            rows.append(("━", colours.train_line, self.tr("train loss {loss}").format(loss=figure(loss))))
        if curves.test:
            rows += self._test_rows(min(curves.test, key=lambda point: abs(point.seen - at)))
        if self._earlier is not None:
            earlier, name = self._earlier
            grey = ghost_colour(self.palette()).name()
            if (loss := self._train_loss(earlier, at, True)) is not None:
                text = self.tr("{name}: train loss {loss}").format(name=name, loss=figure(loss))
                rows.append(("━", grey, text))
        return rows

    def _train_loss(self, curves: Curves, at: float, smoothed: bool) -> float | None:
        places, losses = curves.train.drawn(smoothed, self._log)
        if not len(places) or at > places[-1] + curves.batch_size * LOG_INTERVAL:
            return None
        return float(losses[np.abs(places - at).argmin()])

    def _test_rows(self, point: Measurement) -> list[Row]:
        """The nearest measurement on the test set, and when it was."""
        colours = data_colours(self.palette())
        loss, percent = figure(point.loss), f"{point.accuracy * 100:.2f}"
        if point.epoch:
            first = self.tr("test loss {loss} after epoch {epoch}").format(loss=loss, epoch=point.epoch)
        else:
            first = self.tr("test loss {loss} before training").format(loss=loss)
        second = self.tr("test accuracy {percent} %").format(percent=percent)
        return [("●", colours.test_dots, first), ("◆", colours.accuracy, second)]

    def _place_accuracy(self) -> None:
        self._accuracy_box.setGeometry(self.getPlotItem().vb.sceneBoundingRect())

    def _take_look(self) -> None:
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
        self._colour_ruler()
        self._ghost.take_colours(palette)
        self._titles = None
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
        """Name the axes, in fewer words where the plot is low, or not at all."""
        metrics = QFontMetrics(self.small_font())
        low = self.height() < _LINES * metrics.height()
        below = "" if low else self.tr("number of training examples seen")
        # Beside the plot, without the numbers and the title below it.
        room = self.height() - (2 + bool(below)) * metrics.height() - 2 * _MARKS
        long = self.tr("negative log likelihood loss"), self.tr("test accuracy")
        short = self.tr("loss"), self.tr("accuracy")
        of_one_kind = not self._curves.train_loss
        names = long if of_one_kind and metrics.horizontalAdvance(long[0]) <= room else short
        fit = [name if metrics.horizontalAdvance(name) <= room else "" for name in names]
        titles = below, fit[0], fit[1]
        if titles == self._titles:
            return
        self._titles = titles
        accuracy = data_colours(self.palette()).accuracy
        text = soft_text(self.palette()).name()
        size = f"{self.small_font().pointSizeF()}pt"
        for side, title, colour in (
            ("bottom", titles[0], text),
            ("left", titles[1], text),
            ("right", titles[2], accuracy),
        ):
            axis = self.getPlotItem().getAxis(side)
            axis.setLabel(title, **{"color": colour, "font-size": size})
            axis.resizeEvent()  # pyqtgraph centres a title only then
        self._leave_titles_room()

    def reword(self, _again: Callable[[str], str]) -> None:
        """Name the axes in another language."""
        self._titles = None
        self._title_axes()

    def _pen(self, colour: QColor, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        return thin(colour, self._scale, style)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        look = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in look and hasattr(self, "_accuracy"):
            self._take_look()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_titles"):  # pyqtgraph calls this while it is being built
            self._title_axes()
