"""The table of runs: whole columns, colours that stay, the bin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPalette
from pytestqt.qtbot import QtBot

from digitpad.recipe.presets import preset
from digitpad.training.kept_run import KeptRun
from digitpad.ui.runs.model import ACCURACY, NAME, SAVED
from digitpad.ui.runs.tab import RunsTab
from digitpad.ui.runs.table import RunsTable
from digitpad.ui.style.theme import dark_palette, light_palette
from tests.ui.test_theme import contrast

CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


def kept(number: int) -> KeptRun:
    test = ((0, 0, 2.3, 0.1), (60_000, 1, 0.1, 0.985))
    folder = Path("/runs") / f"run-{number}"
    saved = datetime(2025, 11, 29) + timedelta(hours=number)
    name = f"handwriting 11-29 {number:02}:00"
    return KeptRun(folder, name, "", preset("quick"), 1, 60_000, (), test, saved, folder / "last.pth")


RUNS = [kept(number) for number in range(4, 0, -1)]


@pytest.fixture
def tab(show: Callable[..., None]) -> RunsTab:
    tab = RunsTab()
    show(tab, 450, 500)
    tab.set_runs(RUNS, ())
    return tab


def tick(tab: RunsTab, row: int, state: Qt.CheckState) -> None:
    tab.model.setData(tab.model.index(row, NAME), state, Qt.ItemDataRole.CheckStateRole)


@pytest.mark.parametrize("width", [330, 450, 800, 1400])
def test_what_is_in_sight_of_the_table_is_whole(tab: RunsTab, width: int) -> None:
    tab.resize(width, 500)
    table = tab.table
    columns = [column for column in range(SAVED + 1) if not table.isColumnHidden(column)]
    assert columns[:2] == [NAME, ACCURACY]
    assert (SAVED in columns) == (width > 700)
    right = table.columnViewportPosition(columns[-1]) + table.columnWidth(columns[-1])
    assert right <= table.viewport().width()
    assert all(table.columnWidth(column) >= table.sizeHintForColumn(column) for column in columns[1:])
    about = tab.model.index(0, NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert all(words in about for words in ("handwriting 11-29 04:00", "Test accuracy: 98.50 %", "Seed: 1"))


@pytest.mark.parametrize("runs", [0, 4])
def test_titles_of_columns_that_come_back_are_whole(tab: RunsTab, runs: int) -> None:
    """An empty table has nothing but titles to measure, and Qt gives a hidden column's no width."""
    tab.set_runs(RUNS[:runs], ())
    table, header = tab.table, tab.table.horizontalHeader()
    for width in (330, 450, 430, 600, 420):
        tab.resize(width, 500)
        columns = [column for column in range(NAME + 1, SAVED + 1) if not table.isColumnHidden(column)]
        assert all(table.columnWidth(column) >= header.sectionSizeHint(column) for column in columns)


def colours(tab: RunsTab) -> dict[str, str]:
    return {run.name: colour for run, colour in tab.model.displayed()}


def test_a_run_keeps_its_colour_whatever_becomes_of_the_others(tab: RunsTab) -> None:
    before = colours(tab)
    assert len(set(before.values())) == len(before) == 3
    tab.set_runs(RUNS[1:], ())  # one is deleted,
    assert colours(tab).items() < before.items()
    tab.set_runs([kept(5), *RUNS], ())  # and comes back beside a new one
    assert {name: colour for name, colour in colours(tab).items() if name in before}.items() <= before.items()
    run = tab.model.run(2)
    for state in (UNCHECKED, CHECKED):
        tick(tab, 2, state)
    assert colours(tab)[run.name] == before[run.name]


def test_runs_in_sight_have_different_colours_where_there_are_enough(tab: RunsTab) -> None:
    tab.set_runs([kept(number) for number in range(20, 0, -1)], ())
    for row in range(20):
        tick(tab, row, UNCHECKED)
    for row in (0, 8, 16, 1, 9):
        tick(tab, row, CHECKED)
    assert len(set(colours(tab).values())) == 5


def test_the_colour_of_a_run_is_the_same_in_a_row_that_is_selected(tab: RunsTab) -> None:
    swatch = tab.model.index(0, NAME).data(Qt.ItemDataRole.DecorationRole)
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        assert swatch.pixmap(16, mode).toImage().pixelColor(8, 8).name() == colours(tab)[RUNS[0].name]


@pytest.mark.parametrize("palette", [light_palette(), dark_palette()], ids=["light", "dark"])
def test_the_box_of_a_run_that_is_not_ticked_is_seen(tab: RunsTab, palette: QPalette) -> None:
    table = tab.findChild(RunsTable)
    table.setPalette(palette)
    for row, state in ((1, UNCHECKED), (2, CHECKED)):
        tick(tab, row, state)
        table.clearSelection()
        place = table.visualRect(tab.model.index(row, NAME))
        picture = table.viewport().grab(place).toImage()
        ground = picture.pixelColor(1, 1)
        row_of_pixels = (picture.pixelColor(x, place.height() // 2) for x in range(20))
        assert max(contrast(pixel, ground) for pixel in row_of_pixels) >= 3, state


def test_a_run_that_was_stopped_in_its_first_epoch_has_no_accuracy(tab: RunsTab) -> None:
    early = replace(kept(1), test=((0, 0, 2.3, 0.1137),), epochs_done=0, examples_seen=640)
    tab.set_runs([early], ())
    assert tab.model.index(0, ACCURACY).data() == ""


def test_deleted_runs_can_be_brought_back_from_a_menu(tab: RunsTab, qtbot: QtBot) -> None:
    assert not tab.deleted.isEnabled()
    tab.deleted.set_runs([("mine", Path("/runs/.deleted/run-1"))])
    entry, _, empty = tab.deleted.actions()
    assert (tab.deleted.isEnabled(), entry.text()) == (True, "mine")
    with qtbot.waitSignal(tab.deleted.restore_requested) as asked:
        entry.trigger()
    assert asked.args == [Path("/runs/.deleted/run-1")]
    with qtbot.waitSignal(tab.deleted.empty_requested):
        empty.trigger()
