"""The run in lines, as the study notes print it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from digitpad.training.events import Event, Report
from digitpad.ui.messages import filled
from digitpad.ui.widgets.fitting import with_font, write_like_code

_MAX_LINES = 5000


class TrainingLog(QPlainTextEdit):
    """Lines that follow the run, unless the user has scrolled up to read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainingLog")
        self.setAccessibleName(self.tr("Training log"))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setMaximumBlockCount(_MAX_LINES)
        write_like_code(self, 0.9)
        with_font(self, lambda: self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" ")))
        self.setPlaceholderText(self.tr("What the training reports appears here"))
        self._report = Report(0, 1)
        self._follows = True
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._range_changed)

    def begin(self, examples: int, batch_size: int) -> None:
        """Clear the log for a run over `examples` in batches of `batch_size`."""
        self._report = Report(examples, batch_size)
        self.clear()
        self._follows = True

    def add_events(self, events: Sequence[Event]) -> None:
        """Add the lines that `events` have."""
        lines = (self._report.line(event) for event in events)
        self._add([line if isinstance(line, str) else filled(line) for line in lines if line])

    def note(self, text: str) -> None:
        """Add a line of words."""
        self._add([text])

    def _add(self, lines: list[str]) -> None:
        if not lines:
            return
        bar = self.verticalScrollBar()
        follows, top = self._follows, self.firstVisibleBlock().blockNumber()
        before = 0 if self.document().isEmpty() else self.blockCount()
        self.appendPlainText("\n".join(lines))
        if follows:
            bar.setValue(bar.maximum())
        else:
            dropped = before + len(lines) - self.blockCount()
            block = self.document().findBlockByNumber(max(0, top - dropped))
            bar.setValue(block.firstLineNumber())  # long lines take several of the view's

    def _scrolled(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum()

    def _range_changed(self, _low: int, high: int) -> None:
        # The range grows with the lines, and when the view gets lower: the end stays in sight.
        if self._follows:
            self.verticalScrollBar().setValue(high)

    def sizeHint(self) -> QSize:
        return QSize(360, self._height(4))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height(3))

    def _height(self, lines: int) -> int:
        """What so many lines need with what is around them."""
        around = 2 * self.frameWidth() + 2 * round(self.document().documentMargin())
        return lines * self.fontMetrics().lineSpacing() + around
