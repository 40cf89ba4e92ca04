"""Writing files so that a file is only ever replaced by a complete one."""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import os
import re
import shutil
import stat
import time
from pathlib import Path

from digitpad.errors import DigitpadError

_LEFT_BEHIND = 600.0  # seconds after which a temporary file belongs to a program that was killed


def replace_file(
    path: Path, content: bytes | memoryview, keep_previous: bool = False, flush: bool = True
) -> None:
    """Write `content` to a temporary name in the same folder, flush it to the disk, then rename it to `path`.

    The file gets the permissions of a newly opened one. Whenever the program is killed, a whole file remains
    at `path`: the previous one or the new one.

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
            link_or_copy(path, previous_path(path))
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    if flush:
        _flush_folder(path.parent)


def create_file(path: Path, content: bytes | memoryview) -> None:
    """Write a new file, whole or not at all; of several processes one gets the name.

    Where a disk has no hard links, such as a stick with FAT, a program that is killed within the moment
    between claiming the name and renaming leaves an empty file.

    Raises:
        FileExistsError: when there is a file called so.
        OSError: when it cannot be written.
    """
    temporary = _temporary(path)
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links, such as FAT on a stick
            path.open("xb").close()  # claims the name
            try:
                temporary.replace(path)
            except BaseException:
                with contextlib.suppress(OSError):
                    path.unlink()
                raise
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    _flush_folder(path.parent)


def is_special(path: Path) -> bool:
    """Whether a path is a pipe, a socket or a device: opening one could wait without end."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def check_ordinary(path: Path, kind: type[DigitpadError] = DigitpadError, name: str | None = None) -> None:
    """Check that a path is not a pipe or a device; what is not there is left to who opens it.

    Args:
        path: a file or folder.
        kind: the class of the error.
        name: what the error calls it; the path if None.

    Raises:
        DigitpadError: of that class, when it is one.
    """
    if is_special(path):
        raise kind("{path} is a pipe or a device; choose a file.", path=path if name is None else name)


def previous_path(path: Path) -> Path:
    """Where `replace_file` keeps the previous file of `path`: `last.pth` -> `last.previous.pth`."""
    return path.with_name(f"{path.stem}.previous{path.suffix}")


def link_or_copy(path: Path, second: Path) -> None:
    """Put the content of `path` at `second` too, in the same folder, replacing what was there.

    A later `replace_file(path)` leaves `second` unchanged.

    Raises:
        OSError: when that fails; both files are then unchanged.
    """
    temporary = _temporary(second)
    try:
        try:
            os.link(path, temporary)
        except OSError:  # a file system without hard links, such as FAT on a stick
            shutil.copyfile(path, temporary)
        temporary.replace(second)
    finally:
        # Where both are links to one file already, POSIX renames nothing, and the temporary name would stay.
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def remove_left_behind(path: Path) -> None:
    """Delete old temporary files left by a program that was killed while it wrote `path`.

    Args:
        path: the file; its name may be a pattern, such as "epoch-*.pth".
    """
    own = re.compile(r"\.(.+)\.[0-9a-f]{8}\.tmp")
    for file in list(path.parent.glob(".*.tmp")):
        written = own.fullmatch(file.name)
        if written is None or not fnmatch.fnmatchcase(written[1], path.name):
            continue
        with contextlib.suppress(OSError):  # it may be gone, or not ours to delete
            # Times to come are of a clock that was set back.
            if abs(time.time() - file.stat().st_mtime) > _LEFT_BEHIND:
                file.unlink()


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")


def _flush_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can flush a folder (Windows cannot)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
