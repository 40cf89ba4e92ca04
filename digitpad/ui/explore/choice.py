"""Which pictures of a dataset are wanted: of one digit, mistakes, or those behind a cell of the matrix."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from digitpad.form import DIGITS
from digitpad.ui.explore.confusion_view import ConfusionView
from digitpad.ui.widgets.naming import named


class PictureChoice(QWidget):
    """Two lists, and what a chosen cell of the confusion matrix says; the cell overrules the lists.

    Args:
        matrix: whose cells can be chosen.
        parent: its owner.

    Signals:
        changed(): others are wanted.
    """

    changed = Signal()

    def __init__(self, matrix: ConfusionView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = matrix
        self._read = False
        self._cell: tuple[int, int] | None = None
        self._label = named(QComboBox(), "exploreLabelCombo", self.tr("Which classes are shown"))
        self._outcome = named(QComboBox(), "exploreOutcomeCombo", self.tr("Read right or wrong"))
        for combo in (self._label, self._outcome):
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            combo.setMinimumContentsLength(8)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for text, outcome in (
            (self.tr("All pictures"), "all"),
            (self.tr("Mistakes, surest first"), "wrong"),
            (self.tr("Read right, least sure first"), "right"),
        ):
            self._outcome.addItem(text, outcome)
        self._words = named(QLabel(), "exploreCell", self.tr("The chosen cell"))
        self._words.setWordWrap(True)
        show_all = self.tr("Show all again")
        self._all = named(QPushButton(show_all), "exploreAllButton", show_all)
        self._arrange()
        self._label.currentIndexChanged.connect(self.changed)
        self._outcome.currentIndexChanged.connect(self.changed)
        self._all.clicked.connect(self.show_all)
        matrix.cell_chosen.connect(self._choose_cell)
        self._show_cell()

    def _arrange(self) -> None:
        lists = QHBoxLayout()
        lists.addWidget(self._label, 2)
        lists.addWidget(self._outcome, 3)
        cell = QHBoxLayout()
        cell.addWidget(self._words, 1)
        cell.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(lists)
        column.addLayout(cell)

    @property
    def label(self) -> int | None:
        """Number of the class whose pictures are wanted; None for all."""
        if self._cell is not None:
            return self._cell[0]
        number = self._label.currentData()
        return None if number is None else int(number)

    @property
    def answer(self) -> int | None:
        """Number of the class as which the pictures that are wanted were read; None for all."""
        return None if self._cell is None else self._cell[1]

    @property
    def outcome(self) -> str:
        """Which pictures are wanted: "all", "wrong" or "right"."""
        return "all" if self._cell is not None else str(self._outcome.currentData())

    def set_classes(self, classes: tuple[str, ...]) -> None:
        """The pictures are of these classes."""
        with QSignalBlocker(self._label):
            self._label.clear()
            self._label.addItem(
                self.tr("All digits") if set(classes) <= set(DIGITS) else self.tr("All classes"), None
            )
            for number, name in enumerate(classes):
                self._label.addItem(name, number)

    def set_read(self, read: bool) -> None:
        """Whether the pictures were read, so that there are mistakes and cells to choose."""
        self._read, self._cell = read, None
        if not read:
            with QSignalBlocker(self._outcome):
                self._outcome.setCurrentIndex(0)
        self._show_cell()

    @Slot()
    def show_all(self) -> None:
        """Forget the chosen cell."""
        self._cell = None
        self._show_cell()
        self.changed.emit()

    @Slot(int, int)
    def _choose_cell(self, row: int, column: int) -> None:
        self._cell = row, column
        self._show_cell()
        self.changed.emit()

    def _show_cell(self) -> None:
        there = self._cell is not None
        self._words.setVisible(there)
        self._all.setVisible(there)
        self._label.setEnabled(not there)
        self._outcome.setEnabled(not there and self._read)
        if self._cell is not None:
            self._words.setText(self._matrix.words(*self._cell))
        self._matrix.choose(self._cell)
