"""InkML, the W3C's format of pen strokes (https://www.w3.org/TR/InkML/)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digitpad.errors import DrawingError
from digitpad.ink.foreign.xml_tree import Element

Strokes = list[list[list[float]]]

_MOST_CHANNELS = 64
_VALUE = re.compile(r"([!'\"]?)\s*(?:([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([*?TF]))")


@dataclass(frozen=True, slots=True)
class TraceGroup:
    """Traces that belong together.

    Attributes:
        id: its name in the file; "" where it has none.
        strokes: for each trace its points [x, y], y downwards.
        label: what it was meant to be; None where that is not stated.
    """

    id: str
    strokes: Strokes
    label: str | None


def whole_ink(root: Element) -> TraceGroup:
    """All traces of a file.

    Raises:
        DrawingError: when a trace cannot be read; in a sentence about "it".
    """
    strokes = list(_traces(root).values())
    return TraceGroup(root.attributes.get("id", ""), strokes, _truth(root))


def ink_groups(root: Element) -> list[TraceGroup]:
    """The groups of a file that say what they were meant to be, or all of it where there are none.

    Raises:
        DrawingError: as `whole_ink`.
    """
    traces = _traces(root)
    groups = []
    for group in root.all("traceGroup"):
        inner = any(_truth(one) is not None for one in group.all("traceGroup"))
        label = _truth(group)
        names = [_name(trace) for trace in group.all("trace")]
        names += [view.attributes.get("traceDataRef", "").lstrip("#") for view in group.all("traceView")]
        strokes = [traces[name] for name in names if name in traces]
        if label is not None and strokes and not inner:
            groups.append(TraceGroup(group.attributes.get("id", ""), strokes, label))
    return groups or [whole_ink(root)]


def _truth(element: Element) -> str | None:
    """What an annotation says that it was meant to be."""
    for child in element.children:
        if child.tag == "annotation" and child.attributes.get("type", "").lower() in ("truth", "label"):
            return child.text.strip().strip("$").strip()
    return None


def writer(root: Element) -> str | None:
    """Who wrote it, where an annotation says so."""
    for child in root.children:
        if child.tag == "annotation" and child.attributes.get("type", "").lower() == "writer":
            return child.text.strip() or None
    return None


def _name(trace: Element) -> str:
    return trace.attributes.get("id") or f"trace {id(trace)}"


def _traces(root: Element) -> dict[str, list[list[float]]]:
    """The points of each trace that was made with the pen down, by its name."""
    channels = list(root.all("channel"))
    names = [channel.attributes.get("name", "").upper() for channel in channels]
    x, y = (names.index("X"), names.index("Y")) if {"X", "Y"} <= set(names) else (0, 1)
    turned = bool(names) and y < len(channels) and channels[y].attributes.get("orientation") == "-ve"
    down = -1.0 if turned else 1.0
    return {
        _name(trace): [[point[x], down * point[y]] for point in _points(trace.text, max(x, y) + 1)]
        for trace in root.all("trace")
        if trace.attributes.get("type", "penDown") == "penDown"
    }


def _points(text: str, least: int) -> Iterator[Sequence[float]]:
    """Iterate over the values of each point; a mark before a number says that it is a difference."""
    modes: list[str] = []
    values: list[float] = []
    speeds: list[float] = []
    for point in text.split(","):
        if not point.strip():
            continue
        tokens = _VALUE.findall(point)
        if not least <= len(tokens) <= _MOST_CHANNELS:
            raise DrawingError("a point of a trace is not two numbers")
        missing = len(tokens) - len(values)
        modes, values, speeds = modes + ["!"] * missing, values + [0.0] * missing, speeds + [0.0] * missing
        for place, (mode, number, mark) in enumerate(tokens):
            modes[place] = mode or modes[place]
            if mark:  # as before, unknown, or a switch
                continue
            value = float(number)
            if modes[place] == '"':
                speeds[place] += value
                values[place] += speeds[place]
            elif modes[place] == "'":
                speeds[place] = value
                values[place] += value
            else:
                speeds[place], values[place] = value - values[place], value
        yield list(values)
