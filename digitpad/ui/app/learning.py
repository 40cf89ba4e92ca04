"""All that belongs to the user's samples in the window: corrections, the tab, and teaching."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.samples.controller import SamplesController
from digitpad.ui.samples.correcting import Correcting
from digitpad.ui.samples.jobs import SampleJobs
from digitpad.ui.samples.teaching import TeachingControl
from digitpad.ui.samples.view import THUMBNAIL
from digitpad.ui.settings import Settings
from digitpad.ui.training.controller import TrainingController


class Learning(QObject):
    """Connects corrections, samples and teaching with the window and with each other.

    Args:
        window: whose pad, bars, tab and banner are used.
        recognition: reads, and answers with the taught network.
        training: must rest while the network is taught.
        settings: know the datasets' folder.
        wait_for_imports: returns when no other thread imports torch's parts any more.
        parent: its owner.

    Attributes:
        teaching: whether a lesson goes on.
    """

    def __init__(
        self,
        window: MainWindow,
        recognition: PredictionController,
        training: TrainingController,
        settings: Settings,
        wait_for_imports: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        banner, tab = window.banner, window.samples_tab
        self._jobs = SampleJobs(wait_for_imports, 2 * THUMBNAIL, self)
        self._samples = SamplesController(window, tab, self._jobs, banner)
        ink = recognition.shown_number.chosen_ink
        self._correcting = Correcting(window.canvas, window.panel, ink, self._jobs, banner, self)
        self.teaching = TeachingControl(
            tab.teaching, recognition, training, banner, settings, wait_for_imports, self
        )
        recognition.shown.connect(self._correcting.go_on)
        self._correcting.changed.connect(self._samples.refresh)
        self._samples.listed.connect(self.teaching.set_count)
        self._samples.put.connect(window.canvas.set_drawing)

    def shut_down(self) -> None:
        """Cancel a lesson, let samples be written, and wait for both threads."""
        self.teaching.shut_down()
        self._jobs.shut_down()
