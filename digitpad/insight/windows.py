"""Windows and receptive fields: from which cells of its input a layer computes one cell of its output.

The arithmetic of sizes is that of Dumoulin and Visin, "A guide to convolution arithmetic for deep
learning", 2016: with stride s, padding p and dilation d, the output's row y is computed from the rows
y s - p to y s - p + d (k - 1) of the input.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import nn

from digitpad.insight.recording import INPUT, RecordedLayer, Recording

Cell = tuple[int, ...]
"""Position in an output without its batch: (channel, row, column), or (value,)."""


@dataclass(frozen=True, slots=True)
class Window:
    """The window of a convolution or pooling, all sizes as (rows, columns) in cells of its input."""

    size: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[int, int]
    dilation: tuple[int, int]

    def rows(self, row: int) -> range:
        """Return the rows of the input that make a row of the output; those outside are padding."""
        return self._positions(row, 0)

    def columns(self, column: int) -> range:
        """Return the columns of the input that make a column of the output."""
        return self._positions(column, 1)

    def _positions(self, position: int, axis: int) -> range:
        first = position * self.stride[axis] - self.padding[axis]
        step = self.dilation[axis]
        return range(first, first + step * self.size[axis], step)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells: rows `top` to `bottom` and columns `left` to `right`, the last ones excluded."""

    top: int
    left: int
    bottom: int
    right: int

    def joined(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


def window_of(layer: RecordedLayer) -> Window | None:
    """Return the window of a convolution or pooling; None for any other layer."""
    source: Any
    if isinstance(layer.module, nn.Conv2d | nn.MaxPool2d | nn.AvgPool2d):
        if isinstance(
            layer.module.padding, str
        ):  # "same" and "valid" are numbers only once the sizes are known
            return _named_padding(layer.module)
        source = vars(layer.module)
    elif layer.kind in ("max_pool2d", "avg_pool2d"):
        source = layer.options
    else:
        return None
    size = _pair(source["kernel_size"])
    stride = source.get("stride")
    return Window(
        size,
        size if stride is None or stride == [] else _pair(stride),
        _pair(source.get("padding", 0)),
        _pair(source.get("dilation", 1)),
    )


def _named_padding(module: Any) -> Window:
    size, dilation = _pair(module.kernel_size), _pair(module.dilation)
    around = (0, 0)
    if module.padding == "same":  # torch puts the odd cell at the end
        around = (dilation[0] * (size[0] - 1) // 2, dilation[1] * (size[1] - 1) // 2)
    return Window(size, _pair(module.stride), around, dilation)


def _pair(value: Any) -> tuple[int, int]:
    if isinstance(value, int):
        return value, value
    rows, columns = value if len(value) == 2 else (value[0], value[0])
    return int(rows), int(columns)


def receptive_field(recording: Recording, number: int, cell: Cell) -> Box:
    """Return the pixels of the network's input that can change one cell of a layer's output.

    Args:
        recording: the network's answer.
        number: index of the layer; with `INPUT` the result is the cell itself.
        cell: (channel, row, column) or (value,) of its output.
    """
    _, _, height, width = recording.input.shape
    everything = Box(0, 0, height, width)
    box = _box(recording.value(number).shape[1:], cell)
    reached: dict[int, Box] = {number: box}
    # Sources come before their consumers: from back to front every box is complete when its layer comes.
    for layer_number in range(number, INPUT, -1):
        box_here = reached.get(layer_number)
        if box_here is None:
            continue
        layer = recording.layers[layer_number]
        for source in layer.sources:
            before = recording.value(source).shape[1:]
            used = _input_box(layer, before, box_here)
            reached[source] = reached[source].joined(used) if source in reached else used
    return reached.get(INPUT, everything)


def _box(shape: tuple[int, ...], cell: Cell) -> Box:
    """Return the box of a cell; values that are not in a map count as a map of one row."""
    if len(shape) == 3:
        _, row, column = cell
        return Box(row, column, row + 1, column + 1)
    return Box(0, cell[0], 1, cell[0] + 1)


def _input_box(layer: RecordedLayer, before: tuple[int, ...], box: Box) -> Box:
    """Return the box of the layer's input that a box of its output is computed from."""
    shape = layer.shape[1:]
    window = window_of(layer)
    if window is not None:
        rows = window.rows(box.top).start, window.rows(box.bottom - 1)[-1] + 1
        columns = window.columns(box.left).start, window.columns(box.right - 1)[-1] + 1
        return Box(max(0, rows[0]), max(0, columns[0]), min(before[1], rows[1]), min(before[2], columns[1]))
    # A channel that is repeated keeps its positions too.
    same_positions = len(shape) == len(before) == 3 and shape[1:] == before[1:]
    if _cell_by_cell(layer) and (shape == before or same_positions):
        return box
    if (
        layer.kind in ("flatten", "view", "reshape", "Flatten")
        and len(before) == 3
        and box.right - box.left == 1
    ):
        _, row, column = unflattened(before, box.left)
        return Box(row, column, row + 1, column + 1)
    return Box(0, 0, before[1], before[2]) if len(before) == 3 else Box(0, 0, 1, before[0])


_BY_CELL = frozenset(
    """
    relu relu_ ReLU dropout dropout2d feature_dropout Dropout Dropout2d BatchNorm2d BatchNorm1d Identity
    add sub mul div tanh Tanh sigmoid Sigmoid leaky_relu LeakyReLU gelu GELU silu SiLU elu ELU
    hardswish Hardswish hardsigmoid Hardsigmoid expand
    """.split()  # noqa: SIM905 - a list of forty strings is no easier to read
)


def _cell_by_cell(layer: RecordedLayer) -> bool:
    return layer.kind in _BY_CELL


def unflattened(shape: tuple[int, ...], value: int) -> Cell:
    """Return the (channel, row, column) of a value of a flattened map (C, H, W)."""
    _, height, width = shape
    channel, rest = divmod(value, height * width)
    return channel, *divmod(rest, width)
