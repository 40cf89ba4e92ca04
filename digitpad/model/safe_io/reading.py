"""From the bytes of a file to what it holds: the boundary where every failure becomes one sentence."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from digitpad.errors import CheckpointError, DigitpadError, reason
from digitpad.model.safe_io.containers import LegacyContent, ZipContent, damaged_error
from digitpad.model.safe_io.onnx_file import Graph, OnnxContent
from digitpad.model.safe_io.other_files import BEGIN, cut_short, is_cut_short, other_file, other_folder
from digitpad.model.safe_io.safetensors_file import SafetensorsContent
from digitpad.model.safe_io.tensor_reader import TensorReader

MAX_FILE = 4 << 30
"""Largest file that is opened, in bytes; only what a network needs is read from it."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds, with its tensors still in it.

    Attributes:
        form: "zip", "legacy", "safetensors" or "onnx".
        value: plain values, `TensorRef`s and `ObjectStub`s.
        tensors: reads the tensors while the file is open.
        metadata: texts beside the tensors: of a safetensors or ONNX file, and of a state_dict of ours.
        graph: what an ONNX file computes with its tensors.
    """

    form: str
    value: object
    tensors: TensorReader
    metadata: Mapping[str, str] = field(default_factory=dict)
    graph: Graph | None = None


@contextmanager
def open_content(path: Path) -> Iterator[Content]:
    """Open the file at `path`; nothing in it is executed, and little of it is read.

    Every error inside becomes one sentence that names the file: it is for what its values may cause alone.

    Raises:
        CheckpointError: what is wrong with the file and what to do.
    """
    try:
        with about(path), _opened(path) as (file, size):
            yield _content(path, file, size)
    except CheckpointError:
        raise
    except FileNotFoundError as error:
        raise CheckpointError("{path} does not exist; check the name.", path=path) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # a position before the beginning of the file
            raise _about(path, damaged_error()) from error
        raise CheckpointError("{path} could not be read: {why}.", path=path, why=reason(error)) from error
    except Exception as error:  # whatever damaged bytes lead to
        raise _about(path, damaged_error()) from error


@contextmanager
def about(path: Path) -> Iterator[None]:
    """Name the file at `path` in the sentences of errors inside that call it "it".

    Raises:
        CheckpointError: what is wrong with the file and what to do.
    """
    try:
        yield
    except (MemoryError, RecursionError) as error:
        raise CheckpointError(
            "{path} cannot be used: it needs more memory than is available.", path=path
        ) from error
    except DigitpadError as error:
        if "path" in error.values and isinstance(error, CheckpointError):
            raise
        raise _about(path, error) from error


def _about(path: Path, error: DigitpadError) -> CheckpointError:
    """Turn `error`, which calls the file "it", into a sentence about `path`."""
    # The inner error stays whole, so that the window can translate it too.
    kind = type(error) if isinstance(error, CheckpointError) else CheckpointError
    return kind("{path} cannot be used: {why}.", path=path, why=error)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open the file and return its size; pipes and devices are refused first, as opening one could hang."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode) and (other := other_folder(path)) is not None:
        raise other
    if not stat.S_ISREG(status.st_mode):
        raise CheckpointError("{path} is not a regular file; choose a .pth file.", path=path)
    if status.st_size > MAX_FILE:
        raise CheckpointError(
            "{path} has {size} GB, far more than any network here; choose another file.",
            path=path,
            size=status.st_size >> 30,
        )
    with path.open("rb") as file:
        yield file, status.st_size


def _content(path: Path, file: BinaryIO, size: int) -> Content:
    begin = file.read(BEGIN)
    if (other := other_file(path, begin, size)) is not None:
        raise other
    if begin.startswith(b"PK\x03\x04"):
        if is_cut_short(file, size):
            raise cut_short()
        archive = ZipContent(file, size)
        return Content("zip", archive.value, TensorReader(archive, size), archive.metadata)
    if begin[8:9] == b"{":  # behind the length of the header, which may begin with any byte
        table = SafetensorsContent(file, size, path)
        return Content("safetensors", table.value, TensorReader(table, size), table.metadata)
    if begin.startswith(b"\x80"):
        legacy = LegacyContent(file, size)
        return Content("legacy", legacy.value, TensorReader(legacy, size))
    if begin.startswith(b"\x08") or path.suffix.lower() == ".onnx":  # ONNX begins with its version
        model = OnnxContent(file, size)
        return Content("onnx", model.value, TensorReader(model, size), model.metadata, model.graph)
    raise CheckpointError("{path} is not a PyTorch file; choose one that torch.save wrote.", path=path)
