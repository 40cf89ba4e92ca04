"""When a step of a lesson is done, as its file says it: "strokes >= 1 and digit == 7"."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from digitpad.errors import UsageError, did_you_mean, printable

Facts = Mapping[str, Any]
"""What is so in the window at a moment, by name: numbers, texts and whether something is so."""

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_PART = re.compile(
    r"(?P<negated>not )?(?P<fact>\w+)( (?P<change>grows|changes)| *(?P<than>[=!<>]=|[<>]) *(?P<value>.+))?"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the parts that all must be so."""

    fact: str
    change: str = ""
    than: str = ""
    value: object = None
    negated: bool = False

    def holds(self, begun: Facts, now: Facts) -> bool:
        value, before = now.get(self.fact), begun.get(self.fact)
        if self.change == "changes":
            return bool(value != before)
        if self.than and value is None:  # not known yet, so it is not unlike anything either
            return False
        try:
            if self.change == "grows":
                return bool(value > (before or 0))  # type: ignore[operator]
            if self.than:
                return bool(_COMPARISONS[self.than](value, self.value))
        except TypeError:  # there is no such value yet
            return False
        return bool(value) != self.negated


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so for a step to be done; all of its parts."""

    parts: tuple[_Part, ...]

    def holds(self, begun: Facts, now: Facts) -> bool:
        """Whether it is so.

        Args:
            begun: the facts when the step began, which `grows` and `changes` compare with.
            now: the facts of this moment.
        """
        return all(part.holds(begun, now) for part in self.parts)

    def settled(self, begun: Facts, now: Facts) -> frozenset[str]:
        """The facts all of whose parts are so already; see `holds`."""
        missing = {part.fact for part in self.parts if not part.holds(begun, now)}
        return frozenset(part.fact for part in self.parts) - missing


def condition(text: str, names: Mapping[str, object]) -> Condition:
    """Read a condition.

    A part is a fact (`paused`, `not paused`), a comparison (`epochs >= 2`, `tab == "runs"`), or a fact that
    `grows` or `changes` from the moment that the step begins; parts are joined by `and`.

    Args:
        text: the condition.
        names: all facts that there are.

    Raises:
        UsageError: for what is not a condition, and for a fact that there is not.
    """
    return Condition(tuple(_part(part.strip(), names) for part in text.split(" and ")))


def _part(text: str, names: Mapping[str, object]) -> _Part:
    match = _PART.fullmatch(text)
    if match is None:
        raise UsageError(
            "'{condition}' is not a condition; write one such as epochs >= 2, not paused or strokes grows",
            condition=printable(text),
        )
    fact = match["fact"]
    if fact not in names:
        raise UsageError(
            "there is not a fact '{name}'{hint}", name=printable(fact), hint=did_you_mean(fact, names)
        )
    return _Part(
        fact, match["change"] or "", match["than"] or "", _value(match["value"]), bool(match["negated"])
    )


def _value(text: str | None) -> object:
    if text is None:
        return None
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        raise UsageError(
            "'{value}' is not a value; write a number, a text in quotes, true or false", value=printable(text)
        ) from None
