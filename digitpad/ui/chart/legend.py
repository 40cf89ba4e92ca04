"""The line above the loss chart: what each mark means, with its newest value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.style.theme import soft_text

_MARK = 14.0  # pixels, width of a mark
_GAP = 5.0


class Mark(Enum):
    """How a series is drawn in the chart."""

    LINE = auto()
    DOT = auto()
    DIAMOND = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """One series: its name, its newest value ("" before there is one), its mark and colour."""

    name: str
    value: str
    mark: Mark
    colour: str


class ChartLegend(QWidget):
    """The entries in one row.

    Signals:
        none.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show `entries`."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self.setAccessibleName(", ".join(f"{entry.name} {entry.value}".strip() for entry in entries))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.palette().base())
        paint_legend(painter, QRectF(self.rect()), self.palette(), self._entries)


def paint_legend(painter: QPainter, area: QRectF, palette: QPalette, entries: Sequence[Entry]) -> None:
    """Paint the entries into `area`, evenly spread, with smaller lettering where they would not fit."""
    if not entries:
        return
    painter.save()
    font = QFont(painter.font())
    widths = _widths(font, entries)
    free = area.width() - 2 * _GAP - len(entries) * (_MARK + _GAP)
    if sum(widths) > free:
        font.setPointSizeF(max(6.0, font.pointSizeF() * max(0.6, free / sum(widths) * 0.98)))
        widths = _widths(font, entries)
    space = max(0.0, free - sum(widths)) / (len(entries) + 1)
    space = min(space, 2 * _MARK)
    used = sum(widths) + len(entries) * (_MARK + _GAP) + space * (len(entries) - 1)
    x = area.left() + (area.width() - used) / 2
    painter.setFont(font)
    for entry, width in zip(entries, widths, strict=True):
        _paint_mark(painter, QRectF(x, area.top(), _MARK, area.height()), entry)
        x += _MARK + _GAP
        name = QFontMetricsF(font).horizontalAdvance(entry.name + " ")
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(soft_text(palette))
        painter.drawText(QRectF(x, area.top(), width + 2, area.height()), flags, entry.name)
        painter.setPen(palette.windowText().color())
        painter.drawText(QRectF(x + name, area.top(), width, area.height()), flags, entry.value)
        x += width + space
    painter.restore()


def _widths(font: QFont, entries: Sequence[Entry]) -> list[float]:
    metrics = QFontMetricsF(font)
    # Every value gets room for the widest one, so that the row does not tremble while numbers change.
    room = metrics.horizontalAdvance("00.00 %")
    return [
        metrics.horizontalAdvance(entry.name + " ") + max(room, metrics.horizontalAdvance(entry.value))
        for entry in entries
    ]


def _paint_mark(painter: QPainter, area: QRectF, entry: Entry) -> None:
    colour = QColor(entry.colour)
    middle = area.center()
    if entry.mark is Mark.LINE:
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(area.left(), middle.y()), QPointF(area.right(), middle.y()))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if entry.mark is Mark.DOT:
        painter.drawEllipse(middle, 4, 4)
    else:
        painter.drawPolygon(QPolygonF([middle + QPointF(*at) for at in ((0, -5), (5, 0), (0, 5), (-5, 0))]))
