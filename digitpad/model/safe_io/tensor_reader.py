"""The values of tensors that are still in their file: read once they have been checked, and not too many."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor

from digitpad.errors import CheckpointError
from digitpad.model.safe_io.tensors import (
    Scaling,
    TensorRef,
    bad_shape,
    check_dense,
    too_large,
)

MAX_TENSORS = 20_000
"""Most tensors of a network, and most read from one file; a large language model has a few thousand."""

BUDGET = 64 << 20
"""Most bytes of numbers read from a small file; from a larger one as many as it has. A small file can claim,
or unpack to, any number of them; VGG-16 with its optimiser really has a gigabyte."""


class StorageSource(Protocol):
    """A file with storages, which reads their bytes."""

    def storage_size(self, key: str) -> int:
        """Return how many bytes the file has for a storage; 0 for an unknown one."""

    def storage_bytes(self, key: str, limit: int) -> bytearray:
        """Return all bytes of a storage.

        Raises:
            CheckpointError: when they are missing or more than `limit`.
        """


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
        there = self._source.storage_size(storage.key) if storage.content is None else len(storage.content)
        if (storage.start + storage.count) * storage.dtype.itemsize > there:
            raise CheckpointError("some of its numbers are missing; the file was cut short")

    def read(self, tensor: TensorRef) -> Tensor:
        """Read a tensor.

        Returns:
            The tensor, dense and contiguous, on the CPU; a quantised one as float32.

        Raises:
            CheckpointError: when its numbers are missing or too many.
        """
        values = self._stored(tensor)
        return values if tensor.scaling is None else self._scaled(values, tensor.scaling)

    def _scaled(self, values: Tensor, scaling: Scaling) -> Tensor:
        self._spend(4 * values.numel())
        scale, zero_point = (
            self._each(one, values, scaling.axis) for one in (scaling.scale, scaling.zero_point)
        )
        return (values.float() - zero_point) * scale

    def _each(self, number: float | TensorRef, values: Tensor, axis: int) -> Tensor:
        """One number for all values, or one for each place along an axis, so that it can be broadcast."""
        if not isinstance(number, TensorRef):
            return torch.tensor(number, dtype=torch.float32)
        if axis >= values.ndim or number.shape != (values.shape[axis],):
            raise bad_shape()
        return self._stored(number).float().view(-1, *[1] * (values.ndim - axis - 1))

    def _stored(self, tensor: TensorRef) -> Tensor:
        self.check(tensor)
        self._count += 1
        self._spend(tensor.nbytes)
        if not tensor.numel:
            return torch.empty(tensor.shape, dtype=tensor.dtype)
        key = tensor.storage.key
        if key not in self._storages:
            inline = tensor.storage.content
            self._storages[key] = (
                self._source.storage_bytes(key, min(self._budget, self._left))
                if inline is None
                else bytearray(inline)
            )
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
