"""The settings of a run: a recipe to begin with, and what the user changes of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QToolButton,
    QWidget,
)

from digitpad.ui.widgets.naming import named
from digitpad.ui.widgets.training.recipe_words import RecipeWords
from digitpad.ui.widgets.training.setting_fields import choice, label_for, number, whole

FIELDS = ("dataset", "epochs", "batch_size", "learning_rate", "momentum", "seed")
"""The settings of a recipe that can be changed here."""


class RecipeForm(QWidget):
    """Recipe, dataset, device and numbers, two to a row.

    Choosing a recipe fills in its values. What the user changes afterwards is shown in bold, and one
    button takes it back. Until `set_choices` is called there is nothing to choose.

    Signals:
        dataset_folder_requested(): choose the folder that holds the datasets.
    """

    dataset_folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipes: dict[str, dict[str, object]] = {}
        self._restored: Mapping[str, object] = {}
        self._was = ""
        self._words = RecipeWords(self)
        self._make_fields()
        self._labels: dict[str, QLabel] = {}
        self._arrange()
        self._connect()
        self.summary.setText(self.tr("Loading PyTorch…"))
        self._show_lowest_as(" ")  # numbers that belong to no recipe say nothing
        self._refresh()
        self.setEnabled(False)

    def _make_fields(self) -> None:
        self.recipe = choice(self, "recipeCombo", self.tr("Recipe"))
        self.reset = named(QToolButton(self), "resetRecipeButton", self.tr("Reset to the recipe's settings"))
        self.reset.setText(self.tr("Reset"))
        self.reset.setToolTip(self.tr("Back to the recipe's own settings"))
        self.summary = named(QLabel(self), "recipeSummary", self.tr("What the recipe is"))
        self.summary.setWordWrap(True)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        # Room for two lines, so that nothing below moves from one recipe to the next.
        self.summary.setMinimumHeight(2 * self.summary.fontMetrics().lineSpacing())
        self.dataset = choice(self, "datasetCombo", self.tr("Dataset"))
        self.folder = named(QToolButton(self), "datasetFolderButton", self.tr("Choose the datasets' folder"))
        self.folder.setText("…")
        self.folder.setToolTip(self.tr("Choose the folder that holds the datasets"))
        self.epochs = whole(self, "epochsSpin", self.tr("Epochs"), 1, 10_000)
        self.batch_size = whole(self, "batchSizeSpin", self.tr("Batch size"), 1, 100_000)
        self.learning_rate = number(self, "learningRateSpin", self.tr("Learning rate"), 0.00001, 10, 7)
        self.momentum = number(self, "momentumSpin", self.tr("Momentum"), 0, 0.9999, 4)
        self.momentum.setSingleStep(0.1)
        self.seed = whole(self, "seedSpin", self.tr("Seed"), 0, 2**31 - 1)
        self.device = choice(self, "deviceCombo", self.tr("Device"))

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for text, name, field, row, column in (
            (self.tr("Re&cipe"), "recipe", _pair(self.recipe, self.reset), 0, 0),
            (self.tr("D&ataset"), "dataset", _pair(self.dataset, self.folder), 2, 0),
            (self.tr("Epoc&hs"), "epochs", self.epochs, 3, 0),
            (self.tr("&Batch size"), "batch_size", self.batch_size, 3, 2),
            (self.tr("Learnin&g rate"), "learning_rate", self.learning_rate, 4, 0),
            (self.tr("&Momentum"), "momentum", self.momentum, 4, 2),
            (self.tr("See&d"), "seed", self.seed, 5, 0),
            (self.tr("Dev&ice"), "device", self.device, 5, 2),
        ):
            label = label_for(self, text, getattr(self, name))
            self._labels[name] = label
            grid.addWidget(label, row, column)
            if isinstance(field, QHBoxLayout):
                grid.addLayout(field, row, 1, 1, 3)
            else:
                grid.addWidget(field, row, column + 1)
        grid.addWidget(self.summary, 1, 0, 1, 4)

    def _connect(self) -> None:
        self.recipe.currentIndexChanged.connect(self._take_recipe)
        self.reset.clicked.connect(self._reset_to_recipe)
        self.folder.clicked.connect(self.dataset_folder_requested)
        self.dataset.currentIndexChanged.connect(self._refresh)
        for field in (self.epochs, self.batch_size, self.seed, self.learning_rate, self.momentum):
            field.valueChanged.connect(self._refresh)

    def set_choices(
        self,
        recipes: Mapping[str, Mapping[str, object]],
        datasets: Sequence[tuple[str, str]],
        devices: Sequence[str],
    ) -> None:
        """Fill the lists; settings restored before this are taken over now.

        Args:
            recipes: name -> the recipe as a dict, the one to begin with first.
            datasets: name and title of each.
            devices: names as the trainer knows them.
        """
        restored = self.settings() or self._restored
        self._recipes = {name: dict(values) for name, values in recipes.items()}
        self._show_lowest_as("")
        self._was = ""
        _fill(self.dataset, datasets)
        _fill(self.device, [(name, self._words.device(name)) for name in devices])
        _fill(self.recipe, [(name, name) for name in recipes])
        for index, values in enumerate(self._recipes.values()):
            self.recipe.setItemData(index, self._words.summary(values), Qt.ItemDataRole.ToolTipRole)
        self._take_recipe()
        self.setEnabled(bool(recipes))
        self.set_settings(restored)

    def _show_lowest_as(self, text: str) -> None:
        for field in (self.epochs, self.batch_size, self.learning_rate, self.momentum, self.seed):
            field.setSpecialValueText(text)

    def settings(self) -> dict[str, object]:
        """Recipe, device and epochs, and every other setting that is not the recipe's own."""
        if not self._recipes:
            return dict(self._restored)
        changed = self.changed()
        return {
            "recipe": self.recipe.currentData(),
            "device": self.device.currentData(),
            "epochs": self.epochs.value(),
            **{name: value for name, value in self._values().items() if name in changed},
        }

    def set_settings(self, settings: Mapping[str, object]) -> None:
        """Show `settings` as `settings()` gave them; what does not fit here is left at the recipe's value."""
        self._restored = dict(settings)
        if not self._recipes or not settings:
            return
        if _choose(self.recipe, settings.get("recipe")):
            self._reset_to_recipe()
        _choose(self.device, settings.get("device"))
        self._show({name: settings[name] for name in FIELDS if name in settings})

    def changed(self) -> set[str]:
        """The settings that are not the recipe's own."""
        base = self._base()
        unused = set() if self._has_momentum() else {"momentum"}
        return {
            name
            for name, value in self._values().items()
            if name in base and name not in unused and not _same(value, base[name])
        }

    def _base(self) -> dict[str, object]:
        return self._recipes.get(str(self.recipe.currentData()), {})

    def _has_momentum(self) -> bool:
        return self._base().get("optimizer") == "sgd"

    def _values(self) -> dict[str, object]:
        return {
            "dataset": self.dataset.currentData(),
            "epochs": self.epochs.value(),
            "batch_size": self.batch_size.value(),
            "learning_rate": round(self.learning_rate.value(), 7),
            "momentum": round(self.momentum.value(), 4),
            "seed": self.seed.value(),
        }

    def _take_recipe(self) -> None:
        """Show the chosen recipe's values; a dataset chosen instead of the same proposal stays."""
        proposal = self._recipes.get(self._was, {}).get("dataset")
        kept = self.dataset.currentData() if self._base().get("dataset") == proposal else None
        self._was = str(self.recipe.currentData())
        self._show({**self._base(), **({"dataset": kept} if kept is not None else {})})

    def _reset_to_recipe(self) -> None:
        self._show(self._base())

    def _show(self, values: Mapping[str, object]) -> None:
        _choose(self.dataset, values.get("dataset"))
        for name in ("epochs", "batch_size", "seed", "learning_rate", "momentum"):
            field: QSpinBox | QDoubleSpinBox = getattr(self, name)
            value = values.get(name)
            kinds = (int,) if isinstance(field, QSpinBox) else (int, float)
            if isinstance(value, kinds) and not isinstance(value, bool) and math.isfinite(value):
                field.setValue(value)  # type: ignore[arg-type]
        self._refresh()

    def _refresh(self) -> None:
        """Show which settings are the user's own, and which have no meaning."""
        if self._recipes:
            self.summary.setText(self._words.summary(self._base()))
        changed = self.changed()
        for name in FIELDS:
            label, field = self._labels[name], getattr(self, name)
            font = label.font()
            font.setBold(name in changed)
            label.setFont(font)
            hint = self.tr("Changed: the recipe says {value}").format(value=self._base().get(name))
            plain = self.dataset.currentText() if field is self.dataset else ""
            field.setToolTip(hint if name in changed else plain)
            field.setAccessibleDescription(hint if name in changed else "")
        if self._recipes and not self._has_momentum():
            self.momentum.setToolTip(self.tr("Adam keeps averages of its own and has no momentum to set"))
        self.momentum.setEnabled(self._has_momentum())
        self.reset.setEnabled(bool(changed))


def _pair(field: QWidget, button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(field, 1)
    row.addWidget(button)
    return row


def _fill(combo: QComboBox, entries: Sequence[tuple[str, str]]) -> None:
    with QSignalBlocker(combo):
        combo.clear()
        for name, title in entries:
            combo.addItem(title, name)


def _choose(combo: QComboBox, name: object) -> bool:
    index = combo.findData(name)
    if index >= 0:
        combo.setCurrentIndex(index)
    return index >= 0


def _same(left: object, right: object) -> bool:
    if isinstance(left, float) and isinstance(right, int | float):
        return math.isclose(left, right, abs_tol=1e-9)
    return left == right
