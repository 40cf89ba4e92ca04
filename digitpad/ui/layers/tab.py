"""The tab that looks into the network: its layers, their pictures, and the arithmetic behind one number."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QTableView,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from digitpad.ui.layers.arithmetic_words import ArithmeticWords
from digitpad.ui.layers.layer_model import LayerModel
from digitpad.ui.layers.pictures import LayerPictures
from digitpad.ui.widgets.naming import named

if TYPE_CHECKING:
    from digitpad.insight.recording import Recording
    from digitpad.insight.windows import Box, Cell


_REST = 200  # milliseconds of rest after which the page is laid out anew
_OLDEST = 1.0  # seconds after which that is done while somebody draws


class LayersTab(QWidget):
    """Shows a `Recording`.

    Signals:
        visibility_changed(bool): whether the tab is in sight.
        reasons_chosen(str): "gradient", "occlusion" or "" for none.
        field_changed(object): the `Box` of the network's input that the chosen cell sees; None for none.
    """

    visibility_changed = Signal(bool)
    reasons_chosen = Signal(str)
    field_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layersTab")
        self._recording: Recording | None = None
        self._number = 0
        # Laying out a page takes as long as several points of a stroke: not for each of them.
        self._later = QTimer(self, singleShot=True, interval=_REST)
        self._paged_at = 0.0
        self._later.timeout.connect(self._show_cell)
        self._words = ArithmeticWords(self)
        self.model = LayerModel(self)
        self._make_controls()
        self._arrange()
        self._connect()
        self.say(self.tr("PyTorch is being loaded…"))

    def _make_controls(self) -> None:
        self.table = named(QTableView(), "layersTable", self.tr("Layers of the network"))
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        self._title = named(QLabel(), "layersTitle", self.tr("The network"))
        self._title.setWordWrap(True)
        self.reasons = named(QComboBox(), "reasonsCombo", self.tr("What speaks for the answer"))
        self.reasons.setToolTip(self.tr("On the pad: orange speaks for the digit, blue against it"))
        self.reasons_class = named(QComboBox(), "reasonsClassCombo", self.tr("For which digit"))
        self.set_classes(())
        for text, key in (
            (self.tr("no reasons on the pad"), ""),
            (self.tr("reasons on the pad: gradient × input"), "gradient"),
            (self.tr("reasons on the pad: wiping out"), "occlusion"),
        ):
            self.reasons.addItem(text, key)
        self.pictures = LayerPictures()
        self._page = named(QTextBrowser(), "arithmeticText", self.tr("The arithmetic behind one number"))
        self._page.setOpenLinks(False)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self._title)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.reasons, 3)
        row.addWidget(self.reasons_class, 2)
        column.addLayout(row)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setObjectName("layersSplitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(self.pictures)
        self._splitter.addWidget(self._page)
        for number, stretch in enumerate((3, 5, 4)):
            self._splitter.setStretchFactor(number, stretch)
        self._splitter.setSizes([150, 230, 190])
        column.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._choose_layer)
        self.reasons.currentIndexChanged.connect(self._choose_reasons)
        self.reasons_class.currentIndexChanged.connect(self._choose_reasons)
        self.pictures.chosen.connect(self._show_cell)
        self.pictures.one_map.cell_chosen.connect(self._show_cell)

    def say(self, text: str) -> None:
        """Say why there is nothing to be seen."""
        self._title.setText(text)

    def show_recording(self, recording: Recording, title: str) -> None:
        """Show the layers of a network's answer; the chosen layer and cell stay where they can.

        Args:
            recording: the answer.
            title: the network's name.
        """
        self._recording = recording
        others = self.model.show_layers(recording)
        self._title.setText(
            self.tr("{title}: {layers} layers, {count:,} parameters").format(
                title=title, layers=len(recording.layers), count=self.model.parameters
            )
        )
        if others:
            self._number = 0
            self.pictures.forget()
            self.table.selectRow(0)
        self._show()

    @property
    def wanted_reasons(self) -> str:
        """ "gradient", "occlusion" or "" for none."""
        return str(self.reasons.currentData())

    @property
    def wanted_class(self) -> int | None:
        """Number of the class whose reasons are wanted; None for the one that is answered."""
        number = self.reasons_class.currentData()
        return None if number is None else int(number)

    def set_classes(self, classes: Sequence[str]) -> None:
        """The network has classes of these names."""
        names = [self.reasons_class.itemText(row) for row in range(1, self.reasons_class.count())]
        if names == [self._for(name) for name in classes] and self.reasons_class.count():
            return
        with QSignalBlocker(self.reasons_class):
            self.reasons_class.clear()
            self.reasons_class.addItem(self.tr("for the answer"), None)
            for number, name in enumerate(classes):
                self.reasons_class.addItem(self._for(name), number)

    def _for(self, name: str) -> str:
        return self.tr("for {name}").format(name=name)

    @Slot(QModelIndex)
    def _choose_layer(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() != self._number:
            self._number = index.row()
            self.pictures.forget()
            self._show()
            self._show_cell()

    @Slot()
    def _choose_reasons(self) -> None:
        self.reasons_chosen.emit(self.wanted_reasons)

    def _show(self) -> None:
        if self._recording is not None:
            self.pictures.show_layer(self._recording.layers[self._number])
            if not self._later.isActive() or time.monotonic() - self._paged_at < _OLDEST:
                self._later.start()  # begins anew

    @Slot()
    def _show_cell(self) -> None:
        self._later.stop()
        self._paged_at = time.monotonic()
        if self._recording is None:
            return
        cell = self.pictures.cell()
        if self.pictures.shows_kernels:
            self._page.setHtml(f"<p>{self.pictures.weight_words()}</p>")
            self.field_changed.emit(None)
            return
        if cell is None:
            self._page.setHtml(f"<p>{self.tr('Click a number above to see where it comes from.')}</p>")
            self.field_changed.emit(None)
            return
        bar = self._page.verticalScrollBar()
        at = bar.value()
        room = self._page.viewport().width()
        page = self._words.page(self._recording, self._number, cell, self._page.palette(), room)
        self._page.setHtml(page)
        bar.setValue(at)
        self.field_changed.emit(self._field(cell))

    def _field(self, place: Cell) -> Box:
        from digitpad.insight.windows import receptive_field

        assert self._recording is not None
        return receptive_field(self._recording, self._number, place)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.visibility_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._later.stop()
        self.visibility_changed.emit(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_cell()
