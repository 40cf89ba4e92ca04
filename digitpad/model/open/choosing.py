"""Which of the networks in a file is meant, and which tensors beside it are not its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from digitpad.errors import CheckpointError, Sentence, Way, printable
from digitpad.model.open.fitting.candidates import candidates
from digitpad.model.open.fitting.listing import fitting_candidates
from digitpad.model.open.fitting.parts import parts_of
from digitpad.model.open.fitting.structure import structure_of
from digitpad.model.open.foreign import Found, SeveralNetworksError, recognise
from digitpad.model.open.modules import Weights, stored_shapes
from digitpad.model.safe_io.tensors import TensorRef
from digitpad.model.spec.layers import STATISTICS, Conv

_ENTRIES = ("state_dict", "model_state_dict", "model", "network", "net", "model_state", "weights", "params")
"""Where training scripts put the network inside a dictionary of their own, the usual ones first."""

_AVERAGE = re.compile(r"(?i)ema|averag|swa|shadow|polyak|teacher")
"""What the copy of a network with averaged weights is called."""

_MEASURES = re.compile(
    r"(?i)(^|[._])(\w*loss\w*|criterion\w*|\w*metric\w*|\w*acc(uracy)?|f1_?score|auroc|conf(usion_?)?mat\w*)$"
)
"""What modules are called that measure, and are not part of the network."""

_MOST_LAYERS = 20
"""In a network of which one may be left out."""

_LONGEST_NAME = 300

_OF_LAYERS = ("weight", "bias", *STATISTICS)


def chosen(networks: Sequence[Found], entry: str) -> Found | None:
    """The network that is meant: the one called `entry`, else the obvious one; None where there is none.

    Args:
        networks: all in the file.
        entry: a name, or its beginning up to a dot; "" for the obvious one.

    Raises:
        CheckpointError: when nothing is called `entry`; a `SeveralNetworksError` when none is obvious.
    """
    every = [part for network in networks for part in _divided(network)]
    if entry:
        return _called(every, entry)
    if len(every) < 2:
        return next(iter(every), None)
    joined = _joined(every)
    fitting = [joined] if joined is not None else [one for one in _distinct(every) if fits(one)]
    if len(fitting) > 1:
        fitting = _obvious(fitting)
    if not fitting:
        fitting = _usual(every) or ([] if any(map(_has_layers, every)) else every[:1])
    if len(fitting) != 1:
        raise _several(every)
    (network,) = fitting
    return (
        network
        if network is joined
        else replace(network, messages=(*network.messages, *_others(network, _distinct(every))))
    )


def fits(network: Found) -> bool:
    """Whether there is a network for these weights that tells at least two classes apart."""
    shapes = stored_shapes(network.weights)
    if len(shapes) < len(network.weights) or any(len(name) > _LONGEST_NAME for name in shapes):
        return False
    if recognise(shapes, network.module is not None) is not None:
        return True
    parts = parts_of(shapes)
    if parts is None:
        return any(one.classes > 1 for one in fitting_candidates(structure_of(network.module), shapes)[:1])
    # Convolutions fit pictures of some size; which one is not tried here, as it can take seconds.
    return parts[-1].outputs > 1 and (isinstance(parts[0].layer, Conv) or bool(candidates(parts)))


def _has_layers(network: Found) -> bool:
    return any(
        len(shape) > 1 and name.endswith("weight") for name, shape in stored_shapes(network.weights).items()
    )


def _called(networks: Sequence[Found], entry: str) -> Found:
    matches = [one for one in networks if one.entry == entry] or [
        one for one in networks if one.entry.startswith(entry + ".")
    ]
    if not matches and not any(one.entry for one in networks):
        raise CheckpointError("its network has no name; leave the name out")
    if not matches:
        raise CheckpointError(
            "it does not hold a network called {entry}; those in it are {names}",
            entry=printable(entry, 40),
            names=_listed(networks),
        )
    return chosen(matches, "") or matches[0]


def _several(networks: Sequence[Found]) -> SeveralNetworksError:
    names = tuple(dict.fromkeys(one.entry for one in networks if _has_layers(one)))
    return SeveralNetworksError(
        "it holds several networks ({listed}); choose one of them, as with {way}",
        listed=_listed(networks),
        way=Way(f"--entry {names[0] if names else '-'}", Sentence("Load, which asks for it")),
        names=names,
    )


def _listed(networks: Iterable[Found]) -> str:
    return printable(", ".join(dict.fromkeys(one.entry or "-" for one in networks if _has_layers(one))), 200)


def _distinct(networks: Sequence[Found]) -> list[Found]:
    """The networks without those whose very tensors another one has; whole ones tell most."""
    distinct: dict[tuple[object, ...], Found] = {}
    for network in networks:
        key = tuple(
            (value.storage.key, value.offset, value.shape)
            for value in network.weights.values()
            if isinstance(value, TensorRef)
        )
        if key not in distinct or (network.module is not None and distinct[key].module is None):
            distinct[key] = network
    return list(distinct.values())


def _usual(networks: Sequence[Found]) -> list[Found]:
    """The one under the most usual name."""
    paths = [network.entry.split(".") for network in networks]
    depth = 0
    while all(path[depth : depth + 1] == paths[0][depth : depth + 1] != [] for path in paths):
        depth += 1
    names = ["".join(path[depth : depth + 1]) for path in paths]
    for entry in _ENTRIES:
        if names.count(entry) == 1:
            return [networks[names.index(entry)]]
    return []


def _obvious(networks: list[Found]) -> list[Found]:
    """Those that may be meant, of several that fit: one under a usual name, or beside its average."""
    if usual := _usual(networks):
        return usual
    plain = [one for one in networks if not _AVERAGE.search(one.entry)]
    is_alike = len({tuple(stored_shapes(one.weights).items()) for one in networks}) == 1
    return plain if is_alike and len(plain) == 1 else networks


def _others(network: Found, networks: Iterable[Found]) -> Iterator[Sentence]:
    """That there are further networks."""
    others = [one for one in networks if one.entry != network.entry and _has_layers(one)]
    if others:
        yield Sentence(
            "Of the networks in it that of {entry} was taken; {others} can be chosen too.",
            {"entry": printable(network.entry, 60), "others": _listed(others)},
        )


def _joined(networks: Sequence[Found]) -> Found | None:
    """The network whose parts lie in one dictionary: a layer each, or convolutions and then linear layers."""
    parents = {one.entry.rpartition(".")[0] for one in networks}
    if len(parents) != 1 or any(one.module is not None for one in networks):
        return None
    (parent,) = parents
    depths = [
        [len(s) for n, s in stored_shapes(one.weights).items() if n.endswith("weight")] for one in networks
    ]
    is_single = all(len([depth for depth in own if depth > 1]) < 2 for own in depths)
    is_divided = [4 in own for own in depths] == [True] + [False] * (len(depths) - 1) and 2 not in depths[0]
    if not (is_single or is_divided):
        return None
    weights = {
        f"{one.entry.rpartition('.')[2]}.{name}": value
        for one in networks
        for name, value in one.weights.items()
    }
    joined = Found(weights, None, parent)
    return joined if fits(joined) else None


# Tensors beside the network's own -----------------------------------------------------------------------


def _divided(network: Found) -> list[Found]:
    """The network without what is not its own; several where the weights are those of several."""
    if network.module is not None:
        return [network]
    own = network.weights
    for is_stray in (_measures, _is_no_weight):
        own = {name: value for name, value in own.items() if not is_stray(name, value)}
        if own and fits(replace(network, weights=own)):
            return [network if len(own) == len(network.weights) else _without(network, own)]
    groups: dict[str, Weights] = {}
    for name, value in own.items():
        first, _, rest = name.partition(".")
        groups.setdefault(first if rest else "", {})[name] = value
    parts = [(first, group) for first, group in groups.items() if first and _is_network(group)]
    total = sum(map(_count, groups.values()))
    if len(parts) == 1 and 2 * _count(parts[0][1]) > total:
        return [_without(network, parts[0][1])]
    if len(parts) > 1 and 10 * sum(_count(group) for _, group in parts) > 9 * total:
        prefix = f"{network.entry}." if network.entry else ""
        return [Found(_without_first(group), None, prefix + first) for first, group in parts]
    called = _without_uncalled(own)
    return [network if called is None else _without(network, called)]


def _without_uncalled(own: Weights) -> Weights | None:
    """The weights without a linear layer like another that nothing leads to; None where that is not all.

    Classes keep layers that their forward does not call any more; of two alike it is the later one.
    """
    layers = dict.fromkeys(name.rpartition(".")[0] for name in reversed(own))
    if not 2 < len(layers) <= _MOST_LAYERS:
        return None
    for layer in layers:
        called = {name: value for name, value in own.items() if name.rpartition(".")[0] != layer}
        shape = stored_shapes(own).get(f"{layer}.weight", ())
        if len(shape) == 2 and shape in stored_shapes(called).values() and fits(Found(called)):
            return called
    return None


def _is_network(group: Weights) -> bool:
    """Whether a part of some weights is a network: it has layers that fit, and ends in a linear one."""
    depths = [len(shape) for shape in stored_shapes(group).values() if len(shape) > 1]
    return len(depths) > 1 and depths[-1] == 2 and fits(Found(group))


def _without_first(group: Weights) -> Weights:
    return {name.partition(".")[2]: value for name, value in group.items()}


def _measures(name: str, _value: object) -> bool:
    return _MEASURES.search(name.rpartition(".")[0][-_LONGEST_NAME:]) is not None


def _is_no_weight(name: str, value: object) -> bool:
    is_small = isinstance(value, TensorRef) and len(value.shape) < 2
    return is_small and name.rpartition(".")[2] not in _OF_LAYERS


def _count(weights: Weights) -> int:
    return sum(value.numel for value in weights.values() if isinstance(value, TensorRef))


def _without(network: Found, own: Weights) -> Found:
    """The network with its own weights only, saying what was left out."""
    names = tuple(name for name in network.weights if name not in own)
    message = Sentence("{names} was left out: no layer of the network has it.", {"names": _shortened(names)})
    return replace(network, weights=own, unused=names, messages=(*network.messages, message))


def _shortened(names: Sequence[str]) -> str:
    listed = ", ".join(printable(name, 60) for name in names[:3])
    return listed if len(names) <= 3 else f"{listed}, ..."
