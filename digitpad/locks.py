"""Locks on folders: one process at a time, and no lock stays behind when a process is killed.

They are the system's own locks of files (`fcntl`, `msvcrt`), which `filelock` takes; torch depends on it too.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from filelock import BaseFileLock

_NAME = ".run.lock"

_files: WeakKeyDictionary[BaseFileLock, tuple[int, int] | None] = WeakKeyDictionary()
"""The file that each lock of this process is on, as `_identity` gives it."""


class FolderLock:
    """The right to write into a folder, which this process takes and others then cannot.

    Within a process it may be taken again, as when a run is resumed whose trainer is still there.

    Args:
        folder: is locked once it is there; one that is deleted and made again has to be taken again.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._lock: BaseFileLock | None = None

    def take(self) -> bool:
        """Take the folder; returns whether it is this process's now.

        Where the system or its network drive has no locks, everybody may have the folder, and one that is not
        there is nobody's; it is not made.
        """
        if not self._path.parent.is_dir():
            return True
        from filelock import FileLock, Timeout  # a quarter of a second that only runs need

        lock = self._lock or FileLock(self._path.absolute(), timeout=0, thread_local=False, is_singleton=True)
        claims = lock.lock_counter + (self._lock is None)
        if lock.is_locked and not self._is_on_file(lock):
            lock.release(force=True)  # the folder was deleted: what this process holds keeps nobody out
        is_new = not lock.is_locked
        try:
            while lock.lock_counter < max(1, claims):  # the other claims of this process stay valid
                lock.acquire()
        except Timeout:
            self._lock = None
            return False
        except (OSError, NotImplementedError):
            self._lock = None
            return True
        if is_new:
            _files[lock] = _identity(self._path)
        self._lock = lock
        return True

    def _is_on_file(self, lock: BaseFileLock) -> bool:
        """Whether a lock that this process holds is on the file that others would lock."""
        return lock in _files and _files[lock] == _identity(self._path) is not None

    def release(self) -> None:
        """Free the folder for others, and take the lock's file away with the last claim of this process.

        It goes while the lock is held: who has opened it already notices that it is not there any more.
        """
        if self._lock is None:
            return
        if self._lock.lock_counter == 1 and self._is_on_file(self._lock):
            with contextlib.suppress(OSError):  # Windows keeps what is open
                self._path.unlink()
        self._lock.release()
        self._lock = None


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell a file from another one that has got its name; None without one."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def is_taken(folder: Path) -> bool:
    """Whether another process has the folder."""
    if not (folder / _NAME).exists():
        return False
    lock = FolderLock(folder)
    free = lock.take()
    if free:
        lock.release()
    return not free
