"""Commands with nothing in a variable, without streams, with hostile files and at bad moments."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from digitpad import __main__ as program
from digitpad.data.transforms import Transform
from digitpad.errors import DigitpadError, RecipeError, Sentence, is_displayable, worded
from digitpad.files import link_or_copy
from digitpad.resources import asset
from digitpad.system import ending_signals
from tests.commands import Commands
from tests.helpers import further

SAMPLE = min(asset("samples").glob("*.png"))
HOSTILE = "\x1b[2J\x1b]0;title\x07" + "x" * 100_000


@pytest.mark.parametrize("name", [".", "/"])
def test_a_folder_is_not_a_run_to_resume(name: str, digitpad: Commands) -> None:
    assert "is not a regular file; choose a .pth file" in digitpad.refused("train", "--resume", name)


@pytest.mark.parametrize(
    "words",
    [
        ("train", "--resume", ""),
        ("train", "--recipe", ""),
        ("train", "--weights", ""),
        ("train", "--dataset", ""),
        ("train", "--out", ""),
        ("predict", SAMPLE, "--checkpoint", ""),
        ("predict", ""),
        ("evaluate", "--dataset", ""),
        ("inspect", ""),
        ("",),  # of the window
    ],
)
def test_an_empty_name_is_refused(words: tuple[object, ...], digitpad: Commands) -> None:
    assert " is empty; name a file or a folder" in digitpad.refused(*words)


def test_a_table_that_cannot_be_read_leaves_the_pictures_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.csv").write_text("label,pixel0\n1,2,3\n")
    words = ["predict", SAMPLE, tmp_path / "bad.csv", tmp_path / "missing.png", SAMPLE, "--json"]
    assert program.main(list(map(str, words))) == 2
    out, errors = capsys.readouterr()
    assert (len(out.splitlines()), len(errors.splitlines())) == (2, 2)


def test_what_files_hold_reaches_sentences_clean_and_short() -> None:
    inner = DigitpadError("{a}", a=HOSTILE)
    values = {"text": HOSTILE, "path": Path(f"/folder/{HOSTILE}/name.pth"), "inner": inner}
    text = "{text} {path} {inner}"
    for message in (DigitpadError(text, **values), Sentence(text, values)):
        for words in (str(message), str(worded(message, str.strip))):
            assert is_displayable(words)
            assert len(words) < 3100
    assert str(DigitpadError("{path}", path=values["path"])).endswith("x/name.pth")


def test_a_hostile_recipe_is_refused_in_a_short_line(tmp_path: Path, digitpad: Commands) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(f'network = "quick"\ndataset = "mnist"\nloss = "\\u001b[2J{"y" * 100_000}"\n')
    line = digitpad.refused("train", "--recipe", path)
    assert is_displayable(line)
    assert len(line) < 2000
    assert len(digitpad.refused("train", "--" + "x" * 100_000)) < 2000


def test_half_pixels_are_answered_with_whole_ones() -> None:
    with pytest.raises(RecipeError, match="choose a whole number from 1 to 128"):
        Transform("RandomCrop", (("padding", 1.5),))


def closed(number: int, code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that is started without one of its streams."""
    command = ["sh", "-c", f'exec "$0" -c "$1" {number}>&-', sys.executable, code]
    return subprocess.run(command, capture_output=True, text=True, check=True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a shell")
def test_messages_of_a_process_without_stderr_are_not_printed_on_stdout() -> None:
    code = """
import sys
from digitpad.system import open_streams
open_streams()
print('message', file=sys.stderr)
with open('/dev/zero') as first:
    print(first.fileno())
"""
    assert closed(2, code).stdout == "3\n"


@pytest.mark.usefixtures("small_mnist")
@pytest.mark.parametrize("number", [further(1), further(2)])
def test_training_goes_on_without_a_stream(number: int, tmp_path: Path) -> None:
    words = ["train", "--recipe", "notes-basic", "--epochs", "1", "--json", "--out", str(tmp_path / "run")]
    code = f"import sys; sys.argv[1:] = {words!r}; from digitpad.__main__ import run; run()"
    done = closed(number, code.replace('"', "'"))
    assert (tmp_path / "run" / "last.pth").exists()
    assert all(line.startswith("{") for line in done.stdout.splitlines())


def test_ctrl_c_while_modules_are_imported_leaves_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_argv: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "main", interrupted)
    with pytest.raises(SystemExit) as end:
        program.run()
    assert end.value.code == 130


def test_ctrl_c_in_the_middle_of_an_import_is_not_lost() -> None:
    code = """
import signal
from digitpad.system import leave_early
signal.signal(signal.SIGINT, signal.default_int_handler)  # the process that runs the tests may ignore it
leave_early()
try:
    signal.raise_signal(signal.SIGINT)
except BaseException:
    pass
print('went on')
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no SIGHUP")
def test_a_process_under_nohup_outlives_its_terminal() -> None:
    assert signal.SIGHUP in ending_signals()
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert signal.SIGHUP not in ending_signals()
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_file_that_is_linked_twice_leaves_no_temporary_name(tmp_path: Path) -> None:
    (tmp_path / "last.pth").write_bytes(b"state")
    for _ in range(2):
        link_or_copy(tmp_path / "last.pth", tmp_path / "best.pth")
    assert {path.name for path in tmp_path.iterdir()} == {"last.pth", "best.pth"}
