"""One batch, large: every picture with its true class and what it was read as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QSlider, QWidget

from digitpad.ui.training.batch_pictures import LARGEST, MOST, SMALLEST, BatchPictures
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.check_box import CheckBox
from digitpad.ui.widgets.dialogs import first_size
from digitpad.ui.widgets.fields import named

if TYPE_CHECKING:
    from digitpad.training.step_trace import StepTrace

_LARGER, _SMALLER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal), (Qt.Key.Key_Minus,)


class BatchWindow(QDialog):
    """Shows the batch of the newest step beside the main window, which it does not block.

    Args:
        parent: the window beside which it stands.

    Attributes:
        pictures: the batch.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("batchWindow")
        self.setWindowTitle(self.tr("digitpad - one batch"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        first_size(self, 1180, 720)
        self.pictures = BatchPictures()
        self.pictures.setObjectName("largeBatchPictures")
        self._title = named(QLabel(wordWrap=True), "largeBatchTitle", self.tr("Which batch"))
        legend = QLabel(
            self.tr("✓ read right: its class · ✗ read wrong: its true class → what it was read as"),
            wordWrap=True,
        )
        fits = CheckBox(self.tr("&Fit to the window"))
        self._fits = named(fits, "fitBatchCheck", self.tr("Fit to the window"))
        self._fits.setChecked(True)
        self._size = named(
            QSlider(Qt.Orientation.Horizontal), "batchPictureSizeSlider", self.tr("Size of the pictures")
        )
        self._size.setToolTip(self.tr("Size of the pictures; also plus and minus, or Ctrl and the wheel"))
        self._size.setRange(SMALLEST, LARGEST)
        self._size.setFixedWidth(140)
        area = named(QScrollArea(widgetResizable=True), "largeBatchArea", self.tr("The batch's pictures"))
        area.setWidget(self.pictures)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the pictures take the keyboard
        size = QLabel(self.tr("&Size"))
        size.setBuddy(self._size)
        controls = in_row(size, self._size, self._fits, spacing=8)
        controls.addStretch(1)
        self.setLayout(in_column(self._title, controls, (area, 1), legend, spacing=6, margin=8))
        self._area = area
        self.pictures.cell_chosen.connect(self._follow)
        self._fits.toggled.connect(self._fit)
        self._size.valueChanged.connect(self.pictures.set_zoom)
        self.pictures.zoomed.connect(self._follow_zoom)
        self.pictures.setFocus()

    def show_look(self, look: StepTrace | None, title: str) -> None:
        """Show a step; None for none yet."""
        if look is not None and len(look.labels) > MOST:
            count = len(look.labels)
            more = self.tr("The first {most:,} of {count:,} pictures are displayed.")
            title = f"{title}\n{more.format(most=MOST, count=count)}"
        self._title.setText(title)
        self.pictures.show_look(look)

    @Slot(tuple)
    def _follow(self, cell: tuple[int, ...]) -> None:
        """What the keys go to comes into sight."""
        place = self.pictures.place(cell[0]).toAlignedRect()
        self._area.ensureVisible(place.center().x(), place.center().y(), place.width(), place.height())

    @Slot(bool)
    def _fit(self, on: bool) -> None:
        if on:
            self.pictures.set_zoom(None)
        elif self.pictures.zoom is None:
            self.pictures.zoom_by(0)

    @Slot()
    def _follow_zoom(self) -> None:
        self._fits.setChecked(self.pictures.zoom is None)
        if self.pictures.zoom is not None:
            self._size.setValue(self.pictures.zoom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*_LARGER, *_SMALLER):
            self.pictures.zoom_by(1 if event.key() in _LARGER else -1)
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(480, 320)
