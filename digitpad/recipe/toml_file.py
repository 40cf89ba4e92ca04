"""Recipes as files: TOML that people read, write and pass on."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from digitpad.errors import RecipeError, printable, reason, written
from digitpad.files import replace_file
from digitpad.model.registry import OWN
from digitpad.recipe.kinds import expanded
from digitpad.recipe.presets import PRESETS, preset
from digitpad.recipe.recipe import BASE, Recipe, known_settings
from digitpad.recipe.table import TABLE

SUFFIX = ".toml"

_MOST = 1_000_000  # bytes
_HEAD = (
    "# A recipe for digitpad: digitpad train --recipe THIS_FILE, or, in the window, Recipe > Open a recipe.\n"
    f'# What a file leaves out is the default, or the preset\'s with {BASE} = "quick".\n\n'
)


def is_recipe_file(name: str) -> bool:
    """Whether `name` is meant as a file and not as a preset."""
    return name.lower().endswith(SUFFIX)


def named_recipe(name: str) -> Recipe:
    """The preset called `name`, or the recipe in the file.

    Raises:
        RecipeError: when there is none, or the file holds no recipe.
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
    except (ValueError, RecursionError) as error:  # not UTF-8 or TOML, or a number of thousands of digits
        raise RecipeError("{path} is not a TOML file: {why}.", path=path, why=reason(error)) from error
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
    own = known_settings(values)
    if own.get("layers"):
        own = {"network": OWN, **own}
    if base is None and "network" not in own:
        raise RecipeError(
            'It names no network; add network = "quick", or {base} = "quick" to begin with a preset '
            "({known}).",
            base=BASE,
            known=", ".join(PRESETS),
        )
    begun = {} if base is None else preset(written(base)).as_dict()
    folder = expanded(path).absolute().parent
    located = {name: TABLE[name].kind.located(value, folder) for name, value in own.items()}
    return Recipe.from_dict({**begun, "name": printable(path.stem), **located})


def recipe_text(recipe: Recipe) -> str:
    """The recipe as a file's text: all settings, but those that are the dataset's own or empty lists."""
    import tomli_w

    return _HEAD + tomli_w.dumps(
        {k: value for k, value in recipe.as_dict().items() if value not in (None, [], {})}
    )


def save_recipe(recipe: Recipe, path: Path) -> None:
    """Write a recipe; the file there is replaced only by a complete one.

    Paths in a recipe count from the current folder and those in a file from its own: they are written whole.

    Raises:
        RecipeError: when the file cannot be written.
    """
    try:
        whole = {name: setting.kind.located(getattr(recipe, name), Path()) for name, setting in TABLE.items()}
        replace_file(path, recipe_text(recipe.with_changes(**whole)).encode())
    except OSError as error:
        raise RecipeError(
            "{path} could not be written: {why}. Choose another folder or make room.",
            path=path,
            why=reason(error),
        ) from error
