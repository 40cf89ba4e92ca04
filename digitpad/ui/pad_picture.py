"""A picture that lies on the pad in place of strokes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digitpad.ink.drawing import Drawing, Stroke

if TYPE_CHECKING:
    from digitpad.data.preprocess import FloatArray
    from digitpad.data.whole_pictures import Pixels


@dataclass(frozen=True, slots=True, eq=False)
class PadPicture(Drawing):
    """A drawing without strokes that shows an opened picture.

    As a drawing it takes part in undo and redo; a stroke on it becomes a part of the picture.

    Attributes:
        grey: float32 (H, W), 0 black to 1 white.
        rgb: the same in colour, uint8 (H, W, 3); None where there is only grey.
        name: what it is called.
        exact: whether it is a dataset's picture, which a network that takes such pictures gets as it is.
    """

    grey: FloatArray | None = None
    rgb: Pixels | None = None
    name: str = ""
    exact: bool = False

    def with_stroke(self, stroke: Stroke) -> PadPicture:
        """The picture with a stroke drawn on it: in the tone of its ink, or, of an eraser, of its paper."""
        from digitpad.ui.picture_strokes import is_light, stroke_on_grey, stroke_on_rgb

        assert self.grey is not None
        light = is_light(self.grey)
        rgb = None if self.rgb is None else stroke_on_rgb(self.rgb, stroke, light=light)
        return replace(self, grey=stroke_on_grey(self.grey, stroke, light=light), rgb=rgb)

    def __eq__(self, other: object) -> bool:
        return self is other  # two pictures have the same strokes: none

    def __hash__(self) -> int:
        return id(self)

    @property
    def pixels(self) -> FloatArray | Pixels:
        """The picture, in colour if there is any."""
        picture = self.grey if self.rgb is None else self.rgb
        assert picture is not None
        return picture

    @property
    def empty(self) -> bool:
        """Never: the picture is there."""
        return False
