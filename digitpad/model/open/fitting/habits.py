"""How people write convolutions: what may happen at each, and how far that departs from what is usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from digitpad.model.open.fitting.parts import RARE_POOLS, Part
from digitpad.model.spec.layers import MaxPool, Pool, Size

POOL2, POOL3, ROUNDED_UP = MaxPool(2), MaxPool(3, 2), MaxPool(2, ceil_mode=True)


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


Ways = tuple[Way, ...]


class Habits(NamedTuple):
    """How the convolutions so far are written, which the next ones usually follow.

    Attributes:
        padding: of the last convolution, in words.
        paddings: the same by kernel.
        strides, pools: how many there are.
        window: kernel and stride of the last pooling.
        since: how many convolutions there are since maps got smaller.
        each: after how many they did the last time; 0 where they have not.
    """

    padding: str = ""
    paddings: tuple[tuple[int, str], ...] = ()
    strides: int = 0
    pools: int = 0
    window: tuple[object, ...] = ()
    since: int = 0
    each: int = 0

    def after(self, way: Way, kernel: int, is_exact: bool, is_last: bool) -> tuple[float, Habits]:
        """How far a way departs from the habits, and the habits with it."""
        padding, paddings, odd = self.padding, dict(self.paddings), 0.0
        if kernel > 1:
            padding = _padding_in_words(way, kernel)
            if self.padding and not (is_last and padding == "none"):
                departs = padding != paddings.get(kernel, self.padding)
                odd += departs * (1.0 if kernel in paddings else 0.5)
            paddings[kernel] = padding
        strides = self.strides + (way.stride == 2 and (not is_exact or way.pool is not None))
        pools = self.pools + (way.pool is not None)
        odd += _odd_strides(strides, pools) - _odd_strides(self.strides, self.pools)
        window = self.window if way.pool is None else (way.pool.kernel, way.pool.stride)
        odd += 0.5 * (bool(self.window) and window != self.window)
        since, each = self.since + 1, self.each
        if way.pool is not None or way.stride != 1:
            odd += 0.5 * (since != each if each else 0) + 0.1 * max(0, since - 2)
            since, each = 0, since
        return odd, Habits(padding, tuple(paddings.items()), strides, pools, window, since, each)

    @property
    def at_end(self) -> float:
        """How unusual it is to end like this: always after as many convolutions maps usually get smaller."""
        return 0.6 if not self.each else 0.3 if self.since else 0.0


def _padding_in_words(way: Way, kernel: int) -> str:
    return "same" if way.padding == kernel // 2 else str(way.padding) if way.padding else "none"


def _odd_strides(strides: int, pools: int) -> float:
    """Strides in place of pooling are usual, both in one network are not."""
    return 0 if not strides else 1.5 * strides if pools else 0.6 + 0.05 * strides


def odd_way(way: Way, convs: Sequence[Part], number: int) -> float:
    """How unusual a way is by itself."""
    part, kernel = convs[number], max(convs[number].kernel)
    odd = 0.0 if part.exact or way.padding in (0, kernel // 2) else 2.0
    odd += 2.0 if way.pool in RARE_POOLS else 1.5 if way.pool == POOL3 else 0.0
    odd += 0.4 if way.pool == ROUNDED_UP else 0.0
    if way.pool is not None and number + 1 < len(convs) and convs[number + 1].outputs <= part.outputs:
        odd += 0.1  # maps get more where they get smaller
    if part.free is not None:
        modules = (way.pool is not None) + (part.activation is None)
        flattening = number == len(convs) - 1  # which is a module too
        odd += 2 * max(0, modules - part.free) + 1.5 * max(0, min(part.free - flattening, 2) - modules)
    return odd
