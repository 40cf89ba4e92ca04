"""The brush: how wide it can be."""

THINNEST, THICKEST = 0.5, 6.0
"""The diameters to choose from, in network pixels."""

BRUSH_STEP = 0.25
"""How much the keys [ and ] change it, in network pixels."""
