"""NumPy's arrays in a pickle, as tensors that are still in their file."""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch

from digitpad.errors import tr
from digitpad.model.safe_io.stubs import SET_STATE, ObjectStub
from digitpad.model.safe_io.tensors import Storage, TensorRef, UnreadableTensor, tensor_ref

DTYPES: Mapping[str, torch.dtype] = {
    "f8": torch.float64,
    "f4": torch.float32,
    "f2": torch.float16,
    "i8": torch.int64,
    "i4": torch.int32,
    "i2": torch.int16,
    "i1": torch.int8,
    "u1": torch.uint8,
    "b1": torch.bool,
}
"""NumPy's types of numbers, without the byte order."""

_MADE = (".multiarray._reconstruct", ".numeric._frombuffer")


def is_array(value: object) -> bool:
    """Whether a stub stands for an array of numbers."""
    return (
        isinstance(value, ObjectStub)
        and value.name.module.startswith("numpy.")
        and str(value.name).endswith(_MADE)
        and _parts(value) is not None
    )


def array_ref(stub: ObjectStub) -> TensorRef | UnreadableTensor:
    """The tensor that an array is.

    Raises:
        CheckpointError: when it has an impossible shape.
    """
    content, dtype, shape, is_fortran = _parts(stub) or (b"", None, (), False)
    code, order = _dtype(dtype)
    if code not in DTYPES or order == ">":
        return UnreadableTensor(
            tr("its weights are of an unusual type, and digitpad reads only ordinary numbers")
        )
    return stored_array(content, DTYPES[code], shape, is_fortran)


def stored_array(
    content: bytes | bytearray, dtype: torch.dtype, shape: object, is_fortran: bool
) -> TensorRef | UnreadableTensor:
    """The tensor of an array whose numbers stand in `content`.

    Raises:
        CheckpointError: when it has an impossible shape.
    """
    sizes = shape if isinstance(shape, tuple) else ()
    storage = Storage(f"array {id(content)}", dtype, len(content) // dtype.itemsize, 0, content)
    tensor_ref(storage, 0, sizes, (0,) * len(sizes))  # which checks the sizes before they are multiplied
    strides = [math.prod(sizes[:axis] if is_fortran else sizes[axis + 1 :]) for axis in range(len(sizes))]
    return tensor_ref(storage, 0, sizes, tuple(strides))


def _parts(stub: ObjectStub) -> tuple[bytes | bytearray, object, object, bool] | None:
    """Numbers, type, shape and whether columns come first."""
    if str(stub.name).endswith("._frombuffer"):
        content, dtype, shape, order = (*stub.args, None, None, None, None)[:4]
        is_fortran = order == "F"
    else:
        state = stub.state.get(SET_STATE, ())
        _, shape, dtype, fortran, content = (*state, *[None] * 5)[:5]
        is_fortran = fortran is True
    return (content, dtype, shape, is_fortran) if isinstance(content, bytes | bytearray) else None


def _dtype(stub: object) -> tuple[str, str]:
    """The code of a type of numbers, and its byte order."""
    if not isinstance(stub, ObjectStub) or not stub.args or not isinstance(stub.args[0], str):
        return "", ""
    order = (*stub.state.get(SET_STATE, ()), "", "")[1]
    return stub.args[0], order if isinstance(order, str) else ""
