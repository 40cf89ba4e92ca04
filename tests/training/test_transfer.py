"""Learning a part of a network: frozen layers, rates of their own, and weights to begin with."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from torch import Tensor

from digitpad.data.labelled import Dataset
from digitpad.errors import CheckpointError, RecipeError, UsageError
from digitpad.form import CIFAR10_CLASSES
from digitpad.model import loading
from digitpad.model.checkpoint import save_checkpoint, save_state_dict
from digitpad.model.loading import initial_weights, load_checkpoint
from digitpad.model.registry import COLOUR_FORM, build_network, empty_network, in_head, network_shapes
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.table import TABLE
from digitpad.training.optimizers import factor_of
from digitpad.training.state import resolved
from digitpad.training.trainer import Trainer
from tests.helpers import HEAVY, LIGHT, colour_dataset, further, small_dataset, untrained
from tests.training.runs import assert_goes_on, resume, start, take


@functools.cache
def digits() -> Dataset:
    return small_dataset(60, 20)


@functools.cache
def colours() -> Dataset:
    return colour_dataset(20, 10)


def of_two(data: Dataset) -> Dataset:
    """The pictures of the first two classes."""

    def part(images: Any) -> Any:
        kept = images.labels < 2
        return replace(
            images, images=images.images[kept], labels=images.labels[kept], classes=images.classes[:2]
        )

    return replace(data, train=part(data.train), test=part(data.test))


def recipe(name: str = "quick", **changes: Any) -> Recipe:
    """A short run of plain SGD."""
    settings = {
        "dataset": "synthetic",
        "optimizer": "sgd",
        "learning_rate": 0.01,
        "momentum": 0.0,
        "weight_decay": 0.0,
        "schedule": "none",
        "precision": "float32",
        "batch_size": 20,
        "epochs": 2,
        **changes,
    }
    return preset(name).with_changes(**settings)


def resnet(**changes: Any) -> Recipe:
    settings = {"network": "resnet18", "dataset": "cifar10", "batch_size": 10, "epochs": 1, **changes}
    return recipe("notes-vgg16", **settings)


def trained(chosen: Recipe, data: Dataset) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The weights before and after the run."""
    trainer = Trainer(chosen, data)
    before = trainer.weights()
    list(trainer.run())
    return before, trainer.weights()


def moved(before: dict[str, Tensor], after: dict[str, Tensor]) -> set[str]:
    return {name for name in before if not torch.equal(before[name], after[name])}


@pytest.mark.parametrize(
    ("chosen", "data", "head"),
    [
        (recipe(freeze_body=True), digits, {"fc2.weight", "fc2.bias"}),
        (
            recipe(freeze_body=True, optimizer="adamw", weight_decay=0.1, ema_decay=0.9),
            digits,
            {"fc2.weight", "fc2.bias"},
        ),
        (recipe("best", freeze_body=True), digits, {"classifier.weight", "classifier.bias"}),
        (resnet(freeze_body=True, weight_decay=0.1), colours, {"fc.weight", "fc.bias"}),
    ],
    ids=["quick", "quick-adamw-averaged", "best", "resnet18"],
)
def test_of_a_frozen_body_nothing_moves(chosen: Recipe, data: Callable[[], Dataset], head: set[str]) -> None:
    assert moved(*trained(chosen, data())) == head


def test_without_freezing_batch_norm_measures_and_all_learn() -> None:
    assert moved(*trained(resnet(), colours())) == set(network_shapes("resnet18"))


@pytest.mark.parametrize("factor", [0.25, 3.0])
def test_a_layers_rate_multiplies_its_step(factor: float) -> None:
    plain, scaled = (
        Trainer(recipe(lr_multipliers=rates), digits()) for rates in ({}, {"conv1": factor, "fc1": 1})
    )
    before = plain.weights()
    for trainer in (plain, scaled):
        take(trainer, 1)
    ours, theirs = scaled.weights(), plain.weights()
    named = [name for name in before if name.endswith(("weight", "bias"))]
    for name in named:
        if name.startswith("conv1."):
            step = theirs[name] - before[name]
            assert float(step.abs().max()) > 0
            assert torch.allclose(ours[name] - before[name], factor * step, rtol=1e-3, atol=1e-7)
        else:
            assert torch.equal(ours[name], theirs[name])


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
def test_a_rate_of_zero_freezes_a_layer_and_its_statistics(optimizer: str) -> None:
    chosen = recipe(lr_multipliers={"conv1": 0, "bn1": 0}, optimizer=optimizer, weight_decay=0.1)
    network = empty_network("quick")
    frozen = {name for name in network.state_dict() if name.startswith(("conv1.", "bn1."))}
    assert frozen
    assert moved(*trained(chosen, digits())) == set(network.state_dict()) - frozen


def test_the_innermost_layer_counts() -> None:
    chosen = resnet(freeze_body=True, lr_multipliers={"layer4": 0.5, "layer4.1": 0.25, "layer4.1.conv2": 0})
    assert [
        factor_of(chosen, name)
        for name in (
            "conv1.weight",
            "layer4.0.conv1.weight",
            "layer4.1.conv1.weight",
            "layer4.1.conv2.weight",
            "fc.bias",
        )
    ] == [0, 0.5, 0.25, 0, 1]
    assert factor_of(resnet(lr_multipliers={"layer4.1": 2}), "layer4.10.weight") == 1


@pytest.mark.parametrize("schedule", TABLE["schedule"].names)
def test_a_schedule_moves_all_layers_together(schedule: str) -> None:
    chosen = recipe(schedule=schedule, step_epochs=1, lr_multipliers={"conv1": 0.1, "fc1": 0})
    trainer = Trainer(chosen, digits())

    def groups() -> list[dict[str, Any]]:
        return trainer.state_dict()["optimizer"]["state"]["param_groups"]

    assert [group["factor"] for group in groups()] == [1, 0.1]
    seen = []
    for step in range(1, 7):
        take(trainer, step)
        rate = trainer.schedule.rate(step - 1)
        assert [group["lr"] for group in groups()] == [rate, pytest.approx(0.1 * rate)]
        seen.append(rate)
    assert (len(set(seen)) == 1) == (schedule == "none")


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


RUNS = {
    "frozen": recipe(freeze_body=True, optimizer="adamw", ema_decay=0.9, schedule="one-cycle"),
    "rates": recipe(momentum=0.9, lr_multipliers={"conv1": 0.1, "bn1": 0, "fc2": 5}, schedule="cosine"),
}


@pytest.mark.parametrize("kind", RUNS)
@pytest.mark.parametrize("stop", [further(1), 3, further(4)])
def test_an_interrupted_run_ends_as_one_never_stopped(kind: str, stop: int, tmp_path: Path) -> None:
    assert_goes_on(RUNS[kind], tmp_path, stop, digits())


Begin = Callable[[Recipe, Dataset, Path], Trainer]


@pytest.fixture
def begun(dataset_stub: Callable[[Dataset], None]) -> Begin:
    """Starts a run of a recipe on a dataset in a folder."""

    def begin(chosen: Recipe, data: Dataset, folder: Path) -> Trainer:
        dataset_stub(data)
        return start(chosen, folder)

    return begin


@pytest.fixture
def half_done(tmp_path: Path, dataset_stub: Callable[[Dataset], None]) -> Path:
    """A run that begins with a file's weights and stands in its first epoch; the file is gone."""
    dataset_stub(digits())
    weights = tmp_path / "begin.pth"
    save_checkpoint(untrained("quick"), weights)
    chosen = recipe(weights=str(weights), lr_multipliers={"conv1": 0.1})
    trainer = start(chosen, tmp_path / "run")
    take(trainer, 1)
    trainer.save()
    weights.unlink()
    return trainer.last_path


def test_a_resumed_run_needs_its_weights_file_no_more(half_done: Path) -> None:
    trainer, _ = resume(half_done)
    list(trainer.run())
    assert trainer.position.step == 6


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"freeze_body": True}, r"keeps its freeze body \(no\)"),
        (
            {"lr_multipliers": {}},
            r"keeps its lr multipliers \(conv1 = 0\.1\); start a new run to train with none",
        ),
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
    assert saved.history["changes"] == [
        {"step": 1, "setting": "transforms", "before": [], "after": change["transforms"]}
    ]
    assert Recipe.from_dict(saved.recipe).transforms == trainer.recipe.transforms
    assert torch.load(half_done, weights_only=True)["format"] == "digitpad-checkpoint"


@pytest.mark.parametrize("average", [0.0, 0.9])
def test_of_a_network_for_other_classes_the_body_is_taken(
    average: float, tmp_path: Path, begun: Begin
) -> None:
    source = untrained("quick")
    save_checkpoint(source, tmp_path / "begin.pth")
    chosen = recipe(weights=str(tmp_path / "begin.pth"), ema_decay=average)
    for data, head_too in ((of_two(digits()), False), (digits(), True)):
        taken = begun(chosen, data, tmp_path).weights()
        fresh = Trainer(chosen.with_changes(weights=""), data).weights()
        for name, value in taken.items():
            wanted = source.model if head_too or not in_head("quick", name) else fresh
            assert torch.equal(value, wanted[name]), name


def imagenet_like(folder: Path, without: str = "\0") -> tuple[Path, dict[str, Tensor]]:
    """A file as torchvision has it of ResNet-18, with a thousand classes and random weights."""
    with torch.random.fork_rng():
        torch.manual_seed(3)
        state = build_network("resnet18", 1000, COLOUR_FORM).state_dict()
    state = {name: value for name, value in state.items() if without not in name}
    torch.save(state, folder / "resnet18.pth")
    return folder / "resnet18.pth", state


@pytest.mark.parametrize(
    "without", [further("\0"), "num_batches_tracked"], ids=["whole", "of-an-older-torch"]
)
def test_a_file_of_torchvisions_gives_the_body(without: str, tmp_path: Path, begun: Begin) -> None:
    path, state = imagenet_like(tmp_path, without)
    trainer = begun(resnet(weights=str(path), freeze_body=True), colours(), tmp_path)
    weights = trainer.weights()
    assert weights["fc.weight"].shape == (10, 512)
    assert all(torch.equal(weights[name], state[name]) for name in state if not in_head("resnet18", name))
    list(trainer.run())
    assert moved(weights, trainer.weights()) == {"fc.weight", "fc.bias"}


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            lambda path: save_checkpoint(untrained("best"), path),
            "does not hold the weights of quick: missing",
        ),
        (lambda path: save_state_dict(untrained("notes-basic"), path), "does not hold the weights of quick"),
        (lambda path: path.write_text("no network"), "is not a PyTorch file"),
        (lambda path: torch.save({"x": 1}, path), "does not hold a network's weights"),
        (lambda path: None, "does not exist; check the name"),
        (lambda path: path.mkdir(), "is not a regular file"),
    ],
    ids=["other-network", "other-state-dict", "text", "no-network", "missing", "folder"],
)
def test_a_file_that_does_not_fit_is_told_in_one_sentence(
    made: Callable[[Path], Any], said: str, tmp_path: Path, begun: Begin
) -> None:
    path = tmp_path / "begin.pth"
    made(path)
    with pytest.raises(CheckpointError, match=said) as refused:
        begun(recipe(weights=str(path)), digits(), tmp_path / "run")
    assert len(str(refused.value).splitlines()) == 1
    assert not (tmp_path / "run").exists()


def test_a_home_nobody_has_is_told(tmp_path: Path, begun: Begin) -> None:
    with pytest.raises(CheckpointError, match="does not exist"):
        begun(recipe(weights="~nobody-is-so/x.pth"), digits(), tmp_path)


@pytest.mark.parametrize("name", [*LIGHT, *HEAVY])
def test_of_every_network_all_but_the_head_is_taken(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """VGG-16 with a layer added keeps all of its thousand scores. Shapes alone: its file has half a GB."""
    form = untrained(name).form if name in LIGHT else COLOUR_FORM
    state = empty_network(name, 7, form).state_dict()

    class Shapes:
        value = state
        tensors = type("Reader", (), {"read": staticmethod(lambda tensor: tensor)})

        def __enter__(self) -> Shapes:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(loading, "open_content", lambda _path: Shapes())
    monkeypatch.setattr(loading, "find_network", lambda value: type("Found", (), {"weights": value}))
    monkeypatch.setattr(loading, "readable", lambda weights: weights)
    taken = initial_weights(Path("x"), name, 10, form)
    assert set(taken) == {key for key in state if not in_head(name, key)}
    assert set(initial_weights(Path("x"), name, 7, form)) == set(state)
    if name == "vgg16-added":
        assert tuple(taken["classifier.6.weight"].shape) == (1000, 4096)
        assert "classifier.add_linear.weight" not in taken


def test_anothers_momentum_goes_to_its_own_layers(
    tmp_path: Path, dataset_stub: Callable[[Dataset], None]
) -> None:
    """A plain script's optimiser numbers the weights in the network's order, ours by their rates."""
    dataset_stub(digits())
    network = build_network("notes-basic", 10, untrained("notes-basic").form)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.5)
    for number, weight in enumerate(network.parameters()):
        weight.grad = torch.full_like(weight, number + 1.0)
    optimizer.step()
    torch.save(network.state_dict(), tmp_path / "model.pth")
    torch.save(optimizer.state_dict(), tmp_path / "optimizer.pth")
    changes = {"lr_multipliers": {"conv1": 0.1, "conv2": 0, "fc2": 2}}
    trainer, _ = resume(tmp_path / "model.pth", out=tmp_path / "run", **changes)
    # The weights and biases of conv1, conv2, fc1 and fc2 have the numbers 1 to 8; conv2 does not learn.
    state = trainer.state_dict()["optimizer"]["state"]
    found = {
        group["factor"]: [state["state"][n]["momentum_buffer"].unique().tolist() for n in group["params"]]
        for group in state["param_groups"]
    }
    assert found == {0.1: [[1], [2]], 1: [[5], [6]], 2: [[7], [8]]}
    list(itertools.islice(trainer.run(), 3))


def test_the_classes_of_a_taken_over_network_are_the_datasets(tmp_path: Path, begun: Begin) -> None:
    path, _ = imagenet_like(tmp_path)
    trainer = begun(resnet(weights=str(path)), colours(), tmp_path)
    assert trainer.checkpoint().classes == CIFAR10_CLASSES
    assert trainer.checkpoint().recipe["weights"] == str(path)  # type: ignore[index]


def test_a_run_does_not_go_on_with_other_classes_or_moved_pictures(tmp_path: Path) -> None:
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
    chosen = resolved(recipe, small_dataset(20, 10), "cpu")
    assert chosen.mean == pytest.approx((0.485 + 0.456 + 0.406) / 3)
    assert chosen.std == pytest.approx((0.229 + 0.224 + 0.225) / 3)
