"""A hand for the tests: draws on a pad with real mouse events, in network pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from digitpad.ink.drawing import Point
from digitpad.ui.pad.canvas import Canvas

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def place(canvas: Canvas, point: Point) -> QPoint:
    return QPointF(*canvas.geometry_in().to_widget(point)).toPoint()


def rounded(canvas: Canvas, point: Point) -> Point:
    """The network pixel that the mouse can really hit: it moves in whole pixels."""
    at = place(canvas, point)
    return canvas.geometry_in().to_network(at.x(), at.y())


def drag(canvas: Canvas, points: Sequence[Point], button: Qt.MouseButton = LEFT) -> None:
    QTest.mousePress(canvas, button, pos=place(canvas, points[0]))
    for point in points[1:]:
        QTest.mouseMove(canvas, place(canvas, point))
    QTest.mouseRelease(canvas, button, pos=place(canvas, points[-1]))


def line(begin: Point, end: Point, steps: int = 20) -> list[Point]:
    return [
        (begin[0] + (end[0] - begin[0]) * i / steps, begin[1] + (end[1] - begin[1]) * i / steps)
        for i in range(steps + 1)
    ]


def grey(image: QImage) -> npt.NDArray[np.float32]:
    """The red channel of a picture, 0 to 1, one value per device pixel."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4)
    return pixels[..., 2].astype(np.float32) / 255


def photograph(widget: QWidget, ratio: float = 1.0) -> QImage:
    """The widget painted at `ratio` device pixels per pixel."""
    image = QImage(round(widget.width() * ratio), round(widget.height() * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.magenta)
    widget.render(image)
    return image


def pad_pixels(canvas: Canvas, ratio: float = 1.0) -> npt.NDArray[np.float32]:
    """The pad alone, (28 cell, 28 cell), as it is seen."""
    geometry = canvas.geometry_in(ratio)
    whole = grey(photograph(canvas, ratio))
    return whole[geometry.top : geometry.top + geometry.side, geometry.left : geometry.left + geometry.side]


def leave(canvas: Canvas) -> None:
    """Take the pointer away, with the brush's outline, which is not ink."""
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
