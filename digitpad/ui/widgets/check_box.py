"""Switches whose box can be told from what lies around it, as large as the letters beside it."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QStylePainter,
)

from digitpad.ui.style.theme import outline
from digitpad.ui.widgets.fitting import drawn

_SIDE, _GAP = 13, 5  # pixels of the box, and between it and the text
Index = QModelIndex | QPersistentModelIndex
_TICK = ((0.22, 0.52), (0.43, 0.72), (0.79, 0.28))  # shares of the box


class CheckBox(QCheckBox):
    """A `QCheckBox` with a box of its own.

    The style's is 13 pixels beside letters of any size, and in the dark hardly differs from the window.
    """

    def _side(self) -> int:
        return max(_SIDE, self.fontMetrics().ascent())

    def box(self) -> QRect:
        """Where the box lies."""
        side = self._side()
        return QRect(1, (self.height() - side) // 2, side, side)

    def words(self) -> QRect:
        """Where the text may lie."""
        left = self.box().right() + 1 + _GAP
        return QRect(left, 0, max(0, self.width() - left), self.height())

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(drawn(self.text()))
        height = max(super().sizeHint().height(), self._side() + 2)
        return QSize(1 + self._side() + _GAP + text + 3, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, place: QPoint) -> bool:
        return 0 <= place.x() < min(self.width(), self.sizeHint().width()) and self.rect().contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        box = QRectF(self.box()).adjusted(0.5, 0.5, -0.5, -0.5)
        paint_box(painter, box, self.palette(), self.isChecked(), down=self.isDown())
        option.rect = self.words()
        painter.drawControl(QStyle.ControlElement.CE_CheckBoxLabel, option)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1, Qt.PenStyle.DotLine))
            text = self.fontMetrics().horizontalAdvance(drawn(option.text))
            height = self.fontMetrics().height()
            top = (self.height() - height) // 2
            painter.drawRect(QRect(option.rect.left() - 2, top, text + 3, height - 1))
        painter.end()


def paint_box(
    painter: QPainter,
    box: QRectF,
    palette: QPalette,
    on: bool,
    *,
    down: bool = False,
    selected: bool = False,
) -> None:
    """Paint the box of a switch, with a tick where it is on.

    Args:
        painter: of the widget.
        box: where, with the middle of its line on the middle of pixels.
        palette: of the widget.
        on: whether it is ticked.
        down: whether it is being pressed.
        selected: whether it lies in a selected row, whose ground has the colour of a ticked box.
    """
    roles = QPalette.ColorRole
    ground = roles.Highlight if on else roles.Mid if down else roles.Base
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(palette.color(ground))
    rim = roles.HighlightedText if selected else roles.Highlight
    painter.setPen(palette.color(rim) if on or selected else outline(palette))
    painter.drawRoundedRect(box, 2, 2)
    if on:
        painter.setPen(QPen(palette.color(roles.HighlightedText), max(1.6, box.width() / 8)))
        corner, side = box.topLeft(), box.width()
        painter.drawPolyline([corner + QPointF(x * side, y * side) for x, y in _TICK])
    painter.restore()


class TickedItems(QStyledItemDelegate):
    """Draws the ticks of a table's rows as those of a `CheckBox`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        self.initStyleOption(option, index)
        if not option.features & QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator:
            return
        style = option.widget.style() if option.widget is not None else QApplication.style()
        box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, option.widget)
        on = option.checkState == Qt.CheckState.Checked
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        paint_box(painter, QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), option.palette, on, selected=selected)


class ElidedCheck(CheckBox):
    """A switch with a long text, which ends in dots where there is no room for all of it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        usual = self.sizeHint()
        words = self.fontMetrics().horizontalAdvance(drawn(self.text()))
        return QSize(min(usual.width(), usual.width() - words + 80), usual.height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        flags = Qt.TextFlag.TextShowMnemonic.value
        room = self.words().width()
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room, flags)
