"""Trains a network of the table once, and keeps its weights."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tests.tools.benchmarks.strangers.networks import Network, accuracy

_ENOUGH = 0.97
"""Share of the training pictures that are read right in the last epoch."""

_BATCH = 32


def weights_and_accuracy(network: Network, folder: Path) -> tuple[Path, float]:
    """The file with its bare weights, trained if `folder` does not have them yet, and its test accuracy."""
    path = folder / f"{re.sub('[^a-z0-9]+', '-', network.name.lower())}.pth"
    notes = path.with_suffix(".json")
    version = hashlib.sha256(repr(network).encode()).hexdigest()
    if notes.is_file() and path.is_file():
        kept = json.loads(notes.read_text())
        if kept["version"] == version:
            return path, kept["accuracy"]
    module = _trained(network)
    torch.save(network.state_dict(module), path)
    true = accuracy(lambda images: module(network.inputs(images)), network.test())
    notes.write_text(json.dumps({"version": version, "accuracy": true}))
    return path, true


def _trained(network: Network) -> nn.Module:
    """The network after its epochs, or fewer once it reads enough."""
    torch.manual_seed(1)
    module: nn.Module = network.build().to(memory_format=torch.channels_last)
    train = network.train()
    optimizer = torch.optim.Adam(module.parameters(), network.rate, fused=True)
    for _ in range(network.epochs):
        right = 0
        for batch in torch.randperm(len(train)).split(_BATCH):
            optimizer.zero_grad()
            labels = train.labels[batch]
            scores = module(network.inputs(train.images[batch]))
            _loss(network.loss, scores, labels).backward()
            optimizer.step()
            right += int((scores.argmax(1) == labels).sum())
        if right / len(train) > _ENOUGH:
            break
    return module.eval()


def _loss(kind: str, scores: Tensor, labels: Tensor) -> Tensor:
    if kind == "mse":
        return F.mse_loss(scores, F.one_hot(labels, scores.shape[1]).float())
    return F.cross_entropy(scores.softmax(1) if kind == "softmax" else scores, labels)
