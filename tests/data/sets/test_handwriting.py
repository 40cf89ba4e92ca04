from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from digitpad.data.photographs.line_width import redrawn_ink
from digitpad.data.photographs.proposals import WAYS
from digitpad.data.preprocess import ink_box
from digitpad.data.sets import handwriting
from digitpad.data.sets.handwriting import (
    HELD_OUT,
    NONE,
    SCANS,
    SPANISH_STROKES,
    STROKES,
    handwriting_drawings,
    handwriting_images,
    handwriting_inks,
    is_held_out,
    with_random_pen,
)
from digitpad.errors import DatasetError, DatasetNotFound
from digitpad.ink.drawing import Drawing, Stroke

LINE = [[[100, 100], [100, 400]]]
ONE = {"id": 1, "label": 1, "writer": "train01", "strokes": LINE}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handwriting, "SYNTHETIC", 20)
    monkeypatch.setattr(handwriting, "LETTERS", 10)
    monkeypatch.setattr(handwriting, "SCRIBBLES", 10)
    monkeypatch.setattr(handwriting, "BLOBS", 6)


def strokes_file(folder: Path, *lines: dict[str, object], name: Path = STROKES) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.usefixtures("few")
def test_held_out_writers_are_left_out(tmp_path: Path) -> None:
    strokes_file(tmp_path, ONE, {"id": 2, "label": 2, "writer": min(HELD_OUT), "strokes": LINE})
    strokes_file(
        tmp_path, ONE, {"id": 3, "label": 3, "writer": "uji2:04", "strokes": LINE}, name=SPANISH_STROKES
    )
    labels = [label for label, _ in handwriting_drawings(tmp_path)]
    assert labels[: 2 * handwriting.VARIANTS] == [1] * 2 * handwriting.VARIANTS
    assert len(labels) == 2 * handwriting.VARIANTS + 40
    assert labels[-20:] == [NONE] * 20


@pytest.mark.usefixtures("few")
def test_pictures_are_the_same_every_time(tmp_path: Path) -> None:
    strokes_file(tmp_path, ONE)
    progress: list[tuple[int, int]] = []
    images, labels = handwriting_images(tmp_path, lambda done, total: progress.append((done, total)))
    again, _ = handwriting_images(tmp_path, lambda _done, _total: None)
    assert torch.equal(images, again)
    assert (images.dtype, images.shape, labels.max()) == (torch.uint8, (len(labels), 1, 28, 28), NONE)
    assert (progress[0][0], progress[-1][0]) == (0, progress[-1][1])
    assert images.amax((1, 2, 3)).min() > 100


@pytest.mark.usefixtures("few")
def test_another_draw_has_other_drawings_of_the_same_digits(tmp_path: Path) -> None:
    strokes_file(tmp_path, ONE)
    first, again, other = (list(handwriting_drawings(tmp_path, draw)) for draw in (0, 0, 1))
    assert first == again
    digits = [[label for label, _ in drawings if label != NONE] for drawings in (first, other)]
    assert digits[0] == digits[1]
    same = [one == another for one, another in zip(first, other, strict=True)]
    assert same == [True, *[False] * (len(same) - 1)]  # what was written stays


def test_half_of_the_drawings_have_a_pen_of_another_width() -> None:
    drawing = Drawing((Stroke(((14, 4), (14, 24)), 2.0), Stroke(((8, 8), (20, 8)), 2.0)))
    pictures = [with_random_pen(drawing, np.random.default_rng(seed)) for seed in range(60)]
    inks = [int(picture.sum()) for picture in pictures if picture is not None]
    most_common = max(set(inks), key=inks.count)
    assert 0.3 < inks.count(most_common) / len(inks) < 0.7
    assert max(inks) > 1.3 * min(inks)


def test_without_strokes_or_labels_it_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DatasetNotFound, match="pen-strokes"):
        handwriting.strokes_path(tmp_path)
    strokes_file(tmp_path, {"id": "a", "writer": "w", "strokes": LINE})
    with pytest.raises(DatasetError, match=r"pendigits-train\.jsonl: drawing a has no label"):
        list(handwriting_drawings(tmp_path))


@pytest.mark.usefixtures("few")
def test_scans_are_told_from_their_paper_in_the_ways_that_agree(tmp_path: Path) -> None:
    scan = Image.new("L", (100, 120), 230)
    ImageDraw.Draw(scan).line([(50, 20), (46, 100)], 40, 5)
    folder = tmp_path / SCANS / "1"
    folder.mkdir(parents=True)
    for writer in ("w00", "w04"):
        scan.save(folder / f"{writer}-0000.png")
    digits = [ink for label, ink in handwriting_inks(tmp_path) if label == 1]
    assert 2 <= len(digits) <= len(WAYS)  # those of one writer
    assert all(ink_box(ink) is not None for ink in digits)


@pytest.mark.usefixtures("few")
def test_blots_are_not_digits(tmp_path: Path) -> None:
    labels, inks = zip(*handwriting_inks(tmp_path), strict=True)
    assert set(labels) == {NONE}
    assert all(redrawn_ink(ink) is None for ink in inks)


def test_half_of_the_photographed_cells_are_held_out() -> None:
    assert [is_held_out(f"3_{number:03}") for number in range(0, 8, 2)] == [False, True, False, True]
    assert [is_held_out(f"w{number:02}-0001") for number in (0, 4, 12)] == [False, True, True]
