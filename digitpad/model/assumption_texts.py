"""Assumptions from their texts, as `--assume` and the window take them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from digitpad.errors import Sentence, UsageError, did_you_mean, printable, tr
from digitpad.form import LARGEST, SMALLEST, PerChannel
from digitpad.model.assumptions import (
    BLACK,
    FLATTEN,
    LEAKY,
    NONE,
    ORDERS,
    TURNED,
    UPRIGHT,
    WHITE,
    Given,
    order_text,
)
from digitpad.model.normalization import is_normalization
from digitpad.model.spec.layers import ACTIVATIONS, AvgPool, MaxPool, Pool, Size, pair
from digitpad.numerals import read_number, read_numbers


def _each(text: str, one: Callable[[str], Any]) -> tuple[Any, ...]:
    return tuple(one(part.strip()) for part in text.split(","))


def _each_or_slashes(text: str, one: Callable[[str], Any]) -> tuple[Any, ...]:
    """One or several values, with the commas of `--assume` or the slashes of the sentences."""
    return _each(text.replace("/", ","), one)


def _whole(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError
        return value

    return number


def _one_of(*choices: str) -> Callable[[str], str]:
    def choice(text: str) -> str:
        if text not in choices:
            raise ValueError
        return text

    return choice


_SIDES = r"[1-9]\d?(?:x[1-9]\d?)?"


def _pool(text: str) -> Pool | None:
    if text == NONE:
        return None
    match = re.fullmatch(rf"(max|avg)({_SIDES})(?:/({_SIDES}))?(?:-pad([1-9]))?(-ceil)?", text)
    if match is None:
        raise ValueError
    kind, kernel, stride, padding, ceil = match.groups()
    size = _sides(kernel)
    step = None if stride is None or pair(_sides(stride)) == pair(size) else _sides(stride)
    pool = MaxPool if kind == "max" else AvgPool
    return pool(size, step, int(padding or 0), ceil_mode=bool(ceil))


def _sides(text: str) -> Size:
    height, _, width = text.partition("x")
    return (int(height), int(width)) if width and width != height else int(height)


def _end(text: str) -> int:
    if text == FLATTEN:
        return 0
    if not text.startswith("avg"):
        raise ValueError
    return _whole(1, 64)(text.removeprefix("avg"))


def _activation(text: str) -> str:
    """A name as `--assume` has it, or as PyTorch and the sentences write it: "LeakyReLU 0.2"; "-" is none."""
    names = {name.replace("_", ""): name for name in ACTIVATIONS}
    if text in (NONE, "-"):
        return ""
    if (leaky := re.fullmatch(r"leaky_?relu ?(\d*[.,]?\d+)", text)) is not None:
        slope = read_number(leaky[1])
        if not 0 < slope < 1:
            raise ValueError
        return f"{LEAKY}{slope:g}"
    return _one_of(*ACTIVATIONS)(names.get(text, text))


def _order(text: str) -> str:
    return _one_of(*ORDERS)("".join(part[:1] for part in text.split("-")))


def parsed_normalisation(text: str) -> tuple[PerChannel, PerChannel]:
    """Mean and standard deviation of their text.

    Raises:
        ValueError: when it is not that.
    """
    mean, std = (read_numbers(side) for side in text.split("/"))
    if not mean or not std:
        raise ValueError
    numbers = tuple(tuple(side) if len(side) > 1 else side[0] for side in (mean, std))
    if not is_normalization(numbers[0], numbers[1], max(len(mean), len(std))):
        raise ValueError
    return numbers[0], numbers[1]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of assumption.

    Attributes:
        title: its label, to be translated.
        parse: makes the value of `Given` of a text; it raises `ValueError`.
        usual: values to choose from.
        form: what it may be, for sentences.
        each: whether each convolution, or layer, may have its own.
    """

    title: str
    parse: Callable[[str], Any]
    usual: tuple[str, ...]
    form: str
    each: bool = False


_ORDER_TEXTS = tuple(map(order_text, ORDERS))

KINDS: dict[str, Kind] = {
    "padding": Kind(
        tr("Padding"),
        lambda text: _each_or_slashes(text, _whole(0, 50)),
        ("0", "1", "2", "3"),
        tr("a whole number from 0 to 50, or one for each convolution: 1 or 2,0"),
        each=True,
    ),
    "stride": Kind(
        tr("Stride"),
        lambda text: _each_or_slashes(text, _whole(1, 50)),
        ("1", "2"),
        tr("a whole number from 1 to 50, or one for each convolution: 1 or 1,2"),
        each=True,
    ),
    "pooling": Kind(
        tr("Pooling"),
        lambda text: _each(text, _pool),
        ("max2", "max3/2", "avg2", NONE),
        tr("max or avg with kernel and stride, or none, or one for each convolution: max2 or none,avg3/2"),
        each=True,
    ),
    "end": Kind(
        tr("Before the linear layers"),
        _end,
        (FLATTEN, "avg1"),
        tr("flatten, or avg with the side of what is left, from 1 to 64: avg1"),
    ),
    "size": Kind(
        tr("Side of the pictures"),
        _whole(SMALLEST, LARGEST),
        ("28", "32"),
        tr("a whole number of pixels from 8 to 512"),
    ),
    "activation": Kind(
        tr("Activation"),
        lambda text: _each_or_slashes(text, _activation),
        ("relu", LEAKY, "leaky_relu0.2", "tanh", "sigmoid", "gelu", "elu", "silu", "selu", "mish", NONE),
        ", ".join((*ACTIVATIONS, NONE, f"{LEAKY}0.2")),
        each=True,
    ),
    "order": Kind(tr("Order after a convolution"), _order, _ORDER_TEXTS, ", ".join(_ORDER_TEXTS)),
    "groups": Kind(
        tr("Groups of group norms"),
        _whole(1, 1024),
        ("8", "4", "1", "2", "16", "32"),
        tr("a whole number from 1 to 1024 that divides the channels: 8"),
    ),
    "normalisation": Kind(
        tr("Normalisation"),
        parsed_normalisation,
        ("0.1307/0.3081", "0/1", "0.5/0.5", "0/0.00392157"),
        tr("mean and standard deviation on the scale of 0 to 1: 0.1307/0.3081"),
    ),
    "polarity": Kind(tr("Polarity"), _one_of(WHITE, BLACK), (WHITE, BLACK), f"{WHITE}, {BLACK}"),
    "orientation": Kind(
        tr("Orientation"), _one_of(UPRIGHT, TURNED), (UPRIGHT, TURNED), f"{UPRIGHT}, {TURNED}"
    ),
}


def given(texts: Iterable[str]) -> Given:
    """The assumptions that texts such as "padding=1" set.

    Raises:
        UsageError: for an unknown name, and for a value that it cannot have.
    """
    settled = Given()
    for text in texts:
        key, _, value = text.partition("=")
        key, value = key.strip(), value.strip()
        if key not in KINDS:
            raise UsageError(
                "'{key}' cannot be assumed{hint}; choose one of {known}, as in padding=1.",
                key=printable(key),
                hint=did_you_mean(key, KINDS),
                known=", ".join(KINDS),
            )
        kind = KINDS[key]
        try:
            settled = replace(settled, **{key: kind.parse(value.lower())})
        except (ValueError, OverflowError) as error:
            raise UsageError(
                "{key} cannot be '{value}'; it is {form}.",
                key=key,
                value=printable(value),
                form=Sentence(kind.form),
            ) from error
    return settled
