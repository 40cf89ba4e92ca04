"""A line of text that is cut where there is no room, and whole in its tooltip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.style.theme import soft_text
from digitpad.ui.widgets.accessible import Role
from digitpad.ui.widgets.fields import tip_of


class ElidedLabel(QWidget):
    """One line of text, cut where it is too long.

    Args:
        parent: the widget it lies in.
        strong: whether it is in the usual text's colour instead of a softer one.
        cut: where to cut; in the middle the beginning of a path and the file's name stay.
    """

    ACCESSIBLE_ROLE = Role.StaticText

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        strong: bool = False,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
    ) -> None:
        super().__init__(parent)
        self._cut = cut
        self._text = self._end = self._short = ""
        self._strong = strong
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, tip: str | None = None, end: str = "", short: str = "") -> None:
        """Show a text.

        Args:
            text: the whole of it.
            tip: its tooltip; the text itself if None.
            end: the part of it that stands behind the cut where there is no room.
            short: what stands there instead where there is no room for the whole.
        """
        self.setToolTip(tip_of(tip or text))
        if (text, end, short) == (self._text, self._end, self._short):
            return
        self._text, self._end, self._short = text, end, short
        self.setAccessibleName(text)
        self.update()

    def reword(self, again: Callable[[str], str]) -> None:
        """Put the text into another language."""
        tip = self.toolTip()  # which is put into it with those of all widgets
        self.set_text(again(self._text), None, again(self._end), again(self._short))
        self.setToolTip(tip)

    def _text_colour(self) -> QColor:
        palette = self.palette()
        return palette.windowText().color() if self._strong else soft_text(palette)

    def fitted(self, width: int) -> str:
        """As much of the text as there is room for."""
        metrics = self.fontMetrics()
        if metrics.horizontalAdvance(self._text) <= width:
            return self._text
        if not self._end:
            return metrics.elidedText(self._short or self._text, self._cut, width)
        begin, end = self._text.rpartition(self._end)[0].rstrip(), f" {self._end}"  # it stands there once
        room = width - metrics.horizontalAdvance(end)
        fitted = metrics.elidedText(begin, self._cut, room) + end
        while metrics.horizontalAdvance(fitted) >= width and room > 0:  # joined, parts may be wider
            room -= 1
            fitted = metrics.elidedText(begin, self._cut, room) + end
        return fitted

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.fontMetrics().height() + 1)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._text_colour())  # not kept: it is another one while the label is disabled
        sides = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), sides, self.fitted(self.width()))
        painter.end()
