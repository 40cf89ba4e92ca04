"""The pictures of a dataset in rows as wide as there is room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, QTimer, Signal, Slot
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

from digitpad.ui.explore.gallery_model import (
    ANSWER,
    CONFIDENCE,
    RIGHT,
    TRUTH,
    GalleryModel,
    Index,
)
from digitpad.ui.style.theme import PAD, data_colours, message_colours

PICTURE = 56
"""Side of a shown picture: MNIST's 28 pixels twice, so that they stay sharp squares."""

_RIM = 4  # around it
_BAR = 3  # height of the stripe that tells how sure the network was


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
        words = str(index.data(TRUTH))
        answer = index.data(ANSWER)
        if answer is not None:
            right = bool(index.data(RIGHT))
            colour = QColor(
                data_colours(palette).accuracy if right else message_colours(palette, "error").edge
            )
            bar = QRect(
                place.left(), place.bottom() + 2, round(PICTURE * float(index.data(CONFIDENCE))), _BAR
            )
            painter.fillRect(bar, palette.color(role.HighlightedText) if chosen else colour)
            if not right:
                words = f"{words} → {answer}"
                text = text if chosen else colour
        painter.setPen(text)
        below = option.rect.adjusted(0, _RIM + PICTURE + _BAR + 1, 0, 0)
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        for line in self._lines(words, painter.fontMetrics(), below.width() - 2):
            painter.drawText(below, middle, line)
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
    """The gallery: scrolls over as many pictures as there are, since only those in sight are made.

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
        self._fit()
        self.clicked.connect(self._tell)
        model.named.connect(self._fit)
        # A held arrow key runs over many pictures: only the one it comes to rest on is read.
        self._rest = QTimer(self, singleShot=True, interval=30)
        self._rest.timeout.connect(self._tell_current)
        self.selectionModel().currentChanged.connect(self._moved)

    def show_picture(self, number: int) -> None:
        """Select the picture with this number and scroll to it, as far as it is shown."""
        index = self._pictures.index_of(number)
        if index.isValid():
            with_it = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, with_it)
            self.scrollTo(index)

    def tile_height(self) -> int:
        """Height of a row."""
        lines = 2 if self._pictures.has_names else 1
        return _RIM + PICTURE + _BAR + 1 + lines * self.fontMetrics().height() + _RIM

    @Slot(QModelIndex)
    def _tell(self, index: QModelIndex) -> None:
        self._rest.stop()
        number = self._pictures.number(index)
        if number is not None:
            self.chosen.emit(number)

    @Slot(QModelIndex)
    def _moved(self, index: QModelIndex) -> None:
        if self.hasFocus() and index.isValid():
            self._rest.start()

    @Slot()
    def _tell_current(self) -> None:
        self._tell(self.currentIndex())

    @Slot()
    def _fit(self) -> None:
        """As many columns as there is room for, sharing the room."""
        wide = self.viewport().width()
        names = self.fontMetrics().horizontalAdvance("mmmmmmm") if self._pictures.has_names else 0
        columns = max(1, wide // (max(PICTURE, names) + 2 * _RIM))
        current = self._pictures.number(self.currentIndex())
        top = self._pictures.number(self.indexAt(self.viewport().rect().topLeft()))
        before = self._pictures.columns
        self._pictures.set_columns(columns)
        self.horizontalHeader().setDefaultSectionSize(wide // columns)
        self.verticalHeader().setDefaultSectionSize(self.tile_height())
        if columns != before:  # what was in sight stays in sight
            if current is not None:
                index = self._pictures.index_of(current)
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self._rest.stop()
            if top is not None:
                self.scrollTo(self._pictures.index_of(top), QAbstractItemView.ScrollHint.PositionAtTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        self._rest.stop()
        super().hideEvent(event)
