"""What connects the box for teaching with its thread, and which network answers afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from digitpad.errors import DigitpadError, TrainingError, tr
from digitpad.resources import samples_root
from digitpad.ui.prediction import LoadFailure, PredictionController
from digitpad.ui.samples.teaching_box import TeachingBox
from digitpad.ui.samples.worker import give_lesson
from digitpad.ui.settings import Settings
from digitpad.ui.threads.probe import Probe
from digitpad.ui.threads.task import Task
from digitpad.ui.training.controller import TrainingController
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.training.finetune.fine_tuning import FineTuned


class TeachingController(QObject):
    """Keeps at most one lesson going, and remembers which networks answered before the lessons.

    Args:
        box: what the user sees and presses.
        recognition: answers with the taught network.
        training: must rest meanwhile.
        banner: where the outcome is shown.
        settings: know the datasets' folder.
        parent: its owner.
    """

    def __init__(
        self,
        box: TeachingBox,
        recognition: PredictionController,
        training: TrainingController,
        banner: StatusBanner,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._box = box
        self._recognition = recognition
        self._banner = banner
        self._settings = settings
        self._task = Task("teaching", self, failure=tr("Teaching stopped: {why}."), low_priority=True)
        self._task.progressed.connect(self._progressed)
        self._task.failed.connect(banner.show_error)
        self._task.ended.connect(self._refresh)
        self._task.ended.connect(self._stay)
        self._taught_of: Checkpoint | None = None  # the network that is being taught
        self._formers: dict[Path, Checkpoint] = {}  # what each taught network was before its lesson
        self._ready_path: Path | None = None
        self._recalled: Path | None = None  # being loaded, or answering, since the start
        self._recalling = False  # whether its file has yet to answer
        self._probe = Probe(self)
        self._samples = 0
        self._soon = False  # whether to teach as soon as there is a sample
        self._ready = False
        self._run = False  # whether a training run has begun and not ended
        box.teach.clicked.connect(self.teach)
        box.cancel.clicked.connect(self.cancel)
        box.undo.clicked.connect(self.undo)
        training.run_requested.connect(self._run_begun)
        training.idle.connect(self._run_ended)
        training.start_blocker = self._why_no_training
        recognition.network_shown.connect(self._network_shown)
        recognition.network_loaded.connect(self._network_loaded)
        recognition.failed.connect(self._not_recalled)
        self._refresh()

    def recall(self) -> None:
        """Answer with the network that was taught last, if it answered when the window was closed."""
        taught = self._settings.taught
        if taught is not None and self._recognition.unchosen:
            self._recalling = True
            then = partial(self._recall, taught[0])
            self._probe.look(taught[0], Path.is_file, then, lambda _: then(False))

    def _recall(self, path: Path, there: bool) -> None:
        self._recalling = False
        if there and self._recognition.unchosen:  # a late answer takes back nothing
            self._recalled = path
            self._recognition.load(path)

    @Slot(object)
    def _network_loaded(self, path: Path) -> None:
        taught = self._settings.taught
        if path in self._formers:
            self._settings.taught = path, self._formers[path].path or Path()
        elif (
            taught is not None and path != taught[0] and not (self._recalling and self._recognition.unchosen)
        ):
            self._settings.taught = None  # the user chose another one
        self._refresh()

    @Slot(object)
    def _not_recalled(self, failure: LoadFailure) -> None:
        if self._recalled is not None and failure.path == self._recalled:
            self._recalled, self._settings.taught = None, None
            self._recognition.load_default()

    @property
    def running(self) -> bool:
        """Whether a lesson goes on."""
        return self._task.running

    def _why_no_training(self) -> DigitpadError | None:
        if not self.running:
            return None
        return TrainingError("The network is being taught your samples; train when that has ended.")

    @Slot()
    def _run_begun(self) -> None:
        self._run = True
        self._refresh()

    @Slot()
    def _run_ended(self) -> None:
        self._run = False
        self._refresh()

    @Slot(int)
    def set_count(self, samples: int) -> None:
        """Show how many samples there are."""
        self._samples = samples
        self._refresh()
        if self._soon and samples:
            self._soon = False
            self.teach()

    @Slot()
    def _network_shown(self) -> None:
        self._ready = True
        self._refresh()

    def may_close(self, close: Callable[[], object]) -> bool:
        """Whether the window can close: a lesson that goes on is given up only if the user says so.

        Args:
            close: closes the window, which asks here again.

        Returns:
            True also where the question is on the screen already, and the window is closed once more.
        """
        if not self.running or self._asks:
            return True

        def close_anyhow() -> None:
            self.cancel()
            self._banner.show_warning(question)  # the answer is given
            close()

        question = self._question()
        actions = ((self.tr("Close and drop the lesson"), close_anyhow), (self.tr("Go on"), self._stay))
        self._banner.show_warning(question, actions)
        return False

    def _question(self) -> str:
        return self.tr(
            "The network is being taught your samples. If you close the window now, it learns nothing of "
            "them."
        )

    @property
    def _asks(self) -> bool:
        """Whether it is on the screen that closing gives the lesson up."""
        return self._banner.text() == self._question()

    @Slot()
    def _stay(self) -> None:
        if self._asks:
            self._banner.clear()

    @Slot()
    def _refresh(self) -> None:
        note = self._blocker() or self.tr(
            "The network learns your samples ({count}) and goes over everybody's digits again, so that "
            "nothing is forgotten."
        ).format(count=self._samples)
        self._box.set_note(note)
        self._box.set_state(can_teach=not self._blocker(), can_undo=self._can_undo(), busy=self.running)

    def _blocker(self) -> str:
        """Why nothing can be taught now; empty where it can."""
        if not self._ready:
            return self.tr("Teaching waits for PyTorch and the network.")
        if self._run:
            return self.tr("A training run is going on: stop it first, or teach when it has ended.")
        if not self._samples:
            return self.tr("There is nothing to teach yet.")
        checkpoint = self._recognition.checkpoint
        if checkpoint is not None and not checkpoint.reads_digits:
            return self.tr("The network that answers reads no digits 0 to 9: load one that does.")
        return ""

    @Slot()
    def teach_correction(self) -> None:
        """Teach what was corrected just now; the first sample may not be counted yet."""
        self._soon = not self._samples
        if self._samples:
            self.teach()

    @Slot()
    def teach(self) -> None:
        """Teach the network that answers; the banner says why not, where it cannot be."""
        checkpoint = self._recognition.checkpoint
        if self.running or checkpoint is None:
            return
        if why := self._blocker():
            self._banner.show_info(why)
            return
        self._box.show_result(None)
        self._taught_of = checkpoint
        self._box.set_progress("read", 0.0)
        data = self._settings.data_folder
        self._task.start(
            partial(give_lesson, checkpoint, samples_root(), data, self._task.progress), self._taught
        )
        self._refresh()

    @Slot()
    def cancel(self) -> None:
        """End the lesson; the network stays as it is."""
        if self.running:
            self._task.cancel()
            self._box.cancel.setEnabled(False)

    def _former(self) -> Checkpoint | None:
        """What the network that answers was before it was taught here; None where it was not."""
        present = self._recognition.checkpoint
        return None if present is None or present.path is None else self._formers.get(present.path)

    def _can_undo(self) -> bool:
        present = self._recognition.checkpoint
        recalled = self._recalled is not None and present is not None and present.path == self._recalled
        return recalled or self._former() is not None

    @Slot()
    def undo(self) -> None:
        """Answer again with the network that was there before the teaching."""
        if not self._can_undo() or self.running:
            return
        former, taught = self._former(), self._settings.taught
        self._settings.taught = None
        if former is not None:
            self._recognition.use(former)  # its file may have gone, or hold another one by now
        elif taught is not None:
            default = self._recognition.load_default
            then = partial(self._load_former, taught[1])
            self._probe.look(taught[1], Path.is_file, then, lambda _: default())
        else:
            self._recognition.load_default()
        self._box.show_result(None)
        text = self.tr("The former network answers again. The taught one stays under File, Recent networks.")
        self._banner.show_info(text)
        self._refresh()

    def _load_former(self, path: Path, there: bool) -> None:
        if there:
            self._recognition.load(path)
        else:
            self._recognition.load_default()

    @Slot(object, object, str)
    def _progressed(self, done: int, total: int, phase: str) -> None:
        from digitpad.training.finetune.session import fraction_done

        self._box.set_progress(phase, fraction_done(phase, done, total))

    def _taught(self, lesson: tuple[FineTuned, Path]) -> None:
        taught, path = lesson
        self._box.show_result(taught)
        former = self._taught_of
        present = self._recognition.checkpoint
        assert former is not None
        self._formers[path] = former
        if present is None or present.model is not former.model:
            self._ready_path = path
            text = self.tr("The taught network is ready; another one was loaded meanwhile.")
            self._banner.show_info(text, ((self.tr("Use it"), self._use_ready),), stays=True)
            return
        self._recognition.load(path)
        undo = ((self.tr("Undo teaching"), self.undo),)
        self._banner.show_success(self._box.outcome(taught), undo)

    def _use_ready(self) -> None:
        if self._ready_path is not None:
            self._recognition.load(self._ready_path)
