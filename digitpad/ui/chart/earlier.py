"""The button that chooses which earlier run stands behind the curves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from digitpad.ui.style.icons import icon
from digitpad.ui.widgets.fields import named

if TYPE_CHECKING:
    from digitpad.training.kept_run import KeptRun

_MOST = 12  # runs in the menu
_ICON = 16  # pixels


class EarlierRun(QToolButton):
    """A menu of runs; at first the one that was trained before is chosen.

    Attributes:
        run: the `KeptRun` that the user chose; None for the one before, or none at all.
        follows: whether it is the one before, whichever that is.

    Signals:
        asked(): the menu opens; `set_runs` fills it.
        chosen(): another one is chosen.
    """

    asked = Signal()
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "earlierRunButton", self.tr("An earlier run behind the curves"))
        self.setToolTip(self.tr("An earlier run behind the curves"))
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.run: KeptRun | None = None
        self.follows = True
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self._before = self._entry(self.tr("The run before"), "earlierBeforeAction")
        self._none = self._entry(self.tr("None"), "earlierNoneAction")
        self._menu.addSeparator()
        self._before.setChecked(True)
        self._entries: list[QAction] = []
        self._menu.aboutToShow.connect(self.asked)
        self._group.triggered.connect(self._choose)
        self.setMenu(self._menu)
        self._draw()

    def _entry(self, text: str, name: str = "") -> QAction:
        action = self._menu.addAction(text)
        action.setObjectName(name)
        action.setCheckable(True)
        self._group.addAction(action)
        return action

    @Slot(object)
    def set_runs(self, runs: Sequence[KeptRun]) -> None:
        """Offer these runs, the newest first."""
        for action in self._entries:
            self._group.removeAction(action)
            self._menu.removeAction(action)
            action.deleteLater()
        self._entries = []
        for run in runs[:_MOST]:
            action = self._entry(run.name.replace("&", "&&"))
            action.setData(run)
            action.setChecked(self.run is not None and self.run.folder == run.folder)
            self._entries.append(action)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.run, self.follows = action.data(), action is self._before
        self.chosen.emit()

    def _draw(self) -> None:
        self.setIcon(icon("curves", self.palette(), _ICON))
        self.setIconSize(QSize(_ICON, _ICON))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
