"""A line that says how to correct an answer, while there is one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot

from digitpad.form import DIGITS
from digitpad.ui.prediction.panel import PredictionPanel
from digitpad.ui.widgets.elided_label import ElidedLabel


class CorrectionHint(ElidedLabel):
    """Keeps its room without an answer, so that nothing moves when one comes.

    Args:
        panel: whose answer can be corrected.
    """

    def __init__(self, panel: PredictionPanel) -> None:
        super().__init__(cut=Qt.TextElideMode.ElideRight)
        self.setObjectName("correctionHint")
        self._panel = panel
        panel.answer_changed.connect(self._show)

    @Slot()
    def _show(self) -> None:
        # Samples are digits: what another network answers cannot be corrected.
        answered = self._panel.property("digit") != -1 and self._panel.classes() == DIGITS
        text = self.tr("Wrong? Click its bar, or press 0–9") if answered else ""
        if text != self.text():
            tip = self.tr(
                "Click the bar of what it was, or press its key while the pad has the focus: the drawing is "
                "kept among your samples, and the network can be taught with them."
            )
            self.set_text(text, tip if answered else "")
