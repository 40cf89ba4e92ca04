"""Which pictures of a dataset to show: of one class, the mistakes, or those behind a cell of the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from digitpad.form import DIGITS
from digitpad.ui.explore.confusion_view import ConfusionView
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.fields import named, shrinkable
from digitpad.ui.widgets.fitting import room_for_lines

if TYPE_CHECKING:
    from digitpad.insight.browsing import PictureFilter


class PictureChoice(QWidget):
    """Which pictures are displayed: by two lists, or by a cell of the confusion matrix, which overrules them.

    Signals:
        changed(): to others.
    """

    changed = Signal()

    def __init__(self, matrix: ConfusionView) -> None:
        super().__init__()
        self._matrix = matrix
        self._read = False
        self._label = named(shrinkable(ElidedCombo()), "exploreLabelCombo", self.tr("Classes to show"))
        self._outcome = named(
            shrinkable(ElidedCombo()), "exploreOutcomeCombo", self.tr("Read right or wrong")
        )
        for text, outcome in (
            (self.tr("All pictures"), "all"),
            (self.tr("Mistakes, most confident first"), "wrong"),
            (self.tr("Read right, least confident first"), "right"),
        ):
            self._outcome.addItem(text, outcome)
        self._cell = named(QLabel(wordWrap=True), "exploreCell", self.tr("The chosen cell"))
        room_for_lines(self._cell, 2)  # long names take two
        show_all = self.tr("Show all again")
        self._all = named(QPushButton(show_all), "exploreAllButton", show_all)
        lists = in_row((self._label, 2), (self._outcome, 3))
        # Keeps its room where no cell is chosen: a click must not move the matrix under the mouse.
        self._line = QWidget()
        self._line.setLayout(in_row((self._cell, 1), self._all, margin=0))
        self.setLayout(in_column(lists, self._line, spacing=6, margin=0))
        self._label.currentIndexChanged.connect(self.changed)
        self._outcome.currentIndexChanged.connect(self.changed)
        self._all.clicked.connect(self._show_all)
        matrix.cell_chosen.connect(self._show_cell)
        self._line.hide()
        self._refresh()

    def filter(self) -> PictureFilter:
        """The pictures to display."""
        from digitpad.insight.browsing import Correctness, PictureFilter

        if self._matrix.chosen is not None:
            label, answer = self._matrix.chosen
            return PictureFilter(label, answer)
        return PictureFilter(self._label.currentData(), None, Correctness(self._outcome.currentData()))

    def set_classes(self, classes: tuple[str, ...]) -> None:
        """Offer classes of these names."""
        with QSignalBlocker(self._label):
            self._label.clear()
            self._label.addItem(
                self.tr("All digits") if set(classes) <= set(DIGITS) else self.tr("All classes"), None
            )
            for number, name in enumerate(classes):
                self._label.addItem(name, number)

    def set_read(self, read: bool) -> None:
        """Whether the pictures were read, so that there are mistakes to choose; no cell is chosen."""
        self._read = read
        self._line.setVisible(read)
        if not read:
            with QSignalBlocker(self._outcome):
                self._outcome.setCurrentIndex(0)
        self._matrix.choose(None)
        self._refresh()

    @Slot()
    def _show_all(self) -> None:
        self._matrix.choose(None)
        self._show_cell()

    @Slot()
    def _show_cell(self) -> None:
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        cell = self._matrix.chosen
        self._all.setEnabled(cell is not None)
        self._label.setEnabled(cell is None)
        self._outcome.setEnabled(cell is None and self._read)
        hint = self.tr("Click a cell of the matrix to see its pictures.")
        self._cell.setText(hint if cell is None else self._matrix.words(cell))
