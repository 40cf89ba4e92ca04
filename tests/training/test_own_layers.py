"""A recipe whose network is a list of layers: trained, saved, resumed, exported, and written as code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from digitpad.errors import CheckpointError, RecipeError
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.export import export
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import OWN
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.resume_rules import changes_between
from digitpad.recipe.toml_file import load_recipe, save_recipe
from digitpad.training.trainer import Trainer
from tests.training.runs import STEPS, assert_goes_on, digits, finished, short
from tests.training.test_script import assert_same_losses

LAYERS: list[dict[str, Any]] = [
    {"layer": "conv", "name": "stem", "out": 4, "kernel": 5, "padding": 2},
    {"layer": "max_pool", "kernel": 3, "stride": 2, "ceil_mode": True},
    {
        "layer": "residual",
        "layers": [
            {"layer": "conv", "name": "block.0", "out": 8, "stride": 2, "padding": 1, "bias": False},
            {"layer": "batch_norm", "name": "block.1"},
            {"layer": "leaky_relu", "slope": 0.1},
        ],
        "shortcut": [{"layer": "conv", "out": 8, "kernel": 1, "stride": 2}],
    },
    {"layer": "dropout"},
    {"layer": "flatten"},
    {"layer": "linear", "out": 16},
    {"layer": "gelu"},
    {"layer": "linear"},
]


def own(**changes: Any) -> Recipe:
    """A short recipe of this network."""
    return short("quick", **{"network": OWN, "layers": LAYERS, "precision": "float32", **changes})


def test_a_run_of_ones_own_layers_goes_on_exactly(tmp_path: Path) -> None:
    assert_goes_on(own(), tmp_path, STEPS + 1)


def test_its_files_hold_the_layers_and_answer_alike(tmp_path: Path) -> None:
    checkpoint = finished(own(epochs=1)).checkpoint()
    pictures = torch.rand(5, 1, 28, 28)
    for form, suffix in (("full", "pth"), ("model", "pth"), ("safetensors", "safetensors")):
        path = tmp_path / f"{form}.{suffix}"
        export(checkpoint, path, form)
        again = load_checkpoint(path)
        assert (again.architecture, again.layers) == (OWN, own().layers)
        assert torch.allclose(again.network()(pictures), checkpoint.network()(pictures), atol=1e-6)


def test_its_recipe_is_a_file_that_people_can_write(tmp_path: Path) -> None:
    save_recipe(own(), tmp_path / "own.toml")
    assert load_recipe(tmp_path / "own.toml") == own()
    (tmp_path / "short.toml").write_text('[[layers]]\nlayer = "flatten"\n\n[[layers]]\nlayer = "linear"\n')
    recipe = load_recipe(tmp_path / "short.toml")
    assert recipe.network == OWN
    assert sum(p.numel() for p in recipe.entry.build(3).parameters()) == 784 * 3 + 3


@pytest.mark.slow
def test_its_code_learns_as_the_window_does(small_mnist: Path, tmp_path: Path) -> None:
    assert_same_losses(own(dataset="mnist", epochs=1), small_mnist, tmp_path)


def test_a_resumed_run_keeps_its_layers() -> None:
    with pytest.raises(Exception, match="A resumed run keeps its layers"):
        changes_between(own(), own(layers=LAYERS[3:]))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"layers": []}, r"has no layers; add some in \[\[layers\]\] or in the network editor"),
        ({"network": "quick"}, r'A recipe with \[\[layers\]\] has network = "layers", not "quick"'),
        ({"layers": [{"layer": "convolve"}]}, "no kind of layer called 'convolve'"),
        ({"layers": "conv"}, "must be a list of at most 500 tables"),
    ],
)
def test_layers_that_are_none_are_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RecipeError, match=sentence):
        own(**changes)


def test_layers_that_do_not_fit_the_pictures_are_refused_when_the_run_begins() -> None:
    with pytest.raises(RecipeError, match=r"Layer 1 \(fc1\) does not fit"):
        Trainer(own(layers=[{"layer": "linear"}]), digits())


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        (None, "its layers cannot be read: The layers of a network must be a list of tables"),
        ([{"layer": "conv", "kernel": -1}], "its layers cannot be read: Layer 1: its kernel is -1"),
        (LAYERS[:-1], r"its layers do not make a network: The network returns 16"),
        ([*LAYERS[:1], *LAYERS[3:]], "its weights do not fit its network layers"),
        (
            [{"layer": "conv", "out": 99_999, "kernel": 500, "padding": 400}] * 3,
            "its layers do not make a network",
        ),
    ],
)
def test_a_file_whose_layers_are_damaged_is_refused(tmp_path: Path, layers: Any, sentence: str) -> None:
    save_checkpoint(Trainer(own(), digits()).checkpoint(), tmp_path / "a.pth")
    content = torch.load(tmp_path / "a.pth", weights_only=True)
    torch.save({**content, "layers": layers}, tmp_path / "a.pth")
    with pytest.raises(CheckpointError, match=sentence):
        load_checkpoint(tmp_path / "a.pth")
