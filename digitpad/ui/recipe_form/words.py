"""Recipes, settings and devices in words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from digitpad.recipe.table import TABLE, Setting

_tr = QCoreApplication.translate


def translated(text: str) -> str:
    """What the table marks for translation, in the user's language."""
    return _tr("", text) if text else ""


def plain_title(setting: Setting) -> str:
    """A setting's title without the mark of its key."""
    return translated(setting.title).replace("&", "")


def value_text(name: str, value: object) -> str:
    """A setting's value as people read it."""
    return TABLE[name].kind.text(value, translated)


def change_text(name: str, before: object, after: object) -> str:
    """A change in a few words: "Learning rate 0.01 → 0.001"."""
    return _tr("RecipeForm", "{setting} {before} → {after}").format(
        setting=plain_title(TABLE[name]) if name in TABLE else name,
        before=value_text(name, before) if name in TABLE else before,
        after=value_text(name, after) if name in TABLE else after,
    )


def summary(recipe: Mapping[str, object]) -> str:
    """What a recipe is, in one line: network, optimiser, loss, and what else it has of note."""
    optimizer = value_text("optimizer", recipe["optimizer"])
    if recipe["momentum"] and TABLE["momentum"].applies(recipe):
        optimizer = _tr("RecipeForm", "{optimizer} with momentum").format(optimizer=optimizer)
    if recipe["schedule"] != "none":
        schedule = value_text("schedule", recipe["schedule"])
        optimizer = _tr("RecipeForm", "{optimizer}, {schedule}").format(
            optimizer=optimizer, schedule=schedule
        )
    extras = [
        translated(setting.summary)
        for name, setting in TABLE.items()
        if setting.summary and recipe[name] != setting.kind.plain(setting.default)
    ]
    parts = [value_text("network", recipe["network"]), optimizer, value_text("loss", recipe["loss"]), *extras]
    return " · ".join(parts)


def count_text(count: int) -> str:
    """How many things are chosen, on a button that asks for more."""
    text = _tr("RecipeForm", "{count} chosen…") if count else _tr("RecipeForm", "none…")
    return text.format(count=count)


def device_title(name: str) -> str:
    """The title of a device in the list."""
    titles = {
        "auto": _tr("RecipeForm", "Auto"),
        "cpu": _tr("RecipeForm", "Processor"),
        "cuda": _tr("RecipeForm", "GPU (CUDA)"),
        "mps": _tr("RecipeForm", "GPU (Apple)"),
    }
    return titles.get(name, name)


def machine(device: str, precision: str) -> str:
    """Device and precision of a run: "CPU · float32"."""
    return f"{device.upper()} · {precision}"
