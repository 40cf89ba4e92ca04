"""What else a candidate may be: the same with another activation, order, pooling or preparation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from digitpad.form import DIGITS
from digitpad.model.assumptions import ORDERS, Given, Preparation
from digitpad.model.open.fitting.candidates import Candidate, possible_groups, possible_orders
from digitpad.model.open.search.measuring import Reading
from digitpad.model.open.search.pictures import preparations
from digitpad.model.spec.layers import AdaptiveAvgPool, AvgPool, MaxPool, pair
from digitpad.model.spec.shapes import places

_ACTIVATIONS = ("relu", "leaky_relu", "tanh", "sigmoid", "gelu", "elu", "silu", "")
_RARE = ("leaky_relu0.1", "leaky_relu0.2", "selu", "mish")
_MONOTONE = {"relu", "leaky_relu", "leaky_relu0.1", "leaky_relu0.2", "tanh", "sigmoid", "elu", "selu", ""}


def with_activation_and_order(one: Candidate, other: Candidate) -> Candidate:
    """The candidate with another's activation and order, where these can differ."""
    if one.fixed:
        return one
    odd = one.odd + ORDERS.index(other.order)
    return replace(one, activation=other.activation, order=other.order, odd=odd)


def activations(one: Candidate, given: Given) -> Iterator[Candidate]:
    """The same with one activation everywhere, or wherever it has any."""
    if given.activation or one.fixed:
        return
    for activation in (*_ACTIVATIONS, *_RARE):
        yield replace(one, activation=(activation,))
        if "" in one.activation and any(one.activation):
            yield replace(one, activation=tuple(activation if each else "" for each in one.activation))


def activations_left_out(one: Candidate, given: Given) -> Iterator[Candidate]:
    """The same without one of its activations, or without several that are often left out together."""
    count = len(one.parts) - 1
    if given.activation or one.fixed or count < 2:
        return
    each = one.activation * count if len(one.activation) == 1 else one.activation
    room = tuple("" if part.free == 0 else kind for part, kind in zip(one.parts, each, strict=False))
    if room.count("") > each.count("") + 1 and any(room):
        yield replace(one, activation=room, odd=one.odd + 1)
    linear = one.parts[len(one.ways) :]
    if one.ways and len(linear) > 2 and all(part.activation is None for part in linear):
        convolutions = each[: len(one.ways)]
        if any(each[len(one.ways) :]) and any(convolutions):
            yield replace(
                one, activation=(*convolutions, *[""] * (count - len(convolutions))), odd=one.odd + 1
            )
    for number in range(count):
        if each[number] and one.parts[number].activation is None:
            yield replace(one, activation=(*each[:number], "", *each[number + 1 :]), odd=one.odd + 1)


def poolings(one: Candidate, given: Given) -> Iterator[Candidate]:
    """The same with means instead of maxima, or the other way round."""
    if given.pooling:
        return
    for kind, other, odd in ((MaxPool, AvgPool, 1.0), (AvgPool, MaxPool, -1.0)):
        if any(isinstance(way.pool, kind) for way in one.ways):
            ways = tuple(
                replace(way, pool=other(way.pool.kernel, way.pool.stride)) if way.pool is not None else way
                for way in one.ways
            )
            other_kind = replace(one, ways=ways, odd=one.odd + odd)
            yield other_kind
            if other is AvgPool and not given.order:
                # The mean of what an activation returns is not what it returns for the mean.
                for order in possible_orders(one.parts):
                    if order == one.order.replace("ap", "pa"):
                        yield in_order(other_kind, order)


def poolings_and_activations(one: Candidate, given: Given) -> Iterator[Candidate]:
    """The same with both another pooling and another activation."""
    for other in islice(poolings(one, given), 1):  # another order comes later
        yield from activations(other, given)


def ends(one: Candidate, given: Given) -> Iterator[Candidate]:
    """The same with a pooling behind the last convolution in place of averages of a fixed size."""
    if given.pooling or given.end is not None or one.fixed or not one.end or one.ways[-1].pool is not None:
        return
    stack = places(one.layers(), one.form.shape, one.classes)
    number = next(at for at, place in enumerate(stack) if isinstance(place.layer, AdaptiveAvgPool))
    maps = stack[number - 1].outputs
    if maps is None:
        return
    size = maps[1] // one.end
    for pool in dict.fromkeys((MaxPool(2), MaxPool(3, 2), MaxPool(size), AvgPool(size))):
        if max(pair(pool.kernel)) <= maps[1] and pool.output(maps)[1:] == (one.end, one.end):
            ways = (*one.ways[:-1], replace(one.ways[-1], pool=pool))
            yield replace(one, ways=ways, end=0, odd=one.odd + 0.5)


def orders(one: Candidate, given: Given) -> Iterator[Candidate]:
    """The same with norm, activation and pooling in another order, where that is another network."""
    if not one.order_matters or given.order:
        return
    maxima = not any(isinstance(way.pool, AvgPool) for way in one.ways)
    done = set()
    for order in possible_orders(one.parts):
        # The largest of what an activation returns is what it returns for the largest.
        same = order.replace("pa", "ap") if maxima and set(one.activation) <= _MONOTONE else order
        same = same if any(part.norm is not None for part in one.parts) else same.replace("n", "")
        if same not in done:
            done.add(same)
            yield in_order(one, order)


def groups(one: Candidate, given: Given) -> Iterator[Candidate]:
    """The same with other groups in its group norms."""
    if not given.groups and not one.fixed:
        for count in possible_groups(one.parts):
            yield replace(one, groups=count)


def in_order(one: Candidate, order: str) -> Candidate:
    """The same in another order of norm, activation and pooling."""
    return replace(one, order=order, odd=one.odd + ORDERS.index(order) - ORDERS.index(one.order))


def other_preparations(one: Reading, given: Given) -> Iterator[Preparation]:
    """Other normalisations, and the other polarity and orientation."""
    own = one.preparation
    for usual in preparations(one.candidate.form):
        yield given.prepared(replace(usual, inverted=own.inverted, transposed=own.transposed))
    yield given.prepared(replace(own, inverted=not own.inverted))
    if one.candidate.classes > len(DIGITS):  # as EMNIST's files are
        yield given.prepared(replace(own, transposed=not own.transposed))
