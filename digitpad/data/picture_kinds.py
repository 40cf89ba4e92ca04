"""Which files count as pictures. Imports neither numpy nor Pillow, so the window can ask at any time."""

from __future__ import annotations

from pathlib import Path

from digitpad.files import is_special

SUFFIXES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".jfif",
    ".bmp",
    ".gif",
    ".webp",
    ".avif",
    ".tif",
    ".tiff",
    ".ppm",
    ".pgm",
)
"""Suffixes of the files that count as pictures."""

_BEGINNINGS = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
}
_LONGEST = 12  # bytes at the beginning that identify the kind


def is_picture(path: Path) -> bool:
    """Whether a file is a picture by its suffix, or else by its first bytes."""
    return path.suffix.lower() in SUFFIXES or bool(kind_of(beginning(path)))


def beginning(path: Path) -> bytes:
    """The first bytes of a file, as many as identify the kind; none of one that cannot be read."""
    if is_special(path):
        return b""
    try:
        with path.open("rb") as stream:
            return stream.read(_LONGEST)
    except OSError:
        return b""


def kind_of(content: bytes) -> str:
    """The kind of picture, as Pillow calls it, whose files begin like this; "" for none of them."""
    if content[4:_LONGEST] in (b"ftypavif", b"ftypavis"):
        return "AVIF"
    if content[:4] == b"RIFF" and content[8:_LONGEST] == b"WEBP":
        return "WEBP"
    return next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), "")
