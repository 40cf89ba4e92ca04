"""The points of the curves: which, where, and how they are smoothed and written."""

from __future__ import annotations

import csv
import io
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.recipe.presets import PRESETS
from digitpad.training.events import EpochDone, Event, Finished, StepDone
from digitpad.training.trainer import Trainer
from digitpad.ui.chart.curves import REACH, Curves, TrainCurve, accuracy_limits, axis_end
from tests.helpers import small_dataset


def step(batch: int, loss: float = 1.0, batch_size: int = 64, batches: int = 938) -> StepDone:
    return StepDone(1, batch + 1, (batch + 1) * batch_size, loss, 8000.0, batch, batches)


def test_the_points_are_those_that_the_trainer_keeps() -> None:
    # 11 batches, so the last one, which has only 10 pictures, is a point of the curve.
    recipe = PRESETS["notes-basic"].with_changes(epochs=2, batch_size=16)
    trainer = Trainer(recipe, small_dataset(170, 30))
    curves = Curves(170, recipe.batch_size, recipe.epochs)
    curves.add(list(trainer.run()))
    assert trainer.train_curve == curves.train.rows()
    assert trainer.test_curve == [tuple(point) for point in curves.test]
    assert [seen for seen, _ in curves.train.rows()] == [0, 160, 170, 330]


def test_only_every_tenth_batch_is_a_point() -> None:
    curves = Curves(60_000, 64, 1)
    assert not curves.add([step(batch) for batch in range(1, 10)])
    assert not curves
    assert curves.add([step(10), step(11)])
    assert curves.train.rows() == [(640, 1.0)]


def test_no_point_is_lost_when_the_buffers_grow() -> None:
    curve = TrainCurve()
    for number in range(5000):
        curve.append(number * 640, number / 7)
        if number == 1000:
            early = curve.drawn()
    seen, losses = curve.drawn()
    assert len(curve) == 5000
    np.testing.assert_array_equal(np.arange(5000) * 640, seen)
    np.testing.assert_array_equal(np.arange(5000) / 7, losses)
    np.testing.assert_array_equal(np.arange(1001) / 7, early[1])  # what was handed out stays


def test_smoothing_looks_as_far_ahead_as_back_and_at_the_end_only_back() -> None:
    losses = [2.3, 2.0, 2.2, 0.5, *(0.4 / number for number in range(1, 40))]
    curve = TrainCurve()
    for number, loss in enumerate(losses):
        curve.append(number, loss)
    around = [losses[i - min(REACH, i) : i + min(REACH, i) + 1] for i in range(len(losses))]
    np.testing.assert_allclose([np.mean(part) for part in around], curve.drawn(smoothed=True)[1])


def test_the_smoothed_line_lies_amid_the_points_on_either_scale() -> None:
    random = np.random.default_rng(1)
    mean = 2.2 * np.exp(-np.arange(200) / 20) + 0.05
    spread = {True: np.exp(random.normal(0, 0.9, 200)), False: 1 + random.uniform(-0.5, 0.5, 200)}
    for logarithmic, factors in spread.items():
        curve = TrainCurve()
        for number, loss in enumerate(mean * factors):
            curve.append(number, loss)
        line = curve.drawn(smoothed=True, logarithmic=logarithmic)[1]
        below = curve.drawn(logarithmic=logarithmic)[1] < line
        assert 0.3 < below[20:100].mean() < 0.7
        assert 0.3 < below[100:].mean() < 0.7


def test_a_logarithmic_scale_leaves_out_a_loss_of_nothing() -> None:
    curves = Curves(60_000, 64, 1)
    curves.restore({"train": [[0, 2.0], [640, 0.0], [1280, 0.5]], "test": [[0, 0, 0.0, 1.0]]})
    assert curves.train.drawn(logarithmic=True)[1].tolist() == [2.0, 0.5]
    assert np.isfinite(curves.train.drawn(smoothed=True, logarithmic=True)[1]).all()
    assert (len(curves.test_losses(True)[0]), len(curves.test_losses(False)[0])) == (0, 1)


def test_a_loss_that_is_no_number_is_kept_but_not_drawn() -> None:
    curves = Curves(60_000, 64, 1)
    curves.add([step(0, 2.0), step(10, math.nan), step(20, math.inf), step(30, 1.0)])
    assert len(curves.train) == 4
    assert list(curves.train.drawn()[1]) == [2.0, 1.0]
    assert np.isfinite(curves.train.drawn(smoothed=True)[1]).all()
    assert curves.loss_limits() == (1.0, 2.0)


def test_a_resumed_run_has_the_curves_of_a_straight_one() -> None:
    events: list[Event] = [EpochDone(0, 0, 0, None, 2.3, 0.1, None)]
    events += [step(batch, 2 / (batch + 1)) for batch in range(100)]
    straight = Curves(60_000, 64, 3)
    straight.add(events)
    half = Curves(60_000, 64, 3)
    half.add(events[:51])
    resumed = Curves(60_000, 64, 3)
    resumed.restore({"train": half.train.rows(), "test": [list(point) for point in half.test]})
    resumed.add(events[51:])
    assert straight.csv() == resumed.csv()
    np.testing.assert_array_equal(straight.train.drawn(smoothed=True), resumed.train.drawn(smoothed=True))


def test_the_table_has_all_points_in_their_order() -> None:
    curves = Curves(1280, 64, 2)
    curves.add([EpochDone(0, 0, 0, None, 2.3, 0.1, None), step(0, 2.25), step(10, 1.5)])
    curves.add([EpochDone(1, 20, 1280, 1.8, 0.75, 0.875, 9000.0)])
    curves.add([StepDone(2, 21, 1344, 0.5, 9000.0, 0, 20)])
    assert list(csv.reader(io.StringIO(curves.csv()))) == [
        ["kind", "examples_seen", "epoch", "loss", "accuracy"],
        ["test", "0", "0", "2.3", "0.1"],
        ["train", "0", "1", "2.25", ""],
        ["train", "640", "1", "1.5", ""],
        ["test", "1280", "1", "0.75", "0.875"],
        ["train", "1280", "2", "0.5", ""],
    ]


def test_limits_without_points_can_be_drawn_on_both_scales() -> None:
    assert Curves().loss_limits() == (1.0, 1.0)


@pytest.mark.parametrize(
    ("seen", "end"), [(0, 10_000), (10_000, 10_000), (10_001, 20_000), (90_000, 160_000)]
)
def test_the_axis_doubles_when_the_curve_reaches_its_end(seen: int, end: int) -> None:
    assert end == axis_end(seen, 160_000)


def test_the_axis_of_a_run_that_has_ended_ends_with_it() -> None:
    curves = Curves(60_000, 64, 3)
    curves.add([step(0), step(900)])
    assert axis_end(curves.seen, curves.end) > curves.seen
    curves.add([Finished(1, 901, 57_664, "stopped", 2.3, 0.1, None)])
    assert axis_end(curves.seen, curves.end) == 57_664


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_the_axis_always_holds_the_curve_and_never_more_than_the_run(seen: int, total: int) -> None:
    end = axis_end(seen, total)
    assert max(seen, 1) <= end <= max(seen, total, 1)


def test_the_axis_of_a_run_of_9999_epochs_is_no_wider_than_its_beginning_needs() -> None:
    total = 9_999 * 60_000
    assert axis_end(0, total) <= 20_000
    assert axis_end(300_000, total) <= 600_000


@pytest.mark.parametrize(
    ("shares", "low", "high"),
    [
        ([], 0, 1),
        ([0.97], 0, 1),  # how far it has come from the beginning
        ([0.983, 0.992], 0.98, 0.995),
        ([0.6, 0.971, 0.98, 0.984, 0.987], 0.96, 0.99),  # the first one is left out
        ([0.97, 0.98, 0.985, 0.99, 0.11], 0.0, 1.0),  # the newest one never
        ([0.45, 0.52, 0.58], 0.4, 0.6),
        ([1.0, 1.0], 0.998, 1.0),
    ],
)
def test_the_accuracys_axis_shows_how_good_runs_differ(shares: list[float], low: float, high: float) -> None:
    assert accuracy_limits(shares) == pytest.approx((low, high))
    if shares:
        assert low <= shares[-1] <= high
