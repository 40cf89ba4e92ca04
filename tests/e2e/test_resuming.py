"""The user goes on with a run: as it was, with other settings, after bad things happened."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from digitpad.errors import CheckpointError, Sentence
from digitpad.model.open.loading import load_checkpoint
from digitpad.resources import runs_root
from digitpad.torchvision_compat import torchvision_module
from digitpad.ui.prediction.worker import LoadFailure
from tests.e2e.conftest import Opens, Person, run_file
from tests.helpers import further


def recipe() -> dict[str, Any]:
    return dict(load_checkpoint(run_file()).recipe)


def changes() -> list[dict[str, Any]]:
    return list(load_checkpoint(run_file()).history.get("changes", ()))


def test_changed_settings_are_asked_about_made_and_recorded(ready: Person) -> None:
    ready.stopped_run()
    step = load_checkpoint(run_file()).metrics["step"]
    ready.click("advancedButton")
    ready.type("learningRateSpin", "0.001")
    ready.pick("optimizerCombo", "Adam")
    ready.click("resumeButton")
    ready.message("with these changes?")
    for change in ("Learning rate 0.01 → 0.001", "Optimiser SGD → Adam"):
        assert change in ready.banner
    ready.answer("With the changes")
    ready.wait_for_steps()
    for sentence in ("learning rate 0.001 instead of 0.01", "without the averages (momentum)"):
        assert sentence in ready.log
    ready.stop()
    assert (recipe()["learning_rate"], recipe()["optimizer"]) == (0.001, "adam")
    recorded = sorted((c["setting"], c["before"], c["after"], c["step"]) for c in changes())
    assert recorded == [("learning_rate", 0.01, 0.001, step), ("optimizer", "sgd", "adam", step)]
    # From now on these are the run's own settings: nothing is asked.
    ready.click("resumeButton")
    ready.wait_for_steps()
    ready.stop()
    assert len(changes()) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("field", "value", "question"),
    [("learningRateSpin", "0.5", "with these changes?"), ("seedSpin", "9", "keeps its seed (1)")],
)
def test_as_it_was_leaves_the_settings_alone(ready: Person, field: str, value: str, question: str) -> None:
    ready.stopped_run()
    before = recipe()
    ready.type(field, value)
    ready.click("resumeButton")
    ready.message(question)
    ready.answer("As it was")
    ready.wait_for_steps()
    assert ready.text("learningRateSpin") == "0.01"
    ready.stop()
    assert (recipe(), changes()) == (before, [])


@pytest.mark.slow
def test_a_form_about_another_recipe_says_nothing_about_the_run(ready: Person) -> None:
    ready.stopped_run()
    ready.pick("recipeCombo", "notes-adam")
    ready.click("resumeButton")
    ready.message("it goes on as it was saved")
    ready.wait_for_steps()
    assert ready.text("recipeCombo") == "notes-basic"
    ready.stop()
    assert changes() == []


@pytest.mark.slow
@pytest.mark.parametrize("closed", ["question", "window"])
def test_a_question_that_is_closed_changes_nothing(ready: Person, closed: str) -> None:
    ready.stopped_run()
    before = run_file().read_bytes()
    ready.type("learningRateSpin", "0.5")
    ready.click("resumeButton")
    if closed == "window":
        assert not ready.find("trainButton").isEnabled()  # the run is still looked at
        ready.window.close()
    else:
        ready.message("with these changes?")
        ready.click("statusCloseButton")
        assert ready.find("trainButton").isEnabled()
    assert run_file().read_bytes() == before


def test_a_loaded_run_shows_its_settings_and_resumes_with_one_click(ready: Person, tmp_path: Path) -> None:
    ready.stopped_run()
    moved = Path(shutil.move(run_file().parent, tmp_path / "mine")) / "last.pth"
    ready.pick("recipeCombo", "notes-adam")
    ready.open(moved)
    ready.message("keeps a run")
    assert ready.form.settings() == {"recipe": "notes-basic", "device": "auto", "epochs": 5000}
    step = load_checkpoint(moved).metrics["step"]
    ready.click("resumeButton")
    ready.wait_for_steps()
    ready.stop()
    assert load_checkpoint(moved).metrics["step"] > step
    assert list(runs_root().glob("*/last.pth")) == []


@pytest.mark.slow
def test_an_earlier_file_that_fails_does_not_take_the_place_of_the_one_asked_for(
    ready: Person, tmp_path: Path
) -> None:
    ready.stopped_run()
    moved = Path(shutil.move(run_file().parent, tmp_path / "mine")) / "last.pth"
    ready.controller.active_network.load(moved)
    gone = CheckpointError("{path} does not exist.", path=tmp_path / "gone.pth")
    ready.controller.recognition.failed.emit(LoadFailure(gone, tmp_path / "gone.pth"))
    ready.message("keeps a run")


@pytest.mark.slow
def test_the_newest_runs_settings_can_be_shown_and_edited(open_person: Opens, small_mnist: Path) -> None:
    first = open_person(loaded=True)
    first.stopped_run()
    first.window.close()
    second = open_person(loaded=True)
    second.pick("recipeCombo", "quick")
    second.menu("showRunAction")
    second.message("the run's settings")
    assert second.form.settings()["recipe"] == "notes-basic"
    second.type("momentumSpin", "0.9")
    second.click("resumeButton")
    second.message("Momentum 0.5 → 0.9")
    second.answer("With the changes")
    second.wait_for_steps()
    second.stop()
    assert recipe()["momentum"] == 0.9


@pytest.mark.slow
def test_extending_a_finished_run_says_what_it_does_to_the_schedule(ready: Person) -> None:
    ready.train(recipe="quick")
    ready.click("resumeButton")
    ready.message("finished 1 of 1 epochs")
    assert ready.window.banner.kind() == "info"
    ready.type("epochsSpin", "3")
    ready.click("resumeButton")
    ready.message("stretched from 1 to 3 epochs")
    ready.wait_for_end()
    assert "stretched from 1 to 3 epochs" in ready.log
    assert load_checkpoint(run_file()).metrics["epoch"] == 3


def test_a_finished_run_is_asked_how_many_more_epochs_it_gets(ready: Person) -> None:
    ready.train()
    ready.wait(lambda: "is finished" in ready.find("resumeButton").toolTip())
    ready.click("resumeButton")
    ready.message("finished 1 of 1 epochs")
    assert labels(ready) == ["1 more epoch", "5 more epochs"]
    ready.answer("1 more epoch")
    ready.finish()
    assert load_checkpoint(run_file()).metrics["epoch"] == 2


def test_a_run_that_waits_is_told_of_when_the_window_opens(open_person: Opens, small_mnist: Path) -> None:
    first = open_person(loaded=True)
    first.stopped_run()
    first.window.close()
    second = open_person(loaded=True)
    second.wait(lambda: " waits in epoch " in second.text("progressLabel"))
    assert second.text("progressLabel").endswith(" of 5000: Resume goes on with it")
    assert second.find("resumeButton").toolTip() == second.text("progressLabel")


@pytest.mark.slow
def test_a_run_that_diverged_goes_on_with_a_smaller_learning_rate(ready: Person) -> None:
    answering = ready.network.path
    ready.set_recipe(recipe="notes-wide", epochs=10)
    ready.type("momentumSpin", "0.5")
    ready.type("learningRateSpin", "100")
    ready.click("trainButton")
    ready.message("Training diverged")
    ready.wait_for_end()
    ready.wait(lambda: ready.network.path == answering)
    assert (ready.window.banner.kind(), "smaller one" in ready.banner) == ("error", True)
    ready.draw_seven()
    ready.wait(lambda: ready.digit == 7)
    ready.answer("Resume with learning rate 10")
    ready.wait(lambda: "learning rate 10.0 instead of 100" in ready.log)
    ready.wait_for_end()
    assert ready.form.settings()["learning_rate"] == 10


@pytest.mark.slow
def test_a_loss_that_rose_is_said_and_a_smaller_rate_offered(
    ready: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    worse = Sentence("The loss rose from {before} to {after}.", {"before": "2.31", "after": "1,256,995.00"})
    with monkeypatch.context() as patch:
        patch.setattr("digitpad.ui.training.failed_runs.rise", lambda *_: worse)
        ready.train()
        ready.message("The loss rose from 2.31 to 1,256,995.00.")
    assert ("The loss rose" in ready.log, ready.window.banner.kind()) == (True, "warning")
    ready.answer("Train again with learning rate 0.001")
    ready.wait(lambda: ready.form.settings().get("learning_rate") == 0.001)
    ready.finish()


@pytest.mark.parametrize("gone", [False, further(True)])
def test_a_damaged_or_missing_file_goes_on_from_the_one_before(ready: Person, gone: bool) -> None:
    ready.stopped_run()
    path = run_file()
    assert path.with_name("last.previous.pth").exists()
    path.unlink()
    if not gone:
        path.write_bytes(b"PK\x03\x04 broken")
    ready.click("resumeButton")
    ready.message("last.previous.pth")
    ready.wait_for_steps()
    ready.stop()
    assert load_checkpoint(path).metrics["step"] > 0


def paused_without_a_place(person: Person) -> Path:
    """A paused run that has learnt something and in whose folder's place a file lies; returns the folder."""
    person.start_run()
    folder = run_file().parent
    person.pause()
    shutil.rmtree(folder)
    folder.write_text("in the way")
    return folder


@pytest.mark.slow
def test_a_folder_in_whose_place_a_file_lies_pauses_the_run_and_it_can_go_on(ready: Person) -> None:
    folder = paused_without_a_place(ready)
    ready.click("resumeButton")
    ready.message("could not be")
    ready.wait(lambda: ready.find("resumeButton").isEnabled())
    assert str(folder) in ready.banner
    folder.unlink()
    ready.click("resumeButton")
    ready.wait_for_steps()
    assert (ready.banner, ready.window.banner.isVisible()) == ("", False)
    ready.stop()
    assert run_file().parent == folder


def labels(person: Person) -> list[str]:
    """The banner's buttons."""
    return [button.text() for button in person.window.banner.findChildren(QPushButton) if button.isVisible()]


@pytest.mark.slow
def test_a_stop_that_cannot_save_pauses_the_run_and_can_be_tried_again(ready: Person) -> None:
    folder = paused_without_a_place(ready)
    seen = ready.examples_seen
    for _ in range(2):
        ready.click("stopButton")
        ready.message("could not be")
        ready.wait(lambda: ready.find("resumeButton").isEnabled())
        assert ready.window.banner.kind() == "error"
        assert str(folder) in ready.banner
        assert not ready.find("trainButton").isEnabled()
        assert "Stopped" not in ready.log
        ready.click("statusCloseButton")
    folder.unlink()
    ready.stop()
    assert load_checkpoint(folder / "last.pth").metrics["examples_seen"] >= seen


@pytest.mark.slow
def test_an_unforeseen_error_of_saving_does_not_throw_the_run_away(
    ready: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Mock(side_effect=RuntimeError("the device is gone"))
    ready.stopped_run()
    ready.click("resumeButton")
    ready.wait_for_steps()
    with monkeypatch.context() as patch:
        patch.setattr("digitpad.training.trainer.Trainer.save", broken)
        ready.click("stopButton")
        ready.message("could not be saved: the device is gone")
        ready.wait(lambda: ready.find("resumeButton").isEnabled())
    ready.stop()


@pytest.mark.slow
def test_a_window_whose_run_cannot_be_saved_stays_open_until_it_can(
    ready: Person, qapp: QApplication
) -> None:
    folder = paused_without_a_place(ready)
    left: list[bool] = []
    qapp.lastWindowClosed.connect(lambda: left.append(True))
    for _ in range(2):
        assert not ready.window.close()
        assert (ready.window.isVisible(), ready.window.banner.kind()) == (True, "error")
        assert "the window stays open" in ready.banner
        assert str(folder) in ready.banner
        assert labels(ready) == ["Try again", "Close without saving"]
    ready.wait(lambda: ready.find("stopButton").isEnabled())  # what the thread said has come by now
    assert labels(ready) == ["Try again", "Close without saving"]
    ready.answer("Try again")
    assert (ready.window.isVisible(), left) == (True, [])
    before = ready.log_probs
    ready.draw_seven()  # nothing else of the window was ended: the pad still answers
    ready.wait(lambda: ready.log_probs != before)
    folder.unlink()
    ready.answer("Try again")
    assert not ready.window.isVisible()
    assert load_checkpoint(folder / "last.pth").metrics["step"] > 0


@pytest.mark.slow
def test_a_window_whose_run_cannot_be_saved_closes_without_saving(ready: Person) -> None:
    folder = paused_without_a_place(ready)
    assert not ready.window.close()
    ready.answer("Close without saving")
    assert not ready.window.isVisible()
    assert folder.read_text() == "in the way"


@pytest.mark.slow
@pytest.mark.parametrize("end", ["stop", "close"])
def test_a_run_whose_end_failed_goes_on(ready: Person, end: str) -> None:
    folder = paused_without_a_place(ready)
    seen = ready.examples_seen
    if end == "stop":
        ready.click("stopButton")
        ready.message("could not be")
    else:
        assert not ready.window.close()
        ready.wait(lambda: ready.find("resumeButton").isEnabled())
    folder.unlink()
    ready.click("resumeButton")
    ready.wait(lambda: ready.examples_seen > seen)
    assert ready.banner == ""
    if end == "stop":
        ready.stop()
    else:
        assert ready.window.close()
    assert load_checkpoint(folder / "last.pth").metrics["examples_seen"] > seen


@pytest.mark.slow
def test_a_folder_that_is_deleted_in_mid_run_is_made_again(ready: Person) -> None:
    ready.start_run()
    folder = run_file().parent
    ready.pause()
    seen = ready.examples_seen
    ready.click("stepButton")  # after a batch nothing is being written
    ready.wait(lambda: ready.examples_seen > seen)
    shutil.rmtree(folder)
    ready.click("resumeButton")
    ready.wait(lambda: (folder / "last.pth").exists())
    ready.stop()
    assert load_checkpoint(folder / "last.pth").metrics["step"] > 0


@pytest.mark.slow
def test_what_computes_and_in_which_numbers_is_shown(ready: Person) -> None:
    ready.click("advancedButton")
    ready.pick("precisionCombo", "bfloat16")
    ready.pick("recipeCombo", "quick")
    ready.pick("precisionCombo", "bfloat16")
    ready.click("trainButton")
    ready.finish()
    assert ready.find("runMachine").isVisible()
    assert f"Training on {ready.text('runMachine')}" in ready.log
    assert (ready.text("runMachine")[-10:], recipe()["precision"]) == ("· bfloat16", "bfloat16")


@pytest.mark.slow
def test_a_picked_run_goes_on_as_it_was(ready: Person, tmp_path: Path) -> None:
    ready.stopped_run()
    copy = Path(shutil.copytree(run_file().parent, tmp_path / "mine")) / "last.pth"
    step = load_checkpoint(copy).metrics["step"]
    ready.type("learningRateSpin", "0.5")
    ready.choose(copy)
    ready.menu("chooseRunAction")
    ready.wait_for_steps()
    ready.stop()
    again = load_checkpoint(copy)
    assert (again.metrics["step"] > step, again.recipe["learning_rate"]) == (True, 0.01)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a file system that cannot be written")
def test_a_place_that_cannot_be_written_is_said_and_the_run_can_go_on_elsewhere(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "linked"
    home.symlink_to("/proc")
    monkeypatch.setenv("DIGITPAD_HOME", str(home))
    ready.begin(recipe="notes-basic", epochs=2)
    ready.message("could not be made")
    ready.wait(lambda: ready.find("resumeButton").isEnabled())  # paused, with nothing lost
    home.unlink()
    ready.click("resumeButton")
    ready.finish()
    assert load_checkpoint(run_file()).metrics["epoch"] == 2


@pytest.mark.slow
def test_training_waits_until_nothing_else_is_imported(person: Person) -> None:
    # Two threads that import modules which import each other get half-made ones.
    person.wait(lambda: person.find("trainButton").isEnabled())
    person.start_run()
    assert not person.controller.startup.loader.running
    person.stop()


@pytest.mark.slow
def test_a_run_whose_dataset_is_gone_keeps_its_dataset_and_may_be_tried_again(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.stopped_run()
    data = tmp_path / "data"
    data.rename(tmp_path / "moved")
    monkeypatch.setattr(torchvision_module("torchvision.datasets").MNIST, "mirrors", ["http://127.0.0.1:9/"])
    ready.click("resumeButton")
    ready.message("MNIST is not in")
    ready.wait_for_end()
    assert labels(ready) == ["Choose a folder…", "Try again"]
    shutil.rmtree(data, ignore_errors=True)
    (tmp_path / "moved").rename(data)
    ready.answer("Try again")
    ready.wait_for_steps()
    ready.stop()
    assert recipe()["dataset"] == "mnist"


@pytest.mark.slow
def test_a_run_of_a_recipes_file_is_trained_further(ready: Person, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "Mine"\nbased_on = "quick"\nepochs = 1\n', encoding="utf-8")
    ready.controller.recipe_files.open(path)
    ready.click("trainButton")
    ready.finish()
    recipes = ready.form.recipe
    assert (recipes.currentData(), recipes.findData("Mine")) == (str(path), -1)  # no second entry for the run
    ready.type("epochsSpin", "2")
    ready.click("resumeButton")
    ready.wait(lambda: "epochs 2 instead of 1" in ready.log)
    ready.wait_for_end()
    assert load_checkpoint(run_file()).metrics["epoch"] == 2
