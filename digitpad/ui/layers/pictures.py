"""The numbers of one layer: its feature maps or its kernels, one of them large enough to be pointed into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitpad.ui.layers.maps_view import MapsView
from digitpad.ui.widgets.naming import named
from digitpad.ui.widgets.segment_button import SegmentButton

if TYPE_CHECKING:
    from torch import Tensor

    from digitpad.insight.recording import RecordedLayer
    from digitpad.insight.windows import Cell

_MOST_MAPS = 256  # pictures that are shown of a layer
_MOST_VALUES = 4096  # single numbers that are


class LayerPictures(QWidget):
    """Shows a `Layer`.

    Attributes:
        maps: all pictures.
        one_map: the chosen one.

    Signals:
        chosen(): another map is chosen, or maps or kernels are shown now; for a number see `one_map`.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer: RecordedLayer | None = None
        self._kernels = False
        self._kernel_of = 0  # the output channel whose kernels are shown
        self._of = 0  # how many pictures there are, shown or not
        self.maps_button = SegmentButton(self.tr("Feature maps"))
        self.kernels_button = SegmentButton(self.tr("Kernels"))
        named(self.maps_button, "featureMapsButton", self.tr("Show what the layer gives"))
        named(self.kernels_button, "kernelsButton", self.tr("Show the layer's kernels"))
        self._channel = named(QComboBox(), "kernelChannelCombo", self.tr("The output channel"))
        self.maps = MapsView(by_cell=False)
        self.one_map = named(MapsView(), "oneMapView", self.tr("The chosen feature map"))
        self._legend = named(QLabel(), "mapsLegend", self.tr("What the colours say"))
        self._arrange()
        self.maps_button.clicked.connect(self._show_maps)
        self.kernels_button.clicked.connect(self._show_kernels)
        self._channel.currentIndexChanged.connect(self._choose_channel)
        self.maps.cell_chosen.connect(self._choose_map)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        buttons.addWidget(self.maps_button)
        buttons.addWidget(self.kernels_button)
        buttons.addWidget(self._channel)
        pictures = QHBoxLayout()
        pictures.setSpacing(8)
        pictures.addWidget(self.maps, 5)
        pictures.addWidget(self.one_map, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(buttons)
        column.addLayout(pictures, 1)
        column.addWidget(self._legend)
        self._channel.hide()

    @property
    def shows_kernels(self) -> bool:
        """Whether kernels are shown, not maps."""
        return bool(self.kernels_button.isChecked())

    def forget(self) -> None:
        """Another layer, or another network, is about to be shown: nothing is chosen."""
        self._kernel_of = 0
        self.maps.choose(None)
        self.one_map.choose(None)

    def show_layer(self, layer: RecordedLayer) -> None:
        """Show what a layer gave, or its kernels; what is chosen stays so."""
        self._layer = layer
        weight = layer.weight
        self.kernels_button.setEnabled(weight is not None)
        kernels = self._kernels and weight is not None
        self.maps_button.setChecked(not kernels)
        self.kernels_button.setChecked(kernels)
        if kernels and weight is not None:
            self._set_maps(self._kernels_of(weight))
        else:
            self._channel.hide()
            self._set_maps(layer.output[0])
        self._show_one()
        self._show_legend()

    def _kernels_of(self, weight: Tensor) -> Tensor:
        """Of a layer with one input channel all kernels, else those of one output channel."""
        several = weight.shape[1] > 1
        self._channel.setVisible(several)
        with QSignalBlocker(self._channel):
            if self._channel.count() != len(weight):
                self._channel.clear()
                self._channel.addItems(
                    [self.tr("of output {number}").format(number=number) for number in range(len(weight))]
                )
            self._channel.setCurrentIndex(self._kernel_of)
        return weight[self._kernel_of] if several else weight[:, 0]

    def _set_maps(self, maps: Tensor) -> None:
        maps = maps if maps.dim() == 3 else maps.reshape(-1, 1, 1)
        self._of = len(maps)
        single = tuple(maps.shape[1:]) == (1, 1)
        self.maps.set_maps(maps[: _MOST_VALUES if single else _MOST_MAPS].cpu().numpy())

    def _show_one(self) -> None:
        """The chosen picture large enough for its numbers to be pointed at; values need no such picture."""
        chosen = self.maps.chosen
        shown = self.maps.picture(0 if chosen is None else chosen[0])
        self.one_map.setVisible(shown is not None and shown.size > 1)
        self.one_map.set_maps(None if shown is None else shown[None], most=self.maps.most)

    def _show_legend(self) -> None:
        most = f"{self.maps.most:.3g}"
        text = self.tr("white: up to {most}, black: 0, blue: down to −{most}").format(most=most)
        if self.maps.count < self._of:
            told = self.tr("the first {shown} of {count}").format(shown=self.maps.count, count=self._of)
            text += f" · {told}"
        self._legend.setText(text)

    def cell(self) -> Cell | None:
        """The chosen cell of the layer's output; None where none is chosen."""
        if self._layer is None:
            return None
        chosen, place = self.maps.chosen, self.one_map.chosen
        number = 0 if chosen is None else chosen[0]
        if self._layer.is_map and self._layer.shape[2:] == (1, 1):
            return None if chosen is None else (number, 0, 0)
        if self._layer.is_map:
            return None if place is None else (number, place[1], place[2])
        return None if chosen is None else (number,)

    def weight_words(self) -> str:
        """Which weight is chosen, and what a kernel is, in HTML."""
        weight = None if self._layer is None else self._layer.weight
        told = self.tr("Every output is the sum of its inputs times these weights, which training has found.")
        chosen, place = self.maps.chosen, self.one_map.chosen
        if weight is None or (chosen if weight.dim() == 2 else place) is None:
            return told
        picture = 0 if chosen is None else chosen[0]
        of, to = (picture, self._kernel_of) if weight.shape[1] > 1 else (0, picture)
        if place is None or weight.dim() == 2:
            text = self.tr("weight of input {of} for output {to}: {value:.4f}")
            return text.format(of=of, to=to, value=float(weight[to, of])) + f"<br>{told}"
        value = float(weight[to, of, place[1], place[2]])
        text = self.tr(
            "weight of input channel {of} for output channel {to}, row {row}, column {column}: {value:.4f}"
        )
        line = text.format(of=of, to=to, row=place[1], column=place[2], value=value)
        return f"{line}<br>{told}"

    @Slot()
    def _show_maps(self) -> None:
        self._turn_to(kernels=False)

    @Slot()
    def _show_kernels(self) -> None:
        self._turn_to(kernels=True)

    def _turn_to(self, *, kernels: bool) -> None:
        self._kernels = kernels
        self._show_again()

    @Slot(int)
    def _choose_channel(self, number: int) -> None:
        if number >= 0:
            self._kernel_of = number
            self._show_again()

    @Slot(int, int, int)
    def _choose_map(self, _number: int, _row: int, _column: int) -> None:
        self._show_one()
        self.chosen.emit()

    def _show_again(self) -> None:
        if self._layer is not None:
            self.show_layer(self._layer)
            self.chosen.emit()
