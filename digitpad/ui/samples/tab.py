"""The tab of own samples: what was corrected, what can be done with it, and teaching."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from digitpad.ui.samples.model import SamplesModel
from digitpad.ui.samples.teaching_box import TeachingBox
from digitpad.ui.samples.view import DigitMenu, SamplesView
from digitpad.ui.widgets.boxes import in_column
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.elided_label import ElidedLabel
from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.fitting import BreakingRow, FittedButton, FittedToolButton, fit_text

if TYPE_CHECKING:
    from digitpad.data.own.listing import Sample


class SamplesTab(QWidget):
    """Shows the own samples and asks for what the user wants done with them.

    Signals:
        opened(): the tab has come into sight, so that the folder should be looked at anew.
        relabel_requested(object, int): the list of samples, and their new digit.
        delete_requested(object): the list of samples.
        put_requested(object): the sample to put on the pad.
        export_requested(object): the list of samples to be copied into an image folder.

    Attributes:
        folder_action: opens the folder they lie in.
    """

    opened = Signal()
    relabel_requested = Signal(object, int)
    delete_requested = Signal(object)
    put_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("samplesTab")
        self.model = SamplesModel(self)
        self.view = SamplesView(self.model)
        self.teaching = TeachingBox()
        self._filter = named(ElidedCombo(), "samplesFilter", self.tr("Which samples are shown"))
        self._filter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._passed = ElidedLabel(cut=Qt.TextElideMode.ElideRight)
        self._passed.setObjectName("samplesPassedOver")
        self._make_buttons()
        self._make_empty()
        self._arrange()
        self._connect()
        self.set_samples((), ())

    def _make_buttons(self) -> None:
        self.put = named(FittedButton(self.tr("To the pad")), "putSampleButton", self.tr("Put it on the pad"))
        self.relabel = named(
            FittedToolButton(), "relabelButton", self.tr("Say what the selected samples are")
        )
        self.relabel.setText(self.tr("It was a…"))
        self.relabel.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.digits = DigitMenu(self.tr("It was a"), self)
        self.relabel.setMenu(self.digits)
        self.delete = named(FittedButton(self.tr("Delete")), "deleteSampleButton", self.tr("Delete samples"))
        self.more = named(FittedToolButton(), "samplesMoreButton", self.tr("More for samples"))
        self.more.setText(self.tr("More"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.export_action = QAction(self.tr("&Export as an image folder…"), self)
        self.export_action.setObjectName("exportSamplesAction")
        self.folder_action = QAction(self.tr("Open the &folder"), self)
        self.folder_action.setObjectName("openSamplesFolderAction")
        self.all_action = QAction(self.tr("Select &all"), self)
        self.all_action.setObjectName("selectAllSamplesAction")
        self.all_action.setShortcut(QKeySequence.StandardKey.SelectAll)
        self.all_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        menu.addActions([self.all_action, self.export_action, self.folder_action])
        self.more.setMenu(menu)
        self._menu = QMenu(self)

    def _make_empty(self) -> None:
        self._empty = named(QLabel(), "samplesEmpty", self.tr("No samples"))
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setMargin(16)
        self._empty.setFrameShape(QFrame.Shape.StyledPanel)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)

    def _arrange(self) -> None:
        buttons = self.put, self.relabel, self.delete, self.more
        for button in buttons:
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        fit_text((self.put, self.delete), 14)
        row = BreakingRow(*buttons)
        parts = self._filter, (self._stack, 1), self._passed, row, line, self.teaching
        self.setLayout(in_column(*parts, spacing=6, margin=8))

    def _connect(self) -> None:
        self._filter.currentIndexChanged.connect(self._choose_digit)
        self.view.relabel_requested.connect(self._relabel)
        self.view.delete_requested.connect(self._delete)
        self.view.put_requested.connect(self._put)
        self.view.doubleClicked.connect(self._put)
        self.view.menu_requested.connect(self._open_menu)
        self.view.selectionModel().selectionChanged.connect(self._enable)
        self.model.modelReset.connect(self._enable)
        self.digits.chosen.connect(self._relabel)
        self.put.clicked.connect(self._put)
        self.delete.clicked.connect(self._delete)
        self.all_action.triggered.connect(self.view.selectAll)
        self.export_action.triggered.connect(self._export)
        self.view.addAction(self.all_action)

    def set_samples(
        self, samples: Sequence[Sample], passed_over: Sequence[str], chosen: Sequence[Path] | None = None
    ) -> None:
        """Show what lies in the folder.

        Args:
            samples: the samples.
            passed_over: sentences about other things in the folder.
            chosen: pictures of the samples to select; None for those that are selected and still there.
        """
        kept = [sample.picture for sample in self.view.selected()] if chosen is None else chosen
        self.model.set_samples(samples)
        self._fill_filter()
        self.view.select(kept)
        self._passed.set_text(passed_over[0] if passed_over else "", "\n".join(passed_over))
        self._passed.setVisible(bool(passed_over))
        self._show_state()
        self._enable()

    def _fill_filter(self) -> None:
        counts = self.model.counts()
        chosen = max(0, self._filter.currentIndex())
        self._filter.blockSignals(True)
        self._filter.clear()
        self._filter.addItem(self.tr("All samples ({count})").format(count=counts.total()), None)
        for digit in range(10):
            self._filter.addItem(self.tr("{digit} ({count})").format(digit=digit, count=counts[digit]), digit)
        self._filter.setCurrentIndex(chosen)
        self._filter.blockSignals(False)

    @Slot()
    def _choose_digit(self) -> None:
        self.model.set_label(self._filter.currentData())
        self._show_state()

    def _show_state(self) -> None:
        empty = self.model.rowCount() == 0
        if self.model.samples():
            text = self.tr("There is no sample of this digit.")
        else:
            text = self.tr(
                "No samples yet.\n\nDraw a digit. If it was read wrong, press the key 0 to 9 of what it was, "
                "or click its bar. It is kept here, and the network can be taught with it."
            )
        self._empty.setText(text)
        self._stack.setCurrentIndex(1 if empty else 0)

    @Slot()
    def _enable(self) -> None:
        count = len(self.view.selectionModel().selectedIndexes())
        self.put.setEnabled(count == 1)
        self.relabel.setEnabled(count > 0)
        self.delete.setEnabled(count > 0)
        self.export_action.setEnabled(self.model.rowCount() > 0)
        self.all_action.setEnabled(self.model.rowCount() > 0)

    @Slot(int)
    def _relabel(self, digit: int) -> None:
        if samples := self.view.selected():
            self.relabel_requested.emit(samples, digit)

    @Slot()
    def _delete(self) -> None:
        if samples := self.view.selected():
            self.delete_requested.emit(samples)

    @Slot()
    def _put(self) -> None:
        samples = self.view.selected()
        if len(samples) == 1:
            self.put_requested.emit(samples[0])

    @Slot()
    def _export(self) -> None:
        selected = self.view.selected()
        self.export_requested.emit(selected if len(selected) > 1 else list(self.model.samples()))

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        self._menu.clear()
        put = self._menu.addAction(self.put.accessibleName(), self._put)
        put.setEnabled(self.put.isEnabled())
        self._menu.addMenu(self.digits)
        self._menu.addAction(self.delete.text(), self._delete)
        self._menu.popup(at)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.opened.emit()
