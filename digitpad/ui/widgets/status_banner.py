"""Messages in the window: what happened and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from digitpad.errors import DigitpadError, UnexpectedError
from digitpad.ui.messages import sentence, unexpected
from digitpad.ui.style.icons import icon, pixmap
from digitpad.ui.style.theme import message_colours, soft_text
from digitpad.ui.widgets.accessible import Role
from digitpad.ui.widgets.boxes import in_column
from digitpad.ui.widgets.details import Details

KINDS = ("info", "success", "warning", "error")
"""What a message can be, from the harmless to the grave."""

Action = tuple[str, Callable[[], object]]

_PASSING, _WITH_ACTIONS = 6_000, 12_000
"""Milliseconds that a passing message stays at least, without and with something to press."""

_PER_CHARACTER = 60  # milliseconds that reading takes

_LINES = 2  # of a message that have room: one that comes must not move the pad under the hand
_MARGINS = 18  # pixels above and below them


class StatusBanner(QWidget):
    """A strip with icon, text, buttons and a cross; hidden while there is no message.

    What is too long for it can be unfolded above it.

    A new message takes the place of the old one. Errors stay until they are closed or replaced.
    """

    ACCESSIBLE_ROLE = Role.Notification

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBanner")
        # Not Fixed: that would keep to the height of the size hint, which knows nothing of wrapped lines.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._kind = "info"
        self._of_opening = False  # whether it is about what could not be opened
        self._buttons: list[QPushButton] = []
        self._callbacks: dict[QPushButton, Callable[[], object]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self._symbol = QLabel(self)
        self._label = QLabel(self)
        self._label.setObjectName("statusText")
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = QToolButton(self)
        self._close.setObjectName("statusCloseButton")
        self._close.setAutoRaise(True)
        self._close.setAccessibleName(self.tr("Close the message"))
        self._close.setToolTip(self.tr("Close the message"))
        self._close.clicked.connect(self.clear)
        self._details = Details(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 6, 6)
        self._row.setSpacing(8)
        self._row.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self._details.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def text(self) -> str:
        """The message; empty while there is none."""
        return self._label.text()

    def kind(self) -> str:
        """What the message is: one of `KINDS`."""
        return self._kind

    def details(self) -> str:
        """What can be unfolded above the message; empty where there is nothing more."""
        return self._details.toPlainText()

    @Slot(object)
    def show_error(
        self,
        error: BaseException,
        actions: Sequence[Action] = (),
        *,
        text: str = "",
        details: str = "",
        opening: bool = False,
    ) -> None:
        """Show what went wrong; it stays until it is closed or replaced.

        Args:
            error: shown as `digitpad.ui.messages.sentence` words it; one that nobody foresaw has details.
            actions: what can be done about it, as for `show_message`.
            text: a longer wording of the error.
            details: lines to be unfolded on demand.
            opening: whether something could not be opened, which is out of date when another thing was.
        """
        expected = error if isinstance(error, DigitpadError) else unexpected(error)
        if isinstance(expected, UnexpectedError):
            details = details or expected.details
        self.show_message("error", text or sentence(expected), actions, details=details)
        self._of_opening = opening

    def show_success(self, text: str, actions: Sequence[Action] = ()) -> None:
        """Show what was done; the message goes by itself."""
        self.show_message("success", text, actions, _time_to_read(text, actions))

    def show_info(self, text: str, actions: Sequence[Action] = (), *, stays: bool = False) -> None:
        """Show what is worth knowing; the message goes by itself unless it `stays`."""
        self.show_message("info", text, actions, None if stays else _time_to_read(text, actions))

    def show_warning(self, text: str, actions: Sequence[Action] = ()) -> None:
        """Show what needs an answer; it stays until it is closed or replaced."""
        self.show_message("warning", text, actions)

    def clear_error(self) -> None:
        """Close the message if it is an error: what it was about is mended."""
        if self._kind == "error":
            self.clear()

    def opened(self) -> None:
        """Close the message if it is about what could not be opened: something else was, meanwhile."""
        if self._of_opening:
            self.clear()

    def show_message(
        self,
        kind: str,
        text: str,
        actions: Sequence[Action] = (),
        timeout_ms: int | None = None,
        details: str = "",
    ) -> None:
        """Show a message in place of the one before.

        Args:
            kind: one of `KINDS`.
            text: one or two sentences; shown as plain text.
            actions: buttons as (label, what to call); a click closes the message first.
            timeout_ms: after how many milliseconds it goes by itself; None, and every error, stays.
            details: lines to be unfolded on demand.
        """
        if kind not in KINDS:
            raise ValueError(f"a message is one of {', '.join(KINDS)}, not {kind!r}")
        self._timer.stop()
        self._drop_buttons()
        self._of_opening = False
        self._kind = kind
        self._label.setText(text)
        self._details.show_text(details)
        self.setAccessibleName(text)
        for label, callback in actions:
            self._add_button(label, callback)
        self._colour()
        self.update()  # not only what the new text covers: the ground has another colour
        self.show()
        if timeout_ms is not None and kind != "error":
            self._timer.start(timeout_ms)

    @Slot()
    def clear(self) -> None:
        """Close the message."""
        self._timer.stop()
        self._drop_buttons()
        self._of_opening = False
        self._label.clear()
        self._details.show_text("")
        self.setAccessibleName("")
        self.hide()

    def _add_button(self, label: str, callback: Callable[[], object]) -> None:
        button = QPushButton(label, self)
        button.setObjectName(f"statusAction{len(self._buttons)}")
        button.clicked.connect(self._act)
        self._callbacks[button] = callback
        self._buttons.append(button)
        self._row.insertWidget(self._row.count() - 2, button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _drop_buttons(self) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()  # it may be the one whose click is being handled
        self._buttons.clear()
        self._callbacks.clear()

    @Slot()
    def _act(self) -> None:
        button = self.sender()
        callback = self._callbacks.get(button) if isinstance(button, QPushButton) else None
        self.clear()  # first, because the action may have a message of its own
        if callback is not None:
            callback()

    def _colour(self) -> None:
        colours = message_colours(self.palette(), self._kind)
        self._symbol.setPixmap(pixmap(self._kind, QColor(colours.edge), 20, self.devicePixelRatioF()))
        role = QPalette.ColorRole
        palette = QPalette(self._label.palette())
        palette.setColor(role.WindowText, QColor(colours.text))
        self._label.setPalette(palette)
        palette = QPalette(self.palette())
        palette.setColor(role.ButtonText, QColor(colours.text))
        self._close.setIcon(icon("close", palette, 16))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._colour()
            self.update()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        if self.isHidden():  # closed, not merely covered with its window
            self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = message_colours(self.palette(), self._kind)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.background))
        painter.drawRoundedRect(self.rect(), 5, 5)
        painter.fillRect(0, 3, 4, self.height() - 6, QColor(colours.edge))
        painter.end()


def _time_to_read(text: str, actions: Sequence[Action]) -> int:
    """Milliseconds that a passing message stays."""
    return max(_WITH_ACTIONS if actions else _PASSING, _PER_CHARACTER * len(text))


class MessageStrip(QWidget):
    """Keeps room for `banner`, so that a message that comes or goes moves nothing."""

    def __init__(self, banner: StatusBanner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep_room()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._hint = QLabel(wordWrap=True)
        self.set_digits(True)
        self._hint.setObjectName("drawingHint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.setLayout(in_column(banner, self._hint, margin=0))
        banner.installEventFilter(self)
        self._colour()

    def set_digits(self, digits: bool) -> None:
        """Whether the network reads digits, which the keys 0 to 9 can correct."""
        drawing = self.tr("Left button draws, right button rubs out · Ctrl+Z takes back · Esc clears")
        seeing = self.tr("N shows what the network sees")
        correcting = self.tr("0–9 says what it was")
        self._hint.setText(" · ".join((drawing, seeing, correcting) if digits else (drawing, seeing)))

    def _keep_room(self) -> None:
        self.setMinimumHeight(_LINES * self.fontMetrics().lineSpacing() + _MARGINS)

    def _colour(self) -> None:
        palette = self._hint.palette()
        palette.setColor(palette.ColorRole.WindowText, soft_text(self.palette()))
        self._hint.setPalette(palette)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._hint.setVisible(event.type() == QEvent.Type.HideToParent)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        elif event.type() == QEvent.Type.FontChange:
            self._keep_room()
        super().changeEvent(event)
