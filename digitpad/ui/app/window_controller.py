"""Puts the window's features together: makes them, places their actions, and ends them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtGui import QKeySequence

from digitpad.errors import DigitpadError
from digitpad.form import DIGITS
from digitpad.recipe.kinds import expanded, is_folder
from digitpad.ui.app.any_file import AnyFile, Kind
from digitpad.ui.app.export_menus import export_menus
from digitpad.ui.app.guidance import Guidance
from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.app.menus import ViewActions, add_entries, add_submenu, fill_menu_bar
from digitpad.ui.app.startup import Startup
from digitpad.ui.app.to_train import ToTrain
from digitpad.ui.bench.controller import BenchController
from digitpad.ui.explore.controller import ExploreController
from digitpad.ui.layers.controller import LayersController
from digitpad.ui.layers.flow_controller import FlowController
from digitpad.ui.messages import sentence
from digitpad.ui.network_editor.controller import NetworkEditorController
from digitpad.ui.network_editor.file_building import FileBuilding
from digitpad.ui.networks.assuming import Assuming
from digitpad.ui.networks.exporting import Exporting
from digitpad.ui.networks.opening import Opening
from digitpad.ui.pad.drawing_files import DrawingFiles
from digitpad.ui.pad.picture_opening import PictureOpening
from digitpad.ui.prediction.active_network import ActiveNetwork
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.predictions.controller import PredictionsController
from digitpad.ui.runs.controller import RunsController
from digitpad.ui.samples.controller import SamplesController
from digitpad.ui.samples.correcting import Correcting
from digitpad.ui.samples.teaching import TeachingController
from digitpad.ui.settings import Settings
from digitpad.ui.threads.answering import answers
from digitpad.ui.threads.probe import Probe
from digitpad.ui.threads.task import Task
from digitpad.ui.threads.worker import shut_down_workers
from digitpad.ui.training.code_window import ScriptViewer
from digitpad.ui.training.controller import TrainingController
from digitpad.ui.training.dataset_contents import DatasetContents
from digitpad.ui.training.files import DataFolders, RecipeFiles
from digitpad.ui.training.resuming import Resuming
from digitpad.ui.transforms.controller import TransformsController
from digitpad.ui.widgets.actions import make_action


class WindowController(QObject):
    """Makes the window's features and connects them with each other.

    Attributes:
        guidance: lessons and the Help menu.
        startup: loads torch after the window's first picture.
    """

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._closed = False
        self._saves = True  # whether closing waits until the run is saved
        self.recognition = PredictionController(
            window.canvas, window.panel, window.preparation_strip, self._folders, self
        )
        self._make_training()
        self._make_networks()
        self._make_pad()
        self._make_samples()
        self._make_inspection()
        self._fill_menus()
        self.guidance = Guidance(
            window,
            self.recognition,
            self.training,
            self.exporting,
            self.open_path,
            self.show_error,
            settings,
        )
        self.startup = Startup(window, self.recognition)
        self.startup.loader.loaded.connect(self._torch_loaded)
        self.startup.loader.failed.connect(self._torch_failed)
        self.startup.loader.ended.connect(self._imports_ended)
        window.close_with(lambda: self._teaching.may_close(window.close), self._shut_down)

    def _make_training(self) -> None:
        window, settings = self._window, self._settings
        tab, banner = window.training_tab, window.banner
        self.training = TrainingController(tab, settings, banner, self)
        self.data_folders = DataFolders(window, self.training, tab, banner, settings)
        self.recipe_files = RecipeFiles(window, tab, banner)
        form = tab.form
        self._contents = DatasetContents(form, settings, self)
        self.training.idle.connect(self._contents.refresh)
        self.data_folders.changed.connect(self._contents.refresh)
        self.transforms = TransformsController(
            window,
            form.editors["transforms"].widget,
            form.recipe_values,
            form.values_changed,
            window.canvas.drawing,
            banner,
        )
        self.network_editor = NetworkEditorController(window, form, lambda: self.recognition.checkpoint)
        self._resuming = Resuming(window, self.training, tab, banner)
        self._script = ScriptViewer(window, tab, banner, settings)
        tab.chart_tools.failed.connect(banner.show_error)

    def _folders(self) -> tuple[Path | None, Path | None]:
        """The datasets' folder, and the image folder that the settings name; None for one that has gone."""
        dataset = str(self._window.training_tab.form.recipe_values()["dataset"])
        data, own = self._settings.data_folder, expanded(Path(dataset)) if is_folder(dataset) else None
        return data if data and answers(data) else None, own if own and answers(own) else None

    def _make_networks(self) -> None:
        window, settings, banner = self._window, self._settings, self._window.banner
        self.active_network = ActiveNetwork(
            self.recognition, self.training, window.training_tab.live, banner, settings, self
        )
        self.opening = Opening(window, self.active_network, self._resuming, banner, settings)
        self._building = FileBuilding(self.network_editor, self.recognition, self.active_network)
        self.opening.build_requested.connect(self._building.begin)
        change = window.panel.network_lines.change
        self._assuming = Assuming(window, self.recognition, change)
        self.exporting = Exporting(window, self.recognition, banner)
        self.active_network.chosen.connect(self._resuming.network_chosen)
        self._resuming.open_requested.connect(self.active_network.load)
        self.recognition.given_up.connect(self._resuming.given_up)
        self.recognition.failed.connect(self.opening.failed)
        self.recognition.assumptions_changed.connect(self.opening.assumptions_changed)
        self.recognition.network_shown.connect(self._network_shown)
        self._to_train = ToTrain(window, self.training, self.opening, self)

    def _make_pad(self) -> None:
        window = self._window
        self._drawings = DrawingFiles(window, window.canvas, window.banner)
        self._pictures = PictureOpening(window, window.canvas, window.banner, self.open_path)
        window.dropped.connect(self._take_dropped)
        self._predictions = PredictionsController(window, lambda: self.recognition.checkpoint, window.banner)
        self._predictions.dataset_chosen.connect(self._to_train.choose_dataset)
        openers = {
            Kind.PICTURE: self._pictures.open,
            Kind.DRAWING: self._drawings.open,
            Kind.TABLE: self._predictions.open,
            Kind.NETWORK: self.opening.load,
            Kind.FOLDER: lambda folder: self.runs.open_folder(folder),  # made after the pad
        }
        self._any_file = AnyFile(self, window.banner, openers)

    def _make_samples(self) -> None:
        window = self._window
        banner, tab = window.banner, window.samples_tab
        task = Task("samples", self)
        self._samples = SamplesController(window, tab, window.canvas, task, banner)
        self._correcting = Correcting(
            window.canvas, window.panel, self.recognition.live.when_read, task, banner, self
        )
        self._teaching = TeachingController(
            tab.teaching, self.recognition, self.training, banner, self._settings, self
        )
        self._correcting.changed.connect(self._samples.refresh)
        self._correcting.teach_requested.connect(self._teach_now)
        self._samples.listed.connect(self._teaching.set_count)
        self._samples.listed.connect(self._contents.refresh)

    def _make_inspection(self) -> None:
        window = self._window
        self.explore = ExploreController(
            window.explore_tab,
            window.canvas.set_drawing,
            lambda: self.recognition.checkpoint,
            (self.recognition.network_shown, self.recognition.weights_changed),
            self._settings,
            self,
        )
        self.layers = LayersController(
            window.layers_tab,
            window.canvas.set_spotlight,
            self.recognition,
            window.panel.answer_changed,
            self,
        )
        self._flow = FlowController(window, self.recognition, window.panel.answer_changed)
        self.runs = RunsController(
            window, window.runs_tab, window.banner, lambda: self.training.folder, self.opening.load
        )
        self._bench = BenchController(window)
        self.runs.again_requested.connect(self._to_train.train_again)
        self.runs.folder_opened.connect(self._to_train.show_run)
        self.training.run_saved.connect(self.runs.refresh)
        self.runs.renamed.connect(self.recognition.show_title)
        self.runs.renamed.connect(self._resuming.look)
        earlier = window.training_tab.chart.earlier
        earlier.asked.connect(self.runs.list_runs)
        self.runs.listed.connect(earlier.set_runs)

    def _fill_menus(self) -> None:
        window, opening, exporting = self._window, self.opening, self.exporting
        quit_action = make_action(
            self, "quitAction", self.tr("&Quit"), window.close, QKeySequence.StandardKey.Quit
        )
        self.view = ViewActions(self.recognition, window, self._settings, self)
        files, edit, view = fill_menu_bar(
            window.menuBar(),
            file=(
                opening.load_action,
                opening.recent_menu,
                self.active_network.shipped_action,
                self.runs.open_action,
            ),
            edit=(*window.canvas.actions(), None, self._pictures.paste_action),
            view=(*self.view.entries(), None, self._flow.action, self._script.action, self._bench.action),
        )
        files.addAction(exporting.save_action)
        add_submenu(files, self.tr("Save network &as"), exporting.form_actions)
        reading = (self._predictions.folder_action, self._predictions.table_action)
        pad_files = (self._pictures.open_action, self._drawings.open_action, self._drawings.save_action)
        add_entries(files, (None, *pad_files))
        add_submenu(files, self.tr("&Predict to a table"), reading, "predictMenu")
        add_entries(files, (None, quit_action))
        pad = export_menus(window)
        add_submenu(edit, self.tr("&Keep the pad as a picture"), pad.actions(), "keepPadMenu")
        add_submenu(view, self.tr("&Theme"), self.view.themes.actions())
        add_submenu(view, self.tr("&Language (语言)"), self.view.languages.actions(), "languageMenu")
        window.load_button.clicked.connect(opening.load_action.trigger)
        add_entries(window.save_button.menu(), exporting.form_actions)

    @Slot()
    def _teach_now(self) -> None:
        """Teach what has just been corrected, where one sees how far that is."""
        self._window.tabs.setCurrentWidget(self._window.samples_tab)
        self._teaching.teach_correction()

    @Slot()
    def _torch_loaded(self) -> None:
        self.training.torch_loaded()
        self._teaching.recall()
        self.explore.torch_loaded()
        self.recognition.torch_loaded()

    @Slot()
    def _imports_ended(self) -> None:
        if not self._closed:
            self.runs.imports_ended()

    @Slot(object)
    def _torch_failed(self, error: DigitpadError) -> None:
        self._window.panel.show_no_network(self.tr("PyTorch could not be loaded."))
        self.show_error(error)

    @Slot(object)
    def show_error(self, error: BaseException) -> None:
        """Show what went wrong in the status banner."""
        self._window.banner.show_error(error)

    def open_path(self, path: Path) -> None:
        """Open a drawing or picture on the pad, a table, a network, or the run in a folder."""
        self._any_file.open(path)

    @Slot(object)
    def _take_dropped(self, mime: QMimeData) -> None:
        self._pictures.take(mime)

    @Slot()
    def _network_shown(self) -> None:
        """The strip of messages names the keys that mean something."""
        checkpoint = self.recognition.checkpoint
        self._window.message_strip.set_digits(checkpoint is None or checkpoint.classes == DIGITS)

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
        self._window.banner.show_error(error, actions, text=text.format(why=sentence(error)))

    def _shut_down(self) -> bool:
        """End all threads: the run is saved, what is being loaded is given up.

        Returns:
            False, ending nothing, where the run cannot be saved and the user has not given it up.
        """
        self.startup.loader.cancel()  # a run that is being prepared waits for it
        unsaved = self.training.shut_down(self._saves)
        if unsaved is not None:
            self._ask_about_unsaved(unsaved)
            return False
        self._closed = True
        self.guidance.lessons.end()
        self.startup.stop()
        self.transforms.close()
        self.network_editor.close()
        self._assuming.close()
        self.runs.flush_notes()
        for probe in self._window.findChildren(Probe):
            probe.stop()
        shut_down_workers(self._window)
        self._window.banner.clear()
        return True
