"""The text of what was read: rows, and signs in their places."""

from __future__ import annotations

import pytest

from tests.readings import reading


@pytest.mark.parametrize("text", ["2026", "?5", "3?14", "12\n34", "7?8\n?9\n123", ""])
def test_rows_stand_one_under_the_other_and_signs_in_their_places(text: str) -> None:
    assert reading(text).text == text
    assert reading(text).lines == tuple(text.splitlines())


def test_a_sign_does_not_count_as_a_digit() -> None:
    assert not reading("?5").several
    assert reading("5?5").several
    assert reading("1\n2").several
