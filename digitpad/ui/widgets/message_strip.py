"""The strip at the window's foot: the status banner, or in quiet times a line on how to draw."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from digitpad.ui.style.theme import soft_text
from digitpad.ui.widgets.status_banner import StatusBanner

_LINES = 2  # of a message that have room: one that comes must not move the pad under the hand
_MARGINS = 18  # pixels above and below them


class MessageStrip(QWidget):
    """Keeps room for `banner`, so that a message that comes or goes moves nothing."""

    def __init__(self, banner: StatusBanner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(_LINES * self.fontMetrics().lineSpacing() + _MARGINS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._hint = QLabel()
        self.set_digits(True)
        self._hint.setObjectName("drawingHint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(banner)
        column.addWidget(self._hint)
        banner.installEventFilter(self)
        self._colour()

    def set_digits(self, digits: bool) -> None:
        """Whether the network reads digits, which the keys 0 to 9 can correct."""
        drawing = self.tr("Left button draws, right button rubs out · Ctrl+Z takes back · Esc clears")
        seeing = self.tr("N shows what the network sees")
        correcting = self.tr("0–9 says what it was")
        self._hint.setText(" · ".join((drawing, seeing, correcting) if digits else (drawing, seeing)))

    def _colour(self) -> None:
        palette = self._hint.palette()
        palette.setColor(palette.ColorRole.WindowText, soft_text(self.palette()))
        self._hint.setPalette(palette)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._hint.setVisible(event.type() == QEvent.Type.HideToParent)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)
