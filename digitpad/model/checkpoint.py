"""Our checkpoint file: everything needed to answer, to rebuild and to resume.

A checkpoint is a dictionary of plain values and tensors written by `torch.save`, so that it loads with
`weights_only=True`. Version 1 has the entries

=================  ==========================================================================
``format``         "digitpad-checkpoint"
``version``        1
``architecture``   name of the network in the registry
``classes``        names of the classes, in the order of the scores
``mean``, ``std``  normalisation of the grey values on the 0-1 scale
``model``          state_dict that answers (the averaged weights where a recipe averages)
``recipe``         the recipe's settings, or None
``metrics``        test_loss, test_accuracy, epoch, step, examples_seen; what is not known is missing
``history``        the curves: ``train`` [examples, loss], ``test`` [examples, epoch, loss, accuracy]
``training``       what resuming needs beside: optimiser, position, random state; or None
``notes``          how the file was made: command, versions
=================  ==========================================================================
"""

from __future__ import annotations

import io
import math
import pickle
import platform
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from digitpad import __version__
from digitpad.errors import CheckpointError, DigitpadError, reason
from digitpad.files import replace_file
from digitpad.model.foreign import find_state_dict, recognise
from digitpad.model.registry import architecture, empty_network

FORMAT = "digitpad-checkpoint"
VERSION = 1

_METRICS = ("test_loss", "test_accuracy", "epoch", "step", "examples_seen")

_MAGICS = (b"PK\x03\x04", b"\x80")  # a zip file, as torch.save writes it; a pickle, as it did before 1.6


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The content of a file that answers; see the module for the fields."""

    architecture: str
    model: Mapping[str, Tensor]
    mean: float
    std: float
    classes: tuple[str, ...] = tuple("0123456789")
    recipe: Mapping[str, Any] | None = None
    metrics: Mapping[str, Any] = field(default_factory=dict)
    history: Mapping[str, Any] = field(default_factory=dict)
    training: Mapping[str, Any] | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)
    kind: str = FORMAT
    path: Path | None = None

    def network(self) -> nn.Module:
        """The network with these weights, in evaluation mode, on the processor."""
        network = empty_network(self.architecture, len(self.classes))
        network.load_state_dict(self.model, assign=True)
        return network.eval().requires_grad_(False)

    @property
    def test_accuracy(self) -> float | None:
        """Share of the test set read right, 0-1, where the file tells."""
        value = self.metrics.get("test_accuracy")
        return float(value) if isinstance(value, int | float) else None

    def without_training(self) -> Checkpoint:
        """The checkpoint without what only resuming needs: a third of the size."""
        return replace(self, training=None)


def save_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Write `checkpoint` to `path`; the file there is replaced only by a complete one.

    Raises:
        CheckpointError: when the file cannot be written.
    """
    content = {
        "format": FORMAT,
        "version": VERSION,
        "architecture": checkpoint.architecture,
        "classes": list(checkpoint.classes),
        "mean": checkpoint.mean,
        "std": checkpoint.std,
        "model": dict(checkpoint.model),
        "recipe": None if checkpoint.recipe is None else dict(checkpoint.recipe),
        "metrics": dict(checkpoint.metrics),
        "history": dict(checkpoint.history),
        "training": None if checkpoint.training is None else dict(checkpoint.training),
        "notes": {
            "digitpad": __version__,
            "torch": str(torch.__version__),
            "python": platform.python_version(),
            **checkpoint.notes,
        },
    }
    _write(content, path)


def save_state_dict(checkpoint: Checkpoint, path: Path) -> None:
    """Write the weights alone, as `torch.save(network.state_dict(), path)` would.

    Raises:
        CheckpointError: when the file cannot be written.
    """
    _write(dict(checkpoint.model), path)


def _write(content: object, path: Path) -> None:
    buffer = io.BytesIO()
    torch.save(content, buffer)
    try:
        replace_file(path, buffer.getbuffer())
    except OSError as error:
        raise CheckpointError(
            "{path} could not be written: {why}. Choose another folder or make room.",
            path=path,
            why=reason(error),
        ) from error


def load_checkpoint(path: Path) -> Checkpoint:
    """Read a file that answers: our checkpoint, or a plain state_dict of a network in the registry.

    Nothing in the file is executed (`weights_only=True`).

    Raises:
        CheckpointError: one sentence that says what is wrong with the file.
    """
    content = _read(path)
    try:
        if isinstance(content, dict) and content.get("format") == FORMAT:
            checkpoint = _ours(content)
        else:
            checkpoint = _foreign(content)
        checkpoint = replace(checkpoint, model=_plain_weights(checkpoint.model))
        _prove(checkpoint)
    except (
        DigitpadError,
        RuntimeError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        ArithmeticError,
    ) as error:
        why = reason(error) if isinstance(error, DigitpadError) else "its weights do not fit its network"
        raise CheckpointError("{path} cannot be used: {why}.", path=path, why=why) from error
    return replace(checkpoint, path=path)


def _plain_weights(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights as the networks compute with them: dense, contiguous float32; whole numbers stay."""
    if any(value.is_meta for value in weights.values()):
        raise CheckpointError("its weights have no values (they were saved from the meta device)")
    if any(value.layout != torch.strided for value in weights.values()):
        raise CheckpointError("its weights are sparse, and digitpad reads dense ones")
    plain = {
        name: value.detach().to(torch.float32 if value.is_floating_point() else value.dtype).contiguous()
        for name, value in weights.items()
    }
    # NumPy looks at them on one thread; torch would start its whole pool for these few values.
    if not all(np.isfinite(value.numpy()).all() for value in plain.values()):
        raise CheckpointError("some of its weights are no finite numbers")
    return plain


def _prove(checkpoint: Checkpoint) -> None:
    """Make sure that the weights fit their network and that it answers. Draws no random numbers."""
    if not (math.isfinite(checkpoint.mean) and math.isfinite(checkpoint.std) and checkpoint.std > 0):
        raise CheckpointError(
            "its normalisation (mean {mean}, std {std}) is not two finite numbers with std above 0",
            mean=checkpoint.mean,
            std=checkpoint.std,
        )
    network = checkpoint.network()
    with torch.inference_mode():
        scores = network(torch.zeros(1, 1, 28, 28))
    if not checkpoint.classes or not bool(scores.isfinite().all()):
        raise CheckpointError("its network gives no finite scores")


def _read(path: Path) -> object:
    try:
        with path.open("rb") as file:
            if not file.read(4).startswith(_MAGICS):
                raise CheckpointError("{path} is not a PyTorch file; choose a .pth file.", path=path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return torch.load(path, map_location="cpu", weights_only=True)
    except CheckpointError:
        raise
    except FileNotFoundError as error:
        raise CheckpointError("{path} does not exist; check the name.", path=path) from error
    except OSError as error:
        raise CheckpointError("{path} could not be read: {why}.", path=path, why=reason(error)) from error
    except pickle.UnpicklingError as error:
        if "weights_only" in str(error).lower() or "Unsupported" in str(error):
            raise CheckpointError(
                "{path} holds Python objects besides weights, which could run code when opened; "
                "save the network again with torch.save(model.state_dict(), ...).",
                path=path,
            ) from error
        raise _no_file(path) from error
    except Exception as error:  # torch.load raises whatever damaged bytes lead to
        raise _no_file(path) from error


def _no_file(path: Path) -> CheckpointError:
    return CheckpointError("{path} is not a PyTorch file, or it is damaged; choose a .pth file.", path=path)


def _ours(content: dict[Any, Any]) -> Checkpoint:
    version = content.get("version")
    if version != VERSION:
        raise CheckpointError(
            "it has format version {version} and this digitpad reads version {known}; update digitpad",
            version=version,
            known=VERSION,
        )
    architecture(content["architecture"])
    model = find_state_dict(content["model"])
    if model is None:
        raise CheckpointError("it holds no weights")
    return Checkpoint(
        architecture=content["architecture"],
        model=model,
        mean=float(content["mean"]),
        std=float(content["std"]),
        classes=tuple(str(name) for name in content["classes"]),
        recipe=content.get("recipe"),
        metrics=_metrics(content.get("metrics")),
        history=_mapping(content.get("history")),
        training=content.get("training"),
        notes=_mapping(content.get("notes")),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _metrics(value: object) -> dict[str, int | float]:
    """The metrics that are plain numbers of a sensible size; anything else counts as not known."""
    found = {name: number for name, number in _mapping(value).items() if name in _METRICS}
    # False for NaN and infinity too.
    return {
        name: number for name, number in found.items() if type(number) in (int, float) and abs(number) < 2**63
    }


def _foreign(content: object) -> Checkpoint:
    weights = find_state_dict(content)
    if weights is None:
        raise CheckpointError("it holds no network's weights")
    match = recognise(weights)
    return Checkpoint(match.architecture, match.weights, match.mean, match.std, kind="state_dict")
