"""What the window does on a person's request: files, messages, and the life of the threads."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QFileDialog

from digitpad.data.picture_kinds import is_picture
from digitpad.errors import DigitpadError, DrawingError
from digitpad.form import DIGITS, INK
from digitpad.ink.drawing import load_drawing, save_drawing
from digitpad.ui.app.inspection_tabs import InspectionTabs
from digitpad.ui.app.learning import Learning
from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.messages import sentence
from digitpad.ui.networks.exporting import Exporting
from digitpad.ui.networks.opening import Opening
from digitpad.ui.pad.pad_picture import PadPicture
from digitpad.ui.pad.picture_opening import PictureOpening
from digitpad.ui.prediction.active_network import ActiveNetwork
from digitpad.ui.prediction.answering import Answer
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.settings import Settings
from digitpad.ui.style.theme import apply_theme
from digitpad.ui.threads.torch_loader import TorchLoader
from digitpad.ui.training.controller import TrainingController
from digitpad.ui.training.data_folders import DataFolders
from digitpad.ui.training.recipe_files import RecipeFiles
from digitpad.ui.training.resuming import Resuming
from digitpad.ui.transforms.choosing import ChoosingTransforms

_START_ANYWAY = 400  # milliseconds after which threads start even if the window was never painted
_QUIET = 400  # milliseconds without a change on the pad after which the hand is taken to rest
_BRIEF = 6000  # milliseconds that a passing message stays


class WindowController(QObject):
    """Connects the window's parts and answers its requests.

    Signals:
        torch_ready(): torch is loaded.
    """

    torch_ready = Signal()

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._started = False
        self._closed = False
        self._saves = True  # whether closing waits until the run is saved
        self.recognition = PredictionController(window.canvas, window.panel, self)
        self.recognition.set_several(settings.several_digits)
        self._loader = TorchLoader(self)
        self.training = TrainingController(window.training_tab, settings, self._loader.wait, self)
        self._following = ActiveNetwork(
            self.recognition, self.training, window.training_tab, window.banner, settings, self
        )
        tab = window.training_tab
        self.data_folders = DataFolders(window, self.training, tab, window.banner, settings)
        self.recipe_files = RecipeFiles(window, tab)
        self.transforms = ChoosingTransforms(
            window, window.canvas, tab.form, self.training, self._loader.wait
        )
        self._resuming = Resuming(window, self.training, window.training_tab, window.banner)
        self._opening = Opening(window, self._following, self._resuming, window.banner, settings)
        self.exporting = Exporting(window, self.recognition, window.banner)
        self._pictures = PictureOpening(window, window.canvas, window.banner, self.open_path)
        self._learning = Learning(window, self.recognition, self.training, settings, self._loader.wait, self)
        self._seeing = InspectionTabs(
            window, self.recognition, self.training, settings, self._loader.wait, self
        )
        self._connect()
        # Threads start after the first picture: torch's import would hold up the painting.
        self._starter = QTimer(self, singleShot=True, interval=_START_ANYWAY)
        self._starter.timeout.connect(self._start)
        self._starter.start()
        self._charter = QTimer(self, interval=_QUIET)
        self._charter.timeout.connect(self._prepare_chart)

    def _connect(self) -> None:
        window = self._window
        window.painted.connect(self._first_painted)
        window.load_requested.connect(self._opening.load)
        window.default_requested.connect(self._following.use_shipped)
        window.save_requested.connect(self.exporting.save)
        window.open_drawing_requested.connect(self._open_drawing)
        window.save_drawing_requested.connect(self._save_drawing)
        window.file_dropped.connect(self.open_path)
        window.picture_dropped.connect(self._pictures.take)
        window.open_picture_requested.connect(self._pictures.ask)
        window.paste_requested.connect(self._pictures.paste)
        window.steps_shown.connect(self._remember_steps_shown)
        window.preparation_strip.switched.connect(self.recognition.set_steps_off)
        self.recognition.shown.connect(self._show_steps)
        self.recognition.network_shown.connect(self._network_shown)
        window.theme_chosen.connect(self._choose_theme)
        window.several_chosen.connect(self._choose_several)
        window.close_with(self._shut_down)
        window.training_tab.failed.connect(self.show_error)
        self.data_folders.said.connect(self._said)
        self.recipe_files.said.connect(self._said)
        self.recipe_files.failed.connect(self.show_error)
        self.transforms.failed.connect(self.show_error)
        self._loader.input_ready.connect(self.recognition.start)
        self._loader.loaded.connect(self._torch_loaded)
        self._loader.failed.connect(self._torch_failed)
        self._loader.finished.connect(self._imports_ended)
        self.recognition.failed.connect(self._opening.failed)
        self.recognition.normalisation_changed.connect(self._resuming.normalisation_changed)
        self.recognition.normalisation_changed.connect(self._opening.normalisation_changed)
        self._following.chosen.connect(self._resuming.network_chosen)
        self.training.failed.connect(self.show_error)
        self.training.went_on.connect(self._run_went_on)
        self._seeing.load_requested.connect(self._opening.load)
        self._seeing.failed.connect(self.show_error)

    @Slot()
    def _first_painted(self) -> None:
        QTimer.singleShot(0, self._start)

    @Slot()
    def _start(self) -> None:
        if self._started or self._closed:
            return
        self._started = True
        self._starter.stop()
        self._loader.start()

    @Slot()
    def _torch_loaded(self) -> None:
        self.torch_ready.emit()
        self.training.torch_loaded()
        self._learning.teaching.recall()
        self._seeing.torch_loaded()
        self.recognition.torch_loaded()

    @Slot()
    def _imports_ended(self) -> None:
        """The loader's thread has ended: now this one may import too.

        When two threads import modules that import each other, as some do that torch and the chart's library
        share, Python hands out half-made ones.
        """
        if not self._closed:
            self._charter.start()
            self._seeing.imports_ended()

    @Slot()
    def _prepare_chart(self) -> None:
        """Build the chart while the hand rests: importing its library takes 0.2 s.

        It has to be in this thread: pyqtgraph looks at every class of Qt, and PySide makes classes when they
        are first looked at, which in two threads at once crashes the process.
        """
        if self.recognition.seconds_at_rest * 1000 > _QUIET:
            self._charter.stop()
            self._window.training_tab.ensure_plot()

    @Slot(str)
    def _torch_failed(self, why: str) -> None:
        self._window.panel.show_no_network(self.tr("PyTorch could not be loaded."))
        self.show_error(
            DigitpadError(
                "PyTorch could not be loaded ({why}). Install it again: see README, Install.",
                why=why.splitlines()[0] if why else "?",
            )
        )

    @Slot(object)
    def show_error(self, error: BaseException) -> None:
        """Say what went wrong in the status banner."""
        self._window.banner.show_message("error", sentence(error))

    def open_path(self, path: Path) -> None:
        """Open a drawing (.json) or picture on the pad, or load a network."""
        if is_picture(path):
            self._pictures.open(path)
            return
        if path.suffix.lower() != ".json":
            self._opening.load(path)
            return
        try:
            self._window.canvas.set_drawing(load_drawing(path))
            self._window.canvas.setFocus()
        except DrawingError as error:
            self.show_error(error)

    @Slot(object)
    def _show_steps(self, answer: Answer) -> None:
        self._window.preparation_strip.show_pictures(answer.pictures)

    @Slot(bool)
    def _remember_steps_shown(self, shown: bool) -> None:
        self._settings.steps_shown = shown

    def _said(self, text: str) -> None:
        self._window.banner.show_message("success", text, timeout_ms=_BRIEF)

    @Slot()
    def _open_drawing(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open a drawing"), "", self.tr("Drawings (*.json);;All files (*)")
        )
        if name:
            self.open_path(Path(name))

    @Slot()
    def _save_drawing(self) -> None:
        if isinstance(self._window.canvas.drawing(), PadPicture):
            self.show_error(DigitpadError("There is a picture on the pad, which is no drawing; draw first."))
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the drawing"), "drawing.json", self.tr("Drawings (*.json)")
        )
        if not name:
            return
        try:
            save_drawing(self._window.canvas.drawing(), Path(name))
        except DrawingError as error:
            self.show_error(error)
        else:
            self._said(self.tr("The drawing was saved as {path}.").format(path=name))

    @Slot(bool)
    def _choose_several(self, on: bool) -> None:
        self._settings.several_digits = on
        self.recognition.set_several(on)

    @Slot(str)
    def _choose_theme(self, theme: str) -> None:
        self._settings.theme = theme
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, theme)

    @Slot()
    def _network_shown(self) -> None:
        """The strips show the steps that the network's pictures take, and the keys that mean something."""
        checkpoint = self.recognition.checkpoint
        self._window.preparation_strip.set_whole(checkpoint is not None and checkpoint.form.takes != INK)
        self._window.message_strip.set_digits(checkpoint is None or checkpoint.classes == DIGITS)

    @Slot()
    def _run_went_on(self) -> None:
        """What the run was paused for is mended, or else will be said again."""
        if self._window.banner.kind() == "error":
            self._window.banner.clear()

    @Slot()
    def _close_without_saving(self) -> None:
        self._saves = False
        self._window.close()

    def _ask_about_unsaved(self, error: DigitpadError) -> None:
        text = self.tr("The run could not be saved, so the window stays open. {why}")
        actions = (
            (self.tr("Try again"), self._window.close),
            (self.tr("Close without saving"), self._close_without_saving),
        )
        self._window.banner.show_message("error", text.format(why=sentence(error)), actions)

    def _shut_down(self) -> bool:
        """End all threads: the run is saved, what is being loaded is given up.

        Gives False, and ends nothing, where the run cannot be saved and nobody has given it up.
        """
        self._loader.requestInterruption()
        unsaved = self.training.shut_down(self._saves)
        if unsaved is not None:
            self._ask_about_unsaved(unsaved)
            return False
        self._closed = True
        self._starter.stop()
        self._charter.stop()
        self._resuming.reader.shut_down()
        self.exporting.shut_down()
        self._pictures.shut_down()
        self._learning.shut_down()
        self.transforms.shut_down()
        self._seeing.shut_down()
        self.recognition.stop()
        self._loader.wait()
        for receiver in (self, self.exporting):
            QCoreApplication.removePostedEvents(receiver, QEvent.Type.MetaCall.value)
        self._window.banner.clear()
        return True
