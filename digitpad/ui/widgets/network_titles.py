"""What networks are called in the window: by their run, or by their file without its folders."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from digitpad.resources import default_checkpoint, runs_root, taught_root
from digitpad.training.run_names import run_of
from digitpad.ui.threads.answering import soon

_TAUGHT = re.compile(r"taught-\d{4}(\d\d)(\d\d)-(\d\d)(\d\d)\d\d(?:-(\d+))?\.pth")


def is_shipped(path: Path) -> bool:
    """Whether a file is the network that comes with the program."""
    return path == default_checkpoint()


def network_title(path: Path) -> str:
    """A short name for the network in a file; the whole path belongs into a tooltip."""
    tr = QCoreApplication.translate
    if is_shipped(path):
        return tr("NetworkTitles", "shipped network")
    own = path.is_relative_to(runs_root())  # other folders may lie on a drive that has gone
    if (run := run_of(path) if own else soon(path, run_of, None)) is not None:
        name, which, epoch = run
        if which == "best":
            return tr("NetworkTitles", "{run}, its best epoch").format(run=name)
        if which == "epoch":
            return tr("NetworkTitles", "{run}, epoch {epoch}").format(run=name, epoch=epoch)
        return name
    match = _TAUGHT.fullmatch(path.name)
    if match is not None and path.parent == taught_root():
        month, day, hour, minute, number = match.groups()
        when = f"{month}-{day} {hour}:{minute}" + (f" ({number})" if number else "")
        return tr("NetworkTitles", "taught {when}").format(when=when)
    return path.name
