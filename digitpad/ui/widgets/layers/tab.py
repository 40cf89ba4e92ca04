"""The tab that looks into the network: its layers, their pictures, and the arithmetic behind one number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, Signal, Slot
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

from digitpad.ui.widgets.layers.arithmetic_words import ArithmeticWords
from digitpad.ui.widgets.layers.layer_model import LayerModel
from digitpad.ui.widgets.layers.maps_view import MapsView
from digitpad.ui.widgets.naming import named
from digitpad.ui.widgets.segment_button import SegmentButton

if TYPE_CHECKING:
    from torch import Tensor

    from digitpad.insight.recording import Recording
    from digitpad.insight.windows import Box, Cell

_MOST_MAPS = 256  # pictures that are shown of a layer
_MOST_VALUES = 4096  # single numbers that are


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
        self._kernels = False
        self._kernel_of = 0  # the output channel whose kernels are shown
        self._of = 0  # how many pictures there are, shown or not
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
        self.maps_button = SegmentButton(self.tr("Feature maps"))
        self.kernels_button = SegmentButton(self.tr("Kernels"))
        named(self.maps_button, "featureMapsButton", self.tr("Show what the layer gives"))
        named(self.kernels_button, "kernelsButton", self.tr("Show the layer's kernels"))
        self._channel = named(QComboBox(), "kernelChannelCombo", self.tr("The output channel"))
        self.reasons = named(QComboBox(), "reasonsCombo", self.tr("What speaks for the answer"))
        self.reasons.setToolTip(
            self.tr("On the pad: orange speaks for the digit that is answered, blue against it")
        )
        for text, key in (
            (self.tr("no reasons on the pad"), ""),
            (self.tr("reasons on the pad: gradient × ink"), "gradient"),
            (self.tr("reasons on the pad: wiping out"), "occlusion"),
        ):
            self.reasons.addItem(text, key)
        self.maps = MapsView(by_cell=False)
        self.one_map = named(MapsView(), "oneMapView", self.tr("The chosen feature map"))
        self._legend = named(QLabel(), "mapsLegend", self.tr("What the colours say"))
        self._page = named(QTextBrowser(), "arithmeticText", self.tr("The arithmetic behind one number"))
        self._page.setOpenLinks(False)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self.reasons)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setObjectName("layersSplitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.table)
        middle = QWidget()
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.maps_button)
        row.addWidget(self.kernels_button)
        row.addWidget(self._channel)
        inner.addLayout(row)
        pictures = QHBoxLayout()
        pictures.setSpacing(8)
        pictures.addWidget(self.maps, 5)
        pictures.addWidget(self.one_map, 4)
        inner.addLayout(pictures, 1)
        inner.addWidget(self._legend)
        self._splitter.addWidget(middle)
        self._splitter.addWidget(self._page)
        for number, stretch in enumerate((3, 5, 4)):
            self._splitter.setStretchFactor(number, stretch)
        self._splitter.setSizes([150, 230, 190])
        column.addWidget(self._splitter, 1)
        self._channel.hide()

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._choose_layer)
        self.maps_button.clicked.connect(self._show_maps)
        self.kernels_button.clicked.connect(self._show_kernels)
        self._channel.currentIndexChanged.connect(self._choose_channel)
        self.reasons.currentIndexChanged.connect(self._choose_reasons)
        self.maps.cell_chosen.connect(self._choose_map)
        self.one_map.cell_chosen.connect(self._choose_cell)

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
            self._number = self._kernel_of = 0
            self._forget_cell()
            self.table.selectRow(0)
        self._show()

    @property
    def wanted_reasons(self) -> str:
        """ "gradient", "occlusion" or "" for none."""
        return str(self.reasons.currentData())

    @Slot(QModelIndex)
    def _choose_layer(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() != self._number:
            self._number = index.row()
            self._forget_cell()
            self._kernel_of = 0
            self._show()

    @Slot()
    def _show_maps(self) -> None:
        self._kernels = False
        self._show()

    @Slot()
    def _show_kernels(self) -> None:
        self._kernels = True
        self._show()

    @Slot(int)
    def _choose_channel(self, number: int) -> None:
        if number >= 0:
            self._kernel_of = number
            self._show()

    @Slot()
    def _choose_reasons(self) -> None:
        self.reasons_chosen.emit(self.wanted_reasons)

    def _show(self) -> None:
        if self._recording is None:
            return
        layer = self._recording.layers[self._number]
        weight = layer.weight
        has_kernels = weight is not None
        self.kernels_button.setEnabled(has_kernels)
        kernels = self._kernels and has_kernels
        self.maps_button.setChecked(not kernels)
        self.kernels_button.setChecked(kernels)
        if kernels:
            self._show_weight()
        else:
            output = layer.output[0]
            maps = output if layer.is_map else output.reshape(-1, 1, 1)
            self.maps.set_maps(maps[: _most(maps)].numpy())
            self._of = len(maps)
            self._channel.hide()
        self._show_one()
        self._show_legend()
        self._show_cell()

    def _forget_cell(self) -> None:
        self.maps.choose(None)
        self.one_map.choose(None)

    def _show_one(self) -> None:
        """The chosen picture large enough for its numbers to be pointed at; values need no such picture."""
        chosen = self.maps.chosen
        shown = self.maps.picture(0 if chosen is None else chosen[0])
        self.one_map.setVisible(shown is not None and shown.size > 1)
        self.one_map.set_maps(None if shown is None else shown[None], most=self.maps.most)

    def _show_weight(self) -> None:
        """Kernels: of a layer with one input channel all of them, else those of one output channel."""
        assert self._recording is not None
        weight = self._recording.layers[self._number].weight
        assert weight is not None
        several = weight.shape[1] > 1
        self._channel.setVisible(several)
        if self._channel.count() != len(weight):
            with QSignalBlocker(self._channel):
                self._channel.clear()
                self._channel.addItems(
                    [self.tr("of output {number}").format(number=number) for number in range(len(weight))]
                )
        with QSignalBlocker(self._channel):
            self._channel.setCurrentIndex(self._kernel_of)
        shown = weight[self._kernel_of] if several else weight[:, 0]
        maps = shown if shown.dim() == 3 else shown.reshape(-1, 1, 1)
        self.maps.set_maps(maps[: _most(maps)].cpu().numpy())
        self._of = len(maps)

    def _show_legend(self) -> None:
        most = f"{self.maps.most:.3g}"
        text = self.tr("white: up to {most}, black: 0, blue: down to −{most}").format(most=most)
        if self.maps.count < self._of:
            told = self.tr("the first {shown} of {count}").format(shown=self.maps.count, count=self._of)
            text += f" · {told}"
        self._legend.setText(text)

    @Slot(int, int, int)
    def _choose_map(self, _channel: int, _row: int, _column: int) -> None:
        self._show_one()
        self._show_cell()

    @Slot(int, int, int)
    def _choose_cell(self, _channel: int, _row: int, _column: int) -> None:
        self._show_cell()

    def _show_cell(self) -> None:
        if self._recording is None:
            return
        cell = self._cell()
        if self.kernels_button.isChecked():
            self._page.setHtml(f"<p>{self._weight_words()}</p>")
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

    def _cell(self) -> Cell | None:
        """The chosen cell of the layer's output; None where none is chosen."""
        assert self._recording is not None
        chosen, place = self.maps.chosen, self.one_map.chosen
        number = 0 if chosen is None else chosen[0]
        layer = self._recording.layers[self._number]
        if layer.is_map and layer.shape[2:] == (1, 1):
            return None if chosen is None else (number, 0, 0)
        if layer.is_map:
            return None if place is None else (number, place[1], place[2])
        return None if chosen is None else (number,)

    def _weight_words(self) -> str:
        """Which weight is chosen, and what a kernel is."""
        assert self._recording is not None
        weight = self._recording.layers[self._number].weight
        assert weight is not None
        chosen, place = self.maps.chosen, self.one_map.chosen
        single = weight[0, 0].dim() == 0
        told = self.tr("Every output is the sum of its inputs times these weights, which training has found.")
        if (place is None and not single) or (chosen is None and single):
            return told
        picture = 0 if chosen is None else chosen[0]
        of, to = (picture, self._kernel_of) if weight.shape[1] > 1 else (0, picture)
        if single:
            value = float(weight[to, of])
            text = self.tr("weight of input {of} for output {to}: {value:.4f}")
            return text.format(of=of, to=to, value=value) + f"<br>{told}"
        assert place is not None
        value = float(weight[to, of, place[1], place[2]])
        text = self.tr(
            "weight of input channel {of} for output channel {to}, row {row}, column {column}: {value:.4f}"
        )
        line = text.format(of=of, to=to, row=place[1], column=place[2], value=value)
        return f"{line}<br>{told}"

    def _field(self, place: Cell) -> Box:
        from digitpad.insight.windows import receptive_field

        assert self._recording is not None
        return receptive_field(self._recording, self._number, place)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.visibility_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.visibility_changed.emit(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_cell()


def _most(maps: Tensor) -> int:
    """How many of the pictures (count, rows, columns) are shown."""
    return _MOST_VALUES if tuple(maps.shape[1:]) == (1, 1) else _MOST_MAPS
