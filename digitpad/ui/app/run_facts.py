"""What is so of the run in the Training tab, for lessons.

=========================  ==========================================================================
`training`, `paused`       whether a run is going on, and whether it waits
`runs_begun`, `resumed`    how many runs began since the window opened, and how many of them went on
`run_dataset`, `run_epochs`, `run_batch_size`, `run_momentum`, `run_augmentation`
                           what the run trains with
`pictures`                 how many it learns from
`examples_seen`            how many it has seen, in all its epochs
`batches_per_epoch`        how many steps (iterations) an epoch has
`steps`, `steps_in_all`    how many it has made, and how many all its epochs have
`epochs_done`              after how many epochs it was measured
`train_loss`               the last one, smoothed as on the chart's scale
`test_loss`, `test_accuracy`, `best_accuracy`
                           of the last measurement, and the best; accuracies in percent
`lowest_test_loss`, `lowest_epoch`
                           the best test loss, and the epoch that it was measured after
`finished`                 whether the run came to its end, or was stopped
`before_train_loss`, `before_test_loss`, `before_lowest_test_loss`, `before_accuracy`,
`before_momentum`          of the run before this one, or of this one before it was resumed
`batch`, `batch_pictures`, `batch_right`, `batch_loss`
                           of the batch that is taken apart: its number in the epoch, how many pictures it
                           has, how many were read right, its loss
`batch_page`               whether one batch is shown in the curves' place
`log_scale`, `smoothing`   whether the chart is drawn so
=========================  ==========================================================================

What is not known yet is None. What was measured before the first batch says nothing of a trained network.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from digitpad.ui.app.figures import accuracy, loss
from digitpad.ui.training.tab import TrainingState, TrainingTab

if TYPE_CHECKING:
    from digitpad.training.step_trace import StepTrace
    from digitpad.ui.chart.curves import Curves
    from digitpad.ui.training.worker import RunInfo

_OF_RUN = ("dataset", "epochs", "batch_size", "momentum", "augmentation")
_BEFORE = ("train_loss", "test_loss", "lowest_test_loss")
_AT_WORK = (TrainingState.PREPARING, TrainingState.RUNNING, TrainingState.PAUSED)


class RunFacts(QObject):
    """Gathers them.

    Args:
        tab: has the run.
        parent: its owner.
    """

    def __init__(self, tab: TrainingTab, parent: QObject) -> None:
        super().__init__(parent)
        self._tab = tab
        self._begun = self._resumed = 0
        self._recipe: dict[str, Any] = {}
        self._before: dict[str, Any] = {f"before_{name}": None for name in (*_BEFORE, "accuracy", "momentum")}
        self._last = self._curves()

    @Slot(object)
    def begin(self, info: RunInfo) -> None:
        """A run begins, or goes on."""
        if self._begun:
            self._before = {f"before_{name}": self._last[name] for name in _BEFORE}
            self._before["before_accuracy"] = self._last["test_accuracy"]
            self._before["before_momentum"] = self._recipe.get("momentum")
        self._begun += 1
        self._resumed += info.resumed
        self._recipe = info.recipe

    def __call__(self) -> dict[str, Any]:
        """All facts, by name."""
        tab, look = self._tab, self._tab.pages.batch.look
        self._last = self._curves()
        return {
            "training": tab.state in _AT_WORK,
            "paused": tab.state is TrainingState.PAUSED,
            "runs_begun": self._begun,
            "resumed": self._resumed,
            **{f"run_{name}": self._recipe.get(name) for name in _OF_RUN},
            **self._last,
            **self._before,
            "finished": tab.progress.ended,
            **_of_batch(look),
            "batch_page": tab.pages.shows_batch,
            "log_scale": tab.chart_tools.log_scale.isChecked(),
            "smoothing": tab.chart_tools.smoothing.isChecked(),
        }

    def _curves(self) -> dict[str, Any]:
        curves: Curves | None = self._tab.chart.curves
        examples = self._tab.progress.seen
        facts: dict[str, Any] = {
            "pictures": None,
            "examples_seen": examples,
            "batches_per_epoch": None,
            "steps": 0,
            "steps_in_all": None,
            "epochs_done": 0,
            **dict.fromkeys(("train_loss", "test_loss", "test_accuracy", "best_accuracy")),
            **dict.fromkeys(("lowest_test_loss", "lowest_epoch")),
        }
        if curves is None or not curves:
            return facts
        if curves.examples:
            facts["pictures"] = curves.examples
            facts["batches_per_epoch"] = per_epoch = math.ceil(curves.examples / curves.batch_size)
            facts["steps_in_all"] = per_epoch * (curves.total // curves.examples)
            epochs, rest = divmod(examples, curves.examples)
            facts["steps"] = epochs * per_epoch + math.ceil(rest / curves.batch_size)
        scale = self._tab.chart_tools.log_scale.isChecked()  # where the chart has another average
        if len(curves.train) and len(drawn := curves.train.drawn(smoothed=True, logarithmic=scale)[1]):
            facts["train_loss"] = loss(float(drawn[-1]))
        if curves.test and curves.test[-1].epoch:
            last, lowest = curves.test[-1], min(curves.test, key=lambda one: one.loss)
            facts |= {
                "epochs_done": last.epoch,
                "test_loss": loss(last.loss),
                "test_accuracy": accuracy(last.accuracy),
                "best_accuracy": accuracy(max(one.accuracy for one in curves.test)),
                "lowest_test_loss": loss(lowest.loss),
                "lowest_epoch": lowest.epoch,
            }
        return facts


def _of_batch(look: StepTrace | None) -> dict[str, Any]:
    if look is None:
        return dict.fromkeys(("batch", "batch_pictures", "batch_right", "batch_loss"))
    return {
        "batch": look.batch + 1,
        "batch_pictures": len(look.labels),
        "batch_right": int((look.answers == look.labels).sum()),
        "batch_loss": loss(look.loss),
    }
