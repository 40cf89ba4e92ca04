"""The constants of an ONNX graph: weights, and what shapes are worked out with."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from digitpad.model.open.onnx.layers import OperatorError, numbers
from digitpad.model.safe_io.onnx_file import Node
from digitpad.model.safe_io.tensor_reader import TensorReader
from digitpad.model.safe_io.tensors import TensorRef, UnreadableTensor

_FEW = 64
"""Numbers in a constant that shapes are worked out with."""


class Constants:
    """Values that do not depend on the picture.

    Args:
        stored: the tensors of the file by name.
        tensors: reads them.
    """

    def __init__(self, stored: Mapping[str, object], tensors: TensorReader) -> None:
        self._stored = stored
        self._tensors = tensors
        self._known: dict[str, Tensor] = {}

    def add(self, node: Node) -> None:
        """Work out what an operator makes of constants, where it is one that shapes are worked out with."""
        value = self._computed(node)
        if value is not None:
            self.set(node, value)

    def has(self, name: str) -> bool:
        """Whether there is a constant of this name."""
        return name in self._known or name in self._stored

    def set(self, node: Node, value: Tensor) -> None:
        """Remember what an operator returns."""
        self._known[node.outputs[0]] = value

    def get(self, node: Node, number: int) -> Tensor | None:
        """The constant that is an input of an operator; None where there is none.

        Raises:
            OperatorError: when it depends on the picture, or was not read.
        """
        name = node.inputs[number] if number < len(node.inputs) else ""
        if name and name not in self._known:
            self._known[name] = self._read(self._stored.get(name))
        return self._known[name] if name else None

    def _read(self, stored: object) -> Tensor:
        if isinstance(stored, TensorRef):
            value = self._tensors.read(stored)
            return value.float() if value.is_floating_point() else value
        if isinstance(stored, UnreadableTensor):
            raise OperatorError("its weights {why}", why=stored.why)
        raise OperatorError("its weights are not in the file")

    def weight(self, node: Node, number: int) -> Tensor:
        """The constant that has to be an input of an operator.

        Raises:
            OperatorError: when it is missing.
        """
        constant = self.get(node, number)
        if constant is None:
            raise OperatorError("its weights are not in the file")
        return constant

    def _computed(self, node: Node) -> Tensor | None:
        if node.operator == "Constant":
            stored = next(iter(node.attributes.values()), None)
            if isinstance(stored, int | float | tuple):
                return torch.tensor(stored)
            return self._read(stored)
        if not node.inputs:
            return None
        try:
            first = self.weight(node, 0)
        except OperatorError:
            return None  # it is an error only where a layer needs it
        if node.operator in ("Identity", "Cast"):
            return first
        if node.operator == "Transpose":
            return first.permute(*numbers(node, "perm", tuple(reversed(range(first.dim())))))
        if node.operator == "Reshape":
            return first.reshape(self.weight(node, 1).tolist())
        if node.operator == "Shape":
            return torch.tensor(first.shape)
        if first.numel() > _FEW or len(node.inputs) > 8:
            return None
        others = [
            other for number in range(1, len(node.inputs)) if (other := self.get(node, number)) is not None
        ]
        if any(other.numel() > _FEW for other in others):
            return None
        if node.operator in ("Squeeze", "Unsqueeze"):
            return first.reshape(-1)
        if node.operator == "Concat":
            return torch.cat([one.reshape(-1) for one in (first, *others)])
        if node.operator == "Gather" and others:
            return first.reshape(-1)[others[0].long()]
        if node.operator == "Slice" and len(others) > 1:
            return first[int(others[0]) : int(others[1])]
        return None
