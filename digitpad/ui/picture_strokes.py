"""Strokes on an opened picture: ink in the tone that its own ink has, an eraser in that of its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF

from digitpad.form import SIDE
from digitpad.ink.drawing import Stroke

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from digitpad.data.preprocess import FloatArray
    from digitpad.data.whole_pictures import Pixels

_COARSE = 128  # longer side to which a picture is reduced where its paper's tone is looked for
_INK = 0.85  # of the paper's brightness; what is darker is ink
_NEARBY = 0.03  # of the longer side
_FEW = 0.02  # of what is nearby: less paper says nothing
_FAR = 4 * SIDE  # network pixels; beyond, a point leaves nothing on the pad


def paint_path(painter: QPainter, stroke: Stroke) -> None:
    """Paint a stroke's path with the painter's brush, in network pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ends = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(painter.brush(), stroke.width, Qt.PenStyle.SolidLine, *ends))
    points = [QPointF(max(-_FAR, min(_FAR, x)), max(-_FAR, min(_FAR, y))) for x, y in stroke.points]
    if len(points) == 1:
        painter.drawPoint(points[0])
    else:
        painter.drawPolyline(QPolygonF(points))


def is_light(grey: FloatArray) -> bool:
    """Whether a picture (H, W), 0 black to 1 white, is on light paper, so that its ink is dark."""
    from digitpad.data.photographs.paper import paper_is_light

    return bool(paper_is_light(grey))


def stroke_on_grey(grey: FloatArray, stroke: Stroke, *, light: bool) -> FloatArray:
    """A picture (H, W), 0 black to 1 white, with a stroke on it.

    Args:
        grey: the picture, as it lies on the pad: in its middle, as large as fits.
        stroke: in network pixels of the pad.
        light: whether the paper is.
    """
    import numpy as np

    cover = _cover(grey.shape[0], grey.shape[1], stroke)
    ink: FloatArray | float = _paper(grey, light) if stroke.eraser else float(not light)
    return np.asarray(grey + cover * (ink - grey), np.float32)


def stroke_on_rgb(rgb: Pixels, stroke: Stroke, *, light: bool) -> Pixels:
    """A picture in colour, uint8 (H, W, 3), with a stroke on it; see `stroke_on_grey`."""
    import numpy as np

    values = rgb.astype(np.float32) / np.float32(255)
    drawn = [stroke_on_grey(values[..., channel], stroke, light=light) for channel in range(3)]
    return np.round(255 * np.stack(drawn, axis=2)).astype(np.uint8)


def _paper(grey: FloatArray, light: bool) -> FloatArray:
    """How bright the paper is at every pixel: the mean of the paper nearby, or else of what is around."""
    return _light_paper(grey) if light else 1 - _light_paper(1 - grey)


def _light_paper(grey: FloatArray) -> FloatArray:
    import numpy as np
    from PIL import Image
    from scipy import ndimage

    from digitpad.data.photographs.paper import light_of

    step = max(1, round(max(grey.shape) / _COARSE))
    small, around = grey[::step, ::step], light_of(grey)[::step, ::step]
    paper = np.asarray(small > _INK * around, np.float32)
    weight = ndimage.gaussian_filter(paper, _NEARBY * max(small.shape))
    mean = ndimage.gaussian_filter(small * paper, _NEARBY * max(small.shape)) / np.maximum(weight, 1e-6)
    tone = np.asarray(np.where(weight > _FEW, mean, around), np.float32)
    return np.asarray(Image.fromarray(tone).resize(grey.shape[::-1], Image.Resampling.BILINEAR))


def _cover(height: int, width: int, stroke: Stroke) -> npt.NDArray[np.float32]:
    """How much of each pixel a stroke covers, 0 to 1: (height, width)."""
    import numpy as np

    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(0)
    scale = max(height, width) / SIDE
    painter = QPainter(image)
    painter.translate((width - SIDE * scale) / 2, (height - SIDE * scale) / 2)
    painter.scale(scale, scale)
    painter.setBrush(Qt.GlobalColor.white)
    paint_path(painter, stroke)
    painter.end()
    rows: Any = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return np.asarray(rows[:, :width], np.float32) / np.float32(255)
