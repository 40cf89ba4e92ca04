"""Writing a file so that whatever happens a whole one is there."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from unittest.mock import Mock

import pytest

from digitpad.files import create_file, link_or_copy, previous_path, remove_left_behind, replace_file
from tests import processes


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failing(number: int) -> Mock:
    return Mock(side_effect=OSError(number, os.strerror(number)))


@pytest.fixture(params=["links", "copies"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that has hard links, and one that has none."""
    if request.param == "copies":
        monkeypatch.setattr("os.link", failing(errno.EPERM))


@pytest.mark.usefixtures("disk")
def test_the_file_before_is_kept_under_a_second_name(tmp_path: Path) -> None:
    path = tmp_path / "last.pth"
    replace_file(path, b"one", keep_previous=True)
    assert left_in(tmp_path) == ["last.pth"]
    for content in (b"two", b"three"):
        replace_file(path, content, keep_previous=True)
    assert (path.read_bytes(), previous_path(path).read_bytes()) == (b"three", b"two")
    assert left_in(tmp_path) == ["last.previous.pth", "last.pth"]


def test_a_new_file_that_cannot_be_renamed_leaves_no_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.link", failing(errno.EPERM))
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.replace", failing(errno.ENOSPC))
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            create_file(tmp_path / "new", b"content")
    assert left_in(tmp_path) == []
    create_file(tmp_path / "new", b"content")
    assert (tmp_path / "new").read_bytes() == b"content"


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("call", ["os.fsync", "os.replace", "pathlib.Path.open"])
def test_what_fails_leaves_the_file_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, keep: bool
) -> None:
    path = tmp_path / "last.pth"
    replace_file(path, b"one")
    with monkeypatch.context() as patched:
        patched.setattr(call, failing(number))
        if call == "os.replace":
            patched.setattr("pathlib.Path.replace", failing(number))
        with pytest.raises(OSError, match=os.strerror(number)):
            replace_file(path, b"two", keep_previous=keep)
    assert path.read_bytes() == b"one"
    assert [name for name in left_in(tmp_path) if name.endswith(".tmp")] == []
    replace_file(path, b"three", keep_previous=keep)
    assert path.read_bytes() == b"three"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
@pytest.mark.parametrize("moment", range(1, 7))
def test_a_program_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path, moment: int) -> None:
    # The calls that touch the disk, in their order; the process dies before the one with this number.
    program = f"""
import os, pathlib, sys
from digitpad.files import replace_file
path = pathlib.Path(sys.argv[1]) / "last.pth"
replace_file(path, b"one" * 1000, keep_previous=True)
replace_file(path, b"two" * 1000, keep_previous=True)
calls = 0
def watch(event, arguments):
    global calls
    if event in ("open", "os.link", "os.rename") and str(path.parent) in str(arguments[0]):
        calls += 1
        if calls == {moment}:
            os.kill(os.getpid(), 9)
sys.addaudithook(watch)
replace_file(path, b"three" * 1000, keep_previous=True)
"""
    done = processes.run(["-c", program, str(tmp_path)])
    path = tmp_path / "last.pth"
    # Opening, linking, two renames and the folder's own opening: five moments to die at.
    assert done.returncode == (-9 if moment <= 5 else 0)
    renamed = moment >= 5
    assert path.read_bytes() == (b"three" * 1000 if renamed else b"two" * 1000)
    previous = previous_path(path).read_bytes()
    assert previous == (b"one" * 1000 if moment <= 3 else b"two" * 1000)


def test_without_links_and_room_for_a_copy_the_new_file_is_not_written_over_the_only_good_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "last.pth"
    replace_file(path, b"one")
    monkeypatch.setattr("os.link", failing(errno.EPERM))
    monkeypatch.setattr("shutil.copyfile", failing(errno.ENOSPC))
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        replace_file(path, b"two", keep_previous=True)
    assert path.read_bytes() == b"one"
    assert left_in(tmp_path) == ["last.pth"]


@pytest.mark.usefixtures("disk")
def test_a_second_name_keeps_what_it_named(tmp_path: Path) -> None:
    last, best = tmp_path / "last.pth", tmp_path / "best.pth"
    replace_file(last, b"one")
    link_or_copy(last, best)
    replace_file(last, b"two")
    assert best.read_bytes() == b"one"
    link_or_copy(last, best)
    assert best.read_bytes() == b"two"
    with pytest.raises(FileNotFoundError):
        link_or_copy(tmp_path / "missing.pth", best)
    assert best.read_bytes() == b"two"
    assert left_in(tmp_path) == ["best.pth", "last.pth"]


def test_only_old_temporary_files_of_ours_are_cleared_away(tmp_path: Path) -> None:
    names = [".last.pth.0a1b2c3d.tmp", ".last.pth.00000000.tmp", ".editor.tmp", "thesis.tmp", "last.pth"]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    remove_left_behind(tmp_path / "last.pth")
    assert left_in(tmp_path) == sorted(names)
    an_hour_ago = time.time() - 3600
    for name in names[0], *names[2:]:
        os.utime(tmp_path / name, (an_hour_ago, an_hour_ago))
    remove_left_behind(tmp_path / "last.pth")
    assert left_in(tmp_path) == sorted(names[1:])


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    (tmp_path / "last.pth").mkdir()
    with pytest.raises(IsADirectoryError):
        replace_file(tmp_path / "last.pth", b"one")
    assert left_in(tmp_path) == ["last.pth"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_file_has_the_permissions_of_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    replace_file(tmp_path / "ours", b"one")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode
