"""The network as a picture: which stages there are, where their pictures lie, and what they say."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitpad.form import DIGITS
from digitpad.insight.recording import Recording, record
from digitpad.ui.layers.flow_layout import HEAD, Shape, arranged
from digitpad.ui.layers.flow_view import LARGEST, USUAL, FlowView
from digitpad.ui.layers.flow_window import FlowWindow
from digitpad.ui.layers.stages import stages
from digitpad.ui.style.text_size import set_text_size
from tests.helpers import untrained


def recorded(name: str = "notes-basic") -> Recording:
    return record(untrained(name).network(), torch.linspace(-1, 1, 784).reshape(1, 1, 28, 28))


def shown(recording: Recording, every: bool = False) -> list[str]:
    """What the stages begin with."""
    return [
        recording.layers[stage.layers[0]].kind for stage in stages(recording, every=every) if stage.layers
    ]


def test_a_stage_is_a_convolution_with_what_follows_or_pooling_or_a_linear_layer() -> None:
    recording = recorded()
    assert shown(recording) == ["Conv2d", "max_pool2d", "Conv2d", "max_pool2d", "Linear", "Linear"]
    assert [stage.sources for stage in stages(recording)] == [(), (0,), (1,), (2,), (3,), (4,), (5,)]
    assert len(shown(recording, every=True)) == len(recording.layers)


def test_maps_that_are_flattened_are_still_seen_as_maps_and_the_answer_is_the_last() -> None:
    recording = recorded()
    of = stages(recording)
    assert recording.value(of[4].output).shape == (1, 20, 4, 4)
    assert torch.equal(recording.value(of[-1].output), recording.layers[-1].output)


def test_branches_meet_in_a_stage_with_two_sources() -> None:
    of = stages(recorded("handwriting"))
    meeting = [stage for stage in of if len(stage.sources) > 1]
    assert meeting
    assert all(source < number for number, stage in enumerate(of) for source in stage.sources)


@given(
    st.lists(
        st.builds(Shape, st.integers(1, 600), st.integers(0, 224), st.just(False), st.booleans()),
        min_size=1,
        max_size=8,
    ),
    st.integers(120, 1600),
    st.integers(28, 280),
)
def test_pictures_lie_beside_each_other_and_are_found_where_they_lie(
    shapes: list[Shape], height: int, zoom: int
) -> None:
    columns = arranged(shapes, height, zoom)
    for before, after in pairwise(columns):
        assert before.left + before.width < after.left
    for shape, column in zip(shapes, columns, strict=True):
        assert 1 <= column.count <= shape.count
        assert column.count == shape.count or not shape.whole
        assert column.top >= HEAD
        for number in (0, column.count - 1):
            assert column.at(column.rect(number).center()) == number
        assert column.at(QPointF(column.left - 1, column.top)) is None


@pytest.fixture
def view(show: Callable[..., None]) -> FlowView:
    view = FlowView()
    show(view, 900, 420)
    view.show_recording(recorded(), DIGITS)
    return view


def click(qtbot: QtBot, view: FlowView, cell: tuple[int, int]) -> None:
    at = view.flow.columns[cell[0]].rect(cell[1]).center().toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)


def test_a_map_says_its_layers_shape_and_kernel(view: FlowView, qtbot: QtBot) -> None:
    chosen: list[tuple[int, ...]] = []
    view.cell_chosen.connect(chosen.append)
    click(qtbot, view, (1, 3))
    assert chosen == [(1, 3)]
    words = view.accessibleDescription()
    assert words.startswith("Conv2d · kernel 5×5, stride 1×1, padding 0×0 · output 1×10×24×24")
    assert words.endswith("channel 3 of 10")


def test_lines_come_from_what_the_weights_take_most_of(view: FlowView) -> None:
    weight = view.recording.layers[view.stages[3].layers[0]].weight
    assert weight is not None
    sums = weight[4].sum(dim=(1, 2))
    strengths = view.flow.strengths(3, 4)
    assert strengths[0][0] == int(sums.abs().argmax())
    assert abs(strengths[0][1]) == pytest.approx(1)
    assert view.flow.strengths(2, 4) == [(4, 1.0)]  # pooling takes its own channel


def test_the_keyboard_goes_from_stage_to_stage(view: FlowView, qtbot: QtBot) -> None:
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.chosen == (1, 1)
    for _ in range(20):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.chosen is not None
    assert view.chosen[0] == len(view.stages) - 1


def test_what_has_no_room_is_counted_and_a_click_shows_it(view: FlowView, qtbot: QtBot) -> None:
    number = next(n for n, column in enumerate(view.flow.columns) if view.more(n))
    hidden = len(view.flow.numbers[number]) - view.flow.columns[number].count
    assert view.more(number) == f"+ {hidden}"
    at = view.flow.foot(number).center().toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert view.flow.columns[number].count == len(view.flow.numbers[number])
    at = view.flow.foot(number).center().toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert view.more(number) == f"+ {hidden}"


def test_the_space_bar_shows_all_of_a_stage_too(view: FlowView, qtbot: QtBot) -> None:
    number = next(n for n, column in enumerate(view.flow.columns) if view.more(n))
    view.select((number, 1))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.flow.columns[number].count == len(view.flow.numbers[number])
    assert view.chosen == (number, 0)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.more(number).startswith("+")


def test_the_wheel_with_control_zooms_within_limits(view: FlowView) -> None:
    at = QPointF(view.rect().center())
    for _ in range(30):
        wheel = QWheelEvent(
            at, view.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, wheel)
    assert view.zoom == LARGEST > USUAL


def test_the_likeliest_class_has_the_longest_bar(view: FlowView) -> None:
    values = view.recording.layers[-1].output[0]
    image = view.grab().toImage()
    column = view.flow.columns[-1]
    best = column.rect(int(values.argmax()))
    bar = view.palette().highlight().color()
    pixel = QColor(image.pixel(int(best.left() + 38), int(best.center().y())))
    assert (pixel.red(), pixel.green(), pixel.blue()) == (bar.red(), bar.green(), bar.blue())


def test_a_map_is_shown_large_with_its_kernels_and_a_number_of_it_is_worked_out(
    show: Callable[..., None], qtbot: QtBot
) -> None:
    window = FlowWindow()
    show(window, 1100, 700)
    recording = recorded()
    window.show_recording(recording, DIGITS, "some network")
    click(qtbot, window.view, (3, 2))
    kernels = window.findChild(type(window.one_map), "flowKernels")
    assert kernels.count == 10  # one for each channel that goes in
    at = window.one_map.cell_rect((0, 1, 1)).center().toPoint()
    qtbot.mouseClick(window.one_map, Qt.MouseButton.LeftButton, pos=at)
    text = window._page.toPlainText()
    assert "conv2 (channel 2, row 1, column 1)" in text
    assert "Its receptive field" in text
    window.show_recording(recording, DIGITS, "some network")  # the next answer
    assert "conv2 (channel 2, row 1, column 1)" in window._page.toPlainText()


def test_words_of_two_stages_do_not_meet_in_large_text(
    view: FlowView, qtbot: QtBot, qapp: QApplication
) -> None:
    before = view.minimumWidth()
    set_text_size(qapp, 200, view)
    try:
        qtbot.waitUntil(lambda: view.minimumWidth() > before)
        metrics = view.fontMetrics()
        for stage, (left, right) in zip(view.stages, pairwise(view.flow.columns), strict=False):
            shape = "×".join(map(str, view.recording.value(stage.output).shape))
            assert right.left - left.left >= metrics.horizontalAdvance(shape)
            assert left.top > 2 * metrics.ascent() + 2  # title and shape
        for number, _ in enumerate(view.flow.columns):
            foot = view.flow.foot(number)
            assert foot.width() >= metrics.horizontalAdvance("+ 119")
            assert view.height() >= foot.bottom()
    finally:
        set_text_size(qapp, 100, view)
    qtbot.waitUntil(lambda: view.minimumWidth() == before)
