"""Comparing two ends of the same run: everything a checkpoint keeps, bit for bit, but wall-clock time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from digitpad.training.trainer import Trainer

_WALL_CLOCK = "training.position.seconds"


def state_of(trainer: Trainer) -> dict[str, Any]:
    """What a file of the run would keep now, with copies of all tensors.

    Call it before anything else draws from torch's random numbers.
    """
    checkpoint = trainer.checkpoint()
    return _copied(
        {
            "model": dict(checkpoint.model),
            "recipe": dict(checkpoint.recipe or {}),
            "metrics": dict(checkpoint.metrics),
            "history": trainer.history(),
            "training": trainer.state_dict(),
            "notes": dict(checkpoint.notes),
        }
    )


def content_of(path: Path) -> dict[str, Any]:
    """The dictionary in a checkpoint's file, read as everyone may read it."""
    found: dict[str, Any] = torch.load(path, weights_only=True)
    return found


def differences(one: object, other: object, place: str = "") -> list[str]:
    """Where two of these dictionaries differ; an empty list when they are the same bit for bit."""
    if place == _WALL_CLOCK:
        return []
    if type(one) is not type(other):
        return [f"{place}: {type(one).__name__} and {type(other).__name__}"]
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        return [] if _same_bits(one, other) else [f"{place}: the tensors differ"]
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if list(one) != list(other):
            return [f"{place}: the names {list(one)} and {list(other)}"]
        return [
            found for key in one for found in differences(one[key], other[key], f"{place}.{key}".strip("."))
        ]
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        if len(one) != len(other):
            return [f"{place}: {len(one)} and {len(other)} entries"]
        return [
            found
            for number, (mine, theirs) in enumerate(zip(one, other, strict=True))
            for found in differences(mine, theirs, f"{place}[{number}]")
        ]
    return [] if one == other else [f"{place}: {one!r} and {other!r}"]


def _same_bits(one: Tensor, other: Tensor) -> bool:
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    return bool(torch.equal(_bytes(one), _bytes(other)))


def _bytes(value: Tensor) -> Tensor:
    return value.detach().contiguous().reshape(-1).view(torch.uint8)


def _copied(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.detach().clone()
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_copied(item) for item in value)
    return value
