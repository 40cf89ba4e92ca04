"""The user compares runs, takes one step by step, and takes pictures and code along."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from digitpad.form import MNIST_STD
from digitpad.model.loading import load_checkpoint
from digitpad.recipe.presets import preset
from digitpad.resources import runs_root
from digitpad.training.library import RunLibrary
from digitpad.training.session import new_trainer
from digitpad.ui.chart.loss_chart import PICTURE
from digitpad.ui.runs.model import NAME
from digitpad.ui.runs.tab import RunsTab
from digitpad.ui.training.code_window import CodeWindow
from digitpad.ui.widgets.export_menu import ExportMenu
from tests.e2e.conftest import Person


def compare(person: Person, count: int) -> RunsTab:
    tab = person.tab("runs")
    person.wait(lambda: tab.model.rowCount() == count)
    return tab


def test_two_runs_stand_beside_each_other(ready: Person) -> None:
    ready.train(seed=1)
    ready.train(seed=2)
    tab = compare(ready, 2)
    assert [tab.model.index(row, 6).data() for row in range(2)] == ["2", "1"]
    assert len(tab.model.displayed()) == 2
    assert len({colour for _, colour in tab.model.displayed()}) == 2
    plot = ready.find("comparePlot")
    ready.wait(lambda: len(plot.getPlotItem().listDataItems()) == 2)
    tab.model.setData(tab.model.index(1, NAME), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    (line,) = plot.getPlotItem().listDataItems()
    x, y = line.getData()
    run = tab.model.run(0)
    assert x.tolist() == [point[0] for point in run.test]
    assert y.tolist() == pytest.approx([point[3] for point in run.test])


def test_the_same_again_gives_the_same_curves(ready: Person) -> None:
    ready.train(seed=5)
    tab = compare(ready, 1)
    ready.click("runAgainButton")
    ready.wait_for_end()
    tab = compare(ready, 2)
    one, other = tab.model.runs()
    assert one.folder != other.folder
    assert one.train == other.train
    assert one.test == other.test


def test_a_run_can_be_renamed_and_noted_upon(ready: Person, saved_run: Path) -> None:
    tab = compare(ready, 1)
    index = tab.model.index(0, NAME)
    tab.model.setData(index, "  the first ")
    ready.wait(lambda: tab.model.index(0, NAME).data() == "the first")
    notes = ready.find("runNotes")
    notes.setFocus()
    ready.qtbot.keyClicks(notes, "slow at first")
    ready.tab("training")
    compare(ready, 1)
    ready.wait(lambda: tab.model.run(0).notes == "slow at first")
    assert notes.toPlainText() == "slow at first"


def test_typing_notes_is_not_disturbed_by_a_look_at_the_folder(
    ready: Person, saved_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = compare(ready, 1)
    written: list[str] = []
    real = RunLibrary.annotate

    def annotate(library: RunLibrary, folder: Path, notes: str) -> None:
        written.append(notes)
        real(library, folder, notes)

    monkeypatch.setattr(RunLibrary, "annotate", annotate)
    notes = ready.find("runNotes")
    notes.setFocus()
    text = "written while runs are saved"
    for letter in text:
        ready.qtbot.keyClicks(notes, letter)
        ready.window.controller.runs.refresh()
        ready.qtbot.wait(5)
    assert notes.toPlainText() == text
    ready.wait(lambda: bool(written) and written[-1] == text)
    count = len(written)
    ready.qtbot.wait(300)
    assert len(written) == count
    ready.wait(lambda: tab.model.run(0).notes == text)


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


def test_the_run_that_trains_cannot_be_deleted(ready: Person) -> None:
    ready.set_recipe(recipe="notes-basic", epochs=200)
    ready.click("trainButton")
    ready.wait(lambda: ready.examples_seen > 400)
    tab = compare(ready, 1)
    ready.click("deleteRunButton")
    ready.message("This run is training")
    assert tab.model.rowCount() == 1
    ready.tab("training")
    ready.click("stopButton")
    ready.wait_for_end()


def test_the_same_again_keeps_what_the_form_does_not_show(ready: Person, small_mnist: Path) -> None:
    recipe = preset("notes-basic").with_changes(
        epochs=1, learning_rate=0.0123456789, momentum=0.12345, mean=0.2, ema_decay=0.9
    )
    odd = new_trainer(recipe, {}, out=None, device="cpu", progress=lambda *_: None, data=small_mnist)
    list(odd.run())
    compare(ready, 1)
    ready.click("runAgainButton")
    ready.wait_for_end()
    tab = compare(ready, 2)
    one, other = tab.model.runs()
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


def test_a_run_answers_on_the_pad(ready: Person, saved_run: Path) -> None:
    ready.window.controller.recognition.load_default()
    tab = compare(ready, 1)
    ready.click("loadRunButton")
    path = tab.model.run(0).file
    ready.wait(lambda: ready.network.path == path)


def test_the_figures_are_saved_as_a_table(ready: Person, saved_run: Path, tmp_path: Path) -> None:
    tab = compare(ready, 1)
    to = tmp_path / "runs.csv"
    ready.choose(to)
    ready.menu("saveRunsAction")
    (row,) = csv.DictReader(to.read_text(encoding="utf-8").splitlines())
    assert row["seed"] == "9"
    assert float(row["test_accuracy"]) == pytest.approx(tab.model.run(0).test_accuracy)
    assert row["epochs_done"] == "2"


def test_a_damaged_run_is_passed_over_with_a_sentence(ready: Person, saved_run: Path) -> None:
    broken = runs_root() / "broken"
    broken.mkdir()
    (broken / "last.pth").write_bytes(b"nothing")
    compare(ready, 1)
    label = ready.find("compareText")
    ready.wait(label.isVisible)
    assert "broken" in label.text()


def test_a_step_is_taken_apart(ready: Person) -> None:
    ready.set_recipe(recipe="notes-basic", epochs=50, batch_size=16)
    ready.click("trainButton")
    ready.click("pauseButton")
    ready.click("stepButton")
    title = ready.find("batchTitle")
    ready.wait(lambda: title.isVisible() and "Epoch" in title.text())
    look = ready.window.training_tab.batch_pictures.look
    assert f"batch {look.batch + 1} of 19: loss {look.loss:.4f}" in title.text()
    browser = ready.find("batchText")
    said = browser.toPlainText()
    assert all(layer.name in said for layer in look.layers)
    assert "300 = 16 × 18 + 12" in said
    assert "950 iterations in all" in said
    before = look.batch
    ready.click("stepButton")
    ready.wait(lambda: ready.window.training_tab.batch_pictures.look is not look)
    newer = ready.window.training_tab.batch_pictures.look
    assert newer.batch == before + 1
    ready.click("stopButton")
    ready.wait_for_end()


def test_the_code_of_the_settings_is_shown_copied_and_saved(ready: Person, tmp_path: Path) -> None:
    ready.set_recipe(recipe="notes-adam", seed=77)
    ready.click("codeButton")
    window = ready.window.findChild(CodeWindow)
    assert "SEED = 77" in window.script()
    assert "class NotesAdamNet" in window.script()
    ready.click("copyCodeButton")
    assert QGuiApplication.clipboard().text() == window.script()
    window.save(tmp_path / "train.py")
    assert (tmp_path / "train.py").read_text(encoding="utf-8") == window.script()
    window.save(tmp_path / "missing" / "train.py")
    ready.message("could not be written")
    window.close()


def test_a_run_is_written_for_tensorboard(ready: Person) -> None:
    pytest.importorskip("tensorboard")
    ready.click("advancedButton")
    ready.click("tensorboardCheck")
    ready.train()
    assert "tensorboard --logdir" in ready.log
    (folder,) = runs_root().glob("*/tensorboard")
    assert list(folder.glob("events.out.tfevents.*"))
    ready.click("tensorboardCheck")


def test_another_run_begins_with_no_batch_of_the_one_before(ready: Person) -> None:
    ready.set_recipe(recipe="notes-basic", epochs=50, batch_size=16)
    ready.click("trainButton")
    ready.click("pauseButton")
    ready.click("stepButton")
    ready.wait(lambda: ready.window.training_tab.batch_pictures.look is not None)
    assert ready.find("codeButton").isEnabled()  # while one teaches step by step
    assert not ready.find("epochsSpin").isEnabled()
    ready.click("stopButton")
    ready.wait_for_end()
    ready.train(batch_size=32)
    assert ready.window.training_tab.batch_pictures.look is None


def keepers(person: Person) -> list[ExportMenu]:
    return person.window.findChildren(ExportMenu)


def keeper_of(person: Person, name: str) -> ExportMenu:
    return next(keeper for keeper in keepers(person) if keeper.parentWidget().objectName() == name)


def test_every_picture_and_chart_can_be_saved_and_copied(ready: Person, tmp_path: Path) -> None:
    ready.draw_seven()
    ready.wait_for_answer()
    ready.train()
    tabs = ready.window.tabs
    found = keepers(ready)
    assert {keeper.parentWidget().objectName() for keeper in found} >= {
        "lossChart", "batchPictures", "predictionPanel", "galleryView", "confusionView", "mapsView",
        "oneMapView", "compareChart", "canvas",
    }  # fmt: skip
    tabs.setCurrentWidget(ready.window.explore_tab)
    ready.click("exploreReadButton")
    ready.wait(ready.window.explore_tab.matrix.isVisible)
    for number in range(tabs.count()):  # so that each has been seen
        tabs.setCurrentIndex(number)
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


def test_what_was_never_seen_is_no_picture(ready: Person, tmp_path: Path) -> None:
    matrix = keeper_of(ready, "confusionView")
    matrix.parentWidget().resize(0, 0)
    matrix.save(tmp_path / "nothing.png")
    ready.message("nothing in it to copy")
    matrix.copy()
    assert not (tmp_path / "nothing.png").exists()


def test_the_export_button_writes_the_charts_picture(ready: Person, tmp_path: Path) -> None:
    ready.choose(tmp_path / "loss")
    export = ready.window.findChild(QAction, "exportPngAction")
    export.trigger()
    ready.message("The picture was saved")
    assert QImage(str(tmp_path / "loss.png")).size() == PICTURE


@pytest.mark.parametrize(("action", "ending"), [("saveSvgAction", ".svg"), ("savePngAction", ".png")])
def test_a_name_without_an_ending_gets_the_one_that_was_asked_for(
    ready: Person, tmp_path: Path, action: str, ending: str
) -> None:
    ready.choose(tmp_path / "pad")
    pad = keeper_of(ready, "canvas")
    found = next(one for one in pad.actions() if one.objectName() == action)
    found.trigger()
    assert (tmp_path / f"pad{ending}").is_file()


def test_a_picture_that_cannot_be_written_gets_one_sentence(ready: Person, tmp_path: Path) -> None:
    keepers(ready)[0].save(tmp_path / "missing" / "loss.png")
    ready.message("could not be written")


def test_the_pad_as_a_picture_shows_what_was_drawn(ready: Person, tmp_path: Path) -> None:
    ready.draw_seven()
    pad = keeper_of(ready, "canvas")
    image = pad.image()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "png")
    canvas: QWidget = ready.find("canvas")
    middle = image.pixelColor(
        image.width() // 2, round(image.height() / 2 - 0.25 * min(canvas.width(), canvas.height()) * 2)
    )
    assert middle.lightness() > 200  # the bar of the seven


def test_the_checkpoint_of_a_run_is_the_one_that_was_kept(ready: Person, saved_run: Path) -> None:
    tab = compare(ready, 1)
    kept = load_checkpoint(tab.model.run(0).file)
    assert kept.history["test"] == [list(point) for point in tab.model.run(0).test]
