"""Learning a part of a network: frozen layers, rates of their own, and weights to begin with."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from PIL import Image
from torch import nn

from digitpad.data.datasets import load_dataset
from digitpad.data.labelled import Dataset, LabelledImages, PictureOptions, resized
from digitpad.errors import Cancelled, CheckpointError, RecipeError, UsageError
from digitpad.form import CIFAR10_CLASSES, COLOUR_FORM
from digitpad.model.assumption_texts import given
from digitpad.model.checkpoint import save_checkpoint, save_state_dict
from digitpad.model.open import initial, parsing
from digitpad.model.open.initial import OtherNetworkError, initial_weights
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.optimizer_file import OptimizerState, load_optimizer_state
from digitpad.model.registry import ARCHITECTURES, build_network, empty_network, in_head, network_shapes
from digitpad.model.spec.plain import from_tables
from digitpad.opening import open_network
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.table import TABLE
from digitpad.training.optimizers import factor_of
from digitpad.training.resolving import resolved
from digitpad.training.session import new_trainer, recipe_of_weights
from digitpad.training.trainer import Trainer
from digitpad.training.warm_start import with_optimizer_file
from tests.helpers import HEAVY, LIGHT, colour_dataset, further, untrained
from tests.training.runs import (
    STEPS,
    assert_goes_on,
    differences,
    digits,
    resume,
    save_pair,
    short,
    start,
    take,
)

Stub = Callable[[Dataset], None]

pytestmark = pytest.mark.usefixtures("dataset_stub")


colours = functools.cache(functools.partial(colour_dataset, 10, 5))


def of_two(data: LabelledImages) -> LabelledImages:
    """The pictures of the first two classes."""
    kept = data.labels < 2
    return replace(data, images=data.images[kept], labels=data.labels[kept], classes=data.classes[:2])


def recipe(name: str = "quick", **changes: Any) -> Recipe:
    """A short run of plain SGD."""
    plain = {
        "optimizer": "sgd", "learning_rate": 0.01, "momentum": 0.0, "weight_decay": 0.0, "schedule": "none",
        "precision": "float32",
    }  # fmt: skip
    return short(name, **{**plain, **changes})


def resnet(**changes: Any) -> Recipe:
    settings = {"network": "resnet18", "dataset": "cifar10", "batch_size": 10, "epochs": 1, **changes}
    return recipe("notes-vgg16", **settings)


def moved(trainer: Trainer) -> set[str]:
    """The weights that the run changes."""
    before = trainer.weights()
    list(trainer.run())
    return set(differences(before, trainer.weights()))


@pytest.mark.parametrize(
    ("chosen", "head"),
    [
        (recipe(freeze_body=True), "fc2"),
        (recipe(freeze_body=True, optimizer="adamw", weight_decay=0.1, ema_decay=0.9), "fc2"),
        (recipe("best", freeze_body=True, epochs=1), "classifier"),
    ],
    ids=["quick", "quick-adamw-averaged", "best"],
)
def test_of_a_frozen_body_nothing_moves(chosen: Recipe, head: str) -> None:
    assert moved(Trainer(chosen, digits())) == {f"{head}.weight", f"{head}.bias"}


@pytest.mark.slow
def test_without_freezing_batch_norm_measures_and_all_learn() -> None:
    assert moved(Trainer(resnet(), colours())) == set(network_shapes("resnet18"))


@pytest.mark.parametrize("factor", [0.25, 3.0])
def test_a_layers_rate_multiplies_its_step(factor: float) -> None:
    plain, scaled = (
        Trainer(recipe(lr_multipliers=rates), digits()) for rates in ({}, {"conv1": factor, "fc1": 1})
    )
    before = plain.weights()
    for trainer in (plain, scaled):
        take(trainer, 1)
    ours, theirs = scaled.weights(), plain.weights()
    assert differences(ours, theirs) == ["conv1.weight"]
    ours, theirs = (weights["conv1.weight"] - before["conv1.weight"] for weights in (ours, theirs))
    assert torch.allclose(ours, factor * theirs, rtol=1e-3, atol=1e-7)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
def test_a_rate_of_zero_freezes_a_layer_and_its_statistics(optimizer: str) -> None:
    chosen = recipe(lr_multipliers={"conv1": 0, "bn1": 0}, optimizer=optimizer, weight_decay=0.1)
    learning = {name for name in network_shapes("quick") if not name.startswith(("conv1.", "bn1."))}
    assert moved(Trainer(chosen, digits())) == learning


def test_the_innermost_layer_counts() -> None:
    chosen = resnet(freeze_body=True, lr_multipliers={"layer4": 0.5, "layer4.1": 0.25, "layer4.1.conv2": 0})
    names = ("conv1", "layer4.0.conv1", "layer4.1.conv1", "layer4.1.conv2", "fc")
    assert [factor_of(chosen, f"{name}.weight") for name in names] == [0, 0.5, 0.25, 0, 1]
    assert factor_of(resnet(lr_multipliers={"layer4.1": 2}), "layer4.10.weight") == 1


@pytest.mark.parametrize("schedule", TABLE["schedule"].names)
def test_a_schedule_moves_all_layers_together(schedule: str) -> None:
    chosen = recipe(schedule=schedule, step_epochs=1, lr_multipliers={"conv1": 0.1, "fc1": 0})
    trainer = Trainer(chosen, digits())

    def groups() -> list[dict[str, Any]]:
        return trainer.state_dict()["optimizer"]["state"]["param_groups"]

    assert [group["factor"] for group in groups()] == [1, 0.1]
    rates = [trainer.schedule.rate(step) for step in range(6)]
    assert (len(set(rates)) == 1) == (schedule == "none")
    for step, rate in enumerate(rates):
        take(trainer, step + 1)
        assert [group["lr"] for group in groups()] == [rate, pytest.approx(0.1 * rate)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lr_multipliers": {"con1": 1}}, r"no layer 'con1' \(did you mean 'conv1'\?\); it has conv1, "),
        ({"lr_multipliers": {"conv1.weight": 1}}, r"no layer 'conv1\.weight'; it has conv1, bn1"),
        ({"lr_multipliers": {"pool": 1}}, "no layer 'pool'"),
        ({"freeze_body": True, "lr_multipliers": {"fc2": 0}}, "All layers are frozen"),
    ],
)
def test_a_wrong_layer_is_named(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(RecipeError, match=said):
        Trainer(recipe(**changes), digits())


@pytest.mark.parametrize(
    "chosen",
    [
        recipe(freeze_body=True, optimizer="adamw", ema_decay=0.9, schedule="one-cycle"),
        recipe(momentum=0.9, lr_multipliers={"conv1": 0.1, "bn1": 0, "fc2": 5}, schedule="cosine"),
    ],
    ids=["frozen", "rates"],
)
@pytest.mark.parametrize("stop", [further(1), 3, further(4)])
def test_an_interrupted_run_ends_as_one_never_stopped(chosen: Recipe, stop: int, tmp_path: Path) -> None:
    assert_goes_on(chosen, tmp_path, stop)


@pytest.fixture
def half_done(tmp_path: Path) -> Path:
    """A run that begins with a file's weights and stands in its first epoch; the file is gone."""
    weights = tmp_path / "begin.pth"
    save_checkpoint(untrained("quick"), weights)
    trainer = start(recipe(weights=str(weights), lr_multipliers={"conv1": 0.1}), tmp_path / "run")
    take(trainer, 1)
    trainer.save()
    weights.unlink()
    return trainer.last_path


def test_a_resumed_run_needs_its_weights_file_no_more(half_done: Path) -> None:
    trainer, _ = resume(half_done)
    list(trainer.run())
    assert trainer.position.step == 2 * STEPS


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"freeze_body": True}, r"keeps its freeze body \(no\)"),
        ({"lr_multipliers": {}}, r"lr multipliers \(conv1 = 0\.1\); start a new run to train with none"),
        ({"lr_multipliers": {"fc1": 0.5}}, "to train with fc1 = 0.5"),
        ({"weights": ""}, r"keeps its weights \("),
    ],
)
def test_a_resumed_run_keeps_what_learns(half_done: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        resume(half_done, **change)


def test_transforms_changed_on_resume_are_told_and_the_file_stays_readable(half_done: Path) -> None:
    change = {"transforms": [{"name": "RandomCrop", "padding": 2}]}
    trainer, told = resume(half_done, **change)
    assert told == ["From step 2 on: transforms RandomCrop (padding 2) instead of none."]
    list(trainer.run())
    saved = load_checkpoint(half_done)
    recorded = {"step": 1, "setting": "transforms", "before": [], "after": change["transforms"]}
    assert saved.history["changes"] == [recorded]
    assert Recipe.from_dict(saved.recipe).transforms == trainer.recipe.transforms
    assert torch.load(half_done, weights_only=True)["format"] == "digitpad-checkpoint"


@pytest.mark.parametrize("average", [0.0, 0.9])
def test_of_a_network_for_other_classes_the_body_is_taken(
    average: float, tmp_path: Path, dataset_stub: Stub
) -> None:
    source = untrained("quick")
    save_checkpoint(source, tmp_path / "begin.pth")
    chosen = recipe(weights=str(tmp_path / "begin.pth"), ema_decay=average)
    assert differences(start(chosen, tmp_path).weights(), source.model) == []
    data = replace(digits(), train=of_two(digits().train), test=of_two(digits().test))
    dataset_stub(data)
    fresh = Trainer(chosen.with_changes(weights=""), data).weights()
    expected = {name: (fresh if in_head("quick", name) else source.model)[name] for name in fresh}
    assert differences(start(chosen, tmp_path).weights(), expected) == []


@pytest.mark.parametrize(
    "without", [further("\0"), "num_batches_tracked"], ids=["whole", "of-an-older-torch"]
)
def test_a_file_of_torchvisions_gives_the_body(without: str, tmp_path: Path, dataset_stub: Stub) -> None:
    """As torchvision has it of ResNet-18, with a thousand classes."""
    dataset_stub(colours())
    network = build_network("resnet18", 1000, COLOUR_FORM)
    state = {name: value for name, value in network.state_dict().items() if without not in name}
    path = tmp_path / "resnet18.pth"
    torch.save(state, path)
    trainer = start(resnet(weights=str(path), freeze_body=True, weight_decay=0.1), tmp_path / "run")
    weights, checkpoint = trainer.weights(), trainer.checkpoint()
    assert weights["fc.weight"].shape == (10, 512)
    assert (checkpoint.classes, checkpoint.recipe["weights"]) == (CIFAR10_CLASSES, str(path))
    assert all(torch.equal(weights[name], state[name]) for name in state if not in_head("resnet18", name))
    assert moved(trainer) == {"fc.weight", "fc.bias"}


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: save_checkpoint(untrained("best"), path), "the weights of quick: missing"),
        (lambda path: save_state_dict(untrained("notes-basic"), path), "does not hold the weights of quick"),
        (lambda path: path.write_text("no network"), "is not a PyTorch file"),
        (lambda path: torch.save({"x": 1}, path), "does not hold a network's weights"),
        (lambda path: None, "does not exist; check the name"),
        (lambda path: path.mkdir(), "is not a regular file"),
    ],
    ids=["other-network", "other-state-dict", "text", "no-network", "missing", "folder"],
)
def test_a_file_that_does_not_fit_is_told_in_one_sentence(
    make: Callable[[Path], Any], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "begin.pth"
    make(path)
    with pytest.raises(CheckpointError, match=said) as refused:
        start(recipe(weights=str(path)), tmp_path / "run")
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "run").exists()


STRANGERS = from_tables(
    [
        *({"layer": "flatten"}, {"layer": "linear", "out": 6, "name": "1"}, {"layer": "relu"}),
        {"layer": "linear", "name": "3"},
    ]
)


def strangers(path: Path, *shape: int) -> Path:
    """A whole network of two linear layers, which is in no registry."""
    torch.manual_seed(7)
    torch.save(nn.Sequential(nn.Flatten(), nn.Linear(shape[0], 6), nn.Linear(6, shape[1])), path)
    return path


@pytest.mark.slow
def test_with_other_classes_what_works_is_said(tmp_path: Path) -> None:
    letters = strangers(tmp_path / "letters.pth", 784, 26)
    with pytest.raises(
        OtherNetworkError, match="has 26 classes and synthetic has 10; choose a dataset"
    ) as error:
        resume(letters, dataset="synthetic", data=tmp_path)
    assert error.value.path == letters
    chosen = recipe_of_weights(letters, "synthetic")
    trainer = start(chosen, tmp_path / "run")
    weights = open_network(letters).model
    assert torch.equal(trainer.weights()["1.weight"], weights["1.weight"])
    assert trainer.weights()["2.weight"].shape == (10, 6)
    assert str(trainer.begins) == (
        "The run begins with the weights of letters.pth; those of its classes (2) are random."
    )


def test_of_a_network_with_as_many_classes_all_weights_are_taken_and_that_is_said(tmp_path: Path) -> None:
    digits = strangers(tmp_path / "digits.pth", 784, 10)
    trainer = start(recipe_of_weights(digits, "synthetic"), tmp_path / "run")
    assert torch.equal(trainer.weights()["2.weight"], open_network(digits).model["2.weight"])
    assert str(trainer.begins) == "The run begins with all weights of digits.pth."
    assert start(short(), tmp_path / "other").begins is None


def test_a_run_can_be_stopped_while_its_initial_weights_are_tried(tmp_path: Path) -> None:
    torch.save(
        nn.Sequential(nn.Flatten(), nn.Linear(784, 6), nn.Linear(6, 26)).state_dict(), tmp_path / "a.pth"
    )
    chosen = recipe_of_weights(tmp_path / "a.pth", "synthetic")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        new_trainer(chosen, {}, out=tmp_path / "run", device="cpu", progress=stop)


def test_pictures_become_as_the_network_takes_them(tmp_path: Path, dataset_stub: Stub) -> None:
    small = PictureOptions(16)
    data = digits()
    dataset_stub(replace(data, train=resized(data.train, small), test=resized(data.test, small)))
    trainer, _ = resume(strangers(tmp_path / "small.pth", 16 * 16, 10), dataset="synthetic", data=tmp_path)
    assert (trainer.form.size, trainer.recipe.picture_size) == (16, 16)
    dataset_stub(data)
    with pytest.raises(
        UsageError, match="takes 16x16 grey pictures and these are 28x28 grey; set picture size"
    ):
        resume(tmp_path / "small.pth", dataset="synthetic", data=tmp_path, picture_size=28)


def test_a_home_nobody_has_is_told(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="does not exist"):
        start(recipe(weights="~nobody-is-so/x.pth"), tmp_path)


@pytest.mark.parametrize("name", [*LIGHT, *HEAVY])
def test_of_every_network_all_but_the_head_is_taken(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """VGG-16 with a layer added keeps all of its thousand scores. Shapes alone: its file has half a GB."""
    form = untrained(name).form if name in LIGHT else COLOUR_FORM
    state = empty_network(name, 7, form).state_dict()

    content = SimpleNamespace(form="zip", value=state, tensors=SimpleNamespace(read=lambda tensor: tensor))
    monkeypatch.setattr(initial, "open_content", lambda _path: nullcontext(content))
    monkeypatch.setattr(parsing, "find_network", lambda value, _entry: SimpleNamespace(weights=value))
    monkeypatch.setattr(initial, "readable", lambda weights: weights)
    taken = initial_weights(Path("x"), ARCHITECTURES[name], 10, form)
    assert set(taken) == {key for key in state if not in_head(name, key)}
    assert set(initial_weights(Path("x"), ARCHITECTURES[name], 7, form)) == set(state)
    if name == "vgg16-added":
        assert tuple(taken["classifier.6.weight"].shape) == (1000, 4096)
        assert "classifier.add_linear.weight" not in taken


def test_anothers_momentum_goes_to_its_own_layers(tmp_path: Path) -> None:
    """A plain script's optimiser numbers the weights in the network's order, ours by their rates."""
    network = build_network("notes-basic", 10, untrained("notes-basic").form)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.5)
    for number, weight in enumerate(network.parameters()):
        weight.grad = torch.full_like(weight, number + 1.0)
    optimizer.step()
    save_pair(tmp_path, network, optimizer)
    rates = {"conv1": 0.1, "conv2": 0, "fc2": 2}
    trainer, _ = resume(tmp_path / "model.pth", out=tmp_path / "run", lr_multipliers=rates)
    # The weights and biases of conv1, conv2, fc1 and fc2 have the numbers 1 to 8; conv2 does not learn.
    state = trainer.state_dict()["optimizer"]["state"]
    found = {
        group["factor"]: [state["state"][n]["momentum_buffer"].unique().tolist() for n in group["params"]]
        for group in state["param_groups"]
    }
    assert found == {0.1: [[1], [2]], 1: [[5], [6]], 2: [[7], [8]]}
    take(trainer, 1)


def test_momentum_goes_to_the_weights_of_its_names_in_whatever_order_a_file_has_them(tmp_path: Path) -> None:
    trainer = start(short(), tmp_path / "run")
    weights = dict(reversed(build_network("notes-basic", 10, trainer.form).state_dict().items()))
    parameters = [torch.nn.Parameter(weight) for weight in weights.values()]
    optimizer = torch.optim.SGD(parameters, lr=0.01, momentum=0.5)
    for number, weight in enumerate(parameters):
        weight.grad = torch.full_like(weight, number + 1.0)
    optimizer.step()
    trainer.start_from(weights, optimizer.state_dict())
    state = trainer.state_dict()["optimizer"]["state"]["state"]
    # The eight weights of the network stand in the file from the last to the first.
    assert [state[n]["momentum_buffer"].unique().tolist() for n in range(8)] == [[8 - n] for n in range(8)]


def strangers_pair(folder: Path) -> OptimizerState:
    """Write model.pth and optimizer.pth of a network that is in no registry.

    Returns:
        The optimiser's state.
    """
    torch.manual_seed(7)
    network = nn.Sequential(nn.Flatten(), nn.Linear(784, 6), nn.ReLU(), nn.Linear(6, 10))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.5)
    data = digits().train
    for images, labels in zip(data.images.split(10), data.labels.split(10), strict=True):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(images / 255), labels).backward()
        optimizer.step()
    torch.save(network.state_dict(), folder / "model.pth")
    torch.save(optimizer.state_dict(), folder / "optimizer.pth")
    return load_optimizer_state(folder / "optimizer.pth")


@pytest.mark.parametrize("name", ["model.pth", "optimizer.pth"])
def test_the_optimizer_beside_a_network_of_no_registry_is_taken(tmp_path: Path, name: str) -> None:
    saved = strangers_pair(tmp_path)
    opened = open_network(tmp_path / name, tmp_path, layers=STRANGERS)
    assert (opened.path, opened.optimizer_problem) == (tmp_path / "model.pth", None)
    assert opened.optimizer is not None
    assert (opened.optimizer.kind, opened.optimizer.momentum, opened.optimizer.count) == ("sgd", 0.5, 4)
    assert saved.shapes == opened.optimizer.shapes


def test_momentum_of_a_network_for_dark_ink_is_left_out_as_its_weights_are_turned(tmp_path: Path) -> None:
    strangers_pair(tmp_path)
    settled = given(["polarity=black-on-white", "normalisation=0/1"])
    opened = open_network(tmp_path / "model.pth", tmp_path, given=settled, layers=STRANGERS)
    assert opened.optimizer is None
    assert "turned for upright bright ink on black" in str(opened.optimizer_problem)
    with pytest.raises(CheckpointError, match="turned for upright bright ink on black"):
        with_optimizer_file(opened, tmp_path / "optimizer.pth")


def test_a_run_does_not_go_on_with_other_classes_or_moved_pictures(
    tmp_path: Path, dataset_stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digitpad.training.session.load_dataset", load_dataset)  # in place of the stub
    folder = tmp_path / "garden"
    for name, hue in (("leaf", (40, 160, 60)), ("sky", (70, 120, 230)), ("tomato", (220, 50, 40))):
        (folder / name).mkdir(parents=True)
        for number in range(6):
            Image.new("RGB", (8, 8), hue).save(folder / name / f"{number}.png")
    recipe = Recipe("mine", "quick", str(folder), loss="cross-entropy", epochs=1, picture_size=16)
    list(start(recipe, tmp_path / "run").run())
    last = tmp_path / "run" / "last.pth"
    resume(last, epochs=2)
    (folder / "sky").rename(folder / "zebra")
    with pytest.raises(CheckpointError, match=r"pictures of leaf, sky, tomato .* has leaf, tomato, zebra"):
        resume(last, epochs=2)
    (folder / "zebra").rename(folder / "sky")
    (folder / "sky" / "0.png").rename(folder / "leaf" / "9.png")
    with pytest.raises(CheckpointError, match="some were moved or replaced"):
        resume(last, epochs=2)


def test_a_recipe_of_colours_takes_grey_pictures_with_one_number_for_all() -> None:
    recipe = preset("notes-vgg16").with_changes(network="resnet18", colour="grey")
    chosen = resolved(recipe, digits(), "cpu")
    assert chosen.mean == pytest.approx((0.485 + 0.456 + 0.406) / 3)
    assert chosen.std == pytest.approx((0.229 + 0.224 + 0.225) / 3)
