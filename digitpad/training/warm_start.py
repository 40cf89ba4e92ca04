"""Runs that start with another program's weights: the recipe they follow, and the messages about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from torch import Tensor

from digitpad.data.datasets import DATASETS, expected_pictures
from digitpad.data.labelled import Dataset
from digitpad.errors import CheckpointError, Sentence, UsageError, Way, printable
from digitpad.form import PictureForm
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.normalization import text_of
from digitpad.model.open.initial import OtherNetworkError
from digitpad.model.open.loading import check_as_stored
from digitpad.model.optimizer_file import OptimizerState, optimizer_of
from digitpad.model.optimizer_rates import following, multipliers
from digitpad.recipe.presets import preset_of
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.resume_rules import Changes, differing, history_of
from digitpad.recipe.setting import NETWORK, NEVER
from digitpad.recipe.table import TABLE
from digitpad.recipe.toml_file import named_recipe
from digitpad.training.trainer import Trainer


def with_optimizer_file(checkpoint: Checkpoint, path: Path) -> Checkpoint:
    """Return the checkpoint with the optimiser's state in the file at `path`.

    Raises:
        CheckpointError: when the file holds none, or that of another network.
    """
    try:
        check_as_stored(checkpoint)
    except CheckpointError as error:
        raise CheckpointError("{path} cannot be used: {why}.", path=path, why=error) from error
    state = optimizer_of(checkpoint.model, checkpoint.path, path)
    return replace(checkpoint, optimizer=state, optimizer_problem=None)


@dataclass(frozen=True, slots=True)
class WarmStart:
    """A run that starts with weights from elsewhere.

    Attributes:
        checkpoint: the weights, and their optimiser's state where known.
        base: the preset that the run follows.
        recipe: that preset with the settings of the file and the user's.
        optimizer: the state that the run's optimiser continues with; None to start afresh.
    """

    checkpoint: Checkpoint
    base: Recipe
    recipe: Recipe
    optimizer: OptimizerState | None

    @property
    def source(self) -> str:
        """The name of the weights' file."""
        return self.checkpoint.path.name if self.checkpoint.path else self.checkpoint.kind

    def apply(self, trainer: Trainer) -> None:
        """Give a new run of `recipe` the weights, and record in its history what was set.

        Raises:
            CheckpointError: when the weights are of another network.
        """
        trainer.start_from(self.checkpoint.model, None if self.optimizer is None else self.optimizer.state)
        left_out = () if self.optimizer is None else self.optimizer.differences
        trainer.record(
            [
                *history_of({"weights": ("random", self.source)}),
                *({"setting": "optimizer settings", "before": text, "after": ""} for text in left_out),
                *history_of(_settings_changed(self.base, self.recipe)),
            ]
        )

    def messages(self) -> list[Sentence]:
        """What the user should know about it."""
        as_saved = (self.recipe.mean, self.recipe.std) == (self.checkpoint.mean, self.checkpoint.std)
        messages = [
            Sentence(
                "A new run of the recipe {recipe} begins with the weights of {source}; normalisation mean "
                "{mean}, std {std} ({origin}).",
                {
                    "recipe": self.recipe.name,
                    "source": self.source,
                    "mean": text_of(self.checkpoint.mean if self.recipe.mean is None else self.recipe.mean),
                    "std": text_of(self.checkpoint.std if self.recipe.std is None else self.recipe.std),
                    "origin": self.checkpoint.normalisation_from if as_saved else "you",
                },
            )
        ]
        if self.optimizer is not None:
            messages.append(
                Sentence(
                    "It goes on with the saved averages (momentum) of {optimizer}, learning rate {rate:g}.",
                    {"optimizer": self.recipe.optimizer, "rate": self.recipe.learning_rate},
                )
            )
            if self.recipe.lr_multipliers:
                text = ", ".join(f"{layer} x{factor:g}" for layer, factor in self.recipe.lr_multipliers)
                messages.append(
                    Sentence("Layers have rates of their own: {rates}.", {"rates": printable(text, 200)})
                )
            if self.optimizer.differences:
                messages.append(
                    Sentence(
                        "The saved optimiser was set in ways that this one does not follow: {differences}.",
                        {"differences": "; ".join(self.optimizer.differences)},
                    )
                )
        elif self.checkpoint.optimizer is not None:
            messages.append(
                Sentence("The new optimiser starts without the averages (momentum) of the old one.")
            )
        elif self.checkpoint.optimizer_problem is not None:
            messages.append(Sentence("{why}", {"why": self.checkpoint.optimizer_problem}))
        else:
            messages.append(
                Sentence(
                    "No optimizer.pth lies beside it, so its momentum starts from zero; to go on with the "
                    "saved one, name that file ({way}).",
                    {"way": Way("--optimizer-state", Sentence("Resume, Choose optimizer.pth…"))},
                )
            )
        return messages


def warm_start(checkpoint: Checkpoint, changes: Mapping[str, Any], recipe: str | None = None) -> WarmStart:
    """Plan a run that starts with the weights in `checkpoint`.

    Args:
        checkpoint: the weights.
        changes: the settings that the user has changed.
        recipe: name of the preset to follow; that of the network if None.

    Raises:
        RecipeError: for an unknown recipe or a setting out of range.
        UsageError: when the recipe trains another network.
    """
    base = preset_of(checkpoint.entry, checkpoint.classes) if recipe is None else named_recipe(recipe)
    if (base.network, base.layers) != (checkpoint.architecture, checkpoint.layers):
        raise UsageError(
            "{path} holds a network {network} and the recipe {recipe} trains {other}; choose another recipe.",
            path=checkpoint.path,
            network=checkpoint.architecture,
            recipe=base.name,
            other=base.network,
        )
    as_saved = base.with_changes(
        mean=checkpoint.mean, std=checkpoint.std, **settings_of(checkpoint.optimizer, checkpoint.model)
    )
    pictures = picture_settings(checkpoint.form, str(changes.get("dataset", base.dataset)))
    if base.colour == "colour" and not checkpoint.form.colour:
        pictures["colour"] = "grey"
    chosen = as_saved.with_changes(**{**pictures, **changes, "weights": ""})  # these are the weights
    same_optimizer = checkpoint.optimizer is not None and chosen.optimizer == as_saved.optimizer
    optimizer = checkpoint.optimizer if same_optimizer else None
    if optimizer is not None and chosen.lr_multipliers:
        optimizer = following(optimizer)
    return WarmStart(checkpoint, base, chosen, optimizer)


def picture_settings(form: PictureForm, dataset: str) -> dict[str, Any]:
    """The settings with which a dataset's pictures have the form that a network takes.

    Args:
        form: of the network's pictures.
        dataset: a name, or a folder of pictures.
    """
    own, _ = expected_pictures(dataset)
    settings: dict[str, Any] = {}
    if own.size != form.size:
        settings["picture_size"] = form.size
    # Of a folder it is known only afterwards whether its pictures are grey.
    if own.channels != form.channels or dataset not in DATASETS:
        settings["colour"] = "colour" if form.colour else "grey"
    return settings


def normalisation_settings(checkpoint: Checkpoint, dataset: str) -> dict[str, Any]:
    """The settings with which a dataset's pictures are normalised as a network takes them, as plain values.

    Args:
        checkpoint: the network.
        dataset: a name, or a folder of pictures; what it has of its own needs no number.
    """
    entry, chosen = DATASETS.get(dataset), (checkpoint.mean, checkpoint.std)
    own = entry is not None and (entry.mean, entry.std) == chosen
    names = ("mean", "std")
    return {
        name: None if own else TABLE[name].kind.plain(value)
        for name, value in zip(names, chosen, strict=True)
    }


def check_pictures(checkpoint: Checkpoint, dataset: Dataset) -> None:
    """Check that a network can be trained on with a dataset.

    Raises:
        OtherNetworkError: when it has another number of classes.
        UsageError: when the pictures are of another form.
    """
    train = dataset.train
    if len(train.classes) != len(checkpoint.classes):
        raise OtherNetworkError(
            "{path} has {count} classes and {dataset} has {others}; choose a dataset with {count} classes, "
            "or begin with all its layers but those of its classes: {way}.",
            path=checkpoint.path,
            count=len(checkpoint.classes),
            dataset=dataset.name,
            others=len(train.classes),
            way=Way(
                f"--weights {checkpoint.path} instead of --resume",
                Sentence("Initial weights instead of Resume"),
            ),
        )
    if (train.form.size, train.form.channels) != (checkpoint.form.size, checkpoint.form.channels):
        raise UsageError(
            "{path} takes {form} {kind} pictures and these are {other} {others}; set picture size {size} and "
            "colour {kind}, or leave both out.",
            path=checkpoint.path,
            form=checkpoint.form.text,
            kind=_kind(checkpoint.form),
            other=train.form.text,
            others=_kind(train.form),
            size=checkpoint.form.size,
        )


def _kind(form: PictureForm) -> Sentence:
    return Sentence("colour") if form.colour else Sentence("grey")


def settings_of(optimizer: OptimizerState | None, weights: Mapping[str, Tensor]) -> dict[str, Any]:
    """The settings that an optimiser was saved with."""
    if optimizer is None:
        return {}
    rates = multipliers(optimizer, weights)
    return {
        **({"lr_multipliers": rates} if rates else {}),
        "optimizer": optimizer.kind,
        "learning_rate": optimizer.learning_rate,
        "momentum": optimizer.momentum,
        "weight_decay": optimizer.weight_decay,
    }


def _settings_changed(base: Recipe, chosen: Recipe) -> Changes:
    """What the history records: how the weights are trained, not which pictures a new run chooses."""
    return {
        name: values
        for name, values in differing(base, chosen).items()
        if TABLE[name].resume != NEVER or TABLE[name].group == NETWORK
    }
