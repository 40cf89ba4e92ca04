"""Texts in the language of the terminal: that which LANGUAGE, LC_ALL, LC_MESSAGES or LANG names.

Commands and notebooks speak it, with the catalogues of the window.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping

from digitpad.catalogue import catalogue_files, read_catalogue
from digitpad.errors import worded

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def tr(text: str) -> str:
    """A text in the terminal's language; English where there is no catalogue for it."""
    return _catalogue(_language()).get(text) or text


def in_words(message: object) -> str:
    """What the terminal says of an error, a sentence, or anything else."""
    return str(worded(message, tr))


def _language() -> str:
    """The first language that is named, such as "zh_CN"; the catalogue's own name where one is near."""
    named = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    return named.partition(":")[0].partition(".")[0]


@functools.cache
def _catalogue(language: str) -> Mapping[str, str]:
    """The core's texts in a language such as "zh_CN" or "zh"; empty without a catalogue."""
    files = catalogue_files()
    alike = (name for name in files if language and name.split("_")[0] == language.split("_")[0])
    name = language if language in files else next(alike, "")
    if not name:
        return {}
    return {
        source: text for (context, source), text in read_catalogue(files[name]).items() if context == "Core"
    }
