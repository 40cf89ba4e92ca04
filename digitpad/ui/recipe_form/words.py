"""Recipes, settings and devices in words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from digitpad.recipe.setting import Setting
from digitpad.recipe.table import TABLE
from digitpad.ui.messages import translated, without_key

_tr = QCoreApplication.translate


def plain_title(setting: Setting) -> str:
    """A setting's title without the mark of its key."""
    return without_key(translated(setting.title))


def value_text(name: str, value: object) -> str:
    """A setting's value as people read it."""
    return TABLE[name].kind.text(value, translated)


def change_text(name: str, before: object, after: object) -> str:
    """A change in a few words: "Learning rate 0.01 → 0.001"."""
    return _tr("RecipeForm", "{setting} {before} → {after}").format(
        setting=plain_title(TABLE[name]), before=value_text(name, before), after=value_text(name, after)
    )


def summary(recipe: Mapping[str, object]) -> str:
    """What a recipe is, in one line: network, optimiser, loss, and what else it has of note."""
    network, optimizer, schedule, loss = (
        value_text(name, recipe[name]) for name in ("network", "optimizer", "schedule", "loss")
    )
    if recipe["momentum"] and TABLE["momentum"].applies(recipe):
        optimizer = _tr("RecipeForm", "{optimizer} with momentum").format(optimizer=optimizer)
    if recipe["schedule"] != "none":
        optimizer = _tr("RecipeForm", "{optimizer}, {schedule}").format(
            optimizer=optimizer, schedule=schedule
        )
    extras = (
        translated(setting.summary)
        for name, setting in TABLE.items()
        if setting.summary and recipe[name] != setting.kind.plain(setting.default)
    )
    return " · ".join((network, optimizer, loss, *extras))


def device_title(name: str) -> str:
    """The title of a device in the list."""
    titles = {
        "auto": _tr("RecipeForm", "Auto"),
        "cpu": _tr("RecipeForm", "Processor"),
        "cuda": _tr("RecipeForm", "GPU (CUDA)"),
        "mps": _tr("RecipeForm", "GPU (Apple)"),
    }
    return titles.get(name, name)
