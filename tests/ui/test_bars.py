import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from digitpad.ui.prediction.bars import Bars, bar, number, percent
from digitpad.ui.prediction.bars_look import FLOOR, ticks
from digitpad.ui.style.theme import dark_palette, data_colours, light_palette
from tests.ui.pad_driver import photograph

LOG_PROBS = [-9.1, -4.2, -3.0, -6.6, -11.9, -14.0, -26.5, -0.08, -13.0, -5.5]


@pytest.fixture
def bars(qtbot: QtBot) -> Bars:
    widget = Bars()
    qtbot.addWidget(widget)
    widget.resize(320, 400)
    widget.set_classes([str(digit) for digit in range(10)])
    widget.set_values(LOG_PROBS, 7)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def lengths(widget: Bars) -> dict[str, list[int]]:
    """Longest run of each bar colour per row of pixels, for both colours."""
    image = photograph(widget)
    colours = data_colours(widget.palette())
    return {
        name: [_count(image, y, QColor(getattr(colours, name)).rgb()) for y in range(image.height())]
        for name in ("bar", "best_bar")
    }


def _count(image: QImage, y: int, colour: int) -> int:
    return sum(image.pixel(x, y) == colour for x in range(image.width()))


@given(st.floats(-1e6, 0), st.floats(-1e6, 0), st.booleans())
def test_a_better_class_never_has_a_shorter_bar(first: float, second: float, as_probability: bool) -> None:
    worse, better = sorted((first, second))
    lower, upper = (bar(value, as_probability=as_probability).length for value in (worse, better))
    assert 0 <= lower <= upper <= 1


def test_scale_runs_from_the_floor_to_certainty() -> None:
    assert [bar(value, as_probability=False).length for value in (FLOOR, -10, 0)] == [0, 0.5, 1]
    assert [bar(value, as_probability=True).length for value in (-math.inf, math.log(0.25), 0)] == [
        0,
        pytest.approx(0.25),
        1,
    ]


@pytest.mark.parametrize(
    ("value", "clipped"),
    [
        (-19.9, False),
        (-20.1, True),
        (-math.inf, True),
        (math.nan, True),
    ],
)
def test_values_below_the_floor_are_clipped_and_say_so(value: float, clipped: bool) -> None:
    assert bar(value, as_probability=False).clipped == clipped


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.0, "0.00"),
        (-0.004, "0.00"),
        (-3.456, "−3.46"),
        (-26.5, "−26.50"),
        (-340.2, "−340"),
        (-math.inf, "−∞"),
        (math.nan, "?"),
    ],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "100.0 %"),
        (0.99999, "> 99.9 %"),
        (0.5, "50.0 %"),
        (0.0001, "< 0.1 %"),
        (0.0, "0.0 %"),
    ],
)
def test_percentages_do_not_claim_too_much(value: float, text: str) -> None:
    assert percent(value) == text


def test_axes() -> None:
    assert [text for _, text in ticks(as_probability=False)] == ["−20", "−15", "−10", "−5", "0"]
    assert ticks(as_probability=True)[-1] == (1.0, "1")


@pytest.mark.parametrize("dark", [False, True])
def test_longest_bar_is_the_best_and_alone_in_its_colour(bars: Bars, dark: bool) -> None:
    bars.setPalette(dark_palette() if dark else light_palette())
    found = lengths(bars)
    assert max(found["best_bar"]) > max(found["bar"]) > 20
    best_rows = [y for y, wide in enumerate(found["best_bar"]) if wide > 20]
    assert best_rows[-1] - best_rows[0] < 40, "one row"


def test_bars_have_the_lengths_of_their_values(bars: Bars) -> None:
    found = lengths(bars)
    best = max(found["best_bar"])
    second = max(found["bar"])
    assert second / best == pytest.approx((20 - 3.0) / (20 - 0.08), abs=0.02)
    bars.set_as_probability(True)
    found = lengths(bars)
    expected = math.exp(-3.0) / math.exp(-0.08)
    assert max(found["bar"]) / max(found["best_bar"]) == pytest.approx(expected, abs=0.02)


def test_no_answer_shows_no_bar(bars: Bars) -> None:
    bars.set_values([], -1)
    found = lengths(bars)
    assert max(found["bar"]) == max(found["best_bar"]) == 0


def test_many_classes_scroll_to_the_best(bars: Bars) -> None:
    bars.set_classes([chr(65 + number) for number in range(26)])
    bars.resize(230, 250)
    bars.set_values([-9.0] * 25 + [-0.001], 25)
    assert bars.verticalScrollBar().value() > 0
    assert max(lengths(bars)["best_bar"]) > 20
    bars.set_values([-0.001] + [-9.0] * 25, 0)
    assert bars.verticalScrollBar().value() == 0


@pytest.mark.parametrize(("width", "height"), [(200, 190), (230, 300), (1200, 1500)])
def test_ten_classes_never_scroll(bars: Bars, width: int, height: int) -> None:
    bars.resize(width, max(height, bars.minimumSizeHint().height()))
    assert bars.verticalScrollBar().maximum() == 0
    assert max(lengths(bars)["best_bar"]) > 20
