"""What is seen of a run: its curves, or one batch taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from digitpad.ui.widgets.chart.loss_chart import LossChart
from digitpad.ui.widgets.chart.tools import ChartTools
from digitpad.ui.widgets.naming import named
from digitpad.ui.widgets.segment_button import SegmentButton
from digitpad.ui.widgets.training.batch_view import BatchView

if TYPE_CHECKING:
    from digitpad.training.batch_look import BatchLook


class RunPages(QWidget):
    """Two pages and the buttons that turn them.

    Attributes:
        chart, tools: the curves' page.
        batch: the other one.

    Signals:
        failed(object): a `DigitpadError`: the chart could not be written.
    """

    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = LossChart()
        self.tools = ChartTools(self.chart)
        self.batch = BatchView()
        loss, batch = self.tr("Loss"), self.tr("One batch")
        self._loss_button = named(SegmentButton(loss), "lossPageButton", loss)
        self._batch_button = named(SegmentButton(batch), "batchPageButton", batch)
        self._curves = QWidget()
        inner = QVBoxLayout(self._curves)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self.chart, 1)
        inner.addWidget(self.tools)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._curves)
        self._pages.addWidget(self.batch)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        buttons.addWidget(self._loss_button)
        buttons.addWidget(self._batch_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(buttons)
        column.addWidget(self._pages, 1)
        self.tools.failed.connect(self.failed)
        self._loss_button.clicked.connect(self.show_loss)
        self._batch_button.clicked.connect(self._show_one_batch)
        self.show_loss()

    def show_batch(self, look: BatchLook) -> None:
        """Show a step."""
        self.batch.show_look(look)
        self._show_one_batch()

    @Slot()
    def show_loss(self) -> None:
        """Turn to the curves."""
        self._turn_to(self._curves)

    @Slot()
    def _show_one_batch(self) -> None:
        self._turn_to(self.batch)

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self._loss_button.setChecked(page is self._curves)
        self._batch_button.setChecked(page is self.batch)
