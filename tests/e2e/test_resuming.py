"""The user goes on with a run: as it was, with other settings, after bad things happened."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from digitpad.model.loading import load_checkpoint
from digitpad.resources import runs_root
from digitpad.torchvision_compat import torchvision_module
from tests.e2e.conftest import Person, run_file
from tests.helpers import further


def recipe() -> dict[str, Any]:
    return dict(load_checkpoint(run_file()).recipe)


def changes() -> list[dict[str, Any]]:
    return list(load_checkpoint(run_file()).history.get("changes", ()))


def stopped_run(person: Person) -> None:
    """A run that was stopped before its end."""
    person.start_run()
    person.stop()


def test_changed_settings_are_asked_about_made_and_recorded(ready: Person) -> None:
    stopped_run(ready)
    step = load_checkpoint(run_file()).metrics["step"]
    ready.click("advancedButton")
    ready.type("learningRateSpin", "0.001")
    ready.pick("optimizerCombo", "Adam")
    ready.click("resumeButton")
    ready.message("with these changes?")
    assert "Learning rate 0.01 → 0.001" in ready.banner
    assert "Optimiser SGD → Adam" in ready.banner
    ready.answer("With the changes")
    ready.wait_for_steps()
    assert "learning rate 0.001 instead of 0.01" in ready.log
    assert "without the averages (momentum)" in ready.log
    ready.stop()
    assert (recipe()["learning_rate"], recipe()["optimizer"]) == (0.001, "adam")
    expected = [("learning_rate", 0.01, 0.001), ("optimizer", "sgd", "adam")]
    recorded = [(c["setting"], c["before"], c["after"]) for c in changes()]
    assert sorted(recorded) == expected
    assert {c["step"] for c in changes()} == {step}
    # From now on these are the run's own settings: nothing is asked.
    ready.click("resumeButton")
    ready.wait_for_steps()
    ready.stop()
    assert len(changes()) == 2


def test_as_it_was_leaves_the_settings_alone(ready: Person) -> None:
    stopped_run(ready)
    ready.type("learningRateSpin", "0.5")
    ready.click("resumeButton")
    ready.message("with these changes?")
    ready.answer("As it was")
    ready.wait_for_steps()
    assert ready.text("learningRateSpin") == "0.01"
    ready.stop()
    assert recipe()["learning_rate"] == 0.01
    assert changes() == []


def test_a_question_that_is_closed_changes_nothing(ready: Person) -> None:
    stopped_run(ready)
    before = run_file().read_bytes()
    ready.type("learningRateSpin", "0.5")
    ready.click("resumeButton")
    ready.message("with these changes?")
    ready.click("statusCloseButton")
    assert ready.find("trainButton").isEnabled()
    assert run_file().read_bytes() == before


def test_a_setting_that_would_make_another_run_is_explained(ready: Person) -> None:
    stopped_run(ready)
    ready.type("seedSpin", "9")
    ready.click("resumeButton")
    ready.message("keeps its seed (1)")
    ready.answer("As it was")
    ready.wait_for_steps()
    ready.stop()
    assert recipe()["seed"] == 1


def test_a_form_about_another_recipe_says_nothing_about_the_run(ready: Person) -> None:
    stopped_run(ready)
    ready.pick("recipeCombo", "notes-adam")
    ready.click("resumeButton")
    ready.message("it goes on as it was saved")
    ready.wait_for_steps()
    assert ready.text("recipeCombo") == "notes-basic"
    ready.stop()
    assert changes() == []


def test_a_loaded_run_shows_its_settings_and_resumes_with_one_click(ready: Person, tmp_path: Path) -> None:
    stopped_run(ready)
    moved = tmp_path / "mine" / "last.pth"
    shutil.copytree(run_file().parent, moved.parent)
    shutil.rmtree(run_file().parent)
    ready.pick("recipeCombo", "notes-adam")
    ready.open(moved)
    ready.message("keeps a run")
    assert ready.window.training_tab.form.settings() == {
        "recipe": "notes-basic",
        "device": "auto",
        "epochs": 5000,
    }
    step = load_checkpoint(moved).metrics["step"]
    ready.click("resumeButton")
    ready.wait_for_steps()
    ready.stop()
    assert load_checkpoint(moved).metrics["step"] > step
    assert list(runs_root().glob("*/last.pth")) == []


def test_the_newest_runs_settings_can_be_shown_and_edited(
    open_person: Callable[[], Person], small_mnist: Path
) -> None:
    first = open_person()
    first.wait_for_torch()
    stopped_run(first)
    first.window.close()
    second = open_person()
    second.wait_for_torch()
    second.pick("recipeCombo", "quick")
    second.menu("showRunAction")
    second.message("the run's settings")
    assert second.window.training_tab.form.settings()["recipe"] == "notes-basic"
    second.type("momentumSpin", "0.9")
    second.click("resumeButton")
    second.message("Momentum 0.5 → 0.9")
    second.answer("With the changes")
    second.wait_for_steps()
    second.stop()
    assert recipe()["momentum"] == 0.9


def test_extending_a_finished_run_says_what_it_does_to_the_schedule(ready: Person) -> None:
    ready.train(recipe="quick")
    ready.click("resumeButton")
    ready.message("finished 1 of 1 epochs")
    ready.type("epochsSpin", "3")
    ready.click("resumeButton")
    ready.message("stretched from 1 to 3 epochs")
    ready.wait_for_end()
    assert "stretched from 1 to 3 epochs" in ready.log
    assert load_checkpoint(run_file()).metrics["epoch"] == 3


def test_a_run_that_diverged_goes_on_with_a_smaller_learning_rate(ready: Person) -> None:
    answering = ready.network
    ready.set_recipe(recipe="notes-wide", epochs=10)
    ready.type("momentumSpin", "0.5")
    ready.type("learningRateSpin", "100")
    ready.click("trainButton")
    ready.message("Training diverged")
    ready.wait_for_end()
    ready.wait(lambda: ready.network.path == answering.path)
    assert ready.window.banner.kind() == "error"
    ready.answer("Resume with learning rate 10")
    ready.wait(lambda: "learning rate 10.0 instead of 100" in ready.log)
    ready.wait_for_end()
    assert ready.window.training_tab.form.settings()["learning_rate"] == 10


@pytest.mark.parametrize("gone", [False, further(True)])
def test_a_damaged_or_missing_file_goes_on_from_the_one_before(ready: Person, gone: bool) -> None:
    stopped_run(ready)
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


def test_a_folder_in_whose_place_a_file_lies_pauses_the_run_and_it_can_go_on(ready: Person) -> None:
    ready.start_run()
    folder = run_file().parent
    ready.pause()
    shutil.rmtree(folder)
    folder.write_text("in the way")
    ready.click("resumeButton")
    ready.message("could not be")
    ready.wait(lambda: ready.find("resumeButton").isEnabled())
    assert str(folder) in ready.banner
    folder.unlink()
    ready.click("resumeButton")
    ready.wait_for_steps()
    assert ready.banner == ""
    assert not ready.window.banner.isVisible()
    ready.stop()
    assert run_file().parent == folder


def paused_without_a_place(person: Person) -> Path:
    """A paused run that has learnt something and in whose folder's place a file lies; gives the folder."""
    person.start_run()
    folder = run_file().parent
    person.pause()
    shutil.rmtree(folder)
    folder.write_text("in the way")
    return folder


def labels(person: Person) -> list[str]:
    """The banner's buttons."""
    return [button.text() for button in person.window.banner.findChildren(QPushButton) if button.isVisible()]


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


def test_a_run_whose_stop_failed_goes_on(ready: Person) -> None:
    folder = paused_without_a_place(ready)
    seen = ready.examples_seen
    ready.click("stopButton")
    ready.message("could not be")
    folder.unlink()
    ready.click("resumeButton")
    ready.wait(lambda: ready.examples_seen > seen)
    assert ready.banner == ""
    ready.stop()
    assert load_checkpoint(folder / "last.pth").metrics["examples_seen"] > seen


def test_an_unforeseen_error_of_saving_does_not_throw_the_run_away(
    ready: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_trainer: object) -> None:
        raise RuntimeError("the device is gone")

    stopped_run(ready)
    ready.click("resumeButton")
    ready.wait_for_steps()
    with monkeypatch.context() as patch:
        patch.setattr("digitpad.training.trainer.Trainer.save", broken)
        ready.click("stopButton")
        ready.message("could not be saved: the device is gone")
        ready.wait(lambda: ready.find("resumeButton").isEnabled())
    ready.stop()


def test_a_window_whose_run_cannot_be_saved_stays_open_until_it_can(
    ready: Person, qapp: QApplication
) -> None:
    folder = paused_without_a_place(ready)
    left: list[bool] = []
    qapp.lastWindowClosed.connect(lambda: left.append(True))
    for _ in range(2):
        assert not ready.window.close()
        assert ready.window.isVisible()
        assert ready.window.banner.kind() == "error"
        assert "the window stays open" in ready.banner
        assert str(folder) in ready.banner
        assert labels(ready) == ["Try again", "Close without saving"]
    ready.wait(lambda: ready.find("stopButton").isEnabled())  # what the thread said has come by now
    assert labels(ready) == ["Try again", "Close without saving"]
    ready.answer("Try again")
    assert ready.window.isVisible()
    assert left == []
    before = ready.log_probs
    ready.draw_seven()  # nothing else of the window was ended: the pad still answers
    ready.wait(lambda: ready.log_probs != before)
    folder.unlink()
    ready.answer("Try again")
    assert not ready.window.isVisible()
    assert load_checkpoint(folder / "last.pth").metrics["step"] > 0


def test_a_window_whose_run_cannot_be_saved_closes_without_saving(ready: Person) -> None:
    folder = paused_without_a_place(ready)
    assert not ready.window.close()
    ready.answer("Close without saving")
    assert not ready.window.isVisible()
    assert folder.read_text() == "in the way"


def test_a_run_goes_on_after_the_window_could_not_be_closed(ready: Person) -> None:
    folder = paused_without_a_place(ready)
    assert not ready.window.close()
    ready.wait(lambda: ready.find("resumeButton").isEnabled())
    folder.unlink()
    seen = ready.examples_seen
    ready.click("resumeButton")
    ready.wait(lambda: ready.examples_seen > seen)
    assert ready.banner == ""
    assert ready.window.close()
    assert load_checkpoint(folder / "last.pth").metrics["examples_seen"] > seen


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
    ready.wait(lambda: "Finished" in ready.log)
    assert ready.find("runMachine").isVisible()
    assert ready.text("runMachine").endswith("· bfloat16")
    assert f"Training on {ready.text('runMachine')}" in ready.log
    assert recipe()["precision"] == "bfloat16"
    ready.wait_for_end()


def test_a_picked_run_goes_on_as_it_was(ready: Person, tmp_path: Path) -> None:
    stopped_run(ready)
    moved = tmp_path / "mine" / "last.pth"
    shutil.copytree(run_file().parent, moved.parent)
    step = load_checkpoint(moved).metrics["step"]
    ready.type("learningRateSpin", "0.5")
    ready.choose(moved)
    ready.menu("chooseRunAction")
    ready.wait_for_steps()
    ready.stop()
    again = load_checkpoint(moved)
    assert again.metrics["step"] > step
    assert again.recipe["learning_rate"] == 0.01


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a file system that cannot be written")
def test_a_place_that_cannot_be_written_is_said_and_the_run_can_go_on_elsewhere(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "linked"
    home.symlink_to("/proc")
    monkeypatch.setenv("DIGITPAD_HOME", str(home))
    ready.set_recipe(recipe="notes-basic", epochs=2)
    ready.click("trainButton")
    ready.message("could not be made")
    ready.wait(lambda: ready.find("resumeButton").isEnabled())  # paused, with nothing lost
    home.unlink()
    ready.click("resumeButton")
    ready.wait(lambda: "Finished" in ready.log)
    ready.wait_for_end()
    assert load_checkpoint(run_file()).metrics["epoch"] == 2


def test_training_waits_until_nothing_else_is_imported(person: Person) -> None:
    # Two threads that import modules which import each other get half-made ones.
    person.wait(lambda: person.find("trainButton").isEnabled())
    loader = person.window.controller.startup.loader
    person.start_run()
    assert not loader.running
    person.stop()


def test_a_run_whose_dataset_is_gone_keeps_its_dataset_and_may_be_tried_again(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_run(ready)
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


def test_closing_while_the_run_is_looked_at_leaves_it_as_it_was(ready: Person) -> None:
    stopped_run(ready)
    before = run_file().read_bytes()
    ready.type("learningRateSpin", "0.5")
    ready.click("resumeButton")
    assert not ready.find("trainButton").isEnabled()
    ready.window.close()
    assert run_file().read_bytes() == before


def test_a_run_of_a_recipes_file_is_trained_further(ready: Person, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "Mine"\nbased_on = "quick"\nepochs = 1\n', encoding="utf-8")
    assert ready.window.controller.recipe_files.open(path)
    ready.click("trainButton")
    ready.wait(lambda: "Finished" in ready.log)
    ready.wait_for_end()
    form = ready.window.training_tab.form
    assert form.recipe.currentData() == str(path)  # and no second entry for the run
    assert form.recipe.findData("Mine") < 0
    ready.type("epochsSpin", "2")
    ready.click("resumeButton")
    ready.wait(lambda: "epochs 2 instead of 1" in ready.log)
    ready.wait_for_end()
    (folder,) = runs_root().iterdir()
    assert load_checkpoint(folder / "last.pth").metrics["epoch"] == 2
