"""A language made up for tests, which says all that there is in full-width letters."""

from __future__ import annotations

import re
from pathlib import Path

from digitpad.ui.messages import without_key
from tests.tools.make import translations
from tests.tools.make.texts import gathered

NAME = "eo"

_WIDE = {ord(letter): ord(letter) + 0xFEE0 for letter in map(chr, range(33, 127)) if letter.isalnum()}


def wide(text: str) -> str:
    """A text in that language: its values stay as they are, and its key stands behind it, as in Chinese."""
    key = re.search(r"&(\w)", text)
    words, dots, _ = text.partition("…") if text.endswith("…") else (text, "", "")
    parts = re.split(r"(\{[^}]*\})", without_key(words))
    said = "".join(part if part.startswith("{") else part.translate(_WIDE) for part in parts)
    return said + (f"(&{key[1].upper()})" if key else "") + dots


def make_catalogue(folder: Path) -> None:
    """Write the language's catalogue into a folder."""
    path = folder / f"digitpad_{NAME}.ts"
    translations.write(path, NAME, {key: wide(key[1]) for key in gathered().places})
    path.with_suffix(".qm").write_bytes(translations.compiled(path))
