"""What a recipe leaves open, decided for a computer and a dataset."""

from __future__ import annotations

from digitpad.data.labelled import Dataset
from digitpad.errors import RecipeError
from digitpad.model.normalization import averaged, is_normalization, mean_and_std, values
from digitpad.recipe.recipe import Recipe
from digitpad.training.device import resolve_precision


def resolved(recipe: Recipe, dataset: Dataset, device: str) -> Recipe:
    """Return the recipe with the precision of this computer and the normalisation of the dataset, where open.

    Raises:
        RecipeError: when its normalisation is for pictures with other channels.
    """
    mean, std = recipe.mean, recipe.std
    if mean is None or std is None:
        own = dataset.mean, dataset.std
        default = mean_and_std(dataset.train.images) if None in own else own
        mean = default[0] if mean is None else mean
        std = default[1] if std is None else std
    channels = dataset.train.form.channels
    if channels == 1:  # grey pictures under a recipe for colour, such as ImageNet's
        mean = None if mean is None else averaged(mean)
        std = None if std is None else averaged(std)
    if mean is None or std is None or not is_normalization(mean, std, channels):
        raise RecipeError(
            "The normalisation has {numbers} numbers and the pictures have {channels} channels; give one "
            "number, or one for each channel.",
            numbers=max(len(values(mean or 0.0)), len(values(std or 0.0))),
            channels=channels,
        )
    return recipe.with_changes(precision=resolve_precision(recipe.precision, device), mean=mean, std=std)
