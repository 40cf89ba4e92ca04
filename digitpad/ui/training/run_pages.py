"""Views of a run: its curves, or one batch taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from digitpad.ui.chart.loss_chart import LossChart
from digitpad.ui.chart.tools import ChartTools
from digitpad.ui.training.batch_view import BatchView
from digitpad.ui.widgets.naming import named

if TYPE_CHECKING:
    from digitpad.training.step_trace import StepTrace


class RunPages(QWidget):
    """Two pages and the button that turns them.

    Attributes:
        chart: the one page, with the curves.
        batch: the other one.
        tools: what can be done with the chart.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = LossChart()
        self.tools = ChartTools(self.chart)
        self.batch = BatchView()
        self._turn = named(QPushButton(), "batchPageButton", self.tr("One batch"))
        self._turn.setToolTip(self.tr("What one batch does: pause the run, then press Step"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.chart)
        self._pages.addWidget(self.batch)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.tools, 1)
        below.addWidget(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._pages, 1)
        column.addLayout(below)
        self._turn.clicked.connect(self._turn_over)
        self.show_loss()

    def show_batch(self, look: StepTrace) -> None:
        """Show a step."""
        self.batch.show_look(look)
        self._turn_to(self.batch)

    def begin(self) -> None:
        """A run begins: the curves, and no batch of another one."""
        self.batch.show_look(None)
        self.show_loss()

    @Slot()
    def show_loss(self) -> None:
        """Turn to the curves."""
        self._turn_to(self.chart)

    @Slot()
    def _turn_over(self) -> None:
        self._turn_to(self.batch if self._pages.currentWidget() is self.chart else self.chart)

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        curves = page is self.chart
        self._turn.setText(self.tr("One batch") if curves else self.tr("Loss chart"))
        self.tools.set_enabled_for_curves(curves)
