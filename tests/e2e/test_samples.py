"""The user says what a drawing was, looks through the samples, and teaches the network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtCore import QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QApplication, QMenu

from digitpad.data.own.listing import Sample
from digitpad.data.own.samples import OwnSamples
from digitpad.data.own.sets import read_sample
from digitpad.form import DIGITS
from digitpad.ink.drawing import Drawing
from digitpad.ink.raster import rasterize
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.resources import default_checkpoint, samples_root, taught_root
from digitpad.training.finetune import session
from digitpad.training.finetune.batches import FineTuneConfig
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.prediction.bars_look import BarsLook
from digitpad.ui.samples.model import MOST_PICTURES, SamplesModel
from digitpad.ui.samples.view import SamplesView
from digitpad.ui.settings import Settings
from tests.e2e.conftest import Opens, Person
from tests.helpers import SEVEN, further, untrained, write_mnist
from tests.numbers.hand import written

GAMMA = (0.3, 0.85), (0.3, 0.2), (0.7, 0.22)


@pytest.fixture
def store() -> OwnSamples:
    return OwnSamples(samples_root())


@pytest.fixture
def lessons(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes lessons of so many small steps."""

    def of(steps: int) -> None:
        made = FineTuneConfig(steps=steps, own=4, rehearsed=4, others=2, variations=8, learning_rate=1e-3)
        monkeypatch.setattr(session, "FineTuneConfig", lambda: made)

    return of


@pytest.fixture
def short_lessons(lessons: Callable[[int], None], small_mnist: Path) -> None:
    """Of three steps, with few digits to go over: the shipped network is large."""
    write_mnist(small_mnist, 60, 10)
    lessons(3)


ENDLESS = 10_000
"""Steps of a lesson that does not end by itself."""


def kept(store: OwnSamples) -> list[Sample]:
    return list(store.listing().samples)


def labels(store: OwnSamples) -> list[int]:
    return [sample.label for sample in kept(store)]


def keep(store: OwnSamples, *digits: int) -> list[Sample]:
    """Keep a drawn seven as each of these digits."""
    return [store.add(SEVEN, digit) for digit in digits]


def correct(person: Person, digit: int) -> None:
    """Press the key of a digit on the pad."""
    person.key("canvas", Qt.Key(Qt.Key.Key_0 + digit))


def click_bar(person: Person, digit: int) -> None:
    bars = person.panel.bars
    rows = bars.viewport()
    look = BarsLook(bars.font(), bars.palette(), rows.size(), DIGITS, bars.as_probability())
    place = QPoint(rows.width() // 2, round((digit + 0.5) * look.row))
    person.qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=place)


def view(person: Person, count: int) -> SamplesView:
    """The thumbnails, as soon as there are `count`, in the tab brought into sight by a click on its title."""
    bar, tab = person.window.tabs.tabBar(), person.window.samples_tab
    title = bar.tabRect(person.window.tabs.indexOf(tab)).center()
    person.qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=title)
    assert tab.isVisible()
    person.wait(lambda: tab.view.model().rowCount() == count)
    return tab.view


def click_sample(person: Person, row: int, more: bool = False) -> None:
    shown = person.window.samples_tab.view
    place = shown.visualRect(shown.model().index(row, 0)).center()
    held = Qt.KeyboardModifier.ControlModifier if more else Qt.KeyboardModifier.NoModifier
    person.qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, held, place)


def test_a_key_on_the_pad_says_what_the_drawing_was(ready: Person, store: OwnSamples) -> None:
    ready.draw(*GAMMA)
    correct(ready, 1)
    ready.message("Kept as 1")
    (sample,) = kept(store)
    assert read_sample(sample) == ready.drawing
    correct(ready, 7)  # the same drawing is relabelled and not kept twice
    ready.message("It is 7 now, not 1")
    assert labels(store) == [7]
    ready.answer("Undo")
    ready.wait(lambda: labels(store) == [1])
    correct(ready, 1)
    ready.message("as 1 already")
    ready.click("clearButton")
    ready.draw((0.5, 0.2), (0.5, 0.8))
    correct(ready, 2)
    ready.message("Kept as 2")
    ready.answer("Undo")
    ready.wait(lambda: labels(store) == [1])


def test_a_correction_is_taught_at_once(ready: Person, short_lessons: None) -> None:
    ready.draw(*GAMMA)
    correct(ready, 1)
    ready.answer("Teach it now")
    assert ready.window.tabs.currentWidget() is ready.window.samples_tab
    ready.message("It was taught: of 1 sample")


@pytest.mark.slow
def test_what_cannot_be_taught_now_is_said(ready: Person, store: OwnSamples) -> None:
    ready.start_run()
    ready.draw(*GAMMA)
    correct(ready, 1)
    ready.answer("Teach it now")
    ready.message("A training run is going on")
    ready.tab("training")
    ready.stop()
    assert labels(store) == [1]


def test_a_click_on_a_bar_says_it_too_where_there_is_an_answer(ready: Person, store: OwnSamples) -> None:
    click_bar(ready, 3)  # no answer yet
    hint = ready.find("correctionHint")
    assert hint.accessibleName() == ""
    ready.draw(*GAMMA)
    ready.wait(lambda: ready.digit != -1)
    assert "press 0–9" in hint.accessibleName()
    click_bar(ready, 4)
    ready.message("Kept as 4")
    assert labels(store) == [4]
    ready.click("clearButton")
    ready.wait(lambda: hint.accessibleName() == "")


@pytest.mark.parametrize("pad", ["blank", further("rubbed out"), further("blank picture")])
def test_without_ink_nothing_is_kept_and_it_is_said(
    ready: Person, store: OwnSamples, tmp_path: Path, pad: str
) -> None:
    if pad == "rubbed out":
        ready.draw((0.5, 0.5))
        ready.wait(lambda: ready.digit != -1)
        ready.rub_out()
        ready.wait(lambda: ready.digit == -1)
    if pad == "blank picture":
        Image.new("L", (300, 200), 255).save(tmp_path / "blank.png")
        ready.open(tmp_path / "blank.png")
        ready.wait(lambda: isinstance(ready.drawing, PadPicture))
    correct(ready, 7)
    ready.message("No ink was found in this picture" if pad == "blank picture" else "Draw a digit first")
    assert (ready.window.banner.kind(), kept(store)) == ("info", [])


@pytest.mark.slow
def test_what_is_said_before_a_picture_is_read_counts_for_that_picture(
    ready: Person, store: OwnSamples
) -> None:
    pictures = [
        PadPicture(grey=1 - rasterize(written(text, height=18, at=(8, 5))), name=text) for text in ("3", "0")
    ]
    canvas = ready.canvas
    canvas.set_drawing(pictures[0])
    ready.wait(lambda: ready.digit == 3)
    canvas.set_drawing(pictures[1])
    correct(ready, 0)  # while the three is still what was read last
    ready.message("Kept as 0")
    (sample,) = kept(store)
    assert np.asarray(Image.open(sample.picture))[56, 56] == 0, "the hole of the nought"
    canvas.set_drawing(pictures[0])
    correct(ready, 3)
    ready.click("clearButton")  # that was said of a drawing which has gone before it was read
    ready.wait(lambda: ready.digit == -1)
    assert len(kept(store)) == 1


@pytest.mark.slow
def test_of_a_number_the_chosen_digit_is_kept(ready: Person, store: OwnSamples) -> None:
    canvas = ready.canvas
    ready.draw_seven()
    ready.wait(lambda: ready.digit == 7)
    canvas.set_drawing(written("27", gap=0.4, at=(3, 9)))
    correct(ready, 2)
    ready.message("Kept as 2")
    ready.wait(lambda: len(canvas.marks()) == 2)
    canvas.mark_clicked.emit(1)
    click_bar(ready, 7)
    ready.message("Kept as 7")
    two, seven = kept(store)
    assert read_sample(two) == Drawing(canvas.drawing().strokes[:1])
    assert read_sample(seven) == Drawing(canvas.drawing().strokes[1:])


@pytest.mark.slow
def test_samples_that_somebody_took_away_are_said_to_be_gone(ready: Person, store: OwnSamples) -> None:
    for key in (Qt.Key.Key_7, Qt.Key.Key_Delete):
        store.add(SEVEN, 1)
        ready.window.samples_tab.opened.emit()
        shown = view(ready, 1)
        click_sample(ready, 0)
        shutil.rmtree(store.folder)
        ready.qtbot.keyClick(shown, key)
        ready.message("not in their folder any more")
        ready.wait(lambda: ready.window.samples_tab.model.rowCount() == 0)
        ready.window.banner.clear()


def test_only_so_many_thumbnails_are_kept_in_memory(qapp: QApplication) -> None:
    model = SamplesModel()
    samples = [Sample(Path(f"{number}.png"), 1) for number in range(MOST_PICTURES + 5)]
    model.set_samples(samples)
    wanted: list[Path] = []
    model.picture_wanted.connect(wanted.append)

    def picture(row: int) -> QImage | None:
        return model.index(row).data(Qt.ItemDataRole.DecorationRole)

    for row, sample in enumerate(samples):
        assert picture(row) is None
        model.set_picture(sample.picture, QImage(2, 2, QImage.Format.Format_Grayscale8))
    assert picture(5) is not None
    assert len(wanted) == len(samples)
    assert picture(0) is None
    assert wanted[-1] == samples[0].picture  # again, as it went first


def test_what_was_corrected_before_torch_is_there_is_kept(person: Person, store: OwnSamples) -> None:
    person.draw(*GAMMA)
    correct(person, 7)
    person.message("Kept as 7")
    assert labels(store) == [7]


@pytest.mark.slow
def test_closing_right_after_a_correction_keeps_it(ready: Person, store: OwnSamples) -> None:
    ready.draw(*GAMMA)
    correct(ready, 7)
    ready.window.close()
    assert labels(store) == [7]


@pytest.mark.slow
def test_the_tab_says_how_to_get_samples_and_shows_new_ones(ready: Person) -> None:
    model = view(ready, 0).model()
    assert "press the key 0 to 9" in ready.text("samplesEmpty")
    assert not ready.find("teachButton").isEnabled()
    ready.draw(*GAMMA)
    correct(ready, 7)
    ready.wait(lambda: model.rowCount() == 1)
    index = model.index(0, 0)
    ready.wait(lambda: (picture := index.data(Qt.ItemDataRole.DecorationRole)) and not picture.isNull())
    assert index.data() == "7"
    assert ready.find("teachButton").isEnabled()


@pytest.mark.slow
def test_selected_samples_are_relabelled_by_a_key_or_the_menu(ready: Person, store: OwnSamples) -> None:
    keep(store, 1, 1, 4)
    shown = view(ready, 3)
    assert not ready.find("relabelButton").isEnabled()
    click_sample(ready, 0)
    click_sample(ready, 1, more=True)
    ready.qtbot.keyClick(shown, Qt.Key.Key_7)
    ready.message("are 7 now: 2")
    assert labels(store) == [4, 7, 7]
    ready.wait(lambda: [sample.label for sample in shown.selected()] == [7, 7])
    ready.answer("Undo")
    ready.wait(lambda: labels(store) == [1, 1, 4])
    ready.wait(lambda: ready.window.samples_tab.model.counts()[1] == 2)
    click_sample(ready, 2)
    assert ready.find("relabelButton").isEnabled()
    ready.window.samples_tab.digits.actions()[9].trigger()
    ready.wait(lambda: labels(store) == [1, 1, 9])


def test_deleted_samples_come_back(ready: Person, store: OwnSamples) -> None:
    samples = keep(store, 1, 7, 7)
    shown = view(ready, 3)
    ready.qtbot.keyClick(shown, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    ready.qtbot.keyClick(shown, Qt.Key.Key_Delete)
    ready.message("Samples deleted: 3")
    assert kept(store) == []
    ready.wait(lambda: ready.find("samplesEmpty").isVisible())
    ready.answer("Undo")
    ready.wait(lambda: kept(store) == samples)
    ready.wait(lambda: shown.model().rowCount() == 3)
    click_sample(ready, 0)
    ready.click("deleteSampleButton")
    ready.wait(lambda: kept(store) == samples[1:])


@pytest.mark.slow
def test_the_context_menu_offers_the_same(
    ready: Person, store: OwnSamples, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_: opened.append(menu))
    store.add(SEVEN, 1)
    shown = view(ready, 1)
    click_sample(ready, 0)
    shown.customContextMenuRequested.emit(shown.visualRect(shown.model().index(0, 0)).center())
    (menu,) = opened
    assert [action.text() for action in menu.actions()] == ["Put it on the pad", "It was a", "Delete"]
    menu.actions()[-1].trigger()
    ready.wait(lambda: kept(store) == [])


@pytest.mark.slow
def test_only_one_digit_is_shown(ready: Person, store: OwnSamples) -> None:
    keep(store, 1, 7, 7)
    model = view(ready, 3).model()
    combo = ready.find("samplesFilter")
    assert combo.itemText(8) == "7 (2)"
    ready.pick("samplesFilter", "7")
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["7", "7"]
    combo.setCurrentIndex(combo.findData(3))
    assert "no sample of this digit" in ready.text("samplesEmpty")


def test_samples_are_put_on_the_pad(ready: Person, store: OwnSamples) -> None:
    _, pictured = keep(store, 7, 7)
    pictured.strokes.unlink()
    shown = view(ready, 2)
    click_sample(ready, 0)
    ready.click("putSampleButton")
    ready.wait(lambda: (ready.drawing, ready.digit) == (SEVEN, 7))
    ready.click("undoButton")
    assert ready.drawing.empty
    click_sample(ready, 1)
    ready.qtbot.keyClick(shown, Qt.Key.Key_Return)
    ready.wait(lambda: getattr(ready.drawing, "name", "") == pictured.picture.name and ready.digit == 7)


def test_samples_are_exported_and_their_folder_opened(
    ready: Person, store: OwnSamples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, 1, 7, 7)
    view(ready, 3)
    out = tmp_path / "out"
    ready.choose(out)
    ready.window.samples_tab.export_action.trigger()
    ready.message(f"Samples copied to {out}: 3")
    assert len(list(out.glob("7/*.png"))) == 2
    ready.window.samples_tab.export_action.trigger()
    ready.message("choose an empty one")
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    ready.window.samples_tab.folder_action.trigger()
    ready.wait(lambda: bool(opened))
    assert Path(opened[0].toLocalFile()) == store.folder


@pytest.mark.slow
def test_strange_files_are_told_and_a_broken_picture_is_a_question_mark(
    ready: Person, store: OwnSamples
) -> None:
    store.delete(keep(store, 1))  # in a window of long ago: nobody can undo that any more
    for path in store.folder.glob(".deleted/*"):
        os.utime(path, (0, 0))
    keep(store, 7)
    (store.folder / "7" / "a-broken.png").write_bytes(b"no picture")
    (store.folder / "7" / "notes.txt").write_text("hello")
    model = view(ready, 2).model()
    ready.wait(lambda: ready.find("samplesPassedOver").isVisible())
    assert "notes.txt is not a picture" in ready.find("samplesPassedOver").accessibleName()
    rows = (model.index(row, 0) for row in range(2))
    broken = next(row for row in rows if row.data(Qt.ItemDataRole.ToolTipRole) == "a-broken.png")
    ready.wait(lambda: broken.data(Qt.ItemDataRole.DecorationRole) is not None)
    assert broken.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert not list(store.folder.glob(".deleted/*/*"))


def weights_of(person: Person) -> dict[str, torch.Tensor]:
    return dict(person.network.model)


def same(first: dict[str, torch.Tensor], second: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(value, second[name]) for name, value in first.items())


def teach(person: Person, store: OwnSamples) -> None:
    """Keep a sample and press Teach."""
    keep(store, 7)
    view(person, 1)
    person.click("teachButton")


def teach_a_seven(person: Person, store: OwnSamples) -> None:
    """Keep a sample and teach it; when this returns, the taught network answers."""
    before = weights_of(person)
    teach(person, store)
    person.message("It was taught")
    person.wait(lambda: not same(weights_of(person), before))


@pytest.mark.usefixtures("short_lessons")
def test_the_network_is_taught_and_the_teaching_undone(
    ready: Person, store: OwnSamples, settings: QSettings
) -> None:
    keep(store, 7, 7, 7)
    shipped = weights_of(ready)
    view(ready, 3)
    ready.click("teachButton")
    assert ready.find("cancelTeachingButton").isVisible()
    ready.message("It was taught: of 3 samples it learnt from, 3 are read right now")
    result = ready.window.samples_tab.teaching.result()
    assert "your samples, learnt from: 3 of 3, 3 of 3" in result
    assert "MNIST's test set" in result
    ready.wait(lambda: not same(weights_of(ready), shipped))
    (saved,) = taught_root().glob("*.pth")
    assert same(dict(load_checkpoint(saved).model), weights_of(ready))
    assert Settings(settings).recent[0] == saved  # a restart offers it
    ready.click("undoTeachingButton")
    ready.wait(lambda: same(weights_of(ready), shipped))
    ready.message("The former network answers again")
    ready.wait(lambda: not ready.find("undoTeachingButton").isEnabled())
    assert saved.exists()


@pytest.mark.slow
@pytest.mark.usefixtures("short_lessons")
def test_the_taught_network_answers_in_the_next_window_too_and_can_still_be_undone(
    ready: Person, store: OwnSamples, open_person: Opens
) -> None:
    shipped = weights_of(ready)
    teach_a_seven(ready, store)
    taught = weights_of(ready)
    ready.window.close()
    second = open_person(loaded=True)
    assert same(weights_of(second), taught)
    second.tab("samples")
    second.click("undoTeachingButton")
    second.wait(lambda: same(weights_of(second), shipped))
    second.window.close()
    third = open_person(loaded=True)
    assert same(weights_of(third), shipped)


@pytest.mark.slow
@pytest.mark.usefixtures("short_lessons")
def test_a_taught_network_that_broke_meanwhile_is_said_and_the_shipped_one_answers(
    ready: Person, store: OwnSamples, open_person: Opens
) -> None:
    shipped = weights_of(ready)
    teach_a_seven(ready, store)
    ready.window.close()
    (saved,) = taught_root().glob("*.pth")
    saved.write_bytes(b"broken")
    second = open_person(loaded=True)
    assert same(weights_of(second), shipped)
    assert second.window.banner.kind() == "error"


@pytest.mark.slow
@pytest.mark.usefixtures("short_lessons")
def test_teaching_is_undone_while_the_taught_network_answers_and_without_the_formers_file(
    ready: Person, store: OwnSamples, tmp_path: Path
) -> None:
    first, other = tmp_path / "first.pth", tmp_path / "other.pth"
    shipped, undo = weights_of(ready), ready.find("undoTeachingButton")
    save_checkpoint(load_checkpoint(default_checkpoint()), first)
    save_checkpoint(untrained("quick"), other)
    ready.open(first)
    ready.wait(lambda: ready.network.path == first)
    teach(ready, store)
    ready.message("It was taught")
    ready.wait(undo.isEnabled)
    taught = ready.network.path
    ready.open(other)
    # Another network was not taught, so there is nothing to undo.
    ready.wait(lambda: not undo.isEnabled())
    ready.open(taught)
    ready.wait(undo.isEnabled)
    first.unlink()
    ready.click("undoTeachingButton")
    ready.wait(lambda: same(weights_of(ready), shipped))
    assert ready.window.banner.kind() == "info"


@pytest.mark.slow
def test_a_run_and_a_lesson_keep_out_of_each_others_way(
    ready: Person, store: OwnSamples, lessons: Callable[[int], None]
) -> None:
    lessons(ENDLESS)
    shipped, box, training = weights_of(ready), ready.window.samples_tab.teaching, ready.controller.training
    teach(ready, store)
    training.train(ready.form.settings())
    ready.message("is being taught your samples")
    assert not training.running
    ready.click("cancelTeachingButton")
    ready.wait(lambda: ready.find("teachButton").isEnabled())
    assert same(weights_of(ready), shipped)  # a cancelled lesson changes nothing
    assert (taught_root().exists(), box.result()) == (False, "")
    training.train({**ready.form.settings(), "epochs": 1000})
    assert not ready.find("teachButton").isEnabled()
    assert "training run is going on" in box.note()
    training.stop()
    ready.wait(lambda: ready.find("teachButton").isEnabled())


@pytest.mark.slow
def test_closing_in_the_middle_of_a_lesson_leaves_nothing_half_written(
    ready: Person, store: OwnSamples, lessons: Callable[[int], None]
) -> None:
    lessons(ENDLESS)
    teach(ready, store)
    ready.wait(lambda: ready.find("teachingProgress").accessibleDescription() == "Teaching")
    ready.window.close()
    assert ready.window.isVisible()
    ready.answer("Go on")
    assert (ready.banner, ready.controller.training.running) == ("", False)
    ready.window.close()
    ready.message("it learns nothing of them")
    ready.answer("Close and drop the lesson")
    assert (ready.window.isVisible(), taught_root().exists()) == (False, False)


@pytest.mark.slow
def test_who_closes_twice_means_it(ready: Person, store: OwnSamples, lessons: Callable[[int], None]) -> None:
    lessons(ENDLESS)
    teach(ready, store)
    ready.window.close()
    ready.message("it learns nothing of them")
    ready.window.close()
    assert not ready.window.isVisible()


@pytest.mark.slow
def test_a_question_about_a_lesson_goes_when_the_lesson_has_ended(
    ready: Person, store: OwnSamples, lessons: Callable[[int], None]
) -> None:
    lessons(ENDLESS)
    teach(ready, store)
    ready.window.close()
    ready.message("it learns nothing of them")
    ready.tab("samples")
    ready.click("cancelTeachingButton")
    ready.wait(lambda: ready.banner == "")


@pytest.mark.slow
def test_without_mnist_drawn_digits_are_gone_over_and_it_says_so(
    ready: Person,
    store: OwnSamples,
    lessons: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    lessons(1)
    monkeypatch.setattr("digitpad.training.finetune.rehearsal.SYNTHETIC_COUNTS", (40, 20))
    monkeypatch.setenv("DIGITPAD_DATA", str(tmp_path / "nothing here"))
    teach(ready, store)
    ready.message("digits drawn by the program instead")
    assert "drawn test digits" in ready.window.samples_tab.teaching.result()


@pytest.mark.slow
@pytest.mark.usefixtures("short_lessons")
def test_a_network_chosen_during_the_lesson_stays(ready: Person, store: OwnSamples, tmp_path: Path) -> None:
    other = untrained("quick")
    save_checkpoint(other, tmp_path / "other.pth")
    teach(ready, store)
    ready.open(tmp_path / "other.pth")
    ready.message("The taught network is ready")
    assert same(weights_of(ready), dict(other.model))
    ready.answer("Use it")
    ready.wait(lambda: ready.network.path in set(taught_root().glob("*.pth")))


@pytest.mark.slow
def test_own_samples_can_be_trained_on(ready: Person, store: OwnSamples) -> None:
    combo = ready.find("datasetCombo")
    assert combo.itemText(combo.findData("own")) == "Own samples (what you corrected)"
    ready.begin(recipe="quick", dataset="own", epochs=1, batch_size=4)
    ready.message("There are 0 own samples")
    keep(store, *[7] * 12)
    ready.click("trainButton")
    ready.message("are of one class (7), so there is nothing to tell apart")
    keep(store, *[1] * 6)
    ready.click("trainButton")
    ready.message("The network you trained answers now")


@pytest.mark.slow
def test_of_thousands_of_samples_only_those_in_sight_are_read(ready: Person, store: OwnSamples) -> None:
    content = keep(store, 1)[0].picture.read_bytes()
    for number in range(1999):
        (store.folder / "1" / f"{number}.png").write_bytes(content)
    wanted: list[Path] = []
    ready.window.samples_tab.model.picture_wanted.connect(wanted.append)
    shown = view(ready, 2000)
    ready.wait(lambda: bool(wanted))
    count = len(wanted)
    assert count < 300
    shown.scrollToBottom()
    ready.wait(lambda: len(wanted) > count)
