"""The user compares runs, takes one step by step, and takes pictures and code along."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage

from digitpad.form import MNIST_STD
from digitpad.model.open.loading import load_checkpoint
from digitpad.recipe.presets import preset
from digitpad.resources import runs_root
from digitpad.training.kept_run import KeptRun
from digitpad.training.library import RunLibrary
from digitpad.training.step_trace import StepTrace
from digitpad.ui.chart.legend import ChartLegend
from digitpad.ui.chart.loss_chart import PICTURE
from digitpad.ui.runs.model import NAME
from digitpad.ui.runs.tab import RunsTab
from digitpad.ui.training.code_window import CodeWindow
from digitpad.ui.widgets.export_menu import ExportMenu
from tests.e2e.conftest import Opens, Person
from tests.helpers import further
from tests.training.runs import start


def compare(person: Person, count: int) -> RunsTab:
    tab = person.tab("runs")
    person.wait(lambda: tab.model.rowCount() == count)
    return tab


def test_two_runs_stand_beside_each_other(ready: Person) -> None:
    ready.train(seed=1)
    ready.train(seed=2)
    model = compare(ready, 2).model
    assert [model.index(row, 6).data() for row in range(2)] == ["2", "1"]
    assert len({colour for _, colour in model.displayed()}) == len(model.displayed()) == 2
    plot = ready.find("comparePlot").getPlotItem()
    ready.wait(lambda: len(plot.listDataItems()) == 2)
    least, most = plot.viewRange()[1]
    assert -0.1 < least < most < 1.1  # of one epoch there is one point, around which no range is its own
    model.setData(model.index(1, NAME), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    (line,) = plot.listDataItems()
    points = [(point[0], pytest.approx(point[3])) for point in model.run(0).test]
    assert list(zip(*line.getData(), strict=True)) == points


def run_again(person: Person) -> tuple[KeptRun, KeptRun]:
    """Press "The same again"; returns the new run and the old one."""
    compare(person, 1)
    person.click("runAgainButton")
    person.wait_for_end()
    one, other = compare(person, 2).model.runs()
    return one, other


@pytest.mark.slow
def test_the_same_again_gives_the_same_curves(ready: Person) -> None:
    ready.train(seed=5)
    one, other = run_again(ready)
    assert one.folder != other.folder
    assert (one.train, one.test) == (other.train, other.test)


def type_notes(person: Person, text: str) -> None:
    notes = person.find("runNotes")
    notes.setFocus()
    person.qtbot.keyClicks(notes, text)


def test_a_run_can_be_renamed_and_noted_upon(ready: Person, saved_run: Path) -> None:
    model = compare(ready, 1).model
    model.setData(model.index(0, NAME), "  the first ")
    ready.wait(lambda: model.index(0, NAME).data() == "the first")
    type_notes(ready, "slow at first")
    ready.tab("training")
    compare(ready, 1)
    ready.wait(lambda: model.run(0).notes == "slow at first")
    assert ready.text("runNotes") == "slow at first"


@pytest.mark.slow
def test_typing_notes_is_not_disturbed_by_a_look_at_the_folder(
    ready: Person, saved_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = compare(ready, 1)
    annotate = Mock(side_effect=RunLibrary.annotate, autospec=True)
    monkeypatch.setattr(RunLibrary, "annotate", lambda *arguments: annotate(*arguments))
    text = "written while runs are saved"
    for letter in text:
        type_notes(ready, letter)
        ready.controller.runs.refresh()
        ready.qtbot.wait(5)
    assert ready.text("runNotes") == text
    ready.wait(lambda: annotate.called and annotate.call_args.args[2] == text)
    count = annotate.call_count
    ready.qtbot.wait(300)
    assert annotate.call_count == count
    ready.wait(lambda: tab.model.run(0).notes == text)


@pytest.mark.slow
def test_notes_that_are_too_long_are_said_to_be_and_kept_in_the_editor(
    ready: Person, saved_run: Path
) -> None:
    compare(ready, 1)
    notes = ready.find("runNotes")
    notes.setFocus()
    QGuiApplication.clipboard().setText("x" * 4100)
    notes.paste()
    ready.message("at most 4000 characters")
    assert len(notes.toPlainText()) == 4100


@pytest.mark.slow
def test_the_run_that_trains_cannot_be_deleted(ready: Person) -> None:
    ready.start_run()
    tab = compare(ready, 1)
    ready.click("deleteRunButton")
    ready.message("This run is training")
    assert tab.model.rowCount() == 1
    ready.tab("training")
    ready.stop()


@pytest.mark.slow
def test_the_same_again_keeps_what_the_form_does_not_show(ready: Person, small_mnist: Path) -> None:
    recipe = preset("notes-basic").with_changes(
        epochs=1, learning_rate=0.0123456789, momentum=0.12345, mean=0.2, ema_decay=0.9
    )
    list(start(recipe, None, small_mnist).run())
    one, other = run_again(ready)
    assert one.recipe == other.recipe == recipe.with_changes(std=MNIST_STD)
    assert one.train == other.train


def test_a_deleted_run_comes_back_with_undo(ready: Person, saved_run: Path) -> None:
    tab = compare(ready, 1)
    folder = tab.model.run(0).folder
    ready.click("deleteRunButton")
    ready.wait(lambda: tab.model.rowCount() == 0)
    assert not folder.exists()
    ready.answer("Undo")
    ready.wait(lambda: tab.model.rowCount() == 1)
    assert (folder / "last.pth").is_file()


@pytest.mark.slow
def test_a_deleted_run_comes_back_when_its_message_has_gone(open_person: Opens, saved_run: Path) -> None:
    first = open_person(loaded=True)
    tab = compare(first, 1)
    tab.model.setData(tab.model.index(0, NAME), "the first")
    first.wait(lambda: tab.model.index(0, NAME).data() == "the first")
    first.click("deleteRunButton")
    first.message("The run the first was deleted")  # by the name that it has by now
    first.window.close()
    second = open_person(loaded=True)
    tab = compare(second, 0)
    second.wait(tab.deleted.isEnabled)
    tab.deleted.actions()[0].trigger()
    second.wait(lambda: tab.model.rowCount() == 1)
    assert tab.model.index(0, NAME).data() == "the first"
    assert (saved_run / "last.pth").is_file()


@pytest.mark.slow
def test_a_renamed_run_is_called_so_everywhere(ready: Person, saved_run: Path) -> None:
    tab = compare(ready, 1)
    ready.click("loadRunButton")
    ready.wait(lambda: ready.network.path == saved_run / "last.pth")
    assert ready.text("networkFile") == "Network: one"
    tab.model.setData(tab.model.index(0, NAME), "mine")
    ready.wait(lambda: ready.text("networkFile") == "Network: mine")
    ready.wait(lambda: ready.find("resumeButton").toolTip().startswith("mine is finished"))


@pytest.mark.slow
def test_an_earlier_run_stands_behind_the_next_one(ready: Person, saved_run: Path) -> None:
    ready.tab("training")
    ready.begin(recipe="notes-basic", epochs=1)
    ready.finish()
    earlier = ready.window.training_tab.chart.earlier
    earlier.menu().aboutToShow.emit()
    ready.wait(lambda: "one" in [action.text() for action in earlier.menu().actions()])
    next(action for action in earlier.menu().actions() if action.text() == "one").trigger()
    legend = ready.window.training_tab.chart.findChild(ChartLegend)
    assert legend.accessibleName().endswith(", one")


def test_a_run_answers_on_the_pad(ready: Person, saved_run: Path) -> None:
    ready.controller.recognition.load_default()
    path = compare(ready, 1).model.run(0).file
    ready.click("loadRunButton")
    ready.wait(lambda: ready.network.path == path)


def test_the_figures_are_saved_as_a_table(ready: Person, saved_run: Path, tmp_path: Path) -> None:
    run = compare(ready, 1).model.run(0)
    ready.choose(tmp_path / "runs.csv")
    ready.menu("saveRunsAction")
    (row,) = csv.DictReader((tmp_path / "runs.csv").read_text(encoding="utf-8").splitlines())
    assert (row["seed"], row["epochs_done"]) == ("9", "2")
    assert float(row["test_accuracy"]) == pytest.approx(run.test_accuracy)
    assert load_checkpoint(run.file).history["test"] == [list(point) for point in run.test]


@pytest.mark.slow
def test_a_damaged_run_is_passed_over_with_a_sentence(ready: Person, saved_run: Path) -> None:
    broken = runs_root() / "broken"
    broken.mkdir()
    (broken / "last.pth").write_bytes(b"nothing")
    compare(ready, 1)
    label = ready.find("compareText")
    ready.wait(label.isVisible)
    assert "broken" in label.text()


def look(person: Person) -> StepTrace | None:
    return person.window.training_tab.batch_pictures.look


def first_step(person: Person) -> StepTrace:
    """Begin a run, pause it and take one step; returns what is shown of it."""
    person.begin(recipe="notes-basic", epochs=50, batch_size=16)
    person.click("pauseButton")
    person.click("stepButton")
    person.wait(lambda: look(person) is not None)
    return look(person)


def test_a_step_is_taken_apart(ready: Person) -> None:
    first = first_step(ready)
    assert f"batch {first.batch + 1} of 19: loss {first.loss:.4f}" in ready.text("batchTitle")
    page = ready.text("batchText")
    sums = ["300 = 16 × 18 + 12", "950 iterations in all"]
    assert [words for words in [*sums, *(layer.name for layer in first.layers)] if words not in page] == []
    ready.click("stepButton")
    ready.wait(lambda: look(ready).batch == first.batch + 1)
    ready.stop()


def test_the_code_of_the_settings_is_shown_copied_and_saved(ready: Person, tmp_path: Path) -> None:
    ready.set_recipe(recipe="notes-adam", seed=77)
    ready.click("codeButton")
    window = ready.window.findChild(CodeWindow)
    script = window.script()
    assert "SEED = 77" in script
    assert "class NotesAdamNet" in script
    ready.click("copyCodeButton")
    window.save(tmp_path / "train.py")
    assert QGuiApplication.clipboard().text() == (tmp_path / "train.py").read_text("utf-8") == script
    window.save(tmp_path / "missing" / "train.py")
    ready.message("could not be written")
    window.close()


@pytest.mark.slow
def test_a_run_is_written_for_tensorboard(ready: Person) -> None:
    pytest.importorskip("tensorboard")
    ready.click("advancedButton")
    ready.click("tensorboardCheck")
    ready.train()
    assert "tensorboard --logdir" in ready.log
    (folder,) = runs_root().glob("*/tensorboard")
    assert list(folder.glob("events.out.tfevents.*"))
    ready.click("tensorboardCheck")


@pytest.mark.slow
def test_another_run_begins_with_no_batch_of_the_one_before(ready: Person) -> None:
    first_step(ready)
    assert ready.find("codeButton").isEnabled()  # while one teaches step by step
    assert not ready.find("epochsSpin").isEnabled()
    ready.stop()
    ready.train(batch_size=32)
    assert look(ready) is None


def keepers(person: Person) -> list[ExportMenu]:
    return person.window.findChildren(ExportMenu)


def keeper_of(person: Person, name: str) -> ExportMenu:
    return next(keeper for keeper in keepers(person) if keeper.parentWidget().objectName() == name)


@pytest.mark.slow
def test_every_picture_and_chart_can_be_saved_and_copied(ready: Person, tmp_path: Path) -> None:
    ready.draw_seven()
    ready.wait_for_answer()
    ready.train()
    found = keepers(ready)
    assert {keeper.parentWidget().objectName() for keeper in found} >= {
        "lossChart", "batchPictures", "predictionPanel", "galleryView", "confusionView", "mapsView",
        "oneMapView", "compareChart", "canvas",
    }  # fmt: skip
    explore = ready.tab("explore")
    ready.click("exploreReadButton")
    ready.wait(explore.matrix.isVisible)
    for number in range(ready.window.tabs.count()):  # so that each has been seen
        ready.window.tabs.setCurrentIndex(number)
    for keeper in found:
        name = keeper.parentWidget().objectName()
        keeper.save(tmp_path / f"{name}.png")
        picture = QImage(str(tmp_path / f"{name}.png"))
        shown = 2 * keeper.parentWidget().size()
        assert picture.size() == (PICTURE if name == "lossChart" else shown), name
        keeper.save(tmp_path / f"{name}.svg")
        assert (tmp_path / f"{name}.svg").read_text(encoding="utf-8").startswith("<?xml"), name
        keeper.copy()
        assert QGuiApplication.clipboard().image().size() == picture.size()
    ready.message("The picture was saved")


@pytest.mark.slow
def test_what_was_never_seen_is_no_picture(ready: Person, tmp_path: Path) -> None:
    matrix = keeper_of(ready, "confusionView")
    matrix.parentWidget().resize(0, 0)
    matrix.save(tmp_path / "nothing.png")
    ready.message("nothing in it to copy")
    matrix.copy()
    assert not (tmp_path / "nothing.png").exists()


@pytest.mark.parametrize(
    ("action", "ending", "size"),
    [
        ("saveSvgAction", ".svg", None),
        further("savePngAction", ".png", None),
        further("exportPngAction", ".png", PICTURE),
    ],
)
def test_a_name_without_an_ending_gets_the_one_that_was_asked_for(
    ready: Person, tmp_path: Path, action: str, ending: str, size: QSize | None
) -> None:
    ready.choose(tmp_path / "picture")
    menu = ready.window if action == "exportPngAction" else keeper_of(ready, "canvas")
    menu.findChild(QAction, action).trigger()
    ready.message("The picture was saved")
    path = tmp_path / f"picture{ending}"
    assert path.is_file()
    assert size in (None, QImage(str(path)).size())


@pytest.mark.slow
def test_a_picture_that_cannot_be_written_gets_one_sentence(ready: Person, tmp_path: Path) -> None:
    keepers(ready)[0].save(tmp_path / "missing" / "loss.png")
    ready.message("could not be written")


@pytest.mark.slow
def test_the_pad_as_a_picture_shows_what_was_drawn(ready: Person) -> None:
    ready.draw_seven()
    image = keeper_of(ready, "canvas").image()
    side = 2 * min(ready.canvas.width(), ready.canvas.height())
    bar = image.pixelColor(image.width() // 2, round(image.height() / 2 - side / 4))
    assert bar.lightness() > 200


@pytest.fixture
def elsewhere(saved_run: Path, tmp_path: Path) -> Path:
    """The folder of a run that was saved outside the library, which is empty."""
    folder = tmp_path / "elsewhere" / "mine"
    shutil.copytree(saved_run, folder)
    shutil.rmtree(saved_run)
    return folder


@pytest.mark.slow
def test_the_folder_of_a_run_that_is_dropped_shows_its_curve_and_joins_the_runs(
    ready: Person, elsewhere: Path
) -> None:
    ready.tab("explore")
    ready.drop(elsewhere)
    ready.wait(lambda: ready.network.path == elsewhere / "last.pth")
    ready.message("Resume goes on with it")
    run = RunLibrary(runs_root()).read(elsewhere)
    chart = ready.window.training_tab.chart
    assert chart.isVisible()
    assert chart.curves.train.rows() == list(run.train)
    assert [tuple(point) for point in chart.curves.test] == list(run.test)
    assert str(elsewhere) in ready.log
    model = compare(ready, 1).model
    assert [run.folder for run, _ in model.displayed()] == [elsewhere]
    ready.click("deleteRunButton")
    ready.message("its folder stays where it is")
    ready.wait(lambda: model.rowCount() == 0)
    assert (elsewhere / "last.pth").is_file()
    ready.answer("Undo")
    ready.wait(lambda: model.rowCount() == 1)


@pytest.mark.slow
def test_a_runs_folder_opens_by_the_menu_and_one_that_is_none_says_so(
    ready: Person, elsewhere: Path, tmp_path: Path
) -> None:
    ready.choose(tmp_path)
    ready.menu("openRunAction")
    ready.message("is not a run's folder: it has no last.pth")
    ready.choose(elsewhere)
    ready.menu("openRunAction")
    ready.wait(lambda: ready.network.path == elsewhere / "last.pth")


@pytest.mark.slow
def test_the_curves_of_a_run_that_trains_stay_when_another_is_opened(ready: Person, elsewhere: Path) -> None:
    ready.start_run()
    ready.open(elsewhere)
    ready.wait(lambda: ready.window.tabs.currentWidget() is ready.window.runs_tab)
    model = ready.window.runs_tab.model
    ready.wait(lambda: elsewhere in [run.folder for run, _ in model.displayed()])
    assert str(elsewhere) not in ready.log
    ready.tab("training")
    ready.stop()
