"""The settings of a run: a recipe to begin with, and what the user changes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from digitpad.recipe.table import renamed
from digitpad.ui.recipe_form.advanced_settings import AdvancedSettings
from digitpad.ui.recipe_form.dataset_combo import DatasetCombo
from digitpad.ui.recipe_form.recipe_words import RecipeWords
from digitpad.ui.recipe_form.setting_fields import (
    Field,
    beside,
    choice,
    choose,
    fill,
    label_for,
    listen,
    number,
    same,
    show_value,
    shown_value,
    whole,
)
from digitpad.ui.widgets.naming import named


class RecipeForm(QWidget):
    """Recipe, dataset, device and numbers, two to a row.

    Choosing a recipe fills in its values. What the user changes afterwards is shown in bold, and one
    button takes it back. Until `set_choices` is called there is nothing to choose.

    Attributes:
        folder: the button that asks for the folder that holds the datasets.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipes: dict[str, dict[str, object]] = {}
        self._restored: Mapping[str, object] = {}
        self._was = ""
        self._marked: dict[str, object] = {}
        self._editable = True
        self._given: dict[str, tuple[object, object]] = {}  # values, and what the fields show of them
        self._meanings = {
            "epochs": self.tr("How often the network goes through all training pictures"),
            "batch_size": self.tr("Pictures a step (iteration): the weights move once after so many"),
        }
        self._words = RecipeWords(self)
        self._make_fields()
        self._labels: dict[str, QLabel] = {**self.advanced.labels}
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
        self.dataset = named(DatasetCombo(self), "datasetCombo", self.tr("Dataset"))
        self.folder = named(QToolButton(self), "datasetFolderButton", self.tr("Choose the datasets' folder"))
        self.folder.setText("…")
        self.folder.setToolTip(self.tr("Choose the folder that holds the datasets"))
        self.epochs = whole(self, "epochsSpin", self.tr("Epochs"), 1, 10_000)
        self.batch_size = whole(self, "batchSizeSpin", self.tr("Batch size"), 1, 100_000)
        self.learning_rate = number(self, "learningRateSpin", self.tr("Learning rate"), 0.00000001, 100, 10)
        self.momentum = number(self, "momentumSpin", self.tr("Momentum"), 0, 0.9999, 6)
        self.momentum.setSingleStep(0.1)
        self.seed = whole(self, "seedSpin", self.tr("Seed"), 0, 2**31 - 1)
        self.device = choice(self, "deviceCombo", self.tr("Device"))
        self.advanced = AdvancedSettings(self)
        self._fields: dict[str, Field] = {
            "dataset": self.dataset,
            "epochs": self.epochs,
            "batch_size": self.batch_size,
            "learning_rate": self.learning_rate,
            "momentum": self.momentum,
            "seed": self.seed,
            **self.advanced.fields,
        }

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for text, name, field, row, column in (
            (self.tr("Re&cipe"), "recipe", beside(self.recipe, self.reset), 0, 0),
            (self.tr("D&ataset"), "dataset", beside(self.dataset, self.folder), 2, 0),
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
        grid.addWidget(self.advanced, 6, 0, 1, 4)

    def _connect(self) -> None:
        self.recipe.currentIndexChanged.connect(self._take_recipe)
        self.reset.clicked.connect(self._reset_to_recipe)
        self.advanced.changed.connect(self._refresh)
        for name, field in self._fields.items():
            if name not in self.advanced.fields:
                listen(field, self._refresh)

    def set_choices(
        self,
        recipes: Mapping[str, Mapping[str, object]],
        datasets: Sequence[tuple[str, str]],
        devices: Sequence[str],
        networks: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Fill the lists; settings restored before this are taken over now.

        Args:
            recipes: name -> the recipe as a dict, the one to begin with first.
            datasets: name and title of each.
            devices: names as the trainer knows them.
            networks: name and title of each; those of the recipes if none.
        """
        restored = self.settings() or self._restored
        self._recipes = {name: dict(values) for name, values in recipes.items()}
        self._show_lowest_as("")
        self._was = ""
        self.dataset.set_datasets(datasets)
        named_ones = [(str(values["network"]), str(values["network"])) for values in recipes.values()]
        fill(self.advanced.network.network, networks or list(dict.fromkeys(named_ones)))
        fill(self.device, [(name, self._words.device(name)) for name in devices])
        fill(self.recipe, [(name, name) for name in recipes])
        for index, values in enumerate(self._recipes.values()):
            self.recipe.setItemData(index, self._words.summary(values), Qt.ItemDataRole.ToolTipRole)
        self._take_recipe()
        self.setEnabled(bool(recipes))
        self.set_settings(restored)
        self.mark()

    def _show_lowest_as(self, text: str) -> None:
        for field in (self.epochs, self.batch_size, self.learning_rate, self.momentum, self.seed):
            field.setSpecialValueText(text)

    def set_editable(self, on: bool) -> None:
        """Whether anything can be set; that the code can be shown does not hang on it."""
        self._editable = on
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        for child in self.findChildren(QWidget, options=direct):
            if child is not self.advanced:
                child.setEnabled(on)
        self.advanced.set_editable(on)
        if on:
            self._refresh()

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
        settings = self._restored = renamed(settings)
        if not self._recipes or not settings:
            return
        self.dataset.add_folder(settings.get("dataset"))
        if choose(self.recipe, settings.get("recipe")):
            self._reset_to_recipe()
        choose(self.device, settings.get("device"))
        self._show(settings)

    def mark(self) -> None:
        """Let `edited` count from here on."""
        self._marked = {"recipe": self.recipe.currentData(), **self._values()}

    def edited(self) -> dict[str, tuple[object, object]]:
        """The settings that are not as they were at the last `mark`: their values then and now.

        Where another recipe was chosen since, "recipe" is among them.
        """
        now = {"recipe": self.recipe.currentData(), **self._values()}
        unused = self._unused()
        return {
            name: (self._marked.get(name), value)
            for name, value in now.items()
            if name not in unused and not same(value, self._marked.get(name))
        }

    def changed(self) -> set[str]:
        """The settings that are not the recipe's own."""
        base, unused = self._base(), self._unused()
        return {
            name
            for name, value in self._values().items()
            if name in base and name not in unused and not same(value, base[name])
        }

    def _unused(self) -> set[str]:
        """The settings that have no meaning beside the others."""
        momentum = set() if self._has_momentum() else {"momentum"}
        steps = set() if self.advanced.has_steps() else {"step_epochs", "step_factor"}
        folder = set() if self.dataset.of_folder() else set(self.advanced.pictures.folder_only)
        return momentum | steps | folder

    def _base(self) -> dict[str, object]:
        return self._recipes.get(str(self.recipe.currentData()), {})

    def _has_momentum(self) -> bool:
        return shown_value(self._fields["optimizer"]) == "sgd"

    def _values(self) -> dict[str, object]:
        """The settings; where nobody touched a field, its whole value and not what it has room to show."""
        values = {}
        for name, field in self._fields.items():
            shown = shown_value(field)
            given, as_shown = self._given.get(name, (None, None))
            values[name] = given if name in self._given and shown == as_shown else shown
        return values

    def _take_recipe(self) -> None:
        """Show the chosen recipe's values; a dataset chosen instead of the same proposal stays."""
        proposal = self._recipes.get(self._was, {}).get("dataset")
        kept = self.dataset.currentData() if self._base().get("dataset") == proposal else None
        self._was = str(self.recipe.currentData())
        self._show({**self._base(), **({"dataset": kept} if kept is not None else {})})

    def _reset_to_recipe(self) -> None:
        self._show(self._base())

    def choose_folder(self, path: str) -> None:
        """Train on a folder of pictures."""
        self.dataset.add_folder(path)
        choose(self.dataset, path)

    def add_recipe(self, key: str, title: str, values: Mapping[str, object]) -> None:
        """Have a recipe of a file among the others, or anew, and choose it."""
        self._recipes[key] = dict(values)
        self.dataset.add_folder(values.get("dataset"))
        if self.recipe.findData(key) < 0:
            self.recipe.addItem(title, key)
        index = self.recipe.findData(key)
        self.recipe.setItemData(index, f"{key}\n{self._words.summary(values)}", Qt.ItemDataRole.ToolTipRole)
        self.recipe.setCurrentIndex(index)
        self._reset_to_recipe()

    def base(self, key: object) -> Mapping[str, object]:
        """The settings of the recipe with this key, as it was given."""
        return self._recipes.get(str(key), {})

    def recipe_values(self) -> dict[str, object]:
        """All settings of the recipe as it stands in the form."""
        return {**self._base(), **self._values()}

    def _show(self, values: Mapping[str, object]) -> None:
        for name, field in self._fields.items():
            if name in values and show_value(field, values[name]):
                self._given[name] = values[name], shown_value(field)
        self._refresh()

    def _refresh(self) -> None:
        """Show which settings are the user's own, and which have no meaning."""
        base, changed = self._base(), self.changed()
        if self._recipes:
            self.summary.setText(self._words.summary({**base, **self._values()}))
        for name, field in self._fields.items():
            label = self._labels[name]
            font = label.font()
            font.setBold(name in changed)
            label.setFont(font)
            if isinstance(field, QCheckBox):  # it says its name itself
                field.setFont(font)
            value = self._words.value(name, base.get(name))
            hint = self.tr("Changed: the recipe says {value}").format(value=value)
            plain = self.dataset.currentText() if field is self.dataset else self._meanings.get(name, "")
            field.setToolTip(hint if name in changed else plain)
            field.setAccessibleDescription(hint if name in changed else "")
        if self._recipes and not self._has_momentum():
            self.momentum.setToolTip(self.tr("Adam keeps averages of its own and has no momentum to set"))
        self.momentum.setEnabled(self._editable and self._has_momentum())
        self.advanced.refresh(self.dataset.of_folder())
        self.advanced.set_count(len(changed & self.advanced.fields.keys()))
        self.reset.setEnabled(self._editable and bool(changed))
