"""The recipes that have a name; they are kept in presets.toml, which shows what a recipe's file is like."""

from __future__ import annotations

import tomllib
from pathlib import Path

from digitpad.data.catalogue import FASHION_CLASSES, KUZUSHIJI_CLASSES
from digitpad.errors import tr
from digitpad.form import INK
from digitpad.model.registry import Architecture
from digitpad.recipe.kinds import Choice
from digitpad.recipe.recipe import Recipe

_FILE = Path(__file__).with_name("presets.toml")

PRESETS: dict[str, Recipe] = {
    name: Recipe.from_dict({"name": name, "network": name, **values})
    for name, values in tomllib.loads(_FILE.read_text("utf-8")).items()
}

PURPOSES: dict[str, str] = {
    "quick": tr("99 % of MNIST in seconds: the one to begin with"),
    "notes-basic": tr("The notes' first network, small and plain: to follow every step"),
    "notes-wide": tr("As notes-basic, with more kernels and padding: what width brings"),
    "notes-adam": tr("Adam and small batches instead of SGD: how optimisers differ"),
    "notes-logits": tr("Logits and cross-entropy instead of log_softmax and NLL; keeps the best epoch"),
    "best": tr("The highest accuracy on MNIST, in some minutes"),
    "handwriting": tr("The shipped network: many writers, and what is not a digit; takes long"),
    "notes-cifar10": tr("Colour pictures: the notes' network for CIFAR-10"),
    "colour": tr("Colour pictures, read far better, by residual blocks; takes long without a GPU"),
    "notes-vgg16": tr("A ready-made network, VGG-16, with a new last layer: transfer learning"),
}
"""What each preset is for, to be translated."""

_OF_CLASSES: dict[tuple[str, ...], str] = {FASHION_CLASSES: "fashion-mnist", KUZUSHIJI_CLASSES: "kmnist"}
"""Datasets that nothing but their classes tells from MNIST."""


def preset_of(entry: Architecture, classes: tuple[str, ...] = ()) -> Recipe:
    """The preset that trains this network; for one that has none, that of another of its kind.

    Args:
        entry: the network.
        classes: names of its classes, which tell the dataset of one that has no preset.
    """
    for recipe in PRESETS.values():
        if recipe.network == entry.name:
            return recipe
    pictures = entry.form.colour and entry.form.content != INK  # digits are read in three equal channels too
    like = "notes-vgg16" if entry.ready_made else "colour" if pictures else "quick"
    recipe = PRESETS[like].with_changes(name=entry.name, network=entry.name, layers=entry.own)
    dataset = _OF_CLASSES.get(classes)
    return recipe if dataset is None else recipe.with_changes(dataset=dataset)


def preset(name: str) -> Recipe:
    """The preset called `name`.

    Raises:
        RecipeError: naming the known ones, when there is none.
    """
    Choice(titles=dict.fromkeys(PRESETS, "")).check("recipe", name)
    return PRESETS[name]
