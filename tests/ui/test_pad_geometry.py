import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.ui.pad.model import BORDER, fit

RATIOS = st.sampled_from([1.0, 1.25, 1.5, 1.75, 2.0, 3.0])


@given(st.integers(100, 4000), st.integers(100, 4000), RATIOS)
def test_pad_is_the_largest_that_fits_and_lies_in_the_middle(width: int, height: int, ratio: float) -> None:
    pad = fit(width, height, ratio)
    room = (min(width, height) - 2 * BORDER) * ratio
    assert pad.side <= room < pad.side + 28 + 1
    assert abs(2 * pad.left + pad.side - width * ratio) <= 1
    assert abs(2 * pad.top + pad.side - height * ratio) <= 1


@given(st.integers(100, 4000), RATIOS, st.floats(-50, 80), st.floats(-50, 80))
def test_places_go_to_the_pad_and_back(width: int, ratio: float, x: float, y: float) -> None:
    pad = fit(width, width, ratio)
    assert (x, y) == pytest.approx(pad.to_network(*pad.to_widget((x, y))), abs=1e-9)


def test_a_widget_without_room_still_has_a_pad() -> None:
    assert fit(0, 0, 1.0).cell == 1
