"""Errors, and what else there is to tell, as sentences in the user's language."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication

from digitpad.errors import DigitpadError, Sentence, Way

_log = logging.getLogger("digitpad")


def sentence(message: BaseException | Sentence) -> str:
    """What the window says of an error, or of something worth telling.

    The sentences of `DigitpadError` and `Sentence` are templates, translated here and filled in afterwards;
    those among their values are translated too, and a `Way` names the window's controls. Anything else is a
    fault of the program: it is logged whole and shown as one sentence.
    """
    if isinstance(message, DigitpadError | Sentence):
        text = _filled(message)
        return text if text.endswith((".", "!", "?", "。")) else f"{text}."
    _log.error("unexpected error", exc_info=message)
    template = QCoreApplication.translate(
        "Errors", "Something went wrong in digitpad ({name}); your drawing and your runs are kept."
    )
    return template.format(name=type(message).__name__)


def _filled(message: DigitpadError | Sentence) -> str:
    template = QCoreApplication.translate("Errors", message.template)
    values = {name: _value(value) for name, value in message.values.items()}
    return template.format(**values) if values else template


def _value(value: object) -> object:
    """A value as the window says it."""
    if isinstance(value, Way):
        return _filled(value.window)
    return _filled(value) if isinstance(value, DigitpadError | Sentence) else value


def counted(count: int, one: str, several: str) -> str:
    """How many there are: the text for one, or that for several or none with its `{count}` filled in."""
    return one if count == 1 else several.format(count=f"{count:,}")


def translated(text: str) -> str:
    """A text of the core, which marks it with `digitpad.errors.tr`, in the user's language."""
    return QCoreApplication.translate("", text)
