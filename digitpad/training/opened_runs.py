"""Runs that were opened from elsewhere: a list of their folders."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from digitpad.errors import CheckpointError, reason
from digitpad.files import replace_file

_OPENED = "opened.json"


class OpenedRuns:
    """The list beside the runs of a library; the runs' own files stay where they are.

    Args:
        folder: of the library.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folders(self) -> list[Path]:
        """The folders of the runs; none where the list is missing or damaged."""
        try:
            listed = json.loads((self._folder / _OPENED).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return []
        paths = listed if isinstance(listed, list) else []
        return [Path(path) for path in paths if isinstance(path, str) and "\0" not in path]

    def write(self, folders: Iterable[Path]) -> None:
        """Write the list anew.

        Raises:
            CheckpointError: when it cannot be written.
        """
        path = self._folder / _OPENED
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, json.dumps([str(folder) for folder in folders], indent=1).encode())
        except OSError as error:
            raise CheckpointError(
                "{path} could not be written: {why}.", path=path, why=reason(error)
            ) from error
