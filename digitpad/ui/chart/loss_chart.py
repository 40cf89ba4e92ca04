"""The live loss chart: light at first, with pyqtgraph behind it once it is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
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
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from digitpad.training.events import Event
from digitpad.ui.style.theme import data_colours, soft_text
from digitpad.ui.widgets.export_menu import write_whole

if TYPE_CHECKING:
    from digitpad.ui.chart.curves import Curves
    from digitpad.ui.chart.loss_plot import LossPlot

REDRAW_MS = 66
"""Time between two redraws, about 15 a second: more cannot be read and takes time from the pad."""

PICTURE = QSize(1600, 1000)
"""Pixels of an exported picture."""

_PICTURE_SCALE = 2  # the picture is laid out at half its size, so that its lettering can be read on a slide


class LossChart(QWidget):
    """Losses and accuracy of a run while it goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lossChart")
        self.setAccessibleName(self.tr("Loss chart"))
        self.setMinimumSize(200, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._plot: LossPlot | None = None
        self._curves: Curves | None = None
        self._log = False
        self._smoothed = False
        self._pages = QStackedLayout(self)
        self._pages.addWidget(_EmptyChart(self.tr("Press Train to see the loss fall")))
        self._legend: QLabel | None = None
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
        page, self._legend, self._plot = self._page()
        self._plot.set_log_scale(self._log)
        self._plot.set_smoothed(self._smoothed)
        self._plot.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the chart has one
        self._pages.addWidget(page)

    def _page(self, scale: float = 1) -> tuple[QWidget, QLabel, LossPlot]:
        """Return a widget with the legend above a plot, and both."""
        from digitpad.ui.chart.loss_plot import LossPlot

        page, legend, plot = QWidget(self), QLabel(), LossPlot(scale)
        for widget in (page, legend):
            widget.setAutoFillBackground(True)
            widget.setBackgroundRole(QPalette.ColorRole.Base)
        legend.setAlignment(Qt.AlignmentFlag.AlignCenter)
        legend.setWordWrap(True)
        legend.setFont(plot.small_font())
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(0)
        column.addWidget(legend)
        column.addWidget(plot, 1)
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
        self._curves = Curves(examples, batch_size, epochs, train_loss)
        self._curves.restore(history or {})
        self._pages.setCurrentIndex(1)
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

    def set_smoothing(self, on: bool) -> None:
        """Whether a moving average is drawn over the faint raw line."""
        self._smoothed = on
        if self._plot is not None:
            self._plot.set_smoothed(on)
            self._schedule()

    def reset_view(self) -> None:
        """Show the whole run again after zooming."""
        if self._plot is not None:
            self._plot.reset_view()

    def picture(self) -> QImage:
        """Return what the chart shows as a picture of fixed size, whatever the screen."""
        self.ensure_plot()
        self._redraw()
        assert self._plot is not None
        page, legend, plot = self._page(_PICTURE_SCALE)
        legend.setText(self._legend_text())
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
        if self._plot is not None and self._curves is not None:
            self._plot.show_curves(self._curves)
            self._show_legend()

    def _show_legend(self) -> None:
        if self._legend is not None:
            self._legend.setText(self._legend_text())
            values = (f"{name} {value}".strip() for _, _, name, value in self._series())
            self._legend.setAccessibleName(", ".join(values))

    def _legend_text(self) -> str:
        soft, strong = soft_text(self.palette()).name(), self.palette().windowText().color().name()
        whole = (tuple(part.replace(" ", "&nbsp;") for part in series) for series in self._series())
        return " &nbsp; ".join(
            f"<font color={colour}>{mark}</font>&nbsp;"
            f"<font color={soft}>{name}</font>&nbsp;<font color={strong}>{value}</font>"
            for mark, colour, name, value in whole
        )

    def _series(self) -> list[tuple[str, str, str, str]]:
        """Mark, colour, name and newest value of each series; "" before there is a value."""
        colours = data_colours(self.palette())
        curves = self._curves
        train = test = accuracy = ""
        if curves is not None and len(curves.train):
            losses = curves.train.drawn(self._smoothed)[1]
            train = _figure(losses[-1]) if len(losses) else "–"
        if curves is not None and curves.test:
            test, accuracy = _figure(curves.test[-1].loss), f"{curves.test[-1].accuracy * 100:.2f} %"
        titles = self.tr("Train loss"), self.tr("Test loss")
        if curves is not None and curves.train_loss:  # two losses on one axis
            titles = f"{titles[0]} ({curves.train_loss})", f"{titles[1]} (NLL)"
        return [
            ("━", colours.train_line, titles[0], train),
            ("●", colours.test_dots, titles[1], test),
            ("◆", colours.accuracy, self.tr("Test accuracy"), accuracy),
        ]

    def sizeHint(self) -> QSize:
        return QSize(360, 160)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._curves is not None:
            self._show_legend()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._curves is not None:
            self._schedule()  # what came while it was hidden

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)


class _EmptyChart(QWidget):
    """What stands there before the first run: the shape of what will be seen, and what to press."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

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


def _figure(loss: float) -> str:
    """A loss in few characters, one of a run that runs away too."""
    return f"{loss:.4f}" if abs(loss) < 10_000 else f"{loss:.3g}"
