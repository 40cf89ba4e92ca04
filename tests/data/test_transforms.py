"""torchvision's transforms and our own for colour pictures: what they keep, and what decides them."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from digitpad.data.augment import AUGMENTATIONS, FlipCrop, apply
from digitpad.data.labelled import Dataset
from digitpad.data.transforms import TRANSFORMS, Transform
from digitpad.errors import RecipeError
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import Recipe
from tests.helpers import colour_dataset, further, small_dataset
from tests.training.runs import assert_goes_on, finished, short


@cache
def grey() -> Dataset:
    return small_dataset(60, 20)


@cache
def colour() -> Dataset:
    return colour_dataset(40, 10)


def pictures(kind: str, count: int = 12) -> Tensor:
    return (grey() if kind == "grey" else colour()).train.images[:count]


def at(name: str, end: str) -> Transform:
    """The transform with all of its settings at the default, the lowest or the highest."""
    settings = {key: getattr(setting, end) for key, setting in TRANSFORMS[name].items()}
    return Transform(name, () if end == "default" else tuple(settings.items()))


def changed(transforms: list[Transform], images: Tensor, seed: int = 1) -> Tensor:
    return apply([transform.build(images.shape[-1]) for transform in transforms], images, seed)


def often(name: str) -> Transform:
    """The transform so that it changes every picture that it can."""
    return Transform(name, (("p", 1),) if "p" in TRANSFORMS[name] else ())


@pytest.mark.parametrize("kind", ["grey", "colour"])
@pytest.mark.parametrize("end", ["default", further("low"), further("high")])
@pytest.mark.parametrize("name", TRANSFORMS)
def test_a_transform_keeps_form_and_the_programs_random_numbers(name: str, end: str, kind: str) -> None:
    images = pictures(kind)
    before, random = images.clone(), torch.get_rng_state()
    once, again = (changed([at(name, end)], images, 5) for _ in range(2))
    assert torch.equal(torch.get_rng_state(), random)
    assert torch.equal(images, before)
    assert (once.shape, once.dtype) == (images.shape, torch.uint8)
    assert torch.equal(once, again)


@pytest.mark.parametrize("name", TRANSFORMS)
def test_smallest_pictures_go_through_every_transform(name: str) -> None:
    for size in range(8, 28):
        images = pictures("colour", 2)[:, :, :size, :size]
        assert changed([at(name, "high")], images).shape == images.shape


def test_a_perspective_that_cannot_be_leaves_its_picture() -> None:
    """Of pictures of 8 pixels torchvision fails in one of a hundred, of larger ones in one of thousands.

    On which draws, and whether at all, depends on the processor.
    """
    images = torch.arange(500 * 64).remainder(251).to(torch.uint8).reshape(500, 1, 8, 8)
    worst = Transform("RandomPerspective", (("distortion_scale", 1), ("p", 1)))
    same = (changed([worst], images) == images).flatten(1).all(1)
    assert int(same.sum()) < 25

    def impossible(picture: Tensor) -> Tensor:
        if picture[0, 0, 0] % 2:
            raise torch.linalg.LinAlgError("three corners on a line")
        return 255 - picture

    odd = images[:, 0, 0, 0] % 2 == 1
    expected = torch.where(odd[:, None, None, None], images, 255 - images)
    assert torch.equal(apply([impossible], images, 1), expected)


_SAME_FOR_ALL = ("GaussianBlur", "RandomHorizontalFlip", "RandomVerticalFlip", "RandomInvert")


@pytest.mark.parametrize("name", [name for name in TRANSFORMS if name not in _SAME_FOR_ALL])
def test_every_picture_of_a_batch_gets_draws_of_its_own(name: str) -> None:
    one = pictures("colour", 1)
    settings = {"RandomGrayscale": (("p", 0.5),)}.get(name, often(name).settings)
    found = changed([Transform(name, settings)], one.expand(16, -1, -1, -1))
    assert len(found.unique(dim=0)) > 1
    assert not torch.equal(found, changed([Transform(name, settings)], one.expand(16, -1, -1, -1), 2))


@pytest.mark.parametrize("name", ["RandomHorizontalFlip", "RandomVerticalFlip", "RandomInvert"])
def test_a_chance_is_one_of_each_picture(name: str) -> None:
    images = pictures("colour", 1).expand(200, -1, -1, -1)
    assert torch.equal(changed([Transform(name, (("p", 0),))], images), images)
    share = (changed([Transform(name)], images) != images).flatten(1).any(1).float().mean()
    assert 0.35 < float(share) < 0.65
    other = changed([Transform(name, (("p", 1),))], images[:1])
    expected = {
        "RandomHorizontalFlip": images[:1].flip(3),
        "RandomVerticalFlip": images[:1].flip(2),
        "RandomInvert": 255 - images[:1],
    }
    assert torch.equal(other, expected[name])


def test_the_list_is_followed_in_its_order() -> None:
    images = pictures("colour")
    invert, erase = Transform("RandomInvert", (("p", 1),)), Transform("RandomCrop", (("padding", 32),))
    assert torch.equal(changed([], images), images)
    assert torch.equal(changed([invert, invert], images), images)
    assert not torch.equal(changed([invert, erase], images), changed([erase, invert], images))


def test_grey_pictures_stay_as_they_are_where_only_colour_is_changed() -> None:
    images = pictures("grey")
    assert torch.equal(changed([Transform("RandomGrayscale", (("p", 1),))], images), images)
    only = Transform("ColorJitter", (("brightness", 0), ("contrast", 0), ("saturation", 1), ("hue", 0.5)))
    assert torch.equal(changed([only], images), images)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": "RandomCorp"}, r"no transform 'RandomCorp' \(did you mean 'RandomCrop'\?\)"),
        ({"name": 7}, "no transform '7'"),
        ({"name": "Normalize"}, "choose one of RandomCrop, "),
        ({"name": "RandomRotation", "degree": 1}, r"no setting 'degree' \(did you mean 'degrees'\?\)"),
        ({"name": "TrivialAugmentWide", "p": 1}, "no setting 'p'; it has none"),
        ({"name": "RandomRotation", "degrees": 181}, "is 181; choose a number from 0 to 180"),
        ({"name": "RandomRotation", "degrees": float("nan")}, "is nan"),
        ({"name": "RandomRotation", "degrees": True}, "is True"),
        ({"name": "RandomRotation", "degrees": "x\n"}, r"is x\?"),
        ({"name": "RandomRotation", "degrees": 10**5000}, "is too large to be shown"),
        ({"degrees": 1}, "a table with a name"),
        ("RandomCrop", "a table with a name"),
    ],
)
def test_a_wrong_transform_is_reported(values: Any, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        preset("quick").with_changes(transforms=[values])


def test_a_list_has_its_limit() -> None:
    preset("quick").with_changes(transforms=[{"name": "RandomCrop"}] * 20)
    with pytest.raises(RecipeError, match="at most 20"):
        preset("quick").with_changes(transforms=[{"name": "RandomCrop"}] * 21)


def with_transforms(name: str, **changes: Any) -> tuple[Recipe, Dataset]:
    dataset = colour() if name == "notes-cifar10" else grey()
    transforms = [{"name": "RandomCrop", "padding": 2}, {"name": "ColorJitter"}]
    settings = {"dataset": dataset.name, "batch_size": 20, "precision": "float32", "transforms": transforms}
    return short(name, **{**settings, **changes}), dataset


@pytest.mark.parametrize("name", ["notes-basic", further("notes-cifar10")])
@pytest.mark.parametrize("stop", [further(1), 2, further(3)])
def test_a_run_with_transforms_is_repeated_and_resumed_bit_for_bit(
    name: str, stop: int, tmp_path: Path
) -> None:
    recipe, data = with_transforms(name)
    assert_goes_on(recipe, tmp_path, stop, data)


def test_transforms_change_what_is_learnt_and_not_the_order_or_dropout() -> None:
    without, never, always = (
        finished(*with_transforms("notes-basic", transforms=transforms)).train_curve
        for transforms in ([], [{"name": "RandomInvert", "p": 0}], [{"name": "RandomInvert", "p": 1}])
    )
    assert without == never != always


def flip_crop(change: FlipCrop, images: Tensor, seed: int = 1) -> Tensor:
    return change(images.float(), torch.Generator().manual_seed(seed))


def numbered(count: int) -> Tensor:
    """Pictures whose every pixel tells where it is; none is 0."""
    return torch.arange(1.0, 32 * 32 + 1).reshape(1, 1, 32, 32).expand(count, 3, 32, 32)


def moved(picture: Tensor, down: int, right: int) -> Tensor:
    """`picture` moved, black where it comes in."""
    padded = torch.nn.functional.pad(picture, (8, 8, 8, 8))
    return padded[:, 8 + down : 40 + down, 8 + right : 40 + right]


@given(st.integers(0, 2**31), st.integers(0, 6))
def test_flip_crop_mirrors_or_not_and_moves_by_whole_pixels(seed: int, shift: int) -> None:
    (source, found) = numbered(3), flip_crop(FlipCrop(shift), numbered(3), seed)
    reach = range(-shift, shift + 1)
    for picture, result in zip(source, found, strict=True):
        assert any(
            torch.equal(result, moved(kind, down, right))
            for kind in (picture, picture.flip(2))
            for down, right in itertools.product(reach, reach)
        )


def test_half_of_the_pictures_are_mirrored_and_every_move_is_drawn() -> None:
    found = flip_crop(FlipCrop(shift=1), numbered(900))
    kinds = {
        (mirrored, down, right): moved(kind, down, right)
        for mirrored, kind in ((False, numbered(1)[0]), (True, numbered(1)[0].flip(2)))
        for down, right in itertools.product((-1, 0, 1), repeat=2)
    }
    counts = {key: sum(torch.equal(result, kind) for result in found) for key, kind in kinds.items()}
    assert sum(counts.values()) == 900
    assert 25 < min(counts.values()) <= max(counts.values()) < 80


@given(st.integers(0, 2**31))
def test_the_hole_is_one_black_square(seed: int) -> None:
    images = torch.full((4, 3, 32, 32), 200.0)
    for result in flip_crop(FlipCrop(shift=0, hole=8), images, seed):
        black = (result == 0).all(dim=0)
        assert torch.equal(black, (result != 200).any(dim=0))
        rows, columns = (black.any(dim=other).nonzero().flatten() for other in (1, 0))
        for line in (rows, columns):
            assert len(line) <= 9
            assert int(line[-1] - line[0]) == len(line) - 1
        assert int(black.sum()) == len(rows) * len(columns)


@pytest.mark.parametrize("kind", ["grey", "colour"])
def test_flip_crop_is_decided_by_its_generator(kind: str) -> None:
    change = AUGMENTATIONS["flip-crop"]
    assert isinstance(change, FlipCrop)
    images, random = pictures(kind), torch.get_rng_state()
    once, again, other = (flip_crop(change, images, seed) for seed in (1, 1, 2))
    assert (once.shape, once.dtype) == (images.shape, torch.float32)
    assert torch.equal(once, again)
    assert not torch.equal(once, other)
    assert torch.equal(torch.get_rng_state(), random)
