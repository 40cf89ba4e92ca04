"""The pictures of a run's folder as the run had them: in its form, divided as it divided them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from digitpad.data.labelled import PictureOptions
from digitpad.errors import RecipeError
from digitpad.model.checkpoint import Checkpoint
from digitpad.recipe.recipe import Recipe


def run_options(checkpoint: Checkpoint, folder: str) -> PictureOptions | None:
    """How the run in `checkpoint` took its pictures; None where it was not trained on this folder."""
    try:
        recipe = None if checkpoint.recipe is None else Recipe.from_dict(dict(checkpoint.recipe))
        if recipe is None or not Path(recipe.dataset).expanduser().samefile(Path(folder).expanduser()):
            return None
    except (RecipeError, OSError):
        return None
    form = checkpoint.form
    return replace(recipe.picture_options, size=form.size, channels=form.channels, takes=form.takes)


def network_options(checkpoint: Checkpoint) -> PictureOptions:
    """A folder's pictures as the network takes them."""
    form = checkpoint.form
    return PictureOptions(form.size, form.channels, form.takes)
