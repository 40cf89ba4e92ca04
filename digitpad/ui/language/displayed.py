"""All texts that windows, menus and their parts display."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from digitpad.ui.language.rewording import Rewording

Reword = Callable[[str], str]
"""Puts a text into the other language."""

VERBATIM = "verbatim"
"""The property of a choice whose entries are names, or begin with them: "quick: 2 convolutions"."""

PROPERTIES: tuple[tuple[type[QObject], tuple[str, ...]], ...] = (
    (QAction, ("text", "toolTip", "statusTip", "whatsThis")),
    (
        QWidget,
        ("windowTitle", "toolTip", "statusTip", "whatsThis", "accessibleName", "accessibleDescription"),
    ),
    (QLabel, ("text",)),
    (QAbstractButton, ("text",)),
    (QGroupBox, ("title",)),
    (QMenu, ("title",)),
    (QLineEdit, ("placeholderText",)),
    (QPlainTextEdit, ("placeholderText",)),
    (QTextEdit, ("placeholderText",)),
    (QAbstractSpinBox, ("specialValueText", "prefix", "suffix")),
)


def reword_all(make: Callable[[], Rewording]) -> None:
    """Put all that is displayed into another language.

    An object that keeps texts of its own has a method `reword(again)`, which is called too.
    """
    windows = QApplication.topLevelWidgets() if isinstance(QApplication.instance(), QApplication) else []
    rewording = make() if windows else None  # a first choice has nothing to reword
    for window in windows:
        assert rewording is not None
        for one in _with_parts(window):
            again = partial(rewording, near=_around(one))
            reword(one, again)
            if (own := getattr(one, "reword", None)) is not None:
                own(again)
        window.update()


def _around(one: QObject) -> tuple[str, ...]:
    """The classes of an object and of what it is a part of, from within."""
    names: dict[str, None] = {}
    around: QObject | None = one
    while around is not None:
        names.update(dict.fromkeys(kind.__name__ for kind in type(around).__mro__))
        around = around.parent()
    return tuple(names)


def _with_parts(window: QWidget) -> Iterator[QObject]:
    yield window
    yield from window.findChildren(QObject)


def reword(one: QObject, again: Reword) -> None:
    """Put what an object of Qt displays into another language.

    The names that the entries of a `VERBATIM` choice are, or begin with, stay as they are.
    """
    for kind, names in PROPERTIES:
        if isinstance(one, kind):
            before = {name: one.property(name) for name in names}
            for name, text in before.items():
                if one.property(name) == text:  # else it has changed: Qt makes an action's tip of its text
                    _set(text or "", again, partial(one.setProperty, name))
    if isinstance(one, QTabBar):
        for place in range(one.count()):
            _set(one.tabText(place), again, partial(one.setTabText, place))
            _set(one.tabToolTip(place), again, partial(one.setTabToolTip, place))
    if isinstance(one, QComboBox):
        with QSignalBlocker(one):  # the choice stays
            _reword_entries(one, again)
    if isinstance(one, QHeaderView):
        _reword_titles(one, again)
    if isinstance(one, QWidget):
        one.update()


def _reword_titles(header: QHeaderView, again: Reword) -> None:
    """The titles that a model keeps; one that asks for them each time has changed them already."""
    model, orientation = header.model(), header.orientation()
    for place in range(header.count()):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = model.headerData(place, orientation, role)
            if isinstance(text, str):
                _set(text, again, partial(_set_title, model, place, orientation, role))


def _set_title(
    model: QAbstractItemModel, place: int, orientation: Qt.Orientation, role: Qt.ItemDataRole, text: str
) -> None:
    model.setHeaderData(place, orientation, text, role)


def _reword_entries(choice: QComboBox, again: Reword) -> None:
    """Put all texts of a choice's entries into another language, but not what it keeps as their names."""
    model, roles = choice.model(), Qt.ItemDataRole
    for place in range(choice.count()):
        index = model.index(place, choice.modelColumn())
        name = str(choice.itemData(place)) if choice.property(VERBATIM) else ""
        for role, text in model.itemData(index).items():
            if isinstance(text, str) and role not in (roles.UserRole, roles.EditRole) and text != name:
                _set(text, partial(_after_name, f"{name}: ", again), partial(_set_data, model, index, role))


def _after_name(name: str, again: Reword, text: str) -> str:
    """A text of which the beginning is a name, which stays."""
    return name + again(text.removeprefix(name)) if text.startswith(name) else again(text)


def _set_data(model: QAbstractItemModel, index: QModelIndex, role: int, text: str) -> None:
    model.setData(index, text, role)


def _set(text: str, again: Reword, change: Callable[[str], object]) -> None:
    """Call `change` with the text in the other language, where that is another one."""
    if text and (other := again(text)) != text:
        change(other)
