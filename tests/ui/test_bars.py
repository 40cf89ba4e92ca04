import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QPalette

from digitpad.numerals import percent
from digitpad.ui.prediction.bars import Bars, bar, number
from digitpad.ui.prediction.bars_look import FLOOR, ticks
from digitpad.ui.style.theme import dark_palette, data_colours, light_palette
from tests.ui.pad_driver import photograph

LOG_PROBS = [-9.1, -4.2, -3.0, -6.6, -11.9, -14.0, -26.5, -0.08, -13.0, -5.5]


@pytest.fixture
def bars(show: Callable[..., None]) -> Bars:
    bars = Bars()
    bars.set_classes([str(digit) for digit in range(10)])
    bars.set_values(LOG_PROBS, 7)
    show(bars, 320, 400)
    return bars


def lengths(bars: Bars) -> tuple[list[int], list[int]]:
    """Number of pixels per row in the colour of a bar, and in that of the best."""
    image, colours = photograph(bars), data_colours(bars.palette())
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    bar, best = (
        (pixels == QColor(colour).rgb()).sum(axis=1).tolist() for colour in (colours.bar, colours.best_bar)
    )
    return bar, best


def longest(bars: Bars) -> tuple[int, int]:
    """Length of the longest bar but the best, and of the best."""
    bar, best = lengths(bars)
    return max(bar), max(best)


@given(st.floats(-1e6, 0), st.floats(-1e6, 0), st.booleans())
def test_a_better_class_never_has_a_shorter_bar(first: float, second: float, as_probability: bool) -> None:
    worse, better = sorted((first, second))
    lower, upper = (bar(value, as_probability=as_probability).length for value in (worse, better))
    assert 0 <= lower <= upper <= 1


def test_scale_runs_from_the_floor_to_certainty() -> None:
    assert [bar(value, as_probability=False).length for value in (FLOOR, -10, 0)] == [0, 0.5, 1]
    probabilities = [bar(value, as_probability=True).length for value in (-math.inf, math.log(0.25), 0)]
    assert probabilities == pytest.approx([0, 0.25, 1])


def test_values_below_the_floor_are_clipped_and_say_so() -> None:
    values = (-19.9, -20.1, -math.inf, math.nan)
    assert [bar(value, as_probability=False).clipped for value in values] == [False, True, True, True]


def test_numbers_are_short() -> None:
    values = (-0.0, -0.004, -3.456, -26.5, -340.2, -math.inf, math.nan)
    assert [number(value) for value in values] == ["0.00", "0.00", "−3.46", "−26.50", "−340", "−∞", "?"]


def test_percentages_do_not_claim_too_much() -> None:
    texts = [percent(value) for value in (1.0, 0.99999, 0.5, 0.0001, 0.0)]
    assert texts == ["> 99.9 %", "> 99.9 %", "50.0 %", "< 0.1 %", "< 0.1 %"]


def test_axes() -> None:
    assert [text for _, text in ticks(as_probability=False)] == ["−20", "−15", "−10", "−5", "0"]
    assert ticks(as_probability=True)[-1] == (1.0, "1")


@pytest.mark.parametrize("palette", [light_palette(), dark_palette()], ids=["light", "dark"])
def test_longest_bar_is_the_best_and_alone_in_its_colour(bars: Bars, palette: QPalette) -> None:
    bars.setPalette(palette)
    others, best = lengths(bars)
    assert max(best) > max(others) > 20
    rows = [y for y, wide in enumerate(best) if wide > 20]
    assert rows[-1] - rows[0] < 40, "one row"


def test_bars_have_the_lengths_of_their_values(bars: Bars) -> None:
    second, best = longest(bars)
    assert second / best == pytest.approx((20 - 3.0) / (20 - 0.08), abs=0.02)
    bars.set_as_probability(True)
    second, best = longest(bars)
    assert second / best == pytest.approx(math.exp(-3.0) / math.exp(-0.08), abs=0.02)


def test_no_answer_shows_no_bar(bars: Bars) -> None:
    bars.set_values([], -1)
    assert longest(bars) == (0, 0)


def test_many_classes_scroll_to_the_best(bars: Bars) -> None:
    bars.set_classes([chr(65 + number) for number in range(26)])
    bars.resize(230, 250)
    bars.set_values([-9.0] * 25 + [-0.001], 25)
    assert bars.verticalScrollBar().value() > 0
    assert longest(bars)[1] > 20
    bars.set_values([-0.001] + [-9.0] * 25, 0)
    assert bars.verticalScrollBar().value() == 0


@pytest.mark.parametrize(("width", "height"), [(200, 190), (230, 300), (1200, 1500)])
def test_ten_classes_never_scroll(bars: Bars, width: int, height: int) -> None:
    bars.resize(width, max(height, bars.minimumSizeHint().height()))
    assert bars.verticalScrollBar().maximum() == 0
    assert longest(bars)[1] > 20


@pytest.mark.parametrize("points", [8.3, 9.0, 9.7, 10.4, 11.1])
def test_rows_that_have_room_do_not_scroll(bars: Bars, points: float) -> None:
    """Text is so many pixels high and a part of one: a part of a pixel is nothing to scroll to."""
    font = bars.font()
    font.setPointSizeF(points)
    bars.setFont(font)
    for height in range(330, 380):
        bars.resize(320, height)
        assert bars.verticalScrollBar().maximum() == 0
