"""The layers as rows, with what comes out of each, and what is wrong at the layer where it is wrong."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from digitpad.model.spec.layers import Residual
from digitpad.model.spec.shapes import Place, Places, shape_text
from digitpad.ui.messages import sentence
from digitpad.ui.network_editor import words
from digitpad.ui.network_editor.editing import LAYERS, SHORTCUT, Address, Way
from digitpad.ui.style.icons import pixmap
from digitpad.ui.style.theme import message_colours, soft_text
from digitpad.ui.widgets.fields import named

_ADDRESS = Qt.ItemDataRole.UserRole
_PROBLEM = Qt.ItemDataRole.UserRole + 1
_MARGIN = 5  # pixels around a sentence
_NAME, _KIND, _OPTIONS, _OUTPUT, _PARAMETERS = range(5)
_WRAPS = int(Qt.TextFlag.TextWordWrap)

_Index = QModelIndex | QPersistentModelIndex


class LayerTree(QTreeWidget):
    """A row for each layer; residual blocks have the rows of their two lists inside them.

    Signals:
        selected(object): the `Address` that the user selected.
    """

    selected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "layerTree", self.tr("The layers in their order"))
        self.setHeaderLabels(
            [
                self.tr("Layer"),
                self.tr("Kind"),
                self.tr("Options"),
                self.tr("Output"),
                self.tr("Parameters"),
            ]
        )
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(40)
        for column in range(5):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, mode.Stretch if column == _OPTIONS else mode.ResizeToContents)
        self.headerItem().setTextAlignment(_PARAMETERS, Qt.AlignmentFlag.AlignRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(18)
        self.setItemDelegate(_Delegate(self))
        self.currentItemChanged.connect(self._report)

    def show_places(
        self, places: Places, selected: Address | None, problem: tuple[Address, str] | None = None
    ) -> None:
        """Show the layers of places without a signal.

        Args:
            places: the layers, with what is wrong with each by itself.
            selected: where the selection is.
            problem: a layer that is wrong beside the others, and why.
        """
        bar = self.verticalScrollBar().value()
        with QSignalBlocker(self):
            self.clear()
            self._number = 0
            self._fill(self.invisibleRootItem(), places, ())
            if problem is not None:
                self._mark(self._items[problem[0]], problem[1])
            self.expandAll()
            current = self._items.get(selected) if selected is not None else None
            if current is not None:
                self.setCurrentItem(current)
        self.verticalScrollBar().setValue(bar)
        if current is not None:
            self.scrollToItem(current)
        self.viewport().update()

    def clear(self) -> None:
        self._items: dict[Address, QTreeWidgetItem] = {}
        super().clear()

    def _fill(self, parent: QTreeWidgetItem, places: Places, way: Way) -> None:
        for index, place in enumerate(places):
            self._number += 1
            item = self._row(parent, place, Address(way, index))
            if isinstance(place.layer, Residual):
                for name, inner in zip((LAYERS, SHORTCUT), place.ways, strict=True):
                    address = Address((*way, (index, name)))
                    self._fill(self._list_row(item, address, bool(inner)), inner, address.way)

    def _row(self, parent: QTreeWidgetItem, place: Place, address: Address) -> QTreeWidgetItem:
        layer = place.layer
        item = QTreeWidgetItem(
            parent, [f"{self._number}. {layer.name}", words.title(layer), *_figures(place)]
        )
        item.setTextAlignment(_PARAMETERS, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, _ADDRESS, address)
        item.setToolTip(_OPTIONS, item.text(_OPTIONS))
        self._items[address] = item
        if place.problem is not None:
            text = self.tr("{layer} does not fit: {why}")
            name = layer.name or words.title(layer)
            self._mark(item, text.format(layer=name, why=sentence(place.problem)))
        return item

    def _mark(self, item: QTreeWidgetItem, text: str) -> None:
        """Say below a layer what is wrong there."""
        item.setIcon(_NAME, self._wrong())
        item.setToolTip(_NAME, text)
        problem = QTreeWidgetItem([text])
        item.insertChild(0, problem)
        problem.setFlags(Qt.ItemFlag.ItemIsEnabled)
        problem.setData(0, _PROBLEM, True)
        problem.setFirstColumnSpanned(True)

    def _wrong(self) -> QIcon:
        """The icon of a layer that is wrong; in a selected row it is as the text there."""
        edge, text = message_colours(self.palette(), "error").edge, self.palette().highlightedText()
        icon, ratio = QIcon(), self.devicePixelRatioF()
        icon.addPixmap(pixmap("error", QColor(edge), 16, ratio), QIcon.Mode.Normal)
        icon.addPixmap(pixmap("error", text.color(), 16, ratio), QIcon.Mode.Selected)
        return icon

    def _list_row(self, parent: QTreeWidgetItem, address: Address, filled: bool) -> QTreeWidgetItem:
        if address.way[-1][1] == LAYERS:
            text = self.tr("Layers") if filled else self.tr("Layers: none yet, add some here")
        else:
            text = self.tr("Shortcut") if filled else self.tr("Shortcut: adds the input as it is")
        item = QTreeWidgetItem(parent, [text])
        item.setData(0, _ADDRESS, address)
        item.setForeground(0, soft_text(self.palette()))
        item.setFirstColumnSpanned(True)
        self._items[address] = item
        return item

    @Slot()
    def _report(self) -> None:
        item = self.currentItem()
        if item is not None and (address := item.data(0, _ADDRESS)) is not None:
            self.selected.emit(address)

    def drawBranches(self, _painter: QPainter, _rect: QRect, _index: _Index) -> None:
        """Nothing: the rows are always unfolded."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # sentences wrap otherwise now

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.topLevelItemCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(soft_text(self.palette())))
            painter.drawText(
                self.viewport().rect().adjusted(20, 20, -20, -20),
                int(Qt.AlignmentFlag.AlignCenter) | _WRAPS,
                self.tr("No layers yet. Add one, or begin from a network."),
            )
            painter.end()


def _figures(place: Place) -> tuple[str, str, str]:
    """Options, output and parameters of a row."""
    output = "–" if place.outputs is None else shape_text(place.outputs)
    count = place.parameters
    return words.in_short(place.layer), output, f"{count:,}" if count else ""


class _Delegate(QStyledItemDelegate):
    """Draws rows as usual, and sentences about a layer in as many lines as they need."""

    def __init__(self, tree: LayerTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        if not index.data(_PROBLEM):
            return super().sizeHint(option, index) + QSize(6, 4)
        depth, parent = 0, index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        width = self._tree.viewport().width() - depth * self._tree.indentation() - 2 * _MARGIN
        room = QRect(0, 0, max(width, 80), 10_000)
        height = QFontMetrics(option.font).boundingRect(room, _WRAPS, index.data()).height()
        return QSize(0, height + 2 * _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if not index.data(_PROBLEM):
            super().paint(painter, option, index)
            return
        colours = message_colours(self._tree.palette(), "error")
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect.adjusted(0, 1, 0, -1), QColor(colours.background))
        painter.setPen(QColor(colours.text))
        painter.setFont(option.font)
        inner = rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawText(inner, _WRAPS, index.data())
        painter.restore()
