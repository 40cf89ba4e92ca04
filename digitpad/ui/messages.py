"""Errors as sentences in the user's language."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication

from digitpad.errors import DigitpadError

_log = logging.getLogger("digitpad")


def sentence(error: BaseException) -> str:
    """What the window says about `error`.

    The sentences of `DigitpadError` are templates, translated here and filled in afterwards. Anything else
    is a fault of the program: it is logged whole and said in one sentence.
    """
    if isinstance(error, DigitpadError):
        template = QCoreApplication.translate("Errors", error.template)
        text = template.format(**error.values) if error.values else template
        return text if text.endswith((".", "!", "?", "。")) else f"{text}."
    _log.error("unexpected error", exc_info=error)
    template = QCoreApplication.translate(
        "Errors", "Something went wrong in digitpad ({name}); your drawing and your runs are kept."
    )
    return template.format(name=type(error).__name__)
