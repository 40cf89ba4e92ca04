"""Lists whose entries say in a second line what they are for."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from digitpad.ui.style.theme import mixed
from digitpad.ui.widgets.fields import set_tooltip, tooltip

_PURPOSE = Qt.ItemDataRole.UserRole + 1
_MARGIN = 6, 3  # pixels beside and above an entry
_SOFT = 0.72  # share of the text's colour in the second line

Index = QModelIndex | QPersistentModelIndex


def describe(combo: QComboBox, row: int, purpose: str, details: str) -> None:
    """Say of an entry what it is for, in a line below it, and, in its tooltip, what it is."""
    combo.setItemData(row, purpose, _PURPOSE)
    combo.setItemData(row, purpose, Qt.ItemDataRole.AccessibleDescriptionRole)
    combo.setItemData(row, tooltip((purpose, details)), Qt.ItemDataRole.ToolTipRole)


def show_description(combo: QComboBox) -> None:
    """Say at the list what its chosen entry is for."""
    purpose = combo.currentData(_PURPOSE) or ""
    combo.setAccessibleDescription(purpose)
    set_tooltip(combo, (purpose,))


class DescribedItems(QStyledItemDelegate):
    """Draws the entries of an open list in two lines each.

    Args:
        combo: the list, of which it becomes a part.
    """

    def __init__(self, combo: QComboBox) -> None:
        super().__init__(combo)
        self._combo = combo
        combo.setItemDelegate(self)
        self._make_room()
        combo.model().dataChanged.connect(self._make_room)

    def _make_room(self) -> None:
        """Have the open list as broad as its longest line, with its scroll bar."""
        model, option = self._combo.model(), QStyleOptionViewItem()
        option.font = self._combo.font()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        widest = max((self.sizeHint(option, row).width() for row in rows), default=0)
        bar = self._combo.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self._combo.view().setMinimumWidth(widest + bar)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = self._combo.fontMetrics()
        lines = [index.data(Qt.ItemDataRole.DisplayRole), index.data(_PURPOSE) or ""]
        width = max(map(metrics.horizontalAdvance, lines))
        return QSize(width + 2 * _MARGIN[0], 2 * metrics.lineSpacing() + 2 * _MARGIN[1])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        title, option.text = option.text, ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        roles, chosen = QPalette.ColorRole, bool(option.state & QStyle.StateFlag.State_Selected)
        palette = option.palette
        text = palette.color(roles.HighlightedText if chosen else roles.Text)
        behind = palette.color(roles.Highlight if chosen else roles.Base)
        across, down = _MARGIN
        box = option.rect.adjusted(across, down, -across, -down)
        left = Qt.AlignmentFlag.AlignLeft
        painter.save()
        painter.setPen(text)
        painter.drawText(box, left | Qt.AlignmentFlag.AlignTop, title)
        painter.setPen(text if chosen else mixed(text, behind, _SOFT))
        painter.drawText(box, left | Qt.AlignmentFlag.AlignBottom, index.data(_PURPOSE) or "")
        painter.restore()
