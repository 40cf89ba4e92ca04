"""What is common to all kinds of layers: their options, names and shapes.

Shapes are those of one picture: (channels, height, width), or (values,) once it is flat.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from digitpad.errors import DigitpadError, Sentence, tr

Shape = tuple[int, ...]
Size = int | tuple[int, int]
"""A number for height and width, or one for each of them."""

MOST_SIDE, MOST_CHANNELS, MOST_VALUES = 512, 100_000, 10_000_000


class LayerError(DigitpadError):
    """Why a layer cannot stand where it stands, in a clause about "it"."""


@dataclass(frozen=True, slots=True)
class Option:
    """What an option of a layer may be. Titles are to be translated.

    Attributes:
        title: its label.
        low, high: the range of a number.
        fraction: whether the number need not be whole.
        pair: whether height and width may have a number each.
        choices: the names to choose from.
        nothing: what None means; "" where it is not allowed.
    """

    title: str
    low: float = 0
    high: float = 0
    fraction: bool = False
    pair: bool = False
    choices: tuple[str, ...] = ()
    nothing: str = ""


def option(default: Any, title: str, low: float = 0, high: float = 0, **more: Any) -> Any:
    """An option of a layer; see `Option`."""
    return field(default=default, metadata={"option": Option(title, low, high, **more)})


def side_option(default: Size | None, title: str, low: int = 1, nothing: str = "") -> Any:
    """An option that is a length in pixels, or one for height and width each."""
    return option(default, title, low, MOST_SIDE, pair=True, nothing=nothing)


def outputs_option(title: str, most: int) -> Any:
    """How many channels or values come out; None: one for each class."""
    return option(None, title, 1, most, nothing=tr("one for each class"))


def inputs_option(title: str, most: int) -> Any:
    """How many channels or values come in; None: as many as do."""
    return option(None, title, 1, most, nothing=tr("as many as come in"))


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
        passed: the options that its class and its function in torch take by name, with the same defaults.
    """

    title: ClassVar[str] = ""
    prefix: ClassVar[str] = ""
    module: ClassVar[str] = ""
    function: ClassVar[str] = ""
    random: ClassVar[bool] = False
    learns: ClassVar[bool] = False
    passed: ClassVar[tuple[str, ...]] = ()

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
        usual = {one.name: one.default for one in fields(self)}
        return {name: getattr(self, name) for name in self.passed if getattr(self, name) != usual[name]}

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


def maps(shape: Shape) -> tuple[int, int, int]:
    """A shape that has to be that of maps.

    Raises:
        LayerError: for values.
    """
    if len(shape) != 3:
        raise LayerError("it takes maps, and {values} values come in; put it before Flatten", values=shape[0])
    return shape[0], shape[1], shape[2]


def check_inputs(expected: int | None, came: int, what: str) -> None:
    """Check that as many channels or values come in as a layer expects.

    Raises:
        LayerError: when not.
    """
    if expected not in (None, came):
        raise LayerError(
            "it expects {expected} {what} and gets {came}", expected=expected, what=Sentence(what), came=came
        )


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
