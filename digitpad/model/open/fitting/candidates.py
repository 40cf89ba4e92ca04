"""The networks that weights may belong to: what fits their shapes, simplest first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from digitpad.errors import Sentence
from digitpad.form import PerChannel, PictureForm, square_forms
from digitpad.model.assumptions import (
    NORM_ACTIVATION_POOL,
    OPEN,
    ORDERS,
    Given,
    activation_layer,
    end_text,
    joined,
    order_text,
    pool_text,
)
from digitpad.model.open.fitting.given_checks import channels_in_groups, check_given
from digitpad.model.open.fitting.habits import Way
from digitpad.model.open.fitting.parts import Part
from digitpad.model.open.fitting.ways import one_of, ways_near, ways_through
from digitpad.model.spec.layers import (
    AdaptiveAvgPool,
    AvgPool,
    Conv,
    Flatten,
    GroupNorm,
    Layer,
    Linear,
    Size,
)
from digitpad.model.spec.shapes import Layers

SIZES = {1: (28, 32), 3: (32, 28, 64, 224)}
"""Sides of the pictures that are tried, by channels."""

_MOST_WAYS = 1000
"""How many ways through the convolutions are looked at for pictures of a size."""

_GROUPS = (8, 4, 1, 2, 16, 32)
"""How many groups a group norm may have; 8 and 4 first, which the others read a little with."""

Normalisation = tuple[PerChannel, PerChannel]
"""Mean and std of the pictures, on the 0-1 scale."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A network that the weights fit.

    Attributes:
        parts: its layers with weights.
        ways: what happens at each convolution.
        end: pooling to a fixed size before the values are laid flat; 0: none.
        form: the pictures that it takes.
        activation: after all layers but the last, or one after each of these; "" for none.
        order: of what comes after a convolution; one of `ORDERS`.
        groups: of group norms; 0 where the file has them, or there are none.
        odd: how far it is from the usual, for the order in which candidates are tried.
        fixed: all of its layers, where they are known.
        note: what of these had to be assumed.
        normalisation: of its pictures, where that is known.
    """

    parts: tuple[Part, ...]
    ways: tuple[Way, ...]
    end: int
    form: PictureForm
    activation: tuple[str, ...] = ("relu",)
    order: str = NORM_ACTIVATION_POOL
    groups: int = 0
    odd: float = field(default=0.0, compare=False)
    fixed: Layers = ()
    note: Sentence | None = field(default=None, compare=False)
    normalisation: Normalisation | None = field(default=None, compare=False)

    @classmethod
    def of(
        cls,
        layers: Layers,
        last: Conv | Linear,
        form: PictureForm,
        odd: float,
        note: Sentence | None = None,
        classes: int = 0,
    ) -> Candidate:
        """The candidate of these layers, of which `last` belongs to the classes."""
        part = Part(last, last.inputs or 0, last.out or classes)
        return cls((part,), (), 0, form, odd=odd, fixed=layers, note=note)

    @property
    def is_certain(self) -> bool:
        """Whether nothing of its layers is assumed."""
        return bool(self.fixed) and self.note is None

    @property
    def classes(self) -> int:
        """How many classes it tells apart."""
        return self.parts[-1].outputs

    @property
    def assumptions(self) -> dict[str, str]:
        """What of it the weights do not tell, as text by the names of `assumption_texts.KINDS`."""
        if self.fixed:
            return {}
        activation = (
            {"activation": joined([one or "none" for one in self.activation])} if self._is_activated() else {}
        )
        if not self.ways:
            return activation
        windows = {
            "padding": joined([_size_text(way.padding) for way in self.ways]),
            "stride": joined([_size_text(way.stride) for way in self.ways]),
        }
        return {
            **({} if all(part.exact for part in self.parts[: len(self.ways)]) else windows),
            "pooling": joined([pool_text(way.pool) for way in self.ways]),
            **activation,
            "end": end_text(self.end),
            "size": str(self.form.size),
            **({"order": order_text(self.order)} if self.order_matters else {}),
            **({"groups": str(self.groups)} if self.groups else {}),
        }

    def _is_activated(self) -> bool:
        return any(part.activation is None for part in self.parts[:-1])

    @property
    def order_matters(self) -> bool:
        """Whether another order is another network."""
        means = any(isinstance(way.pool, AvgPool) for way in self.ways)
        return means or any(part.norm is not None for part in self.parts)

    def layers(self) -> Layers:
        """The candidate as a list of layers under the file's names."""
        if self.fixed:
            return self.fixed
        layers: list[Layer] = []
        last = len(self.parts) - 1
        for number, part in enumerate(self.parts):
            layer: Layer = part.layer
            if isinstance(layer, Linear) and (not number or isinstance(self.parts[number - 1].layer, Conv)):
                layers += self._flat()
            layers += [part.leading] if part.leading is not None else []
            if number == last and isinstance(layer, Conv | Linear):
                layer = replace(layer, out=None)
            pool = None
            if isinstance(layer, Conv):
                way = self.ways[number]
                layer = replace(layer, padding=way.padding, stride=way.stride)
                pool = way.pool
            layers.append(layer)
            kind = one_of(self.activation, number, "") if number < last else ""
            activation = part.activation or (activation_layer(kind) if kind else None)
            norm = part.norm
            if self.groups and isinstance(norm, GroupNorm):
                norm = replace(norm, groups=self.groups)
            after = {"n": norm, "a": activation if number < last else None, "p": pool}
            layers += [following for kind in self.order if (following := after[kind]) is not None]
        if isinstance(self.parts[-1].layer, Conv):
            layers += self._flat()
        return tuple(layers)

    def _flat(self) -> list[Layer]:
        return [AdaptiveAvgPool(self.end), Flatten()] if self.end else [Flatten()]


def _size_text(size: Size | str) -> str:
    return "x".join(map(str, size)) if isinstance(size, tuple) else str(size)


def candidates(parts: tuple[Part, ...], given: Given = OPEN) -> list[Candidate]:
    """The candidates whose shapes fit, in the order in which they are worth trying.

    Raises:
        CheckpointError: when there is a value for each convolution in `given`, but not as many as those; or
            when no group norm has as many groups.
    """
    convs = [part for part in parts if isinstance(part.layer, Conv)]
    check_given(given, parts)
    if not convs:
        return [_settled(one, given) for one in _perceptrons(parts)]
    channels = convs[0].inputs
    sizes = (given.size,) if given.size else SIZES[channels]
    return sorted(
        (
            _settled(candidate, given)
            for order, size in enumerate(sizes)
            for candidate in _convolutional(
                parts, convs, PictureForm.usual(channels, size), 2.0 * bool(order) + 0.1 * order, given
            )
        ),
        key=lambda candidate: candidate.odd,
    )


def possible_orders(parts: Sequence[Part]) -> tuple[str, ...]:
    """The orders of norm, activation and pooling that the names of modules in `nn.Sequential` leave open."""
    before = {part.before_norm for part in parts if part.before_norm is not None}
    if not before:
        return ORDERS
    return tuple(order for order in ORDERS if bool(max(before)) == bool(order.index("n")))


def possible_groups(parts: Sequence[Part]) -> tuple[int, ...]:
    """How many groups the group norms may have, usual ones first; none where the file has them."""
    channels = channels_in_groups(parts)
    divisor = math.gcd(*channels)
    return tuple(groups for groups in _GROUPS if channels and divisor % groups == 0)


def _settled(one: Candidate, given: Given) -> Candidate:
    """The candidate with the activation, order and groups that are settled."""
    possible = possible_groups(one.parts)
    return replace(
        one,
        activation=given.activation or one.activation,
        order=given.order or possible_orders(one.parts)[0],
        groups=(given.groups or possible[0]) if possible else 0,
    )


def _perceptrons(parts: tuple[Part, ...]) -> list[Candidate]:
    """Linear layers alone: what comes in says what the pictures are."""
    return [Candidate(parts, (), 0, form) for form in square_forms(parts[0].inputs)]


def _convolutional(
    parts: tuple[Part, ...], convs: Sequence[Part], form: PictureForm, odd: float, given: Given
) -> Iterator[Candidate]:
    end = _end(parts, convs, given)
    if end is None:
        return
    side, fits = end
    is_all = len(parts) == len(convs)
    for ways, left, own in islice(ways_through(convs, form.size, fits, is_all, given), _MOST_WAYS):
        yield Candidate(parts, ways, 0 if left == side else side, form, odd=odd + own)


def near(one: Candidate, given: Given) -> list[Candidate]:
    """Candidates with other padding, stride or pooling at one or two convolutions, those alike most first."""
    convs = [part for part in one.parts if isinstance(part.layer, Conv)]
    end = _end(one.parts, convs, given) if convs and not one.fixed else None
    if end is None:
        return []
    side, fits = end
    alike = [
        replace(one, ways=ways, end=0 if left == side else side, odd=one.odd + changes)
        for ways, left, changes in islice(ways_near(convs, one.ways, one.form.size, fits, given), _MOST_WAYS)
    ]
    return sorted(alike, key=lambda other: other.odd)


def _end(
    parts: tuple[Part, ...], convs: Sequence[Part], given: Given
) -> tuple[int, Callable[[int], float | None]] | None:
    """The side of the maps that the linear layers take, and how unusual it is that a side is left.

    None where they take no square maps.
    """
    first = next((part for part in parts if isinstance(part.layer, Linear)), None)
    squared = 1 if first is None else first.inputs / convs[-1].outputs
    side = math.isqrt(int(squared))
    if side * side != squared:
        return None

    def fits(left: int) -> float | None:
        if left == side and not given.end:
            return 0.0
        if left > side and side <= 7 and given.end in (None, side):
            return _averages(side, len(convs)) + 0.02 * left
        return None

    return side, fits


def _averages(side: int, convolutions: int) -> float:
    """How unusual pooling down to a fixed size is: with several convolutions it is what most people do."""
    return 1.5 if side > 1 or convolutions < 3 else 0.5
