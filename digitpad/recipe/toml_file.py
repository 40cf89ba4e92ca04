"""Recipes as files: TOML that people read, write and pass on."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import tomli_w

from digitpad.data.datasets import DATASETS
from digitpad.errors import RecipeError, did_you_mean, printable, reason, written
from digitpad.files import replace_file
from digitpad.recipe.presets import PRESETS, preset
from digitpad.recipe.recipe import SETTINGS, Recipe

SUFFIX = ".toml"

BASE = "based_on"
"""The key that names the preset whose settings count where the file is silent."""

_PATHS = ("weights",)
_MOST = 1_000_000  # bytes
_LONGEST_LAYER = 60


def is_recipe_file(name: str) -> bool:
    """Whether `name` is meant as a file and not as a preset."""
    return name.lower().endswith(SUFFIX)


def named_recipe(name: str) -> Recipe:
    """The preset called `name`, or the recipe in the file.

    Raises:
        RecipeError: when there is none, or the file is no recipe.
    """
    return load_recipe(Path(name)) if is_recipe_file(name) else preset(name)


def load_recipe(path: Path) -> Recipe:
    """The recipe in a file. Paths in it count from the file's folder.

    Raises:
        RecipeError: one sentence that says what is wrong and where.
    """
    try:
        with expanded(path).open("rb") as file:
            content = file.read(_MOST + 1)
        if len(content) > _MOST:
            raise RecipeError("{path} is too large for a recipe; choose another file.", path=path)
        values = tomllib.loads(content.decode("utf-8-sig"))  # Windows' editors begin files with a mark
    except FileNotFoundError as error:
        raise RecipeError("{path} does not exist; check the name.", path=path) from error
    except OSError as error:
        raise RecipeError("{path} could not be read: {why}.", path=path, why=reason(error)) from error
    except (ValueError, RecursionError) as error:  # not UTF-8, no TOML, or a number of thousands of digits
        raise RecipeError("{path} is no TOML file: {why}.", path=path, why=reason(error)) from error
    try:
        return parse_recipe(values, path)
    except RecipeError as error:
        raise RecipeError("{path} cannot be used: {why}", path=path, why=error) from error


def parse_recipe(values: dict[str, Any], path: Path) -> Recipe:
    """The recipe that a file's content describes.

    Args:
        values: as TOML gives them.
        path: the file, for the paths in it and for the recipe's name where it has none.

    Raises:
        RecipeError: for an unknown setting, naming the nearest, or a value out of range.
    """
    base = values.pop(BASE, None)
    for key in values:
        if key not in SETTINGS:
            raise RecipeError(
                "There is no setting '{name}'{hint}. The settings are {known}.",
                name=printable(key),
                hint=did_you_mean(key, (*SETTINGS, BASE)),
                known=", ".join((BASE, *SETTINGS)),
            )
    if base is None and "network" not in values:
        raise RecipeError(
            'It names no network; add network = "quick", or {base} = "quick" to begin with a preset '
            "({known}).",
            base=BASE,
            known=", ".join(PRESETS),
        )
    begun = {} if base is None else preset(written(base)).as_dict()
    values.setdefault("name", printable(path.stem))
    for key in _PATHS:
        values[key] = _beside(values.get(key, ""), path)
    if isinstance(rates := values.get("layer_rates"), dict):
        values["layer_rates"] = _dotted(rates)
    if "dataset" in values and _looks_like_path(values["dataset"]):
        values["dataset"] = _beside(values["dataset"], path)
    return Recipe.from_dict({**begun, **values})


def _dotted(table: dict[str, Any]) -> dict[str, Any]:
    """The table with "classifier.6" for what TOML takes for a "6" in a table "classifier"."""
    flat: dict[str, Any] = {}
    left = [("", table)]
    while left:
        before, inner = left.pop()
        for key, value in inner.items():
            name = before + key
            if isinstance(value, dict) and len(name) <= _LONGEST_LAYER:
                left.append((f"{name}.", value))
            else:
                flat[name] = value
    return flat


def _looks_like_path(name: object) -> bool:
    return isinstance(name, str) and name != "" and name not in DATASETS


def _beside(name: object, path: Path) -> object:
    """A path as it counts from the file's folder."""
    if not isinstance(name, str) or not name:
        return name
    return str(expanded(path).absolute().parent / expanded(Path(name)))


def expanded(path: Path) -> Path:
    """The path with the home folder for "~"; as it is where nobody is called so."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def recipe_text(recipe: Recipe) -> str:
    """The recipe as a file's text: all settings, but those that are the dataset's own."""
    values = {key: value for key, value in recipe.as_dict().items() if value is not None}
    # Tables come last in TOML.
    tables = {key: values.pop(key) for key in ("layer_rates", "transforms")}
    values |= {key: table for key, table in tables.items() if table}
    return _HEAD + tomli_w.dumps(values)


_HEAD = (
    "# A recipe for digitpad: digitpad train --recipe THIS_FILE, or, in the window, Recipe > Open a recipe.\n"
    f'# What a file leaves out is the default, or the preset\'s with {BASE} = "quick".\n\n'
)


def _with_whole_paths(recipe: Recipe) -> Recipe:
    changes = {}
    if recipe.weights:
        changes["weights"] = str(expanded(Path(recipe.weights)).absolute())
    folder = expanded(Path(recipe.dataset)).absolute()
    if recipe.dataset not in DATASETS and (_looks_like_path(recipe.dataset) or folder.is_dir()):
        changes["dataset"] = str(folder)
    return recipe.with_changes(**changes)


def save_recipe(recipe: Recipe, path: Path) -> None:
    """Write a recipe; the file there is replaced only by a complete one.

    Paths in a recipe count from the current folder and those in a file from its own: they are written whole.

    Raises:
        RecipeError: when the file cannot be written.
    """
    try:
        replace_file(path, recipe_text(_with_whole_paths(recipe)).encode())
    except OSError as error:
        raise RecipeError(
            "{path} could not be written: {why}. Choose another folder or make room.",
            path=path,
            why=reason(error),
        ) from error
