"""Which files are taken for pictures. Loads neither numpy nor Pillow, so the window can ask at any time."""

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
    ".tif",
    ".tiff",
    ".ppm",
    ".pgm",
)
"""Endings of the files that are taken for pictures."""

_BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_LONGEST = 12  # bytes that tell the kind


def is_picture(path: Path) -> bool:
    """Whether a file is a picture by its ending, or, where that says nothing, by its first bytes."""
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        with path.open("rb") as stream:
            beginning = stream.read(_LONGEST)
    except OSError:
        return False
    return beginning.startswith(_BEGINNINGS) or (beginning[:4] == b"RIFF" and beginning[8:] == b"WEBP")
