"""The checkpoint: a network with everything needed to answer, to rebuild and to resume; and saving it.

A checkpoint is a dictionary of plain values and tensors written by `torch.save`, so that it loads with
`weights_only=True` everywhere. Version 3 has the entries

=================  ==========================================================================
``format``         "digitpad-checkpoint"
``version``        3
``architecture``   name of the network in the registry, or "layers"
``layers``         those of a network that is not in the registry, see `digitpad.model.spec.plain`; or None
``classes``        names of the classes, in the order of the scores
``mean``, ``std``  normalisation on the 0-1 scale: a number, or a list with one for each channel
``channels``       1 for grey pictures, 3 for colour; 1 where it is missing, as in older files
``size``           side of the pictures in pixels; 28 where it is missing
``takes``          "ink", "object" or "picture", see `digitpad.form`; "ink" where it is missing
``refuse_below``   probability (0-1) of being one of the classes at all below which an answer is refused;
                   None, or missing, for a network that was not trained for it
``model``          state_dict that answers (the averaged weights where a recipe averages)
``recipe``         the recipe's settings, or None
``metrics``        test_loss, test_accuracy, epoch, step, examples_seen; what is unknown is missing
``history``        the curves, float64: ``train`` (N, 2) of examples, loss; ``test`` (M, 4) of examples,
                   epoch, loss, accuracy; ``epochs`` (M, 4) of epoch, step, mean training loss, learning
                   rate at its end; ``seconds`` (M, 2) of epoch, training time; ``changes``, a list of
                   dictionaries, where a run had any
``training``       what resuming needs beside: optimiser, position, random state; or None
``notes``          how the file was made: command, versions
=================  ==========================================================================

Version 2 lacks the layers. In version 1 the curves are lists of lists. All are read.
"""

from __future__ import annotations

import io
import json
import platform
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from digitpad import __version__
from digitpad.errors import CheckpointError, Sentence, reason
from digitpad.files import replace_file
from digitpad.form import DIGIT_FORM, DIGITS, PerChannel, PictureForm, undisplayable_classes
from digitpad.model import own_format
from digitpad.model.assumed import Assumed
from digitpad.model.normalization import is_normalization, normalize_unit, text_of
from digitpad.model.optimizer_file import OptimizerState
from digitpad.model.registry import Architecture, architecture, empty_network
from digitpad.model.safe_io.containers import METADATA
from digitpad.model.spec.plain import as_tables
from digitpad.model.spec.shapes import Layers

FORMAT = "digitpad-checkpoint"
VERSION = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A network that answers, with what its file holds; see the module for the first fields.

    Attributes:
        kind: what the file was: FORMAT, "state_dict", "module", "safetensors" or "onnx".
        path: the file that it was read from.
        normalisation_from: where `mean` and `std` come from: "file", "recipe notes-basic" (the recipe of the
            network that the weights fit; a plain state_dict lacks them), "assumed" or "you".
        optimizer: state of the optimiser that trained a foreign network, from the file beside it.
        optimizer_problem: why the optimiser's file beside it was not used.
        refuse_below: probability of being one of the classes at all below which an answer is refused; None
            for a network that was not trained for it.
        form: the pictures that it takes.
        layers: those of a network that is a list of layers of its own.
        unused: further layers or tensors in the file, left out because the network does not use them.
        messages: what there is to say about how the file was read.
        file_entry: what the network is called in its file, where one was chosen of several.
        assumed: what of a foreign network had to be assumed, and how well that reads.
    """

    architecture: str
    model: Mapping[str, Tensor]
    mean: PerChannel
    std: PerChannel
    classes: tuple[str, ...] = DIGITS
    recipe: Mapping[str, Any] | None = None
    metrics: Mapping[str, Any] = field(default_factory=dict)
    history: Mapping[str, Any] = field(default_factory=dict)
    training: Mapping[str, Any] | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)
    kind: str = FORMAT
    path: Path | None = None
    normalisation_from: str = "file"
    optimizer: OptimizerState | None = None
    optimizer_problem: CheckpointError | None = None
    refuse_below: float | None = None
    form: PictureForm = DIGIT_FORM
    layers: Layers = ()
    unused: tuple[str, ...] = ()
    assumed: Assumed | None = None
    messages: tuple[Sentence, ...] = ()
    file_entry: str = ""

    @property
    def entry(self) -> Architecture:
        """Its network, without weights."""
        return architecture(self.architecture, self.layers, self.form)

    @property
    def reads_digits(self) -> bool:
        """Whether it takes MNIST's pictures and its classes are the ten digits."""
        return self.classes == DIGITS and self.form == DIGIT_FORM

    def network(self) -> nn.Module:
        """Build the network with these weights, in evaluation mode, on the CPU."""
        network = empty_network(self.entry, len(self.classes), self.form)
        network.load_state_dict(self.model, assign=True)
        return network.eval().requires_grad_(False)

    def validate(self) -> None:
        """Check that the weights fit their network and that it answers. Draws no random numbers.

        Raises:
            CheckpointError: what is wrong, in a sentence about "it", the file.
        """
        if not is_normalization(self.mean, self.std, self.form.channels):
            raise CheckpointError(
                "its normalisation (mean {mean}, std {std}) is not two finite numbers with std above 0",
                mean=text_of(self.mean),
                std=text_of(self.std),
            )
        black_and_white = torch.stack((torch.zeros(self.form.shape), torch.ones(self.form.shape)))
        try:
            network = self.network()
            with torch.inference_mode():
                scores = network(normalize_unit(black_and_white, self.mean, self.std))
        except (RuntimeError, TypeError, ValueError) as error:
            raise CheckpointError("its weights do not fit its network") from error
        if not bool(scores.isfinite().all()):
            raise CheckpointError("its network does not return finite scores")

    @property
    def test_accuracy(self) -> float | None:
        """Share of the test set read right, 0-1; None where the file does not have it."""
        value = self.metrics.get("test_accuracy")
        return float(value) if isinstance(value, int | float) else None

    def without_training(self) -> Checkpoint:
        """The checkpoint without what only resuming needs: a third of the size."""
        return replace(self, training=None)

    def metadata(self) -> dict[str, str]:
        """What the weights lack, as texts; `own_format.from_metadata` reads them."""
        layers = {"digitpad.layers": json.dumps(as_tables(self.layers))} if self.layers else {}
        below = {} if self.refuse_below is None else {"digitpad.refuse_below": repr(self.refuse_below)}
        return {
            **below,
            "digitpad.architecture": self.architecture,
            **layers,
            "digitpad.classes": json.dumps(list(self.classes)),
            "digitpad.mean": json.dumps(self.mean),
            "digitpad.std": json.dumps(self.std),
            "digitpad.channels": str(self.form.channels),
            "digitpad.size": str(self.form.size),
            "digitpad.takes": self.form.content,
        }

    def with_normalisation(self, mean: PerChannel, std: PerChannel) -> Checkpoint:
        """The checkpoint with a normalisation that the user has chosen; how well it reads so is not known.

        Raises:
            CheckpointError: when they are not two finite numbers with std above 0, or the network does not
                return finite scores with them.
        """
        changed = replace(self, mean=_plain(mean), std=_plain(std), normalisation_from="you")
        try:
            changed.validate()
        except CheckpointError as error:
            raise CheckpointError(
                "The normalisation mean {mean}, std {std} cannot be used; enter two numbers, std above 0, "
                "such as 0.1307 and 0.3081.",
                mean=text_of(mean),
                std=text_of(std),
            ) from error
        return replace(changed, assumed=self.assumed and self.assumed.normalised(changed.mean, changed.std))


def _plain(number: PerChannel) -> PerChannel:
    return tuple(map(float, number)) if isinstance(number, tuple) else float(number)


def save_checkpoint(checkpoint: Checkpoint, path: Path, keep_previous: bool = False) -> None:
    """Write `checkpoint` to `path`; the file there is replaced only by a complete one.

    Args:
        checkpoint: the checkpoint.
        path: the file.
        keep_previous: whether the old file is kept under a second name; see `replace_file`.

    Raises:
        CheckpointError: when the file cannot be written, or its classes have names that no file can keep.
    """
    if (unfit := undisplayable_classes(checkpoint.classes)) is not None:
        raise CheckpointError(unfit.template, **unfit.values)
    content = {
        "format": FORMAT,
        "version": VERSION,
        "architecture": checkpoint.architecture,
        "layers": as_tables(checkpoint.layers) or None,
        "classes": list(checkpoint.classes),
        "mean": _listed(checkpoint.mean),
        "std": _listed(checkpoint.std),
        "channels": checkpoint.form.channels,
        "size": checkpoint.form.size,
        "takes": checkpoint.form.content,
        "refuse_below": checkpoint.refuse_below,
        "model": dict(checkpoint.model),
        "recipe": None if checkpoint.recipe is None else dict(checkpoint.recipe),
        "metrics": dict(checkpoint.metrics),
        "history": own_format.packed_history(checkpoint.history),
        "training": None if checkpoint.training is None else dict(checkpoint.training),
        "notes": {
            "digitpad": __version__,
            "torch": str(torch.__version__),
            "python": platform.python_version(),
            **checkpoint.notes,
        },
    }
    _write(content, path, keep_previous)


def _listed(number: PerChannel) -> float | list[float]:
    return list(number) if isinstance(number, tuple) else number


def save_state_dict(checkpoint: Checkpoint, path: Path) -> None:
    """Write the weights alone, as `torch.save(network.state_dict(), path)` would.

    What the weights do not tell lies beside them in the archive, where torch does not look.

    Raises:
        CheckpointError: when the file cannot be written.
    """
    buffer = _saved(dict(checkpoint.model))
    with zipfile.ZipFile(buffer, "a") as archive:
        folder = archive.namelist()[0].partition("/")[0]
        archive.writestr(zipfile.ZipInfo(f"{folder}/{METADATA}"), json.dumps(checkpoint.metadata()))
    write_bytes(buffer.getbuffer(), path)


def _write(content: object, path: Path, keep_previous: bool = False) -> None:
    write_bytes(_saved(content).getbuffer(), path, keep_previous)


def _saved(content: object) -> io.BytesIO:
    buffer = io.BytesIO()
    torch.save(content, buffer)
    return buffer


def write_bytes(content: bytes | memoryview, path: Path, keep_previous: bool = False) -> None:
    """Write a file; the one there is replaced only by a complete one.

    Raises:
        CheckpointError: when it cannot be written.
    """
    try:
        replace_file(path, content, keep_previous)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> CheckpointError:
    """The error for a file that cannot be written."""
    return CheckpointError(
        "{path} could not be written: {why}. Choose another folder or make room.",
        path=path,
        why=reason(error),
    )
