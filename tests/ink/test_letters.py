"""Letters and signs drawn by the program: the same again from the same seed, all names, within the pad."""

from collections import Counter

import numpy as np
import pytest

from digitpad.ink.allographs.letters import CAPITALS, LETTERS, OTHER_SCRIPTS, PICTURES, SIGNS, SMALLS
from digitpad.ink.drawing import SIDE
from digitpad.ink.letters import draw_letter, letter_drawings, letter_skeletons

LIKE_DIGITS = set("BDGILOQSZbcgijloqsz")


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_lies_on_the_pad_with_its_ink(name: str) -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        drawing = draw_letter(name, rng)
        assert len({stroke.width for stroke in drawing.strokes}) == 1
        assert not any(stroke.eraser for stroke in drawing.strokes)
        points = np.array([point for stroke in drawing.strokes for point in stroke.points])
        reach = drawing.strokes[0].width / 2
        assert points.min() - reach >= -1e-6
        assert points.max() + reach <= SIDE + 1e-6
        assert np.ptp(points, axis=0).max() >= 0.35 * SIDE


@pytest.mark.parametrize("name", LETTERS)
def test_all_forms_of_a_letter_can_be_built(name: str) -> None:
    forms = letter_skeletons(name)
    assert len(forms) == len(LETTERS[name])
    for form, poses in zip(forms, LETTERS[name], strict=True):
        assert len(form.poses) == len(poses)
        assert len(form.starts) == poses[0].count("|") + 1


def test_no_name_is_in_two_groups() -> None:
    assert len(LETTERS) == sum(map(len, (CAPITALS, SMALLS, OTHER_SCRIPTS, SIGNS, PICTURES)))


def test_letters_that_look_like_digits_are_left_out() -> None:
    assert not LIKE_DIGITS & set(LETTERS)


def test_every_letter_is_drawn() -> None:
    drawn = Counter(name for name, _ in letter_drawings(25 * len(LETTERS), 0))
    assert set(drawn) == set(LETTERS)
    assert min(drawn.values()) >= 5


def test_a_longer_set_begins_with_the_shorter_one() -> None:
    short = list(letter_drawings(30, 4))
    assert list(letter_drawings(50, 4))[:30] == short


def test_another_seed_draws_other_letters() -> None:
    first, second = list(letter_drawings(20, 0)), list(letter_drawings(20, 1))
    assert all(a != b for (_, a), (_, b) in zip(first, second, strict=True))


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        list(letter_drawings(1, -1))


def test_an_unknown_letter_is_refused() -> None:
    with pytest.raises(KeyError):
        draw_letter("no such letter", np.random.default_rng(0))
