"""Strokes of other programs: each form is read as what it is, and hostile files are one sentence."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.errors import DrawingError
from digitpad.form import SIDE
from digitpad.ink.drawing import FILL, Drawing
from digitpad.ink.drawing_file import LabelledDrawing, to_json
from digitpad.ink.foreign.files import first_drawing, open_drawings, read_drawings
from digitpad.ink.foreign.svg_path import path_lines, read_transform
from tests.helpers import SEVEN

Read = Callable[..., list[LabelledDrawing]]
BAR = [[0.0, 0.0], [10.0, 0.0], [5.0, 15.0]]
"""A seven in any unit."""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """What a file with this content holds."""

    def items(content: object, name: str = "file.json") -> list[LabelledDrawing]:
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return list(read_drawings(tmp_path / name))

    return items


def is_the_seven(drawing: Drawing) -> None:
    """It fills the usual part of the pad, in the right proportions."""
    (stroke,) = drawing.strokes
    points = np.array(stroke.points)
    extent = points.max(axis=0) - points.min(axis=0)
    assert extent == pytest.approx([FILL * SIDE * 10 / 15, FILL * SIDE])
    assert points[0][0] == pytest.approx(points[:, 0].min())
    assert points[-1][1] == pytest.approx(points[:, 1].max())


# JSON -------------------------------------------------------------------------------------------------------

QUICKDRAW = {"word": "seven", "countrycode": "CN", "recognized": True, "key_id": "5201136883597312"}
SIMPLIFIED = {**QUICKDRAW, "drawing": [[[0, 10, 5], [0, 0, 15]]]}
RAW = {**QUICKDRAW, "drawing": [[[0.0, 10.0, 5.0], [0.0, 0.0, 15.0], [0, 20, 55]]]}
POINTS = [{"x": x, "y": y, "time": 5, "pressure": 0.5} for x, y in BAR]


@pytest.mark.parametrize("item", [SIMPLIFIED, RAW], ids=["simplified", "raw"])
def test_quickdraw_is_read(read: Read, item: dict[str, object]) -> None:
    lines = "\n".join([json.dumps(item), json.dumps({**item, "word": "cat"})]) + "\n"
    first, second = read(lines, "full_simplified_seven.ndjson")
    assert (first.id, first.label, second.label) == ("5201136883597312", "7", "cat")
    is_the_seven(first.drawing)
    is_the_seven(read(json.dumps(item, indent=2))[0].drawing)


@pytest.mark.parametrize(
    "content",
    [
        [{"penColor": "black", "minWidth": 0.5, "compositeOperation": "source-over", "points": POINTS}],
        [{"color": "black", "points": POINTS}],
        [POINTS],
        [BAR],
        [{"id": 1, "strokes": [BAR]}],
        {"id": 1, "strokes": [BAR]},
    ],
    ids=["signature_pad 5", "signature_pad 3", "signature_pad 2", "lists", "array of drawings", "drawing"],
)
def test_json_of_a_whole_file_is_read(read: Read, content: object) -> None:
    for text in (json.dumps(content), json.dumps(content, indent=1), "\ufeff" + json.dumps(content)):
        (item,) = read(text)
        is_the_seven(item.drawing)


def test_what_signature_pad_rubbed_out_is(read: Read) -> None:
    rubbed = {"points": POINTS, "compositeOperation": "destination-out"}
    (item,) = read([{"points": POINTS}, {"points": []}, rubbed])
    assert [stroke.eraser for stroke in item.drawing.strokes] == [False, True]
    assert read([])[0].drawing.empty


def test_a_saved_drawing_is_read_as_it_was(read: Read) -> None:
    assert read(to_json(SEVEN))[0].drawing == SEVEN


# InkML ------------------------------------------------------------------------------------------------------

FORMAT = '<traceFormat><channel name="Y" {}/><channel name="X"/><channel name="T"/></traceFormat>'
TURNED = 'orientation="-ve"'
INK = '<?xml version="1.0"?><ink xmlns="http://www.w3.org/2003/InkML">{}</ink>'


@pytest.mark.parametrize(
    "traces",
    [
        "<trace>0 0, 10 0, 5 15</trace>",
        "<trace> 0 0,\n10 0,5 15 , </trace>",
        "<trace>0 0 9 1, 10 0 9 2, 5 15 9 3</trace>",
        "<trace>0 0,'10'0,-5 15</trace>",
        "<trace>0 0,'10'0,\"-15\"15</trace>",
        f"{FORMAT.format('')}<trace>0 0 7, 0 10 8, 15 5 9</trace>",
        f"<context>{FORMAT.format(TURNED)}</context><trace>0 0, 0 10, -15 5</trace>",
        '<trace>0 0, 10 0, 5 15</trace><trace type="penUp">500 500, 600 600</trace>',
    ],
)
def test_inkml_is_read(read: Read, traces: str) -> None:
    (item,) = read(INK.format(traces), "drawing.inkml")
    is_the_seven(item.drawing)


def test_inkml_says_what_it_was_meant_to_be_and_who_wrote_it(read: Read, tmp_path: Path) -> None:
    one = "<trace>0 0, 10 0, 5 15</trace>"
    notes = '<annotation type="truth"> $7$ </annotation><annotation type="writer">w1</annotation>'
    (item,) = read(INK.format(notes + one), "a.inkml")
    assert (item.id, item.label, item.writer) == (1, "7", "w1")
    truth = '<annotation type="truth">{}</annotation>'
    groups = (
        '<trace id="0">0 0, 10 0, 5 15</trace><trace id="1">30 0, 30 15</trace>'
        f"<traceGroup>{truth.format('Segmentation')}"
        f'<traceGroup id="a">{truth.format(7)}<traceView traceDataRef="0"/></traceGroup>'
        f'<traceGroup id="b">{truth.format(1)}<traceView traceDataRef="#1"/></traceGroup></traceGroup>'
    )
    first, second = read(INK.format(groups), "b.inkml")
    assert [(one.id, one.label, len(one.drawing.strokes)) for one in (first, second)] == [
        ("a", "7", 1),
        ("b", "1", 1),
    ]
    is_the_seven(first.drawing)
    (whole,) = open_drawings(tmp_path / "b.inkml")
    assert len(whole.drawing.strokes) == 2


# SVG --------------------------------------------------------------------------------------------------------

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99">{}</svg>'


@pytest.mark.parametrize(
    "shapes",
    [
        '<path d="M0 0L10 0 5 15"/>',
        '<path d="m0,0 10,0-5,15"/>',
        '<path d="M0 0h10L5 15" stroke="black" fill="none"/>',
        '<path style="fill:none; stroke:#000" d="M0 0H10L5 15"/><rect width="99" height="99" fill="red"/>',
        '<polyline points="0,0 10,0 5,15"/>',
        '<g transform="scale(2)"><path transform="matrix(1 0 0 1 3 4)" d="M0 0 10 0 5 15"/></g>',
        '<path transform="rotate(90)" d="M0 0L0-10L15-5"/>',
        '<g stroke="red"><path d="M0 0L10 0 5 15"/></g><path fill="red" stroke="none" d="M0 0L900 0"/>',
        '<defs><path d="M0 0L99 99"/></defs><path d="M0 0L10 0 5 15"/><path display="none" d="M1 1L88 88"/>',
        '<a><svg:path xmlns:svg="http://www.w3.org/2000/svg" d="M0 0L10 0 5 15"/></a>',
    ],
)
def test_svg_is_read(read: Read, shapes: str) -> None:
    (item,) = read(SVG.format(shapes), "drawing.svg")
    is_the_seven(item.drawing)


def test_an_svg_with_the_usual_head_is_read(read: Read) -> None:
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- made elsewhere -->\n<!DOCTYPE svg PUBLIC '
        '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    )
    is_the_seven(read(head + SVG.format('<path d="M0 0L10 0 5 15"/>'), "drawing.svg")[0].drawing)


def test_the_dots_of_signature_pads_svg_are_dots(read: Read) -> None:
    shapes = (
        '<path stroke="#000" fill="none" d="M0 0 C 1 1 2 2 9 9"/><circle r="1" cx="5" cy="0" fill="#000"/>'
    )
    (item,) = read(SVG.format(shapes), "drawing.svg")
    assert [len(stroke.points) for stroke in item.drawing.strokes] == [13, 1]


@pytest.mark.parametrize(
    ("path", "ends"),
    [
        ("M1 2 3 4z", [(1, 2), (3, 4), (1, 2)]),
        ("M1 2v3h4V0H0", [(1, 2), (1, 5), (5, 5), (5, 0), (0, 0)]),
        ("M0 0l1 1zl2 2", [(0, 0), (1, 1), (0, 0), (2, 2)]),
        ("M.5.5-1e1 2E+0", [(0.5, 0.5), (-10, 2)]),
    ],
)
def test_paths_are_followed(path: str, ends: list[tuple[float, float]]) -> None:
    points = [point for line in path_lines(path) for point in line]
    assert [(point.real, point.imag) for point in points] == ends


def test_curves_and_arcs_are_followed() -> None:
    (half,) = path_lines("M10 0A10 10 0 11-10 0")
    assert half[-1] == -10
    assert [abs(point) for point in half] == pytest.approx([10] * len(half))
    assert max(point.imag for point in half) > 9.9  # by way of below: the sweep flag is 1
    (other,) = path_lines("M10 0a10 10 0 0 0-20 0")
    assert min(point.imag for point in other) < -9.9
    (cubic,) = path_lines("M0 0C0 4 4 4 4 0S8-4 8 0")
    assert cubic[-1] == 8
    assert max(point.imag for point in cubic) == pytest.approx(3)
    assert min(point.imag for point in cubic) == pytest.approx(-3)
    (quadratic,) = path_lines("M0 0Q2 4 4 0T8 0")
    assert max(point.imag for point in quadratic) == pytest.approx(2)
    assert min(point.imag for point in quadratic) == pytest.approx(-2)
    (scaled,) = path_lines("M0 0A1 1 0 0 1 4 0")  # too small a radius grows
    assert max(abs(point - 2) for point in scaled) == pytest.approx(2)
    assert path_lines("M0 0A0 5 0 0 1 4 0") == [[0, 4]]


def test_transforms_are_read() -> None:
    assert read_transform("translate(5)") == (1, 0, 0, 1, 5, 0)
    assert read_transform("rotate(180, 5, 0)") == pytest.approx((-1, 0, 0, -1, 10, 0))
    assert read_transform("scale(2,3) translate(1 1)") == (2, 0, 0, 3, 2, 3)
    assert read_transform("skewX(45)")[2] == pytest.approx(1)
    assert read_transform("nonsense(1) matrix(1)") == (1, 0, 0, 1, 0, 0)


# Hostile ----------------------------------------------------------------------------------------------------

LAUGHS = (
    '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg><path d="M0 0L&b; 5"/></svg>'
)
OUTSIDE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg><text>&x;</text></svg>'


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.svg", LAUGHS, "declares entities"),
        ("a.svg", OUTSIDE, "declares entities"),
        ("a.svg", "<svg>" * 5000, "too many in each other"),
        ("a.svg", "<svg><path", "damaged XML"),
        ("a.svg", "<svg>&nothing;</svg>", "damaged XML"),
        ("a.svg", '<?xml version="1.0" encoding="klingon"?><svg/>', "damaged XML"),
        ("a.svg", "<html><body/></html>", "neither SVG nor InkML"),
        ("a.svg", SVG.format('<path d="M0 0L1"/>'), "breaks off"),
        ("a.svg", SVG.format('<path d="M0 0 L5 5 ?"/>'), "not a command"),
        ("a.svg", SVG.format('<path d="M0 0L1e999 5"/>'), "not a finite number"),
        ("a.svg", SVG.format('<path d="M0 0A1e300 1e300 0 0 1 1e308 1e308"/>'), ""),
        ("a.svg", SVG.format('<path fill="black" d="M0 0L5 5L0 5z"/>'), "filled areas"),
        ("a.inkml", INK.format("<trace>1, 2</trace>"), "not two numbers"),
        ("a.inkml", INK.format(f"<trace>{'1 ' * 100000}</trace>"), "not two numbers"),
        ("a.json", "[" * 100_000, "not JSON"),
        ("a.json", "{", "not JSON"),
        ("a.json", "7", "not a digitpad drawing"),
        ("a.json", '[{"x": 1}]', "should be an object"),
        ("a.json", '[{"points": [{"x": "a", "y": 2}]}]', "two numbers"),
        ("a.json", '[{"points": [{"x": 1e999, "y": 2}]}]', "not a finite number"),
        ("a.ndjson", '{"drawing": [[[1, 2], [3]]]}', "line 1: a stroke has 2 x and 1 y"),
        ("a.ndjson", '{"drawing": [[[1, 2]]]}', "'y' should be a list"),
        ("a.ndjson", '{"drawing": 5}', "should be a list"),
    ],
)
def test_a_hostile_file_is_one_sentence(tmp_path: Path, name: str, content: str, why: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    if not why:
        with suppress(DrawingError):
            list(read_drawings(tmp_path / name))
        return
    with pytest.raises(DrawingError, match=why) as caught:
        list(read_drawings(tmp_path / name))
    assert str(tmp_path / name) in str(caught.value)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    for name, begin in (("a.svg", b"<svg>"), ("a.json", b"[")):
        with (tmp_path / name).open("wb") as stream:
            stream.write(begin)
            stream.truncate(40 << 20)
        with pytest.raises(DrawingError, match="too large for a drawing"):
            list(read_drawings(tmp_path / name))


@given(st.text(alphabet="MmLlCcSsQqTtAaZzHhVv0123456789.,-+e \n", max_size=60))
def test_any_path_is_followed_or_refused(text: str) -> None:
    with suppress(DrawingError, OverflowError, ValueError):
        for line in path_lines(text):
            assert all(isinstance(point, complex) and not math.isnan(abs(point)) for point in line)


@given(st.text(alphabet="0123456789 .,'\"!*?TF-e", max_size=60))
def test_any_trace_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("ink") / "a.inkml"
    path.write_text(INK.format(f"<trace>{text}</trace>"))
    with suppress(DrawingError):
        list(read_drawings(path))


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.json", "a.svg", "a.ndjson"):
        (folder / name).write_bytes(content)
        with suppress(DrawingError):
            list(read_drawings(folder / name))


def test_of_several_drawings_the_first_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text(f"{json.dumps(RAW)}\n{json.dumps(RAW)}\n")
    drawing, more = first_drawing(path)
    is_the_seven(drawing)
    assert more
    path.write_text("\n")
    with pytest.raises(DrawingError, match="holds no drawing"):
        first_drawing(path)
