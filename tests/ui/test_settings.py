from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from digitpad.ui.settings import Settings


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)


@pytest.mark.parametrize(
    ("text", "recent"),
    [
        ("5", []),
        ("{}", []),
        ("null", []),
        ("not json", []),
        ('["a", 5]', [Path("a")]),
        ("[" * 5000 + "]" * 5000, []),
    ],
)
def test_a_damaged_list_of_networks_counts_as_far_as_it_can_be_read(
    store: QSettings, text: str, recent: list[Path]
) -> None:
    settings = Settings(store)
    store.setValue("recent", text)
    assert settings.recent == recent
    settings.add_recent(Path("/new.pth"))
    assert settings.recent[0] == Path("/new.pth")


@pytest.mark.parametrize("text", ["banana", "", "2", "null"])
def test_a_switch_that_cannot_be_read_is_as_if_never_set(
    store: QSettings, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(store)
    for key in ("pad/several_digits", "pad/steps_shown", "training/live"):
        store.setValue(key, text)
    assert (settings.several_digits, settings.steps_shown, settings.live_weights) == (True, True, True)
    assert "pad/steps_shown is not readable" in caplog.text
    settings.several_digits = False
    assert not settings.several_digits
