"""Which device trains: the processor, a CUDA card, or Apple's GPU."""

from __future__ import annotations

import torch

from digitpad.errors import UsageError

DEVICES = ("auto", "cpu", "cuda", "mps")


def available_devices() -> tuple[str, ...]:
    """The devices this computer has, the fastest first."""
    found = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


def choose_device(name: str) -> str:
    """The device called `name`; "auto" takes the fastest there is.

    Raises:
        UsageError: when it is unknown or not in this computer.
    """
    available = available_devices()
    if name == "auto":
        return available[0]
    if name not in available:
        raise UsageError(
            "The device '{name}' is not available here; choose one of {known}.",
            name=name,
            known=", ".join(("auto", *available)),
        )
    return name
