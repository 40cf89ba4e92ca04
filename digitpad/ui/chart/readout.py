"""The values under the pointer: a small sheet beside it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

Row = tuple[str, str, str]
"""A mark and its colour "#rrggbb", both empty for a row without, and the words."""

_BESIDE = 14  # pixels between pointer and sheet


class Readout(QLabel):
    """Rows of text that stand beside a place, and never in the way of the mouse.

    Args:
        parent: the plot; the sheet stays within it.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chartReadout")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self.setFrameStyle(QLabel.Shape.Box | QLabel.Shadow.Plain)
        self.setMargin(4)
        self._plot = parent
        self.hide()

    def show_rows(self, rows: Sequence[Row], place: QPoint) -> None:
        """Show `rows`, the first one strong, beside a place in the plot."""
        lines = []
        for number, (mark, colour, words) in enumerate(rows):
            text = escape(words).replace(" ", "&nbsp;")
            text = f"<b>{text}</b>" if not number else text
            lines.append(f"<font color={colour}>{mark}</font>&nbsp;{text}" if mark else text)
        self.setText("<br>".join(lines))
        self.setAccessibleName(", ".join(words for _, _, words in rows))
        self.adjustSize()
        area = self._plot.rect()
        x, y = place.x() + _BESIDE, place.y() + _BESIDE
        if x + self.width() > area.width():
            x = place.x() - _BESIDE - self.width()
        if y + self.height() > area.height():
            y = place.y() - _BESIDE - self.height()
        self.move(max(0, x), max(0, y))
        self.raise_()
        self.show()
