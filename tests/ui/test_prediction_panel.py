import itertools
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from digitpad.form import CIFAR10_CLASSES
from digitpad.model.checkpoint import Checkpoint
from digitpad.ui.prediction.answer_look import AnswerLook
from digitpad.ui.prediction.answer_view import AnswerView
from digitpad.ui.prediction.input_preview import InputPreview
from digitpad.ui.prediction.panel import PredictionPanel
from digitpad.ui.style.theme import dark_palette, light_palette
from digitpad.ui.widgets.elided_label import ElidedLabel
from tests.ui.pad_driver import grey, photograph

LOG_PROBS = [-9.1, -1.81, -3.0, -6.6, -11.9, -14.0, -26.5, -0.08, -13.0, -5.5]


@pytest.fixture
def panel(show: Callable[..., None]) -> PredictionPanel:
    panel = PredictionPanel()
    show(panel, 260, 560)
    return panel


@pytest.fixture
def answer(panel: PredictionPanel) -> AnswerView:
    return panel.findChild(AnswerView)


@pytest.fixture
def preview(qtbot: QtBot) -> InputPreview:
    preview = InputPreview()
    qtbot.addWidget(preview)
    preview.resize(150, 170)
    return preview


def properties(panel: PredictionPanel, *names: str) -> list[object]:
    return [panel.property(name) for name in names]


def text(panel: PredictionPanel, name: str) -> str:
    return panel.findChild(ElidedLabel, name).text()


def test_answer_is_shown_and_told(panel: PredictionPanel, answer: AnswerView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.answer_changed):
        panel.show_prediction(np.array(LOG_PROBS, np.float32), 7, 1.73)
    assert properties(panel, "digit", "logProbs") == [7, pytest.approx(LOG_PROBS)]
    assert (answer.word(), answer.number()) == ("7", f"{100 * math.exp(-0.08):.1f} %")
    assert text(panel, "margin") == "margin to second: 1.73 (second: 1)"
    assert panel.accessibleDescription() == "7, 92.3 %; margin to second: 1.73 (second: 1)"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (PredictionPanel.show_blank, "Nothing drawn"),
        (PredictionPanel.show_loading, "The network is loading…"),
        (lambda panel: panel.show_no_network("Load a network."), "Load a network."),
        (None, "The network is loading…"),
    ],
    ids=["blank", "loading", "no network", "from the beginning"],
)
def test_no_answer_takes_the_old_one_away(
    panel: PredictionPanel, answer: AnswerView, change: Callable[[PredictionPanel], None] | None, message: str
) -> None:
    if change:
        panel.show_prediction(LOG_PROBS, 7, 1.73)
        change(panel)
    assert properties(panel, "digit", "logProbs") == [-1, []]
    assert (text(panel, "margin"), answer.word(), answer.message()) == ("", "", message)
    assert panel.accessibleDescription() == message


def test_switch_to_probabilities_and_back_by_key(panel: PredictionPanel) -> None:
    panel.show_prediction(LOG_PROBS, 7, 1.73)
    logs = grey(photograph(panel.bars))
    log_button = panel.findChild(QPushButton, "logButton")
    assert log_button.focusPolicy() & Qt.FocusPolicy.TabFocus
    log_button.setFocus()
    QTest.keyClick(log_button, Qt.Key.Key_Right)
    assert panel.findChild(QPushButton, "probabilityButton").isChecked()
    assert panel.bars.as_probability()
    assert not np.array_equal(grey(photograph(panel.bars)), logs)
    QTest.mouseClick(log_button, Qt.MouseButton.LeftButton)
    assert not panel.bars.as_probability()
    assert np.array_equal(grey(photograph(panel.bars)), logs)


def test_classes_are_the_networks(panel: PredictionPanel, answer: AnswerView) -> None:
    panel.show_prediction(LOG_PROBS, 7, 1.73)
    panel.set_classes(("cat", "automobile"))
    assert panel.property("digit") == -1, "the old answer speaks of other classes"
    panel.show_prediction([-0.01, -4.6], 0, 4.59)
    assert answer.word() == "cat"
    assert text(panel, "margin") == "margin to second: 4.59 (second: automobile)"


def test_one_class_alone_has_no_second(panel: PredictionPanel, answer: AnswerView) -> None:
    panel.set_classes(("cat",))
    panel.show_prediction([0.0], 0, 0.0)
    assert (answer.number(), text(panel, "margin")) == ("> 99.9 %", "")


def test_it_says_which_network_answers(panel: PredictionPanel) -> None:
    lines = panel.network_lines
    metrics = {"test_accuracy": 0.9713, "epoch": 3}
    mine = Checkpoint("notes-basic", {}, 0.1307, 0.3081, metrics=metrics, path=Path("/long/way/to/mine.pth"))
    lines.show_network(mine, 21_840)
    assert [text(panel, f"network{name}") for name in ("File", "Architecture", "Standing")] == [
        "Network: mine.pth",
        "notes-basic · 21,840 parameters",
        "test accuracy 97.13 % · epoch 3",
    ]
    assert panel.findChild(ElidedLabel, "networkFile").toolTip() == "/long/way/to/mine.pth"
    lines.show_network(replace(mine, metrics={}), 21_840)
    assert text(panel, "networkStanding") == ""
    lines.show_standing(replace(mine, path=None, metrics={"step": 1200, "epoch": 2}))
    assert text(panel, "networkStanding") == "step 1,200"


@pytest.mark.parametrize("width", [230, 400, 1200])
def test_it_fits_from_narrow_to_wide(panel: PredictionPanel, width: int) -> None:
    panel.set_classes(CIFAR10_CLASSES)
    path, metrics = Path("/a/rather/long/way/to/the/file/of/the/network.pth"), {"test_accuracy": 0.5}
    panel.network_lines.show_network(Checkpoint("x" * 80, {}, 0.5, 0.5, metrics=metrics, path=path), 1)
    panel.show_prediction(LOG_PROBS, 1, 1.73)
    panel.resize(width, 560)
    assert panel.minimumSizeHint().width() <= 240
    for part in panel.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        assert panel.rect().contains(part.geometry()), part.objectName()


def test_colours_follow_the_palette(panel: PredictionPanel, answer: AnswerView) -> None:
    panel.show_prediction(LOG_PROBS, 7, 1.73)
    brightness = []
    for palette in (light_palette(), dark_palette()):
        panel.setPalette(palette)
        brightness.append(float(grey(photograph(answer)).mean()))
    assert brightness[0] > 0.6 > 0.4 > brightness[1]


def shown_pixels(preview: InputPreview, ratio: float) -> np.ndarray:
    """The white pixel's box in device pixels: (top, left, bottom, right), exclusive."""
    ink = np.argwhere(grey(photograph(preview, ratio)) == 1.0)
    return np.array([*ink.min(axis=0), *ink.max(axis=0) + 1])


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_preview_shows_each_pixel_as_a_crisp_square(preview: InputPreview, ratio: float) -> None:
    preview.setPalette(dark_palette())
    boxes = []
    for place in ((0, 0), (27, 27), (3, 9)):
        picture = np.zeros((28, 28), np.float32)
        picture[place] = 1.0
        preview.set_picture(picture)
        boxes.append(shown_pixels(preview, ratio))
    first, last, other = boxes
    side = first[2] - first[0]
    assert side == first[3] - first[1] == last[2] - last[0] >= 3
    assert (last[:2] - first[:2]).tolist() == [27 * side, 27 * side]
    assert (other[:2] - first[:2]).tolist() == [3 * side, 9 * side]


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_preview_shows_the_whole_of_a_large_input(preview: InputPreview, ratio: float) -> None:
    picture = np.zeros((224, 224, 3), np.float32)
    picture[-40:, -40:, 0] = 1.0  # red, in the last corner
    preview.set_picture(picture)
    image = photograph(preview, ratio)
    red = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).getRgb()[:3] == (255, 0, 0)
    ]
    side = min(preview.width(), preview.height()) * ratio
    for places in zip(*red, strict=True):
        assert 0.1 * side < max(places) - min(places) < 0.25 * side


def test_preview_keeps_what_it_was_given(preview: InputPreview) -> None:
    for picture, description in (
        (None, "No input"),
        (np.full((28, 28), 0.5, np.float32), "Network input 28×28"),
        (None, "No input"),
    ):
        preview.set_picture(picture)
        assert preview.picture() is picture
        assert preview.accessibleDescription() == description


def test_preview_takes_colour(preview: InputPreview) -> None:
    picture = np.zeros((32, 32, 3), np.float32)
    picture[..., 0] = 1.0
    preview.set_picture(picture)
    assert photograph(preview).pixelColor(75, 60).getRgb()[:3] == (255, 0, 0)
    assert preview.accessibleDescription() == "Network input 32×32"


def test_several_digits_are_one_number_with_the_bars_of_the_chosen(
    panel: PredictionPanel, answer: AnswerView, qtbot: QtBot
) -> None:
    def show_number() -> None:
        panel.show_prediction(LOG_PROBS, 7, 1.73, rows=((2, 7),), chosen=1)

    show_number()
    assert properties(panel, "number", "digit") == ["27", 7]
    assert (answer.word(), answer.chosen()) == ("27", 1)
    assert panel.accessibleDescription().startswith("27, digit 2 of 2: 7, 92.3 %")
    with qtbot.waitSignal(answer.digit_chosen) as chosen:
        QTest.keyClick(answer, Qt.Key.Key_Left)
    assert chosen.args == [0]
    for other in (lambda: panel.show_prediction(LOG_PROBS, 7, 1.73), panel.show_blank):
        show_number()
        other()
        assert panel.property("number") == ""


@pytest.fixture
def rows(panel: PredictionPanel, answer: AnswerView) -> list[int]:
    """The digits that are chosen while the panel shows 12 over -34; the 3 is marked."""
    panel.show_prediction(LOG_PROBS, 3, 1.73, rows=((1, 2), (None, 3, 4)), chosen=2)
    chosen: list[int] = []
    answer.digit_chosen.connect(chosen.append)
    return chosen


def test_rows_stand_one_under_the_other_and_a_sign_is_said_to_be_unread(
    panel: PredictionPanel, answer: AnswerView, rows: list[int]
) -> None:
    assert (panel.property("number"), answer.word(), answer.chosen()) == ("12\n?34", "12\n?34", 2)
    described = panel.accessibleDescription()
    assert described.startswith("12, ?34, digit 3 of 4: 3, ")
    assert described.endswith("? is a sign that is not read.")
    assert text(panel, "margin").startswith("? is not read · margin to second")


def test_a_digit_of_a_row_is_chosen_by_click_and_by_arrow_keys(answer: AnswerView, rows: list[int]) -> None:
    height = answer.height() * 0.8  # beneath is the probability
    places = [(0.45, 0.25), (0.55, 0.25), (0.5, 0.75), (0.9, 0.75), (0.05, 0.1)]
    for x, y in places:
        QTest.mouseClick(
            answer, Qt.MouseButton.LeftButton, pos=QPointF(answer.width() * x, height * y).toPoint()
        )
    assert rows == [0, 1, 3, 0]  # the third is chosen already
    rows.clear()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(answer, key)
    assert rows == [0, 1, 3]  # and there is nothing beneath


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_the_sign_has_its_own_tip(answer: AnswerView, rows: list[int], qtbot: QtBot) -> None:
    def tip(x: float) -> str:
        place = QPointF(answer.width() * x, answer.height() * 0.6).toPoint()
        event = QHelpEvent(QEvent.Type.ToolTip, place, answer.mapToGlobal(place))
        QApplication.sendEvent(answer, event)
        return QToolTip.text()

    assert tip(0.3) == "A sign that is not read"
    assert tip(0.5).startswith("Click a digit")
    QToolTip.hideText()


@pytest.mark.parametrize("number", [((1,) * 20,), ((1, 2), (3, 4), (5, None, 6)), ((None, 5),)])
@pytest.mark.parametrize("size", [(120, 96), (340, 340)])
def test_numbers_and_rows_are_painted_inside_their_room(
    qtbot: QtBot, number: tuple[tuple[int | None, ...], ...], size: tuple[int, int]
) -> None:
    names = tuple(tuple(None if one is None else str(one) for one in row) for row in number)
    view = AnswerView()
    qtbot.addWidget(view)
    look = AnswerLook(names, False, QSize(*size), view.font(), view.palette())
    places = look.digits + look.signs
    assert (len(look.digits), len(places)) == (
        sum(one is not None for row in number for one in row),
        sum(map(len, number)),
    )
    assert all(place.top() >= 0 and place.bottom() <= look.room.bottom() for place in places)
    if len(number[0]) < 20:
        assert all(place.left() >= 0 and place.right() <= size[0] for place in places)
    assert not any(a.adjusted(1, 1, -1, -1).intersects(b) for a, b in itertools.combinations(places, 2))


def test_what_is_no_digit_is_said_with_the_nearest_and_fainter_bars(
    panel: PredictionPanel, answer: AnswerView
) -> None:
    panel.show_prediction(LOG_PROBS, 7, 1.73)
    sure = grey(photograph(panel.bars))
    panel.show_prediction(LOG_PROBS, 7, 1.73, unknown=True)
    assert (answer.message(), answer.detail()) == ("Not a digit I know", "nearest: 7")
    assert properties(panel, "unknown", "digit") == [True, 7]
    assert not np.array_equal(grey(photograph(panel.bars)), sure)
    panel.show_prediction(LOG_PROBS, 7, 1.73, unknown=True, rows=((2, 7),), chosen=1)
    assert (answer.word(), answer.number()) == ("27", "unknown")
    assert text(panel, "margin") == "Not a digit I know; nearest: 7"
    panel.show_prediction(LOG_PROBS, 7, 1.73)
    assert panel.property("unknown") is False
    assert np.array_equal(grey(photograph(panel.bars)), sure)


def test_the_end_behind_a_cut_stands_there_once(qtbot: QtBot) -> None:
    label = ElidedLabel(strong=True, cut=Qt.TextElideMode.ElideRight)
    qtbot.addWidget(label)
    text = "Tanh, mean 0.5, std 0.5: reads 86.3 % of 300 training pictures of MNIST; the file does not say."
    label.set_text(text, end="reads 86.3 %")
    whole = label.fontMetrics().horizontalAdvance(text)
    parts = [label.fitted(width) for width in range(60, whole)]
    assert [part for part in parts if part.count("read") != 1] == []
    assert "Tanh, mean 0.5, std 0.5: reads 86.3 %" in parts
    assert label.fitted(whole + 20) == text


def test_a_line_is_in_full_colour_again_after_it_was_disabled(show: Callable[..., None]) -> None:
    label = ElidedLabel(strong=True)
    label.setPalette(light_palette())
    label.set_text("Network")
    show(label, 100, 20)
    usual = photograph(label)
    label.setEnabled(False)
    font = label.font()
    for bold in (True, False):  # as of a dataset that is counted while its form is disabled
        font.setBold(bold)
        label.setFont(font)
    assert photograph(label) != usual
    label.setEnabled(True)
    assert photograph(label) == usual


def test_a_short_text_takes_the_place_of_one_without_room(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.set_text("From the pad to the network", short="Steps")
    whole = label.fontMetrics().horizontalAdvance(label.text())
    assert [label.fitted(width) for width in (whole, whole - 1)] == [label.text(), "Steps"]


@pytest.mark.parametrize("dark", [False, True])
def test_the_end_behind_a_cut_is_whole(qtbot: QtBot, dark: bool) -> None:
    label = ElidedLabel(strong=True, cut=Qt.TextElideMode.ElideRight)
    qtbot.addWidget(label)
    label.setPalette(dark_palette() if dark else light_palette())
    label.set_text("padding 0, max pooling 2x2, Tanh, mean 0.5, std 0.5: reads 97.7 %", end="reads 97.7 %")
    for width in range(140, 300):
        label.resize(width, 15)
        picture = label.grab().toImage()
        edge = {picture.pixel(picture.width() - 1, y) for y in range(picture.height())}
        assert len(edge) == 1, width  # no ink
        last = {picture.pixel(x, y) for x in range(width - 20, width) for y in range(picture.height())}
        assert len(last) > 1, width  # and room for no more letter
