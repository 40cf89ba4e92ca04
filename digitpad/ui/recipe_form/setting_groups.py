"""The settings that a beginner leaves alone, in groups: what each field is called, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QMenu, QToolButton, QWidget

from digitpad.ui.recipe_form.recipe_words import RecipeWords
from digitpad.ui.recipe_form.setting_fields import (
    Field,
    choice,
    fill,
    label_for,
    listen,
    number,
    shown_value,
    whole,
)
from digitpad.ui.recipe_form.value_fields import (
    ButtonField,
    TextField,
    read_numbers,
    read_rates,
    write_numbers,
    write_rates,
)
from digitpad.ui.widgets.naming import named

_OPTIMIZERS = ("sgd", "adam", "adamw")
_LOSSES = ("cross-entropy", "nll", "open-set")
_SCHEDULES = ("none", "step", "cosine", "one-cycle")
_PRECISIONS = ("float32", "bfloat16", "float16", "auto")
_COLOURS = ("auto", "grey", "colour")
_KINDS = ("auto", "ink", "object", "picture")
_AUGMENTATIONS = ("none", "affine", "elastic", "flip-crop")
_WORDY = 66  # pixels that names and units need


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands.

    Attributes:
        setting: name of the recipe's setting.
        label: what it is called.
        field: the field.
        row, column: of the label in a grid of four columns.
        wide: whether the field takes all of its row.
    """

    setting: str
    label: str
    field: Field
    row: int
    column: int = 0
    wide: bool = False


class SettingGroup(QWidget):
    """Some settings, two to a row.

    Attributes:
        fields: name of a recipe's setting -> its field.
        labels: name -> the label that leads to it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = RecipeWords(self)
        self.fields: dict[str, Field] = {}
        self.labels: dict[str, QLabel] = {}
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(4)
        self.grid.setVerticalSpacing(5)
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnStretch(3, 1)

    def place(self, places: Sequence[Place]) -> None:
        """Put the fields where they belong; Tab goes through them in this order."""
        before: QWidget | None = None
        for place in places:
            field = place.field
            self.fields[place.setting] = field
            self.labels[place.setting] = label_for(self, place.label, field)
            self.grid.addWidget(self.labels[place.setting], place.row, place.column)
            self.grid.addWidget(field, place.row, place.column + 1, 1, 3 if place.wide else 1)
            if before is not None:
                QWidget.setTabOrder(before, field)
            before = field
        self.grid.setRowStretch(1 + max(place.row for place in places), 1)

    def choice_of(self, name: str, title: str, setting: str, values: Sequence[str]) -> Field:
        """A list of a setting's values in words."""
        combo = choice(self, name, title)
        combo.setMinimumWidth(_WORDY)
        fill(combo, [(value, self.words.value(setting, value)) for value in values])
        return combo

    def show_only(self, settings: Sequence[str], shown: bool) -> None:
        """Show or hide fields that have a meaning only beside others."""
        for name in settings:
            self.fields[name].setVisible(shown)
            self.labels[name].setVisible(shown)


class OptimizerGroup(SettingGroup):
    """Optimiser, loss, schedule, precision."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("Write runs for TensorBoard")
        self.tensorboard = named(QCheckBox(title, self), "tensorboardCheck", title)
        self.tensorboard.setToolTip(
            self.tr("Losses, the first batch and the graph, for tensorboard --logdir; from the next run on")
        )
        every = whole(self, "stepEpochsSpin", self.tr("Epochs between two falls"), 1, 10_000)
        every.setSuffix(self.tr(" epochs"))
        every.setMinimumWidth(_WORDY)
        optimizer = self.choice_of("optimizerCombo", self.tr("Optimiser"), "optimizer", _OPTIMIZERS)
        precision = self.choice_of("precisionCombo", self.tr("Precision"), "precision", _PRECISIONS)
        schedule = self.choice_of("scheduleCombo", self.tr("Learning rate schedule"), "schedule", _SCHEDULES)
        loss = self.choice_of("lossCombo", self.tr("Loss function"), "loss", _LOSSES)
        factor = number(self, "stepFactorSpin", self.tr("Factor of each fall"), 0.000001, 1, 6)
        decay = number(self, "weightDecaySpin", self.tr("Weight decay"), 0, 10, 10)
        smooth = number(self, "labelSmoothingSpin", self.tr("Label smoothing"), 0, 0.9, 6)
        average = number(self, "averageDecaySpin", self.tr("Decay of the averaged weights"), 0, 0.99999, 6)
        settle = whole(self, "freezeNormSpin", self.tr("Epochs after which batch norm is settled"), 0, 10_000)
        settle.setSpecialValueText(self.tr("never"))
        text = self.tr("Keep a checkpoint of each epoch")
        epochs = named(QCheckBox(text, self), "keepEpochsCheck", text)
        epochs.setToolTip(self.tr("epoch-01.pth, epoch-02.pth and so on, beside last.pth and best.pth"))
        keep = number(self, "keepAboveSpin", self.tr("Accuracy from which best.pth is kept"), 0, 1, 6)
        self.place(
            (
                Place("optimizer", self.tr("Optimiser"), optimizer, 0),
                Place("precision", self.tr("Precision"), precision, 0, 2),
                Place("loss", self.tr("Loss"), loss, 1),
                Place("weight_decay", self.tr("Weight decay"), decay, 1, 2),
                Place("schedule", self.tr("Schedule"), schedule, 2, wide=True),
                Place("step_epochs", self.tr("Every"), every, 3),
                Place("step_factor", self.tr("by factor"), factor, 3, 2),
                Place("label_smoothing", self.tr("Smoothing"), smooth, 4),
                Place("ema_decay", self.tr("Averaging"), average, 4, 2),
                Place("freeze_norm_after", self.tr("Settle norm"), settle, 5),
                Place("keep_above", self.tr("Keep from"), keep, 5, 2),
                Place("keep_epochs", "", epochs, 6, 0, True),
            )
        )
        self.grid.addWidget(self.tensorboard, 7, 0, 1, 4, Qt.AlignmentFlag.AlignLeft)
        QWidget.setTabOrder(epochs, self.tensorboard)

    def refresh(self) -> None:
        """Show the fields of the stepped schedule only with it."""
        self.show_only(("step_epochs", "step_factor"), self.has_steps())

    def has_steps(self) -> bool:
        """Whether the schedule is the one that falls in steps."""
        return shown_value(self.fields["schedule"]) == "step"


class PictureGroup(SettingGroup):
    """What is done to the pictures before the network gets them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        size = whole(self, "pictureSizeSpin", self.tr("Side of the pictures in pixels"), 0, 512)
        size.setSpecialValueText(self.tr("dataset's"))
        size.setSuffix(self.tr(" px"))
        self.transforms = named(
            ButtonField(self._transforms_in_words, [], self), "transformsButton", self.tr("Random transforms")
        )
        self.transforms.setToolTip(self.tr("Random changes of the training pictures, with a preview"))
        share = number(self, "testShareSpin", self.tr("Share kept for testing"), 0.01, 0.9, 6)
        split = whole(self, "splitSeedSpin", self.tr("Seed of the division"), 0, 2**31 - 1)
        fields = [self._numbers(name, title) for name, title in self._normalisation()]
        colour = self.choice_of("colourCombo", self.tr("Grey or colour"), "colour", _COLOURS)
        kind = self.choice_of("picturesCombo", self.tr("What the pictures show"), "pictures", _KINDS)
        vary = self.choice_of(
            "augmentationCombo", self.tr("Variation of the pictures"), "augmentation", _AUGMENTATIONS
        )
        self.place(
            (
                Place("picture_size", self.tr("Size"), size, 0),
                Place("colour", self.tr("Colour"), colour, 0, 2),
                Place("mean", self.tr("Mean"), fields[0], 1),
                Place("std", self.tr("Std"), fields[1], 1, 2),
                Place("augmentation", self.tr("Variation"), vary, 2),
                Place("transforms", self.tr("Transforms"), self.transforms, 2, 2),
                Place("test_fraction", self.tr("Test share"), share, 3),
                Place("split_seed", self.tr("Split seed"), split, 3, 2),
                Place("pictures", self.tr("Contents"), kind, 4, wide=True),
            )
        )
        self.folder_only = ("test_fraction", "split_seed", "pictures")

    def _normalisation(self) -> tuple[tuple[str, str], tuple[str, str]]:
        mean = ("recipeMeanEdit", self.tr("Mean of the normalisation"))
        return mean, ("recipeStdEdit", self.tr("Standard deviation of the normalisation"))

    def _numbers(self, name: str, title: str) -> TextField:
        field = named(TextField(read_numbers, write_numbers, self), name, title)
        field.setPlaceholderText(self.tr("dataset's"))
        return field

    def _transforms_in_words(self, transforms: Sequence[object]) -> str:
        count = len(transforms)
        return self.tr("{count} chosen…").format(count=count) if count else self.tr("none…")


class NetworkGroup(SettingGroup):
    """Which network learns, with what it begins, and which of its layers learn how fast.

    Signals:
        weights_requested(): choose a file with weights to begin with.
    """

    weights_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.network = choice(self, "networkCombo", self.tr("Network"))
        self.weights = named(
            ButtonField(self._weights_in_words, "", self), "weightsButton", self.tr("Weights to begin with")
        )
        self.weights.setToolTip(self.tr("Random, or those in a file of the same network"))
        self.weights.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.weights)
        for title, name, slot in (
            (self.tr("Random weights"), "randomWeightsAction", self._take_random),
            (self.tr("A file's weights…"), "fileWeightsAction", self.weights_requested),
        ):
            action = QAction(title, menu)
            action.setObjectName(name)
            action.triggered.connect(slot)
            menu.addAction(action)
        self.weights.setMenu(menu)
        text = self.tr("Only the last layer learns; the others stay as they are")
        frozen = named(QCheckBox(self.tr("Freeze the body"), self), "freezeBodyCheck", text)
        frozen.setToolTip(text)
        rates = named(
            TextField(read_rates, write_rates, self), "layerRatesEdit", self.tr("Learning rates of layers")
        )
        rates.setPlaceholderText(self.tr("such as features = 0.1, classifier = 1"))
        rates.setToolTip(
            self.tr("Layers, and what the learning rate is multiplied by in them; 0 freezes a layer")
        )
        self.place(
            (
                Place("network", self.tr("Network"), self.network, 0, wide=True),
                Place("weights", self.tr("Begin with"), self.weights, 1),
                Place("freeze_body", "", frozen, 1, 2),
                Place("lr_multipliers", self.tr("Layer rates"), rates, 2, wide=True),
            )
        )

    @Slot()
    def _take_random(self) -> None:
        self.weights.set_value("")

    def _weights_in_words(self, path: str) -> str:
        return PurePath(path).name if path else self.tr("random weights")


def listen_to(group: SettingGroup, slot: object) -> None:
    """Tell by a signal when a field of the group has another value."""
    for field in group.fields.values():
        listen(field, slot)  # type: ignore[arg-type]
