"""The networks that weights may belong to: what fits their shapes, simplest first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice, product

from digitpad.errors import Sentence
from digitpad.form import INK, WHOLE, PerChannel, PictureForm
from digitpad.model.open.parts import Part, Pool
from digitpad.model.spec.layers import (
    Activation,
    AdaptiveAvgPool,
    Conv,
    Flatten,
    Layer,
    LayerError,
    Linear,
    MaxPool,
    Shape,
    Size,
    pair,
)
from digitpad.model.spec.shapes import Layers

SIZES = {1: (28, 32), 3: (32, 28, 64, 224)}
"""Sides of the pictures that are tried, by channels."""

Normalisation = tuple[PerChannel, PerChannel]
"""Mean and std of the pictures, on the 0-1 scale."""

_MOST_WAYS = 20_000
_POOL2, _POOL3 = MaxPool(2), MaxPool(3, 2)


@dataclass(frozen=True, slots=True)
class Way:
    """What happens at a convolution that its weights do not tell.

    Attributes:
        padding, stride: of the convolution.
        pool: what comes after it.
    """

    padding: Size | str = 0
    stride: Size = 1
    pool: Pool | None = None


USUAL, ORDERS = "nap", ("nap", "anp", "apn", "npa", "pna")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A network that the weights fit.

    Attributes:
        parts: its layers with weights.
        ways: what happens at each convolution.
        end: pooling to a fixed size before the values are laid flat; 0: none.
        form: the pictures that it takes.
        activation: after each layer but the last; "" for none.
        order: what comes after a convolution: n(orm), a(ctivation), p(ool).
        odd: how far it is from the usual, for the order in which candidates are tried.
        fixed: all of its layers, where they are known.
        note: what of these had to be assumed.
        normalisation: of its pictures, where that is known.
    """

    parts: tuple[Part, ...]
    ways: tuple[Way, ...]
    end: int
    form: PictureForm
    activation: str = "relu"
    order: str = USUAL
    odd: float = field(default=0.0, compare=False)
    fixed: Layers = ()
    note: Sentence | None = field(default=None, compare=False)
    normalisation: Normalisation | None = field(default=None, compare=False)

    @classmethod
    def of(
        cls, layers: Layers, last: Conv | Linear, form: PictureForm, odd: float, note: Sentence | None = None
    ) -> Candidate:
        """The candidate of these layers, of which `last` belongs to the classes."""
        part = Part(last, last.inputs or 0, last.out or 0)
        return cls((part,), (), 0, form, odd=odd, fixed=layers, note=note)

    @property
    def is_certain(self) -> bool:
        """Whether nothing of its layers is assumed."""
        return bool(self.fixed) and self.note is None

    @property
    def classes(self) -> int:
        """How many classes it tells apart."""
        return self.parts[-1].outputs

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
            if number == last and isinstance(layer, Conv | Linear):
                layer = replace(layer, out=None)
            pool = None
            if isinstance(layer, Conv):
                way = self.ways[number]
                layer = replace(layer, padding=way.padding, stride=way.stride)
                pool = way.pool
            layers.append(layer)
            activation = part.activation or (Activation(self.activation) if self.activation else None)
            after = {"n": part.norm, "a": activation if number < last else None, "p": pool}
            layers += [following for kind in self.order if (following := after[kind]) is not None]
        if isinstance(self.parts[-1].layer, Conv):
            layers += self._flat()
        return tuple(layers)

    def _flat(self) -> list[Layer]:
        return [AdaptiveAvgPool(self.end), Flatten()] if self.end else [Flatten()]


def candidates(parts: tuple[Part, ...]) -> list[Candidate]:
    """The candidates whose shapes fit, in the order in which they are worth trying."""
    convs = [part for part in parts if isinstance(part.layer, Conv)]
    if not convs:
        return _perceptrons(parts)
    channels = convs[0].inputs
    content = INK if channels == 1 else WHOLE
    return sorted(
        (
            candidate
            for order, size in enumerate(SIZES[channels])
            for candidate in _convolutional(parts, convs, PictureForm(channels, size, content), 3.0 * order)
        ),
        key=lambda candidate: candidate.odd,
    )


def _perceptrons(parts: tuple[Part, ...]) -> list[Candidate]:
    """Linear layers alone: what comes in says what the pictures are."""
    forms = []
    for channels, content in ((1, INK), (3, WHOLE)):
        side = math.isqrt(parts[0].inputs // channels)
        if channels * side * side == parts[0].inputs and 8 <= side <= 512:
            forms.append(PictureForm(channels, side, content))
    return [Candidate(parts, (), 0, form) for form in forms]


def _convolutional(
    parts: tuple[Part, ...], convs: Sequence[Part], form: PictureForm, odd: float
) -> Iterator[Candidate]:
    first = next((part for part in parts if isinstance(part.layer, Linear)), None)
    squared = 1 if first is None else first.inputs / convs[-1].outputs
    side = math.isqrt(int(squared))
    if side * side != squared:
        return
    for ways, left in islice(_ways(convs, form.size), _MOST_WAYS):
        cost = odd + _oddness(ways, convs)
        if left == side:
            yield Candidate(parts, ways, 0, form, odd=cost)
        elif left > side and side <= 7:
            yield Candidate(parts, ways, side, form, odd=cost + (1.5 if side == 1 else 6) + 0.02 * left)


def _choices(part: Part) -> list[Way]:
    conv = part.layer
    assert isinstance(conv, Conv)
    kernel = max(pair(conv.kernel))
    if part.exact:
        return [Way(conv.padding, conv.stride, pool) for pool in part.pools]
    paddings = list(dict.fromkeys((kernel // 2, 0, *range(1, min(kernel, 4)))))
    return [
        Way(padding, stride, pool)
        for padding, stride, pool in product(paddings, (1, 2), part.pools)
        if not (stride == 2 and pool == _POOL3)
    ]


def _ways(convs: Sequence[Part], size: int) -> Iterator[tuple[tuple[Way, ...], int]]:
    """All ways through the convolutions, with the side of the maps that are left; usual ones first."""
    styles = (tuple(map(_exact, ways, convs)) for ways in _uniform(convs))
    done = set()
    for ways in styles:
        left = _side_after(convs, ways, size)
        if left is not None and ways not in done:
            done.add(ways)
            yield ways, left
    if len(convs) <= 4:
        for ways in islice(product(*map(_choices, convs)), _MOST_WAYS):
            left = _side_after(convs, ways, size)
            if left is not None and ways not in done:
                yield ways, left


def _uniform(convs: Sequence[Part]) -> Iterator[tuple[Way, ...]]:
    """Ways as people write them: one padding for all, and pooling at any of the convolutions."""
    kernels = [max(pair(part.layer.kernel)) for part in convs if isinstance(part.layer, Conv)]
    count = min(len(convs), 10)
    for pool in (_POOL2, _POOL3, None):
        for padding in ("same", "none", 1, 2):
            paddings = [
                kernel // 2 if padding == "same" else 0 if padding == "none" else int(padding)
                for kernel in kernels
            ]
            for chosen in product((False, True), repeat=count):
                chosen = (*chosen, *[False] * (len(convs) - count))
                if pool is None:
                    yield tuple(Way(p, 2 if on else 1) for p, on in zip(paddings, chosen, strict=True))
                else:
                    yield tuple(
                        Way(p, 1, pool if on else None) for p, on in zip(paddings, chosen, strict=True)
                    )


def _exact(way: Way, part: Part) -> Way:
    """The way with what the file has of the layer, and of the pooling behind it."""
    if isinstance(part.layer, Conv) and part.exact:
        way = replace(way, padding=part.layer.padding, stride=part.layer.stride)
    return way if way.pool in part.pools else replace(way, pool=part.pools[-1 if way.pool else 0])


def _side_after(convs: Sequence[Part], ways: Sequence[Way], size: int) -> int | None:
    shape: Shape | None = (convs[0].inputs, size, size)
    for part, way in zip(convs, ways, strict=True):
        shape = _shape_after(part, way, shape) if shape is not None else None
    return shape[1] if shape is not None and shape[1] == shape[2] else None


@lru_cache(maxsize=4096)
def _shape_after(part: Part, way: Way, shape: Shape) -> Shape | None:
    assert isinstance(part.layer, Conv)
    try:
        shape = replace(part.layer, padding=way.padding, stride=way.stride).output(shape)
        return shape if way.pool is None else way.pool.output(shape)
    except LayerError:
        return None


def _oddness(ways: Sequence[Way], convs: Sequence[Part]) -> float:
    """How unusual the ways are; 0 for equal padding and pooling by two after every convolution."""
    odd = 0.0
    for number, (way, part) in enumerate(zip(ways, convs, strict=True)):
        kernel = max(pair(part.layer.kernel)) if isinstance(part.layer, Conv) else 1
        odd += 0 if part.exact or way.padding in (0, kernel // 2) else 2
        odd += 1 if way.stride == 2 and not part.exact else 0
        odd += 1.5 if way.pool == _POOL3 else 0
        if number and _style(way, kernel) != _style(ways[0], max(pair(convs[0].layer.kernel))):  # type: ignore[union-attr]
            odd += 1
        modules = (way.pool is not None) + (part.activation is None)
        if part.free is not None:
            odd += 2 * max(0, modules - part.free)
    pools = [way.pool is not None for way in ways]
    odd += 0 if all(pools) or (pools[1::2] == [True] * len(pools[1::2]) and not any(pools[::2])) else 0.6
    return odd


def _style(way: Way, kernel: int) -> str:
    return "none" if not way.padding else "same" if way.padding == kernel // 2 else str(way.padding)
