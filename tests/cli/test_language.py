"""Commands speak the terminal's language."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from digitpad import Drawing, Recognizer, train
from digitpad.cli.language import in_words, tr
from digitpad.errors import CheckpointError, Sentence, UsageError, reason
from digitpad.training.events import Finished, Report, StepDone
from tests.commands import Commands

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> object:
    """Sets a variable that names a language, and no other."""

    def speak(name: str, value: str) -> None:
        for variable in VARIABLES:
            monkeypatch.delenv(variable, raising=False)
        monkeypatch.setenv(name, value)

    return speak


@pytest.mark.parametrize("name", VARIABLES)
@pytest.mark.parametrize("value", ["zh_CN.UTF-8", "zh_CN", "zh_SG.UTF-8", "zh"])
def test_chinese_where_a_variable_names_it(speak: object, name: str, value: str) -> None:
    speak(name, value)  # type: ignore[operator]
    assert tr("interrupted") == "已中断"


@pytest.mark.parametrize("value", ["C", "C.UTF-8", "en_GB.UTF-8", "de_DE.UTF-8", "", "POSIX", "../x"])
def test_english_elsewhere(speak: object, value: str) -> None:
    speak("LANG", value)  # type: ignore[operator]
    assert tr("interrupted") == "interrupted"


def test_what_stands_inside_an_error_is_said_too(speak: object) -> None:
    speak("LANG", "zh_CN.UTF-8")  # type: ignore[operator]
    inner = CheckpointError("it is empty; download or save it again")
    error = UsageError("{path} could not be read: {why}.", path=Path("a.pth"), why=reason(inner))
    assert in_words(error).startswith("无法读取 a.pth：")
    assert in_words(error).endswith("。")
    assert (
        in_words(Sentence("a text without a translation {n}", {"n": 3})) == "a text without a translation 3"
    )
    assert in_words("3 %") == "3 %"


def test_how_a_run_ends_is_said_in_words_and_its_figures_as_the_notes_print_them(speak: object) -> None:
    speak("LANG", "zh_CN")  # type: ignore[operator]
    report = Report(60_000, 64)
    step = StepDone(1, 1, 64, 2.3, 9_000.0, 0, 938)
    ended = Finished(1, 938, 60_000, "completed", 0.2, 0.94, Path("last.pth"))
    assert in_words(report.line(ended)) == "已完成，保存在 last.pth"
    assert in_words(report.line(step)).startswith("Train Epoch: 1 [0/60000 (0%)]")


def test_an_option_that_cannot_be_used_is_said_in_chinese(speak: object, digitpad: Commands) -> None:
    speak("LANG", "zh_CN.UTF-8")  # type: ignore[operator]
    assert "“0” 不大于 0" in digitpad.refused("predict", "a.png", "--std", "0")
    assert "请给出文件或文件夹的名称" in digitpad.refused("train", "--out", "")


@pytest.mark.usefixtures("small_mnist")
def test_a_notebook_speaks_it_too(speak: object, tmp_path: Path) -> None:
    speak("LANG", "zh_CN.UTF-8")  # type: ignore[operator]

    lines: list[str] = []

    def interrupt(line: str) -> None:
        lines.append(line)
        if line.startswith("Test set after epoch 1"):  # as the notes print it
            signal.raise_signal(signal.SIGINT)

    run = train("notes-basic", epochs=3, out=tmp_path, show=interrupt)
    assert lines[-1].startswith("已中断；")
    assert "测试准确率" in run._repr_html_()
    assert "没有画任何内容。" in Recognizer.load().read(Drawing())._repr_html_()


def test_a_command_says_errors_and_help_in_chinese_and_json_as_ever(tmp_path: Path) -> None:
    environment = {**os.environ, "LANGUAGE": "", "LC_ALL": "zh_CN.UTF-8", "PYTHONUTF8": "1"}
    run = [sys.executable, "-m", "digitpad", "predict"]
    failed = subprocess.run([*run, tmp_path / "no.png"], capture_output=True, text=True, env=environment)
    assert failed.returncode == 2
    assert failed.stderr.startswith("digitpad: error: ")
    assert failed.stderr.rstrip().endswith("不存在；请检查名称。")
    about = subprocess.run([*run, "--help"], capture_output=True, text=True, env=environment)
    assert "识别图片或笔画文件中的数字。" in about.stdout
    assert "--checkpoint F" in about.stdout
