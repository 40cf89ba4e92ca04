"""What the commands print: JSON lines, bars in text, progress on stderr."""

from __future__ import annotations

import json
import math
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

BAD_INPUT = 2
"""The exit code for bad usage and for input that cannot be used."""

_MOST_BARS, _LIKELIEST = 50, 10


def print_json(values: dict[str, Any]) -> None:
    """Print one JSON object as a line of its own, at once; what is not a finite number becomes null."""
    print(json.dumps(_finite(values), allow_nan=False), flush=True)


def _finite(value: Any) -> Any:
    """`value` with None for the numbers that JSON does not know: NaN and the infinities."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese characters take two each."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, width: int) -> str:
    """The text with blanks behind it until it takes `width` columns; before it for a negative width."""
    blanks = " " * (abs(width) - columns(text))
    return blanks + text if width < 0 else text + blanks


def bars(log_probs: Sequence[float], classes: Sequence[str], best: int) -> list[str]:
    """The prediction panel in text: a line per class, the longest bar the best; bars start at -20.

    Of very many classes only the likeliest have one.
    """
    width, floor = 40, -20.0
    listed = list(range(len(classes)))
    if len(classes) > _MOST_BARS:
        listed = sorted(listed, key=lambda number: -log_probs[number])[:_LIKELIEST]
    label = max(len(classes[number]) for number in listed)
    lines = []
    for number in listed:
        name, value = classes[number], log_probs[number]
        length = 0 if math.isnan(value) else round(width * (max(value, floor) - floor) / -floor)
        mark = ">" if number == best else " "
        lines.append(f" {mark} {name:>{label}} |{'#' * length:<{width}}| {value:z8.3f}")
    return lines


class Progress:
    """A tqdm bar on stderr for work that reports (done, total); shown only when it takes a while."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._bar: Any = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def update(self, done: int, total: int) -> None:
        """The work stands at `done` of `total`."""
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(
                total=total,
                desc=self._title,
                unit_scale=True,
                leave=False,
                delay=0.5,
                file=sys.stderr,
                disable=None,  # no bar unless stderr is a terminal
            )
        self._bar.total = total
        self._bar.update(done - self._bar.n)
