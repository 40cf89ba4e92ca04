"""Recipes: which network learns what, and how."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from digitpad.data.augment import AUGMENTATIONS
from digitpad.data.labelled import PictureOptions
from digitpad.data.transforms import Transform
from digitpad.errors import RecipeError, did_you_mean, printable, written
from digitpad.form import CONTENTS, LARGEST, SMALLEST, PerChannel
from digitpad.model.registry import ARCHITECTURES

OPTIMIZERS = ("sgd", "adam", "adamw")
LOSSES = ("nll", "cross-entropy", "open-set")
SCHEDULES = ("none", "step", "cosine", "one-cycle")
REFUSE_BELOW = 0.5
"""Refuse where the loss "open-set" gives less. Of MNIST's and the held-out writers' digits 0.1-0.2 % are."""

PRECISIONS = ("auto", "float32", "bfloat16", "float16")
COLOURS = ("auto", "grey", "colour")
PICTURE_KINDS = ("auto", *CONTENTS)

_MOST_TRANSFORMS, _MOST_RATES, _LONGEST_PATH = 20, 100, 4096


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides how a network is trained. The same recipe gives the same run.

    Attributes:
        name: the preset it began as.
        network: name of the architecture.
        dataset: name of the dataset, or a folder of pictures.
        picture_size: side of the pictures in pixels; 0: the dataset's own, 32 of an image folder.
        colour: "grey", "colour", or "auto": as the dataset's pictures are.
        pictures: of an image folder, what its pictures show: "ink", "object", "picture" (`digitpad.form`), or
            "auto": ink where the folders are called like digits.
        test_share: of an image folder that is not divided into train and test, the share kept for testing.
        split_seed: decides which pictures are kept.
        weights: a file to begin with instead of random weights; the layers of the classes stay random where
            they do not fit. "": none.
        freeze_body: whether only the layers of the classes learn.
        loss: "nll" on log-probabilities, "cross-entropy" on logits, or "open-set", which is cross-entropy
            against one class more, "none of these", whose logit is always 0: the sum of the others'
            exponentials then tells whether the picture is one of the classes at all.
        optimizer: "sgd", "adam" or "adamw".
        learning_rate: the optimiser's step size; the peak under a schedule.
        layer_rates: names of layers, and what the learning rate is multiplied by in them; 0 freezes them.
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
        transforms: torchvision's random changes of the training pictures, in this order.
        precision: numbers in which layers multiply: "float32", "bfloat16" or "float16" (half the bits, faster
            on some processors and most cards), or "auto": what this computer gains by. Weights are float32
            always.
        mean, std: normalisation on the 0-1 scale, a number or one for each channel; None: the dataset's.
        keep_above: test accuracy from which `best.pth` is kept (0: always).
        keep_epochs: whether the state after each epoch is kept, `epoch-01.pth` and so on.
        seed: decides the first weights, the order of the examples, dropout and augmentation.
    """

    name: str
    network: str
    dataset: str = "mnist"
    picture_size: int = 0
    colour: str = "auto"
    pictures: str = "auto"
    test_share: float = 0.2
    split_seed: int = 1
    weights: str = ""
    freeze_body: bool = False
    loss: str = "nll"
    optimizer: str = "sgd"
    learning_rate: float = 0.01
    layer_rates: tuple[tuple[str, float], ...] = ()
    momentum: float = 0.5
    weight_decay: float = 0.0
    batch_size: int = 64
    epochs: int = 3
    schedule: str = "none"
    step_epochs: int = 3
    step_factor: float = 0.1
    augmentation: str = "none"
    transforms: tuple[Transform, ...] = ()
    label_smoothing: float = 0.0
    average_decay: float = 0.0
    freeze_norm_after: int = 0
    precision: str = "float32"
    mean: PerChannel | None = None
    std: PerChannel | None = None
    keep_above: float = 0.0
    keep_epochs: bool = False
    seed: int = 1

    def __post_init__(self) -> None:
        _text("name", self.name)
        _text("dataset", self.dataset, _LONGEST_PATH)
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
        _normalisation("mean", self.mean, -10, 10)
        _normalisation("std", self.std, 1e-6, 100)
        self._check_pictures()
        _number("keep_above", self.keep_above, 0, 1)

    def _check_pictures(self) -> None:
        _one_of("colour", self.colour, COLOURS)
        _one_of("pictures", self.pictures, PICTURE_KINDS)
        _number("test_share", self.test_share, 0.01, 0.9)
        _whole("split_seed", self.split_seed, 0, 2**32 - 1)
        if type(self.picture_size) is not int or self.picture_size:
            _whole("picture_size", self.picture_size, SMALLEST, LARGEST)
        if self.weights != "":
            _text("weights", self.weights, _LONGEST_PATH)
        for setting in ("freeze_body", "keep_epochs"):
            if not isinstance(getattr(self, setting), bool):
                raise RecipeError(
                    "The setting {setting} is true or false.", setting=setting.replace("_", " ")
                )
        if len(self.transforms) > _MOST_TRANSFORMS or len(self.layer_rates) > _MOST_RATES:
            raise RecipeError("The recipe has more transforms or layer rates than any network needs.")
        for name, factor in self.layer_rates:
            _text("layer_rates", name)
            _number("layer_rates", factor, 0, 1000)

    @property
    def picture_options(self) -> PictureOptions:
        """How the dataset's pictures shall be given."""
        return PictureOptions(
            self.picture_size,
            {"grey": 1, "colour": 3}.get(self.colour, 0),
            "" if self.pictures == "auto" else self.pictures,
            self.test_share,
            self.split_seed,
        )

    @property
    def normalisation(self) -> tuple[PerChannel, PerChannel]:
        """Mean and std, once they are known.

        Raises:
            RecipeError: while they are still to be the dataset's.
        """
        if self.mean is None or self.std is None:
            raise RecipeError("The normalisation is not known before the dataset is.")
        return self.mean, self.std

    def with_changes(self, **changes: Any) -> Recipe:
        """The recipe with some settings changed; plain values, as a file has them, are taken too.

        Raises:
            RecipeError: when a value is out of range.
        """
        return dataclasses.replace(self, **_typed(changes))

    @property
    def refuse_below(self) -> float | None:
        """Probability of being one of the classes at all below which the network refuses to answer."""
        return REFUSE_BELOW if self.loss == "open-set" else None

    def as_dict(self) -> dict[str, Any]:
        """The settings as plain values, as a checkpoint keeps them."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        values["transforms"] = [transform.as_dict() for transform in self.transforms]
        values["layer_rates"] = dict(self.layer_rates)
        for name in ("mean", "std"):
            values[name] = list(values[name]) if isinstance(values[name], tuple) else values[name]
        return values

    @classmethod
    def from_dict(cls, values: object) -> Recipe:
        """The recipe that `as_dict` described.

        Raises:
            RecipeError: when it is not one.
        """
        if not isinstance(values, dict):
            raise RecipeError("The recipe in this file is not readable.")
        for key in values:
            if key not in SETTINGS:
                raise RecipeError(
                    "The recipe has a setting '{name}' that this digitpad does not know{hint}.",
                    name=printable(str(key)),
                    hint=did_you_mean(key, SETTINGS),
                )
        try:
            return cls(**_typed(values))
        except (TypeError, ValueError) as error:
            raise RecipeError("The recipe in this file is not complete.") from error


SETTINGS = tuple(field.name for field in dataclasses.fields(Recipe))
"""Names of a recipe's settings, in the order of its file."""


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """A recipe's settings from plain values."""
    typed = dict(values)
    if "transforms" in typed:
        transforms = typed["transforms"]
        if not isinstance(transforms, list | tuple):
            raise RecipeError("The recipe's transforms are no list.")
        typed["transforms"] = tuple(
            item if isinstance(item, Transform) else Transform.from_dict(item) for item in transforms
        )
    rates = typed.get("layer_rates", ())
    if isinstance(rates, Mapping):
        typed["layer_rates"] = tuple(rates.items())
    elif not isinstance(rates, tuple):
        raise RecipeError("The recipe's layer rates are no table of names and factors.")
    for name in ("mean", "std"):
        if isinstance(typed.get(name), list):
            typed[name] = tuple(typed[name])
    return typed


def _text(setting: str, value: object, most: int = 60) -> None:
    if not isinstance(value, str) or not value or value != printable(value, most):
        raise RecipeError("The setting {setting} is no short text of one line.", setting=setting)


def _one_of(setting: str, value: object, known: Any) -> None:
    if not isinstance(value, str) or value not in known:
        raise RecipeError(
            "'{value}' is no {setting}{hint}; choose one of {known}.",
            value=written(value),
            hint=did_you_mean(value, known) if isinstance(value, str) else "",
            setting=setting.replace("_", " "),
            known=", ".join(known),
        )


def _whole(setting: str, value: object, low: int, high: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        _out_of_range(setting, value, low, high)


def _number(setting: str, value: object, low: float, high: float) -> None:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    if not good or not low <= value <= high:  # type: ignore[operator]  # never true of NaN
        _out_of_range(setting, value, low, high)


def _normalisation(setting: str, value: object, low: float, high: float) -> None:
    """A number, one for each channel, or None."""
    if value is None:
        return
    numbers = value if isinstance(value, tuple) else (value,)
    if len(numbers) not in (1, 3):
        raise RecipeError("The setting {setting} has one number, or three for colour.", setting=setting)
    for number in numbers:
        _number(setting, number, low, high)


def _out_of_range(setting: str, value: object, low: float, high: float) -> None:
    raise RecipeError(
        "The setting {setting} is {value}; choose a number from {low} to {high}.",
        setting=setting.replace("_", " "),
        value=value if isinstance(value, float) else written(value),
        low=low if isinstance(low, int) else f"{low:g}",
        high=high if isinstance(high, int) else f"{high:g}",
    )
