"""Lists to choose from."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QSizePolicy

from digitpad.ui.widgets.naming import named


def narrow_combo(name: str, title: str, letters: int) -> QComboBox:
    """A list that may become narrower than its longest entry, down to so many letters."""
    combo = named(QComboBox(), name, title)
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    combo.setMinimumContentsLength(letters)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return combo
