"""The recipes that have a name: the systems of the study notes, and ours."""

from __future__ import annotations

from digitpad.errors import RecipeError, did_you_mean, printable
from digitpad.model.registry import IMAGENET_MEAN, IMAGENET_STD
from digitpad.recipe.recipe import Recipe

PRESETS: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "quick",
            "quick",
            loss="cross-entropy",
            optimizer="adamw",
            learning_rate=0.01,
            weight_decay=0.01,
            batch_size=256,
            epochs=2,
            schedule="one-cycle",
            precision="auto",
        ),
        Recipe("notes-basic", "notes-basic", batch_size=64, epochs=3),
        # bfloat16 is left to the two recipes that gain by it: measured per epoch with AVX512-bf16, it takes
        # 0.7 of the time here and 0.8 for quick, but 0.95 for notes-basic and 1.1 for notes-adam.
        Recipe("notes-wide", "notes-wide", loss="cross-entropy", batch_size=128, epochs=10, precision="auto"),
        Recipe(
            "notes-adam",
            "notes-adam",
            loss="cross-entropy",
            optimizer="adam",
            learning_rate=0.001,
            momentum=0.0,
            batch_size=16,
            epochs=10,
        ),
        # std 0.3801 is what note 003 writes; MNIST's own is 0.3081. range(1, 50) makes 49 epochs.
        Recipe(
            "notes-logits",
            "notes-logits",
            loss="cross-entropy",
            batch_size=64,
            epochs=49,
            std=0.3801,
            keep_above=0.97,
        ),
        Recipe(
            "best",
            "best",
            loss="cross-entropy",
            optimizer="adamw",
            learning_rate=0.006,
            weight_decay=0.02,
            batch_size=128,
            epochs=14,
            schedule="one-cycle",
            augmentation="affine",
            average_decay=0.998,
        ),
        Recipe(
            "handwriting",
            "handwriting",
            dataset="handwriting",
            loss="open-set",
            optimizer="adamw",
            learning_rate=0.005,
            weight_decay=0.02,
            batch_size=128,
            epochs=34,
            schedule="one-cycle",
            augmentation="elastic",
            average_decay=0.999,
            freeze_norm_after=17,
            precision="auto",
        ),
        # The note leaves the values as ToTensor gives them, 0 to 1.
        Recipe(
            "notes-cifar10",
            "notes-cifar10",
            dataset="cifar10",
            loss="cross-entropy",
            momentum=0.0,
            batch_size=64,
            epochs=10,
            mean=0.0,
            std=1.0,
            keep_epochs=True,
        ),
        Recipe(
            "colour",
            "colour",
            dataset="cifar10",
            loss="cross-entropy",
            optimizer="adamw",
            learning_rate=0.004,
            weight_decay=0.05,
            batch_size=128,
            epochs=24,
            schedule="one-cycle",
            augmentation="flip-crop",
            label_smoothing=0.05,
            average_decay=0.998,
            precision="auto",
        ),
        # Random weights learn nothing at the notes' usual rate of 0.01 without momentum; see README.
        Recipe(
            "notes-vgg16",
            "vgg16",
            dataset="cifar10",
            colour="colour",  # the normalisation below is one of colours; grey pictures are repeated
            loss="cross-entropy",
            momentum=0.9,
            batch_size=64,
            epochs=10,
            mean=IMAGENET_MEAN,
            std=IMAGENET_STD,
            precision="auto",
        ),
    )
}


def preset_of(network: str) -> Recipe:
    """The preset that trains this network; for one that has none, that of another of its kind.

    Raises:
        RecipeError: for an unknown network.
    """
    for recipe in PRESETS.values():
        if recipe.network == network:
            return recipe
    return PRESETS["notes-vgg16"].with_changes(name=network, network=network)


def preset(name: str) -> Recipe:
    """The preset called `name`.

    Raises:
        RecipeError: naming the known ones, when there is none.
    """
    try:
        return PRESETS[name]
    except KeyError:
        raise RecipeError(
            "There is no recipe called '{name}'{hint}; choose one of {known}.",
            name=printable(name),
            hint=did_you_mean(name, PRESETS),
            known=", ".join(PRESETS),
        ) from None
