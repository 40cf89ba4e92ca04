"""The log file, and what commands and window say of an error that nobody foresaw."""

from __future__ import annotations

import io
import logging
import sys
from pathlib import Path

import pytest

from digitpad import __version__
from digitpad.__main__ import main
from digitpad.errors import UnexpectedError
from digitpad.log import log_unexpected, logging_to_file, written_log
from digitpad.resources import default_checkpoint, log_file, runs_root
from digitpad.ui.app import start
from digitpad.ui.messages import sentence, unexpected
from digitpad.versions import versions

INSPECT = ["inspect", str(default_checkpoint())]


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands and window meet an error that nobody foresaw."""

    def fail(*_: object) -> None:
        raise KeyError("a\x1b[2Jcolumn")

    monkeypatch.setattr("digitpad.model.open.inspecting.inspect_file", fail)
    monkeypatch.setattr(start, "open_window", fail)


@pytest.mark.usefixtures("fault")
@pytest.mark.parametrize("argv", [INSPECT, []], ids=["command", "window"])
def test_a_fault_of_the_program_is_one_sentence_and_the_log_says_more(
    argv: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 1
    out, err = capfd.readouterr()
    line = err.splitlines()[-1]
    assert out == ""
    assert line.startswith("digitpad: error: something went wrong in digitpad (KeyError: ")
    assert line.endswith(f"; the log says more: {log_file()}")
    assert "\x1b" not in line
    first, *rest = log_file().read_text().splitlines()
    assert f"digitpad {__version__}, python 3." in first
    assert f"torch {versions()['torch']}" in first
    assert "Traceback (most recent call last):" in rest
    assert rest[-1].startswith("KeyError: ")
    if argv:
        assert err.count("\n") == 1  # of the window, who started it in a terminal sees the traceback too


@pytest.mark.usefixtures("fault")
def test_where_no_log_can_be_written_the_traceback_is_not_lost(capsys: pytest.CaptureFixture[str]) -> None:
    log_file().parent.parent.mkdir()
    log_file().parent.write_text("a file where the folder would be")
    assert main(INSPECT) == 1
    line, *rest = capsys.readouterr().err.splitlines()
    assert line.endswith(", and the log cannot be written:")
    assert "Traceback (most recent call last):" in rest
    assert rest[-1].startswith(f"digitpad {__version__}, ")


@pytest.mark.usefixtures("fault")
def test_without_log_and_terminal_a_fault_still_has_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    log_file().parent.parent.mkdir()
    log_file().parent.write_text("a file where the folder would be")
    monkeypatch.setattr(sys, "stderr", Gone())
    assert main(INSPECT) == 1


def test_a_command_that_goes_well_leaves_no_log() -> None:
    assert main(INSPECT) == 0
    assert main(["inspect", "no such file"]) == 2
    assert not log_file().parent.exists()


def test_the_log_stays_small_and_two_programs_may_write_it() -> None:
    log = logging.getLogger("digitpad")
    with logging_to_file(), logging_to_file():
        for number in range(30):
            log.error("%d %s", number, "x" * 100_000)
    files = sorted(log_file().parent.iterdir())
    assert [file.name for file in files] == ["digitpad.log", "digitpad.log.1", "digitpad.log.2"]
    assert max(file.stat().st_size for file in files) < 1_000_000
    assert " ERROR 29 xxx" in files[0].read_text()
    assert written_log() is None  # nothing is logged to it any more


def test_the_window_says_where_the_log_is_only_if_there_is_one() -> None:
    kept = "your drawing and your runs are kept."
    assert sentence(ValueError("odd")).endswith(f"(ValueError: odd); {kept}")
    with logging_to_file():
        error = unexpected(ValueError("odd"))
        assert sentence(error).endswith(f"{kept} The log says more: {log_file()}.")
        assert error.details.endswith(f"\nlog: {log_file()}")
        assert sentence(UnexpectedError("{a}", "", a=1)) == "1."


def test_names_of_files_and_folders_of_any_kind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # pytest would put half a character into its report, which cannot be sent from one process to another.
    monkeypatch.setattr(logging.getLogger("digitpad"), "propagate", False)
    with logging_to_file():
        logging.getLogger("digitpad").error("of a file \udcff")
        assert written_log() == log_file()
        monkeypatch.setenv("DIGITPAD_HOME", str(tmp_path / "elsewhere"))
    with logging_to_file():
        log_unexpected(OSError())
        assert written_log() == tmp_path / "elsewhere" / "log" / "digitpad.log"
        assert runs_root().parent == tmp_path / "elsewhere"
