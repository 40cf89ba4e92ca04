"""Two processes at once, and signals: `python -m tests.tools.campaigns.two_at_once [--rounds N]`.

In each round two processes add samples to one folder, of which none may be lost; a second run is started in a
run's folder, and resumed beside it, which must be refused in one line while the first run ends whole; and a
run gets a signal at a random moment, after which it must have ended without a traceback, with a file that
loads wherever it had taken a step.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

from digitpad.data.own.samples import OwnSamples
from digitpad.model.open.loading import load_checkpoint
from tests.helpers import write_mnist

_SAMPLES = 30
_EPOCHS = 150  # of a small set: longer than it takes to start two processes beside it
_ADD = f"""
import sys
from pathlib import Path
from digitpad.data.own.samples import OwnSamples
from tests.helpers import SEVEN
for number in range({_SAMPLES}):
    OwnSamples(Path(sys.argv[1])).add(SEVEN, 7)
"""


def started(*words: str) -> subprocess.Popen[str]:
    """A process of Python's with these words."""
    return subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def train(*words: object) -> subprocess.Popen[str]:
    """The command train."""
    return started("-m", "digitpad", "train", *map(str, words))


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code of a process, and what it says on stderr."""
    _, errors = process.communicate(timeout=300)
    return process.returncode, errors


def add_samples(folder: Path) -> str:
    """Two processes add samples to a folder."""
    for process in (started("-c", _ADD, str(folder)), started("-c", _ADD, str(folder))):
        process.communicate(timeout=300)
    count = len(OwnSamples(folder).listing().samples)
    return "" if count == 2 * _SAMPLES else f"{2 * _SAMPLES - count} samples are lost"


def run_twice(folder: Path) -> str:
    """A run, and beside it another one in its folder and a resumed one."""
    first = train("--recipe", "notes-basic", "--epochs", _EPOCHS, "--out", folder)
    while not (folder / "last.pth").exists() and first.poll() is None:
        time.sleep(0.1)
    others = (
        train("--recipe", "quick", "--epochs", "1", "--out", folder),
        train("--resume", folder / "last.pth", "--epochs", 2 * _EPOCHS),
    )
    for process in others:
        code, errors = ended(process)
        if first.poll() is None and (code != 2 or "Another digitpad trains in" not in errors):
            first.kill()
            return f"the second run ended with {code}: {errors[-200:]}"
    code, errors = ended(first)
    epoch = load_checkpoint(folder / "last.pth").metrics["epoch"]
    return "" if code == 0 and epoch == _EPOCHS else f"the first run ended with {code}, epoch {epoch}"


def signal_run(folder: Path, chance: random.Random) -> str:
    """A run that gets a signal."""
    number = chance.choice((signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    after = chance.uniform(1.0, 12.0)
    process = train("--recipe", "notes-basic", "--epochs", 60 * _EPOCHS, "--out", folder)
    time.sleep(after)
    process.send_signal(number)
    code, errors = ended(process)
    if "Traceback" in errors or code not in (130, -number):
        return f"{number.name} after {after:.1f} s ended with {code}: {errors[-200:]}"
    if (folder / "last.pth").exists():
        load_checkpoint(folder / "last.pth")
    return ""


def main() -> int:
    """Run the campaign; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    failures = 0
    with tempfile.TemporaryDirectory() as data:
        write_mnist(Path(data), 2000, 200)
        os.environ["DIGITPAD_DATA"] = data
        failures = attack(arguments.rounds, chance)
    return int(failures > 0)


def attack(rounds: int, chance: random.Random) -> int:
    """So many rounds; how many pieces failed."""
    failures = 0
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            pieces = (
                ("samples", partial(add_samples, root / "samples")),
                ("runs", partial(run_twice, root / "run")),
                ("signal", partial(signal_run, root / "signalled", chance)),
            )
            for title, piece in pieces:
                failure = piece()
                failures += bool(failure)
                print(f"round {number + 1}, {title}: {failure or 'as it must be'}", flush=True)
    return failures


if __name__ == "__main__":
    sys.exit(main())
