"""The runs that are kept: read, named, noted upon, deleted and brought back; and their table."""

from __future__ import annotations

import csv
import io
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitpad.errors import CheckpointError, UsageError
from digitpad.files import previous_path
from digitpad.recipe.presets import preset
from digitpad.training.run_library import CSV_COLUMNS, RunLibrary, as_csv
from digitpad.training.session import new_trainer
from tests.helpers import write_mnist


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one finished run."""
    folder = tmp_path_factory.mktemp("library")
    write_mnist(folder / "data", 100, 20)
    recipe = preset("notes-basic").with_changes(epochs=2, seed=9)
    trainer = new_trainer(
        recipe, {}, out=folder / "runs" / "one", device="cpu", progress=lambda *_: None, data=folder / "data"
    )
    list(trainer.run())
    return folder / "runs"


@pytest.fixture
def library(made: Path, tmp_path: Path) -> RunLibrary:
    shutil.copytree(made, tmp_path / "runs")
    return RunLibrary(tmp_path / "runs")


def test_a_run_is_read_with_its_figures(library: RunLibrary) -> None:
    (folder,) = library.folders()
    run = library.read(folder)
    assert (run.name, run.notes) == ("one", "")
    assert (run.recipe.name, run.recipe.seed) == ("notes-basic", 9)
    assert (run.epochs_done, run.examples_seen) == (2, 200)
    assert [point[:2] for point in run.test] == [(0, 0), (100, 1), (200, 2)]
    assert run.test_accuracy == run.test[-1][3]
    assert run.best_accuracy == max(point[3] for point in run.test)
    assert run.train_loss == run.train[-1][1]
    assert run.file.is_file()


def test_a_run_is_called_by_its_recipe_and_time_until_somebody_names_it(library: RunLibrary) -> None:
    (folder,) = library.folders()
    folder = folder.rename(folder.with_name("20261121-162822-notes-basic"))
    assert library.read(folder).name == "notes-basic 11-21 16:28"


def test_a_library_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert RunLibrary(tmp_path / "nowhere").folders() == []


def test_the_newest_comes_first_and_what_is_no_run_is_left_out(library: RunLibrary) -> None:
    (one,) = library.folders()
    other = library.folder / "other"
    shutil.copytree(one, other)
    os.utime(one / "last.pth", (1, 1))
    os.utime(previous_path(one / "last.pth"), (1, 1))
    (library.folder / "empty").mkdir()
    (library.folder / "file").write_text("no folder")
    assert library.folders() == [other, one]


def test_where_the_newest_file_is_gone_the_one_before_counts(library: RunLibrary) -> None:
    (folder,) = library.folders()
    (folder / "last.pth").unlink()
    assert library.folders() == [folder]
    run = library.read(folder)
    assert run.recipe.seed == 9
    assert run.file == previous_path(folder / "last.pth")


def test_names_and_notes_stay_and_leave_the_run_as_it_is(library: RunLibrary) -> None:
    (folder,) = library.folders()
    before = (folder / "last.pth").read_bytes()
    library.rename(folder, "  夜 run  ")
    library.annotate(folder, "two\nlines")
    assert (library.read(folder).name, library.read(folder).notes) == ("夜 run", "two\nlines")
    library.rename(folder, "")
    assert (library.read(folder).name, library.read(folder).notes) == ("one", "two\nlines")
    assert (folder / "last.pth").read_bytes() == before


@pytest.mark.parametrize("name", ["a\nb", "x" * 81, "bell\x07"])
def test_a_name_that_is_none_is_refused(library: RunLibrary, name: str) -> None:
    (folder,) = library.folders()
    with pytest.raises(UsageError):
        library.rename(folder, name)
    assert library.read(folder).name == "one"


def test_endless_notes_are_refused(library: RunLibrary) -> None:
    with pytest.raises(UsageError):
        library.annotate(library.folders()[0], "x" * 5000)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
def test_a_broken_file_of_words_does_no_harm(library: RunLibrary, content: bytes) -> None:
    (folder,) = library.folders()
    (folder / "run.json").write_bytes(content)
    run = library.read(folder)
    assert run.name
    assert run.recipe.seed == 9


def test_a_deleted_run_can_be_brought_back_until_the_bin_is_emptied(library: RunLibrary) -> None:
    (folder,) = library.folders()
    kept = library.delete(folder)
    assert library.folders() == []
    assert library.restore(kept) == folder
    assert library.read(folder).recipe.seed == 9
    kept = library.delete(folder)
    library.empty_bin()
    with pytest.raises(CheckpointError, match="brought back"):
        library.restore(kept)


def test_a_run_is_not_brought_back_over_another_one(library: RunLibrary) -> None:
    (folder,) = library.folders()
    kept = library.delete(folder)
    folder.mkdir()
    with pytest.raises(CheckpointError, match="another run"):
        library.restore(kept)
    assert kept.exists()


def test_a_file_without_a_run_is_refused(library: RunLibrary) -> None:
    from dataclasses import replace

    from digitpad.model.checkpoint import load_checkpoint, save_checkpoint

    (folder,) = library.folders()
    plain = replace(load_checkpoint(folder / "last.pth"), recipe=None, training=None)
    save_checkpoint(plain, folder / "last.pth")
    with pytest.raises(CheckpointError, match="keeps no run"):
        library.read(folder)


def test_the_table_has_a_line_for_each_run(library: RunLibrary) -> None:
    (folder,) = library.folders()
    library.rename(folder, 'a "name", with signs')
    run = library.read(folder)
    (row,) = csv.DictReader(io.StringIO(as_csv([run])))
    assert tuple(row) == CSV_COLUMNS
    assert row["name"] == 'a "name", with signs'
    assert float(row["test_loss"]) == run.test_loss
    assert as_csv([]).strip() == ",".join(CSV_COLUMNS)
