"""The recipes that have a name; they are kept in presets.toml, which shows what a recipe's file is like."""

from __future__ import annotations

import tomllib
from pathlib import Path

from digitpad.model.registry import Architecture
from digitpad.recipe.kinds import Choice
from digitpad.recipe.recipe import Recipe

_FILE = Path(__file__).with_name("presets.toml")

PRESETS: dict[str, Recipe] = {
    name: Recipe.from_dict({"name": name, "network": name, **values})
    for name, values in tomllib.loads(_FILE.read_text("utf-8")).items()
}


def preset_of(entry: Architecture) -> Recipe:
    """The preset that trains this network; for one that has none, that of another of its kind."""
    for recipe in PRESETS.values():
        if recipe.network == entry.name:
            return recipe
    like = "notes-vgg16" if entry.ready_made else "colour" if entry.form.colour else "quick"
    return PRESETS[like].with_changes(name=entry.name, network=entry.name, layers=entry.own)


def preset(name: str) -> Recipe:
    """The preset called `name`.

    Raises:
        RecipeError: naming the known ones, when there is none.
    """
    Choice(titles=dict.fromkeys(PRESETS, "")).check("recipe", name)
    return PRESETS[name]
