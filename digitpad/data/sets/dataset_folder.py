"""Whether a folder holds datasets, without reading them; nothing here imports torch."""

from __future__ import annotations

from pathlib import Path

from digitpad.data.sets.idx_files import located

_IDX_SETS = ("MNIST", "FashionMNIST", "KMNIST")

_INSIDE = (*_IDX_SETS, "EMNIST", "cifar-10-batches-py")
"""Folders of datasets in the folder that holds them."""

_OTHER_SETS = ("EMNIST/raw/*", "cifar-10-*", "usps*.bz2", "*_32x32.mat", "pen-strokes/*.jsonl")
"""Files of the other sets, unpacked or as they are downloaded."""


def datasets_root(folder: Path) -> Path | None:
    """Look for the folder with datasets that someone means who points at `folder`.

    Args:
        folder: that one, or what lies inside it, such as `MNIST/raw`.

    Returns:
        The folder that holds datasets, or files of one; None where there are not any.
    """
    outer = folder.parent if folder.name == "raw" else folder
    outer = outer.parent if outer.name in _INSIDE else outer
    return next((root for root in (outer, folder) if _holds_datasets(root)), None)


def _holds_datasets(root: Path) -> bool:
    return any(located(root, kind) for kind in _IDX_SETS) or any(
        next(root.glob(pattern), None) is not None for pattern in _OTHER_SETS
    )
