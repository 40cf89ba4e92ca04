"""Bare weights of networks as people build them: how many open, and how well they read then.

    DIGITPAD_DATA=... python -m tests.tools.benchmarks.strangers [--keep FOLDER] [--set known|new] [NAME ...]

Each network of `networks.toml` is trained for a few epochs, its bare state_dict is saved and opened, and both
read the test set. Names and shapes are those of tutorials and public repositories.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from digitpad.data.labelled import LabelledImages, PictureOptions, resized
from digitpad.errors import CheckpointError
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.normalization import normalize_uint8
from digitpad.opening import open_network
from tests.tools.benchmarks.strangers.networks import SETS, Network, accuracy, networks
from tests.tools.benchmarks.strangers.training import weights_and_accuracy

_NEAR = 0.01


def main() -> None:
    """Train, save, open and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.benchmarks.strangers", description=__doc__)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the weights, and train none twice")
    parser.add_argument("--set", default="", choices=SETS, help="only those that opening was (not) tuned on")
    parser.add_argument("names", nargs="*", metavar="NAME")
    arguments = parser.parse_args()
    every = networks(arguments.set)
    missing = set(arguments.names) - {one.name for one in every}
    if missing:
        parser.error(f"no network is called {', '.join(sorted(missing))}")
    chosen = [one for one in every if not arguments.names or one.name in arguments.names]
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
        measure(chosen, arguments.keep)
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(chosen, Path(folder))


def measure(chosen: list[Network], folder: Path) -> None:
    """Print how each opens, and the summary."""
    near = 0
    opened, failed = [], []
    for one in chosen:
        path, true = weights_and_accuracy(one, folder)
        began = time.thread_time()
        try:
            checkpoint: Checkpoint | None = open_network(path, folder=one.folder)
        except CheckpointError:
            checkpoint = None
        seconds = time.thread_time() - began
        if checkpoint is None:
            failed.append(seconds)
            print(f"{one.name:34}-stays unknown, of {true:.2%}  {seconds:4.1f} s", flush=True)
            continue
        opened.append(seconds)
        ours = _accuracy(checkpoint, one.test())
        is_near = ours > true - _NEAR
        near += is_near
        mark = " " if is_near else "!"
        assumed = checkpoint.assumed.sentence if checkpoint.assumed else checkpoint.architecture
        print(f"{one.name:34}{mark}{ours:.2%} of {true:.2%}  {seconds:4.1f} s  {assumed}", flush=True)
    every = [*opened, *failed]
    print(f"opened {len(opened)} of {len(chosen)}, {near} of these within 1 % of the true accuracy; "
          f"median {statistics.median(every):.1f} s, longest {max(every):.1f} s")  # fmt: skip


def _accuracy(checkpoint: Checkpoint, test: LabelledImages) -> float:
    """Share of the test set that is read right when it comes as the checkpoint says."""
    network = checkpoint.network()
    options = PictureOptions(checkpoint.form.size, checkpoint.form.channels)
    return accuracy(
        lambda images: network(normalize_uint8(images.float(), checkpoint.mean, checkpoint.std)),
        resized(test, options),
    )


if __name__ == "__main__":
    main()
