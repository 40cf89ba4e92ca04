"""One batch taken apart, also when its numbers are not finite."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Callable

import pytest
import torch
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QSlider, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from digitpad.training.step_trace import LayerStep, StepTrace
from digitpad.ui.style.text_size import set_text_size
from digitpad.ui.training.batch_pictures import BatchPictures
from digitpad.ui.training.batch_view import BatchView
from digitpad.ui.training.batch_window import BatchWindow


def look(gradient: float = 1.0, batch_size: int = 64) -> StepTrace:
    return StepTrace(
        epoch=1,
        batch=0,
        batches=-(-60_000 // batch_size),
        batch_size=batch_size,
        examples=60_000,
        epochs=3,
        learning_rate=0.01,
        loss=2.3,
        pictures=torch.zeros(3, 1, 28, 28, dtype=torch.uint8),
        labels=torch.tensor([1, 2, 10]),
        answers=torch.tensor([1, 7, 3]),
        classes=tuple("0123456789"),
        layers=(LayerStep("conv1", 260, gradient, 2.0, 0.5), LayerStep("fc1", 10, 0.5, 0.0, 0.0)),
    )


@pytest.fixture
def view(qtbot: QtBot) -> BatchView:
    view = BatchView()
    qtbot.addWidget(view)
    view.show_look(look())
    return view


def page(view: BatchView) -> str:
    return view.findChild(QTextBrowser, "batchText").toPlainText()


@pytest.mark.parametrize("gradient", [0.0, 1.0, math.inf, math.nan])
def test_gradients_of_any_size_are_shown(view: BatchView, gradient: float) -> None:
    view.show_look(look(gradient))
    assert "conv1" in page(view)
    view.grab()


def test_the_numbers_of_the_run_add_up(view: BatchView) -> None:
    assert "60,000 = 64 × 937 + 32" in page(view)
    assert "2,814 iterations in all" in page(view)
    view.show_look(look(batch_size=100))
    assert "60,000 = 100 × 600" in page(view)


def test_what_is_none_of_the_classes_is_called_so(view: BatchView) -> None:
    assert view.pictures.words((1,)) == "2, read as 7 before the step"
    assert view.pictures.words((2,)) == "none of the classes, read as 3 before the step"


def test_before_the_first_step_it_is_said_how_to_get_one(view: BatchView) -> None:
    view.show_look(None)
    assert "press Step" in view.findChild(QLabel, "batchTitle").text()
    view.grab()


def test_pictures_in_colour_are_shown_in_colour(view: BatchView) -> None:
    red = torch.zeros(3, 3, 32, 32, dtype=torch.uint8)
    red[:, 0] = 200
    view.resize(400, 400)
    view.show_look(dataclasses.replace(look(), pictures=red))
    assert {image.pixelColor(16, 16).name() for image in view.pictures.images} == {"#c80000"}


def batch(count: int, classes: tuple[str, ...] = tuple("0123456789")) -> StepTrace:
    labels = torch.arange(count) % len(classes)
    return dataclasses.replace(
        look(),
        pictures=torch.zeros(count, 1, 28, 28, dtype=torch.uint8),
        labels=labels,
        answers=torch.where(torch.arange(count) % 3 == 0, labels, (labels + 1) % len(classes)),
        classes=classes,
    )


@pytest.mark.parametrize("classes", [tuple("0123456789"), ("aeroplane", "automobile", "bird", "cat")])
@pytest.mark.parametrize("count", [1, 200])
def test_all_of_a_batch_is_in_sight_with_its_words_where_there_is_room(
    count: int, classes: tuple[str, ...], show: Callable[..., None]
) -> None:
    pictures = BatchPictures()
    pictures.show_look(batch(count, classes))
    show(pictures, 1180, 640)
    tiles = [pictures.place(number) for number in range(count)]
    assert all(QRectF(pictures.rect()).contains(tile) for tile in tiles)
    assert not any(first.intersects(second) for first, second in itertools.pairwise(tiles))
    assert pictures.cell_at(tiles[-1].center()) == (count - 1,)
    assert pictures.has_words or (count, len(classes)) == (200, 4)
    pictures.resize(380, 60)
    assert all(QRectF(pictures.rect()).contains(pictures.place(number)) for number in range(count))


def test_right_and_wrong_differ_without_hue(show: Callable[..., None]) -> None:
    pictures = BatchPictures()
    show(pictures, 90, 90)
    painted = []
    for answer in (1, 7):
        one = dataclasses.replace(look(), pictures=torch.zeros(1, 1, 28, 28, dtype=torch.uint8))
        pictures.show_look(dataclasses.replace(one, labels=torch.tensor([1]), answers=torch.tensor([answer])))
        grey = pictures.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        painted.append([[grey.pixelColor(x, y).value() > 128 for x in range(90)] for y in range(90)])
    assert painted[0] != painted[1]


def test_keys_go_through_the_batch_and_say_each_picture(view: BatchView, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(view.pictures, key)
    assert view.pictures.chosen == (1,)
    assert view.pictures.accessibleDescription() == "2, read as 7 before the step"


def test_the_large_picture_follows_the_steps_and_zooms(view: BatchView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.findChild(QPushButton, "largeBatchButton"), Qt.MouseButton.LeftButton)
    window = view.findChild(BatchWindow)
    view.show_look(batch(256))
    assert len(window.pictures.images) == 256
    fits = window.findChild(QCheckBox, "fitBatchCheck")
    qtbot.keyClick(window.pictures, Qt.Key.Key_Plus)
    assert (fits.isChecked(), window.pictures.zoom is None) == (False, False)
    side = window.pictures.zoom
    qtbot.keyClick(window.pictures, Qt.Key.Key_Plus)
    assert window.pictures.zoom > side
    window.findChild(QSlider, "batchPictureSizeSlider").setValue(200)
    for _ in range(5):
        qtbot.keyClick(window.pictures, Qt.Key.Key_Down)
    chosen = window.pictures.place(window.pictures.chosen[0]).toAlignedRect()
    assert window.pictures.visibleRegion().boundingRect().intersects(chosen)
    assert window.pictures.zoom == 200
    assert window.pictures.place(0).width() >= 200
    fits.click()
    assert window.pictures.zoom is None
    many = batch(1100)
    view.show_look(many)
    assert "1,024 of 1,100" in window.findChild(QLabel, "largeBatchTitle").text()
    window.close()


def test_the_columns_of_the_layers_stay_apart(view: BatchView) -> None:
    gradient = LayerStep("fc2", 510, 0.4968, 0.004968, 0.0027)
    view.show_look(dataclasses.replace(look(), layers=(gradient,)))
    document = view.findChild(QTextBrowser, "batchText").document()
    document.setTextWidth(500)
    begin = document.find("0.497").block()
    left = document.documentLayout().blockBoundingRect(begin).left()
    right = document.documentLayout().blockBoundingRect(begin.next()).left()
    written = QFontMetricsF(document.defaultFont()).horizontalAdvance("0.497")
    assert right - (left + written) >= 6


def test_the_title_of_the_large_batch_has_the_whole_width(
    view: BatchView, qtbot: QtBot, qapp: QApplication
) -> None:
    view.show_look(batch(256))
    qtbot.mouseClick(view.findChild(QPushButton, "largeBatchButton"), Qt.MouseButton.LeftButton)
    window = view.findChild(BatchWindow)
    set_text_size(qapp, 200, window)
    try:
        window.resize(500, 400)
        title = window.findChild(QLabel, "largeBatchTitle")
        qtbot.waitUntil(lambda: title.fontMetrics().height() > 24 and title.width() > 450)
        assert title.height() >= title.heightForWidth(title.width())
        assert window.findChild(QWidget, "largeBatchArea").height() > 100
    finally:
        set_text_size(qapp, 100, window)
        window.close()
