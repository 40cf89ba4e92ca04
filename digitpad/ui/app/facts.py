"""What is so in the window at a moment: what lessons wait for, and fill into their answers.

=====================  ==========================================================================
`strokes`              how many strokes are on the pad
`digit`, `second`      what is read, and what comes second; -1 without an answer
`margin`, `chance`     how far it lies ahead in log-probability; its probability in percent
`digits`               how many digits are read
`number`               several digits as they are read, row by row; empty for one
`pixels_shown`         whether the network's pixels lie over the pad
`tab`                  training, samples, explore, layers or runs
`recipe`, `dataset`, `epochs`, `batch_size`, `learning_rate`, `momentum`, `optimizer`, `mean`, `std`
                       as the settings say
`training`, `paused`   whether a run is going on, and whether it waits
`runs_begun`           how many were begun since the window opened
`examples_seen`        of the run that the chart has, like those that follow
`batches_per_epoch`    how many steps an epoch has
`steps`                how many steps were made
`epochs_done`          how often it was measured after an epoch
`train_loss`           the last one, smoothed
`test_loss`, `test_accuracy`, `best_accuracy`
                       of the last measurement, and the best; accuracies in percent
`finished`             whether the run came to its end, or was stopped
`parameters`           of the network that answers
`network`              its architecture
`own_network`          whether that is another one than the shipped
`saved`                how many times a network was saved
`editor`, `transforms`, `bench`
                       whether that window is open
=====================  ==========================================================================
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.prediction import is_shipped
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.training.tab import TrainingState

if TYPE_CHECKING:
    from digitpad.ui.chart.curves import Curves

_SETTINGS = ("dataset", "epochs", "batch_size", "learning_rate", "momentum", "optimizer", "mean", "std")
_WINDOWS = {"editor": "networkEditorWindow", "transforms": "transformsWindow", "bench": "benchWindow"}
_TABS = ("training", "samples", "explore", "layers", "runs")


class Facts(QObject):
    """Gathers them.

    Args:
        window: what the user sees.
        recognition: reads what is on the pad.
    """

    def __init__(self, window: MainWindow, recognition: PredictionController) -> None:
        super().__init__(window)
        self._window = window
        self._recognition = recognition
        self._runs_begun = self._saved = 0

    @Slot()
    def run_begun(self) -> None:
        """A run begins."""
        self._runs_begun += 1

    @Slot()
    def network_saved(self) -> None:
        """A network was saved."""
        self._saved += 1

    def __call__(self) -> dict[str, Any]:
        """All facts, by name."""
        return {**self._pad(), **self._settings(), **self._run(), **self._network()}

    def _pad(self) -> dict[str, Any]:
        canvas, answer = self._window.canvas, self._recognition.live.answer
        facts: dict[str, Any] = {
            "strokes": len(canvas.drawing().strokes),
            "digit": -1,
            "second": -1,
            "margin": 0.0,
            "chance": 0.0,
            "digits": len(answer.digits) if answer is not None else 0,
            "number": str(self._window.panel.property("number")),
            "pixels_shown": canvas.overlay_visible(),
        }
        log_probs = list(self._window.panel.property("logProbs"))
        if len(log_probs) > 1:
            best, second = sorted(range(len(log_probs)), key=lambda index: -log_probs[index])[:2]
            facts |= {
                "digit": best,
                "second": second,
                "margin": round(log_probs[best] - log_probs[second], 2),
                "chance": round(100 * math.exp(log_probs[best]), 1),
            }
        return facts

    def _settings(self) -> dict[str, Any]:
        window = self._window
        values = window.training_tab.form.recipe_values()
        shown = {name: values.get(name, "") for name in _SETTINGS}
        windows = {fact: self._is_open(name) for fact, name in _WINDOWS.items()}
        recipe = window.training_tab.form.settings()["recipe"]
        return {**shown, **windows, "recipe": recipe, "tab": _TABS[window.tabs.currentIndex()]}

    def _is_open(self, name: str) -> bool:
        window = self._window.findChild(QWidget, name)
        return window is not None and window.isVisible()

    def _run(self) -> dict[str, Any]:
        tab = self._window.training_tab
        curves: Curves | None = tab.chart.curves
        state = tab.state
        facts: dict[str, Any] = {
            "training": state in (TrainingState.PREPARING, TrainingState.RUNNING, TrainingState.PAUSED),
            "paused": state is TrainingState.PAUSED,
            "runs_begun": self._runs_begun,
            "examples_seen": tab.progress.seen,
            "finished": tab.progress.ended,
            "batches_per_epoch": 0,
            "steps": 0,
            "epochs_done": 0,
            "train_loss": 0.0,
            "test_loss": 0.0,
            "test_accuracy": 0.0,
            "best_accuracy": 0.0,
        }
        if curves is None or not curves:
            return facts
        if curves.examples:
            facts["batches_per_epoch"] = per_epoch = math.ceil(curves.examples / curves.batch_size)
            epochs, rest = divmod(tab.progress.seen, curves.examples)
            facts["steps"] = epochs * per_epoch + math.ceil(rest / curves.batch_size)
        if len(curves.train):
            facts["train_loss"] = round(float(curves.train.drawn(smoothed=True)[1][-1]), 4)
        if curves.test:
            last = curves.test[-1]
            facts |= {
                "epochs_done": last.epoch,
                "test_loss": round(last.loss, 4),
                "test_accuracy": round(100 * last.accuracy, 2),
                "best_accuracy": round(100 * max(one.accuracy for one in curves.test), 2),
            }
        return facts

    def _network(self) -> dict[str, Any]:
        checkpoint = self._recognition.checkpoint
        return {
            "parameters": 0 if checkpoint is None else sum(one.numel() for one in checkpoint.model.values()),
            "network": "" if checkpoint is None else checkpoint.architecture,
            "saved": self._saved,
            "own_network": checkpoint is not None
            and not (checkpoint.path is not None and is_shipped(checkpoint.path)),
        }
