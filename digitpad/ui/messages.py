"""Errors, and what else there is to tell, as sentences in the user's language."""

from __future__ import annotations

import logging
import re

from PySide6.QtCore import QCoreApplication

from digitpad.errors import DigitpadError, Sentence, worded

CORE = "Core"
"""The context of all texts that the core says."""

_log = logging.getLogger("digitpad")


def sentence(message: BaseException | Sentence) -> str:
    """What the window says of an error, or of something worth telling.

    The sentences of `DigitpadError` and `Sentence` are templates, translated here and filled in afterwards;
    those among their values are translated too, and a `Way` names the window's controls. Anything else is a
    fault of the program: it is logged whole and shown as one sentence.
    """
    if isinstance(message, DigitpadError | Sentence):
        text = filled(message)
        if text.endswith((".", "!", "?", "。", "！", "？")):  # Chinese too
            return text
        return QCoreApplication.translate(CORE, "{sentence}.").format(sentence=text)
    _log.error("unexpected error", exc_info=message)
    template = QCoreApplication.translate(
        CORE, "Something went wrong in digitpad ({name}); your drawing and your runs are kept."
    )
    return template.format(name=type(message).__name__)


def filled(message: DigitpadError | Sentence) -> str:
    """The template in the user's language with its values, and nothing after it."""
    return str(value_text(message))


def value_text(value: object) -> object:
    """A value of a sentence as the window says it."""
    return worded(value, translated, in_window=True)


def counted(count: int, one: str, several: str) -> str:
    """How many there are: the text for one, or that for several or none with its `{count}` filled in."""
    return one if count == 1 else several.format(count=f"{count:,}")


def translated(text: str) -> str:
    """A text of the core, which marks it with `digitpad.errors.tr`, in the user's language."""
    return QCoreApplication.translate(CORE, text)


def without_key(title: str) -> str:
    """A title without the key that opens it: "&Save" and "保存(&S)" are "Save" and "保存"."""
    return re.sub(r"\(&\w\)|&(?=\w)", "", title)
