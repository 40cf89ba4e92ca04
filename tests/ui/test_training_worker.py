"""The training thread apart from the window."""

from __future__ import annotations

import pytest

from digitpad.ui.threads.courtesy import threads_asked_for


@pytest.mark.parametrize(
    ("asked", "threads"), [("3", 3), ("2,1", 2), (" 4 , 2", 4), ("", 0), ("many", 0), ("-1", 0), (",2", 0)]
)
def test_the_first_number_of_threads_counts(
    asked: str, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", asked)
    assert threads_asked_for() == threads


def test_without_the_variable_nothing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert threads_asked_for() == 0
