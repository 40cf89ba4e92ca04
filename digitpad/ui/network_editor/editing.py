"""Changes of a list of layers, and the states that undo and redo move between. Nothing here is a widget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from digitpad.model.spec.layers import Layer, Linear, Residual
from digitpad.model.spec.shapes import Layers, Place, Places

LAYERS, SHORTCUT = "layers", "shortcut"
"""The two ways through a residual block."""

Way = tuple[tuple[int, str], ...]
"""A list inside the network: the residual blocks around it, each by its index and `LAYERS` or `SHORTCUT`."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a layer stands.

    Attributes:
        way: the list; () is the network's own.
        index: in that list; -1 for the list itself, to which layers are added.
    """

    way: Way = ()
    index: int = -1


def list_at(layers: Layers, way: Way) -> Layers:
    """The list of layers at `way`."""
    for index, name in way:
        layers = getattr(layers[index], name)
    return layers


def layer_at(layers: Layers, address: Address) -> Layer | None:
    """The layer at an address; None where it is a list."""
    return list_at(layers, address.way)[address.index] if address.index >= 0 else None


def place_at(places: Places, address: Address) -> Place | None:
    """The place of the layer at an address; None where it is a list."""
    for index, name in address.way:
        places = places[index].ways[name != LAYERS]
    return places[address.index] if address.index >= 0 else None


def with_list(layers: Layers, way: Way, new: Layers) -> Layers:
    """The layers with another list at `way`."""
    if not way:
        return new
    (index, name), *rest = way
    block = layers[index]
    inner: dict[str, Any] = {name: with_list(getattr(block, name), tuple(rest), new)}
    return (*layers[:index], replace(block, **inner), *layers[index + 1 :])


def replaced(layers: Layers, address: Address, *new: Layer) -> Layers:
    """The layers with these in place of the one at `address`; with none of them it is removed."""
    own, index = list_at(layers, address.way), address.index
    return with_list(layers, address.way, (*own[:index], *new, *own[index + 1 :]))


def added(layers: Layers, address: Address | None, layer: Layer) -> tuple[Layers, Address]:
    """The layers with one more behind the one at `address`, or at the end of its list; and where it is."""
    way = address.way if address is not None else ()
    own = list_at(layers, way)
    index = len(own) if address is None or address.index < 0 else address.index + 1
    return with_list(layers, way, (*own[:index], layer, *own[index:])), Address(way, index)


def removed(layers: Layers, address: Address) -> tuple[Layers, Address]:
    """The layers without one, and what is selected then: the next one, or the last."""
    layers = replaced(layers, address)
    left = len(list_at(layers, address.way))
    return layers, Address(address.way, min(address.index, left - 1))


def duplicated(layers: Layers, address: Address) -> tuple[Layers, Address]:
    """The layers with a copy, without a name, behind the one at `address`; and where the copy is."""
    layer = layer_at(layers, address)
    if layer is None:
        return layers, address
    return replaced(layers, address, layer, _unnamed(layer)), Address(address.way, address.index + 1)


def with_outputs(layers: Layers, outputs: int) -> Layers:
    """The layers with so many values from linear ones that return one for each class: others follow them."""
    return tuple(
        replace(layer, out=outputs) if isinstance(layer, Linear) and layer.out is None else layer
        for layer in layers
    )


def _unnamed(layer: Layer) -> Layer:
    if isinstance(layer, Residual):
        own, shortcut = (tuple(map(_unnamed, way)) for way in (layer.layers, layer.shortcut))
        return replace(layer, name="", layers=own, shortcut=shortcut)
    return replace(layer, name="")


def moved(layers: Layers, address: Address, by: int) -> tuple[Layers, Address] | None:
    """The layers with one moved up (-1) or down (1) by one row, and where it is then.

    It goes into a residual block that stands there, from one way of the block it is in to the other, and out
    of it; a block goes past another one. None where there is nowhere to go.
    """
    layer = layer_at(layers, address)
    if layer is None:
        return None
    own, target = list_at(layers, address.way), address.index + by
    if 0 <= target < len(own):
        if isinstance(own[target], Residual) and not isinstance(layer, Residual):
            way = (*address.way, (min(target, address.index), LAYERS if by > 0 else SHORTCUT))
            return _put(layers, address, layer, way, by)
        changed = list(own)
        changed.insert(target, changed.pop(address.index))
        return with_list(layers, address.way, tuple(changed)), Address(address.way, target)
    if not address.way:
        return None
    *outer, (block, name) = address.way
    if (by, name) in ((-1, SHORTCUT), (1, LAYERS)):
        other = SHORTCUT if name == LAYERS else LAYERS
        return _put(layers, address, layer, (*outer, (block, other)), by)
    layers = replaced(layers, address)
    behind = Address(tuple(outer), block if by > 0 else block - 1)
    if behind.index < 0:
        first = list_at(layers, behind.way)
        return with_list(layers, behind.way, (layer, *first)), Address(behind.way, 0)
    return added(layers, behind, layer)


def _put(layers: Layers, address: Address, layer: Layer, way: Way, by: int) -> tuple[Layers, Address]:
    """Move a layer into another list: to its beginning on the way down, to its end on the way up."""
    layers = replaced(layers, address)
    own = list_at(layers, way)
    index = 0 if by > 0 else len(own)
    return with_list(layers, way, (*own[:index], layer, *own[index:])), Address(way, index)


def rows(layers: Layers, way: Way = ()) -> Iterator[tuple[Address, Layer | None]]:
    """Everything that has a row, from top to bottom: layers, and the two lists of a residual block."""
    for index, layer in enumerate(layers):
        yield Address(way, index), layer
        if isinstance(layer, Residual):
            for name in (LAYERS, SHORTCUT):
                inner = (*way, (index, name))
                yield Address(inner), None
                yield from rows(getattr(layer, name), inner)


def last_called(layers: Layers, name: object) -> Address | None:
    """Where the last layer of this name is."""
    same = [address for address, layer in rows(layers) if layer is not None and layer.name == name]
    return same[-1] if same else None


@dataclass(frozen=True, slots=True)
class State:
    """A list of layers, and what is selected in it."""

    layers: Layers = ()
    selected: Address | None = None


class History:
    """The states of a list, with one of them present."""

    def __init__(self, state: State) -> None:
        self._states, self._present, self._key = [state], 0, ""

    @property
    def present(self) -> State:
        """The state that is shown."""
        return self._states[self._present]

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier state."""
        return self._present > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a later state."""
        return self._present + 1 < len(self._states)

    def push(self, state: State, key: str = "") -> None:
        """Make a further state the present one, in place of one with the same key, unless that is ""."""
        merges = bool(key) and key == self._key and self.can_undo
        self._states[self._present + (not merges) :] = [state]
        self._present, self._key = len(self._states) - 1, key

    def show(self, state: State) -> None:
        """Make a further state the present one; the first of all in place of the empty list before it."""
        if self._states == [State()]:
            self._states[0] = state
        else:
            self.push(state)

    def drop(self, key: str) -> bool:
        """Go back by one state, for good, if the present one came with this key.

        Returns:
            Whether it did.
        """
        if key != self._key or not self.can_undo:
            return False
        del self._states[self._present :]
        self._present, self._key = self._present - 1, ""
        return True

    def seal(self) -> None:
        """The next state takes nobody's place."""
        self._key = ""

    def select(self, address: Address | None) -> None:
        """Remember what is selected."""
        self._states[self._present] = replace(self.present, selected=address)

    def move(self, by: int) -> None:
        """Go back (-1) or forward (1) by one state."""
        self._present = min(max(self._present + by, 0), len(self._states) - 1)
        self._key = ""
