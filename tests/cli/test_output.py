"""What the commands print when the terminal, the disk or the numbers are not as they should be."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from digitpad.__main__ import main
from digitpad.cli.output import bars, print_json
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.resources import asset, default_checkpoint
from digitpad.ui.app.start import file_argument
from tests.commands import Commands
from tests.helpers import untrained
from tests.processes import start

MAIN = "main.py"
SAMPLE = str(min(asset("samples").glob("*.png")))

FULL = Path("/dev/full")
needs_full_device = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")


def test_json_has_null_for_numbers_that_are_not_finite(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": float("nan"), "b": [1.5, float("inf"), (float("-inf"),)], "c": {"d": float("nan")}})
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [1.5, None, [None]], "c": {"d": None}}


def test_bars_of_a_network_that_answers_nonsense() -> None:
    assert bars([float("nan"), -1.0], "01", 1)[0].count("#") == 0


@pytest.mark.usefixtures("small_mnist")
def test_a_diverging_run_ends_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run"
    wild = ["--learning-rate", "100", "--momentum", ".9999", "--epochs", "3"]
    assert main(["train", "--recipe", "notes-wide", *wild, "--out", str(out), "--json"]) == 2
    printed, errors = capsys.readouterr()
    assert all(json.loads(line)["event"] in ("epoch", "step", "checkpoint") for line in printed.splitlines())
    assert "learning rate (100) is too large" in errors.splitlines()[-1]
    assert f"{out / 'last.pth'} keeps the last good state" in errors.splitlines()[-1]
    # It loads, as no file does that holds weights that have run away.
    assert load_checkpoint(out / "last.pth").metrics["epoch"] == 0


@pytest.mark.usefixtures("small_mnist")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_while_the_last_epoch_is_measured_saves_the_run(
    number: signal.Signals,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupting(values: dict[str, Any]) -> None:
        print_json(values)
        if values["event"] == "epoch" and values["epoch"] == 1:
            signal.raise_signal(number)

    monkeypatch.setattr("digitpad.cli.training.print_json", interrupting)
    out = tmp_path / "run"
    argv = ["train", "--recipe", "notes-basic", "--epochs", "1", "--out", str(out), "--json"]
    assert main(argv) == 130
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (last["event"], last["reason"]) == ("finished", "stopped")
    assert load_checkpoint(out / "last.pth").metrics["step"] == last["step"]


@pytest.mark.usefixtures("small_mnist")
def test_a_run_whose_reader_has_gone_is_saved(tmp_path: Path) -> None:
    out = tmp_path / "run"
    argv = ["train", "--recipe", "notes-adam", "--epochs", "500", "--out", str(out), "--json"]
    with start([MAIN, *argv]) as run:
        while '"step", ' not in run.stdout.readline():
            assert run.poll() is None
        run.stdout.close()
        err = run.stderr()
    assert run.returncode == 0
    *_, where, how = err.splitlines()
    assert where == f"digitpad: training in {out}"
    assert how.endswith(f"digitpad train --resume {out / 'last.pth'}")
    assert load_checkpoint(out / "last.pth").metrics["step"] > 0


@needs_full_device
@pytest.mark.usefixtures("small_mnist")
def test_a_run_whose_output_finds_no_room_is_saved(tmp_path: Path) -> None:
    out = tmp_path / "run"
    with FULL.open("w") as full, start([MAIN, "train", "--out", str(out)], stdout=full) as run:
        _, err = run.communicate()
    assert run.returncode == 2
    assert "no space left" in err
    assert (out / "last.pth").exists()


@needs_full_device
@pytest.mark.parametrize("argv", [["predict", SAMPLE], ["predict", "--json", SAMPLE], ["--version"]])
def test_output_without_room_is_one_line(argv: list[str]) -> None:
    env = {**os.environ, "PYTHONUNBUFFERED": ""}  # argparse keeps quiet about what it cannot write at once
    with FULL.open("w") as full, start([MAIN, *argv], stdout=full, env=env) as run:
        _, err = run.communicate()
    assert run.returncode == 2
    assert err == "digitpad: error: the output could not be written: no space left on device\n"


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_any_id_can_be_printed_in_any_encoding(tmp_path: Path, form: list[str]) -> None:
    path = tmp_path / "strokes.jsonl"
    path.write_text('{"id": "\\ud800", "strokes": []}\n{"id": "\\u4e03", "strokes": []}\n')
    env = {**os.environ, "PYTHONIOENCODING": "latin1"}
    with start([MAIN, "predict", "--strokes", str(path), *form], env=env) as run:
        out, err = run.communicate()
    assert (run.returncode, err) == (0, "")
    assert ("\\ud800" if form else "?") in out  # half a character is none that a terminal can show
    assert "\\u4e03" in out


@pytest.mark.parametrize("out", [".", "/"])
def test_exporting_onto_a_folder_is_refused(out: str, digitpad: Commands) -> None:
    assert "could not be written: is a directory" in digitpad.refused("export", default_checkpoint(), out)


def test_inspect_prints_what_a_file_tells(tmp_path: Path, digitpad: Commands) -> None:
    path = tmp_path / "some.pth"
    save_checkpoint(untrained(metrics={"test_accuracy": 0.5, "step": 3, "epoch": "two"}), path)
    out = digitpad("inspect", path)
    assert "accuracy 50.00%\n" in out
    assert "steps 3\n" in out
    found = digitpad.answer("inspect", path)
    assert (found["epoch"], found["step"], found["metrics"]) == (None, 3, {"test_accuracy": 0.5})


def test_the_window_gets_a_path_that_holds_in_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seven.json").touch()
    monkeypatch.chdir(tmp_path)
    assert file_argument(["seven.json"]) == tmp_path / "seven.json"
