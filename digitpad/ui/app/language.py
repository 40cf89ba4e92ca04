"""The language of the window: a catalogue in `assets/translations` for each beside English."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from digitpad.resources import translations_root


def install_language(application: QApplication, locale: QLocale | None = None) -> None:
    """Show texts in the user's language, as far as there is a catalogue for it; English otherwise.

    Args:
        application: whose texts they are; windows made from here on have them.
        locale: the language; the system's if None.
    """
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for catalogue, folder in (("qtbase", qt), ("digitpad", str(translations_root()))):
        translator = QTranslator(application)
        if translator.load(locale or QLocale(), catalogue, "_", folder):
            application.installTranslator(translator)
