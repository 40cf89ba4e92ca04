"""The window in a process of its own: `python -m tests.tools.campaigns.window_process ACT`.

It lives where DIGITPAD_HOME and XDG_CONFIG_HOME say, as the user's own window does, prints "ready" once it is
at it, and goes on until it is closed (SIGTERM does) or killed. The campaigns `window_ends` and `two_windows`
start it.

Acts: `train` trains without end on a small set, and saves often; `teach` teaches samples over and over;
`download` fetches MNIST from a slow server of its own; `samples` corrects drawings, deletes samples, takes
that back and ends; `look` waits for the network and the lists of runs and samples and ends.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.tools.driving import draw, press, wait_for  # before Qt

from PySide6.QtCore import Qt, QTimer  # isort: skip
from PySide6.QtTest import QTest  # isort: skip
from PySide6.QtWidgets import QApplication  # isort: skip

SAMPLES = 8
"""Drawings that `samples` corrects; it deletes each second one and takes that back."""

LAST_BRUSH = 1.5
"""The brush that `samples` takes at last, which the settings keep; before, it takes others."""

_ASKING = 15  # seconds after which a window that is still there has asked whether it shall close
_CLOSING = 120  # seconds in which a window has to be closed
_ALONE = {"LANG": "C.UTF-8", "LANGUAGE": "", "LC_ALL": ""}


class Window:
    """A window's process, seen from outside.

    Args:
        act: what it does.
        home: its home, made if need be, with a small MNIST unless it is to be downloaded.
    """

    def __init__(self, act: str, home: Path) -> None:
        from tests.helpers import write_mnist

        home.mkdir(parents=True, exist_ok=True)
        if act != "download" and not (home / "data").exists():
            write_mnist(home / "data", 2000, 200)
        folders = {"DIGITPAD_HOME": "home", "XDG_CONFIG_HOME": "config"}
        data = "nothing" if act == "download" else "data"
        folders |= {"DIGITPAD_DATA": data, "HOME": ""}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.tools.campaigns.window_process", act],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | _ALONE | {name: str(home / folder) for name, folder in folders.items()},
        )
        self._errors: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stderr is not None
        self._errors += self._process.stderr.readlines()

    def ready(self) -> None:
        """Wait until it is at it.

        Raises:
            RuntimeError: when it ended before.
        """
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "ready\n":
            raise RuntimeError(self.ended() or "the window ended before it was at it")

    def close(self) -> str:
        """Close it as its cross does; what went wrong, or "".

        While it teaches it asks first, and goes when it is closed once more.
        """
        for _ in range(2):
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_ASKING)
                break
        return self.ended()

    def kill(self) -> str:
        """End it at once; that it had ended by itself, or ""."""
        problem = "" if self._process.poll() is None else self.ended() or "it had ended by itself"
        self._process.kill()
        self._process.wait()
        return problem

    def ended(self) -> str:
        """Wait for its end; what went wrong, or ""."""
        try:
            code = self._process.wait(_CLOSING)
        except subprocess.TimeoutExpired:
            self.kill()
            return f"it did not end within {_CLOSING} s"
        self._reader.join(10)
        errors = "".join(self._errors)
        return f"it ended with {code}: {errors[-600:]}" if code or "Traceback" in errors else ""


# In the process ---------------------------------------------------------------------------------------------


def train(window: Any) -> None:
    """Train without end."""
    window.training_tab.form.set_settings({"recipe": "notes-basic", "epochs": 100_000})
    press(window, "train")
    wait_for(lambda: window.training_tab.progress.seen > 0)


def teach(window: Any) -> None:
    """Teach over and over."""
    from digitpad.data.own.samples import OwnSamples
    from digitpad.resources import samples_root
    from tests.helpers import SEVEN

    if not OwnSamples(samples_root()).listing().samples:
        for digit in (7, 1, 7):
            OwnSamples(samples_root()).add(SEVEN, digit)
    window.tabs.setCurrentWidget(window.samples_tab)
    press(window, "teach")
    again = QTimer(window, interval=100)
    again.timeout.connect(lambda: _if_enabled(window, "teach"))
    again.start()


def _if_enabled(window: Any, name: str) -> None:
    from PySide6.QtWidgets import QPushButton

    button = window.findChild(QPushButton, f"{name}Button")
    if button.isEnabled() and button.isVisible():
        button.click()


class _Slow(BaseHTTPRequestHandler):
    """A server that sends 200 KB a second."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(10_000_000))
        self.end_headers()
        for _ in range(500):
            self.wfile.write(bytes(20_000))
            time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        pass


def download(window: Any) -> None:
    """Download a dataset for training."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    fetch, address = urllib.request.urlopen, f"http://127.0.0.1:{server.server_address[1]}/"
    urllib.request.urlopen = lambda _asked, *rest, **options: fetch(address, *rest, **options)
    window.training_tab.form.set_settings({"recipe": "notes-basic", "dataset": "mnist"})
    press(window, "train")
    nothing = Path(os.environ["DIGITPAD_DATA"])
    wait_for(lambda: any(path.stat().st_size for path in nothing.glob("**/.download-*/*")))


def samples(window: Any) -> None:
    """Correct drawings, delete samples and take that back."""
    from digitpad.data.own.samples import OwnSamples
    from digitpad.resources import samples_root

    store = OwnSamples(samples_root())
    live = window.controller.recognition.live
    for number in range(SAMPLES):
        window.canvas.clear()
        foot = 0.45 + number / 100  # the same drawing again would only get another label
        draw(window.canvas, (0.28, 0.25), (0.72, 0.25), (foot, 0.8))
        wait_for(lambda: live.answer is not None and live.answer.drawing == window.canvas.drawing())
        QTest.keyClick(window.canvas, Qt.Key(Qt.Key.Key_0 + number))  # the digit that it is
        _rest(window)
        if number % 2 and (kept := store.listing().samples):
            store.restore(store.delete(kept[-1:]))  # perhaps one of the other window
        window.canvas.set_brush(LAST_BRUSH + (SAMPLES - 1 - number) / 10)  # kept when the window closes
    window.close()


def look(window: Any) -> None:
    """Wait for all that the window shows of what was kept."""
    for tab in (window.samples_tab, window.runs_tab):
        window.tabs.setCurrentWidget(tab)
        wait_for(lambda tab=tab: tab.isVisible())
    _rest(window)
    window.close()


def _rest(window: Any) -> None:
    """Wait until the window has done what it was asked for."""
    from digitpad.ui.threads.task import Task

    wait_for(lambda: not any(task.running for task in window.findChildren(Task)))


ACTS = {"train": train, "teach": teach, "download": download, "samples": samples, "look": look}


def main() -> int:
    """Open the window and do it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("act", choices=ACTS)
    act = parser.parse_args().act
    application = QApplication(["digitpad"])
    from digitpad.ui.app import create_main_window
    from digitpad.ui.app.application import Interrupts, identify

    identify(application)
    interrupts = Interrupts(application)
    window = create_main_window()
    interrupts.close_on_request(window)
    window.show()
    wait_for(lambda: window.controller.recognition.checkpoint is not None, 120)
    wait_for(lambda: not window.controller.startup.loader.running, 120)
    ACTS[act](window)
    if not window.isVisible():
        return 0
    print("ready", flush=True)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
