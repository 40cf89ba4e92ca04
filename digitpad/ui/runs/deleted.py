"""The menu of deleted runs, which can be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget


class DeletedRuns(QMenu):
    """An entry for each; at the end one that deletes them for good.

    Signals:
        restore_requested(object): the folder in the bin, of the run to bring back.
        empty_requested(): delete them for good.
    """

    restore_requested = Signal(object)
    empty_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("deletedRunsMenu")
        self.setTitle(self.tr("&Bring back a deleted run"))
        self.set_runs(())

    def set_runs(self, runs: Sequence[tuple[str, Path]]) -> None:
        """Offer these runs: name and folder in the bin."""
        self.clear()
        self.setEnabled(bool(runs))
        for name, folder in runs:
            action = self.addAction(name.replace("&", "&&"), self._restore)
            action.setData(str(folder))
        if runs:
            self.addSeparator()
            empty = self.addAction(self.tr("Delete them for good"), self.empty_requested.emit)
            empty.setObjectName("emptyBinAction")

    @Slot()
    def _restore(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.restore_requested.emit(Path(action.data()))
