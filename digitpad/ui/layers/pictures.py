"""The numbers of one layer: its feature maps or its kernels, one of them large enough to be pointed into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from digitpad.ui.layers.maps_view import MapsView
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.segment_button import SegmentButton

if TYPE_CHECKING:
    from torch import Tensor

    from digitpad.insight.recording import RecordedLayer
    from digitpad.insight.windows import Cell

_MOST_MAPS = 256  # pictures that are displayed of a layer
_MOST_VALUES = 4096  # single numbers that are


class LayerPictures(QWidget):
    """Shows a `RecordedLayer`.

    Attributes:
        maps: all pictures.
        one_map: the chosen one, which its owner places.

    Signals:
        chosen(): another map, or the choice between maps and kernels; for a number see `one_map`.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer: RecordedLayer | None = None
        self._kernels = False  # whether kernels are shown of a layer that has any
        self._kernel_of = 0  # the output channel whose kernels are shown
        self._count = 0  # pictures of the layer, displayed or not
        self._maps_button = SegmentButton(self.tr("Feature maps"))
        self._kernels_button = SegmentButton(self.tr("Kernels"))
        named(self._maps_button, "featureMapsButton", self.tr("Show the layer's output"))
        named(self._kernels_button, "kernelsButton", self.tr("Show the layer's kernels"))
        self._channel = named(ElidedCombo(), "kernelChannelCombo", self.tr("The output channel"))
        self.maps = MapsView(by_cell=False)
        self.one_map = named(MapsView(), "oneMapView", self.tr("The chosen feature map"))
        self._legend = named(QLabel(wordWrap=True), "mapsLegend", self.tr("What the colours mean"))
        buttons = in_row(self._maps_button, self._kernels_button, self._channel, spacing=2)
        self.setLayout(in_column(buttons, (self.maps, 1), self._legend, spacing=4, margin=0))
        self._channel.hide()
        self._maps_button.clicked.connect(self._choose_kind)
        self._kernels_button.clicked.connect(self._choose_kind)
        self._channel.currentIndexChanged.connect(self._choose_channel)
        self.maps.cell_chosen.connect(self._choose_map)

    @property
    def shows_kernels(self) -> bool:
        """Whether kernels are displayed, not maps."""
        return bool(self._kernels_button.isChecked())

    def forget(self) -> None:
        """Choose nothing: another layer, or another network, is about to be shown."""
        self._kernel_of = 0
        self.maps.choose(None)
        self.one_map.choose(None)

    def show_layer(self, layer: RecordedLayer) -> None:
        """Show a layer's output, or its kernels; what is chosen stays so."""
        self._layer = layer
        weight = layer.weight
        self._kernels_button.setEnabled(weight is not None)
        kernels = self._kernels and weight is not None
        self._maps_button.setChecked(not kernels)
        self._kernels_button.setChecked(kernels)
        self._channel.setVisible(kernels and weight is not None and weight.shape[1] > 1)
        maps = self._kernels_of(weight) if kernels and weight is not None else layer.output[0]
        maps = maps if maps.dim() == 3 else maps.reshape(-1, 1, 1)
        self._count = len(maps)
        single = tuple(maps.shape[1:]) == (1, 1)
        self.maps.set_maps(maps[: _MOST_VALUES if single else _MOST_MAPS].cpu().numpy())
        self._show_one()
        self._show_legend()

    def _kernels_of(self, weight: Tensor) -> Tensor:
        """Of a layer with one input channel all kernels, else those of one output channel."""
        with QSignalBlocker(self._channel):
            if self._channel.count() != len(weight):
                self._channel.clear()
                text = self.tr("of output {number}")
                self._channel.addItems([text.format(number=number) for number in range(len(weight))])
            self._channel.setCurrentIndex(self._kernel_of)
        return weight[self._kernel_of] if weight.shape[1] > 1 else weight[:, 0]

    @property
    def _picture(self) -> int:
        """The chosen picture, else the first."""
        return 0 if self.maps.chosen is None else self.maps.chosen[0]

    def _show_one(self) -> None:
        """The chosen picture large enough for its numbers to be pointed at; values need no such picture."""
        picture = self.maps.picture(self._picture)
        self.one_map.setVisible(picture is not None and picture.size > 1)
        self.one_map.set_maps(None if picture is None else picture[None], most=self.maps.most)

    def _show_legend(self) -> None:
        text = self.tr("white: up to {most}, black: 0, blue: down to −{most}")
        text = text.format(most=f"{self.maps.most:.3g}")
        if self.maps.count < self._count:
            part = self.tr("the first {displayed} of {count}")
            text += f" · {part.format(displayed=self.maps.count, count=self._count)}"
        self._legend.setText(text)

    def cell(self) -> Cell | None:
        """The chosen cell of the layer's output; None where none is chosen."""
        layer, chosen, place = self._layer, self.maps.chosen, self.one_map.chosen
        if layer is not None and layer.is_map and layer.shape[2:] != (1, 1):
            return None if place is None else (self._picture, place[1], place[2])
        if layer is None or chosen is None:
            return None
        return (chosen[0], 0, 0) if layer.is_map else (chosen[0],)

    def weight_text(self) -> str:
        """Which weight is chosen, and what a kernel is, in HTML."""
        text = self.tr("Every output is the sum of its inputs times these weights, which training has found.")
        weight = None if self._layer is None else self._layer.weight
        place = self.one_map.chosen
        if weight is None or (self.maps.chosen if weight.dim() == 2 else place) is None:
            return text
        of, to = (self._picture, self._kernel_of) if weight.shape[1] > 1 else (0, self._picture)
        if place is None or weight.dim() == 2:
            line = self.tr("weight of input {of} for output {to}: {value:.4f}")
            return line.format(of=of, to=to, value=float(weight[to, of])) + f"<br>{text}"
        line = self.tr(
            "weight of input channel {of} for output channel {to}, row {row}, column {column}: {value:.4f}"
        )
        value = float(weight[to, of, place[1], place[2]])
        return line.format(of=of, to=to, row=place[1], column=place[2], value=value) + f"<br>{text}"

    @Slot()
    def _choose_kind(self) -> None:
        self._kernels = self.sender() is self._kernels_button
        self._show_again()

    @Slot(int)
    def _choose_channel(self, number: int) -> None:
        if number >= 0:
            self._kernel_of = number
            self._show_again()

    @Slot()
    def _choose_map(self) -> None:
        self._show_one()
        self.chosen.emit()

    def _show_again(self) -> None:
        if self._layer is not None:
            self.show_layer(self._layer)
            self.chosen.emit()
