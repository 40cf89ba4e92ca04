"""What `predict` prints of numbers with signs, and of several rows."""

from __future__ import annotations

import json

import pytest

from digitpad.cli.answers import _words, tell
from digitpad.form import DIGITS
from digitpad.reading import Prediction
from tests.readings import reading


def test_a_row_with_a_sign_is_printed_and_that_it_is_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    tell({"path": "minus.png"}, reading("?5"), as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "minus.png: ?5"
    assert lines[1].startswith("  5 (80.0 %")
    assert lines[2:] == ["  ? is a sign, which is not read", ""]


def test_a_probability_is_never_rounded_up_to_certainty(capsys: pytest.CaptureFixture[str]) -> None:
    sure = Prediction((-1e-9, *(-20.0,) * 9), digit=0, margin=20.0, blank=False, input=None)
    assert _words(sure, DIGITS).startswith("0 (> 99.9 %, margin 20.00")


def test_rows_are_printed_one_under_the_other_each_before_its_digits(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell({"path": "rows.png"}, reading("12\n3"), as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" (")[0] for line in lines] == [
        "rows.png:",
        "  12",
        "    1",
        "    2",
        "  3",
        "    3",
        "",
    ]


def test_json_tells_the_rows_and_where_signs_are(capsys: pytest.CaptureFixture[str]) -> None:
    tell({"path": "rows.png"}, reading("1?2\n3"), as_json=True)
    answer = json.loads(capsys.readouterr().out)
    assert (answer["number"], answer["lines"]) == ("1?2\n3", ["1?2", "3"])
    assert [digit["line"] for digit in answer["digits"]] == [0, 0, 1]
    assert answer["signs"] == [{"box": [1, 0, 2, 1], "line": 0}]
