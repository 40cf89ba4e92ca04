"""A small file beside a run's checkpoints with what the Runs tab shows: the settings and the curves.

A checkpoint holds weights, the optimiser's state and more: hundreds of megabytes for VGG-16, to show a row
and a curve. `RunFiles` therefore writes ``summary.json`` after each ``last.pth``. It holds nothing that the
checkpoint does not, so it may be stale, damaged or missing, as after a kill between the two writes or in
folders of earlier versions: then the checkpoint is read, and the summary written anew.

============  ==========================================================================
``version``   1
``files``     size in bytes and time of change in nanoseconds of the checkpoints that were
              there; the summary counts only while they are the same
``file``      name of the checkpoint that it was taken from
``recipe``    the recipe's settings
``examples``  training examples seen
``train``     the training curve: base64 of little-endian float64, examples and loss of each
              point (as JSON numbers a thousand epochs take ten times as long)
``test``      the test curve, the same way: examples, epoch, loss, accuracy
============  ==========================================================================
"""

from __future__ import annotations

import base64
import contextlib
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitpad.errors import CheckpointError, RecipeError
from digitpad.files import previous_path, replace_file
from digitpad.model.checkpoint import Checkpoint
from digitpad.recipe.recipe import Recipe

VERSION = 1

_MAX_BYTES = 200_000_000  # more than a million points of each curve

Stamp = Mapping[str, list[int]]
"""Size in bytes and time of change in nanoseconds of each checkpoint, by name."""


@dataclass(frozen=True, slots=True, eq=False)
class RunSummary:
    """A run without its weights.

    Attributes:
        recipe: its settings.
        examples_seen: training examples.
        train: (examples seen, loss) of the training curve.
        test: (examples seen, epoch, loss, accuracy 0-1) of the test curve.
        file: the checkpoint it describes.
    """

    recipe: Recipe
    examples_seen: int
    train: tuple[tuple[int, float], ...]
    test: tuple[tuple[int, int, float, float], ...]
    file: Path


def summary_path(folder: Path) -> Path:
    """Return where the summary of the run in `folder` is."""
    return folder / "summary.json"


def stamp(folder: Path) -> Stamp:
    """Return what distinguishes the checkpoints in a run's folder from newer ones."""
    stamps = {}
    last = folder / "last.pth"
    for path in (last, previous_path(last)):
        with contextlib.suppress(OSError):
            status = path.stat()
            stamps[path.name] = [status.st_size, status.st_mtime_ns]
    return stamps


def summary_of(checkpoint: Checkpoint, folder: Path) -> RunSummary:
    """Summarize the run in a checkpoint from `folder`.

    Raises:
        CheckpointError: when it holds no run, or one with settings that are unknown here.
    """
    if checkpoint.recipe is None:
        raise CheckpointError("{path} keeps no run.", path=folder)
    try:
        recipe = Recipe.from_dict(dict(checkpoint.recipe))
    except RecipeError as error:
        raise CheckpointError("{path} cannot be shown: {why}", path=folder, why=error) from error
    history = checkpoint.history
    return RunSummary(
        recipe,
        int(checkpoint.metrics.get("examples_seen") or 0),
        _train_points(history.get("train", ())),
        _test_points(history.get("test", ())),
        checkpoint.path or folder / "last.pth",
    )


def write_summary(checkpoint: Checkpoint, file: Path, files: Stamp) -> None:
    """Write the summary of a run; if that fails, the run is only slower to show.

    Args:
        checkpoint: the run's; its weights are not used.
        file: where that checkpoint is.
        files: the stamp of the folder, taken before the checkpoint was read or after it was written.
    """
    content = {
        "version": VERSION,
        "files": files,
        "file": file.name,
        "recipe": checkpoint.recipe,
        "examples": checkpoint.metrics.get("examples_seen"),
        "train": _packed(checkpoint.history.get("train", ())),
        "test": _packed(checkpoint.history.get("test", ())),
    }
    with contextlib.suppress(OSError):
        # Not flushed: a summary that a power cut damages is noticed and written anew, and flushing takes as
        # long as for the checkpoint.
        replace_file(summary_path(file.parent), json.dumps(content).encode(), flush=False)


def read_summary(folder: Path) -> RunSummary | None:
    """Read the summary in a run's folder; None if it is missing, damaged, or older than the checkpoint."""
    path = summary_path(folder)
    try:
        if path.stat().st_size > _MAX_BYTES:
            return None
        content = json.loads(path.read_bytes())
        if content["version"] != VERSION or content["files"] != stamp(folder):
            return None
        if content["file"] not in content["files"]:
            return None
        return RunSummary(
            Recipe.from_dict(content["recipe"]),
            int(content["examples"]),
            _train_points(_unpacked(content["train"], 2)),
            _test_points(_unpacked(content["test"], 4)),
            folder / content["file"],
        )
    except (OSError, ValueError, TypeError, LookupError, OverflowError, RecursionError, struct.error):
        return None
    except RecipeError:  # written by a program with other settings
        return None


def _train_points(points: Sequence[Sequence[float]]) -> tuple[tuple[int, float], ...]:
    return tuple((int(seen), float(loss)) for seen, loss in points)


def _test_points(points: Sequence[Sequence[float]]) -> tuple[tuple[int, int, float, float], ...]:
    return tuple(
        (int(seen), int(epoch), float(loss), float(accuracy)) for seen, epoch, loss, accuracy in points
    )


def _packed(points: Sequence[Sequence[float]]) -> str:
    numbers = [number for point in points for number in point]
    return base64.b64encode(struct.pack(f"<{len(numbers)}d", *numbers)).decode()


def _unpacked(text: str, width: int) -> list[tuple[float, ...]]:
    return list(struct.iter_unpack(f"<{width}d", base64.b64decode(text, validate=True)))
