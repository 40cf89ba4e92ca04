"""Every picture and chart can be copied, or saved as PNG or SVG, from its context menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QSaveFile, QSize, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from digitpad.errors import DigitpadError
from digitpad.ui.widgets.status_banner import StatusBanner

_SCALE = 2  # pixels of a saved picture per pixel on the screen, for slides


class ExportMenu(QMenu):
    """The context menu of a widget that shows a picture or chart.

    Args:
        widget: what is copied or saved, as it is seen.
        name: proposed for the file, without its ending.
        banner: where it is shown that a file was written, or could not be.
        by_menu: whether a right click opens the menu; else its actions have another place.
        picture: returns the picture to copy or to save as PNG; the widget as it is seen if None.
    """

    def __init__(
        self,
        widget: QWidget,
        name: str,
        banner: StatusBanner,
        *,
        by_menu: bool = True,
        picture: Callable[[], QImage] | None = None,
    ) -> None:
        super().__init__(widget)
        self._widget = widget
        self._name = name
        self._banner = banner
        self._picture = picture
        self.setObjectName(f"{widget.objectName()}KeepMenu")
        self._add(self.tr("&Copy picture"), "copyPictureAction", self.copy)
        self._add(self.tr("Save as &PNG…"), "savePngAction", self.ask_png)
        self._add(self.tr("Save as &SVG…"), "saveSvgAction", self._ask_svg)
        if by_menu:
            widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            widget.customContextMenuRequested.connect(self._open)

    def _add(self, text: str, name: str, slot: object) -> None:
        action = QAction(text, self)
        action.setObjectName(name)
        action.triggered.connect(slot)
        self.addAction(action)

    @Slot(QPoint)
    def _open(self, at: QPoint) -> None:
        self.popup(self._widget.mapToGlobal(at))

    def image(self) -> QImage:
        """Return the picture: the widget as it is seen, at twice its size, where it has no other."""
        if self._picture is not None:
            return self._picture()
        image = QImage(self._widget.size() * _SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SCALE)
        image.fill(self._widget.palette().window().color())
        painter = QPainter(image)
        self._widget.render(painter, QPoint(0, 0))
        painter.end()
        image.setDevicePixelRatio(1)
        return image

    @Slot()
    def copy(self) -> None:
        """Put the picture onto the clipboard."""
        try:
            self._check()
        except DigitpadError as error:
            self._banner.show_error(error)
        else:
            QGuiApplication.clipboard().setImage(self.image())

    @Slot()
    def ask_png(self) -> None:
        """Ask for a file and write the picture to it."""
        self._ask(".png", self.tr("Picture (*.png)"))

    @Slot()
    def _ask_svg(self) -> None:
        self._ask(".svg", self.tr("Vector picture (*.svg)"))

    def _ask(self, suffix: str, kind: str) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self._widget, self.tr("Save the picture"), self._name + suffix, kind
        )
        if name:
            self.save(with_ending(Path(name), suffix))

    def save(self, path: Path) -> None:
        """Write the picture, as SVG where the file's name ends so, else as PNG."""
        try:
            self._check()
            write_whole(path, self._svg() if path.suffix.lower() == ".svg" else self._png())
        except DigitpadError as error:
            self._banner.show_error(error)
        else:
            self._banner.show_success(self.tr("The picture was saved as {path}.").format(path=path))

    def _check(self) -> None:
        if self._widget.size().isEmpty():
            raise DigitpadError("There is nothing in it to copy or save yet.")

    def _png(self) -> bytes:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, b"png").write(self.image())
        return bytes(buffer.data().data())

    def _svg(self) -> bytes:
        from PySide6.QtSvg import QSvgGenerator

        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        size: QSize = self._widget.size()
        generator.setSize(size)
        generator.setViewBox(self._widget.rect())
        generator.setTitle(self._name)
        painter = QPainter(generator)
        painter.fillRect(self._widget.rect(), self._widget.palette().window())
        self._widget.render(painter, QPoint(0, 0))
        painter.end()
        return bytes(buffer.data().data())


def with_ending(path: Path, suffix: str) -> Path:
    """The path with the suffix that the user left out."""
    return path if path.suffix else path.with_name(path.name + suffix)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        DigitpadError: when it cannot be written.
    """
    file = QSaveFile(str(path))
    opened = file.open(QIODevice.OpenModeFlag.WriteOnly)
    if not (opened and file.write(content) == len(content) and file.commit()):
        raise DigitpadError(
            "The file could not be written to {path}: {why}. Choose another place.",
            path=path,
            why=file.errorString().rstrip("."),
        )
