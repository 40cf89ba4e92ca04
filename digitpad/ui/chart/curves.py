"""The points of a run's curves: smoothing, limits of the axes, CSV. No Qt.

Horizontal positions are training examples seen, as in the study notes: a training loss stands where its
batch began, a test result where it was measured. Both agree with the curves that a checkpoint keeps.
"""

from __future__ import annotations

import csv
import io
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.training.events import EpochDone, Event, Finished, StepDone

REACH = 9
"""Points on each side that the moving average looks at: with its own about twenty, two hundred batches."""

CSV_COLUMNS = ("kind", "examples_seen", "epoch", "loss", "accuracy")

_FIRST_END = 16_000  # examples
_ACCURACY_STEPS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)

FloatArray = npt.NDArray[np.float64]


class Measurement(NamedTuple):
    """One measurement on the test set.

    Attributes:
        seen: training examples seen before it.
        epoch: epochs trained, 0 before training.
        loss: mean negative log-likelihood.
        accuracy: share read right, 0-1.
    """

    seen: int
    epoch: int
    loss: float
    accuracy: float


class TrainCurve:
    """Training losses over examples seen, with their moving average."""

    def __init__(self) -> None:
        self._seen, self._losses = array("d"), array("d")

    def __len__(self) -> int:
        return len(self._seen)

    def append(self, seen: int, loss: float) -> None:
        """Add a point; its `seen` is not below the last one's."""
        self._seen.append(seen)
        self._losses.append(loss)

    def drawn(self, smoothed: bool = False, logarithmic: bool = False) -> tuple[FloatArray, FloatArray]:
        """Positions and losses (or their average) of the points that can be drawn.

        These are the finite ones, and on a logarithmic scale those above zero. There the average is the
        geometric one: the usual one is led by a few high losses, and lies above nearly all points.
        """
        seen, losses = np.array(self._seen), np.array(self._losses)
        usable = np.isfinite(losses)
        if logarithmic:
            usable &= losses > 0
        if not usable.all():
            seen, losses = seen[usable], losses[usable]
        if smoothed:
            losses = np.exp(moving_average(np.log(losses))) if logarithmic else moving_average(losses)
        return seen, losses

    def rows(self) -> list[tuple[int, float]]:
        """All points, as a checkpoint keeps them."""
        return [(int(seen), loss) for seen, loss in zip(self._seen, self._losses, strict=True)]


def moving_average(values: FloatArray) -> FloatArray:
    """The mean of each value and those around it, `REACH` on each side.

    It looks as far ahead as back, so that it does not lag behind a loss that falls. Near the beginning, where
    that falls most, it looks at fewer values on both sides; at the end at those before, so that it is calm.
    """
    count = len(values)
    sums, weights = np.zeros(count), np.zeros(count)
    for offset in range(-REACH, REACH + 1):
        first, last = abs(offset), count - max(offset, 0)
        if first < last:
            sums[first:last] += values[first + offset : last + offset]
            weights[first:last] += 1
    return sums / weights


class Curves:
    """Everything the chart shows of one run.

    Args:
        examples: size of the training set.
        batch_size: examples a batch; the last one of an epoch may have fewer.
        epochs: epochs that the run is meant to have.
        train_loss: name of the training loss where it is not a likelihood, as that of tests always is: "MSE".

    Attributes:
        total: training examples that the run is meant to see.
        end: those that the axis has to have room for; fewer where the run has ended before.
        seen: those that it has seen.
    """

    def __init__(self, examples: int = 0, batch_size: int = 1, epochs: int = 1, train_loss: str = "") -> None:
        self.examples = examples
        self.batch_size = batch_size
        self.train_loss = train_loss
        self.total = self.end = examples * epochs
        self.train = TrainCurve()
        self.test: list[Measurement] = []
        self.seen = 0
        self._low, self._high = math.inf, 0.0

    def __bool__(self) -> bool:
        return bool(len(self.train) or self.test)

    def restore(self, history: Mapping[str, Iterable[Any]]) -> None:
        """Take over a checkpoint's curves: "train" [[seen, loss]], "test" [[seen, epoch, loss, accuracy]]."""
        for seen, loss in history.get("train", ()):
            self._add_train(int(seen), float(loss))
        for seen, epoch, loss, accuracy in history.get("test", ()):
            self._add_test(Measurement(int(seen), int(epoch), float(loss), float(accuracy)))

    def add(self, events: Iterable[Event]) -> bool:
        """Add what belongs to the curves; tells whether anything did."""
        changed = False
        for event in events:
            if not event.is_logged:
                continue
            if isinstance(event, StepDone):
                self._add_train(event.examples_seen - self._size(event.batch), event.train_loss)
            elif isinstance(event, EpochDone):
                self._add_test(
                    Measurement(event.examples_seen, event.epoch, event.test_loss, event.test_accuracy)
                )
            elif isinstance(event, Finished):
                self.end = event.examples_seen  # nothing more needs room
            else:
                continue
            changed = True
        return changed

    def test_losses(self, logarithmic: bool) -> tuple[FloatArray, FloatArray]:
        """Positions and test losses of the points that can be drawn, as of `TrainCurve.drawn`."""
        least = 0.0 if logarithmic else -math.inf
        points = [point for point in self.test if math.isfinite(point.loss) and point.loss > least]
        return np.array([p.seen for p in points], float), np.array([p.loss for p in points], float)

    def accuracies(self) -> tuple[FloatArray, FloatArray]:
        """Positions and accuracies (0-1) of all measurements."""
        seen = np.array([point.seen for point in self.test], float)
        return seen, np.array([point.accuracy for point in self.test], float)

    def accuracy_limits(self) -> tuple[float, float]:
        """The part of 0-1 that shows how the accuracies differ; before training they say nothing of it."""
        return accuracy_limits([point.accuracy for point in self.test if point.epoch])

    def epoch_at(self, seen: int) -> int:
        """The number of the epoch of a batch after so many examples; 0 where that is not known."""
        return seen // self.examples + 1 if self.examples else 0

    def loss_limits(self) -> tuple[float, float]:
        """The smallest loss above zero and the largest one; (1, 1) without any."""
        return (self._low, self._high) if self._low <= self._high else (1.0, 1.0)

    def csv(self) -> str:
        """All points as a table with the columns `CSV_COLUMNS`, in the order in which they came about."""
        train = [
            (seen, 1, ("train", seen, self.epoch_at(seen) or "", repr(loss), ""))
            for seen, loss in self.train.rows()
        ]
        test = [
            (point.seen, 0, ("test", point.seen, point.epoch, repr(point.loss), repr(point.accuracy)))
            for point in self.test
        ]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(CSV_COLUMNS)
        # A test result comes before the batch that begins where it was measured.
        writer.writerows(row for _, _, row in sorted([*train, *test], key=lambda item: item[:2]))
        return text.getvalue()

    def _size(self, batch: int) -> int:
        return max(0, min(self.batch_size, self.examples - batch * self.batch_size))

    def _add_train(self, seen: int, loss: float) -> None:
        self.train.append(seen, loss)
        self._extend(seen, loss)

    def _add_test(self, point: Measurement) -> None:
        self.test.append(point)
        self._extend(point.seen, point.loss)

    def _extend(self, seen: int, loss: float) -> None:
        self.seen = max(self.seen, seen)
        if math.isfinite(loss):
            self._high = max(self._high, loss)
            if loss > 0:
                self._low = min(self._low, loss)


def axis_end(seen: int, total: int) -> int:
    """Where the horizontal axis ends: at first a sixteenth of the run, but not more than a long run has drawn
    in moments, and twice that whenever the curve gets there.

    An axis that moved with every point would be hard to read, and one as long as the run from the
    start would squeeze the steep first fall into its corner.
    """
    if total <= 0 or seen >= total:
        return max(seen, 1)
    end = min(total / 16, _FIRST_END)
    while end < seen:
        end *= 2
    return min(math.ceil(end), total)


def accuracy_limits(shares: Sequence[float]) -> tuple[float, float]:
    """The part of 0-1 that shows how accuracies differ.

    Args:
        shares: measured after training, in their order. Early ones that are far below most others may be
            left out, the newest one never.
    """
    if len(shares) < 2:
        return 0.0, 1.0
    ordered = sorted(shares)
    low, high = min(ordered[(len(ordered) - 1) // 4], shares[-1]), ordered[-1]
    step = next((step for step in _ACCURACY_STEPS if step >= (high - low) / 3), _ACCURACY_STEPS[-1])
    bottom, top = math.floor(low / step - 0.5) * step, math.ceil(high / step + 0.25) * step
    return max(0.0, bottom), min(1.0, top)


def figure(loss: float) -> str:
    """A loss in few characters, one of a run that runs away too."""
    return f"{loss:.4f}" if abs(loss) < 10_000 else f"{loss:.3g}"
