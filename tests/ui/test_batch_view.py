"""One batch taken apart, also when its numbers are not finite."""

from __future__ import annotations

import dataclasses
import math

import pytest
import torch
from PySide6.QtWidgets import QLabel, QTextBrowser
from pytestqt.qtbot import QtBot

from digitpad.training.step_trace import LayerStep, StepTrace
from digitpad.ui.training.batch_view import BatchView


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
    assert view.pictures.words(1) == "2, read as 7 before the step"
    assert view.pictures.words(2) == "none of the classes, read as 3 before the step"


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
