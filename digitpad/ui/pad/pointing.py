"""Mouse, pen and touch events in the words of `gestures`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QEventPoint, QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent, QTouchEvent

from digitpad.ui.pad.gestures import Button

_BUTTONS = {Qt.MouseButton.LeftButton: Button.DRAW, Qt.MouseButton.RightButton: Button.ERASE}
_HELD = {Button.DRAW: Qt.MouseButton.LeftButton, Button.ERASE: Qt.MouseButton.RightButton}


def button_of(event: QMouseEvent | QTabletEvent) -> Button:
    """What the pressed or released button stands for. A pen's tip is the left button."""
    return _BUTTONS.get(event.button(), Button.OTHER)


def is_held(event: QMouseEvent | QTabletEvent, button: Button) -> bool:
    """Whether `button` is still down."""
    return bool(event.buttons() & _HELD.get(button, Qt.MouseButton.NoButton))


def is_duplicate(event: QMouseEvent) -> bool:
    """Whether the press was made up from a touch or a pen, which arrive as events of their own."""
    made_up = event.source() in (
        Qt.MouseEventSource.MouseEventSynthesizedBySystem,
        Qt.MouseEventSource.MouseEventSynthesizedByQt,
    )
    return made_up or event.deviceType() == QInputDevice.DeviceType.TouchScreen


def is_upside_down(event: QTabletEvent) -> bool:
    """Whether the pen is held with its eraser end on the pad."""
    return event.pointerType() == QPointingDevice.PointerType.Eraser


def fingers(event: QTouchEvent) -> list[tuple[int, QEventPoint.State, float, float]]:
    """Each finger's number, what it did, and where it is in the widget."""
    return [
        (point.id(), point.state(), point.position().x(), point.position().y()) for point in event.points()
    ]
