"""A ring around the control that a lesson speaks of."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

_AROUND, _THICK, _ROUND = 4, 3, 6  # pixels


class Highlight(QWidget):
    """Lies over a window, lets everything through, and paints a ring around one of its controls.

    Args:
        window: what it lies over.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("lessonHighlight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = window
        self._target: QWidget | None = None
        window.installEventFilter(self)
        self.hide()

    def show_around(self, name: str) -> bool:
        """Mark the control with this object name; none for an empty one.

        Returns:
            Whether it is in sight.
        """
        target = self._window.findChild(QWidget, name) if name else None
        self._target = target if target is not None and target.isVisible() else None
        self.setVisible(self._target is not None)
        if self._target is not None:
            self.setGeometry(self._window.rect())
            self.raise_()
            self.update()
        return self._target is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._target is None:
            return
        corner = self._target.mapTo(self._window, QPoint(0, 0))
        ring = QRectF(corner, self._target.size()).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        inside = QRectF(self.rect()).adjusted(_THICK, _THICK, -_THICK, -_THICK)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        painter.setPen(QPen(colour, _THICK))
        painter.drawRoundedRect(ring.intersected(inside), _ROUND, _ROUND)
        painter.end()
