"""Lines that can be unfolded, read in peace, selected and copied."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Slot
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from digitpad.ui.widgets.fields import named
from digitpad.ui.widgets.fitting import write_like_code

_MOST = 12  # lines in sight


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
                window.installEventFilter(self)
            self._place()
            self.raise_()
        self.setVisible(unfolded)

    def _place(self) -> None:
        corner = self._owner.mapTo(self._owner.window(), QPoint(0, 0))
        lines = min(_MOST, max(1, self.blockCount()))
        frame = self.horizontalScrollBar().sizeHint().height() + 12
        full = lines * self.fontMetrics().lineSpacing() + frame
        height = min(full, max(0, corner.y()))
        self.setGeometry(QRect(corner.x(), corner.y() - height, self._owner.width(), height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.LayoutRequest)
        if event.type() in kinds and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
