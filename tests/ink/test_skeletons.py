"""Skeletons: curves through knots, and glyphs made ready for drawing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.form import DIGITS
from digitpad.ink.glyphs import LETTERS, glyphs
from digitpad.ink.skeletons import curve_matrices, digit_skeletons, letter_names, letter_skeletons


@pytest.mark.parametrize("section", [*DIGITS, LETTERS])
def test_every_glyph_can_be_built(section: str) -> None:
    if section == LETTERS:
        skeletons = [skeleton for name in letter_names() for skeleton in letter_skeletons(name)]
    else:
        skeletons = list(digit_skeletons(int(section)))
    assert tuple(skeleton.glyph for skeleton in skeletons) == glyphs(section)
    for skeleton in skeletons:
        assert len(skeleton.poses) == len(skeleton.glyph.poses)
        assert len(skeleton.starts) == skeleton.glyph.poses[0].count("|") + 1


@given(
    knots=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=8, unique=True),
    data=st.data(),
)
def test_curves_go_through_their_knots(knots: list[tuple[int, int]], data: st.DataObject) -> None:
    corners = sorted(data.draw(st.sets(st.integers(1, len(knots) - 2)))) if len(knots) > 2 else []
    places = np.array(knots, float)
    for matrix in curve_matrices(places, corners, 7.0):
        curve = matrix @ places
        assert curve[0] == pytest.approx(places[0])
        assert curve[-1] == pytest.approx(places[-1])
        for place in places:
            assert np.abs(curve - place).max(axis=1).min() < 1e-6


def test_a_corner_is_turned_sharply_and_a_bend_smoothly() -> None:
    places = np.array([[0.0, 0.0], [50.0, 0.0], [50.0, 50.0]])
    smooth, sharp = curve_matrices(places, [1], 5.0)
    along = sharp @ places
    assert along[:, 1].min() == pytest.approx(0.0)
    assert along[:, 0].max() == pytest.approx(50.0)
    assert (smooth @ places)[:, 0].max() > 51.0
