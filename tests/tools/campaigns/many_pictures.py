"""Reads a folder of many pictures: `python -m tests.tools.campaigns.many_pictures [--count N] [--folder F]`.

PNGs and JPEGs of 32 x 32 in 20 classes are made in a temporary folder, one in a hundred of them broken. They
are read as training reads them, with the seconds, the files passed over and the memory at the peak printed.
Then they are read again and cancelled half way, which must end within half a second. Exit code 1 where that
takes longer, where other files than the broken ones were passed over, or where progress went back.
"""

from __future__ import annotations

import argparse
import io
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from PIL import Image

from digitpad.data.labelled import AS_THEY_ARE
from digitpad.data.sets.image_folder import load_folder
from digitpad.errors import Cancelled

_CLASSES = 20
_BROKEN = 100  # one in so many
_PATIENCE = 0.5  # seconds that may pass after cancelling


def make(folder: Path, count: int) -> int:
    """Write the pictures; gives how many are broken."""
    random = np.random.default_rng(1)
    for number in range(_CLASSES):
        (folder / f"class{number:02}").mkdir()
    for number in range(count):
        kind, ending = (("PNG", "png"), ("JPEG", "jpg"))[number // _CLASSES % 2]
        stream = io.BytesIO()
        Image.fromarray(random.integers(0, 256, (32, 32, 3), np.uint8)).save(stream, kind)
        content = stream.getvalue()
        if not number % _BROKEN:
            content = content[: int(random.integers(len(content) // 2))]
        (folder / f"class{number % _CLASSES:02}" / f"{number:07}.{ending}").write_bytes(content)
    return -(-count // _BROKEN)


def memory() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1 << 20
    )


class Watch:
    """Progress: whether it went back, the longest silence, and a way to stop half way."""

    def __init__(self, stop: bool = False) -> None:
        self.stop = stop
        self.calls = 0
        self.silence = 0.0
        self.backwards = False
        self.heard = time.monotonic()
        self._done = 0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        self.silence, self.heard = max(self.silence, now - self.heard), now
        self.calls += 1
        self.backwards |= done < self._done
        self._done = done
        if self.stop and total and done >= total / 2:
            raise Cancelled


def main() -> int:
    """Make the folder, read it, cancel; print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        start = time.monotonic()
        broken = make(folder, arguments.count)
        print(f"{arguments.count} files made in {time.monotonic() - start:.1f} s, {broken} of them broken")

        before, watch = memory(), Watch()
        start = time.monotonic()
        dataset = load_folder(folder, AS_THEY_ARE, watch)
        seconds = time.monotonic() - start
        pictures = dataset.train.images.nbytes + dataset.test.images.nbytes
        print(f"read in {seconds:.1f} s: {len(dataset.train)} + {len(dataset.test)}", end=", ")
        print(f"{len(dataset.skipped)} passed over")
        print(f"progress {watch.calls} times, at most {watch.silence:.2f} s apart")
        print(f"memory {before:.0f} MB before, {memory():.0f} at the peak; pictures {pictures / 1e6:.0f} MB")

        stopping = Watch(stop=True)
        try:
            load_folder(folder, AS_THEY_ARE, stopping)
        except Cancelled:
            late = time.monotonic() - stopping.heard
            print(f"cancelled half way, ended after {late:.3f} s")
        else:
            late = float("inf")
            print("cancelled half way, and it went on")
    faults = [
        (late > _PATIENCE, "cancelling took too long"),
        (threading.active_count() > 1, "a thread is left"),
        (watch.backwards, "progress went back"),
        (len(dataset.skipped) != broken, "other files than the broken ones were passed over"),
    ]
    for fault, text in faults:
        if fault:
            print(text)
    return int(any(fault for fault, _ in faults))


if __name__ == "__main__":
    raise SystemExit(main())
