"""Recipes: which network learns what, and how. The presets are the systems of the study notes, and ours."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

from digitpad.data.augment import AUGMENTATIONS
from digitpad.data.preprocess import MNIST_MEAN, MNIST_STD
from digitpad.errors import RecipeError
from digitpad.model.registry import ARCHITECTURES
from digitpad.sentences import printable

OPTIMIZERS = ("sgd", "adam", "adamw")
LOSSES = ("nll", "cross-entropy", "open-set")
SCHEDULES = ("none", "step", "cosine", "one-cycle")
REFUSE_BELOW = 0.5
"""Refuse where the loss "open-set" gives less. Of MNIST's and the held-out writers' digits 0.1-0.2 % are."""

PRECISIONS = ("auto", "float32", "bfloat16")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides how a network is trained. The same recipe gives the same run.

    Attributes:
        name: the preset it began as.
        network: name of the architecture.
        dataset: name of the dataset.
        loss: "nll" on log-probabilities, "cross-entropy" on logits, or "open-set", which is cross-entropy
            against one class more, "none of these", whose logit is always 0: the sum of the others'
            exponentials then tells whether the picture is one of the classes at all.
        optimizer: "sgd", "adam" or "adamw".
        learning_rate: the optimiser's step size; the peak under a schedule.
        momentum: of SGD, 0 to below 1; Adam has its own averages and ignores it.
        weight_decay: of AdamW (decoupled) or SGD.
        batch_size: examples a step.
        epochs: passes over the training set.
        schedule: how the learning rate moves: "none", "step", "cosine" or "one-cycle".
        step_epochs: of the schedule "step": epochs between two falls of the learning rate.
        step_factor: of the schedule "step": what each fall multiplies it with.
        augmentation: name of the random changes made to the training pictures.
        label_smoothing: share of the target spread evenly over the classes, 0 to below 1.
        average_decay: decay a step of the averaged weights that are measured and kept; 0: no average.
        freeze_norm_after: epochs after which batch norm keeps the statistics it has, 0: never; what is none
            of the classes is learnt only from then on.
        precision: numbers in which layers multiply: "float32", "bfloat16" (half the bits, faster on some
            processors), or "auto": bfloat16 where this computer gains by it. Weights are float32 always.
        mean, std: normalisation of the grey values on the 0-1 scale.
        keep_above: test accuracy from which `best.pth` is kept (0: always).
        seed: decides the first weights, the order of the examples, dropout and augmentation.
    """

    name: str
    network: str
    dataset: str = "mnist"
    loss: str = "nll"
    optimizer: str = "sgd"
    learning_rate: float = 0.01
    momentum: float = 0.5
    weight_decay: float = 0.0
    batch_size: int = 64
    epochs: int = 3
    schedule: str = "none"
    step_epochs: int = 3
    step_factor: float = 0.1
    augmentation: str = "none"
    label_smoothing: float = 0.0
    average_decay: float = 0.0
    freeze_norm_after: int = 0
    precision: str = "float32"
    mean: float = MNIST_MEAN
    std: float = MNIST_STD
    keep_above: float = 0.0
    seed: int = 1

    def __post_init__(self) -> None:
        _text("name", self.name)
        _text("dataset", self.dataset)
        _one_of("network", self.network, ARCHITECTURES)
        _one_of("loss", self.loss, LOSSES)
        _one_of("optimizer", self.optimizer, OPTIMIZERS)
        _one_of("schedule", self.schedule, SCHEDULES)
        _one_of("precision", self.precision, PRECISIONS)
        _one_of("augmentation", self.augmentation, AUGMENTATIONS)
        _whole("epochs", self.epochs, 1, 10_000)
        _whole("batch_size", self.batch_size, 1, 100_000)
        _whole("freeze_norm_after", self.freeze_norm_after, 0, 10_000)
        _whole("step_epochs", self.step_epochs, 1, 10_000)
        _whole("seed", self.seed, 0, 2**32 - 1)
        _number("learning_rate", self.learning_rate, 1e-8, 100)
        _number("momentum", self.momentum, 0, 0.9999)
        _number("weight_decay", self.weight_decay, 0, 10)
        _number("label_smoothing", self.label_smoothing, 0, 0.9)
        _number("average_decay", self.average_decay, 0, 0.99999)
        _number("step_factor", self.step_factor, 1e-6, 1)
        _number("mean", self.mean, -10, 10)
        _number("std", self.std, 1e-6, 100)
        _number("keep_above", self.keep_above, 0, 1)

    def with_changes(self, **changes: Any) -> Recipe:
        """The recipe with some settings changed.

        Raises:
            RecipeError: when a value is out of range.
        """
        return dataclasses.replace(self, **changes)

    @property
    def refuse_below(self) -> float | None:
        """Probability of being one of the classes at all below which the network refuses to answer."""
        return REFUSE_BELOW if self.loss == "open-set" else None

    def as_dict(self) -> dict[str, Any]:
        """The settings as plain values, as a checkpoint keeps them."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: object) -> Recipe:
        """The recipe that `as_dict` described.

        Raises:
            RecipeError: when it is not one.
        """
        if not isinstance(values, dict):
            raise RecipeError("The recipe in this file is not readable.")
        known = {field.name for field in dataclasses.fields(cls)}
        unknown = [key for key in values if key not in known]
        if unknown:
            raise RecipeError(
                "The recipe has a setting '{name}' that this digitpad does not know.",
                name=printable(str(unknown[0])),
            )
        try:
            return cls(**values)
        except TypeError as error:
            raise RecipeError("The recipe in this file is not complete.") from error


def _text(setting: str, value: object) -> None:
    if not isinstance(value, str) or not value or value != printable(value):
        raise RecipeError("The setting {setting} is no short text of one line.", setting=setting)


def _one_of(setting: str, value: object, known: Any) -> None:
    if not isinstance(value, str) or value not in known:
        raise RecipeError(
            "'{value}' is no {setting}; choose one of {known}.",
            value=printable(str(value)),
            setting=setting.replace("_", " "),
            known=", ".join(known),
        )


def _whole(setting: str, value: object, low: int, high: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        _out_of_range(setting, value, low, high)


def _number(setting: str, value: object, low: float, high: float) -> None:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    if not good or not math.isfinite(value) or not low <= value <= high:  # type: ignore[arg-type,operator]
        _out_of_range(setting, value, low, high)


def _out_of_range(setting: str, value: object, low: float, high: float) -> None:
    raise RecipeError(
        "The setting {setting} is {value}; choose a number from {low} to {high}.",
        setting=setting.replace("_", " "),
        value=value if isinstance(value, float) else printable(str(value)),
        low=low if isinstance(low, int) else f"{low:g}",
        high=high if isinstance(high, int) else f"{high:g}",
    )


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
    )
}


def preset(name: str) -> Recipe:
    """The preset called `name`.

    Raises:
        RecipeError: naming the known ones, when there is none.
    """
    try:
        return PRESETS[name]
    except KeyError:
        raise RecipeError(
            "There is no recipe called '{name}'; choose one of {known}.", name=name, known=", ".join(PRESETS)
        ) from None
