"""The application: signals, messages of Qt's and exceptions; makes the window."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QSettings,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from digitpad import __version__
from digitpad.errors import DigitpadError, Sentence
from digitpad.resources import asset, program
from digitpad.system import ending_signals
from digitpad.ui.app.libraries import missing_libraries, missing_libraries_error
from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.app.window_controller import WindowController
from digitpad.ui.language import language_of
from digitpad.ui.messages import unexpected
from digitpad.ui.settings import Settings
from digitpad.ui.style.text_size import set_text_size
from digitpad.ui.style.theme import apply_theme
from digitpad.ui.widgets.accessible import install_roles

_log = logging.getLogger("digitpad")

SWITCH_INTERVAL = 0.0005
"""Seconds after which a thread must hand on Python's lock. The default, 0.005, would let a training thread
hold up every mouse event by as much."""

_TICK = 200  # milliseconds between two looks at signals: running any Python code is what delivers them

_SCREENS = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}


def run_application(path: Path | None, print_error: Callable[[DigitpadError], None]) -> int:
    """Open the window, with the network or drawing in `path`, until it is closed.

    Args:
        path: what to open in it.
        print_error: prints why the window cannot open; Qt ends the process then.

    Returns:
        The exit code.
    """
    messages = _QtMessages(print_error)
    qInstallMessageHandler(messages)
    application = QApplication(sys.argv[:1])
    messages.log()
    identify(application)
    interrupts = Interrupts(application)
    window = create_main_window()
    sys.excepthook = Excepthook(window)
    if path is not None:
        window.controller.open_path(path)
    elif window.settings.first_start:
        window.controller.guidance.offer_lesson()
    interrupts.close_on_request(window)
    window.show()
    return application.exec()


def identify(application: QApplication) -> None:
    """Say to Qt and the system which program this is.

    Qt would add a display name to the title of every window, which begins with the program's name already.
    """
    application.setApplicationName("digitpad")
    application.setApplicationVersion(__version__)
    # assets/desktop/digitpad.desktop, by which a dock knows windows.
    application.setDesktopFileName("digitpad")
    application.setWindowIcon(QIcon(str(asset("icon.svg"))))


def create_main_window(settings: QSettings | None = None) -> DigitpadWindow:
    """The whole window with its threads, for scripts and tests too; show it and run the event loop.

    Args:
        settings: where the window's settings are kept; the user's own if None.
    """
    present = QApplication.instance()
    application = present if isinstance(present, QApplication) else QApplication(sys.argv[:1])
    sys.setswitchinterval(SWITCH_INTERVAL)
    kept = Settings(settings)
    install_roles()
    apply_theme(application, kept.theme)
    set_text_size(application, kept.text_size)
    language_of(application).choose(kept.language)
    return DigitpadWindow(kept)


class DigitpadWindow(MainWindow):
    """The main window together with what makes it work.

    Attributes:
        settings: what it remembers.
        controller: the features.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.settings = settings
        self.controller = WindowController(self, settings)


class Interrupts(QObject):
    """Ctrl+C, a polite kill or the end of the terminal closes the window as its cross does: the run is saved.

    Signals are noted at once and granted from the event loop.

    A handler runs between any two bytecodes, also in the middle of painting, where closing would crash.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked = False
        self._window: QWidget | None = None
        self._ticker = QTimer(self, interval=_TICK)
        self._ticker.timeout.connect(self._tick)
        for number in ending_signals():
            signal.signal(number, self._ask)

    def close_on_request(self, window: QWidget) -> None:
        """Close `window` soon after a signal."""
        self._window = window
        self._ticker.start()

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True

    @Slot()
    def _tick(self) -> None:
        if self.asked and self._window is not None:
            self.asked = False
            if self._window.close():  # else it says what is in the way, and may be asked again
                self._ticker.stop()


class Excepthook(QObject):
    """An exception that nobody caught is logged, and the banner has its details; the program goes on.

    Signals:
        raised(object): the `UnexpectedError`, taken to the GUI thread from whichever thread it came.
    """

    raised = Signal(object)

    def __init__(self, window: DigitpadWindow) -> None:
        super().__init__(window)
        self.raised.connect(window.controller.show_error, Qt.ConnectionType.QueuedConnection)

    def __call__(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, DigitpadError):
            _log.error("an error that nobody caught", exc_info=error)
            self.raised.emit(error)
        else:
            self.raised.emit(unexpected(error))


class _QtMessages:
    """Qt's messages go to the log, those from before the first screen once there is one.

    Where there is none, Qt would abort the process: then it ends with one sentence, the first message in it.
    """

    def __init__(self, print_error: Callable[[DigitpadError], None]) -> None:
        self._print_error = print_error
        self._held: list[str] | None = []

    def log(self) -> None:
        """There is a screen."""
        held, self._held = self._held or [], None
        for text in held:
            _log.warning("Qt: %s", text)

    def __call__(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            self._print_error(_no_window((self._held or [text])[0]))
            os._exit(2)
        if kind is not QtMsgType.QtWarningMsg and kind is not QtMsgType.QtCriticalMsg:
            return
        if self._held is None:
            _log.warning("Qt: %s", text)
        else:
            self._held.append(text)


def _no_window(first_message: str) -> DigitpadError:
    """Why Qt finds no screen, from the first message of its own and what this system has."""
    why: object = first_message.splitlines()[0].rstrip(".")
    if sys.platform.startswith("linux"):
        if not os.environ.keys() & _SCREENS:
            why = Sentence("neither DISPLAY nor WAYLAND_DISPLAY is set")
        # Qt loads the plugin only to say that it could not, without the names of what it lacks.
        elif _takes_xcb() and (missing := missing_libraries()):
            return missing_libraries_error(missing)
    return DigitpadError(
        "there is no display to open the window on ({why}). Without a screen, use the commands, for example: "
        "{program} predict PICTURE.png",
        why=why,
        program=program(),
    )


def _takes_xcb() -> bool:
    """Whether it is Qt's platform plugin for X that was to open the window."""
    return (os.environ.get("QT_QPA_PLATFORM") or ("xcb" if "DISPLAY" in os.environ else "")).startswith("xcb")
