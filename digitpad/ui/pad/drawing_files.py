"""Drawings as files (.json): opened onto the pad, and saved from it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from digitpad.errors import DigitpadError, DrawingError
from digitpad.ink.drawing import Drawing
from digitpad.ink.drawing_file import save_drawing
from digitpad.ink.foreign.files import SUFFIXES, first_drawing
from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.threads.probe import Probe
from digitpad.ui.widgets.actions import make_action
from digitpad.ui.widgets.dialogs import ask_for_file
from digitpad.ui.widgets.status_banner import StatusBanner


class DrawingFiles(QObject):
    """Opens and saves drawings; a file that cannot be used is one sentence, and the pad stays as it is.

    Args:
        window: what dialogs belong to.
        canvas: the pad.
        banner: where the outcome is shown.

    Attributes:
        open_action, save_action: for the menus.
    """

    def __init__(self, window: QWidget, canvas: Canvas, banner: StatusBanner) -> None:
        super().__init__(window)
        self._window = window
        self._canvas = canvas
        self._banner = banner
        self._probe = Probe(self)
        self.open_action = make_action(self, "openDrawingAction", self.tr("&Open drawing…"), self._ask)
        self.save_action = make_action(self, "saveDrawingAction", self.tr("Save &drawing…"), self._save)

    def open(self, path: Path) -> None:
        """Put the drawing in `path` onto the pad."""
        self._probe.look(path, first_drawing, partial(self._show, path), self._failed)

    def _show(self, path: Path, read: tuple[Drawing, bool]) -> None:
        drawing, more = read
        self._canvas.set_drawing(drawing)
        self._canvas.setFocus()
        self._banner.opened()
        if more:
            text = self.tr("{name} holds several drawings; the first is on the pad.")
            self._banner.show_info(text.format(name=path.name))

    def _failed(self, error: DigitpadError) -> None:
        self._banner.show_error(error, opening=True)

    @Slot()
    def _ask(self) -> None:
        kinds = self.tr("Drawings ({patterns});;All files (*)").format(
            patterns=" ".join(f"*{suffix}" for suffix in SUFFIXES)
        )
        path = ask_for_file(self._window, self.tr("Open a drawing"), None, kinds)
        if path is not None:
            self.open(path)

    @Slot()
    def _save(self) -> None:
        if isinstance(self._canvas.drawing(), PadPicture):
            self._banner.show_error(
                DigitpadError("There is a picture on the pad, not a drawing; draw something first.")
            )
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the drawing"), "drawing.json", self.tr("Drawings (*.json)")
        )
        if not name:
            return
        try:
            save_drawing(self._canvas.drawing(), Path(name))
        except DrawingError as error:
            self._banner.show_error(error)
        else:
            self._banner.show_success(self.tr("The drawing was saved as {path}.").format(path=name))
