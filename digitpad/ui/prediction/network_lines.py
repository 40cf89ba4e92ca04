"""Which network answers: file, architecture, standing, and a normalisation that the file does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitpad.recipe.kinds import Number
from digitpad.ui.messages import sentence
from digitpad.ui.prediction.trying_line import TryingLine
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.elided_label import ElidedLabel
from digitpad.ui.widgets.fields import named, tool_button
from digitpad.ui.widgets.network_titles import network_title
from digitpad.ui.widgets.number_fields import NumberField, ProblemLine

if TYPE_CHECKING:
    from digitpad.model.assumed import Assumed
    from digitpad.model.checkpoint import Checkpoint


class NetworkLines(QWidget):
    """Lines of text beneath the bars.

    Attributes:
        normalisation: where mean and std are changed; hidden for a network whose file tells them.
        trying: what is being tried of a file, and the button that gives it up.
        change: the button that changes what is assumed.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = ElidedLabel(self, strong=True)
        self._file.setObjectName("networkFile")
        self._architecture = ElidedLabel(self, cut=Qt.TextElideMode.ElideRight)
        self._architecture.setObjectName("networkArchitecture")
        self._standing = ElidedLabel(self, cut=Qt.TextElideMode.ElideRight)
        self._standing.setObjectName("networkStanding")
        self._assumed = ElidedLabel(self, cut=Qt.TextElideMode.ElideRight)
        self._assumed.setObjectName("networkAssumptions")
        self.change = tool_button(
            self, "changeAssumptions", self.tr("Change…"), self.tr("Change what is assumed of the network")
        )
        row = in_row((self._architecture, 1), self.change, spacing=4, margin=0)
        self.normalisation = Normalisation(self)
        self.trying = TryingLine(self)
        self._show_assumed(None)
        lines = self._file, row, self._assumed, self._standing, self.normalisation, self.trying
        self.setLayout(in_column(*lines, spacing=1, margin=0))

    def title(self, checkpoint: Checkpoint) -> str:
        """What a network is called: its run, or its file."""
        if checkpoint.path is None:
            return self.tr("the run in training")
        return network_title(checkpoint.path)

    def show_title(self, checkpoint: Checkpoint) -> None:
        """Show what a network is called; the tooltip has its whole path."""
        title = self.title(checkpoint)
        tip = title if checkpoint.path is None else str(checkpoint.path)
        self._file.set_text(self.tr("Network: {file}").format(file=title), tip)

    def show_network(self, checkpoint: Checkpoint, parameters: int) -> None:
        """Show which network answers."""
        self.show_title(checkpoint)
        architecture = self.tr("{name} · {count:,} parameters")
        self._architecture.set_text(architecture.format(name=checkpoint.architecture, count=parameters))
        self.show_standing(checkpoint)
        mean, std = checkpoint.mean, checkpoint.std
        if checkpoint.normalisation_from == "file" or isinstance(mean, tuple) or isinstance(std, tuple):
            self.normalisation.hide()
        else:
            source, assumed = checkpoint.normalisation_from, checkpoint.assumed
            if assumed is not None and "normalisation" in assumed.chosen:
                source = "you"
            elif assumed is not None and assumed.accuracy is None:
                source = "unmeasured"
            self.normalisation.show_values(mean, std, source)

    def show_standing(self, checkpoint: Checkpoint) -> None:
        """Show how long the network was trained, and how well it reads the test set, where that is known."""
        epoch, step = checkpoint.metrics.get("epoch"), checkpoint.metrics.get("step")
        parts = []
        if checkpoint.test_accuracy is not None:
            percent = 100 * checkpoint.test_accuracy
            parts.append(self.tr("test accuracy {percent:.2f} %").format(percent=percent))
        if checkpoint.path is None and step is not None:
            parts.append(self.tr("step {step:,}").format(step=step))
        elif epoch is not None:
            parts.append(self.tr("epoch {epoch}").format(epoch=epoch))
        self._standing.set_text(" · ".join(parts))
        self._standing.setVisible(bool(parts))
        self._show_assumed(checkpoint.assumed)

    def _show_assumed(self, assumed: Assumed | None) -> None:
        for widget in (self._assumed, self.change):
            widget.setVisible(assumed is not None)
        if assumed is not None:
            end = ""
            if assumed.accuracy is not None:
                end = self.tr("reads {percent:.1f} %").format(percent=100 * assumed.accuracy)
            self._assumed.set_text(sentence(assumed.brief), sentence(assumed.sentence), end)


class Normalisation(QWidget):
    """Two numbers and where they are from; hidden until there is a reason to ask.

    Signals:
        chosen(float, float): mean and std as the user has set them.
    """

    chosen = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("normalisation")
        self._mean = self._field("meanSpin", self.tr("Mean of the normalisation"), -10)
        self._std = self._field("stdSpin", self.tr("Standard deviation of the normalisation"), 0)
        self._source = ElidedLabel(self, cut=Qt.TextElideMode.ElideRight)
        self._source.setObjectName("normalisationSource")
        row = QHBoxLayout()
        row.setSpacing(5)
        for text, field in ((self.tr("mean"), self._mean), (self.tr("std"), self._std)):
            label = QLabel(text, self)
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(1)
        column.addLayout(row)
        for field in (self._mean, self._std):
            column.addWidget(ProblemLine(field, self))
        column.addWidget(self._source)
        self.hide()

    def _field(self, name: str, title: str, low: float) -> NumberField:
        field = named(NumberField(Number(low, 100), self), name, title)
        field.setKeyboardTracking(False)  # 0.3 is typed by way of 0
        field.setToolTip(self.tr("(grey − mean) / std is what the network gets; Enter takes a number over"))
        field.setMinimumWidth(62)
        field.valueChanged.connect(self._changed)
        return field

    def show_values(self, mean: float, std: float, source: str) -> None:
        """Show the numbers and, in words, where they are from.

        Args:
            mean, std: the numbers.
            source: "you", "assumed", "unmeasured", or "recipe" and its name.
        """
        for field, value in ((self._mean, mean), (self._std, std)):
            with QSignalBlocker(field):
                field.setValue(value)
        words = self.tr("as in the recipe {recipe}").format(recipe=source.removeprefix("recipe "))
        others = {
            "you": self.tr("chosen by you"),
            "assumed": self.tr("assumed, as they read best"),
            "unmeasured": self.tr("assumed, not measured"),
        }
        self._source.set_text(others.get(source, words))
        self.show()

    @Slot()
    def _changed(self) -> None:
        self.chosen.emit(self._mean.value(), self._std.value())
