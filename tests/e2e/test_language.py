"""The language changes while the window is used: it then displays what one begun in that language does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QComboBox, QHeaderView, QTabBar, QWidget

from digitpad.ui.language.displayed import PROPERTIES
from digitpad.ui.widgets.elided_label import ElidedLabel
from tests.e2e.conftest import Opens, Person
from tests.languages import NAME, wide


def displayed(window: QWidget) -> Iterator[tuple[str, str]]:
    """Where each text of a window is, and the text."""
    for one in (window, *window.findChildren(QObject)):
        where, parent = type(one).__name__, one
        while parent is not None:
            where, parent = f"{parent.objectName()}/{where}", parent.parent()
        for kind, names in PROPERTIES:
            if isinstance(one, kind):
                yield from ((f"{where}.{name}", one.property(name) or "") for name in names)
        if isinstance(one, ElidedLabel):
            yield where, one.text()
        if isinstance(one, QComboBox):
            yield from ((f"{where}[{at}]", one.itemText(at)) for at in range(one.count()))
        if isinstance(one, QHeaderView) and one.model() is not None:
            titles = (one.model().headerData(at, one.orientation()) for at in range(one.count()))
            yield from ((f"{where}|{at}", str(title)) for at, title in enumerate(titles))
        if isinstance(one, QTabBar):
            yield from ((f"{where}[{at}]", one.tabText(at)) for at in range(one.count()))


def differing(one: Person, other: Person) -> list[tuple[str, str, str]]:
    """What two windows display otherwise."""
    pairs = zip(sorted(displayed(one.window)), sorted(displayed(other.window)), strict=True)
    return [(first[0], first[1], second[1]) for first, second in pairs if first[1] != second[1]]


def wait_for_all(person: Person) -> None:
    """Until what a thread counts, and what is made once all is imported, is displayed too."""
    person.wait(lambda: bool(person.text("datasetContents")))
    person.wait(lambda: person.window.findChild(QWidget, "lossPlot") is not None)


@pytest.mark.slow
def test_all_that_is_displayed_follows_the_choice_and_comes_back(
    full_width: str, open_person: Opens, small_mnist: object, settings: QSettings
) -> None:
    person = open_person(loaded=True)
    person.draw_seven()
    person.wait_for_answer()
    wait_for_all(person)
    before = sorted(displayed(person.window))
    person.menu(f"{NAME}LanguageAction")
    assert person.button("trainButton").text() == wide("Trai&n")
    assert person.text("margin").startswith(wide("margin to second"))

    other = open_person(loaded=True)
    other.canvas.set_drawing(person.drawing)
    other.wait_for_answer()
    wait_for_all(other)
    assert differing(person, other) == []

    other.window.close()
    person.menu("enLanguageAction")
    assert sorted(displayed(person.window)) == before
    assert settings.value("language") == "en"


def test_a_message_and_a_run_that_goes_on_are_said_in_the_language_that_is_chosen(
    full_width: str, person: Person
) -> None:
    person.wait_for_torch()
    person.start_run()
    person.pause()
    seen = person.examples_seen
    person.menu(f"{NAME}LanguageAction")
    assert person.button("pauseButton").text() == wide("Pa&use")
    assert person.examples_seen == seen
    person.click("resumeButton")
    person.wait(lambda: person.examples_seen > seen)
    person.stop()
    assert person.banner == wide(person.banner)
