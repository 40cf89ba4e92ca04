"""The glyphs file: what is in it, and the sentence for a damaged one."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from digitpad.errors import DigitpadError
from digitpad.form import DIGITS
from digitpad.ink import glyphs as glyphs_module
from digitpad.ink.glyphs import LETTERS, SECTIONS, SILHOUETTES, glyphs, parse_glyphs, parse_pose

LIKE_DIGITS = set("BDGILOQSZbcgijloqsz")
FAMILIES = {
    "0": {"slashed zero"},
    "1": {"one with flag and foot"},
    "4": {"open four"},
    "6": {"six with loop"},
    "7": {"crossed seven"},
    "9": {"nine with loop", "nine with hooked foot"},
}
OTHERS = "".join(f"\n[{section}]\nany\n    1,1 2,2" for section in SECTIONS[1:])


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_has_several_glyphs_of_several_poses(digit: str) -> None:
    assert len(glyphs(digit)) >= 4
    assert len({glyph.name for glyph in glyphs(digit)}) == len(glyphs(digit))
    assert all(glyph.weight > 0 and len(glyph.poses) >= 2 for glyph in glyphs(digit))
    assert {glyph.family for glyph in glyphs(digit)} - {""} == FAMILIES.get(digit, set())


@pytest.mark.parametrize(
    ("family", "least", "most"), [("slashed zero", 0.2, 0.3), ("crossed seven", 0.2, 0.4)]
)
def test_odd_glyphs_are_drawn_often_but_not_mostly(family: str, least: float, most: float) -> None:
    (digit,) = (digit for digit, families in FAMILIES.items() if family in families)
    odd = sum(glyph.weight for glyph in glyphs(digit) if glyph.family == family)
    assert least <= odd / sum(glyph.weight for glyph in glyphs(digit)) <= most


@pytest.mark.parametrize("section", [LETTERS, SILHOUETTES])
def test_the_glyphs_of_a_name_stand_together(section: str) -> None:
    names = [name for name, _ in groupby(glyphs(section), lambda glyph: glyph.name)]
    assert len(set(names)) == len(names)


def test_letters_that_look_like_digits_are_left_out() -> None:
    assert not LIKE_DIGITS & {glyph.name for glyph in glyphs(LETTERS)}


def test_a_file_is_read_as_it_explains() -> None:
    text = f"""# a comment
[0]
round, open = 1.5, odd
    0,1 2,-3! 4.5,6 | 7,8 9,10
# another

    0,0 0,0! 0,0 | 0,0 0,0

plain
    1,2 3,4
{OTHERS}"""
    one, two = parse_glyphs(text)["0"]
    assert (one.name, one.weight, one.family, len(one.poses)) == ("round, open", 1.5, "odd", 2)
    assert (two.name, two.weight, two.family, two.poses) == ("plain", 1.0, "", ("1,2 3,4",))
    (points, corners), (rest, none) = parse_pose(one.poses[0])
    assert points.tolist() == [[0, 1], [2, -3], [4.5, 6]]
    assert rest.tolist() == [[7, 8], [9, 10]]
    assert (corners, none) == ([1], [])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", r"\[0\] is missing or empty"),
        ("[0]", r"\[0\] is missing or empty"),
        ("[0]\n= 2\n    1,1 2,2", "not the name of a glyph"),
        ("[0]\n    1,1 2,2", r"\[0\] is missing or empty"),
        ("[0]\nslashed = often\n    1,1 2,2", "not the name of a glyph"),
        ("[0]\noval", "a pose of 'oval' is missing"),
        ("[0]\noval\n    1,1", "a pose of 'oval'"),
        ("[0]\noval\n    1,1 2", "a pose of 'oval'"),
        ("[0]\noval\n    1,1 2,nan", "a pose of 'oval'"),
        ("[0]\noval\n    1,1 2,2 |", "a pose of 'oval'"),
        ("[0]\noval\n    1,1 2,2\n    1,1 2,2 3,3", "the poses of 'oval' do not have the same knots"),
    ],
)
def test_what_does_not_follow_the_format_is_refused(content: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_glyphs(content + OTHERS)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[0]\noval", "is damaged (a pose of 'oval' is missing or is not a list of knots); install"),
        (b"\xff\xfe", "is damaged ("),
        (None, "is damaged (no such file or directory); install digitpad again."),
    ],
)
def test_a_damaged_file_is_one_sentence(
    content: bytes | None, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "glyphs.txt"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(glyphs_module, "asset", lambda _name: path)
    glyphs_module._shipped.cache_clear()
    try:
        with pytest.raises(DigitpadError) as caught:
            glyphs("0")
    finally:
        glyphs_module._shipped.cache_clear()
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
