"""Pipes, which answer as little as a network drive that has gone, freeze neither the window nor its end."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import Person

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")


def open_recipe(person: Person) -> None:
    person.form.more.open_recipe.trigger()


def choose_run(person: Person) -> None:
    person.window.training_tab.buttons.choose_run.trigger()


def choose_table(person: Person) -> None:
    person.form.editors["dataset"].widget.table_requested.emit()


def choose_weights(person: Person) -> None:
    person.form.editors["weights"].widget.from_file.trigger()


@pytest.mark.timeout(120)
def test_a_pipe_is_refused_wherever_a_file_is_chosen(ready: Person, tmp_path: Path) -> None:
    before = ready.form.settings()
    choices: tuple[Callable[[Person], None], ...] = (open_recipe, choose_run, choose_table, choose_weights)
    for choose in choices:
        pipe = tmp_path / f"{choose.__name__}.toml"
        os.mkfifo(pipe)
        ready.choose(pipe)
        choose(ready)
        ready.message(f"{pipe} is a pipe or a device")
        ready.window.banner.clear()
    assert ready.form.settings() == before


@pytest.mark.timeout(120)
def test_training_does_not_begin_with_weights_in_a_pipe(ready: Person, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "weights.pth")
    ready.begin(weights=str(tmp_path / "weights.pth"))
    ready.message("weights.pth is a pipe or a device")
    assert ready.find("trainButton").isEnabled()
