"""What follows the text: buttons as narrow as theirs, rows that break, sizes that are set of a font."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QKeyEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QLayoutItem,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from digitpad.ui.widgets.item_layout import ItemLayout

_SMALLEST = 6.5  # points that can be read


class FittedButton(QPushButton):
    """A button that may become as narrow as its text, whatever that is at the moment.

    Attributes:
        room: pixels beside the text; None for as much as the style likes.
    """

    room: int | None = None

    def minimumSizeHint(self) -> QSize:
        return _least(self, super().minimumSizeHint(), self.room)


class FittedToolButton(QToolButton):
    """The same for a button with a menu, which is as high as one without; the arrow key opens it.

    Where the whole button opens the menu, an arrow beside the text says so.

    Attributes:
        room: as of a `FittedButton`, with the menu's arrow.
    """

    room: int | None = None

    def sizeHint(self) -> QSize:
        option = QStyleOptionButton()
        option.initFrom(self)
        line = QSize(1, self.fontMetrics().height())
        kind = QStyle.ContentsType.CT_PushButton
        height = self.style().sizeFromContents(kind, option, line, self).height()
        return QSize(super().sizeHint().width() + self._arrow(), height)

    def minimumSizeHint(self) -> QSize:
        least = _least(self, self.sizeHint(), self.room)
        if self.room is None or self._arrow() or "&" not in self.text():
            return least
        # The style cuts the text as if the "&" of its key were to be seen.
        return least + QSize(self.fontMetrics().horizontalAdvance("&"), 0)

    def _arrow(self) -> int:
        """Pixels that the arrow takes; 0 where the style paints one in a part of its own."""
        if self.popupMode() != QToolButton.ToolButtonPopupMode.InstantPopup:
            return 0
        return self.style().pixelMetric(QStyle.PixelMetric.PM_MenuButtonIndicator, None, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self._arrow()
        if not room:
            super().paintEvent(event)
            return
        # The style's own arrow lies small in the corner, like a comma behind the text.
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.features = QStyleOptionToolButton.ToolButtonFeature(0)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        text, role = self.rect().adjusted(2, 0, -room, 0), QPalette.ColorRole.ButtonText
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawItemText(text, flags, self.palette(), self.isEnabled(), self.text(), role)
        option.rect = QRect(self.width() - room, (self.height() - room) // 2, room - 4, room)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorArrowDown, option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.menu() is not None:
            self.showMenu()
        else:
            super().keyPressEvent(event)


def _least(button: QAbstractButton, usual: QSize, room: int | None) -> QSize:
    if room is None:
        return usual
    return QSize(button.fontMetrics().horizontalAdvance(drawn(button.text())) + room, usual.height())


def drawn(title: str) -> str:
    """What is written of a title with a key: of "&Save" all but the "&", and of "保存(&S)" also."""
    return title.replace("&", "")


def fit_text(buttons: Iterable[FittedButton | FittedToolButton], room: int) -> None:
    """Buttons may become as narrow as their text, with so many pixels beside it."""
    for button in buttons:
        button.room = room
        button.updateGeometry()


class BreakingRow(ItemLayout):
    """Widgets side by side that share the width, in as few lines as they have room in.

    Args:
        widgets: the widgets, alone or with how many shares each gets of the width that is left over.
        spacing: pixels between them, both ways.
    """

    def __init__(self, *widgets: QWidget | tuple[QWidget, int], spacing: int = 4) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        self._shares: dict[QWidget, int] = {}
        for one in widgets:
            self.add(*(one if isinstance(one, tuple) else (one, 1)))

    def add(self, widget: QWidget, share: int) -> None:
        """Append a widget with its share."""
        self._shares[widget] = share
        self.addWidget(widget)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Which of them stand beside each other in so many pixels: about as many in each line."""
        broken = self._broken(width)
        if len(broken) > 1:
            narrowest = max(map(self._least, broken))
            while narrowest > self.minimumSize().width() and len(self._broken(narrowest - 1)) == len(broken):
                narrowest = max(map(self._least, self._broken(narrowest - 1)))
            broken = self._broken(narrowest)
        return broken

    def _broken(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = [[]]
        for item in self._items:
            if item.isEmpty():  # hidden
                continue
            if lines[-1] and self._least([*lines[-1], item]) > width:
                lines.append([])
            lines[-1].append(item)
        return lines

    def _least(self, line: list[QLayoutItem]) -> int:
        """Pixels that a line is wide at least."""
        return sum(item.minimumSize().width() for item in line) + self.spacing() * (len(line) - 1)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(map(self._height, lines)) + self.spacing() * (len(lines) - 1)

    @staticmethod
    def _height(line: list[QLayoutItem]) -> int:
        return max((item.sizeHint().height() for item in line), default=0)

    def sizeHint(self) -> QSize:
        items = [item for item in self._items if not item.isEmpty()]
        return QSize(self._least(items), self._height(items))

    def minimumSize(self) -> QSize:
        items = [item for item in self._items if not item.isEmpty()]
        return QSize(max((item.minimumSize().width() for item in items), default=0), self._height(items))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for line in self._lines(rect.width()):
            height, left = self._height(line), rect.left()
            over, shares = rect.width() - self._least(line), sum(map(self._share, line))
            for item in line:
                more = over * self._share(item) // max(1, shares)
                over, shares = over - more, shares - self._share(item)
                width = item.minimumSize().width() + more
                item.setGeometry(QRect(QPoint(left, top), QSize(width, height)))
                left += width + self.spacing()
            top += height + self.spacing()

    def _share(self, item: QLayoutItem) -> int:
        widget = item.widget()
        assert widget is not None
        return self._shares[widget]


def with_font(widget: QWidget, fit: Callable[[], object]) -> None:
    """Call `fit` now and whenever the widget is written in another font, as when text is zoomed."""
    _FontWatcher(widget, fit)
    fit()


class _FontWatcher(QObject):
    def __init__(self, widget: QWidget, fit: Callable[[], object]) -> None:
        super().__init__(widget)
        self._fit = fit
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange:
            self._fit()
        return super().eventFilter(watched, event)


def room_for_lines(widget: QWidget, lines: int) -> None:
    """Leave a widget the height of so many lines of its text."""

    def fit() -> None:
        widget.setMinimumHeight(lines * widget.fontMetrics().lineSpacing())

    with_font(widget, fit)


def at_most_lines(widget: QWidget, lines: int) -> None:
    """Limit a widget to the height of so many lines of its text."""

    def fit() -> None:
        widget.setMaximumHeight(lines * widget.fontMetrics().lineSpacing())

    with_font(widget, fit)


def write_like_code(widget: QWidget, share: float = 1.0) -> None:
    """Give a widget letters of one width, of this share of the size that text has at the moment."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(max(_SMALLEST, QFont(widget.font()).pointSizeF() * share))
    widget.setFont(font)
