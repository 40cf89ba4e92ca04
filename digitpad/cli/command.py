"""The commands' arguments, and what all of them share: exit codes and one-line errors."""

from __future__ import annotations

import argparse
import contextlib
import functools
import math
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from digitpad import __version__
from digitpad.cli import datasets, files, reading, teaching, training
from digitpad.cli.info import info
from digitpad.cli.language import print_error, print_note, tr
from digitpad.cli.output import BAD_INPUT
from digitpad.cli.training import INTERRUPTED
from digitpad.cli.unexpected import print_unexpected
from digitpad.errors import DigitpadError, Sentence, UsageError, reason
from digitpad.form import PerChannel
from digitpad.log import logging_to_file
from digitpad.model.export import FORMS
from digitpad.recipe.kinds import File, Flag, NameOrFolder
from digitpad.recipe.table import OF_PICTURES, TABLE, option


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line instead of argparse's two."""
        raise UsageError("{message}; see '{program} --help'", message=message, program=self.prog)


def main(argv: Sequence[str], about_qt: Callable[[], dict[str, str]] | None = None) -> int:
    """Run a command.

    Args:
        argv: its name and its options.
        about_qt: for `--info` only, as `digitpad.cli.info.info` takes it.

    Returns:
        The exit code: 0 done, 1 a fault of the program, 2 bad input, 130 interrupted.
    """
    _print_any_text()
    with logging_to_file():
        return _answered(lambda: _run(argv) if about_qt is None else info(argv, about_qt))


def _answered(command: Callable[[], int]) -> int:
    try:
        code = command()
        _flush()
        return code
    except DigitpadError as error:
        print_error(error)
        return BAD_INPUT
    except MemoryError:
        print_error(Sentence("there is not enough memory for this"))
        return BAD_INPUT
    except KeyboardInterrupt:
        print_note(Sentence("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        return 0  # the reader of our output has gone (`| head`)
    except OSError as error:
        values = {"path": error.filename or Sentence("the output"), "why": reason(error)}
        print_error(Sentence("{path} could not be written: {why}", values))
        return BAD_INPUT
    except Exception as error:  # noqa: BLE001 - whatever it is, one sentence says where more is
        return print_unexpected(error)
    finally:
        _drop_what_cannot_be_printed()


def _run(argv: Sequence[str]) -> int:
    try:
        arguments = _parser().parse_args(argv)
        command: Callable[[argparse.Namespace], int] = arguments.command
        code = command(arguments)
    except SystemExit:  # --help or --version has been printed
        _flush()
        raise
    return code


def _print_any_text() -> None:
    """A character that the terminal's encoding does not have is printed as its escape."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")


def _flush() -> None:
    if sys.stdout:  # None where the output is closed
        sys.stdout.flush()


def _drop_what_cannot_be_printed() -> None:
    """Python prints what is left at exit, and complains if that fails."""
    try:
        _flush()
    except OSError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@functools.cache  # a process that calls many commands makes it once
def _parser() -> argparse.ArgumentParser:
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
        type=_path,
        metavar="PATH",
        help=tr("picture, folder of pictures, table of pictures (.csv), or a drawing"),
    )
    parser.add_argument(
        "--strokes",
        type=_path,
        metavar="F",
        help=tr("drawings: JSON lines, QuickDraw, InkML, SVG, signature_pad"),
    )
    about = tr(
        "write the answers: ImageId,Label for a table as Kaggle's test.csv, else path,digit,probability"
    )
    parser.add_argument("--csv", type=_path, metavar="OUT", help=about)
    parser.add_argument(
        "--checkpoint", type=_path, metavar="F", help=tr("network to ask (default: the shipped one)")
    )
    _add_assumptions(parser)


def _add_train(commands: Any) -> None:
    parser = _command(commands, "train", training.train, tr("train a network by a recipe"))
    parser.add_argument(
        "--recipe",
        type=_name,
        metavar="R",
        help=tr("a preset (quick, best, notes-basic, ...; default: quick) or a recipe's file.toml"),
    )
    parser.add_argument("--device", default="auto", metavar="DEVICE", help=tr("auto, cpu, cuda or mps"))
    parser.add_argument("--out", type=_path, metavar="DIR", help=tr("folder for last.pth and best.pth"))
    parser.add_argument(
        "--save-every", type=_seconds, metavar="SECONDS", help=tr("between saves (default: 30)")
    )
    parser.add_argument(
        "--tensorboard",
        action="store_true",
        help=tr("write the run for TensorBoard too (pip install 'digitpad[tensorboard]')"),
    )
    parser.add_argument(
        "--resume",
        type=_path,
        metavar="F",
        help=tr(
            "continue the run in this file, or begin one with another program's weights; settings given "
            "beside it change from there on"
        ),
    )
    parser.add_argument(
        "--optimizer-state",
        type=_path,
        metavar="F",
        help=tr("the optimizer.pth of another program's weights"),
    )
    _add_choices(parser)
    _add_settings(parser.add_argument_group(tr("settings that differ from the recipe's")))


def _add_settings(parser: Any, names: Iterable[str] = TABLE) -> None:
    """An option for each of these settings of a recipe, with what the table says of it."""
    for setting in map(TABLE.__getitem__, names):
        kind = setting.kind
        notes = [", ".join(setting.names), kind.example]
        if setting.when is not None:
            notes.append(tr("only with {what}").format(what=" ".join(setting.when).removeprefix("dataset ")))
        noted = "; ".join(filter(None, notes))
        tooltip = tr(setting.tooltip)
        words = tr("{what} ({notes})").format(what=tooltip, notes=noted) if noted else tooltip
        about: dict[str, Any] = {"dest": setting.name, "default": None, "help": words.replace("%", "%%")}
        if isinstance(kind, Flag):
            about["action"] = argparse.BooleanOptionalAction
        else:
            about |= {"type": _name if isinstance(kind, File | NameOrFolder) else kind.read}
            about["metavar"] = kind.metavar
        parser.add_argument(option(setting.name), **about)
        for alias in setting.aliases:
            parser.add_argument(option(alias), **{**about, "help": argparse.SUPPRESS})


def _path(text: str) -> Path:
    """The path of a file or folder; "", which a variable of the shell may hold, would be this folder."""
    return Path(_name(text))


def _name(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("it is empty; name a file or a folder")
    return text


def _mean(text: str) -> PerChannel:
    """A number, or several with commas between them."""
    numbers: PerChannel | str | None = TABLE["mean"].kind.read(text)
    if numbers is None or isinstance(numbers, str) or not all(map(math.isfinite, _each(numbers))):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number, nor three with commas between")
    return numbers


def _std(text: str) -> PerChannel:
    """The same above 0."""
    numbers = _mean(text)
    if min(_each(numbers)) <= 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not above 0")
    return numbers


def _each(numbers: PerChannel) -> tuple[float, ...]:
    return numbers if isinstance(numbers, tuple) else (numbers,)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of seconds from 0 up")
    return value


def _add_evaluate(commands: Any) -> None:
    parser = _command(commands, "evaluate", reading.evaluate, tr("measure a network on labelled pictures"))
    parser.add_argument(
        "--checkpoint", type=_path, metavar="F", help=tr("network to measure (default: the shipped one)")
    )
    parser.add_argument(
        "--dataset",
        type=_name,
        default="mnist",
        metavar="D",
        help=tr("a dataset's name, a folder of a folder per class, a table (.csv), or strokes with labels"),
    )
    parser.add_argument(
        "--part",
        choices=("train", "test"),
        help=tr("the part of the dataset that is measured on (default: test)"),
    )
    _add_assumptions(parser)


def _add_teach(commands: Any) -> None:
    parser = _command(commands, "teach", teaching.teach, tr("teach a network your own samples"))
    parser.add_argument(
        "--samples", type=_path, metavar="DIR", help=tr("folder <digit>/*.png (default: what you corrected)")
    )
    parser.add_argument(
        "--checkpoint", type=_path, metavar="F", help=tr("network to teach (default: the shipped one)")
    )
    parser.add_argument(
        "--out", type=_path, required=True, metavar="F.pth", help=tr("where the taught one goes")
    )
    _add_assumptions(parser)


def _add_inspect(commands: Any) -> None:
    parser = _command(
        commands,
        "inspect",
        files.inspect,
        tr("show what a file holds: .pth of any kind, .safetensors or .onnx"),
    )
    parser.add_argument("path", type=_path, metavar="F.pth")
    _add_assumptions(parser)


def _add_export(commands: Any) -> None:
    parser = _command(commands, "export", files.export, tr("write a network in another form"))
    parser.add_argument("path", type=_path, metavar="F.pth")
    parser.add_argument("out", type=_path, metavar="OUT")
    parser.add_argument(
        "--form",
        choices=tuple(FORMS),
        help="; ".join(f"{form.name}: {tr(form.help)}" for form in FORMS.values())
        + tr(" (default: by the suffix of OUT, else state_dict)"),
    )
    _add_assumptions(parser)


def _add_dataset(commands: Any) -> None:
    text = tr("write a dataset's pictures and labels as arrays of NumPy (.npz)")
    parser = _command(commands, "dataset", datasets.dataset, text)
    about = tr("a dataset's name, a folder of a folder per class, or a table (.csv)")
    parser.add_argument("source", metavar="D", help=about)
    parser.add_argument("out", type=_path, metavar="OUT.npz")
    parser.add_argument("--data", type=_path, metavar="DIR", help=tr("the folder with datasets"))
    _add_settings(parser, OF_PICTURES)


def _add_assumptions(parser: Any) -> None:
    _add_choices(parser)
    for name, kind in (("mean", _mean), ("std", _std)):
        parser.add_argument(
            f"--{name}",
            type=kind,
            metavar="X",
            help=tr("{name} of the normalisation, for a file that does not tell (0-1 scale)").format(
                name=name
            ),
        )
    parser.add_argument(
        "--layers",
        type=_path,
        metavar="F.toml",
        help=tr("recipe whose layers other people's weights belong to, as the network editor writes it"),
    )


def _add_choices(parser: Any) -> None:
    parser.add_argument(
        "--entry", default="", metavar="NAME", help=tr("the network to take from a file that holds several")
    )
    parser.add_argument(
        "--assume",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help=tr(
            "what other people's weights do not tell, such as padding=1, pooling=none,max2 or "
            "activation=tanh; for the rest what reads best is taken"
        ),
    )
