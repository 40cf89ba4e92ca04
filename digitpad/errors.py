"""Errors and other sentences for the user, kept as templates so that the window can translate them.

::

    DigitpadError             one sentence: what is wrong and what to do
    ├── UsageError            an argument or a number that cannot be used
    ├── DrawingError          a drawing or a strokes file that cannot be read
    ├── PictureError          a picture that cannot be read
    ├── DatasetError          labelled pictures that are missing or broken
    │   └── DatasetNotFound   nothing on the disk and no way to download it
    ├── RecipeError           a setting out of range, or an unknown name
    ├── TrainingError         a run that cannot continue
    ├── CheckpointError       a .pth file that cannot be read, used or written
    │   └── UnknownNetworkError   a network that is not in the registry; defined beside its sentence
    ├── UnexpectedError       an error that nobody foresaw, after it was logged
    └── Cancelled             the user stopped a long piece of work

Boundaries (reading a file, unpickling, the network) turn `OSError`, `UnpicklingError` and
`RuntimeError` into one of these. The window shows the sentence inline; a command prints it and ends
with exit code 2.
"""

from __future__ import annotations

import errno
import os
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath


def tr(text: str) -> str:
    """Marks a text for translation where Qt is not there; the window and the commands translate it.

    Its context is "Core". `tests.tools.make.translations` finds it by the name of this function.
    """
    return text


class DigitpadError(Exception):
    """A sentence for the user: what is wrong and what to do about it.

    The sentence is kept as a template and its values, so that the window can translate the template
    and fill in the values afterwards. `str(error)` is the English sentence.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values
        super().__init__(_filled(template, values))


class UsageError(DigitpadError):
    """An argument or a number that cannot be used."""


class DrawingError(DigitpadError):
    """A drawing or a strokes file that cannot be read."""


class PictureError(DigitpadError):
    """A picture that cannot be read."""


class DatasetError(DigitpadError):
    """Labelled pictures that are missing or broken."""


class DatasetNotFound(DatasetError):  # noqa: N818 - reads as what it says
    """The dataset is not on the disk and could not be downloaded."""


class RecipeError(DigitpadError):
    """A setting out of range, or an unknown name."""


class TrainingError(DigitpadError):
    """A run that cannot continue, such as one whose loss is not a number any more."""


class CheckpointError(DigitpadError):
    """A .pth file that cannot be read, used or written."""


class UnexpectedError(DigitpadError):
    """An error that nobody foresaw, after it was logged.

    Args:
        template: as for `DigitpadError`, and likewise its values.
        details: traceback and versions, as `digitpad.log.log_unexpected` returns them.
    """

    def __init__(self, template: str, details: str, **values: object) -> None:
        super().__init__(template, **values)
        self.details = details


class Cancelled(DigitpadError):  # noqa: N818 - it is an answer, not a fault
    """The user stopped a long piece of work."""

    def __init__(self) -> None:
        super().__init__("Cancelled.")


@dataclass(frozen=True, slots=True)
class Within:
    """An error's sentence inside of another one, where it has no stop of its own."""

    error: DigitpadError

    def __str__(self) -> str:
        return str(self.error).rstrip(".")


def reason(error: BaseException) -> Within | Sentence | str:
    """The short cause of `error` for use inside a sentence, without errno, path or line breaks."""
    if isinstance(error, DigitpadError):
        return Within(error)
    if isinstance(error, OSError) and error.errno in _SYSTEM and error.strerror == os.strerror(error.errno):
        return Sentence(_SYSTEM[error.errno])
    if error.args and isinstance(error.args[0], Sentence):
        return error.args[0]
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[:1].lower() + error.strerror[1:]
    if isinstance(error, RecursionError):
        return Sentence("it is nested too deeply")
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


@dataclass(frozen=True, slots=True)
class Sentence:
    """A note to the user that is not an error; `str(sentence)` is the English text."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return _filled(self.template, self.values)


@dataclass(frozen=True, slots=True)
class Way:
    """How the user does something, as a value in a sentence: `str` is how in a command.

    Attributes:
        command: the options of a command.
        window: the controls of the window, which says them instead.
    """

    command: str
    window: Sentence

    def __str__(self) -> str:
        return self.command


_SYSTEM = {
    errno.ENOENT: tr("no such file or directory"),
    errno.EACCES: tr("permission denied"),
    errno.EPERM: tr("operation not permitted"),
    errno.ENOSPC: tr("no space left on device"),
    errno.EDQUOT: tr("disk quota exceeded"),
    errno.EROFS: tr("read-only file system"),
    errno.EISDIR: tr("is a directory"),
    errno.ENOTDIR: tr("not a directory"),
    errno.ENAMETOOLONG: tr("file name too long"),
    errno.EIO: tr("input/output error"),
    errno.EEXIST: tr("file exists"),
}
"""What systems say of the commonest failures."""


def worded(message: object, translate: Callable[[str], str], *, in_window: bool = False) -> object:
    """An error or a sentence in another language, with what stands inside of it; anything else as it is.

    Args:
        message: what is said, or a value of it.
        translate: gives a template in that language.
        in_window: whether a `Way` names the window's controls instead of a command's options.
    """
    if isinstance(message, Way) and in_window:
        return worded(message.window, translate, in_window=True)
    if isinstance(message, Within):
        return str(worded(message.error, translate, in_window=in_window)).rstrip(".。")
    if not isinstance(message, DigitpadError | Sentence):
        return message
    template = translate(message.template)
    values = {name: worded(value, translate, in_window=in_window) for name, value in message.values.items()}
    return _filled(template, values)


_UNFIT_CATEGORIES = ("Cc", "Cs", "Zl", "Zp")
"""Of Unicode: controls, halves of characters, which no encoding has, and what ends a line or a paragraph."""

_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that turn the order of those after them, so that they read as something else."""


def is_displayable(text: str) -> bool:
    """Whether a text can stand in one line of a terminal or a window: nothing in it moves the cursor.

    Other than with `str.isprintable` there may be no-break spaces, joiners as in Persian, Hindi and emoji,
    and characters of a Unicode newer than Python's.
    """
    return text.isprintable() or all(map(_is_fit, text))


def _is_fit(character: str) -> bool:
    if character.isprintable():
        return True
    return unicodedata.category(character) not in _UNFIT_CATEGORIES and character not in _TURNS


_LONGEST_TEXT, _LONGEST_PATH = 1000, 1000


def _filled(template: str, values: Mapping[str, object]) -> str:
    """A template with its values, each as it can stand in a sentence, whatever a file or its name holds."""
    return template.format(**{name: _fit(value) for name, value in values.items()}) if values else template


def _fit(value: object) -> object:
    """A text or a path in one line and of bearable length; anything else as it is."""
    if isinstance(value, PurePath):
        text = str(value)
        if len(text) > _LONGEST_PATH:  # how it begins, and the name of the file
            text = f"{text[: _LONGEST_PATH // 3]}...{text[-2 * _LONGEST_PATH // 3 :]}"
        return printable(text, len(text))
    return printable(value, _LONGEST_TEXT) if isinstance(value, str) else value


def printable(text: str, most: int = 60) -> str:
    """Text from a file as it can stand in a sentence: short, and without what moves a terminal's cursor."""
    short = text if len(text) <= most else text[: most - 3] + "..."
    return short if short.isprintable() else "".join(c if _is_fit(c) else "?" for c in short)


def written(value: object) -> str:
    """A value that cannot be used, as it can stand in a sentence."""
    try:
        return printable(str(value))
    except (ValueError, RecursionError):  # a number of thousands of digits, or so many tables in each other
        return "too large to be shown"


def enumerated(parts: Sequence[Sentence | str]) -> Sentence:
    """Parts one after the other with commas between them; at least one."""
    listed = parts[-1]
    for part in parts[-2::-1]:
        listed = Sentence("{first}, {rest}", {"first": part, "rest": listed})
    return listed if isinstance(listed, Sentence) else Sentence("{text}", {"text": listed})


def did_you_mean(name: object, known: Iterable[str]) -> Sentence | str:
    """What to add after an unknown name: the nearest of the known ones; empty where none is near."""
    import difflib  # only a mistake needs it

    near = difflib.get_close_matches(str(name), list(known), 1)
    return Sentence(" (did you mean '{name}'?)", {"name": near[0]}) if near else ""
