"""The drawing that is being made: its history and the stroke under the pen."""

from __future__ import annotations

from digitpad.ink.drawing import Drawing, History, Point, Stroke


class Sketch:
    """A `History` and, while the pen is down, the live stroke, which joins the history when it ends."""

    def __init__(self) -> None:
        self.history = History()
        self.live: Stroke | None = None

    @property
    def drawing(self) -> Drawing:
        """The drawing as it is seen: with the live stroke."""
        present = self.history.present
        return present if self.live is None else present.with_stroke(self.live)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back; the live stroke is one."""
        return self.live is not None or bool(self.history.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to bring back."""
        return self.live is None and bool(self.history.future)

    def begin(self, point: Point, width: float, *, eraser: bool) -> Stroke:
        """Start a stroke with a dot, `width` network pixels wide."""
        self.finish()
        self.live = Stroke((point,), width, eraser)
        return self.live

    def add(self, point: Point) -> Stroke:
        """Lengthen the live stroke."""
        if self.live is None:
            raise RuntimeError("there is no stroke to lengthen")
        self.live = self.live.extended((point,))
        return self.live

    def finish(self) -> None:
        """Make the live stroke a step of the history."""
        if self.live is not None:
            self.history = self.history.push(self.drawing)
            self.live = None

    def replace(self, drawing: Drawing) -> None:
        """Put another drawing in place of this one, as a step that can be undone."""
        self.finish()
        self.history = self.history.push(drawing)

    def undo(self) -> None:
        """Take the last step back; in mid-stroke that is the stroke."""
        self.finish()
        self.history = self.history.undo()

    def redo(self) -> None:
        """Bring the last undone step back."""
        self.finish()
        self.history = self.history.redo()
