"""Opens the bench; its window is imported when it is opened."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from digitpad.ui.widgets.actions import make_action


class BenchController(QObject):
    """Shows the bench beside the main window.

    Args:
        window: what it stands beside.

    Attributes:
        action: opens the bench, for the menu.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._bench: QWidget | None = None  # closed or open: typed numbers stay until the program ends
        self.action = make_action(self, "benchAction", self.tr("&Bench: small examples by hand…"), self.open)

    @Slot()
    def open(self) -> None:
        """Show the bench, with the numbers that were typed last."""
        if self._bench is None:
            from digitpad.ui.bench.window import BenchWindow

            self._bench = BenchWindow(self._window)
        if self._bench.isVisible():
            self._bench.raise_()
            self._bench.activateWindow()
        else:
            self._bench.show()
