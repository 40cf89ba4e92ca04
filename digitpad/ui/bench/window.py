"""The window of the bench: the examples in a list, each with its page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QPushButton, QStackedWidget, QWidget

from digitpad.ui.bench.experiments import experiments
from digitpad.ui.bench.page import ExamplePage
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.dialogs import first_size
from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.fitting import with_font

_BESIDE = 34  # pixels beside the titles: the frame, and a scroll bar


class BenchWindow(QDialog):
    """Shows examples whose numbers the user types. It stands beside the main window and does not block it.

    Args:
        parent: the window beside which it stands.

    Attributes:
        list: the examples; a page is made when its example is chosen first.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("benchWindow")
        self.setWindowTitle(self.tr("digitpad - the bench: small examples by hand"))
        first_size(self, 900, 720)
        self._experiments = experiments()
        self.list = named(QListWidget(), "benchList", self.tr("Examples"))
        self.list.addItems([experiment.title for experiment in self._experiments])
        with_font(self.list, self._fit_list)
        self._pages = QStackedWidget()
        self._made: dict[int, ExamplePage] = {}
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Close | standard.Reset)
        reset = named(buttons.button(standard.Reset), "resetBenchButton", self.tr("Reset this example"))
        reset.setToolTip(self.tr("Show the numbers and settings that this example begins with"))
        named(buttons.button(standard.Close), "closeBenchButton", self.tr("Close the window"))
        for button in buttons.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter is for the numbers
        reset.clicked.connect(self._reset)
        buttons.rejected.connect(self.close)
        self.setLayout(in_column((in_row(self.list, (self._pages, 1), spacing=10), 1), buttons))
        self.list.currentRowChanged.connect(self._choose)
        self.list.setCurrentRow(0)

    def _fit_list(self) -> None:
        """Have the list as wide as its titles."""
        metrics = QFontMetrics(self.list.font())
        titles = (self.list.item(row).text() for row in range(self.list.count()))
        self.list.setFixedWidth(max(map(metrics.horizontalAdvance, titles)) + _BESIDE)

    def reword(self, again: Callable[[str], str]) -> None:
        """Put the titles into another language."""
        for row in range(self.list.count()):
            self.list.item(row).setText(again(self.list.item(row).text()))
        self._fit_list()

    @property
    def page(self) -> ExamplePage:
        """The page in sight."""
        return self._made[self.list.currentRow()]

    @Slot()
    def _reset(self) -> None:
        self.page.reset()

    @Slot(int)
    def _choose(self, row: int) -> None:
        if row not in self._made:
            self._made[row] = ExamplePage(self._experiments[row])
            self._pages.addWidget(self._made[row])
        self._pages.setCurrentWidget(self._made[row])
