from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digitpad.errors import DrawingError
from digitpad.form import SIDE
from digitpad.ink.drawing import FILL, Drawing, History, Stroke
from digitpad.ink.drawing_file import (
    fit_strokes,
    from_json,
    load_drawing,
    read_strokes,
    save_drawing,
    to_json,
)

coordinates = st.floats(-500, 500, allow_nan=False)
points = st.tuples(coordinates, coordinates)
strokes = st.builds(
    Stroke, st.lists(points, min_size=1, max_size=20).map(tuple), st.floats(0.25, 28), st.booleans()
)
drawings = st.builds(Drawing, st.lists(strokes, max_size=5).map(tuple))


@given(drawings)
def test_a_saved_drawing_comes_back_equal(drawing: Drawing) -> None:
    assert from_json(to_json(drawing)) == drawing


def test_a_drawing_is_saved_and_loaded(tmp_path: Path) -> None:
    drawing = Drawing((Stroke(((1.5, 2.25), (3.0, 4.0)), 2.0), Stroke(((3.0, 4.0),), 4.0, eraser=True)))
    save_drawing(drawing, tmp_path / "seven.json")
    assert load_drawing(tmp_path / "seven.json") == drawing
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".json"] == ["seven.json"]
    with pytest.raises(DrawingError, match="could not be written"):
        save_drawing(drawing, tmp_path / "missing" / "seven.json")
    (tmp_path / "seven.json").write_text("[]")
    with pytest.raises(DrawingError, match=r"seven\.json: This is not a digitpad drawing"):
        load_drawing(tmp_path / "seven.json")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": "other"}',
        '{"format": "digitpad-drawing", "version": 99, "strokes": []}',
        '{"format": "digitpad-drawing", "version": 1}',
        '{"format": "digitpad-drawing", "version": 1, "strokes": [1]}',
        '{"format": "digitpad-drawing", "version": 1, "strokes": [{"points": [], "width": 2}]}',
        '{"format": "digitpad-drawing", "version": 1, "strokes": [{"points": [[1]], "width": 2}]}',
        '{"format": "digitpad-drawing", "version": 1, "strokes": [{"points": [[NaN, 1]], "width": 2}]}',
        '{"format": "digitpad-drawing", "version": 1, "strokes": [{"points": [[1, 1]], "width": 0}]}',
        '{"format": "digitpad-drawing", "version": 1, "strokes": [{"points": [[1e300, 1]], "width": 2}]}',
        "[" * 100_000,
    ],
)
def test_text_that_is_not_a_drawing_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(DrawingError) as caught:
        from_json(text)
    assert "\n" not in str(caught.value)


@given(st.lists(drawings, max_size=8), st.data())
def test_undo_and_redo_are_exact(states: list[Drawing], data: st.DataObject) -> None:
    history = History()
    present = [history.present]
    for state in states:
        history = history.push(state)
        if state != present[-1]:
            present.append(state)
    steps = data.draw(st.integers(0, len(present) - 1))
    for _ in range(steps):
        history = history.undo()
    assert history.present == present[len(present) - 1 - steps]
    for _ in range(steps):
        history = history.redo()
    assert history.present == present[-1]


def test_drawing_after_undo_forgets_what_was_undone() -> None:
    assert History().undo() == History() == History().redo()
    one, two = Drawing((Stroke(((1, 1),)),)), Drawing((Stroke(((2, 2),)),))
    history = History().push(one).undo().push(two)
    assert history.redo() is history
    assert history.undo().present == Drawing()


@pytest.mark.parametrize(
    ("size", "end", "expected"),
    [
        ([500, 500], [500, 250], (0, 0, SIDE, SIDE / 2)),
        ([200, 100], [200, 100], (0, SIDE / 4, SIDE, SIDE * 3 / 4)),
    ],
)
def test_strokes_with_a_size_keep_their_place_in_the_box_which_is_centred_on_the_pad(
    size: list[int], end: list[int], expected: tuple[float, ...]
) -> None:
    ((left, top), (right, bottom)) = fit_strokes([[[0, 0], end]], size).strokes[0].points
    assert (left, top, right, bottom) == pytest.approx(expected)


@given(st.lists(st.lists(points, min_size=1, max_size=10), min_size=1, max_size=4))
@example([[(0.0, 0.0), (0.0, 2.2e-309)]])
def test_strokes_without_a_size_fill_the_stated_part_of_the_pad(raw: list[list[tuple[float, float]]]) -> None:
    drawing = fit_strokes([[list(point) for point in stroke] for stroke in raw])
    places = np.array([point for stroke in drawing.strokes for point in stroke.points])
    if np.ptp(np.array([point for stroke in raw for point in stroke]), axis=0).max() > 1e-3:
        assert np.ptp(places, axis=0).max() == pytest.approx(FILL * SIDE, rel=1e-3)
        assert (places.max(axis=0) + places.min(axis=0)) / 2 == pytest.approx(SIDE / 2, abs=1e-3)


GOOD = [[[1, 1], [2, 2]]]


@pytest.mark.parametrize(
    ("raw", "size"),
    [
        *((raw, None) for raw in (None, 5, "text", [5], [[5]], [[["a", "b"]]], [[[1]]])),
        *((raw, None) for raw in ([[[float("nan"), 1]]], [[[True, 1]]])),
        *((GOOD, size) for size in ([0, 10], [10], "big", [10, -1], [float("inf"), 1])),
    ],
)
def test_what_are_no_strokes_or_no_size_is_refused(raw: object, size: object) -> None:
    with pytest.raises(DrawingError):
        fit_strokes(raw, size)  # type: ignore[arg-type]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Any]]:
    """What a strokes file of these lines holds."""

    def items(*lines: str, encoding: str = "utf-8") -> list[Any]:
        (tmp_path / "strokes.jsonl").write_text("\n".join(lines) + "\n", encoding=encoding)
        return list(read_strokes(tmp_path / "strokes.jsonl"))

    return items


def test_a_strokes_file_is_read_with_labels_and_writers(read: Callable[..., list[Any]]) -> None:
    strokes = '"strokes": [[[0, 0], [1, 1]]]'
    first, second = read(f'{{"id": "a", {strokes}, "label": 7, "writer": "w1"}}', "", f"{{{strokes}}}")
    assert (first.id, first.label, first.writer) == ("a", "7", "w1")
    assert (second.id, second.label, second.writer) == (3, None, None)
    (marked,) = read(f'{{"id": 4, {strokes}}}', encoding="utf-8-sig")  # it may begin with a byte order mark
    assert marked.id == 4


@pytest.mark.parametrize(
    ("written", "expected"), [("7", 7), ('"7"', "7"), ("1.5", 1.5), ("true", 1), ("[1]", 1), ("null", 1)]
)
def test_an_id_keeps_its_value_if_it_is_a_string_or_a_number(
    read: Callable[..., list[Any]], written: str, expected: object
) -> None:
    (item,) = read(f'{{"id": {written}, "strokes": []}}')
    assert (item.id, type(item.id)) == (expected, type(expected))


def test_a_broken_line_is_named_once(read: Callable[..., list[Any]]) -> None:
    with pytest.raises(DrawingError, match="line 2"):
        read('{"id": 1, "strokes": [[[0, 0]]]}', '{"id": 2}')
    with pytest.raises(DrawingError, match=r"line 2: it is not JSON \(.*, column \d+\)\.$") as caught:
        read('{"strokes": []}', "{")
    assert str(caught.value).count("line ") == 1


@pytest.mark.parametrize("name", ["", ".", "..", "/", "folder"])
def test_a_folder_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DrawingError, match="could not be written: is a directory"):
        save_drawing(Drawing(), Path(name))
