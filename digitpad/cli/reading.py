"""`predict` and `evaluate`: what a network reads."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from digitpad.cli.output import Progress, bars, print_json
from digitpad.errors import UsageError

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.recognizer import Prediction, Recognizer


def _recognizer(arguments: argparse.Namespace) -> Recognizer:
    from digitpad.recognizer import Recognizer

    _one_thread()
    return Recognizer(_checkpoint(arguments))


def _checkpoint(arguments: argparse.Namespace) -> Checkpoint:
    """The network that `--checkpoint` names, else the shipped one, with the normalisation asked for."""
    from digitpad.model.checkpoint import load_checkpoint
    from digitpad.resources import default_checkpoint

    return with_normalisation(load_checkpoint(arguments.checkpoint or default_checkpoint()), arguments)


def with_normalisation(checkpoint: Checkpoint, arguments: argparse.Namespace) -> Checkpoint:
    """The checkpoint with the values of `--mean` and `--std`, where they are given."""
    if arguments.mean is None and arguments.std is None:
        return checkpoint
    mean = checkpoint.mean if arguments.mean is None else arguments.mean
    return checkpoint.with_normalisation(mean, checkpoint.std if arguments.std is None else arguments.std)


def _one_thread() -> None:
    """One picture at a time is read fastest by one thread."""
    import torch

    torch.set_num_threads(1)


def predict(arguments: argparse.Namespace) -> int:
    """Print what the network reads in pictures, saved drawings or a strokes file."""
    if bool(arguments.paths) == bool(arguments.strokes):
        raise UsageError(
            "predict needs either pictures or --strokes F.jsonl; try 'digitpad predict picture.png'"
        )
    from digitpad.ink.drawing import load_drawing, read_strokes

    recognizer = _recognizer(arguments)
    if arguments.strokes:
        for item in read_strokes(arguments.strokes):
            _tell(recognizer, {"id": item.id}, recognizer.predict(item.drawing), arguments.json)
        return 0
    from digitpad.data.pictures import read_picture

    for path in arguments.paths:
        ink = load_drawing(path) if path.suffix.lower() == ".json" else read_picture(path)
        _tell(recognizer, {"path": str(path)}, recognizer.predict(ink), arguments.json)
    return 0


def _tell(recognizer: Recognizer, name: dict[str, Any], prediction: Prediction, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                **name,
                "digit": None if prediction.blank else prediction.digit,
                "probability": prediction.probability,
                "log_probs": list(prediction.log_probs),
                "blank": prediction.blank,
            }
        )
        return
    title = next(iter(name.values()))
    if prediction.blank:
        print(f"{title}: nothing drawn\n")
        return
    classes = recognizer.checkpoint.classes
    print(
        f"{title}: {classes[prediction.digit]} ({prediction.probability:.1%}, margin {prediction.margin:.2f})"
    )
    print("\n".join(bars(prediction.log_probs, classes, prediction.digit)), end="\n\n")


def evaluate(arguments: argparse.Namespace) -> int:
    """Print how well a network reads labelled pictures."""
    from digitpad.data.datasets import load_test_images
    from digitpad.training import evaluate as measuring

    checkpoint = _checkpoint(arguments)
    with Progress("data") as progress:
        data = load_test_images(arguments.dataset, progress=progress.update)
    with Progress("evaluate") as progress:
        found = measuring.evaluate(
            checkpoint.network(), data, checkpoint.mean, checkpoint.std, progress.update
        )
    if arguments.json:
        print_json(
            {
                "accuracy": found.accuracy,
                "loss": found.loss,
                "n": found.count,
                "confusion": found.confusion.tolist(),
            }
        )
        return 0
    right = int(found.confusion.trace())
    print(f"Accuracy {found.accuracy:.2%} ({right}/{found.count}), mean loss {found.loss:.4f}")
    print("\nConfusion (rows: truth, columns: answer)")
    print("      " + "".join(f"{name:>6}" for name in data.classes))
    for name, row in zip(data.classes, found.confusion.tolist(), strict=True):
        print(f"{name:>6}" + "".join(f"{count:6d}" for count in row))
    return 0
