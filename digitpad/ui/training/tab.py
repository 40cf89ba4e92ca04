"""The training tab: settings, buttons, progress, the live chart and the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from digitpad.training.events import EpochDone, Event
from digitpad.ui.chart.loss_chart import LossChart
from digitpad.ui.chart.tools import ChartTools
from digitpad.ui.recipe_form import FormArea, RecipeForm
from digitpad.ui.training.batch_view import BatchView
from digitpad.ui.training.buttons import TrainingButtons, TrainingState
from digitpad.ui.training.log import TrainingLog
from digitpad.ui.training.run_progress import RunProgress
from digitpad.ui.widgets.boxes import SqueezableColumn, in_column
from digitpad.ui.widgets.check_box import ElidedCheck
from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.fitting import FittedButton, fit_text

if TYPE_CHECKING:
    from digitpad.training.kept_run import KeptRun
    from digitpad.training.step_trace import StepTrace

__all__ = ["TrainingState", "TrainingTab"]

_SIDE, _LETTERS = 430, 71
"""Width of the settings beside the chart, in pixels, and in letters of large text."""

_BELOW = 4  # pixels between the chart and what can be done with it
_ANY = 16_777_215  # Qt's QWIDGETSIZE_MAX: no limit


class TrainingTab(QWidget):
    """Everything for training a network, filled and driven from outside.

    Signals:
        train_requested(object): the settings as a dict: "recipe", "device", and what differs from the recipe.

    Attributes:
        buttons: Train, Pause, Step, Resume and Stop.
        form: the settings.
        live: the switch: whether the pad answers with the newest weights while training.
        progress: how far the run is.
        pages: its curves and one batch; `chart`, `chart_tools` and `batch_pictures` are parts of them.
        log: the run in lines.
    """

    train_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainingTab")
        self._state = TrainingState.LOADING_TORCH
        self.form = RecipeForm()
        self.buttons = TrainingButtons()
        live = ElidedCheck(self.tr("The pad answers with the newest &weights"))
        self.live = named(live, "liveWeightsCheck", self.tr("The pad answers with the newest weights"))
        self.live.setToolTip(self.tr("While it trains, your drawing is read better and better"))
        self.live.setChecked(True)
        self.progress = RunProgress()
        self.pages = RunPages()
        self.log = TrainingLog()
        self.chart, self.chart_tools = self.pages.chart, self.pages.tools
        self.batch_pictures = self.pages.batch.pictures
        self._arrange()
        self.buttons.train.clicked.connect(self._train)

    def _arrange(self) -> None:
        self._side = SqueezableColumn()
        self._form_area = FormArea(self.form)
        parts = self._form_area, self.buttons, self.live, self.progress
        self._side.setLayout(in_column(*parts, spacing=6, margin=0))
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setObjectName("chartSplitter")
        self._splitter.addWidget(self.pages)
        self._splitter.addWidget(self.log)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setCollapsible(0, False)
        self._whole = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._whole.setContentsMargins(8, 8, 8, 8)
        self._whole.setSpacing(8)
        self._whole.addWidget(self._side)
        self._whole.addWidget(self._splitter, 1)

    def aside(self) -> tuple[QWidget, ...]:
        """What is not needed where the chart is presented."""
        return self._form_area, self.live, self.log, self.pages.batch.text

    def set_devices(self, devices: Sequence[str]) -> None:
        """Fill the list of devices once torch is loaded; training can start from then on.

        Args:
            devices: names as the trainer knows them.
        """
        self.form.set_devices(devices)
        self._tell_auto()
        self.form.device.currentIndexChanged.connect(self._tell_auto)
        if self._state is TrainingState.LOADING_TORCH:
            self.set_state(TrainingState.IDLE)

    def set_state(self, state: TrainingState) -> None:
        """Enable what makes sense in `state`, and say what is going on."""
        self._state = state
        self.buttons.set_state(state)
        self.progress.set_state(state)
        self.form.set_editable(state is TrainingState.IDLE)

    def set_waiting(self, waiting: bool) -> None:
        """Disable buttons and form for the moment that Resume needs to look at the run."""
        self.form.set_editable(not waiting and self._state is TrainingState.IDLE)
        self.buttons.set_waiting(waiting)

    @property
    def state(self) -> TrainingState:
        """What the training is doing."""
        return self._state

    @property
    def ready(self) -> bool:
        """Whether torch is loaded."""
        return self._state is not TrainingState.LOADING_TORCH

    def show_run(self, recipe: Mapping[str, object]) -> None:
        """Show the settings of a run that Resume would go on with; `edited` counts from here on.

        Args:
            recipe: its recipe as a dict.
        """
        self.form.show_run(recipe, self._auto_precision())

    def _auto_precision(self) -> str:
        """What the precision "auto" means on the chosen device."""
        from digitpad.training.device import choose_device, resolve_precision

        return resolve_precision("auto", choose_device(str(self.form.settings()["device"])))

    @Slot()
    def _tell_auto(self) -> None:
        self.form.tell_auto(self._auto_precision())

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
        self.pages.begin()
        distance = {"mse": "MSE", "l1": "L1"}.get(str(recipe.get("loss")), "")
        self.pages.chart.begin(examples, batch_size, epochs, history, distance)
        curves = self.pages.chart.curves
        measured = curves.test[-1].epoch if curves and curves.test else None
        self.progress.begin(examples, epochs, curves.seen if curves else 0, machine, measured)
        self.log.begin(examples, batch_size)

    def show_kept(self, run: KeptRun) -> None:
        """Show the curves of a run that is kept, and its measurements in the log."""
        examples, epochs = run.test[-1][:2] if run.test else (0, 0)
        history = {"train": run.train, "test": run.test}
        self.begin_run(run.recipe.as_dict(), examples // max(1, epochs), history)
        self.log.note(self.tr("{name}, from {folder}").format(name=run.name, folder=run.folder))
        self.log.add_events(
            [
                EpochDone(epoch, 0, examples, None, loss, accuracy, None)
                for examples, epoch, loss, accuracy in run.test
            ]
        )

    def add_events(self, events: Sequence[Event]) -> None:
        """Show what happened; made for batches at 10 to 20 a second."""
        self.pages.chart.add_events(events)
        self.progress.add_events(events)
        self.log.add_events(events)

    def _train(self) -> None:
        if self.form.accepted():
            self.train_requested.emit(self.form.settings())

    def _share_room(self) -> None:
        """Have the chart stand beside the settings where there is room for that."""
        side = max(_SIDE, _LETTERS * self.fontMetrics().averageCharWidth())
        wide = self.width() >= 2 * side
        if wide:
            self._side.setFixedWidth(side)
        if wide == (self._whole.direction() == QBoxLayout.Direction.LeftToRight):
            return
        ways = QBoxLayout.Direction
        self._whole.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        column = self._side.layout()
        if wide and isinstance(column, QVBoxLayout):
            column.addWidget(self.log, 1)
        else:
            self._splitter.addWidget(self.log)
            low = self.log.sizeHint().height()  # it comes back as high as it was in the other column
            self._splitter.setSizes([max(low, self.height() - self._side.sizeHint().height()), low])
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_ANY)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_whole"):
            self._share_room()


def _count(recipe: Mapping[str, object], name: str) -> int:
    value = recipe.get(name)
    return value if isinstance(value, int) and value > 0 else 1


class RunPages(SqueezableColumn):
    """Views of a run: its curves, or one batch taken apart, and the button that turns the page.

    Attributes:
        chart: the one page, with the curves.
        batch: the other one.
        tools: what can be done with the chart.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = LossChart()
        self.tools = ChartTools(self.chart)
        self.batch = BatchView()
        self._turn = named(FittedButton(), "batchPageButton", self.tr("One batch"))
        self._turn.setToolTip(self.tr("What one batch does: pause the run, then press Step"))
        fit_text((self._turn,), 12)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.chart)
        self._pages.addWidget(self.batch)
        self.tools.add(self._turn)
        self.setLayout(in_column((self._pages, 1), self.tools, spacing=_BELOW, margin=0))
        self._turn.clicked.connect(self._turn_over)
        self.show_loss()

    def minimumSizeHint(self) -> QSize:
        """The pages as low as they can be, and all lines of what stands below them."""
        pages, width = self._pages.minimumSizeHint(), super().minimumSizeHint().width()
        return QSize(width, pages.height() + _BELOW + self.tools.heightForWidth(max(1, self.width())))

    def show_batch(self, look: StepTrace, turn: bool = True) -> None:
        """Show a step, and turn to it or not."""
        self.batch.show_look(look)
        if turn:
            self._turn_to(self.batch)

    def begin(self) -> None:
        """A run begins: the curves, and no batch of another one."""
        self.batch.show_look(None)
        self.show_loss()

    @property
    def shows_batch(self) -> bool:
        """Whether one batch is in sight, and not the curves."""
        return self._pages.currentWidget() is self.batch

    @Slot()
    def show_loss(self) -> None:
        """Turn to the curves."""
        self._turn_to(self.chart)

    @Slot()
    def _turn_over(self) -> None:
        self._turn_to(self.batch if self._pages.currentWidget() is self.chart else self.chart)

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        curves = page is self.chart
        self._turn.setText(self.tr("One batch") if curves else self.tr("Loss chart"))
        self.tools.set_enabled_for_curves(curves)
