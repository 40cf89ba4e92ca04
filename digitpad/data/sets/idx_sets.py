"""MNIST and the sets that have its file format: read without torchvision, whose import takes a second."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from digitpad.data.labelled import LabelledImages, Progress
from digitpad.data.sets.download import Remote, fetch
from digitpad.data.sets.idx_files import FILES, located, read_idx
from digitpad.errors import DatasetError, reason
from digitpad.form import DIGITS, INK, SIDE
from digitpad.torchvision_compat import torchvision_module


def is_in(root: Path, kind: str = "MNIST") -> bool:
    """Whether all of the set's files are there, so that nothing has to be downloaded."""
    return len(located(root, kind)) == len(FILES)


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
    there = located(root, kind)
    if len(there) == len(FILES):
        return
    source = getattr(torchvision_module("torchvision.datasets"), kind)
    sums = {address.rpartition("/")[2]: (address, md5) for address, md5 in source.resources}
    files = []
    for name in FILES:
        if name in there:
            continue
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
    files = located(root, kind)
    images = files[f"{part}-images-idx3-ubyte"]
    try:
        return _labelled(read_idx(images), read_idx(files[f"{part}-labels-idx1-ubyte"]), classes, content)
    except (DatasetError, OSError) as error:
        own = root / kind
        inside = own in images.parents
        raise DatasetError(
            "The {kind} files in {folder} are damaged ({why}). Delete that folder to download them again."
            if inside
            else "The {kind} files in {folder} are damaged ({why}). Delete them to download them again.",
            kind=kind,
            folder=own if inside else images.parent,
            why=error if isinstance(error, DatasetError) else reason(error),
        ) from error


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
