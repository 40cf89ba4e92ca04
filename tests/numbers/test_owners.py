"""Whose the ink is where digits of a picture touch, by the network that comes with the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save

from digitpad.data.photographs.photograph import Photograph
from digitpad.data.preprocess import FloatArray
from digitpad.ink.drawing import Drawing
from digitpad.ink.raster import rasterize
from digitpad.numbers import owners
from digitpad.numbers.picture import PictureParts, inked_pieces
from digitpad.reading import Prediction
from digitpad.recognizer import Recognizer
from digitpad.resources import asset, default_checkpoint
from tests.numbers.hand import placed, written

RECOGNIZER = Recognizer.load(default_checkpoint())


@pytest.fixture
def fresh() -> Iterator[None]:
    """The network is loaded anew in the test and after it."""
    owners.owner_network.cache_clear()
    yield
    owners.owner_network.cache_clear()


def overlapping(text: str, overlap: float, height: float = 9.0) -> FloatArray:
    """A picture of digits whose boxes overlap by this part of their height."""
    return rasterize(written(text, gap=-overlap, height=height, at=(2.0, 8.0)), 14)


def parts_of(picture: FloatArray) -> PictureParts:
    pieces = inked_pieces(picture)
    assert pieces is not None
    parts = pieces.parts(tuple(range(len(pieces.boxes))))
    assert parts is not None
    return parts


def owned_parts_of(picture: FloatArray) -> PictureParts:
    parts = parts_of(picture).by_owner(owners.STRETCHES[-1])
    assert parts is not None
    return parts


@pytest.mark.parametrize("text", ["23", "38", "64", "503", "2026"])
def test_digits_that_lie_over_one_another_are_read(text: str) -> None:
    assert RECOGNIZER.read(overlapping(text, 0.06)).text == text


def test_digits_that_lie_over_one_another_are_read_in_a_photograph() -> None:
    assert RECOGNIZER.read(Photograph(1 - 0.8 * overlapping("23", 0.06))).text == "23"


def test_ink_where_two_digits_cross_belongs_to_both() -> None:
    drawing = Drawing((*placed("0", (4.0, 8.0), 10.0), *placed("0", (9.4, 8.0), 10.0)))
    parts = owned_parts_of(rasterize(drawing, 14))
    assert parts.parts.count == 2
    left, right = (parts.ink((number,)) > 0.5 for number in range(2))
    assert (left | right).sum() == (parts.picture > 0.5).sum()
    both = np.argwhere(left & right)
    assert 0 < len(both) < 0.2 * left.sum()
    middle = 9.7 * 14 / parts.scale - parts.origin[0]  # between the two zeros
    assert np.abs(both[:, 1] - middle).max() < 0.25 * parts.parts.height


@pytest.mark.parametrize("content", [None, b"", b"not a network", save({"other": torch.zeros(1)})])
def test_without_the_network_thin_places_are_cut(
    content: bytes | None, fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "owners.safetensors"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(owners, "asset", lambda name: path)
    picture = rasterize(written("23", gap=0.0, height=10.0), 10)
    assert RECOGNIZER.read(picture).text == "23"
    assert owners.owner_network() is None
    assert parts_of(picture).by_owner(owners.STRETCHES[0]) is None


def test_no_ink_is_read_twice_however_often_a_row_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    predict_inputs = RECOGNIZER.predict_inputs

    def noted(inputs: Sequence[FloatArray | None]) -> list[Prediction]:
        asked.extend(one.tobytes() for one in inputs if one is not None)
        return predict_inputs(inputs)

    monkeypatch.setattr(RECOGNIZER, "predict_inputs", noted)
    assert RECOGNIZER.read(overlapping("503", 0.06)).text == "503"
    assert len(asked) == len(set(asked))


def test_a_digit_alone_stays_one_however_broad() -> None:
    for name in "0245789":
        strokes = placed(name, (2.0, 8.0), 12.0)
        broad = Drawing(tuple(type(s)(tuple((1.6 * x, y) for x, y in s.points), s.width) for s in strokes))
        assert RECOGNIZER.read(rasterize(broad, 14)).text == name


def test_the_file_is_small_and_tells_how_it_was_made() -> None:
    path = asset(owners.FILE)
    assert path.stat().st_size < 500_000
    with safe_open(path, "np") as file:
        notes = file.metadata()
    assert notes["command"].startswith("python -m tests.tools.make.owner_network ")
    assert "--seed" in notes["command"]
    assert "step 100:" in notes["log"]
