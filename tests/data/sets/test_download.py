"""Downloads from servers that send too much or too slowly, and after a program that was killed."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitpad.data.labelled import silent
from digitpad.data.sets import download
from digitpad.data.sets.download import Remote, fetch
from digitpad.errors import DatasetNotFound

CONTENT = b"pictures" * 1000


def remote(root: Path) -> Remote:
    """A file with `CONTENT`, at one address."""
    return Remote(("http://server/file",), hashlib.md5(CONTENT).hexdigest(), root / "raw" / "file")


def served(monkeypatch: pytest.MonkeyPatch, pieces: Iterator[bytes]) -> None:
    """Have the server send these pieces."""
    monkeypatch.setattr(download, "_pieces", lambda _address: pieces)


def test_a_server_that_sends_without_end_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield bytes(10_000)
        pytest.fail("more was read than the file can have")

    served(monkeypatch, endless())
    with pytest.raises(DatasetNotFound, match="the server sends more than the file has"):
        fetch([remote(tmp_path)], len(CONTENT), "Digits", tmp_path, silent)
    assert list(tmp_path.iterdir()) == []


def test_a_trickle_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(0, 10_000, 5))

    def trickle() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 100  # in five seconds
        pytest.fail("it was waited for without end")

    served(monkeypatch, trickle())
    monkeypatch.setattr(download.time, "monotonic", lambda: float(next(now)))
    with pytest.raises(DatasetNotFound, match="the server sends too slowly"):
        fetch([remote(tmp_path)], 10**6, "Digits", tmp_path, silent)


def test_what_a_killed_program_left_is_removed_and_a_download_in_progress_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = remote(tmp_path)
    old, present = (file.target.parent / f".download-{name}" for name in ("old", "present"))
    for folder in (old, present):
        folder.mkdir(parents=True)
        (folder / "loaded").write_bytes(b"half")
    for path in (old / "loaded", old):
        os.utime(path, (time.time() - 3600,) * 2)
    served(monkeypatch, (piece for piece in [CONTENT]))
    fetch([file], len(CONTENT), "Digits", tmp_path, silent)
    assert {path.name for path in file.target.parent.iterdir()} == {"file", ".download-present"}
    assert file.target.read_bytes() == CONTENT
