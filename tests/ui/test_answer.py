"""The answer to what is on the pad, where it has rows and signs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from digitpad.ink.drawing import Drawing, Stroke
from digitpad.reading import Sign
from digitpad.ui.prediction.answer import Answer
from tests.readings import NOTHING, reading

MINUS, STEM = Stroke(((2, 14), (8, 14)), 2.0), Stroke(((16, 5), (16, 22)), 2.0)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("12\n34", ((1, 2), (3, 4))),
        ("?5", ((None, 5),)),
        ("3?14", ((3, None, 1, 4),)),
        ("7", ()),
        ("", ()),
    ],
)
def test_rows_are_those_of_the_reading_and_one_digit_has_none(
    text: str, rows: tuple[tuple[int | None, ...], ...]
) -> None:
    answer = Answer(Drawing(), NOTHING, reading(text))
    assert (answer.rows, answer.divided) == (rows, bool(rows))


def test_the_ink_of_a_digit_is_without_the_sign_beside_it() -> None:
    drawing = Drawing((MINUS, STEM))
    one = reading("1")
    one = replace(
        one,
        digits=(replace(one.digits[0], strokes=(1,)),),
        signs=(Sign((1.0, 13.0, 9.0, 15.0), (0,)),),
    )
    assert Answer(drawing, replace(NOTHING, source=drawing), one).ink(0) == Drawing((STEM,))
    assert np.array_equal(Answer(drawing, NOTHING, reading("1")).ink(0), NOTHING.source)
