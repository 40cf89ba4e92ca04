"""The settings that a beginner leaves alone: optimiser, schedule, precision. Folded away behind a button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from digitpad.ui.widgets.naming import named
from digitpad.ui.widgets.training.recipe_words import RecipeWords
from digitpad.ui.widgets.training.setting_fields import (
    Field,
    choice,
    fill,
    label_for,
    listen,
    number,
    shown_value,
    whole,
)

_OPTIMIZERS = ("sgd", "adam", "adamw")
_SCHEDULES = ("none", "step", "cosine", "one-cycle")
_WORDY = 80  # pixels that names and units need
_PRECISIONS = ("float32", "bfloat16", "auto")


class AdvancedSettings(QWidget):
    """A button that unfolds the fields, two to a row.

    Attributes:
        fields: name of a recipe's setting -> its field.
        labels: name -> the label that leads to it.
        code: the button that shows the settings as a script.
        tensorboard: whether runs are written for TensorBoard too.

    Signals:
        changed(): a field has another value.
        unfolded(): the fields came into sight.
    """

    changed = Signal()
    unfolded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = RecipeWords(self)
        self.fields: dict[str, Field] = {}
        self.labels: dict[str, QLabel] = {}
        title = self.tr("More settings: optimiser, schedule, precision")
        self.button = named(QToolButton(self), "advancedButton", title)
        self.button.setToolTip(title)
        self.button.setAutoRaise(True)
        # No higher than its line: a small window has little room.
        self.button.setFixedHeight(self.button.fontMetrics().height() + 4)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        code = self.tr("Show the code")
        self.code = named(QToolButton(self), "codeButton", code)
        self.code.setText(self.tr("Show the code…"))
        self.code.setToolTip(self.tr("These settings as a plain PyTorch script that runs by itself"))
        self.code.setAutoRaise(True)
        self.code.setFixedHeight(self.button.height())
        self._folded = QWidget(self)
        self._make_fields()
        first = QHBoxLayout()
        first.setSpacing(0)
        first.addWidget(self.button)
        first.addStretch(1)
        first.addWidget(self.code)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(first)
        column.addWidget(self._folded)
        self.button.toggled.connect(self._unfold)
        self._unfold(False)
        self.set_count(0)

    def _make_fields(self) -> None:
        part = self._folded
        title = self.tr("Write runs for TensorBoard")
        self.tensorboard = named(QCheckBox(title, part), "tensorboardCheck", title)
        self.tensorboard.setToolTip(
            self.tr("Losses, the first batch and the graph, for tensorboard --logdir; from the next run on")
        )
        optimizer = choice(part, "optimizerCombo", self.tr("Optimiser"))
        schedule = choice(part, "scheduleCombo", self.tr("Learning rate schedule"))
        precision = choice(part, "precisionCombo", self.tr("Precision"))
        for combo, setting, names in (
            (optimizer, "optimizer", _OPTIMIZERS),
            (schedule, "schedule", _SCHEDULES),
            (precision, "precision", _PRECISIONS),
        ):
            fill(combo, [(name, self._words.value(setting, name)) for name in names])
        self.fields = {
            "optimizer": optimizer,
            "precision": precision,
            "schedule": schedule,
            "step_epochs": whole(part, "stepEpochsSpin", self.tr("Epochs between two falls"), 1, 10_000),
            "step_factor": number(part, "stepFactorSpin", self.tr("Factor of each fall"), 0.000001, 1, 6),
            "weight_decay": number(part, "weightDecaySpin", self.tr("Weight decay"), 0, 10, 6),
        }
        self.fields["step_epochs"].setSuffix(self.tr(" epochs"))  # type: ignore[union-attr]
        texts = {
            "optimizer": self.tr("Optimiser"),
            "weight_decay": self.tr("Weight decay"),
            "schedule": self.tr("Schedule"),
            "precision": self.tr("Precision"),
            "step_epochs": self.tr("Every"),
            "step_factor": self.tr("by factor"),
        }
        grid = QGridLayout(part)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        places = {  # row, column, columns of the label, columns of the field
            "optimizer": (0, 0, 1, 1),
            "precision": (0, 2, 1, 1),
            "schedule": (1, 0, 1, 3),
            "step_epochs": (2, 0, 1, 1),
            "step_factor": (2, 2, 1, 1),
            "weight_decay": (3, 0, 2, 2),
        }
        for name, field in self.fields.items():
            row, column, label_columns, field_columns = places[name]
            self.labels[name] = label_for(part, texts[name], field)
            grid.addWidget(self.labels[name], row, column, 1, label_columns)
            grid.addWidget(field, row, column + label_columns, 1, field_columns)
            listen(field, self.changed)
        grid.addWidget(self.tensorboard, 4, 0, 1, 4)
        for name in ("optimizer", "precision", "step_epochs"):
            self.fields[name].setMinimumWidth(_WORDY)
        # Tab goes through them row by row.
        for before, after in zip(
            list(self.fields.values())[:-1], list(self.fields.values())[1:], strict=True
        ):
            QWidget.setTabOrder(before, after)
        QWidget.setTabOrder(self.fields["weight_decay"], self.tensorboard)

    def set_editable(self, on: bool) -> None:
        """Whether the fields can be set."""
        self._folded.setEnabled(on)

    def has_steps(self) -> bool:
        """Whether the schedule is the one that falls in steps."""
        return shown_value(self.fields["schedule"]) == "step"

    def refresh(self) -> None:
        """Show the fields of the stepped schedule only with it."""
        for name in ("step_epochs", "step_factor"):
            self.fields[name].setVisible(self.has_steps())
            self.labels[name].setVisible(self.has_steps())

    def set_count(self, changed: int) -> None:
        """Tell, folded up too, how many of the settings are not the recipe's own."""
        text = self.tr("More settings")
        if changed:
            text = self.tr("More settings ({count} changed)").format(count=changed)
        self.button.setText(text)
        font = self.button.font()
        font.setBold(bool(changed))
        self.button.setFont(font)

    def _unfold(self, unfolded: bool) -> None:
        if unfolded:
            self.unfolded.emit()
        self.button.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)
        self._folded.setVisible(unfolded)
        self.updateGeometry()
