"""Other forms of a checkpoint: for plain PyTorch, for any framework (safetensors), for any runtime (ONNX).

Window and command take what there is to choose from the table at the end; it is there before torch is loaded.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import logging
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.errors import CheckpointError, UsageError, tr

if TYPE_CHECKING:
    from torch import Tensor

    from digitpad.model.checkpoint import Checkpoint

ONNX_INPUT, ONNX_OUTPUT, ONNX_KNOWN = "pictures", "log_probs", "known"
"""Names of what goes in and what comes out, the last only of a network that was trained to tell."""

ONNX_PREFIX = "network."
"""What ONNX files written here have before the name of each weight: the attribute that holds the network."""


@dataclass(frozen=True, slots=True)
class ExportForm:
    """A form that a network can be saved in. Texts are to be translated.

    Attributes:
        name: as the command and JSON have it.
        help: what it is, in the command's help.
        title: in menus.
        dialog: title of the dialog that asks where to.
        suffix: of its files.
        files: what such files are called.
        write: writes a checkpoint to a path.
    """

    name: str
    help: str
    title: str
    dialog: str
    suffix: str
    files: str
    write: Callable[[Checkpoint, Path], None]


def form_of(path: Path) -> str:
    """The form that a file's suffix asks for; state_dict where it asks for none."""
    suffix = path.suffix.lower()
    return next((form.name for form in FORMS.values() if form.suffix == suffix != ".pth"), "state_dict")


def export(checkpoint: Checkpoint, path: Path, form: str) -> None:
    """Write `checkpoint` to `path` in one of `FORMS`.

    Raises:
        CheckpointError: when the file cannot be written.
        UsageError: for an unknown form, or when what this form needs is not installed.
    """
    if form not in FORMS:
        raise UsageError(
            "'{form}' is not a form to export to; choose one of {known}.", form=form, known=", ".join(FORMS)
        )
    FORMS[form].write(checkpoint, path)


def _write_full(checkpoint: Checkpoint, path: Path) -> None:
    from digitpad.model.checkpoint import save_checkpoint

    save_checkpoint(checkpoint, path)


def _write_model(checkpoint: Checkpoint, path: Path) -> None:
    _write_full(checkpoint.without_training(), path)


def _write_state_dict(checkpoint: Checkpoint, path: Path) -> None:
    from digitpad.model.checkpoint import save_state_dict

    save_state_dict(checkpoint, path)


def _write_safetensors(checkpoint: Checkpoint, path: Path) -> None:
    from digitpad.model.checkpoint import write_bytes

    write_bytes(_safetensors(checkpoint), path)


def _write_onnx(checkpoint: Checkpoint, path: Path) -> None:
    from digitpad.model.checkpoint import write_bytes

    write_bytes(_onnx(checkpoint), path)


def _safetensors(checkpoint: Checkpoint) -> bytes:
    from safetensors.torch import save

    metadata = {"format": "pt", **checkpoint.metadata()}
    # Buffers and weights may share memory in a training run; a file of this kind keeps each by itself.
    return save({name: value.detach().cpu().clone() for name, value in checkpoint.model.items()}, metadata)


def _onnx(checkpoint: Checkpoint) -> bytes:
    """The network with its normalisation as an ONNX model for any number of pictures at once."""
    try:
        for package in ("onnx", "onnxscript"):  # which torch's exporter needs
            importlib.import_module(package)
    except ImportError as error:
        raise UsageError(
            "ONNX needs packages that are not installed; install them with "
            "python -m pip install onnx onnxscript."
        ) from error
    import torch
    import torch.nn.functional as F
    from onnx import numpy_helper
    from onnxscript import optimizer
    from torch import nn

    from digitpad.model.normalization import normalize_unit

    tells = checkpoint.refuse_below is not None

    class FromPictures(nn.Module):
        """From the network's pictures, 0-1, such as (B, 1, 28, 28), to log-probabilities (B, classes).

        One that was trained to tell returns as well the probability that a picture is of one of the classes
        at all, (B,); below `digitpad.refuse_below` of the metadata the answer is "not a digit I know".
        """

        def __init__(self) -> None:
            super().__init__()
            self.network = checkpoint.network()

        def forward(self, pictures: Tensor) -> Tensor | tuple[Tensor, Tensor]:
            # Of logits it makes log-probabilities, and log-probabilities it leaves as they are.
            scores = self.network(normalize_unit(pictures, checkpoint.mean, checkpoint.std))
            log_probs = F.log_softmax(scores, dim=1)
            if not tells:
                return log_probs
            # The log-odds against "none of them", whose score is 0: see the loss "open-set".
            return log_probs, torch.sigmoid(torch.logsumexp(scores, dim=1))

    model = FromPictures().eval()
    with _quiet():
        program = torch.onnx.export(
            model,
            (torch.zeros(2, *checkpoint.form.shape),),
            dynamo=True,
            input_names=[ONNX_INPUT],
            output_names=[ONNX_OUTPUT, ONNX_KNOWN] if tells else [ONNX_OUTPUT],
            dynamic_shapes={"pictures": {0: torch.export.Dim("batch")}},
            verbose=False,
            optimize=False,  # it would merge batch norm into convolutions, and equal weights into one
        )
        if program is None:
            raise CheckpointError("The network could not be written as ONNX.")
        optimizer.fold_constants(program.model)
        optimizer.remove_unused_nodes(program.model)
    proto = program.model_proto
    for part in (*proto.graph.node, *proto.graph.input, *proto.graph.output, *proto.graph.value_info):
        del part.metadata_props[:]  # the exporter notes which line of which file on this machine made it
    del proto.graph.metadata_props[:], proto.metadata_props[:]
    # What the exporter has folded into other numbers stays in the file, so that the network opens again.
    there = {initializer.name for initializer in proto.graph.initializer}
    for key, weight in checkpoint.model.items():
        name = ONNX_PREFIX + key
        if name not in there and weight.is_floating_point():
            proto.graph.initializer.append(numpy_helper.from_array(weight.detach().cpu().numpy(), name))
    classes = json.dumps(list(checkpoint.classes))
    for key, value in {**checkpoint.metadata(), "classes": classes}.items():
        proto.metadata_props.add(key=key, value=value)
    content: bytes = proto.SerializeToString()
    return content


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the exporter's own remarks (deprecations inside it, its progress) from the user."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


_PYTORCH = tr("PyTorch files")

FORMS = {
    form.name: form
    for form in (
        ExportForm(
            "full",
            "everything",
            tr("&Everything, to resume or share…"),
            tr("Save everything"),
            ".pth",
            _PYTORCH,
            _write_full,
        ),
        ExportForm(
            "model",
            "without the training state",
            tr("The &network, without its training state…"),
            tr("Save the network without its training state"),
            ".pth",
            _PYTORCH,
            _write_model,
        ),
        ExportForm(
            "state_dict",
            "the weights alone",
            tr("&Weights only, a plain state_dict…"),
            tr("Save the weights only"),
            ".pth",
            _PYTORCH,
            _write_state_dict,
        ),
        ExportForm(
            "safetensors",
            "the weights with the network's name, classes and normalisation, and what it refuses",
            tr("&safetensors, for other programs…"),
            tr("Save as safetensors"),
            ".safetensors",
            tr("safetensors files"),
            _write_safetensors,
        ),
        ExportForm(
            "onnx",
            "takes pictures 0-1 and returns log-probabilities",
            tr("&ONNX, to run without PyTorch…"),
            tr("Save as ONNX"),
            ".onnx",
            tr("ONNX models"),
            _write_onnx,
        ),
    )
}
"""The forms, in the order of the menus."""
