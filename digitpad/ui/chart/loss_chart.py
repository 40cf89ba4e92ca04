"""The live loss chart: light at first, with pyqtgraph behind it once it is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QToolButton, QWidget

from digitpad.training.events import Event
from digitpad.ui.chart.earlier import EarlierRun
from digitpad.ui.chart.legend import ChartLegend
from digitpad.ui.style.theme import data_colours, soft_text
from digitpad.ui.widgets.accessible import Role
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.export_menu import write_whole
from digitpad.ui.widgets.fields import tool_button
from digitpad.ui.widgets.fitting import room_for_lines

if TYPE_CHECKING:
    from digitpad.ui.chart.curves import Curves
    from digitpad.ui.chart.loss_plot import LossPlot

REDRAW_MS = 66
"""Time between two redraws, about 15 a second: more cannot be read and takes time from the pad."""

PICTURE = QSize(1600, 1000)
"""Pixels of an exported picture."""

_LOWEST = 9  # lines of its text that it is high at least: legend, axes and a bit of the curves
_PICTURE_SCALE = 2  # the picture is laid out at half its size, so that its lettering can be read on a slide


class LossChart(QWidget):
    """Losses and accuracy of a run while it goes on.

    Attributes:
        earlier: chooses the run that stands behind it.
        whole: shows the whole run after zooming; hidden while that is in sight.
    """

    ACCESSIBLE_ROLE = Role.Chart

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lossChart")
        self.setAccessibleName(self.tr("Loss chart"))
        self.setMinimumWidth(200)
        room_for_lines(self, _LOWEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._plot: LossPlot | None = None
        self._curves: Curves | None = None
        self._log = False
        self._smoothed = False
        self._pages = QStackedLayout(self)
        self._pages.addWidget(_EmptyChart(self.tr("Press Train to see the loss fall")))
        self._legend: ChartLegend | None = None
        self._before: Curves | None = None  # of the run that was trained before this one
        self._behind: tuple[Curves, str] | None = None  # curves and name of the run behind
        self.earlier = EarlierRun(self)
        self.earlier.chosen.connect(self._redraw_earlier)
        self.whole = tool_button(
            self, "wholeRunButton", self.tr("Whole run"), self.tr("Show the whole run again (double click)")
        )
        for button in (self.earlier, self.whole):
            button.hide()
        self.whole.clicked.connect(self.reset_view)
        # A single shot that is started by new data: nothing ticks while nothing changes.
        self._timer = QTimer(self, interval=REDRAW_MS, singleShot=True)
        self._timer.timeout.connect(self._redraw)

    @property
    def curves(self) -> Curves | None:
        """The points of the run; None before the first one."""
        return self._curves

    def ensure_plot(self) -> None:
        """Build the plot, which imports numpy and pyqtgraph; nothing happens the second time."""
        if self._plot is not None:
            return
        page, self._legend, self._plot = self._page((self.whole, self.earlier))
        self._plot.set_log_scale(self._log)
        self._plot.set_smoothed(self._smoothed)
        self._plot.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the chart has one
        self._plot.zoomed.connect(self.whole.setVisible)
        self.earlier.show()
        self._pages.addWidget(page)

    def _page(
        self, buttons: Sequence[QToolButton] = (), scale: float = 1
    ) -> tuple[QWidget, ChartLegend, LossPlot]:
        """Return a widget with the legend and buttons above a plot, the legend and the plot."""
        from digitpad.ui.chart.loss_plot import LossPlot

        page, legend, plot = QWidget(self), ChartLegend(), LossPlot(scale)
        page.setAutoFillBackground(True)
        page.setBackgroundRole(QPalette.ColorRole.Base)
        legend.setFont(plot.small_font())
        above = in_row((legend, 1), *buttons, spacing=2, margin=0)
        column = in_column(above, (plot, 1), spacing=0, margin=0)
        column.setContentsMargins(0, 2, 0, 0)
        page.setLayout(column)
        return page, legend, plot

    def begin(
        self,
        examples: int,
        batch_size: int,
        epochs: int,
        history: Mapping[str, Iterable[Any]] | None = None,
        train_loss: str = "",
    ) -> None:
        """Clear the chart for a run, or fill it with the curves of the run that goes on.

        Args:
            examples: size of the training set.
            batch_size: examples a batch.
            epochs: epochs that the run is meant to have.
            history: the curves as a checkpoint keeps them.
            train_loss: name of the training loss where it is not a likelihood: "MSE".
        """
        from digitpad.ui.chart.curves import Curves

        self.ensure_plot()
        if not history and self._curves is not None and any(point.epoch for point in self._curves.test):
            self._before = self._curves
        self._curves = Curves(examples, batch_size, epochs, train_loss)
        self._curves.restore(history or {})
        self._pages.setCurrentIndex(1)
        self._take_earlier()
        self.reset_view()
        self._redraw()

    def add_events(self, events: Sequence[Event]) -> None:
        """Take what belongs to the curves; it is drawn with the next redraw."""
        if self._curves is None:
            self.begin(0, 1, 1)
        assert self._curves is not None
        if self._curves.add(events):
            self._schedule()

    def set_log_scale(self, on: bool) -> None:
        """Whether the loss is on a logarithmic scale."""
        self._log = on
        if self._plot is not None:
            self._plot.set_log_scale(on)
            self._schedule()  # the average in the legend is another one

    def set_smoothing(self, on: bool) -> None:
        """Whether a moving average is drawn over the faint raw line."""
        self._smoothed = on
        if self._plot is not None:
            self._plot.set_smoothed(on)
            self._schedule()

    @Slot()
    def reset_view(self) -> None:
        """Show the whole run again after zooming."""
        if self._plot is not None:
            self._plot.reset_view()

    def picture(self) -> QImage:
        """Return what the chart shows as a picture of fixed size, whatever the screen."""
        self.ensure_plot()
        self._redraw()
        assert self._plot is not None
        page, legend, plot = self._page(scale=_PICTURE_SCALE)
        self._show_values(legend)
        # Laid out like a shown widget, since a hidden one gets no sizes.
        page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        page.resize(PICTURE / _PICTURE_SCALE)
        page.show()
        plot.show_as(self._plot)
        image = QImage(PICTURE, QImage.Format.Format_RGB32)
        image.fill(self.palette().base().color())
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_PICTURE_SCALE, _PICTURE_SCALE)
        legend.render(painter, legend.pos())
        plot.render(painter, QRectF(plot.geometry()), plot.rect())
        painter.end()
        page.close()
        page.setParent(None)
        page.deleteLater()
        return image

    def export_csv(self, path: str | Path) -> None:
        """Write all points of the run as a table: kind, examples_seen, epoch, loss, accuracy.

        Raises:
            DigitpadError: when the file cannot be written.
        """
        from digitpad.ui.chart.curves import Curves

        write_whole(Path(path), (self._curves or Curves()).csv().encode())

    def _schedule(self) -> None:
        if not self._timer.isActive() and self.isVisible():
            self._timer.start()

    @property
    def redraw_pending(self) -> bool:
        """Whether something has come since the last redraw."""
        return self._timer.isActive()

    def _redraw(self) -> None:
        if self._plot is not None and self._legend is not None and self._curves is not None:
            self._plot.show_curves(self._curves)
            self._show_values(self._legend)

    def _show_values(self, legend: ChartLegend) -> None:
        name = self._behind[1] if self._behind else ""
        legend.show_run(self._curves, self._smoothed, self._log, name)

    @Slot()
    def _redraw_earlier(self) -> None:
        self._take_earlier()
        if self._legend is not None:
            self._show_values(self._legend)

    def reword(self, _again: Callable[[str], str]) -> None:
        """Call the run before so in another language."""
        if self._behind is not None:
            self._redraw_earlier()

    def _take_earlier(self) -> None:
        """Have the chosen run behind the curves."""
        self._behind = self._earlier_run()
        if self._plot is not None:
            self._plot.show_earlier(self._behind)

    def _earlier_run(self) -> tuple[Curves, str] | None:
        """The curves and the name of the run behind these."""
        from digitpad.ui.chart.curves import Curves

        run = self.earlier.run
        if run is not None:
            curves = Curves(batch_size=run.recipe.batch_size)
            curves.restore({"train": run.train, "test": run.test})
            return curves, run.name
        if self.earlier.follows and self._before is not None:
            return self._before, self.tr("the run before")
        return None

    def sizeHint(self) -> QSize:
        return QSize(360, 160)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._curves is not None:
            self._schedule()  # what came while it was hidden

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)


class _EmptyChart(QWidget):
    """What stands there before the first run: the shape of what will be seen, and what to press."""

    ACCESSIBLE_ROLE = Role.Chart

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def reword(self, again: Callable[[str], str]) -> None:
        """Put the text into another language."""
        self._text = again(self._text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.palette().base())
        area = QRectF(self.rect()).adjusted(24, 18, -24, -24)
        colours = data_colours(self.palette())
        painter.setPen(QPen(QColor(colours.grid), 1.5))
        painter.drawPolyline([area.topLeft(), area.bottomLeft(), area.bottomRight()])
        curve = QPainterPath(area.topLeft() + QPointF(8, 6))
        curve.cubicTo(
            QPointF(area.left() + 0.12 * area.width(), area.bottom()),
            QPointF(area.left() + 0.3 * area.width(), area.bottom() - 0.1 * area.height()),
            area.bottomRight() - QPointF(8, 8),
        )
        painter.drawPath(curve)
        painter.setPen(soft_text(self.palette()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._text)
