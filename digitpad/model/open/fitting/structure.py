"""What a whole network in a file tells: its layers in the order of their definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from digitpad.model.open.fitting.parts import Part
from digitpad.model.open.modules import ModuleStub, walk
from digitpad.model.open.torch_layers import NOTHING, layer_of
from digitpad.model.safe_io.stubs import ObjectStub
from digitpad.model.spec.layers import Activation, Conv, Flatten, Layer, Linear, Pool
from digitpad.model.spec.shapes import MOST_LAYERS

_LISTS = ("ModuleList", "ModuleDict")


@dataclass(frozen=True, slots=True)
class Element:
    """One layer of a network in a file.

    Attributes:
        layer: with its options and its name in the file.
        open: whether something else may happen between it and the next: the modules of `nn.Sequential` follow
            each other, but what a class of the user's own does is not in the file.
    """

    layer: Layer
    open: bool


@dataclass(frozen=True, slots=True)
class Structure:
    """The layers of a whole network, in the order of their definition.

    Attributes:
        elements: without those that return what comes in.
        side: of the pictures, where flat values are brought to their shape; 0 where they are not.
    """

    elements: tuple[Element, ...]
    side: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be called between the layers: all of them are in `nn.Sequential`."""
        return not any(element.open for element in self.elements[:-1])


def structure_of(network: ObjectStub | None) -> Structure | None:
    """The structure of a whole network; None without one, and where it has a layer that no spec has.

    Raises:
        CheckpointError: for modules that contain themselves, or too many.
    """
    if network is None:
        return None
    modules = list(walk(network))
    sequences = _sequences(modules)
    layers: list[Layer] = []
    gaps: set[int] = set()
    side = 0
    for module in modules:
        if not module.leaf:
            if module.weights or (module.library and module.kind not in ("Sequential", *_LISTS)):
                return None
        elif module.kind == "Unflatten" and all(isinstance(layer, Flatten) for layer in layers):
            layers, side = [], _side(module)
        elif not (module.library and module.kind in NOTHING):
            layer = layer_of(module)
            if layer is not None and len(layers) < MOST_LAYERS:
                layers.append(layer)
            elif module.library or module.weights or layer is not None:
                return None
            else:
                gaps.add(len(layers) - 1)  # a class of the user's own, which may do anything
    if not layers:
        return None
    close = [
        _follows(one.name, after.name, sequences) and number not in gaps
        for number, (one, after) in enumerate(pairwise(layers))
    ]
    close.append(sequences.get(layers[-1].name.rpartition(".")[0], False))
    return Structure(
        tuple(Element(layer, not tight) for layer, tight in zip(layers, close, strict=True)), side
    )


def exact_parts(parts: Sequence[Part], structure: Structure) -> tuple[Part, ...]:
    """The parts of a network with what its modules tell.

    What follows a layer inside `nn.Sequential` belongs to it. Activations and pooling modules anywhere else
    may be called behind any layer; where there are some no others are.
    """
    named = {one.layer.name: one.layer for one in structure.elements}
    groups = _groups(structure)
    belonging = {one.name for group in groups.values() for one in group}
    spare = [one.layer for one in structure.elements if one.open and one.layer.name not in belonging]
    pools = tuple(dict.fromkeys(replace(one, name="") for one in spare if isinstance(one, Pool)))
    activations = {replace(one, name="") for one in spare if isinstance(one, Activation)}
    activation = activations.pop() if len(activations) == 1 else None
    normed = (replace(part, norm=part.norm and named.get(part.norm.name)) for part in parts)
    return tuple(_exact(part, groups, pools, activation) for part in normed)


def _groups(structure: Structure) -> dict[str, list[Layer]]:
    """Name of each convolution and linear layer -> it, and what follows it for certain."""
    groups: dict[str, list[Layer]] = {}
    group: list[Layer] = []
    for element in structure.elements:
        if isinstance(element.layer, Conv | Linear):
            group = groups[element.layer.name] = []
        group.append(element.layer)
        if element.open:
            group = []
    return groups


def _exact(
    part: Part, groups: Mapping[str, list[Layer]], pools: tuple[Pool, ...], activation: Activation | None
) -> Part:
    own, *following = groups.get(part.layer.name, [part.layer])
    if isinstance(own, Conv):
        part = replace(part, layer=replace(own, inputs=None), exact=True)
        own_pools = [replace(one, name="") for one in following if isinstance(one, Pool)]
        if own_pools or pools:
            part = replace(part, pools=tuple(own_pools[:1]) or (None, *pools))
    own_activations = [replace(one, name="") for one in following if isinstance(one, Activation)]
    return replace(part, activation=part.activation or next(iter(own_activations), activation))


def _sequences(modules: list[ModuleStub]) -> dict[str, bool]:
    """Which of the modules with modules inside call them one after the other.

    A class derived from `nn.Sequential` has numbered modules, as it has.
    """
    numbered: dict[str, bool] = {}
    for module in modules[1:]:
        parent, _, name = module.path.rpartition(".")
        numbered[parent] = numbered.get(parent, True) and name.isdigit()
    return {
        module.path: module.kind == "Sequential" if module.library else numbered[module.path]
        for module in modules
        if not module.leaf
    }


def _follows(path: str, after: str, sequences: Mapping[str, bool]) -> bool:
    """Whether nothing can stand between two layers: all that contains one of them is a sequence."""
    folders, others = path.split(".")[:-1], after.split(".")[:-1]
    common = 0
    while common < min(len(folders), len(others)) and folders[common] == others[common]:
        common += 1
    return all(
        sequences.get(".".join(names[:depth]), False)
        for names in (folders, others)
        for depth in range(common, len(names) + 1)
    )


def _side(module: ModuleStub) -> int:
    size = module.settings.get("unflattened_size")
    return size[-1] if isinstance(size, tuple) and isinstance(size[-1], int) else 0
