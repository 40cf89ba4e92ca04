"""Drawings of very many strokes and points are drawn as others are, in bounded time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from digitpad.ink import raster
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.raster import rasterize
from digitpad.ink.redraw import thinned, visible_pieces
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint


def strokes(count: int, width: float = 0.5, eraser: bool = False) -> tuple[Stroke, ...]:
    """So many short strokes anywhere on the pad and beside it, one in three a dot."""
    random = np.random.default_rng(count)
    starts, moves = random.uniform(-2, 30, (count, 2)), random.uniform(-2, 2, (count, 2))
    ends = starts + moves
    return tuple(
        Stroke((tuple(one),) if number % 3 == 0 else (tuple(one), tuple(other)), width, eraser)
        for number, (one, other) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True))
    )


def test_many_strokes_are_drawn_together_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = Drawing((*strokes(60), *strokes(20, 1.0, eraser=True), *strokes(30), *strokes(25, 2.0)))
    single = rasterize(drawing)
    monkeypatch.setattr(raster, "_SINGLE", 0)
    np.testing.assert_allclose(rasterize(drawing), single, atol=1e-5)


def test_a_stroke_of_very_many_points_keeps_its_way() -> None:
    turn = np.linspace(0, 40 * np.pi, 100_000)
    points = np.stack([14 + turn / 14 * np.cos(turn), 14 + turn / 14 * np.sin(turn)], axis=1)
    drawing = Drawing((Stroke(tuple(map(tuple, points.tolist()))), *strokes(2)))
    few = thinned(drawing)
    assert sum(len(stroke.points) for stroke in few.strokes) <= 20_010
    assert [(one.points[0], one.points[-1]) for one in few.strokes] == [
        (one.points[0], one.points[-1]) for one in drawing.strokes
    ]
    np.testing.assert_allclose(rasterize(few), rasterize(drawing), atol=0.02)
    assert thinned(few) is few


def test_erasers_count_for_what_was_drawn_before_them() -> None:
    line = Stroke(((4, 14), (24, 14)))
    across = Stroke(((14, 4), (14, 24)), 6.0, eraser=True)
    assert [piece.number for piece in visible_pieces(Drawing((line, across, line)))] == [0, 0, 2]


def test_of_very_many_strokes_ink_and_erasers_are_left_out_evenly() -> None:
    short = strokes(30_000)
    drawing = Drawing(tuple(replace(one, eraser=number % 2 == 1) for number, one in enumerate(short)))
    few = thinned(drawing)
    assert len(few.strokes) <= 10_001
    assert sum(len(one.points) for one in few.strokes) <= 20_010
    assert sum(one.eraser for one in few.strokes) == len(few.strokes) // 2
    assert thinned(few) is few


def test_of_a_few_erasers_among_very_many_strokes_all_stay() -> None:
    short = strokes(20_000)
    drawing = Drawing(tuple(replace(one, eraser=number in (777, 19_998)) for number, one in enumerate(short)))
    few = thinned(drawing)
    assert len(few.strokes) <= 10_001
    assert sum(one.eraser for one in few.strokes) == 2


def distances(places: npt.NDArray[np.float64], stroke: Stroke) -> npt.NDArray[np.float64]:
    """Of places (n, 2) from a stroke of one point or two."""
    start, end = np.array(stroke.points[0]), np.array(stroke.points[-1])
    way = end - start
    along = np.clip((places - start) @ way / max(way @ way, 1e-12), 0, 1)
    apart: npt.NDArray[np.float64] = np.hypot(*(places - start - along[:, None] * way).T)
    return apart


def in_turn(count: int) -> Drawing:
    """Ink and erasers in turn."""
    return Drawing(tuple(replace(one, eraser=number % 2 == 1) for number, one in enumerate(strokes(count))))


def test_ink_and_erasers_in_turn_leave_what_was_drawn_last() -> None:
    turns = in_turn(3_000)
    middles = (np.arange(28 * raster.SCALE) + 0.5) / raster.SCALE
    places = np.stack(np.meshgrid(middles, middles), axis=2).reshape(-1, 2)
    ink = np.zeros(len(places), bool)
    on_a_rim = np.zeros(len(places), bool)
    for stroke in turns.strokes:
        apart = distances(places, stroke) - stroke.width / 2
        ink[apart < 0] = not stroke.eraser
        on_a_rim |= abs(apart) < 1e-3
    assert 0.2 < ink.mean() < 0.8
    np.testing.assert_array_equal((rasterize(turns).reshape(-1) > 0.5)[~on_a_rim], ink[~on_a_rim])
    assert on_a_rim.mean() < 0.2


@pytest.mark.timeout(60)  # each stroke was compared with each eraser after it
def test_ink_and_erasers_in_turn_are_read_soon() -> None:
    turns = in_turn(3_000)
    pieces = visible_pieces(turns)
    numbers = np.array([piece.number for piece in pieces])
    assert (np.diff(numbers) >= 0).all()
    assert not any(turns.strokes[number].eraser for number in numbers)
    left = np.concatenate([np.array(piece.stroke.points) for piece in pieces])
    of = np.repeat(numbers, [len(piece.stroke.points) for piece in pieces])
    starts = {piece.number: piece.stroke.points[0] for piece in reversed(pieces)}
    begun = np.array([stroke.points[0] for stroke in turns.strokes])
    nearest = np.full(len(begun), np.inf)  # of each stroke's beginning to the erasers after it
    for number, eraser in enumerate(turns.strokes):
        if eraser.eraser:
            assert (distances(left[of < number], eraser) > eraser.width / 2 - 0.05).all()
            nearest[:number] = np.minimum(nearest[:number], distances(begun[:number], eraser))
    on_pad = ((begun > 0) & (begun < 28)).all(axis=1)
    stays = [n for n in range(0, len(begun), 2) if on_pad[n] and nearest[n] > eraser.width / 2 + 0.05]
    assert len(stays) > 100
    for number in stays:
        assert starts[number] == pytest.approx(tuple(begun[number]))


@pytest.mark.slow
@pytest.mark.timeout(60)
def test_twenty_thousand_strokes_and_a_million_points_are_read() -> None:
    recognizer = Recognizer.load(default_checkpoint())
    assert len(recognizer.read(Drawing(strokes(20_000))).digits) == 1
    points = np.random.default_rng(0).uniform(4, 24, (1_000_000, 2)).tolist()
    assert len(recognizer.read(Drawing((Stroke(tuple(map(tuple, points))),))).digits) == 1
