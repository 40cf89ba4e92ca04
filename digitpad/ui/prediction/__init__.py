"""What is read of the drawing: the network that answers, its worker, panel and bars."""

from digitpad.ui.prediction.active_network import ActiveNetwork
from digitpad.ui.prediction.answer import Ink
from digitpad.ui.prediction.controller import PredictionController
from digitpad.ui.prediction.live_reading import ShownDigit
from digitpad.ui.prediction.panel import PredictionPanel
from digitpad.ui.prediction.worker import LoadFailure
from digitpad.ui.widgets.network_titles import is_shipped

__all__ = [
    "ActiveNetwork",
    "Ink",
    "LoadFailure",
    "PredictionController",
    "PredictionPanel",
    "ShownDigit",
    "is_shipped",
]
