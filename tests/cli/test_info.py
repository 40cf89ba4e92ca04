"""`digitpad --info`."""

from __future__ import annotations

import sys

import pytest
import torch
from PySide6.QtCore import qVersion

from digitpad import __version__
from digitpad.resources import data_root, log_file, runs_root
from digitpad.ui.settings import Settings
from tests.commands import Commands

NAMES = {
    *("digitpad", "python", "torch", "torchvision", "pyside6", "numpy", "qt", "settings", "platform"),
    *("processor", "cores", "threads", "device", "data", "runs", "samples", "lessons", "log"),
}


def test_versions_machine_and_places(digitpad: Commands) -> None:
    values = digitpad.answer("--info")
    assert set(values) == NAMES
    assert (values["digitpad"], values["torch"], values["qt"]) == (__version__, torch.__version__, qVersion())
    assert values["python"] == sys.version.split()[0]
    assert values["threads"] == torch.get_num_threads()
    places = {"data": data_root(), "runs": runs_root(), "log": log_file()}
    assert {name: values[name] for name in places} == {name: str(path) for name, path in places.items()}
    assert values["settings"] == Settings.place()
    assert values["cores"] >= 1
    assert values["processor"]
    lines = dict(line.split(maxsplit=1) for line in digitpad("--info").splitlines())
    assert lines == {name: str(value) for name, value in values.items()}


def test_what_cannot_be_loaded_is_named(digitpad: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtCore", None)  # a library of the system is missing
    assert digitpad.answer("--info")["qt"].startswith("cannot be loaded (ModuleNotFoundError: ")
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert "无法加载（ModuleNotFoundError: " in digitpad("--info")
    assert digitpad.answer("--info")["qt"].startswith("cannot be loaded (")


def test_a_word_that_does_not_belong_there(digitpad: Commands) -> None:
    assert digitpad.refused("--info", "--jason").endswith("not '--jason'")
