"""MNIST's files from torchvision's mirrors, with progress, a checksum and a way to stop."""

from __future__ import annotations

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
from pathlib import Path

from digitpad.data.torchvision_compat import torchvision_module
from digitpad.errors import DatasetNotFound, reason

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise `Cancelled` to stop the work."""

FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
_TOTAL = 11_594_722  # bytes of the four packed files
_TIMEOUT = 15.0  # seconds without an answer after which the next mirror is tried
_POLL = 0.2  # seconds between two chances to stop while a server is silent
_PIECE = 1 << 16
_AHEAD = 16  # pieces that are read from the network before they are wanted


def mnist_is_in(root: Path) -> bool:
    """Whether `root/MNIST/raw` holds all of MNIST's files, so that nothing has to be downloaded."""
    return all((root / "MNIST" / "raw" / name).is_file() for name in FILES)


def fetch_mnist(root: Path, progress: Progress, mirrors: Sequence[str] | None = None) -> None:
    """Make sure that `root/MNIST/raw` holds MNIST's four unpacked files.

    Args:
        root: the dataset folder.
        progress: gets bytes done and bytes in all; may raise `Cancelled`. What was loaded whole stays.
        mirrors: addresses to try in turn; torchvision's if None.

    Raises:
        DatasetNotFound: when files are missing and no mirror gives them.
    """
    raw = root / "MNIST" / "raw"
    missing = [name for name in FILES if not (raw / name).is_file()]
    if not missing:
        return
    source = torchvision_module("torchvision.datasets").MNIST
    sums = dict(source.resources)
    done = 0
    try:
        raw.mkdir(parents=True, exist_ok=True)
        for name in missing:
            packed = f"{name}.gz"
            done += _fetch(
                [mirror + packed for mirror in mirrors or source.mirrors],
                sums[packed],
                raw / name,
                lambda count, before=done: progress(min(before + count, _TOTAL), _TOTAL),  # type: ignore[misc]
            )
    except OSError as error:
        raise DatasetNotFound(
            "MNIST is not in {folder} and could not be downloaded ({why}). Choose a folder that holds "
            "MNIST/raw, or train on the synthetic set, which needs no download.",
            folder=root,
            why=reason(error),
        ) from error


def _fetch(addresses: Sequence[str], md5: str, target: Path, progress: Callable[[int], None]) -> int:
    """Download from the first address that works, check, unpack to `target`; gives the bytes loaded."""
    failure: OSError = OSError("no mirror is known")
    for address in addresses:
        progress(0)
        try:
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".download-") as folder:
                packed = Path(folder) / "packed.gz"
                size = _download(address, md5, packed, progress)
                unpacked = Path(folder) / target.name
                with gzip.open(packed) as stream, unpacked.open("wb") as out:
                    shutil.copyfileobj(stream, out, _PIECE)
                unpacked.replace(target)
                return size
        except (OSError, EOFError, http.client.HTTPException) as error:
            failure = _plain(error)
    raise failure


def _download(address: str, md5: str, target: Path, progress: Callable[[int], None]) -> int:
    digest = hashlib.md5(usedforsecurity=False)
    size = 0
    with target.open("wb") as out, closing(_pieces(address)) as pieces:
        for piece in pieces:
            out.write(piece)
            digest.update(piece)
            size += len(piece)
            progress(size)
    if digest.hexdigest() != md5:
        raise OSError("the downloaded file is damaged")
    return size


def _pieces(address: str) -> Generator[bytes, None, None]:
    """What is at `address`, piece by piece; an empty piece every `_POLL` seconds of silence.

    Finding the server, connecting and reading block without a way to interrupt them, so a thread of its
    own does that. It is told to stop and left behind when the caller closes the generator.
    """
    pieces: queue.Queue[bytes | Exception] = queue.Queue(_AHEAD)
    stop = threading.Event()
    threading.Thread(target=_read, args=(address, pieces, stop), name="download", daemon=True).start()
    heard = time.monotonic()
    try:
        while True:
            try:
                piece = pieces.get(timeout=_POLL)
            except queue.Empty:
                if time.monotonic() - heard > _TIMEOUT:
                    raise TimeoutError from None
                yield b""
                continue
            if isinstance(piece, Exception):
                raise piece
            if not piece:
                return
            yield piece
            heard = time.monotonic()
    finally:
        stop.set()


def _read(address: str, pieces: queue.Queue[bytes | Exception], stop: threading.Event) -> None:
    """Put what is at `address` into `pieces`, then an empty piece, or the failure; until `stop` is set."""

    def put(item: bytes | Exception) -> None:
        while not stop.is_set():
            try:
                pieces.put(item, timeout=_POLL)
            except queue.Full:
                continue
            return

    try:
        with urllib.request.urlopen(address, timeout=_TIMEOUT) as answer:
            while not stop.is_set():
                piece = answer.read1(_PIECE)
                put(piece)
                if not piece:
                    return
    except Exception as error:  # noqa: BLE001 - raised again in the thread that waits for the pieces
        put(error)


def _plain(error: Exception) -> OSError:
    """The failure as one short cause a person understands."""
    if isinstance(error, urllib.error.HTTPError):
        return OSError(f"the server answered {error.code}")
    if isinstance(error, urllib.error.URLError):
        return OSError("no connection to the server")
    if isinstance(error, TimeoutError):
        return OSError("the server does not answer")
    return OSError(reason(error))
