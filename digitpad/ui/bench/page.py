"""One example of the bench: what is typed, its output, and the arithmetic of the chosen number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStyle,
    QTextBrowser,
    QWidget,
)

from digitpad.errors import UsageError
from digitpad.insight.bench.activations import Activated
from digitpad.insight.bench.example import Example
from digitpad.insight.bench.numerals import read_number, write
from digitpad.recipe.kinds import Whole
from digitpad.ui.bench.curve_view import CurveView
from digitpad.ui.bench.experiments import Experiment, Field
from digitpad.ui.bench.number_table import Cell, MatrixEdit, result_table
from digitpad.ui.bench.page_text import page_text
from digitpad.ui.messages import sentence
from digitpad.ui.style.theme import error_text, with_text
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.check_box import CheckBox
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.fields import label_for, named
from digitpad.ui.widgets.number_fields import WholeField


class ExamplePage(QWidget):
    """Computes the example anew whenever something is typed.

    Args:
        experiment: which example.

    Attributes:
        example: what was computed; None where the numbers do not fit.
        output: its numbers.
        matrices: those that are typed.
    """

    def __init__(self, experiment: Experiment) -> None:
        super().__init__()
        self._experiment = experiment
        self._name = name = experiment.name
        self.setObjectName(f"{name}Page")
        self.example: Example | None = None
        self.matrices = [MatrixEdit(numbers, name) for numbers in experiment.numbers]
        self._editors: dict[str, tuple[QWidget, Callable[[], Any], Callable[[Any], object]]] = {}
        self._divided = False  # between numbers and arithmetic
        self._follows = True  # the division, the numbers' size
        self._labels: dict[str, QLabel] = {}
        self._spins: list[WholeField] = []
        settings = (in_row(*self._field(field), spacing=4) for field in experiment.fields)
        fields = in_row(*settings, spacing=16)
        fields.addStretch(1)
        self.output = result_table(f"{name}Output", self.tr("Output"))
        self._title = named(QLabel(), f"{name}Title", self.tr("What the output comes to"))
        self._title.setBuddy(self.output)
        self._problem = named(QLabel(wordWrap=True), f"{name}Problem", self.tr("What does not fit"))
        self._problem.setMinimumWidth(260)
        self._curve = CurveView(f"{name}Curve") if experiment.name == "activation" else None
        self._text = named(QTextBrowser(), f"{name}Text", self.tr("The arithmetic of the chosen number"))
        self._arrange(fields)
        self.output.currentCellChanged.connect(self._explain)
        for matrix in self.matrices:
            matrix.changed.connect(self._compute)
        self.reset()

    def _field(self, field: Field) -> list[QWidget]:
        """A setting's label and editor."""
        name = self._name + "".join(part.capitalize() for part in field.name.split("_"))
        changed = partial(self._changed, field.name)
        title = field.title or field.name
        if isinstance(field.start, bool):
            box = named(CheckBox(title), f"{name}Check", title)
            box.toggled.connect(changed)
            self._editors[field.name] = box, box.isChecked, box.setChecked
            return [box]
        editor: QWidget
        if field.choices:
            combo = editor = named(ElidedCombo(), f"{name}Combo", title)
            combo.addItems(field.choices)
            combo.currentIndexChanged.connect(changed)
            self._editors[field.name] = combo, combo.currentText, combo.setCurrentText
        elif isinstance(field.start, int):
            spin = editor = named(WholeField(Whole(field.low, field.high)), f"{name}Spin", title)
            spin.valueChanged.connect(changed)
            spin.notices.problem_changed.connect(self._compute)
            self._spins.append(spin)
            self._editors[field.name] = spin, spin.value, spin.setValue
        else:
            line = editor = named(QLineEdit(), f"{name}Edit", title)
            line.setMaximumWidth(90)
            line.textChanged.connect(changed)
            self._editors[field.name] = line, partial(_number, line), partial(_set_number, line)
        label = self._labels[field.name] = label_for(self, title, editor)
        return [label, editor]

    def _arrange(self, fields: QLayout) -> None:
        about = QLabel(self._experiment.about, wordWrap=True)
        result = in_column(self._title, self.output, self._problem, spacing=4, margin=0)
        result.addStretch(1)
        arrow = QLabel("→")
        arrow.setContentsMargins(0, arrow.sizeHint().height() + 8, 0, 0)  # beside the first row of numbers
        parts: list[Any] = [*self.matrices, arrow, result]
        if self._curve is not None:
            parts.append(self._curve)
        row = in_row(*parts, spacing=14, margin=0)
        for part in (*self.matrices, arrow, self._curve):
            if part is not None:
                row.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self._board = QWidget()
        self._board.setLayout(row)
        area = named(QScrollArea(widgetResizable=True), "benchArea", self.tr("The example"))
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(self._board)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.addWidget(area)
        self._splitter.addWidget(self._text)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.splitterMoved.connect(self._moved)
        self.setLayout(in_column(about, fields, (self._splitter, 1), spacing=8))

    @Slot()
    def reset(self) -> None:
        """Show the numbers and settings of the beginning."""
        for field in self._experiment.fields:
            self._set(field.name, field.start)
        for matrix in self.matrices:
            with QSignalBlocker(matrix):
                matrix.reset()
        self._adapt("")
        self._compute()
        self.output.setCurrentCell(0, 0)

    def _set(self, name: str, value: Any) -> None:
        editor, _, set_value = self._editors[name]
        with QSignalBlocker(editor):
            set_value(value)

    def _values(self) -> dict[str, Any]:
        return {name: value() for name, (_, value, _) in self._editors.items()}

    def _changed(self, name: str, *_value: object) -> None:
        self._adapt(name)
        self._compute()

    def _adapt(self, name: str) -> None:
        """Set what goes with a setting that was changed."""
        adapted = self._experiment.adapt(name, self._values())
        for other, value in adapted.items():
            if value is not None:
                self._set(other, value)
        for other, (editor, _, _) in self._editors.items():
            for part in (editor, self._labels.get(other)):
                if part is not None:
                    part.setVisible(adapted.get(other, 0) is not None)

    @Slot()
    def _compute(self) -> None:
        self.example = None
        problem = next((spin.problem for spin in self._spins if spin.problem and not spin.isHidden()), "")
        matrices = {
            numbers.name: matrix.value()
            for numbers, matrix in zip(self._experiment.numbers, self.matrices, strict=True)
        }
        if None in matrices.values():
            problem = self.tr("Correct the number that is marked.")
        elif not problem:
            try:
                self.example = self._experiment.make(**matrices, **self._checked())
            except UsageError as error:
                problem = sentence(error)
        self._show(problem)

    def _checked(self) -> dict[str, Any]:
        """The settings; `UsageError` where one of them cannot be read."""
        values = self._values()
        for name, value in values.items():
            if isinstance(value, UsageError):
                title = self._editors[name][0].accessibleName()
                raise UsageError("{name}: {why}", name=title, why=value)
        return values

    def _show(self, problem: str) -> None:
        example, cell = self.example, self._cell()
        rows = [] if example is None else [[write(value) for value in row] for row in example.output]
        with QSignalBlocker(self.output):
            self.output.set_texts(rows, () if example is None else example.rows)
            if rows:
                self.output.setCurrentCell(min(cell[0], len(rows) - 1), min(cell[1], len(rows[0]) - 1))
        self.output.setVisible(bool(rows))
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._colour()
        title = self.tr("Output")
        if example is not None and example.loss is not None:
            title = f"{self._experiment.title}: {write(example.loss)}"
        self._title.setText(title)
        self._explain()
        if self.isVisible():
            self._divide()

    def _cell(self) -> Cell:
        return max(0, self.output.currentRow()), max(0, self.output.currentColumn())

    @Slot()
    def _explain(self, *_cells: int) -> None:
        """Show how the chosen number is computed."""
        example, cell = self.example, self._cell()
        worked = None if example is None else example.explain(cell)
        for number, matrix in enumerate(self.matrices):
            used = worked.used if worked is not None else ()
            matrix.table.set_marks(used[number] if number < len(used) else {})
        if example is None or worked is None:
            self._text.clear()
        else:
            bar = self._text.verticalScrollBar()
            scrolled = bar.value()
            self._text.setHtml(page_text(example, self._experiment.output, cell, worked, self.palette()))
            bar.setValue(scrolled)
        if self._curve is not None:
            self._curve.show_example(example if isinstance(example, Activated) else None, cell)

    def _colour(self) -> None:
        self._problem.setPalette(with_text(self.palette(), error_text(self.palette())))

    def _divide(self) -> None:
        """Make room for the numbers, up to half of the page; what the user divided stays."""
        height = self._splitter.height()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        top = min(self._board.sizeHint().height() + bar, height // 2)
        if self._follows and (not self._divided or top > self._splitter.sizes()[0]):
            self._divided = True
            self._splitter.setSizes([top, height - top])

    @Slot()
    def _moved(self) -> None:
        self._follows = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._divide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
            self._explain()


def _number(line: QLineEdit) -> float | UsageError:
    """The number in a line, or what is wrong with it."""
    try:
        return read_number(line.text())
    except UsageError as error:
        return error


def _set_number(line: QLineEdit, value: float) -> None:
    line.setText(f"{value:g}")
