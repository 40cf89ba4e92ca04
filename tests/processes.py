"""Processes for tests: each is forked from one that has loaded torch, so that none takes seconds to start.

Where a system cannot fork, as Windows, they are started afresh.

`start` and `run` take what `python` takes on its command line: a script, `-m module` or `-c code`. From there
on a process does what it does when it is started afresh, up to its exit code. Left out are what Python does
before the first line, and the end of the interpreter, which takes a second with torch. Tests of these two
start a process with `subprocess`, as those in tests/test_house.py do.
"""

from __future__ import annotations

import atexit
import functools
import io
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection, Pipe
from multiprocessing.reduction import recv_handle, send_handle
from pathlib import Path
from types import ModuleType
from typing import IO, Any, NoReturn

ROOT = Path(__file__).parents[1]


class Child:
    """A running process, with the parts of `subprocess.Popen` that tests use.

    Attributes:
        pid: its number.
        stdout: what it prints, unless it prints somewhere else.
        returncode: how it ended, negative for a signal; `None` while it runs.
    """

    def __init__(self, status: Connection | _Afresh, stdout: IO[str] | None, errors: IO[bytes]) -> None:
        self.stdout = stdout
        self.returncode: int | None = None
        self._status = status
        self._errors = errors
        self.pid: int = status.recv()

    def poll(self) -> int | None:
        """The exit code, or `None` while it runs."""
        return self.wait(0) if self.returncode is None and self._status.poll() else self.returncode

    def wait(self, timeout: float = 60) -> int:
        """The exit code, once it has ended."""
        if self.returncode is None:
            if not self._status.poll(timeout):
                raise subprocess.TimeoutExpired([], timeout)
            self.returncode = self._status.recv()
        return self.returncode

    def stderr(self) -> str:
        """What it has said on stderr by its end."""
        self.wait()
        self._errors.seek(0)
        return self._errors.read().decode()

    def communicate(self) -> tuple[str, str]:
        """The rest of what it prints, and what it has said on stderr."""
        return self.stdout.read() if self.stdout else "", self.stderr()

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        if self.poll() is None:
            self.send_signal(signal.SIGKILL)
            self.wait()
        for file in (self.stdout, self._errors, self._status):
            if file is not None:
                file.close()


class _Afresh:
    """What the connection to a forked process says, of one started afresh: its number and its end."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._news = [process.wait, lambda: process.pid]

    def recv(self) -> int:
        return self._news.pop()()

    def poll(self, timeout: float = 0) -> bool:
        try:
            return self._process.wait(timeout) is not None
        except subprocess.TimeoutExpired:
            return False

    def close(self) -> None:
        """There is nothing to close."""


def start(
    words: Sequence[str],
    stdout: IO[str] | None = None,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> Child:
    """Start a process.

    Args:
        words: what stands behind `python` on the command line.
        stdout: where it prints, if not into a pipe.
        cwd: its folder.
        env: its environment, if not that of the tests.
    """
    errors = tempfile.TemporaryFile()  # noqa: SIM115 - the child closes it
    if not hasattr(os, "fork"):
        process = subprocess.Popen(
            [sys.executable, *words],
            stdin=subprocess.DEVNULL, stdout=stdout or subprocess.PIPE, stderr=errors, cwd=cwd, env=env,
            encoding="utf-8",
        )  # fmt: skip
        return Child(_Afresh(process), process.stdout, errors)
    server = _server()
    reading, writing = (None, stdout.fileno()) if stdout else os.pipe()
    ours, theirs = Pipe(duplex=False)
    server.send((list(words), str(cwd), dict(os.environ if env is None else env)))
    for handle in (writing, errors.fileno(), theirs.fileno()):
        send_handle(server, handle, 0)
    theirs.close()
    if reading is None:
        return Child(ours, None, errors)
    os.close(writing)
    return Child(ours, os.fdopen(reading, encoding="utf-8"), errors)


def run(words: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a process to its end; the options are those of `start`."""
    with start(words, **options) as child:
        out, err = child.communicate()
        return subprocess.CompletedProcess(list(words), child.wait(), out, err)


@functools.cache
def _server() -> Connection:
    """The way to the process that the others are forked from, which is started with the first of them."""
    ours, theirs = Pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.processes", str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
    )
    theirs.close()

    def close() -> None:
        ours.close()
        process.wait()

    atexit.register(close)
    return ours


def _serve(server: Connection) -> list[str]:
    """Fork a process for each request.

    Returns:
        In each of them, the command line that it shall follow; in the server itself none, at its end.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            words, folder, environment = server.recv()
        except EOFError:
            return []
        stdout, stderr, status = (recv_handle(server) for _ in range(3))
        if not os.fork():
            break
        for handle in (stdout, stderr, status):
            os.close(handle)
        while _reaped():
            pass
    server.close()
    pid = os.fork()
    if pid:  # the one that waits and tells how the process has ended
        os.close(stdout)
        os.close(stderr)
        tell = Connection(status, readable=False)
        tell.send(pid)
        tell.send(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        os._exit(0)
    os.close(status)
    for number, handle in ((1, stdout), (2, stderr)):
        os.dup2(handle, number)
        os.close(handle)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w")), encoding=encoding)
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w")), "utf-8", "backslashreplace", line_buffering=True
    )
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr  # type: ignore[misc]
    return list(words)


def _reaped() -> bool:
    """Whether a child that has ended was taken notice of."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return False


def _follow(words: list[str]) -> None:
    """Do what `python` does with its command line."""
    while words[0] == "-W":
        warnings.simplefilter(words[1])  # type: ignore[arg-type]
        words = words[2:]
    first, *rest = words
    if first == "-c":
        code, *rest = rest
        sys.argv[:], sys.path[0] = ["-c", *rest], ""
        main = sys.modules["__main__"] = ModuleType("__main__")
        exec(code, main.__dict__)
    elif first == "-m":
        module, *rest = rest
        sys.argv[:], sys.path[0] = [module, *rest], str(Path.cwd())
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        sys.argv[:], sys.path[0] = words, str(Path(first).absolute().parent)
        runpy.run_path(first, run_name="__main__")


def _end(code: object) -> NoReturn:
    """End as Python does, but for taking all modules apart.

    Args:
        code: what `SystemExit` carried.
    """
    if not isinstance(code, int | None):
        print(code, file=sys.stderr)
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
    except OSError as error:
        print("Exception ignored:", error, file=sys.stderr)
        code = 120
    os._exit(code or 0)


if __name__ == "__main__":
    # What children would import one by one: torch's compiler with the first optimiser, which takes seconds.
    import torch._dynamo  # noqa: F401

    import tests.helpers  # noqa: F401 - torch, and most of digitpad

    if asked := _serve(Connection(int(sys.argv[1]))):
        try:
            _follow(asked)
        except SystemExit as end:
            _end(end.code)
        _end(0)
