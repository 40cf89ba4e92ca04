"""The network editor's changes of a list, its undo, and its window by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from digitpad.errors import RecipeError
from digitpad.model.registry import ARCHITECTURES
from digitpad.model.spec.layers import ACTIVATIONS, KINDS, Residual
from digitpad.model.spec.plain import MOST_DEPTH, as_tables, from_tables, new_layer, options_of
from digitpad.model.spec.shapes import Layers, flat
from digitpad.ui.language import language_of
from digitpad.ui.network_editor import editing, words
from digitpad.ui.network_editor.editing import Address, History, State
from digitpad.ui.network_editor.window import NetworkEditorWindow
from digitpad.ui.style.text_size import set_text_size

# Said by the offscreen platform of every menu.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)

PLAIN = st.sampled_from(["relu", "conv", "linear", "flatten", "dropout"]).map(new_layer)
BLOCKS = st.builds(
    Residual,
    layers=st.lists(PLAIN, max_size=3).map(tuple),
    shortcut=st.lists(PLAIN, max_size=2).map(tuple),
)
LISTS = st.lists(st.one_of(PLAIN, BLOCKS), min_size=1, max_size=5).map(tuple)


def count(layers: Layers) -> Counter[str]:
    return Counter(type(layer).__name__ for layer in flat(layers))


@given(LISTS, st.data())
def test_moving_keeps_every_layer_and_leads_back(layers: Layers, data: st.DataObject) -> None:
    places = [address for address, layer in editing.rows(layers) if layer is not None]
    address = data.draw(st.sampled_from(places))
    for by in (1, -1):
        moved = editing.moved(layers, address, by)
        if moved is None:
            continue
        changed, place = moved
        assert count(changed) == count(layers)
        assert editing.layer_at(changed, place) == editing.layer_at(layers, address)
        assert editing.moved(changed, place, -by) == (layers, address)


@given(LISTS)
def test_a_layer_reaches_the_top_and_the_bottom(layers: Layers) -> None:
    for address, layer in editing.rows(layers):
        if layer is None:
            continue
        for by, end in ((-1, 0), (1, None)):
            present, place = layers, address
            for _ in range(100):
                moved = editing.moved(present, place, by)
                if moved is None:
                    break
                present, place = moved
            if end is None:
                end = len(present) - 1
            outermost = address.way and isinstance(layer, Residual)
            assert outermost or place == Address((), end)


@given(LISTS, st.data())
def test_adding_removing_and_copying_change_one_place(layers: Layers, data: st.DataObject) -> None:
    address, layer = data.draw(st.sampled_from(list(editing.rows(layers))))
    added, place = editing.added(layers, address, new_layer("tanh"))
    assert editing.layer_at(added, place) == new_layer("tanh")
    assert editing.replaced(added, place) == layers
    if layer is not None:
        copied, place = editing.duplicated(layers, address)
        assert editing.layer_at(copied, place) == layer
        assert editing.replaced(copied, place) == layers
        removed, _ = editing.removed(layers, address)
        assert count(removed) + count((layer,)) == count(layers)


def test_a_copy_has_no_name_of_its_own() -> None:
    copied, _ = editing.duplicated(ARCHITECTURES["notes-basic"].layers, Address(index=0))
    assert [layer.name for layer in copied[:2]] == ["conv1", ""]


def test_undo_takes_back_what_was_typed_in_one_field_at_once() -> None:
    history = History(State())
    lists = [from_tables([{"layer": "conv", "out": out}]) for out in (1, 12, 128)]
    for layers in lists:
        history.push(State(layers), "out")
    assert history.present.layers == lists[-1]
    history.move(-1)
    assert history.present.layers == ()
    assert not history.can_undo
    history.move(1)
    history.push(State(lists[0]), "out")
    assert history.can_undo
    history.seal()
    history.push(State(lists[1]), "out")
    history.move(-1)
    assert history.present.layers == lists[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3), ("3, 5", (3, 5)), ("3x5", (3, 5)), ("1e-5", 1e-5), ("1e2", 100), (" 0.25 ", 0.25),
        ("", None), ("same", "same"), ("3, 5, 7", "3, 5, 7"), ("3,", "3,"), ("wide", "wide"),
    ],
)  # fmt: skip
def test_numbers_pairs_and_names_are_typed(text: str, value: object) -> None:
    option = options_of(KINDS["conv"])["padding"]
    assert words.typed_value(option, text) == value
    if not isinstance(value, str):
        assert words.typed_value(option, words.field_text(value)) == value


@pytest.mark.parametrize(
    ("text", "value"), [("0,5", 0.5), ("0.5", 0.5), ("1e-3", 1e-3), ("1", 1), ("x", "x")]
)
def test_a_share_may_have_a_comma(text: str, value: object) -> None:
    assert words.typed_value(options_of(KINDS["dropout"])["p"], text) == value


def test_what_may_be_typed_is_a_whole_number_where_only_that_may_be() -> None:
    assert words.allowed(options_of(KINDS["conv"])["stride"]).startswith("Enter a whole number from 1 to ")
    assert words.allowed(options_of(KINDS["dropout"])["p"]).startswith("Enter a number from 0 to ")
    with pytest.raises(RecipeError, match=r"its stride is 1\.5; it must be a whole number from 1 to"):
        from_tables([{"layer": "conv", "stride": 1.5}])


@pytest.fixture
def window(show: Callable[..., None]) -> NetworkEditorWindow:
    window = NetworkEditorWindow()
    show(window, 940, 660)
    return window


def test_one_layer_with_one_parameter_is_said_so(window: NetworkEditorWindow) -> None:
    total = window.findChild(QLabel, "editorTotal")
    window.add("relu")
    assert total.text() == "1 layer, 0 parameters"
    window.set_layers(from_tables([{"layer": "prelu"}]))
    assert total.text() == "1 layer, 1 parameter"
    window.set_layers(from_tables([{"layer": "residual"}, {"layer": "relu"}]))
    assert total.text().startswith("2 layers")


def test_the_list_that_the_window_opens_with_has_nothing_to_undo(window: NetworkEditorWindow) -> None:
    undo = window.findChild(QPushButton, "undoLayersButton")
    first, second = (from_tables([{"layer": kind}]) for kind in ("relu", "prelu"))
    window.set_layers(first)
    assert not undo.isEnabled()
    window.set_layers(second)
    undo.click()
    assert window.layers == first
    assert not undo.isEnabled()


def test_the_mark_of_a_wrong_layer_is_seen_where_its_row_is_selected(window: NetworkEditorWindow) -> None:
    window.set_layers(from_tables([{"layer": "linear", "out": 10}]))
    icon = window.tree.topLevelItem(0).icon(0)
    text = window.palette().highlightedText().color()
    colours = strong_colours(icon.pixmap(16, 16, QIcon.Mode.Selected).toImage())
    assert colours == {text.name()}


def strong_colours(image: QImage) -> set[str]:
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_every_kind_can_be_added_and_has_its_fields(window: NetworkEditorWindow, qtbot: QtBot) -> None:
    kinds = [kind for _, group in words.menu_of_kinds() for kind in group]
    assert sorted(kinds) == sorted((*KINDS, *ACTIVATIONS))
    for kind in kinds:
        window.add(kind)
        assert as_tables(window.layers)[-1]["layer"] == kind
        title = words.kind_title(kind)
        assert title in [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    window.add("conv")
    names = {widget.objectName() for widget in window.findChildren(QWidget) if widget.isVisible()}
    assert {"layerOutEdit", "layerKernelEdit", "layerGroupsEdit", "layerBiasCheck", "layerNameEdit"} < names
    assert "layerInputsEdit" not in names  # the shapes decide it


def test_blocks_stand_inside_each_other_only_as_deep_as_files_have_them(window: NetworkEditorWindow) -> None:
    menu = window.findChild(QWidget, "addLayerMenu")
    entry = next(action for action in menu.actions() if action.data() == "residual")
    depth = 0
    while entry.isEnabled():
        window.add("residual")
        depth += 1
        items = [window.tree.topLevelItem(0)]
        while items[-1].childCount():
            items.append(items[-1].child(0))
        window.tree.setCurrentItem(items[-1])
    assert depth == MOST_DEPTH
    assert from_tables(as_tables(window.layers)) == window.layers


def test_a_wrong_layer_says_why_in_its_row_and_what_follows_is_unknown(window: NetworkEditorWindow) -> None:
    window.set_layers(ARCHITECTURES["notes-basic"].layers)
    window.set_pictures((1, 14, 14), 10, "")
    assert window.problem is not None
    assert window.tree.topLevelItem(3).text(3) == "20x1x1"
    window.set_pictures((1, 12, 12), 10, "")
    conv2 = window.tree.topLevelItem(3)
    assert conv2.child(0).text(0).startswith("conv2 does not fit: its window of 5x5 does not fit into maps")
    assert window.tree.topLevelItem(4).text(3) == "–"
    window.set_pictures((1, 28, 28), 10, "")
    assert window.problem is None
    assert window.tree.topLevelItem(3).text(3) == "20x8x8"


def test_a_name_that_another_layer_has_is_marked(window: NetworkEditorWindow) -> None:
    tables = [{"layer": "conv", "name": name, "out": 4} for name in ("a", "a", "b")]
    window.set_layers(from_tables([*tables, {"layer": "flatten"}, {"layer": "linear"}]))
    said = [window.tree.topLevelItem(row).childCount() for row in range(5)]
    assert said == [0, 1, 0, 0, 0]
    second = window.tree.topLevelItem(1)
    assert second.child(0).text(0) == "Two layers are called 'a'; give one of them another name."


def test_the_keyboard_alone_builds_a_network(window: NetworkEditorWindow, qtbot: QtBot) -> None:
    def type_keys(*keys: Qt.Key | str) -> None:
        for key in keys:
            target = QApplication.activePopupWidget() or QApplication.focusWidget()
            (qtbot.keyClicks if isinstance(key, str) else qtbot.keyClick)(target, key)

    add, enter, down, tab = Qt.Key.Key_Insert, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Tab
    window.activateWindow()
    window.tree.setFocus()
    qtbot.waitUntil(window.tree.hasFocus)
    type_keys(add, enter, "8", tab, "3, 5")
    window.activateWindow()
    type_keys(add, down, down, enter)
    window.activateWindow()
    type_keys(add, down, enter)
    assert as_tables(window.layers) == [
        {"layer": "conv", "out": 8, "kernel": [3, 5]},
        {"layer": "flatten"},
        {"layer": "linear"},
    ]
    assert window.problem is None
    window.activateWindow()
    window.tree.setFocus()
    qtbot.waitUntil(window.tree.hasFocus)
    type_keys(tab)
    assert QApplication.focusWidget().objectName() == "layerOutEdit"


def test_nothing_can_be_changed_while_a_run_trains(window: NetworkEditorWindow, qtbot: QtBot) -> None:
    window.set_layers(ARCHITECTURES["notes-basic"].layers)
    window.set_editable(False)
    window.tree.setFocus()
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Insert):
        qtbot.keyClick(window.tree, key)
    assert window.layers == ARCHITECTURES["notes-basic"].layers
    assert not window.findChild(QLineEdit, "layerKernelEdit").isEnabled()


def test_what_is_said_of_the_list_follows_the_language(qtbot: QtBot, qapp: QApplication) -> None:
    window = NetworkEditorWindow()
    qtbot.addWidget(window)
    note = QCoreApplication.translate("NetworkEditorController", "Train uses these layers.")
    window.set_layers(ARCHITECTURES["notes-basic"].layers)
    window.set_note(note)
    line = window.findChild(QLabel, "editorState")
    language_of(qapp).choose("zh_CN")
    try:
        other = line.text()
        assert other != note
        window.set_layers(ARCHITECTURES["notes-basic"].layers)  # says it again
        assert line.text() == other
    finally:
        language_of(qapp).choose("en")
    assert line.text() == note


def test_the_code_of_a_layer_is_large_where_all_text_is(
    show: Callable[..., None], qapp: QApplication
) -> None:
    set_text_size(qapp, 200)
    try:
        window = NetworkEditorWindow()
        show(window, 940, 660)
        window.set_layers(ARCHITECTURES["notes-basic"].layers)
        code = window.findChild(QLabel, "layerCode")
        assert code.font().pointSizeF() == pytest.approx(qapp.font().pointSizeF())
    finally:
        set_text_size(qapp, 100)
