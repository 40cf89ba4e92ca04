from __future__ import annotations

import os
import platform

import pytest

Figures = dict[tuple[str, str], float]

_FIGURES = pytest.StashKey[Figures]()

PROMISED = {"notes-basic": 4, "notes-wide": 2, "notes-adam": 8}


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FIGURES] = {}


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Seconds by recipe and side, for the table at the end."""
    return request.config.stash[_FIGURES]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    figures = config.stash[_FIGURES]
    if not figures:
        return
    write = terminalreporter.write_line
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    write(f"\nTraining part of an epoch, median seconds ({machine})")
    write(
        f"{'recipe':<13}{'notes':>8}{'resident':>10}{'digitpad':>10}{'ratio':>8}{'float32':>9}{'ratio':>8}"
        f"{'promised':>10}"
    )
    for recipe, promised in PROMISED.items():
        notes = figures.get((recipe, "notes"))
        resident, ours, plain = (
            figures.get((recipe, side)) for side in ("resident", "digitpad", "digitpad, float32")
        )
        if notes and resident and ours and plain:
            write(
                f"{recipe:<13}{notes:8.2f}{resident:10.2f}{ours:10.2f}{notes / ours:7.1f}x"
                f"{plain:9.2f}{notes / plain:7.1f}x{promised:9}x"
            )
    if ("quick", "to its end") in figures:
        seconds, accuracy = figures["quick", "to its end"], figures["quick", "accuracy"]
        write(f"quick: {accuracy:.2%} after {figures['quick', 'training']:.1f} s of training and measuring")
        write(f"quick: {seconds:.1f} s from starting the command to its end")
