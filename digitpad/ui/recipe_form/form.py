"""The settings of a run: a recipe to begin with, and what the user changes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from digitpad.errors import RecipeError
from digitpad.model.registry import OWN
from digitpad.recipe.kinds import Kind
from digitpad.recipe.presets import PRESETS, PURPOSES
from digitpad.recipe.setting import MAIN
from digitpad.recipe.table import TABLE, renamed
from digitpad.ui.language import VERBATIM
from digitpad.ui.messages import translated
from digitpad.ui.recipe_form.more_settings import MoreSettings
from digitpad.ui.recipe_form.setting_grid import SettingGrid
from digitpad.ui.recipe_form.words import device_title, summary, value_text
from digitpad.ui.widgets.boxes import in_column
from digitpad.ui.widgets.described_items import DescribedItems, describe, show_description
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.fields import choose, fill, named, set_bold, set_tooltip, shrinkable, tool_button
from digitpad.ui.widgets.fitting import room_for_lines


class RecipeForm(QWidget):
    """Recipe, device and the settings, made from the table of settings.

    Choosing a recipe fills in its values. What the user changes afterwards is shown in bold, and one button
    takes it back. Values are plain, as files have them. It is there before torch; the devices come with it.

    Attributes:
        more: the settings that are folded away.
        folder: the button that chooses the datasets' folder.
        editors: name of a setting -> its `Editor`.

    Signals:
        values_changed(): a setting has another value.
        refused(object): a `RecipeError`: what stands in a field cannot be.
        pointed(QWidget): that field.
    """

    values_changed = Signal()
    refused = Signal(object)
    pointed = Signal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipes = {name: recipe.as_dict() for name, recipe in PRESETS.items()}
        self._device: object = "auto"  # what was restored before the devices are known
        self._base: Mapping[str, object] = {}  # the recipe that was shown last
        self._values: dict[str, object] = {}
        self._quiet = False
        self._make_fields()
        for editor in self.editors.values():
            editor.value_changed.connect(self._refresh)
            if editor.checked is not None:
                editor.checked.notices.problem_changed.connect(self._refresh)
        self.recipe.currentIndexChanged.connect(self._take_recipe)
        self.reset.clicked.connect(self._reset_to_recipe)
        self._take_recipe()
        self.mark()
        self.set_editable(False)

    def _make_fields(self) -> None:
        self._main = grid = SettingGrid(self)
        self.recipe = named(shrinkable(ElidedCombo(grid)), "recipeCombo", self.tr("Recipe"))
        for name in self._recipes:
            self._list_recipe(name, name, translated(PURPOSES[name]))
        self.recipe.setProperty(VERBATIM, True)  # names of recipes
        DescribedItems(self.recipe)
        about = self.tr("Reset to the recipe's settings")
        self.reset = tool_button(grid, "resetRecipeButton", self.tr("Reset"), about)
        grid.place(self.recipe, self.tr("Re&cipe"), wide=True, button=self.reset)
        self._summary = named(QLabel(grid), "recipeSummary", self.tr("What the recipe is"))
        self._summary.setWordWrap(True)
        self._summary.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        # Room for two lines, so that nothing below moves from one recipe to the next.
        room_for_lines(self._summary, 2)
        grid.place(self._summary, "", wide=True)
        main = grid.place_settings(MAIN)
        self.folder: QToolButton = main["dataset"].widget.data_folder
        self.device = named(shrinkable(ElidedCombo(grid)), "deviceCombo", self.tr("Device"))
        grid.place(self.device, self.tr("Dev&ice"))
        self.more = MoreSettings(self)
        self.editors = {**main, **self.more.editors}
        self.setLayout(in_column(self._main, self.more, spacing=5, margin=0))

    def set_devices(self, devices: Sequence[str]) -> None:
        """Fill the list of devices, by the names that the trainer knows, once torch is loaded."""
        fill(self.device, [(name, device_title(name)) for name in devices])
        choose(self.device, self._device)

    def tell_auto(self, precision: str) -> None:
        """Say in the list of precisions which one "auto" takes."""
        combo = self.editors["precision"].widget
        text = self.tr("auto: {precision}").format(precision=precision)
        combo.setItemText(combo.findData("auto"), text)

    def set_editable(self, on: bool) -> None:
        """Whether anything can be set; that the code can be shown does not hang on it."""
        self._main.setEnabled(on)
        self.more.set_editable(on)

    def settings(self) -> dict[str, object]:
        """Recipe, device and epochs, and every other setting that is not the recipe's own."""
        changed = self.changed()
        if self._values["layers"] != self.base()["layers"]:
            changed.add("layers")  # a recipe's own layers do not go with another network
        return {
            "recipe": self.recipe.currentData(),
            "device": self.device.currentData() or self._device,
            "epochs": self._values["epochs"],
            **{name: value for name, value in self._values.items() if name in changed},
        }

    def set_settings(self, settings: Mapping[str, object]) -> None:
        """Show `settings` as `settings()` gave them; what does not fit here is left at the recipe's value."""
        values = renamed(settings)
        if choose(self.recipe, values.get("recipe")):
            self._reset_to_recipe()
        self._device = values.get("device", self._device)
        choose(self.device, self._device)
        self._show(values)

    def mark(self) -> None:
        """Count what is `edited` from here on."""
        self._marked = self._state()

    def _state(self) -> dict[str, object]:
        return {"recipe": self.recipe.currentData(), **self._values}

    def edited(self) -> dict[str, tuple[object, object]]:
        """The settings that are not as they were at the last `mark`: their values then and now.

        Where another recipe was chosen since, "recipe" is among them.
        """
        now = self._state()
        return {
            name: (self._marked[name], value)
            for name, value in now.items()
            if value != self._marked[name] and (name not in TABLE or TABLE[name].applies(now))
        }

    def changed(self) -> set[str]:
        """The settings that are not the recipe's own."""
        base, values = self.base(), self._values
        return {name for name, value in values.items() if value != base[name] and TABLE[name].applies(values)}

    def base(self, key: object = None) -> Mapping[str, object]:
        """The settings of the recipe with this key, or of the chosen one, as it was given."""
        return self._recipes.get(str(self.recipe.currentData() if key is None else key), {})

    def recipe_values(self) -> dict[str, object]:
        """All settings of the recipe as it stands in the form.

        Where what stands in a field cannot be, it is the recipe's own value.
        """
        return {**self.base(), **self._values}

    def accepted(self) -> bool:
        """Whether the settings are what stands in the fields; else the first wrong field is pointed out."""
        for name, editor in self.editors.items():
            refusal = editor.refusal() if TABLE[name].applies(self._values) else None
            if refusal is not None:
                self.more.reveal(name)
                editor.widget.finish()
                editor.widget.setFocus()
                self.pointed.emit(editor.widget)
                self.refused.emit(refusal)
                return False
        return True

    def add_recipe(self, key: str, title: str, values: Mapping[str, object]) -> None:
        """Have a recipe of a file among the others, or anew, and choose it."""
        self._recipes[key] = dict(values)
        self._list_recipe(key, title, key)
        choose(self.recipe, key)
        self._reset_to_recipe()

    def _list_recipe(self, key: str, title: str, purpose: str) -> None:
        if self.recipe.findData(key) < 0:
            self.recipe.addItem(title, key)
        lines = purpose, summary(self._recipes[key])
        describe(self.recipe, self.recipe.findData(key), *lines)

    def show_run(self, recipe: Mapping[str, object], precision: str) -> None:
        """Show the settings of a run, and count what is edited from here on.

        Args:
            recipe: its recipe as a dict.
            precision: what "auto" means on this computer.
        """
        name = str(recipe["name"])
        key = next((key for key, values in self._recipes.items() if values["name"] == name), name)
        # Neither a preset nor displayed before: the user's own; or of another network each time.
        if key not in self._recipes or key == OWN:
            self.add_recipe(key, name, recipe)
        base = self.base(key)
        # Of what is left to dataset and computer only the outcome is in the run; what the user chose stays.
        mine = self._values if self.recipe.currentData() == key else base
        left_open: dict[str, object] = {
            setting: None
            for setting, value in base.items()
            if value is None and recipe[setting] != mine[setting]
        }
        if recipe["precision"] == precision and "auto" in (base["precision"], mine["precision"]):
            left_open["precision"] = "auto"
        self.set_settings({**recipe, **left_open, "recipe": key})
        self.mark()

    @Slot()
    def _take_recipe(self) -> None:
        """Show the chosen recipe's values; a dataset chosen instead of the same proposal stays."""
        base, before = self.base(), self._values.get("dataset")
        stays = before != self._base.get("dataset") == base["dataset"]
        self._show({**base, "dataset": before} if stays else base)

    @Slot()
    def _reset_to_recipe(self) -> None:
        self._show(self.base())

    def _show(self, values: Mapping[str, Any]) -> None:
        self._base = self.base()
        self._quiet = True
        for name, editor in self.editors.items():
            if name in values and _fits(TABLE[name].kind, values[name]):
                editor.set_value(values[name])
        self._quiet = False
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """Show which settings are the user's own, and which mean nothing beside the others."""
        if self._quiet:
            return
        base = self.base()
        wrong = {name for name, editor in self.editors.items() if editor.refusal() is not None}
        self._values = {
            name: base[name] if name in wrong else editor.value() for name, editor in self.editors.items()
        }
        if not TABLE["layers"].applies(self._values):
            self._values["layers"] = []  # those in the field are for when the user comes back to them
        changed = self.changed()
        self._summary.setText(summary(self._values))
        show_description(self.recipe)
        for name, editor in self.editors.items():
            setting = TABLE[name]
            set_bold(editor.label, name in changed)
            self._describe(name, name in changed)
            if setting.when is not None and setting.group == MAIN:
                editor.widget.setEnabled(setting.applies(self._values))
            elif setting.when is not None and not editor.stays:
                editor.widget.setVisible(setting.applies(self._values))
                editor.label.setVisible(setting.applies(self._values))
        self.reset.setEnabled(bool(changed or wrong))
        self.more.set_count(len(changed & self.more.editors.keys()))
        self.values_changed.emit()

    def _describe(self, name: str, is_changed: bool) -> None:
        """Say at a field what its setting does, what to try, and what is wrong or not the recipe's."""
        editor, setting = self.editors[name], TABLE[name]
        lines = [
            translated(setting.tooltip),
            self.tr("Try: {advice}").format(advice=translated(setting.advice)),
        ]
        if is_changed:
            value = value_text(name, self.base()[name])
            lines.append(self.tr("Changed: the recipe says {value}").format(value=value))
        if editor.checked is not None and editor.checked.problem:
            lines.insert(0, editor.checked.problem)
        editor.widget.setAccessibleDescription("\n".join(lines))
        for widget in {editor.widget, editor.label}:
            set_tooltip(widget, lines)


def _fits(kind: Kind, value: Any) -> bool:
    """Whether a recipe may have a plain value, which may come from anywhere."""
    try:
        kind.check("", kind.typed(value))
    except (RecipeError, TypeError, ValueError):
        return False
    return True
