"""The languages that there are catalogues for, and the one that the window speaks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from digitpad.catalogue import Key, catalogue_files, read_catalogue
from digitpad.resources import translations_root
from digitpad.ui.language.displayed import reword_all
from digitpad.ui.language.rewording import Rewording

SYSTEM = "system"
"""The name for the system's language."""

_ENGLISH = "en"


def languages() -> dict[str, str]:
    """The languages to choose from: their names such as "zh_CN", and what they call themselves."""
    names = [path.stem.partition("_")[2] for path in sorted(translations_root().glob("digitpad_*.qm"))]
    return {_ENGLISH: "English", **{name: QLocale(name).nativeLanguageName() for name in names}}


def _nearest(locale: QLocale) -> str:
    """The one of `languages()` that a user of this locale reads first; English where there is none."""
    spoken = {(QLocale(name).language(), QLocale(name).script()): name for name in languages()}
    for tag in locale.uiLanguages():
        if (name := spoken.get((QLocale(tag).language(), QLocale(tag).script()))) is not None:
            return name
    return _ENGLISH


def _texts(language: str) -> dict[Key, str]:
    """All texts in a language, by their keys."""
    files = catalogue_files()
    if language in files:
        return {key: text or key[1] for key, text in read_catalogue(files[language]).items()}
    return {key: key[1] for path in files.values() for key in read_catalogue(path)}


class Language(QObject):
    """The language of the window's texts, which may change while it is used.

    Args:
        parent: its owner, usually the application.

    Attributes:
        name: the language that is spoken, one of `languages()`.

    Signals:
        changed(): all texts are in another language.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._installed: list[QTranslator] = []
        self.name = _ENGLISH

    def choose(self, name: str) -> None:
        """Speak a language.

        Args:
            name: one of `languages()`, or `SYSTEM`; English where there is no catalogue for it.
        """
        speaks = _nearest(QLocale() if name == SYSTEM else QLocale(name))
        if speaks == self.name:
            return
        before, self.name = self.name, speaks
        self._remove()
        if speaks != _ENGLISH:
            own, qt = QTranslator(self), QTranslator(self)
            own.load(f"digitpad_{speaks}", str(translations_root()))
            qt.load(
                QLocale(speaks), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            )
            self._installed = [qt, own]  # the last one is asked first
        for translator in self._installed:
            QCoreApplication.installTranslator(translator)
        reword_all(lambda: Rewording(_texts(before), _texts(speaks)))
        self.changed.emit()

    def remove(self) -> None:
        """Translate nothing any more; what is displayed stays."""
        self._remove()
        self.name = _ENGLISH

    def _remove(self) -> None:
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
            translator.deleteLater()
        self._installed = []


def language_of(application: QCoreApplication) -> Language:
    """The one `Language` of an application."""
    return application.findChild(Language) or Language(application)


def spoken() -> str:
    """The name of the language that the application speaks."""
    application = QCoreApplication.instance()
    return _ENGLISH if application is None else language_of(application).name
