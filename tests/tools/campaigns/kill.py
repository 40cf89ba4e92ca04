"""Kills training at random moments: `python -m tests.tools.campaigns.kill [--kills N] [--seed S] [--jobs J]`.

A run is started in a process of its own and killed (SIGKILL) at a moment drawn from its whole life after the
first save, a third of the time as soon as a save is under way. Its last.pth must load, as digitpad reads it
and with `torch.load(weights_only=True)`; then the run is resumed in a new process, killed again up to three
times, and led to its end. last.pth and best.pth must then be those of a run that nobody killed, bit for bit
but for the wall-clock time: weights, averaged weights, optimiser, curves, random numbers, position.

The runs go through every schedule, optimiser and precision with dropout, affine augmentation and averaged
weights on, half of them by the real command. A kill that comes after the end does not count.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

# One thread in each of several processes: the count is kept in the files, and the cores are shared.
os.environ["OMP_NUM_THREADS"] = "1"

from digitpad.errors import CheckpointError
from digitpad.model.open.loading import load_checkpoint
from digitpad.recipe.presets import preset
from digitpad.recipe.table import TABLE
from tests.helpers import write_mnist
from tests.training.runs import content_of, differences

_ROOT = Path(__file__).parents[3]
_STEP = re.compile(r'"step": (\d+)')
_MOST_KILLS = 4  # of one run
_RATES = {"sgd": 0.05, "adam": 0.002, "adamw": 0.004}


@dataclass(frozen=True)
class Variant:
    """A kind of run, and whether the real command trains it."""

    schedule: str
    optimizer: str
    precision: str
    by_command: bool

    @property
    def name(self) -> str:
        by = "command" if self.by_command else "recipe"
        return f"{self.schedule}-{self.optimizer}-{self.precision}-{by}"

    def start(self, out: Path) -> list[str]:
        """The words that start the run."""
        if self.by_command:  # "best" brings dropout, batch norm, affine augmentation and averages along
            return [
                *("-m", "digitpad", "train", "--json", "--save-every", "0", "--recipe", "best"),
                *("--schedule", self.schedule, "--optimizer", self.optimizer, "--precision", self.precision),
                *("--learning-rate", str(_RATES[self.optimizer]), "--momentum", "0.9", "--step-epochs", "2"),
                *("--batch-size", "64", "--epochs", "5", "--device", "cpu", "--out", str(out)),
            ]
        recipe = preset("notes-basic").with_changes(
            schedule=self.schedule,
            optimizer=self.optimizer,
            precision=self.precision,
            learning_rate=_RATES[self.optimizer],
            momentum=0.9,
            weight_decay=0.01,
            label_smoothing=0.1,
            loss="cross-entropy",
            step_epochs=3,
            augmentation="affine",
            ema_decay=0.9,
            batch_size=32,
            epochs=12,
        )
        words = ["-m", "tests.tools.campaigns.run_recipe", "--recipe", json.dumps(recipe.as_dict())]
        return [*words, "--out", str(out)]

    def resume(self, out: Path) -> list[str]:
        """The words that resume it."""
        last = str(out / "last.pth")
        if self.by_command:
            save = ("--save-every", "0", "--device", "cpu")
            return ["-m", "digitpad", "train", "--json", *save, "--resume", last]
        return ["-m", "tests.tools.campaigns.run_recipe", "--resume", last]


@dataclass
class Life:
    """What became of a process: seconds from its first save (or its start) to its end, and what it said."""

    code: int
    seconds: float
    finished: bool
    text: str


@dataclass
class Reference:
    """How a run ends that nobody kills."""

    folder: Path
    seconds: float
    steps: int


@dataclass
class Chain:
    """A run that is killed several times, and what was found."""

    number: int
    variant: Variant
    folder: Path
    kills: int = 0
    inside_a_save: int = 0
    valid: int = 0
    problems: list[str] = field(default_factory=list)


def _live(words: list[str], begin: str, end: _Kill | None) -> Life:
    """Run python with these words; from the first line that contains `begin` its time is measured."""
    process = subprocess.Popen(
        [sys.executable, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=_ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "2"},  # beside other programs the number would vary
    )
    assert process.stdout is not None
    began = 0.0
    lines = []
    killer: threading.Thread | None = None
    for line in process.stdout:
        lines.append(line)
        if not began and begin in line:
            began = time.perf_counter()
            if end is not None:
                killer = threading.Thread(target=end.carry_out, args=(process,))
                killer.start()
        if end is not None and (told := _STEP.search(line)) and int(told[1]) >= end.step:
            end.due.set()
    code = process.wait()
    seconds = time.perf_counter() - began
    if killer is not None:
        killer.join()
    process.stdout.close()
    finished = any('"event": "finished"' in line for line in lines)
    return Life(code, seconds, finished, "".join(lines[-8:]))


@dataclass
class _Kill:
    """SIGKILL after some seconds or past a step, whichever is first, or at the first save after that.

    On a machine that is busier or less busy than when the reference ran, the step is the surer sign.
    """

    seconds: float
    step: float
    in_save: bool
    more: float
    folder: Path
    due: threading.Event = field(default_factory=threading.Event)

    def carry_out(self, process: subprocess.Popen[str]) -> None:
        self.due.wait(self.seconds)
        if self.in_save:
            before = _temporary(self.folder)
            while process.poll() is None and _temporary(self.folder) <= before:
                pass
        time.sleep(self.more)
        process.kill()


def _temporary(folder: Path) -> set[str]:
    return {name for name in os.listdir(folder) if name.endswith(".tmp")}  # noqa: PTH208 - the quickest


class Campaign:
    """The kills, dealt out to several threads."""

    def __init__(self, kills: int, seed: int, jobs: int, folder: Path) -> None:
        self._wanted, self._seed, self._jobs, self._folder = kills, seed, jobs, folder
        self._references: dict[Variant, Reference] = {}
        self._locks: dict[Variant, threading.Lock] = {}
        self._lock = threading.Lock()
        self._planned = 0
        self.chains: list[Chain] = []

    def run(self) -> None:
        """Kill until enough kills have counted."""
        variants = list(
            itertools.starmap(
                Variant,
                itertools.product(
                    TABLE["schedule"].names, TABLE["optimizer"].names, ("float32", "bfloat16"), (True, False)
                ),
            )
        )
        random.Random(self._seed).shuffle(variants)
        self._locks = {variant: threading.Lock() for variant in variants}
        numbers = enumerate(itertools.cycle(variants))
        with ThreadPoolExecutor(self._jobs) as pool:
            for done in [pool.submit(self._work, numbers) for _ in range(self._jobs)]:
                done.result()

    def _work(self, numbers: Iterator[tuple[int, Variant]]) -> None:
        while True:
            with self._lock:
                left = self._wanted - self._planned
                if left <= 0:
                    return
                number, variant = next(numbers)
                draws = random.Random(f"{self._seed}-{number}")
                kills = min(left, draws.randint(1, _MOST_KILLS))
                self._planned += kills
            chain = Chain(number, variant, self._folder / f"{number:03}-{variant.name}")
            self._follow(chain, kills, draws)
            with self._lock:
                self._planned += chain.kills - kills  # those that came too late are made up for
                self.chains.append(chain)
                self._tell(chain)

    def _tell(self, chain: Chain) -> None:
        total = sum(each.kills for each in self.chains)
        fate = "; ".join(chain.problems) or "identical"
        print(f"{total:4} kills  run {chain.number:3} {chain.variant.name:<32} {chain.kills} kills  {fate}")
        if chain.problems:
            print(f"     seed {self._seed}, run {chain.number}, files in {chain.folder}")
        else:
            shutil.rmtree(chain.folder)
        sys.stdout.flush()

    def _reference(self, variant: Variant) -> Reference:
        with self._locks[variant]:
            if variant not in self._references:
                folder = self._folder / f"reference-{variant.name}"
                life = _live(variant.start(folder), '"event": "checkpoint"', None)
                if life.code or not life.finished:
                    raise RuntimeError(f"the run {variant.name} failed by itself: {life.text}")
                steps = int(load_checkpoint(folder / "last.pth").metrics["step"])
                self._references[variant] = Reference(folder, life.seconds, steps)
            return self._references[variant]

    def _follow(self, chain: Chain, kills: int, draws: random.Random) -> None:
        reference = self._reference(chain.variant)
        last = chain.folder / "last.pth"
        step = 0
        for moment in sorted(draws.random() for _ in range(kills)):
            fresh = not last.exists()
            words = chain.variant.start(chain.folder) if fresh else chain.variant.resume(chain.folder)
            begin = '"event": "checkpoint"' if fresh else "digitpad: training in"
            ahead = (moment - step / reference.steps) * reference.seconds
            in_save = draws.random() < 1 / 3
            kill = _Kill(
                # What was lost by the last kill must be trained again first; then there is no time ahead.
                ahead if ahead > 0 else draws.uniform(0, 0.1),
                moment * reference.steps,
                in_save,
                # Anywhere in the save, or in the step after the one that was told.
                draws.uniform(0, 0.004 if in_save else reference.seconds / reference.steps),
                chain.folder,
            )
            before = _temporary(chain.folder) if chain.folder.exists() else set()
            life = _live(words, begin, kill)
            if life.code != -9 or life.finished:
                if life.code not in (0, -9):
                    chain.problems.append(f"ended with exit code {life.code}: {life.text}")
                break
            chain.kills += 1
            chain.inside_a_save += bool(_temporary(chain.folder) - before)
            try:
                step = int(load_checkpoint(last).metrics["step"])
                content_of(last)
            except (CheckpointError, OSError, RuntimeError) as error:
                chain.problems.append(f"no valid checkpoint: {error}")
                return
            chain.valid += 1
        self._end(chain, reference)

    def _end(self, chain: Chain, reference: Reference) -> None:
        life = _live(chain.variant.resume(chain.folder), "digitpad: training in", None)
        # Killed with nothing left to do, it is told so; the files must be complete all the same.
        if life.code and "has finished" not in life.text:
            chain.problems.append(f"could not be resumed: {life.text}")
        for name in ("last.pth", "best.pth"):
            found, wanted = chain.folder / name, reference.folder / name
            if found.exists() != wanted.exists():
                chain.problems.append(f"{name} is {'there' if found.exists() else 'missing'}")
            elif wanted.exists() and (unlike := differences(content_of(found), content_of(wanted))):
                chain.problems.append(f"{name} differs in {len(unlike)} places, first {unlike[0]}")


def main() -> int:
    """Kill, compare and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    began = time.perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="digitpad-kill-"))
    write_mnist(folder / "data")
    os.environ["DIGITPAD_DATA"] = str(folder / "data")
    os.environ["DIGITPAD_HOME"] = str(folder / "home")
    campaign = Campaign(arguments.kills, arguments.seed, arguments.jobs, folder)
    campaign.run()
    chains = campaign.chains
    kills = sum(chain.kills for chain in chains)
    failed = [chain for chain in chains if chain.problems]
    print(
        f"{len(chains)} runs of {len({chain.variant for chain in chains})} kinds, "
        f"{sum(chain.inside_a_save for chain in chains)} kills inside a save, "
        f"{time.perf_counter() - began:.0f} s"
    )
    print(
        f"{kills} kills, {sum(chain.valid for chain in chains)} valid checkpoints, "
        f"{sum(chain.kills for chain in chains if not chain.problems)} identical ends"
    )
    for chain in failed:
        print(f"FAILED: seed {arguments.seed}, run {chain.number}, {chain.folder}: {chain.problems[0]}")
    if not failed:
        shutil.rmtree(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
