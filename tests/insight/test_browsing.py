"""Which pictures are looked at, and in which order."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digitpad.insight.browsing import Correctness, PictureFilter, Readings, select_pictures

LABELS = np.array([7, 2, 7, 1, 7])
READINGS = Readings(
    answers=np.array([7, 7, 1, 1, 1]),
    confidence=np.array([0.9, 0.6, 0.5, 0.8, 0.7], np.float32),
    right=np.array([True, False, False, True, False]),
)


WRONG, RIGHT = Correctness.WRONG, Correctness.RIGHT


def chosen(readings: Readings | None, **wanted: object) -> list[int]:
    return select_pictures(LABELS, readings, PictureFilter(**wanted)).tolist()


def test_without_answers_pictures_are_chosen_by_label_alone() -> None:
    assert chosen(None) == [0, 1, 2, 3, 4]
    assert chosen(None, label=7) == chosen(None, label=7, answer=1, outcome=WRONG) == [0, 2, 4]


def test_mistakes_come_surest_first() -> None:
    assert chosen(READINGS, outcome=WRONG) == [4, 1, 2]
    assert chosen(READINGS, label=7, outcome=WRONG) == [4, 2]


def test_what_was_read_right_comes_least_sure_first() -> None:
    assert chosen(READINGS, outcome=RIGHT) == [3, 0]


def test_a_cell_of_the_confusion_matrix_keeps_the_order_of_the_dataset() -> None:
    assert chosen(READINGS, label=7, answer=1) == [2, 4]
    assert chosen(READINGS, label=1, answer=7) == []


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.floats(0, 1, width=32)), max_size=30))
def test_right_and_wrong_share_out_all_pictures(rows: list[tuple[int, int, float]]) -> None:
    labels = np.array([row[0] for row in rows], np.int64)
    answers = np.array([row[1] for row in rows], np.intp)
    readings = Readings(answers, np.array([row[2] for row in rows], np.float32), labels == answers)
    parts = [select_pictures(labels, readings, PictureFilter(outcome=one)).tolist() for one in (RIGHT, WRONG)]
    assert sorted(parts[0] + parts[1]) == list(range(len(rows)))
