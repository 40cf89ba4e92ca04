"""Writing a file so that the one there is replaced only by a complete one."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path


def replace_file(path: Path, content: bytes | memoryview) -> None:
    """Write `content` to a temporary name in the same folder, flush it to the disk, then rename it to `path`.

    The file gets the permissions that a newly opened one would get.

    Raises:
        IsADirectoryError: when `path` is a folder or has no name.
        OSError: when that fails; the file that was there is then still whole.
    """
    if not path.name or path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
