"""Joins the Layers tab with the pad and the network that reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, SignalInstance, Slot

from digitpad.errors import DigitpadError
from digitpad.form import WHOLE
from digitpad.ui.layers.colours import ABOVE, BELOW, attribution_image
from digitpad.ui.layers.feed import ActivationsFeed
from digitpad.ui.layers.tab import LayersTab
from digitpad.ui.layers.worker import Activations, ActivationsRequest
from digitpad.ui.messages import sentence
from digitpad.ui.pad import Legend, Spotlight

if TYPE_CHECKING:
    from digitpad.data.preprocess import FloatArray
    from digitpad.insight.windows import Box
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.reading import Box as PadBox
    from digitpad.ui.prediction import PredictionController, ShownDigit


class LayersController(QObject):
    """Has layers and attribution computed while the tab is in sight, and shows them there and on the pad.

    Args:
        tab: the tab.
        set_spotlight: called with what to show over the ink on the pad; None for nothing.
        prediction: knows the network and the digit whose bars are displayed.
        answer_changed: emitted when another answer is displayed.
        parent: its owner.

    Attributes:
        activations: what was computed last.
    """

    def __init__(
        self,
        tab: LayersTab,
        set_spotlight: Callable[[Spotlight | None], object],
        prediction: PredictionController,
        answer_changed: SignalInstance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._set_spotlight = set_spotlight
        self._prediction = prediction
        self._feed = ActivationsFeed("activations", prediction, answer_changed, self._asked, self._show, self)
        self._feed.failed.connect(self._failed)
        self.activations: Activations | None = None
        self._field: Box | None = None
        tab.visibility_changed.connect(self._follow)
        tab.field_changed.connect(self._field_changed)
        for combo in (tab.attribution, tab.attribution_class):
            combo.currentIndexChanged.connect(self._feed.request)

    @Slot()
    def _follow(self) -> None:
        visible = self._tab.isVisible()
        if not visible:
            self._set_spotlight(None)
        self._feed.follow(visible)

    def _asked(self, checkpoint: Checkpoint | None, digit: ShownDigit | None) -> ActivationsRequest | None:
        """What to compute of the network and the digit whose bars are displayed."""
        if checkpoint is None:
            self._tab.show_text(self.tr("No network is loaded. Load a .pth file or train one."))
            return None
        if self.activations is None:
            self._tab.show_text(self.tr("The layers are being computed…"))
        self._tab.set_classes(checkpoint.classes)
        if digit is None:
            return ActivationsRequest(checkpoint)
        chosen, method = self._tab.attribution_class.currentData(), self._tab.attribution.currentData()
        class_number = digit.class_number if chosen is None else chosen
        return ActivationsRequest(checkpoint, digit.input, digit.box, digit.exact, class_number, method)

    def _show(self, activations: Activations) -> None:
        self.activations = activations
        self._tab.show_recording(activations.recording, self._prediction.title)
        self._show_on_pad()

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        self._tab.show_text(sentence(error))

    @Slot(object)
    def _field_changed(self, field: Box | None) -> None:
        self._field = field
        self._show_on_pad()

    def _show_on_pad(self) -> None:
        """Show the attribution, and the receptive field of the chosen cell."""
        activations, field = self.activations, self._field
        attribution = None if activations is None else activations.attribution
        if (
            activations is None
            or activations.request.input is None
            or (attribution is None and field is None)
            or self._prediction.live.digit is None
            or not self._tab.isVisible()
        ):
            self._set_spotlight(None)
            return
        request = activations.request
        form = request.checkpoint.form
        place = placed(
            activations.request.input, request.box, exact=request.exact, whole=form.content == WHOLE
        )
        frame = None
        if field is not None:
            frame = (*place.on_pad(field.left, field.top), *place.on_pad(field.right, field.bottom))
        image = None if attribution is None else attribution_image(attribution)
        area = (*place.on_pad(0, 0), *place.on_pad(form.size, form.size))
        legend = () if image is None else self._legend(request)
        self._set_spotlight(Spotlight(image, area, frame, legend))

    def _legend(self, request: ActivationsRequest) -> Legend:
        """What the attribution's colours mean."""
        name = request.checkpoint.classes[request.class_number]
        return (
            (ABOVE, self.tr("counts for {name}").format(name=name)),
            (BELOW, self.tr("counts against {name}").format(name=name)),
        )


class Placing(NamedTuple):
    """Where the network's input lies on the pad, in network pixels of the pad."""

    left: float = 0.0
    top: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0

    def on_pad(self, x: float, y: float) -> tuple[float, float]:
        """A place of the input on the pad."""
        return self.left + x * self.scale_x, self.top + y * self.scale_y


def placed(network_input: FloatArray, box: PadBox, *, exact: bool = False, whole: bool = False) -> Placing:
    """Where the input lies so that its ink covers the ink it was made from.

    Args:
        network_input: (H, W), 0 empty to 1 full ink, or (H, W, 3).
        box: left, top, right and bottom of the digit's ink on the pad.
        exact: whether the input itself lies on the pad.
        whole: whether the input is all of a picture, which fills `box`.
    """
    from digitpad.data.preprocess import ink_box

    width, height = box[2] - box[0], box[3] - box[1]
    if whole:
        rows, columns = network_input.shape[:2]
        return Placing(box[0], box[1], width / columns, height / rows)
    inked = ink_box(network_input)
    if exact or inked is None:
        return Placing()
    left, top, right, bottom = inked
    scale = max(width, height) / max(right - left, bottom - top, 1)
    return Placing(
        (box[0] + box[2]) / 2 - scale * (left + right) / 2,
        (box[1] + box[3]) / 2 - scale * (top + bottom) / 2,
        scale,
        scale,
    )
