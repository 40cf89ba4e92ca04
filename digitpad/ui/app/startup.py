"""What happens after the window's first picture: torch is loaded, then the chart's library."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.threads.torch_loader import TorchLoader

_START_ANYWAY = 400  # milliseconds after which loading starts even if the window was never painted
_QUIET = 400  # milliseconds without a change on the pad after which the hand is taken to rest


class Startup(QObject):
    """Loads torch once the window is on the screen: its import would hold up the painting.

    Args:
        window: whose first picture counts, and whose chart is built ahead of the first run.
        recognition: prepares drawings as soon as that can be imported.

    Attributes:
        loader: loads torch; its signals report how that goes.
    """

    def __init__(self, window: MainWindow, recognition: PredictionController) -> None:
        super().__init__(window)
        self.loader = TorchLoader(self)
        self._window = window
        self._recognition = recognition
        self._started = self._stopped = False
        self._starter = QTimer(self, singleShot=True, interval=_START_ANYWAY)
        self._starter.timeout.connect(self._start)
        self._starter.start()
        self._charter = QTimer(self, interval=_QUIET)
        self._charter.timeout.connect(self._prepare_chart)
        window.painted.connect(self._first_painted)
        self.loader.input_ready.connect(recognition.start)
        self.loader.ended.connect(self._imports_ended)

    def stop(self) -> None:
        """Start nothing any more; the window is being closed."""
        self._started = self._stopped = True
        self._starter.stop()
        self._charter.stop()

    @Slot()
    def _first_painted(self) -> None:
        QTimer.singleShot(0, self._start)

    @Slot()
    def _start(self) -> None:
        if not self._started:
            self._started = True
            self._starter.stop()
            self.loader.load()

    @Slot()
    def _imports_ended(self) -> None:
        if not self._stopped:
            self._charter.start()

    @Slot()
    def _prepare_chart(self) -> None:
        """Build the chart while the hand rests: importing its library takes 0.2 s.

        It has to be in this thread: pyqtgraph looks at every class of Qt, and PySide makes classes when they
        are first looked at, which in two threads at once crashes the process. And not before the loader has
        ended: when two threads import modules that import each other, as some do that torch and the chart's
        library share, Python hands out half-made ones.
        """
        if self._recognition.live.seconds_at_rest * 1000 > _QUIET:
            self._charter.stop()
            self._window.training_tab.chart.ensure_plot()
