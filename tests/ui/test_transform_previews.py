"""What becomes of a picture, step by step: the same as in training, and no draws of others are touched."""

from __future__ import annotations

import threading
from typing import Any
from unittest.mock import Mock, call

import numpy as np
import pytest
import torch
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitpad.data.augment import apply
from digitpad.data.transforms import TRANSFORMS, Transform
from digitpad.errors import Cancelled, DigitpadError, RecipeError
from digitpad.model.normalization import normalize_uint8
from digitpad.ui.style.text_size import set_text_size
from digitpad.ui.transforms.preview import DRAWS, Preview, PreviewSettings, drawn_digit, preview
from digitpad.ui.transforms.preview_views import StepsView

CHAIN: list[dict[str, Any]] = [
    {"name": "RandomCrop", "padding": 4},
    {"name": "RandomAffine", "degrees": 20},
    {"name": "ColorJitter"},
    {"name": "RandomErasing", "p": 1},
]


def picture(*shape: int) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, shape, np.uint8)


def made(transforms: list[dict[str, Any]], channels: int = 3, seed: int = 1, **others: Any) -> Preview:
    return preview(picture(40, 48, 3), PreviewSettings(32, channels, **others), transforms, seed)


def applied(transforms: list[dict[str, Any]], resized: np.ndarray, seed: int) -> np.ndarray:
    """What training makes of the picture, DRAWS times in a batch: (DRAWS, H, W) or (DRAWS, H, W, 3)."""
    pixels = torch.from_numpy(np.rint(resized * 255).astype(np.uint8))
    image = pixels[None] if pixels.ndim == 2 else pixels.permute(2, 0, 1)
    chain = [Transform.from_dict(transform).build(resized.shape[0]) for transform in transforms]
    changed = apply(chain, image.expand(DRAWS, -1, -1, -1), seed).float().div(255)
    return (changed[:, 0] if len(image) == 1 else changed.permute(0, 2, 3, 1)).numpy()


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("name", [None, *TRANSFORMS])
def test_the_steps_are_those_of_training(name: str | None, channels: int) -> None:
    chain = CHAIN if name is None else [{"name": name}]
    result = made(chain, channels, seed=7)
    names = [transform["name"] for transform in chain]
    assert [key for key, _ in result.steps] == ["picture", "resized", *names, "normalised"]
    expected = applied(chain, dict(result.steps)["resized"], 7)
    assert np.array_equal(result.steps[-2][1], expected[0])
    assert np.array_equal(np.stack(result.draws), expected)


def test_each_step_begins_with_what_the_one_before_gave() -> None:
    result = made(CHAIN, seed=2)
    for count in range(1, len(CHAIN) + 1):
        shorter = made(CHAIN[:count], seed=2)
        assert np.array_equal(shorter.steps[1 + count][1], result.steps[1 + count][1])


@pytest.mark.parametrize(("channels", "shape"), [(3, (32, 32, 3)), (1, (32, 32))])
def test_the_picture_is_shown_as_it_came_and_resized_as_whole_pictures_are(
    channels: int, shape: tuple[int, ...]
) -> None:
    steps = dict(made([], channels).steps)
    assert np.array_equal(np.rint(steps["picture"] * 255), picture(40, 48, 3))
    assert steps["resized"].shape == shape


def test_a_seed_decides_the_draws() -> None:
    one, same, other = (np.stack(made(CHAIN, seed=seed).draws) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert len({draw.tobytes() for draw in one}) == len(one) == DRAWS


def test_the_augmentation_comes_last() -> None:
    result = made([{"name": "RandomRotation"}], channels=1, augmentation="elastic")
    assert [key for key, _ in result.steps][2:] == ["RandomRotation", "elastic", "normalised"]
    assert np.array_equal(result.draws[0], result.steps[-2][1])
    assert len({draw.tobytes() for draw in result.draws}) == DRAWS


@pytest.mark.parametrize(
    ("channels", "mean", "std"),
    [(1, 0.1307, 0.3081), (3, (0.4914, 0.4822, 0.4465), (0.247, 0.2435, 0.2616)), (3, 0.5, 0.25)],
)
def test_the_range_is_that_of_what_the_network_gets(channels: int, mean: Any, std: Any) -> None:
    result = made(CHAIN, channels, mean=mean, std=std)
    last = torch.from_numpy(np.rint(result.steps[-2][1] * 255))
    image = last[None] if channels == 1 else last.permute(2, 0, 1)
    given = normalize_uint8(image[None].float(), mean, std)
    assert (result.low, result.high) == pytest.approx((given.min().item(), given.max().item()), abs=1e-5)
    normalised = result.steps[-1][1]
    assert (normalised.min(), normalised.max()) == (0, pytest.approx(1))


def test_without_a_normalisation_the_values_stay_from_0_to_1() -> None:
    assert 0 <= made([]).low < made([]).high <= 1


def test_a_picture_of_one_colour_is_no_division_by_nothing() -> None:
    result = preview(np.full((9, 9), 40, np.uint8), PreviewSettings(16, 1, mean=0.5, std=0.5), [], 1)
    assert result.low == result.high
    assert not result.steps[-1][1].any()


@pytest.mark.parametrize(
    ("transforms", "others"),
    [
        ([{"name": "RandomRotaton"}], {}),
        ([{"degrees": 3}], {}),
        ([{"name": "RandomRotation", "degrees": 1000}], {}),
        ([{"name": "RandomRotation", "degres": 3}], {}),
        ([], {"augmentation": "affin"}),
        ([], {"mean": (0.5, 0.5), "std": 0.5}),
        ([], {"mean": 0.5, "std": 0.0}),
    ],
)
def test_what_is_wrong_is_said(transforms: list[dict[str, Any]], others: dict[str, Any]) -> None:
    with pytest.raises(RecipeError) as error:
        made(transforms, **others)
    assert "\n" not in str(error.value)


def test_the_programs_own_random_numbers_are_left_alone_even_meanwhile() -> None:
    """A network that learns in another thread draws from them between any two lines of a preview."""
    torch.manual_seed(5)
    expected = torch.rand(4000, 8)
    torch.manual_seed(5)
    busy, ready = True, threading.Event()

    def look() -> None:
        seed = 0
        while busy:
            seed += 1
            made(CHAIN, seed=seed)
            ready.set()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        assert ready.wait(60)
        drawn = torch.stack([torch.rand(8) for _ in range(4000)])
    finally:
        busy = False
        thread.join()
    assert torch.equal(drawn, expected)


def test_a_long_one_can_be_given_up() -> None:
    progress = Mock(side_effect=[None, None, None, Cancelled])
    with pytest.raises(DigitpadError):
        preview(picture(32, 32), PreviewSettings(32, 1), CHAIN, 1, progress)
    assert progress.call_args_list == [call(done, DRAWS * len(CHAIN)) for done in range(4)]


def test_the_programs_digit_is_ink_on_black() -> None:
    digit = drawn_digit()
    assert (digit.shape, digit.dtype) == ((28, 28), np.uint8)
    assert 0.05 < (digit > 128).mean() < 0.3


@pytest.mark.parametrize("percent", [100, 200])
def test_words_below_the_steps_are_as_broad_as_their_pictures_at_most(
    percent: int, qapp: QApplication, qtbot: QtBot
) -> None:
    set_text_size(qapp, percent)
    try:
        view = StepsView()
        qtbot.addWidget(view)
        view.show_preview(made([]))
        view.resize(view.minimumSizeHint())
        side = view.width() / len(view.steps)
        metrics = view.fontMetrics()
        for title, detail, _ in view.steps:
            assert max(map(metrics.horizontalAdvance, (*title.split(), detail))) <= side
    finally:
        set_text_size(qapp, 100)
