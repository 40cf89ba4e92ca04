"""Numbers in rows and columns: a table for results, and one to type and paste into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from digitpad.errors import UsageError
from digitpad.insight.bench.numerals import MOST, Matrix, read_number, read_rows
from digitpad.recipe.kinds import Whole
from digitpad.ui.bench.experiments import Numbers
from digitpad.ui.messages import sentence
from digitpad.ui.style.theme import error_text, message_colours, mixed, with_text
from digitpad.ui.widgets.actions import make_action
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.number_fields import WholeField

Cell = tuple[int, int]

_ROWS, _COLUMNS = 7, 8  # in sight; the rest is scrolled to
_NARROWEST, _WIDEST = "−0.00", "−1000000.0000"  # columns are as wide as their widest number
_MARK = 0.4  # share of the highlight's colour behind a cell that takes part


class NumberTable(QTableWidget):
    """Rows of numbers, as large as they need. Cells can be coloured: what takes part, and what is wrong."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(0, 0)
        named(self, name, title)
        self._marks: Mapping[Cell, float] = {}
        self._wrong: Mapping[Cell, str] = {}
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(1)
            header.setHighlightSections(False)
        self.setTabKeyNavigation(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        key = QKeySequence.StandardKey.Copy
        self.add_action(make_action(self, f"{name}CopyAction", self.tr("&Copy all"), self.copy, key))

    def add_action(self, action: QAction) -> None:
        """Add an entry to the context menu, whose key is heard while the table has the focus."""
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.addAction(action)

    @Slot()
    def copy(self) -> None:
        """Put all numbers onto the clipboard: rows with tabs between numbers, a minus as code has it."""
        text = "\n".join("\t".join(row) for row in self.texts())
        QGuiApplication.clipboard().setText(text.replace("−", "-"))

    def set_texts(self, rows: Sequence[Sequence[str]], names: Sequence[str] = ()) -> None:
        """Show other numbers, without a signal, and beside them the names of their rows."""
        with QSignalBlocker(self):
            self.setRowCount(len(rows))
            self.setColumnCount(len(rows[0]) if rows else 0)
            for y, row in enumerate(rows):
                for x, text in enumerate(row):
                    item = QTableWidgetItem(text)
                    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                    self.setItem(y, x, item)
            self.verticalHeader().setVisible(bool(names))
            if names:
                self.setVerticalHeaderLabels(list(names))
        self._marks, self._wrong = {}, {}
        self.fit()

    def texts(self) -> list[list[str]]:
        """What stands in the cells."""
        return [
            [self._text(row, column) for column in range(self.columnCount())]
            for row in range(self.rowCount())
        ]

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return "" if item is None else item.text()

    def set_marks(self, marks: Mapping[Cell, float]) -> None:
        """Colour cells, from 0 to 1 strong; all others lose their colour."""
        self._marks = marks
        self._colour()

    def set_wrong(self, wrong: Mapping[Cell, str]) -> None:
        """Mark cells as wrong, each with what is wrong."""
        self._wrong = wrong
        self._colour()

    def _colour(self) -> None:
        palette = self.palette()
        base, highlight = palette.base().color(), palette.highlight().color()
        error = message_colours(palette, "error")
        with QSignalBlocker(self):
            for row in range(self.rowCount()):
                for column in range(self.columnCount()):
                    item, cell = self.item(row, column), (row, column)
                    if item is None:
                        continue
                    colours: tuple[Any, Any] = (None, None)
                    if cell in self._wrong:
                        colours = QColor(error.background), QColor(error.text)
                    elif cell in self._marks:
                        colours = mixed(highlight, base, _MARK * self._marks[cell]), None
                    item.setData(Qt.ItemDataRole.BackgroundRole, colours[0])
                    item.setData(Qt.ItemDataRole.ForegroundRole, colours[1])
                    item.setToolTip(self._wrong.get(cell, ""))
        self.viewport().update()

    def fit(self) -> None:
        """Become as large as the numbers, up to so many rows and columns."""
        metrics = self.fontMetrics()
        texts = [_NARROWEST, *(text for row in self.texts() for text in row)]
        width = max(metrics.horizontalAdvance(text) for text in texts)
        width = min(width, metrics.horizontalAdvance(_WIDEST)) + 12
        height = metrics.height() + 10
        self.horizontalHeader().setDefaultSectionSize(width)
        self.verticalHeader().setDefaultSectionSize(height)
        rows, columns = max(1, self.rowCount()), max(1, self.columnCount())
        bar, frame = self.style().pixelMetric(self.style().PixelMetric.PM_ScrollBarExtent), 2
        beside = 0 if self.verticalHeader().isHidden() else self.verticalHeader().sizeHint().width()
        across = frame + beside + width * min(columns, _COLUMNS) + (bar if rows > _ROWS else 0)
        down = frame + height * min(rows, _ROWS) + (bar if columns > _COLUMNS else 0)
        self.setFixedSize(across, down)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        elif event.type() == QEvent.Type.FontChange:
            self.fit()


def result_table(name: str, title: str) -> NumberTable:
    """A table of results: one cell is chosen by mouse or arrow keys."""
    table = NumberTable(name, title)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    return table


class MatrixEdit(QWidget):
    """A matrix that is typed or pasted, with as many rows and columns as the user wants.

    Args:
        numbers: what is typed.
        prefix: of the object names.

    Attributes:
        table: the numbers.

    Signals:
        changed(): another number, or another size.
    """

    changed = Signal()

    def __init__(self, numbers: Numbers, prefix: str) -> None:
        super().__init__()
        self._numbers = numbers
        name = prefix + numbers.name.capitalize()
        self.table = NumberTable(f"{name}Table", numbers.title)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        trigger = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(trigger.DoubleClicked | trigger.AnyKeyPressed | trigger.EditKeyPressed)
        self._problem = named(QLabel(wordWrap=True), f"{name}Problem", self.tr("What is wrong"))
        self._rows = self._spin(f"{name}RowsSpin", self.tr("Rows"))
        self._columns = self._spin(f"{name}ColumnsSpin", self.tr("Columns"))
        times = QLabel("×")
        title = QLabel(numbers.title)
        title.setBuddy(self.table)
        size = in_row(self._rows, times, self._columns, spacing=4)
        size.addStretch(1)
        self.setLayout(in_column(title, self.table, size, self._problem, spacing=4, margin=0))
        self._rows.setVisible(numbers.rows)
        times.setVisible(numbers.rows)
        self.layout().addStretch(1)  # type: ignore[union-attr]
        key = QKeySequence.StandardKey.Paste
        paste = make_action(self, f"{name}PasteAction", self.tr("&Paste rows"), self.paste, key)
        self.table.add_action(paste)
        self.table.itemChanged.connect(self._edited)
        self.reset()

    def _spin(self, name: str, title: str) -> WholeField:
        spin = named(WholeField(Whole(1, MOST)), name, title)
        spin.setToolTip(title)
        spin.valueChanged.connect(self._resize)
        spin.notices.problem_changed.connect(self._edited)
        return spin

    @Slot()
    def reset(self) -> None:
        """Show the numbers that it begins with."""
        self._set([row.split() for row in self._numbers.start])

    def value(self) -> Matrix | None:
        """The numbers; None where one of them cannot be read."""
        try:
            return tuple(tuple(map(read_number, row)) for row in self.table.texts())
        except UsageError:
            return None

    def _set(self, rows: Sequence[Sequence[str]]) -> None:
        self.table.set_texts(rows)
        for spin, size in ((self._rows, len(rows)), (self._columns, len(rows[0]))):
            with QSignalBlocker(spin):
                spin.setValue(size)
        self._edited()

    @Slot()
    def _resize(self) -> None:
        """Leave numbers out at the end, or add zeros."""
        texts = self.table.texts()
        height, width = self._rows.value(), self._columns.value()
        kept = [[*row[:width], *["0"] * (width - len(row))] for row in texts[:height]]
        self._set([*kept, *[["0"] * width for _ in range(height - len(kept))]])

    @Slot()
    def _edited(self) -> None:
        wrong: dict[Cell, str] = {}
        for y, row in enumerate(self.table.texts()):
            for x, text in enumerate(row):
                try:
                    read_number(text)
                except UsageError as error:
                    wrong[y, x] = sentence(error)
        self.table.set_wrong(wrong)
        self.table.fit()
        text = self._rows.problem or self._columns.problem
        for (y, x), what in list(wrong.items())[:1]:
            text = self.tr("Row {row}, column {column}: {what}").format(row=y + 1, column=x + 1, what=what)
        self._show_problem(text)
        self.changed.emit()

    @Slot()
    def paste(self) -> None:
        """Take rows of text from the clipboard instead of all numbers; one number for the current cell."""
        try:
            rows = read_rows(QGuiApplication.clipboard().text())
            if len(rows) > 1 and not self._numbers.rows:
                raise UsageError("There are {rows} rows in the text; this example has one", rows=len(rows))
        except UsageError as error:
            self._show_problem(self.tr("Not pasted: {why}").format(why=sentence(error)))
            return
        item = self.table.currentItem()
        if len(rows) == len(rows[0]) == 1 and item is not None:
            item.setText(rows[0][0])
        else:
            self._set(rows)

    def _show_problem(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self._problem.setFixedWidth(max(180, self.table.width()))
        self._colour()

    def _colour(self) -> None:
        self._problem.setPalette(with_text(self.palette(), error_text(self.palette())))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)
