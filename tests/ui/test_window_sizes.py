"""Windows are at first no larger than the screen, which is small where it is scaled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.bench.window import BenchWindow
from digitpad.ui.network_editor.window import NetworkEditorWindow
from digitpad.ui.settings import Settings
from digitpad.ui.training.code_window import CodeWindow
from digitpad.ui.transforms.window import TransformsWindow
from digitpad.ui.widgets import dialogs
from digitpad.ui.widgets.status_banner import StatusBanner

WINDOWS: dict[str, Callable[[Path], QWidget]] = {
    "main": lambda folder: MainWindow(Settings(QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat))),
    "bench": lambda _folder: BenchWindow(),
    "editor": lambda _folder: NetworkEditorWindow(),
    "code": lambda _folder: CodeWindow("pass", StatusBanner(), None),
    "transforms": lambda _folder: TransformsWindow(StatusBanner()),
}


@pytest.mark.parametrize("name", WINDOWS)
@pytest.mark.parametrize("room", [QSize(700, 500), QSize(5000, 5000)])
def test_a_window_is_no_larger_than_the_screen_and_its_least_size(
    name: str, room: QSize, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "room_on_screen", lambda _window: room)
    window = WINDOWS[name](tmp_path)
    qtbot.addWidget(window)
    assert window.size() == window.size().boundedTo(room.expandedTo(window.minimumSize()))
    if room.width() == 5000:
        assert window.width() > 800
