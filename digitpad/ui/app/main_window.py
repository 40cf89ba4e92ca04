"""The window: arrangement, actions and closing. What happens is decided elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from digitpad.ui.explore.tab import ExploreTab
from digitpad.ui.layers.tab import LayersTab
from digitpad.ui.lessons import LessonBar
from digitpad.ui.pad.canvas import Canvas
from digitpad.ui.pad.column import PadColumn
from digitpad.ui.pad.tools import PadTools
from digitpad.ui.prediction.panel import CorrectionHint, PredictionPanel
from digitpad.ui.prediction.preparation_strip import PreparationStrip
from digitpad.ui.runs.tab import RunsTab
from digitpad.ui.samples.tab import SamplesTab
from digitpad.ui.settings import Settings
from digitpad.ui.training.tab import TrainingTab
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.dialogs import first_size, room_on_screen
from digitpad.ui.widgets.scrolling import ScrollingPage, ScrollingTabs
from digitpad.ui.widgets.status_banner import MessageStrip, StatusBanner
from digitpad.ui.widgets.wheel import keep_wheel_off

_LEAST = (900, 560)  # pixels, where the screen has them
_AROUND, _BESIDE = 45, 30  # pixels of the window's height and width that menus and margins take
_NARROW, _USUAL = 290, 356  # pixels to which tabs are narrowed at most
_TABS = 400, 440  # pixels that the tabs are left at first, at least and where there is room
_TABS_SHARE = 0.31  # share of the width that they are left at least on a wide screen
_PANEL = 0.21, 0.24  # share of the width that the panel is left, at least and where there is room


class MainWindow(QMainWindow):
    """Pad and bars always in sight, the tabs beside them.

    Signals:
        painted(): the window is on the screen for the first time.
        dropped(object): the `QMimeData` of one file of any kind, or of a picture, that was dropped.
        resized(): it has another size.
        closing(): it is asked to close, before anybody says whether it may.
    """

    painted = Signal()
    dropped = Signal(object)
    resized = Signal()
    closing = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.installEventFilter(self)
        self._on_close: Callable[[], bool] | None = None
        self._may_close: Callable[[], bool] | None = None
        self._by_hand = (
            True  # whether the user has shared the room; until all is in its place nothing else does
        )
        self.setObjectName("mainWindow")
        self.setWindowTitle(self.tr("digitpad - draw a digit"))
        self.setAcceptDrops(True)
        self.canvas = Canvas()
        self.tools = PadTools(self.canvas)
        self.panel = PredictionPanel()
        self.training_tab = TrainingTab()
        self.samples_tab = SamplesTab()
        self.explore_tab = ExploreTab()
        self.layers_tab = LayersTab()
        self.runs_tab = RunsTab()
        self.banner = StatusBanner()
        self.preparation_strip = PreparationStrip()
        small = room_on_screen(self).width() < _LEAST[0]
        self.tabs = ScrollingTabs(_NARROW if small else _USUAL)
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName(self.tr("Tabs"))
        self.tabs.setDocumentMode(True)
        keep_wheel_off(self.tabs.tabBar())
        self.tabs.add_page(self.training_tab, self.tr("&Training"))
        self.tabs.add_page(self.samples_tab, self.tr("M&y samples"))
        self.tabs.add_page(self.explore_tab, self.tr("E&xplore"))
        self.tabs.add_page(self.layers_tab, self.tr("&Layers"))
        self.tabs.add_page(self.runs_tab, self.tr("&Runs"))
        self._arrange()
        self._restore()

    def _arrange(self) -> None:
        self.main_splitter = QSplitter(Qt.Orientation.Horizontal)
        self.main_splitter.setObjectName("mainSplitter")
        self.main_splitter.setChildrenCollapsible(False)
        self.main_splitter.splitterMoved.connect(self._room_shared_by_hand)
        self._pad = PadColumn(self.canvas, self.tools, self.preparation_strip)
        self._panel_page = self._panel_column()
        for number, (part, stretch) in enumerate(((self._pad, 5), (self._panel_page, 3), (self.tabs, 5))):
            self.main_splitter.addWidget(part)
            self.main_splitter.setStretchFactor(number, stretch)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(8, 8, 8, 4)
        column.addWidget(self.main_splitter, 1)
        self.lesson_bar = LessonBar()
        column.addWidget(self.lesson_bar)
        self.message_strip = MessageStrip(self.banner)
        column.addWidget(self.message_strip)
        self.setCentralWidget(whole)

    def _panel_column(self) -> QWidget:
        self._hint = CorrectionHint(self.panel)
        hint = in_row(self._hint)
        hint.setContentsMargins(4, 0, 4, 2)  # as the panel's own lines
        self.load_button = self._button("loadButton", self.tr("&Load…"), self.tr("Load a network (.pth)"))
        self.save_button = self._button("saveButton", self.tr("&Save…"), self.tr("Save the network"))
        self.save_button.setMenu(QMenu(self.save_button))
        part = QWidget()
        part.setObjectName("panelColumn")
        buttons = in_row(self.load_button, self.save_button)
        part.setLayout(in_column((self.panel, 1), hint, buttons, margin=0))
        return ScrollingPage(part, _NARROW)

    @staticmethod
    def _button(name: str, text: str, description: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(description)
        button.setToolTip(description)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def _restore(self) -> None:
        first_size(self, 1180, 720, _LEAST)
        geometry = self._settings.window_state("geometry")
        if geometry is not None and self.restoreGeometry(geometry) and not self.isMaximized():
            first_size(self, self.width(), self.height())  # the screen may be another one by now
        split = self._settings.window_state("splitter")
        self._by_hand = split is not None and self.main_splitter.restoreState(split)
        if not self._by_hand:
            self.share_room()
        if self._settings.brush:
            self.canvas.set_brush(self._settings.brush)

    def show_tab(self, name: str) -> None:
        """Bring a tab into sight: "training", "samples", "explore", "layers" or "runs"."""
        tab = getattr(self, f"{name}_tab", None)
        if isinstance(tab, QWidget):
            self.tabs.setCurrentWidget(tab)

    def share_room(self) -> None:
        """Give the pad the width with which it fills its height, as far as the tabs are left enough."""
        wide = self.width() - _BESIDE
        high = self.height() - self.message_strip.minimumHeight() - _AROUND
        wish = self._pad.width_for(high)
        panel = max(self._panel_page.minimumSizeHint().width(), round(_PANEL[1] * wide))
        tabs = max(_TABS[1], self.tabs.whole_width(), wide // 3)
        # Where the pad could be larger, the tabs and the panel make room, down to what they can do with.
        least = max(_TABS[0], self.tabs.least_width(), round(_TABS_SHARE * wide))
        tabs = max(least, min(tabs, wide - panel - wish))
        panel = max(
            self._panel_page.minimumSizeHint().width(),
            min(panel, max(round(_PANEL[0] * wide), wide - tabs - wish)),
        )
        pad = min(wish, wide - panel - tabs)
        self.main_splitter.setSizes([max(1, pad), panel, max(1, wide - pad - panel)])

    @Slot()
    def _room_shared_by_hand(self) -> None:
        """From now on the user's own widths are kept, also for the next time."""
        self._by_hand = True

    def aside(self) -> tuple[QWidget, ...]:
        """What is not needed where the pad, its answer and the chart or the network are presented."""
        return (
            self.menuBar(),
            self.tools,
            self.preparation_strip,
            self.panel.network_lines,
            self._hint,
            self.load_button,
            self.save_button,
            *self.training_tab.aside(),
        )

    def close_with(self, may_close: Callable[[], bool], shut_down: Callable[[], bool]) -> None:
        """Ask before the window closes.

        Args:
            may_close: asked first; where it gives False, the window stays.
            shut_down: called after the window has gone from the screen; where it gives False, it comes back.
        """
        self._may_close, self._on_close = may_close, shut_down

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData()) or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _dropped(event.mimeData())
        if len(paths) > 1:
            self.banner.show_info(self.tr("Drop one file at a time."))
        elif paths or event.mimeData().hasImage():
            self.dropped.emit(event.mimeData())
        else:
            return
        event.acceptProposedAction()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt asks before every event of the window until it is painted for the first time."""
        if watched is self and event.type() == QEvent.Type.Paint:
            self.removeEventFilter(self)
            self.painted.emit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._by_hand:
            self.share_room()
        self.resized.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        if self._may_close is not None and not self._may_close():
            event.ignore()
            return
        self._settings.set_window_state("geometry", self.saveGeometry())
        split = self.main_splitter.saveState() if self._by_hand else QByteArray()
        self._settings.set_window_state("splitter", split)
        self._settings.brush = self.canvas.brush()
        self._settings.training = self.training_tab.form.settings()
        self._settings.tensorboard = self.training_tab.form.more.tensorboard.isChecked()
        self._settings.flush()
        # Threads are waited for below, which may take a second: not with a dead window in sight.
        self.hide()
        if self._on_close is not None and not self._on_close():
            event.ignore()
            self.show()
            self.activateWindow()
            return
        super().closeEvent(event)


def _dropped(mime: QMimeData) -> list[Path]:
    """The files that are dragged, as far as they are local ones."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
