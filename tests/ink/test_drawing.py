from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digitpad.errors import DrawingError
from digitpad.form import SIDE
from digitpad.ink.drawing import (
    FILL,
    Drawing,
    History,
    Stroke,
    fit_strokes,
    from_json,
    load_drawing,
    read_strokes,
    save_drawing,
    to_json,
)

Lines = Callable[..., list[Any]]

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


def test_saving_into_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(DrawingError, match="could not be written"):
        save_drawing(Drawing(), tmp_path / "missing" / "seven.json")


def version_1(strokes: str) -> str:
    return f'{{"format": "digitpad-drawing", "version": 1, "strokes": {strokes}}}'


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
        version_1("[1]"),
        version_1('[{"points": [], "width": 2}]'),
        version_1('[{"points": [[1]], "width": 2}]'),
        version_1('[{"points": [[NaN, 1]], "width": 2}]'),
        version_1('[{"points": [[1, 1]], "width": 0}]'),
        version_1('[{"points": [[1e300, 1]], "width": 2}]'),
        "[" * 100_000,
    ],
)
def test_text_that_is_not_a_drawing_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(DrawingError) as caught:
        from_json(text)
    assert "\n" not in str(caught.value)


def test_the_file_that_is_not_a_drawing_is_named(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text("[]")
    with pytest.raises(DrawingError, match=r"list\.json: This is not a digitpad drawing"):
        load_drawing(tmp_path / "list.json")


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


def test_undo_at_the_beginning_and_redo_at_the_end_change_nothing() -> None:
    history = History()
    assert history.undo() is history
    assert history.redo() is history


def test_drawing_after_undo_forgets_what_was_undone() -> None:
    one, two = Drawing((Stroke(((1, 1),)),)), Drawing((Stroke(((2, 2),)),))
    history = History().push(one).undo().push(two)
    assert history.redo() is history
    assert history.undo().present == Drawing()


def test_strokes_with_a_size_keep_their_place_in_the_box() -> None:
    drawing = fit_strokes([[[0, 0], [500, 250]]], [500, 500])
    assert drawing.strokes[0].points == ((0.0, 0.0), (SIDE, SIDE / 2))


def test_strokes_in_a_wide_box_are_centred_on_the_pad() -> None:
    drawing = fit_strokes([[[0, 0], [200, 100]]], [200, 100])
    (left, top), (right, bottom) = drawing.strokes[0].points
    assert (left, top, right, bottom) == pytest.approx((0.0, SIDE / 4, SIDE, SIDE * 3 / 4))


@given(st.lists(st.lists(points, min_size=1, max_size=10), min_size=1, max_size=4))
@example([[(0.0, 0.0), (0.0, 2.2e-309)]])
def test_strokes_without_a_size_fill_the_stated_part_of_the_pad(raw: list[list[tuple[float, float]]]) -> None:
    drawing = fit_strokes([[list(point) for point in stroke] for stroke in raw])
    xs = [x for stroke in drawing.strokes for x, _ in stroke.points]
    ys = [y for stroke in drawing.strokes for _, y in stroke.points]
    raw_extent = max(
        max(c[axis] for s in raw for c in s) - min(c[axis] for s in raw for c in s) for axis in (0, 1)
    )
    if raw_extent > 1e-3:
        assert max(max(xs) - min(xs), max(ys) - min(ys)) == pytest.approx(FILL * SIDE, rel=1e-3)
        assert (max(xs) + min(xs)) / 2 == pytest.approx(SIDE / 2, abs=1e-3)
        assert (max(ys) + min(ys)) / 2 == pytest.approx(SIDE / 2, abs=1e-3)


@pytest.mark.parametrize(
    "raw",
    [None, 5, "text", [5], [[5]], [[["a", "b"]]], [[[1]]], [[[float("nan"), 1]]], [[[True, 1]]]],
    ids=repr,
)
def test_what_are_no_strokes_is_refused(raw: object) -> None:
    with pytest.raises(DrawingError):
        fit_strokes(raw)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [[0, 10], [10], "big", [10, -1], [float("inf"), 1]])
def test_a_size_that_is_none_is_refused(size: object) -> None:
    with pytest.raises(DrawingError):
        fit_strokes([[[1, 1], [2, 2]]], size)  # type: ignore[arg-type]


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """What is read of a strokes file with this text."""

    def read(text: str, encoding: str = "utf-8") -> list[Any]:
        (tmp_path / "strokes.jsonl").write_text(text, encoding)
        return list(read_strokes(tmp_path / "strokes.jsonl"))

    return read


def test_a_strokes_file_is_read_with_labels_and_writers(lines: Lines) -> None:
    drawn = [[[0, 0], [1, 1]]]
    whole = {"id": "a", "strokes": drawn, "label": 7, "writer": "w1"}
    first, second = lines(f"{json.dumps(whole)}\n\n{json.dumps({'strokes': drawn})}\n")
    assert (first.id, first.label, first.writer) == ("a", "7", "w1")
    assert (second.id, second.label, second.writer) == (3, None, None)


@pytest.mark.parametrize(
    ("written", "read"), [("7", 7), ('"7"', "7"), ("1.5", 1.5), ("true", 1), ("[1]", 1), ("null", 1)]
)
def test_an_id_keeps_its_value_if_it_is_a_string_or_a_number(
    lines: Lines, written: str, read: object
) -> None:
    (item,) = lines(f'{{"id": {written}, "strokes": []}}\n')
    assert (item.id, type(item.id)) == (read, type(read))


@pytest.mark.parametrize("name", ["", ".", "..", "/", "folder"])
def test_a_folder_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DrawingError, match="could not be written: is a directory"):
        save_drawing(Drawing(), Path(name))


def test_a_broken_line_is_named(lines: Lines) -> None:
    with pytest.raises(DrawingError, match="line 2"):
        lines('{"id": 1, "strokes": [[[0, 0]]]}\n{"id": 2}\n')


def test_a_strokes_file_may_begin_with_a_byte_order_mark(lines: Lines) -> None:
    assert [item.id for item in lines('{"id": 4, "strokes": [[[1, 2]]]}', "utf-8-sig")] == [4]


def test_what_is_wrong_with_a_line_counts_no_lines_of_its_own(lines: Lines) -> None:
    with pytest.raises(DrawingError, match=r"line 2: it is not JSON \(.*, column \d+\)\.$") as caught:
        lines('{"strokes": []}\n{\n')
    assert str(caught.value).count("line ") == 1
