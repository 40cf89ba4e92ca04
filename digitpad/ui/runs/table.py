"""The table of runs, whose columns are whole or not there: half a number is another number."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from digitpad.ui.runs.model import NAME
from digitpad.ui.widgets.check_box import TickedItems

_NARROWEST = 110  # pixels that the name has at least
_NAMES_SHARE = 0.5  # of the width, which it has at most where there is more to show


class RunsTable(QTableView):
    """One row per run: as many of the columns as have room, and the name in what they leave."""

    def __init__(self, model: QAbstractItemModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(TickedItems(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        model.modelReset.connect(self.fit_columns)
        model.dataChanged.connect(self.fit_columns)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Show as many columns as there is room for."""
        header, count = self.horizontalHeader(), self.model().columnCount()
        for column in range(count):
            self.setColumnHidden(column, False)  # a hidden one has no width that it would need
        widths = [max(header.sectionSizeHint(n), self.sizeHintForColumn(n)) + 4 for n in range(count)]
        room = self.viewport().width()
        left = room - max(_NARROWEST, min(widths[NAME], round(_NAMES_SHARE * room)))
        fits = True
        for column in range(NAME + 1, count):
            fits = fits and widths[column] <= left
            self.setColumnHidden(column, not fits)
            if fits:
                left -= widths[column]
                self.setColumnWidth(column, widths[column])
        self.setColumnWidth(NAME, room - sum(self.columnWidth(n) for n in range(NAME + 1, count)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()
