"""`predict` on numbers of several digits, and on other characters."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.ink.drawing import Drawing
from digitpad.ink.drawing_file import save_drawing
from digitpad.ink.raster import rasterize
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.resources import default_checkpoint
from tests.commands import Commands
from tests.helpers import doubting
from tests.numbers.hand import written


def as_line(text: str) -> str:
    strokes = [[list(point) for point in stroke.points] for stroke in written(text).strokes]
    return json.dumps({"id": text, "strokes": strokes, "size": [28, 28]})


def test_a_drawn_number_is_printed_digit_by_digit(tmp_path: Path, digitpad: Commands) -> None:
    path = tmp_path / "numbers.jsonl"
    path.write_text("\n".join([as_line("207"), as_line("3"), json.dumps({"id": "none", "strokes": []})]))
    several, one, none = digitpad.json("predict", "--strokes", path)
    fields = ["id", "digit", "class", "probability", "log_probs", "blank"]
    fields += ["number", "digits", "known", "unknown", "lines", "signs"]
    assert list(several) == list(one) == list(none) == fields
    assert several["number"] == "207"
    assert [digit["digit"] for digit in several["digits"]] == [2, 0, 7]
    for digit in several["digits"]:
        assert list(digit) == ["digit", "probability", "log_probs", "box", "line"]
        assert digit["probability"] == pytest.approx(np.exp(digit["log_probs"][digit["digit"]]))
    lefts = [digit["box"][0] for digit in several["digits"]]
    assert lefts == sorted(lefts)
    assert several["digit"] == int(np.argmax(several["log_probs"])), "the whole as one digit"
    assert (one["number"], one["digit"], len(one["digits"])) == ("3", 3, 1)
    assert one["digits"][0]["log_probs"] == one["log_probs"]
    assert (none["number"], none["digits"], none["blank"], none["unknown"]) == (None, [], True, True)


def test_a_picture_of_a_number_is_printed(tmp_path: Path, digitpad: Commands) -> None:
    picture = 255 - np.round(255 * rasterize(written("2026"), 12)).astype(np.uint8)
    Image.fromarray(picture).save(tmp_path / "year.png")
    assert digitpad.answer("predict", tmp_path / "year.png")["number"] == "2026"


def test_text_shows_the_number_and_a_line_per_digit(tmp_path: Path, digitpad: Commands) -> None:
    save_drawing(written("27"), tmp_path / "number.json")
    title, first, second, *rest = digitpad("predict", tmp_path / "number.json").splitlines()
    assert title.endswith("number.json: 27")
    assert (first[:5], second[:5], rest) == ("  2 (", "  7 (", [""])


def test_what_is_not_a_digit_is_reported(tmp_path: Path, digitpad: Commands) -> None:
    network = tmp_path / "doubting.pth"
    save_checkpoint(doubting(load_checkpoint(default_checkpoint())), network)
    drawing = Drawing(written("7", height=18.0, at=(8.0, 5.0)).strokes)
    save_drawing(drawing, tmp_path / "seven.json")
    command = ["predict", "--checkpoint", str(network), str(tmp_path / "seven.json")]
    assert "not a digit I know (nearest: 7" in digitpad(*command)
    answer = digitpad.answer(*command)
    assert 0 <= answer["known"] < 1
    assert (answer["digit"], answer["number"], answer["unknown"]) == (7, "7", True)
