"""Numbers as people type them, with a point or a comma, an exponent, several in a row; and percentages."""

from __future__ import annotations

import re
from decimal import Decimal

_MINUS = "−"
_IN_THOUSANDS = re.compile(r"\d{1,3}(?:[, \u00a0\u202f]\d{3})+", re.ASCII)
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d*)?e\+?\d{1,2}", re.ASCII | re.IGNORECASE)
_BETWEEN = re.compile(r";|,(?=\s)|,(?=[^,;=]*=)")


def read_number(text: str) -> float:
    """Read a number: `-0.5`, `−0,5` or `1e-3`.

    Raises:
        ValueError: when it is not one.
    """
    plain = text.strip().replace(_MINUS, "-")
    return float(plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain)


def read_whole(text: str) -> int:
    """Read a whole number: `10000`, `10,000`, `10 000` or `1e4`; neither `1.5` nor `1,5`.

    Raises:
        ValueError: when it is not one.
    """
    plain = text.strip()
    if _IN_THOUSANDS.fullmatch(plain):
        return int(re.sub(r"\D", "", plain))
    if _SCIENTIFIC.fullmatch(plain):
        number = Decimal(plain.replace(",", "."))
        if number != number.to_integral_value():
            raise ValueError
        return int(number)
    return int(plain.replace(_MINUS, "-"))


def parts(text: str, blank: str = " ") -> list[str]:
    """What stands between semicolons, commas before a space, and commas before "NAME =".

    A comma right before a digit may be a decimal point.
    """
    return [part for part in _BETWEEN.split(text) if part.strip(blank)]


def read_numbers(text: str) -> list[float]:
    """Read a row of numbers: "0,5" is one, "0.1,0.2,0.3" and "0,1, 0,2, 0,3" are three.

    Raises:
        ValueError: when one of them is not a number.
    """
    return [number for part in parts(text) for number in _numbers(part)]


def _numbers(part: str) -> list[float]:
    try:
        return [read_number(part)]
    except ValueError:
        return [read_number(one) for one in part.split(",") if one.strip()]


def percent(probability: float) -> str:
    """A probability as a percentage that does not round up to certainty or down to impossibility."""
    value = 100 * probability
    # Also of exactly 0 and 1: a float ends there, and not what the network can be sure of.
    if value < 0.1:
        return "< 0.1 %"
    if value > 99.9:
        return "> 99.9 %"
    return f"{value:.1f} %"
