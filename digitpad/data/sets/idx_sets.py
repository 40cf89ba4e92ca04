"""MNIST and the sets that have its file format: read without torchvision, whose import takes a second."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from digitpad.data.labelled import LabelledImages, Progress
from digitpad.data.sets.download import Remote, fetch
from digitpad.errors import DatasetError, reason
from digitpad.form import DIGITS, INK, SIDE
from digitpad.torchvision_compat import torchvision_module

FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)

_BYTES = 0x08  # type of the numbers: unsigned bytes
_MOST = 1 << 31  # numbers in a file


def is_in(root: Path, kind: str = "MNIST") -> bool:
    """Whether `root/<kind>/raw` holds all of the set's files, so that nothing has to be downloaded."""
    return all((root / kind / "raw" / name).is_file() for name in FILES)


def fetch_idx(root: Path, kind: str, size: int, progress: Progress) -> None:
    """Download the set's four files from torchvision's mirrors to `root/<kind>/raw`, unless they are there.

    Args:
        root: the dataset folder.
        kind: torchvision's name of the set.
        size: bytes of the four packed files.
        progress: gets bytes done and bytes in all; may raise `Cancelled`. Complete files stay.

    Raises:
        DatasetNotFound: when files are missing and cannot be downloaded.
    """
    if is_in(root, kind):
        return
    source = getattr(torchvision_module("torchvision.datasets"), kind)
    sums = {address.rpartition("/")[2]: (address, md5) for address, md5 in source.resources}
    files = []
    for name in FILES:
        address, md5 = sums[f"{name}.gz"]
        addresses = tuple(f"{place}{name}.gz" for place in getattr(source, "mirrors", ())) or (address,)
        files.append(Remote(addresses, md5, root / kind / "raw" / name, unpacked=True))
    fetch(files, size, kind, root, progress)


def read_part(
    root: Path,
    kind: str,
    part: str,
    size: int,
    progress: Progress,
    classes: tuple[str, ...] = DIGITS,
    content: str = INK,
) -> LabelledImages:
    """Read the pictures of the part "train" or "t10k", after a download where necessary.

    Other arguments as for `fetch_idx`.

    Raises:
        DatasetNotFound: when they are missing and cannot be downloaded.
        DatasetError: when their files are damaged.
        Cancelled: from `progress`.
    """
    fetch_idx(root, kind, size, progress)
    raw = root / kind / "raw"
    try:
        pictures = read_idx(raw / f"{part}-images-idx3-ubyte")
        return _labelled(pictures, read_idx(raw / f"{part}-labels-idx1-ubyte"), classes, content)
    except (DatasetError, OSError) as error:
        raise DatasetError(
            "The {kind} files in {folder} are damaged ({why}). Delete that folder to download them again.",
            kind=kind,
            folder=root / kind,
            why=error if isinstance(error, DatasetError) else reason(error),
        ) from error


def read_idx(path: Path) -> npt.NDArray[np.uint8]:
    """Read the bytes in an IDX file, in its shape.

    The format, a header with type and shape and then plain numbers, is described on the page of the dataset
    (LeCun, Cortes, Burges, "The MNIST database").

    Raises:
        DatasetError: when it is not such a file, or cut off; in a sentence about "it".
        OSError: when it cannot be read.
    """
    content = np.fromfile(path, np.uint8)
    if len(content) < 4 or content[0] or content[1] or content[2] != _BYTES:
        raise DatasetError("it does not begin like an IDX file of bytes")
    head = 4 + 4 * int(content[3])
    shape = [int(side) for side in np.frombuffer(content[4:head].tobytes(), ">u4")]
    count = 1
    for side in shape:
        count *= side
    if len(content) < head or not shape or count > _MOST:
        raise DatasetError("its header is invalid")
    if len(content) - head != count:
        raise DatasetError(
            "it has {present} numbers instead of {count}", present=len(content) - head, count=count
        )
    return content[head:].reshape(shape)


def _labelled(
    pictures: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8], classes: tuple[str, ...], content: str
) -> LabelledImages:
    if pictures.ndim != 3 or pictures.shape[1:] != (SIDE, SIDE):
        raise DatasetError("the pictures are not 28x28")
    if labels.ndim != 1 or len(pictures) != len(labels) or not len(pictures):
        raise DatasetError("{images} pictures, {labels} labels", images=len(pictures), labels=len(labels))
    if labels.max() >= len(classes):
        raise DatasetError("a label is not 0 to {last}", last=len(classes) - 1)
    images = torch.from_numpy(pictures).unsqueeze(1)
    return LabelledImages(images, torch.from_numpy(labels).to(torch.int64), classes, content=content)
