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

_PARTS = 1000  # steps of the bar: a tenth of a percent moves it


class RunProgress(QWidget):
    """A thin bar under its line of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = TrainingState.LOADING_TORCH
        self._epoch, self._epochs, self._seen, self._total = 0, 1, 0, 0
        self._speed = 0.0
        self._ended = ""
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

    def begin(self, examples: int, epochs: int, seen: int, machine: str = "") -> None:
        """A run of `epochs` over `examples` begins on `machine`, or goes on after `seen` of them."""
        self.machine.setText(machine)
        self.machine.setVisible(bool(machine))
        self._epochs, self._seen, self._total = epochs, seen, examples * epochs
        self._epoch = min(epochs, seen // max(1, examples) + 1) if seen else 0
        self._speed = 0.0
        self._ended = ""
        self._refresh()

    def add_events(self, events: Sequence[Event]) -> None:
        """Move on to the last of `events`."""
        for event in reversed(events):
            if isinstance(event, StepDone):
                self._speed = event.images_per_s or self._speed
                break
        for event in events:
            if isinstance(event, Finished):
                self._ended = self._ending(event)
        if events and isinstance(events[-1], StepDone | EpochDone | Finished):
            self._epoch, self._seen = events[-1].epoch, events[-1].examples_seen
        self._refresh()

    def set_state(self, state: TrainingState) -> None:
        """Show what the run is doing."""
        if state is TrainingState.PREPARING:
            self._ended = ""
            self._seen = self._total = 0
        self._state = state
        self._refresh()

    def set_loading(self, done: int, total: int) -> None:
        """The data are being read, drawn or fetched: `done` of `total`, or 0 where that is not known."""
        if self._state is not TrainingState.PREPARING:
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
            self._show(self.tr("Ready to train"), 0)
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
        if self._speed and self._state is TrainingState.RUNNING:
            parts.append(self.tr("{speed} images/s").format(speed=f"{self._speed:,.0f}"))
            left = duration((self._total - self._seen) / self._speed)
            parts.append(self.tr("{time} left").format(time=left))
        return " · ".join(parts)

    def _ending(self, event: Finished) -> str:
        ending = self.tr("Finished") if event.reason == "completed" else self.tr("Stopped")
        parts = [ending, self.tr("Epoch {epoch}/{epochs}").format(epoch=event.epoch, epochs=self._epochs)]
        if event.test_accuracy is not None:
            share = f"{event.test_accuracy * 100:.2f}"
            parts.append(self.tr("reads {percent} % of the test set").format(percent=share))
        return " · ".join(parts)

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
