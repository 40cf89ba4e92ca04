"""Hands that write oddly: ten drawings that were corrected, and ten new ones of the same hand."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitpad.form import SIDE
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.recognizer import Recognizer
from tests.tools.writers import Labelled

TEN = 10

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hand:
    """One hand.

    Attributes:
        name: who, or what is odd.
        corrected: drawings to learn from, with what they are.
        new: others of the same hand.
    """

    name: str
    corrected: tuple[Labelled, ...]
    new: tuple[Labelled, ...]


def real_hands(written: dict[str, list[Labelled]], network: Recognizer) -> Iterator[Hand]:
    """Per writer the drawings that `network` misreads, and then others of the digits it misreads most."""
    for name, drawings in written.items():
        wrong = [network.predict(drawing).digit != label for label, drawing in drawings]
        worst = Counter(label for (label, _), bad in zip(drawings, wrong, strict=True) if bad)
        order = np.random.default_rng(1).permutation(len(drawings)).tolist()
        order.sort(key=lambda number: (not wrong[number], -worst[drawings[number][0]]))
        chosen = [drawings[number] for number in order[: 2 * TEN]]
        yield Hand(
            f"{name} ({sum(wrong)} of {len(drawings)} misread)", tuple(chosen[::2]), tuple(chosen[1::2])
        )


def changed_hands(written: dict[str, list[Labelled]]) -> Iterator[Hand]:
    """Real drawings, mirrored or turned: some digits of them often, or all ten once each."""
    mirror = np.array([[-1.0, 0.0], [0.0, 1.0]])
    for title, change, digits, writer in (
        ("threes and sevens mirrored", mirror, (3, 7), "train05"),
        ("twos and nines mirrored", mirror, (2, 9), "train25"),
        ("all digits mirrored, once each", mirror, tuple(range(10)), "train20"),
        ("all digits turned by 40 degrees, once each", _turn(40), tuple(range(10)), "train30"),
        ("all digits turned by -40 degrees, once each", _turn(-40), tuple(range(10)), "train15"),
    ):
        yield _split(title, [(label, _changed(d, change)) for label, d in written[writer]], digits)


def drawn_hands(written: dict[str, list[Labelled]]) -> Iterator[Hand]:
    """Forms that nobody taught the network, each drawn twenty times by a hand that shakes."""
    forms: tuple[tuple[str, int, list[list[tuple[float, float]]]], ...] = (
        ("sevens like a gamma", 7, [[(0.15, 0.95), (0.15, 0.05), (0.8, 0.05)]]),
        ("ones like a lambda", 1, [[(0.1, 0.95), (0.5, 0.05), (0.9, 0.95)]]),
        ("fours like lightning", 4, [[(0.6, 0.0), (0.15, 0.5), (0.75, 0.5), (0.3, 1.0)]]),
        ("eights like two lines", 8, [[(0.2, 0.0), (0.8, 1.0)], [(0.8, 0.0), (0.2, 1.0)]]),
        ("nines like a flag", 9, [[(0.8, 1.0), (0.8, 0.0), (0.2, 0.3), (0.8, 0.5)]]),
    )
    for number, (title, label, form) in enumerate(forms):
        rng = np.random.default_rng(100 + number)
        hand = _turn(rng.normal(0, 5)) @ np.array(
            [[math.exp(rng.normal(0, 0.1)), rng.normal(0, 0.1)], [0, 1]]
        )
        drawings = [(label, _drawn(form, hand, rng)) for _ in range(2 * TEN)]
        yield Hand(title, tuple(drawings[:TEN]), tuple(drawings[TEN:]))
    dotted = []
    rng = np.random.default_rng(7)
    for label, drawing in written["train10"]:
        if label == 0 and len(dotted) < 2 * TEN:
            dotted.append((0, _with_dot(drawing, rng)))
    yield Hand("zeros with a dot", tuple(dotted[:TEN]), tuple(dotted[TEN:]))


def _split(name: str, drawings: Sequence[Labelled], digits: Sequence[int]) -> Hand:
    """As many drawings of each of `digits` to learn from as new ones, ten of either in all."""
    each = TEN // len(digits)
    sets: tuple[list[Labelled], list[Labelled]] = ([], [])
    for digit in digits:
        of_digit = [item for item in drawings if item[0] == digit]
        sets[0].extend(of_digit[:each])
        sets[1].extend(of_digit[each : 2 * each])
    return Hand(name, tuple(sets[0]), tuple(sets[1]))


def _turn(degrees: float) -> Array:
    angle = math.radians(degrees)
    return np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])


def _changed(drawing: Drawing, change: Array) -> Drawing:
    middle = SIDE / 2
    return _mapped(drawing, lambda points: (points - middle) @ change.T + middle)


def _mapped(drawing: Drawing, change: Callable[[Array], Array]) -> Drawing:
    return Drawing(
        tuple(
            Stroke(tuple(map(tuple, change(np.asarray(stroke.points, np.float64)).tolist())), stroke.width)
            for stroke in drawing.strokes
        )
    )


def _drawn(form: list[list[tuple[float, float]]], hand: Array, rng: np.random.Generator) -> Drawing:
    """The form with its corners moved, every line bent, in the hand's proportions."""
    size, place = rng.uniform(14, 22), rng.uniform(-2, 2, 2) + SIDE / 2
    strokes = []
    for corners in form:
        knots = np.array(corners) - 0.5 + rng.normal(0, 0.045, (len(corners), 2))
        line = [knots[0]]
        for start, end in itertools.pairwise(knots):
            share = np.linspace(0, 1, 12)[1:, None]
            across = np.array([start[1] - end[1], end[0] - start[0]]) * rng.normal(0, 0.06)
            line.extend(start + (end - start) * share + across * np.sin(share * math.pi))
        points = (np.array(line) + rng.normal(0, 0.006, (len(line), 2))) @ hand.T * size + place
        strokes.append(Stroke(tuple(map(tuple, points.tolist())), 2.2))
    return Drawing(tuple(strokes))


def _with_dot(drawing: Drawing, rng: np.random.Generator) -> Drawing:
    points = np.concatenate([np.asarray(stroke.points) for stroke in drawing.strokes])
    middle = (points.min(axis=0) + points.max(axis=0)) / 2 + rng.normal(0, 0.6, 2)
    dot = [tuple((middle + offset).tolist()) for offset in ((0, 0), (0.5, 0.3), (0.1, 0.6))]
    return drawing.with_stroke(Stroke(tuple(dot), drawing.strokes[0].width))
