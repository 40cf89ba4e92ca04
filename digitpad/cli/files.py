"""`inspect` and `export`: what a file holds, and other forms of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.cli.output import print_json
from digitpad.cli.reading import opened, with_normalisation
from digitpad.errors import UsageError

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.open.describe import Layer
    from digitpad.model.open.inspecting import Inspection


def inspect(arguments: argparse.Namespace) -> int:
    """Print what a file holds."""
    from digitpad.model.open.foreign import UnknownNetworkError
    from digitpad.model.open.inspecting import inspect_file
    from digitpad.model.open.search.recognised import is_of_shapes

    inspection = inspect_file(arguments.path, arguments.entry)
    settled = arguments.assume or arguments.layers
    known = inspection.checkpoint
    if inspection.problem is not None or (known is not None and (settled or is_of_shapes(known))):
        try:
            inspection = replace(inspection, checkpoint=opened(arguments.path, arguments), problem=None)
        except UnknownNetworkError as error:
            inspection = replace(inspection, problem=error.inner)
    checkpoint = inspection.checkpoint and with_normalisation(inspection.checkpoint, arguments)
    if arguments.json:
        print_json(_values(inspection, checkpoint))
        return 0
    print(f"{_printable(arguments.path)}: {inspection.kind}")
    if checkpoint is not None:
        _print_network(checkpoint, inspection.parameters)
    elif inspection.layers:
        print(f"  parameters    {inspection.parameters:,}")
    _print_layers(inspection.layers)
    if checkpoint is not None and checkpoint.layers:
        lines = list(_lines(_tables(checkpoint)))
        for number, line in enumerate(lines[:_MOST_LAYERS]):
            print(f"  {'' if number else 'network':<13} {_printable(line, 200)}")
    if inspection.optimizer is not None:
        optimizer = inspection.optimizer
        print(
            f"  optimiser     {optimizer.kind}, learning rate {optimizer.learning_rate:g}, "
            f"momentum {optimizer.momentum:g}, {optimizer.count} parameter tensors"
        )
    if inspection.partner is not None:
        print(f"  beside it     {_printable(inspection.partner)}")
    for problem in (inspection.problem, checkpoint and checkpoint.optimizer_problem):
        if problem:
            print(f"  problem       {_printable(problem)}")
    for number, message in enumerate(checkpoint.messages if checkpoint is not None else ()):
        print(f"  {'' if number else 'file':<13} {_printable(message)}")
    return 0


def _values(inspection: Inspection, checkpoint: Checkpoint | None) -> dict[str, Any]:
    """What `inspect --json` prints; None for what the file does not tell."""
    metrics = checkpoint.metrics if checkpoint else {}
    optimizer = inspection.optimizer
    problem = inspection.problem or (checkpoint and checkpoint.optimizer_problem)
    return {
        "kind": inspection.kind,
        "architecture": checkpoint and checkpoint.architecture,
        "parameters": inspection.parameters,
        "epoch": _number(metrics.get("epoch")),
        "step": _number(metrics.get("step")),
        "metrics": {key: _number(metrics[key]) for key in ("test_loss", "test_accuracy") if key in metrics},
        "mean": checkpoint and checkpoint.mean,
        "std": checkpoint and checkpoint.std,
        "normalisation_from": checkpoint and checkpoint.normalisation_from,
        "assumed": checkpoint and checkpoint.assumed and str(checkpoint.assumed.sentence),
        "assumptions": dict(checkpoint.assumed.values) if checkpoint and checkpoint.assumed else {},
        "refuse_below": checkpoint and checkpoint.refuse_below,
        "classes": checkpoint and list(checkpoint.classes),
        "channels": checkpoint and checkpoint.form.channels,
        "size": checkpoint and checkpoint.form.size,
        "layers": [layer.as_dict() for layer in inspection.layers],
        "network": _tables(checkpoint) if checkpoint else [],
        "optimizer": optimizer
        and {
            "kind": optimizer.kind,
            "learning_rate": optimizer.learning_rate,
            "momentum": optimizer.momentum,
            "weight_decay": optimizer.weight_decay,
            "parameters": optimizer.count,
        },
        "partner": inspection.partner and str(inspection.partner),
        "problem": problem and str(problem),
        "unused": list(checkpoint.unused) if checkpoint else [],
        "messages": [str(message) for message in checkpoint.messages] if checkpoint else [],
    }


def _tables(checkpoint: Checkpoint) -> list[dict[str, Any]]:
    """The layers that the network is built of, as recipes have them; none of other networks."""
    from digitpad.model.spec.plain import as_tables

    return as_tables(checkpoint.entry.layers)


def _lines(tables: Sequence[Mapping[str, Any]], depth: int = 0) -> Iterator[str]:
    """A line for each layer: "conv conv1, out 8, kernel 5"; what is inside blocks farther in."""
    inside = {"layers", "shortcut"}
    for table in tables:
        given = {key: value for key, value in table.items() if key not in {"layer", "name", *inside}}
        words = (f"{key} {value}" for key, value in given.items())
        yield "  " * depth + ", ".join([f"{table['layer']} {table.get('name', '')}".strip(), *words])
        yield from _lines(table.get("layers", ()), depth + 1)
        if "shortcut" in table:
            yield "  " * depth + "shortcut"
            yield from _lines(table["shortcut"], depth + 1)


def _print_network(checkpoint: Checkpoint, parameters: int) -> None:
    from digitpad.model.normalization import text_of

    print(f"  architecture  {checkpoint.architecture}: {checkpoint.entry.title}")
    print(f"  parameters    {parameters:,}")
    print(
        f"  normalisation mean {text_of(checkpoint.mean)}, std {text_of(checkpoint.std)} "
        f"(from {checkpoint.normalisation_from}; --mean and --std change it)"
    )
    if checkpoint.assumed is not None:
        print(f"  assumed       {checkpoint.assumed.sentence}")
    form = checkpoint.form
    print(f"  pictures      {form.text}, {'colour' if form.colour else 'grey'}")
    names = ", ".join(checkpoint.classes[:_MOST_CLASSES]) + (
        ", ..." if len(checkpoint.classes) > _MOST_CLASSES else ""
    )
    print(f"  classes       {len(checkpoint.classes)}: {_printable(names)}")
    if checkpoint.refuse_below is not None:
        what = "a digit" if checkpoint.reads_digits else "one of its classes"
        print(f"  refuses       what is {what} with a probability below {checkpoint.refuse_below:.0%}")
    metrics = {name: _number(value) for name, value in checkpoint.metrics.items()}
    _print_known("trained", [("epochs", metrics.get("epoch"), "{}"), ("steps", metrics.get("step"), "{}")])
    _print_known(
        "test",
        [("accuracy", metrics.get("test_accuracy"), "{:.2%}"), ("loss", metrics.get("test_loss"), "{:.4f}")],
    )
    for key, value in checkpoint.notes.items():
        for number, line in enumerate(str(value).splitlines()):
            print(f"  {'' if number else _printable(key):<13} {_printable(line)}")


_MOST_LAYERS, _MOST_CLASSES = 200, 30


def _print_layers(layers: Sequence[Layer]) -> None:
    listed = layers[:_MOST_LAYERS]
    width = min(40, max((len(layer.name) for layer in listed), default=0))
    for number, layer in enumerate(listed):
        count = f", {layer.parameters:,} parameters" if layer.parameters else ""
        title = "layers" if number == 0 else ""
        print(f"  {title:<13} {_printable(layer.name, 100):<{width}} {_printable(layer.text, 100)}{count}")
    if len(layers) > len(listed):
        print(f"  {'':<13} and {len(layers) - len(listed)} more")


def _printable(value: object, most: int = 4096) -> str:
    """Text from a file without what would move the cursor or colour the terminal."""
    return "".join(character if character.isprintable() else "?" for character in str(value)[:most])


def _number(value: object) -> int | float | None:
    """A figure from a file, where anything may stand; None unless it is a plain number."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _print_known(title: str, figures: list[tuple[str, Any, str]]) -> None:
    """A line with those of the figures (name, value, format) that the file tells; none without any."""
    known = [f"{name} {form.format(value)}" for name, value, form in figures if value is not None]
    if known:
        print(f"  {title:<13} {', '.join(known)}")


def _existing(arguments: argparse.Namespace, checkpoint: Checkpoint) -> list[Path]:
    """The files that are exported, where something is at OUT that could be one of them."""
    return [arguments.path, checkpoint.path or arguments.path] if arguments.out.exists() else []


def export(arguments: argparse.Namespace) -> int:
    """Write a network in another form."""
    from digitpad.model.export import export as write
    from digitpad.model.export import form_of

    form = arguments.form or form_of(arguments.out)
    checkpoint = opened(arguments.path, arguments)
    if checkpoint.assumed is not None:
        print(f"digitpad: {checkpoint.assumed.sentence}", file=sys.stderr)
    # Of a pair the network may be read from the file beside the one that was named.
    if form != "full" and any(map(arguments.out.samefile, _existing(arguments, checkpoint))):
        raise UsageError(
            "{path} is the file to export, and as {form} it would lose the rest of what it holds; choose "
            "another name for OUT.",
            path=arguments.out,
            form=form,
        )
    write(with_normalisation(checkpoint, arguments), arguments.out, form)
    size = arguments.out.stat().st_size
    if arguments.json:
        print_json({"path": str(arguments.out), "form": form, "bytes": size})
    else:
        print(f"{arguments.out} written ({size:,} bytes)")
    return 0
