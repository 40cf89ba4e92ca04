"""Any file of strokes: digitpad's own, QuickDraw's, signature_pad's, InkML and SVG, told by what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from digitpad.errors import DrawingError, reason
from digitpad.files import check_ordinary
from digitpad.ink.drawing import Drawing
from digitpad.ink.drawing_file import (
    LabelledDrawing,
    fit_strokes,
    from_content,
    labelled_drawing,
    parse_json,
    read_strokes,
)
from digitpad.ink.foreign.inkml import ink_groups, whole_ink, writer
from digitpad.ink.foreign.signature_pad import is_signature, signature_drawing
from digitpad.ink.foreign.svg import svg_strokes
from digitpad.ink.foreign.xml_tree import MOST_BYTES, Element, parse_xml

_KEYS = ("strokes", "drawing")
LINES = (".jsonl", ".ndjson")
SUFFIXES = (".json", *LINES, ".inkml", ".svg")
"""Suffixes of the files that count as drawings."""


def is_drawing(path: Path) -> bool:
    """Whether a file counts as a drawing, by its suffix."""
    return path.suffix.lower() in SUFFIXES


def read_drawings(path: Path) -> Iterator[LabelledDrawing]:
    """Read the drawings in a file; of InkML each group of traces that says what it was meant to be.

    Raises:
        DrawingError: when the file or one of its drawings cannot be read.
    """
    yield from _read(path, groups=True)


def open_drawings(path: Path) -> Iterator[LabelledDrawing]:
    """Read the drawings in a file, as they are to be looked at: InkML is one.

    Raises:
        DrawingError: when the file or one of its drawings cannot be read.
    """
    yield from _read(path, groups=False)


def first_drawing(path: Path) -> tuple[Drawing, bool]:
    """The drawing in a file, the first where it has several.

    Returns:
        The drawing, and whether more follow it.

    Raises:
        DrawingError: when it cannot be read, or there is none.
    """
    first = list(islice(open_drawings(path), 2))
    if not first:
        raise DrawingError("{path} holds no drawing.", path=path)
    return first[0].drawing, len(first) > 1


def _read(path: Path, groups: bool) -> Iterator[LabelledDrawing]:
    check_ordinary(path, DrawingError)
    try:
        with path.open("rb") as stream:
            begin = stream.read(4096)
        text = begin.decode("utf-8-sig", "ignore").lstrip()
        if text.startswith("<") or begin.startswith((b"\xff\xfe<", b"\xfe\xff\0<")):
            yield from _of_xml(parse_xml(path), groups)
            return
        if path.suffix.lower() not in LINES and not _is_line(text):
            yield from _of_json(_whole(path))
            return
    except OSError as error:
        raise DrawingError("{path} could not be read: {why}.", path=path, why=reason(error)) from error
    except (DrawingError, UnicodeDecodeError, ValueError, OverflowError) as error:
        why = error if isinstance(error, DrawingError) else reason(error)
        raise DrawingError("{path} is not a drawing: {why}", path=path, why=why) from error
    yield from read_strokes(path)


def _is_line(text: str) -> bool:
    """Whether a text begins with an object of a strokes file on a line of its own."""
    line = text.partition("\n")[0]
    return line.startswith("{") and '"format"' not in line and ('"strokes"' in line or '"drawing"' in line)


def _whole(path: Path) -> Any:
    with path.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise DrawingError("it is too large for a drawing")
    return parse_json(content.decode("utf-8-sig"))


def _of_json(content: Any) -> Iterator[LabelledDrawing]:
    if is_signature(content):
        yield LabelledDrawing(1, signature_drawing(content))
    elif isinstance(content, list) and content and isinstance(content[0], list):
        yield LabelledDrawing(1, fit_strokes(content))
    elif isinstance(content, list):
        for number, item in enumerate(content, 1):
            yield labelled_drawing(item, number)
    elif isinstance(content, dict) and "format" not in content and not content.keys().isdisjoint(_KEYS):
        yield labelled_drawing(content, 1)
    else:
        yield LabelledDrawing(1, from_content(content))


def _of_xml(root: Element, groups: bool) -> Iterator[LabelledDrawing]:
    if root.tag == "svg":
        yield LabelledDrawing(1, fit_strokes(svg_strokes(root)))
        return
    if root.tag != "ink":
        raise DrawingError("it is XML, but neither SVG nor InkML")
    author = writer(root)
    for number, group in enumerate(ink_groups(root) if groups else [whole_ink(root)], 1):
        yield LabelledDrawing(group.id or number, fit_strokes(group.strokes), group.label, author)
