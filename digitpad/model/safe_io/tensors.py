"""Tensors that are still in their file: shape and position are known, and `TensorReader` reads the values.

What a file claims costs nothing until it has been compared with what a network needs: a shape of 10^15
values, one number spread over a million places, or a gigabyte of weights for a network that digitpad only
describes are all a few numbers here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch

from digitpad.errors import CheckpointError, tr


@dataclass(frozen=True, slots=True, eq=False)
class Storage:
    """A run of numbers in the file.

    Attributes:
        key: its name in the file.
        dtype: type of the numbers.
        count: how many of them there are according to the file.
        start: the first of them, where this is a part of the storage `key`.
        content: the numbers themselves, where they stand in the pickle.
    """

    key: str
    dtype: torch.dtype
    count: int
    start: int = 0
    content: bytes | bytearray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """What the whole numbers of a quantised tensor stand for: (number - zero_point) * scale.

    Attributes:
        scale, zero_point: one for all, or a tensor with one for each place along `axis`.
        axis: of the tensor.
    """

    scale: float | TensorRef
    zero_point: int | TensorRef
    axis: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class TensorRef:
    """A tensor in a file: a view of `storage` with `shape` and `stride`, from `offset` on.

    `dtype` is that of the stored numbers; with `scaling` they are read as float32.
    """

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]
    dtype: torch.dtype
    scaling: Scaling | None = None

    @property
    def numel(self) -> int:
        """Number of values."""
        return math.prod(self.shape)

    @property
    def nbytes(self) -> int:
        """Bytes of the values in contiguous form."""
        return self.numel * self.dtype.itemsize

    @property
    def read_dtype(self) -> torch.dtype:
        """Type of the values as they are read."""
        return self.dtype if self.scaling is None else torch.float32


@dataclass(frozen=True, slots=True, eq=False)
class UnreadableTensor:
    """A tensor whose values digitpad does not read.

    Attributes:
        why: what is unusual, a sentence of the core, to be translated.
    """

    why: str


UNUSUAL = UnreadableTensor(tr("its weights are of an unusual type, and digitpad reads only ordinary numbers"))
"""A tensor of another type than digitpad reads."""


def too_large() -> CheckpointError:
    """Return the error for a file with more numbers, or more tensors, than are read."""
    return CheckpointError("it holds more numbers than any network here needs")


READABLE = frozenset(
    {
        *(torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.complex128, torch.complex64),
        *(torch.int64, torch.int32, torch.int16, torch.int8, torch.bool),
        *(torch.uint64, torch.uint32, torch.uint16, torch.uint8),
    }
)
"""Types of numbers that are read. Bytes interpreted as a quantised or packed type would crash torch."""

MAX_DIMENSIONS = 8


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
        raise bad_shape()
    number_type = dtype if isinstance(dtype, torch.dtype) else storage.dtype
    if number_type not in READABLE:
        return UnreadableTensor(
            tr("its weights are of an unusual type, and digitpad reads only ordinary numbers")
        )
    return TensorRef(storage, start, sizes, steps, number_type)


_QUANTISED = {torch.qint8: torch.int8, torch.quint8: torch.uint8}


def quantised_ref(
    storage: object, offset: object, shape: object, stride: object, quantiser: object
) -> TensorRef | UnreadableTensor:
    """Build a `TensorRef` of a quantised tensor from the arguments in a file.

    Args:
        storage, offset, shape, stride: of its whole numbers.
        quantiser: the name of a scheme, scale and zero point, and with one for each channel the axis.

    Raises:
        CheckpointError: when the arguments cannot describe a tensor.
    """
    dtype = _QUANTISED.get(storage.dtype) if isinstance(storage, Storage) else None
    if not isinstance(storage, Storage) or dtype is None or not isinstance(quantiser, tuple):
        return UnreadableTensor(
            tr("its weights are quantised in an unusual way, which digitpad does not read")
        )
    tensor = tensor_ref(replace(storage, dtype=dtype), offset, shape, stride)
    _, scale, zero_point, axis = (*quantiser, 0)[:4]
    (place,) = _whole_numbers((axis,))
    is_plain = isinstance(scale, float) and type(zero_point) is int and abs(zero_point) < 2**31
    each = [isinstance(one, TensorRef) and one.scaling is None for one in (scale, zero_point)]
    if not isinstance(tensor, TensorRef) or not (is_plain or all(each)):
        raise bad_shape()
    return replace(tensor, scaling=Scaling(scale, zero_point, place))


def _whole_numbers(values: object) -> tuple[int, ...]:
    if not isinstance(values, tuple | list) or len(values) > MAX_DIMENSIONS:
        raise bad_shape()
    if any(type(number) is not int or not 0 <= number < 2**62 for number in values):
        raise bad_shape()
    return tuple(values)


def bad_shape() -> CheckpointError:
    """Return the error for a tensor that cannot be."""
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
