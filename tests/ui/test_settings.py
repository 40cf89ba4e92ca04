from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from digitpad.ui.settings import Settings


@pytest.mark.parametrize("text", ["5", "{}", "null", "not json", '["a", 5]'])
def test_a_damaged_list_of_networks_counts_as_far_as_it_can_be_read(tmp_path: Path, text: str) -> None:
    store = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    settings = Settings(store)
    store.setValue("recent", text)
    assert settings.recent == ([Path("a")] if "a" in text and text.startswith("[") else [])
    settings.add_recent(tmp_path / "new.pth")
    assert settings.recent[0] == tmp_path / "new.pth"


@pytest.mark.parametrize("text", ["banana", "", "2", "null"])
def test_a_switch_that_cannot_be_read_is_as_if_never_set(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    settings = Settings(store)
    for key in ("pad/several_digits", "pad/steps_shown", "training/live"):
        store.setValue(key, text)
    assert settings.several_digits
    assert settings.steps_shown
    assert settings.live_weights
    assert "pad/steps_shown is not readable" in caplog.text
    settings.several_digits = False
    assert not settings.several_digits
