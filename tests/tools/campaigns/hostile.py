"""Thousands of hostile files, read the way `inspect` and Load read them.

    python -m tests.tools.campaigns.hostile [--count 5000] [--seed 1] [--only TEXT] [--keep DIR]

Every file must load, or end in one sentence and exit code 2; within 5 seconds of computing and a gigabyte,
without a warning, and without anything being imported, run, written or connected to on the way. A worker
process reads file after file; when one kills it, the file is known and the next worker goes on.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import json
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any

import torch

from digitpad.cli.command import main as command
from digitpad.errors import CheckpointError
from digitpad.model.loading import load_checkpoint
from tests.tools.campaigns.hostile_corpus import SENTINEL, Case, corpus, valid_files

SECONDS = 5.0
MEMORY = 1 << 30
"""What one file may cost: seconds of computing, bytes more than before."""

_LONGEST_SENTENCE = 2_000
_WALL_SECONDS = 60.0  # a worker that waits computes nothing, but it hangs all the same


# Limits and traps -------------------------------------------------------------------------------------------


class Stopped(BaseException):
    """The time is over; no `except Exception` may swallow it."""


_FORBIDDEN = (
    "code.",
    "compile",
    "ctypes.",
    "exec",
    "function.__new__",
    "http.",
    "import",
    "marshal.",
    "os.",
    "pickle.find_class",
    "pty.",
    "shutil.",
    "signal.",
    "socket.",
    "subprocess.",
    "tempfile.",
    "urllib.",
    "webbrowser.",
)
_ALLOWED = ("os.listdir", "os.scandir", "os.putenv")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Traps:
    """Notes what reading a file must not do. Audit hooks cannot be removed: there is one for the process."""

    _one: Traps | None = None

    def __init__(self) -> None:
        self.sprung: list[str] = []
        self._armed = False
        sys.addaudithook(self._hook)

    @classmethod
    def of_this_process(cls) -> Traps:
        cls._one = cls._one or cls()
        return cls._one

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._armed:
            return
        if event == "open":
            _, mode, flags = arguments
            bad = bool(flags & _WRITING) if isinstance(flags, int) else "r" not in str(mode)
        else:
            bad = event.startswith(_FORBIDDEN) and event not in _ALLOWED
        if bad:
            self.sprung.append(f"{event} {str(arguments)[:200]}")

    @contextlib.contextmanager
    def armed(self) -> Iterator[list[str]]:
        self.sprung = []
        self._armed = True
        try:
            yield self.sprung
        finally:
            self._armed = False
        if Path(SENTINEL).exists():
            Path(SENTINEL).unlink()
            self.sprung.append("the sentinel file was made")


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Computing time and address space are bounded; twice the allowance is there, so that it is measured."""

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
    with open("/proc/self/status", encoding="ascii") as lines:  # noqa: PTH123 - memory may be short
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith(entry + ":"))


def _forget_peak() -> int:
    """The memory in use, from where the peak counts again."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status("VmRSS")


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
    before = _forget_peak()
    began = time.process_time()
    traps = Traps.of_this_process()
    with warnings.catch_warnings(record=True) as warned, traps.armed() as sprung:
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
        outcome.failures += _faults(str(error))
        outcome.failures += _hidden(error)
        return
    outcome.answer = "loaded"
    with torch.inference_mode():
        if not checkpoint.network()(torch.zeros(1, 1, 28, 28)).isfinite().all():
            outcome.failures.append("answers with what is no number")


def _inspect(path: Path, outcome: Outcome) -> None:
    code, out, err = _run(["inspect", str(path), "--json"])
    if code == 2:
        if out:
            outcome.failures.append(f"inspect prints {out[:80]!r} before it fails")
        lines = err.splitlines()
        if len(lines) != 1 or not lines[0].startswith("digitpad: error: ") or not err.endswith("\n"):
            outcome.failures.append(f"inspect says {err[:300]!r}")
        if outcome.answer == "loaded":
            outcome.failures.append(f"loads, but inspect says {err[:300]!r}")
        return
    if code != 0 or err:
        outcome.failures.append(f"inspect ends with {code} and says {err[:300]!r}")
        return
    if outcome.answer == "refused":
        outcome.answer = "described"
    try:
        (line,) = out.splitlines()
        json.loads(line, parse_constant=_no_number)
    except ValueError as error:
        outcome.failures.append(f"inspect prints no line of JSON: {error}")
    code, out, err = _run(["inspect", str(path)])
    if code != 0 or err:
        outcome.failures.append(f"inspect without --json ends with {code} and says {err[:300]!r}")
    if not all(line.isprintable() for line in out.split("\n")):
        outcome.failures.append("inspect prints what is not printable")


def _run(arguments: Sequence[str]) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = command(arguments)
    return code, out.getvalue(), err.getvalue()


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


def _faults(sentence: str) -> list[str]:
    """What is wrong with a sentence for people."""
    faults = []
    if not sentence.isprintable():
        faults.append(f"not one printable line: {sentence[:300]!r}")
    if not sentence.endswith(".") or len(sentence) > _LONGEST_SENTENCE:
        faults.append(f"no sentence ({len(sentence)} characters): {sentence[:300]!r}")
    return faults


def _hidden(error: BaseException) -> list[str]:
    """The causes behind a sentence that are failures all the same."""
    seen = [error]
    while (cause := seen[-1].__cause__ or seen[-1].__context__) is not None and cause not in seen:
        seen.append(cause)
    if any(isinstance(one, MemoryError) or "can't allocate memory" in str(one) for one in seen):
        return [f"asks for more than {2 * MEMORY >> 30} GiB"]
    return []


def warm_up(folder: Path) -> None:
    """Read a file of every form once, since what is imported at first use is imported then."""
    "ä".encode("cp437")
    path = folder / "warm-up.pth"
    for content in (*valid_files().values(), b"", b"text"):
        path.write_bytes(content)
        for arguments in (["inspect", str(path), "--json"], ["inspect", str(path)]):
            _run(arguments)
    path.unlink()
    gc.freeze()  # what is there now stays, and need not be looked through after every file


# Many files -------------------------------------------------------------------------------------------------


class Worker:
    """A process that reads files, started again when a file has killed it.

    Args:
        folder: where it may leave things; its working folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("fork")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, self._folder), daemon=True)
        self._process.start()
        other.close()

    def examine(self, path: Path) -> Outcome:
        self._pipe.send(path)
        try:
            if self._pipe.poll(_WALL_SECONDS):
                return self._pipe.recv()  # type: ignore[no-any-return]
            failure = f"hangs for more than {_WALL_SECONDS:g} s"
        except EOFError:
            self._process.join()
            failure = f"kills the process (exit code {self._process.exitcode})"
        self.close()
        self._start()
        return Outcome(failures=[failure])

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _serve(pipe: Connection, folder: Path) -> None:
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        pipe.send(examine(pipe.recv()))


@dataclass(slots=True)
class Row:
    """A family in the table."""

    files: int = 0
    loaded: int = 0
    described: int = 0
    refused: int = 0
    failed: int = 0
    slowest: tuple[float, str] = (0.0, "")
    largest: tuple[int, str] = (0, "")

    def count(self, name: str, outcome: Outcome) -> None:
        self.files += 1
        self.failed += bool(outcome.failures)
        if outcome.answer:
            setattr(self, outcome.answer, getattr(self, outcome.answer) + 1)
        self.slowest = max(self.slowest, (outcome.seconds, name))
        self.largest = max(self.largest, (outcome.memory, name))


def _table(rows: dict[str, Row]) -> Iterator[str]:
    yield (
        f"{'family':18} {'files':>6} {'loaded':>7} {'described':>10} {'refused':>8} {'failed':>7}"
        "  slowest    most  slowest file"
    )
    for kind, row in rows.items():
        yield (
            f"{kind:18} {row.files:6} {row.loaded:7} {row.described:10} {row.refused:8} {row.failed:7} "
            f"{row.slowest[0]:6.2f} s {row.largest[0] >> 20:4} MiB  {row.slowest[1][:40]}"
        )


def _chosen(seed: int, count: int, only: str) -> Iterator[Case]:
    return (case for case in islice(corpus(seed), count) if only in case.name)


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
    rows: dict[str, Row] = {}
    failed = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm_up(folder)
        worker = Worker(folder)
        path = folder / "file.pth"
        for case in _chosen(arguments.seed, arguments.count, arguments.only):
            path.write_bytes(case.content)
            outcome = worker.examine(path)
            rows.setdefault(case.kind, Row()).count(case.name, outcome)
            if outcome.failures:
                failed += 1
                print(f"FAILED {case.name}: {'; '.join(outcome.failures)}", flush=True)
                if arguments.keep:
                    arguments.keep.mkdir(parents=True, exist_ok=True)
                    safe = "".join(c if c.isalnum() else "-" for c in case.name)[:100]
                    (arguments.keep / f"{safe}.pth").write_bytes(case.content)
        worker.close()
    print("\n".join(_table(rows)))
    total = sum(row.files for row in rows.values())
    print(f"{total} files in {time.monotonic() - began:.0f} s, seed {arguments.seed}: {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
