"""Asking for a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


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
