"""Undo and redo of a drawing."""

from __future__ import annotations

from dataclasses import dataclass, field

from digitpad.ink.drawing import Drawing


@dataclass(frozen=True, slots=True)
class History:
    """A drawing with what undo and redo bring back. Every change gives a new History."""

    present: Drawing = field(default_factory=Drawing)
    past: tuple[Drawing, ...] = ()
    future: tuple[Drawing, ...] = ()

    def push(self, drawing: Drawing) -> History:
        """Make `drawing` the present one; what had been undone is forgotten."""
        if drawing == self.present:
            return self
        return History(drawing, (*self.past, self.present), ())

    def undo(self) -> History:
        """One step back; the same History when there is none."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redo(self) -> History:
        """One step forward again; the same History when there is none."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.present), self.future[1:])
