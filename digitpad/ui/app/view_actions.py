"""What the View menu switches, remembered in the settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication

from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.prediction.preparation_strip import PreparationStrip
from digitpad.ui.settings import Settings
from digitpad.ui.style.theme import apply_theme
from digitpad.ui.widgets.actions import make_switch


class ViewActions(QObject):
    """Whether several digits are read, whether the preparation's steps are shown, and the theme.

    Args:
        recognition: reads what is drawn.
        strip: shows the steps.
        settings: remember what is on.
        parent: its owner.

    Attributes:
        several, steps: switches.
        themes: the themes, of which one is chosen.
    """

    def __init__(
        self,
        recognition: PredictionController,
        strip: PreparationStrip,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._recognition = recognition
        self._strip = strip
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
