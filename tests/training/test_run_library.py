"""The runs that are kept: read, named, noted upon, deleted and brought back; and their table."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from digitpad.errors import CheckpointError, UsageError
from digitpad.files import previous_path
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.training import library as library_module
from digitpad.training import summary
from digitpad.training.events import CheckpointSaved
from digitpad.training.kept_run import CSV_COLUMNS, as_csv
from digitpad.training.library import RunLibrary
from digitpad.training.run_names import run_name, run_of
from digitpad.training.summary import summary_path
from digitpad.training.trainer import Trainer
from tests.training.runs import digits, finished, short


@pytest.fixture
def library(trained_run: Path, tmp_path: Path) -> RunLibrary:
    shutil.copytree(trained_run.parent, tmp_path / "runs")
    return RunLibrary(tmp_path / "runs")


@pytest.fixture
def folder(library: RunLibrary) -> Path:
    """The only run's."""
    (folder,) = library.folders()
    return folder


def test_a_run_is_read_with_its_figures(library: RunLibrary, folder: Path) -> None:
    run = library.read(folder)
    assert (run.name, run.notes) == ("one", "")
    assert (run.recipe.name, run.recipe.seed) == ("notes-basic", 9)
    assert (run.epochs_done, run.examples_seen) == (2, 200)
    assert [point[:2] for point in run.test] == [(0, 0), (100, 1), (200, 2)]
    assert (run.test_accuracy, run.best_accuracy) == (run.test[-1][3], max(point[3] for point in run.test))
    assert run.train_loss == run.train[-1][1]
    assert run.file.is_file()


def test_a_run_is_called_by_its_recipe_and_time_until_somebody_names_it(
    library: RunLibrary, folder: Path
) -> None:
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


def test_where_the_newest_file_is_gone_the_one_before_counts(library: RunLibrary, folder: Path) -> None:
    (folder / "last.pth").unlink()
    assert library.folders() == [folder]
    run = library.read(folder)
    assert run.recipe.seed == 9
    assert run.file == previous_path(folder / "last.pth")


def test_names_and_notes_stay_and_leave_the_run_as_it_is(library: RunLibrary, folder: Path) -> None:
    before = (folder / "last.pth").read_bytes()
    library.rename(folder, "  夜 run  ")
    library.annotate(folder, "two\nlines")
    assert (library.read(folder).name, library.read(folder).notes) == ("夜 run", "two\nlines")
    library.rename(folder, "")
    assert (library.read(folder).name, library.read(folder).notes) == ("one", "two\nlines")
    assert (folder / "last.pth").read_bytes() == before


@pytest.mark.parametrize("name", ["a\nb", "x" * 81, "bell\x07"])
def test_a_name_that_is_none_is_refused(library: RunLibrary, folder: Path, name: str) -> None:
    with pytest.raises(UsageError):
        library.rename(folder, name)
    assert library.read(folder).name == "one"


def test_endless_notes_are_refused(library: RunLibrary) -> None:
    with pytest.raises(UsageError):
        library.annotate(library.folders()[0], "x" * 5000)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
@example(b"[1]")
def test_a_broken_file_of_words_does_no_harm(library: RunLibrary, folder: Path, content: bytes) -> None:
    (folder / "run.json").write_bytes(content)
    run = library.read(folder)
    assert run.name
    assert run.recipe.seed == 9


def test_a_deleted_run_can_be_brought_back_until_the_bin_is_emptied(
    library: RunLibrary, folder: Path
) -> None:
    kept = library.delete(folder)
    assert library.folders() == []
    assert library.restore(kept) == folder
    assert library.read(folder).recipe.seed == 9
    kept = library.delete(folder)
    assert library.deleted() == [(run_name(kept), kept)]
    library.forget_old()
    assert kept.exists()  # for a month
    os.utime(kept, (0, 0))
    library.forget_old()
    assert library.deleted() == []
    with pytest.raises(CheckpointError, match="brought back"):
        library.restore(kept)


def test_the_bin_is_emptied(library: RunLibrary, folder: Path) -> None:
    kept = library.delete(folder)
    library.empty_bin()
    with pytest.raises(CheckpointError, match="brought back"):
        library.restore(kept)


def test_a_run_is_not_brought_back_over_another_one(library: RunLibrary, folder: Path) -> None:
    kept = library.delete(folder)
    folder.mkdir()
    with pytest.raises(CheckpointError, match="another run"):
        library.restore(kept)
    assert kept.exists()


def test_a_file_without_a_run_is_refused(library: RunLibrary, folder: Path) -> None:
    plain = replace(load_checkpoint(folder / "last.pth"), recipe=None, training=None)
    save_checkpoint(plain, folder / "last.pth")
    with pytest.raises(CheckpointError, match="keeps no run"):
        library.read(folder)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Called with each checkpoint that the library reads."""
    monkeypatch.setattr(library_module, "last_good", spy := Mock(wraps=library_module.last_good))
    return spy


def test_a_row_and_curves_are_read_without_the_checkpoint(
    library: RunLibrary, folder: Path, opened: Mock
) -> None:
    run = library.read(folder)
    opened.assert_not_called()
    kept = load_checkpoint(folder / "last.pth")
    assert run.recipe.as_dict() == kept.recipe
    assert [list(point) for point in run.train] == kept.history["train"]
    assert [list(point) for point in run.test] == kept.history["test"]
    assert run.examples_seen == kept.metrics["examples_seen"]
    assert run.file == folder / "last.pth"


def changed(path: Path, **changes: object) -> None:
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, **changes}))


def with_an_unknown_setting(path: Path) -> None:
    changed(path, recipe={**json.loads(path.read_text())["recipe"], "later": 1})


@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
        lambda path: path.write_bytes(b""),
        lambda path: changed(path, version=99),
        lambda path: os.utime(path.with_name("last.pth"), (5, 5)),
        with_an_unknown_setting,
        lambda path: changed(path, train="AAAA"),
        lambda path: changed(path, file="../one/last.pth"),
    ],
    ids=["missing", "cut", "empty", "later-version", "older-state", "unknown-setting", "curve", "elsewhere"],
)
def test_without_a_summary_that_fits_the_checkpoint_is_read_once(
    library: RunLibrary, folder: Path, opened: Mock, damage: Callable[[Path], None]
) -> None:
    before = library.read(folder)
    damage(summary_path(folder))
    for _ in range(3):
        run = library.read(folder)
        assert (run.recipe, run.train, run.test) == (before.recipe, before.train, before.test)
        assert (run.file, run.examples_seen) == (before.file, before.examples_seen)
    opened.assert_called_once_with(folder / "last.pth")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["version", "files", "file", "recipe", "examples", "train", "test"]),
        st.none() | st.integers() | st.floats() | st.text(max_size=8) | st.lists(st.integers(), max_size=2),
        min_size=1,
    )
)
def test_a_summary_that_is_none_does_no_harm(
    library: RunLibrary, folder: Path, changes: dict[str, object]
) -> None:
    changed(summary_path(folder), **changes)
    run = library.read(folder)
    assert run.recipe.seed == 9
    assert run.file == folder / "last.pth"


def test_a_summary_that_cannot_be_written_costs_neither_the_run_nor_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary, "replace_file", Mock(side_effect=OSError(28, "no space left", "x")))
    folder = finished(short(epochs=1), folder=tmp_path / "run").out
    assert not summary_path(folder).exists()
    assert RunLibrary(tmp_path).read(folder).epochs_done == 1


def test_a_run_in_progress_shows_what_was_saved_last(tmp_path: Path, opened: Mock) -> None:
    library = RunLibrary(tmp_path)
    trainer = Trainer(short(), digits(), tmp_path / "run")
    for event in trainer.run():
        if isinstance(event, CheckpointSaved):
            (folder,) = library.folders()
            run = library.read(folder)
            assert run.examples_seen == event.examples_seen
            assert (list(run.train), list(run.test)) == (trainer.train_curve, trainer.test_curve)
    opened.assert_not_called()


def test_where_the_newest_file_is_damaged_the_one_before_is_shown_and_read_once(
    library: RunLibrary, folder: Path, opened: Mock
) -> None:
    (folder / "last.pth").write_bytes(b"damaged")
    for _ in range(2):
        assert library.read(folder).file == previous_path(folder / "last.pth")
    opened.assert_called_once_with(folder / "last.pth")


def test_a_deleted_run_takes_its_summary_along(library: RunLibrary, folder: Path, opened: Mock) -> None:
    library.restore(library.delete(folder))
    library.read(folder.rename(folder.with_name("renamed")))
    opened.assert_not_called()


def test_the_table_has_a_line_for_each_run(library: RunLibrary, folder: Path) -> None:
    library.rename(folder, 'a "name", with signs')
    run = library.read(folder)
    (row,) = csv.DictReader(io.StringIO(as_csv([run])))
    assert tuple(row) == CSV_COLUMNS
    assert row["name"] == 'a "name", with signs'
    assert float(row["test_loss"]) == run.test_loss
    assert as_csv([]).strip() == ",".join(CSV_COLUMNS)


def test_a_run_from_elsewhere_joins_and_leaves_and_its_files_stay(
    library: RunLibrary, tmp_path: Path
) -> None:
    (own,) = library.folders()
    elsewhere = tmp_path / "elsewhere" / "mine"
    shutil.copytree(own, elsewhere)
    assert library.add(elsewhere).name == "mine"
    library.add(elsewhere)
    library.add(own)
    assert sorted(library.folders()) == sorted([own, elsewhere])
    assert [library.owns(folder) for folder in (own, elsewhere)] == [True, False]
    elsewhere.rename(tmp_path / "away")  # a drive that was taken out
    assert library.folders() == [own]
    (tmp_path / "away").rename(elsewhere)
    library.forget(elsewhere)
    assert library.folders() == [own]
    assert (elsewhere / "last.pth").is_file()


@pytest.mark.parametrize("content", ["", "{", "3", '[1, "\\u0000", null]', "[" * 100_000])
def test_a_damaged_list_of_runs_from_elsewhere_hides_no_other(library: RunLibrary, content: str) -> None:
    (library.folder / "opened.json").write_text(content)
    assert len(library.folders()) == 1


def test_a_folder_without_a_run_does_not_join(library: RunLibrary, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"no last\.pth"):
        library.add(tmp_path)
    (tmp_path / "last.pth").write_bytes(b"something")
    with pytest.raises(CheckpointError):
        library.add(tmp_path)
    assert len(library.folders()) == 1


def test_what_was_measured_before_training_is_not_the_runs_accuracy(trained_run: Path) -> None:
    run = RunLibrary(trained_run.parent).read(trained_run)
    before = replace(run, test=run.test[:1], epochs_done=0, examples_seen=64)
    assert (before.test_accuracy, before.best_accuracy, before.test_loss) == (None, None, None)
    assert replace(before, examples_seen=0).test_accuracy == run.test[0][3]
    assert (run.finished, before.finished) == (True, False)


def test_a_runs_file_is_called_by_its_run(library: RunLibrary, tmp_path: Path) -> None:
    folder = library.folder / "20251129-014718-quick"
    folder.mkdir(parents=True)
    for name in ("last.pth", "best.pth", "epoch-03.pth", "other.pth"):
        (folder / name).write_bytes(b"")
    assert run_of(folder / "last.pth") == ("quick 11-29 01:47", "last", 0)
    library.rename(folder, "mine")
    assert run_of(folder / "best.pth") == ("mine", "best", 0)
    assert run_of(folder / "epoch-03.pth") == ("mine", "epoch", 3)
    assert run_of(folder / "other.pth") is None
    assert run_of(tmp_path / "best.pth") is None
