"""What a file is that was dropped or named: told in a thread that nobody waits for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject

from digitpad.data.picture_kinds import is_picture
from digitpad.data.sets.table_columns import is_table
from digitpad.ink.foreign.files import is_drawing
from digitpad.ui.threads.probe import Probe
from digitpad.ui.widgets.status_banner import StatusBanner


class Kind(Enum):
    """What a path holds, as far as its suffix and its first bytes tell."""

    FOLDER = "folder"
    PICTURE = "picture"
    DRAWING = "drawing"
    TABLE = "table"
    NETWORK = "network"


class AnyFile(QObject):
    """Opens any file with what opens its kind.

    Args:
        parent: its owner.
        banner: where it is said that a file does not answer.
        openers: what opens each kind.
    """

    def __init__(
        self, parent: QObject, banner: StatusBanner, openers: Mapping[Kind, Callable[[Path], object]]
    ) -> None:
        super().__init__(parent)
        self._probe = Probe(self)
        self._banner = banner
        self._openers = openers

    def open(self, path: Path) -> None:
        """Open what is at `path`."""
        self._probe.look(
            path,
            kind_of,
            lambda kind: self._openers[kind](path),
            lambda error: self._banner.show_error(error, opening=True),
        )


def kind_of(path: Path) -> Kind:
    """What is at a path; a network for all that is not known as anything else."""
    if path.is_dir():
        return Kind.FOLDER
    if is_picture(path):
        return Kind.PICTURE
    if is_drawing(path):
        return Kind.DRAWING
    return Kind.TABLE if is_table(path) else Kind.NETWORK
