"""`inspect` and `export`: what a file holds, and other forms of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.cli.language import in_words, print_note, tr
from digitpad.cli.output import padded, print_json
from digitpad.cli.reading import opened, with_normalisation
from digitpad.errors import UsageError, enumerated, printable

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
        _row(tr("parameters"), f"{inspection.parameters:,}")
    _print_layers(inspection.layers)
    if checkpoint is not None and checkpoint.layers:
        lines = list(_lines(_tables(checkpoint)))
        for number, line in enumerate(lines[:_MOST_LAYERS]):
            _row("" if number else tr("network"), _printable(line, 200))
    if inspection.optimizer is not None:
        optimizer = inspection.optimizer
        text = tr("{kind}, learning rate {rate:g}, momentum {momentum:g}, {count} parameter tensors")
        rate, momentum = optimizer.learning_rate, optimizer.momentum
        words = text.format(kind=optimizer.kind, rate=rate, momentum=momentum, count=optimizer.count)
        _row(tr("optimiser"), words)
    if inspection.partner is not None:
        _row(tr("beside it"), _printable(inspection.partner))
    for problem in (inspection.problem, checkpoint and checkpoint.optimizer_problem):
        if problem:
            _row(tr("problem"), _printable(in_words(problem)))
    for number, message in enumerate(checkpoint.messages if checkpoint is not None else ()):
        _row("" if number else tr("file"), _printable(in_words(message)))
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

    _row(tr("architecture"), f"{checkpoint.architecture}: {tr(checkpoint.entry.title)}")
    _row(tr("parameters"), f"{parameters:,}")
    text = tr("mean {mean}, std {std} (from {source}; --mean and --std change it)")
    mean, std = text_of(checkpoint.mean), text_of(checkpoint.std)
    _row(tr("normalisation"), text.format(mean=mean, std=std, source=checkpoint.normalisation_from))
    if checkpoint.assumed is not None:
        _row(tr("assumed"), in_words(checkpoint.assumed.sentence))
    form = checkpoint.form
    pictures = tr("{size}, colour") if form.colour else tr("{size}, grey")
    _row(tr("pictures"), pictures.format(size=form.text))
    names = ", ".join(checkpoint.classes[:_MOST_CLASSES]) + (
        ", ..." if len(checkpoint.classes) > _MOST_CLASSES else ""
    )
    _row(tr("classes"), f"{len(checkpoint.classes)}: {_printable(names)}")
    if checkpoint.refuse_below is not None:
        digit = tr("what is a digit with a probability below {share:.0%}")
        other = tr("what is one of its classes with a probability below {share:.0%}")
        text = digit if checkpoint.reads_digits else other
        _row(tr("refuses"), text.format(share=checkpoint.refuse_below))
    metrics = {name: _number(value) for name, value in checkpoint.metrics.items()}
    _print_known(
        tr("trained"),
        (tr("epochs {value}"), metrics.get("epoch")),
        (tr("steps {value}"), metrics.get("step")),
    )
    accuracy, loss = metrics.get("test_accuracy"), metrics.get("test_loss")
    _print_known(tr("test"), (tr("accuracy {value:.2%}"), accuracy), (tr("loss {value:.4f}"), loss))
    for key, value in checkpoint.notes.items():
        for number, line in enumerate(str(value).splitlines()):
            _row("" if number else _printable(key), _printable(line))


_MOST_LAYERS, _MOST_CLASSES = 200, 30


def _print_layers(layers: Sequence[Layer]) -> None:
    listed = layers[:_MOST_LAYERS]
    width = min(40, max((len(layer.name) for layer in listed), default=0))
    for number, layer in enumerate(listed):
        text = tr("{layer}, {count:,} parameters") if layer.parameters else "{layer}"
        words = text.format(layer=_printable(layer.text, 100), count=layer.parameters)
        _row("" if number else tr("layers"), f"{padded(_printable(layer.name, 100), width)} {words}")
    if len(layers) > len(listed):
        _row("", tr("and {count} more").format(count=len(layers) - len(listed)))


def _row(title: str, text: str) -> None:
    print(f"  {padded(title, 13)} {text}")


def _printable(value: object, most: int = 4096) -> str:
    """Text from a file without what would move the cursor or colour the terminal."""
    return printable(str(value)[:most], most)


def _number(value: object) -> int | float | None:
    """A figure from a file, where anything may stand; None unless it is a plain number."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _print_known(title: str, *figures: tuple[str, Any]) -> None:
    """A line with those of the figures (text, value) that the file tells; none without any."""
    known = [text.format(value=value) for text, value in figures if value is not None]
    if known:
        _row(title, in_words(enumerated(known)))


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
        print_note(checkpoint.assumed.sentence)
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
        print(tr("{path} written ({size:,} bytes)").format(path=arguments.out, size=size))
    return 0
