"""Train a network on, on the training set as it is now, without its forgetting what it reads right.

    python -m tests.tools.make.refined_network FROM OUT [--epochs 2] [--seed 7] [--weight 1]

docs/reading.md says what this brought the shipped network. Needs DIGITPAD_DATA as the recipe `handwriting`
does; half an hour on one core. Trained on with the recipe's loss alone, the network read weak forms
better and other sets worse. So the network as it was teaches as well: of digits that it reads right the new
one is also to have its class probabilities, softened by a temperature, on the same picture changed in the
same way (G. Hinton, O. Vinyals, J. Dean, "Distilling the knowledge in a neural network", 2015; Z. Li, D.
Hoiem, "Learning without forgetting", 2016). Batch norm keeps its statistics, and a moving average of the
weights is written.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from digitpad.data.augment import AUGMENTATIONS
from digitpad.data.datasets import load_dataset
from digitpad.data.labelled import LabelledImages
from digitpad.data.sets.handwriting import handwriting_images
from digitpad.model.checkpoint import Checkpoint, save_checkpoint
from digitpad.model.normalization import normalize_uint8
from digitpad.model.open.loading import load_checkpoint
from digitpad.resources import data_root
from digitpad.training.evaluate import evaluate, for_batches
from digitpad.training.learner import open_set_loss
from digitpad.training.optimizers import Averaging

BATCH = 128
RATE = 2e-3
WARM = 300  # steps in which it rises
DECAY = 0.02
EPOCHS = 2  # with one drawing of the training set; a new one takes nearly as long as an epoch
MEMORY = 0.999  # of the moving average
TEMPERATURE = 2.0


def training_sets(epochs: int) -> Iterator[LabelledImages]:
    """Iterate over a training set for each epoch, now and then drawn and varied anew in a second process."""
    mnist = load_dataset("mnist").train
    draws = range(1, -(-epochs // EPOCHS) + 1)
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        coming = pool.submit(_drawn, draws[0])
        for draw in draws:
            images, labels = map(torch.from_numpy, coming.result())
            if draw < draws[-1]:
                coming = pool.submit(_drawn, draw + 1)
            train = LabelledImages(torch.cat([mnist.images, images]), torch.cat([mnist.labels, labels]))
            for _ in range(min(EPOCHS, epochs - EPOCHS * (draw - 1))):
                yield train


def _drawn(draw: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    torch.set_num_threads(1)
    images, labels = handwriting_images(data_root(), lambda _done, _total: None, draw)
    return images.numpy(), labels.numpy()


def refined(
    checkpoint: Checkpoint, sets: Iterable[LabelledImages], seed: int, weight: float
) -> Iterator[tuple[int, nn.Module, float]]:
    """Iterate over the epochs, yielding the number, the averaged network and the mean loss.

    Args:
        checkpoint: what is trained on, and teaches.
        sets: what each epoch trains on.
        seed: decides order, changes and dropout.
        weight: of the old network's word beside the labels.
    """
    change = AUGMENTATIONS["elastic"]
    assert change is not None
    teacher, network = (for_batches(checkpoint.network()) for _ in range(2))
    network.requires_grad_(True).train()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()
    average = AveragedModel(network, multi_avg_fn=Averaging(MEMORY), use_buffers=True)
    optimizer = torch.optim.AdamW(_groups(network), lr=RATE, betas=(0.9, 0.99))
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    step = 0
    for epoch, train in enumerate(sets, 1):
        losses = 0.0
        batches = len(train) // BATCH
        order = torch.randperm(len(train), generator=generator)
        for indices in order[: batches * BATCH].split(BATCH):
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1.0, step / WARM)
            changed = change(train.images[indices].float(), generator)
            pictures = normalize_uint8(changed, checkpoint.mean, checkpoint.std)
            labels = train.labels[indices]
            pictures = pictures.contiguous(memory_format=torch.channels_last)
            scores = network(pictures)
            loss = open_set_loss(scores, labels)
            optimizer.zero_grad()
            (loss + weight * _unlike(scores, teacher(pictures), labels)).backward()
            optimizer.step()
            average.update_parameters(network)
            losses += loss.item()
            step += 1
        yield epoch, average.module, losses / batches


def _groups(network: nn.Module) -> list[dict[str, object]]:
    """The parameters, of which biases and those of batch norm do not decay."""
    parameters = list(network.parameters())
    return [
        {"params": [one for one in parameters if one.ndim > 1], "weight_decay": DECAY},
        {"params": [one for one in parameters if one.ndim <= 1], "weight_decay": 0.0},
    ]


def _unlike(scores: Tensor, taught: Tensor, labels: Tensor) -> Tensor:
    """How far the class probabilities are from the old network's, where that is right."""
    right = taught.argmax(dim=1) == labels  # none is of the label "no digit"
    new, old = (F.log_softmax(one[right] / TEMPERATURE, dim=1) for one in (scores, taught))
    return F.kl_div(new, old, log_target=True, reduction="sum") * TEMPERATURE**2 / len(labels)


def measured(network: nn.Module, test: LabelledImages, checkpoint: Checkpoint) -> tuple[float, float]:
    """Loss and accuracy on the test set."""
    result = evaluate(network, test, checkpoint.mean, checkpoint.std)
    return result.loss, result.accuracy


def main() -> None:
    """Train on, and write a file that answers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("begin", metavar="FROM", type=Path)
    parser.add_argument("out", metavar="OUT", type=Path)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--weight", type=float, default=1.0, help="of the old network's word")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    checkpoint = load_checkpoint(arguments.begin)
    test = load_dataset("mnist").test
    lines = [str(checkpoint.notes.get("log", ""))]
    begin = time.monotonic()
    sets = training_sets(arguments.epochs)
    for epoch, network, loss in refined(checkpoint, sets, arguments.seed, arguments.weight):
        test_loss, accuracy = measured(network, test, checkpoint)
        lines.append(
            f"refined, epoch {epoch}: loss {loss:.4f}, test loss {test_loss:.4f}, accuracy {accuracy:.2%}"
        )
        print(f"{lines[-1]}, {time.monotonic() - begin:.0f} s", flush=True)
        options = f"--epochs {arguments.epochs} --seed {arguments.seed} --weight {arguments.weight:g}"
        before = checkpoint.notes.get("command", "")
        command = f"{before}; python -m tests.tools.make.refined_network FROM OUT {options}"
        made = replace(
            checkpoint,
            model={name: value.contiguous() for name, value in network.state_dict().items()},
            metrics={**checkpoint.metrics, "test_loss": test_loss, "test_accuracy": accuracy},
            notes={**checkpoint.notes, "command": command, "log": "\n".join(lines)},
        )
        save_checkpoint(made, arguments.out)


if __name__ == "__main__":
    main()
