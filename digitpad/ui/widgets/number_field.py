"""Fields for numbers, which are shown as code writes them."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox


class NumberField(QDoubleSpinBox):
    """A decimal number without trailing zeros: 0.01 is shown as 0.01."""

    def textFromValue(self, value: float) -> str:
        text = f"{value:.{self.decimals()}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


def decimal_point(field: QAbstractSpinBox) -> None:
    """Use a decimal point and no separators everywhere, as in the code that users compare with."""
    locale = QLocale.c()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    field.setLocale(locale)
