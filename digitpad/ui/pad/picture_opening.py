"""Pictures for the pad: opened, dropped or pasted, and read in a thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QKeySequence
from PySide6.QtWidgets import QWidget

from digitpad.data.picture_kinds import SUFFIXES
from digitpad.errors import DigitpadError
from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.threads.probe import Probe
from digitpad.ui.threads.task import Task
from digitpad.ui.widgets.actions import make_action
from digitpad.ui.widgets.dialogs import ask_for_file
from digitpad.ui.widgets.status_banner import StatusBanner

_LARGEST = 1024  # longer side a pasted picture is reduced to before it is handed over, in pixels


class PictureOpening(QObject):
    """Puts pictures onto the pad; a file that is none is one sentence, and the pad stays as it is.

    Args:
        window: what the dialog belongs to.
        canvas: where they are shown.
        banner: where errors are shown.
        open_path: opens any other file that is pasted.

    Attributes:
        open_action, paste_action: for the menus.
    """

    def __init__(
        self, window: QWidget, canvas: Canvas, banner: StatusBanner, open_path: Callable[[Path], object]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._canvas = canvas
        self._banner = banner
        self._open_path = open_path
        self._task = Task("pictureReader", self)
        self._task.failed.connect(self._failed)
        self._probe = Probe(self)
        self._folder: Path | None = None
        self.open_action = make_action(self, "openPictureAction", self.tr("Open a &picture…"), self.ask)
        self.paste_action = make_action(
            self, "pasteAction", self.tr("&Paste a picture"), self.paste, QKeySequence.StandardKey.Paste
        )

    @Slot()
    def ask(self) -> None:
        """Ask for a picture and open it."""
        kinds = self.tr("Pictures ({patterns});;All files (*)").format(
            patterns=" ".join(f"*{suffix}" for suffix in SUFFIXES)
        )
        path = ask_for_file(self._window, self.tr("Open a picture"), self._folder, kinds)
        if path is not None:
            self._folder = path.parent
            self.open(path)

    def open(self, path: Path) -> None:
        """Open the picture in `path`."""
        self._probe.reach(path, lambda reached: self._read(reached, _from_file), self._failed)

    @Slot()
    def paste(self) -> None:
        """Open what was copied: a picture, or a file."""
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, mime: QMimeData | None) -> None:
        """Open what was copied or dropped; None where the clipboard is empty."""
        urls = [] if mime is None else [url for url in mime.urls() if url.isLocalFile()]
        if urls:
            self._open_path(Path(urls[0].toLocalFile()))
            return
        image = mime.imageData() if mime is not None and mime.hasImage() else None
        if isinstance(image, QImage) and not image.isNull():
            # A picture that Qt knows is shared between threads and is not changed any more.
            self._read(Path(self.tr("The pasted picture")), partial(_from_image, image))
        else:
            text = self.tr("There is no picture to paste; copy one, or a picture file, first.")
            self._banner.show_info(text, stays=True)

    def _read(self, path: Path, what: Callable[[Path], PadPicture]) -> None:
        self._task.cancel()  # the newest one counts
        # Pictures can be opened before torch is there: what reads them imports nothing of torch's.
        self._task.start(partial(what, path), self._show, after_imports=False)

    def _show(self, picture: PadPicture) -> None:
        self._canvas.set_drawing(picture)
        self._canvas.setFocus()  # the keys 0-9 correct what was opened
        self._banner.opened()

    @Slot(object)
    def _failed(self, error: DigitpadError) -> None:
        self._banner.show_error(error, opening=True)


def _from_file(path: Path) -> PadPicture:
    from digitpad.data.pictures import read_grey
    from digitpad.data.whole_pictures import read_rgb

    return PadPicture((), read_grey(path), read_rgb(path), path.name)


def _from_image(image: QImage, path: Path) -> PadPicture:
    from digitpad.data.pictures import grey_of_bytes
    from digitpad.data.whole_pictures import rgb_of_bytes

    if max(image.width(), image.height()) > _LARGEST:
        image = image.scaled(
            _LARGEST,
            _LARGEST,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    content = bytes(buffer.data().data())
    return PadPicture((), grey_of_bytes(content, str(path)), rgb_of_bytes(content, str(path)), str(path))
