from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from digitpad.data.sets import handwriting
from digitpad.data.sets.handwriting import (
    HELD_OUT,
    NONE,
    STROKES,
    handwriting_drawings,
    handwriting_images,
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


def strokes_file(folder: Path, *lines: dict[str, object]) -> Path:
    path = folder / STROKES
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.usefixtures("few")
def test_held_out_writers_are_left_out(tmp_path: Path) -> None:
    path = strokes_file(tmp_path, ONE, {"id": 2, "label": 2, "writer": min(HELD_OUT), "strokes": LINE})
    labels = [label for label, _ in handwriting_drawings(path)]
    assert labels[: handwriting.VARIANTS] == [1] * handwriting.VARIANTS
    assert len(labels) == handwriting.VARIANTS + 40
    assert labels[-20:] == [NONE] * 20


@pytest.mark.usefixtures("few")
def test_pictures_are_the_same_every_time(tmp_path: Path) -> None:
    path = strokes_file(tmp_path, ONE)
    progress: list[tuple[int, int]] = []
    images, labels = handwriting_images(path, lambda done, total: progress.append((done, total)))
    again, _ = handwriting_images(path, lambda _done, _total: None)
    assert torch.equal(images, again)
    assert (images.dtype, images.shape, labels.max()) == (torch.uint8, (len(labels), 1, 28, 28), NONE)
    assert (progress[0][0], progress[-1][0]) == (0, progress[-1][1])
    assert images.amax((1, 2, 3)).min() > 100


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
    path = strokes_file(tmp_path, {"id": "a", "writer": "w", "strokes": LINE})
    with pytest.raises(DatasetError, match="drawing a has no label"):
        list(handwriting_drawings(path))
