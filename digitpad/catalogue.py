"""Catalogues of translations as their files keep them; Qt reads the compiled ones, and this needs no Qt."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from digitpad.resources import translations_root

Key = tuple[str, str]
"""A context and a source text in English."""


def read_catalogue(path: Path) -> dict[Key, str]:
    """The translations in a `.ts` file; empty where there is none yet."""
    catalogue: dict[Key, str] = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            catalogue[name, message.findtext("source") or ""] = message.findtext("translation") or ""
    return catalogue


def catalogue_files() -> dict[str, Path]:
    """The `.ts` files that come with the program, by language, such as "zh_CN"."""
    return {path.stem.partition("_")[2]: path for path in sorted(translations_root().glob("digitpad_*.ts"))}
