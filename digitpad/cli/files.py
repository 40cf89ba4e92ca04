"""`inspect` and `export`: what a .pth file holds, and other forms of it."""

from __future__ import annotations

import argparse

from digitpad.cli.output import print_json


def inspect(arguments: argparse.Namespace) -> int:
    """Print what a file holds."""
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
        print_json(values)
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
