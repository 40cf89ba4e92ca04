"""The drawing pad: canvas, tools, opened pictures, keyboard."""

from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.marks import Mark
from digitpad.ui.pad.overlays import Legend, Spotlight
from digitpad.ui.pad.painter import PromptKind

__all__ = ["Canvas", "Legend", "Mark", "PromptKind", "Spotlight"]
