"""Random changes of training pictures, by torchvision's transforms (note 004): a list that a recipe chooses.

Each keeps the pictures' size. The steps for every picture, in training and in answering, are not part of the
list: resizing to the recipe's picture size before it, and normalisation after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from digitpad.errors import RecipeError, did_you_mean, printable, written


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a transform takes.

    Attributes:
        default: its usual value.
        low, high: its range.
        whole: whether only whole numbers are in it.
    """

    default: float
    low: float
    high: float
    whole: bool = False


_CHANCE = Parameter(0.5, 0, 1)

TRANSFORMS: dict[str, dict[str, Parameter]] = {
    "RandomCrop": {"padding": Parameter(4, 1, 128, whole=True)},
    "RandomResizedCrop": {"smallest": Parameter(0.6, 0.05, 1)},
    "RandomHorizontalFlip": {"p": _CHANCE},
    "RandomVerticalFlip": {"p": _CHANCE},
    "RandomRotation": {"degrees": Parameter(15, 0, 180)},
    "RandomAffine": {
        "degrees": Parameter(10, 0, 180),
        "translate": Parameter(0.1, 0, 1),
        "scale": Parameter(0.1, 0, 0.9),
        "shear": Parameter(0, 0, 80),
    },
    "RandomPerspective": {"distortion_scale": Parameter(0.3, 0, 1), "p": _CHANCE},
    "ColorJitter": {
        "brightness": Parameter(0.2, 0, 1),
        "contrast": Parameter(0.2, 0, 1),
        "saturation": Parameter(0.2, 0, 1),
        "hue": Parameter(0.05, 0, 0.5),
    },
    "RandomGrayscale": {"p": Parameter(0.1, 0, 1)},
    "RandomInvert": {"p": _CHANCE},
    "GaussianBlur": {"sigma": Parameter(1, 0.1, 10)},
    "ElasticTransform": {"alpha": Parameter(20, 0, 500)},
    "RandomErasing": {"p": _CHANCE},
    "TrivialAugmentWide": {},
}
"""torchvision's names of the transforms, and the parameters of each."""


@dataclass(frozen=True, slots=True)
class Transform:
    """One change of the list.

    Attributes:
        name: a key of `TRANSFORMS`.
        settings: names and values of parameters; the others have their defaults.
    """

    name: str
    settings: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        known = TRANSFORMS.get(self.name) if isinstance(self.name, str) else None
        if known is None:
            raise RecipeError(
                "There is no transform '{name}'{hint}; choose one of {known}.",
                name=written(self.name),
                hint=did_you_mean(self.name, TRANSFORMS) if isinstance(self.name, str) else "",
                known=", ".join(TRANSFORMS),
            )
        for setting, value in self.settings:
            if setting not in known:
                raise RecipeError(
                    "The transform {transform} has no setting '{name}'{hint}; it has {known}.",
                    transform=self.name,
                    name=printable(str(setting)),
                    hint=did_you_mean(setting, known),
                    known=", ".join(known) or "none",
                )
            limits = known[setting]
            good = isinstance(value, int | float) and not isinstance(value, bool)
            good = good and (not limits.whole or value % 1 == 0)  # never true of NaN and the infinities
            if good and limits.low <= value <= limits.high:  # never true of NaN
                continue
            values = {
                "setting": setting,
                "transform": self.name,
                "value": written(value),
                "low": limits.low,
                "high": limits.high,
            }
            if limits.whole:
                raise RecipeError(
                    "The setting {setting} of {transform} is {value}; choose a whole number from {low:g} to "
                    "{high:g}.",
                    **values,
                )
            raise RecipeError(
                "The setting {setting} of {transform} is {value}; choose a number from {low:g} to {high:g}.",
                **values,
            )

    @classmethod
    def from_dict(cls, values: object) -> Transform:
        """Return the transform that `as_dict` described.

        Raises:
            RecipeError: when `values` do not describe a transform.
        """
        if not isinstance(values, Mapping) or "name" not in values:
            raise RecipeError('A transform is a table with a name, such as name = "RandomCrop".')
        settings = {str(key): value for key, value in values.items() if key != "name"}
        return cls(values["name"], tuple(settings.items()))

    def as_dict(self) -> dict[str, Any]:
        """Return the transform as plain values: its name and its settings."""
        return {"name": self.name, **dict(self.settings)}

    def __str__(self) -> str:
        numbers = ", ".join(f"{name} {number:g}" for name, number in self.settings)
        return f"{self.name} ({numbers})" if numbers else self.name

    def all_settings(self) -> dict[str, float]:
        """Return all its settings, with defaults for the others."""
        defaults = {name: setting.default for name, setting in TRANSFORMS[self.name].items()}
        return {**defaults, **dict(self.settings)}

    def build(self, size: int) -> Any:
        """Build torchvision's transform for pictures of `size` x `size`."""
        from digitpad.torchvision_compat import torchvision_module

        v2 = torchvision_module("torchvision.transforms.v2")
        return getattr(v2, self.name)(**arguments(self, size))


def arguments(transform: Transform, size: int) -> dict[str, Any]:
    """Return the arguments of torchvision's class for pictures of `size` x `size`."""
    settings = transform.all_settings()
    if transform.name == "RandomCrop":
        return {"size": (size, size), "padding": min(round(settings["padding"]), size)}
    if transform.name == "RandomResizedCrop":
        return {"size": (size, size), "scale": (settings["smallest"], 1.0), "antialias": True}
    if transform.name == "RandomAffine":
        share = settings["translate"]
        return {
            "degrees": settings["degrees"],
            "translate": (share, share),
            "scale": (1 - settings["scale"], 1 + settings["scale"]),
            "shear": settings["shear"],
        }
    if transform.name == "GaussianBlur":
        reach = max(1, round(2 * settings["sigma"]))
        return {"kernel_size": 2 * min(reach, (size - 1) // 2) + 1, "sigma": settings["sigma"]}
    if transform.name == "ElasticTransform":  # torchvision's 5 reaches beyond small pictures
        return {**settings, "sigma": min(5, (size - 1) / 4)}
    return dict(settings)
