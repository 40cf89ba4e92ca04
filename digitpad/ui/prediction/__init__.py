"""What is read of the drawing: the network that answers, its worker, panel and bars."""

from digitpad.ui.prediction.controller import PredictionController

__all__ = ["PredictionController"]
