"""Layers of weighted sums: convolutions and linear layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digitpad.errors import tr
from digitpad.model.spec.layer import (
    MOST_CHANNELS,
    MOST_SIDE,
    MOST_VALUES,
    Layer,
    LayerError,
    Shape,
    Size,
    check_inputs,
    inputs_option,
    maps,
    option,
    outputs_option,
    pair,
    side_option,
    windows,
)

SAME = "same"
"""Padding with which a convolution of stride 1 returns maps of the size that comes in."""

_CHANNELS, _VALUES = tr("channels"), tr("values")


@dataclass(frozen=True, slots=True)
class Conv(Layer):
    """A convolution."""

    title = tr("Convolution")
    prefix = "conv"
    module = "Conv2d"
    learns = True
    passed = ("stride", "padding", "dilation", "groups", "bias", "padding_mode")

    out: int | None = outputs_option(tr("Channels"), MOST_CHANNELS)
    kernel: Size = side_option(3, tr("Kernel"))
    stride: Size = side_option(1, tr("Stride"))
    padding: Size | str = option(0, tr("Padding"), 0, MOST_SIDE, pair=True, choices=(SAME,))
    dilation: Size = side_option(1, tr("Dilation"))
    groups: int = option(1, tr("Groups"), 1, MOST_CHANNELS)
    bias: bool = option(True, tr("Bias"))
    padding_mode: str = option("zeros", tr("Pad with"), choices=("zeros", "reflect", "replicate", "circular"))
    inputs: int | None = inputs_option(tr("Channels in"), MOST_CHANNELS)

    def output(self, shape: Shape) -> Shape:
        channels, height, width = maps(shape)
        check_inputs(self.inputs, channels, _CHANNELS)
        out = self.out or 0
        if channels % self.groups or out % self.groups:
            raise LayerError(
                "its {groups} groups do not divide {channels} channels in and {out} out",
                groups=self.groups,
                channels=channels,
                out=out,
            )
        if isinstance(self.padding, str):
            if pair(self.stride) != (1, 1):
                raise LayerError('padding "same" goes with stride 1 only; give a number')
            return out, height, width
        return out, *windows((height, width), self.kernel, self.stride, self.padding, self.dilation)

    def weights(self, shape: Shape) -> dict[str, Shape]:
        out = self.out or 0
        bias = {"bias": (out,)} if self.bias else {}
        return {"weight": (out, shape[0] // self.groups, *pair(self.kernel)), **bias}

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return shape[0], self.out, self.kernel

    @property
    def skips(self) -> bool:
        """Whether it looks at single pixels and leaves some out."""
        return pair(self.kernel) == (1, 1) != pair(self.stride)


@dataclass(frozen=True, slots=True)
class Linear(Layer):
    """Every value that comes out is a weighted sum of all that come in."""

    title = tr("Linear")
    prefix = "fc"
    module = "Linear"
    learns = True
    passed = ("bias",)

    out: int | None = outputs_option(tr("Values"), MOST_CHANNELS)
    bias: bool = option(True, tr("Bias"))
    inputs: int | None = inputs_option(tr("Values in"), MOST_VALUES)

    def output(self, shape: Shape) -> Shape:
        if len(shape) != 1:
            raise LayerError("it takes values, and maps come in; put Flatten before it")
        check_inputs(self.inputs, shape[0], _VALUES)
        return (self.out or 0,)

    def weights(self, shape: Shape) -> dict[str, Shape]:
        out = self.out or 0
        return {"weight": (out, shape[0]), **({"bias": (out,)} if self.bias else {})}

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return shape[0], self.out
