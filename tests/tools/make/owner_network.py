"""Train the network that tells whose ink is whose: `python -m tests.tools.make.owner_network`.

Needs DIGITPAD_DATA with pen-strokes. Numbers are put together from the digits of the writers who are not held
out, and drawn as `owner_pictures` does. What is written holds command, seed and log.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.functional import avg_pool2d, cross_entropy
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from digitpad.numbers.owner_network import BINS, GRAIN, MULTIPLE, STEP, OwnerNetwork
from tests.tools.make.owner_pictures import HIGH, Digits, Owned, hands, owned

OUT = Path(__file__).parents[3] / "assets" / "owners.safetensors"
COUNTS = (0.08, 0.32, 0.27, 0.19, 0.14)  # how many of the numbers have 1, 2, 3, 4 and 5 digits


class Phase(NamedTuple):
    """How many steps, the highest learning rate, and what the numbers are made of."""

    steps: int
    rate: float
    digits: Digits


PHASES = (
    Phase(9000, 4e-3, Digits(drawn=0.12, varied=0.6, pen=0.1, breadth=0.0)),
    Phase(3000, 2e-3, Digits(drawn=0.06, varied=0.4, pen=0.03, breadth=-0.25)),
)
WARM = 0.1  # part of the steps in which it rises; after it falls to 0
DECAY = 1e-4
MEMORY = 0.995  # of the weights' moving average, which is what is written
SAID = 100  # steps between two lines of the log

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


def batches(size: int, seed: int, digits: Digits) -> Iterator[Batch]:
    """Inks (N, 1, 64, W), the right votes (N, 23, 32, W/2), and how much each counts (N, 32, W/2)."""
    every = hands()
    rng = np.random.default_rng(seed)
    while True:
        count = int(rng.choice(len(COUNTS), p=COUNTS)) + 1
        yield batched(
            [
                owned(every[rng.integers(len(every))], count, digits, rng)
                for _ in range(size * 2 // (count + 1))
            ]
        )


def batched(items: list[Owned]) -> Batch:
    """Pictures side by side in tensors, the narrower ones in the middle of paper."""
    wide = -(-max(item.ink.shape[1] for item in items) // MULTIPLE) * MULTIPLE
    whole = np.zeros((len(items), 4, HIGH, wide), np.float32)
    for place, item in enumerate(items):
        left = (wide - item.ink.shape[1]) // 2
        whole[place, :, :, left : left + item.ink.shape[1]] = np.stack(item)
    tensor = torch.from_numpy(whole)
    counts = tensor[:, 3:]
    votes = (_spread(tensor[:, 1:2]) + _spread(tensor[:, 2:3])) * counts
    votes, counts = avg_pool2d(votes, GRAIN), avg_pool2d(counts, GRAIN)
    return tensor[:, :1], votes / counts.clamp_min(1e-6), counts[:, 0]


def _spread(distances: torch.Tensor) -> torch.Tensor:
    """Distances in heights (N, 1, H, W) as half a vote (N, 23, H, W) for the two bins beside them."""
    places = (distances / STEP + BINS // 2).clamp(0, BINS - 1)
    return (1 - (places - torch.arange(BINS)[:, None, None]).abs()).clamp_min(0) / 2


def train(network: OwnerNetwork, phase: Phase, size: int, seed: int) -> Iterator[tuple[str, nn.Module]]:
    """Train; yields lines of the log with the average of the weights so far."""
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(MEMORY), use_buffers=True)
    optimizer = torch.optim.AdamW(network.parameters(), phase.rate, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, phase.rate, phase.steps, pct_start=WARM, anneal_strategy="linear"
    )
    losses = []
    every = batches(size, seed, phase.digits)
    for step, (ink, votes, counts) in zip(range(1, phase.steps + 1), every, strict=False):
        answers = network(ink.contiguous(memory_format=torch.channels_last))
        loss = (cross_entropy(answers, votes, reduction="none") * counts).sum() / counts.sum()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        average.update_parameters(network)
        losses.append(loss.item())
        if step % SAID == 0 or step == phase.steps:
            yield f"step {step}: loss {np.mean(losses):.4f}", average.module
            losses.clear()


def write(network: nn.Module, out: Path, notes: dict[str, str]) -> None:
    """Write the weights in half precision."""
    weights = {
        name: value.half().contiguous() if value.is_floating_point() else value
        for name, value in network.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }
    save_file(weights, out, notes)


def main() -> None:
    """Train in all phases; each begins with the weights as they were written."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=16, help="pictures of three digits in a step")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--behind", type=int, default=0, help="phases that the file has behind it already")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    command = f"python -m tests.tools.make.owner_network --size {arguments.size} --seed {arguments.seed}"
    log: list[str] = []
    begin = time.monotonic()
    for number, phase in enumerate(PHASES):
        torch.manual_seed(arguments.seed)
        network = OwnerNetwork().train().to(memory_format=torch.channels_last)  # a sixth faster
        if number < arguments.behind:
            with safe_open(arguments.out, "pt") as file:
                log = file.metadata()["log"].split("\n")
            continue
        if number:
            network.load_state_dict(
                {name: value.float() for name, value in load_file(arguments.out).items()}, strict=False
            )
        for line, average in train(network, phase, arguments.size, arguments.seed + number):
            log.append(line)
            print(f"{line}, {time.monotonic() - begin:.0f} s", flush=True)
            write(average, arguments.out, {"command": command, "log": "\n".join(log)})


if __name__ == "__main__":
    main()
