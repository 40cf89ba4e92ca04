"""Thousands of hostile files, read the way `inspect` and Load read them.

    python -m tests.tools.campaigns.hostile [--count 5000] [--seed 1] [--only TEXT] [--keep DIR]

Every file must load, or end in one sentence and exit code 2; within 5 seconds of computing and a gigabyte,
without a warning, and without anything being imported, run, written or connected to on the way. A worker
process reads file after file; when one kills it, the file is known and the next worker goes on. Time and
memory are measured by Linux's means, elsewhere not at all.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

import torch

if sys.platform == "linux":
    import resource

from digitpad.cli.command import main as command
from digitpad.errors import CheckpointError
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.open.search import allowance
from tests.model.onnx_files import zoo
from tests.tools.campaigns.hostile_corpus import PRODUCTS, SENTINEL, named_cases, valid_files
from tests.tools.campaigns.hostile_mutations import mutations

SECONDS = 5.0
MEMORY = 1 << 30
"""What one file may cost: seconds of computing, bytes more than before."""

_LONGEST_SENTENCE = 2_000
_WALL_SECONDS = 60  # a worker that waits computes nothing, but it hangs all the same


# Limits and traps -------------------------------------------------------------------------------------------


class Stopped(BaseException):
    """The time is over; no `except Exception` may swallow it."""


_FORBIDDEN = (
    *("code.", "compile", "ctypes.", "exec", "function.__new__", "http.", "import", "marshal.", "os."),
    *("pickle.find_class", "pty.", "shutil.", "signal.", "socket.", "subprocess.", "tempfile.", "urllib."),
    "webbrowser.",
)
_ALLOWED = ("os.listdir", "os.scandir", "os.putenv")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_sprung: list[str] | None = None


def _trap(event: str, arguments: tuple[Any, ...]) -> None:
    if _sprung is None:
        return
    bad = event.startswith(_FORBIDDEN) and event not in _ALLOWED
    if event == "open":
        _, mode, flags = arguments
        bad = bool(flags & _WRITING) if isinstance(flags, int) else "r" not in str(mode)
    if bad:
        _sprung.append(f"{event} {str(arguments)[:200]}")


sys.addaudithook(_trap)  # it cannot be removed, and does nothing while no traps are set


@contextlib.contextmanager
def traps() -> Iterator[list[str]]:
    """A list, to which everything is added that reading a file must not do."""
    global _sprung
    sprung = _sprung = []
    try:
        yield sprung
    finally:
        _sprung = None
        if Path(SENTINEL).exists():
            Path(SENTINEL).unlink()
            sprung.append("the sentinel file was made")


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Computing time and address space are bounded; twice the allowance is there, so that it is measured."""
    if sys.platform != "linux":
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Stopped

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGPROF, stop)
    resource.setrlimit(resource.RLIMIT_AS, (_status("VmSize") + 2 * MEMORY, hard))
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.signal(signal.SIGPROF, before)


def _status(entry: str) -> int:
    """A figure of this process in bytes, from Linux's table."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/status", encoding="ascii") as lines:  # noqa: PTH123 - memory may be short
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith(entry + ":"))


# One file ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        answer: "loaded", "described" (a network that is not in the registry), "refused" or "".
        sentence: why it was refused.
        failures: what must not have happened.
        seconds: of computing, the slower of the two readings.
        memory: bytes more than before, at the peak.
    """

    answer: str = ""
    sentence: str = ""
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0
    memory: int = 0


def examine(path: Path) -> Outcome:
    """Read the file at `path` as Load and `--checkpoint` do, and then as `inspect` does."""
    outcome = Outcome()
    _measured(outcome, lambda: _load(path, outcome))
    if not outcome.failures:
        _measured(outcome, lambda: _inspect(path, outcome))
    return outcome


def _measured(outcome: Outcome, read: Callable[[], None]) -> None:
    gc.collect()
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak counts from here
    before, began = _status("VmRSS"), time.process_time()
    # Trying what bare weights may be of ends after a time of its own; here it is the rest that is measured.
    trying = patch.object(allowance, "SECONDS", 1.0)
    with warnings.catch_warnings(record=True) as warned, traps() as sprung, trying:
        warnings.simplefilter("always")
        try:
            with limited():
                read()
        except Stopped:
            outcome.failures.append(f"takes more than {SECONDS:g} s")
        except MemoryError:
            outcome.failures.append(f"takes more than {2 * MEMORY >> 30} GiB")
        except BaseException:  # noqa: BLE001 - whatever it is, it is the finding
            outcome.failures.append("raises " + " ".join(traceback.format_exc().split())[-600:])
    outcome.seconds = max(outcome.seconds, time.process_time() - began)
    outcome.memory = max(outcome.memory, _status("VmHWM") - before)
    if outcome.memory > MEMORY:
        outcome.failures.append(f"takes {outcome.memory >> 20} MiB")
    outcome.failures += [f"trap: {event}" for event in sprung]
    outcome.failures += [f"warning: {one.message}" for one in warned]


def _load(path: Path, outcome: Outcome) -> None:
    try:
        checkpoint = load_checkpoint(path)
    except CheckpointError as error:
        outcome.answer, outcome.sentence = "refused", str(error)
        outcome.failures += _faults(path, error)
        return
    outcome.answer = "loaded"
    with torch.inference_mode():
        if not checkpoint.network()(torch.zeros(1, 1, 28, 28)).isfinite().all():
            outcome.failures.append("answers with what is not a number")


def _faults(path: Path, error: BaseException) -> Iterator[str]:
    """What is wrong with the sentence of an error, and with the errors behind it."""
    sentence = str(error)
    if not sentence.isprintable() or not sentence.endswith(".") or len(sentence) > _LONGEST_SENTENCE:
        yield f"not one printable sentence ({len(sentence)} characters): {sentence[:300]!r}"
    if sentence.count(str(path)) != 1:
        yield f"does not name the file once: {sentence[:300]!r}"
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None and cause not in causes:
        causes.append(cause)
    if any(isinstance(one, MemoryError) or "can't allocate memory" in str(one) for one in causes):
        yield f"asks for more than {2 * MEMORY >> 30} GiB"


def _inspect(path: Path, outcome: Outcome) -> None:
    code, out, err = _run(["inspect", str(path), "--json"])
    if code == 2:
        whole = err.startswith("digitpad: error: ") and err.endswith(".\n") and err[:-1].isprintable()
        # Load has one sentence for every optimiser's state, and of a network that is not known the weights
        # are read only where networks are tried; in a slow file either limit may come first.
        other = any(text in outcome.sentence for text in ("an optimiser's state", "does not know"))
        same = outcome.sentence in err or other or outcome.seconds > 1
        if out or not (whole and same) or outcome.answer == "loaded":
            outcome.failures.append(f"{outcome.answer}, but inspect prints {out[:80]!r} and {err[:300]!r}")
        return
    if outcome.answer == "refused":
        outcome.answer = "described"
    try:
        (line,) = out.splitlines()
        json.loads(line, parse_constant=_not_json)
    except ValueError as error:
        outcome.failures.append(f"inspect does not print a line of JSON: {error}")
    again, text, more = _run(["inspect", str(path)])
    if code or err or again or more or not all(line.isprintable() for line in text.split("\n")):
        outcome.failures.append(
            f"inspect ends with {code} and {again} and prints {err[:300]!r}, {text[:300]!r}"
        )


def _run(arguments: Sequence[str]) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = command(arguments)
    return code, out.getvalue(), err.getvalue()


def _not_json(text: str) -> None:
    raise ValueError(f"{text} is not JSON")


def warm_up(folder: Path) -> None:
    """Read a file of every form once, since what is imported at first use is imported then."""
    "ä".encode("cp437")
    path = folder / "warm-up.pth"
    zoo(folder / "warm-up.onnx")  # pictures are opened for a network that does not say its normalisation
    unsure = (folder / "warm-up.onnx").read_bytes()
    for content in (*valid_files().values(), unsure, b"", b"text"):
        path.write_bytes(content)
        for arguments in (["inspect", str(path), "--json"], ["inspect", str(path)]):
            _run(arguments)
    path.unlink()
    (folder / "warm-up.onnx").unlink()
    gc.freeze()  # what is there now stays, and need not be looked through after every file


# Many files -------------------------------------------------------------------------------------------------


class Worker:
    """A process that reads files in the working folder `folder`, started again when a file has killed it."""

    def __init__(self, folder: Path) -> None:
        self._start = partial(ProcessPoolExecutor, 1, get_context("fork"), os.chdir, (folder,))
        self._pool = self._start()

    def examine(self, path: Path) -> Outcome:
        try:
            return self._pool.submit(_examine_in_time, path).result()
        except BrokenProcessPool:
            self.close()
            self._pool = self._start()
            return Outcome(failures=[f"kills the process, or hangs for more than {_WALL_SECONDS} s"])

    def close(self) -> None:
        self._pool.shutdown()


def _examine_in_time(path: Path) -> Outcome:
    signal.alarm(_WALL_SECONDS)  # ends a process that waits for something
    try:
        return examine(path)
    finally:
        signal.alarm(0)


def corpus(seed: int) -> Iterator[tuple[str, bytes]]:
    """Every named file once, in an order by `seed`, each followed by a changed one, then changed ones.

    Those of the large tables, of which a part is enough, come last.
    """
    names = list(named_cases())
    random.Random(seed).shuffle(names)
    names.sort(key=lambda name: name.startswith(PRODUCTS))
    changed = mutations(seed)
    for name in names:
        yield name, named_cases()[name]()
        yield next(changed)
    yield from changed


def _table(outcomes: dict[str, list[tuple[Outcome, str]]]) -> Iterator[str]:
    answers = ("loaded", "described", "refused", "failed")
    yield f"{'family':18} {'files':>6}{''.join(f'{answer:>10}' for answer in answers)}  slowest    most"
    for kind, several in sorted(outcomes.items()):
        counts = Counter("failed" if outcome.failures else outcome.answer for outcome, _ in several)
        seconds, title = max((outcome.seconds, title) for outcome, title in several)
        memory = max(outcome.memory for outcome, _ in several) >> 20
        figures = "".join(f"{counts[answer]:10}" for answer in answers)
        yield f"{kind:18} {len(several):6}{figures} {seconds:6.2f} s {memory:4} MiB  {title[:50]}"


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Read hostile files.")
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="of these, the files with TEXT in their name"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where to copy the files that fail")
    arguments = parser.parse_args(argv)
    torch.set_num_threads(1)
    outcomes: dict[str, list[tuple[Outcome, str]]] = {}
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        warm_up(folder)
        worker = Worker(folder)
        path = folder / "file.pth"
        for name, content in islice(corpus(arguments.seed), arguments.count):
            if arguments.only not in name:
                continue
            path.write_bytes(content)
            outcome = worker.examine(path)
            kind, _, title = name.partition(": ")
            outcomes.setdefault(kind, []).append((outcome, title))
            if outcome.failures:
                print(f"FAILED {name}: {'; '.join(outcome.failures)}", flush=True)
                if arguments.keep:
                    arguments.keep.mkdir(parents=True, exist_ok=True)
                    safe = "".join(c if c.isalnum() else "-" for c in name)[:100]
                    (arguments.keep / f"{safe}.pth").write_bytes(content)
        worker.close()
    print("\n".join(_table(outcomes)))
    every = [outcome for several in outcomes.values() for outcome, _ in several]
    failed = sum(bool(outcome.failures) for outcome in every)
    print(f"{len(every)} files in {time.monotonic() - began:.0f} s, seed {arguments.seed}: {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
