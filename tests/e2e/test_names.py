"""Scripts and screen readers find every control of the window."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QWidget,
)

from digitpad.ui.app import application
from tests.e2e.conftest import Person

CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


def controls(person: Person) -> list[QWidget]:
    """All that can be clicked, typed into or reached with Tab, less what Qt's own controls are made of."""
    inner = (QComboBox, QAbstractSpinBox)
    return [
        widget
        for widget in person.window.findChildren(QWidget)
        if (isinstance(widget, CONTROLS) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus)
        and not isinstance(widget, QScrollBar | QMenu)
        and not widget.objectName().startswith("qt_")
        and not any(isinstance(parent, inner) for parent in parents(widget))
    ]


def parents(widget: QWidget) -> Iterator[QWidget]:
    while (widget := widget.parentWidget()) is not None:
        yield widget


def has_text(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton | QLabel) and bool(widget.text())


def build_charts(person: Person) -> None:
    """They are built when the hand rests, or where they are looked at."""
    person.window.training_tab.chart.ensure_plot()
    person.window.runs_tab.ensure_plot()


def test_every_control_has_a_name_of_its_own_and_one_for_people(ready: Person) -> None:
    build_charts(ready)
    ready.window.banner.show_message("info", "Hello", (("Undo", ready.window.banner.clear),))
    widgets = controls(ready)
    names = [widget.objectName() for widget in widgets]
    assert len(names) > 40
    assert [type(widget).__name__ for widget in widgets if not widget.objectName()] == []
    assert [name for name in names if names.count(name) > 1] == []
    assert [w.objectName() for w in widgets if not w.accessibleName() and not has_text(w)] == []
    others = ("tabs", "predictionPanel", "inputPreview", "statusBanner")
    assert [name for name in others if not ready.find(name).accessibleName()] == []
    assert ready.window.windowTitle().startswith("digitpad")


def test_controls_of_the_other_windows_have_names_and_are_reached_with_tab(ready: Person) -> None:
    for action in ("flowAction", "benchAction", "codeAction"):
        ready.menu(action)
    ready.window.training_tab.pages.batch.enlarge()
    ready.controller.network_editor.open()
    others = [widget for widget in controls(ready) if widget.window() is not ready.window]
    assert len({widget.window().objectName() for widget in others}) == 5
    nameless = [w for w in others if not w.accessibleName() and not has_text(w)]
    assert [w.objectName() or type(w).__name__ for w in nameless if not isinstance(w, QHeaderView)] == []
    pressed = [w for w in others if isinstance(w, CONTROLS) and w.isVisible() and w.isEnabled()]
    assert [w.objectName() for w in pressed if not w.focusPolicy() & Qt.FocusPolicy.TabFocus] == []


def test_every_entry_of_the_menus_has_a_name(ready: Person) -> None:
    build_charts(ready)
    entries = [
        action
        for action in ready.window.findChildren(QAction)
        if action.menu() is None and not action.isSeparator() and action.text()
    ]
    assert len(entries) > 30
    assert [action.text() for action in entries if not action.objectName()] == []


def test_qt_adds_nothing_to_the_titles_of_the_windows(qapp: QApplication) -> None:
    name, version = qapp.applicationName(), qapp.applicationVersion()
    application.identify(qapp)
    assert qapp.applicationName() == "digitpad"
    qapp.setApplicationName("another")
    assert qapp.applicationDisplayName() == "another"  # it has none of its own, which Qt would add
    qapp.setApplicationName(name)
    qapp.setApplicationVersion(version)
