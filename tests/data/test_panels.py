"""Pictures inside pictures that programs made: figures, windows, large pixels. Shapes are no digit."""

from __future__ import annotations

import numpy as np
import pytest

from digitpad.data.photographs.panels import panel, without_grid
from digitpad.data.photographs.photograph import Photograph
from digitpad.data.pictures import grey_of_bytes
from digitpad.data.preparation import prepare_drawing
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.helpers import SEVEN
from tests.tools.simulated.exports import EXPORTS
from tests.tools.simulated.figures import FIGURES
from tests.tools.simulated.shapes import SHAPES


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(default_checkpoint())


def seven() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    ready = prepare_drawing(SEVEN).input
    assert ready is not None
    return np.asarray(np.round(ready * 255), np.uint8)


@pytest.mark.parametrize("kind", FIGURES)
def test_the_digit_in_a_figure_or_window_is_read_where_it_stands(kind: str, recognizer: Recognizer) -> None:
    grey = grey_of_bytes(FIGURES[kind](seven(), np.random.default_rng(1)), kind)
    reading = recognizer.read(Photograph(grey))
    assert reading.text == "7"
    left, top, right, bottom = reading.digits[0].box
    rows, columns = panel(grey)
    assert columns.start <= left < right <= columns.stop
    assert rows.start <= top < bottom <= rows.stop
    assert bottom - top > 0.5 * (rows.stop - rows.start)


@pytest.mark.parametrize("kind", EXPORTS)
def test_what_programs_export_is_read(kind: str, recognizer: Recognizer) -> None:
    grey = grey_of_bytes(EXPORTS[kind](SEVEN, np.random.default_rng(2)), kind)
    assert recognizer.read(Photograph(grey)).text == "7"


@pytest.mark.parametrize("kind", SHAPES)
def test_a_shape_is_no_digit(kind: str, recognizer: Recognizer) -> None:
    rng = np.random.default_rng(5)
    for _ in range(3):
        reading = recognizer.read(Photograph(grey_of_bytes(SHAPES[kind](rng), kind)))
        assert reading.blank or reading.unknown


def test_a_picture_without_a_panel_or_grid_stays_whole() -> None:
    canvas = grey_of_bytes(EXPORTS["black on white"](SEVEN, np.random.default_rng(3)), "canvas")
    assert panel(canvas) == (slice(0, canvas.shape[0]), slice(0, canvas.shape[1]))
    assert without_grid(canvas) is canvas


def test_the_ring_of_a_square_zero_is_no_panel() -> None:
    grey = np.ones((200, 200), np.float32)
    grey[40:160, 60:140] = 0
    grey[55:145, 75:125] = 1
    assert panel(grey) == (slice(0, 200), slice(0, 200))
