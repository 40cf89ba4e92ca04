"""A safetensors file: a JSON header, which is checked before any of it is trusted, and numbers."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import torch

from digitpad.errors import tr
from digitpad.model.safe_io.containers import damaged_error
from digitpad.model.safe_io.other_files import cut_short
from digitpad.model.safe_io.tensors import Storage, TensorRef, UnreadableTensor, too_large

_MAX_HEADER = 2 << 20
_TYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}


def _safe_open(path: Path) -> Any:
    """Open the file with the library, which checks the header against the file's length."""
    from safetensors import SafetensorError, safe_open

    try:
        return safe_open(path, framework="pt")
    except SafetensorError as error:
        if "incomplete" in str(error).lower():
            raise cut_short() from error
        raise


class SafetensorsContent:
    """A safetensors file; see `ZipContent`. `metadata` are the texts in its header."""

    def __init__(self, file: BinaryIO, size: int, path: Path) -> None:
        file.seek(0)
        (length,) = struct.unpack("<Q", file.read(8))
        if length > _MAX_HEADER:
            raise damaged_error()
        if length > size - 8:
            raise cut_short()
        self._open = _safe_open(path)
        self.metadata: Mapping[str, str] = self._open.metadata() or {}
        names = self._open.keys()
        self.value = {name: self._tensor(name) for name in names}

    def _tensor(self, name: str) -> TensorRef | UnreadableTensor:
        part = self._open.get_slice(name)
        shape = tuple(part.get_shape())
        dtype = _TYPES.get(part.get_dtype())
        if dtype is None:
            return UnreadableTensor(
                tr("its weights are of an unusual type, and digitpad reads only ordinary numbers")
            )
        stride, count = [0] * len(shape), 1
        for index in reversed(range(len(shape))):
            stride[index] = count
            count *= shape[index]
        return TensorRef(Storage(name, dtype, count), 0, shape, tuple(stride), dtype)

    def storage_size(self, key: str) -> int:
        """See `StorageSource`."""
        tensor = self.value.get(key)
        return tensor.nbytes if isinstance(tensor, TensorRef) else 0

    def storage_bytes(self, key: str, limit: int) -> bytearray:
        """See `StorageSource`."""
        tensor = self.value[key]
        if not isinstance(tensor, TensorRef) or tensor.nbytes > limit:
            raise too_large()
        return bytearray(self._open.get_tensor(key).reshape(-1).view(torch.uint8).numpy().tobytes())
