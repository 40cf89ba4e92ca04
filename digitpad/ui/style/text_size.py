"""The size of all text, in percent of the system's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""The sizes to choose from."""

_USUAL = "usualTextPoints"  # the application's property that keeps the system's size


def next_text_size(percent: int, step: int) -> int:
    """The next larger (1) or smaller (-1) size, or the same where there is none."""
    sizes = [size for size in TEXT_SIZES if (size - percent) * step > 0]
    return percent if not sizes else min(sizes, key=lambda size: abs(size - percent))


def text_size(app: QApplication) -> int:
    """The present size of the text."""
    return round(100 * app.font().pointSizeF() / _usual_points(app))


def set_text_size(app: QApplication, percent: int, window: QWidget | None = None) -> None:
    """Write all text of the program in this size, now and in the windows to come.

    Args:
        app: the application.
        percent: of the system's size.
        window: whose widgets with a size of their own change too; None before there is one.
    """
    before = app.font()
    points = _usual_points(app) * percent / 100
    if abs(before.pointSizeF() - points) < 1e-3:
        return
    # Not all widgets of the application: among these are some that are being made or deleted.
    with_font = [
        (widget, widget.font().pointSizeF())
        for widget in ([] if window is None else window.findChildren(QWidget))
        if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont)
    ]
    font = QFont(before)
    font.setPointSizeF(points)
    app.setFont(font)
    for widget, size in with_font:
        font = QFont(widget.font())
        if font.pointSizeF() == size:  # of its own, as of small print: it does not follow the application's
            font.setPointSizeF(size * points / before.pointSizeF())
            widget.setFont(font)


def _usual_points(app: QApplication) -> float:
    """The system's size, which is the application's before it is set for the first time."""
    kept = app.property(_USUAL)
    if kept is None:
        kept = app.font().pointSizeF()
        app.setProperty(_USUAL, kept)
    return float(kept)
