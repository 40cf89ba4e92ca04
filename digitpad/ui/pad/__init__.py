"""The drawing pad: canvas, tools, opened pictures, keyboard."""

from digitpad.ui.pad.pad_picture import PadPicture
from digitpad.ui.pad.spotlight import Spotlight

__all__ = ["PadPicture", "Spotlight"]
