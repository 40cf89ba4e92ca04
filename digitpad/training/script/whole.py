"""The whole script: its parts in reading order, and their imports."""

from __future__ import annotations

import ast
from pathlib import Path

from digitpad.data.datasets import DATASETS
from digitpad.errors import RecipeError
from digitpad.form import PerChannel
from digitpad.recipe.presets import PRESETS
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.table import TABLE
from digitpad.torchvision_compat import declared_operators
from digitpad.training.device import resolve_precision
from digitpad.training.script import datasets, learning, networks, pictures


def resolve_for_script(recipe: Recipe, device: str) -> Recipe:
    """Return the recipe with the precision and normalisation that are known before its dataset is read.

    A normalisation that is measured on the dataset stays open: the script measures it.
    """
    mean, std = _known_normalisation(recipe)
    return recipe.with_changes(
        precision=resolve_precision(recipe.precision, device),
        mean=mean if recipe.mean is None else recipe.mean,
        std=std if recipe.std is None else recipe.std,
    )


def _known_normalisation(recipe: Recipe) -> tuple[PerChannel | None, PerChannel | None]:
    entry = DATASETS.get(recipe.dataset)
    return (None, None) if entry is None else (entry.mean, entry.std)


def script_of(recipe: Recipe, data: Path, device: str = "cpu") -> str:
    """Return the script, which needs nothing of digitpad's.

    Args:
        recipe: of `resolve_for_script`.
        data: the folder with datasets.
        device: where it computes: "cpu", "cuda" or "mps".

    Raises:
        RecipeError: when the precision is "auto", or a normalisation is open that the dataset defines.
    """
    if recipe.precision == "auto":
        raise RecipeError("The precision has to be chosen before the code can be shown.")
    for chosen, known in zip((recipe.mean, recipe.std), _known_normalisation(recipe), strict=True):
        if chosen is None and known is not None:
            raise RecipeError("The normalisation has to be chosen before the code can be shown.")
    data = data.expanduser().absolute()  # the script may run anywhere
    after_dataset = [
        pictures.measuring(recipe),
        networks.network(recipe),
        networks.starting_weights(recipe),
        learning.order(recipe),
        pictures.transforms(recipe),
        pictures.augmentation(recipe),
        learning.schedule(recipe),
        networks.averaging(recipe),
        learning.loss(recipe),
        pictures.normalised(recipe),
        learning.test(recipe),
        f"{learning.optimizer(recipe)}\n{learning.training(recipe).strip()}",
    ]
    shape_is_used = not {"CHANNELS", "SIZE"}.isdisjoint(_names("\n".join(after_dataset)))
    dataset = pictures.dataset(recipe, data, shape_is_used)
    parts = [
        _settings(recipe, data if "DATA" in _names(dataset) else None, device),
        dataset,
        *after_dataset,
    ]
    body = "\n\n\n".join(part.strip() for part in parts if part) + "\n"
    return f"{_head(recipe, body)}\n\n\n{body}"


def _settings(recipe: Recipe, data: Path | None, device: str) -> str:
    out = f"{Path(recipe.dataset).absolute().name or 'network'}.pth"
    lines = [
        "" if recipe.name in PRESETS else f"RECIPE = {recipe.name!r}  # what these settings are called",
        "" if data is None else f"DATA = Path({str(data)!r})",
        f"DEVICE = {device!r}",
        f"OUT = {out!r}",
        *(f"{name.upper()} = {getattr(recipe, name)!r}" for name, entry in TABLE.items() if entry.constant),
        pictures.normalisation(recipe),
    ]
    return "\n".join(line for line in lines if line)


_STANDARD = {
    "gzip": "import gzip",
    "math": "import math",
    "Iterable": "from collections.abc import Iterable",
    "Sequence": "from collections.abc import Sequence",
    "dataclass": "from dataclasses import dataclass",
    "Path": "from pathlib import Path",
    "Any": "from typing import Any",
    "cast": "from typing import cast",
}
_TORCH = {
    "np": "import numpy as np",
    "ImageOps": "from PIL import Image, ImageOps",
    "torch": "import torch",
    "F": "import torch.nn.functional as F",
    "Tensor": "from torch import Tensor, nn",
    "AveragedModel": "from torch.optim.swa_utils import AveragedModel",
}
_TORCHVISION = {
    "datasets": "from torchvision import datasets",
    "models": "from torchvision import models",
    "v2": "from torchvision.transforms import v2",
}
"""Names in the script, and the import that each of them needs."""


def _names(code: str) -> set[str]:
    """The names in a script; what stands in its texts does not count."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def _head(recipe: Recipe, body: str) -> str:
    names = _names(body)
    standard, torch, torchvision = (
        [line for name, line in known.items() if name in names] for known in (_STANDARD, _TORCH, _TORCHVISION)
    )
    uses = {
        "numpy": "np" in names,
        "torch": True,
        "torchvision": bool(torchvision),
        "Pillow": "ImageOps" in names,
        "SciPy": recipe.dataset == "svhn",
    }
    *others, last = [name for name, used in uses.items() if used]
    needs = f"{', '.join(others)} and {last}" if others else last
    if datasets.is_exported(recipe):
        needs += ", and the pictures that COMMAND writes"
    # Texts of others stand nowhere but in expressions, written by `repr`: here they could end the docstring.
    recipe_is = f"by the recipe '{recipe.name}'" if recipe.name in PRESETS else "by a recipe of one's own"
    about = f'"""Trains the network \'{recipe.entry.name}\' {recipe_is}. Needs {needs}."""'
    if torchvision and declared_operators():
        torchvision = [*_declarations(), *torchvision]
    return "\n".join([about, "", *_merged(standard), "", *torch, *torchvision])


def _merged(imports: list[str]) -> list[str]:
    """The imports with one line for each module; the imports of a module are adjacent."""
    lines: list[str] = []
    for line in imports:
        module, _, name = line.partition(" import ")
        if name and lines and lines[-1].startswith(f"{module} import "):
            lines[-1] += f", {name}"
        else:
            lines.append(line)
    return lines


def _declarations() -> list[str]:
    """The lines that make torchvision built for another torch loadable; see `torchvision_compat`."""
    return [
        "",
        "# This torchvision was made for another build of torch, and asks for operators that it cannot",
        "# load and that nothing here needs. Where it can be imported without these lines, leave them out.",
        'operators = torch.library.Library("torchvision", "FRAGMENT")',
        *(f'operators.define("{schema}")' for schema in declared_operators()),
        "",
    ]
