"""The command `teach`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.cli.language import tr
from digitpad.cli.output import padded, print_json
from digitpad.errors import UsageError

if TYPE_CHECKING:
    from digitpad.training.finetune.fine_tuning import BeforeAfter, FineTuned

_INTERVAL = 0.5  # seconds between two lines of progress


class _Told:
    """Prints how the lesson goes on: a line for each part, and with JSON more often."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._phase = ""
        self._at = 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        """The part `phase` stands at `done` of `total`."""
        begins, now = phase != self._phase, time.monotonic()
        if self._as_json and (begins or now - self._at > _INTERVAL):
            self._at = now
            print_json({"event": "progress", "phase": phase, "done": done, "total": total})
        elif begins:
            print(f"{_phases().get(phase, phase)} ...", flush=True)
        self._phase = phase


def _phases() -> dict[str, str]:
    """What each part of a lesson is called."""
    return {
        "read": tr("read the samples"),
        "load": tr("load everybody's digits"),
        "measure before": tr("measure before"),
        "prepare": tr("draw the samples again"),
        "teach": tr("teach"),
        "check": tr("check that nothing is forgotten"),
        "measure after": tr("measure after"),
    }


def teach(arguments: argparse.Namespace) -> int:
    """Teach a network the samples in a folder and write the network that comes of it."""
    from digitpad.cli.reading import named_checkpoint
    from digitpad.data.own.samples import OwnSamples
    from digitpad.model.checkpoint import save_checkpoint
    from digitpad.resources import samples_root
    from digitpad.training.finetune.session import fine_tune_on_samples

    if not arguments.out.absolute().parent.is_dir():  # known now, not after a minute
        raise UsageError("The folder of {path} does not exist; make it first.", path=arguments.out)
    if arguments.out.is_dir():
        raise UsageError("{path} is a folder; name a file in it, such as taught.pth.", path=arguments.out)
    if arguments.samples is not None and not arguments.samples.is_dir():
        raise UsageError(
            "{path} is not a folder; name one that holds folders 0 to 9 with pictures.",
            path=arguments.samples,
        )
    checkpoint = named_checkpoint(arguments)
    store = OwnSamples(arguments.samples or samples_root())
    start = time.monotonic()
    taught = fine_tune_on_samples(checkpoint, store, None, _Told(as_json=arguments.json))
    save_checkpoint(taught.checkpoint, arguments.out)
    if arguments.json:
        print_json(
            {"event": "finished", **_values(taught, arguments.out), "seconds": time.monotonic() - start}
        )
    else:
        _print(taught, arguments.out)
    return 0


def _values(taught: FineTuned, path: Path) -> dict[str, Any]:
    return {
        "path": str(path),
        "learnt": _pair(taught.trained_on),
        "kept_apart": None if taught.held_out is None else _pair(taught.held_out),
        "dataset": taught.rehearsed,
        "test": _pair(taught.test),
        "share": taught.fraction,
        "unread": taught.unread,
    }


def _pair(result: BeforeAfter) -> dict[str, Any]:
    return {"n": result.before.n, "before": result.before.accuracy, "after": result.after.accuracy}


def _print(taught: FineTuned, path: Path) -> None:
    print(f"\n{padded(tr('read right'), 36)} {padded(tr('before'), -9)} {padded(tr('after'), -9)}")
    rows = (
        (tr("samples, learnt from ({count:,})"), taught.trained_on),
        (tr("samples, not learnt from ({count:,})"), taught.held_out),
        (tr("test set of {dataset} ({count:,})"), taught.test),
    )
    for text, result in rows:
        if result is not None:
            title = text.format(count=result.before.n, dataset=taught.rehearsed)
            print(f"{padded(title, 36)} {result.before.accuracy:9.2%} {result.after.accuracy:9.2%}")
    if taught.rehearsed != "mnist":
        text = "MNIST is not on this computer, so the network went over digits drawn by the program instead."
        print(tr(text))
    if taught.unread:
        print(tr("samples that could not be read: {count}").format(count=taught.unread))
    print(tr("Saved as {path}").format(path=path))
