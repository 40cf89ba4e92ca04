"""Small things that several tests make: datasets, checkpoints, pictures, a drawn seven."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import torch

from digitpad.data.datasets import Dataset, LabelledImages
from digitpad.data.preparation import Steps, prepare_ink
from digitpad.data.preprocess import FloatArray
from digitpad.data.synthetic_set import synthetic_images
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.registry import architecture

SEVEN = Drawing((Stroke(((8, 7), (20, 7), (13, 22)), 2.4),))


def small_dataset(train: int = 200, test: int = 50) -> Dataset:
    """Digits drawn by the program: real enough to learn from, made in a moment."""
    return Dataset(
        "synthetic", LabelledImages(*synthetic_images(train, 1)), LabelledImages(*synthetic_images(test, 2))
    )


def shrunk(picture: FloatArray) -> FloatArray | None:
    """MNIST's convention alone: the picture's pixels, whatever the width of their lines."""
    return prepare_ink(picture, Steps(width=False)).input


def untrained(name: str = "quick", **fields: object) -> Checkpoint:
    """A checkpoint of a network with random weights, the same in every call."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        weights = architecture(name).build(classes=10).state_dict()
    return Checkpoint(name, weights, 0.1307, 0.3081, **fields)  # type: ignore[arg-type]


def write_idx(path: Path, values: np.ndarray, packed: bool = False) -> None:
    """Write an array of bytes in MNIST's IDX format."""
    header = struct.pack(">HBB", 0, 8, values.ndim) + b"".join(struct.pack(">I", n) for n in values.shape)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = header + values.astype(np.uint8).tobytes()
    path.write_bytes(gzip.compress(content) if packed else content)


def write_mnist(root: Path, train: int = 300, test: int = 60) -> None:
    """A small MNIST in torchvision's layout, of digits drawn by the program."""
    raw = root / "MNIST" / "raw"
    for part, count, seed in (("train", train, 1), ("t10k", test, 2)):
        images, labels = synthetic_images(count, seed)
        write_idx(raw / f"{part}-images-idx3-ubyte", images[:, 0].numpy())
        write_idx(raw / f"{part}-labels-idx1-ubyte", labels.numpy())
