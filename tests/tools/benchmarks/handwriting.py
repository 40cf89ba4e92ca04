"""How well a network reads people: `python -m tests.tools.benchmarks.handwriting [--checkpoint F]`.

Needs DIGITPAD_DATA with MNIST, FashionMNIST and pen-strokes. The writers measured here were left out of the
training of the shipped network; the odd forms, letters and scribbles are drawn by the program, from seeds
that its training set does not use, but in shapes that it knows: people will draw others.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from digitpad.data.datasets import load_dataset
from digitpad.data.preparation import Steps, prepare_drawing
from digitpad.data.sets.handwriting import HELD_OUT
from digitpad.form import SIDE
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.scribbles import scribble_drawings
from digitpad.ink.skeletons import Skeleton, digit_skeletons
from digitpad.ink.synthetic import draw_skeleton, letter_drawings
from digitpad.reading import Prediction
from digitpad.recognizer import Recognizer
from digitpad.resources import data_root, default_checkpoint
from digitpad.torchvision_compat import torchvision_module
from digitpad.training.evaluate import Measurement
from tests.tools.writers import held_out_digits, written

BATCH = 500
SEED = 90_001


@dataclass(frozen=True)
class Asked:
    """Answers to labelled drawings or pictures."""

    labels: tuple[int, ...]
    answers: tuple[Prediction, ...]

    @property
    def right(self) -> list[bool]:
        return [label == answer.digit for label, answer in zip(self.labels, self.answers, strict=True)]

    @property
    def accuracy(self) -> float:
        return statistics.fmean(self.right)

    @property
    def calibration_error(self) -> float:
        return calibration_error(self.answers, self.right)

    @property
    def refused(self) -> float:
        return statistics.fmean(answer.unknown for answer in self.answers)

    def by_digit(self) -> list[float]:
        found = defaultdict(list)
        for label, right in zip(self.labels, self.right, strict=True):
            found[label].append(right)
        return [statistics.fmean(found[digit]) for digit in range(10)]


def calibration_error(answers: Sequence[Prediction], right: Sequence[bool]) -> float:
    """How far the answers' probabilities lie from the share of them that is right; of at least one."""
    confidence = torch.tensor([answer.probability for answer in answers])
    table = torch.zeros(10, 10, dtype=torch.int64)  # not asked for here
    digits = torch.tensor([answer.digit for answer in answers])
    return Measurement(0.0, 0.0, table, confidence, torch.tensor(right), digits).calibration_error


def read_all(recognizer: Recognizer, inputs: Sequence[np.ndarray | None]) -> list[Prediction]:
    answers: list[Prediction] = []
    for start in range(0, len(inputs), BATCH):
        answers += recognizer.predict_inputs(inputs[start : start + BATCH])
    return answers


def ask(recognizer: Recognizer, items: Iterable[tuple[int, Drawing]], steps: Steps = Steps()) -> Asked:  # noqa: B008
    labels, inputs = zip(
        *((label, prepare_drawing(drawing, steps).input) for label, drawing in items), strict=True
    )
    return Asked(labels, tuple(read_all(recognizer, inputs)))


def auroc(digits: Sequence[float], others: Sequence[float]) -> float:
    """Chance that a digit's score lies above another thing's; ties count half (Hanley and McNeil 1982)."""
    values = np.concatenate([digits, others])
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    n, m = len(digits), len(others)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m))


def moved(drawing: Drawing, size: float, place: Sequence[float], brush: float) -> Drawing:
    """The drawing with its longer side, ink included, `size` of the pad, somewhere on it.

    Args:
        drawing: strokes without erasers.
        size: part of the pad, above 0 to 1.
        place: share (0-1) of the room to the left and above.
        brush: diameter in network pixels.
    """
    points = np.concatenate([np.asarray(stroke.points) for stroke in drawing.strokes])
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    brush = min(brush, size * SIDE * 0.9)
    scale = (size * SIDE - brush) / max(float(extent.max()), 1e-6)
    corner = brush / 2 + (SIDE - brush - extent * scale) * np.asarray(place)
    return Drawing(
        tuple(
            Stroke(tuple(map(tuple, ((np.asarray(stroke.points) - low) * scale + corner).tolist())), brush)
            for stroke in drawing.strokes
        )
    )


def kept(recognizer: Recognizer, items: Sequence[tuple[int, Drawing]]) -> dict[str, tuple[float, float]]:
    """Share of drawings that keep their answer under each change: strokes drawn anew, and pixels shrunk."""
    rng = np.random.default_rng(SEED)
    changes: dict[str, Callable[[Drawing], Drawing]] = {
        "size 1/5 to 1": lambda d: moved(d, rng.uniform(0.2, 1.0), (0.5, 0.5), 2.2),
        "place": lambda d: moved(d, 0.5, rng.random(2), 2.2),
        "brush 1 to 4": lambda d: moved(d, 0.7, (0.5, 0.5), rng.uniform(1, 4)),
        "order": lambda d: Drawing(
            tuple(
                Stroke(d.strokes[i].points[::-1], d.strokes[i].width) for i in rng.permutation(len(d.strokes))
            )
        ),
        "all at once": lambda d: moved(d, rng.uniform(0.2, 1.0), rng.random(2), rng.uniform(1, 4)),
    }
    found = {}
    for name, change in changes.items():
        others = [(label, change(drawing)) for label, drawing in items]
        shares = []
        for steps in (Steps(), Steps(width=False)):
            first = ask(
                recognizer, ((label, moved(drawing, 0.7, (0.5, 0.5), 2.2)) for label, drawing in items), steps
            )
            second = ask(recognizer, others, steps)
            same = (one.digit == two.digit for one, two in zip(first.answers, second.answers, strict=True))
            shares.append(statistics.fmean(same))
        found[name] = (shares[0], shares[1])
    return found


def odd_forms(recognizer: Recognizer, each: int) -> dict[str, float]:
    """Accuracy by family of the forms that are read less well than most."""
    families: dict[tuple[int, str], list[Skeleton]] = {}
    for label in range(10):
        for skeleton in digit_skeletons(label):
            if skeleton.glyph.family:
                families.setdefault((label, skeleton.glyph.family), []).append(skeleton)
    found = {}
    for (label, family), chosen in families.items():
        drawings = [
            (label, draw_skeleton(chosen[number % len(chosen)], np.random.default_rng((SEED, label, number))))
            for number in range(each)
        ]
        found[family] = ask(recognizer, drawings).accuracy
    return found


def images_of(data: torch.Tensor) -> list[np.ndarray]:
    return list((data.numpy().reshape(-1, 28, 28) / np.float32(255)).astype(np.float32))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", type=Path, default=default_checkpoint())
    parser.add_argument("--each", type=int, default=500, help="drawings of each odd form")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    recognizer = Recognizer.load(arguments.checkpoint)
    megabytes = arguments.checkpoint.stat().st_size / 1e6
    print(f"{recognizer.checkpoint.architecture}, {recognizer.parameters:,} parameters, {megabytes:.2f} MB")

    mnist = load_dataset("mnist").test
    test = Asked(tuple(mnist.labels.tolist()), tuple(read_all(recognizer, images_of(mnist.images))))
    items = held_out_digits()
    new = ask(recognizer, items)
    names = [writer for writer, _ in written() if writer in HELD_OUT]
    for name, found in (("MNIST test set", test), (f"{len(set(names))} held-out writers", new)):
        digits = "  ".join(f"{digit}: {share:.1%}" for digit, share in enumerate(found.by_digit()))
        print(
            f"\n{name}: {found.accuracy:.2%} of {len(found.labels)}, calibration error "
            f"{found.calibration_error:.4f}, refused {found.refused:.2%}\n  {digits}"
        )
    for writer in sorted(set(names)):
        rows = [right for right, name in zip(new.right, names, strict=True) if name == writer]
        print(f"  {writer}: {statistics.fmean(rows):.2%} of {len(rows)}")

    print("\nOdd forms drawn by the program")
    for form, share in odd_forms(recognizer, arguments.each).items():
        print(f"  {form:<24} {share:.1%}")

    print("\nKeeps its answer (strokes drawn anew | pixels shrunk)")
    for name, (strokes, pixels) in kept(recognizer, items).items():
        print(f"  {name:<24} {strokes:.2%} | {pixels:.2%}")
    pixel_way = ask(recognizer, items, Steps(width=False))
    print(f"  right, held-out writers  {new.accuracy:.2%} | {pixel_way.accuracy:.2%}")

    fashion = torchvision_module("torchvision.datasets").FashionMNIST(
        str(data_root()), train=False, download=False
    )
    others = {
        "Fashion-MNIST": read_all(recognizer, images_of(fashion.data)),
        "letters": list(ask(recognizer, ((0, letter) for _, letter in letter_drawings(2000, SEED))).answers),
        "scribbles": list(
            ask(recognizer, ((0, scribble) for scribble in scribble_drawings(2000, SEED))).answers
        ),
    }
    print(
        "\nNot a digit: AUROC against MNIST's and the held-out writers' digits, by `known` | by probability"
    )
    digits = [*test.answers, *new.answers]
    for name, answers in others.items():
        by_known = auroc([a.known or 0 for a in digits], [a.known or 0 for a in answers])
        by_top = auroc([a.probability for a in digits], [a.probability for a in answers])
        refused = statistics.fmean(answer.unknown for answer in answers)
        print(f"  {name:<24} {by_known:.4f} | {by_top:.4f}   refused {refused:.1%}")

    print("\nThe same where several digits are looked for, as in the window: AUROC by `known`")
    sure = [recognizer.read(drawing).known or 0 for _, drawing in items]
    for name, drawings in (
        ("letters", [letter for _, letter in letter_drawings(1000, SEED)]),
        ("scribbles", list(scribble_drawings(1000, SEED))),
    ):
        numbers = [recognizer.read(drawing) for drawing in drawings]
        refused = statistics.fmean(number.unknown for number in numbers)
        area = auroc(sure, [number.known or 0 for number in numbers])
        print(f"  {name:<24} {area:.4f}   refused {refused:.1%}")

    seconds = []
    for _, drawing in items[:300]:
        began = time.perf_counter()
        recognizer.predict(drawing)
        seconds.append(time.perf_counter() - began)
    print(f"\nOne drawing on one core: median {1000 * statistics.median(seconds):.2f} ms")


if __name__ == "__main__":
    main()
