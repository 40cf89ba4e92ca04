"""The options of one layer, made from what its kind says of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from digitpad.errors import RecipeError
from digitpad.model.spec.layers import ACTIVATIONS, Activation, Layer, Option, Residual
from digitpad.model.spec.plain import check_option, is_name, options_of
from digitpad.model.spec.shapes import Place
from digitpad.ui.messages import translated
from digitpad.ui.network_editor import words
from digitpad.ui.network_editor.editing import LAYERS, Address
from digitpad.ui.style.theme import error_text, soft_text, with_text
from digitpad.ui.widgets.check_box import CheckBox
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.fields import choose, label_for, named, shrinkable, text_label
from digitpad.ui.widgets.fitting import write_like_code

NAME, FUNCTION = "name", "call"
_LEARNT_FROM_PICTURES = ("inputs",)
"""Options that only a file's network needs: the shapes decide them otherwise."""


class OptionPane(QScrollArea):
    """A field for each option of the selected layer; wrong input says so below its field.

    Signals:
        changed(str, object): name of an option, and the value that the user gave it.
        refused(str): name of an option in whose field stands what cannot be.
        left(): the user is done with a field.
    """

    changed = Signal(str, object)
    refused = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "layerOptions", self.tr("Options of the selected layer"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._subject: tuple[object, ...] = ()
        self._place: Place | None = None
        self._fields: dict[str, QWidget] = {}
        self._problems: dict[str, QLabel] = {}
        self._wrong: set[str] = set()
        self._code = text_label("")
        self._show_page(None, None)

    def show_place(self, address: Address | None, place: Place | None, own: Layer | None) -> None:
        """Show the options of the layer `own` at its place; None for what is not a layer."""
        subject = (address, type(own), own.call if isinstance(own, Activation) else "")
        self._place = place
        if subject != self._subject:
            self._subject = subject
            self._show_page(address, own)
        if own is not None:
            self._show_values(own)

    @property
    def wrong(self) -> bool:
        """Whether a field holds what cannot be."""
        return bool(self._wrong)

    def focus_first(self) -> bool:
        """Give the focus to the first option that is typed; False where there is none."""
        lines = (f for name, f in self._fields.items() if isinstance(f, QLineEdit) and name != NAME)
        line = next(lines, None)
        if line is not None:
            line.setFocus(Qt.FocusReason.TabFocusReason)
            line.selectAll()
        return line is not None

    def restore(self) -> None:
        """Have the layer's values in all fields when it is shown next."""
        self._wrong.clear()

    def _show_page(self, address: Address | None, layer: Layer | None) -> None:
        self._fields, self._problems, self._wrong = {}, {}, set()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(4)
        if layer is None:
            column.addWidget(text_label(self._hint(address)))
        else:
            column.addWidget(text_label(words.title(layer), bold=True))
            self._code = text_label("")
            write_like_code(self._code)
            self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            named(self._code, "layerCode", self.tr("The layer in PyTorch"))
            column.addWidget(self._code)
            self._fill(column, layer)
        column.addStretch(1)
        old = self.takeWidget()
        if old is not None:
            old.deleteLater()
        self.setWidget(page)
        page.setAutoFillBackground(False)
        self._colour()

    def _hint(self, address: Address | None) -> str:
        if address is None or not address.way:
            return self.tr("Select a layer to change its options.")
        if address.way[-1][1] == LAYERS:
            return self.tr("What these layers make of the input is added to the input. Add layers here.")
        return self.tr("The input goes through these layers before it is added. Add layers here.")

    def _fill(self, column: QVBoxLayout, layer: Layer) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        if isinstance(layer, Activation):
            combo = shrinkable(ElidedCombo())
            for name, (title, _) in ACTIVATIONS.items():
                combo.addItem(title, name)
            choose(combo, layer.call)
            combo.currentIndexChanged.connect(partial(self._choose, FUNCTION, combo))
            self._place_field(grid, FUNCTION, self.tr("Function"), combo, "Combo")
        if isinstance(layer, Residual):
            note = self.tr("What its layers make of the input is added to the input.")
            column.addWidget(text_label(note))
            return
        for name, option in options_of(type(layer)).items():
            if name == "slope" and isinstance(layer, Activation) and not ACTIVATIONS[layer.call][1]:
                continue
            if name in _LEARNT_FROM_PICTURES and getattr(layer, name) is None:
                continue
            self._add(grid, name, option)
        self._add_name(grid)

    def _add(self, grid: QGridLayout, name: str, option: Option) -> None:
        title = translated(option.title)
        if option.high:
            line = _LineEdit()
            line.setPlaceholderText(translated(option.nothing))
            line.setToolTip(words.allowed(option))
            line.textEdited.connect(partial(self._typed, name, option))
            line.editingFinished.connect(self.left)
            self._place_field(grid, name, title, line, "Edit")
        elif option.choices:
            combo = shrinkable(ElidedCombo())
            for choice in option.choices:
                combo.addItem(choice, choice)
            combo.currentIndexChanged.connect(partial(self._choose, name, combo))
            self._place_field(grid, name, title, combo, "Combo")
        else:
            box = CheckBox(title)
            box.toggled.connect(partial(self._report, name))
            self._place_field(grid, name, "", box, "Check")

    def _add_name(self, grid: QGridLayout) -> None:
        line = _LineEdit()
        line.setToolTip(
            self.tr("What its weights are called in files; chosen by itself where it is left empty")
        )
        line.textEdited.connect(self._name_typed)
        line.editingFinished.connect(self.left)
        self._place_field(grid, NAME, self.tr("Name"), line, "Edit")

    def _place_field(self, grid: QGridLayout, name: str, title: str, field: QWidget, ending: str) -> None:
        part = "".join(word.capitalize() for word in name.split("_"))
        text = title or str(field.property("text"))
        self._fields[name] = named(field, f"layer{part}{ending}", text)
        row = grid.rowCount()
        if title:
            grid.addWidget(label_for(None, title, field), row, 0)
        grid.addWidget(field, row, 1)
        problem = self._problems[name] = named(text_label(""), f"layer{part}Problem", text)
        problem.hide()
        grid.addWidget(problem, row + 1, 0, 1, 2)

    def _show_values(self, layer: Layer) -> None:
        options = options_of(type(layer))
        for name, field in self._fields.items():
            if name in self._wrong:
                continue
            value = getattr(layer, name)
            with QSignalBlocker(field):
                if isinstance(field, QCheckBox):
                    field.setChecked(value)
                elif isinstance(field, QComboBox):
                    choose(field, value)
                elif isinstance(field, QLineEdit):
                    text = value if name == NAME else words.field_text(value)
                    present = field.text() if name == NAME else words.typed_value(options[name], field.text())
                    if present != value or not field.text():
                        field.setText(text)
            self._problems[name].hide()
        name_field = self._fields.get(NAME)
        if isinstance(name_field, QLineEdit) and self._place is not None:
            automatic = self._place.layer.name if layer.learns else self.tr("none needed")
            name_field.setPlaceholderText(automatic)
        self._code.setText(self._call(layer))

    def _call(self, layer: Layer) -> str:
        """The layer as one writes it in PyTorch, where what comes in is known."""
        place = self._place
        if place is None or place.inputs is None or place.problem is not None or isinstance(layer, Residual):
            return ""
        options = (f"{name}={value!r}" for name, value in place.layer.options().items())
        arguments = ", ".join([*map(repr, place.layer.arguments(place.inputs)), *options])
        return f"nn.{place.layer.class_name(place.inputs)}({arguments})"

    def _typed(self, name: str, option: Option, text: str) -> None:
        value = words.typed_value(option, text)
        try:
            check_option(0, name, option, value)
        except RecipeError:
            self._refuse(name, words.allowed(option))
        else:
            self._report(name, value)

    def _name_typed(self, text: str) -> None:
        from digitpad.model.spec.building import is_taken

        name = text.strip()
        if is_name(name) and not is_taken(name):
            self._report(NAME, name)
        else:
            why = self.tr(
                "A name has letters, digits and underscores, with dots between its parts; names that PyTorch "
                "uses itself, such as forward, are taken."
            )
            self._refuse(NAME, why)

    def _refuse(self, name: str, why: str) -> None:
        self._wrong.add(name)
        self._problems[name].setText(why)
        self._problems[name].show()
        self.refused.emit(name)

    def _choose(self, name: str, combo: QComboBox, _row: int) -> None:
        self._report(name, combo.currentData())

    def _report(self, name: str, value: Any) -> None:
        self._wrong.discard(name)
        self._problems[name].hide()
        self.changed.emit(name, value)

    def _colour(self) -> None:
        wrong = with_text(self.palette(), error_text(self.palette()))
        for problem in self._problems.values():
            problem.setPalette(wrong)
        self._code.setPalette(with_text(self.palette(), soft_text(self.palette())))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()


class _LineEdit(QLineEdit):
    """A line whose every change is one of the list, so that undo and redo are the list's."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and (
            event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)  # type: ignore[attr-defined]
        ):
            event.ignore()
            return False
        return super().event(event)
