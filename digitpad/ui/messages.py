"""Errors, and what else there is to tell, as sentences in the user's language."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from digitpad.errors import DigitpadError, Sentence, UnexpectedError, worded
from digitpad.log import in_its_words, log_unexpected, written_log

CORE = "Core"
"""The context of all texts that the core says."""

_FULL_WIDTH_ENDS = ("。", "！", "？", "：", "；", "）")
"""What ends a sentence and brings its own room."""


def sentence(message: BaseException | Sentence) -> str:
    """What the window says of an error, or of something worth telling.

    The sentences of `DigitpadError` and `Sentence` are templates, translated here and filled in afterwards;
    those among their values are translated too, and a `Way` names the window's controls. Anything else is a
    fault of the program, see `unexpected`.
    """
    text = filled(message if isinstance(message, DigitpadError | Sentence) else unexpected(message))
    if text.endswith((".", "!", "?", "。", "！", "？")):  # Chinese too
        return text
    return QCoreApplication.translate(CORE, "{sentence}.").format(sentence=text)


def unexpected(error: BaseException) -> UnexpectedError:
    """Log a fault of the program; the window says in one sentence that there was one, and where more is."""
    details = log_unexpected(error)
    values = {"error": in_its_words(error), "log": written_log()}
    if values["log"] is None:
        return UnexpectedError(
            "Something went wrong in digitpad ({error}); your drawing and your runs are kept.",
            details,
            **values,
        )
    return UnexpectedError(
        "Something went wrong in digitpad ({error}); your drawing and your runs are kept. "
        "The log says more: {log}.",
        details,
        **values,
    )


def joined(*texts: str) -> str:
    """Sentences one after the other, empty ones left out; between Chinese ones stands no blank."""
    whole = ""
    for text in filter(None, texts):
        whole += f" {text}" if whole and not whole.endswith(_FULL_WIDTH_ENDS) else text
    return whole


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
