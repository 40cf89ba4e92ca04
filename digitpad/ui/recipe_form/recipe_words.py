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
        if recipe.get("transforms"):
            extras.append(self.tr("transforms"))
        if recipe.get("freeze_body"):
            extras.append(self.tr("only the last layer learns"))
        if recipe.get("ema_decay"):
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

    def setting(self, name: str) -> str:
        """The title of a recipe's setting, in lower case."""
        titles = {
            "dataset": self.tr("dataset"),
            "epochs": self.tr("epochs"),
            "batch_size": self.tr("batch size"),
            "learning_rate": self.tr("learning rate"),
            "momentum": self.tr("momentum"),
            "seed": self.tr("seed"),
            "optimizer": self.tr("optimiser"),
            "weight_decay": self.tr("weight decay"),
            "schedule": self.tr("schedule"),
            "step_epochs": self.tr("epochs between two falls"),
            "step_factor": self.tr("factor of each fall"),
            "precision": self.tr("precision"),
            "network": self.tr("network"),
            "loss": self.tr("loss"),
            "picture_size": self.tr("picture size"),
            "colour": self.tr("colour"),
            "augmentation": self.tr("variation"),
            "transforms": self.tr("transforms"),
            "lr_multipliers": self.tr("layer rates"),
            "freeze_body": self.tr("frozen body"),
            "weights": self.tr("weights to begin with"),
            "mean": self.tr("mean"),
            "std": self.tr("std"),
        }
        return titles.get(name, name.replace("_", " "))

    def value(self, setting: str, value: object) -> str:
        """A setting's value as people read it."""
        names = {
            ("optimizer", "sgd"): self.tr("SGD"),
            ("optimizer", "adam"): self.tr("Adam"),
            ("optimizer", "adamw"): self.tr("AdamW"),
            ("schedule", "none"): self.tr("constant"),
            ("schedule", "step"): self.tr("in steps"),
            ("schedule", "cosine"): self.tr("cosine"),
            ("schedule", "one-cycle"): self.tr("one-cycle"),
            ("precision", "auto"): self.tr("auto"),
            ("loss", "cross-entropy"): self.tr("cross-entropy"),
            ("loss", "nll"): self.tr("NLL"),
            ("loss", "open-set"): self.tr("open-set"),
            ("colour", "auto"): self.tr("dataset's"),
            ("colour", "grey"): self.tr("grey"),
            ("colour", "colour"): self.tr("colour"),
            ("pictures", "auto"): self.tr("told by the folders' names"),
            ("pictures", "ink"): self.tr("handwriting: lines on paper"),
            ("pictures", "object"): self.tr("one bright thing on black"),
            ("pictures", "picture"): self.tr("whole pictures as they are"),
            ("augmentation", "none"): self.tr("none"),
            ("augmentation", "affine"): self.tr("turn, move, scale"),
            ("augmentation", "elastic"): self.tr("elastic"),
            ("augmentation", "flip-crop"): self.tr("mirror, move, wipe"),
        }
        if isinstance(value, float):
            return f"{value:.7g}"
        if value is None or (setting == "picture_size" and value == 0):
            return self.tr("dataset's")
        if isinstance(value, list | tuple | Mapping) and not value:
            return self.tr("none")
        if setting == "transforms" and isinstance(value, list | tuple):
            return ", ".join(str(transform.get("name")) for transform in value)
        if isinstance(value, list | tuple):
            return ", ".join(f"{number:g}" for number in value)
        if isinstance(value, Mapping):
            return ", ".join(f"{name} = {factor:g}" for name, factor in value.items())
        if isinstance(value, bool):
            return self.tr("yes") if value else self.tr("no")
        return names.get((setting, str(value)), str(value))

    def change(self, setting: str, before: object, after: object) -> str:
        """A change in a few words: "learning rate 0.01 → 0.001"."""
        return self.tr("{setting} {before} → {after}").format(
            setting=self.setting(setting),
            before=self.value(setting, before),
            after=self.value(setting, after),
        )

    def machine(self, device: str, precision: str) -> str:
        """What computes, and in which numbers: "CPU · float32"."""
        names = {"cpu": self.tr("CPU"), "cuda": self.tr("CUDA"), "mps": self.tr("MPS")}
        return f"{names.get(device, device)} · {precision}"

    def _network(self, recipe: Mapping[str, object]) -> str:
        name = str(recipe.get("network", ""))
        words = {
            "notes-basic": self.tr("2 convolutions (10, 20) and 2 linear layers"),
            "notes-wide": self.tr("2 convolutions (30, 60) and 2 linear layers"),
            "notes-adam": self.tr("2 convolutions (10, 20) and 2 linear layers (500, 10)"),
            "notes-logits": self.tr("2 convolutions (10, 20) and 2 linear layers, gives logits"),
            "quick": self.tr("2 convolutions (16, 32), batch norm"),
            "best": self.tr("5 convolutions (32–96), batch norm"),
            "handwriting": self.tr("6 convolutions (32–128), batch norm, residual"),
            "notes-cifar10": self.tr("3 convolutions (32, 32, 64) and 2 linear layers"),
            "colour": self.tr("8 convolutions (64–256), batch norm, residual"),
            "vgg16": self.tr("VGG-16 (13 convolutions), its last layer new"),
            "vgg16-added": self.tr("VGG-16 and one linear layer more"),
            "resnet18": self.tr("ResNet-18 (20 convolutions), its last layer new"),
            "mobilenet-v3-small": self.tr("MobileNet V3 small, its last layer new"),
        }
        return words.get(name, name)

    def _optimizer(self, recipe: Mapping[str, object]) -> str:
        name = str(recipe.get("optimizer", ""))
        words = {
            "sgd": self.tr("SGD with momentum") if recipe.get("momentum") else self.tr("SGD"),
            "adam": self.tr("Adam"),
            "adamw": self.tr("AdamW"),
        }.get(name, name)
        schedule = recipe.get("schedule", "none")
        if schedule != "none":
            return self.tr("{optimizer}, {schedule}").format(
                optimizer=words, schedule=self.value("schedule", schedule)
            )
        return words

    def _loss(self, recipe: Mapping[str, object]) -> str:
        name = str(recipe.get("loss", ""))
        words = {
            "nll": self.tr("negative log likelihood"),
            "cross-entropy": self.tr("cross-entropy"),
            "open-set": self.tr("open-set cross-entropy"),
        }
        return words.get(name, name)
