"""Files that never answer hold up neither the window nor its end."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from digitpad.data.picture_kinds import is_picture
from digitpad.data.pictures import read_grey
from digitpad.data.sets.table_columns import columns
from digitpad.errors import DatasetError, DigitpadError, DrawingError, PictureError
from digitpad.ink.foreign.files import first_drawing
from digitpad.ui.app.any_file import Kind, kind_of
from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.drawing_files import DrawingFiles
from digitpad.ui.threads.probe import Probe
from digitpad.ui.widgets.status_banner import StatusBanner

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """What a thread waits for that looks at a file on a dead network drive; set at the end of the test."""
    event = threading.Event()
    yield event
    event.set()


def test_a_file_that_answers_is_opened_at_once(tmp_path: Path, qapp: object) -> None:
    (tmp_path / "a").write_text("text")
    read: list[str] = []
    Probe(None).look(tmp_path / "a", Path.read_text, read.append, pytest.fail)
    assert read == ["text"]


def test_a_file_that_never_answers_is_given_up(tmp_path: Path, never: threading.Event, qtbot: QtBot) -> None:
    probe, errors = Probe(None), list[DigitpadError]()
    probe._limit.setInterval(50)
    began = time.monotonic()
    probe.look(tmp_path, lambda _: never.wait(), pytest.fail, errors.append)
    assert time.monotonic() - began < 5
    qtbot.waitUntil(lambda: bool(errors))
    assert "does not answer" in str(errors[0])


def test_an_answer_that_comes_late_counts_unless_another_file_was_asked_for(
    tmp_path: Path, never: threading.Event, qtbot: QtBot
) -> None:
    probe, answers = Probe(None), list[object]()
    probe.look(tmp_path, lambda _: never.wait(), pytest.fail, pytest.fail)
    late = threading.Event()
    probe.look(tmp_path, lambda _: late.wait(), answers.append, pytest.fail)
    assert answers == []
    late.set()
    qtbot.waitUntil(lambda: answers == [True])


def test_what_needs_no_file_is_newer_than_a_look_under_way(tmp_path: Path, qtbot: QtBot) -> None:
    probe, answers, answered, late = Probe(None), list[object](), list[object](), threading.Event()
    probe._answered.connect(answered.append)
    probe.look(tmp_path, lambda _: late.wait(), pytest.fail, pytest.fail)
    probe.reach_all([], lambda: answers.append("at once"), pytest.fail)
    late.set()
    qtbot.waitUntil(lambda: bool(answered))
    assert answers == ["at once"]


def test_the_newer_of_two_files_wins_and_the_older_reports_nothing_not_even_its_error(
    tmp_path: Path, never: threading.Event, qtbot: QtBot
) -> None:
    probe, answers, answered = Probe(None), list[object](), list[object]()
    probe._answered.connect(answered.append)

    def fails(_: Path) -> None:
        never.wait()
        raise OSError("the network drive has gone")

    probe.look(tmp_path, fails, pytest.fail, pytest.fail)
    probe.look(tmp_path / "newer", lambda path: path.name, answers.append, pytest.fail)
    never.set()
    for thread in threading.enumerate():
        if thread.name == "probe":
            thread.join(5)
    qtbot.waitUntil(lambda: bool(answered and answers))
    assert answers == ["newer"]


@needs_pipes
def test_pipes_are_refused_before_they_are_opened(tmp_path: Path) -> None:
    for reads, suffix, error in (
        (read_grey, ".png", PictureError),
        (first_drawing, ".json", DrawingError),
        (columns, ".csv", DatasetError),
    ):
        path = tmp_path / f"pipe{suffix}"
        os.mkfifo(path)
        with pytest.raises(error, match="is a pipe or a device; choose a file"):
            reads(path)
    os.mkfifo(tmp_path / "pipe")
    assert not is_picture(tmp_path / "pipe")
    assert kind_of(tmp_path / "pipe") is Kind.NETWORK


@needs_pipes
def test_the_window_says_so_of_a_pipe(tmp_path: Path, qtbot: QtBot) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    window = QWidget()
    qtbot.addWidget(window)
    canvas, banner = Canvas(window), StatusBanner(window)
    DrawingFiles(window, canvas, banner).open(tmp_path / "pipe.json")
    assert "is a pipe or a device" in banner.text()
