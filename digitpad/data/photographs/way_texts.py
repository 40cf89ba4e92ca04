"""What the ways to tell ink from paper are called, and what each is good for."""

from __future__ import annotations

from digitpad.errors import tr

_TEXTS = {
    "lines": (
        tr("Pen lines"),
        tr("Looks for what is as narrow as a pen's line. Helps where shadows or a table are in the picture."),
    ),
    "top-hat": (
        tr("Top-hat"),
        tr("Takes what is narrower than what lies around it. Helps where there are shadows and stains."),
    ),
    "sauvola": (
        tr("Sauvola"),
        tr(
            "Has a threshold for every pixel, from the brightness around it. Helps where the light is uneven."
        ),
    ),
    "otsu": (
        tr("Otsu"),
        tr("Divides by the background and has one threshold for all pixels. Helps with clear ink."),
    ),
    "faint": (
        tr("Otsu, faint ink"),
        tr(
            "Leaves out what is very dark before it sets the threshold. Helps with pencil in a printed frame."
        ),
    ),
    "sauvola-wide": (
        tr("Sauvola, wide"),
        tr("Looks further around every pixel than Sauvola usually does. Helps where lines are broad."),
    ),
    "grey": (
        tr("Grey values"),
        tr("Takes every grey value as ink. Helps with small pictures that a program made."),
    ),
}
"""Title and purpose of each."""


def way_title(way: str) -> str:
    """What a way is called; one without a title by its own name."""
    return _TEXTS[way][0] if way in _TEXTS else way


def way_purpose(way: str) -> str:
    """What a way does and when it helps; "" for an unknown one."""
    return _TEXTS[way][1] if way in _TEXTS else ""
