"""A ring around the control that a lesson speaks of, wherever in the program's windows it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QHideEvent, QPainter, QPaintEvent, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QMainWindow, QMenu, QScrollArea, QTabWidget, QWidget

from digitpad.ui.widgets.accessible import Role

_AROUND, _THICK, _ROUND = 4, 3, 6  # pixels
_SIGHT = 24  # pixels that stay free around a control that was scrolled to
_SCROLLS = 2  # the second one is for areas inside areas, which settle after the first

Target = tuple[QWidget, QRect]
"""A widget in sight, and the part of it that is marked."""


class Highlight(QObject):
    """Marks one control at a time.

    Args:
        window: the main window; the other windows are its children.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._ring = _Ring(window)
        self._target: QWidget | None = None
        self._scrolls = 0  # how often it is still scrolled to: the reader may scroll away afterwards

    def find(self, names: Sequence[str]) -> Target | None:
        """The first of the controls with these object names that is in sight, or what leads there.

        That is the menu of an entry, and the tab of what lies in another one. What cannot be used now
        gives way to another one that can.
        """
        targets = [target for name in names if (target := self._find(name)) is not None]
        return next((target for target in targets if target[0].isEnabled()), next(iter(targets), None))

    def _find(self, name: str) -> Target | None:
        hidden = []
        for widget in self._window.findChildren(QWidget, name):
            if widget.isVisible():
                return widget, widget.rect()
            hidden.append(widget)
        for widget in hidden:
            if (target := _tab_of(widget)) is not None:
                return target
        action = self._window.findChild(QAction, name)
        return None if action is None else self._menu_of(action)

    def _menu_of(self, action: QAction) -> Target | None:
        bar = self._window.menuBar()
        for entry in bar.actions():
            if action in _entries(entry):
                place = bar.actionGeometry(entry)
                return (bar, place) if bar.isVisible() and not place.isEmpty() else None
        return None

    def mark(self, target: Target | None) -> None:
        """Put the ring there, in sight; none for None."""
        if target is None:
            self._ring.hide()
            return
        if target[0] is not self._target:
            self._target, self._scrolls = target[0], _SCROLLS
        if self._scrolls:
            self._scrolls -= 1
            _scroll_to(target[0])
        self._ring.mark(target)

    def forget(self) -> None:
        """Another step begins: its control is scrolled to, although it may be the one of the step before."""
        self._target = None


def _entries(entry: QAction) -> Iterator[QAction]:
    """An entry of a menu with all that it leads to."""
    yield entry
    menu = entry.menu()
    if isinstance(menu, QMenu):
        for below in menu.actions():
            yield from _entries(below)


def _tab_of(widget: QWidget) -> Target | None:
    """The tab that has to be pressed for a widget to be in sight; None where another thing hides it."""
    page: QWidget | None = widget
    while page is not None:
        stack = page.parentWidget()
        tabs = None if stack is None else stack.parentWidget()
        if isinstance(tabs, QTabWidget) and (index := tabs.indexOf(page)) >= 0:
            is_there = tabs.isVisible() and index != tabs.currentIndex()
            return (tabs.tabBar(), tabs.tabBar().tabRect(index)) if is_there else None
        page = stack
    return None


def _scroll_to(widget: QWidget) -> None:
    outer = widget.parentWidget()
    while outer is not None:
        if isinstance(outer, QScrollArea):
            outer.ensureWidgetVisible(widget, _SIGHT, _SIGHT)
        outer = outer.parentWidget()


def _sight(widget: QWidget, window: QWidget) -> QRect:
    """The part of a window to which the areas that a widget scrolls in confine it."""
    sight, outer = window.rect(), widget.parentWidget()
    while outer is not None and outer is not window:
        if isinstance(outer, QAbstractScrollArea):
            view = outer.viewport()
            sight &= view.rect().translated(view.mapTo(window, QPoint(0, 0)))
        outer = outer.parentWidget()
    return sight


class _Ring(QWidget):
    """Lies over a window, its parent, and lets everything through.

    It follows the window's size only while it is in sight: a filter of a closed window is called once more
    when that is freed, after what Python knows of it.
    """

    ACCESSIBLE_ROLE = Role.Indicator

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("lessonHighlight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: Target | None = None
        self.hide()

    def mark(self, target: Target) -> None:
        """Lie over the target's window, with the ring around it."""
        window = target[0].window()
        if window is not self.window():
            self.hide()
            self.setParent(window)
        self._target = target
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.window().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._target is None or not self._target[0].isVisible():
            return
        widget, part = self._target
        window = self.window()
        in_sight = part.translated(widget.mapTo(window, QPoint(0, 0))) & _sight(widget, window)
        if in_sight.isEmpty():
            return
        ring = QRectF(in_sight).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        inside = QRectF(self.rect()).adjusted(_THICK, _THICK, -_THICK, -_THICK)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        painter.setPen(QPen(colour, _THICK))
        painter.drawRoundedRect(ring.intersected(inside), _ROUND, _ROUND)
        painter.end()
