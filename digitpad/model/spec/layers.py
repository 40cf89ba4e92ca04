"""The kinds of layers that a network can be written with: what each takes, returns and learns, without torch.

A layer is data. Its class knows how it changes a shape, which weights it has and what torch calls it; from
this the network is built (`building`), written as code, saved in recipes and shown in the editor. A further
kind of layer is one more class here.

Shapes are those of one picture: (channels, height, width), or (values,) once it is flat.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, ClassVar

from digitpad.errors import DigitpadError, tr

Shape = tuple[int, ...]
Size = int | tuple[int, int]
"""A number for height and width, or one for each of them."""

SAME = "same"
"""Padding with which a convolution of stride 1 returns maps of the size that comes in."""

_MOST_SIDE, _MOST_CHANNELS, _MOST_VALUES = 512, 100_000, 10_000_000


class LayerError(DigitpadError):
    """Why a layer cannot stand where it stands, in a clause about "it"."""


@dataclass(frozen=True, slots=True)
class Option:
    """What an option of a layer may be. Titles are to be translated.

    Attributes:
        title: its label.
        low, high: the range of a number.
        pair: whether height and width may have a number each.
        choices: the names to choose from.
        nothing: what None means; "" where it is not allowed.
    """

    title: str
    low: float = 0
    high: float = 0
    pair: bool = False
    choices: tuple[str, ...] = ()
    nothing: str = ""


def _option(default: Any, title: str, low: float = 0, high: float = 0, **more: Any) -> Any:
    return field(default=default, metadata={"option": Option(title, low, high, **more)})


def _side(default: Size | None, title: str, low: int = 1, nothing: str = "") -> Any:
    return _option(default, title, low, _MOST_SIDE, pair=True, nothing=nothing)


def _outputs(title: str, most: int) -> Any:
    return _option(None, title, 1, most, nothing=tr("one for each class"))


def _inputs(title: str, most: int) -> Any:
    return _option(None, title, 1, most, nothing=tr("as many as come in"))


_EPSILON = tr("Epsilon")


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer.

    Attributes:
        name: what its weights are called in files: "conv1" or "features.0". A layer without weights is a
            module of the network where it has a name, and else a function that the network calls.
        title: what people call this kind.
        prefix: what a layer of this kind is called by itself, with a number behind it.
        module: its class in `torch.nn`.
        function: its function in `torch.nn.functional`; "" where there is only the class.
        random: whether the function has to know whether the network is training.
        learns: whether it has weights.
    """

    title: ClassVar[str] = ""
    prefix: ClassVar[str] = ""
    module: ClassVar[str] = ""
    function: ClassVar[str] = ""
    random: ClassVar[bool] = False
    learns: ClassVar[bool] = False

    name: str = field(default="", kw_only=True)

    def output(self, shape: Shape) -> Shape:
        """The shape that it returns.

        Raises:
            LayerError: when it cannot take `shape`.
        """
        return shape

    def weights(self, shape: Shape) -> dict[str, Shape]:
        """Name and shape of its weights, in the order of its state_dict, where it takes `shape`."""
        return {}

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        """What its class in torch is called with before the options, where it takes `shape`."""
        return ()

    def call_arguments(self, shape: Shape) -> tuple[Any, ...]:
        """What its function in torch is called with between the input and the options."""
        return self.arguments(shape)

    def options(self) -> dict[str, Any]:
        """The options that its class and its function in torch are called with: those unlike theirs."""
        return {}

    def class_name(self, shape: Shape) -> str:
        """Its class in `torch.nn`, where it takes `shape`."""
        return self.module

    def function_name(self) -> str:
        """Its function in `torch.nn.functional`; "" where it is not one."""
        return self.function

    def parameters(self, shape: Shape) -> int:
        """How many values it learns, where it takes `shape`."""
        return sum(math.prod(size) for name, size in self.weights(shape).items() if name not in STATISTICS)


STATISTICS = ("running_mean", "running_var", "num_batches_tracked")
"""Weights of batch norm that are measured, not learnt."""


def pair(size: Size) -> tuple[int, int]:
    """A size as height and width."""
    return size if isinstance(size, tuple) else (size, size)


def _maps(shape: Shape) -> tuple[int, int, int]:
    if len(shape) != 3:
        raise LayerError("it takes maps, and {values} values come in; put it before Flatten", values=shape[0])
    return shape[0], shape[1], shape[2]


def _check_inputs(expected: int | None, came: int, what: str) -> None:
    if expected not in (None, came):
        raise LayerError(
            "it expects {expected} {what} and gets {came}", expected=expected, what=what, came=came
        )


_CHANNELS, _VALUES = tr("channels"), tr("values")


def _differing(layer: Layer, **usual: Any) -> dict[str, Any]:
    """The options of a layer that are not torch's own defaults."""
    return {name: getattr(layer, name) for name, value in usual.items() if getattr(layer, name) != value}


def windows(
    sides: tuple[int, int],
    kernel: Size,
    stride: Size,
    padding: Size,
    dilation: Size = 1,
    ceil_mode: bool = False,
) -> tuple[int, int]:
    """How many windows fit along height and width (the formula of torch's Conv2d and MaxPool2d).

    Raises:
        LayerError: when not even one does.
    """
    counts = []
    for side, size, step, edge, gap in zip(
        sides, pair(kernel), pair(stride), pair(padding), pair(dilation), strict=True
    ):
        room = side + 2 * edge - gap * (size - 1) - 1
        if room < 0:
            raise LayerError(
                "its window of {kernel} does not fit into maps of {height}x{width}; give it padding, or pool "
                "less before it",
                kernel="x".join(map(str, pair(kernel))),
                height=sides[0],
                width=sides[1],
            )
        count = room // step + 1
        if ceil_mode and room % step and count * step < side + edge:  # a last window that begins inside
            count += 1
        counts.append(count)
    return counts[0], counts[1]


@dataclass(frozen=True, slots=True)
class Conv(Layer):
    """A convolution."""

    title = tr("Convolution")
    prefix = "conv"
    module = "Conv2d"
    learns = True

    out: int | None = _outputs(tr("Channels"), _MOST_CHANNELS)
    kernel: Size = _side(3, tr("Kernel"))
    stride: Size = _side(1, tr("Stride"))
    padding: Size | str = _option(0, tr("Padding"), 0, _MOST_SIDE, pair=True, choices=(SAME,))
    dilation: Size = _side(1, tr("Dilation"))
    groups: int = _option(1, tr("Groups"), 1, _MOST_CHANNELS)
    bias: bool = _option(True, tr("Bias"))
    padding_mode: str = _option(
        "zeros", tr("Pad with"), choices=("zeros", "reflect", "replicate", "circular")
    )
    inputs: int | None = _inputs(tr("Channels in"), _MOST_CHANNELS)

    def output(self, shape: Shape) -> Shape:
        channels, height, width = _maps(shape)
        _check_inputs(self.inputs, channels, _CHANNELS)
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

    def options(self) -> dict[str, Any]:
        return _differing(self, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode="zeros")


@dataclass(frozen=True, slots=True)
class Linear(Layer):
    """Every value that comes out is a weighted sum of all that come in."""

    title = tr("Linear")
    prefix = "fc"
    module = "Linear"
    learns = True

    out: int | None = _outputs(tr("Values"), _MOST_CHANNELS)
    bias: bool = _option(True, tr("Bias"))
    inputs: int | None = _inputs(tr("Values in"), _MOST_VALUES)

    def output(self, shape: Shape) -> Shape:
        if len(shape) != 1:
            raise LayerError("it takes values, and maps come in; put Flatten before it")
        _check_inputs(self.inputs, shape[0], _VALUES)
        return (self.out or 0,)

    def weights(self, shape: Shape) -> dict[str, Shape]:
        out = self.out or 0
        return {"weight": (out, shape[0]), **({"bias": (out,)} if self.bias else {})}

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return shape[0], self.out

    def options(self) -> dict[str, Any]:
        return _differing(self, bias=True)


@dataclass(frozen=True, slots=True)
class BatchNorm(Layer):
    """Each channel brought to mean 0 and variance 1 over the batch, then scaled and shifted as learnt."""

    title = tr("Batch norm")
    prefix = "bn"
    module = "BatchNorm2d"
    learns = True

    eps: float = _option(1e-5, _EPSILON, 0, 1)
    momentum: float | None = _option(0.1, tr("Momentum"), 0, 1, nothing=tr("the mean of all batches"))
    affine: bool = _option(True, tr("Scale and shift"))
    inputs: int | None = _inputs(tr("Channels in"), _MOST_VALUES)

    def output(self, shape: Shape) -> Shape:
        _check_inputs(self.inputs, shape[0], _CHANNELS)
        return shape

    def weights(self, shape: Shape) -> dict[str, Shape]:
        learnt = ("weight", "bias") if self.affine else ()
        own = dict.fromkeys((*learnt, "running_mean", "running_var"), shape[:1])
        return {**own, "num_batches_tracked": ()}

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return shape[:1]

    def options(self) -> dict[str, Any]:
        return _differing(self, eps=1e-5, momentum=0.1, affine=True)

    def class_name(self, shape: Shape) -> str:
        return "BatchNorm2d" if len(shape) == 3 else "BatchNorm1d"


@dataclass(frozen=True, slots=True)
class GroupNorm(Layer):
    """Groups of channels brought to mean 0 and variance 1 in each picture, then scaled and shifted."""

    title = tr("Group norm")
    prefix = "gn"
    module = "GroupNorm"
    learns = True

    groups: int = _option(1, tr("Groups"), 1, _MOST_CHANNELS)
    eps: float = _option(1e-5, _EPSILON, 0, 1)
    inputs: int | None = _inputs(tr("Channels in"), _MOST_CHANNELS)

    def output(self, shape: Shape) -> Shape:
        _check_inputs(self.inputs, shape[0], _CHANNELS)
        if shape[0] % self.groups:
            raise LayerError(
                "its {groups} groups do not divide {channels} channels", groups=self.groups, channels=shape[0]
            )
        return shape

    def weights(self, shape: Shape) -> dict[str, Shape]:
        return {"weight": shape[:1], "bias": shape[:1]}

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return self.groups, shape[0]

    def options(self) -> dict[str, Any]:
        return _differing(self, eps=1e-5)


@dataclass(frozen=True, slots=True)
class LayerNorm(Layer):
    """All values of a picture brought to mean 0 and variance 1, then scaled and shifted as learnt."""

    title = tr("Layer norm")
    prefix = "ln"
    module = "LayerNorm"
    learns = True

    eps: float = _option(1e-5, _EPSILON, 0, 1)

    def weights(self, shape: Shape) -> dict[str, Shape]:
        return {"weight": shape, "bias": shape}

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return (list(shape),)

    def options(self) -> dict[str, Any]:
        return _differing(self, eps=1e-5)


@dataclass(frozen=True, slots=True)
class Activation(Layer):
    """A function of each value by itself.

    Attributes:
        call: its function in torch; a key of `ACTIVATIONS`.
    """

    title = tr("Activation")

    call: str = "relu"
    slope: float | None = _option(None, tr("Slope"), 0, 100, nothing=tr("torch's own"))

    def function_name(self) -> str:
        return self.call

    def class_name(self, shape: Shape) -> str:
        return ACTIVATIONS[self.call][0]

    def options(self) -> dict[str, Any]:
        name = ACTIVATIONS[self.call][1]
        return {} if self.slope is None or not name else {name: self.slope}


ACTIVATIONS: dict[str, tuple[str, str]] = {
    "relu": ("ReLU", ""),
    "leaky_relu": ("LeakyReLU", "negative_slope"),
    "elu": ("ELU", "alpha"),
    "selu": ("SELU", ""),
    "celu": ("CELU", "alpha"),
    "gelu": ("GELU", ""),
    "silu": ("SiLU", ""),
    "mish": ("Mish", ""),
    "sigmoid": ("Sigmoid", ""),
    "tanh": ("Tanh", ""),
    "softplus": ("Softplus", ""),
    "softsign": ("Softsign", ""),
    "relu6": ("ReLU6", ""),
    "hardtanh": ("Hardtanh", ""),
    "hardswish": ("Hardswish", ""),
    "hardsigmoid": ("Hardsigmoid", ""),
}
"""Function in `torch.nn.functional` -> its class in `torch.nn`, and what its slope is called there."""


@dataclass(frozen=True, slots=True)
class PRelu(Layer):
    """ReLU with a learnt slope below zero, one for all channels or one for each."""

    title = tr("PReLU")
    prefix = "prelu"
    module = "PReLU"
    learns = True

    each: bool = _option(False, tr("For each channel"))

    def weights(self, shape: Shape) -> dict[str, Shape]:
        return {"weight": shape[:1] if self.each else (1,)}

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return shape[:1] if self.each else ()


@dataclass(frozen=True, slots=True)
class MaxPool(Layer):
    """The largest value of each window."""

    title = tr("Max pooling")
    prefix = "pool"
    module = "MaxPool2d"
    function = "max_pool2d"

    kernel: Size = _side(2, tr("Kernel"))
    stride: Size | None = _side(None, tr("Stride"), nothing=tr("the kernel's size"))
    padding: Size = _side(0, tr("Padding"), 0)
    dilation: Size = _side(1, tr("Dilation"))
    ceil_mode: bool = _option(False, tr("Round up (ceil_mode)"))

    def output(self, shape: Shape) -> Shape:
        channels, height, width = _maps(shape)
        _check_pool_padding(self.kernel, self.padding)
        stride = self.kernel if self.stride is None else self.stride
        sides = windows((height, width), self.kernel, stride, self.padding, self.dilation, self.ceil_mode)
        return channels, *sides

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return (self.kernel,)

    def options(self) -> dict[str, Any]:
        usual = {"stride": None, "padding": 0, "dilation": 1, "ceil_mode": False}
        return _differing(self, **usual)


def _check_pool_padding(kernel: Size, padding: Size) -> None:
    if any(2 * edge > size for edge, size in zip(pair(padding), pair(kernel), strict=True)):
        raise LayerError("its padding can be half of its kernel at most")


@dataclass(frozen=True, slots=True)
class AvgPool(Layer):
    """The mean of each window."""

    title = tr("Average pooling")
    prefix = "pool"
    module = "AvgPool2d"
    function = "avg_pool2d"

    kernel: Size = _side(2, tr("Kernel"))
    stride: Size | None = _side(None, tr("Stride"), nothing=tr("the kernel's size"))
    padding: Size = _side(0, tr("Padding"), 0)
    ceil_mode: bool = _option(False, tr("Round up (ceil_mode)"))
    count_include_pad: bool = _option(True, tr("Count the padding"))

    def output(self, shape: Shape) -> Shape:
        channels, height, width = _maps(shape)
        _check_pool_padding(self.kernel, self.padding)
        stride = self.kernel if self.stride is None else self.stride
        return channels, *windows((height, width), self.kernel, stride, self.padding, 1, self.ceil_mode)

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return (self.kernel,)

    def options(self) -> dict[str, Any]:
        return _differing(self, stride=None, padding=0, ceil_mode=False, count_include_pad=True)


@dataclass(frozen=True, slots=True)
class AdaptiveAvgPool(Layer):
    """The mean of so many windows that maps of a given size come out."""

    title = tr("Adaptive average pooling")
    prefix = "pool"
    module = "AdaptiveAvgPool2d"
    function = "adaptive_avg_pool2d"

    size: Size = _side(1, tr("Size"))

    def output(self, shape: Shape) -> Shape:
        return _maps(shape)[0], *pair(self.size)

    def arguments(self, shape: Shape) -> tuple[Any, ...]:
        return (self.size,)


@dataclass(frozen=True, slots=True)
class AdaptiveMaxPool(AdaptiveAvgPool):
    """The largest value of so many windows that maps of a given size come out."""

    title = tr("Adaptive max pooling")
    module = "AdaptiveMaxPool2d"
    function = "adaptive_max_pool2d"


@dataclass(frozen=True, slots=True)
class Dropout(Layer):
    """While training, each value is left out with a probability, and the others grow to make up for it."""

    title = tr("Dropout")
    prefix = "dropout"
    module = "Dropout"
    function = "dropout"
    random = True

    p: float = _option(0.5, tr("Probability"), 0, 1)

    def options(self) -> dict[str, Any]:
        return _differing(self, p=0.5)


@dataclass(frozen=True, slots=True)
class ChannelDropout(Dropout):
    """While training, each whole channel is left out with a probability."""

    title = tr("Dropout of channels")
    module = "Dropout2d"
    function = "dropout2d"

    def output(self, shape: Shape) -> Shape:
        return _maps(shape)


@dataclass(frozen=True, slots=True)
class Flatten(Layer):
    """Maps as a row of values, channel after channel."""

    title = tr("Flatten")
    prefix = "flatten"
    module = "Flatten"
    function = "flatten"

    def call_arguments(self, shape: Shape) -> tuple[Any, ...]:
        return (1,)

    def output(self, shape: Shape) -> Shape:
        return (math.prod(shape),)


@dataclass(frozen=True, slots=True)
class LogSoftmax(Layer):
    """Scores as log-probabilities."""

    title = tr("Log-softmax")
    prefix = "log_softmax"
    module = "LogSoftmax"
    function = "log_softmax"

    def options(self) -> dict[str, Any]:
        return {"dim": 1}


@dataclass(frozen=True, slots=True)
class Residual(Layer):
    """A residual block (K. He et al., 2016): what some layers make of the input, added to the input.

    Attributes:
        layers: that change the input.
        shortcut: that the input goes through on the other way; none where it is added as it is.
    """

    title = tr("Residual block")

    layers: tuple[Layer, ...] = ()
    shortcut: tuple[Layer, ...] = ()


KINDS: dict[str, type[Layer]] = {
    "conv": Conv,
    "linear": Linear,
    "batch_norm": BatchNorm,
    "group_norm": GroupNorm,
    "layer_norm": LayerNorm,
    "prelu": PRelu,
    "max_pool": MaxPool,
    "avg_pool": AvgPool,
    "adaptive_avg_pool": AdaptiveAvgPool,
    "adaptive_max_pool": AdaptiveMaxPool,
    "dropout": Dropout,
    "dropout2d": ChannelDropout,
    "flatten": Flatten,
    "log_softmax": LogSoftmax,
    "residual": Residual,
}
"""What each kind is called in recipes and checkpoints; an activation is called as in `ACTIVATIONS`."""
