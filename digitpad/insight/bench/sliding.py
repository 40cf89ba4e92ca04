"""Windows that slide over a matrix: convolution and max pooling.

The arithmetic of sizes is that of Dumoulin and Visin, "A guide to convolution arithmetic for deep learning",
2016, and with `ceil_mode` that of `torch.nn.MaxPool2d`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from digitpad.errors import Sentence, UsageError
from digitpad.insight.bench.example import Cell, Example, Line, Table, Worked
from digitpad.insight.bench.numerals import Matrix, added, factor, matrix, script, shape, tensor, write


@dataclass(frozen=True, slots=True)
class Slide:
    """How a window slides along one side of a matrix, all in cells.

    Attributes:
        length: of the side.
        size: numbers that the window takes.
        stride: from one window to the next.
        padding: added before and after the side.
        dilation: from one number of the window to the next.
        ceil: whether a window may reach over the end.
    """

    length: int
    size: int
    stride: int
    padding: int
    dilation: int
    ceil: bool = False

    @property
    def extent(self) -> int:
        """The cells from the window's first number to its last."""
        return self.dilation * (self.size - 1) + 1

    @property
    def _rounded(self) -> int:
        """How many windows the formula gives."""
        free = self.length + 2 * self.padding - self.extent
        return (math.ceil(free / self.stride) if self.ceil else free // self.stride) + 1

    @property
    def one_dropped(self) -> bool:
        """Whether the last window would begin behind the side and its first padding, and is left out."""
        return self.ceil and (self._rounded - 1) * self.stride >= self.length + self.padding

    @property
    def count(self) -> int:
        """How many windows there are."""
        return max(0, self._rounded - self.one_dropped)

    def places(self, number: int) -> range:
        """Return the cells of a window; those outside the side are padding."""
        first = number * self.stride - self.padding
        return range(first, first + self.extent, self.dilation)

    def formula(self) -> str:
        """Write how many windows there are."""
        begin, end = "⌈⌉" if self.ceil else "⌊⌋"
        free = f"{self.length} + 2×{self.padding} − {self.dilation}×({self.size} − 1) − 1"
        text = f"{begin}({free}) / {self.stride}{end} + 1 = {self._rounded}"
        return f"{text}, {self._rounded} − 1 = {self.count}" if self.one_dropped else text


def _slides(
    source: Matrix, size: tuple[int, int], stride: int, padding: int, dilation: int, ceil: bool = False
) -> tuple[Slide, Slide]:
    """Return how a window slides down and across.

    Raises:
        UsageError: no window has room.
    """
    if min(stride, dilation, *size) < 1 or padding < 0:
        raise UsageError("Kernel, stride and dilation begin at 1, padding at 0.")
    down, across = (
        Slide(length, one, stride, padding, dilation, ceil)
        for length, one in zip(shape(source), size, strict=True)
    )
    if not down.count or not across.count:
        raise UsageError(
            "The kernel covers {height} × {width} cells, more than the input's {rows} × {columns} with its "
            "padding: make the input or the padding larger, or the kernel or the dilation smaller.",
            height=down.extent, width=across.extent, rows=down.length + 2 * padding,
            columns=across.length + 2 * padding,
        )  # fmt: skip
    return down, across


def _size_lines(down: Slide, across: Slide) -> tuple[Line, ...]:
    formula = "⌈(input + 2×padding − dilation×(kernel − 1) − 1) / stride⌉ + 1"
    lines: list[Line] = [
        Sentence(
            "Size of the output: {formula}",
            {"formula": formula if down.ceil else formula.replace("⌈", "⌊").replace("⌉", "⌋")},
        ),
        Sentence("rows: {formula}", {"formula": down.formula()}),
        Sentence("columns: {formula}", {"formula": across.formula()}),
    ]
    if down.one_dropped or across.one_dropped:
        lines.append(Sentence("A last window that would begin in the padding behind the input is left out."))
    return tuple(lines)


@dataclass(frozen=True)
class Convolution(Example):
    """A kernel that slides over an input; at each place patch times kernel is added up.

    As everywhere in deep learning the kernel is not turned round (it is a cross-correlation).
    """

    input: Matrix
    kernel: Matrix
    stride: int = 1
    padding: int = 0
    dilation: int = 1

    def __post_init__(self) -> None:
        self._slides()

    def _slides(self) -> tuple[Slide, Slide]:
        return _slides(self.input, shape(self.kernel), self.stride, self.padding, self.dilation)

    def _patch(self, cell: Cell) -> tuple[Matrix, dict[Cell, Cell]]:
        """Return what the kernel lies on, and which of it are cells of the input, by their place in it."""
        down, across = self._slides()
        return _patch(self.input, down.places(cell[0]), across.places(cell[1]), 0.0)

    @property
    def output(self) -> Matrix:
        down, across = self._slides()
        return matrix(
            (math.fsum(math.fsum(row) for row in self._products((y, x))) for x in range(across.count))
            for y in range(down.count)
        )

    def _products(self, cell: Cell) -> Matrix:
        patch, _ = self._patch(cell)
        return matrix(
            (a * b for a, b in zip(row, weights, strict=True))
            for row, weights in zip(patch, self.kernel, strict=True)
        )

    def explain(self, cell: Cell) -> Worked:
        patch, inside = self._patch(cell)
        products = self._products(cell)
        sums = [math.fsum(row) for row in products]
        value = math.fsum(sums)
        lines = []
        for row, weights, subtotal in zip(patch, self.kernel, sums, strict=True):
            terms = [f"{factor(a)}×{factor(b)}" for a, b in zip(row, weights, strict=True)]
            lines.append(f"{added(terms)} = {write(subtotal)}")
        if len(sums) > 1:
            lines.append(f"{added(list(map(factor, sums)))} = {write(value)}")
        faint = _outside(self.kernel, inside)
        tables = (
            Table(Sentence("patch"), _texts(patch), faint),
            Table(Sentence("kernel"), _texts(self.kernel)),
            Table(Sentence("products"), _texts(products), faint),
        )
        used = (dict.fromkeys(inside.values(), 1.0), dict.fromkeys(inside, 1.0))
        return Worked(value, tuple(lines), tables, ("×", "="), used)

    def summary(self) -> tuple[Line, ...]:
        return _size_lines(*self._slides())

    def code(self) -> str:
        options = f"stride={self.stride}, padding={self.padding}, dilation={self.dilation}"
        call = f"result = F.conv2d(input[None, None], kernel[None, None], {options})[0, 0]"
        return script(tensor("input", self.input), tensor("kernel", self.kernel), call)


@dataclass(frozen=True)
class MaxPooling(Example):
    """A window that slides over an input; at each place the largest number is taken."""

    input: Matrix
    kernel: int
    stride: int
    padding: int = 0
    dilation: int = 1
    ceil_mode: bool = False

    def __post_init__(self) -> None:
        if self.padding > self.kernel // 2:
            raise UsageError(
                "Max pooling takes a padding of up to half of its kernel: {most} here, and not {padding}.",
                most=self.kernel // 2, padding=self.padding,
            )  # fmt: skip
        self._slides()

    def _slides(self) -> tuple[Slide, Slide]:
        size = self.kernel, self.kernel
        return _slides(self.input, size, self.stride, self.padding, self.dilation, self.ceil_mode)

    @property
    def output(self) -> Matrix:
        down, across = self._slides()
        return matrix((self._largest((y, x))[0] for x in range(across.count)) for y in range(down.count))

    def _patch(self, cell: Cell) -> tuple[Matrix, dict[Cell, Cell]]:
        down, across = self._slides()
        return _patch(self.input, down.places(cell[0]), across.places(cell[1]), -math.inf)

    def _largest(self, cell: Cell) -> tuple[float, Cell | None]:
        """Return the largest number, and its place in the window; none where it sees padding only."""
        patch, inside = self._patch(cell)
        place = max(inside, key=lambda at: patch[at[0]][at[1]], default=None)
        return (-math.inf, None) if place is None else (patch[place[0]][place[1]], place)

    def explain(self, cell: Cell) -> Worked:
        patch, inside = self._patch(cell)
        value, best = self._largest(cell)
        lines: list[Line] = []
        if inside:
            numbers = [write(patch[y][x]) for y, x in inside]
            lines.append(f"max({', '.join(numbers)}) = {write(value)}")
        faint = _outside(patch, inside)
        if not inside:
            lines.append(Sentence("The window sees padding only, which counts as −∞."))
        elif faint:
            lines.append(Sentence("What lies outside the input counts as −∞: it is never the largest."))
        table = Table(
            Sentence("window"), _texts(patch), faint, frozenset() if best is None else frozenset({best})
        )
        used = {source: 1.0 if place == best else 0.4 for place, source in inside.items()}
        return Worked(value, tuple(lines), (table,), (), (used,))

    def summary(self) -> tuple[Line, ...]:
        return _size_lines(*self._slides())

    def code(self) -> str:
        options = (
            f"{self.kernel}, stride={self.stride}, padding={self.padding}, dilation={self.dilation}, "
            f"ceil_mode={self.ceil_mode}"
        )
        call = f"result = F.max_pool2d(input[None, None], {options})[0, 0]"
        return script(tensor("input", self.input), call)


def _patch(
    source: Matrix, rows: Iterable[int], columns: Iterable[int], outside: float
) -> tuple[Matrix, dict[Cell, Cell]]:
    """Return the numbers at rows and columns, and where in the source those are that lie inside it."""
    height, width = shape(source)
    cells = [[(y, x) for x in columns] for y in rows]
    inside = {
        (y, x): cell
        for y, row in enumerate(cells)
        for x, cell in enumerate(row)
        if 0 <= cell[0] < height and 0 <= cell[1] < width
    }
    patch = [[outside] * len(row) for row in cells]
    for (y, x), (from_y, from_x) in inside.items():
        patch[y][x] = source[from_y][from_x]
    return matrix(patch), inside


def _outside(values: Matrix, inside: Iterable[Cell]) -> frozenset[Cell]:
    height, width = shape(values)
    return frozenset((y, x) for y in range(height) for x in range(width)) - frozenset(inside)


def _texts(values: Matrix) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(write, row)) for row in values)
