from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st

from digitpad.data.batches import batches, epoch_order, mixed_seed, steps_per_epoch


@given(st.integers(1, 300), st.integers(1, 64), st.integers(0, 2**32 - 1), st.integers(1, 50))
def test_an_epoch_holds_every_example_once(count: int, size: int, seed: int, epoch: int) -> None:
    parts = list(batches(count, size, seed, epoch))
    assert len(parts) == steps_per_epoch(count, size)
    assert torch.equal(torch.cat(parts).sort().values, torch.arange(count))


@given(st.integers(1, 300), st.integers(1, 64), st.integers(0, 99), st.integers(1, 9), st.data())
def test_an_epoch_can_start_at_any_step(
    count: int, size: int, seed: int, epoch: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, steps_per_epoch(count, size)))
    whole = list(batches(count, size, seed, epoch))[start:]
    rest = list(batches(count, size, seed, epoch, start))
    assert all(torch.equal(one, other) for one, other in zip(whole, rest, strict=True))


def test_epochs_and_seeds_give_different_orders() -> None:
    orders = [tuple(epoch_order(50, seed, epoch).tolist()) for seed in range(3) for epoch in range(3)]
    assert len(set(orders)) == 9


@given(st.lists(st.integers(0, 2**63), min_size=1, max_size=4))
def test_a_mixed_seed_is_one_torch_takes(numbers: list[int]) -> None:
    seed = mixed_seed(*numbers)
    assert 0 <= seed < 2**63
    assert torch.Generator().manual_seed(seed).initial_seed() == seed


@given(st.integers(1, 300), st.integers(1, 64), st.booleans(), st.booleans())
def test_the_batches_are_a_data_loaders(count: int, size: int, shuffle: bool, drop_last: bool) -> None:
    ours = list(batches(count, size, 1, 2, shuffle=shuffle, drop_last=drop_last))
    loader = torch.utils.data.DataLoader(list(range(count)), size, shuffle=shuffle, drop_last=drop_last)
    assert len(ours) == len(loader) == steps_per_epoch(count, size, drop_last)
    assert [len(batch) for batch in ours] == [len(batch) for batch in loader]
    if not shuffle:
        assert [batch.tolist() for batch in ours] == [batch.tolist() for batch in loader]
