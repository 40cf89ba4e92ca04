"""What `evaluate` prints."""

from __future__ import annotations

from typing import Any

from digitpad.cli.output import print_json
from digitpad.data.labelled import LabelledImages
from digitpad.errors import printable
from digitpad.form import DIGITS
from digitpad.training.evaluate import Measurement, Part, per_digit, per_writer


def print_measured(found: Measurement, data: LabelledImages, *, as_json: bool) -> None:
    """Print how well a network has read `data`."""
    digits, writers = per_digit(found, data.classes), per_writer(found, data)
    if as_json:
        print_json(
            {
                "accuracy": found.accuracy,
                "loss": found.loss,
                "n": found.count,
                "confusion": found.confusion.tolist(),
                "per_digit": _table(digits),
                "per_writer": _table(writers),
                "refused": found.refused_share,
                "calibration_error": found.calibration_error,
            }
        )
        return
    right = int(found.right.sum())
    print(f"Accuracy {found.accuracy:.2%} ({right}/{found.count}), mean loss {found.loss:.4f}")
    print(f"Expected calibration error {found.calibration_error:.4f}")
    if found.refused_share is not None:
        what = "digit" if data.classes == DIGITS else "class"
        print(f"Answered 'not a {what} I know': {found.refused_share:.2%}")
    _print_parts("Digit" if data.classes == DIGITS else "Class", digits)
    if writers:
        _print_parts("Writer", {printable(name): part for name, part in writers.items()})
    print("\nConfusion (rows: truth, columns: answer)")
    names = [printable(name, 12) for name in data.classes]
    wide = max(6, *(len(name) + 1 for name in names))
    print(" " * wide + "".join(f"{name:>{wide}}" for name in names))
    for name, row in zip(names, found.confusion.tolist(), strict=True):
        print(f"{name:>{wide}}" + "".join(f"{count:{wide}d}" for count in row))


def _table(parts: dict[str, Part]) -> dict[str, Any]:
    return {
        name: {"n": part.n, "right": part.right, "accuracy": part.accuracy} for name, part in parts.items()
    }


def _print_parts(title: str, parts: dict[str, Part]) -> None:
    wide = max(len(title), *(len(name) for name in parts))
    print(f"\n{title:>{wide}}      n  right  accuracy")
    for name, part in parts.items():
        print(f"{name:>{wide}} {part.n:6d} {part.right:6d} {part.accuracy:9.2%}")
