"""The networks that the weights of a file may belong to, by all that the file tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from digitpad.model.assumptions import OPEN, Given
from digitpad.model.open.fitting.candidates import Candidate, candidates
from digitpad.model.open.fitting.known_layouts import known_candidates
from digitpad.model.open.fitting.parts import parts_of, sized_layers
from digitpad.model.open.fitting.residual import Block, residual_units
from digitpad.model.open.fitting.residual_ways import residual_candidates
from digitpad.model.open.fitting.structure import Structure, exact_parts
from digitpad.model.open.fitting.whole import whole_candidates
from digitpad.model.open.modules import MAX_DEPTH
from digitpad.model.spec.layers import Conv, Layer, Shape
from digitpad.model.spec.plain import is_name
from digitpad.model.spec.shapes import MOST_LAYERS, flat


def fitting_candidates(
    structure: Structure | None, shapes: Mapping[str, Shape], given: Given = OPEN
) -> list[Candidate]:
    """The candidates for a network in a file, in the order in which they are worth trying.

    Args:
        structure: of a whole network, as far as the file tells it.
        shapes: shape of every tensor by name.
        given: assumptions that are settled.

    Raises:
        CheckpointError: when `given` has values for another number of convolutions.
    """
    layers = sized_layers(shapes)
    names = [layer.name for layer, *_ in layers]
    if len(names) > MOST_LAYERS or not all(is_name(name) and name.count(".") < MAX_DEPTH for name in names):
        return []  # recipes and checkpoints have no such networks
    known = [one for one in known_candidates(shapes) if structure is None or _agrees(one, structure)]
    whole = whole_candidates(structure, shapes) if structure is not None else []
    whole = [_prepared_as(known, one) for one in whole]
    if structure is not None and structure.is_closed:
        return [] if given.is_of_layers else whole[:1]
    units = residual_units(layers)
    if units is not None:
        residual = residual_candidates(units, structure) if units else []
        if not units or any(isinstance(unit, Block) and unit.is_certain for unit in units):
            return [] if given.is_of_layers else residual
        known += [replace(one, odd=one.odd - 4) for one in residual]
    elif whole and whole[0].is_certain and not given.is_of_layers:
        return whole[:1]
    parts = parts_of(shapes)
    if parts is not None and structure is not None:
        parts = exact_parts(parts, structure)
    fixed = [] if given.is_of_layers else [*known, *whole]
    chains = candidates(parts, given) if parts is not None else []
    return sorted([*fixed, *chains], key=lambda one: one.odd)


def _agrees(candidate: Candidate, structure: Structure) -> bool:
    """Whether a candidate has the convolutions of a whole network."""
    own = {layer.name: layer for layer in flat(candidate.layers()) if isinstance(layer, Conv)}
    return all(
        (layer.padding, layer.stride) == (own[layer.name].padding, own[layer.name].stride)
        for element in structure.elements
        if isinstance(layer := element.layer, Conv) and layer.name in own
    )


def _prepared_as(known: Sequence[Candidate], candidate: Candidate) -> Candidate:
    """A candidate with the normalisation of the known network that has its layers, where there is one."""
    like = (one for one in known if one.form == candidate.form and _unnamed(one) == _unnamed(candidate))
    return replace(candidate, normalisation=next((one.normalisation for one in like), None))


def _unnamed(candidate: Candidate) -> list[Layer]:
    return [replace(layer, name="") for layer in flat(candidate.layers())]
