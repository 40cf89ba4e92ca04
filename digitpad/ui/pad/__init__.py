"""The drawing pad: canvas, tools, opened pictures, keyboard."""

from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.marks import Mark
from digitpad.ui.pad.spotlight import Spotlight
from digitpad.ui.pad.view import PromptKind

__all__ = ["Canvas", "Mark", "PromptKind", "Spotlight"]
