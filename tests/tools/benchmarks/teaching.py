"""How well ten corrected drawings teach an odd hand, and what MNIST loses.

`python -m tests.tools.benchmarks.teaching`

For each hand the network is taught ten drawings and reads ten new ones. Real hands are writers of pen-strokes
that the network was not trained on; others are made odd. Needs DIGITPAD_DATA with MNIST and pen-strokes.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import torch

from digitpad.data.own.samples import OwnSamples
from digitpad.data.own.sets import read_samples
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from digitpad.training.finetune.batches import FineTuneConfig
from digitpad.training.finetune.fine_tuning import FineTuned, fine_tune
from digitpad.training.finetune.rehearsal import Rehearsal, load_rehearsal
from tests.tools.benchmarks.odd_hands import (
    TEN,
    Hand,
    changed_hands,
    drawn_hands,
    real_hands,
)
from tests.tools.writers import Labelled, digits_by_writer

GOAL, MOST = 8, 0.001  # of ten new drawings right; share of MNIST's test set lost


def main() -> int:
    """Print the table; gives 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=default_checkpoint())
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", default="", help="hands with this in their name")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    checkpoint = load_checkpoint(arguments.checkpoint)
    old = load_rehearsal(None, lambda *_: None)
    written = dict(sorted(digits_by_writer().items()))
    network = Recognizer(checkpoint)
    hands = itertools.chain(changed_hands(written), drawn_hands(written), real_hands(written, network))
    print(f"{'hand':46} {'new right':>9} {'refused':>8} {'MNIST test':>19} {'lost':>7} {'share':>6} {'s':>6}")
    missed = 0
    for hand in hands:
        if arguments.only in hand.name:
            missed += _tell(hand, checkpoint, old)
    return 1 if missed else 0


def _tell(hand: Hand, checkpoint: Checkpoint, old: Rehearsal) -> bool:
    """Teach one hand and print its line; gives whether a goal is missed."""
    before = _read(checkpoint, hand.new)
    start = time.monotonic()
    taught = taught_by(hand.corrected, checkpoint, old)
    seconds = time.monotonic() - start
    after = _read(taught.checkpoint, hand.new)
    was, now = taught.test.before.accuracy, taught.test.after.accuracy
    missed = after[0] < GOAL or was - now > MOST + 1e-9
    print(
        f"{hand.name:46} {before[0]:3} -> {after[0]:2} {before[1]:3} -> {after[1]:1} "
        f"{was:8.2%} -> {now:.2%} {was - now:7.2%} {taught.fraction:6.2f} {seconds:6.1f}{' MISSED' * missed}",
        flush=True,
    )
    return missed


def taught_by(corrected: Iterable[Labelled], checkpoint: Checkpoint, old: Rehearsal) -> FineTuned:
    """The network after a lesson with these drawings."""
    with tempfile.TemporaryDirectory() as folder:
        store = OwnSamples(Path(folder))
        for label, drawing in corrected:
            store.add(drawing, label)
        return fine_tune(
            checkpoint, read_samples(store.listing().samples), old, lambda *_: None, FineTuneConfig()
        )


def _read(checkpoint: Checkpoint, drawings: Iterable[Labelled]) -> tuple[int, int]:
    """How many are read right, and how many are refused."""
    network = Recognizer(checkpoint)
    answers = [(label, network.predict(drawing)) for label, drawing in drawings]
    assert len(answers) == TEN, "a hand has ten new drawings"
    return sum(found.digit == label for label, found in answers), sum(found.unknown for _, found in answers)


if __name__ == "__main__":
    sys.exit(main())
