"""The row of tools under the pad."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from digitpad.ui.pad.brush import BRUSH_STEP, THICKEST, THINNEST
from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.keys import REDO
from digitpad.ui.style.icons import NAMES, icon, pixmap
from digitpad.ui.widgets.fields import named

ICON_SIDE = 20
"""Side of the icons in device-independent pixels."""


class _WidthLabel(QLabel):
    """Says how wide the brush is where there is room for it."""

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("0.00 px"), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.width() >= self.fontMetrics().horizontalAdvance(self.text()):
            super().paintEvent(event)


class PadTools(QWidget):
    """Eraser, undo, redo, clear, brush, and what the network sees: buttons for a `Canvas`.

    Each button has a `QAction`, which is added to the canvas too, so that `canvas.actions()` are the entries
    for a menu and the shortcuts exist once.
    """

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("padTools")
        self._canvas = canvas
        self._icons: list[tuple[QAction, str]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._add_actions()
        self._add_brush()
        canvas.history_changed.connect(self._show_history)
        canvas.eraser_changed.connect(self.eraser_action.setChecked)
        canvas.overlay_visible_changed.connect(self.overlay_action.setChecked)
        canvas.overlay_offered_changed.connect(self._offer_overlay)
        canvas.brush_changed.connect(self._show_brush)
        self._show_history(canvas.sketch.can_undo, canvas.sketch.can_redo)
        self._show_brush(canvas.brush())
        self._offer_overlay(canvas.overlay_offered())
        self._paint_icons()

    def _add_actions(self) -> None:
        redo = QKeySequence.keyBindings(QKeySequence.StandardKey.Redo)
        keys = [*REDO, *(key for key in redo if key not in REDO)]
        undo = QKeySequence(QKeySequence.StandardKey.Undo)
        self.undo_action = self._action("undo", self.tr("Undo"), [undo])
        self.undo_action.triggered.connect(self._canvas.undo)
        self.redo_action = self._action("redo", self.tr("Redo"), keys)
        self.redo_action.triggered.connect(self._canvas.redo)
        self.clear_action = self._action("clear", self.tr("Clear the pad"), [QKeySequence(Qt.Key.Key_Escape)])
        # Only while the keyboard is with the pad: elsewhere Esc closes what is open, and clears nothing.
        self.clear_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.clear_action.triggered.connect(self._canvas.clear)
        self.eraser_action = self._action("eraser", self.tr("Eraser"), [], "E")
        self.eraser_action.setCheckable(True)
        self.eraser_action.setChecked(self._canvas.eraser())
        self.eraser_action.toggled.connect(self._canvas.set_eraser)
        self.overlay_action = self._action("network", self.tr("What the network sees"), [], "N")
        self.overlay_action.setCheckable(True)
        self.overlay_action.setChecked(self._canvas.overlay_visible())
        self.overlay_action.toggled.connect(self._canvas.set_overlay_visible)
        self.thicker_action = self._action("thicker", self.tr("Thicker brush"), [], "]")
        self.thicker_action.triggered.connect(self._canvas.thicken)
        self.thinner_action = self._action("thinner", self.tr("Thinner brush"), [], "[")
        self.thinner_action.triggered.connect(self._canvas.thin)
        self._button("undoButton", self.undo_action)
        self._button("redoButton", self.redo_action)
        self._button("clearButton", self.clear_action)
        self._row.addStretch(1)
        self._button("eraserButton", self.eraser_action, self.tr("also with the right button"), key="E")

    def _action(self, shape: str, text: str, keys: list[QKeySequence], letter: str = "") -> QAction:
        """An action for the canvas, a menu and perhaps a button.

        Args:
            shape: its icon, if there is one of that name.
            text: what it does.
            keys: its shortcuts.
            letter: the key that the pad itself takes for it while it has the focus. A menu names it; as a
                shortcut it would beat the letters of an open menu.
        """
        action = QAction(f"{text}\t{letter}" if letter else text, self)
        action.setIconText(text)
        action.setObjectName(f"{shape}Action")
        action.setShortcuts(keys)
        if shape in NAMES:
            self._icons.append((action, shape))
        self._canvas.addAction(action)
        return action

    def _button(self, name: str, action: QAction, more: str = "", key: str = "") -> None:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the pad
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setAccessibleName(action.iconText())
        key = key or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = self._tip(action, key)
        action.setToolTip(self.tr("{tip}, {more}").format(tip=tip, more=more) if more else tip)
        self._row.addWidget(button)

    def _tip(self, action: QAction, key: str) -> str:
        return self.tr("{action} ({key})").format(action=action.iconText(), key=key)

    def _add_brush(self) -> None:
        self.brush_slider = named(QSlider(Qt.Orientation.Horizontal, self), "brushSlider", self.tr("Brush"))
        self.brush_slider.setRange(round(THINNEST / BRUSH_STEP), round(THICKEST / BRUSH_STEP))
        self.brush_slider.setPageStep(round(1 / BRUSH_STEP))
        self.brush_slider.setMinimumWidth(40)
        self.brush_slider.setMaximumWidth(160)
        self.brush_slider.setToolTip(self.tr("Width of the brush in network pixels ([ and ])"))
        self.brush_slider.valueChanged.connect(self._choose_brush)
        self._brush_label = _WidthLabel(self)
        self._brush_label.setObjectName("brushLabel")
        self._brush_label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self._brush_symbol = QLabel(self)
        self._brush_symbol.setToolTip(self.brush_slider.toolTip())
        self._row.addSpacing(6)
        self._row.addWidget(self._brush_symbol)
        self._row.addSpacing(2)
        self._row.addWidget(self.brush_slider, 4)
        self._row.addSpacing(4)
        self._row.addWidget(self._brush_label)
        self._row.addStretch(1)
        self._button("overlayButton", self.overlay_action, key="N")

    @Slot(bool, bool)
    def _show_history(self, can_undo: bool, can_redo: bool) -> None:
        self.undo_action.setEnabled(can_undo)
        self.redo_action.setEnabled(can_redo)

    @Slot(bool)
    def _offer_overlay(self, offered: bool) -> None:
        why = self.tr(
            "The network gets the whole colour picture: there is no ink that its pixels could lie over"
        )
        self.overlay_action.setEnabled(offered)
        self.overlay_action.setToolTip(self._tip(self.overlay_action, "N") if offered else why)

    @Slot(int)
    def _choose_brush(self, steps: int) -> None:
        self._canvas.set_brush(steps * BRUSH_STEP)

    @Slot(float)
    def _show_brush(self, width: float) -> None:
        # The brush may lie between two of the slider's steps: show it without changing it.
        self.brush_slider.blockSignals(True)
        self.brush_slider.setValue(round(width / BRUSH_STEP))
        self.brush_slider.blockSignals(False)
        text = self.tr("{width:.3g} px").format(width=width)
        self._brush_label.setText(text)
        self.brush_slider.setAccessibleDescription(text)

    def _paint_icons(self) -> None:
        side = max(ICON_SIDE, self.fontMetrics().height())  # no smaller than large text beside them
        for action, shape in self._icons:
            action.setIcon(icon(shape, self.palette(), side))
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(side, side))
        colour = self.palette().color(QPalette.ColorRole.ButtonText)
        self._brush_symbol.setPixmap(pixmap("brush", colour, side, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._paint_icons()
        super().changeEvent(event)
