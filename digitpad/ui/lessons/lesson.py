"""A lesson as its file tells it.

A lesson is a TOML file::

    title = "Draw a digit"
    about = "What the pad gives to the network, and what that answers"

    [[steps]]
    say = "Draw a seven on the pad, with the mouse."
    show = "canvas"                      # the controls of which the first in sight is marked, by object name
    until = "strokes >= 1"               # when it is done; without it the reader goes on by a button

    [[steps]]
    ask = "Which digit comes second?"
    answer = "{second}; it lies {margin} behind."      # the window fills in what is so

The facts are those of `digitpad.ui.app.facts`. Files that come with the program are called
`<number>-<name>.<language>.toml`; a teacher's own lie in `lessons_root()`, under any name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from digitpad.errors import DigitpadError, UsageError, did_you_mean, printable, reason
from digitpad.ui.lessons.conditions import Condition, condition

SHIPPED = Path(__file__).parent / "texts"
"""The lessons that come with the program."""

_LARGEST = 200_000  # bytes
_LONGEST, _LONGEST_TITLE = 1_000, 80  # characters that the bar and the menu have room for
_STEP = {"say", "show", "until", "ask", "answer", "tab"}
TABS = ("training", "samples", "explore", "layers", "runs")
"""The tabs' names in a lesson."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, or one question.

    Attributes:
        text: what to do, or the question.
        show: object names of controls, of which the first in sight is marked that is still to be set.
        until: when it is done; None where the reader says so.
        answer: of a question, with the names of facts in braces; empty for none.
        tab: the tab that it is about, which is brought into sight; empty for any.
    """

    text: str
    show: tuple[str, ...] = ()
    until: Condition | None = None
    answer: str = ""
    tab: str = ""

    def controls(self, settled: Set[str]) -> tuple[str, ...]:
        """The controls to mark, those of settings that are as they should be last.

        Args:
            settled: names of settings, such as batch_size, whose control is called batchSizeSpin.
        """
        right = tuple(re.sub(r"_(\w)", lambda match: match[1].upper(), name) for name in settled)
        return tuple(sorted(self.show, key=lambda name: re.sub(r"[A-Z][a-z]+$", "", name) in right))


@dataclass(frozen=True, slots=True)
class Lesson:
    """Steps under a title.

    Attributes:
        name: of its file, without language and ending.
        title, about: what the menu says.
        steps: at least one.
    """

    name: str
    title: str
    about: str
    steps: tuple[Step, ...]


def read_lesson(path: Path, facts: Mapping[str, object]) -> Lesson:
    """The lesson in a file.

    Args:
        path: the file.
        facts: all facts that conditions and answers may name.

    Raises:
        UsageError: where it is not a lesson.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(_LARGEST + 1)
        if len(begin) > _LARGEST:
            raise UsageError("{path} is too large to be a lesson.", path=path)
        values = tomllib.loads(begin.decode("utf-8"))
        return _lesson(path, values, facts)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError("{path} could not be read: {why}.", path=path, why=reason(error)) from error


def _lesson(path: Path, values: Mapping[str, Any], facts: Mapping[str, object]) -> Lesson:
    steps = values.get("steps")
    if not isinstance(values.get("title"), str) or not isinstance(steps, list) or not steps:
        raise UsageError("{path} is not a lesson: it needs a title and steps.", path=path)
    title, about = values["title"].strip(), str(values.get("about", ""))
    if not 0 < len(title) <= _LONGEST_TITLE or len(about) > _LONGEST:
        raise UsageError(
            "{path} is not a lesson: its title has 1 to {count} characters.", path=path, count=_LONGEST_TITLE
        )
    read = []
    for number, step in enumerate(steps, 1):
        try:
            read.append(_step(step, facts))
        except DigitpadError as error:
            raise UsageError("{path}, step {number}: {why}.", path=path, number=number, why=error) from error
    return Lesson(_name(path), title, about, tuple(read))


def _step(values: object, facts: Mapping[str, object]) -> Step:
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise UsageError("a step is a table of texts")
    if unknown := values.keys() - _STEP:
        raise UsageError(
            "it has '{name}', and a step has say or ask, show, until, answer and tab",
            name=printable(min(unknown)),
        )
    text = values.get("say") or values.get("ask")
    if not text:
        raise UsageError("it says nothing: write say or ask")
    answer = values.get("answer", "")
    if max(len(text), len(answer)) > _LONGEST:
        raise UsageError("a step has at most {count} characters; make two of it", count=_LONGEST)
    if ("ask" in values) != bool(answer):
        raise UsageError("a question has ask and answer")
    _check_answer(answer, facts)
    until, tab = values.get("until"), values.get("tab", "")
    if tab not in ("", *TABS):
        raise UsageError(
            "there is not a tab '{name}'{hint}", name=printable(tab), hint=did_you_mean(tab, TABS)
        )
    names = (name.strip() for name in values.get("show", "").split(","))
    done = None if until is None else condition(until, facts)
    return Step(text, tuple(filter(None, names)), done, answer, tab)


def _check_answer(answer: str, facts: Mapping[str, object]) -> None:
    try:
        parts = [part for part in Formatter().parse(answer) if part[1] is not None]
    except ValueError as error:
        raise UsageError("its answer cannot be filled in: {why}", why=reason(error)) from error
    if any(form or conversion for _, _, form, conversion in parts):  # {digit:>999999999} fills the memory
        raise UsageError("its answer has more than names in braces; write {example}", example="{digit}")
    names = fact_names(answer)
    if unknown := names - facts.keys():
        raise UsageError("there is not a fact '{name}' for its answer", name=printable(min(unknown)))


def fact_names(answer: str) -> set[str]:
    """The facts that an answer speaks of."""
    return {name for _, name, _, _ in Formatter().parse(answer) if name is not None}


def lesson_files(language: str, folders: Sequence[Path]) -> list[Path]:
    """The files of all lessons, those that come with the program first.

    Args:
        language: of those that exist in several; English where there is not that one.
        folders: a teacher's own.
    """
    return [*_shipped(language), *(path for folder in folders for path in _own(folder))]


def _own(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except OSError:  # there is none, or it may not be read
        return []


def _shipped(language: str) -> Iterator[Path]:
    for english in sorted(SHIPPED.glob("*.en.toml")):
        other = english.with_name(f"{_name(english)}.{language}.toml")
        yield other if other.is_file() else english


def _name(path: Path) -> str:
    return re.sub(r"(\.[a-z]{2}(_[A-Z]{2})?)?\.toml$", "", path.name)
