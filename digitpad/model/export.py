"""Other forms of a checkpoint: for plain PyTorch, for any framework (safetensors), for any runtime (ONNX)."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.errors import CheckpointError, UsageError
from digitpad.model.checkpoint import Checkpoint, save_checkpoint, save_state_dict, write_bytes
from digitpad.model.normalisation import normalised

FORMS = ("full", "model", "state_dict", "safetensors", "onnx")
"""full: everything; model: without the training state; state_dict: the weights alone for PyTorch;
safetensors: the weights with the network's name, classes, normalisation and what it refuses; onnx: a model
that takes pictures, 0-1."""

ONNX_INPUT, ONNX_OUTPUT = "pictures", "log_probs"


def form_of(path: Path) -> str:
    """The form that a file's suffix asks for; state_dict where it asks for none."""
    return {".safetensors": "safetensors", ".onnx": "onnx"}.get(path.suffix.lower(), "state_dict")


def export(checkpoint: Checkpoint, path: Path, form: str) -> None:
    """Write `checkpoint` to `path` in one of `FORMS`.

    Raises:
        CheckpointError: when the file cannot be written.
        UsageError: for an unknown form, or when what this form needs is not installed.
    """
    if form == "full":
        save_checkpoint(checkpoint, path)
    elif form == "model":
        save_checkpoint(checkpoint.without_training(), path)
    elif form == "state_dict":
        save_state_dict(checkpoint, path)
    elif form == "safetensors":
        write_bytes(_safetensors(checkpoint), path)
    elif form == "onnx":
        write_bytes(_onnx(checkpoint), path)
    else:
        raise UsageError("'{form}' is no form; choose one of {known}.", form=form, known=", ".join(FORMS))


def _safetensors(checkpoint: Checkpoint) -> bytes:
    from safetensors.torch import save

    metadata = _metadata(checkpoint)
    # Buffers and weights may share memory in a training run; a file of this kind keeps each by itself.
    return save({name: value.detach().cpu().clone() for name, value in checkpoint.model.items()}, metadata)


def _metadata(checkpoint: Checkpoint) -> dict[str, str]:
    """What the weights do not say, as texts for the header; `own_format.from_metadata` reads them."""
    threshold = (
        {} if checkpoint.refuse_below is None else {"digitpad.refuse_below": repr(checkpoint.refuse_below)}
    )
    return {
        **threshold,
        "format": "pt",
        "digitpad.architecture": checkpoint.architecture,
        "digitpad.classes": json.dumps(list(checkpoint.classes)),
        "digitpad.mean": json.dumps(checkpoint.mean),
        "digitpad.std": json.dumps(checkpoint.std),
        "digitpad.channels": str(checkpoint.form.channels),
        "digitpad.size": str(checkpoint.form.size),
        "digitpad.takes": checkpoint.form.takes,
    }


class _FromPictures(nn.Module):
    """From the network's pictures, 0-1, such as (B, 1, 28, 28), to log-probabilities (B, classes)."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        super().__init__()
        self.network = checkpoint.network()
        self.mean, self.std = checkpoint.mean, checkpoint.std

    def forward(self, pictures: Tensor) -> Tensor:
        # Of logits it makes log-probabilities, and log-probabilities it leaves as they are.
        return F.log_softmax(self.network(normalised(pictures, self.mean, self.std)), dim=1)


def _onnx(checkpoint: Checkpoint) -> bytes:
    """The network with its normalisation as an ONNX model for any number of pictures at once."""
    try:
        import onnx  # noqa: F401 - the exporter below needs both
        import onnxscript  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "ONNX needs packages that are not installed; install them with "
            "python -m pip install onnx onnxscript."
        ) from error
    model = _FromPictures(checkpoint).eval()
    with _quiet():
        program = torch.onnx.export(
            model,
            (torch.zeros(2, *checkpoint.form.shape),),
            dynamo=True,
            input_names=[ONNX_INPUT],
            output_names=[ONNX_OUTPUT],
            dynamic_shapes={"pictures": {0: torch.export.Dim("batch")}},
            verbose=False,
        )
    if program is None:
        raise CheckpointError("The network could not be written as ONNX.")
    proto = program.model_proto
    for part in (*proto.graph.node, *proto.graph.input, *proto.graph.output, *proto.graph.value_info):
        del part.metadata_props[:]  # the exporter notes which line of which file on this machine made it
    del proto.graph.metadata_props[:], proto.metadata_props[:]
    proto.metadata_props.add(key="classes", value=json.dumps(list(checkpoint.classes)))
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
