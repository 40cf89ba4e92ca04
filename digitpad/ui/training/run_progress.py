"""How far a run is: a bar, and a line with epoch, speed and time left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QWidget

from digitpad.training.events import EpochDone, Event, Finished, StepDone
from digitpad.ui.training.buttons import TrainingState
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.fields import named

_DAY = 24 * 3600  # seconds
_PARTS = 1000  # steps of the bar: a tenth of a percent moves it


class RunProgress(QWidget):
    """A thin bar under its line of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = TrainingState.LOADING_TORCH
        self._epoch, self._epochs, self._seen, self._total = 0, 1, 0, 0
        self._measured: int | None = None  # epochs done when the network was measured last
        self._speed, self._steps = 0.0, 0
        self._threads = self._most_threads = 1
        self._ended = self._waiting = ""
        self.label = named(_Line(), "progressLabel", self.tr("Training progress"))
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.bar = named(QProgressBar(), "progressBar", self.tr("Training progress"))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.machine = named(QLabel(), "runMachine", self.tr("What computes, and in which numbers"))
        self.machine.setToolTip(self.tr("What computes, and in which numbers its layers multiply"))
        self.machine.hide()
        row = in_row((self.bar, 1), self.machine)
        row.setAlignment(self.bar, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(in_column(self.label, row, spacing=3, margin=0))
        self._show(self.tr("Loading PyTorch…"), 0)

    @property
    def seen(self) -> int:
        """Training examples that the run has seen."""
        return self._seen

    @property
    def ended(self) -> bool:
        """Whether the run came to its end, or was stopped."""
        return bool(self._ended)

    def begin(
        self, examples: int, epochs: int, seen: int, machine: str = "", measured: int | None = None
    ) -> None:
        """A run begins, or goes on.

        Args:
            examples: training examples of an epoch.
            epochs: that it is meant to have.
            seen: training examples that it has seen so far.
            machine: what computes.
            measured: the epochs that were done when it was measured last; None where it never was.
        """
        self.machine.setText(machine)
        self.machine.setVisible(bool(machine))
        self._epochs, self._seen, self._total = epochs, seen, examples * epochs
        self._epoch = min(epochs, seen // max(1, examples) + 1) if seen else 0
        self._speed, self._steps, self._measured = 0.0, 0, measured
        self._ended = ""
        self._refresh()

    def add_events(self, events: Sequence[Event]) -> None:
        """Move on to the last of `events`."""
        for event in events:
            if isinstance(event, StepDone):
                self._speed, self._steps = event.images_per_s or self._speed, self._steps + 1
                self._threads, self._most_threads = event.threads, event.most_threads
            elif isinstance(event, EpochDone):
                self._measured = event.epoch
            elif isinstance(event, Finished):
                self._ended = self._ending(event)
        if events and isinstance(events[-1], StepDone | EpochDone | Finished):
            self._epoch, self._seen = events[-1].epoch, events[-1].examples_seen
        self._refresh()

    def set_waiting(self, text: str) -> None:
        """What is said while there is no run: of one that waits to be resumed, or nothing."""
        self._waiting = text
        self._refresh()

    def set_state(self, state: TrainingState) -> None:
        """Show what the run is doing."""
        if state is TrainingState.PREPARING:
            self._ended = ""
            self._seen = self._total = 0
        self._state = state
        self._refresh()

    def set_loading(self, done: int, total: int, waits_for: str = "") -> None:
        """The data are being read, drawn or fetched.

        Args:
            done: of `total`.
            total: 0 where that is not known.
            waits_for: the file or folder that does not answer at once, as on a slow network drive.
        """
        if self._state is not TrainingState.PREPARING:
            return
        if waits_for:
            self._show(self.tr("Waiting for {path} to answer…").format(path=waits_for), None)
            return
        if total <= 0:
            self._show(self.tr("Preparing the data…"), None)
            return
        share = min(1.0, done / total)
        self._show(self.tr("Preparing the data · {percent} %").format(percent=int(share * 100)), share)

    def _refresh(self) -> None:
        share = min(1.0, self._seen / self._total) if self._total else 0.0
        if self._state is TrainingState.LOADING_TORCH:
            self._show(self.tr("Loading PyTorch…"), 0)
        elif self._state is TrainingState.PREPARING:
            self._show(self.tr("Preparing the data…"), None)
        elif self._state is TrainingState.STOPPING:
            self._show(self.tr("Stopping…"), share)
        elif self._ended:
            self._show(self._ended, share)
        elif self._state is TrainingState.IDLE:
            self._show(self._waiting or self.tr("Ready to train"), 0)
        else:
            self._show(self._running(share), share)

    def _running(self, share: float) -> str:
        parts = []
        if self._state is TrainingState.PAUSED:
            parts.append(self.tr("Paused"))
        if not self._epoch:
            parts.append(self.tr("Measuring the network before training…"))
            return " · ".join(parts)
        parts.append(self.tr("Epoch {epoch}/{epochs}").format(epoch=self._epoch, epochs=self._epochs))
        parts.append(self.tr("{percent} %").format(percent=int(share * 100)))
        # The first step takes so much longer than others that the time it foretells would be days.
        if self._speed and self._steps > 1 and self._state is TrainingState.RUNNING:
            parts.append(self.tr("{speed} images/s").format(speed=f"{self._speed:,.0f}"))
            parts.append(self._time_left((self._total - self._seen) / self._speed))
            if self._threads < self._most_threads:
                text = self.tr("{count} of {most} threads, as other programs use the processor")
                parts.append(text.format(count=self._threads, most=self._most_threads))
        return " · ".join(parts)

    def _ending(self, event: Finished) -> str:
        ending = self.tr("Finished") if event.reason == "completed" else self.tr("Stopped")
        parts = [ending, self.tr("Epoch {epoch}/{epochs}").format(epoch=event.epoch, epochs=self._epochs)]
        if event.reason == "completed":
            self._measured = event.epoch
        if event.test_accuracy is not None and (event.step or self._measured):
            parts.append(self._accuracy(f"{event.test_accuracy * 100:.2f}", event.epoch))
        return " · ".join(parts)

    def _accuracy(self, percent: str, epoch: int) -> str:
        """What is known of a network in its epoch number `epoch`, or at the end of that."""
        if not self._measured:
            return self.tr("not yet measured on the test set")
        if self._measured < epoch:
            text = self.tr("read {percent} % of the test set after epoch {epoch}")
            return text.format(percent=percent, epoch=self._measured)
        return self.tr("reads {percent} % of the test set").format(percent=percent)

    def _time_left(self, seconds: float) -> str:
        if seconds < _DAY:
            return self.tr("{time} left").format(time=duration(seconds))
        days, rest = divmod(round(seconds / 3600), 24)
        return self.tr("{days} d {hours} h left").format(days=days, hours=rest)

    def _show(self, text: str, share: float | None) -> None:
        self.label.setText(text)
        self.label.setToolTip(text)
        self.bar.setAccessibleDescription(text)
        self.bar.setFormat(text)
        self.bar.setRange(0, 0 if share is None else _PARTS)
        if share is not None:
            self.bar.setValue(round(share * _PARTS))


class _Line(QLabel):
    """A line that ends in dots where there is no room for all of it; its tooltip has the whole."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()


def duration(seconds: float) -> str:
    """A time as people read it from a clock: 0:12, 12:05, 1:02:03."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
