"""XML from anywhere: read with limits, and without entities, which can blow up or reach for other files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from digitpad.errors import DrawingError

MOST_BYTES = 32 << 20
"""Size of a file from which it is not read as a whole."""

_MOST_ELEMENTS = 200_000
_DEEPEST = 100


@dataclass(slots=True)
class Element:
    """An element, with names without their namespaces.

    Attributes:
        tag: its name.
        attributes: its attributes.
        pieces: the text in it, without that of its children.
        children: the elements in it.
    """

    tag: str
    attributes: dict[str, str]
    pieces: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text in it, without that of its children."""
        return "".join(self.pieces)

    def all(self, tag: str) -> Iterator[Element]:
        """Iterate over the elements of this name in it, at any depth, in their order."""
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.all(tag)  # as deep as `_DEEPEST` at most


class _Builder:
    """Takes what the parser reports."""

    def __init__(self) -> None:
        self.root = Element("", {})
        self._open = [self.root]
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS or len(self._open) > _DEEPEST:
            raise DrawingError("it has too many elements, or too many in each other")
        names = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        element = Element(tag.rpartition(":")[2], names)
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _tag: str) -> None:
        self._open.pop()

    def text(self, content: str) -> None:
        self._open[-1].pieces.append(content)

    def entity(self, *_: object) -> None:
        raise DrawingError("it declares entities, which are not read; save it as plain SVG or InkML")


def parse_xml(path: Path) -> Element:
    """Read an XML file.

    Raises:
        DrawingError: when it is not one, or too large; in a sentence about "it".
        OSError: when it cannot be read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise DrawingError("it is too large for a drawing")
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.EntityDeclHandler = builder.entity
    try:
        with path.open("rb") as stream:
            parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise DrawingError(
            "it is damaged XML ({why}, line {line})", why=expat.ErrorString(error.code), line=error.lineno
        ) from error
    except (ValueError, LookupError) as error:  # an encoding that Python does not know
        raise DrawingError("it is damaged XML ({why})", why=error) from error
    return builder.root.children[0]
