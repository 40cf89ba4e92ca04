"""The menu bar: where the features' actions stand, and what its View menu switches."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar

from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.app.presentation import Presentation
from digitpad.ui.app.text_zoom import TextZoom
from digitpad.ui.language import SYSTEM, language_of, languages
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.settings import Settings
from digitpad.ui.style.theme import apply_theme
from digitpad.ui.widgets.actions import make_switch

Entries = Sequence[QAction | QMenu | None]
"""Actions and menus from top to bottom; None is a line."""


def add_entries(menu: QMenu, entries: Entries) -> None:
    """Append entries to a menu."""
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif isinstance(entry, QMenu):
            menu.addMenu(entry)
        else:
            menu.addAction(entry)


def add_submenu(menu: QMenu, title: str, entries: Entries, name: str = "") -> QMenu:
    """Append a menu with entries to a menu."""
    submenu = menu.addMenu(title)
    submenu.setObjectName(name)
    add_entries(submenu, entries)
    return submenu


def fill_menu_bar(bar: QMenuBar, file: Entries, edit: Entries, view: Entries) -> tuple[QMenu, QMenu, QMenu]:
    """Fill a window's menu bar.

    Returns:
        The menus File, Edit and View.
    """
    tr = QCoreApplication.translate
    menus = (
        bar.addMenu(tr("Menus", "&File")),
        bar.addMenu(tr("Menus", "&Edit")),
        bar.addMenu(tr("Menus", "&View")),
    )
    for menu, entries in zip(menus, (file, edit, view), strict=True):
        add_entries(menu, entries)
    return menus


class ViewActions(QObject):
    """What the View menu switches: several digits, the preparation's steps, theme, language, size of text.

    These are remembered; the presentation is not.

    Args:
        recognition: reads what is drawn.
        window: shows the steps, and is presented.
        settings: remember what is on.
        parent: its owner.

    Attributes:
        several, steps: switches.
        themes, languages: of each one is chosen.
        zoom: the size of the text.
        presentation: the presentation.
    """

    def __init__(
        self,
        recognition: PredictionController,
        window: MainWindow,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._recognition = recognition
        self._strip = strip = window.preparation_strip
        self._settings = settings
        on = settings.several_digits
        recognition.set_several(on)
        self.several = make_switch(self, "severalAction", self.tr("Read &several digits"), on)
        self.several.toggled.connect(self._read_several)
        strip.setVisible(settings.steps_shown)
        self.steps = make_switch(self, "stepsAction", self.tr("&Preparation steps"), settings.steps_shown)
        self.steps.toggled.connect(self._show_steps)
        strip.hide_button.clicked.connect(self.steps.toggle)
        self.themes = QActionGroup(self)
        names = {"system": self.tr("&As the system"), "light": self.tr("&Light"), "dark": self.tr("&Dark")}
        for name, text in names.items():
            action = make_switch(self, f"{name}ThemeAction", text, name == settings.theme)
            action.setData(name)
            self.themes.addAction(action)
        self.themes.triggered.connect(self._choose_theme)
        self.zoom = TextZoom(window, settings, self)
        self.presentation = Presentation(window, settings, self)
        self.languages = QActionGroup(self)
        for name, text in {SYSTEM: self.tr("&As the system"), **languages()}.items():
            action = make_switch(self, f"{name}LanguageAction", text, name == settings.language)
            action.setData(name)
            self.languages.addAction(action)
        self.languages.triggered.connect(self._choose_language)

    def entries(self) -> Entries:
        """The View menu's, but for the themes."""
        return (self.presentation.action, None, self.several, self.steps, None, *self.zoom.actions)

    @Slot(bool)
    def _read_several(self, on: bool) -> None:
        self._settings.several_digits = on
        self._recognition.set_several(on)

    @Slot(bool)
    def _show_steps(self, on: bool) -> None:
        self._settings.steps_shown = on
        self._strip.setVisible(on)

    @Slot(QAction)
    def _choose_theme(self, action: QAction) -> None:
        self._settings.theme = theme = action.data()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, theme)

    @Slot(QAction)
    def _choose_language(self, action: QAction) -> None:
        self._settings.language = name = action.data()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            language_of(application).choose(name)
