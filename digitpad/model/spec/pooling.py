"""Layers that keep one value of each window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digitpad.errors import tr
from digitpad.model.spec.layer import (
    Layer,
    LayerError,
    Shape,
    Size,
    maps,
    option,
    pair,
    side_option,
    windows,
)


@dataclass(frozen=True, slots=True)
class Pool(Layer):
    """One value of each window."""

    prefix = "pool"

    kernel: Size = side_option(2, tr("Kernel"))
    stride: Size | None = side_option(None, tr("Stride"), nothing=tr("the kernel's size"))
    padding: Size = side_option(0, tr("Padding"), 0)
    ceil_mode: bool = option(False, tr("Round up (ceil_mode)"))

    def output(self, shape: Shape) -> Shape:
        channels, height, width = maps(shape)
        if any(2 * edge > size for edge, size in zip(pair(self.padding), pair(self.kernel), strict=True)):
            raise LayerError("its padding can be half of its kernel at most")
        return channels, *self.windows((height, width))

    def windows(self, sides: tuple[int, int]) -> tuple[int, int]:
        """How many windows fit along height and width.

        Raises:
            LayerError: when not even one does.
        """
        return windows(sides, self.kernel, self._step, self.padding, 1, self.ceil_mode)

    @property
    def _step(self) -> Size:
        return self.kernel if self.stride is None else self.stride

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return (self.kernel,)


@dataclass(frozen=True, slots=True)
class MaxPool(Pool):
    """The largest value of each window."""

    title = tr("Max pooling")
    module = "MaxPool2d"
    function = "max_pool2d"
    passed = ("stride", "padding", "dilation", "ceil_mode")

    dilation: Size = side_option(1, tr("Dilation"))

    def windows(self, sides: tuple[int, int]) -> tuple[int, int]:
        return windows(sides, self.kernel, self._step, self.padding, self.dilation, self.ceil_mode)


@dataclass(frozen=True, slots=True)
class AvgPool(Pool):
    """The mean of each window."""

    title = tr("Average pooling")
    module = "AvgPool2d"
    function = "avg_pool2d"
    passed = ("stride", "padding", "ceil_mode", "count_include_pad")

    count_include_pad: bool = option(True, tr("Count the padding"))


@dataclass(frozen=True, slots=True)
class AdaptiveAvgPool(Layer):
    """The mean of so many windows that maps of a given size come out."""

    title = tr("Adaptive average pooling")
    prefix = "pool"
    module = "AdaptiveAvgPool2d"
    function = "adaptive_avg_pool2d"

    size: Size = side_option(1, tr("Size"))

    def output(self, shape: Shape) -> Shape:
        return maps(shape)[0], *pair(self.size)

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return (self.size,)


@dataclass(frozen=True, slots=True)
class AdaptiveMaxPool(AdaptiveAvgPool):
    """The largest value of so many windows that maps of a given size come out."""

    title = tr("Adaptive max pooling")
    module = "AdaptiveMaxPool2d"
    function = "adaptive_max_pool2d"
