import math

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from digitpad.ink import raster
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ui.pad.ink_layer import InkLayer
from tests.ui.pad_driver import grey

SPIRAL = tuple(
    (14 + (2 + i * 0.07) * math.cos(i * 0.15), 14 + (2 + i * 0.07) * math.sin(i * 0.15)) for i in range(150)
)
STROKES = (
    Stroke(SPIRAL, 2.2),
    Stroke(((2.0, 2.0), (26.0, 20.0), (40.0, 3.0), (20.0, -6.0)), 1.0),
    Stroke(((5.0, 24.0), (20.0, 4.0)), 3.0, eraser=True),
    Stroke(((25.0, 25.0),), 6.0),
    Stroke(((8.0, 20.0), (8.0, 20.0), (9.0, 12.0)), 0.25),
)


def painted(drawing: Drawing, cell: int) -> InkLayer:
    layer = InkLayer()
    layer.redraw(drawing, cell)
    return layer


@pytest.mark.parametrize("cell", [5, 13, 24])
def test_pad_and_network_get_the_same_ink(qapp: QApplication, cell: int) -> None:
    expected = raster.rasterize(Drawing(STROKES), cell)
    # 8 bits and Qt's gradient table of 1024 steps, against float32.
    assert np.abs(expected - grey(painted(Drawing(STROKES), cell).image)).max() < 0.03


@pytest.mark.parametrize("width", [0.5, 2.2, 6.0])
def test_growing_gives_the_same_pixels_as_painting_anew(qapp: QApplication, width: float) -> None:
    drawing = Drawing(STROKES[:3])
    growing = painted(drawing, 11)
    for eraser in (False, True):
        stroke = Stroke(SPIRAL[:1], width, eraser)
        growing.add(stroke, 0)
        for first in range(1, len(SPIRAL)):
            stroke = stroke.extended(SPIRAL[first : first + 1])
            growing.add(stroke, first)
        drawing = drawing.with_stroke(stroke)
        assert np.array_equal(grey(painted(drawing, 11).image), grey(growing.image))


def test_changed_part_is_told(qapp: QApplication) -> None:
    layer = painted(Drawing(), 10)
    changed = layer.add(Stroke(((5.0, 5.0), (9.0, 7.0)), 2.0), 0)
    ink = np.argwhere(grey(layer.image) > 0)
    assert changed.top() <= ink[:, 0].min() <= ink[:, 0].max() <= changed.bottom()
    assert changed.left() <= ink[:, 1].min() <= ink[:, 1].max() <= changed.right()
    assert changed.width() < 100
