"""The networks that residual units may make: with the usual strides, paddings and pooling."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from digitpad.errors import Sentence
from digitpad.form import PictureForm
from digitpad.model.open.fitting.candidates import SIZES, Candidate
from digitpad.model.open.fitting.parts import ANY_POOL, Part
from digitpad.model.open.fitting.residual import Block, Unit
from digitpad.model.open.fitting.structure import Structure, exact_parts
from digitpad.model.registry import IMAGENET_MEAN, IMAGENET_STD
from digitpad.model.spec.layers import (
    Activation,
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    Conv,
    Flatten,
    Layer,
    Linear,
    MaxPool,
    Pool,
    Residual,
    pair,
)
from digitpad.model.spec.shapes import Layers, places

_STAGES = (1, 2, 2, 2, 1, 2, 1)
"""Strides of MobileNetV2's stages (M. Sandler et al., 2018)."""

_POOL2, _POOL3 = MaxPool(2), MaxPool(3, 2, 1)
_IMAGENET, _SMALL_SETS = 224, (10, 100)
"""Side of ImageNet's pictures, and classes of sets of smaller ones."""

_MOST_ODD = 3.5
_MOST_MAXIMA = 5
"""With maxima behind more blocks nothing is left of 32 pixels."""


@dataclass(frozen=True, slots=True)
class _Scheme:
    """What is assumed of a residual network.

    Attributes:
        odd: how unusual it is.
        stem: stride of the first convolution.
        first, later: stride of the first block, and of others that have a convolution around them.
        same: whether convolutions outside the blocks keep the size of the maps.
        pools: what comes behind each of the convolutions outside the blocks.
        behind: how many blocks with a convolution around them have maxima behind them.
    """

    odd: float
    stem: int
    first: int
    later: int
    same: bool
    pools: tuple[Pool | None, ...]
    behind: int = 0


def residual_candidates(units: Sequence[Unit], structure: Structure | None) -> list[Candidate]:
    """The candidates for a residual network, usual ones first.

    Args:
        units: of the network.
        structure: of a whole network.
    """
    return list(_listed(tuple(units), structure))


@lru_cache(maxsize=2)  # a file is asked about several times, and a list takes up to seconds
def _listed(units: Sequence[Unit], structure: Structure | None) -> Sequence[Candidate]:
    if structure is not None:
        units = [_with_structure(unit, structure) for unit in units]
    heads = [unit for unit in units if isinstance(unit, Part) and isinstance(unit.layer, Linear)]
    last = heads[-1].layer
    channels = next(unit for unit in units if isinstance(unit, Part | Block)).inputs
    candidates: dict[tuple[Layers, PictureForm], Candidate] = {}
    for number, size in enumerate(_sizes(units, channels, heads[-1].outputs)):
        form = PictureForm.usual(channels, size)
        for scheme in _schemes(units):
            for layers, odd in _networks(units, heads, scheme, form):
                if isinstance(last, Linear) and (layers, form) not in candidates:
                    unusual = scheme.odd + odd + 3.0 * number
                    one = Candidate.of(layers, last, form, unusual, _note(layers))
                    if size == _IMAGENET:
                        one = replace(one, normalisation=(IMAGENET_MEAN, IMAGENET_STD))
                    candidates[layers, form] = one
    return sorted(candidates.values(), key=lambda one: one.odd)


def _with_structure(unit: Unit, structure: Structure) -> Unit:
    """A unit with the options that a whole network has."""
    if isinstance(unit, Part):
        return exact_parts([unit], structure)[0]
    if isinstance(unit, Block):
        main, around = (exact_parts(way, structure) for way in (unit.main, unit.around))
        return replace(unit, main=main, around=around)
    return next((one.layer for one in structure.elements if one.layer.name == unit.name), unit)


def _sizes(units: Sequence[Unit], channels: int, classes: int) -> tuple[int, ...]:
    """The sides of pictures to try: ImageNet's first where the network looks like one for these."""
    convs = _outside(units)
    large = any(max(pair(part.layer.kernel)) > 5 for part in convs[:1] if isinstance(part.layer, Conv))
    if channels == 3 and large and classes not in _SMALL_SETS:
        return _IMAGENET, 32
    return SIZES[channels]


def _outside(units: Sequence[Unit]) -> list[Part]:
    """The convolutions outside the blocks."""
    return [unit for unit in units if isinstance(unit, Part) and isinstance(unit.layer, Conv)]


def _schemes(units: Sequence[Unit]) -> Iterator[_Scheme]:
    convs = _outside(units)
    stem = convs[0].layer if convs else None
    large = isinstance(stem, Conv) and max(pair(stem.kernel)) > 5
    inverted = any(isinstance(unit, Block) and unit.inverted for unit in units)
    given = [pool for part in convs[:1] if part.pools != ANY_POOL for pool in part.pools if pool is not None]
    for pools, odd in _poolings(convs, large, given):
        for stride, first, later, same in product((1, 2), (1, 2), (2, 1), (True, False)):
            unusual = 1.5 * ((stride == 2) != (large or inverted)) + (first == 2) + (later == 1) + (not same)
            scheme = _Scheme(odd + unusual, stride, first, later, same, pools)
            if scheme.odd <= _MOST_ODD:
                yield scheme
                if first == later == 1:
                    yield from _with_maxima(units, scheme)


def _with_maxima(units: Sequence[Unit], scheme: _Scheme) -> Iterator[_Scheme]:
    """The same with maxima behind each block in place of its stride, or behind each but the last."""
    widening = sum(isinstance(unit, Block) and bool(unit.around) for unit in units)
    for behind in (widening - 1, widening):
        if 0 < behind <= _MOST_MAXIMA:
            yield replace(scheme, odd=scheme.odd + 0.5, behind=behind)


def _poolings(
    convs: Sequence[Part], large: bool, given: Sequence[Pool]
) -> Iterator[tuple[tuple[Pool | None, ...], float]]:
    """What comes behind each of the convolutions outside the blocks, and how unusual that is."""
    count = len(convs)
    wide = [isinstance(part.layer, Conv) and pair(part.layer.kernel) != (1, 1) for part in convs]
    for pool in given or (_POOL2, _POOL3):
        unusual = 0.0 if given or (pool == _POOL3) == large else 0.5
        behind_first = (pool, *[None] * (count - 1))[:count]
        yield behind_first, unusual + (0 if large or given else 1)
        if sum(wide) > 1:
            every = tuple(pool if one else None for one in wide)
            yield every, unusual + 0.4
            yield (None, *every[1:]), unusual + 0.3
    yield (None,) * count, 1 if large or given or sum(wide) > 1 else 0


def _networks(
    units: Sequence[Unit], heads: Sequence[Part], scheme: _Scheme, form: PictureForm
) -> Iterator[tuple[Layers, float]]:
    """The layers by a scheme, with what brings the maps to the linear layers, and how unusual that is."""
    trunk = _trunk(units, scheme)
    stack = places(trunk, form.shape, heads[-1].outputs)
    maps = stack[-1].outputs
    if maps is None or len(maps) != 3:
        return
    side = math.isqrt(heads[0].inputs // maps[0])
    end = _linears(heads)
    if side * side * maps[0] != heads[0].inputs or side > maps[1]:
        return
    if maps[1:] == (side, side):
        yield (*trunk, Flatten(), *end), 0.0
        return
    blocks_in_sequence = any(isinstance(unit, Block) and unit.whole for unit in units)
    unusual = 0 if side == 1 else 4
    yield (*trunk, AdaptiveAvgPool(side), Flatten(), *end), 0.5 * blocks_in_sequence + unusual
    if blocks_in_sequence:
        yield (*trunk, AdaptiveMaxPool(side), Flatten(), *end), 0.4 + unusual
    elif maps[1] // 2 == side:
        yield (*trunk, _POOL2, Flatten(), *end), 0.8


def _linears(heads: Sequence[Part]) -> list[Layer]:
    layers: list[Layer] = []
    for part in heads[:-1]:
        layers += [part.layer, *_behind(part)]
    return [*layers, replace(heads[-1].layer, out=None)]


def _behind(part: Part, kind: str = "relu") -> list[Layer]:
    """The norm and the activation that come behind a layer."""
    return [*([part.norm] if part.norm is not None else []), part.activation or Activation(kind)]


def _trunk(units: Sequence[Unit], scheme: _Scheme) -> Layers:
    """The layers before the linear ones."""
    layers: list[Layer] = []
    pools = iter(scheme.pools)
    kind = "relu6" if any(isinstance(unit, Block) and unit.expands for unit in units) else "relu"
    norm_first = any(isinstance(unit, Block) and unit.norm_first for unit in units)
    blocks, stage, outputs, behind = 0, -1, 0, scheme.behind
    for unit in units:
        if isinstance(unit, Block):
            stride = 1
            if unit.inverted and not unit.around:
                if unit.outputs != outputs:
                    stage += 1
                    stride = _STAGES[stage % len(_STAGES)]
            elif unit.around:
                stride = scheme.later if blocks else scheme.first
            blocks += 1
            layers += _block(unit, stride, kind)
            if unit.around and behind:
                layers.append(_POOL2)
                behind -= 1
            outputs = unit.outputs
        elif isinstance(unit, Part) and isinstance(unit.layer, Conv):
            pool = next(pools)
            if pool not in unit.pools and len(unit.pools) == 1 and unit.exact:
                pool = unit.pools[0]
            layers.append(_conv(unit, 1 if layers else scheme.stem, scheme.same))
            if unit.norm is not None or not norm_first:
                layers += _behind(unit, kind)
            layers += [pool] if pool is not None else []
        elif not isinstance(unit, Part):
            layers += [unit, Activation(kind)]
    return tuple(layers)


def _conv(part: Part, stride: int, same: bool = True) -> Layer:
    if part.exact or not isinstance(part.layer, Conv):
        return part.layer
    height, width = pair(part.layer.kernel)
    padding = (height // 2, width // 2) if same else 0
    if isinstance(padding, tuple) and height == width:
        padding = padding[0]
    return replace(part.layer, stride=stride, padding=padding)


def _block(block: Block, stride: int, kind: str) -> list[Layer]:
    """The layers of a block."""
    # The stride is that of the first convolution that looks at more than a pixel.
    wide = (n for n, part in enumerate(block.main) if part.kernel != (1, 1))
    strided = next(wide, 0)
    convs = [_conv(part, stride if number == strided else 1) for number, part in enumerate(block.main)]
    around: list[Layer] = []
    for number, part in enumerate(block.around):
        around += [_conv(part, stride if not number else 1), *([part.norm] if part.norm is not None else [])]
    if block.norm_first:
        main = [
            layer
            for part, conv in zip(block.main, convs, strict=True)
            for layer in (*_behind(part, kind), conv)
        ]
        if around:  # the other way begins behind the first activation
            return [*main[:2], Residual(tuple(main[2:]), tuple(around))]
        return [Residual(tuple(main))]
    main = [
        layer for part, conv in zip(block.main, convs, strict=True) for layer in (conv, *_behind(part, kind))
    ]
    if not block.whole:
        main.pop()
    if block.inverted and not around and (stride != 1 or block.inputs != block.outputs):
        return main
    after = [] if block.whole or block.inverted else [Activation(kind)]
    return [Residual(tuple(main), tuple(around)), *after]


def _note(layers: Layers) -> Sentence:
    """What is assumed: how maps get smaller."""
    convs = [layer for layer in layers if isinstance(layer, Conv) and layer.groups == 1]
    convs = [layer for layer in convs if pair(layer.kernel) != (1, 1)]
    blocks = [layer for block in layers if isinstance(block, Residual) for layer in block.shortcut]
    strides = [str(max(pair(layer.stride))) for layer in blocks if isinstance(layer, Conv)]
    pools = ["x".join(map(str, pair(layer.kernel))) for layer in layers if isinstance(layer, MaxPool)]
    values = {
        "stem": "/".join(str(max(pair(layer.stride))) for layer in convs) or "1",
        "pools": "/".join(pools) or "-",
        "strides": "/".join(strides) or "1",
    }
    return Sentence(
        "residual blocks of stride {strides}, before them stride {stem}, max pooling {pools}", values
    )
