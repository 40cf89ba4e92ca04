"""Icons as line drawings in the text's colour, so that they are right in light, dark and disabled.

Each is SVG on a 24 x 24 grid, drawn by us, with `currentColor` for its lines.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SHAPES = {
    "eraser": '<path d="M8.6 19.5 3.9 14.8a1.6 1.6 0 0 1 0-2.3l8.6-8.6a1.6 1.6 0 0 1 2.3 0l5.3 5.3'
    'a1.6 1.6 0 0 1 0 2.3l-8 8z"/><path d="M8 8.4l7.6 7.6M8.6 19.5H20.5"/>',
    "undo": '<path d="M8.5 4.5 4 9l4.5 4.5"/><path d="M4 9h10.2a5.3 5.3 0 0 1 0 10.6H9"/>',
    "redo": '<path d="M15.5 4.5 20 9l-4.5 4.5"/><path d="M20 9H9.8a5.3 5.3 0 0 0 0 10.6H15"/>',
    "clear": '<path d="M4 6.5h16M9.5 6.2V4h5v2.2M6 6.5l1 14h10l1-14M10 10.5v6.3M14 10.5v6.3"/>',
    "brush": '<path d="M20.5 3.5 11 12.2"/><path d="M11 11.4c2.2.2 3.4 1.6 3.4 3.5 0 3.2-3.6 5.6-9.9 5.1'
    ' 2.3-1.3 2.4-2.6 2.7-5 .3-2.3 1.7-3.7 3.8-3.6z"/>',
    "network": '<path d="M3.5 3.5h17v17h-17zM9.2 3.5v17M14.8 3.5v17M3.5 9.2h17M3.5 14.8h17"/>'
    '<path fill="currentColor" stroke="none" d="M9.2 3.5h5.6v5.7H9.2zM9.2 9.2h5.6v5.6H9.2zM9.2 '
    '14.8h5.6v5.7H9.2z" opacity="0.75"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6"/>'
    '<circle cx="12" cy="7.6" r="1.2" fill="currentColor" stroke="none"/>',
    "success": '<circle cx="12" cy="12" r="9"/><path d="m7.8 12.4 2.9 2.9 5.6-6"/>',
    "warning": '<path d="M12 3.6 21.5 20h-19z"/><path d="M12 9.6v5"/>'
    '<circle cx="12" cy="17.2" r="1.1" fill="currentColor" stroke="none"/>',
    "error": '<path d="M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2z"/><path d="M12 7.3v6"/>'
    '<circle cx="12" cy="16.6" r="1.2" fill="currentColor" stroke="none"/>',
    "curves": '<path d="M4 4v16h16"/><path d="M7 4.5c1 8.5 4 11.5 12.5 12"/>'
    '<path d="M12 4.5c.8 4.6 3 6.6 7.5 7.2" stroke-dasharray="2 3"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18"/>',
}
NAMES = tuple(_SHAPES)
"""What `icon` can draw."""


def pixmap(name: str, colour: QColor, side: int = 20, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `side` x `side` (device-independent) pixels at `ratio` device pixels each."""
    result = QPixmap(round(side * ratio), round(side * ratio))
    result.fill(Qt.GlobalColor.transparent)
    # currentColor is put in as text: Qt's SVG reads it as black otherwise.
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g fill="none" stroke="currentColor" '
        f'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">{_SHAPES[name]}</g></svg>'
    ).replace("currentColor", colour.name())
    painter = QPainter(result)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(result.rect()))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


def icon(name: str, palette: QPalette, side: int = 20) -> QIcon:
    """The icon in the colours of `palette`: for buttons, where it also greys out and shows as pressed in."""
    result = QIcon()
    text = QPalette.ColorRole.ButtonText
    # Those of the screens that are there; on one that is plugged in later Qt scales the largest.
    ratios = {screen.devicePixelRatio() for screen in QGuiApplication.screens()} | {2.0}
    for ratio in sorted(ratios):
        usual = pixmap(name, palette.color(QPalette.ColorGroup.Active, text), side, ratio)
        faint = pixmap(name, palette.color(QPalette.ColorGroup.Disabled, text), side, ratio)
        result.addPixmap(usual, QIcon.Mode.Normal)
        result.addPixmap(faint, QIcon.Mode.Disabled)
    return result
