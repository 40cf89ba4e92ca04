"""What every example on the bench is: its output, and how each number of it is computed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from digitpad.errors import Sentence
from digitpad.insight.bench.numerals import Matrix

Cell = tuple[int, int]
"""Row and column, from 0."""

Line = str | Sentence
"""A formula, or words."""


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers that stand in rows and columns among the lines.

    Attributes:
        title: what they are.
        texts: the numbers as they are written.
        faint: cells that lie in the padding.
        bold: cells that the result is taken from.
    """

    title: Sentence
    texts: tuple[tuple[str, ...], ...]
    faint: frozenset[Cell] = frozenset()
    bold: frozenset[Cell] = frozenset()


@dataclass(frozen=True, slots=True)
class Worked:
    """How one number is computed.

    Attributes:
        value: the number.
        lines: its arithmetic, from top to bottom.
        tables: what stands above the lines, from left to right.
        signs: what stands between the tables.
        used: for each matrix that was typed, the cells that take part, with their weight from 0 to 1.
    """

    value: float
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    signs: tuple[str, ...] = ()
    used: tuple[Mapping[Cell, float], ...] = ()


class Example(ABC):
    """Numbers and what is computed of them. Numbers that do not fit raise `UsageError` when it is made."""

    @property
    @abstractmethod
    def output(self) -> Matrix:
        """The numbers that can be explained."""

    @property
    def rows(self) -> tuple[str, ...]:
        """What the rows of the output are, as formulas; empty where they are those of a picture."""
        return ()

    @abstractmethod
    def explain(self, cell: Cell) -> Worked:
        """Explain one number of the output."""

    @abstractmethod
    def summary(self) -> tuple[Line, ...]:
        """Return what holds for the whole output: its size, or the loss."""

    @abstractmethod
    def code(self) -> str:
        """Return the same in PyTorch: statements, the last of which is `result = ...`."""

    @property
    def loss(self) -> float | None:
        """What all of the output comes to; None where it stays a picture."""
        return None
