"""The window ended in the midst of something: `python -m tests.tools.campaigns.window_ends [--rounds N]`.

In each round a window trains and saves, another teaches, and another downloads; each is closed at a random
moment, and another one of each is killed (SIGKILL). A closed one has to end in order within two minutes.
After each end, every network file opens, or the one before it, nothing is left of the download after a
closing, and a new window shows the runs and samples and closes.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from digitpad.errors import DigitpadError
from digitpad.files import previous_path
from digitpad.model.open.loading import load_checkpoint
from tests.tools.campaigns.window_process import Window

ACTS = {"train": 8.0, "teach": 6.0, "download": 2.0}
"""What a window is at, and the seconds after which it is ended at the latest."""


def unreadable(home: Path) -> list[str]:
    """The network files that do not open, and whose former version does not either."""
    bad = []
    for path in sorted((home / "home").glob("**/*.pth")):
        if path.stem.endswith(".previous"):
            continue
        for one in (path, previous_path(path)):
            try:
                load_checkpoint(one)
                break
            except DigitpadError as error:
                why = str(error)
        else:
            bad.append(f"{path.relative_to(home)}: {why}")
    return bad


def end_one(act: str, kills: bool, home: Path, after: float) -> str:
    """Open a window, have it at `act`, and end it; what went wrong, or ""."""
    window = Window(act, home)
    window.ready()
    time.sleep(after)
    problem = window.kill() if kills else window.close()
    if problem:
        return problem
    if bad := unreadable(home):
        return f"does not open: {bad}"
    if not kills and (left := list((home / "nothing").glob("**/.download-*"))):
        return f"left behind: {left}"
    problem = Window("look", home).ended()
    return problem and f"the next window: {problem}"


def main() -> int:
    """Run the campaign; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=ACTS, help="end windows that are at this")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        for number in range(arguments.rounds):
            for act, longest in ACTS.items():
                if arguments.only in (None, act):
                    for kills in (False, True):
                        after = chance.uniform(0.0, longest)
                        problem = end_one(act, kills, Path(name) / act, after)
                        failures += bool(problem)
                        how = f"{'killed' if kills else 'closed'} after {after:.1f} s"
                        print(f"round {number + 1}: {act}, {how}: {problem or 'as it must be'}", flush=True)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
