"""Kinds of values that are tables: of names and numbers, of transforms, of layers."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from digitpad.data.transforms import Transform
from digitpad.errors import RecipeError, printable, reason, tr
from digitpad.numerals import parts
from digitpad.recipe.kinds import Kind, Number


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
        pairs = (part.partition("=") for part in parts(text, " ="))
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
