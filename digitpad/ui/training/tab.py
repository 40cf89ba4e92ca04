"""The training tab: settings, buttons, progress, the live chart and the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from digitpad.training.events import Event
from digitpad.ui.chart.loss_chart import LossChart
from digitpad.ui.chart.tools import ChartTools
from digitpad.ui.recipe_form import FormArea, RecipeForm
from digitpad.ui.training.batch_view import BatchPictures
from digitpad.ui.training.buttons import TrainingButtons, TrainingState
from digitpad.ui.training.log import TrainingLog
from digitpad.ui.training.run_pages import RunPages
from digitpad.ui.training.run_progress import RunProgress
from digitpad.ui.widgets.naming import named

if TYPE_CHECKING:
    from digitpad.training.step_trace import StepTrace

__all__ = ["TrainingState", "TrainingTab"]

_WIDE = 860
"""Pixels from which the chart stands beside the settings instead of below them."""

_SIDE = 430  # pixels, width of the settings then
_ANY = 16_777_215  # Qt's QWIDGETSIZE_MAX: no limit


class TrainingTab(QWidget):
    """Everything for training a network, filled and driven from outside.

    Signals:
        train_requested(object): the settings as a dict: "recipe", "device", and what differs from the recipe.

    Attributes:
        buttons: Train, Pause, Step, Resume and Stop.
        live: the switch: whether the pad answers with the newest weights while training.
    """

    train_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainingTab")
        self._state = TrainingState.LOADING_TORCH
        self._form = RecipeForm()
        self.buttons = TrainingButtons()
        live = QCheckBox(self.tr("The pad answers with the newest &weights"))
        self.live = named(live, "liveWeightsCheck", self.tr("The pad answers with the newest weights"))
        self.live.setToolTip(self.tr("While it trains, your drawing is read better and better"))
        self.live.setChecked(True)
        self._progress = RunProgress()
        self._pages = RunPages()
        self._log = TrainingLog()
        self._arrange()
        self.buttons.train.clicked.connect(self._train)

    def _arrange(self) -> None:
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (FormArea(self._form), self.buttons, self.live, self._progress):
            column.addWidget(widget)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setObjectName("chartSplitter")
        self._splitter.addWidget(self._pages)
        self._splitter.addWidget(self._log)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setCollapsible(0, False)
        self._whole = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._whole.setContentsMargins(8, 8, 8, 8)
        self._whole.setSpacing(8)
        self._whole.addWidget(self._side)
        self._whole.addWidget(self._splitter, 1)

    def set_devices(self, devices: Sequence[str]) -> None:
        """Fill the list of devices once torch is loaded; training can start from then on.

        Args:
            devices: names as the trainer knows them.
        """
        self._form.set_devices(devices)
        if self._state is TrainingState.LOADING_TORCH:
            self.set_state(TrainingState.IDLE)

    def set_state(self, state: TrainingState) -> None:
        """Enable what makes sense in `state`, and say what is going on."""
        self._state = state
        self.buttons.set_state(state)
        self._progress.set_state(state)
        self._form.set_editable(state is TrainingState.IDLE)

    def set_resumable(self, resumable: bool, what: str = "") -> None:
        """Whether there is a run that Resume can go on with, and which file that is."""
        self.buttons.set_resumable(resumable, what)

    def set_waiting(self, waiting: bool) -> None:
        """Disable buttons and form for the moment that Resume needs to look at the run."""
        self._form.set_editable(not waiting and self._state is TrainingState.IDLE)
        self.buttons.set_waiting(waiting)

    def settings(self) -> dict[str, object]:
        """Recipe, device and epochs, and every other setting that is not the recipe's own."""
        return self._form.settings()

    def set_settings(self, settings: Mapping[str, object]) -> None:
        """Show settings as `settings` gave them."""
        self._form.set_settings(settings)

    @property
    def ready(self) -> bool:
        """Whether torch is loaded."""
        return self._state is not TrainingState.LOADING_TORCH

    @property
    def form(self) -> RecipeForm:
        """The settings."""
        return self._form

    def show_run(self, recipe: Mapping[str, object]) -> None:
        """Show the settings of a run that Resume would go on with; `edited` counts from here on.

        Args:
            recipe: its recipe as a dict.
        """
        from digitpad.training.device import choose_device, resolve_precision

        chosen = str(self._form.settings()["device"])
        auto = resolve_precision("auto", choose_device(chosen))
        self._form.show_run(recipe, auto)

    def edited(self) -> dict[str, tuple[object, object]]:
        """The settings changed since a run was shown or the tab filled: then and now."""
        return self._form.edited()

    def note(self, text: str) -> None:
        """Put a line of words into the log."""
        self._log.note(text)

    @property
    def live_weights(self) -> bool:
        """Whether the pad answers with the newest weights while training."""
        return bool(self.live.isChecked())

    def set_live_weights(self, on: bool) -> None:
        """Restore the switch for live weights."""
        self.live.setChecked(on)

    @property
    def writes_tensorboard(self) -> bool:
        """Whether runs are written for TensorBoard too."""
        return bool(self._form.more.tensorboard.isChecked())

    def set_tensorboard(self, on: bool) -> None:
        """Restore the switch for TensorBoard."""
        self._form.more.tensorboard.setChecked(on)

    @property
    def chart(self) -> LossChart:
        """The loss chart."""
        return self._pages.chart

    @property
    def chart_tools(self) -> ChartTools:
        """What can be done with the chart."""
        return self._pages.tools

    @property
    def batch_pictures(self) -> BatchPictures:
        """The pictures of the batch that was taken apart."""
        return self._pages.batch.pictures

    @property
    def examples_seen(self) -> int:
        """Training examples that the run shown has seen."""
        return self._progress.seen

    def ensure_plot(self) -> None:
        """Build the chart's plot ahead of the first run, once the window has been painted."""
        self._pages.chart.ensure_plot()

    def begin_run(
        self,
        recipe: Mapping[str, object],
        examples: int,
        history: Mapping[str, Iterable[Any]] | None = None,
        machine: str = "",
    ) -> None:
        """Clear chart, progress and log for a run, or fill them with the run that goes on.

        Args:
            recipe: its recipe as a dict.
            examples: size of the training set.
            history: the curves so far, as a checkpoint keeps them; None or empty for a fresh run.
            machine: what computes, in which numbers.
        """
        batch_size, epochs = _count(recipe, "batch_size"), _count(recipe, "epochs")
        self._pages.begin()
        self._pages.chart.begin(examples, batch_size, epochs, history)
        curves = self._pages.chart.curves
        self._progress.begin(examples, epochs, curves.seen if curves else 0, machine)
        self._log.begin(examples, batch_size)

    def add_events(self, events: Sequence[Event]) -> None:
        """Show what happened; made for batches at 10 to 20 a second."""
        self._pages.chart.add_events(events)
        self._progress.add_events(events)
        self._log.add_events(events)

    @Slot(object)
    def show_batch(self, look: StepTrace) -> None:
        """Show a single step that was asked for."""
        self._pages.show_batch(look)

    def set_loading_progress(self, done: int, total: int) -> None:
        """The data are being prepared: `done` of `total`, which is 0 where it is not known."""
        self._progress.set_loading(done, total)

    def _train(self) -> None:
        self.train_requested.emit(self.settings())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        if wide == (self._whole.direction() == QBoxLayout.Direction.LeftToRight):
            return
        ways = QBoxLayout.Direction
        self._whole.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        column = self._side.layout()
        if wide and isinstance(column, QVBoxLayout):
            column.addWidget(self._log, 1)
            self._side.setFixedWidth(_SIDE)
        else:
            self._splitter.addWidget(self._log)
            low = self._log.sizeHint().height()  # it comes back as high as it was in the other column
            self._splitter.setSizes([max(low, event.size().height() - self._side.sizeHint().height()), low])
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_ANY)


def _count(recipe: Mapping[str, object], name: str) -> int:
    value = recipe.get(name)
    return value if isinstance(value, int) and value > 0 else 1
