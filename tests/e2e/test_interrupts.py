"""Somebody presses Ctrl+C in the terminal, and faults come from any thread."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from digitpad.ui.app import _Excepthook
from tests.e2e.conftest import Person

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window_in_order(number: signal.Signals) -> None:
    code = (
        "import sys, digitpad.ui.app as app\n"
        "made = app.create_main_window\n"
        "def create():\n"
        "    window = made()\n"
        "    window.shell.torch_ready.connect(lambda: print('ready', flush=True))\n"
        "    return window\n"
        "app.create_main_window = create\n"
        "sys.exit(app.run_application(None))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=dict(os.environ),
    ) as window:  # fmt: skip
        assert window.stdout is not None
        assert window.stdout.readline() == "ready\n"
        window.send_signal(number)
        _, said = window.communicate(timeout=30)
    assert window.returncode == 0
    assert "Traceback" not in said


def test_an_error_in_another_thread_is_said_by_the_window(
    ready: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = _Excepthook(ready.window)
    error = ValueError("unforeseen")
    other = threading.Thread(target=hook, args=(ValueError, error, None))
    other.start()
    other.join()
    assert ready.banner == ""  # not touched from there
    ready.wait(lambda: "ValueError" in ready.banner)
    assert "unforeseen" in capsys.readouterr().err
