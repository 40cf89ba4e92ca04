"""Sentences for people, kept as a template and its values so that the window can translate the template."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something worth telling that is no error; `str(sentence)` is the English one."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values)


def printable(text: str, most: int = 60) -> str:
    """A text from a file as it can stand in a sentence: short, and nothing that moves a terminal's cursor."""
    short = text if len(text) <= most else text[: most - 3] + "..."
    return "".join(character if character.isprintable() else "?" for character in short)


def did_you_mean(name: object, known: Iterable[str]) -> Sentence | str:
    """What to say behind an unknown name: the nearest of the known ones; nothing where none is near."""
    near = difflib.get_close_matches(str(name), list(known), 1)
    return Sentence(" (did you mean '{name}'?)", {"name": near[0]}) if near else ""
