"""Joins the network editor with the form: what is right in the editor is in the settings at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QWidget

from digitpad.data.datasets import DATASETS, expected_pictures
from digitpad.data.labelled import PictureOptions
from digitpad.model.registry import ARCHITECTURES, OWN
from digitpad.recipe.kinds import is_folder
from digitpad.ui.messages import translated
from digitpad.ui.threads.answering import soon

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.spec.shapes import Layers
    from digitpad.ui.network_editor.window import NetworkEditorWindow
    from digitpad.ui.recipe_form import RecipeForm


class NetworkEditorController(QObject):
    """Opens the editor, shows in it the form's network, and takes what is built into the form.

    Args:
        window: what it stands beside.
        form: has the network and its layers; its button opens the editor.
        loaded: returns the network that answers; None where there is none.

    Attributes:
        editor: the window, once it was opened.
    """

    def __init__(self, window: QWidget, form: RecipeForm, loaded: Callable[[], Checkpoint | None]) -> None:
        super().__init__(window)
        self._window = window
        self._form = form
        self._loaded = loaded
        self._field: QWidget = form.editors["layers"].widget
        self._listed = ""  # the newest network in the form that is called otherwise than OWN
        self._in_editor: tuple[object, object] | None = None  # network and layers that the editor shows
        self.editor: NetworkEditorWindow | None = None
        form.editors["layers"].widget.clicked.connect(self.open)
        form.editors["network"].widget.activated.connect(self._network_chosen)
        form.values_changed.connect(self._follow)
        self._field.installEventFilter(self)
        self._follow()

    @Slot()
    def open(self) -> None:
        """Show the editor with the form's network."""
        editor = self.editor or self._make()
        self._show_pictures(editor)
        self._show_network(editor)
        if editor.isVisible():
            editor.raise_()
            editor.activateWindow()
        else:
            editor.show()
        editor.tree.setFocus()

    def show_layers(self, layers: Layers, note: str) -> NetworkEditorWindow:
        """Show the editor with layers that are not in the form; the first change takes them there.

        Args:
            layers: of the network.
            note: what is said of them.
        """
        editor = self.editor or self._make()
        values = self._form.recipe_values()
        self._in_editor = str(values["network"]), values["layers"]
        self.open()
        editor.set_layers(layers)
        editor.set_note(note, even_if_empty=True)
        return editor

    def _make(self) -> NetworkEditorWindow:
        from digitpad.ui.network_editor.window import NetworkEditorWindow

        editor = self.editor = NetworkEditorWindow(self._window)
        editor.set_editable(self._field.isEnabled())
        editor.changed.connect(self._take)
        editor.bar.begin_menu.aboutToShow.connect(self._list_beginnings)
        self._list_beginnings()
        return editor

    def close(self) -> None:
        """Close the editor."""
        if self.editor is not None:
            self.editor.close()

    @Slot()
    def _network_chosen(self) -> None:
        """The user chose a network: a list of layers that is still to be built is begun in the editor."""
        values = self._form.recipe_values()
        if values["network"] == OWN and not values["layers"]:
            self.open()
            if self.editor is not None and self.editor.problem is None:
                self._take()

    @Slot()
    def _take(self) -> None:
        """Have the editor's layers in the settings, if they make a network."""
        from digitpad.model.spec.plain import as_tables

        if self.editor is None or self.editor.problem is not None:
            return
        tables = as_tables(self.editor.layers)
        self._in_editor = OWN, tables
        self.editor.set_note(self.tr("Train uses these layers."))
        self.editor.saved()
        self._form.set_settings({"network": OWN, "layers": tables})

    @Slot()
    def _follow(self) -> None:
        """Show what was changed in the form."""
        values = self._form.recipe_values()
        if values["network"] != OWN:
            self._listed = str(values["network"])
        if self.editor is not None and self.editor.isVisible():
            self._show_pictures(self.editor)
            self._show_network(self.editor)
            if self.editor.unsaved:
                self._take()  # it may fit by now

    def _show_pictures(self, editor: NetworkEditorWindow) -> None:
        values: dict[str, Any] = self._form.recipe_values()
        name = str(values["dataset"])
        channels = {"grey": 1, "colour": 3}.get(values["colour"], 0)
        content = "" if values["pictures"] == "auto" else values["pictures"]
        options = PictureOptions(values["picture_size"], channels, content)
        form, classes = soon(
            Path(name), lambda _: expected_pictures(name, options), expected_pictures("mnist", options)
        )
        title = translated(DATASETS[name].title) if name in DATASETS else name
        text = self.tr("Comes in: {shape} (channels, height, width) of {dataset}; {classes} classes")
        if is_folder(name):
            text = self.tr(
                "Comes in, as far as is known before training: {shape} of {dataset}; {classes} classes"
            )
        shape = "x".join(map(str, form.shape))
        editor.set_pictures(form.shape, classes, text.format(shape=shape, dataset=title, classes=classes))

    def _show_network(self, editor: NetworkEditorWindow) -> None:
        """Show the form's network, unless the editor shows it already, or it is not a list of layers."""
        from digitpad.model.spec.plain import from_tables

        values = self._form.recipe_values()
        network, tables = str(values["network"]), values["layers"]
        if self._in_editor == (network, tables):
            return
        if network == OWN and tables:
            note, layers = self.tr("Train uses these layers."), from_tables(tables)
        elif network == OWN and (editor.isVisible() or editor.unsaved):
            return  # what the editor shows is to become the network
        else:
            name = self._listed if network == OWN else network
            layers = ARCHITECTURES[name].layers if name in ARCHITECTURES else ()
            if layers:
                note = self.tr("These are the layers of {network}; the first change makes them your own.")
            elif editor.unsaved:
                return
            else:
                note = self.tr("{network} is not a list of layers. Add some, or begin from another network.")
            note = note.format(network=name)
        self._in_editor = network, tables
        editor.set_layers(layers)
        editor.set_note(note, even_if_empty=network != OWN)

    @Slot()
    def _list_beginnings(self) -> None:
        from digitpad.ui.network_editor.bar import Beginning

        entries = [Beginning("beginFromNothing", self.tr("Nothing"), lambda: ())]
        checkpoint = self._loaded()
        if checkpoint is not None and checkpoint.entry.layers:
            title = self.tr("The loaded network: {title}").format(title=translated(checkpoint.entry.title))
            entries.append(Beginning("beginFromLoaded", title, _layers_of(checkpoint)))
        entries += [
            Beginning(f"beginFrom-{name}", f"{name}: {translated(entry.title)}", _layers_named(name))
            for name, entry in ARCHITECTURES.items()
            if entry.tables
        ]
        if self.editor is not None:
            self.editor.bar.set_beginnings(entries)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and self.editor is not None:
            self.editor.set_editable(self._field.isEnabled())
        return super().eventFilter(watched, event)


def _layers_of(checkpoint: Checkpoint) -> Callable[[], Layers]:
    return lambda: checkpoint.entry.layers


def _layers_named(name: str) -> Callable[[], Layers]:
    return lambda: ARCHITECTURES[name].layers
