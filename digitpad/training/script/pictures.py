"""Parts of the script: the dataset, random changes of its pictures, and normalisation."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

from digitpad.data import augment
from digitpad.data import transforms as changes
from digitpad.form import DIGIT_FORM, LARGEST
from digitpad.model import normalization
from digitpad.recipe.recipe import Recipe
from digitpad.training.script import datasets


def reads_alone(recipe: Recipe) -> bool:
    """Whether channels and size are known without reading the pictures: MNIST's in their own form."""
    as_it_is = recipe.picture_size in (0, DIGIT_FORM.size) and recipe.colour != "colour"
    return recipe.dataset == "mnist" and as_it_is


def dataset(recipe: Recipe, data: Path, shape_is_used: bool) -> str:
    """Return the lines that read the pictures, with channels and size if `shape_is_used` by later ones."""
    lines = datasets.reading(recipe, data).strip()
    if shape_is_used and not reads_alone(recipe):
        lines += "\nCHANNELS, SIZE = train_images.shape[1:3]"
    return lines


def _written(arguments: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in arguments.items())


def _is_measured(recipe: Recipe) -> bool:
    return recipe.mean is None or recipe.std is None


def _is_one_number(recipe: Recipe) -> bool:
    """Whether mean and std are one number each: the arithmetic then needs no tensors."""
    return isinstance(recipe.mean, int | float) and isinstance(recipe.std, int | float)


_PER_CHANNEL = "(torch.tensor(number, device=DEVICE).view(-1, 1, 1) for number in (mean, std))"


def normalisation(recipe: Recipe) -> str:
    """Return the recipe's mean and standard deviation; "" where they are measured."""
    if _is_one_number(recipe):
        return f"MEAN, STD = {recipe.mean!r}, {recipe.std!r}  # of the pixels, 0 to 1"
    if recipe.mean is None or recipe.std is None:
        return ""
    mean, std = normalization.values(recipe.mean), normalization.values(recipe.std)
    return f"mean, std = {mean!r}, {std!r}  # of the pixels' channels, 0 to 1\nMEAN, STD = {_PER_CHANNEL}"


def measuring(recipe: Recipe) -> str:
    """Return the lines that measure the normalisation, where the recipe leaves it open."""
    if not _is_measured(recipe):
        return ""
    lines = ["mean, std = mean_and_std(train_images)"]
    lines += [
        f"{name} = {value!r}  # the recipe's own"
        for name, value in (("mean", recipe.mean), ("std", recipe.std))
        if value is not None
    ]
    parts = [
        f"PerChannel = float | tuple[float, ...]\n_PART = {normalization._PART}",
        inspect.getsource(normalization._rounded),
        inspect.getsource(normalization.mean_and_std),
        "\n".join([*lines, f"MEAN, STD = {_PER_CHANNEL}"]),
    ]
    return "\n\n\n".join(part.strip() for part in parts)


def normalised(recipe: Recipe) -> str:
    """Return the function that normalises a batch."""
    result = "images * (1 / (255 * STD)) - MEAN / STD"
    if not _is_one_number(recipe):
        result = "(images * (1 / 255) - MEAN) / STD"
    repeated = ""
    if recipe.entry.repeats_grey and not is_in_colour(recipe):
        result = f"({result}).expand(-1, 3, -1, -1)"
        repeated = "\n    Grey ones are repeated to the three channels that the network has.\n    "
    return (
        "def normalised(images: Tensor) -> Tensor:\n"
        '    """Pictures as the network takes them: float32 from 0 to 255, shifted and scaled.'
        f'{repeated}"""\n'
        f"    return {result}"
    )


def is_in_colour(recipe: Recipe) -> bool:
    """Whether the recipe alone says that pictures are in colour; three numbers never fit grey ones."""
    numbers = [value for value in (recipe.mean, recipe.std) if isinstance(value, tuple)]
    return recipe.colour == "colour" or any(len(value) == 3 for value in numbers)


def augmentation(recipe: Recipe) -> str:
    """Return the lines of digitpad's own augmentation."""
    change = augment.AUGMENTATIONS[recipe.augmentation]
    if change is None:
        return ""
    source = inspect.getsource(type(change))
    parts = [f"_WAVES = {augment._WAVES}"] if "_WAVES" in source else []
    parts += [inspect.getsource(augment._inside)] if "_inside(" in source else []
    parts += [source, f"augment = {change!r}"]
    return "\n\n\n".join(part.strip() for part in parts)


def transforms(recipe: Recipe) -> str:
    """Return the lines of torchvision's transforms."""
    if not recipe.transforms:
        return ""
    size = recipe.picture_size or (DIGIT_FORM.size if reads_alone(recipe) else 0)
    calls = [f"    v2.{change.name}({transform_arguments(change, size)})," for change in recipe.transforms]
    made = "\n".join(["TRANSFORMS = [", *calls, "]"])
    return f"{made}\n\n\n{_source_of_apply()}"


def _source_of_apply() -> str:
    return re.sub("  # type: ignore.*", "", inspect.getsource(augment.apply)).strip()


class _UnknownSize(int):
    """The side of pictures that is known only when the script runs.

    It is larger than any, so that the smaller of a setting and it is the setting.
    """

    def __repr__(self) -> str:
        return "SIZE"


_SMALLEST_OWN = 16
"""Side of the smallest pictures that any dataset has by itself: USPS's."""


def transform_arguments(change: changes.Transform, size: int) -> str:
    """The arguments of torchvision's class for pictures of `size`; 0 if that is not known yet."""
    if size:
        return _written(changes.arguments(change, size))
    values = changes.arguments(change, _UnknownSize(LARGEST))
    texts = {name: repr(value) for name, value in values.items()}
    # These are limited by the picture's size, as in `arguments`.
    if values.get("padding", 0) > _SMALLEST_OWN:
        texts["padding"] = f"min({values['padding']}, SIZE)"
    if values.get("kernel_size", 0) >= _SMALLEST_OWN:
        texts["kernel_size"] = f"min({values['kernel_size']}, (SIZE - 1) // 2 * 2 + 1)"
    if change.name == "ElasticTransform":
        texts["sigma"] = "min(5, (SIZE - 1) / 4)"
    return ", ".join(f"{name}={text}" for name, text in texts.items())
