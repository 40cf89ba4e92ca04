"""`inspect` and `export`: what a .pth file holds, and other forms of it."""

from __future__ import annotations

import argparse
from typing import Any

from digitpad.cli.output import print_json


def inspect(arguments: argparse.Namespace) -> int:
    """Print what a file holds."""
    from digitpad.model.checkpoint import load_checkpoint
    from digitpad.model.registry import architecture, parameter_count

    checkpoint = load_checkpoint(arguments.path)
    metrics = checkpoint.metrics
    values: dict[str, Any] = {
        "kind": checkpoint.kind,
        "architecture": checkpoint.architecture,
        "parameters": parameter_count(checkpoint.network()),
        "epoch": _number(metrics.get("epoch")),
        "step": _number(metrics.get("step")),
        "metrics": {key: _number(metrics[key]) for key in ("test_loss", "test_accuracy") if key in metrics},
    }
    if arguments.json:
        print_json(values)
        return 0
    print(f"{arguments.path}: {values['kind']}")
    print(f"  architecture  {checkpoint.architecture}: {architecture(checkpoint.architecture).summary}")
    print(f"  parameters    {values['parameters']:,}")
    print(f"  normalisation mean {checkpoint.mean:g}, std {checkpoint.std:g}")
    _print_known("trained", [("epochs", values["epoch"], "{}"), ("steps", values["step"], "{}")])
    tests = values["metrics"]
    _print_known(
        "test",
        [("accuracy", tests.get("test_accuracy"), "{:.2%}"), ("loss", tests.get("test_loss"), "{:.4f}")],
    )
    for key, value in checkpoint.notes.items():
        print(f"  {key:<13} {value}")
    return 0


def _number(value: object) -> int | float | None:
    """A figure from a file, where anything may stand; None if it is no plain number."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _print_known(title: str, figures: list[tuple[str, Any, str]]) -> None:
    """A line with those of the figures (name, value, format) that the file tells; none without any."""
    known = [f"{name} {form.format(value)}" for name, value, form in figures if value is not None]
    if known:
        print(f"  {title:<13} {', '.join(known)}")


def export(arguments: argparse.Namespace) -> int:
    """Write a network in another form."""
    from digitpad.model.checkpoint import load_checkpoint, save_checkpoint, save_state_dict

    checkpoint = load_checkpoint(arguments.path)
    if arguments.form == "state_dict":
        save_state_dict(checkpoint, arguments.out)
    else:
        save_checkpoint(
            checkpoint if arguments.form == "full" else checkpoint.without_training(), arguments.out
        )
    if arguments.json:
        print_json(
            {"path": str(arguments.out), "form": arguments.form, "bytes": arguments.out.stat().st_size}
        )
    else:
        print(f"{arguments.out} written ({arguments.out.stat().st_size:,} bytes)")
    return 0
