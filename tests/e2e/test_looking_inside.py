"""The user looks into the network's layers, and at the arithmetic behind one number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from digitpad.ui.layers.controller import placed
from digitpad.ui.layers.tab import LayersTab
from tests.e2e.conftest import Person


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
    person.wait(lambda: tab.recording is not None and bool(tab.recording.input.std() > 0.1))
    return tab


def test_every_layer_is_listed_with_shape_and_parameters(ready: Person) -> None:
    tab = layers(ready)
    rows = [
        [tab.model.index(row, column).data() for column in range(4)] for row in range(tab.model.rowCount())
    ]
    assert rows[0] == ["stem", "1×32×28×28", "800", "Conv2d"]
    assert ["classifier", "1×10", "11,530", "Linear"] in rows
    assert ready.text("layersTitle") == f"shipped network: {len(rows)} layers, 474,283 parameters"


def test_the_maps_follow_what_is_drawn(ready: Person) -> None:
    tab = layers(ready)
    blank = tab.pictures.maps.picture(0)
    assert blank is not None
    ready.draw_seven()
    ready.wait(lambda: not np.array_equal(tab.pictures.maps.picture(0), blank))


def test_a_click_on_a_number_tells_where_it_comes_from(ready: Person) -> None:
    tab = drawn(ready)
    click_cell(ready, "mapsView", (3, 5, 5))
    click_cell(ready, "oneMapView", (0, 10, 12))
    value = float(tab.recording.layers[0].output[0, 3, 10, 12])
    assert f"stem (channel 3, row 10, column 12) = {value:.3f}" in page(ready)
    assert "then max_pool2d (channel 3, row 5, column 6)" in page(ready)
    assert "then relu" in page(ready)
    assert "5 × 5 pixels of the input" in page(ready)
    assert ready.canvas.spotlight().frame is not None


def test_the_frame_on_the_pad_lies_around_what_the_number_sees(ready: Person) -> None:
    tab = drawn(ready)
    network_input = ready.panel.input_preview.picture()
    rows, columns = np.nonzero(network_input > 0.5)
    row, column = int(rows[0]), int(columns[0])
    click_cell(ready, "oneMapView", (0, row, column))
    light = ready.canvas.spotlight()
    left, top, right, bottom = light.frame
    # The window of five pixels around an inked pixel lies over ink of the drawing.
    points = [point for stroke in ready.drawing.strokes for point in stroke.points]
    assert any(left <= x <= right and top <= y <= bottom for x, y in points)
    assert tab.pictures.maps.chosen is None  # the first map, which nobody had to choose


def test_kernels_are_shown_for_layers_that_have_them(ready: Person) -> None:
    tab = layers(ready)
    ready.click("kernelsButton")
    weight = tab.recording.layers[0].weight
    np.testing.assert_array_equal(tab.pictures.maps.picture(4), weight[4, 0].numpy())
    tab.table.selectRow(4)  # 64 channels of 32 kernels each
    ready.wait(ready.find("kernelChannelCombo").isVisible)
    channels = ready.find("kernelChannelCombo")
    for _ in range(7):
        ready.qtbot.keyClick(channels, Qt.Key.Key_Down)
    weight = tab.recording.layers[4].weight
    np.testing.assert_array_equal(tab.pictures.maps.picture(2), weight[7, 2].numpy())
    tab.table.selectRow(3)
    assert not ready.find("kernelsButton").isEnabled()


def test_a_weight_is_told_in_words(ready: Person) -> None:
    tab = layers(ready)
    ready.click("kernelsButton")
    assert "weights, which training has found" in page(ready)
    click_cell(ready, "mapsView", (4, 1, 1))
    click_cell(ready, "oneMapView", (0, 2, 3))
    weight = tab.recording.layers[0].weight
    text = f"input channel 0 for output channel 4, row 2, column 3: {float(weight[4, 0, 2, 3]):.4f}"
    assert text in page(ready)
    names = [layer.name for layer in tab.recording.layers]
    tab.table.selectRow(names.index("classifier"))
    click_cell(ready, "mapsView", (1000, 0, 0))
    weight = tab.recording.layers[names.index("classifier")].weight
    assert f"weight of input 1000 for output 0: {float(weight[0, 1000]):.4f}" in page(ready)


def test_what_cannot_be_looked_into_is_said(ready: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from digitpad.insight import recording

    def broken(*_: object) -> None:
        raise RuntimeError("no such layer")

    layers(ready)
    monkeypatch.setattr(recording, "record", broken)
    ready.draw_seven()
    ready.wait(lambda: "cannot be shown" in ready.text("layersTitle"))


def test_linear_layers_are_told_by_what_adds_most(ready: Person) -> None:
    tab = drawn(ready)
    names = [layer.name for layer in tab.recording.layers]
    tab.table.selectRow(names.index("classifier"))
    click_cell(ready, "mapsView", (7, 0, 0))
    assert "1152 inputs times their weights" in page(ready)
    assert "(bias)" in page(ready)


@pytest.mark.parametrize("way", ["gradient", "occlusion"])
def test_what_speaks_for_the_answer_is_shown_on_the_pad(ready: Person, way: str) -> None:
    tab = drawn(ready)
    number = next(n for n in range(tab.attribution.count()) if way in tab.attribution.itemText(n))
    tab.attribution.setCurrentIndex(number)
    ready.wait(lambda: (light := ready.canvas.spotlight()) is not None and light.image is not None)
    light = ready.canvas.spotlight()
    left, top, right, bottom = light.area
    points = [point for stroke in ready.drawing.strokes for point in stroke.points]
    assert all(left <= x <= right and top <= y <= bottom for x, y in points)
    ready.click("clearButton")
    ready.wait(lambda: ready.canvas.spotlight() is None)


def test_it_can_be_asked_what_speaks_for_another_digit(ready: Person) -> None:
    tab = drawn(ready)
    tab.attribution.setCurrentIndex(1)
    controller = ready.controller.layers
    ready.wait(lambda: controller.activations.attribution is not None)
    for_seven = controller.activations.attribution
    combo = ready.find("reasonsClassCombo")
    combo.setFocus()
    ready.qtbot.keyClick(combo, Qt.Key.Key_End)
    assert tab.attribution_class.currentData() == 9
    ready.wait(lambda: controller.activations.request.class_number == 9)
    for_nine = controller.activations.attribution
    # What makes it a seven is what makes it no nine, as far as these two go.
    assert np.corrcoef(for_seven.ravel(), for_nine.ravel())[0, 1] < 0


def test_nothing_lies_over_the_pad_while_another_tab_is_open(ready: Person) -> None:
    drawn(ready)
    click_cell(ready, "oneMapView", (0, 10, 12))
    assert ready.canvas.spotlight() is not None
    ready.tab("training")
    assert ready.canvas.spotlight() is None
    ready.tab("layers")
    ready.wait(lambda: ready.canvas.spotlight() is not None)


def test_the_notes_networks_can_be_looked_into_too(ready: Person, tmp_path: Path) -> None:
    import torch

    from digitpad.model.registry import architecture

    torch.manual_seed(1)
    torch.save(architecture("notes-adam").build().state_dict(), tmp_path / "untrained.pth")
    tab = layers(ready)
    ready.open(tmp_path / "untrained.pth")
    ready.wait(lambda: tab.model.index(0, 0).data() == "convl")
    assert tab.model.index(0, 2).data() == "260"


def test_the_run_in_training_can_be_looked_into(ready: Person) -> None:
    tab = layers(ready)
    ready.train()
    ready.tab("layers")
    ready.wait(lambda: tab.model.index(0, 0).data() == "conv1")


def test_keys_lead_through_maps_and_cells(ready: Person) -> None:
    tab = drawn(ready)
    tab.pictures.maps.setFocus()
    ready.qtbot.keyClick(tab.pictures.maps, Qt.Key.Key_Right)
    assert tab.pictures.maps.chosen == (1, 0, 0)
    tab.pictures.one_map.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        ready.qtbot.keyClick(tab.pictures.one_map, key)
    assert tab.pictures.one_map.chosen == (0, 2, 1)
    assert "stem (channel 1, row 2, column 1)" in page(ready)


def test_the_input_lies_on_the_ink_it_was_made_from() -> None:
    picture = np.zeros((28, 28), np.float32)
    picture[4:24, 9:19] = 1.0
    place = placed(picture, (2.0, 6.0, 7.0, 16.0))
    assert place.on_pad(9, 4) == pytest.approx((2.0, 6.0))
    assert place.on_pad(19, 24) == pytest.approx((7.0, 16.0))
    assert placed(picture, (2.0, 6.0, 7.0, 16.0), exact=True).on_pad(9, 4) == (9, 4)
    blank = placed(np.zeros((28, 28), np.float32), (0.0, 0.0, 0.0, 0.0))
    assert blank.scale_x == 1.0
