"""What torchvision's transforms, their settings and the steps of a preview are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digitpad.errors import tr
from digitpad.ui.messages import translated
from digitpad.ui.transforms.preview import NORMALISED, PICTURE, RESIZED

_TRANSFORMS = {
    "RandomCrop": (
        tr("Random crop"),
        tr("Pads the picture with black and crops it back to its size at a random place."),
    ),
    "RandomResizedCrop": (
        tr("Random resized crop"),
        tr("Crops a random part and enlarges it to the whole picture."),
    ),
    "RandomHorizontalFlip": (
        tr("Horizontal flip"),
        tr("Mirrors some pictures left to right. Not suitable for digits."),
    ),
    "RandomVerticalFlip": (
        tr("Vertical flip"),
        tr("Mirrors some pictures top to bottom. Not suitable for digits."),
    ),
    "RandomRotation": (tr("Random rotation"), tr("Rotates each picture a little, to either side.")),
    "RandomAffine": (
        tr("Rotate, shift, scale, shear"),
        tr("Rotates, shifts, scales and shears each picture, all at once."),
    ),
    "RandomPerspective": (
        tr("Random perspective"),
        tr("Shows some pictures as if seen from the side."),
    ),
    "ColorJitter": (
        tr("Colour jitter"),
        tr("Changes brightness, contrast, saturation and hue of each picture."),
    ),
    "RandomGrayscale": (tr("Random grayscale"), tr("Takes the colour out of some pictures.")),
    "RandomInvert": (tr("Random inversion"), tr("Turns some pictures into their negative.")),
    "GaussianBlur": (tr("Gaussian blur"), tr("Blurs every picture, as a lens out of focus does.")),
    "ElasticTransform": (
        tr("Elastic distortion"),
        tr("Bends lines smoothly, as if the paper were rubber."),
    ),
    "RandomErasing": (tr("Random erasing"), tr("Blackens a rectangle in some pictures.")),
    "TrivialAugmentWide": (
        tr("Trivial augment"),
        tr("Changes each picture in one of many ways, more or less strongly. There is nothing to set."),
    ),
}
"""Title and purpose of each."""

_SETTINGS = {
    "padding": tr("Padding"),
    "smallest": tr("Smallest part"),
    "p": tr("Probability"),
    "degrees": tr("Rotation up to"),
    "translate": tr("Shift up to"),
    "scale": tr("Scaling up to"),
    "shear": tr("Shear up to"),
    "distortion_scale": tr("Strength"),
    "brightness": tr("Brightness"),
    "contrast": tr("Contrast"),
    "saturation": tr("Saturation"),
    "hue": tr("Hue"),
    "sigma": tr("Sigma"),
    "alpha": tr("Strength"),
}
_UNITS = {"padding": tr(" px"), "sigma": tr(" px"), "degrees": tr("°"), "shear": tr("°")}
_STEPS = {
    PICTURE: tr("Picture"),
    RESIZED: tr("Resized {width}×{height}"),
    NORMALISED: tr("Normalised"),
    "affine": tr("Augmentation: affine"),
    "elastic": tr("Augmentation: elastic"),
    "flip-crop": tr("Augmentation: flip and crop"),
}


def title(name: str) -> str:
    """What a transform is called; one without a title by its own name."""
    return translated(_TRANSFORMS[name][0]) if name in _TRANSFORMS else name


def full_title(name: str) -> str:
    """The title with torchvision's name beside it."""
    return f"{title(name)} ({name})" if name in _TRANSFORMS else name


def purpose(name: str) -> str:
    """What a transform does, in a sentence; "" for an unknown one."""
    return translated(_TRANSFORMS[name][1]) if name in _TRANSFORMS else ""


def setting_title(name: str) -> str:
    """What a setting is called."""
    return translated(_SETTINGS[name]) if name in _SETTINGS else name.replace("_", " ")


def unit(setting: str) -> str:
    """What follows the number of a setting."""
    return translated(_UNITS[setting]) if setting in _UNITS else ""


def call(transform: Mapping[str, Any]) -> str:
    """A transform with its settings, as its dict has them: "RandomRotation: degrees 15"."""
    settings = ", ".join(f"{name} {value}" for name, value in transform.items() if name != "name")
    name = str(transform.get("name", "?"))
    return f"{name}: {settings}" if settings else name


def step_title(key: str, width: int, height: int) -> str:
    """What a step of the preview is called that results in a picture of this size."""
    return translated(_STEPS[key]).format(width=width, height=height) if key in _STEPS else title(key)
