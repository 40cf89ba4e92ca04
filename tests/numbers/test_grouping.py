"""The best division of parts into groups, and what is measured of them."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.redraw import visible_pieces
from digitpad.numbers.grouping import MOST, best_division, candidates
from digitpad.numbers.measuring import measures_of
from digitpad.numbers.seams import seams
from digitpad.numbers.strokes import stroke_parts
from tests.numbers.hand import placed, written


def _divisions(parts: tuple[int, ...]) -> list[list[tuple[int, ...]]]:
    """All divisions of parts into groups."""
    if not parts:
        return [[]]
    first, rest = parts[0], parts[1:]
    found = []
    for size in range(len(rest) + 1):
        for others in combinations(rest, size):
            left = tuple(part for part in rest if part not in others)
            found += [[(first, *others), *division] for division in _divisions(left)]
    return found


@pytest.mark.parametrize("seed", range(5))
def test_the_best_division_is_the_best_of_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups = [group for size in range(1, 5) for group in combinations(range(6), size)]
    scores = rng.normal(0, 1, len(groups)).tolist()
    table = dict(zip(groups, scores, strict=True))
    chosen = best_division(6, groups, scores)
    assert sorted(part for number in chosen for part in groups[number]) == list(range(6))
    possible = [division for division in _divisions(tuple(range(6))) if all(g in table for g in division)]
    best = max(sum(table[group] for group in division) for division in possible)
    assert sum(scores[number] for number in chosen) == pytest.approx(best)


@pytest.mark.timeout(20)  # every set of parts that a division may begin with took hours
def test_scattered_parts_are_divided_soon() -> None:
    rng = np.random.default_rng(1)
    starts = rng.uniform(6, 22, (MOST, 2))
    strokes = tuple(Stroke(((x, y), (x + 1.0, y + 1.0)), 1.0) for x, y in starts.tolist())
    parts = stroke_parts(visible_pieces(Drawing(strokes))).parts
    groups = candidates(parts)
    chosen = best_division(MOST, groups, rng.normal(0, 1, len(groups)).tolist())
    assert sorted(part for number in chosen for part in groups[number]) == list(range(MOST))


def test_parts_far_apart_are_never_one_digit() -> None:
    found = stroke_parts(visible_pieces(written("1111", gap=0.6, height=5.0)))
    assert [group for group in candidates(found.parts) if 1 < len(group) < 4] == []


def test_measures_do_not_hang_on_size_and_place() -> None:
    small = stroke_parts(visible_pieces(written("45", height=4.0)))
    large = stroke_parts(visible_pieces(written("45", height=8.0, at=(10.0, 2.0))))
    groups = candidates(small.parts)
    measures = (measures_of(found.parts, groups) for found in (small, large))
    for group, one, other in zip(groups, *measures, strict=True):
        for name in one._fields:
            assert getattr(one, name) == pytest.approx(getattr(other, name), abs=0.03), (group, name)


def test_the_shorter_end_behind_a_crossing_is_measured() -> None:
    bar = Stroke(((4.0, 14.0), (20.0, 14.0)), 1.0)
    stem = Stroke(((14.0, 6.0), (14.0, 16.0)), 1.0)  # goes on 2 behind the bar, the bar 6 behind it
    beside = Stroke(((22.0, 6.0), (22.0, 16.0)), 1.0)
    parts = stroke_parts(visible_pieces(Drawing((bar, stem, beside)))).parts
    through = np.zeros((3, 3))
    through[0, 1] = through[1, 0] = 2.0
    assert parts.crossings == pytest.approx(through, abs=0.01)


def test_a_line_through_a_ring_goes_through_it_as_far_as_it_is_inside() -> None:
    turns = np.linspace(0, 2 * np.pi, 80)
    ring = Stroke(
        tuple(zip((14 + 4 * np.sin(turns)).tolist(), (14 - 6 * np.cos(turns)).tolist(), strict=True)), 1.0
    )
    line = Stroke(((14.5, 7.8), (14.5, 20.2)), 1.0)  # its ends reach hardly out of the ring
    parts = stroke_parts(visible_pieces(Drawing((ring, line)))).parts
    assert parts.crossings[0, 1] == pytest.approx(12, abs=0.2)


def test_strokes_that_cross_are_rather_of_one_digit() -> None:
    stem = [(14.0, 4.0), (14.0, 16.0)]
    upright = Stroke(tuple(stem), 1.0)
    slanted = Stroke(((16.0, 4.0), (12.0, 16.0)), 1.0)
    beside = Stroke(((18.0, 4.0), (18.0, 16.0)), 1.0)
    for other, crosses in ((slanted, True), (beside, False)):
        parts = stroke_parts(visible_pieces(Drawing((upright, other)))).parts
        alone, together = measures_of(parts, [(0,), (0, 1)])
        assert (alone.crossed, together.crossed) == (float(crosses), 0.0)
        assert together.tall == float(not crosses)  # two tall strokes side by side are hardly one digit


def test_what_an_eraser_leaves_of_a_stroke_are_parts_of_their_own() -> None:
    line = Stroke(((2.0, 14.0), (26.0, 14.0)), 1.0)
    eraser = Stroke(((14.0, 10.0), (14.0, 18.0)), 4.0, eraser=True)
    found = stroke_parts(visible_pieces(Drawing((line, eraser))))
    assert found.parts.count == 2
    assert found.stroke_numbers((0, 1)) == (0,)


def test_a_narrow_piece_is_not_cut_and_a_broad_one_at_its_thin_place() -> None:
    piece = np.zeros((48, 60), bool)
    piece[4:44, 2:8] = piece[4:44, 40:46] = True
    assert seams(piece[:, 2:8], 40.0) == []
    piece[22:26, 8:40] = True  # a thin bridge
    crossed = [int(piece[np.arange(48), np.clip(seam, 0, 59)].sum()) for seam in seams(piece, 40.0)]
    through = [((seam >= 8) & (seam <= 40)).all() for seam in seams(piece, 40.0)]
    assert any(through)
    assert all(ink <= 4 for ink, thin in zip(crossed, through, strict=True) if thin)


def test_seams_do_not_cross() -> None:
    rng = np.random.default_rng(2)
    piece = rng.random((40, 120)) < 0.15
    piece[:, 0] = piece[:, -1] = True
    found = seams(piece, 40.0)
    assert len(found) > 2
    for left, right in pairwise(found):
        assert (left <= right).all()


def test_groups_never_mix_strokes_of_distant_digits() -> None:
    strokes = (*placed("4", (1.0, 8.0), 8.0), *placed("4", (20.0, 8.0), 8.0))
    found = stroke_parts(visible_pieces(Drawing(strokes)))
    assert (0, 2) not in candidates(found.parts)
