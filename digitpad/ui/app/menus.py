"""The menu bar: where the features' actions stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

Entries = Sequence[QAction | QMenu | None]
"""Actions and menus from top to bottom; None is a line."""


def add_entries(menu: QMenu, entries: Entries) -> None:
    """Append entries to a menu."""
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif isinstance(entry, QMenu):
            menu.addMenu(entry)
        else:
            menu.addAction(entry)


def add_submenu(menu: QMenu, title: str, entries: Entries, name: str = "") -> QMenu:
    """Append a menu with entries to a menu."""
    submenu = menu.addMenu(title)
    submenu.setObjectName(name)
    add_entries(submenu, entries)
    return submenu


def fill_menu_bar(bar: QMenuBar, file: Entries, edit: Entries, view: Entries) -> tuple[QMenu, QMenu, QMenu]:
    """Fill a window's menu bar.

    Returns:
        The menus File, Edit and View.
    """
    tr = QCoreApplication.translate
    menus = (
        bar.addMenu(tr("Menus", "&File")),
        bar.addMenu(tr("Menus", "&Edit")),
        bar.addMenu(tr("Menus", "&View")),
    )
    for menu, entries in zip(menus, (file, edit, view), strict=True):
        add_entries(menu, entries)
    return menus
