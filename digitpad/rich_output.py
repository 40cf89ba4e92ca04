"""What notebooks show of pictures and curves: small pieces of HTML that need nothing else."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Iterable, Sequence
from html import escape

import numpy as np
import numpy.typing as npt

from digitpad.numerals import percent
from digitpad.terminal_language import tr

FloatArray = npt.NDArray[np.float32]

_SIDE = 112  # pixels of a picture on the page
_BAR = 160  # pixels of the longest bar
_MOST = 10  # bars
_WIDTH, _HEIGHT, _RIM = 420, 150, 6  # pixels of a chart, and what stays free around its lines
_POINTS = 400  # of a line


def picture(pixels: FloatArray) -> str:
    """A picture with its pixels large enough to be told apart.

    Args:
        pixels: (H, W) or (H, W, 3), 0-1.
    """
    from PIL import Image  # a notebook's, not each program's

    content = io.BytesIO()
    Image.fromarray(np.round(np.clip(pixels, 0, 1) * 255).astype(np.uint8)).save(content, "PNG")
    data = base64.b64encode(content.getvalue()).decode()
    style = "image-rendering:pixelated;margin:0"
    return f'<img src="data:image/png;base64,{data}" width="{_SIDE}" height="{_SIDE}" style="{style}">'


def bars(names: Sequence[str], probabilities: Sequence[float]) -> str:
    """A bar for each class, of very many for the likeliest only, in the order of the classes."""
    chosen = sorted(sorted(range(len(names)), key=lambda number: -probabilities[number])[:_MOST])
    rows = [
        f"<tr><td>{escape(names[number])}</td><td style='text-align:left'>"
        f"<span style='display:inline-block;height:0.7em;background:#2f7ed8;"
        f"width:{_BAR * probabilities[number]:.1f}px'></span> "
        f"{escape(percent(probabilities[number]))}</td></tr>"
        for number in chosen
    ]
    return f"<table>{''.join(rows)}</table>"


def side_by_side(*parts: str) -> str:
    """Pieces of HTML beside each other."""
    cells = "".join(f"<div>{part}</div>" for part in parts if part)
    return f"<div style='display:flex;gap:1em;align-items:center;flex-wrap:wrap'>{cells}</div>"


def caption(text: str) -> str:
    """A line of text, whatever stands in it."""
    return f"<div>{escape(text)}</div>"


def chart(
    line: Sequence[tuple[float, float]], points: Sequence[tuple[float, float]], names: tuple[str, str]
) -> str:
    """A line and dots over the same axis, such as training and test loss over the examples.

    Args:
        line: (x, y) of the line.
        points: (x, y) of the dots.
        names: what line and dots are.
    """
    both = [(x, y) for x, y in (*line, *points) if math.isfinite(x) and math.isfinite(y)]
    if not both:
        return ""
    right = max(x for x, _ in both) or 1.0
    top = max(y for _, y in both) or 1.0

    def place(x: float, y: float) -> tuple[float, float]:
        across = _RIM + (_WIDTH - 2 * _RIM) * x / right
        return across, _HEIGHT - _RIM - (_HEIGHT - 2 * _RIM) * y / top

    places = [place(x, y) for x, y in line[:: max(1, len(line) // _POINTS)] if math.isfinite(y)]
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3.5' fill='#d9541e'/>"
        for x, y in (place(x, y) for x, y in points if math.isfinite(y))
    )
    over = tr("from 0 to {top} over {count} examples").format(top=f"{top:.3g}", count=f"{right:,.0f}")
    return (
        f"<svg width='{_WIDTH}' height='{_HEIGHT}' role='img'>"
        f"<polyline points='{way}' fill='none' stroke='#2f7ed8'/>{dots}</svg>"
        f"<div><span style='color:#2f7ed8'>&#9472;</span> {escape(names[0])}, "
        f"<span style='color:#d9541e'>&#9679;</span> {escape(names[1])}; "
        f"{escape(over)}</div>"
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with these titles."""
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"
