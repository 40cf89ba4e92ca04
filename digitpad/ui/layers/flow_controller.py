"""Opens the network as a picture, and keeps it up to date while it is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, SignalInstance, Slot
from PySide6.QtWidgets import QWidget

from digitpad.errors import DigitpadError
from digitpad.ui.layers.feed import ActivationsFeed
from digitpad.ui.layers.worker import Activations, ActivationsRequest
from digitpad.ui.messages import sentence
from digitpad.ui.widgets.actions import make_action

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.ui.layers.flow_window import FlowWindow
    from digitpad.ui.prediction import PredictionController, ShownDigit


class FlowController(QObject):
    """Joins the window with the pad and the network that reads it.

    Args:
        window: what it stands beside.
        prediction: knows the network and the digit whose bars are displayed.
        answer_changed: emitted when another answer is displayed.

    Attributes:
        action: opens it, for the menu.
    """

    def __init__(
        self, window: QWidget, prediction: PredictionController, answer_changed: SignalInstance
    ) -> None:
        super().__init__(window)
        self._window, self._prediction = window, prediction
        self._flow: FlowWindow | None = None
        self._feed = ActivationsFeed("flow", prediction, answer_changed, self._asked, self._show, self)
        self._feed.failed.connect(self._failed)
        self.action = make_action(self, "flowAction", self.tr("The &network as a picture…"), self.open)

    @Slot()
    def open(self) -> None:
        """Show the window."""
        if self._flow is None:
            from digitpad.ui.layers.flow_window import FlowWindow

            self._flow = FlowWindow(self._window)
            self._flow.visibility_changed.connect(self._follow)
        if self._flow.isVisible():
            self._flow.raise_()
            self._flow.activateWindow()
        else:
            self._flow.show()

    @Slot()
    def _follow(self) -> None:
        self._feed.follow(self._flow is not None and self._flow.isVisible())

    def _asked(self, checkpoint: Checkpoint | None, digit: ShownDigit | None) -> ActivationsRequest | None:
        if checkpoint is None:
            if self._flow is not None:
                self._flow.show_text(self.tr("No network is loaded. Load a .pth file or train one."))
            return None
        if digit is None:
            return ActivationsRequest(checkpoint)
        return ActivationsRequest(checkpoint, digit.input, digit.box, digit.exact)

    def _show(self, activations: Activations) -> None:
        if self._flow is not None:
            classes = activations.request.checkpoint.classes
            self._flow.show_recording(activations.recording, classes, self._prediction.title)

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        if self._flow is not None:
            self._flow.show_text(sentence(error))
