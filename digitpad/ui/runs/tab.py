"""The tab that compares runs: their curves in one chart, their figures in a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QPlainTextEdit,
    QSplitter,
    QToolButton,
    QWidget,
)

from digitpad.ui.runs.deleted import DeletedRuns
from digitpad.ui.runs.model import NAME, RunsModel
from digitpad.ui.runs.table import RunsTable
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.fields import named, shrinkable, tool_button
from digitpad.ui.widgets.fitting import BreakingRow, FittedButton, FittedToolButton, fit_text

if TYPE_CHECKING:
    from digitpad.training.kept_run import KeptRun
    from digitpad.ui.runs.plot import ComparePlot


_TYPING = 600  # milliseconds without a key after which notes are kept


class RunsTab(QWidget):
    """Shows the runs that are kept, and asks for what the user wants done with them.

    Signals:
        opened(): the tab has come into sight, so that the folder should be looked at anew.
        notes_changed(object, str): a run's folder, and its notes.
        delete_requested(object): the `KeptRun` to delete.
        load_requested(object): the `Path` of a run's network, to answer on the pad.
        again_requested(object): the `KeptRun` to train once more, with the same seed.
        table_requested(): save the table.

    Attributes:
        deleted: the menu of those that can be brought back.
    """

    opened = Signal()
    notes_changed = Signal(object, str)
    delete_requested = Signal(object)
    load_requested = Signal(object)
    again_requested = Signal(object)
    table_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compareTab")
        self.model = RunsModel(self)
        self._plot: ComparePlot | None = None
        self._noted: Path | None = None  # the run whose notes are in the editor
        self._later = QTimer(self, singleShot=True, interval=_TYPING)
        self._later.timeout.connect(self.flush_notes)
        self._make_controls()
        self._arrange()
        self._connect()
        self.set_runs((), ())

    def _make_controls(self) -> None:
        self._curve = named(
            shrinkable(ElidedCombo()), "compareCurveCombo", self.tr("Which curve is compared")
        )
        for text, curve in (
            (self.tr("Test accuracy"), "test_accuracy"),
            (self.tr("Test loss"), "test_loss"),
            (self.tr("Training loss, smoothed"), "train_loss"),
        ):
            self._curve.addItem(text, curve)
        self._whole = tool_button(
            self,
            "wholeRunsButton",
            self.tr("Show all"),
            self.tr("Show the whole curves again (double click)"),
        )
        self._whole.hide()
        self.table = named(RunsTable(self.model), "runsTable", self.tr("Runs"))
        self._notes = named(QPlainTextEdit(), "runNotes", self.tr("Notes on the chosen run"))
        self._notes.setPlaceholderText(self.tr("Notes on the chosen run"))
        self._notes.setTabChangesFocus(True)
        self._load = named(
            FittedButton(self.tr("To the pad")), "loadRunButton", self.tr("Answer with this run")
        )
        self._again = named(
            FittedButton(self.tr("Same again")), "runAgainButton", self.tr("Train it once more")
        )
        self._again.setToolTip(
            self.tr("Train with the same settings and the same seed: the curves are the same")
        )
        self._delete = named(FittedButton(self.tr("Delete")), "deleteRunButton", self.tr("Delete the run"))
        self._more = named(FittedToolButton(), "runsMoreButton", self.tr("More for runs"))
        self._more.setText(self.tr("More"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.addAction(self.tr("&Rename"), self._rename).setObjectName("renameRunAction")
        menu.addAction(self.tr("Save the &table (CSV)…"), self._ask_for_table).setObjectName("saveRunsAction")
        self.deleted = DeletedRuns(menu)
        menu.addMenu(self.deleted)
        self._more.setMenu(menu)
        self._empty = named(QLabel(), "compareText", self.tr("What is there to compare"))
        self._empty.setWordWrap(True)

    def _arrange(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setObjectName("compareSplitter")
        self._splitter.setChildrenCollapsible(False)
        self.chart = named(QWidget(), "compareChart", self.tr("The curves of the ticked runs"))
        self.chart.setMinimumHeight(120)
        self.chart.setLayout(in_column(margin=0))
        self._splitter.addWidget(self.chart)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(self._notes)
        for number, stretch in enumerate((4, 4, 1)):
            self._splitter.setStretchFactor(number, stretch)
        self._splitter.setSizes([240, 220, 60])
        fit_text((self._load, self._again, self._delete), 14)
        row = BreakingRow(self._load, self._again, self._delete, (self._more, 0))
        above = in_row((self._curve, 1), self._whole, spacing=4)
        parts = above, (self._splitter, 1), self._empty, row
        self.setLayout(in_column(*parts, spacing=6, margin=8))

    def _connect(self) -> None:
        self._curve.currentIndexChanged.connect(self._redraw)
        self.model.shown_changed.connect(self._redraw)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self._notes.textChanged.connect(self._note_typed)
        self._load.clicked.connect(self._ask_to_load)
        self._again.clicked.connect(self._ask_again)
        self._delete.clicked.connect(self._ask_to_delete)

    def set_runs(self, runs: Sequence[KeptRun], passed_over: Sequence[str]) -> None:
        """Show these runs, and which others cannot be."""
        chosen = self.chosen
        with QSignalBlocker(self.table.selectionModel()):
            self.model.set_runs(runs)
            row = None if chosen is None else self.model.row_of(chosen.folder)
            if runs:
                self.table.selectRow(row or 0)
        texts = list(passed_over)
        if not runs:
            texts.insert(0, self.tr("No run is kept yet. Press Train in the Training tab."))
        self._empty.setText("\n".join(texts[:3]))
        self._empty.setVisible(bool(texts))
        self._show_chosen()

    @property
    def chosen(self) -> KeptRun | None:
        """The run that is selected."""
        row = self.table.currentIndex().row()
        return self.model.run(row) if 0 <= row < self.model.rowCount() else None

    @Slot(QModelIndex)
    def _choose(self, _index: QModelIndex) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        run = self.chosen
        for button in (self._load, self._again, self._delete):
            button.setEnabled(run is not None)
        self._notes.setEnabled(run is not None)
        folder = None if run is None else run.folder
        if folder != self._noted:  # what is being typed is never replaced
            self.flush_notes()
            self._noted = folder
            self._notes.setPlainText("" if run is None else run.notes)
            self._notes.document().setModified(False)

    @Slot()
    def _note_typed(self) -> None:
        if self._notes.document().isModified():
            self._later.start()

    @Slot()
    def flush_notes(self) -> None:
        """Hand over notes that were typed."""
        self._later.stop()
        if self._noted is not None and self._notes.document().isModified():
            self._notes.document().setModified(False)
            self.notes_changed.emit(self._noted, self._notes.toPlainText())

    def ensure_plot(self) -> None:
        """Build the chart, which imports pyqtgraph; nothing happens the second time."""
        if self._plot is None:
            from digitpad.ui.runs.plot import ComparePlot

            self._plot = ComparePlot()
            layout = self.chart.layout()
            assert layout is not None
            layout.addWidget(self._plot)
            self._plot.zoomed.connect(self._whole.setVisible)
            self._whole.clicked.connect(self._plot.reset_view)
            self._plot.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # its owner has one
            self._redraw()

    @Slot()
    def _redraw(self) -> None:
        if self._plot is not None:
            self._plot.show_runs(self.model.displayed(), str(self._curve.currentData()))

    @Slot()
    def _rename(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.table.edit(self.model.index(index.row(), NAME))

    @Slot()
    def _ask_for_table(self) -> None:
        self.table_requested.emit()

    @Slot()
    def _ask_to_load(self) -> None:
        if self.chosen is not None:
            self.load_requested.emit(self.chosen.file)

    @Slot()
    def _ask_again(self) -> None:
        if self.chosen is not None:
            self.again_requested.emit(self.chosen)

    @Slot()
    def _ask_to_delete(self) -> None:
        if self.chosen is not None:
            self.delete_requested.emit(self.chosen)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush_notes()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.opened.emit()
