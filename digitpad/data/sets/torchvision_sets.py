"""Sets that torchvision reads: its classes, folders, addresses and checksums, behind our progress."""

from __future__ import annotations

import contextlib
import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from digitpad.data.labelled import LabelledImages, Progress
from digitpad.data.sets.download import Remote, fetch
from digitpad.errors import DatasetError, DatasetNotFound, Sentence, reason
from digitpad.form import DIGITS, WHOLE
from digitpad.torchvision_compat import torchvision_module

_BROKEN = (
    OSError,
    RuntimeError,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    AssertionError,
    pickle.UnpicklingError,
)
"""What torchvision raises for files that are missing or damaged."""


@dataclass(frozen=True, slots=True)
class TorchvisionSet:
    """A dataset of torchvision's.

    Attributes:
        kind: its class there.
        total: bytes that are downloaded for it, about.
        marks: files or folders that are in the dataset folder where it is there.
        classes: names of its classes.
        content: what its pictures show; see `digitpad.form`.
        options: further arguments of its class.
        first_label: the label of the first class.
        transposed: whether its pictures are stored with rows and columns swapped.
    """

    kind: str
    total: int
    marks: tuple[str, ...]
    classes: tuple[str, ...] = DIGITS
    content: str = WHOLE
    options: Mapping[str, Any] = field(default_factory=dict)
    first_label: int = 0
    transposed: bool = False

    def is_in(self, root: Path) -> bool:
        """Whether the dataset folder holds it."""
        return all((root / mark).exists() for mark in self.marks)

    def read(self, root: Path, part: str, progress: Progress) -> LabelledImages:
        """Read the pictures of "train" or "test", after a download where necessary.

        Raises:
            DatasetNotFound: when they are missing and cannot be downloaded.
            DatasetError: when the files are damaged.
            Cancelled: from `progress`.
        """
        source = getattr(torchvision_module("torchvision.datasets"), self.kind)
        # SVHN names its parts; the others have a flag.
        which = {"split": part} if self.kind == "SVHN" else {"train": part == "train", **self.options}
        try:
            dataset = source(str(root), **which)
        except _BROKEN as error:
            if not (isinstance(error, FileNotFoundError) or "download=True" in str(error)):
                raise self._damaged(root, reason(error)) from error  # another download would not be read
            dataset = self._downloaded(source, which, root, progress)
        return self._labelled(dataset, root)

    def _downloaded(self, source: Any, which: Mapping[str, Any], root: Path, progress: Progress) -> Any:
        files = _remote(source, root)
        try:
            fetch(files, self.total, self.kind, root, progress)
        except DatasetNotFound as error:
            if self.is_in(root):
                raise self._damaged(root, Sentence("some are missing or changed")) from error
            raise
        intact = torchvision_module("torchvision.datasets.utils").check_integrity
        for file in files:
            progress(self.total, self.total)
            if not intact(str(file.target), file.md5):
                raise self._damaged(file.target, Sentence("its checksum is wrong"))
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # torchvision prints about it
                return source(str(root), download=True, **which)
        except _BROKEN as error:
            raise self._damaged(root, reason(error)) from error

    def _labelled(self, dataset: Any, root: Path) -> LabelledImages:
        labels = dataset.labels if hasattr(dataset, "labels") else dataset.targets
        images = _pictures(dataset.data)
        numbers = torch.as_tensor(np.asarray(labels), dtype=torch.int64) - self.first_label
        sound = len(numbers) == len(images) > 0 and int(numbers.min()) >= 0
        if not sound or int(numbers.max()) >= len(self.classes):
            raise self._damaged(root, Sentence("its labels do not fit its pictures"))
        if self.transposed:
            images = images.transpose(2, 3).contiguous()
        return LabelledImages(images, numbers, self.classes, content=self.content)

    def _damaged(self, where: Path, why: object) -> DatasetError:
        return DatasetError(
            "The files of {kind} in {folder} are damaged ({why}). Delete them to download them again.",
            kind=self.kind,
            folder=where,
            why=why,
        )


def _pictures(data: Any) -> Tensor:
    """Return the pictures as uint8 (N, C, H, W), from any of torchvision's layouts."""
    images = data if isinstance(data, Tensor) else torch.from_numpy(np.ascontiguousarray(data))
    if images.ndim == 3:
        images = images.unsqueeze(1)
    elif images.shape[3] == 3:
        images = images.permute(0, 3, 1, 2)
    return images.contiguous()


def _remote(source: Any, root: Path) -> list[Remote]:
    """Return the files of the set, at the places where torchvision expects them."""
    if hasattr(source, "tgz_md5"):  # CIFAR
        return [Remote((source.url,), source.tgz_md5, root / source.filename)]
    if hasattr(source, "split_list"):  # USPS, SVHN
        parts = [source.split_list[name] for name in ("train", "test")]
        return [Remote((address,), md5, root / name) for address, name, md5 in parts]
    raw = root / source.__name__ / "raw"  # EMNIST
    return [Remote((source.url,), source.md5, raw / source.url.rpartition("/")[2])]
