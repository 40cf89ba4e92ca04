"""The pad as it is edited: strokes, undo and redo, brush and eraser."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from digitpad.ink.drawing import Drawing
from digitpad.ui.pad import gestures
from digitpad.ui.pad.gestures import Act, KeyPen, Outcome
from digitpad.ui.pad.keys import Command
from digitpad.ui.pad.view import PadView

THINNEST, THICKEST = 0.5, 6.0
"""The brush's diameters to choose from, in network pixels."""

BRUSH_STEP = 0.25
"""How much the keys [ and ] change the brush, in network pixels."""


class PadEditor(PadView):
    """Does what gestures and commands come to, and tells what changed.

    Signals:
        drawing_changed(Drawing): the drawing with the live stroke, at every point that was added.
        history_changed(bool, bool): whether undo and redo have something to do.
        brush_changed(float): diameter of the brush in network pixels.
        eraser_changed(bool): whether the eraser is chosen.
        overlay_visible_changed(bool): whether the network's pixels are laid over the pad.
    """

    drawing_changed = Signal(object)
    history_changed = Signal(bool, bool)
    brush_changed = Signal(float)
    eraser_changed = Signal(bool)
    overlay_visible_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gesture = gestures.IDLE
        self._key_pen = KeyPen()
        self._told = (False, False)

    def drawing(self) -> Drawing:
        """The drawing as it is seen, with the stroke that is being made."""
        return self.sketch.drawing

    def set_drawing(self, drawing: Drawing) -> None:
        """Put `drawing` on the pad; undo brings back what was there."""
        self.end_stroke()
        self.sketch.replace(drawing)
        self._tell_anew()

    def undo(self) -> None:
        """Take the last stroke, clearing or opening back."""
        self.end_stroke()
        self.sketch.undo()
        self._tell_anew()

    def redo(self) -> None:
        """Bring back what undo took."""
        self.end_stroke()
        self.sketch.redo()
        self._tell_anew()

    def clear(self) -> None:
        """Empty the pad; undo brings the drawing back."""
        self.set_drawing(Drawing())

    def brush(self) -> float:
        """Diameter of the brush in network pixels."""
        return self._brush

    def set_brush(self, width: float) -> None:
        """Choose the brush for the next stroke: diameter in network pixels, kept within 0.5 to 6."""
        width = max(THINNEST, min(THICKEST, width))
        if width != self._brush:
            self._update_pointer()
            self._brush = width
            self._update_pointer()
            self.brush_changed.emit(width)

    def eraser(self) -> bool:
        """Whether the eraser is chosen."""
        return self._eraser

    def set_eraser(self, on: bool) -> None:
        """Choose whether the next stroke takes ink away."""
        if on != self._eraser:
            self._eraser = on
            self._update_pointer()
            self.eraser_changed.emit(on)

    def set_overlay_visible(self, on: bool) -> None:
        """Lay what `set_overlay` was given over the pad, or take it off."""
        if on != self._overlay_visible:
            self._overlay_visible = on
            self.update()
            self.overlay_visible_changed.emit(on)

    def follow(self, outcome: Outcome) -> None:
        """Do what a gesture came to."""
        self._gesture = outcome.gesture
        if outcome.act is Act.NOTHING:
            return
        if outcome.point is not None:
            if outcome.act is Act.BEGIN:
                stroke = self.sketch.begin(outcome.point, self._brush, eraser=outcome.eraser)
            else:
                stroke = self.sketch.add(outcome.point)
            self.repaint_growth(stroke, len(stroke.points) - 1)
        if outcome.act is Act.FINISH:
            self.sketch.finish()
        if outcome.point is not None:
            self.drawing_changed.emit(self.drawing())
        self._tell_history()

    def end_stroke(self) -> None:
        """Finish the stroke that is being made, whatever makes it."""
        self._key_pen = gestures.lifted(self._key_pen)
        self.follow(gestures.interrupt(self._gesture))

    def _tell_anew(self) -> None:
        self.repaint_all()
        self.drawing_changed.emit(self.drawing())
        self._tell_history()

    def _tell_history(self) -> None:
        now = self.sketch.can_undo, self.sketch.can_redo
        if now != self._told:
            self._told = now
            self.history_changed.emit(*now)

    def obey(self, command: Command) -> None:
        """Do what a key asks for."""
        if command is Command.UNDO:
            self.undo()
        elif command is Command.REDO:
            self.redo()
        elif command is Command.CLEAR:
            self.clear()
        elif command is Command.ERASER:
            self.set_eraser(not self._eraser)
        elif command is Command.OVERLAY:
            self.set_overlay_visible(not self._overlay_visible)
        else:
            self.set_brush(self._brush + (BRUSH_STEP if command is Command.THICKER else -BRUSH_STEP))
