"""The form in the window, where it scrolls if there is no room for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from digitpad.ui.recipe_form.form import RecipeForm


class FormArea(QScrollArea):
    """As high as its form, which scrolls where a small window leaves it no room."""

    def __init__(self, form: RecipeForm) -> None:
        super().__init__()
        self._form = form
        self._follows = False
        form.more.button.toggled.connect(self._follow)
        # Once what was unfolded for it has been laid out.
        form.pointed.connect(self._show_field, Qt.ConnectionType.QueuedConnection)
        self.verticalScrollBar().rangeChanged.connect(self._range_changed)
        self.setWidget(form)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @Slot(bool)
    def _follow(self, unfolded: bool) -> None:
        """What was unfolded comes into sight as soon as there is something to scroll to."""
        self._follows = unfolded

    @Slot(QWidget)
    def _show_field(self, field: QWidget) -> None:
        self._follows = False
        self.ensureWidgetVisible(field, 0, 2 * field.height())

    def _range_changed(self, _low: int, high: int) -> None:
        if self._follows and high:
            self._follows = False
            self.verticalScrollBar().setValue(min(high, self._form.more.mapTo(self._form, QPoint()).y()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self._form:
            self.updateGeometry()  # something was unfolded or folded up
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return QSize(self._form.sizeHint().width(), self._form.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        width = self._form.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width, 6 * self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # words wrap otherwise now
