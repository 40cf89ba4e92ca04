"""What a press, a move and a release mean: pure decisions, made without a window.

The pad keeps one `Gesture`, hands it in with what happened, and does what the `Outcome` says. Points are in
network pixels. Mouse, pen, finger and keyboard are four sources of the same kind of happening; the one that
began a stroke owns it until it ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum, auto

from digitpad.form import SIDE
from digitpad.ink.drawing import Point

MIN_STEP = 0.1
"""Points nearer than this to the last one are the hand's or the sensor's tremble (network pixels)."""

REACH = 9000.0
"""Points are kept within this of the corner; a `Stroke` refuses those beyond 10,000."""

Direction = tuple[int, int]


class Source(Enum):
    """What made the happening."""

    MOUSE = auto()
    PEN = auto()
    TOUCH = auto()
    KEYS = auto()


class Button(Enum):
    """What a button of mouse or pen stands for on the pad."""

    DRAW = auto()
    ERASE = auto()
    OTHER = auto()


class Act(Enum):
    """What the pad has to do."""

    NOTHING = auto()
    BEGIN = auto()
    ADD = auto()
    FINISH = auto()


@dataclass(frozen=True, slots=True)
class Gesture:
    """The stroke that is being made; with `source` None there is none.

    Attributes:
        source: what makes it.
        button: the button that began it and whose release ends it.
        finger: which finger, for touch; 0 for the others.
        last: its last point that counted.
    """

    source: Source | None = None
    button: Button = Button.OTHER
    finger: int = 0
    last: Point = (0.0, 0.0)


IDLE = Gesture()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The gesture afterwards, what to do, and where.

    Attributes:
        gesture: to be handed in the next time.
        act: what to do.
        point: BEGIN and ADD have one; FINISH has one where the last point is still to be added.
        eraser: for BEGIN, whether the stroke takes ink away.
    """

    gesture: Gesture
    act: Act = Act.NOTHING
    point: Point | None = None
    eraser: bool = False


def press(
    gesture: Gesture, source: Source, button: Button, point: Point, *, eraser: bool = False, finger: int = 0
) -> Outcome:
    """A button, the pen, a finger or the space bar goes down.

    Args:
        gesture: what was going on.
        source: what made the press.
        button: which button; `OTHER` never begins a stroke.
        point: where, in network pixels.
        eraser: whether the eraser is chosen, or the pen is held upside down.
        finger: which finger, for touch.
    """
    if gesture.source is not None or button is Button.OTHER:
        return Outcome(gesture)  # a second button or finger neither ends nor disturbs the stroke
    point = _kept(point)
    begun = Gesture(source, button, finger, point)
    return Outcome(begun, Act.BEGIN, point, eraser or button is Button.ERASE)


def move(gesture: Gesture, source: Source, point: Point, *, held: bool = True, finger: int = 0) -> Outcome:
    """The pointer moves.

    Args:
        gesture: what was going on.
        source: what moved.
        point: to where, in network pixels; also outside the pad.
        held: whether the button that began the stroke is still down. If not, its release got lost (a
            window of the system came between) and the stroke ends here.
        finger: which finger, for touch.
    """
    if gesture.source is not source or gesture.finger != finger:
        return Outcome(gesture)
    if not held:
        return Outcome(IDLE, Act.FINISH)
    point = _kept(point)
    if math.dist(point, gesture.last) < MIN_STEP:
        return Outcome(gesture)
    return Outcome(replace(gesture, last=point), Act.ADD, point)


def release(gesture: Gesture, source: Source, button: Button, point: Point, *, finger: int = 0) -> Outcome:
    """A button, the pen, a finger or the space bar comes up at `point` (network pixels)."""
    if gesture.source is not source or gesture.button is not button or gesture.finger != finger:
        return Outcome(gesture)
    point = _kept(point)
    far = math.dist(point, gesture.last) >= MIN_STEP
    return Outcome(IDLE, Act.FINISH, point if far else None)


def interrupt(gesture: Gesture) -> Outcome:
    """The pad loses the focus, is hidden, or something else takes the drawing over: keep what there is."""
    return Outcome(IDLE, Act.NOTHING if gesture.source is None else Act.FINISH)


def _kept(point: Point) -> Point:
    x, y = point
    return max(-REACH, min(REACH, x)), max(-REACH, min(REACH, y))


@dataclass(frozen=True, slots=True)
class KeyPen:
    """The pen that is led with the arrow keys.

    The space bar works both ways: held while moving, the pen is up again when it is let go; tapped, the pen
    stays down until the next tap.

    Attributes:
        at: its place in network pixels, always on the pad.
        down: whether it draws.
        held: whether the space bar is still held since the pen went down.
        moved: whether it moved while the space bar was held.
    """

    at: Point = (SIDE / 2, SIDE / 2)
    down: bool = False
    held: bool = False
    moved: bool = False


def steer(pen: KeyPen, directions: frozenset[Direction], step: float) -> KeyPen:
    """The pen one `step` (network pixels) on, in the sum of the held arrow keys' directions."""
    x = pen.at[0] + step * sum(dx for dx, _ in directions)
    y = pen.at[1] + step * sum(dy for _, dy in directions)
    at = (max(0.0, min(float(SIDE), x)), max(0.0, min(float(SIDE), y)))
    return replace(pen, at=at, moved=pen.moved or pen.held)


def space_down(pen: KeyPen) -> KeyPen:
    """The space bar goes down: the pen does too, or comes up if it was left down by a tap."""
    if pen.down:
        return lifted(pen)
    return replace(pen, down=True, held=True, moved=False)


def space_up(pen: KeyPen) -> KeyPen:
    """The space bar comes up: so does the pen, if it moved meanwhile."""
    if pen.held and pen.moved:
        return lifted(pen)
    return replace(pen, held=False)


def lifted(pen: KeyPen) -> KeyPen:
    """The pen up, where it is."""
    return replace(pen, down=False, held=False, moved=False)
