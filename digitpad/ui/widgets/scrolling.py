"""Pages that scroll where there is less room than they need: on small screens, and with large text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QStyle,
    QStyleOptionTab,
    QStylePainter,
    QTabBar,
    QTabWidget,
    QWidget,
)

from digitpad.ui.messages import without_key

_LOWEST = 200  # pixels
_AROUND = 14  # pixels around a title where room is short
_LOWER = 1  # pixels by which titles of other tabs stand lower


class ScrollingPage(QScrollArea):
    """Holds a page as large as there is room for, but never smaller than the page can be.

    Args:
        page: what scrolls.
        narrowest: pixels; this can always be as narrow, even where its page cannot.

    Attributes:
        page: what scrolls.
    """

    def __init__(self, page: QWidget, narrowest: int) -> None:
        super().__init__()
        self.page, self._narrowest = page, narrowest
        self.setObjectName(f"{page.objectName()}Scroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what lies in it takes the keyboard
        self._widths = 0, 0  # of the page: what it likes to have, and what it needs
        self.setWidget(page)
        page.installEventFilter(self)

    def _fit(self) -> None:
        """Give the page its size.

        A resizable widget of a `QScrollArea` would be as high as it likes to be, not as low as it can be,
        where it has lines that wrap.
        """
        page, room = self.page, self.maximumViewportSize()
        least = page.minimumSizeHint()
        if self._least_height(max(room.width(), least.width())) > room.height():
            room.setWidth(room.width() - self._bar())
        width = max(room.width(), least.width())
        if width > room.width():
            room.setHeight(room.height() - self._bar())
        page.resize(width, max(room.height(), self._least_height(width)))

    def _least_height(self, width: int) -> int:
        page, layout = self.page, self.page.layout()
        if layout is not None and layout.hasHeightForWidth():
            return layout.minimumHeightForWidth(width)
        return page.minimumSizeHint().height()

    def _bar(self) -> int:
        """Pixels that a scroll bar takes."""
        return self.verticalScrollBar().sizeHint().width()

    def sizeHint(self) -> QSize:
        return QSize(self.page.sizeHint().width(), _LOWEST)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the page can be with its scroll bar, or narrower, and not as high."""
        return QSize(min(self.page.minimumSizeHint().width() + self._bar(), self._narrowest), _LOWEST)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.page:
            widths = self.page.sizeHint().width(), self.page.minimumSizeHint().width()
            if widths != self._widths:  # what lies around it is laid out anew then
                self._widths = widths
                self.updateGeometry()
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)


class _RoomyTabBar(QTabBar):
    """A bar of whole titles: without their keys in brackets where there is no room for these.

    Keys hold whether they are written or not. Where even that is too much, arrows scroll the bar.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tabBar")
        self.setAccessibleName(self.tr("Tabs"))
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self._room = 0

    def set_room(self, room: int) -> None:
        """How many pixels there are for all titles."""
        short = self._short()
        self._room = room
        if short != self._short():
            self.setElideMode(self.elideMode())  # lays the tabs out anew

    def whole_width(self) -> int:
        """Pixels that all titles need with their keys."""
        return sum(self._whole_size(index).width() for index in range(self.count()))

    def least_width(self) -> int:
        """Pixels that all titles need without them."""
        return sum(self._short_width(index) for index in range(self.count()))

    def _short(self) -> bool:
        return self.whole_width() > self._room

    def _whole_size(self, index: int) -> QSize:
        # Qt counts as if the "&" of a title with its key in brackets, "训练(&T)", were to be seen.
        key = self.fontMetrics().horizontalAdvance("&") + 2 if "(&" in self.tabText(index) else 0
        return super().tabSizeHint(index) + QSize(key, 0)

    def tabSizeHint(self, index: int) -> QSize:
        size = self._whole_size(index)
        if not self._short():
            return size
        return QSize(self._short_width(index), size.height())

    def _short_width(self, index: int) -> int:
        return self.fontMetrics().horizontalAdvance(without_key(self.tabText(index))) + _AROUND

    def initStyleOption(self, option: QStyleOptionTab, index: int) -> None:
        super().initStyleOption(option, index)
        if self._short():
            option.text = ""  # the style would leave much room around it

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._short():
            return
        painter, role = QStylePainter(self), QPalette.ColorRole.WindowText
        for index in range(self.count()):
            option = QStyleOptionTab()
            self.initStyleOption(option, index)
            box, title = QRect(self.tabRect(index)), self.tabText(index)
            if index != self.currentIndex():
                box.adjust(0, _LOWER, 0, _LOWER)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic
            if not self.style().styleHint(QStyle.StyleHint.SH_UnderlineShortcut, option, self):
                flags |= Qt.TextFlag.TextHideMnemonic
            text = without_key(title) if "(&" in title else title
            painter.drawItemText(box, flags.value, self.palette(), True, text, role)
        painter.end()


class ScrollingTabs(QTabWidget):
    """Tabs whose pages scroll. The pages are named without what scrolls them.

    Args:
        narrowest: as of a `ScrollingPage`.
    """

    def __init__(self, narrowest: int) -> None:
        super().__init__()
        self._narrowest = narrowest
        self._bar = _RoomyTabBar()
        self.setTabBar(self._bar)
        self._around: dict[QWidget, ScrollingPage] = {}

    def add_page(self, page: QWidget, title: str) -> None:
        """Append a tab."""
        self._around[page] = ScrollingPage(page, self._narrowest)
        self.addTab(self._around[page], title)

    def whole_width(self) -> int:
        """Pixels that all titles need with their keys."""
        return self._bar.whole_width()

    def least_width(self) -> int:
        """Pixels that all titles need without them."""
        return self._bar.least_width()

    def setCurrentWidget(self, page: QWidget) -> None:
        """Bring a page into sight."""
        super().setCurrentWidget(self._around[page])

    def currentWidget(self) -> QWidget:
        """The page in sight."""
        return self.widget(self.currentIndex())

    def widget(self, index: int) -> QWidget:
        """The page of a tab."""
        area = super().widget(index)
        assert isinstance(area, ScrollingPage)
        return area.page

    def indexOf(self, page: QWidget) -> int:
        """The tab of a page, or of what scrolls it; -1 for anything else."""
        return super().indexOf(self._around.get(page, page))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._bar.set_room(event.size().width())
        super().resizeEvent(event)
