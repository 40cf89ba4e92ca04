"""The dataset that a network was trained on, as Explore lists it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.recipe.kinds import is_folder

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint


def own_dataset(checkpoint: Checkpoint | None) -> str | Path | None:
    """The key of the test set, or the folder of pictures, that a network learnt from; None for neither.

    The folder may have gone.
    """
    from digitpad.data.datasets import DATASETS

    name = (
        "" if checkpoint is None or checkpoint.recipe is None else str(checkpoint.recipe.get("dataset", ""))
    )
    if name in DATASETS:
        special = {"handwriting": "mnist/test", "own": "own/all"}  # the first one's test set is MNIST's
        return special.get(name, f"{name}/test")
    folder = Path(name).expanduser()
    return folder if name and is_folder(name) else None
