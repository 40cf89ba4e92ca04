"""The user trains: Train, Pause, Step, Resume, Stop, and closes the window at any moment."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import FrameType
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QSettings, Qt

import digitpad
from digitpad.data import catalogue
from digitpad.data.sets import idx_files
from digitpad.model.open.loading import load_checkpoint
from digitpad.recipe.presets import preset
from digitpad.torchvision_compat import torchvision_module
from digitpad.ui.settings import Settings
from digitpad.ui.training.controller import TrainingController
from tests.e2e.conftest import TIMEOUT, Opens, Person, run_file
from tests.helpers import further
from tests.training.runs import start


def test_train_shows_the_loss_falling_and_the_new_network_answers(ready: Person) -> None:
    ready.begin(recipe="notes-adam", epochs=6)
    ready.finish()
    saved = load_checkpoint(run_file())
    accuracy = [point[3] for point in saved.history["test"]]
    assert (accuracy[0] < 0.3, accuracy[-1] > 0.5) == (True, True)
    losses = [loss for _, loss in ready.window.training_tab.chart.curves.train.rows()]
    assert losses == pytest.approx([loss for _, loss in saved.history["train"]])
    assert "Train Epoch: 1 [0/300 (0%)]\tLoss: " in ready.log
    ready.wait(lambda: ready.network.path == run_file())
    assert ready.network.architecture == "notes-adam"
    assert "answers now" in ready.banner
    ready.draw((0.5, 0.2), (0.5, 0.8))
    ready.wait(lambda: ready.digit >= 0)


@pytest.mark.slow
def test_the_folder_of_the_datasets_is_chosen_beside_them(
    ready: Person, small_mnist: Path, settings: QSettings
) -> None:
    elsewhere = small_mnist.rename(small_mnist.with_name("elsewhere"))
    ready.choose(elsewhere / "MNIST" / "raw")
    ready.click("datasetFolderButton")
    assert ready.banner == f"Datasets are looked for in {elsewhere}."
    assert Settings(settings).data_folder == elsewhere
    ready.train()
    assert load_checkpoint(run_file()).recipe["dataset"] == "mnist"


@pytest.mark.parametrize("inside", ["", "MNIST/raw"])
def test_a_folder_without_datasets_leaves_them_where_they_are(
    ready: Person, small_mnist: Path, tmp_path: Path, settings: QSettings, inside: str
) -> None:
    wrong = tmp_path / "pictures" / inside
    wrong.mkdir(parents=True)
    (wrong / "cat.png").touch()
    ready.choose(wrong)
    ready.click("datasetFolderButton")
    ready.message(f"{wrong} holds none of the datasets, so they are still looked for in {small_mnist}.")
    assert Settings(settings).data_folder is None


def test_datasets_can_be_downloaded_to_an_empty_folder(
    ready: Person, tmp_path: Path, settings: QSettings
) -> None:
    (tmp_path / "new").mkdir()
    ready.choose(tmp_path / "new")
    ready.click("datasetFolderButton")
    ready.message(f"Datasets are looked for in {tmp_path / 'new'}.")
    assert Settings(settings).data_folder == tmp_path / "new"


def test_after_a_wrong_folder_the_run_still_asks_for_one(
    ready: Person, small_mnist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = small_mnist.rename(small_mnist.with_name("elsewhere"))
    monkeypatch.setattr(torchvision_module("torchvision.datasets").MNIST, "mirrors", ["http://127.0.0.1:9/"])
    ready.begin(recipe="notes-basic", epochs=1)
    ready.message("MNIST is not in")
    ready.wait_for_end()
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    ready.choose(wrong)
    ready.answer("Choose a folder…")
    ready.message(f"{wrong} holds none of the datasets")
    ready.choose(elsewhere)
    ready.answer("Choose a folder…")
    ready.wait_for_steps()
    ready.stop()


@pytest.mark.slow
def test_train_leaves_the_form_as_it_is(ready: Person) -> None:
    form = ready.form
    form.set_settings({"recipe": "quick", "epochs": 1})
    before = form.recipe_values(), form.settings()
    assert before[0]["precision"] == "auto"
    ready.click("trainButton")
    ready.finish()
    assert ((form.recipe_values(), form.settings()), form.edited()) == (before, {})
    assert ready.button("advancedButton").text() == "More settings"
    # What "auto" chose is in the log.
    assert re.search(r"Training on CPU · (float32|bfloat16)", ready.log)


@pytest.mark.slow
def test_the_start_of_a_run_costs_the_window_little(ready: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls of our functions; those that the chart's library needs come on top."""
    monkeypatch.setattr(idx_files, "ORIGINALS", {})  # else the banner says that our small MNIST is not it
    calls: list[int] = []
    ours = str(Path(digitpad.__file__).parent)
    start = TrainingController._run_started

    def counted(controller: TrainingController, info: object) -> None:
        count = 0

        def note(frame: FrameType, event: str, _argument: object) -> None:
            nonlocal count
            count += event == "call" and frame.f_code.co_filename.startswith(ours)

        sys.setprofile(note)
        try:
            start(controller, info)
        finally:
            sys.setprofile(None)
        calls.append(count)

    monkeypatch.setattr(TrainingController, "_run_started", counted)
    for run in (1, 2):  # the first one builds the chart
        ready.set_recipe(recipe="quick", epochs=1)
        ready.click("trainButton")
        ready.wait(lambda run=run: len(calls) == run)  # type: ignore[misc]
        ready.wait_for_end()
    assert calls[1] < 200


@pytest.mark.slow
def test_the_window_trains_exactly_as_the_command_does(
    ready: Person, small_mnist: Path, tmp_path: Path
) -> None:
    ready.train(seed=4)
    trainer = start(preset("notes-basic"), tmp_path / "command", epochs=1, seed=4)
    list(trainer.run())
    both = [dict(load_checkpoint(path).history) for path in (run_file(), trainer.last_path)]
    for history in both:
        assert len(history.pop("seconds")) == 1  # the wall's, which differ
    assert both[0] == both[1]


def test_pause_stands_still_step_trains_one_batch_resume_goes_on(ready: Person) -> None:
    ready.start_run()
    ready.pause()
    seen = ready.examples_seen
    ready.qtbot.wait(200)
    assert ready.examples_seen == seen
    ready.click("stepButton")
    ready.wait(lambda: ready.examples_seen > seen)
    after = ready.examples_seen
    assert after - seen in (64, 300 % 64)  # one batch; the epoch's last one is smaller
    ready.qtbot.wait(100)
    assert ready.examples_seen == after
    ready.click("resumeButton")
    ready.wait(lambda: ready.examples_seen > after + 300)
    ready.stop()


@pytest.mark.slow
def test_steps_repeat_until_step_or_pause_is_pressed_and_closing_saves_the_run(ready: Person) -> None:
    ready.start_run()
    ready.pause()
    pages = ready.window.training_tab.pages
    ready.menu("stepSpeed10Action")
    for ends in ("stepButton", "pauseButton"):
        seen = ready.examples_seen
        ready.click("stepButton")
        ready.wait(lambda: pages.shows_batch)
        pages.show_loss()
        ready.wait(lambda seen=seen: ready.examples_seen > seen + 3 * 64)
        assert not pages.shows_batch  # a page that was turned stays
        ready.click(ends)
        after = ready.examples_seen
        ready.qtbot.wait(250)
        assert ready.examples_seen - after <= 64  # the batch that was on its way
        assert not ready.button("pauseButton").isEnabled()
    ready.click("stepButton")
    ready.wait(lambda: ready.button("stepButton").isChecked())
    seen = ready.examples_seen
    ready.window.close()
    assert load_checkpoint(run_file()).metrics["examples_seen"] >= seen


def test_stop_saves_the_run_and_resume_goes_on_with_it(ready: Person) -> None:
    ready.stopped_run()
    assert "Stopped" in ready.log
    saved = run_file()
    before = load_checkpoint(saved).metrics
    assert before["step"] > 0
    ready.click("resumeButton")
    ready.wait(lambda: ready.examples_seen > before["examples_seen"])
    ready.stop()
    assert run_file() == saved
    again = load_checkpoint(saved)
    assert again.metrics["step"] > before["step"]
    seen = [examples for examples, _ in again.history["train"]]
    assert seen == sorted(set(seen))


def test_resume_in_a_new_window_brings_the_curves_back(open_person: Opens, small_mnist: Path) -> None:
    first = open_person(loaded=True)
    first.start_run()
    first.window.close()
    saved = load_checkpoint(run_file())
    second = open_person(loaded=True)
    second.click("resumeButton")
    second.wait(lambda: second.examples_seen > saved.metrics["examples_seen"] + 600)  # two epochs
    second.stop()
    assert len(load_checkpoint(run_file()).history["train"]) > len(saved.history["train"])


def test_while_training_the_pad_is_read_by_the_newest_weights(ready: Person) -> None:
    ready.draw_seven()
    ready.start_run()
    ready.wait(lambda: ready.network.path is None)
    first = ready.log_probs
    others: list[bool] = []
    recognition = ready.controller.recognition
    recognition.network_shown.connect(lambda: others.append(True))
    with ready.qtbot.waitSignal(recognition.weights_changed, timeout=TIMEOUT):
        pass
    ready.wait(lambda: ready.log_probs != first)
    assert others == [], "newer weights are not another network"
    ready.stop()


@pytest.mark.slow
def test_with_the_switch_off_the_loaded_network_goes_on_answering(ready: Person) -> None:
    ready.click("liveWeightsCheck")
    loaded = ready.network
    ready.start_run()
    ready.qtbot.wait(500)
    assert ready.network is loaded
    ready.stop()


def test_a_setting_that_cannot_be_used_is_said_inline(ready: Person) -> None:
    ready.controller.training.train({"recipe": "quick", "epochs": -3})
    ready.message("epochs is -3")
    assert ready.find("trainButton").isEnabled()


def test_a_full_disk_pauses_the_run_and_it_can_go_on(ready: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Mock(side_effect=OSError(28, "No space left on device"))
    with monkeypatch.context() as patch:
        patch.setattr("digitpad.model.checkpoint.replace_file", full)
        ready.begin(recipe="notes-basic", epochs=2)
        ready.message("no space left")
        ready.wait(lambda: ready.find("resumeButton").isEnabled())
    ready.click("resumeButton")
    ready.finish()
    assert load_checkpoint(run_file()).metrics["epoch"] == 2


def test_without_mnist_the_banner_offers_the_synthetic_set(
    open_person: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITPAD_DATA", str(tmp_path / "nothing"))
    monkeypatch.setattr(catalogue, "SYNTHETIC_TRAIN", 300)
    monkeypatch.setattr(catalogue, "SYNTHETIC_TEST", 50)
    monkeypatch.setattr(torchvision_module("torchvision.datasets").MNIST, "mirrors", ["http://127.0.0.1:9/"])
    person = open_person(loaded=True)
    person.begin(recipe="quick", epochs=1)
    person.message("MNIST is not in")
    person.wait_for_end()
    person.click("statusAction1")
    person.finish()
    assert load_checkpoint(run_file()).recipe["dataset"] == "synthetic"


@pytest.mark.parametrize(
    "phase",
    ["importing", "preparing", "stopping", *map(further, ("painted", "loaded", "running", "paused"))],
)
def test_the_window_closes_in_every_phase_and_keeps_the_run(person: Person, phase: str) -> None:
    if phase == "importing":
        person.qtbot.wait(150)
    elif phase != "painted":
        person.wait_for_torch()
    if phase == "preparing":
        person.begin(recipe="quick", dataset="synthetic")
    if runs := phase in ("running", "paused", "stopping"):
        person.start_run()
    if phase == "paused":
        person.pause()
    if phase == "stopping":
        person.click("stopButton")
    person.window.close()
    assert not person.window.isVisible()
    if runs:
        assert load_checkpoint(run_file()).metrics["step"] > 0


@pytest.mark.slow
def test_closing_in_mid_stroke_does_no_harm(ready: Person) -> None:
    ready.qtbot.mousePress(ready.canvas, Qt.MouseButton.LeftButton, pos=ready.canvas.rect().center())
    ready.window.close()
    assert not ready.window.isVisible()
