"""The program's commands, called in this process as a terminal would call them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from digitpad.__main__ import main


class Commands:
    """`digitpad("predict", path)` is what `digitpad predict PATH` does; words are made text."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: object) -> str:
        """Run a command that succeeds.

        Returns:
            What it prints on stdout.
        """
        return self._run(*words)[0]

    def _run(self, *words: object) -> tuple[str, str]:
        self._capsys.readouterr()
        assert main(list(map(str, words))) == 0
        return self._capsys.readouterr()

    def json(self, *words: object) -> list[dict[str, Any]]:
        """Run a command with `--json`.

        Returns:
            What its lines hold.
        """
        return [json.loads(line) for line in self(*words, "--json").splitlines()]

    def answer(self, *words: object) -> dict[str, Any]:
        """What the only line of a command with `--json` holds; on stderr there is nothing."""
        out, errors = self._run(*words, "--json")
        assert errors == ""
        (line,) = out.splitlines()
        return dict(json.loads(line))

    def refused(self, *words: object) -> str:
        """Run a command that cannot do what it is asked for.

        Returns:
            The one line that says why; nothing else is printed.
        """
        self._capsys.readouterr()
        assert main(list(map(str, words))) == 2
        out, err = self._capsys.readouterr()
        (line,) = err.splitlines()
        assert (out, line[:17]) == ("", "digitpad: error: ")
        return str(line)
