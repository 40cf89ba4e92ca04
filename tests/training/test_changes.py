"""What may be changed on a resumed run, that it takes place, and what is told and kept about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from digitpad.errors import UsageError
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.resume_rules import changes_between
from digitpad.training.events import StepDone
from digitpad.training.trainer import Trainer
from tests.helpers import further
from tests.training.runs import (
    STEPS,
    assert_same_run,
    differences,
    digits,
    finished,
    resume,
    save_pair,
    saved,
    short,
    state_of,
    stopped,
    take,
)

pytestmark = pytest.mark.usefixtures("dataset_stub")


def recipe(**changes: Any) -> Recipe:
    return short(**{"momentum": 0.9, "learning_rate": 0.05, "step_epochs": 1, **changes})


def trained(folder: Path, chosen: Recipe, steps: int | None = None) -> Path:
    """A run's last.pth after so many steps, or at its end."""
    return stopped(chosen, folder, steps) if steps else finished(chosen, folder=folder).last_path


def group_of(trainer: Trainer) -> dict[str, Any]:
    """The settings of the optimiser, as the next file would have them."""
    return trainer.state_dict()["optimizer"]["state"]["param_groups"][0]


def averages_of(trainer: Trainer) -> dict[int, dict[str, Any]]:
    """What the optimiser keeps of each weight."""
    return trainer.state_dict()["optimizer"]["state"]["state"]


def rates_of(trainer: Trainer) -> list[float]:
    """The learning rate that each step left to the run's end really had."""
    return [group_of(trainer)["lr"] for event in trainer.run() if isinstance(event, StepDone)]


@pytest.mark.parametrize(
    ("setting", "value"),
    [("seed", 2), ("dataset", "mnist"), ("mean", 0.2), ("std", 0.5), ("network", "quick"), ("name", "x")],
)
def test_what_would_be_another_run_is_refused(setting: str, value: object) -> None:
    with pytest.raises(UsageError, match=f"keeps its {setting} .*start a new run"):
        changes_between(recipe(), recipe().with_changes(**{setting: value}))


def test_the_batch_size_changes_only_between_epochs(tmp_path: Path) -> None:
    path = trained(tmp_path, recipe(), STEPS + 1)
    with pytest.raises(UsageError, match=r"in the middle of an epoch.*batch size \(32\)"):
        resume(path, batch_size=50)
    trainer, _ = resume(trained(tmp_path / "finished", recipe()), batch_size=50, epochs=3)
    assert len(rates_of(trainer)) == 2


@pytest.mark.parametrize("schedule", ["step", further("cosine"), further("one-cycle")])
def test_another_batch_size_leaves_the_schedule_where_it_was(tmp_path: Path, schedule: str) -> None:
    chosen = recipe(schedule=schedule, epochs=4)
    unchanged = Trainer(chosen, digits(), tmp_path)
    take(unchanged, saved(3))
    trainer, _ = resume(unchanged.last_path, batch_size=16)
    halves = rates_of(trainer)  # 7 steps an epoch instead of 4
    assert halves == [trainer.schedule.rate(step) for step in range(3 * 7, 4 * 7)]
    # As far on its way as before, up to the length of a step.
    assert halves[0] == pytest.approx(rates_of(unchanged)[0], rel=0.25)


@pytest.mark.parametrize(
    ("setting", "value"), [("learning_rate", 0.002), ("momentum", 0.1), ("weight_decay", 0.25)]
)
def test_a_changed_setting_takes_place_and_is_kept(tmp_path: Path, setting: str, value: float) -> None:
    path = trained(tmp_path, recipe(), STEPS + 1)
    trainer, told = resume(path, **{setting: value})
    before = getattr(recipe(), setting)
    assert told == [f"From step 6 on: {setting.replace('_', ' ')} {value} instead of {before}."]
    next(trainer.run())
    # Although the file brings the optimiser's old settings.
    assert group_of(trainer)["lr" if setting == "learning_rate" else setting] == value
    list(trainer.run())
    kept = load_checkpoint(path)
    assert kept.recipe[setting] == value
    assert kept.history["changes"] == [{"step": 5, "setting": setting, "before": before, "after": value}]
    assert differences(trainer.weights(), finished(recipe()).weights()) != []


def test_a_change_works_from_its_step_on_as_if_it_were_made_in_the_running_program(tmp_path: Path) -> None:
    path = trained(tmp_path, recipe(), STEPS + 1)
    kept = load_checkpoint(path)
    trainer, _ = resume(path, momentum=0.3, learning_rate=0.01)
    list(trainer.run())
    # The same, by hand: the state of the run with the settings of its optimiser replaced.
    other = Trainer(recipe(momentum=0.3, learning_rate=0.01), digits())
    other.load_state_dict(kept)
    assert group_of(other)["momentum"] == 0.3
    assert differences(averages_of(other), kept.training["optimizer"]["state"]["state"]) == []
    list(other.run())
    assert differences(trainer.weights(), other.weights()) == []


def test_changes_of_several_resumes_are_all_in_the_history(tmp_path: Path) -> None:
    path = trained(tmp_path, recipe(), 2)
    for steps, rate in ((3, 0.04), (5, 0.03)):
        trainer, _ = resume(path, learning_rate=rate)
        take(trainer, steps)
        trainer.save()
    trainer, told = resume(path)
    assert told == []
    assert trainer.changes == [
        {"step": 2, "setting": "learning_rate", "before": 0.05, "after": 0.04},
        {"step": 3, "setting": "learning_rate", "before": 0.04, "after": 0.03},
    ]


def test_settings_that_mean_what_the_run_has_are_no_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digitpad.training.device.cpu_multiplies_bfloat16", lambda: False)
    path = trained(tmp_path, recipe(precision="auto"), 2)
    for same in {}, {"precision": "auto"}, {"learning_rate": 0.05, "epochs": 2, "precision": "float32"}:
        trainer, told = resume(path, **same)
        assert (trainer.changes, told) == ([], [])
    trainer, told = resume(path, precision="bfloat16")
    assert told == ["From step 3 on: precision bfloat16 instead of float32."]
    assert trainer.recipe.precision == "bfloat16"


def test_another_optimiser_starts_afresh_and_says_so(tmp_path: Path) -> None:
    trainer, told = resume(trained(tmp_path, recipe(), 3), optimizer="adam", learning_rate=0.001)
    assert told[-1] == "The new optimiser starts without the averages (momentum) of the old one."
    assert [change["setting"] for change in trainer.changes] == ["learning_rate", "optimizer"]
    assert (trainer.state_dict()["optimizer"]["class"], averages_of(trainer)) == ("Adam", {})
    assert set(rates_of(trainer)) == {0.001}
    assert {float(entries["step"]) for entries in averages_of(trainer).values()} == {2 * STEPS - 3}


def test_adam_and_adamw_are_two_optimisers(tmp_path: Path) -> None:
    adam = recipe(optimizer="adam", learning_rate=0.001)
    trainer, told = resume(trained(tmp_path, adam, 3), optimizer="adamw")
    assert "without the averages" in told[-1]
    assert averages_of(trainer) == {}


@pytest.mark.parametrize("optimizer", ["sgd", further("adam"), further("adamw")])
@pytest.mark.parametrize("schedule", ["none", further("step")])
def test_an_extended_run_is_one_that_was_longer_from_the_start(
    tmp_path: Path, schedule: str, optimizer: str
) -> None:
    rate = 0.05 if optimizer == "sgd" else 0.003
    chosen = recipe(
        schedule=schedule, optimizer=optimizer, learning_rate=rate, augmentation="affine", ema_decay=0.9
    )
    trainer, told = resume(trained(tmp_path, chosen), epochs=4)
    list(trainer.run())
    longer = state_of(finished(chosen.with_changes(epochs=4)))
    longer["history"]["changes"] = [{"step": 8, "setting": "epochs", "before": 2, "after": 4}]
    assert_same_run(trainer, longer)
    assert told[0] == "From step 9 on: epochs 4 instead of 2."
    if schedule == "step":
        assert "does not depend on the number of epochs" in told[1]


@pytest.mark.parametrize("steps", [5, further(None)])
@pytest.mark.parametrize("schedule", ["step", further("cosine"), further("one-cycle")])
def test_the_rates_that_are_told_are_those_that_are_used(
    tmp_path: Path, schedule: str, steps: int | None
) -> None:
    trainer, told = resume(trained(tmp_path, recipe(schedule=schedule), steps), epochs=5)
    now = rates_of(trainer)
    assert len(now) == 5 * STEPS - (steps or 2 * STEPS)
    if schedule == "step":
        assert told[1] == (
            "The schedule step does not depend on the number of epochs; the learning rate goes on at "
            f"{now[0]:.3g}."
        )
        return
    was = Trainer(recipe(schedule=schedule), digits()).schedule.rate(steps or 2 * STEPS)
    if steps:
        unchanged, _ = resume(trained(tmp_path / "again", recipe(schedule=schedule), steps))
        assert rates_of(unchanged)[0] == was
    assert told[1].startswith(
        f"The schedule {schedule} is stretched from 2 to 5 epochs: the learning rate goes on at "
        f"{now[0]:.3g} instead of {was:.3g}, "
    )
    whole = Trainer(recipe(schedule=schedule, epochs=5), digits())
    assert rates_of(whole)[-len(now) :] == now  # from here on it is the longer run's


def test_another_schedule_is_not_told_as_a_stretched_one(tmp_path: Path) -> None:
    trainer, told = resume(trained(tmp_path, recipe(), 3), schedule="cosine", epochs=4)
    assert told[-1] == (
        "The schedule cosine takes over at this place of the run: the learning rate goes on at "
        f"{rates_of(trainer)[0]:.3g} instead of 0.05."
    )
    assert not any("stretched" in sentence for sentence in told)


def test_epochs_behind_it_cannot_be_taken_back(tmp_path: Path) -> None:
    path = trained(tmp_path, recipe(epochs=3), 2 * STEPS + 1)
    for epochs in (1, 2):
        with pytest.raises(UsageError, match="already in epoch 3; ask for 3 epochs or more"):
            resume(path, epochs=epochs)


def test_settings_of_a_learners_optimiser_that_are_not_followed_are_told_and_recorded(tmp_path: Path) -> None:
    network = architecture("notes-basic").build()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.02, momentum=0.9, nesterov=True)
    network(torch.zeros(4, 1, 28, 28)).sum().backward()
    optimizer.step()
    save_pair(tmp_path, network, optimizer)
    trainer, told = resume(tmp_path / "model.pth")
    assert trainer.recipe.learning_rate == 0.02
    assert any("does not follow: nesterov" in sentence for sentence in told)
    assert {"step": 0, "setting": "optimizer settings", "before": "nesterov", "after": ""} in trainer.changes
