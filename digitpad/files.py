"""Writing a file so that the one there is replaced only by a complete one."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import time
from pathlib import Path

_LEFT_BEHIND = 600.0  # seconds after which a temporary file belongs to a program that was killed


def replace_file(
    path: Path, content: bytes | memoryview, keep_previous: bool = False, flush: bool = True
) -> None:
    """Write `content` to a temporary name in the same folder, flush it to the disk, then rename it to `path`.

    The file gets the permissions that a newly opened one would get. Whoever kills the program at any moment
    finds a whole file at `path`: the one before or the new one.

    Args:
        path: the file.
        content: its bytes.
        keep_previous: whether the file that was there stays, as `previous_path(path)`.
        flush: whether it must last through a power cut too, which takes some milliseconds.

    Raises:
        IsADirectoryError: when `path` is a folder or has no name.
        OSError: when that fails; the file that was there is then still whole.
    """
    if not path.name or path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    temporary = _temporary(path)
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            if flush:
                stream.flush()
                os.fsync(stream.fileno())
        if keep_previous and path.exists():
            name_again(path, previous_path(path))
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    if flush:
        _flush_folder(path.parent)


def previous_path(path: Path) -> Path:
    """Where `replace_file` keeps the file that was at `path` before: `last.pth` -> `last.previous.pth`."""
    return path.with_name(f"{path.stem}.previous{path.suffix}")


def name_again(path: Path, second: Path) -> None:
    """Let the content of `path` be found at `second` too, in the same folder, whatever was there.

    What replaces `path` later leaves `second` as it is.

    Raises:
        OSError: when that fails; both files are then as they were.
    """
    temporary = _temporary(second)
    try:
        try:
            os.link(path, temporary)
        except OSError:  # a file system without hard links, such as FAT on a stick
            shutil.copyfile(path, temporary)
        temporary.replace(second)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def remove_left_behind(path: Path) -> None:
    """Delete the temporary files that a program killed while it wrote `path` has left some time ago."""
    own = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{8}}\.tmp")
    for left in [found for found in path.parent.glob(".*.tmp") if own.fullmatch(found.name)]:
        with contextlib.suppress(OSError):  # it may be gone, or not ours to delete
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                left.unlink()


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")


def _flush_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can flush a folder (Windows cannot)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
