"""Texts that are displayed, put into another language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import escape, unescape
from string import Formatter
from typing import NamedTuple

from digitpad.catalogue import Key
from digitpad.ui.messages import CORE, joined, without_key

_JOINTS = ("\n", "\t", " · ")  # between texts that stand in one, such as a title and its key
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=\S)|(?<=[。！？])(?=\S)")
_LETTERS = 4  # of a template's own, from which its values may be anything, such as a file's name
_DEEPEST = 4  # texts within texts


Near = tuple[str, ...]
"""Contexts, such as the classes around what displays a text."""


class _Worded(NamedTuple):
    """A text in the other language, and how well it was recognised; the first that is best is taken.

    Attributes:
        text: in the other language.
        letters: how many of what was displayed were recognised.
        plain: minus the values that are several texts, such as "2 layers · SGD" in "{name} with momentum".
        near: whether the template is from a context near by.
        own: how many of the letters are the template's own.
    """

    text: str
    letters: int
    plain: int = 0
    near: bool = False
    own: int = 0


class _Template(NamedTuple):
    """A text with values, as it is displayed.

    Attributes:
        text: the template.
        words: the longest of its own words, without which nothing is an instance of it.
        form: what it can become.
        own: how many letters it has beside its values.
    """

    text: str
    words: str
    form: re.Pattern[str]
    own: int


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
            self._known[known] = max(ways, key=lambda way: way[1:], default=_Worded(text, 0))
        return self._known[known]

    def _ways(self, text: str, depth: int, near: Near) -> Iterator[_Worded]:
        """What the text may be in the other language."""
        whole = _letters(text)
        if (exact := self._exact(text, depth, near)) is not None:
            yield _Worded(exact, whole)
            return
        for template in self._templates:
            if template.words in text and (match := template.form.fullmatch(text)):
                values = match.groupdict()
                others = {name: self._worded(value, depth + 1, near) for name, value in values.items()}
                letters = template.own + sum(value.letters for value in others.values())
                if template.own >= _LETTERS or letters > template.own or 2 * template.own >= whole:
                    key = self._chosen(template.text, depth, near)
                    yield _Worded(
                        _filled(self._after[key], {name: value.text for name, value in others.items()}),
                        letters,
                        plain=-sum(map(_is_several, values.values())),
                        near=key[0] in near,
                        own=template.own,
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

    def _exact(self, text: str, depth: int, near: Near) -> str | None:
        """A text without values; also without its key, or in the middle of a sentence."""
        if text in self._keys:
            return self._after[self._chosen(text, depth, near)]
        displayed = self._without_key.get(text)
        if displayed is not None:
            return without_key(self._after[self._chosen(displayed, depth, near)])
        lower = text[:1].lower() + text[1:]
        if lower in self._keys:
            other = self._after[self._chosen(lower, depth, near)]
            return other[:1].upper() + other[1:]
        return None

    def _chosen(self, displayed: str, depth: int, near: Near) -> Key:
        """The key of a text that is in the catalogue.

        Of several it is one from near by, and one that begins as a text does there: with a capital, or
        without as the value of a template; else one of the core, whose texts any class displays.
        """
        return max(
            self._keys[displayed],
            key=lambda key: (key[0] in near, self._after[key][:1].isupper() == (not depth), key[0] == CORE),
        )

    @cached_property
    def _without_key(self) -> dict[str, str]:
        """Titles that have a key, by what they are without."""
        return {without_key(text): text for text in self._keys if "&" in text}

    @cached_property
    def _templates(self) -> list[_Template]:
        return [
            _Template(text, max((words for words, *_ in Formatter().parse(text)), key=len), form, _own(text))
            for text in self._keys
            if "{" in text and (form := _pattern(text)) is not None
        ]


def _is_several(value: str) -> bool:
    """Whether a value is made of several texts."""
    return any(joint in value for joint in _JOINTS) or _SENTENCE_END.search(value) is not None


def _letters(text: str) -> int:
    """How many letters a text has; a Chinese one says as much as three others."""
    return sum(3 if "\u4e00" <= letter <= "\u9fff" else letter.isalpha() for letter in text)


def _own(template: str) -> int:
    """How many letters a template has beside its values."""
    return sum(_letters(words) for words, *_ in Formatter().parse(template))


def _pattern(template: str) -> re.Pattern[str] | None:
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
    return re.compile(pattern, re.DOTALL) if names and any(words for words, *_ in parts) else None


def _filled(template: str, values: dict[str, str]) -> str:
    """A template with values that are written already, whatever form it asks for."""
    return "".join(
        words + (values.get(name, "") if name else "") for words, name, _, _ in Formatter().parse(template)
    )
