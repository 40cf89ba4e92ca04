"""How the ink of an opened picture is told from its paper: shown, and another way chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from digitpad.data.photographs.way_texts import way_purpose, way_title
from digitpad.ui.messages import translated
from digitpad.ui.prediction.answer import StepImage
from digitpad.ui.prediction.step_tile import StepTile
from digitpad.ui.widgets.dialogs import screen_of
from digitpad.ui.widgets.fields import named

AUTOMATIC = ""
_SIDE = 72  # pixels of a picture
_ACROSS = 4  # tiles beside each other
_ARROW = " ▾"


class _WayTile(StepTile):
    """A way with the ink that it finds; a click chooses it and closes the popup, arrow keys only choose."""

    def __init__(self, way: str, title: str, purpose: str, parent: QWidget) -> None:
        super().__init__(way or "automatic", title, purpose, parent)
        self.way = way
        self.setObjectName(f"way-{self.name}")

    def paint_switch(self, painter: QPainter, square: QRectF, on: bool) -> None:
        """Paint a ring, with a dot where this is the chosen one of all."""
        palette = self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            palette.color(QPalette.ColorRole.Highlight if on else QPalette.ColorRole.PlaceholderText)
        )
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawEllipse(square)
        if on:
            painter.setBrush(palette.color(QPalette.ColorRole.Highlight))
            painter.drawEllipse(square.adjusted(2.5, 2.5, -2.5, -2.5))

    def sizeHint(self) -> QSize:
        title = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(max(_SIDE, title + 16), _SIDE + self.fontMetrics().height() + 3)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.window().close()


class WayPopup(QWidget):
    """All ways side by side.

    Signals:
        chosen(str): the user chose this way; "" for the one with which the picture is read best.
    """

    chosen = Signal(str)

    def __init__(self, ways: Sequence[str], chosen: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        named(self, "wayPopup", self.tr("Ways to tell ink from paper"))
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 8, 8, 8)
        purpose = self.tr("Reads the picture in all ways and takes the answer that most of them agree on.")
        texts = [(AUTOMATIC, self.tr("Automatic"), purpose)]
        texts += [(way, translated(way_title(way)), translated(way_purpose(way))) for way in ways]
        self._tiles = {way: _WayTile(way, title, purpose, self) for way, title, purpose in texts}
        for place, tile in enumerate(self._tiles.values()):
            tile.setChecked(tile.way == chosen)
            self._group.addButton(tile)
            grid.addWidget(tile, place // _ACROSS, place % _ACROSS)
        self._tiles[chosen].setFocus()
        self._group.buttonToggled.connect(self._toggled)

    def show_images(self, images: Mapping[str, StepImage], best: str) -> None:
        """Show the ink that each way finds, and for "Automatic" that of the `best` way."""
        for way, tile in self._tiles.items():
            tile.show_step(images.get(way or best))

    def show_at(self, button: QWidget) -> None:
        """Open above or below the button, where there is room."""
        self.adjustSize()
        place = button.mapToGlobal(QPoint(0, button.height()))
        room = screen_of(button).availableGeometry()
        if place.y() + self.height() > room.bottom():
            place.setY(place.y() - button.height() - self.height())
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        self.move(place)
        self.show()

    @Slot(QAbstractButton, bool)
    def _toggled(self, tile: QAbstractButton, on: bool) -> None:
        if on and isinstance(tile, _WayTile):
            self.chosen.emit(tile.way)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)


class WayChoice(QToolButton):
    """Names the way and opens the popup; hidden where there is nothing to choose from.

    Signals:
        chosen(str): the user chose this way; "" for the one with which the picture is read best.
        opened(): the popup is there, and has no pictures yet.
    """

    chosen = Signal(str)
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "wayButton", self.tr("How ink is told from paper"))
        self.setAutoRaise(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the pad
        self._ways: tuple[str, ...] = ()
        self._asked = self._used = self._best = AUTOMATIC
        self._popup: WayPopup | None = None
        self.clicked.connect(self._open)
        self.hide()

    def show_ways(self, ways: tuple[str, ...], asked: str, used: str) -> None:
        """Show how a picture was read.

        Args:
            ways: those that it can be read with.
            asked: the chosen one; "" for the one with which it is read best, as is one not among them.
            used: the one with which it was read.
        """
        asked = asked if asked in ways else AUTOMATIC
        if (ways, asked, used) == (self._ways, self._asked, self._used):
            return
        self._ways, self._asked, self._used = ways, asked, used
        self._best = self._best if asked else used
        self.setVisible(len(ways) > 1)
        title = translated(way_title(used))
        self.setText(title if asked else self.tr("{way} (automatic)").format(way=title))
        purpose = translated(way_purpose(used))
        self.setToolTip(
            self.tr("Ink is told from paper so: {way}. {purpose}\nClick to choose another way.").format(
                way=title, purpose=purpose
            )
        )
        self.setAccessibleDescription(self.text())

    def show_images(self, images: Mapping[str, StepImage]) -> None:
        """Show in the popup the ink that each way finds."""
        if self._popup is not None:
            self._popup.show_images(images, self._best)

    def close_popup(self) -> None:
        """Close the popup, as there is another drawing now."""
        if self._popup is not None:
            self._popup.close()

    @Slot()
    def _open(self) -> None:
        if self._popup is not None:
            self._popup.deleteLater()
        self._popup = WayPopup(self._ways, self._asked, self)
        self._popup.chosen.connect(self.chosen)
        self._popup.show_at(self)
        self.opened.emit()

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width() + self.fontMetrics().horizontalAdvance(_ARROW), size.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(64, super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it as the style does, with an arrow and as much of the text as there is room for."""
        painter, option = QStylePainter(self), QStyleOptionToolButton()
        self.initStyleOption(option)
        metrics = self.fontMetrics()
        room = self.width() - metrics.horizontalAdvance(_ARROW) - 8
        option.text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room) + _ARROW
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.end()
