"""The pictures of a dataset in rows as wide as there is room; none is made before it is in sight."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QImage, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from digitpad.ui.explore.gallery_model import ANSWER, CONFIDENCE, RIGHT, TRUTH, GalleryModel, Index
from digitpad.ui.style.theme import PAD, data_colours, message_colours

PICTURE = 56
"""Side of a picture: MNIST's 28 pixels twice, so that they stay sharp squares."""

_RIM = 4  # around it
_BAR = 3  # height of the stripe that is as long as the network is sure


class _Tile(QStyledItemDelegate):
    """Paints one picture, and under it what it is and, where it was read, as what and how surely."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if not isinstance(picture, QImage):
            return
        palette, role = option.palette, QPalette.ColorRole
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect.adjusted(1, 1, -1, -1), palette.color(role.Highlight))
        left = option.rect.left() + (option.rect.width() - PICTURE) // 2
        place = QRect(left, option.rect.top() + _RIM, PICTURE, PICTURE)
        painter.fillRect(place, QColor(PAD.background))
        size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        inner = QRect(place.topLeft(), size)
        inner.moveCenter(place.center())
        painter.drawImage(inner, picture)
        text = palette.color(role.HighlightedText if chosen else role.Text)
        words, answer = str(index.data(TRUTH)), index.data(ANSWER)
        if answer is not None:
            right = bool(index.data(RIGHT))
            colour = QColor(
                data_colours(palette).accuracy if right else message_colours(palette, "error").edge
            )
            colour = text if chosen else colour
            length = round(PICTURE * float(index.data(CONFIDENCE)))
            painter.fillRect(QRect(place.left(), place.bottom() + 2, length, _BAR), colour)
            if not right:
                words, text = f"{words} → {answer}", colour
        painter.setPen(text)
        below = option.rect.adjusted(0, _RIM + PICTURE + _BAR + 1, 0, 0)
        for line in self._lines(words, painter.fontMetrics(), below.width() - 2):
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, line)
            below.translate(0, painter.fontMetrics().height())
        painter.restore()

    @staticmethod
    def _lines(words: str, metrics: QFontMetrics, room: int) -> list[str]:
        """The words in one line, or, where the names are long, in two; cut where that is not enough."""
        lines = [words]
        if metrics.horizontalAdvance(words) > room:
            lines = words.replace(" → ", "\n→ ").split("\n")
        return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines]


class GalleryView(QTableView):
    """Scrolls over as many pictures as there are, since only those in sight are made.

    Signals:
        chosen(int): the number in the dataset of the picture that was clicked, or gone to with the keys.
    """

    chosen = Signal(int)

    def __init__(self, model: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("galleryView")
        self.setAccessibleName(self.tr("Pictures of the dataset"))
        self.setAccessibleDescription(self.tr("A click, or an arrow key, puts a picture on the pad."))
        self._pictures = model
        self.setModel(model)
        self.setItemDelegate(_Tile(self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # A held arrow key runs over many pictures: only the one it comes to rest on is chosen.
        self._rest = QTimer(self, singleShot=True, interval=30)
        self._rest.timeout.connect(self._choose_current)
        self.clicked.connect(self._choose_current)
        self.selectionModel().currentChanged.connect(self._moved)
        self.fit()

    def fit(self) -> None:
        """Use as many columns as there is room for, sharing the room; what was in sight stays in sight."""
        wide, metrics = self.viewport().width(), self.fontMetrics()
        long_names = self._pictures.has_long_names
        names = metrics.horizontalAdvance("mmmmmmm") if long_names else 0
        columns = max(1, wide // (max(PICTURE, names) + 2 * _RIM))
        height = _RIM + PICTURE + _BAR + 1 + (2 if long_names else 1) * metrics.height() + _RIM
        current = self._pictures.number(self.currentIndex())
        top = self._pictures.number(self.indexAt(self.viewport().rect().topLeft()))
        changed = columns != self._pictures.columns
        if changed:
            self._pictures.set_columns(columns)
        self.horizontalHeader().setDefaultSectionSize(wide // columns)
        self.verticalHeader().setDefaultSectionSize(height)
        if changed and current is not None:
            index = self._pictures.index_of(current)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._rest.stop()
        if changed and top is not None:
            self.scrollTo(self._pictures.index_of(top), QAbstractItemView.ScrollHint.PositionAtTop)

    @Slot()
    def _choose_current(self) -> None:
        self._rest.stop()
        number = self._pictures.number(self.currentIndex())
        if number is not None:
            self.chosen.emit(number)

    @Slot(QModelIndex)
    def _moved(self, index: QModelIndex) -> None:
        if self.hasFocus() and index.isValid():
            self._rest.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()

    def hideEvent(self, event: QHideEvent) -> None:
        self._rest.stop()
        super().hideEvent(event)
