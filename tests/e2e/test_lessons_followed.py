"""Lessons followed as a learner does: each step shows what it speaks of, and what was done is noticed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitpad.ui.chart.legend import ChartLegend
from tests.e2e.conftest import Person
from tests.e2e.test_lessons import begin, go_on, marked
from tests.helpers import further


def facts(person: Person) -> dict[str, Any]:
    return person.controller.guidance.lessons._facts()


def skip_to(person: Person, place: int) -> None:
    """Show the step with this number, from 1."""
    person.controller.guidance.lessons._show(place - 1)


@pytest.mark.slow
def test_a_small_drawing_stays_small_without_the_steps_that_enlarge_it(ready: Person) -> None:
    begin(ready, "02-input")
    ready.draw((0.08, 0.08), (0.05, 0.2), (0.22, 0.2))
    ready.draw((0.16, 0.13), (0.15, 0.3))
    go_on(ready)
    inked = facts(ready)["inked"]
    ready.click("lessonNextButton")
    ready.click("overlayButton")
    go_on(ready)
    ready.click("lessonNextButton")
    for step in ("stepWidth", "stepCrop"):
        assert marked(ready) == step
        ready.click(step)
        go_on(ready)
    ready.wait(lambda: facts(ready)["inked"] < inked / 3)
    ready.click("stepsReset")
    go_on(ready)
    assert marked(ready) == "overlayButton"
    ready.click("overlayButton")  # else it lies over all drawings and pictures to come
    go_on(ready)
    assert not ready.canvas.overlay_visible()


def test_the_ring_goes_on_to_the_setting_that_is_still_missing(ready: Person) -> None:
    begin(ready, "06-overfit")
    ready.set_recipe(recipe="notes-adam")
    go_on(ready)
    assert marked(ready) == "batchSizeSpin"
    ready.type("batchSizeSpin", "128")
    ready.wait(lambda: marked(ready) == "epochsSpin")
    ready.type("epochsSpin", "8")
    ready.wait(lambda: marked(ready) == "")
    go_on(ready)
    assert marked(ready) == "trainButton"


@pytest.mark.parametrize("language", ["en", further("zh_CN")])
def test_a_lesson_that_is_chosen_withdraws_the_offer_of_the_first(ready: Person, language: str) -> None:
    ready.controller.guidance.offer_lesson()
    ready.menu(f"{language}LanguageAction")
    assert ready.banner
    begin(ready, "02-input")
    assert not ready.banner
    ready.window.banner.show_info("Another message")
    begin(ready, "03-batches")
    assert ready.banner == "Another message"
    ready.menu("enLanguageAction")


@pytest.mark.slow
def test_legend_and_tooltip_are_true_of_steps_that_are_off(ready: Person) -> None:
    def legend() -> str:
        (((_, words),),) = ready.canvas._painter._legends(empty=False)
        return words

    preview = ready.panel.input_preview
    whole = "What the network gets: the ink cropped, scaled and centred"
    ready.draw_seven()
    ready.wait_for_answer()
    ready.click("overlayButton")
    assert (legend(), preview.toolTip()) == ("Network input: cropped, scaled, centred", whole)
    ready.click("stepCrop")
    ready.wait(lambda: legend() == "Network input: with steps switched off")
    assert preview.toolTip() == "What the network gets, with steps switched off: Crop"
    ready.click("stepCentre")
    ready.wait(lambda: preview.toolTip().endswith(": Crop · Centre"))
    ready.click("stepsReset")
    ready.wait(lambda: legend() == "Network input: cropped, scaled, centred")
    assert preview.toolTip() == whole


@pytest.mark.slow
def test_a_loss_in_an_answer_is_that_of_the_chart(ready: Person) -> None:
    ready.train(batch_size=8)
    legend = ready.window.training_tab.chart.findChild(ChartLegend)
    assert legend is not None
    ready.click("smoothingCheck")
    ready.wait(lambda: f"Train loss {facts(ready)['train_loss']}" in legend.accessibleName())
    before = legend.accessibleName()
    ready.click("logScaleCheck")  # where the average is another one
    ready.wait(lambda: legend.accessibleName() != before)
    assert f"Train loss {facts(ready)['train_loss']}" in legend.accessibleName()


@pytest.mark.slow
def test_the_bar_goes_along_into_a_window_as_that_opens(ready: Person) -> None:
    begin(ready, "08-convolution")
    bar = ready.find("lessonBar")
    ready.menu("benchAction")
    ready.wait(lambda: bar.window().objectName() == "benchWindow")  # which may cover the one before
    ready.click("closeBenchButton")
    skip_to(ready, 6)
    ready.click("advancedButton")
    ready.click("networkPage")
    ready.wait(lambda: marked(ready) == "networkCombo")  # what the step says, not the button beside it
    ready.set_recipe(recipe="notes-basic")
    ready.controller.network_editor.open()
    ready.wait(lambda: bar.window().objectName() == "networkEditorWindow")


@pytest.mark.slow
def test_an_opened_picture_is_no_drawing(ready: Person, tmp_path: Path) -> None:
    pixels = np.full((64, 64), 255, np.uint8)
    pixels[10:54, 28:36] = 0
    Image.fromarray(pixels).save(tmp_path / "one.png")
    ready.drop(tmp_path / "one.png")
    ready.wait_for_answer()
    begin(ready, "11-files")
    assert ready.text("lessonNextButton") == "Skip"
    ready.click("clearButton")
    ready.draw_seven()
    go_on(ready)
    assert marked(ready) == "saveButton"
