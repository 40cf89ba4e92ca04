"""What runs are called: by the user, in ``run.json`` beside the checkpoints, or by recipe and start."""

from __future__ import annotations

import json
import re
from pathlib import Path

from digitpad.errors import CheckpointError, printable, reason
from digitpad.files import previous_path, replace_file

LONGEST_NAME, LONGEST_NOTES = 80, 4000  # characters

_LABEL = "run.json"
_STAMPED = re.compile(r"\d{4}(\d\d)(\d\d)-(\d\d)(\d\d)\d\d-(.*)")
_OF_A_RUN = re.compile(r"(?:last(?:\.previous)?|(best)|epoch-(\d+))\.pth")


def run_name(folder: Path, recipe: str = "") -> str:
    """The name of the run in a folder.

    Args:
        folder: the run's.
        recipe: the name of its recipe; where that is empty, the folder's name tells it.

    Returns:
        What the user calls it, else "quick 11-21 16:28" in a folder of `new_run_folder`'s, else the folder's
        name.
    """
    name, _ = read_label(folder)
    match = _STAMPED.fullmatch(folder.name)
    if name or match is None:
        return name or folder.name
    month, day, hour, minute, made_with = match.groups()
    return f"{recipe or made_with} {month}-{day} {hour}:{minute}"


def run_of(file: Path) -> tuple[str, str, int] | None:
    """Which run a checkpoint is of; None where it is not one of a run's files.

    Returns:
        The run's name, "best", "epoch" or "last", and the epoch's number or 0.
    """
    match = _OF_A_RUN.fullmatch(file.name)
    last = file.with_name("last.pth")
    if match is None or not (last.exists() or previous_path(last).exists()):
        return None
    best, epoch = match.groups()
    return run_name(file.parent), "best" if best else "epoch" if epoch else "last", int(epoch or 0)


def read_label(folder: Path) -> tuple[str, str]:
    """The user's name for a run, and notes; empty if there are none, or the file is not readable."""
    try:
        content = json.loads((folder / _LABEL).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return "", ""
    if not isinstance(content, dict):
        return "", ""
    name, notes = content.get("name", ""), content.get("notes", "")
    return (
        printable(name)[:LONGEST_NAME] if isinstance(name, str) else "",
        notes[:LONGEST_NOTES] if isinstance(notes, str) else "",
    )


def write_label(folder: Path, name: str, notes: str) -> None:
    """Write the user's name for a run, and notes.

    Raises:
        CheckpointError: when they cannot be written.
    """
    content = json.dumps({"name": name, "notes": notes}, ensure_ascii=False, indent=1).encode()
    try:
        replace_file(folder / _LABEL, content)
    except OSError as error:
        raise CheckpointError(
            "{path} could not be written: {why}.", path=folder / _LABEL, why=reason(error)
        ) from error
