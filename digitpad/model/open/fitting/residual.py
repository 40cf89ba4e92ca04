"""Residual networks by the names and shapes of their weights.

A block is a folder of convolutions with another that its input goes through on its way around them, or one
whose convolutions return as many channels as come in.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digitpad.model.open.fitting.candidates import SIZES
from digitpad.model.open.fitting.parts import Part, Sized, joined
from digitpad.model.spec.layers import (
    Conv,
    Layer,
    Linear,
    pair,
)

_AROUND = re.compile(
    r"(short_?cut|down_?sample|skip|identity|proj|residual|res_?conv|match).*", re.IGNORECASE
)
"""What people call the way around a block."""
_BLOCK = re.compile(r"r?(es|block).*", re.IGNORECASE)
_MOST_UNITS = 200


@dataclass(frozen=True, slots=True)
class Block:
    """A residual block.

    Attributes:
        main: its convolutions.
        around: those of the way around them; none where the input is added as it is.
        norm_first: whether norms and activations come before the convolutions.
        whole: whether each of its convolutions has an activation, and the sum has none.
    """

    main: tuple[Part, ...]
    around: tuple[Part, ...]
    norm_first: bool
    whole: bool

    @property
    def inputs(self) -> int:
        """Channels that come in."""
        return self.main[0].inputs

    @property
    def outputs(self) -> int:
        """Channels that come out."""
        return self.main[-1].outputs

    @property
    def is_certain(self) -> bool:
        """Whether only residual blocks are built like this."""
        return bool(self.around) or self.whole or self.inverted

    @property
    def expands(self) -> bool:
        """Whether it is one of torchvision's MobileNetV2, which lists its layers in a folder of their own."""
        return self.inverted and self.main[0].layer.name.rpartition(".")[2].isdigit()

    @property
    def inverted(self) -> bool:
        """Whether it is one of MobileNetV2's: a depthwise convolution, and one of 1x1 without activation."""
        *_, depthwise, last = (None, *(part.layer for part in self.main))
        return (
            isinstance(depthwise, Conv)
            and isinstance(last, Conv)
            and depthwise.groups == depthwise.out != 1
            and pair(last.kernel) == (1, 1)
        )


Unit = Part | Block | Layer
"""A convolution or linear layer with what belongs to it, a block, or a norm between blocks."""
_Tree = dict[str, "Sized | _Tree"]


def residual_units(layers: Sequence[Sized]) -> tuple[Unit, ...] | None:
    """The convolutions, blocks and linear layers of a residual network in order.

    Returns:
        None where there are no blocks, and () where there are, but do not make a network.
    """
    tree: _Tree = {}
    for sized in layers:
        *folders, own = sized[0].name.split(".")
        inside = tree
        for folder in folders:
            following = inside.setdefault(folder, {})
            if not isinstance(following, dict):
                return None
            inside = following
        inside[own] = sized
    reader = _Reader(tree)
    if not reader.numbered and (reader.failed or not any(isinstance(unit, Block) for unit in reader.units)):
        return None
    return () if reader.failed or len(reader.units) > _MOST_UNITS else _ordered(reader.units)


def _leaves(tree: _Tree) -> Iterator[Sized]:
    for value in tree.values():
        if isinstance(value, dict):
            yield from _leaves(value)
        else:
            yield value


def _split(tree: _Tree) -> tuple[_Tree, _Tree]:
    """What is in a block, without the way around it, and that way; {} where there is none."""
    name = next((name for name in tree if _AROUND.fullmatch(name)), None)
    if name is None or len(tree) == 1:
        return tree, {}
    main, around = {key: value for key, value in tree.items() if key != name}, {name: tree[name]}
    return (around, main) if _convolutions(around) > _convolutions(main) else (main, around)


def _convolutions(tree: _Tree) -> int:
    return sum(isinstance(layer, Conv) for layer, *_ in _leaves(tree))


class _Reader:
    """Reads the units from folders of names.

    Attributes:
        units: in the order of the names.
        numbered: whether some blocks are numbered, as in the stages of residual networks.
        failed: whether another folder looks like a block, and is not one.
    """

    def __init__(self, tree: _Tree) -> None:
        self._mains: set[str] = set()
        self._collect(tree)
        self.numbered = self.failed = False
        self._units: list[Unit] = []
        self._pending: list[Sized] = []
        self._channels = 0
        self._read(tree)
        self._flush()
        self.units = tuple(self._units)

    def _collect(self, tree: _Tree) -> None:
        """Remember what the convolutions of blocks are called that have another way around them."""
        main, around = _split(tree)
        if around:
            self._mains.update(main)
        for value in tree.values():
            if isinstance(value, dict):
                self._collect(value)

    def _read(self, tree: _Tree) -> None:
        for name, value in tree.items():
            if not isinstance(value, dict):
                self._pending.append(value)
            elif not self._is_block(name, value):
                self._read(value)
            else:
                self._flush()
                block = _block(value, self._channels) or _block(value, 0)
                if block is not None:
                    self.numbered = self.numbered or name.isdigit()
                    self._units.append(block)
                    self._channels = block.outputs
                else:
                    self.failed = True
                    self._read(value)

    def _is_block(self, name: str, tree: _Tree) -> bool:
        main, around = _split(tree)
        inner = [(key, value) for key, value in main.items() if isinstance(value, dict)]
        if not 0 < _convolutions(main) <= 4:
            return False
        direct = sum(
            isinstance(v, tuple) and isinstance(v[0], Conv) and not k.isdigit() for k, v in main.items()
        )
        if around or direct > 1 or set(main) <= self._mains:
            return True
        if any(self._is_block(key, value) for key, value in inner):
            return False
        # A sequence of a residual block's convolutions, and MobileNet's blocks in one.
        return bool(_BLOCK.fullmatch(name)) or (
            name.isdigit() and [*main] in (["conv"], ["layers"], ["block"])
        )

    def _flush(self) -> None:
        """Make units of the layers outside blocks; a norm of none of them is one by itself."""
        layers, self._pending = self._pending, []
        while layers and not isinstance(layers[0][0], Conv | Linear):
            self._units.append(layers.pop(0)[0])
        parts = joined(layers, self._channels)
        self._units += [layer for layer, *_ in layers] if parts is None else parts
        if parts:
            self._channels = parts[-1].outputs


def _block(tree: _Tree, channels: int) -> Block | None:
    """The block in a folder; None where its layers do not make one."""
    main_tree, around_tree = _split(tree)
    layers = list(_leaves(main_tree))
    norm_first = not isinstance(layers[0][0], Conv)
    main = _norms_first(layers) if norm_first else joined(layers, channels)
    around = joined(list(_leaves(around_tree)), channels)
    if not main or around is None or any(isinstance(part.layer, Linear) for part in (*main, *around)):
        return None
    last = main[-1]
    ends = len(main) > 2 and (main[0].inputs, main[-2].outputs) == (last.inputs, last.outputs)
    if ends and not around and last.inputs != last.outputs:
        main, around = main[:-1], [last]  # the third convolution is the way around the two others
    nested = [value for value in main_tree.values() if isinstance(value, dict)]
    block = Block(tuple(main), tuple(around), norm_first, 1 < len(nested) == len(main_tree))
    ways = (block.main, block.around)
    if any(a.outputs != b.inputs for way in ways for a, b in itertools.pairwise(way)):
        return None
    if around and (around[0].inputs, around[-1].outputs) != (block.inputs, block.outputs):
        return None
    return block if around or block.inputs == block.outputs or block.inverted else None


def _norms_first(layers: Sequence[Sized]) -> list[Part] | None:
    """The convolutions, each with the norm before it."""
    parts: list[Part] = []
    norm: Layer | None = None
    for layer, inputs, outputs in layers:
        if isinstance(layer, Conv):
            parts.append(Part(layer, inputs, outputs, norm=norm))
            norm = None
        elif norm is None:
            norm = layer
        else:
            return None
    return parts if norm is None else None


def _ordered(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The units so that channels go together; () where they do not.

    Blocks that are defined behind all convolutions come where their channels are.
    """
    if _follow(units):
        return units
    blocks = [unit for unit in units if isinstance(unit, Block)]
    ordered: list[Unit] = []
    for unit in units:
        if not isinstance(unit, Block):
            ordered.append(unit)
        if isinstance(unit, Part) and isinstance(unit.layer, Conv):
            ordered += [one for one in blocks if one.inputs == one.outputs == unit.outputs]
            blocks = [one for one in blocks if one not in ordered]
    return tuple(ordered) if not blocks and _follow(ordered) else ()


def _follow(units: Sequence[Unit]) -> bool:
    steps = [unit for unit in units if isinstance(unit, Part | Block)]
    if any(isinstance(unit, Conv | Linear) for unit in units):
        return False  # something else stands between
    if not steps or steps[0].inputs not in SIZES or not _is_linear(steps[-1]):
        return False
    return all(
        after.inputs % before.outputs == 0 if _is_linear(after) and not _is_linear(before)
        else after.inputs == before.outputs and _is_linear(after) == _is_linear(before)
        for before, after in itertools.pairwise(steps)
    )  # fmt: skip


def _is_linear(unit: Part | Block) -> bool:
    return isinstance(unit, Part) and isinstance(unit.layer, Linear)
