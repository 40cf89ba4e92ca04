"""The user looks into the network's layers, and at the arithmetic behind one number."""

from __future__ import annotations

import itertools
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
import torch
from PySide6.QtCore import QRectF, Qt

from digitpad.insight.recording import RecordedLayer
from digitpad.ui.layers.controller import placed
from digitpad.ui.layers.tab import LayersTab
from tests.e2e.conftest import Person
from tests.helpers import further, untrained


def layers(person: Person) -> LayersTab:
    tab = person.tab("layers")
    person.wait(lambda: tab.recording is not None)
    return tab


def page(person: Person) -> str:
    return person.text("arithmeticText").replace("−", "-")


def click_cell(person: Person, view: str, cell: tuple[int, int, int]) -> None:
    maps = person.find(view)
    at = maps.cell_rect(cell).center().toPoint()
    person.qtbot.mouseClick(maps, Qt.MouseButton.LeftButton, pos=at)


def drawn(person: Person) -> LayersTab:
    """A seven on the pad, looked into."""
    person.draw_seven()
    person.wait_for_answer()
    tab = layers(person)
    person.wait(lambda: bool(tab.recording.input.std() > 0.1))
    return tab


def choose_layer(tab: LayersTab, name: str) -> RecordedLayer:
    """Select a layer; returns what was recorded of it."""
    number = [layer.name for layer in tab.recording.layers].index(name)
    tab.table.selectRow(number)
    return tab.recording.layers[number]


def points(person: Person) -> list[tuple[float, float]]:
    """What the strokes on the pad go through."""
    return [point for stroke in person.drawing.strokes for point in stroke.points]


def test_every_layer_is_listed_with_shape_and_parameters(ready: Person) -> None:
    model = layers(ready).model
    rows = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    assert rows[0] == ["stem", "1×32×28×28", "800", "Conv2d"]
    assert ["classifier", "1×10", "11,530", "Linear"] in rows
    assert ready.text("layersTitle") == f"shipped network: {len(rows)} layers, 474,283 parameters"


def test_the_maps_follow_what_is_drawn(ready: Person) -> None:
    maps = layers(ready).pictures.maps
    blank = maps.picture(0)
    ready.draw_seven()
    ready.wait(lambda: not np.array_equal(maps.picture(0), blank))


def test_a_click_on_a_number_tells_where_it_comes_from(ready: Person) -> None:
    tab = drawn(ready)
    click_cell(ready, "mapsView", (3, 5, 5))
    click_cell(ready, "oneMapView", (0, 10, 12))
    value = float(tab.recording.layers[0].output[0, 3, 10, 12])
    sentences = [
        f"stem (channel 3, row 10, column 12) = {value:.3f}",
        "then max_pool2d (channel 3, row 5, column 6)",
        "then relu",
        "5 × 5 pixels of the input",
    ]
    assert [sentence for sentence in sentences if sentence not in page(ready)] == []
    assert ready.canvas.spotlight().frame is not None


@pytest.mark.slow
def test_the_frame_on_the_pad_lies_around_what_the_number_sees(ready: Person) -> None:
    tab = drawn(ready)
    row, column = map(int, np.argwhere(ready.panel.input_preview.picture() > 0.5)[0])
    click_cell(ready, "oneMapView", (0, row, column))
    left, top, right, bottom = ready.canvas.spotlight().frame
    # The window of five pixels around an inked pixel lies over ink of the drawing.
    assert any(left <= x <= right and top <= y <= bottom for x, y in points(ready))
    assert tab.pictures.maps.chosen is None  # the first map, which nobody had to choose


@pytest.mark.slow
@pytest.mark.parametrize("size", [(900, 560), (1180, 720), (1280, 820)])
def test_all_maps_are_in_sight_and_none_is_tiny(ready: Person, size: tuple[int, int]) -> None:
    tab = drawn(ready)
    ready.window.resize(*size)
    ready.qtbot.wait(50)
    maps = tab.pictures.maps
    inside = maps.visibleRegion().boundingRect()
    assert inside.size() == maps.size()
    assert all(inside.contains(maps.grid().rect(number).toRect()) for number in range(maps.count))
    assert maps.grid().width >= (24 if size[0] == 900 else 36)


@pytest.mark.slow
def test_the_numbers_of_patch_and_kernel_stand_apart(ready: Person) -> None:
    tab = drawn(ready)
    assert tab.pictures.maps.count == 32
    click_cell(ready, "oneMapView", (0, 12, 14))
    document = ready.find("arithmeticText").document()
    lines: dict[int, list[QRectF]] = {}
    block = document.begin()
    while block.isValid():
        if "." in block.text() and len(block.text()) < 7:  # a number by itself, in its cell
            place = document.documentLayout().blockBoundingRect(block)
            text = block.layout().lineAt(0).naturalTextRect().translated(place.topLeft())
            lines.setdefault(round(text.top()), []).append(text)
        block = block.next()
    assert sum(map(len, lines.values())) >= 50
    for cells in lines.values():
        cells.sort(key=QRectF.left)
        assert all(right.left() - left.right() >= 3 for left, right in itertools.pairwise(cells))


@pytest.mark.slow
def test_kernels_are_shown_for_layers_that_have_them(ready: Person) -> None:
    tab = layers(ready)
    maps, channels = tab.pictures.maps, ready.find("kernelChannelCombo")
    ready.click("kernelsButton")
    np.testing.assert_array_equal(maps.picture(4), tab.recording.layers[0].weight[4, 0].numpy())
    tab.table.selectRow(4)  # 64 channels of 32 kernels each
    ready.wait(channels.isVisible)
    for _ in range(7):
        ready.qtbot.keyClick(channels, Qt.Key.Key_Down)
    np.testing.assert_array_equal(maps.picture(2), tab.recording.layers[4].weight[7, 2].numpy())
    tab.table.selectRow(3)
    assert not ready.find("kernelsButton").isEnabled()


@pytest.mark.slow
def test_a_weight_is_told_in_words(ready: Person) -> None:
    tab = layers(ready)
    ready.click("kernelsButton")
    assert "weights, which training has found" in page(ready)
    click_cell(ready, "mapsView", (4, 1, 1))
    click_cell(ready, "oneMapView", (0, 2, 3))
    weight = float(tab.recording.layers[0].weight[4, 0, 2, 3])
    assert f"input channel 0 for output channel 4, row 2, column 3: {weight:.4f}" in page(ready)
    weight = float(choose_layer(tab, "classifier").weight[0, 1000])
    click_cell(ready, "mapsView", (1000, 0, 0))
    assert f"weight of input 1000 for output 0: {weight:.4f}" in page(ready)


@pytest.mark.slow
def test_what_cannot_be_looked_into_is_said(ready: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    layers(ready)
    broken = Mock(side_effect=RuntimeError("no such layer"))
    monkeypatch.setattr("digitpad.insight.recording.record", broken)
    ready.draw_seven()
    ready.wait(lambda: "cannot be shown" in ready.text("layersTitle"))


@pytest.mark.slow
def test_linear_layers_are_told_by_what_adds_most(ready: Person) -> None:
    choose_layer(drawn(ready), "classifier")
    click_cell(ready, "mapsView", (7, 0, 0))
    assert "1152 inputs times their weights" in page(ready)
    assert "(bias)" in page(ready)


@pytest.mark.parametrize("way", ["gradient", further("occlusion")])
def test_what_speaks_for_the_answer_is_shown_on_the_pad(ready: Person, way: str) -> None:
    ways = drawn(ready).attribution
    ways.setCurrentIndex(ways.findText(way, Qt.MatchFlag.MatchContains))
    ready.wait(lambda: (light := ready.canvas.spotlight()) is not None and light.image is not None)
    assert [text for _, text in ready.canvas.spotlight().legend] == ["counts for 7", "counts against 7"]
    left, top, right, bottom = ready.canvas.spotlight().area
    assert all(left <= x <= right and top <= y <= bottom for x, y in points(ready))
    ready.click("clearButton")
    ready.wait(lambda: ready.canvas.spotlight() is None)


@pytest.mark.slow
def test_it_can_be_asked_what_speaks_for_another_digit(ready: Person) -> None:
    tab, layers = drawn(ready), ready.controller.layers
    tab.attribution.setCurrentIndex(1)
    ready.wait(lambda: layers.activations.attribution is not None)
    for_seven = layers.activations.attribution
    ready.key("reasonsClassCombo", Qt.Key.Key_End)
    assert tab.attribution_class.currentData() == 9
    ready.wait(lambda: layers.activations.request.class_number == 9)
    # What makes it a seven is what makes it no nine, as far as these two go.
    assert np.corrcoef(for_seven.ravel(), layers.activations.attribution.ravel())[0, 1] < 0


@pytest.mark.slow
def test_nothing_lies_over_the_pad_while_another_tab_is_open(ready: Person) -> None:
    drawn(ready)
    click_cell(ready, "oneMapView", (0, 10, 12))
    assert ready.canvas.spotlight() is not None
    ready.tab("training")
    assert ready.canvas.spotlight() is None
    ready.tab("layers")
    ready.wait(lambda: ready.canvas.spotlight() is not None)


@pytest.mark.slow
def test_the_notes_networks_can_be_looked_into_too(ready: Person, tmp_path: Path) -> None:
    torch.save(dict(untrained("notes-adam").model), tmp_path / "untrained.pth")
    tab = layers(ready)
    ready.open(tmp_path / "untrained.pth")
    ready.wait(lambda: tab.model.index(0, 0).data() == "convl")
    assert tab.model.index(0, 2).data() == "260"


@pytest.mark.slow
def test_the_run_in_training_can_be_looked_into(ready: Person) -> None:
    tab = layers(ready)
    ready.train()
    ready.tab("layers")
    ready.wait(lambda: tab.model.index(0, 0).data() == "conv1")


@pytest.mark.slow
def test_keys_lead_through_maps_and_cells(ready: Person) -> None:
    pictures = drawn(ready).pictures
    ready.key("mapsView", Qt.Key.Key_Right)
    assert pictures.maps.chosen == (1, 0, 0)
    ready.key("oneMapView", Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert pictures.one_map.chosen == (0, 2, 1)
    assert "stem (channel 1, row 2, column 1)" in page(ready)


def test_the_input_lies_on_the_ink_it_was_made_from() -> None:
    picture, box = np.zeros((28, 28), np.float32), (2.0, 6.0, 7.0, 16.0)
    assert placed(picture, (0.0, 0.0, 0.0, 0.0)).scale_x == 1.0
    picture[4:24, 9:19] = 1.0
    place = placed(picture, box)
    assert [place.on_pad(9, 4), place.on_pad(19, 24)] == [pytest.approx(box[:2]), pytest.approx(box[2:])]
    assert placed(picture, box, exact=True).on_pad(9, 4) == (9, 4)


def test_the_bench_opens_beside_the_window_before_torch_is_there_and_keeps_its_numbers(
    person: Person,
) -> None:
    person.menu("benchAction")
    bench = person.find("benchWindow")
    assert bench.isVisible()
    assert not bench.isModal()  # type: ignore[attr-defined]
    person.find("convolutionStrideSpin").setFocus()
    person.qtbot.keyClick(person.find("convolutionStrideSpin"), Qt.Key.Key_Up)
    assert "output[0][0] = 10" in person.text("convolutionText")
    person.draw_seven()
    assert not person.drawing.empty
    person.click("closeBenchButton")
    assert not bench.isVisible()
    person.menu("benchAction")
    assert bench.isVisible()
    assert person.find("convolutionStrideSpin").value() == 2  # type: ignore[attr-defined]
