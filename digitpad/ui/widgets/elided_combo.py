"""A list to choose from that can be narrower than its entries: the chosen one is cut with dots."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox


class ElidedCombo(QComboBox):
    """A `QComboBox` whose entry ends in dots where there is no room for all of it.

    The style would break it off in the middle of a letter. The open list is as broad as its longest entry.
    """

    def displayed(self) -> str:
        """As much of the chosen entry as there is room for."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return option.currentText

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(kind, option, part, self).width() - 2  # the style's own margin
        text = option.currentText
        option.currentText = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)

    def showPopup(self) -> None:
        view = self.view()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        frame = 2 * view.frameWidth()
        view.setMinimumWidth(max(view.minimumWidth(), view.sizeHintForColumn(0) + bar + frame))
        super().showPopup()
