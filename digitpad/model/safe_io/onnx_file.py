"""ONNX files as data: the graph's operators, and its tensors still in the file.

Numbers of fields and types are those of onnx.proto3 in the ONNX project. No package is needed, and none is
trusted with a file: their readers build all of a model in memory, whatever it holds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import torch

from digitpad.errors import CheckpointError, tr
from digitpad.model.safe_io.protobuf import MessageReader, Part, damaged_model, part_of
from digitpad.model.safe_io.tensors import (
    MAX_DIMENSIONS,
    Storage,
    TensorRef,
    UnreadableTensor,
    tensor_ref,
    too_large,
)

_MAX_METADATA = 1 << 20

_TYPES = {
    1: torch.float32,
    2: torch.uint8,
    3: torch.int8,
    4: torch.uint16,
    5: torch.int16,
    6: torch.int32,
    7: torch.int64,
    9: torch.bool,
    10: torch.float16,
    11: torch.float64,
    12: torch.uint32,
    13: torch.uint64,
    16: torch.bfloat16,
}
"""Values of `TensorProto.DataType`."""

Ref = TensorRef | UnreadableTensor
Attribute = int | float | str | tuple[int, ...] | tuple[float, ...] | Ref


@dataclass(frozen=True, slots=True)
class Node:
    """One operator of the graph: what it is called, and the names of the values it takes and returns."""

    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Attribute]


@dataclass(frozen=True, slots=True)
class Graph:
    """What a model computes.

    Attributes:
        nodes: in the order in which they are computed.
        inputs: name and shape of what comes in; None where a size is open.
        outputs: names of what comes out.
    """

    nodes: tuple[Node, ...]
    inputs: Mapping[str, tuple[int | None, ...]]
    outputs: tuple[str, ...]


class OnnxContent:
    """An ONNX file; see `ZipContent`.

    Attributes:
        value: the tensors by name.
        graph: what is computed with them.
        metadata: texts beside it.

    Raises:
        CheckpointError: when it is not a model, or larger than any here.
    """

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._message = MessageReader(file)
        self._small: dict[str, bytes] = {}
        self._parts: dict[str, Part] = {}
        self.metadata: dict[str, str] = {}
        self.value: dict[str, Ref] = {}
        graph: Part | None = None
        for number, value in self._message.fields((0, size)):
            if number == 7:
                graph = part_of(value)
            elif number == 14:
                entry = dict(self._message.fields(part_of(value)))
                key = self._message.text(entry.get(1))
                self.metadata[key] = self._message.text(entry.get(2), _MAX_METADATA)
        if graph is None:
            raise damaged_model()
        self.graph = self._graph(graph)

    def storage_size(self, key: str) -> int:
        """See `StorageSource`."""
        begin, end = self._parts.get(key, (0, 0))
        return len(self._small[key]) if key in self._small else end - begin

    def storage_bytes(self, key: str, limit: int) -> bytearray:
        """See `StorageSource`."""
        if self.storage_size(key) > limit:
            raise too_large()
        return bytearray(self._small[key] if key in self._small else self._message.read(self._parts[key]))

    def _graph(self, part: Part) -> Graph:
        nodes: list[Node] = []
        inputs: dict[str, tuple[int | None, ...]] = {}
        outputs: list[str] = []
        for number, value in self._message.fields(part):
            if number == 1:
                nodes.append(self._node(part_of(value)))
            elif number == 5:
                name, tensor = self._tensor(part_of(value))
                self.value[name] = tensor
            elif number == 11:
                name, shape = self._input(part_of(value))
                inputs[name] = shape
            elif number == 12:
                outputs.append(self._input(part_of(value))[0])
            elif number == 15:
                raise CheckpointError("its weights are sparse, and digitpad reads only dense ones")
        inputs = {name: shape for name, shape in inputs.items() if name not in self.value}
        return Graph(tuple(nodes), inputs, tuple(outputs))

    def _input(self, part: Part) -> tuple[str, tuple[int | None, ...]]:
        """Name and shape of what comes in or out."""
        name, sizes = "", []
        for number, value in self._message.fields(part):
            if number == 1:
                name = self._message.text(value)
            elif number == 2:
                shape = self._inside(self._inside(part_of(value), 1), 2)
                for _, size in self._message.fields(shape or (0, 0)):
                    known = dict(self._message.fields(part_of(size))).get(1)
                    sizes.append(known if isinstance(known, int) and 0 < known < 2**31 else None)
        if len(sizes) > MAX_DIMENSIONS:
            raise damaged_model()
        return name, tuple(sizes)

    def _inside(self, part: Part | None, number: int) -> Part | None:
        value = None if part is None else dict(self._message.fields(part)).get(number)
        return None if value is None else part_of(value)

    def _node(self, part: Part) -> Node:
        operator = ""
        ends: tuple[list[str], list[str]] = ([], [])
        attributes: dict[str, Attribute] = {}
        for number, value in self._message.fields(part):
            if number in (1, 2):
                ends[number - 1].append(self._message.text(value))
            elif number == 4:
                operator = self._message.text(value)
            elif number == 5:
                name, attribute = self._attribute(part_of(value))
                attributes[name] = attribute
        return Node(operator, tuple(ends[0]), tuple(ends[1]), attributes)

    def _attribute(self, part: Part) -> tuple[str, Attribute]:
        name = ""
        result: Attribute = 0
        whole: list[int] = []
        floats: list[float] = []
        for number, value in self._message.fields(part):
            if number == 1:
                name = self._message.text(value)
            elif number == 2:
                (result,) = self._message.floats(value)
            elif number == 3:
                (result,) = self._message.whole(value)
            elif number == 4:
                result = self._message.text(value, _MAX_METADATA)
            elif number == 5:
                _, result = self._tensor(part_of(value))
            elif number == 7:
                floats += self._message.floats(value)
            elif number == 8:
                whole += self._message.whole(value)
        return name, tuple(whole) or tuple(floats) or result

    def _tensor(self, part: Part) -> tuple[str, Ref]:
        name, kind = "", 0
        shape: list[int] = []
        whole: list[int] = []
        numbers: list[Part] = []
        for number, value in self._message.fields(part):
            if number == 1:
                shape += self._message.whole(value)
            elif number == 2:
                kind = value if isinstance(value, int) else 0
            elif number in (4, 9, 10):  # packed floats and doubles are bytes as raw ones
                numbers.append(part_of(value))
            elif number in (5, 7, 11):
                whole += self._message.whole(value)
            elif number == 8:
                name = self._message.text(value)
            elif number == 13 or (number == 14 and value):
                why = tr(
                    "its weights lie in a file beside it; save the model as one file (onnx.save_model does "
                    "so by itself)"
                )
                return name, UnreadableTensor(why)
        dtype = _TYPES.get(kind)
        if dtype is None or len(numbers) > 1:
            return name, UnreadableTensor(
                tr("its weights are of an unusual type, and digitpad reads only ordinary numbers")
            )
        key = str(part[0])
        if whole:
            self._small[key] = _packed(whole, dtype)
        else:
            self._parts[key] = numbers[0] if numbers else (0, 0)
        storage = Storage(key, dtype, self.storage_size(key) // dtype.itemsize)
        strides = [math.prod(shape[at + 1 :]) for at in range(len(shape[:MAX_DIMENSIONS]))]
        return name, tensor_ref(storage, 0, tuple(shape), tuple(strides))


def _packed(numbers: Sequence[int], dtype: torch.dtype) -> bytes:
    """Numbers as bytes, as tensors of their type have them; floats of 16 bits are stored as whole numbers."""
    width = dtype.itemsize
    return b"".join((number & (2 ** (8 * width) - 1)).to_bytes(width, "little") for number in numbers)
