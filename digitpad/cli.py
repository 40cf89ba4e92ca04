"""The commands `train`, `evaluate`, `predict`, `inspect`, `export`: what the window does, in text."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from digitpad import __version__
from digitpad.errors import DigitpadError, UsageError

if TYPE_CHECKING:
    from digitpad.recognizer import Prediction, Recognizer
    from digitpad.training.events import Event, StepDone

INTERRUPTED = 130
BAD_INPUT = 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line instead of argparse's two."""
        raise UsageError("{message}; see '{program} --help'", message=message, program=self.prog)


def main(argv: Sequence[str]) -> int:
    """Run a command; gives the exit code: 0 done, 2 bad input, 130 interrupted."""
    try:
        arguments = _parser().parse_args(argv)
        command: Callable[[argparse.Namespace], int] = arguments.command
        return command(arguments)
    except DigitpadError as error:
        print(f"digitpad: error: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("digitpad: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); nothing may be printed at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="digitpad",
        description="A drawing pad that recognises digits and trains its own network in front of you. "
        "Without a command it opens the window; a .pth file as the only argument is loaded there.",
    )
    parser.add_argument("--version", action="version", version=f"digitpad {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_predict(commands)
    _add_train(commands)
    _add_evaluate(commands)
    _add_inspect(commands)
    _add_export(commands)
    return parser


def _command(commands: Any, name: str, function: Callable[[argparse.Namespace], int], text: str) -> Any:
    parser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    parser.set_defaults(command=function)
    parser.add_argument("--json", action="store_true", help="print one JSON object per line and nothing else")
    return parser


def _add_predict(commands: Any) -> None:
    parser = _command(commands, "predict", _predict, "read digits from pictures, or from a file of strokes")
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="picture, or a drawing saved by the pad"
    )
    parser.add_argument("--strokes", type=Path, metavar="F.jsonl", help="one drawing per line")
    parser.add_argument(
        "--checkpoint", type=Path, metavar="F", help="network to ask (default: the shipped one)"
    )


def _add_train(commands: Any) -> None:
    parser = _command(commands, "train", _train, "train a network by a recipe")
    parser.add_argument("--recipe", default=None, metavar="R", help="quick (default), best, notes-basic, ...")
    parser.add_argument("--dataset", metavar="D", help="mnist or synthetic (default: the recipe's)")
    parser.add_argument("--epochs", type=int, metavar="N")
    parser.add_argument("--batch-size", type=int, metavar="N")
    parser.add_argument("--learning-rate", type=float, metavar="X")
    parser.add_argument("--momentum", type=float, metavar="X")
    parser.add_argument("--seed", type=int, metavar="S")
    parser.add_argument("--device", default="auto", metavar="DEVICE", help="auto, cpu, cuda or mps")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for last.pth and best.pth")
    parser.add_argument("--resume", type=Path, metavar="F", help="go on with the run in this file")


def _add_evaluate(commands: Any) -> None:
    parser = _command(commands, "evaluate", _evaluate, "measure a network on labelled pictures")
    parser.add_argument(
        "--checkpoint", type=Path, metavar="F", help="network to measure (default: the shipped one)"
    )
    parser.add_argument(
        "--dataset",
        default="mnist",
        metavar="D",
        help="mnist, synthetic, a folder with one folder a digit, or a strokes file with labels",
    )


def _add_inspect(commands: Any) -> None:
    parser = _command(commands, "inspect", _inspect, "tell what a .pth file holds")
    parser.add_argument("path", type=Path, metavar="F.pth")


def _add_export(commands: Any) -> None:
    parser = _command(commands, "export", _export, "write a network in another form")
    parser.add_argument("path", type=Path, metavar="F.pth")
    parser.add_argument("out", type=Path, metavar="OUT.pth")
    parser.add_argument(
        "--form",
        choices=("full", "model", "state_dict"),
        default="state_dict",
        help="full: everything; model: without the training state; state_dict: the weights alone (default)",
    )


def _print_json(values: dict[str, Any]) -> None:
    print(json.dumps(values, allow_nan=False, ensure_ascii=False), flush=True)


def _recognizer(path: Path | None) -> Recognizer:
    from digitpad.recognizer import Recognizer
    from digitpad.resources import default_checkpoint

    _one_thread()
    return Recognizer.load(path or default_checkpoint())


def _one_thread() -> None:
    """One picture at a time is read fastest by one thread."""
    import torch

    torch.set_num_threads(1)


def _predict(arguments: argparse.Namespace) -> int:
    if bool(arguments.paths) == bool(arguments.strokes):
        raise UsageError(
            "predict needs either pictures or --strokes F.jsonl; try 'digitpad predict picture.png'"
        )
    from digitpad.ink.drawing import load_drawing, read_strokes

    recognizer = _recognizer(arguments.checkpoint)
    if arguments.strokes:
        for item in read_strokes(arguments.strokes):
            _tell(recognizer, {"id": item.id}, recognizer.predict(item.drawing), arguments.json)
        return 0
    from digitpad.data.pictures import read_picture

    for path in arguments.paths:
        ink = load_drawing(path) if path.suffix.lower() == ".json" else read_picture(path)
        _tell(recognizer, {"path": str(path)}, recognizer.predict(ink), arguments.json)
    return 0


def _tell(recognizer: Recognizer, name: dict[str, str], prediction: Prediction, as_json: bool) -> None:
    if as_json:
        _print_json(
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


def bars(log_probs: Sequence[float], classes: Sequence[str], best: int, floor: float = -20.0) -> list[str]:
    """The prediction panel in text: a line per class, the longest bar the best; bars start at `floor`."""
    width = 40
    label = max(len(name) for name in classes)
    lines = []
    for number, (name, value) in enumerate(zip(classes, log_probs, strict=True)):
        length = round(width * (max(value, floor) - floor) / -floor)
        mark = ">" if number == best else " "
        lines.append(f" {mark} {name:>{label}} |{'#' * length:<{width}}| {value:8.3f}")
    return lines


def _device(name: str) -> str:
    from digitpad.training.device import choose_device

    return choose_device(name)


def _train(arguments: argparse.Namespace) -> int:
    from digitpad.training.session import new_trainer, resumed_trainer

    changes = {
        name: value
        for name in ("dataset", "epochs", "batch_size", "learning_rate", "momentum", "seed")
        if (value := getattr(arguments, name)) is not None
    }
    device = _device(arguments.device)
    notes = {"command": shlex.join(["digitpad", *_without_paths(arguments)])}
    with _Progress("data") as progress:
        if arguments.resume:
            trainer = resumed_trainer(
                arguments.resume,
                changes,
                out=arguments.out,
                device=device,
                progress=progress.update,
                recipe=arguments.recipe,
            )
        else:
            trainer = new_trainer(
                arguments.recipe or "quick",
                changes,
                out=arguments.out,
                device=device,
                progress=progress.update,
                notes=notes,
            )
    print(f"digitpad: training in {trainer.out}", file=sys.stderr)
    printer = _JsonEvents() if arguments.json else _TextEvents(len(trainer.dataset_train), trainer.batches)
    with contextlib.closing(trainer.run()) as events, contextlib.closing(printer):
        try:
            for event in events:
                printer.show(event)
        except KeyboardInterrupt:
            events.close()
            printer.show(trainer.save(trainer.last_path))
            printer.show(trainer.finished("stopped"))
            printer.close()
            print(
                f"digitpad: interrupted; go on with: digitpad train --resume {trainer.last_path}",
                file=sys.stderr,
            )
            return INTERRUPTED
    return 0


def _without_paths(arguments: argparse.Namespace) -> list[str]:
    """The command as it belongs into a file that is passed on: without the folders of this computer."""
    words = ["train", "--recipe", arguments.recipe or "quick"]
    for name in ("dataset", "epochs", "batch_size", "learning_rate", "momentum", "seed"):
        if (value := getattr(arguments, name)) is not None:
            words += [f"--{name.replace('_', '-')}", str(value)]
    return words


class _Progress:
    """A tqdm bar on stderr for work that tells (done, total); shown only when it takes a while."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._bar: Any = None

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def update(self, done: int, total: int) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(
                total=total, desc=self._title, unit_scale=True, leave=False, delay=0.5, file=sys.stderr
            )
        self._bar.update(done - self._bar.n)


class _JsonEvents:
    """Events as JSON lines: every tenth step, and all others."""

    def show(self, event: Event) -> None:
        from digitpad.training.events import StepDone
        from digitpad.training.trainer import LOG_INTERVAL

        if not isinstance(event, StepDone) or event.batch % LOG_INTERVAL == 0:
            _print_json(event.as_json())

    def close(self) -> None:
        """Nothing is left open."""


class _TextEvents:
    """Events as the notes print them, with a bar for the epoch on stderr."""

    def __init__(self, examples: int, batches: int) -> None:
        from digitpad.training.report import Report

        self._report = Report(examples)
        self._batches = batches
        self._bar: Any = None

    def show(self, event: Event) -> None:
        from digitpad.training.events import StepDone

        if isinstance(event, StepDone):
            self._advance(event)
            return
        self.close()
        line = self._report.line(event)
        if line:
            print(line, flush=True)

    def _advance(self, event: StepDone) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(
                total=self._batches,
                initial=event.batch,
                desc=f"Epoch {event.epoch}",
                unit="batch",
                leave=False,
                file=sys.stderr,
            )
        self._bar.update(event.batch + 1 - self._bar.n)
        if event.batch % 10 == 0:
            self._bar.set_postfix(
                loss=f"{event.train_loss:.4f}", images_per_s=f"{event.images_per_s:,.0f}", refresh=False
            )

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _evaluate(arguments: argparse.Namespace) -> int:
    from digitpad.data.datasets import load_test_images
    from digitpad.model.checkpoint import load_checkpoint
    from digitpad.resources import default_checkpoint
    from digitpad.training.evaluate import evaluate

    checkpoint = load_checkpoint(arguments.checkpoint or default_checkpoint())
    with _Progress("data") as progress:
        data = load_test_images(arguments.dataset, progress=progress.update)
    with _Progress("evaluate") as progress:
        found = evaluate(checkpoint.network(), data, checkpoint.mean, checkpoint.std, progress.update)
    if arguments.json:
        _print_json(
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


def _inspect(arguments: argparse.Namespace) -> int:
    from digitpad.model.checkpoint import load_checkpoint
    from digitpad.model.registry import architecture, parameter_count

    checkpoint = load_checkpoint(arguments.path)
    metrics = checkpoint.metrics
    values = {
        "kind": checkpoint.kind,
        "architecture": checkpoint.architecture,
        "parameters": parameter_count(checkpoint.network()),
        "epoch": metrics.get("epoch"),
        "step": metrics.get("step"),
        "metrics": {key: metrics[key] for key in ("test_loss", "test_accuracy") if key in metrics},
    }
    if arguments.json:
        _print_json(values)
        return 0
    print(f"{arguments.path}: {values['kind']}")
    print(f"  architecture  {checkpoint.architecture}: {architecture(checkpoint.architecture).summary}")
    print(f"  parameters    {values['parameters']:,}")
    print(f"  normalisation mean {checkpoint.mean:g}, std {checkpoint.std:g}")
    if values["epoch"] is not None:
        print(f"  trained       {values['epoch']} epochs, {values['step']} steps")
    if checkpoint.test_accuracy is not None:
        print(f"  test          accuracy {checkpoint.test_accuracy:.2%}, loss {metrics['test_loss']:.4f}")
    for key, value in checkpoint.notes.items():
        print(f"  {key:<13} {value}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from digitpad.model.checkpoint import load_checkpoint, save_checkpoint, save_state_dict

    checkpoint = load_checkpoint(arguments.path)
    if arguments.form == "state_dict":
        save_state_dict(checkpoint, arguments.out)
    else:
        save_checkpoint(
            checkpoint if arguments.form == "full" else checkpoint.without_training(), arguments.out
        )
    if arguments.json:
        _print_json(
            {"path": str(arguments.out), "form": arguments.form, "bytes": arguments.out.stat().st_size}
        )
    else:
        print(f"{arguments.out} written ({arguments.out.stat().st_size:,} bytes)")
    return 0
