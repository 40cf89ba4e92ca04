"""The script that is shown does what the window does: it is run, and its losses are compared."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from digitpad.data.datasets import load_dataset
from digitpad.data.transforms import TRANSFORMS, Transform, arguments
from digitpad.errors import RecipeError
from digitpad.form import MNIST_MEAN, MNIST_STD
from digitpad.model.normalization import mean_and_std
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import ARCHITECTURES, architecture, build_network
from digitpad.recipe.presets import PRESETS, preset, preset_of
from digitpad.recipe.recipe import Recipe
from digitpad.torchvision_compat import torchvision_module
from digitpad.training.events import EpochDone, StepDone
from digitpad.training.script import resolve_for_script, script_of
from digitpad.training.script.pictures import transform_arguments
from digitpad.training.trainer import Trainer
from tests import processes
from tests.helpers import HEAVY, LIGHT, further, small_dataset
from tests.training.runs import start


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty pictures in colour, of three classes that differ in their colours and stripes."""
    root = tmp_path_factory.mktemp("pictures")
    random = np.random.default_rng(3)
    rows, columns = np.mgrid[:36, :36]
    for number, name in enumerate(("leaf", "sky", "stone")):
        (root / name).mkdir()
        stripes = np.sin((rows, columns, rows + columns)[number] * 0.7) * 40
        for index in range(20):
            pixels = random.normal(110, 30, (36, 36, 3)) + stripes[:, :, None]
            pixels[:, :, number] += 60
            Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(root / name / f"{index}.png")
    return root


Losses = tuple[list[float], list[tuple[float, float]]]
"""Every tenth batch's loss, and test loss with accuracy before training and after each epoch."""


def losses_of_window(recipe: Recipe, data: Path) -> Losses:
    events = list(start(recipe, data / "run", data).run())
    steps = [event.train_loss for event in events if isinstance(event, StepDone) and event.batch % 10 == 0]
    tests = [(e.test_loss, e.test_accuracy) for e in events if isinstance(e, EpochDone)]
    return steps, tests


WITHOUT_DIGITPAD = """
import runpy, sys
for name in [name for name in sys.modules if name.partition(".")[0] == "digitpad"]:
    del sys.modules[name]
sys.modules["digitpad"] = None
runpy.run_path(sys.argv[1], run_name="__main__")
"""
"""Runs a script where digitpad is not installed."""


def losses_of_script(script: str, folder: Path) -> Losses:
    file = folder / "train.py"
    file.write_text(script, encoding="utf-8")
    done = processes.run(["-W", "error", "-c", WITHOUT_DIGITPAD, str(file)], cwd=folder)
    assert done.returncode == 0, done.stderr
    steps = [float(loss) for loss in re.findall(r"Loss: (\d+\.\d+)$", done.stdout, re.MULTILINE)]
    measured = re.findall(r"Avg. loss: (\d+\.\d+), Accuracy: (\d+\.\d+)%", done.stdout)
    return steps, [(float(loss), float(share) / 100) for loss, share in measured]


def both(recipe: Recipe, data: Path, folder: Path) -> tuple[Losses, Losses]:
    """The losses of the window, and those of the script."""
    script = script_of(resolve_for_script(recipe, "cpu"), data)
    return losses_of_window(recipe, data), losses_of_script(script, folder)


def assert_same_losses(recipe: Recipe, data: Path, folder: Path) -> None:
    (steps, tests), (found, measured) = both(recipe, data, folder)
    assert steps
    assert tests
    assert found == pytest.approx(steps, abs=2e-5)
    assert [loss for loss, _ in measured] == pytest.approx([loss for loss, _ in tests], abs=1e-4)


@pytest.mark.parametrize("name", ["notes-basic", further("quick"), further("notes-adam"), further("best")])
def test_the_script_gets_the_losses_of_the_window_and_writes_weights_that_load(
    name: str, small_mnist: Path, tmp_path: Path
) -> None:
    recipe = preset(name).with_changes(epochs=2, batch_size=16, precision="float32", seed=5)
    if name == "best":  # its own rate is meant for larger batches: rounding would grow too fast to compare
        recipe = recipe.with_changes(learning_rate=recipe.learning_rate / 10)
    (steps, tests), (found, measured) = both(recipe, small_mnist, tmp_path)
    assert found == pytest.approx(steps, rel=3e-2)  # rounding grows with every step
    assert found[:2] == pytest.approx(steps[:2], abs=1e-3)
    assert [loss for loss, _ in measured] == pytest.approx([loss for loss, _ in tests], abs=2e-2)
    one_picture = 1 / 60 + 1e-3  # of the test set, which may fall either way
    assert [share for _, share in measured] == pytest.approx([share for _, share in tests], abs=one_picture)
    saved = load_checkpoint(tmp_path / "mnist.pth")
    assert saved.architecture == recipe.network
    if name != "best":  # its averaged weights are not the optimiser's
        assert saved.optimizer.kind == recipe.optimizer


def test_the_script_saves_what_the_recipe_does(small_mnist: Path, tmp_path: Path) -> None:
    low = preset("notes-basic").with_changes(epochs=2, batch_size=32, keep_epochs=True, keep_above=0.001)
    _, (_, measured) = both(low, small_mnist, tmp_path)
    assert {path.name for path in tmp_path.glob("*.pth")} == {
        *("mnist.pth", "optimizer.pth", "best.pth", "epoch-01.pth", "epoch-02.pth")
    }
    weights = {path.stem: torch.load(path) for path in tmp_path.glob("*.pth")}
    ours = load_checkpoint(small_mnist / "run" / "epoch-01.pth").model
    assert all(torch.allclose(weights["epoch-01"][name], ours[name], atol=1e-3) for name in ours)
    best = 2 if measured[-1][1] > measured[-2][1] else 1
    assert all(torch.equal(weights["best"][name], weights[f"epoch-{best:02d}"][name]) for name in ours)
    assert load_checkpoint(tmp_path / "mnist.pth").optimizer.count == len(ours)
    script = script_of(resolve_for_script(preset("notes-logits"), "cpu"), Path("/data"))
    assert "if accuracy >= 0.97 and accuracy > best:" in script
    assert "test(epoch=0)" in script


FLIPS_AND_MORE = (
    Transform("RandomCrop", (("padding", 20),)),
    Transform("ColorJitter"),
    Transform("RandomErasing"),
    Transform("GaussianBlur"),
)

ALWAYS = ("transforms, flip-crop and rates",)
"""The case that the default run tries."""

ON_FOLDERS: dict[str, tuple[str, dict[str, Any]]] = {
    "transforms, flip-crop and rates": (
        "colour",
        {
            "transforms": FLIPS_AND_MORE,
            "augmentation": "flip-crop",
            "lr_multipliers": (("stem", 0.0), ("first_block", 0.3), ("first_block.1", 2.0)),
            "test_fraction": 0.3,
            "split_seed": 7,
            # Adam divides gradients by their size, so rounding errors grow to something in a few steps.
            "optimizer": "sgd",
            "learning_rate": 0.01,
            "weight_decay": 0.001,
        },
    ),
    "the notes' network": ("notes-cifar10", {}),
    "another size": ("notes-cifar10", {"picture_size": 24, "transforms": (Transform("RandomResizedCrop"),)}),
    "grey, with log_softmax before nll": ("notes-cifar10", {"colour": "grey", "loss": "nll", "std": None}),
    "measured on colours": ("notes-cifar10", {"mean": None, "std": None}),
    "measured in part": ("notes-cifar10", {"mean": (0.1, 0.2, 0.3), "std": None}),
    "a digits' network": ("notes-basic", {}),
    "MSE on one-hot targets": ("notes-cifar10", {"loss": "mse", "label_smoothing": 0.1}),
    "L1 on probabilities": ("notes-wide", {"loss": "l1", "precision": "float32"}),
    "in the dataset's order": ("notes-cifar10", {"shuffle": False, "drop_last": True}),
    "a last layer that learns alone": ("resnet18", {"freeze_body": True}),
    "a grey picture for three channels": (
        "resnet18",
        {"colour": "grey", "mean": None, "std": None, "freeze_body": True},
    ),
    "frozen but for what is named": (
        "mobilenet-v3-small",
        {"freeze_body": True, "lr_multipliers": (("features.12", 0.1),)},
    ),
    "float16": ("notes-cifar10", {"precision": "float16", "learning_rate": 0.05}),
}


@pytest.mark.parametrize("case", [case if case in ALWAYS else further(case) for case in ON_FOLDERS])
def test_the_script_learns_a_folder_as_the_window_does(case: str, folder: Path, tmp_path: Path) -> None:
    network, changes = ON_FOLDERS[case]
    changes = {"precision": "float32", "learning_rate": 0.001, "momentum": 0.0, **changes}
    recipe = preset_of(architecture(network)).with_changes(
        dataset=str(folder), epochs=2, batch_size=4, seed=5, **changes
    )
    assert_same_losses(recipe, tmp_path, tmp_path)


@pytest.mark.slow
def test_the_script_begins_with_the_weights_of_a_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a file's path counts from where digitpad runs
    torch.manual_seed(11)
    form = load_dataset(str(folder)).train.form
    torch.save(build_network("notes-cifar10", 10, form).state_dict(), tmp_path / "saved.pth")
    changes = {"dataset": str(folder), "weights": "saved.pth", "epochs": 1, "batch_size": 8}
    recipe = preset("notes-cifar10").with_changes(**changes)
    (steps, _), (found, _) = both(recipe, tmp_path, tmp_path)
    assert found == pytest.approx(steps, abs=2e-6)
    fresh, _ = losses_of_window(recipe.with_changes(weights=""), tmp_path / "fresh")
    assert found != pytest.approx(fresh, abs=1e-3)


@pytest.mark.slow
def test_a_runs_own_file_and_several_layers_of_classes_are_taken_too(
    small_mnist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_mnist)
    # At the recipe's own rate five steps lead to a loss of 6, in which the last bits of sums show, which two
    # computers add up in different orders.
    ours = preset("handwriting").with_changes(
        dataset="mnist",
        loss="cross-entropy",
        epochs=1,
        batch_size=64,
        precision="float32",
        learning_rate=1e-3,
    )
    losses_of_window(ours, small_mnist)
    (small_mnist / "run").rename(small_mnist / "first")
    assert_same_losses(ours.with_changes(weights="first/last.pth", seed=9), small_mnist, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes", [{"picture_size": 20}, {"colour": "colour"}, {"transforms": (Transform("RandomRotation"),)}]
)
def test_a_network_for_colours_learns_digits_and_mnist_in_another_form(
    changes: dict[str, Any], small_mnist: Path, tmp_path: Path
) -> None:
    recipe = preset("notes-cifar10").with_changes(dataset="mnist", epochs=1, batch_size=64, **changes)
    assert_same_losses(recipe, small_mnist, tmp_path)


@pytest.mark.parametrize("name", TRANSFORMS)
@pytest.mark.parametrize("size", [16, 28, 32])
def test_a_size_that_only_the_script_will_see_tells_a_transform_the_same(name: str, size: int) -> None:
    limits = TRANSFORMS[name].items()
    for told in ((), tuple((setting, limit.high) for setting, limit in limits)):
        change = Transform(name, told)
        assert eval(f"dict({transform_arguments(change, 0)})", {"SIZE": size}) == arguments(change, size)  # noqa: S307
        assert eval(f"dict({transform_arguments(change, size)})") == arguments(change, size)  # noqa: S307


@pytest.mark.parametrize("name", sorted(PRESETS))
@pytest.mark.parametrize("plan", ["none", "step", "cosine", "one-cycle"])
def test_every_recipe_and_schedule_is_a_whole_script(name: str, plan: str) -> None:
    recipe = preset(name).with_changes(precision="bfloat16", schedule=plan, label_smoothing=0.1)
    script = script_of(resolve_for_script(recipe, "cpu"), Path("/data"))
    modules = modules_of(script)
    assert modules <= {
        *("math", "pathlib", "collections", "typing", "dataclasses", "gzip"),
        *("numpy", "torch", "torchvision"),
    }
    by_torchvision = ARCHITECTURES[recipe.network].ready_made or recipe.dataset == "cifar10"
    assert ("torchvision" in modules) == by_torchvision


def modules_of(script: str) -> set[str]:
    tree = list(ast.walk(ast.parse(script)))
    names = [alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in tree if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    "network",
    [
        name if name in (*LIGHT, *HEAVY) else further(name)
        for name, entry in ARCHITECTURES.items()
        if entry.ready_made
    ],
)
def test_ready_made_networks_are_torchvisions(network: str, monkeypatch: pytest.MonkeyPatch) -> None:
    script = script_of(resolve_for_script(preset_of(architecture(network)), "cpu"), Path("/data"))
    compile(script, "script", "exec")
    made = (
        "models." + network.replace("-", "_").removesuffix("_added").removesuffix("_grey") + "(weights=None"
    )
    assert f"network = {made}" in script
    # The lines that make it, run on a device without values, make the network of the registry.
    start = script.index("network = models.")
    lines = script[start : script.index("network = network.to(")]
    known: dict[str, Any] = {"models": torchvision_module("torchvision.models"), "nn": torch.nn, "CLASSES": 7}
    with torch.device("meta"):
        exec(lines, known)
        ours = build_network(network, 7, ARCHITECTURES[network].form)
    shapes, expected = (
        {name: value.shape for name, value in made.state_dict().items()} for made in (known["network"], ours)
    )
    assert shapes == expected


def test_a_script_says_nothing_that_its_recipe_does_not_use() -> None:
    script = script_of(resolve_for_script(preset("notes-basic"), "cpu"), Path("/data"))
    unused = ("torchvision", "v2", "scaler", "factor", "keep_frozen", "mean_and_std", "CHANNELS", "average")
    assert [word for word in unused if re.search(rf"\b{word}\b(?!\.datasets)", script)] == []


def test_a_precision_that_is_not_chosen_is_refused() -> None:
    with pytest.raises(RecipeError, match="precision"):
        script_of(preset("quick").with_changes(mean=0.5, std=0.5), Path("/data"))


def test_a_normalisation_that_could_be_known_is_refused() -> None:
    with pytest.raises(RecipeError, match="normalisation"):
        script_of(preset("notes-basic"), Path("/data"))
    known = resolve_for_script(preset("notes-logits"), "cpu")
    assert (known.mean, known.std) == (0.1307, 0.3801)


def test_a_normalisation_that_is_measured_is_the_trainers(folder: Path) -> None:
    recipe = preset("colour").with_changes(dataset=str(folder), precision="float32")
    assert resolve_for_script(recipe, "cpu").mean is None
    script = script_of(resolve_for_script(recipe, "cpu"), Path("/data"))
    images = load_dataset(str(folder)).train.images
    start, end = script.index("PerChannel ="), script.index("MEAN, STD =")
    known: dict[str, Any] = {"train_images": images, "torch": torch, "Tensor": torch.Tensor}
    exec("from collections.abc import Sequence\n" + script[start:end], known)
    assert (known["mean"], known["std"]) == mean_and_std(images)


@pytest.mark.parametrize("loss", ["open-set", further("cross-entropy")])
def test_pictures_of_no_class_are_learnt_and_left_out_as_in_the_window(loss: str, tmp_path: Path) -> None:
    digits = small_dataset(60, 20)
    labels = digits.train.labels.clone()
    labels[::5] = 10  # of none of the classes
    data = replace(digits, name="handwriting", train=replace(digits.train, labels=labels))
    arrays = {
        f"{name}_{what}": getattr(part, what).numpy()
        for name, part in (("train", data.train), ("test", data.test))
        for what in ("images", "labels")
    }
    np.savez(tmp_path / "handwriting.npz", classes=np.array(data.train.classes), **arrays)
    changes: dict[str, Any] = {"epochs": 2, "freeze_norm_after": 1, "batch_size": 20, "loss": loss}
    recipe = preset("handwriting").with_changes(precision="float32", learning_rate=1e-4, **changes)
    events = list(Trainer(recipe, replace(data, mean=MNIST_MEAN, std=MNIST_STD)).run())
    steps = [event.train_loss for event in events if isinstance(event, StepDone) and event.batch % 10 == 0]
    found, _ = losses_of_script(script_of(resolve_for_script(recipe, "cpu"), tmp_path), tmp_path)
    assert found == pytest.approx(steps, rel=1e-3)
