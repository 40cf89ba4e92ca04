"""Recipes and devices in words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject


class RecipeWords(QObject):
    """What a recipe is, in one line: network, optimiser, loss.

    Signals:
        none.
    """

    def summary(self, recipe: Mapping[str, object]) -> str:
        """The line for a recipe given as a dict."""
        extras = []
        if recipe.get("augmentation", "none") != "none":
            extras.append(self.tr("varied pictures"))
        if recipe.get("average_decay"):
            extras.append(self.tr("averaged weights"))
        parts = [self._network(recipe), self._optimizer(recipe), self._loss(recipe), *extras]
        return " · ".join(part for part in parts if part)

    def device(self, name: str) -> str:
        """The title of a device."""
        titles = {
            "auto": self.tr("Auto"),
            "cpu": self.tr("Processor"),
            "cuda": self.tr("GPU (CUDA)"),
            "mps": self.tr("GPU (Apple)"),
        }
        return titles.get(name, name)

    def _network(self, recipe: Mapping[str, object]) -> str:
        name = str(recipe.get("network", ""))
        words = {
            "notes-basic": self.tr("2 convolutions (10, 20) and 2 linear layers"),
            "notes-wide": self.tr("2 convolutions (30, 60) and 2 linear layers"),
            "notes-adam": self.tr("2 convolutions (10, 20) and 2 linear layers (500, 10)"),
            "notes-logits": self.tr("2 convolutions (10, 20) and 2 linear layers, gives logits"),
            "quick": self.tr("2 convolutions (16, 32), batch norm"),
            "best": self.tr("5 convolutions (32–96), batch norm"),
        }
        return words.get(name, name)

    def _optimizer(self, recipe: Mapping[str, object]) -> str:
        name = str(recipe.get("optimizer", ""))
        words = {
            "sgd": self.tr("SGD with momentum") if recipe.get("momentum") else self.tr("SGD"),
            "adam": self.tr("Adam"),
            "adamw": self.tr("AdamW"),
        }.get(name, name)
        if recipe.get("schedule", "none") == "one-cycle":
            return self.tr("{optimizer}, one-cycle").format(optimizer=words)
        return words

    def _loss(self, recipe: Mapping[str, object]) -> str:
        name = str(recipe.get("loss", ""))
        words = {"nll": self.tr("negative log likelihood"), "cross-entropy": self.tr("cross-entropy")}
        return words.get(name, name)
