"""The learning rate of every step, against torch's own schedulers where it has the same."""

from __future__ import annotations

import warnings

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from digitpad.recipe.presets import preset
from digitpad.recipe.table import TABLE
from digitpad.training.schedule import Schedule, schedule_of


def rates_of(scheduler: torch.optim.lr_scheduler.LRScheduler, steps: int) -> list[float]:
    """What torch's scheduler gives for so many steps, when it is called after each."""
    rates = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # no optimiser's step goes before it here
        for _ in range(steps):
            rates.append(scheduler.get_last_lr()[0])
            scheduler.step()
    return rates


def optimizer_at(rate: float) -> torch.optim.Optimizer:
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)


@pytest.mark.parametrize(("every", "factor"), [(1, 0.1), (2, 0.5), (3, 0.9), (10, 0.1)])
def test_step_is_the_step_lr_of_torch(every: int, factor: float) -> None:
    schedule = Schedule("step", 0.3, steps_per_epoch=4, epochs=6, step_epochs=every, step_factor=factor)
    by_epoch = rates_of(torch.optim.lr_scheduler.StepLR(optimizer_at(0.3), every, factor), 6)
    expected = [rate for rate in by_epoch for _ in range(4)]
    assert [schedule.rate(step) for step in range(24)] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("batches", "epochs"), [(1, 1), (4, 6), (7, 2)])
def test_cosine_is_the_cosine_annealing_lr_of_torch(batches: int, epochs: int) -> None:
    total = batches * epochs
    schedule = Schedule("cosine", 0.3, batches, epochs)
    wanted = rates_of(torch.optim.lr_scheduler.CosineAnnealingLR(optimizer_at(0.3), total), total)
    assert [schedule.rate(step) for step in range(total)] == pytest.approx(wanted, rel=1e-9, abs=1e-15)


def test_one_cycle_has_the_ends_and_the_peak_of_torchs_one_cycle_lr() -> None:
    schedule = Schedule("one-cycle", 0.3, 101, 1)
    theirs = torch.optim.lr_scheduler.OneCycleLR(  # the last factor is of the first rate
        optimizer_at(0.3), max_lr=0.3, total_steps=101, pct_start=0.25, div_factor=25, final_div_factor=400,
        cycle_momentum=False,
    )  # fmt: skip
    wanted = rates_of(theirs, 100)
    rates = [schedule.rate(step) for step in range(101)]
    assert (rates[0], max(rates), rates[100]) == pytest.approx((wanted[0], max(wanted), 0.3e-4), rel=1e-3)


@given(
    st.sampled_from(TABLE["schedule"].names),
    st.integers(1, 50),
    st.integers(1, 20),
    st.integers(0, 2000),
    st.floats(1e-6, 10),
)
def test_a_rate_is_never_above_the_peak_or_below_nothing(
    kind: str, batches: int, epochs: int, step: int, peak: float
) -> None:
    # Also for steps past the end: a run that was stretched after its batch size had changed has such.
    assert 0 <= Schedule(kind, peak, batches, epochs).rate(step) <= peak * (1 + 1e-9)


@given(st.sampled_from(TABLE["schedule"].names), st.integers(2, 50), st.integers(1, 20), st.integers(1, 20))
def test_only_cosine_and_one_cycle_depend_on_the_length(
    kind: str, batches: int, epochs: int, more: int
) -> None:
    short, long = Schedule(kind, 0.1, batches, epochs), Schedule(kind, 0.1, batches, epochs + more)
    same = all(short.rate(step) == long.rate(step) for step in range(batches * epochs))
    assert same is not short.depends_on_length


def test_a_recipe_gives_its_schedule() -> None:
    recipe = preset("quick").with_changes(schedule="step", step_epochs=2, step_factor=0.5, learning_rate=0.1)
    assert [schedule_of(recipe, 3).rate(step) for step in (0, 5, 6, 12)] == [0.1, 0.1, 0.05, 0.025]


def test_a_run_of_one_step_has_the_peak() -> None:
    assert {Schedule(kind, 0.1, 1, 1).rate(0) for kind in TABLE["schedule"].names} == {0.1}
