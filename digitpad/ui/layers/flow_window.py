"""The window with the network as a picture, and what one of its maps is computed from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QScrollArea,
    QSlider,
    QSplitter,
    QTextBrowser,
    QWidget,
)

from digitpad.ui.layers.arithmetic_page import ArithmeticPage
from digitpad.ui.layers.flow_view import LARGEST, SMALLEST, FlowView
from digitpad.ui.layers.maps_view import MapsView
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.check_box import CheckBox
from digitpad.ui.widgets.dialogs import first_size
from digitpad.ui.widgets.fields import named

if TYPE_CHECKING:
    from digitpad.insight.recording import Recording

_MOST_KERNELS = 64
_SIGHT = 60  # pixels around the chosen map that are in sight


class FlowWindow(QDialog):
    """Shows a `Recording` beside the main window, which it does not block.

    Args:
        parent: the window beside which it stands.

    Attributes:
        view: the picture.
        one_map: the chosen map, large.

    Signals:
        visibility_changed(): it has come into sight, or gone from it.
    """

    visibility_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("flowWindow")
        self.setWindowTitle(self.tr("digitpad - the network as a picture"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        first_size(self, 1180, 720)
        self._arithmetic = ArithmeticPage(self)
        self._title = named(QLabel(), "flowTitle", self.tr("The network"))
        self.view = FlowView()
        every = named(CheckBox(self.tr("&Every layer")), "everyLayerCheck", self.tr("Every layer"))
        every.setToolTip(self.tr("Show norms, ReLU and the like as stages of their own"))
        self._zoom = named(QSlider(Qt.Orientation.Horizontal), "flowZoomSlider", self.tr("Size of the maps"))
        self._zoom.setToolTip(self.tr("Size of the maps; also Ctrl and the wheel"))
        self._zoom.setRange(SMALLEST, LARGEST)
        self._zoom.setValue(self.view.zoom)
        self._zoom.setFixedWidth(140)
        area = named(QScrollArea(widgetResizable=True), "flowArea", self.tr("The network as a picture"))
        area.setWidget(self.view)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the picture takes the keyboard
        self._area = area
        self._about = named(QLabel(wordWrap=True), "flowAbout", self.tr("The chosen map"))
        self.one_map = named(MapsView(), "flowOneMap", self.tr("The chosen map"))
        self._kernels = named(MapsView(by_cell=False), "flowKernels", self.tr("Kernels of the chosen map"))
        self._page = named(QTextBrowser(), "flowArithmetic", self.tr("The arithmetic behind one number"))
        below = QWidget()
        pictures = in_column(
            self._about, (in_row((self.one_map, 3), (self._kernels, 2), spacing=8), 1), margin=0
        )
        below.setLayout(in_row((pictures, 1), (self._page, 1), spacing=8, margin=0))
        splitter = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        splitter.addWidget(area)
        splitter.addWidget(below)
        splitter.setStretchFactor(0, 3)
        splitter.setSizes([430, 220])
        head = in_row((self._title, 1), QLabel(self.tr("Size")), self._zoom, every, spacing=8)
        self.setLayout(in_column(head, (splitter, 1), spacing=6, margin=8))
        every.toggled.connect(self.view.set_every_layer)
        self._zoom.valueChanged.connect(self.view.set_zoom)
        self.view.zoomed.connect(self._follow_zoom)
        self.view.cell_chosen.connect(self._show_chosen)
        self.one_map.cell_chosen.connect(self._show_page)
        self._show_chosen()

    def show_recording(self, recording: Recording, classes: Sequence[str], title: str) -> None:
        """Show a network's answer to what is on the pad."""
        self._title.setText(title)
        self.view.show_recording(recording, classes)
        self._show_chosen()

    def show_text(self, text: str) -> None:
        """Show a text in place of the network's name."""
        self._title.setText(text)

    @Slot()
    def _follow_zoom(self) -> None:
        self._zoom.setValue(self.view.zoom)

    @Slot()
    def _show_chosen(self) -> None:
        """The chosen map, its kernels, and the arithmetic of its chosen cell."""
        recording, chosen = self.view.recording, self.view.chosen
        if recording is None or chosen is None:
            self._about.setText(self.tr("Click a map to see it large, with its kernels."))
            self.one_map.set_maps(None)
            self._kernels.hide()
            self._show_page()
            return
        place = self.view.place(chosen).center()
        self._area.ensureVisible(place.x(), place.y(), _SIGHT, _SIGHT)
        stage = self.view.stages[chosen[0]]
        self._about.setText(self.view.words(chosen))
        values = recording.value(stage.output)[0].float()
        maps = values if values.dim() == 3 else values.reshape(-1, 1, 1)
        self.one_map.set_maps(maps[chosen[1]][None].cpu().numpy(), float(maps.abs().max()))
        if maps.shape[1:] == (1, 1):
            self.one_map.choose((0, 0, 0))
        weight = recording.layers[stage.layers[0]].weight if stage.layers else None
        if weight is None or chosen[1] >= len(weight):
            self._kernels.hide()
        else:
            self._kernels.show()
            kernels = weight[chosen[1]]
            kernels = kernels if kernels.dim() == 3 else kernels.reshape(-1, 1, 1)
            self._kernels.set_maps(kernels[: _MOST_KERNELS if kernels.shape[1] > 1 else None].cpu().numpy())
        self._show_page()

    @Slot()
    def _show_page(self) -> None:
        recording, chosen, place = self.view.recording, self.view.chosen, self.one_map.chosen
        stage = None if chosen is None else self.view.stages[chosen[0]]
        if recording is None or chosen is None or stage is None or not stage.layers or place is None:
            self._page.setHtml(
                f"<p>{self.tr('Click a number of the large map to see where it comes from.')}</p>"
            )
            return
        from digitpad.insight.windows import receptive_field

        values = recording.value(stage.output)
        cell = (chosen[1], place[1], place[2]) if values.dim() == 4 else (chosen[1],)
        # The page goes on to what follows, so it begins where the stage does.
        first = stage.layers[0] if recording.value(stage.layers[0]).shape == values.shape else stage.output
        field = receptive_field(recording, first, cell)
        self._page.setHtml(self._arithmetic.text(recording, first, cell, field, self._page))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.visibility_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.visibility_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_page"):
            self._show_page()

    def minimumSizeHint(self) -> QSize:
        return QSize(640, 420)
