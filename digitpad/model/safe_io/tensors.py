"""Tensors that are still in their file: shape and position are known, the values are read on request.

What a file claims costs nothing until it has been compared with what a network needs: a shape of 10^15
values, one number spread over a million places, or a gigabyte of weights for a network that digitpad only
describes are all a few numbers here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from digitpad.errors import CheckpointError


@dataclass(frozen=True, slots=True, eq=False)
class Storage:
    """A run of numbers in the file.

    Attributes:
        key: its name in the file.
        dtype: type of the numbers.
        count: how many of them there are according to the file.
        start: the first of them, where this is a part of the storage `key`.
    """

    key: str
    dtype: torch.dtype
    count: int
    start: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class TensorRef:
    """A tensor in a file: a view of `storage` with `shape` and `stride`, from `offset` on."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]
    dtype: torch.dtype

    @property
    def numel(self) -> int:
        """Number of values."""
        return math.prod(self.shape)

    @property
    def nbytes(self) -> int:
        """Bytes of the values in contiguous form."""
        return self.numel * self.dtype.itemsize


@dataclass(frozen=True, slots=True, eq=False)
class UnreadableTensor:
    """A tensor whose values digitpad does not read.

    Attributes:
        why: what is unusual, as the end of a sentence that begins with "its weights".
    """

    why: str


def too_large() -> CheckpointError:
    """Return the error for a file with more numbers, or more tensors, than are read."""
    return CheckpointError("it holds more numbers than any network here needs")


class StorageSource(Protocol):
    """A file with storages, which reads their bytes."""

    def storage_size(self, key: str) -> int:
        """Return how many bytes the file has for a storage; 0 for an unknown one."""

    def storage_bytes(self, key: str, limit: int) -> bytearray:
        """Return all bytes of a storage.

        Raises:
            CheckpointError: when they are missing or more than `limit`.
        """


READABLE = frozenset(
    {
        *(torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.complex128, torch.complex64),
        *(torch.int64, torch.int32, torch.int16, torch.int8, torch.bool),
        *(torch.uint64, torch.uint32, torch.uint16, torch.uint8),
    }
)
"""Types of numbers that are read. Bytes interpreted as a quantised or packed type would crash torch."""

MAX_DIMENSIONS = 8
MAX_TENSORS = 20_000
"""Most tensors of a network, and most read from one file; a large language model has a few thousand."""

BUDGET = 64 << 20
"""Most bytes of numbers read from a small file; from a larger one as many as it has. A small file can claim,
or unpack to, any number of them; VGG-16 with its optimiser really has a gigabyte."""


def tensor_ref(
    storage: object, offset: object, shape: object, stride: object, dtype: object = None
) -> TensorRef | UnreadableTensor:
    """Build a `TensorRef` from the arguments in a file; an `UnreadableTensor` for an unusual type of numbers.

    Raises:
        CheckpointError: when the arguments cannot describe a tensor.
    """
    sizes, steps = _whole_numbers(shape), _whole_numbers(stride)
    (start,) = _whole_numbers((offset,))
    if not isinstance(storage, Storage) or len(sizes) != len(steps):
        raise _bad_shape()
    number_type = dtype if isinstance(dtype, torch.dtype) else storage.dtype
    if number_type not in READABLE:
        return UnreadableTensor("are of an unusual type, and digitpad reads only ordinary numbers")
    return TensorRef(storage, start, sizes, steps, number_type)


def _whole_numbers(values: object) -> tuple[int, ...]:
    if not isinstance(values, tuple | list) or len(values) > MAX_DIMENSIONS:
        raise _bad_shape()
    if any(type(number) is not int or not 0 <= number < 2**62 for number in values):
        raise _bad_shape()
    return tuple(values)


def _bad_shape() -> CheckpointError:
    return CheckpointError("one of its tensors has an impossible shape")


def check_dense(tensor: TensorRef) -> None:
    """Check that every value has a position of its own in the storage.

    Raises:
        CheckpointError: for a tensor that spreads few numbers over many positions, or reaches beyond them.
    """
    width = tensor.dtype.itemsize
    available = tensor.storage.count * tensor.storage.dtype.itemsize // width
    steps = zip(tensor.shape, tensor.stride, strict=True)
    span = 1 + sum((size - 1) * step for size, step in steps) if tensor.numel else 0
    if tensor.numel and tensor.offset + span > available:
        raise CheckpointError("one of its tensors reaches beyond the numbers in the file")
    if tensor.numel > span:
        raise CheckpointError("one of its tensors repeats a few numbers many times, as no network does")


def _in_order(tensor: TensorRef) -> bool:
    """Whether the values lie in memory in their order, from the beginning of the storage."""
    step = 1
    for size, stride in zip(reversed(tensor.shape), reversed(tensor.stride), strict=True):
        if size != 1 and stride != step:
            return False
        step *= size
    return tensor.offset == 0


class TensorReader:
    """Checks tensors and reads their values, up to `BUDGET` bytes in all, or as many as the file has.

    Args:
        source: the file with the storages.
        size: its size in bytes.
    """

    def __init__(self, source: StorageSource, size: int = 0) -> None:
        self._source = source
        self._storages: dict[str, bytearray] = {}
        self._budget = max(BUDGET, size)
        self._left = 2 * self._budget  # the storages, and the tensors made of them
        self._count = 0

    def check(self, tensor: TensorRef) -> None:
        """Check that the file has a number for every value of a tensor, without reading them.

        Raises:
            CheckpointError: when numbers are missing.
        """
        check_dense(tensor)
        storage = tensor.storage
        if (storage.start + storage.count) * storage.dtype.itemsize > self._source.storage_size(storage.key):
            raise CheckpointError("some of its numbers are missing; the file was cut short")

    def read(self, tensor: TensorRef) -> Tensor:
        """Read a tensor.

        Returns:
            The tensor, dense and contiguous, on the CPU.

        Raises:
            CheckpointError: when its numbers are missing or too many.
        """
        self.check(tensor)
        self._count += 1
        self._spend(tensor.nbytes)
        if not tensor.numel:
            return torch.empty(tensor.shape, dtype=tensor.dtype)
        key = tensor.storage.key
        if key not in self._storages:
            self._storages[key] = self._source.storage_bytes(key, min(self._budget, self._left))
            self._spend(len(self._storages[key]))
        content = self._storages[key]
        start = tensor.storage.start * tensor.storage.dtype.itemsize
        bits = torch.uint8 if tensor.dtype is torch.bool else tensor.dtype  # any byte but 0 is True
        count = (len(content) - start) // bits.itemsize
        flat = torch.frombuffer(content, dtype=bits, offset=start, count=count)
        if bits is tensor.dtype and tensor.nbytes == len(content) and _in_order(tensor):
            del self._storages[key]  # only this tensor uses it: nothing has to be copied
            return flat.view(tensor.shape)
        values = flat.as_strided(tensor.shape, tensor.stride, tensor.offset).clone(
            memory_format=torch.contiguous_format
        )
        return values.ne(0) if tensor.dtype is torch.bool else values

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0 or self._count > MAX_TENSORS:
            raise too_large()
