"""A recipe as a plain PyTorch script that does the same, step by step, without digitpad.

Networks, augmentation and the order of the examples are taken from digitpad's own source, so the script
cannot drift away from what a run does; the loop around them is written for a reader. With the same seed the
first losses agree to some six digits: large linear layers multiply by another library in digitpad.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from textwrap import dedent
from typing import Any

from digitpad.data import augment, batches
from digitpad.errors import RecipeError
from digitpad.model import networks
from digitpad.model.registry import ARCHITECTURES
from digitpad.training import averaging, learner, schedule
from digitpad.training.recipe import Recipe

PLAIN_DATASETS = ("mnist",)
"""Datasets that a script can read by itself; the others are drawn by digitpad, so it has to be there."""


_SEEDED = "torch.manual_seed(SEED)  # decides the first weights, and dropout"
_MOVED = "network = network.to(DEVICE, memory_format=torch.channels_last)"
_RATE = "def learning_rate(step: int, steps: int) -> float:\n    return LEARNING_RATE"
_LOSS = "def loss_of(scores: Tensor, labels: Tensor) -> Tensor:\n    return"


def script_of(recipe: Recipe, data: Path, device: str = "cpu", out: str = "mnist.pth") -> str:
    """The script.

    Args:
        recipe: its precision resolved to "float32" or "bfloat16".
        data: the folder with datasets.
        device: where it computes: "cpu", "cuda" or "mps".
        out: the file that the weights are saved in.

    Raises:
        RecipeError: when the precision is still "auto".
    """
    if recipe.precision == "auto":
        raise RecipeError("The precision has to be chosen before the code can be shown.")
    parts = [
        _head(recipe),
        _settings(recipe, data, device, out),
        _dataset(recipe),
        _network(recipe),
        _order(),
        _augmentation(recipe),
        _schedule(recipe),
        _averaging(recipe),
        _loss(recipe),
        _loop(recipe),
    ]
    return "\n\n\n".join(part.strip() for part in parts if part) + "\n"


def _head(recipe: Recipe) -> str:
    needs = "numpy and torch" if recipe.dataset in PLAIN_DATASETS else "numpy, torch and digitpad"
    lines = [
        f'"""Trains the network {recipe.network!r} by the recipe {recipe.name!r}. Needs {needs}."""',
        "",
    ]
    wanted = ["import math", "from pathlib import Path", "", "import numpy as np", "import torch"]
    wanted += ["import torch.nn.functional as F", "from torch import Tensor, nn"]
    if recipe.average_decay:
        wanted.append("from torch.optim.swa_utils import AveragedModel")
    if recipe.augmentation != "none":
        wanted.insert(1, "from dataclasses import dataclass")
    if recipe.schedule != "one-cycle" and recipe.schedule != "cosine" and recipe.augmentation == "none":
        wanted.remove("import math")
    return "\n".join(lines + wanted)


def _settings(recipe: Recipe, data: Path, device: str, out: str) -> str:
    return dedent(
        f"""
        DATA = Path({str(data)!r})
        DEVICE = {device!r}
        OUT = {out!r}
        SEED = {recipe.seed}
        EPOCHS = {recipe.epochs}
        BATCH_SIZE = {recipe.batch_size}
        LEARNING_RATE = {recipe.learning_rate!r}
        MEAN, STD = {recipe.mean!r}, {recipe.std!r}  # of the grey values, 0 to 1
        """
    )


def _dataset(recipe: Recipe) -> str:
    if recipe.dataset not in PLAIN_DATASETS:
        return dedent(
            f"""
            from digitpad.data.datasets import load_dataset  # draws or prepares these pictures

            dataset = load_dataset({recipe.dataset!r}, DATA)
            train_images, train_labels = dataset.train.images, dataset.train.labels
            test_images, test_labels = dataset.test.images, dataset.test.labels
            CLASSES = len(dataset.train.classes)
            """
        )
    return dedent(
        '''
        def read_mnist(part: str) -> tuple[Tensor, Tensor]:
            """Pictures, uint8 (N, 1, 28, 28), and labels, int64 (N,). The files are plain bytes behind a
            head of 16 and 8 bytes; torchvision.datasets.MNIST(DATA, download=True) fetches them.
            """
            raw = DATA / "MNIST" / "raw"
            pixels = np.fromfile(raw / f"{part}-images-idx3-ubyte", np.uint8, offset=16)
            labels = np.fromfile(raw / f"{part}-labels-idx1-ubyte", np.uint8, offset=8)
            return torch.from_numpy(pixels).view(-1, 1, 28, 28), torch.from_numpy(labels).long()


        train_images, train_labels = read_mnist("train")
        test_images, test_labels = read_mnist("t10k")
        CLASSES = 10
        '''
    )


def _network(recipe: Recipe) -> str:
    build = ARCHITECTURES[recipe.network].build
    options = dict(getattr(build, "keywords", {}))
    kind: Any = getattr(build, "func", build)
    source = inspect.getsource(kind)
    parts = ["Linear = nn.Linear"]
    if "_block(" in source:
        parts.append(inspect.getsource(networks._block))
    if "cast(" in source:
        parts.insert(0, "from typing import cast")
    given = "".join(f", {name}={value!r}" for name, value in options.items())
    parts += [
        source,
        f"{_SEEDED}\nnetwork = {kind.__name__}(classes=CLASSES{given})\n{_MOVED}",
    ]
    return "\n\n\n".join(part.strip() for part in parts)


def _order() -> str:
    return "\n\n\n".join(
        inspect.getsource(function).strip() for function in (batches.mixed_seed, batches.epoch_order)
    )


def _augmentation(recipe: Recipe) -> str:
    change = augment.AUGMENTATIONS[recipe.augmentation]
    if change is None:
        return ""
    source = inspect.getsource(augment.Affine)
    return f"_WAVES = {augment._WAVES}\n\n\n{source.strip()}\n\n\naugment = {change!r}"


def _schedule(recipe: Recipe) -> str:
    if recipe.schedule == "none":
        return _RATE
    if recipe.schedule == "step":
        return dedent(
            f"""
            def learning_rate(step: int, steps: int) -> float:
                epoch = step // (steps // EPOCHS)
                return LEARNING_RATE * {recipe.step_factor!r} ** (epoch // {recipe.step_epochs})
            """
        )
    falling = inspect.getsource(schedule._falling).strip()
    if recipe.schedule == "cosine":
        return f"{falling}\n\n\n{_RATE} * _falling(min(1.0, step / steps))"
    constants = f"WARM_UP, _START, _END = {schedule.WARM_UP!r}, {schedule._START!r}, {schedule._END!r}"
    return "\n\n\n".join(
        (
            constants,
            falling,
            inspect.getsource(schedule._one_cycle).strip(),
            f"{_RATE} * _one_cycle(min(1.0, step / max(1, steps - 1)))",
        )
    )


def _averaging(recipe: Recipe) -> str:
    if not recipe.average_decay:
        return ""
    return (
        inspect.getsource(averaging.Averaging).strip()
        + f"\n\n\naverage = AveragedModel(network, multi_avg_fn=Averaging({recipe.average_decay!r}), "
        + "use_buffers=True)"
    )


def _loss(recipe: Recipe) -> str:
    smoothing = f", label_smoothing={recipe.label_smoothing!r}" if recipe.label_smoothing else ""
    if recipe.loss == "open-set":
        source = inspect.getsource(learner.open_set_loss).strip()
        return f"{source}\n\n\n{_LOSS} open_set_loss(scores, labels, {recipe.label_smoothing!r})"
    call = (
        "F.nll_loss(scores, labels)"
        if recipe.loss == "nll"
        else f"F.cross_entropy(scores, labels{smoothing})"
    )
    return f"{_LOSS} {call}"


def _optimizer(recipe: Recipe) -> str:
    decay = f", weight_decay={recipe.weight_decay!r}" if recipe.weight_decay else ""
    if recipe.optimizer == "sgd":
        return f"torch.optim.SGD(network.parameters(), lr=LEARNING_RATE, momentum={recipe.momentum!r}{decay})"
    kind = "AdamW" if recipe.optimizer == "adamw" else "Adam"
    given = f", weight_decay={recipe.weight_decay!r}"  # AdamW has one of its own otherwise
    return f"torch.optim.{kind}(network.parameters(), lr=LEARNING_RATE{given})"


def _loop(recipe: Recipe) -> str:
    answering = "average.module" if recipe.average_decay else "network"
    half = recipe.precision == "bfloat16"
    forward = "scores = network(images)"
    if half:
        forward = "with torch.autocast(DEVICE, torch.bfloat16):\n            scores = network(images).float()"
    change = ""
    if recipe.augmentation != "none":
        change = (
            "\n        generator = torch.Generator().manual_seed(mixed_seed(SEED, 1, step))"
            "\n        images = augment(images.float(), generator)"
        )
    settle = pick = ""
    if recipe.freeze_norm_after:
        settle = (
            f"\n        settled = step >= {recipe.freeze_norm_after} * len(batches)"
            "\n        if settled:  # batch norm keeps its statistics from here on"
            "\n            for module in network.modules():"
            "\n                if isinstance(module, nn.BatchNorm2d):"
            "\n                    module.eval()"
        )
        pick = (
            "\n        if not settled:  # what is none of the classes joins only then"
            "\n            indices = indices[train_labels[indices] < CLASSES]"
        )
    averaged = "\n        average.update_parameters(network)" if recipe.average_decay else ""
    return f'''
def normalised(images: Tensor) -> Tensor:
    """Pictures as the network takes them: float32 from 0 to 255, shifted and scaled."""
    return images * (1 / (255 * STD)) - MEAN / STD


def test() -> tuple[float, float]:
    """Mean loss, and share read right, on the test set."""
    {answering}.eval()
    loss, right = 0.0, 0
    with torch.inference_mode():
        for images, labels in zip(test_images.split(200), test_labels.split(200)):
            log_probs = F.log_softmax({answering}(normalised(images.to(DEVICE))), dim=1)
            labels = labels.to(DEVICE)
            loss += float(F.nll_loss(log_probs, labels, reduction="sum"))
            right += int((log_probs.argmax(dim=1) == labels).sum())
    return loss / len(test_labels), right / len(test_labels)


optimizer = {_optimizer(recipe)}
step = 0
for epoch in range(1, EPOCHS + 1):
    network.train()
    batches = epoch_order(len(train_labels), SEED, epoch).split(BATCH_SIZE)
    for number, indices in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, EPOCHS * len(batches)){settle}{pick}
        images, labels = train_images[indices].to(DEVICE), train_labels[indices].to(DEVICE){change}
        images = normalised(images).contiguous(memory_format=torch.channels_last)
        optimizer.zero_grad()
        {forward}
        loss = loss_of(scores, labels)
        loss.backward()
        optimizer.step(){averaged}
        step += 1
        if number % 10 == 0:
            seen = f"{{number * BATCH_SIZE}}/{{len(train_labels)}}"
            print(f"Train Epoch: {{epoch}} [{{seen}}]\\tLoss: {{loss.item():.6f}}", flush=True)
    test_loss, accuracy = test()
    print(f"Test set after epoch {{epoch}}: Avg. loss: {{test_loss:.4f}}, Accuracy: {{accuracy:.2%}}")

torch.save({answering}.state_dict(), OUT)  # digitpad loads this file
'''
