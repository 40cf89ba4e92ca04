"""The window: arrangement, actions and closing. What happens is decided elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from digitpad.ui.settings import Settings
from digitpad.ui.widgets.message_strip import MessageStrip
from digitpad.ui.widgets.pad.canvas import Canvas
from digitpad.ui.widgets.pad.column import PadColumn
from digitpad.ui.widgets.pad.tools import PadTools
from digitpad.ui.widgets.prediction.panel import PredictionPanel
from digitpad.ui.widgets.status_banner import StatusBanner
from digitpad.ui.widgets.training.tab import TrainingTab


class MainWindow(QMainWindow):
    """Pad and bars always in sight, the tabs beside them.

    Signals:
        painted(): the window is on the screen for the first time.
        load_requested(object): the `Path` of a network, or None to ask for one.
        save_requested(str): save the network in one of `digitpad.model.export.FORMS`.
        save_drawing_requested(), open_drawing_requested(): the menu's entries.
        drawing_dropped(object): the `Path` of a drawing.
        theme_chosen(str): "system", "light" or "dark".
    """

    painted = Signal()
    load_requested = Signal(object)
    default_requested = Signal()
    save_requested = Signal(str)
    save_drawing_requested = Signal()
    open_drawing_requested = Signal()
    drawing_dropped = Signal(object)
    theme_chosen = Signal(str)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._was_painted = False
        self._on_close: Callable[[], bool] | None = None
        self.setObjectName("mainWindow")
        self.setWindowTitle(self.tr("digitpad - draw a digit"))
        self.setAcceptDrops(True)
        self.canvas = Canvas()
        self.tools = PadTools(self.canvas)
        self.panel = PredictionPanel()
        self.training_tab = TrainingTab()
        self.banner = StatusBanner()
        self.tabs = QTabWidget()
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName(self.tr("Tabs"))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.training_tab, self.tr("&Training"))
        self._arrange()
        self._make_menus()
        self._restore()

    def _arrange(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("mainSplitter")
        self._splitter.setChildrenCollapsible(False)
        for number, (part, stretch) in enumerate(
            ((PadColumn(self.canvas, self.tools), 5), (self._panel_column(), 3), (self.tabs, 5))
        ):
            self._splitter.addWidget(part)
            self._splitter.setStretchFactor(number, stretch)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(8, 8, 8, 4)
        column.addWidget(self._splitter, 1)
        column.addWidget(MessageStrip(self.banner))
        self.setCentralWidget(whole)

    def _panel_column(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel, 1)
        buttons = QHBoxLayout()
        self.load_button = self._button("loadButton", self.tr("&Load…"), self.tr("Load a network (.pth)"))
        self.load_button.clicked.connect(self._ask_for_network)
        self.save_button = self._button("saveButton", self.tr("&Save…"), self.tr("Save the network"))
        menu = QMenu(self.save_button)
        self._add_forms(menu)
        self.save_button.setMenu(menu)
        buttons.addWidget(self.load_button)
        buttons.addWidget(self.save_button)
        column.addLayout(buttons)
        return part

    @staticmethod
    def _button(name: str, text: str, description: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(description)
        button.setToolTip(description)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def _make_menus(self) -> None:
        files = self.menuBar().addMenu(self.tr("&File"))
        self._action(files, self.tr("&Load network…"), self._ask_for_network, QKeySequence.StandardKey.Open)
        self._recent_menu = files.addMenu(self.tr("&Recent networks"))
        self._recent_menu.aboutToShow.connect(self._fill_recent)
        self._action(files, self.tr("Use the shipped &network"), self.default_requested.emit)
        self._action(files, self.tr("&Save network…"), self._save_everything, QKeySequence.StandardKey.Save)
        self._add_forms(files.addMenu(self.tr("Save network &as")))
        files.addSeparator()
        self._action(files, self.tr("&Open drawing…"), self.open_drawing_requested.emit)
        self._action(files, self.tr("Save &drawing…"), self.save_drawing_requested.emit)
        files.addSeparator()
        self._action(files, self.tr("&Quit"), self.close, QKeySequence.StandardKey.Quit)
        edit = self.menuBar().addMenu(self.tr("&Edit"))
        edit.addActions(self.canvas.actions())
        view = self.menuBar().addMenu(self.tr("&View"))
        self._make_theme_menu(view.addMenu(self.tr("&Theme")))

    def _add_forms(self, menu: QMenu) -> None:
        for form, text in (
            ("full", self.tr("&Everything, to resume or share…")),
            ("model", self.tr("The &network, without its training state…")),
            ("state_dict", self.tr("&Weights only, a plain state_dict…")),
            ("safetensors", self.tr("&safetensors, for other programs…")),
            ("onnx", self.tr("&ONNX, to run without PyTorch…")),
        ):
            action = menu.addAction(text, self._save_form)
            action.setObjectName(f"{form}Action")
            action.setData(form)

    def _action(
        self,
        menu: QMenu,
        text: str,
        slot: Callable[[], object],
        shortcut: QKeySequence.StandardKey | None = None,
    ) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(slot)
        if shortcut is not None:
            action.setShortcut(shortcut)
        return action

    def _make_theme_menu(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        names = {"system": self.tr("&As the system"), "light": self.tr("&Light"), "dark": self.tr("&Dark")}
        for name, text in names.items():
            action = menu.addAction(text)
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == self._settings.theme)
            group.addAction(action)
        group.triggered.connect(self._choose_theme)

    def _restore(self) -> None:
        self.setMinimumSize(QSize(900, 560))
        self.resize(1180, 720)
        geometry = self._settings.window_state("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        split = self._settings.window_state("splitter")
        if split is None or not self._splitter.restoreState(split):
            self._splitter.setSizes([440, 290, 450])
        if self._settings.brush:
            self.canvas.set_brush(self._settings.brush)

    def close_with(self, function: Callable[[], bool]) -> None:
        """Call `function` when the window closes, after it has gone from the screen.

        Where it gives False, the window comes back and stays open.
        """
        self._on_close = function

    @Slot()
    def _ask_for_network(self) -> None:
        self.load_requested.emit(None)

    @Slot()
    def _save_everything(self) -> None:
        self.save_requested.emit("full")

    @Slot()
    def _save_form(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.save_requested.emit(action.data())

    @Slot()
    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        for path in self._settings.recent:
            action = self._recent_menu.addAction(str(path))
            action.setData(str(path))
            action.triggered.connect(self._load_recent)
        if self._recent_menu.isEmpty():
            self._recent_menu.addAction(self.tr("None yet")).setEnabled(False)

    @Slot()
    def _load_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.load_requested.emit(Path(action.data()))

    @Slot(QAction)
    def _choose_theme(self, action: QAction) -> None:
        self.theme_chosen.emit(action.data())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event.mimeData())
        if path is None:
            return
        event.acceptProposedAction()
        if path.suffix.lower() == ".json":
            self.drawing_dropped.emit(path)
        else:
            self.load_requested.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.set_window_state("geometry", self.saveGeometry())
        self._settings.set_window_state("splitter", self._splitter.saveState())
        self._settings.brush = self.canvas.brush()
        self._settings.training = self.training_tab.settings()
        self._settings.flush()
        # Threads are waited for below, which may take a second: not with a dead window in sight.
        self.hide()
        if self._on_close is not None and not self._on_close():
            event.ignore()
            self.show()
            self.activateWindow()
            return
        super().closeEvent(event)


def _dropped(mime: QMimeData) -> Path | None:
    """The one file that is dragged, if it is a local one."""
    urls = mime.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
