"""Files that are read in a thread for the window."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from digitpad.errors import DigitpadError
from digitpad.ui.threads.reader import Reader


def test_what_was_read_comes_with_the_path_that_was_asked_for(qtbot: QtBot) -> None:
    owner = QObject()
    reader = Reader(owner)
    go = threading.Event()
    got: list[tuple[Path, str, bool]] = []

    def read(path: Path) -> str:
        go.wait(10)
        return path.name

    def take(path: Path, name: str) -> None:
        got.append((path, name, threading.current_thread() is threading.main_thread()))

    first, second = Path("first.pth"), Path("second.pth")
    assert reader.read(first, read, partial(take, first))
    assert not reader.read(second, read, partial(take, second))  # one at a time
    go.set()
    qtbot.waitUntil(lambda: bool(got))
    assert reader.read(second, read, partial(take, second))  # at once: the first is done
    qtbot.waitUntil(lambda: len(got) == 2)
    assert got == [(first, "first.pth", True), (second, "second.pth", True)]
    reader.shut_down()


def test_the_next_file_can_be_asked_for_when_one_has_failed(qtbot: QtBot) -> None:
    reader = Reader(QObject())
    asked: list[bool] = []
    got: list[str] = []

    def fail(path: Path) -> str:
        raise DigitpadError("{path} is bad.", path=path)

    class Asker(QObject):
        @Slot(object)
        def ask_again(self, _error: DigitpadError) -> None:
            asked.append(reader.read(Path("good"), lambda path: path.name, got.append))

    asker = Asker()
    reader.failed.connect(asker.ask_again)
    reader.read(Path("bad"), fail, got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert asked == [True]
    assert got == ["good"]
    reader.shut_down()
