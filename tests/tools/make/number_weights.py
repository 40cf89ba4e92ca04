"""Make `digitpad/numbers/fitted.py` with `python -m tests.tools.make.number_weights [--only STROKES]`.

Needs DIGITPAD_DATA with pen-strokes. Numbers are put together from the digits of 24 writers, as
`tests.tools.benchmarks.numbers` does with six others, and among them stand single digits. The network learnt
from these writers and hardly misreads them, so each digit is varied: then it is as often in doubt as with new
writers. All groups that may be a digit are measured and read with the shipped network; the weights are those
with which the numbers are read right (`tests.tools.make.division_fit`).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from digitpad.data.preparation import ALL_STEPS
from digitpad.data.preprocess import FloatArray
from digitpad.ink.drawing import Drawing
from digitpad.ink.redraw import visible_pieces
from digitpad.ink.scribbles import scribble_drawings
from digitpad.ink.synthetic import draw_digit, letter_drawings
from digitpad.ink.variation import varied
from digitpad.numbers import fitted as fitted_weights
from digitpad.numbers.grouping import candidates
from digitpad.numbers.measuring import measures_of
from digitpad.numbers.parts import Group, Parts
from digitpad.numbers.picture import inked_pieces
from digitpad.numbers.strokes import stroke_parts
from digitpad.numbers.weights import Weights, of_answer
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from tests.tools.benchmarks.composed import SPACINGS, composed, rendered
from tests.tools.make.division_fit import Example, fitted, share_right
from tests.tools.writers import Labelled, digits_by_writer

OUT = Path(__file__).parents[3] / "digitpad" / "numbers" / "fitted.py"
SINGLE = 0.35  # share of single digits, half of them drawn by the program
NONE = 0.15  # share of letters, signs and scribbles, which must not become several digits
COUNTS = {
    "SINGLE": 3.0,
    "NONE": 0.2,
    "normal": 1.5,
    "tight": 1.5,
    "touching": 1.0,
}  # how much an example counts
OWNED_TOUCHING = 2.0  # times as much where broad pieces are cut by whose the ink is: that is for them
STRETCHES = ((1.0, 1.0), (1.25, 1.1))  # of the pictures whose votes the parts are made of
EXAMPLES = {"STROKES": 4000, "PICTURES": 1500, "OWNED": 1500}  # those of pictures take ten times as long
UNUSED = {
    "STROKES": frozenset({"cut", "united"}),
    "PICTURES": frozenset({"crossed", "united", "late"}),
    "OWNED": frozenset({"crossed", "late"}),
}
"""Measures that a kind does not have."""


Made = tuple[str, str, Drawing]
"""What a drawing shows, how its digits stand ("SINGLE", "NONE" or one of `SPACINGS`), and the drawing."""

Divisible = tuple[Parts, Callable[[Group], FloatArray | None]]
"""The parts of a drawing or picture, and the network's input of a group of them."""

HEAD = '''"""The weights, written by `python -m tests.tools.make.number_weights`, not by hand."""

from __future__ import annotations

from digitpad.numbers.measuring import Measures
from digitpad.numbers.weights import Weights
'''

SAID = {
    "STROKES": "For strokes, with a network that tells whether something is a digit at all.",
    "STROKES_UNTOLD": "For strokes, with a network that does not.",
    "PICTURES": "For pictures cut at thin places, with a network that tells whether something is a digit.",
    "PICTURES_UNTOLD": "For pictures cut at thin places, with a network that does not.",
    "OWNED": "For pictures cut by whose the ink is, with a network that tells whether something is a digit.",
    "OWNED_UNTOLD": "For pictures cut by whose the ink is, with a network that does not.",
}


def drawings(count: int, seed: int) -> Iterator[Made]:
    """Numbers and single digits of the writers that are not held out, and what is none."""
    writers = digits_by_writer(held_out=False)
    names = sorted(writers)
    rng = np.random.default_rng(seed)
    letters = (drawing for _, drawing in letter_drawings(count, seed))
    scribbles = scribble_drawings(count, seed)
    for number in range(count):
        digits = writers[names[number % len(names)]]
        if rng.random() < NONE:
            yield "", "NONE", next(letters if rng.random() < 0.5 else scribbles)
        elif rng.random() >= SINGLE:
            spacing = SPACINGS[rng.integers(len(SPACINGS))]
            made = composed([_digit(digits, rng) for _ in range(rng.integers(2, 7))], spacing, rng)
            yield made.text, spacing, made.drawing
        elif rng.random() < 0.5:
            label = int(rng.integers(10))
            yield str(label), "SINGLE", draw_digit(label, rng)
        else:
            label, drawing = _digit(digits, rng)
            yield str(label), "SINGLE", drawing


def _digit(digits: list[Labelled], rng: np.random.Generator) -> Labelled:
    """One of a writer's digits, varied."""
    label, drawing = digits[rng.integers(len(digits))]
    return label, varied(None, drawing, rng)


def examples(kind: str, count: int, seed: int) -> list[Example]:
    """All groups of the drawings, or of pictures of them, measured and read with the shipped network."""
    torch.set_num_threads(1)
    recognizer = Recognizer.load(default_checkpoint())
    rng = np.random.default_rng(seed)
    found = []
    for made in drawings(count, seed):
        divisible = (
            _in_strokes(made[2]) if kind == "STROKES" else _in_pieces(rendered(made[2], rng), kind == "OWNED")
        )
        if divisible is not None:
            found.append(_example(recognizer, made, kind, *divisible))
    return found


def _in_pieces(picture: FloatArray, owned: bool) -> Divisible | None:
    inked = inked_pieces(picture)
    pieces = None if inked is None else inked.parts(tuple(range(len(inked.boxes))))
    if pieces is not None and owned:
        pieces = pieces.by_owner(STRETCHES) or pieces
    if pieces is None:
        return None
    return pieces.parts, lambda group: pieces.prepared(group, ALL_STEPS).input


def _in_strokes(drawing: Drawing) -> Divisible | None:
    pieces = visible_pieces(drawing)
    if not pieces:
        return None
    strokes = stroke_parts(pieces)
    return strokes.parts, lambda group: strokes.prepared(group, ALL_STEPS).input


def _example(
    recognizer: Recognizer,
    made: Made,
    kind: str,
    parts: Parts,
    network_input: Callable[[Group], FloatArray | None],
) -> Example:
    text, spacing, _ = made
    groups = candidates(parts)
    answers = recognizer.predict_inputs([network_input(group) for group in groups])
    rows, names = [], []
    for measures, answer in zip(measures_of(parts, groups), answers, strict=True):
        rows.append((1.0, *of_answer(answer, measures), *measures))
        names.append(str(answer.digit))
    centres = [float(parts.box(group)[[0, 2]].sum()) for group in groups]
    counts = COUNTS[spacing] * (OWNED_TOUCHING if (kind, spacing) == ("OWNED", "touching") else 1.0)
    right = None if spacing in ("SINGLE", "NONE") else text
    return Example(right, counts, spacing, parts.count, groups, np.array(rows), names, centres)


def _written(weights: Weights) -> str:
    """The weights as an expression, a line each."""
    own = [f"    {name}={value}," for name, value in weights._asdict().items() if name != "geometry"]
    geometry = [f"        {name}={value}," for name, value in weights.geometry._asdict().items()]
    return "\n".join(["Weights(", *own, "    geometry=Measures(", *geometry, "    ),", ")"])


def main() -> None:
    """Find the six sets of weights and write them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, help="drawings, or pictures, to learn from; see EXAMPLES")
    parser.add_argument("--only", choices=UNUSED, nargs="+", default=list(UNUSED), help="the others stay")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    with ProcessPoolExecutor(arguments.processes, get_context("spawn")) as pool:
        made = {
            kind: pool.submit(examples, kind, arguments.count or EXAMPLES[kind], 1) for kind in arguments.only
        }
        fits = {
            name: pool.submit(fitted, made[kind].result(), UNUSED[kind] | untold)
            for kind in arguments.only
            for name, untold in ((kind, frozenset[str]()), (f"{kind}_UNTOLD", frozenset({"known"})))
        }
        parts = [HEAD]
        for name, purpose in SAID.items():
            weights: Weights = getattr(fitted_weights, name)
            if name in fits:
                weights = fits[name].result()
                print(name, share_right(made[name.removesuffix("_UNTOLD")].result(), weights), flush=True)
            parts.append(f'{name} = {_written(weights)}\n"""{purpose}"""\n')
    arguments.out.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
