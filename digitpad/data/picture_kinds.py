"""Which files count as pictures. Imports neither numpy nor Pillow, so the window can ask at any time."""

from __future__ import annotations

from pathlib import Path

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

_BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_LONGEST = 12  # bytes at the beginning that identify the kind


def is_picture(path: Path) -> bool:
    """Whether a file is a picture by its suffix, or else by its first bytes."""
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        with path.open("rb") as stream:
            beginning = stream.read(_LONGEST)
    except OSError:
        return False
    if beginning[4:] in (b"ftypavif", b"ftypavis"):
        return True
    return beginning.startswith(_BEGINNINGS) or (beginning[:4] == b"RIFF" and beginning[8:] == b"WEBP")
