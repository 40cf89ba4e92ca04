"""The switches of the loss chart and its export."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QSizePolicy, QWidget

from digitpad.errors import DigitpadError
from digitpad.ui.chart.loss_chart import LossChart
from digitpad.ui.widgets.check_box import CheckBox
from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.fitting import BreakingRow, FittedButton, fit_text


class ChartTools(QWidget):
    """Log scale, smoothing, export: a row that works on one chart.

    Attributes:
        png_action: for the picture, which the chart's `ExportMenu` writes.

    Signals:
        failed(object): a `DigitpadError`: the table could not be written.
    """

    failed = Signal(object)

    def __init__(self, chart: LossChart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = chart
        self.log_scale = named(CheckBox(self.tr("Log scale")), "logScaleCheck", self.tr("Log scale"))
        self.log_scale.setToolTip(self.tr("Show the loss on a logarithmic scale"))
        self.smoothing = named(CheckBox(self.tr("Smoothing")), "smoothingCheck", self.tr("Smoothing"))
        self.smoothing.setToolTip(self.tr("Draw a moving average over the single batches"))
        self.export = named(
            FittedButton(self.tr("E&xport")), "exportChartButton", self.tr("Export the chart")
        )
        self.export.setToolTip(self.tr("Keep the chart as a picture or its points as a table"))
        menu = QMenu(self.export)
        self.png_action = menu.addAction(self.tr("Picture (PNG)…"))
        self.png_action.setObjectName("exportPngAction")
        menu.addAction(self.tr("Table (CSV)…"), self.ask_csv).setObjectName("exportCsvAction")
        self.export.setMenu(menu)
        fit_text((self.export,), 30)  # with the menu's arrow
        # As wide as its text, so that all of it can be clicked; what is left over stays empty.
        self.smoothing.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row = BreakingRow((self.log_scale, 0), self.smoothing, (self.export, 0))
        self.setLayout(self._row)
        self.log_scale.toggled.connect(chart.set_log_scale)
        self.smoothing.toggled.connect(chart.set_smoothing)

    def add(self, button: QWidget) -> None:
        """Append a button to the row."""
        self._row.add(button, 0)

    def set_enabled_for_curves(self, on: bool) -> None:
        """Whether the chart is in sight, so that its switches do something that can be seen."""
        for switch in (self.log_scale, self.smoothing):
            switch.setEnabled(on)

    def ask_csv(self) -> None:
        """Ask for a file and write the table to it."""
        title, kind = self.tr("Save the chart's points"), self.tr("Table (*.csv)")
        path, _ = QFileDialog.getSaveFileName(self, title, "loss.csv", kind)
        if path:
            self.save_csv(path)

    def save_csv(self, path: str) -> None:
        """Write the table to `path`; `failed` reports what goes wrong."""
        try:
            self._chart.export_csv(path)
        except DigitpadError as error:
            self.failed.emit(error)
