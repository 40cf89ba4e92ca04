"""Texts that are displayed, put into another language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import escape, unescape
from string import Formatter
from typing import NamedTuple

from digitpad.catalogue import Key
from digitpad.ui.messages import joined, without_key

_JOINTS = ("\n", "\t", " · ")  # between texts that stand in one, such as a title and its key
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=\S)|(?<=[。！？])(?=\S)")
_LETTERS = 4  # of a template's own, from which its values may be anything, such as a file's name
_DEEPEST = 4  # texts within texts


Near = tuple[str, ...]
"""Contexts, such as the classes around what displays a text."""


class _Worded(NamedTuple):
    """A text in the other language, and how many letters of what was displayed were recognised."""

    text: str
    letters: int


class Rewording:
    """Puts texts of one language into another.

    A text with values filled in is recognised by its template, and values that are texts themselves are put
    into the other language too; of several ways the one that recognises most is taken. What is not, such as
    a name that the user has given, stays as it is.

    Args:
        before: all texts in the language that is displayed, by their keys.
        after: the same in the other one.
    """

    def __init__(self, before: Mapping[Key, str], after: Mapping[Key, str]) -> None:
        self._after = after
        self._keys: dict[str, list[Key]] = {}
        for key, text in before.items():
            if key in after:
                self._keys.setdefault(text, []).append(key)
        self._known: dict[tuple[str, int, Near], _Worded] = {}

    def __call__(self, text: str, near: Near = ()) -> str:
        """The text in the other language.

        Args:
            text: as it is displayed.
            near: the contexts that it is likeliest of, for a text that two have and translate otherwise.
        """
        return self._worded(text, 0, near).text

    def _worded(self, text: str, depth: int, near: Near) -> _Worded:
        known = text, depth, near
        if known not in self._known:
            ways = self._ways(text, depth, near) if text.strip() and depth <= _DEEPEST else iter(())
            self._known[known] = max(ways, key=lambda way: way.letters, default=_Worded(text, 0))
        return self._known[known]

    def _ways(self, text: str, depth: int, near: Near) -> Iterator[_Worded]:
        """What the text may be in the other language."""
        whole = _letters(text)
        if (exact := self._exact(text, near)) is not None:
            yield _Worded(exact, whole)
            return
        for form, key, own in self._templates:
            if match := form.fullmatch(text):
                values = {
                    name: self._worded(value, depth + 1, near) for name, value in match.groupdict().items()
                }
                letters = own + sum(value.letters for value in values.values())
                if own >= _LETTERS or letters > own or 2 * own >= whole:
                    template = self._after[key]
                    yield _Worded(
                        _filled(template, {name: value.text for name, value in values.items()}), letters
                    )
        if text.startswith("<") and not depth:  # HTML: what stands between its tags
            parts = [
                part if part.startswith("<") else unescape(part) for part in re.split(r"(<[^<>]+>)", text)
            ]
            worded = [_Worded(p, 0) if p.startswith("<") else self._worded(p, depth + 1, near) for p in parts]
            texts = (one.text if one.text.startswith("<") else escape(one.text, False) for one in worded)
            yield _Worded("".join(texts), sum(one.letters for one in worded))
        for end in _SENTENCE_END.finditer(text):
            first, rest = (
                self._worded(part, depth + 1, near) for part in (text[: end.start()], text[end.end() :])
            )
            yield _Worded(joined(first.text, rest.text), first.letters + rest.letters)
        for joint in _JOINTS:
            for place in (match.start() for match in re.finditer(re.escape(joint), text)):
                first, rest = (
                    self._worded(part, depth + 1, near) for part in (text[:place], text[place + len(joint) :])
                )
                yield _Worded(first.text + joint + rest.text, first.letters + rest.letters)

    def _exact(self, text: str, near: Near) -> str | None:
        """A text without values; also without its key, or in the middle of a sentence."""
        if (key := self._chosen(text, near)) is not None:
            return self._after[key]
        displayed = self._without_key.get(text)
        if displayed is not None and (key := self._chosen(displayed, near)) is not None:
            return without_key(self._after[key])
        if (key := self._chosen(text[:1].lower() + text[1:], near)) is not None:
            other = self._after[key]
            return other[:1].upper() + other[1:]
        return None

    def _chosen(self, displayed: str, near: Near = ()) -> Key | None:
        """The key of a text; None where no catalogue has it."""
        keys = self._keys.get(displayed, [])
        return next((key for key in keys if key[0] in near), next(iter(keys), None))

    @cached_property
    def _without_key(self) -> dict[str, str]:
        """Titles that have a key, by what they are without."""
        return {without_key(text): text for text in self._keys if "&" in text}

    @cached_property
    def _templates(self) -> list[tuple[re.Pattern[str], Key, int]]:
        """Texts with values, as patterns, with how many letters each has of its own."""
        return [
            (re.compile(form, re.DOTALL), key, _own(text))
            for text in self._keys
            if "{" in text and (form := _pattern(text)) and (key := self._chosen(text))
        ]


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _own(template: str) -> int:
    """How many letters a template has beside its values."""
    return sum(_letters(words) for words, *_ in Formatter().parse(template))


def _pattern(template: str) -> str | None:
    """A regular expression for what a template can become; None where it has no named values."""
    pattern, names = "", set[str]()
    try:
        parts = list(Formatter().parse(template))
    except ValueError:  # braces of its own
        return None
    for words, name, _, _ in parts:
        pattern += re.escape(words)
        if name is None:
            continue
        if not name.isidentifier():
            return None
        pattern += f"(?P={name})" if name in names else f"(?P<{name}>.*?)"
        names.add(name)
    return pattern if names and any(words for words, *_ in parts) else None


def _filled(template: str, values: dict[str, str]) -> str:
    """A template with values that are written already, whatever form it asks for."""
    return "".join(
        words + (values.get(name, "") if name else "") for words, name, _, _ in Formatter().parse(template)
    )
