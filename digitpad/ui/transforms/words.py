"""Transforms and their settings in people's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject

from digitpad.ui.transforms.preview import NORMALISED, PICTURE, RESIZED


class TransformWords(QObject):
    """What torchvision's transforms are called and what they do.

    Signals:
        none.
    """

    def title(self, name: str) -> str:
        """What a transform is called; one without a title by its own name."""
        titles = {
            "RandomCrop": self.tr("Random crop"),
            "RandomResizedCrop": self.tr("Random part, enlarged"),
            "RandomHorizontalFlip": self.tr("Mirror left and right"),
            "RandomVerticalFlip": self.tr("Mirror top and bottom"),
            "RandomRotation": self.tr("Random rotation"),
            "RandomAffine": self.tr("Turn, move, resize, slant"),
            "RandomPerspective": self.tr("Random perspective"),
            "ColorJitter": self.tr("Light and colour"),
            "RandomGrayscale": self.tr("Grey at times"),
            "RandomInvert": self.tr("Negative at times"),
            "GaussianBlur": self.tr("Blur"),
            "ElasticTransform": self.tr("Elastic distortion"),
            "RandomErasing": self.tr("Erased rectangle"),
            "TrivialAugmentWide": self.tr("One of many"),
        }
        return titles.get(name, name)

    def entry(self, name: str) -> str:
        """The title with torchvision's name beside it."""
        title = self.title(name)
        return name if title == name else self.tr("{title} ({name})").format(title=title, name=name)

    def purpose(self, name: str) -> str:
        """What a transform does, in a sentence; "" where nothing is known of it."""
        purposes = {
            "RandomCrop": self.tr("Puts a black rim around the picture and cuts its size out anywhere."),
            "RandomResizedCrop": self.tr("Cuts a part out anywhere and enlarges it to the whole picture."),
            "RandomHorizontalFlip": self.tr("Shows some pictures as in a mirror. Digits do not bear it."),
            "RandomVerticalFlip": self.tr("Turns some pictures upside down, as water mirrors them."),
            "RandomRotation": self.tr("Turns each picture a little, to either side."),
            "RandomAffine": self.tr("Turns, moves, resizes and slants each picture, all at once."),
            "RandomPerspective": self.tr("Shows some pictures as if seen from the side."),
            "ColorJitter": self.tr("Makes pictures lighter or darker, paler or more colourful."),
            "RandomGrayscale": self.tr("Takes the colour out of some pictures."),
            "RandomInvert": self.tr("Turns some pictures into their negative."),
            "GaussianBlur": self.tr("Makes every picture as soft as an unsharp lens would."),
            "ElasticTransform": self.tr("Bends lines smoothly, as if the paper were rubber."),
            "RandomErasing": self.tr("Blackens a rectangle in some pictures."),
            "TrivialAugmentWide": self.tr(
                "Draws one of many changes for each picture, and how strong it is. There is nothing to set."
            ),
        }
        return purposes.get(name, "")

    def setting(self, name: str) -> str:
        """What a setting is called."""
        titles = {
            "padding": self.tr("Rim"),
            "smallest": self.tr("Smallest part"),
            "p": self.tr("Chance"),
            "degrees": self.tr("Turn up to"),
            "translate": self.tr("Move up to"),
            "scale": self.tr("Resize up to"),
            "shear": self.tr("Slant up to"),
            "distortion_scale": self.tr("Strength"),
            "brightness": self.tr("Brightness"),
            "contrast": self.tr("Contrast"),
            "saturation": self.tr("Saturation"),
            "hue": self.tr("Hue"),
            "sigma": self.tr("Width"),
            "alpha": self.tr("Strength"),
        }
        return titles.get(name, name.replace("_", " "))

    def unit(self, name: str) -> str:
        """What follows the number of a setting."""
        pixels = self.tr(" px")
        degrees = self.tr("°")
        return {"padding": pixels, "sigma": pixels, "degrees": degrees, "shear": degrees}.get(name, "")

    def call(self, transform: Mapping[str, Any]) -> str:
        """A transform as its dict tells it: "RandomRotation: degrees 15"."""
        told = ", ".join(f"{name} {value}" for name, value in transform.items() if name != "name")
        return f"{transform.get('name', '?')}: {told}" if told else str(transform.get("name", "?"))

    def step(self, key: str, width: int, height: int) -> str:
        """What a step of the preview is called that gives a picture of this size."""
        if key == RESIZED:
            return self.tr("Resized {width}×{height}").format(width=width, height=height)
        titles = {
            PICTURE: self.tr("Picture"),
            NORMALISED: self.tr("Normalised"),
            "affine": self.tr("Augmentation: affine"),
            "elastic": self.tr("Augmentation: elastic"),
            "flip-crop": self.tr("Augmentation: flip and crop"),
        }
        return titles.get(key) or self.title(key)
