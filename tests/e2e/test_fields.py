"""Fields of the whole window: the wheel over them, and what Train says of those that cannot be."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from digitpad.ui.widgets.wheel import takes_wheel
from tests.e2e.conftest import Person
from tests.ui.test_number_fields import turn


def fields() -> list[Any]:
    """Everything in sight, in all windows, that the wheel could change."""
    return [widget for widget in QApplication.allWidgets() if takes_wheel(widget) and widget.isVisible()]


def state(field: Any) -> int:
    return int(field.currentIndex() if hasattr(field, "currentIndex") else field.value())


def test_the_wheel_changes_nothing_that_the_user_has_not_chosen(ready: Person) -> None:
    ready.find("advancedButton").setChecked(True)  # type: ignore[attr-defined]
    tried: set[str] = set()
    pages = ("optimizerPage", "picturesPage", "networkPage")
    for tab in ("training", "samples", "explore", "layers", "runs"):
        ready.tab(tab)
        for page in pages if tab == "training" else ("",):
            if page:
                ready.click(page)
            if page == "networkPage":
                for name in ("transformsButton", "layersButton"):
                    ready.find(name).click()  # type: ignore[attr-defined]
                ready.menu("benchAction")
            for field in fields():
                if field.hasFocus():
                    field.clearFocus()
                before = state(field)
                for by in (-120, 120, 120):
                    turn(field, by)
                    assert state(field) == before, field.objectName()
                tried.add(field.objectName())
    some = {"lossCombo", "epochsSpin", "brushSlider", "datasetCombo", "convolutionStrideSpin", "reasonsCombo"}
    assert some <= tried
    assert len(tried) > 30


def test_train_says_which_field_cannot_be(ready: Person) -> None:
    ready.type("learningRateSpin", "1000")
    ready.click("trainButton")
    assert ready.banner == "The setting Learning rate is 1000; choose a number from 1e-08 to 100."
    assert ready.find("learningRateSpin").hasFocus()
    assert not ready.controller.training.running
    ready.type("learningRateSpin", "1e-3")
    ready.begin(recipe="notes-basic", epochs=1)
    ready.finish()
