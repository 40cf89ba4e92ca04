"""The kinds of values that settings have: which are allowed, and how they are read, stored and shown.

A value has three forms: the one a `Recipe` holds (numbers, texts, tuples, `Transform`s), the plain one that
files hold (lists and tables in place of those), and text, for people and on the command line.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from digitpad.data.transforms import Transform
from digitpad.errors import RecipeError, did_you_mean, printable, reason, tr, written


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

    def check(self, setting: str, value: Any) -> None:
        good = isinstance(value, self.types) and not isinstance(value, bool)
        if not (good and (self.low <= value <= self.high or (self.nothing and value == 0))):  # NaN is not
            raise RecipeError(
                "The setting {setting} is {value}; choose a number from {low} to {high}{also}.",
                setting=setting,
                value=value if isinstance(value, float) else written(value),
                low=f"{self.low:.10g}",
                high=f"{self.high:.10g}",
                also=", or 0" if self.nothing and self.low > 0 else "",
            )

    def read(self, text: str) -> Any:
        try:
            return self.types[0](text)
        except ValueError:
            return text


class Whole(Number):
    """A whole number."""

    metavar = "N"
    types = (int,)


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
        numbers = [Number().read(part) for part in _parts(text)]
        if any(isinstance(number, str) for number in numbers):
            return text
        return (numbers[0] if len(numbers) == 1 else tuple(numbers)) if numbers else None

    def typed(self, value: Any) -> Any:
        return tuple(value) if isinstance(value, list) else value

    def plain(self, value: Any) -> Any:
        return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Table(Kind):
    """Names with a number from 0 to `high` each."""

    high: float = 0
    most: int = 100
    example = tr("such as features = 0.1, classifier = 1")
    metavar = "LAYER=X,..."

    def check(self, setting: str, value: Any) -> None:
        pairs = isinstance(value, tuple) and all(isinstance(row, tuple) and len(row) == 2 for row in value)
        if not pairs or len(value) > self.most:
            raise RecipeError(
                "The setting {setting} must be a table of at most {most} names and numbers.",
                setting=setting,
                most=self.most,
            )
        for name, number in value:
            Kind().check(setting, name)
            Number(0, self.high).check(setting, number)

    def read(self, text: str) -> Any:
        pairs = (part.partition("=") for part in _parts(text, " ="))
        return tuple((name.strip(), Number().read(number.strip())) for name, _, number in pairs)

    def argument(self, value: Any) -> str:
        return ", ".join(f"{name} = {number}" for name, number in dict(value).items())

    def typed(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        # One row more than are allowed, which `check` refuses, and not all of a table without end.
        return tuple(dict(islice(_dotted(value), self.most + 1)).items())

    def plain(self, value: Any) -> Any:
        return dict(value)


@dataclass(frozen=True, slots=True)
class Tables(Kind):
    """A list of tables; as text a TOML array of tables, or the path of a TOML file that has them under `key`.

    Attributes:
        key: the setting's name.
        most: how many there may be.
    """

    key: str = ""
    most: int = 20
    metavar = "TOML"

    def check(self, setting: str, value: Any) -> None:
        if not isinstance(value, tuple) or len(value) > self.most:
            raise RecipeError(
                "The setting {setting} must be a list of at most {most} tables.",
                setting=setting,
                most=self.most,
            )

    def read(self, text: str) -> Any:
        if not text.strip():
            return ()
        try:
            inline = text.lstrip().startswith("[")
            toml = f"{self.key} = {text}" if inline else Path(text).expanduser().read_text("utf-8-sig")
            return self.typed(tomllib.loads(toml).get(self.key, []))
        except (OSError, ValueError, RuntimeError) as error:
            raise RecipeError(
                "The {key} {text} are neither TOML nor a TOML file: {why}.",
                key=self.key,
                text=printable(text, 200),
                why=reason(error),
            ) from error

    def argument(self, value: Any) -> str:
        return _inline(self.plain(value))


class Transforms(Tables):
    """torchvision's transforms."""

    example = tr('such as [{name = "RandomCrop", padding = 4}], or a TOML file')

    def text(self, value: Any, translate: Callable[[str], str] | None = None) -> str:
        return ", ".join(map(str, self.typed(value))) or Kind.text(self, (), translate)

    def typed(self, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return value
        return tuple(item if isinstance(item, Transform) else Transform.from_dict(item) for item in value)

    def plain(self, value: Any) -> Any:
        return [transform.as_dict() for transform in value]


class Layers(Tables):
    """The layers of a network; `digitpad.model.spec` is loaded only where there are some."""

    example = tr('such as [{layer = "flatten"}, {layer = "linear"}], or a TOML file')

    def text(self, value: Any, translate: Callable[[str], str] | None = None) -> str:
        return ", ".join(table["layer"] for table in self.plain(value)) or Kind.text(self, (), translate)

    def typed(self, value: Any) -> Any:
        if not value or not isinstance(value, list | tuple) or not isinstance(value[0], Mapping):
            return tuple(value) if isinstance(value, list) else value
        from digitpad.model.spec.plain import from_tables

        return from_tables(value)

    def plain(self, value: Any) -> Any:
        if not value or isinstance(value[0], Mapping):
            return list(value)
        from digitpad.model.spec.plain import as_tables

        return as_tables(value)


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


def _parts(text: str, blank: str = " ") -> list[str]:
    """What stands between commas or semicolons."""
    return [part for part in text.replace(";", ",").split(",") if part.strip(blank)]


def _inline(value: Any) -> str:
    """Plain values as TOML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_inline(part)}" for key, part in value.items()) + "}"
    return "[" + ", ".join(map(_inline, value)) + "]" if isinstance(value, list) else json.dumps(value)


def _dotted(table: Mapping[Any, Any], before: str = "") -> Iterator[tuple[Any, Any]]:
    """The table's entries, with "classifier.6" for what TOML takes for a "6" in a table "classifier"."""
    for key, value in table.items():
        name = f"{before}{key}" if isinstance(key, str) else key
        # A table within itself ends where its name is too long.
        if isinstance(value, Mapping) and isinstance(name, str) and len(name) <= Kind.longest:
            yield from _dotted(value, f"{name}.")
        else:
            yield name, value
