"""Downloads, with progress, a checksum and a way to stop."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import http.client
import queue
import shutil
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from digitpad.data.labelled import Progress
from digitpad.errors import DatasetNotFound, Sentence, reason

TIMEOUT = 15.0
"""Seconds without an answer after which the next mirror is tried."""
SLOWEST, OVER = 4096, 30.0
"""Bytes a second below which, over so many seconds, the next mirror is tried: MNIST would take 45 minutes."""
_LEFT_BEHIND = 600.0  # seconds without a change after which a download belongs to a program that was killed
_PREFIX = ".download-"
_POLL = 0.2  # seconds between two chances to stop while a server is silent
_PIECE = 1 << 16
_AHEAD = 16  # pieces that are read from the network in advance


@dataclass(frozen=True, slots=True)
class Remote:
    """A file that can be downloaded.

    Attributes:
        addresses: where it is, to be tried in turn.
        md5: its checksum.
        target: where it goes.
        unpacked: whether it is unpacked with gzip on the way.
    """

    addresses: tuple[str, ...]
    md5: str
    target: Path
    unpacked: bool = False


def fetch(files: Sequence[Remote], total: int, title: str, root: Path, progress: Progress) -> None:
    """Download those of the files that are not there yet.

    Args:
        files: the files.
        total: bytes of all of them, for the progress.
        title: the name of the set in an error.
        root: the dataset folder, named in an error.
        progress: gets bytes done and bytes in all; may raise `Cancelled`. Complete files stay.

    Raises:
        DatasetNotFound: when a file is missing and cannot be downloaded from any address.
    """
    done = 0
    made: list[Path] = []

    def report(before: int, count: int) -> None:
        progress(min(before + count, total), total)

    try:
        for file in files:
            if file.target.is_file():
                continue
            folder = file.target.parent
            made += [one for one in (folder, *folder.parents) if not one.exists()]
            folder.mkdir(parents=True, exist_ok=True)
            _remove_left_behind(folder)
            done += _fetch(file, partial(report, done), max(2 * total, _PIECE))
    except OSError as error:
        raise DatasetNotFound(
            "{title} is not in {folder} and could not be downloaded ({why}). Choose a folder that holds it "
            "as torchvision keeps it, or another dataset; the synthetic set of digits needs no download.",
            title=title,
            folder=root,
            why=reason(error),
        ) from error
    finally:
        for folder in made:  # the innermost first; those that hold a file stay
            with contextlib.suppress(OSError):
                folder.rmdir()


def _remove_left_behind(folder: Path) -> None:
    """Delete what a program has left in a folder that was killed while it downloaded."""
    for left in list(folder.glob(f"{_PREFIX}*")):
        with contextlib.suppress(OSError):  # it may be gone, or not ours to delete
            changed = max(path.stat().st_mtime for path in (left, *left.iterdir()))
            if abs(time.time() - changed) > _LEFT_BEHIND:
                shutil.rmtree(left)


def _fetch(file: Remote, progress: Callable[[int], None], most: int) -> int:
    """Download from the first address that works, check and unpack; return the number of bytes.

    Args:
        file: the file.
        progress: gets the bytes so far.
        most: bytes after which it cannot be the file that is meant.
    """
    failure: OSError = OSError("no mirror is known")
    for address in file.addresses:
        progress(0)
        try:
            with tempfile.TemporaryDirectory(dir=file.target.parent, prefix=_PREFIX) as folder:
                loaded = Path(folder) / "loaded"
                size = _download(address, file.md5, loaded, progress, most)
                if file.unpacked:
                    unpacked = Path(folder) / file.target.name
                    with gzip.open(loaded) as stream, unpacked.open("wb") as out:
                        shutil.copyfileobj(stream, out, _PIECE)
                    loaded = unpacked
                loaded.replace(file.target)
                return size
        except (OSError, EOFError, http.client.HTTPException) as error:
            failure = _plain(error)
    raise failure


def _download(address: str, md5: str, target: Path, progress: Callable[[int], None], most: int) -> int:
    digest = hashlib.md5(usedforsecurity=False)
    size = before = 0
    measured = time.monotonic()
    with target.open("wb") as out, closing(_pieces(address)) as pieces:
        for piece in pieces:
            out.write(piece)
            digest.update(piece)
            size += len(piece)
            progress(size)
            if size > most:
                raise OSError("the server sends more than the file has")
            if (seconds := time.monotonic() - measured) > OVER:
                if size - before < SLOWEST * seconds:
                    raise OSError("the server sends too slowly")
                measured, before = measured + seconds, size
    if digest.hexdigest() != md5:
        raise OSError("the downloaded file is damaged")
    return size


def _pieces(address: str) -> Generator[bytes, None, None]:
    """Download from `address` piece by piece; an empty piece after every `_POLL` seconds of silence.

    Finding the server, connecting and reading block without a way to interrupt them, so another thread does
    that. It is asked to stop and left behind when the caller closes the generator.
    """
    pieces: queue.Queue[bytes | Exception] = queue.Queue(_AHEAD)
    stop = threading.Event()
    threading.Thread(target=_read, args=(address, pieces, stop), name="download", daemon=True).start()
    last_piece = time.monotonic()
    try:
        while True:
            try:
                piece = pieces.get(timeout=_POLL)
            except queue.Empty:
                if time.monotonic() - last_piece > TIMEOUT:
                    raise TimeoutError from None
                yield b""
                continue
            if isinstance(piece, Exception):
                raise piece
            if not piece:
                return
            yield piece
            last_piece = time.monotonic()
    finally:
        stop.set()


def _read(address: str, pieces: queue.Queue[bytes | Exception], stop: threading.Event) -> None:
    """Put the content of `address` into `pieces`, then an empty piece or the failure, until `stop` is set."""

    def put(item: bytes | Exception) -> None:
        while not stop.is_set():
            try:
                pieces.put(item, timeout=_POLL)
            except queue.Full:
                continue
            return

    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:
            while not stop.is_set():
                piece = answer.read1(_PIECE)
                put(piece)
                if not piece:
                    return
    except Exception as error:  # noqa: BLE001 - raised again in the thread that waits for the pieces
        put(error)


def _plain(error: Exception) -> OSError:
    """Return the failure as one short, plain cause."""
    if isinstance(error, urllib.error.HTTPError):
        return OSError(Sentence("the server answered {code}", {"code": error.code}))
    if isinstance(error, urllib.error.URLError):
        return OSError(Sentence("no connection to the server"))
    if isinstance(error, TimeoutError):
        return OSError(Sentence("the server does not answer"))
    return OSError(reason(error))
