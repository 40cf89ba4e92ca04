from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.data.photographs.finder import find_ink
from digitpad.data.photographs.paper import paper_is_light
from digitpad.data.photographs.photograph import Photograph
from digitpad.data.preparation import picture_ink, prepare_ink
from digitpad.data.preprocess import FloatArray, ink_box
from digitpad.ink.raster import rasterize
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.helpers import SEVEN
from tests.tools.simulated.paper import KINDS, photograph

INK = rasterize(SEVEN, 8)  # 224 x 224, the seven well inside
BOX = ink_box(INK) or (0, 0, 0, 0)


def paper(ink: FloatArray = INK, tone: float = 0.85, pen: float = 0.25) -> FloatArray:
    noise = np.random.default_rng(1).standard_normal(ink.shape).astype(np.float32) * 0.01
    return np.clip(tone + (pen - tone) * ink + noise, 0, 1).astype(np.float32)


@cache
def recognizer() -> Recognizer:
    return Recognizer.load(default_checkpoint())


def assert_only_the_seven(grey: FloatArray, overlap: float = 0.8) -> None:
    """It is read, and its ink covers the seven's, and next to nothing lies beyond the seven's box."""
    reading = recognizer().read(Photograph(grey))
    assert reading.text == "7"
    found = Photograph(grey).ink(reading.way) > 0.5
    seven = INK > 0.5
    assert (found & seven).sum() / seven.sum() > overlap
    left, top, right, bottom = BOX
    found[top - 3 : bottom + 3, left - 3 : right + 3] = False
    assert found.sum() < 0.01 * seven.sum()  # where a ruled line's end meets the stroke


RULES = [(np.s_[10::28], 0.6), (np.s_[11::28], 0.6)]
DARKER: dict[str, list[tuple[Any, Any]]] = {
    "rules": RULES,
    "squares": [*RULES, (np.s_[:, 5::28], 0.6)],
    "table": [(np.s_[:, :12], 0.35)],
    "box": [(np.s_[6:218, sides], 0.24) for sides in (np.s_[6:8], np.s_[216:218])]
    + [(np.s_[ends, 6:218], 0.24) for ends in (np.s_[6:8], np.s_[216:218])],
    "shadow": [(np.s_[:, 120:], 0.55)],
    "slope": [(np.s_[:], np.linspace(0.4, 1.0, 224, dtype=np.float32))],
    "specks": [(np.s_[15:17, 15:17], 0.24), (np.s_[200:202, 20:22], 0.24)],
}
"""What lies beside the digit: where, and which share of the light it leaves."""


@pytest.mark.parametrize("name", DARKER)
def test_other_things_in_the_picture_are_not_ink(name: str) -> None:
    grey = paper()
    for place, share in DARKER[name]:
        grey[place] *= share
    assert_only_the_seven(grey)


@pytest.mark.parametrize(("tone", "pen"), [(0.15, 0.8), (0.8, 0.68)], ids=["board", "pencil"])
def test_light_ink_on_a_dark_board_and_a_faint_pencil_are_found(tone: float, pen: float) -> None:
    grey = paper(tone=tone, pen=pen)
    assert paper_is_light(grey) == (tone > 0.5)
    assert_only_the_seven(grey)


def test_all_parts_of_a_digit_are_kept() -> None:
    grey = np.full((200, 200), 0.9, np.float32)
    grey[40:46, 80:130] = 0.2  # a bar that lies apart
    grey[60:150, 80:86] = 0.2
    found = find_ink(grey) > 0.5
    assert found[[42, 120], [100, 83]].all()


def test_digits_side_by_side_are_all_kept() -> None:
    grey = np.concatenate([paper(), paper(), paper()], axis=1)
    found = (find_ink(grey) > 0.5).reshape(224, 3, 224)
    assert (found.sum(axis=(0, 2)) > 0.7 * (INK > 0.5).sum()).all()


@pytest.mark.parametrize("tone", [0.0, 0.4, 1.0])
def test_paper_alone_is_blank(tone: float) -> None:
    assert not find_ink(paper(np.zeros_like(INK), tone=tone)).any()


def test_a_digit_that_is_cut_off_by_the_rim_is_still_found() -> None:
    found = find_ink(paper()[BOX[1] + 4 :])
    assert (found > 0.5).sum() > 0.6 * (INK > 0.5).sum()


@given(st.integers(1, 150), st.integers(1, 150), st.integers(0, 2**32 - 1))
def test_ink_has_the_size_of_its_picture_and_lies_between_0_and_1(height: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    grey = rng.random((height, width), np.float32) ** rng.uniform(0.1, 8)
    found = find_ink(np.asarray(grey, np.float32))
    assert (found.shape, found.dtype) == (grey.shape, np.float32)
    assert np.isfinite(found).all()
    assert 0 <= found.min() <= found.max() <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_photographs_are_deterministic_grey_and_give_an_input(kind: str) -> None:
    first, second = (photograph(SEVEN, np.random.default_rng(3), kind) for _ in range(2))
    assert np.array_equal(first, second)
    assert first.dtype == np.float32
    assert 0 <= first.min() < first.max() <= 1
    assert prepare_ink(picture_ink(first)).input is not None


@pytest.mark.parametrize("kind", ["canvas", "photograph", "three"])
def test_digits_that_were_cut_out_close_are_whole(kind: str) -> None:
    ink = rasterize(SEVEN, 14)
    rows, columns = (np.flatnonzero((ink > 0.3).any(axis=axis)) for axis in (1, 0))
    close = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if kind == "three":
        gap = np.zeros((len(close), 40), np.float32)
        close = np.concatenate([close, gap, close[:, ::-1], gap, close], axis=1)
    grey = 1 - close
    if kind == "photograph":
        noise = np.random.default_rng(1).normal(0, 0.01, close.shape)
        grey = (np.linspace(0.8, 0.9, close.shape[1])[None] * (1 - 0.7 * close) + noise).astype(np.float32)
    found = find_ink(np.clip(grey, 0, 1))
    assert (found > 0.3).sum() == pytest.approx((close > 0.3).sum(), rel=0.15)
