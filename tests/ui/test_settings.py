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
