"""The window in which a network is built layer by layer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QSplitter, QVBoxLayout, QWidget

from digitpad.errors import DigitpadError
from digitpad.model.spec.layers import Conv, Layer, Linear, Shape
from digitpad.model.spec.plain import MOST_DEPTH, new_layer
from digitpad.model.spec.shapes import Layers, Places, checked, every, places
from digitpad.model.spec.shapes import named as with_names
from digitpad.ui.messages import sentence
from digitpad.ui.network_editor import editing, words
from digitpad.ui.network_editor.bar import EditorBar
from digitpad.ui.network_editor.editing import Address, History, State
from digitpad.ui.network_editor.file_line import FileLine
from digitpad.ui.network_editor.layer_tree import LayerTree
from digitpad.ui.network_editor.option_pane import FUNCTION, OptionPane
from digitpad.ui.network_editor.state_line import StateLine
from digitpad.ui.style.theme import soft_text, with_text
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.dialogs import first_size
from digitpad.ui.widgets.fields import named, text_label

_FIRST_OUTPUTS = {Conv: 32, Linear: 128}
"""Channels and values that an added layer has; it would return one for each class otherwise."""


class NetworkEditorWindow(QDialog):
    """Shows a list of layers and changes it. It stands beside the main window and does not block it.

    Args:
        parent: the window beside which it stands.

    Attributes:
        tree: the layers as rows.
        bar: the buttons over them.
        file: opens a file of weights with the list.
        problem: why Train would refuse the list; None where it would not.
        unsaved: whether the user has changed the list since `set_layers` or `saved`.

    Signals:
        changed(): the user changed the list.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("networkEditorWindow")
        self.setWindowTitle(self.tr("digitpad - network editor"))
        first_size(self, 940, 660, least=(720, 420))
        self.problem: DigitpadError | None = None
        self.unsaved = False
        self._history = History(State())
        self._shape: Shape = (1, 28, 28)
        self._classes = 10
        self._places: Places = ()
        self._editable = True
        self._of_empty = False
        self.file = FileLine()
        self.tree = LayerTree()
        self._pane = OptionPane()
        self._pictures = named(text_label(""), "editorPictures", self.tr("The pictures that come in"))
        self._total = named(text_label("", bold=True), "editorTotal", self.tr("Layers and parameters"))
        self._state = named(StateLine(), "editorState", self.tr("What Train makes of the list"))
        self.bar = EditorBar(self.tree)
        self.bar.bind_keys(self)
        self._lay_out()
        self._colour()
        self.bar.chosen.connect(self._add_chosen)
        self.bar.begun.connect(self._begin)
        self.bar.moved.connect(self._move)
        self.bar.removed.connect(self._remove)
        self.bar.duplicated.connect(self._duplicate)
        self.bar.undone.connect(self._undo)
        self.bar.redone.connect(self._redo)
        self.tree.selected.connect(self._select)
        self._pane.changed.connect(self._set)
        self._pane.refused.connect(self._take_back)
        self._pane.left.connect(self._history.seal)
        self._refresh()

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.tree)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(6, 0, 0, 0)
        column.addWidget(self._pane)
        side.setMinimumWidth(210)
        split.addWidget(side)
        split.setStretchFactor(0, 1)
        split.setSizes([690, 230])
        split.setChildrenCollapsible(False)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        button = close.button(QDialogButtonBox.StandardButton.Close)
        named(button, "closeEditorButton", self.tr("Close the window")).setAutoDefault(False)
        close.rejected.connect(self.close)
        bottom = in_row((self._total, 1), close)
        parts = self._pictures, self.bar, (split, 1), self._state, self.file, bottom
        self.setLayout(in_column(*parts, spacing=8))
        QWidget.setTabOrder(button, self.tree)  # the fields, which come and go, are behind the list

    @property
    def layers(self) -> Layers:
        """The list."""
        return self._history.present.layers

    def set_layers(self, layers: Layers) -> None:
        """Show another list, as one that the user did not change; undo leads back to the one before."""
        if layers != self.layers:
            self._history.show(State(layers, Address(index=0) if layers else None))
        self.unsaved = False
        self._refresh()

    def saved(self) -> None:
        """The list is in the settings now."""
        self.unsaved = False
        self._refresh_state()

    def set_pictures(self, shape: Shape, classes: int, text: str) -> None:
        """Show the list for these pictures and so many classes, which `text` describes."""
        self._pictures.setText(text)
        if (shape, classes) != (self._shape, self._classes):
            self._shape, self._classes = shape, classes
            self._refresh()

    def set_note(self, text: str, even_if_empty: bool = False) -> None:
        """What is said of a list that is right, or empty as it came."""
        self._state.note, self._of_empty = text, even_if_empty
        self._refresh_state()

    def set_editable(self, on: bool) -> None:
        """Whether the list can be changed."""
        self._editable = on
        self._refresh_buttons()

    def add(self, kind: str) -> None:
        """Add a layer of a kind behind the selected one."""
        layer, layers = new_layer(kind), self.layers
        at_end = self._selected in (None, Address((), len(self.layers) - 1))
        if isinstance(layer, Linear) and at_end:  # it returns the classes
            layers = editing.with_outputs(layers, _FIRST_OUTPUTS[Linear])
        elif isinstance(layer, Conv | Linear):
            layer = replace(layer, out=_FIRST_OUTPUTS[type(layer)])
        self._change(*editing.added(layers, self._selected, layer))

    @property
    def _selected(self) -> Address | None:
        return self._history.present.selected

    @property
    def _layer(self) -> Layer | None:
        """The selected layer."""
        return None if self._selected is None else editing.layer_at(self.layers, self._selected)

    def _change(self, layers: Layers, selected: Address | None, key: str = "") -> None:
        self._history.push(State(layers, selected), key)
        self._report()

    def _report(self) -> None:
        self.unsaved = True
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        """Show the present list: its rows, the selected layer's options, and what Train makes of it."""
        self._places = places(self.layers, self._shape, self._classes)
        try:
            checked(self.layers, self._shape, self._classes)
            self.problem = None
        except DigitpadError as error:
            self.problem = error
        self.tree.show_places(self._places, self._selected, self._wrong_name())
        self._total.setText(words.totals(self._places))
        self._refresh_selected()
        self._refresh_state()

    def _wrong_name(self) -> tuple[Address, str] | None:
        """The last layer with a name that another one has too, and what is wrong with it."""
        if self.problem is None or any(place.problem for place in every(self._places)):
            return None
        name = self.problem.values.get("name")
        address = editing.last_called(with_names(self.layers), name) if name else None
        return None if address is None else (address, sentence(self.problem))

    def _refresh_selected(self) -> None:
        selected = self._selected
        place = None if selected is None else editing.place_at(self._places, selected)
        self._pane.show_place(selected, place, self._layer)
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        layer, address = self._layer, self._selected
        editable = self._editable
        self.bar.set_possible(
            add=editable,
            residual=address is None or len(address.way) < MOST_DEPTH,
            up=editable and self._moved(-1) is not None,
            down=editable and self._moved(1) is not None,
            one=editable and layer is not None,
            undo=editable and (self._history.can_undo or self._pane.wrong),
            redo=editable and self._history.can_redo,
        )
        self._pane.setEnabled(editable)

    def _moved(self, by: int) -> tuple[Layers, Address] | None:
        return None if self._selected is None else editing.moved(self.layers, self._selected, by)

    def _refresh_state(self) -> None:
        untouched = self._of_empty and not self.layers and not self.unsaved
        if self.problem is None or untouched:
            text = self._state.note
        elif self.unsaved:
            text = self.tr("Not taken over yet, because Train would refuse this list: {why}")
            text = text.format(why=sentence(self.problem))
        else:
            text = self.tr("Train would refuse this list: {why}").format(why=sentence(self.problem))
        self._state.show_text(text, self.problem is not None and not untouched)

    def _colour(self) -> None:
        self._pictures.setPalette(with_text(self.palette(), soft_text(self.palette())))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
            self._refresh()

    @Slot(object)
    def _select(self, address: Address) -> None:
        self._history.seal()
        self._history.select(address)
        self._refresh_selected()

    @Slot(str, object)
    def _set(self, option: str, value: object) -> None:
        layer, address = self._layer, self._selected
        if layer is not None and address is not None and getattr(layer, option) != value:
            # Which options there are, and of what type, the layer's kind says.
            changed = replace(layer, **{option: value})  # type: ignore[arg-type]
            if option == FUNCTION:
                changed = replace(new_layer(str(value)), name=layer.name)
            self._change(editing.replaced(self.layers, address, changed), address, f"{address} {option}")
        else:
            self._refresh_buttons()

    @Slot(str)
    def _take_back(self, option: str) -> None:
        """What was typed has become wrong: the list has what it had before."""
        if self._history.drop(f"{self._selected} {option}"):
            self._report()
        else:
            self._refresh_buttons()

    @Slot(str)
    def _add_chosen(self, kind: str) -> None:
        """Add a layer, and be ready to type its options."""
        self.add(kind)
        if not self._pane.focus_first():
            self.tree.setFocus()

    @Slot(object)
    def _begin(self, layers: Layers) -> None:
        self._change(layers, Address(index=0) if layers else None)

    @Slot(int)
    def _move(self, by: int) -> None:
        if (moved := self._moved(by)) is not None:
            self._change(*moved)

    @Slot()
    def _duplicate(self) -> None:
        if self._selected is not None:
            self._change(*editing.duplicated(self.layers, self._selected))

    @Slot()
    def _remove(self) -> None:
        if self._selected is not None:
            self._change(*editing.removed(self.layers, self._selected))

    @Slot()
    def _undo(self) -> None:
        if self._pane.wrong:  # what is wrong in a field is not in the list
            self._pane.restore()
            self._refresh_selected()
        else:
            self._history.move(-1)
            self._report()

    @Slot()
    def _redo(self) -> None:
        self._history.move(1)
        self._report()
