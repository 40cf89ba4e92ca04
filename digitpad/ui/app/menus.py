"""The menu bar, and the menu of the button that saves a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.settings import Settings

_Keys = QKeySequence.StandardKey


class Menus(QObject):
    """Fills a window's menu bar and says what was chosen.

    Args:
        window: whose menu bar it is.
        canvas: whose actions the Edit menu shows.
        settings: know what is switched on, and the networks loaded last.

    Attributes:
        steps_action: whether the preparation's steps are shown.

    Signals:
        load_requested(object): the `Path` of a network, or None to ask for one.
        default_requested(), open_drawing_requested(), save_drawing_requested(), open_picture_requested(),
            paste_requested(), close_requested(), code_requested(): the entries.
        save_requested(str): save the network in one of `digitpad.model.export.FORMS`.
        theme_chosen(str): "system", "light" or "dark".
        several_chosen(bool): whether what is drawn is looked through for several digits.
    """

    load_requested = Signal(object)
    default_requested = Signal()
    save_requested = Signal(str)
    open_picture_requested = Signal()
    open_drawing_requested = Signal()
    save_drawing_requested = Signal()
    paste_requested = Signal()
    close_requested = Signal()
    several_chosen = Signal(bool)
    code_requested = Signal()
    theme_chosen = Signal(str)

    def __init__(self, window: QMainWindow, canvas: Canvas, settings: Settings) -> None:
        super().__init__(window)
        self._settings = settings
        bar = window.menuBar()
        self._fill_files(bar.addMenu(self.tr("&File")))
        edit = bar.addMenu(self.tr("&Edit"))
        edit.addActions(canvas.actions())
        edit.addSeparator()
        paste = self.paste_requested.emit
        self._action(edit, "pasteAction", self.tr("&Paste a picture"), paste, _Keys.Paste)
        self._edit = edit
        view = bar.addMenu(self.tr("&View"))
        several = self._switch(view, "severalAction", self.tr("Read &several digits"))
        several.setChecked(settings.several_digits)
        several.toggled.connect(self.several_chosen)
        self.steps_action = self._switch(view, "stepsAction", self.tr("&Preparation steps"))
        self.steps_action.setChecked(settings.steps_shown)
        self._action(view, "codeAction", self.tr("Show the &code of the settings…"), self.code_requested.emit)
        self._fill_themes(view.addMenu(self.tr("&Theme")))

    def _fill_files(self, menu: QMenu) -> None:
        add = self._action
        add(menu, "loadAction", self.tr("&Load network…"), self._ask_for_network, _Keys.Open)
        self._recent_menu = menu.addMenu(self.tr("&Recent networks"))
        self._recent_menu.aboutToShow.connect(self._fill_recent)
        add(menu, "defaultAction", self.tr("Use the shipped &network"), self.default_requested.emit)
        add(menu, "saveAction", self.tr("&Save network…"), self._save_everything, _Keys.Save)
        self.add_forms(menu.addMenu(self.tr("Save network &as")))
        menu.addSeparator()
        add(menu, "openPictureAction", self.tr("Open a &picture…"), self.open_picture_requested.emit)
        add(menu, "openDrawingAction", self.tr("&Open drawing…"), self.open_drawing_requested.emit)
        add(menu, "saveDrawingAction", self.tr("Save &drawing…"), self.save_drawing_requested.emit)
        menu.addSeparator()
        add(menu, "quitAction", self.tr("&Quit"), self.close_requested.emit, _Keys.Quit)

    def add_pad_pictures(self, actions: Sequence[QAction]) -> None:
        """Add what keeps the pad as a picture to the Edit menu."""
        menu = self._edit.addMenu(self.tr("&Keep the pad as a picture"))
        menu.setObjectName("keepPadMenu")
        menu.addActions(actions)

    def add_forms(self, menu: QMenu) -> None:
        """Add the forms that a network can be saved in."""
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

    @staticmethod
    def _action(
        menu: QMenu,
        name: str,
        text: str,
        slot: Callable[[], object],
        shortcut: QKeySequence.StandardKey | None = None,
    ) -> None:
        action = menu.addAction(text)
        action.setObjectName(name)
        action.triggered.connect(slot)
        if shortcut is not None:
            action.setShortcut(shortcut)

    @staticmethod
    def _switch(menu: QMenu, name: str, text: str) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(name)
        action.setCheckable(True)
        return action

    def _fill_themes(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        names = {"system": self.tr("&As the system"), "light": self.tr("&Light"), "dark": self.tr("&Dark")}
        for name, text in names.items():
            action = self._switch(menu, f"{name}ThemeAction", text)
            action.setData(name)
            action.setChecked(name == self._settings.theme)
            group.addAction(action)
        group.triggered.connect(self._choose_theme)

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
