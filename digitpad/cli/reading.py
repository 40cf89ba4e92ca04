"""`predict` and `evaluate`: what a network reads."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.cli.answers import tell
from digitpad.cli.language import print_error, print_note, tr
from digitpad.cli.output import BAD_INPUT, Progress, columns, padded, print_json
from digitpad.errors import DigitpadError, Sentence, UsageError, printable
from digitpad.form import DIGITS

if TYPE_CHECKING:
    from digitpad.data.labelled import LabelledImages
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.spec.shapes import Layers
    from digitpad.predictions import Answer
    from digitpad.recognizer import Recognizer
    from digitpad.training.evaluate import Measurement, Part


def _recognizer(arguments: argparse.Namespace) -> Recognizer:
    from digitpad.recognizer import Recognizer

    _one_thread()
    return Recognizer(named_checkpoint(arguments))


def named_checkpoint(arguments: argparse.Namespace) -> Checkpoint:
    """The network that `--checkpoint` names, else the shipped one, with the normalisation asked for."""
    from digitpad.resources import default_checkpoint

    checkpoint = opened(arguments.checkpoint or default_checkpoint(), arguments)
    checkpoint = with_normalisation(checkpoint, arguments)
    tell_assumptions(checkpoint)
    return checkpoint


def tell_assumptions(checkpoint: Checkpoint) -> None:
    """Print how the network's file was read, and what had to be assumed of it."""
    for message in (*checkpoint.messages, checkpoint.assumed and checkpoint.assumed.sentence):
        if message is not None:
            print_note(message)


def opened(path: Path, arguments: argparse.Namespace) -> Checkpoint:
    """The network in a file: that called `--entry`, with what `--assume` and `--layers` settle of it."""
    from digitpad.model.assumption_texts import given
    from digitpad.opening import open_network

    layers = arguments.layers or ()
    if isinstance(layers, Path):
        layers = _listed_layers(layers)
    checkpoint = open_network(path, given=given(arguments.assume), layers=layers, entry=arguments.entry)
    if (arguments.assume or layers) and checkpoint.assumed is None:
        raise UsageError(
            "Nothing has to be assumed of {path}: its network is {name}; leave out {option}, or set --mean "
            "and --std.",
            path=path,
            name=checkpoint.architecture,
            option="--assume" if arguments.assume else "--layers",
        )
    return checkpoint


def _listed_layers(path: Path) -> Layers:
    """The layers of a recipe's file.

    Raises:
        DigitpadError: when it cannot be read, or its network is not a list of layers.
    """
    from digitpad.recipe.toml_file import load_recipe

    layers = load_recipe(path).entry.layers
    if not layers:
        raise UsageError(
            "{path} has no list of layers; write one as [[layers]], as the network editor does.", path=path
        )
    return layers


def with_normalisation(checkpoint: Checkpoint, arguments: argparse.Namespace) -> Checkpoint:
    """The checkpoint with the values of `--mean` and `--std`, where they are given."""
    if arguments.mean is None and arguments.std is None:
        return checkpoint
    from digitpad.model.open.opening import measured
    from digitpad.opening import pictures

    mean = checkpoint.mean if arguments.mean is None else arguments.mean
    std = checkpoint.std if arguments.std is None else arguments.std
    return measured(checkpoint.with_normalisation(mean, std), pictures(None))


def _one_thread() -> None:
    """One picture at a time is read fastest by one thread."""
    import torch

    torch.set_num_threads(1)


def predict(arguments: argparse.Namespace) -> int:
    """Print or write what the network reads in pictures, drawings and tables; gives the exit code."""
    if bool(arguments.paths) == bool(arguments.strokes):
        raise UsageError(
            "predict needs either pictures or --strokes F.jsonl; try 'digitpad predict picture.png'"
        )
    from digitpad.predictions import PredictionTable, files_of, read_all, read_strokes_file

    recognizer = _recognizer(arguments)
    files = [arguments.strokes] if arguments.strokes else list(files_of(arguments.paths))
    table = None if arguments.csv is None else PredictionTable.of(files, bool(arguments.strokes))
    if table is not None and arguments.csv.exists() and any(map(arguments.csv.samefile, _existing(files))):
        raise UsageError("{path} is one of the files to read; choose another name.", path=arguments.csv)
    code = 0

    def unread(path: Path, error: DigitpadError) -> None:
        nonlocal code
        print_error(error)
        code = BAD_INPUT
        if table is not None:
            table.add_unread(path)

    with Progress("predict") as progress:
        answers = read_all(recognizer, files, progress.update, unread)
        for answer in read_strokes_file(recognizer, arguments.strokes) if arguments.strokes else answers:
            if table is not None:
                table.add(answer)
            else:
                tell(_named(answer, bool(arguments.strokes)), answer.reading, arguments.json)
    if table is not None:
        table.write(arguments.csv)
        if arguments.json:
            print_json({"path": str(arguments.csv), "n": len(table.rows)})
        else:
            written = tr("{path} written ({count:,} answers)")
            print(written.format(path=arguments.csv, count=len(table.rows)))
    return code


def _existing(paths: Sequence[Path]) -> list[Path]:
    return [path for path in paths if path.exists()]


def _named(answer: Answer, strokes: bool) -> dict[str, Any]:
    """Which picture or drawing an answer is for."""
    if strokes:
        return {"id": answer.name}
    return {"path": str(answer.path), **({} if answer.name == "" else {"id": answer.name})}


def _listed(classes: Sequence[str]) -> str:
    return printable(", ".join(classes))


def evaluate(arguments: argparse.Namespace) -> int:
    """Print how well a network reads labelled pictures."""
    from digitpad.training import evaluate as measuring

    checkpoint = named_checkpoint(arguments)
    data, part = _pictures(checkpoint, arguments)
    if not set(checkpoint.classes) >= set(data.classes):
        raise UsageError(
            "The network tells {known} apart and the pictures are of {classes}; choose another network.",
            known=_listed(checkpoint.classes),
            classes=_listed(data.classes),
        )
    with Progress("evaluate") as progress:
        measurement = measuring.evaluate(
            measuring.for_batches(checkpoint.network()),
            data,
            checkpoint.mean,
            checkpoint.std,
            progress.update,
            checkpoint.refuse_below,
            checkpoint.classes,
        )
    _print_measured(measurement, data, part, arguments.json)
    return 0


def _pictures(checkpoint: Checkpoint, arguments: argparse.Namespace) -> tuple[LabelledImages, str]:
    """The pictures to measure the network on, and which part of them that is: "train", "test" or "all"."""
    from digitpad.data.datasets import DATASETS, load_dataset, load_test_images
    from digitpad.data.sets.folder_files import is_divided
    from digitpad.resources import data_root
    from digitpad.training.evaluate import run_options

    source, part = arguments.dataset, arguments.part
    folder = Path(source).expanduser()
    with Progress("data") as progress:
        own = run_options(checkpoint, source)
        if own is not None:
            dataset = load_dataset(source, progress=progress.update, options=own)
            if part == "train":
                return dataset.train, part
            print_note(Sentence("measured on the part that the run kept for testing"))
            return dataset.test, "test"
        has_parts = source in DATASETS or (folder.is_dir() and is_divided(folder))
        if part is not None and not has_parts and folder.exists():
            raise UsageError(
                "{path} is not divided into train and test; leave --part out to measure on all of it.",
                path=folder,
            )
        part = part or ("test" if has_parts else "all")
        if source in DATASETS:
            for message in DATASETS[source].messages(data_root()):
                print_note(message)
        data = load_test_images(
            source,
            progress=progress.update,
            form=checkpoint.form,
            classes=checkpoint.classes,
            train=part == "train",
        )
    return data, part


def _print_measured(measurement: Measurement, data: LabelledImages, part: str, as_json: bool) -> None:
    """Print how well a network has read `data`, which is such a part of a dataset."""
    from digitpad.training.evaluate import per_digit, per_writer

    digits, writers = per_digit(measurement, data.classes), per_writer(measurement, data)
    if as_json:
        print_json(
            {
                "accuracy": measurement.accuracy,
                "loss": measurement.loss,
                "n": measurement.count,
                "confusion": measurement.confusion.tolist(),
                "per_digit": _table(digits),
                "per_writer": _table(writers),
                "refused": measurement.refused_share,
                "calibration_error": measurement.calibration_error,
                "part": part,
            }
        )
        return
    right = int(measurement.right.sum())
    if part == "train":
        text = tr("Accuracy {share:.2%} ({right}/{count}), mean loss {loss:.4f}, on the training set")
    else:
        text = tr("Accuracy {share:.2%} ({right}/{count}), mean loss {loss:.4f}")
    figures = {"share": measurement.accuracy, "count": measurement.count, "loss": measurement.loss}
    print(text.format(right=right, **figures))
    print(tr("Expected calibration error {error:.4f}").format(error=measurement.calibration_error))
    of_digits = data.classes == DIGITS
    if measurement.refused_share is not None:
        digit, other = (
            tr("Answered 'not a digit I know': {share:.2%}"),
            tr("Answered 'not a class I know': {share:.2%}"),
        )
        print((digit if of_digits else other).format(share=measurement.refused_share))
    _print_parts(tr("Digit") if of_digits else tr("Class"), digits)
    if writers:
        _print_parts(tr("Writer"), {printable(name): part for name, part in writers.items()})
    print("\n" + tr("Confusion (rows: truth, columns: answer)"))
    names = [printable(name, 12) for name in data.classes]
    wide = max(6, *(columns(name) + 1 for name in names))
    print(" " * wide + "".join(padded(name, -wide) for name in names))
    for name, row in zip(names, measurement.confusion.tolist(), strict=True):
        print(padded(name, -wide) + "".join(f"{count:{wide}d}" for count in row))


def _table(parts: dict[str, Part]) -> dict[str, Any]:
    return {
        name: {"n": part.n, "right": part.right, "accuracy": part.accuracy} for name, part in parts.items()
    }


def _print_parts(title: str, parts: dict[str, Part]) -> None:
    wide = max(columns(title), *(columns(name) for name in parts))
    heads = padded("n", -6), padded(tr("right"), -6), padded(tr("accuracy"), -9)
    print("\n" + " ".join((padded(title, -wide), *heads)))
    for name, part in parts.items():
        print(f"{padded(name, -wide)} {part.n:6d} {part.right:6d} {part.accuracy:9.2%}")
