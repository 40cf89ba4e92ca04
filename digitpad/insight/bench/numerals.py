"""Numbers as they are typed, pasted and written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from digitpad.errors import UsageError, printable

Matrix = tuple[tuple[float, ...], ...]
"""Rows of numbers, all of one length."""

LARGEST = 1e6
"""Of what is typed. Larger numbers are no easier to follow."""
MOST = 12
"""Rows, and columns, of a matrix on the bench."""

_MINUS = "−"
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE | re.ASCII)


def read_number(text: str) -> float:
    """Read a number as it is typed into one field: `-0.5`, `−0,5`, `1e-3` or `1/3`.

    Raises:
        UsageError: it is not a number, or it is larger than `LARGEST`.
    """
    plain = text.strip().replace(_MINUS, "-").replace(",", ".")
    parts = [part.strip() for part in plain.split("/")]
    if not plain:
        raise UsageError("There is no number")
    if len(parts) > 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise UsageError("'{text}' is not a number", text=printable(text.strip(), 20))
    value = float(parts[0])
    if len(parts) == 2:
        if float(parts[1]) == 0:
            raise UsageError("'{text}' divides by zero", text=printable(text.strip(), 20))
        value /= float(parts[1])
    if abs(value) > LARGEST:
        raise UsageError("'{text}' is larger than a million", text=printable(text.strip(), 20))
    return value


def read_rows(text: str) -> list[list[str]]:
    """Divide pasted text into rows of numbers that are not read yet.

    Rows are lines, or the inner brackets of a list as Python writes it. Between numbers stand tabs, or else
    commas, semicolons and spaces.

    Raises:
        UsageError: there is nothing in it, rows differ in length, or there are more than `MOST`.
    """
    if "[" in text:  # as Python writes it; a line may end anywhere
        text = re.sub(r"dtype\s*=\s*[\w.]+|[A-Za-z_.]+\(|\)|\s+", " ", text)
        text = re.sub(r"\]\s*,?\s*\[", "\n", text).replace("[", " ").replace("]", " ")
    lines = text.splitlines()
    tabs = any("\t" in line.strip() for line in lines)
    edges, between = ("\t ", r" *\t *") if tabs else (" ,;\t", r"[\s,;]+")
    rows = [re.split(between, line.strip(edges)) for line in lines if line.strip(edges)]
    if not rows:
        raise UsageError("The text has no numbers in it")
    lengths = {len(row) for row in rows}
    if len(lengths) > 1:
        low, high = min(lengths), max(lengths)
        raise UsageError("The rows differ in length: from {low} to {high} numbers", low=low, high=high)
    if len(rows) > MOST or len(rows[0]) > MOST:
        raise UsageError(
            "{rows} × {columns} numbers are too many: up to {most} × {most} have room here",
            rows=len(rows), columns=len(rows[0]), most=MOST,
        )  # fmt: skip
    return rows


def write(value: float) -> str:
    """Write a number with four decimals at most, as torch prints it, and a minus as wide as a plus."""
    if math.isinf(value) or math.isnan(value):
        text = "∞" if value > 0 else "-∞" if value < 0 else "?"
    elif value == 0 or 1e-4 <= abs(value) < 1e7:
        text = f"{value:.4f}".rstrip("0").rstrip(".")
    else:
        text = f"{value:.4g}"
    return ("0" if text == "-0" else text).replace("-", _MINUS)


def factor(value: float) -> str:
    """Write a number that stands after an operator: negative ones in brackets."""
    text = write(value)
    return f"({text})" if text.startswith(_MINUS) else text


def added(terms: Sequence[str], most: int = MOST) -> str:
    """Join terms with a plus; of very many the first are written out."""
    if len(terms) > most:
        terms = [*terms[: most - 1], "…", terms[-1]]
    return " + ".join(terms)


def tensor(name: str, values: Matrix) -> str:
    """Return a statement that makes a tensor of a matrix."""
    rows = ", ".join(f"[{', '.join(map(_literal, row))}]" for row in values)
    return f"{name} = torch.tensor([{rows}], dtype=torch.float32)"


def script(*statements: str) -> str:
    """Return statements with torch's imports above them."""
    return "\n".join(("import torch", "from torch.nn import functional as F", "", *statements))


def _literal(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def shape(values: Matrix) -> tuple[int, int]:
    """Return rows and columns."""
    return len(values), len(values[0])


def flat(values: Matrix) -> list[float]:
    """Return all numbers, row after row."""
    return [value for row in values for value in row]


def matrix(rows: Iterable[Iterable[float]]) -> Matrix:
    """Return rows as a matrix."""
    return tuple(tuple(row) for row in rows)
