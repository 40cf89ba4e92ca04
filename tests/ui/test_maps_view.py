"""Pictures of numbers: how they lie, what their colours say."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from digitpad.ui.layers.colours import ABOVE, BELOW, attribution_image, signed_image
from digitpad.ui.layers.maps_view import MapsView, grid_of
from tests.ui.pad_driver import photograph


@given(
    st.integers(1, 130), st.integers(1, 32), st.integers(1, 32), st.integers(100, 1500), st.integers(80, 900)
)
def test_all_pictures_lie_in_their_widget(
    count: int, rows: int, columns: int, width: int, height: int
) -> None:
    grid = grid_of(count, rows, columns, width, height)
    if grid.cell * max(rows, columns) < 1:  # more pictures than pixels: as small as can be
        return
    last = grid.place(count - 1)
    down = -(-count // grid.across)
    assert grid.across * (grid.width + grid.gap) - grid.gap <= width + 1e-6
    assert last.y() == pytest.approx((down - 1) * (grid.height + grid.gap))
    assert last.y() + grid.height <= height + 1e-6


@pytest.mark.parametrize(("width", "height"), [(425, 230), (199, 83), (247, 170)])
def test_the_maps_are_large_and_none_is_out_of_sight(width: int, height: int) -> None:
    grid = grid_of(32, 28, 28, width, height)
    assert all(QRectF(0, 0, width, height).contains(grid.rect(number)) for number in range(32))
    assert 32 * grid.width * grid.height > 0.4 * width * height
    assert grid.width == int(grid.width)


@pytest.fixture
def view(show: Callable[..., None]) -> MapsView:
    view = MapsView()
    show(view, 300, 200)
    return view


def test_every_cell_is_found_where_it_is_painted(view: MapsView) -> None:
    view.set_maps(np.arange(6 * 5 * 7, dtype=np.float32).reshape(6, 5, 7))
    for cell in ((0, 0, 0), (3, 4, 6), (5, 2, 3)):
        assert view.cell_at(view.cell_rect(cell).center()) == cell
    assert view.cell_at(QPointF(299, 199)) is None
    assert "channel 3, row 4, column 6: 139.0000" in view.words((3, 4, 6))


def test_nothing_and_numbers_that_are_all_zero_are_shown_too(view: MapsView) -> None:
    view.set_maps(None)
    assert view.grid() is None
    view.grab()
    view.set_maps(np.zeros((3, 4, 4), np.float32))
    assert view.most == 0
    view.grab()


def test_a_chosen_cell_stays_chosen_while_the_shape_does(view: MapsView) -> None:
    view.set_maps(np.zeros((3, 4, 4), np.float32))
    view.choose((1, 2, 3))
    for side, chosen in ((4, (1, 2, 3)), (2, None)):
        view.set_maps(np.ones((3, side, side), np.float32))
        assert view.chosen == chosen


def test_white_is_above_zero_and_blue_below() -> None:
    image = signed_image(np.array([[1.0, 0.0, -1.0, -0.5]]), 1.0)
    colours = [image.pixelColor(column, 0).getRgb()[:3] for column in range(4)]
    assert colours == [(255, 255, 255), (0, 0, 0), (64, 150, 255), (32, 75, 128)]


def test_what_speaks_for_it_is_orange_and_what_speaks_against_it_blue() -> None:
    image = attribution_image(np.array([[2.0, -2.0, 0.0]]), opacity=1.0)
    assert [image.pixelColor(x, 0).getRgb() for x in (0, 1)] == [
        (*colour.getRgb()[:3], 255) for colour in (ABOVE, BELOW)
    ]
    assert image.pixelColor(2, 0).alpha() == 0


@pytest.mark.parametrize("value", [-0.44, 8.125, -12.5])
def test_numbers_in_cells_do_not_touch(show: Callable[..., None], value: float) -> None:
    view = MapsView()
    show(view, 8 * 27, 8 * 27)
    view.set_maps(np.full((1, 8, 8), value, np.float32))
    image = photograph(view)
    ground = image.pixelColor(1, 1)
    edges = [x for edge in range(27, 8 * 27, 27) for x in (edge - 1, edge)]
    assert all(image.pixelColor(x, y) == ground for x in edges for y in range(8 * 27))
    assert any(image.pixelColor(x, 13) != ground for x in range(27))  # there are numbers
