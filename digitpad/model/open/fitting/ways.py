"""What happens at convolutions that their weights do not tell: ways that fit, usual ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from heapq import heappop, heappush
from itertools import count, product
from typing import Any, TypeVar

from digitpad.model.assumptions import Given
from digitpad.model.open.fitting.habits import POOL2, ROUNDED_UP, Habits, Way, Ways, odd_way
from digitpad.model.open.fitting.parts import ANY_POOL, RARE_POOLS, Part
from digitpad.model.spec.layers import Conv, LayerError, Shape, Size

_MOST_PATHS = 6000
"""How many beginnings of ways are looked at."""

_FEW, _SEVERAL = 2, 4
"""With so many convolutions rare poolings, and rare paddings, are looked at too."""

_MOST_VARIED = 24
"""With more convolutions there are too many ways near others."""

T = TypeVar("T")


_Step = tuple[Way, float, Shape]
"""A way, how unusual it is by itself, and the shape of the maps after it."""


_Move = tuple[Way, float, float, Shape, Habits]
"""A way, how unusual it and what follows at least are, and shape and habits after it."""

_Linked = tuple[Way, Any] | None
"""The last way, and those before it."""

_Path = tuple[float, int, int, float, Shape, _Linked, Habits]
"""How unusual at least, minus how long, a number, how unusual so far; shape, ways and habits up to there."""


def ways_through(
    convs: Sequence[Part], size: int, end: Callable[[int], float | None], is_all: bool, given: Given
) -> Iterator[tuple[Ways, int, float]]:
    """All ways through the convolutions, usual ones first.

    Args:
        convs: in order.
        size: side of the pictures.
        end: how unusual it is that maps of this side are left; None where that does not fit.
        is_all: whether no other layers with weights follow.
        given: what is settled.

    Yields:
        The ways, the side of the maps that are left, and how unusual this is: 0 for equal padding and pooling
        by two after every convolution.
    """
    first = (convs[0].inputs, size, size)
    steps = _steps(convs, first, given)
    least = _least(steps, end)
    kernels = [max(part.kernel) for part in convs]

    @cache
    def moves(at: int, shape: Shape, habits: Habits) -> list[_Move]:
        """What may happen at a convolution, each time with how unusual the rest is at least."""
        is_last = at + 1 == len(convs)
        fitting = list[_Move]()
        for way, own, after in steps[at][shape]:
            if after in least[at + 1]:
                odd, new = habits.after(way, kernels[at], convs[at].exact, is_all and is_last)
                # A convolution of all that is left needs no edge.
                needless = is_all and is_last and way.padding and way.stride == 1 and after[1] == 1
                fitting.append((way, own + odd + bool(needless), least[at + 1][after], after, new))
        return fitting

    numbers = count()  # so that of equal ones the longest, and the usual first, come first
    paths: list[_Path] = [(0.0, 0, next(numbers), 0.0, first, None, Habits())]
    for _ in range(_MOST_PATHS):
        if not paths:
            return
        _, left, _, odd, shape, ways, habits = heappop(paths)
        at = -left
        if at == len(convs):
            yield _in_order(ways), shape[1], odd
            continue
        for way, own, ahead, after, new in moves(at, shape, habits):
            so_far = odd + own
            if at + 1 == len(convs):
                so_far, ahead = so_far + ahead + new.at_end, 0.0
            heappush(paths, (so_far + ahead, left - 1, next(numbers), so_far, after, (way, ways), new))
    for _, _, _, odd, shape, ways, _ in sorted(path for path in paths if -path[1] == len(convs)):
        yield _in_order(ways), shape[1], odd


def _in_order(ways: _Linked) -> Ways:
    listed = list[Way]()
    while ways is not None:
        way, ways = ways
        listed.append(way)
    return tuple(listed[::-1])


def ways_near(
    convs: Sequence[Part], own: Ways, size: int, end: Callable[[int], float | None], given: Given
) -> Iterator[tuple[Ways, int, int]]:
    """Ways that differ from some at one or two convolutions, or in the padding of all and at one.

    Args:
        convs, size, end, given: as for `ways_through`.
        own: the ways.

    Yields:
        The ways, the side of the maps that are left, and at how many places they differ.
    """
    if len(convs) > _MOST_VARIED:
        return
    first = (convs[0].inputs, size, size)
    steps = _steps(convs, first, given)
    least = _least(steps, end)
    done = {own}
    same = tuple(replace(way, padding=max(part.kernel) // 2) for way, part in zip(own, convs, strict=True))
    none = tuple(replace(way, padding=0) for way in own)
    for like, most in ((own, 1), (same, 0), (none, 0), (own, 2), (same, 1), (none, 1)):
        paths: list[tuple[Shape, Ways, int]] = [(first, (), 0)]
        while paths:
            shape, ways, changes = paths.pop()
            at = len(ways)
            if at == len(convs):
                if ways not in done:
                    done.add(ways)
                    yield ways, shape[1], changes + (like != own)
                continue
            for way, _, after in steps[at].get(shape, ()):
                more = changes + (way != like[at])
                if more <= most and after in least[at + 1]:
                    paths.append((after, (*ways, way), more))


def _steps(convs: Sequence[Part], first: Shape, given: Given) -> list[dict[Shape, list[_Step]]]:
    """For each convolution, by the shape that comes in, what may happen at it."""
    steps = list[dict[Shape, list[_Step]]]()
    shapes = [first]
    for number, part in enumerate(convs):
        choices = _choices(convs, number, given)
        own = {shape: list(_fitting(part, choices, shape, given)) for shape in shapes}
        shapes = list({after: None for each in own.values() for _, _, after in each})
        steps.append(own)
    return steps


def _fitting(part: Part, choices: Sequence[tuple[Way, float]], shape: Shape, given: Given) -> Iterator[_Step]:
    for way, odd in choices:
        after = _shape_after(part, way, shape)
        if after is None:
            continue
        # Rounding up is the same as the usual pooling where all sides are even.
        is_open = way.pool == ROUNDED_UP and not given.pooling and POOL2 in part.pools
        if not is_open or after != _shape_after(part, replace(way, pool=POOL2), shape):
            yield way, odd + (0.3 if way.pool is not None and after[1] == 1 else 0.0), after


def _least(
    steps: Sequence[dict[Shape, list[_Step]]], end: Callable[[int], float | None]
) -> list[dict[Shape, float]]:
    """How unusual the rest is at least, by number of the convolution and the shape that fits it."""
    last = {after for each in steps[-1].values() for _, _, after in each}
    ends = {shape: end(shape[1]) if shape[1] == shape[2] else None for shape in last}
    least = [{shape: odd for shape, odd in ends.items() if odd is not None}]
    for own in reversed(steps):
        ahead = least[-1]
        costs = {
            shape: [odd + ahead[after] for _, odd, after in each if after in ahead]
            for shape, each in own.items()
        }
        least.append({shape: min(each) for shape, each in costs.items() if each})
    return least[::-1]


def _choices(convs: Sequence[Part], number: int, given: Given) -> list[tuple[Way, float]]:
    """What may happen at a convolution, and how unusual that is by itself."""
    part = convs[number]
    kernel = max(part.kernel)
    paddings = [kernel // 2, 0, *(range(1, min(kernel, 4)) if len(convs) <= _SEVERAL else ())]
    pools = (*part.pools, *(RARE_POOLS if part.pools == ANY_POOL and len(convs) <= _FEW else ()))
    ways = [
        _settled_way(Way(padding, stride, pool), part, number, given)
        for padding, stride, pool in product(dict.fromkeys(paddings), (1, 2) if kernel > 1 else (1,), pools)
        if stride == 1 or pool in (None, POOL2)
    ]
    return [(way, odd_way(way, convs, number)) for way in dict.fromkeys(ways)]


def _settled_way(way: Way, part: Part, number: int, given: Given) -> Way:
    """The way with what is settled of it, and what the file has of the layer and the pooling behind it."""
    way = Way(
        one_of(given.padding, number, way.padding),
        one_of(given.stride, number, way.stride),
        one_of(given.pooling, number, way.pool),
    )
    if isinstance(part.layer, Conv) and part.exact:
        way = replace(way, padding=part.layer.padding, stride=part.layer.stride)
    return way


def one_of(each: tuple[T, ...], number: int, usual: T) -> T:
    """The value for a layer: of one for all or one for each; the usual one where there are none."""
    return each[number if len(each) > 1 else 0] if each else usual


def _shape_after(part: Part, way: Way, shape: Shape) -> Shape | None:
    layer = part.layer
    dilation = layer.dilation if isinstance(layer, Conv) else 1
    sides = _sides_after(part.kernel, dilation, way, shape[1:])
    return None if sides is None else (part.outputs, *sides)


@lru_cache(maxsize=16384)
def _sides_after(kernel: Size, dilation: Size, way: Way, sides: Shape) -> Shape | None:
    """Height and width of the maps after a convolution and its pooling; None where a window does not fit."""
    conv = Conv(1, kernel, padding=way.padding, stride=way.stride, dilation=dilation)
    try:
        shape = conv.output((1, *sides))
        return (shape if way.pool is None else way.pool.output(shape))[1:]
    except LayerError:
        return None
