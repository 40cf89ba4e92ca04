from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.data.datasets import DATASETS
from digitpad.errors import RecipeError
from digitpad.recipe.presets import PRESETS, preset
from digitpad.recipe.recipe import Recipe
from digitpad.training.schedule import Schedule


def test_the_notes_recipes_have_the_notes_numbers() -> None:
    facts = {
        name: (r.optimizer, r.learning_rate, r.momentum, r.batch_size, r.epochs, r.loss, r.std, r.keep_above)
        for name, r in ((name, _on_its_dataset(recipe)) for name, recipe in PRESETS.items())
        if name.startswith("notes")
    }
    assert facts == {
        "notes-basic": ("sgd", 0.01, 0.5, 64, 3, "nll", 0.3081, 0.0),
        "notes-wide": ("sgd", 0.01, 0.5, 128, 10, "cross-entropy", 0.3081, 0.0),
        "notes-adam": ("adam", 0.001, 0.0, 16, 10, "cross-entropy", 0.3081, 0.0),
        "notes-logits": ("sgd", 0.01, 0.5, 64, 49, "cross-entropy", 0.3801, 0.97),
        "notes-cifar10": ("sgd", 0.01, 0.0, 64, 10, "cross-entropy", 1.0, 0.0),
        "notes-vgg16": ("sgd", 0.01, 0.9, 64, 10, "cross-entropy", (0.229, 0.224, 0.225), 0.0),
    }
    means = {name: _on_its_dataset(recipe).mean for name, recipe in PRESETS.items() if recipe.std != 1.0}
    assert {means[name] for name in means if name not in ("colour", "notes-vgg16")} == {0.1307}
    assert PRESETS["notes-cifar10"].mean == 0.0
    assert PRESETS["notes-vgg16"].mean == (0.485, 0.456, 0.406)


def _on_its_dataset(recipe: Recipe) -> Recipe:
    """The recipe as it is once its dataset's normalisation is known; one that is measured stays open."""
    dataset = DATASETS[recipe.dataset]
    return recipe.with_changes(
        mean=dataset.mean if recipe.mean is None else recipe.mean,
        std=dataset.std if recipe.std is None else recipe.std,
    )


@pytest.mark.parametrize("recipe", PRESETS.values(), ids=list(PRESETS))
def test_a_recipe_comes_back_from_plain_values(recipe: Recipe) -> None:
    assert Recipe.from_dict(recipe.as_dict()) == recipe


@pytest.mark.parametrize(
    ("setting", "values"),
    [
        ("epochs", (0, 1.5, True)),
        ("batch_size", (0, -1)),
        ("seed", (-1,)),
        ("learning_rate", (0, math.nan, math.inf, "x")),
        ("momentum", (1.0, -0.1)),
        ("label_smoothing", (1,)),
        ("std", (0,)),
        ("network", ("resnet",)),
        ("optimizer", ("lion",)),
        ("loss", ("hinge",)),
        ("schedule", ("step?",)),
        ("augmentation", ("magic",)),
    ],
)
def test_a_setting_out_of_range_is_named(setting: str, values: tuple[object, ...]) -> None:
    for value in values:
        with pytest.raises(RecipeError, match=setting.replace("_", " ")):
            preset("quick").with_changes(**{setting: value})


WHOLE = {"name": "x", "network": "quick"}


@pytest.mark.parametrize(
    "values", [None, [], {"name": "x"}, {**WHOLE, "colour": 1}, {**WHOLE, "picture": "ink"}]
)
def test_what_is_not_a_recipe_is_refused(values: object) -> None:
    with pytest.raises(RecipeError):
        Recipe.from_dict(values)


def test_an_unknown_recipe_lists_the_known_ones() -> None:
    with pytest.raises(RecipeError, match="notes-basic"):
        preset("basic")


@given(st.integers(0, 999), st.integers(1, 1000), st.floats(1e-5, 1))
def test_the_learning_rate_stays_between_nothing_and_its_peak(step: int, total: int, peak: float) -> None:
    rate = Schedule("one-cycle", peak, total, 1).rate(min(step, total - 1))
    assert 0 < rate <= peak * 1.0001
    assert Schedule("none", peak, total, 1).rate(step) == peak


def test_one_cycle_rises_then_falls() -> None:
    rates = [Schedule("one-cycle", 1.0, 101, 1).rate(step) for step in range(101)]
    top = rates.index(max(rates))
    assert top == 25
    assert rates[:26] == sorted(rates[:26])
    assert rates[25:] == sorted(rates[25:], reverse=True)
    assert (rates[0], rates[-1]) == pytest.approx((0.04, 0.0001), abs=1e-9)
