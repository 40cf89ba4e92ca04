"""The files of a run: nothing that happens to the disk or the program costs what was learnt."""

from __future__ import annotations

import errno
import functools
import itertools
import os
import shutil
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import torch

from digitpad.__main__ import main
from digitpad.errors import CheckpointError, TrainingError, UsageError
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.recipe.recipe import Recipe
from digitpad.training import trainer as trainer_module
from digitpad.training.events import CheckpointSaved, EpochDone, Finished, StepDone
from digitpad.training.files import RunFiles
from digitpad.training.trainer import Trainer
from tests.helpers import further
from tests.training.runs import (
    STEPS,
    assert_same_files,
    assert_same_run,
    content_of,
    differences,
    digits,
    finished,
    measured,
    resume,
    saved,
    short,
    state_of,
    stopped,
    take,
    until,
)

EPOCHS = 2
pytestmark = pytest.mark.usefixtures("dataset_stub")


@pytest.fixture
def save_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trainer with `save_interval=0` saves after every step, however slow the disk is."""
    monkeypatch.setattr(trainer_module, "SAVING_FRACTION", 1e9)


def recipe(**changes: Any) -> Recipe:
    settings = {"augmentation": "affine", "ema_decay": 0.9, "schedule": "cosine", "learning_rate": 0.05}
    return short(**{**settings, **changes})


@functools.cache
def undisturbed() -> dict[str, Any]:
    """How the run ends when nothing goes wrong."""
    return state_of(finished(recipe()))


def assert_ends_undisturbed(trainer: Trainer) -> None:
    assert_same_run(trainer, undisturbed())
    assert differences(content_of(trainer.last_path)["training"], undisturbed()["training"]) == []


def step_of(path: Path) -> int:
    return int(load_checkpoint(path).metrics["step"])


def steps_of(folder: Path) -> tuple[int, int]:
    """The steps of last.pth and of the one before."""
    return step_of(folder / "last.pth"), step_of(folder / "last.previous.pth")


def contents(folder: Path, *names: str) -> dict[str, bytes]:
    """The files in a folder, or some of them."""
    chosen = names or sorted(path.name for path in folder.iterdir())
    return {name: (folder / name).read_bytes() for name in chosen}


def epochs_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("epoch-*"))


def saved_twice(folder: Path) -> Path:
    """The last.pth of a run saved after its second and its third step."""
    stopped(recipe(), folder, 2)
    trainer, _ = resume(folder / "last.pth")
    take(trainer, 3)
    trainer.save()
    return trainer.last_path


def test_the_state_before_is_kept(tmp_path: Path) -> None:
    trainer = Trainer(recipe(), digits(), tmp_path)
    events = take(trainer, STEPS + 1)
    trainer.save()
    assert steps_of(tmp_path) == (STEPS + 1, STEPS)  # that of the epoch
    state = content_of(tmp_path / "last.pth")
    trainer.save()
    assert differences(content_of(tmp_path / "last.previous.pth"), state) == []
    until(events, STEPS + 2)
    trainer.save()
    assert steps_of(tmp_path) == (STEPS + 2, STEPS + 1)


def test_a_saved_event_carries_what_was_written(tmp_path: Path) -> None:
    best = []
    for event in Trainer(recipe(), digits(), tmp_path, notes={"command": "x"}).run():
        if isinstance(event, CheckpointSaved):
            written = load_checkpoint(event.path)
            assert event.checkpoint.path == event.path == written.path
            assert event.checkpoint.training is None
            for name in ("model", "recipe", "metrics", "history", "mean", "std", "classes", "architecture"):
                assert differences(getattr(event.checkpoint, name), getattr(written, name), name) == []
            assert event.step == written.metrics["step"]
            best.append(event.best)
    assert best.count(True) >= 1
    assert best.count(False) == 1 + EPOCHS


@pytest.mark.usefixtures("save_always")
@pytest.mark.parametrize("number", [errno.ENOSPC, further(errno.EROFS)])
@pytest.mark.parametrize("call", ["os.fsync", further("pathlib.Path.open"), "pathlib.Path.replace"])
def test_a_run_goes_on_after_every_save_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    trainer = Trainer(recipe(), digits(), tmp_path / "run", save_interval=0)
    parent, _, name = call.rpartition(".")
    owner = os if parent == "os" else Path
    real = getattr(owner, name)
    places = set()

    def first_time(*arguments: Any, **options: Any) -> Any:
        place = (trainer.position.step, trainer.position.batch)
        if place not in places and (parent == "os" or str(arguments[0]).startswith(str(tmp_path))):
            places.add(place)
            raise OSError(number, os.strerror(number), str(tmp_path / "run" / ".hidden.tmp"))
        return real(*arguments, **options)

    failures = []
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, first_time)
        for _ in range(100):  # every new `run()` gets further
            try:
                list(trainer.run())
                break
            except CheckpointError as error:
                failures.append(str(error))
    assert trainer.done
    assert len(failures) == 1 + EPOCHS * (STEPS + 1)  # at the beginning, after every step and epoch
    why = os.strerror(number)[:1].lower() + os.strerror(number)[1:]
    assert all(f"could not be written: {why}. Choose another folder or make room." in x for x in failures)
    assert "hidden" not in "".join(failures)
    assert_ends_undisturbed(trainer)
    assert load_checkpoint(tmp_path / "run" / "best.pth").test_accuracy == trainer.position.best_accuracy


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_disk_that_is_really_full_stops_the_run_and_room_lets_it_go_on(tmp_path: Path) -> None:
    import resource

    trainer = Trainer(recipe(), digits(), tmp_path)
    events = take(trainer, STEPS)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))  # the kernel refuses the rest of the file
        with pytest.raises(CheckpointError, match=r"last\.pth could not be written: file too large"):
            list(events)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert step_of(tmp_path / "last.pth") == 0  # still whole
    assert list(contents(tmp_path)) == [".run.lock", "history.csv", "last.pth", "summary.json"]
    list(trainer.run())
    assert_ends_undisturbed(trainer)


@pytest.mark.usefixtures("save_always")
def test_a_folder_that_is_deleted_in_mid_run_is_made_again(tmp_path: Path) -> None:
    trainer = Trainer(recipe(), digits(), tmp_path / "runs" / "today", save_interval=0)
    for event in trainer.run():
        if isinstance(event, StepDone):
            shutil.rmtree(tmp_path / "runs")
    assert_ends_undisturbed(trainer)


def test_a_folder_that_became_something_else_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    trainer = Trainer(recipe(), digits(), folder)
    events = take(trainer, STEPS - 1)
    shutil.rmtree(folder)
    folder.write_text("in the way")
    for going_on in (events, trainer.run()):
        with pytest.raises(CheckpointError, match=r"folder .*run could not be made: .*\. Choose"):
            list(going_on)
    assert trainer.position.step == STEPS
    folder.unlink()
    list(trainer.run())
    assert_ends_undisturbed(trainer)


def test_a_best_that_could_not_be_kept_at_the_end_is_kept_when_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer(recipe(epochs=1), digits(), tmp_path)
    events = take(trainer, measured(1))
    with monkeypatch.context() as patched:
        patched.setattr(RunFiles, "keep_as_best", Mock(side_effect=CheckpointError("full")))
        with pytest.raises(CheckpointError):
            list(events)
    assert isinstance(list(trainer.run())[-1], Finished)
    assert step_of(tmp_path / "last.pth") == STEPS
    assert load_checkpoint(tmp_path / "best.pth").metrics["epoch"] == 1


@pytest.mark.parametrize("damage", ["cut", *map(further, ("empty", "other", "gone"))])
def test_a_damaged_file_is_replaced_by_the_one_before(tmp_path: Path, damage: str) -> None:
    last = saved_twice(tmp_path)
    if damage == "gone":
        last.unlink()
    else:
        last.write_bytes({"cut": last.read_bytes()[:-500], "empty": b"", "other": b"no checkpoint"}[damage])
    again, (sentence,) = resume(last)
    assert "last.pth" in sentence
    assert sentence.endswith("Going on from the one before, last.previous.pth.")
    assert again.position.step == 2
    list(again.run())
    assert_ends_undisturbed(again)


def test_a_damaged_file_never_takes_the_place_of_the_good_one_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = saved_twice(tmp_path)
    last.write_bytes(b"damaged")
    again, _ = resume(last)
    real = Path.replace

    def killed(source: Path, target: Path) -> Path:
        if Path(target).name == "last.pth":
            raise KeyboardInterrupt  # the program ends before the new file has its name
        return real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            again.save()
    assert step_of(tmp_path / "last.previous.pth") == 2
    again, _ = resume(last)
    again.save()
    assert steps_of(tmp_path) == (2, 2)
    take(again, 3)
    for _ in range(2):
        again.save()
    assert steps_of(tmp_path) == (3, 3)


def test_when_both_files_are_damaged_the_newest_is_named(tmp_path: Path) -> None:
    for name in ("last.pth", "last.previous.pth"):
        (tmp_path / name).write_bytes(b"damaged")
    with pytest.raises(CheckpointError, match=r"last\.pth"):
        resume(tmp_path / "last.pth")


def test_a_run_killed_before_its_last_best_was_kept_keeps_it_when_resumed(tmp_path: Path) -> None:
    chosen = recipe(epochs=1)
    trainer = Trainer(chosen, digits(), tmp_path)
    take(trainer, saved(1))
    assert trainer.done  # the program dies here: last.pth is that of the end, best.pth is still to come
    assert not (tmp_path / "best.pth").exists()
    again, told = resume(tmp_path / "last.pth")
    assert told == ["This run has finished; only its best.pth is still to be written."]
    last, best, end = again.run()
    assert list(map(type, (last, best, end))) == [CheckpointSaved, CheckpointSaved, Finished]
    assert best.best
    finished(chosen, folder=tmp_path / "whole")
    assert_same_files(tmp_path, tmp_path / "whole", "last.pth", "best.pth")
    with pytest.raises(UsageError, match="has finished 1 of 1 epochs"):
        resume(tmp_path / "last.pth")


def test_a_finished_run_that_was_better_before_is_not_touched(tmp_path: Path) -> None:
    trainer = Trainer(recipe(), digits(), tmp_path)
    events = take(trainer, STEPS + 1)
    trainer.position.best_accuracy = 2.0  # nothing will be better
    list(events)
    best = (tmp_path / "best.pth").read_bytes()
    with pytest.raises(UsageError, match="has finished 2 of 2 epochs"):
        resume(tmp_path / "last.pth")
    assert (tmp_path / "best.pth").read_bytes() == best


@pytest.mark.parametrize("events", [1, 2])
def test_a_run_stopped_at_once_leaves_the_folder_as_it_was(tmp_path: Path, events: int) -> None:
    # With the first event nothing is written yet; with the second the new run's beginning is.
    finished(recipe(keep_epochs=True), folder=tmp_path / "with a run")
    (tmp_path / "with notes").mkdir()
    (tmp_path / "with notes" / "notes.txt").write_text("mine")
    for name in ("with a run", "with notes"):
        before = contents(tmp_path / name)
        trainer = Trainer(recipe(seed=2, keep_epochs=True), digits(), tmp_path / name)
        list(itertools.islice(trainer.run(), events))
        trainer.stop()
        assert contents(tmp_path / name) == before
    trainer = Trainer(recipe(), digits(), tmp_path / "new")
    list(itertools.islice(trainer.run(), events))
    trainer.stop()
    assert not (tmp_path / "new").exists()


def test_a_loss_that_runs_away_names_the_last_good_file_which_goes_on(tmp_path: Path) -> None:
    wild = recipe(learning_rate=100.0, momentum=0.99, epochs=30, schedule="none", ema_decay=0.0)
    trainer = Trainer(wild, digits(), tmp_path)
    with pytest.raises(TrainingError) as caught:
        list(trainer.run())
    said = str(caught.value)
    assert said.startswith("Training diverged: ")
    assert f"{tmp_path / 'last.pth'} keeps the last good state: resume it with a smaller one." in said
    good = load_checkpoint(tmp_path / "last.pth")
    assert all(value.isfinite().all() for value in good.model.values())
    with pytest.raises(TrainingError):  # nor does it get better by going on
        list(trainer.run())
    assert differences(load_checkpoint(tmp_path / "last.pth").model, good.model) == []
    epochs = good.metrics["epoch"] + 1
    tame, _ = resume(tmp_path / "last.pth", learning_rate=1e-6, momentum=0.0, epochs=epochs)
    assert isinstance(list(tame.run())[-1], Finished)


@pytest.mark.parametrize(
    ("factor", "layers", "ema_decay"), [(float("nan"), 1, 0.0), (float("inf"), 1, 0.0), (1e30, None, 0.9)]
)
def test_weights_that_run_away_after_the_last_loss_are_not_saved(
    tmp_path: Path, factor: float, layers: int | None, ema_decay: float
) -> None:
    trainer = Trainer(recipe(ema_decay=ema_decay), digits(), tmp_path)
    events = take(trainer, 2)
    trainer.save()
    until(events, STEPS)
    with torch.no_grad():
        for value in itertools.islice(trainer.inference_network.parameters(), layers):
            value.mul_(factor)
    for saving in (trainer.save, lambda: list(events)):
        with pytest.raises(TrainingError, match=r"last\.pth keeps the last good state"):
            saving()
    assert step_of(tmp_path / "last.pth") == 2
    assert [epoch for _, epoch, _, _ in trainer.test_curve] == [0]


def test_a_command_that_cannot_save_tells_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    options = ["train", "--recipe", "notes-basic", "--batch-size", "32", "--epochs", "2", "--device", "cpu"]
    real, left = Path.open, 3  # the beginning, the first epoch, and the second

    def full(path: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        nonlocal left
        writes_last = mode == "xb" and path.name.startswith(".last.pth")
        left -= writes_last
        if writes_last and not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return real(path, mode, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", full)
        assert main([*options, "--out", str(folder)]) == 2
    *_, hint, error = capsys.readouterr().err.splitlines()
    last = folder / "last.pth"
    assert hint == f"digitpad: the run can go on from its last save: digitpad train --resume {last}"
    assert f"{last} could not be written: no space left on device." in error
    assert step_of(last) == STEPS
    assert main(["train", "--resume", str(last), "--device", "cpu"]) == 0
    assert main([*options, "--out", str(tmp_path / "whole")]) == 0
    assert_same_files(folder, tmp_path / "whole", "last.pth", "best.pth")


def test_a_run_without_files_cannot_be_saved() -> None:
    trainer = Trainer(recipe(), digits())
    for asking in (trainer.save, lambda: trainer.last_path):
        with pytest.raises(CheckpointError, match="writes no files"):
            asking()


def test_best_cannot_be_kept_before_there_is_a_last(tmp_path: Path) -> None:
    files = RunFiles(tmp_path)
    with pytest.raises(CheckpointError, match=r"best\.pth could not be written"):
        files.keep_as_best()
    save_checkpoint(Trainer(recipe(), digits()).checkpoint(), files.last)
    files.keep_as_best()
    assert files.best.read_bytes() == files.last.read_bytes()


def test_a_run_in_mid_epoch_is_saved_by_the_clock(tmp_path: Path) -> None:
    events = itertools.islice(Trainer(recipe(), digits(), tmp_path, save_interval=1000).run(), 2 + STEPS)
    assert list(map(type, events)) == [EpochDone, CheckpointSaved] + [StepDone] * STEPS
    often = Trainer(recipe(), digits(), tmp_path / "often", save_interval=0)
    first = list(itertools.islice(often.run(), 4))
    assert list(map(type, first)) == [EpochDone, CheckpointSaved, StepDone, CheckpointSaved]
    assert step_of(tmp_path / "often" / "last.pth") == 1


def test_a_new_run_moves_the_one_in_its_folder_aside(tmp_path: Path) -> None:
    finished(recipe(keep_epochs=True), folder=tmp_path)
    before = contents(tmp_path, "last.pth", "best.pth", "epoch-01.pth", "epoch-02.pth")
    second = finished(recipe(seed=2), folder=tmp_path)
    (earlier,) = tmp_path.glob("earlier-*")
    assert second.files.earlier == earlier
    assert contents(earlier, *before) == before
    assert load_checkpoint(tmp_path / "last.pth").recipe["seed"] == 2
    assert epochs_in(tmp_path) == []


def test_resuming_from_another_file_leaves_the_run_beside_it_alone(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    finished(recipe(), folder=folder)
    before = contents(folder)
    trainer, told = resume(folder / "best.pth", epochs=EPOCHS + 1)
    list(trainer.run())
    assert contents(folder) == before
    assert trainer.out != folder
    assert any(str(trainer.out) in sentence for sentence in told)


def test_each_epoch_is_kept_where_the_recipe_says_so(tmp_path: Path) -> None:
    trainer = finished(recipe(keep_epochs=True, epochs=3), folder=tmp_path)
    assert epochs_in(tmp_path) == ["epoch-01.pth", "epoch-02.pth", "epoch-03.pth"]
    kept = [load_checkpoint(tmp_path / name).metrics for name in epochs_in(tmp_path)]
    measured = [(epoch, accuracy) for _, epoch, _, accuracy in trainer.test_curve[1:]]
    assert [(metrics["epoch"], metrics["test_accuracy"]) for metrics in kept] == measured
    assert (tmp_path / "epoch-03.pth").read_bytes() == (tmp_path / "last.pth").read_bytes()


def test_an_epoch_that_a_killed_run_had_not_kept_yet_is_kept_when_it_goes_on(tmp_path: Path) -> None:
    # Between the writing of last.pth and the keeping of the epoch.
    take(Trainer(recipe(keep_epochs=True), digits(), tmp_path), saved(1))
    assert epochs_in(tmp_path) == []
    list(resume(tmp_path / "last.pth")[0].run())
    assert epochs_in(tmp_path) == ["epoch-01.pth", "epoch-02.pth"]
    assert load_checkpoint(tmp_path / "epoch-01.pth").metrics["epoch"] == 1
