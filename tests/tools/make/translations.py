"""Keep the catalogues of `digitpad/ui/translations` true: `python -m tests.tools.make.translations`.

Adds the texts that are new in the code to each catalogue (`.ts`), drops those that have gone, and compiles
what is translated (`.qm`). `--check` changes nothing, lists what is missing or wrong, and ends with 1 where
something is; `--new fr_FR` begins another language.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

from digitpad.catalogue import Key, read_catalogue
from tests.tools.make.texts import ROOT, gathered

FOLDER = ROOT / "digitpad" / "ui" / "translations"

Catalogue = dict[Key, str]
"""The translations; empty where there is none yet."""


def write(path: Path, language: str, catalogue: Mapping[Key, str]) -> None:
    """Write a catalogue as a `.ts` file, contexts by name and each one's texts as the code has them."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    for name in sorted({context for context, _ in catalogue}):
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        for (_, source), text in ((key, value) for key, value in catalogue.items() if key[0] == name):
            message = ElementTree.SubElement(context, "message")
            ElementTree.SubElement(message, "source").text = source
            translation = ElementTree.SubElement(
                message, "translation", {} if text else {"type": "unfinished"}
            )
            translation.text = text
    ElementTree.indent(root, " ")
    body = ElementTree.tostring(root, "unicode", short_empty_elements=False)
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def compiled(path: Path) -> bytes:
    """The contents of the `.qm` file of a `.ts` file."""
    release = shutil.which("pyside6-lrelease", path=f"{Path(sys.executable).parent}") or "pyside6-lrelease"
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "compiled.qm"
        subprocess.run([release, path, "-qm", result], check=True, capture_output=True)
        return result.read_bytes()


def fields(text: str) -> set[str]:
    """The names of the values that a template has."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def faults(source: str, text: str) -> Iterator[str]:
    """What is wrong with a translation."""
    if not text:
        yield "is not translated"
        return
    try:
        if fields(source) != fields(text):
            yield "has other values in braces"
    except ValueError:  # braces of its own, and no template
        if re.findall(r"[{}]", source) != re.findall(r"[{}]", text):
            yield "has other braces"
    if bool(re.search(r"&\w", source)) != bool(re.search(r"&\w", text)):
        yield "has a key with & where the other has none"
    if source[:1].isspace() != text[:1].isspace() and not source.startswith((" (", " or", " and")):
        yield "begins with a space where the other does not"
    if source.endswith("…") != text.endswith("…"):
        yield "ends with … where the other does not"


def problems() -> list[str]:
    """All that is wrong with texts and catalogues, a line each."""
    texts, result = gathered(), []
    for path in sorted(FOLDER.glob("digitpad_*.ts")):
        catalogue = read_catalogue(path)
        for context, source in texts.places:
            text = catalogue.get((context, source), "")
            result += [f"{path.name}: [{context}] {source!r} {fault}" for fault in faults(source, text)]
        gone = catalogue.keys() - texts.places.keys()
        result += [f"{path.name}: [{context}] {source!r} has gone from the code" for context, source in gone]
        made = path.with_suffix(".qm")
        if not made.is_file() or made.read_bytes() != compiled(path):
            result.append(f"{made.name} is not what {path.name} compiles to")
    return result


def update(language: str) -> int:
    """Bring a language's catalogue up to date and compile it; gives how many texts are not translated."""
    path = FOLDER / f"digitpad_{language}.ts"
    before = read_catalogue(path) if path.is_file() else {}
    by_source = {source: text for (_, source), text in before.items() if text}
    catalogue = {key: before.get(key) or by_source.get(key[1], "") for key in gathered().places}
    write(path, language, catalogue)
    path.with_suffix(".qm").write_bytes(compiled(path))
    return sum(not text for text in catalogue.values())


def main() -> int:
    """Check, or bring up to date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing and list what is wrong")
    parser.add_argument("--new", metavar="LANGUAGE", help="begin a language, such as fr_FR")
    arguments = parser.parse_args()
    if not arguments.check:
        FOLDER.mkdir(exist_ok=True)
        languages = [path.stem.partition("_")[2] for path in sorted(FOLDER.glob("digitpad_*.ts"))]
        for language in [*languages, *([arguments.new] if arguments.new else [])]:
            print(f"{language}: {update(language)} texts are not translated")
        return 0
    lines = problems()
    print("\n".join(lines) if lines else "The catalogues are complete.")
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
