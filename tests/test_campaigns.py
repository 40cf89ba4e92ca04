"""Campaigns say what is wrong with their options."""

from __future__ import annotations

import sys

import pytest

from tests.tools.campaigns import soak


def test_a_soak_of_too_few_strokes_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["soak", "--strokes", "9"])
    with pytest.raises(SystemExit) as ended:
        soak.main()
    assert ended.value.code == 2
    assert "--strokes takes 10 or more" in capsys.readouterr().err
