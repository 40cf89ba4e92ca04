"""A monkey at the window: `xvfb-run -a python -m tests.tools.campaigns.monkey [--seed S ...] [--events N]`.

Clicks, drags, keys, wheel, menus, dropped files and sizes at random, in dialogs too, while it trains, teaches
and loads what was hit. At the end of each seed the window has to read a drawn one, and to close. Printed are
unexpected errors, Qt's warnings, the longest pause and the memory; the exit code is 1 after an error.

Everything lies in a folder of its own with a small MNIST, and nothing is fetched.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import logging
import os
import socket
import sys
import tempfile
import time
import weakref
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from tests.tools.driving import memory, wait_for  # before Qt

from PySide6.QtCore import (  # isort: skip
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMimeData,
    QMessageLogContext,
    QPoint,
    QPointF,
    QSettings,
    Qt,
    QTimer,
    QtMsgType,
    QUrl,
    qInstallMessageHandler,
)
from shiboken6 import isValid  # isort: skip
from PySide6.QtGui import QAction, QDropEvent, QWheelEvent  # isort: skip
from PySide6.QtTest import QTest  # isort: skip
from PySide6.QtWidgets import QApplication, QMenu, QTabWidget, QWidget  # isort: skip

KEYS = (
    *(Qt.Key(code) for code in range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)),
    *(Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Delete),
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Backspace),
    *(Qt.Key.Key_E, Qt.Key.Key_N, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Plus, Qt.Key.Key_Minus),
    *(Qt.Key.Key_F1, Qt.Key.Key_F5, Qt.Key.Key_F11, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_Period),
)
MODIFIERS = (Qt.KeyboardModifier.NoModifier,) * 4 + (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LEFT_OUT = {"quitAction"}
"""Object names of actions that would end the window; that is what comes at the end."""


class Watch(logging.Handler):
    """What went wrong: unexpected errors, and what Qt warned of."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []
        self.warnings: Counter[str] = Counter()
        logging.getLogger("digitpad").addHandler(self)
        qInstallMessageHandler(self._qt)

    def emit(self, record: logging.LogRecord) -> None:
        """Note an error with its traceback."""
        self.errors.append(logging.Formatter().format(record))

    def _qt(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and "propagateSizeHints" not in text:
            self.warnings[text.splitlines()[0][:120]] += 1


class Monkey:
    """Does one thing after the other; each plans the next before, as it may open a dialog that waits."""

    def __init__(self, window: QWidget, files: list[Path], seed: int, events: int) -> None:
        self._window, self._files, self._left = window, files, events
        self._rng = np.random.default_rng(seed)
        self._acts = (
            (self._click, 36), (self._drag, 14), (self._wheel, 8), (self._key, 22),
            (self._resize, 3), (self._menu, 6), (self._tab, 6), (self._drop, 5),
        )  # fmt: skip
        self._weights = np.array([weight for _, weight in self._acts], float)
        self._weights /= self._weights.sum()
        self._last = time.perf_counter()
        self.longest = 0.0
        self.done: Counter[str] = Counter()
        self.over = QEventLoop()

    def run(self) -> None:
        """All of it."""
        QTimer.singleShot(0, self._next)
        self.over.exec()

    def _next(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now
        if self._left <= 0 or not isValid(self._window):
            waiting = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if waiting is not None:  # the loop of a dialog is inside of ours
                waiting.close()
                QTimer.singleShot(20, self._next)
            else:
                self.over.quit()
            return
        self._left -= 1
        QTimer.singleShot(2, self._next)
        act, _ = self._acts[self._rng.choice(len(self._acts), p=self._weights)]
        self.done[act.__name__.removeprefix("_")] += 1
        with contextlib.suppress(RuntimeError):  # the event before has deleted what was aimed at
            act()
        self._last = time.perf_counter()  # what a dialog takes is no pause

    def _top(self) -> QWidget:
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        others = [
            widget
            for widget in QApplication.topLevelWidgets()
            if widget.isVisible() and widget.isWindow() and not isinstance(widget, QMenu)
        ]
        return popup or modal or (others[self._rng.integers(len(others))] if others else self._window)

    def _target(self) -> tuple[QWidget, QPoint]:
        top = self._top()
        point = QPoint(*(int(self._rng.integers(max(1, side))) for side in (top.width(), top.height())))
        child = top.childAt(point)
        if child is None or not isValid(child):  # PySide may hand out what was at the same address before
            child = top
        return child, child.mapFrom(top, point) if child is not top else point

    def _click(self) -> None:
        widget, point = self._target()
        button = Qt.MouseButton.RightButton if self._rng.random() < 0.08 else Qt.MouseButton.LeftButton
        click = QTest.mouseDClick if self._rng.random() < 0.1 else QTest.mouseClick
        click(widget, button, pos=point)

    def _drag(self) -> None:
        widget, point = self._target()
        if self._rng.random() < 0.5:
            widget = self._window.canvas  # type: ignore[attr-defined]
            point = widget.rect().center()
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=point)
        for _ in range(int(self._rng.integers(1, 12))):
            point += QPoint(*(int(step) for step in self._rng.integers(-40, 41, 2)))
            QTest.mouseMove(widget, point)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=point)

    def _wheel(self) -> None:
        widget, point = self._target()
        turn = QPoint(0, int(self._rng.choice((-120, 120))))
        where, none = QPointF(point), Qt.MouseButton.NoButton
        modifier = MODIFIERS[self._rng.integers(len(MODIFIERS))]
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(
            where, QPointF(widget.mapToGlobal(point)), QPoint(), turn, none, modifier, phase, False
        )
        QCoreApplication.sendEvent(widget, event)

    def _key(self) -> None:
        widget = QApplication.focusWidget() or self._top()
        key = KEYS[self._rng.integers(len(KEYS))]
        QTest.keyClick(widget, key, MODIFIERS[self._rng.integers(len(MODIFIERS))])

    def _resize(self) -> None:
        self._window.resize(int(self._rng.integers(500, 1500)), int(self._rng.integers(400, 950)))

    def _menu(self) -> None:
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            return
        actions = [
            action
            for action in self._window.findChildren(QAction)
            if action.isEnabled() and not action.menu() and action.objectName() not in LEFT_OUT
        ]
        if actions:
            actions[self._rng.integers(len(actions))].trigger()

    def _tab(self) -> None:
        tabs = self._window.findChildren(QTabWidget)
        tab = tabs[self._rng.integers(len(tabs))]
        tab.setCurrentIndex(int(self._rng.integers(max(1, tab.count()))))

    def _drop(self) -> None:
        if QApplication.activeModalWidget() is not None:
            return
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(self._files[self._rng.integers(len(self._files))]))])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        centre = QPointF(self._window.rect().center())
        QCoreApplication.sendEvent(self._window, QDropEvent(centre, copy, mime, left, none, QEvent.Type.Drop))


def files_to_drop(folder: Path) -> list[Path]:
    """Pictures, drawings, networks, a run's folder, and what is none of these."""
    root = Path(__file__).parents[3]
    made = {"empty.png": b"", "half.pth": (root / "assets" / "digits.pth").read_bytes()[:5000]}
    made |= {"text.json": b'{"strokes": 1}', "deep.json": b"[" * 5000, "noise.png": os.urandom(3000)}
    for name, content in made.items():
        (folder / name).write_bytes(content)
    samples = sorted((root / "assets" / "samples").iterdir())
    return [*samples, root / "assets" / "digits.pth", *(folder / name for name in made), folder]


def end(window: Any) -> None:
    """Close what is open, have a one read, and close the window.

    Raises:
        TimeoutError: when the window does not answer or close any more.
    """
    for _ in range(50):
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if top is None:
            break
        top.close()
        QTest.qWait(20)
    for widget in QApplication.topLevelWidgets():
        if widget is not window and widget.isVisible():
            widget.close()
    window.resize(1180, 720)
    window.showNormal()
    canvas = window.canvas
    wait_for(canvas.isVisible, 20)
    canvas.clear()
    canvas.set_eraser(False)  # what it rubs out is not read
    side = min(canvas.width(), canvas.height())
    middle = QPoint(canvas.width() // 2, canvas.height() // 2)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle - QPoint(0, side // 4))
    for step in range(-9, 10):
        QTest.mouseMove(canvas, middle + QPoint(0, step * side // 40))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(0, side // 4))
    wait_for(lambda: window.panel.property("digit") >= 0, 60)
    for _ in range(2):  # in the middle of teaching it asks, and goes when it is closed once more
        QTimer.singleShot(0, window.close)
        QTest.qWait(1000)
    wait_for(lambda: not window.isVisible(), 120)


def free(closed: list[QWidget]) -> bool:
    """Delete a window that was closed, the only thing in the list: filters of what is gone would complain.

    A process keeps its first window with the libraries that it loads; Python frees those after it.

    Returns:
        Whether Python frees it, too.
    """
    window = weakref.ref(closed.pop())
    gc.collect()
    kept = window()
    if kept is None:
        return True
    kept.deleteLater()
    QCoreApplication.sendPostedEvents(kept, QEvent.Type.DeferredDelete.value)
    return False


def _no_network(*_: object, **__: object) -> NoReturn:
    raise OSError("the campaign fetches nothing")


def attack(seed: int, events: int, watch: Watch, folder: Path) -> bool:
    """One seed; whether the window lived."""
    from digitpad.ui.app import create_main_window

    window = create_main_window(QSettings(f"{folder}/{seed}.ini", QSettings.Format.IniFormat))
    window.show()
    monkey = Monkey(window, files_to_drop(folder), seed, events)
    begin, before = time.perf_counter(), len(watch.errors)
    monkey.run()
    lived = True
    try:
        end(window)
    except TimeoutError:
        lived = False
    done, longest = sum(monkey.done.values()), monkey.longest
    ended = "kept"  # where it did not close its threads are at work
    if lived:
        closed: list[QWidget] = [window]
        del monkey, window
        ended = "freed" if free(closed) else "deleted"
    took = time.perf_counter() - begin
    print(
        f"seed {seed}: {done} events in {took:.0f} s, longest pause {longest * 1000:.0f} ms, "
        f"{memory():.0f} MB, {len(watch.errors) - before} errors, "
        f"{'lived' if lived else 'DID NOT ANSWER OR CLOSE'}, {ended}",
        flush=True,
    )
    for error in watch.errors[before : before + 10]:
        print(error, flush=True)
    return lived


def main() -> int:
    """Attack with every seed; 1 where there was an error."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, nargs="+", default=list(range(6)))
    parser.add_argument("--events", type=int, default=6000)
    arguments = parser.parse_args()
    from tests.helpers import write_mnist

    lived = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_mnist(folder / "data", 2000, 200)
        home = {"DIGITPAD_HOME": "home", "DIGITPAD_DATA": "data", "HOME": "", "XDG_CONFIG_HOME": "config"}
        os.environ.update({key: str(folder / value) for key, value in home.items()})
        os.chdir(folder)  # what is typed into a file dialog lands here
        socket.create_connection = _no_network
        socket.socket.connect = _no_network  # type: ignore[method-assign]
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
        application = QApplication(["digitpad"])
        application.setQuitOnLastWindowClosed(False)
        watch = Watch()
        hook = sys.excepthook
        sys.excepthook = lambda *error: (watch.errors.append(repr(error[1])), hook(*error))[1]
        lived = [attack(seed, arguments.events, watch, folder) for seed in arguments.seed]
    for text, count in watch.warnings.most_common(20):
        print(f"Qt, {count} times: {text}")
    return 0 if all(lived) and not watch.errors else 1


if __name__ == "__main__":
    sys.exit(main())
