"""Lessons inside the window: steps that use the window itself, and notice when they are done."""

from digitpad.ui.lessons.bar import LessonBar
from digitpad.ui.lessons.controller import LessonsController

__all__ = ["LessonBar", "LessonsController"]
