"""Options that several commands have, and the values that options take."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from digitpad.cli.language import tr
from digitpad.form import PerChannel
from digitpad.recipe.kinds import File, Flag, NameOrFolder
from digitpad.recipe.table import TABLE, option


def add_settings(parser: Any, names: Iterable[str] = TABLE) -> None:
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
            about |= {"type": name if isinstance(kind, File | NameOrFolder) else kind.read}
            about["metavar"] = kind.metavar
        parser.add_argument(option(setting.name), **about)
        for alias in setting.aliases:
            parser.add_argument(option(alias), **{**about, "help": argparse.SUPPRESS})


def add_assumptions(parser: Any) -> None:
    """Options for what another program's file does not tell."""
    add_choices(parser)
    for what, kind in (("mean", _mean), ("std", _std)):
        parser.add_argument(
            f"--{what}",
            type=kind,
            metavar="X",
            help=tr("{name} of the normalisation, for a file that does not tell (0-1 scale)").format(
                name=what
            ),
        )
    parser.add_argument(
        "--layers",
        type=path,
        metavar="F.toml",
        help=tr("recipe whose layers other people's weights belong to, as the network editor writes it"),
    )


def add_choices(parser: Any) -> None:
    """Options for a file that holds several networks, and for how its layers fit together."""
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


def path(text: str) -> Path:
    """The path of a file or folder; "", which a variable of the shell may hold, would be this folder."""
    return Path(name(text))


def name(text: str) -> str:
    """What names a file, a folder or a dataset: anything but nothing."""
    if not text:
        raise argparse.ArgumentTypeError(tr("it is empty; name a file or a folder"))
    return text


def _mean(text: str) -> PerChannel:
    """A number, or several with commas between them."""
    numbers: PerChannel | str | None = TABLE["mean"].kind.read(text)
    if numbers is None or isinstance(numbers, str) or not all(map(math.isfinite, _each(numbers))):
        raise argparse.ArgumentTypeError(
            tr("'{text}' is not a number, nor three with commas between").format(text=text)
        )
    return numbers


def _std(text: str) -> PerChannel:
    """The same above 0."""
    numbers = _mean(text)
    if min(_each(numbers)) <= 0:
        raise argparse.ArgumentTypeError(tr("'{text}' is not above 0").format(text=text))
    return numbers


def _each(numbers: PerChannel) -> tuple[float, ...]:
    return numbers if isinstance(numbers, tuple) else (numbers,)


def seconds(text: str) -> float:
    """A number of seconds from 0 up."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise argparse.ArgumentTypeError(
            tr("'{text}' is not a number of seconds from 0 up").format(text=text)
        )
    return value
