"""What `evaluate` prints."""

from __future__ import annotations

from typing import Any

from digitpad.cli.output import print_json
from digitpad.data.labelled import LabelledImages
from digitpad.errors import printable
from digitpad.form import DIGITS
from digitpad.training.evaluate import Measurement, Part, per_digit, per_writer


def print_measured(measurement: Measurement, data: LabelledImages, *, as_json: bool) -> None:
    """Print how well a network has read `data`."""
    digits, writers = per_digit(measurement, data.classes), per_writer(measurement, data)
    if as_json:
        print_json(
            {
                "accuracy": measurement.accuracy,
                "loss": measurement.loss,
                "n": measurement.count,
                "confusion": measurement.confusion.tolist(),
                "per_digit": _table(digits),
                "per_writer": _table(writers),
                "refused": measurement.refused_share,
                "calibration_error": measurement.calibration_error,
            }
        )
        return
    right = int(measurement.right.sum())
    print(
        f"Accuracy {measurement.accuracy:.2%} ({right}/{measurement.count}), mean loss {measurement.loss:.4f}"
    )
    print(f"Expected calibration error {measurement.calibration_error:.4f}")
    if measurement.refused_share is not None:
        what = "digit" if data.classes == DIGITS else "class"
        print(f"Answered 'not a {what} I know': {measurement.refused_share:.2%}")
    _print_parts("Digit" if data.classes == DIGITS else "Class", digits)
    if writers:
        _print_parts("Writer", {printable(name): part for name, part in writers.items()})
    print("\nConfusion (rows: truth, columns: answer)")
    names = [printable(name, 12) for name in data.classes]
    wide = max(6, *(len(name) + 1 for name in names))
    print(" " * wide + "".join(f"{name:>{wide}}" for name in names))
    for name, row in zip(names, measurement.confusion.tolist(), strict=True):
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
