"""What the commands print: JSON lines, bars in text, progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any


def print_json(values: dict[str, Any]) -> None:
    """Print one JSON object as a line of its own, at once."""
    print(json.dumps(values, allow_nan=False, ensure_ascii=False), flush=True)


def bars(log_probs: Sequence[float], classes: Sequence[str], best: int, floor: float = -20.0) -> list[str]:
    """The prediction panel in text: a line per class, the longest bar the best; bars start at `floor`."""
    width = 40
    label = max(len(name) for name in classes)
    lines = []
    for number, (name, value) in enumerate(zip(classes, log_probs, strict=True)):
        length = round(width * (max(value, floor) - floor) / -floor)
        mark = ">" if number == best else " "
        lines.append(f" {mark} {name:>{label}} |{'#' * length:<{width}}| {value:z8.3f}")
    return lines


class Progress:
    """A tqdm bar on stderr for work that tells (done, total); shown only when it takes a while."""

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
                disable=None,  # no bar where stderr is no terminal
            )
        self._bar.update(done - self._bar.n)
