"""L1 and MSE loss: how far numbers are from their targets, as `torch.nn` defines it."""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass

from digitpad.errors import Sentence, UsageError
from digitpad.insight.bench.example import Cell, Example, Line, Worked
from digitpad.insight.bench.numerals import Matrix, added, factor, flat, matrix, script, shape, tensor, write


@dataclass(frozen=True)
class _Distance(Example):
    """A loss of each pair of numbers, and their mean or sum."""

    input: Matrix
    target: Matrix
    reduction: str = "mean"

    def __post_init__(self) -> None:
        if shape(self.input) != shape(self.target):
            a, b = shape(self.input), shape(self.target)
            raise UsageError(
                "The input has {rows} × {columns} numbers and the target {other_rows} × {other_columns}: "
                "each needs its partner.",
                rows=a[0], columns=a[1], other_rows=b[0], other_columns=b[1],
            )  # fmt: skip

    @abstractmethod
    def _one(self, x: float, y: float) -> float: ...

    @abstractmethod
    def _formula(self, x: float, y: float | None = None) -> str: ...

    @property
    def output(self) -> Matrix:
        return matrix(
            (self._one(x, y) for x, y in zip(row, targets, strict=True))
            for row, targets in zip(self.input, self.target, strict=True)
        )

    @property
    def loss(self) -> float:
        numbers = flat(self.output)
        return math.fsum(numbers) / (len(numbers) if self.reduction == "mean" else 1)

    def explain(self, cell: Cell) -> Worked:
        x, y = self.input[cell[0]][cell[1]], self.target[cell[0]][cell[1]]
        value = self._one(x, y)
        line = f"{self._formula(x, y)} = {self._formula(x - y)} = {write(value)}"
        return Worked(value, (line,), used=({cell: 1.0}, {cell: 1.0}))

    def summary(self) -> tuple[Line, ...]:
        numbers = flat(self.output)
        total = math.fsum(numbers)
        lines: list[Line] = [
            Sentence("sum: {formula}", {"formula": f"{added(list(map(write, numbers)))} = {write(total)}"})
        ]
        if self.reduction == "mean":
            mean = f"{write(total)} / {len(numbers)} = {write(self.loss)}"
            lines.append(Sentence("mean: {formula}", {"formula": mean}))
        return tuple(lines)

    def _code(self, function: str) -> str:
        call = f"result = F.{function}(input, target, reduction='{self.reduction}')"
        return script(tensor("input", self.input), tensor("target", self.target), call)


class L1Loss(_Distance):
    """The distance of each number from its target."""

    def _one(self, x: float, y: float) -> float:
        return abs(x - y)

    def _formula(self, x: float, y: float | None = None) -> str:
        return f"|{write(x)}|" if y is None else f"|{write(x)} − {factor(y)}|"

    def code(self) -> str:
        return self._code("l1_loss")


class MSELoss(_Distance):
    """The square of each number's distance from its target."""

    def _one(self, x: float, y: float) -> float:
        return (x - y) ** 2

    def _formula(self, x: float, y: float | None = None) -> str:
        return f"{factor(x)}²" if y is None else f"({write(x)} − {factor(y)})²"

    def code(self) -> str:
        return self._code("mse_loss")
