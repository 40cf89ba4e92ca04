"""The Layers tab: the network's layers, their pictures, and the arithmetic behind one number."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QSplitter,
    QTableView,
    QTextBrowser,
    QWidget,
)

from digitpad.ui.layers.arithmetic_page import ArithmeticPage
from digitpad.ui.layers.pictures import LayerPictures
from digitpad.ui.messages import counted
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.fields import named, shrinkable

if TYPE_CHECKING:
    from digitpad.insight.recording import Recording

_REST = 200  # milliseconds of rest after which the page is laid out anew
_OLDEST = 1.0  # seconds after which that is done during a stroke


class LayersTab(QWidget):
    """Shows a `Recording`.

    Attributes:
        model: the table: a row per layer, in the order of their calls.
        pictures: those of the selected layer.
        attribution: the methods; the data are "gradient", "occlusion", or "" for none.
        attribution_class: the data are numbers of classes, or None for the predicted one.
        recording: what is shown, if anything is.

    Signals:
        visibility_changed(): the tab has come into sight, or gone from it.
        field_changed(object): the `Box` of the network's input that the chosen cell sees; None for none.
    """

    visibility_changed = Signal()
    field_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layersTab")
        self.recording: Recording | None = None
        self._rows: list[tuple[str, ...]] = []  # of the table
        self._number = 0
        self._arithmetic = ArithmeticPage(self)
        # Laying out a page takes as long as several points of a stroke: not for each of them.
        self._later = QTimer(self, singleShot=True, interval=_REST)
        self._paged_at = 0.0
        self._later.timeout.connect(self._show_cell)
        self._make_table()
        self._make_attribution()
        self._title = named(QLabel(wordWrap=True), "layersTitle", self.tr("The network"))
        self.pictures = LayerPictures()
        self._page = named(QTextBrowser(), "arithmeticText", self.tr("The arithmetic behind one number"))
        self._page.setOpenLinks(False)
        self._page.setFrameShape(QFrame.Shape.NoFrame)
        self._page.viewport().setAutoFillBackground(False)
        self._arrange()
        self.table.selectionModel().currentRowChanged.connect(self._choose_layer)
        self.pictures.chosen.connect(self._show_cell)
        self.pictures.one_map.cell_chosen.connect(self._show_cell)
        self.show_text(self.tr("PyTorch is being loaded…"))

    def _make_table(self) -> None:
        self.model = QStandardItemModel(0, 4, self)
        self.model.setHorizontalHeaderLabels(
            (self.tr("Layer"), self.tr("Output"), self.tr("Parameters"), self.tr("Kind"))
        )
        self.model.horizontalHeaderItem(1).setToolTip(
            self.tr("(B, C, H, W): B pictures, C channels of H rows and W columns; or B times so many values")
        )
        self.table = named(
            QTableView(showGrid=False, wordWrap=False), "layersTable", self.tr("Layers of the network")
        )
        self.table.setModel(self.model)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self._set_row_height()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)

    def _set_row_height(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)

    def _make_attribution(self) -> None:
        self.attribution = named(shrinkable(ElidedCombo()), "reasonsCombo", self.tr("Attribution"))
        self.attribution.setToolTip(
            self.tr("On the pad: orange is what counts for the class, blue what counts against it")
        )
        for text, method in (
            (self.tr("Attribution: off"), ""),
            (self.tr("Attribution: gradient × input"), "gradient"),
            (self.tr("Attribution: occlusion"), "occlusion"),
        ):
            self.attribution.addItem(text, method)
        self.attribution_class = named(
            shrinkable(ElidedCombo()), "reasonsClassCombo", self.tr("The class of the attribution")
        )
        self.set_classes(())

    def _arrange(self) -> None:
        # The arithmetic beside the map whose number it is about: neither is an empty box in the meantime.
        one = QWidget()
        one.setLayout(in_row((self.pictures.one_map, 4), (self._page, 6), spacing=8, margin=0))
        splitter = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        splitter.setObjectName("layersSplitter")
        for number, (widget, stretch) in enumerate(((self.table, 2), (self.pictures, 5), (one, 5))):
            splitter.addWidget(widget)
            splitter.setStretchFactor(number, stretch)
        splitter.setSizes([110, 230, 230])
        lists = in_row((self.attribution, 3), (self.attribution_class, 2), spacing=4)
        self.setLayout(in_column(self._title, lists, (splitter, 1), spacing=6, margin=8))

    def show_text(self, text: str) -> None:
        """Show a text in place of the network's name, such as why there is nothing to see."""
        self._title.setText(text)

    def show_recording(self, recording: Recording, title: str) -> None:
        """Show a network's layers; the selected layer and cell stay where they can.

        Args:
            recording: its answer to a picture.
            title: what it is called.
        """
        self.recording = recording
        count = sum(layer.parameters for layer in recording.layers)
        layers = counted(len(recording.layers), self.tr("1 layer"), self.tr("{count} layers"))
        parameters = counted(count, self.tr("1 parameter"), self.tr("{count} parameters"))
        text = self.tr("{title}: {layers}, {parameters}")
        self._title.setText(text.format(title=title, layers=layers, parameters=parameters))
        rows: list[tuple[str, ...]] = [
            (
                layer.name,
                "×".join(map(str, layer.shape)),
                f"{layer.parameters:,}" if layer.parameters else "",
                layer.kind,
            )
            for layer in recording.layers
        ]
        if rows != self._rows:
            self._rows = rows
            self.model.setRowCount(0)
            for texts in rows:
                items = [QStandardItem(text) for text in texts]
                items[2].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.model.appendRow(items)
            self._number = 0
            self.pictures.forget()
            self.table.selectRow(0)
        self._show()

    def set_classes(self, classes: Sequence[str]) -> None:
        """Offer classes of these names."""
        combo = self.attribution_class
        names = [self.tr("for {name}").format(name=name) for name in classes]
        if combo.count() and names == [combo.itemText(number) for number in range(1, combo.count())]:
            return
        with QSignalBlocker(combo):
            combo.clear()
            combo.addItem(self.tr("for the predicted class"), None)
            for number, name in enumerate(names):
                combo.addItem(name, number)

    @Slot(QModelIndex)
    def _choose_layer(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() != self._number:
            self._number = index.row()
            self.pictures.forget()
            self._show()
            self._show_cell()

    def _show(self) -> None:
        if self.recording is not None:
            self.pictures.show_layer(self.recording.layers[self._number])
            if not self._later.isActive() or time.monotonic() - self._paged_at < _OLDEST:
                self._later.start()  # begins anew

    @Slot()
    def _show_cell(self) -> None:
        self._later.stop()
        self._paged_at = time.monotonic()
        if self.recording is None:
            return
        cell, field = self.pictures.cell(), None
        if self.pictures.shows_kernels:
            page = f"<p>{self.pictures.weight_text()}</p>"
        elif cell is None:
            page = f"<p>{self.tr('Click a number to see where it comes from.')}</p>"
        else:
            from digitpad.insight.windows import receptive_field

            field = receptive_field(self.recording, self._number, cell)
            page = self._arithmetic.text(self.recording, self._number, cell, field, self._page)
        bar = self._page.verticalScrollBar()
        at = bar.value()
        self._page.setHtml(page)
        bar.setValue(at)
        self.field_changed.emit(field)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.visibility_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._later.stop()
        self.visibility_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_row_height()
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._show_cell()
