"""`digitpad --info`: versions, the machine, and where files lie; what helps to find a fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from digitpad.cli.language import in_words
from digitpad.cli.output import print_json
from digitpad.errors import Sentence, UsageError
from digitpad.log import in_its_words
from digitpad.resources import data_root, lessons_root, log_file, runs_root, samples_root
from digitpad.versions import machine, versions


def info(argv: Sequence[str], about_qt: Callable[[], dict[str, str]]) -> int:
    """Print what runs here, and where.

    Args:
        argv: `--info`, and perhaps `--json`.
        about_qt: Qt's version and the place of the settings; raises `ImportError` where Qt is missing.

    Returns:
        The exit code.

    Raises:
        UsageError: for any other word.
    """
    others = [word for word in argv if word not in ("--info", "--json")]
    if others:
        raise UsageError("only --json can stand beside --info, not '{word}'", word=others[0])
    values = {**versions(), **_qt(about_qt), **machine(), **_torch(), **_places()}
    if "--json" in argv:
        print_json(
            {name: str(value) if isinstance(value, Sentence) else value for name, value in values.items()}
        )
        return 0
    width = max(map(len, values))
    for name, value in values.items():
        print(f"{name:<{width}}  {in_words(value)}")
    return 0


def _qt(about_qt: Callable[[], dict[str, str]]) -> Mapping[str, str | Sentence]:
    try:
        return about_qt()
    except ImportError as error:
        return {"qt": _unloadable(error)}


def _torch() -> dict[str, Any]:
    """How many threads torch computes with, and on what device it can train."""
    try:
        import torch

        from digitpad.training.device import choose_device
    except (ImportError, OSError, RuntimeError) as error:
        return {"threads": None, "device": _unloadable(error)}
    return {"threads": torch.get_num_threads(), "device": choose_device("auto")}


def _unloadable(error: Exception) -> Sentence:
    return Sentence("cannot be loaded ({error})", {"error": in_its_words(error)})


def _places() -> dict[str, str]:
    return {
        "data": str(data_root()),
        "runs": str(runs_root()),
        "samples": str(samples_root()),
        "lessons": str(lessons_root()),
        "log": str(log_file()),
    }
