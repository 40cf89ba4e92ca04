"""Asking for a file, and the size that a window has at first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QFileDialog, QWidget

_TITLE_BAR = 40  # pixels of the screen that stay free for it


def screen_of(widget: QWidget) -> QScreen:
    """The screen that a widget is on; before it appears, the one that its parent is on.

    `QWidget.screen` would make the screen one of the widget's children in PySide's eyes: it would be deleted
    with a window that Python frees, and the next window would crash.
    """
    window = widget.window()
    parent = window.parentWidget()
    visible = window if parent is None or window.isVisible() else parent.window()
    return QGuiApplication.screenAt(visible.frameGeometry().center()) or QGuiApplication.primaryScreen()


def room_on_screen(window: QWidget) -> QSize:
    """How large a window can be on its screen."""
    return screen_of(window).availableGeometry().size() - QSize(0, _TITLE_BAR)


def first_size(window: QWidget, width: int, height: int, least: tuple[int, int] | None = None) -> None:
    """Make a window this large, or less where its screen has less room, as a scaled one has.

    Args:
        window: which is not on the screen yet.
        width: in pixels, as all here.
        height: of the window without its title.
        least: width and height below which the user cannot make it, where the screen has them.
    """
    room = room_on_screen(window)
    if least is not None:
        window.setMinimumSize(QSize(*least).boundedTo(room))
    window.resize(QSize(width, height).boundedTo(room))


def ask_for_file(window: QWidget, title: str, folder: Path | None, kinds: str) -> Path | None:
    """The file that the user picks; None when the dialog is dismissed.

    Args:
        window: what the dialog belongs to.
        title: its title.
        folder: where it opens; None for wherever the program is.
        kinds: filters as Qt writes them.
    """
    name, _ = QFileDialog.getOpenFileName(window, title, "" if folder is None else str(folder), kinds)
    return Path(name) if name else None
