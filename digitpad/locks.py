"""Locks on folders: one process at a time, and no lock stays behind when a process is killed.

They are the system's own locks of files (`fcntl`, `msvcrt`), which `filelock` takes; torch depends on it too.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

_NAME = ".run.lock"


class FolderLock:
    """The right to write into a folder, which this process takes and others then cannot.

    Within a process it may be taken again, as when a run is resumed whose trainer is still there.

    Args:
        folder: that is there when the lock is taken.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._lock: BaseFileLock | None = None

    def take(self) -> bool:
        """Take the folder; returns whether it is this process's now.

        Where the system or its network drive has no locks, everybody may have the folder.
        """
        if self._lock is not None:
            return True
        from filelock import FileLock, Timeout  # a quarter of a second that only runs need

        lock = FileLock(self._path.absolute(), timeout=0, thread_local=False, is_singleton=True)
        try:
            lock.acquire()
        except Timeout:
            return False
        except (OSError, NotImplementedError):
            return True
        self._lock = lock
        return True

    def release(self) -> None:
        """Free the folder for others, and take the lock's file away with the last claim of this process.

        It goes while the lock is held: who has opened it already notices that it is not there any more.
        """
        if self._lock is None:
            return
        if self._lock.lock_counter == 1:
            with contextlib.suppress(OSError):  # Windows keeps what is open
                self._path.unlink()
        self._lock.release()
        self._lock = None


def is_taken(folder: Path) -> bool:
    """Whether another process has the folder."""
    if not (folder / _NAME).exists():
        return False
    lock = FolderLock(folder)
    free = lock.take()
    if free:
        lock.release()
    return not free
