"""The commands and their arguments."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Callable
from typing import Any, NoReturn

from digitpad import __version__
from digitpad.cli import datasets, files, reading, teaching, training
from digitpad.cli.language import tr
from digitpad.cli.options import add_assumptions, add_choices, add_settings, name, path, seconds
from digitpad.errors import UsageError
from digitpad.model.export import FORMS
from digitpad.recipe.table import OF_PICTURES


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line instead of argparse's two."""
        raise UsageError("{message}; see '{program} --help'", message=message, program=self.prog)


@functools.cache  # a process that calls many commands makes it once
def arguments_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = _Parser(
        prog="digitpad",
        description=tr(
            "A drawing pad that recognises digits and trains its own network in front of you. "
            "Without a command it opens the window; a .pth file or the folder of a run as the only argument "
            "is opened there."
        ),
    )
    parser.add_argument("--version", action="version", version=f"digitpad {__version__}")
    about = tr("print versions, the machine, and where files lie")
    parser.add_argument("--info", action="store_true", help=about)  # done before any command is looked for
    commands = parser.add_subparsers(title=tr("commands"), required=True, metavar="COMMAND")
    _add_predict(commands)
    _add_train(commands)
    _add_evaluate(commands)
    _add_teach(commands)
    _add_inspect(commands)
    _add_export(commands)
    _add_dataset(commands)
    return parser


def _command(commands: Any, name: str, function: Callable[[argparse.Namespace], int], text: str) -> Any:
    parser = commands.add_parser(
        name, help=text, description=tr("{sentence}.").format(sentence=text[0].upper() + text[1:])
    )
    parser.set_defaults(command=function)
    parser.add_argument(
        "--json", action="store_true", help=tr("print one JSON object per line and nothing else")
    )
    return parser


def _add_predict(commands: Any) -> None:
    parser = _command(
        commands, "predict", reading.predict, tr("read digits from pictures, or from a file of strokes")
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=path,
        metavar="PATH",
        help=tr("picture, folder of pictures, table of pictures (.csv), or a drawing"),
    )
    parser.add_argument(
        "--strokes",
        type=path,
        metavar="F",
        help=tr("drawings: JSON lines, QuickDraw, InkML, SVG, signature_pad"),
    )
    about = tr(
        "write the answers: ImageId,Label for a table as Kaggle's test.csv, else path,digit,probability"
    )
    parser.add_argument("--csv", type=path, metavar="OUT", help=about)
    parser.add_argument(
        "--checkpoint", type=path, metavar="F", help=tr("network to ask (default: the shipped one)")
    )
    add_assumptions(parser)


def _add_train(commands: Any) -> None:
    parser = _command(commands, "train", training.train, tr("train a network by a recipe"))
    parser.add_argument(
        "--recipe",
        type=name,
        metavar="R",
        help=tr("a preset (quick, best, notes-basic, ...; default: quick) or a recipe's file.toml"),
    )
    parser.add_argument("--device", default="auto", metavar="DEVICE", help=tr("auto, cpu, cuda or mps"))
    parser.add_argument("--out", type=path, metavar="DIR", help=tr("folder for last.pth and best.pth"))
    parser.add_argument(
        "--save-every", type=seconds, metavar="SECONDS", help=tr("between saves (default: 30)")
    )
    parser.add_argument(
        "--tensorboard",
        action="store_true",
        help=tr("write the run for TensorBoard too (pip install 'digitpad[tensorboard]')"),
    )
    parser.add_argument(
        "--resume",
        type=path,
        metavar="F",
        help=tr(
            "continue the run in this file, or begin one with another program's weights; settings given "
            "beside it change from there on"
        ),
    )
    parser.add_argument(
        "--optimizer-state",
        type=path,
        metavar="F",
        help=tr("the optimizer.pth of another program's weights"),
    )
    add_choices(parser)
    add_settings(parser.add_argument_group(tr("settings that differ from the recipe's")))


def _add_evaluate(commands: Any) -> None:
    parser = _command(commands, "evaluate", reading.evaluate, tr("measure a network on labelled pictures"))
    parser.add_argument(
        "--checkpoint", type=path, metavar="F", help=tr("network to measure (default: the shipped one)")
    )
    parser.add_argument(
        "--dataset",
        type=name,
        default="mnist",
        metavar="D",
        help=tr("a dataset's name, a folder of a folder per class, a table (.csv), or strokes with labels"),
    )
    parser.add_argument(
        "--part",
        choices=("train", "test"),
        help=tr("the part of the dataset that is measured on (default: test)"),
    )
    add_assumptions(parser)


def _add_teach(commands: Any) -> None:
    parser = _command(commands, "teach", teaching.teach, tr("teach a network your own samples"))
    parser.add_argument(
        "--samples", type=path, metavar="DIR", help=tr("folder <digit>/*.png (default: what you corrected)")
    )
    parser.add_argument(
        "--checkpoint", type=path, metavar="F", help=tr("network to teach (default: the shipped one)")
    )
    parser.add_argument(
        "--out", type=path, required=True, metavar="F.pth", help=tr("where the taught one goes")
    )
    add_assumptions(parser)


def _add_inspect(commands: Any) -> None:
    parser = _command(
        commands,
        "inspect",
        files.inspect,
        tr("show what a file holds: .pth of any kind, .safetensors or .onnx"),
    )
    parser.add_argument("path", type=path, metavar="F.pth")
    add_assumptions(parser)


def _add_export(commands: Any) -> None:
    parser = _command(commands, "export", files.export, tr("write a network in another form"))
    parser.add_argument("path", type=path, metavar="F.pth")
    parser.add_argument("out", type=path, metavar="OUT")
    parser.add_argument(
        "--form",
        choices=tuple(FORMS),
        help="; ".join(f"{form.name}: {tr(form.help)}" for form in FORMS.values())
        + tr(" (default: by the suffix of OUT, else state_dict)"),
    )
    add_assumptions(parser)


def _add_dataset(commands: Any) -> None:
    text = tr("write a dataset's pictures and labels as arrays of NumPy (.npz)")
    parser = _command(commands, "dataset", datasets.dataset, text)
    about = tr("a dataset's name, a folder of a folder per class, or a table (.csv)")
    parser.add_argument("source", metavar="D", help=about)
    parser.add_argument("out", type=path, metavar="OUT.npz")
    parser.add_argument("--data", type=path, metavar="DIR", help=tr("the folder with datasets"))
    add_settings(parser, OF_PICTURES)
