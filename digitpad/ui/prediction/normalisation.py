"""Mean and std of a network whose file does not tell them: shown with their source, and changed in place."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitpad.ui.widgets.elided_label import ElidedLabel
from digitpad.ui.widgets.naming import named
from digitpad.ui.widgets.number_field import NumberField, decimal_point


class Normalisation(QWidget):
    """Two numbers and where they are from; hidden until there is a reason to ask.

    Signals:
        chosen(float, float): mean and std as a person has set them.
    """

    chosen = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("normalisation")
        self._mean = self._field("meanSpin", self.tr("Mean of the normalisation"), -10)
        self._std = self._field("stdSpin", self.tr("Standard deviation of the normalisation"), 0)
        self._source = ElidedLabel(self, cut=Qt.TextElideMode.ElideRight)
        self._source.setObjectName("normalisationSource")
        row = QHBoxLayout()
        row.setSpacing(5)
        for text, field in ((self.tr("mean"), self._mean), (self.tr("std"), self._std)):
            label = QLabel(text, self)
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(1)
        column.addLayout(row)
        column.addWidget(self._source)
        self.hide()

    def _field(self, name: str, title: str, low: float) -> NumberField:
        field = named(NumberField(self), name, title)
        field.setDecimals(6)
        field.setRange(low, 100)
        field.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        field.setKeyboardTracking(False)  # 0.3 is typed by way of 0
        field.setToolTip(self.tr("(grey − mean) / std is what the network gets; Enter takes a number over"))
        decimal_point(field)
        field.setMinimumWidth(62)
        field.valueChanged.connect(self._changed)
        return field

    def show_values(self, mean: float, std: float, source: str) -> None:
        """Show the numbers, and in words where they are from."""
        for field, value in ((self._mean, mean), (self._std, std)):
            with QSignalBlocker(field):
                field.setValue(value)
        self._source.set_text(source)
        self.show()

    @Slot()
    def _changed(self) -> None:
        self.chosen.emit(self._mean.value(), self._std.value())
