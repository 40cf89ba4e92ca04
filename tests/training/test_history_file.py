"""`history.csv` beside a run: a row for each epoch, whatever the run goes through."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.training.events import EpochDone
from digitpad.training.history_file import COLUMNS, history_path
from digitpad.training.trainer import Trainer
from tests.training.runs import STEPS, digits, measured, resume, short, stopped, take

pytestmark = pytest.mark.usefixtures("dataset_stub")


def rows(folder: Path) -> list[dict[str, str]]:
    with history_path(folder).open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_has_what_the_epochs_event_says(tmp_path: Path) -> None:
    recipe = short(schedule="step", step_epochs=1, step_factor=0.5)
    trainer = Trainer(recipe, digits(), tmp_path)
    epochs = [event for event in trainer.run() if isinstance(event, EpochDone)]
    table = rows(tmp_path)
    assert [tuple(row) for row in table] == [COLUMNS] * 3
    for row, event in zip(table, epochs, strict=True):
        assert (row["epoch"], row["step"]) == (str(event.epoch), str(event.step))
        assert int(row["examples_seen"]) == event.examples_seen
        assert float(row["test_loss"]) == event.test_loss
        assert float(row["test_accuracy"]) == event.test_accuracy
        assert row["train_loss"] == ("" if event.epoch == 0 else str(event.train_loss))
    rates = [recipe.learning_rate, recipe.learning_rate / 2]
    assert [row["learning_rate"] for row in table] == ["", *map(str, rates)]
    assert table[0]["seconds"] == ""
    assert all(float(row["seconds"]) > 0 for row in table[1:])


def without_seconds(folder: Path) -> list[dict[str, str]]:
    return [{**row, "seconds": ""} for row in rows(folder)]


def test_a_run_that_goes_on_goes_on_in_it_in_any_folder(tmp_path: Path) -> None:
    list(Trainer(short(), digits(), tmp_path / "whole").run())
    path = stopped(short(), tmp_path / "stopped", STEPS + 1)
    first = rows(path.parent)
    assert [row["epoch"] for row in first] == ["0", "1"]
    elsewhere, _ = resume(path, out=tmp_path / "elsewhere")
    list(elsewhere.run())
    history_path(path.parent).unlink()  # it is made of what the checkpoint keeps
    again, _ = resume(path)
    list(again.run())
    for folder in (path.parent, tmp_path / "elsewhere"):
        assert without_seconds(folder) == without_seconds(tmp_path / "whole")
        assert rows(folder)[:2] == first


def test_what_an_older_file_does_not_tell_is_empty(tmp_path: Path) -> None:
    path = stopped(short(), tmp_path, measured(1))
    older = load_checkpoint(path)
    history = {name: older.history[name] for name in ("train", "test", "changes")}
    save_checkpoint(replace(older, history=history), path)
    trainer, _ = resume(path)
    list(trainer.run())
    _, first, second = rows(tmp_path)
    assert [name for name, value in first.items() if not value] == [
        *("step", "train_loss", "learning_rate", "seconds")
    ]
    assert all(second.values())


def test_a_table_that_cannot_be_written_stops_no_run(tmp_path: Path) -> None:
    history_path(tmp_path).mkdir(parents=True)  # as a spreadsheet keeps its file to itself on Windows
    trainer = Trainer(short(), digits(), tmp_path)
    trainer.files.is_new = False
    take(trainer, measured(1))
    history_path(tmp_path).rmdir()
    trainer.save()
    assert [row["epoch"] for row in rows(tmp_path)] == ["0", "1"]
