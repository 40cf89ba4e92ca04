"""What happens at convolutions that their weights do not tell: ways that fit, usual ones first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice, product
from typing import TypeVar

from digitpad.model.assumptions import Given
from digitpad.model.open.parts import Part
from digitpad.model.spec.layers import Conv, LayerError, MaxPool, Pool, Shape, Size, pair

MOST_WAYS = 20_000
_POOL2, _POOL3, _ROUNDED_UP = MaxPool(2), MaxPool(3, 2), MaxPool(2, ceil_mode=True)
T = TypeVar("T")


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


def _choices(part: Part, number: int, given: Given) -> list[Way]:
    kernel = max(part.kernel)
    paddings = list(dict.fromkeys((kernel // 2, 0, *range(1, min(kernel, 4)))))
    ways = [
        _settled_way(Way(padding, stride, pool), part, number, given)
        for padding, stride, pool in product(paddings, (1, 2), part.pools)
        if pool != _ROUNDED_UP and not (stride == 2 and pool == _POOL3)
    ]
    return list(dict.fromkeys(ways))


def _settled_way(way: Way, part: Part, number: int, given: Given) -> Way:
    """The way with what is settled of it, and what the file has of the layer and the pooling behind it."""
    way = Way(
        one_of(given.padding, number, way.padding),
        one_of(given.stride, number, way.stride),
        one_of(given.pooling, number, way.pool),
    )
    if isinstance(part.layer, Conv) and part.exact:
        way = replace(way, padding=part.layer.padding, stride=part.layer.stride)
    if way.pool in part.pools or given.pooling:
        return way
    return replace(way, pool=part.pools[-1 if way.pool else 0])


def one_of(each: tuple[T, ...], number: int, usual: T) -> T:
    """The value for a layer: of one for all or one for each; the usual one where there are none."""
    return each[number if len(each) > 1 else 0] if each else usual


def ways_through(convs: Sequence[Part], size: int, given: Given) -> Iterator[tuple[tuple[Way, ...], int]]:
    """All ways through the convolutions, with the side of the maps that are left; usual ones first."""
    done = set()
    for usual in chain(_numbered(convs), _uniform(convs)):
        ways = tuple(
            _settled_way(way, part, number, given)
            for number, (way, part) in enumerate(zip(usual, convs, strict=True))
        )
        left = None if ways in done else _side_after(convs, ways, size)
        done.add(ways)
        if left is not None and not (
            _is_rounded_up(ways) and left == _side_after(convs, _rounded(ways), size)
        ):
            yield ways, left
    if len(convs) <= 4:
        each = [_choices(part, number, given) for number, part in enumerate(convs)]
        for ways in islice(product(*each), MOST_WAYS):
            left = None if ways in done else _side_after(convs, ways, size)
            if left is not None:
                yield ways, left


def _numbered(convs: Sequence[Part]) -> Iterator[tuple[Way, ...]]:
    """Ways with pooling where the numbers in `nn.Sequential` leave room for it behind the activation."""
    kernels = [max(pair(part.layer.kernel)) for part in convs if isinstance(part.layer, Conv)]
    if len(convs) < 2 or any(part.free is None for part in convs[:-1]):
        return
    for pool, same, last in product((_POOL2, _POOL3), (True, False), (True, False)):
        room = [*[(part.free or 0) > 1 for part in convs[:-1]], last]
        yield tuple(
            Way(kernel // 2 if same else 0, 1, pool if free else None)
            for kernel, free in zip(kernels, room, strict=True)
        )


def _is_rounded_up(ways: Sequence[Way]) -> bool:
    return any(way.pool == _ROUNDED_UP for way in ways)


def _rounded(ways: Sequence[Way]) -> tuple[Way, ...]:
    """The ways with pooling as usual, which is the same where all sides are even."""
    return tuple(replace(way, pool=_POOL2) if way.pool == _ROUNDED_UP else way for way in ways)


def _uniform(convs: Sequence[Part]) -> Iterator[tuple[Way, ...]]:
    """Ways as people write them: one padding for all, and pooling at any of the convolutions."""
    kernels = [max(pair(part.layer.kernel)) for part in convs if isinstance(part.layer, Conv)]
    # Of many convolutions only the first are varied; there are twelve styles of each.
    count = min(len(convs), int(math.log2(max(1, MOST_WAYS / 6 / len(convs)))))
    for pool in (_POOL2, _POOL3, _ROUNDED_UP, None):
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


def _side_after(convs: Sequence[Part], ways: Sequence[Way], size: int) -> int | None:
    shape: Shape | None = (convs[0].inputs, size, size)
    for part, way in zip(convs, ways, strict=True):
        shape = _shape_after(part, way, shape) if shape is not None else None
    return shape[1] if shape is not None and shape[1] == shape[2] else None


@lru_cache(maxsize=4096)
def _shape_after(part: Part, way: Way, shape: Shape) -> Shape | None:
    try:
        if isinstance(part.layer, Conv):
            shape = replace(part.layer, padding=way.padding, stride=way.stride).output(shape)
        return shape if way.pool is None else way.pool.output(shape)
    except LayerError:
        return None


def oddness(ways: Sequence[Way], convs: Sequence[Part]) -> float:
    """How unusual the ways are; 0 for equal padding and pooling by two after every convolution."""
    odd, styles = 0.0, list[str]()
    pools = [way.pool is not None for way in ways]
    strides = sum(
        way.stride == 2 and (not part.exact or way.pool is not None)
        for way, part in zip(ways, convs, strict=True)
    )
    # Strides in place of pooling are usual, both in one network are not.
    odd += 0 if not strides else 1.5 * strides if any(pools) else 0.6 + 0.2 * strides
    for number, (way, part) in enumerate(zip(ways, convs, strict=True)):
        kernel = max(part.kernel)
        odd += 0 if part.exact or way.padding in (0, kernel // 2) else 2
        odd += 1.5 if way.pool == _POOL3 else 0.4 if way.pool == _ROUNDED_UP else 0
        if kernel > 1:
            same = "same" if way.padding == kernel // 2 else str(way.padding)
            styles.append(same if way.padding else "none")
            # LeNet-5 has padding in its first convolution alone: one change is less than several.
            odd += len(styles) > 1 and styles[-1] != styles[-2]
        modules = (way.pool is not None) + (part.activation is None)
        if part.free is not None:
            flattening = number == len(convs) - 1  # which is a module too
            odd += 2 * max(0, modules - part.free) + 1.5 * max(0, min(part.free - flattening, 2) - modules)
    odd += 0 if all(pools) or (pools[1::2] == [True] * len(pools[1::2]) and not any(pools[::2])) else 0.6
    return odd
