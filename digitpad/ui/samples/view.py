"""The own samples as a grid of thumbnails: select, relabel with the keys 0 to 9, delete."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from digitpad.ui.samples.model import Index, SamplesModel
from digitpad.ui.style.theme import PAD
from digitpad.ui.widgets.actions import digit_of

if TYPE_CHECKING:
    from digitpad.data.own.listing import Sample

THUMBNAIL = 56
"""Side of a thumbnail in pixels."""

_RIM = 5  # around it


class _Tile(QStyledItemDelegate):
    """Paints one sample: the drawing as on the pad, and under it what it is."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(THUMBNAIL + 2 * _RIM, THUMBNAIL + 2 * _RIM + option.fontMetrics.height() + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        role, palette = QPalette.ColorRole, option.palette
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(role.Highlight))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4)
        place = QRect(option.rect.left() + _RIM, option.rect.top() + _RIM, THUMBNAIL, THUMBNAIL)
        painter.fillRect(place, QColor(PAD.background))
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QPixmap):
            self._paint_picture(painter, place, picture)
        painter.setPen(palette.color(role.HighlightedText if chosen else role.Text))
        below = option.rect.adjusted(0, THUMBNAIL + _RIM, 0, 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(palette.color(role.HighlightedText if chosen else role.Highlight))
            painter.drawRect(option.rect.adjusted(2, 2, -3, -3))
        painter.restore()

    @staticmethod
    def _paint_picture(painter: QPainter, place: QRect, picture: QPixmap) -> None:
        if picture.isNull():
            painter.setPen(QColor(PAD.hint))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "?")
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = place.center() - QPoint(size.width() // 2, size.height() // 2)
        painter.drawPixmap(QRect(corner, size).intersected(place), picture)


class SamplesView(QListView):
    """Thumbnails in rows as wide as there is room.

    Signals:
        relabel_requested(int): let the selected samples be this digit.
        delete_requested(): delete the selected samples.
        put_requested(): put the sample under the cursor on the pad.
        menu_requested(QPoint): the context menu, at this place on the screen.
    """

    relabel_requested = Signal(int)
    delete_requested = Signal()
    put_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, model: SamplesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("samplesView")
        self.setAccessibleName(self.tr("My samples"))
        self.setAccessibleDescription(
            self.tr(
                "Keys 0 to 9 say what the selected samples are, Delete deletes, Enter puts one on the pad."
            )
        )
        self._samples = model
        self.setModel(model)
        self.setItemDelegate(_Tile(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_for_menu)

    def selected(self) -> list[Sample]:
        """The samples that are selected, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._samples.sample(self._samples.index(row)) for row in rows]

    def select(self, pictures: Sequence[Path]) -> None:
        """Select the samples with these pictures, as far as they are shown, and show the first."""
        rows = sorted(row for path in pictures if (row := self._samples.row_of(path)) is not None)
        chosen = QItemSelection()
        for first_row, last_row in _runs(rows):
            chosen.select(self._samples.index(first_row), self._samples.index(last_row))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            first = self._samples.index(rows[0])
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(first)

    @Slot(QPoint)
    def _ask_for_menu(self, at: QPoint) -> None:
        if self.selectionModel().hasSelection():
            self.menu_requested.emit(self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if digit is not None:
            self.relabel_requested.emit(digit)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            self.delete_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.put_requested.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
        super().changeEvent(event)


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of ascending rows without a gap: thousands of ranges would take long."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    return runs


class DigitMenu(QMenu):
    """A menu of the digits 0 to 9.

    Signals:
        chosen(int): the digit.
    """

    chosen = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        for digit in range(10):
            action = self.addAction(f"&{digit}", self._choose)
            action.setObjectName(f"relabel{digit}Action")
            action.setData(digit)

    @Slot()
    def _choose(self) -> None:
        action = self.sender()
        data = getattr(action, "data", None)
        if data is not None:
            self.chosen.emit(int(data()))
