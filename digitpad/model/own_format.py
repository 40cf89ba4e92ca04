"""What needs care in our checkpoint on the way to and from a file: curves, metrics, classes, pictures."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import torch

from digitpad.errors import CheckpointError, RecipeError, reason
from digitpad.form import (
    CONTENTS,
    DIGIT_FORM,
    LARGEST,
    SMALLEST,
    PerChannel,
    PictureForm,
    undisplayable_classes,
)
from digitpad.model.registry import ARCHITECTURES, OWN, Architecture, architecture
from digitpad.model.safe_io.stubs import MAX_OBJECTS
from digitpad.model.safe_io.tensor_reader import TensorReader
from digitpad.model.safe_io.tensors import TensorRef
from digitpad.model.spec.plain import from_tables

METRICS = ("test_loss", "test_accuracy", "epoch", "step", "examples_seen")

_CURVES = {"train": 2, "test": 4, "epochs": 4, "seconds": 2}
_WHOLE = {"train": 1, "test": 2, "epochs": 2, "seconds": 1}
"""How many numbers each point of a curve has, and how many of them are integers."""

_MAX_POINTS = 1_000_000
_MAX_DEPTH = 30
_MAX_NOTES = 100
_MAX_CHANNELS = 4
_MAX_NOTE = 20_000  # characters: a log of 200 epochs


def packed_history(history: Mapping[str, Any]) -> dict[str, Any]:
    """Return the curves as a file keeps them: as tensors, since a pickle of long lists is slow to read."""
    packed = dict(history)
    for name, width in _CURVES.items():
        if name in packed:
            packed[name] = torch.tensor(packed[name], dtype=torch.float64).reshape(-1, width)
    return packed


def unpacked_history(stored: object, tensors: TensorReader) -> dict[str, Any]:
    """Return the curves as lists of points, without those that cannot be curves.

    Raises:
        CheckpointError: when their numbers are missing in the file.
    """
    if not isinstance(stored, dict):
        return {}
    history: dict[str, Any] = {}
    for name, width in _CURVES.items():
        points = plain(stored[name], tensors) if name in stored else None
        if isinstance(points, list):  # version 1
            points = _as_tensor(points, width)
        if isinstance(points, torch.Tensor) and (curve := _points(points, width, _WHOLE[name])) is not None:
            history[name] = curve
    changes = plain(stored.get("changes"), tensors)
    if isinstance(changes, list):
        history["changes"] = [change for change in changes if isinstance(change, dict)]
    return history


def _as_tensor(points: list[Any], width: int) -> torch.Tensor | None:
    for point in points:
        if not isinstance(point, list) or len(point) != width:
            return None
        if not all(
            type(number) is float or (type(number) is int and abs(number) < 2**53) for number in point
        ):
            return None
    return torch.tensor(points, dtype=torch.float64).reshape(-1, width)


def _points(curve: torch.Tensor, width: int, whole: int) -> list[list[float]] | None:
    """Return the points of a curve, the first `whole` numbers of each as integers; else None."""
    if curve.ndim != 2 or curve.shape[1] != width or len(curve) > _MAX_POINTS or curve.is_complex():
        return None
    if not bool((curve[:, :whole].abs() < 2**53).all()):  # false for NaN too
        return None
    columns = [column.tolist() for column in curve.unbind(1)]
    for number in range(whole):
        columns[number] = list(map(int, columns[number]))
    return [list(point) for point in zip(*columns, strict=True)]


def plain(value: object, tensors: TensorReader) -> Any:
    """Return `value` with its tensors read: plain values, dictionaries, lists, tuples and tensors.

    Raises:
        CheckpointError: when it contains anything else, or is nested too deeply.
    """
    return _Plain(tensors).of(value, 0)


class _Plain:
    def __init__(self, tensors: TensorReader) -> None:
        self._tensors = tensors
        self._left = MAX_OBJECTS  # lists that share their parts are copied as often as they are used

    def of(self, value: object, depth: int) -> Any:
        self._left -= 1
        if depth > _MAX_DEPTH or self._left < 0:
            raise CheckpointError("it is nested too deeply")
        if value is None or isinstance(value, bool | int | float | str | bytes):
            return value
        if isinstance(value, TensorRef):
            return self._tensors.read(value)
        if isinstance(value, dict):
            return {key: self.of(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [self.of(item, depth + 1) for item in value]
        if isinstance(value, tuple):
            return tuple(self.of(item, depth + 1) for item in value)
        raise CheckpointError(
            "it holds Python objects besides weights and numbers, as no digitpad writes them"
        )


def entry(value: Mapping[Any, Any]) -> Architecture:
    """Return the network that the file names, or whose layers it holds.

    Raises:
        CheckpointError: when it is unknown, or the layers are none.
    """
    name = value.get("architecture")
    if name == OWN:
        try:
            return architecture(OWN, from_tables(value.get("layers")))
        except RecipeError as error:
            raise CheckpointError("its layers cannot be read: {why}", why=reason(error)) from error
    if not isinstance(name, str) or name not in ARCHITECTURES:
        raise CheckpointError("its network is unknown to this version of digitpad; update digitpad")
    return ARCHITECTURES[name]


def table(value: object, title: str, tensors: TensorReader) -> dict[str, Any] | None:
    """Return a part of the file that is a dictionary or None.

    Raises:
        CheckpointError: when it is anything else.
    """
    if value is not None and not (isinstance(value, dict) and all(isinstance(key, str) for key in value)):
        raise CheckpointError("its {title} cannot be read", title=title)
    read: dict[str, Any] | None = plain(value, tensors)
    return read


def metrics(value: object) -> dict[str, int | float]:
    """Return the metrics that are plain numbers of a sensible size; anything else counts as unknown."""
    stored = value if isinstance(value, dict) else {}
    # False for NaN and infinity too.
    return {
        name: number
        for name, number in stored.items()
        if name in METRICS and type(number) in (int, float) and abs(number) < 2**63
    }


def notes(value: object) -> dict[str, str | int | float]:
    """Return the notes that are short texts or numbers."""
    stored = list(value.items())[:_MAX_NOTES] if isinstance(value, dict) else []
    return {
        name: text
        for name, text in stored
        if isinstance(name, str)
        and isinstance(text, str | int | float)
        and len(name) + len(str(text)) <= _MAX_NOTE
    }


def classes(value: object) -> tuple[str, ...]:
    """Return the names of the classes.

    Raises:
        CheckpointError: when they cannot name classes, in a terminal too.
    """
    if not isinstance(value, list | tuple) or not all(map(_is_name, value)):
        raise CheckpointError("it does not name its classes")
    names = tuple(map(str, value))
    if not names or undisplayable_classes(names) is not None:
        raise CheckpointError("it does not name its classes")
    return names


def _is_name(value: object) -> bool:
    return isinstance(value, str) or (type(value) is int and abs(value) < 2**63)


def form(value: dict[Any, Any], least: int) -> PictureForm:
    """Return the form of the network's pictures; MNIST's where the file is older than any others.

    Args:
        value: the checkpoint's dictionary.
        least: smallest side of pictures that the network can take.

    Raises:
        CheckpointError: when there are no such pictures.
    """
    channels, size = value.get("channels", DIGIT_FORM.channels), value.get("size", DIGIT_FORM.size)
    content = value.get("takes", DIGIT_FORM.content)
    whole = type(size) is int and max(least, SMALLEST) <= size <= LARGEST
    if not (channels in (1, 3) and whole and isinstance(content, str) and content in CONTENTS):
        raise CheckpointError("it does not say what pictures its network takes")
    return PictureForm(int(channels), size, content)


def _number(value: object) -> float:
    try:
        return float(value) if isinstance(value, int | float) else math.nan
    except OverflowError:
        return math.inf


def numbers(value: object) -> PerChannel:
    """Return a number, or one for each channel."""
    if isinstance(value, list | tuple) and len(value) <= _MAX_CHANNELS:
        return tuple(map(_number, value))
    return _number(value)


def share(value: object) -> float | None:
    """Return a number from 0 to 1, or None for anything else."""
    number = _number(value)
    return number if 0 <= number <= 1 else None


def from_metadata(metadata: Mapping[str, str], weights: object) -> dict[str, Any]:
    """Return the dictionary of a checkpoint, from the header that `export` wrote and the tensors beside it.

    Raises:
        ValueError: when the header's texts are not as `export` writes them.
    """
    return {
        "version": 2,
        "architecture": metadata["digitpad.architecture"],
        "layers": json.loads(metadata.get("digitpad.layers", "null")),
        "classes": json.loads(metadata.get("digitpad.classes", "0")),
        "mean": json.loads(metadata.get("digitpad.mean", "null")),
        "std": json.loads(metadata.get("digitpad.std", "null")),
        "channels": int(metadata.get("digitpad.channels", "1")),
        "size": int(metadata.get("digitpad.size", "28")),
        "takes": metadata.get("digitpad.takes", "ink"),
        "refuse_below": float(metadata.get("digitpad.refuse_below", "nan")),
        "model": weights,
    }
