"""The window's language: its catalogues, and how texts that are displayed already follow another choice."""

from digitpad.ui.language.catalogues import SYSTEM, Language, language_of, languages, spoken
from digitpad.ui.language.displayed import VERBATIM

__all__ = ["SYSTEM", "VERBATIM", "Language", "language_of", "languages", "spoken"]
