"""Two processes at once: the second is told, and the first loses nothing."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from digitpad.__main__ import main
from digitpad.errors import CheckpointError
from digitpad.files import create_file
from digitpad.locks import FolderLock, is_taken
from digitpad.resources import runs_root
from digitpad.training.files import RunInUseError, claimed, new_run_folder
from digitpad.training.library import RunLibrary
from tests import processes
from tests.training.runs import STEPS, finished, resume, short, start, stopped, take

pytestmark = pytest.mark.usefixtures("dataset_stub")

HOLD = """
import sys
from pathlib import Path
from digitpad.locks import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
import time
time.sleep(60)
"""


@contextmanager
def another_process_in(folder: Path) -> Iterator[processes.Child]:
    """Another process has the folder, as one that trains there."""
    folder.mkdir(parents=True, exist_ok=True)
    with processes.start(["-c", HOLD, str(folder)]) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "True\n"
        yield child


def test_a_second_run_in_a_folder_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    path = stopped(short(), tmp_path / "run", 2)
    before = path.read_bytes()
    with another_process_in(path.parent) as child:
        with pytest.raises(
            RunInUseError, match=r"Another digitpad trains in .*run now; stop it there, or choose"
        ):
            list(start(short(), path.parent).run())
        with pytest.raises(RunInUseError):
            resume(path)
        with pytest.raises(CheckpointError, match=r"stop it there before the run is deleted"):
            RunLibrary(tmp_path).delete(path.parent)
        child.send_signal(signal.SIGKILL)  # a lock that stays behind would be worse than none
        child.wait()
    assert path.read_bytes() == before
    trainer, _ = resume(path)
    assert trainer.position.step == 2
    assert (path.parent / ".run.lock").exists()  # the claim of whoever made the trainer has ended
    trainer.release()
    assert not (path.parent / ".run.lock").exists()


def test_the_command_says_it_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = stopped(short(), tmp_path / "run", 2)
    with another_process_in(path.parent):
        assert main(["train", "--resume", str(path)]) == 2
    errors = capsys.readouterr().err.splitlines()
    sentence = f"Another digitpad trains in {path.parent} now; stop it there, or choose another folder."
    assert [line for line in errors if "error" in line] == [f"digitpad: error: {sentence}"]


@pytest.mark.parametrize("end", ["completed", "stopped"])
def test_a_run_that_has_ended_lets_others_have_its_folder(end: str, tmp_path: Path) -> None:
    if end == "completed":
        trainer = finished(short(epochs=1), folder=tmp_path)
    else:
        trainer = start(short(), tmp_path)
        take(trainer, STEPS - 1)
        trainer.stop()
    with another_process_in(tmp_path):
        assert trainer.last_path.exists()


def test_a_run_without_a_step_leaves_no_folder(tmp_path: Path) -> None:
    trainer = start(short(), tmp_path / "run")
    events = trainer.run()
    next(events)
    events.close()
    trainer.stop()
    assert list(tmp_path.iterdir()) == []


def test_runs_of_one_moment_get_folders_of_their_own() -> None:
    folders = {new_run_folder(short()) for _ in range(3)}
    assert len(folders) == 3
    assert all(folder.is_dir() for folder in folders)


def test_a_run_that_cannot_begin_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError):
        start(short(weights=str(tmp_path / "missing.pth")), None)
    assert not runs_root().exists() or list(runs_root().iterdir()) == []


def test_three_runs_in_a_folder_within_a_second_are_all_kept(tmp_path: Path) -> None:
    for _ in range(3):
        stopped(short(), tmp_path, 1)
    assert len(list(tmp_path.glob("earlier-*/last.pth"))) == 2


def test_of_two_that_create_a_file_one_gets_the_name(tmp_path: Path) -> None:
    create_file(tmp_path / "a", b"first")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "a", b"second")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"first"]


def made_again(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def test_a_folder_that_is_made_again_is_taken_again(tmp_path: Path) -> None:
    folder = made_again(tmp_path / "run")
    locks = FolderLock(folder), FolderLock(folder)
    assert [lock.take() for lock in locks] == [True, True]
    made_again(folder)
    assert locks[0].take()
    with processes.start(["-c", HOLD, str(folder)]) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "False\n"
    locks[0].release()
    assert (folder / ".run.lock").exists()  # the other claim of this process still stands
    locks[1].release()
    assert not (folder / ".run.lock").exists()


def test_a_folder_that_is_made_again_may_be_anothers(tmp_path: Path) -> None:
    folder = made_again(tmp_path / "run")
    lock = FolderLock(folder)
    assert lock.take()
    with another_process_in(made_again(folder)):
        assert is_taken(folder)
        assert not lock.take()
        lock.release()
        assert (folder / ".run.lock").exists()
    assert lock.take()
    lock.release()


def test_a_folder_that_is_not_there_is_not_made_by_claiming_it(tmp_path: Path) -> None:
    with claimed(tmp_path / "none" / "run"):
        assert list(tmp_path.iterdir()) == []
