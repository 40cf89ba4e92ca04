"""Files in MNIST's format, wherever and under whichever name people keep them, packed or not."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from digitpad.data.overview import Overview
from digitpad.errors import DatasetError, Sentence

FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)

ORIGINALS = {
    "MNIST": (
        "6bbc9ace898e44ae57da46a324031adb",
        "a25bea736e30d166cdddb491f175f624",
        "2646ac647ad5339dbf082846283269ea",
        "27ae3e4e09519cfbb04c329615203637",
    ),
    "FashionMNIST": (
        "f4a8712d7a061bf5bd6d2ca38dc4d50a",
        "9018921c3c673c538a1fc5bad174d6f9",
        "8181f5470baa50b63fa0f6fddb340f0a",
        "15d484375f8d13e6eb1aabb0c3f46965",
    ),
}
"""The md5 sums of the published files, unpacked, in the order of `FILES`."""

_OTHERS = {"FashionMNIST": ("fashion",), "KMNIST": ("kmnist", "kuzushiji")}
"""What folders of sets are called whose files have the same names as MNIST's."""

_BYTES = 0x08  # type of the numbers: unsigned bytes
_MOST = 1 << 31  # numbers in a file
_MOST_PACKED = 1 << 29  # the same in a packed one, of which little may be on the disk
_PACKED = b"\x1f\x8b"


def located(root: Path, kind: str) -> dict[str, Path]:
    """Look for a set's files: in `<kind>/raw`, where torchvision has them, `<kind>`, or right in the folder.

    They may be packed with gzip, be called `train-images.idx3-ubyte`, or lie in folders called like them, as
    Kaggle's archive has them.

    Args:
        root: the dataset folder.
        kind: torchvision's name of the set.

    Returns:
        The path of each file of `FILES`, all from one folder; of an incomplete set those in `<kind>/raw`.
    """
    own = root / kind
    for folder in (own / "raw", own, root / kind.lower(), root / "raw", root):
        bare = folder in (root / "raw", root)
        files = {name: path for name in FILES if (path := _file(folder, name)) is not None}
        if len(files) == len(FILES) and not (bare and _kind_of(root, files) != kind):
            return files
    return {name: path for name in FILES if (path := _file(own / "raw", name)) is not None}


def _file(folder: Path, name: str) -> Path | None:
    dotted = name.replace("-idx", ".idx")
    for called in (name, dotted, f"{name}.gz", f"{dotted}.gz"):
        for path in (folder / called, folder / called / called):
            if path.is_file():
                return path
    return None


def _kind_of(root: Path, files: dict[str, Path]) -> str:
    """The set that files in no folder of a set's name belong to: MNIST, unless something says otherwise."""
    for kind, marks in _OTHERS.items():
        if any(mark in root.name.lower() for mark in marks):
            return kind
    name = FILES[3]  # the smallest
    try:
        digest = _md5(_content(files[name]))
    except (OSError, DatasetError):
        return "MNIST"
    return next((kind for kind, sums in ORIGINALS.items() if digest == sums[3]), "MNIST")


def about_originals(root: Path, kind: str) -> tuple[Sentence, ...]:
    """Say which files differ from those that were published; nothing of a set whose sums are unknown."""
    files = located(root, kind)
    changed = []
    for name, original in zip(FILES, ORIGINALS.get(kind, ()), strict=False):
        try:
            if name in files and _md5(_content(files[name])) != original:
                changed.append(files[name].name)
        except (OSError, DatasetError):  # which reading it will say
            continue
    if not changed:
        return ()
    text = (
        "The {kind} in {folder} is not the original one (changed: {files}); figures measured on it cannot be "
        "compared with those of others."
    )
    folder = next(iter(files.values())).parent
    return (Sentence(text, {"kind": kind, "folder": folder, "files": ", ".join(changed)}),)


def label_counts(root: Path, kind: str, classes: tuple[str, ...]) -> Overview | None:
    """Count the labels of a set; None where its files are damaged, which reading them will say."""
    files = located(root, kind)
    try:
        parts = [np.bincount(read_idx(files[name]).ravel(), minlength=len(classes)) for name in FILES[1::2]]
    except (KeyError, OSError, DatasetError):
        return None
    return Overview(classes, *(tuple(part[: len(classes)].tolist()) for part in parts))


def _md5(content: npt.NDArray[np.uint8]) -> str:
    return hashlib.md5(content.data, usedforsecurity=False).hexdigest()


def read_idx(path: Path) -> npt.NDArray[np.uint8]:
    """Read the bytes in an IDX file, packed or not, in its shape.

    The format, a header with type and shape and then plain numbers, is described on the page of the dataset
    (LeCun, Cortes, Burges, "The MNIST database").

    Raises:
        DatasetError: when it is not such a file, or cut off; in a sentence about "it".
        OSError: when it cannot be read.
    """
    content = _content(path)
    head, shape, count = _header(content)
    if len(content) - head != count:
        raise DatasetError(
            "it has {present} numbers instead of {count}", present=len(content) - head, count=count
        )
    return content[head:].reshape(shape)


def _content(path: Path) -> npt.NDArray[np.uint8]:
    """All bytes of a file, unpacked; of a packed one no more than its header says, and one."""
    with path.open("rb") as stream:
        if stream.read(2) != _PACKED:
            return np.fromfile(path, np.uint8)
    try:
        with gzip.open(path) as packed:
            begin = packed.read(4 + 4 * 8)
            head, _, count = _header(np.frombuffer(begin, np.uint8))
            if count > _MOST_PACKED:
                raise DatasetError("its header is invalid")
            rest = packed.read(max(0, head + count + 1 - len(begin)))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DatasetError("it is packed with gzip, and damaged") from error
    return np.frombuffer(bytearray(begin + rest), np.uint8)  # writable, as torch wants it


def _header(content: npt.NDArray[np.uint8]) -> tuple[int, list[int], int]:
    """How long the header is, and the shape and count of the numbers behind it."""
    if len(content) < 4 or content[0] or content[1] or content[2] != _BYTES:
        raise DatasetError("it does not begin like an IDX file of bytes")
    head = 4 + 4 * int(content[3])
    shape = [int(side) for side in np.frombuffer(content[4:head].tobytes(), ">u4")]
    count = 1
    for side in shape:
        count *= side
    if len(content) < head or not shape or count > _MOST:
        raise DatasetError("its header is invalid")
    return head, shape, count
