"""The order of an epoch as a pure function of (seed, epoch), so that it can start at any step."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor


def epoch_order(count: int, seed: int, epoch: int) -> Tensor:
    """The examples' numbers in the shuffled order of one epoch.

    Returns:
        int64 tensor (count,), a permutation that depends on nothing but the arguments.
    """
    generator = torch.Generator().manual_seed(mixed_seed(seed, epoch))
    return torch.randperm(count, generator=generator)


def mixed_seed(*numbers: int) -> int:
    """One 63-bit seed from several numbers, so that neighbours in any of them differ in every bit.

    Source: the finaliser of splitmix64 (Steele, Lea, Flood, 2014).
    """
    state = 0
    for number in numbers:
        state = (state ^ (number & 0xFFFFFFFFFFFFFFFF)) + 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
        state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
        state = (state ^ state >> 27) * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
        state ^= state >> 31
    return state & 0x7FFFFFFFFFFFFFFF


def steps_per_epoch(count: int, batch_size: int, drop_last: bool = False) -> int:
    """Batches in an epoch of `count` examples; the last one may be smaller, unless it is dropped then."""
    return count // batch_size if drop_last else -(-count // batch_size)


def batches(
    count: int,
    batch_size: int,
    seed: int,
    epoch: int,
    start: int = 0,
    shuffle: bool = True,
    drop_last: bool = False,
) -> Iterator[Tensor]:
    """The batches of an epoch from batch number `start` on, as int64 tensors of example numbers.

    Args:
        count: examples in the training set.
        batch_size: examples a batch.
        seed: decides the order.
        epoch: number of the epoch, from 1.
        start: number of the first batch, from 0.
        shuffle: whether each epoch has an order of its own, or all the dataset's.
        drop_last: whether a last batch with fewer examples is left out.
    """
    order = epoch_order(count, seed, epoch) if shuffle else torch.arange(count)
    for step in range(start, steps_per_epoch(count, batch_size, drop_last)):
        yield order[step * batch_size : (step + 1) * batch_size]
