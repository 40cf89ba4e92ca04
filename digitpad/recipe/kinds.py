"""The kinds of values that settings have: which are allowed, and how they are read, stored and shown.

A value has three forms: the one a `Recipe` holds (numbers, texts, tuples, `Transform`s), the plain one that
files hold (lists and tables in place of those), and text, for people and on the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from digitpad.errors import RecipeError, did_you_mean, printable, tr, written
from digitpad.numerals import read_number, read_numbers, read_whole


@dataclass(frozen=True, slots=True)
class Kind:
    """A short text on one line, and what all kinds share.

    Attributes:
        nothing: what people read for a value in `empty`; "" where that means nothing special.
    """

    nothing: str = field(default="", kw_only=True)
    empty: ClassVar[tuple[object, ...]] = ("", None, (), [], {})
    metavar: ClassVar[str] = "TEXT"
    example: ClassVar[str] = ""
    longest: ClassVar[int] = 60

    def check(self, setting: str, value: Any) -> None:
        """Raise a `RecipeError` that names the setting unless a recipe may have `value`."""
        if self.nothing and value == "":
            return
        if not isinstance(value, str) or not value or value != printable(value, self.longest):
            raise RecipeError("The setting {setting} must be a short text on one line.", setting=setting)

    def read(self, text: str) -> Any:
        """The value that a text stands for; text that stands for none comes back, and `check` refuses it."""
        return text

    def argument(self, value: Any) -> str:
        """The text that `read` reads."""
        return ", ".join(map(str, _each(value)))

    def text(self, value: Any, translate: Callable[[str], str] | None = None) -> str:
        """A value, of either form, as people read it; with titles instead of names given `translate`."""
        if self.nothing and value in self.empty:
            return (translate or str)(self.nothing)
        return self.argument(value)

    def typed(self, value: Any) -> Any:
        """A recipe's value from a plain one."""
        return value

    def plain(self, value: Any) -> Any:
        """A plain value from a recipe's."""
        return value

    def located(self, value: Any, _folder: Path) -> Any:
        """The value, whole where it is a path that counts from `_folder`."""
        return value


class File(Kind):
    """The path of a file, which counts from the folder of the TOML file that it stands in."""

    metavar = "F"
    longest = 4096

    def located(self, value: Any, folder: Path) -> Any:
        return str((folder / expanded(Path(value))).absolute()) if value and isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """True or false."""

    def check(self, setting: str, value: Any) -> None:
        if not isinstance(value, bool):
            raise RecipeError("The setting {setting} must be true or false.", setting=setting)

    def text(self, value: Any, translate: Callable[[str], str] | None = None) -> str:
        return (translate or str)(tr("yes") if value else tr("no"))


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of some names.

    Attributes:
        titles: name -> what people read.
        named: whether lists have the name before the title.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    named: bool = False
    metavar = "NAME"

    def check(self, setting: str, value: Any) -> None:
        if not isinstance(value, str) or value not in self.titles:
            raise RecipeError(
                "There is no {setting} called '{value}'{hint}; choose one of {known}.",
                setting=setting,
                value=written(value),
                hint=did_you_mean(written(value), self.titles),
                known=", ".join(self.titles),
            )

    def text(self, value: Any, translate: Callable[[str], str] | None = None) -> str:
        return translate(self.titles.get(value, str(value))) if translate else str(value)


class NameOrFolder(Choice):
    """One of some names, or the path of a folder."""

    metavar = "D"

    def check(self, setting: str, value: Any) -> None:
        File().check(setting, value)

    def located(self, value: Any, folder: Path) -> Any:
        named = isinstance(value, str) and value in self.titles
        return value if named else File().located(value, folder)


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A number from `low` to `high`, or 0 where that means something special."""

    low: float = 0
    high: float = 0
    empty: ClassVar[tuple[object, ...]] = (0,)
    metavar = "X"
    types: ClassVar[tuple[type, ...]] = (float, int)
    refusals: ClassVar[tuple[str, str]] = (
        tr("The setting {setting} is {value}; choose a number from {low} to {high}."),
        tr("The setting {setting} is {value}; choose a number from {low} to {high}, or 0."),
    )

    def check(self, setting: str, value: Any) -> None:
        good = isinstance(value, self.types) and not isinstance(value, bool)
        if not (good and (self.low <= value <= self.high or (self.nothing and value == 0))):  # NaN is not
            raise RecipeError(
                self.refusals[bool(self.nothing and self.low > 0)],
                setting=setting,
                value=f"{value:.10g}" if good and isinstance(value, float) else written(value) or "''",
                low=f"{self.low:.10g}",
                high=f"{self.high:.10g}",
            )

    def read(self, text: str) -> Any:
        try:
            return read_number(text)
        except ValueError:
            return text


class Whole(Number):
    """A whole number."""

    metavar = "N"
    types = (int,)
    refusals = (
        tr("The setting {setting} is {value}; choose a whole number from {low} to {high}."),
        tr("The setting {setting} is {value}; choose a whole number from {low} to {high}, or 0."),
    )

    def read(self, text: str) -> Any:
        try:
            return read_whole(text)
        except ValueError:
            return text


class PerChannel(Number):
    """A number for all channels, or one for each; None for what is measured on the dataset."""

    empty = (None,)
    metavar = "X[,X,X]"

    def check(self, setting: str, value: Any) -> None:
        if value is not None and len(_each(value)) not in (1, 3):
            raise RecipeError("The setting {setting} has one number, or three for colour.", setting=setting)
        for number in _each(value):
            Number(self.low, self.high).check(setting, number)

    def read(self, text: str) -> Any:
        try:
            numbers = read_numbers(text)
        except ValueError:
            return text
        return (numbers[0] if len(numbers) == 1 else tuple(numbers)) if numbers else None

    def typed(self, value: Any) -> Any:
        return tuple(value) if isinstance(value, list) else value

    def plain(self, value: Any) -> Any:
        return list(value) if isinstance(value, tuple) else value


def expanded(path: Path) -> Path:
    """The path with the home folder for "~"; as it is where nobody is called so."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def is_folder(name: object) -> bool:
    """Whether `name` is a path rather than the name of a dataset."""
    return isinstance(name, str) and any(mark in name for mark in "/\\~")


def _each(value: Any) -> tuple[Any, ...]:
    """The values that a value consists of."""
    return tuple(value) if isinstance(value, list | tuple) else () if value is None else (value,)
