"""What all tests share: no screen, no user's folders, one thread, and the check that nothing leaks."""

from __future__ import annotations

import os

# Before Qt and torch are imported by anyone.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from digitpad.data.sets.idx_files import FILES
from digitpad.resources import runs_root
from tests.commands import Commands
from tests.helpers import write_mnist

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# The default run tries few examples, .ci/run the thorough profile too; no limits of time.
settings.register_profile("few", max_examples=15, deadline=None)
settings.register_profile("thorough", max_examples=150, deadline=None)
settings.load_profile("few")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs and settings of a test never touch the user's."""
    monkeypatch.setenv("DIGITPAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def mnist_root() -> Path:
    """The folder with the complete MNIST, or a skipped test."""
    named = os.environ.get("DIGITPAD_DATA")
    if not named or not all((Path(named) / "MNIST" / "raw" / name).is_file() for name in FILES):
        pytest.skip("MNIST is not there: set DIGITPAD_DATA to a folder that holds MNIST/raw")
    return Path(named)


@pytest.fixture(scope="session")
def trained_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished run of notes-basic, two epochs of a hundred digits, which is only copied."""
    from tests.training.runs import preset, start

    folder = tmp_path_factory.mktemp("trained")
    write_mnist(folder / "data", 100, 20)
    recipe = preset("notes-basic").with_changes(epochs=2, seed=9)
    list(start(recipe, folder / "runs" / "one", folder / "data").run())
    return folder / "runs" / "one"


@pytest.fixture
def saved_run(trained_run: Path, own_folders: None) -> Path:
    """A finished run among the user's, which needed no training for this test."""
    return Path(shutil.copytree(trained_run, runs_root() / "one"))


@pytest.fixture
def digitpad(capsys: pytest.CaptureFixture[str]) -> Commands:
    """The program's commands."""
    return Commands(capsys)


@pytest.fixture
def small_mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small MNIST of drawn digits, which the program finds by itself."""
    write_mnist(tmp_path / "data")
    monkeypatch.setenv("DIGITPAD_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture(scope="session")
def made_up_language(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the catalogue of `tests.languages`."""
    from tests.languages import make_catalogue

    folder = tmp_path_factory.mktemp("translations")
    make_catalogue(folder)
    return folder


@pytest.fixture
def full_width(made_up_language: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of that language, which can be chosen in this test."""
    from digitpad import catalogue
    from digitpad.ui.language import catalogues, language_of
    from tests.languages import NAME

    for module in (catalogue, catalogues):
        monkeypatch.setattr(module, "translations_root", lambda: made_up_language)
    yield NAME
    language_of(qapp).remove()


@pytest.fixture(autouse=True)
def no_thread_leaks() -> Iterator[None]:
    """A test that leaves a Python thread behind fails."""
    before = set(threading.enumerate())
    yield
    left = [
        thread
        for thread in set(threading.enumerate()) - before
        if not isinstance(thread, threading._DummyThread) and type(thread).__name__ != "TMonitor"  # tqdm's
    ]
    for thread in left:
        thread.join(timeout=2)
    assert not [thread for thread in left if thread.is_alive()]
