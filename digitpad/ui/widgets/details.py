"""Lines that can be unfolded, read in peace, selected and copied."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.fitting import write_like_code

_MOST = 12  # lines in sight
_GAP = 4  # pixels around the button below them


class Details(QPlainTextEdit):
    """A text that unfolds above its owner, over what lies there: nothing in the window moves for it.

    Args:
        owner: the widget above which it unfolds.

    Attributes:
        button: unfolds it and folds it up; to be placed by the owner.
    """

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        named(self, "statusDetails", self.tr("Details"))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        write_like_code(self, 0.9)
        title = self.tr("Details")
        self.button = named(QPushButton(title, owner), "statusDetailsButton", title)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._unfold)
        self._copy = named(
            QPushButton(self.tr("Copy"), self), "copyDetailsButton", self.tr("Copy the details")
        )
        self._copy.clicked.connect(self._copy_all)
        self.setBackgroundRole(QPalette.ColorRole.Base)  # below the lines, too
        self.setAutoFillBackground(True)
        owner.installEventFilter(self)
        self.show_text("")

    def show_text(self, text: str) -> None:
        """Have `text` ready, folded up."""
        self.setPlainText(text)
        self.button.setChecked(False)
        self.button.setVisible(bool(text))
        self.hide()

    @Slot(bool)
    def _unfold(self, unfolded: bool) -> None:
        if unfolded:
            window = self._owner.window()
            if self.parentWidget() is not window:
                self.setParent(window)
            self._place()
            self.raise_()
        self.setVisible(unfolded)

    @Slot()
    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.toPlainText())

    def showEvent(self, event: QShowEvent) -> None:
        """The window's size counts while this is in sight, and no more when the window is freed."""
        super().showEvent(event)
        self.window().installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.window().removeEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lines = self.viewport().geometry()
        self._copy.resize(self._copy.sizeHint())
        self._copy.move(lines.right() - self._copy.width() - _GAP, lines.bottom() + 1 + _GAP)

    def _place(self) -> None:
        # Anew each time: the button below the lines grows with the text.
        self.setViewportMargins(0, 0, 0, self._copy.sizeHint().height() + 2 * _GAP)
        corner = self._owner.mapTo(self._owner.window(), QPoint(0, 0))
        lines = min(_MOST, max(1, self.blockCount()))
        frame = self.horizontalScrollBar().sizeHint().height() + 12 + self.viewportMargins().bottom()
        full = lines * self.fontMetrics().lineSpacing() + frame
        height = min(full, max(0, corner.y()))
        self.setGeometry(QRect(corner.x(), corner.y() - height, self._owner.width(), height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.LayoutRequest)
        if event.type() in kinds and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
