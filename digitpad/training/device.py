"""Which device trains: the processor, a CUDA card, or Apple's GPU."""

from __future__ import annotations

from typing import Any

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


def resolve_precision(name: str, device: str) -> str:
    """The precision that the recipe's `name` means on `device`: "float32", "bfloat16" or "float16".

    "auto" takes bfloat16 where the processor multiplies it in hardware (AVX512-bf16 or AMX) or the CUDA
    card does: measured 1.4 times as fast as float32 for notes-wide with AVX512-bf16; emulated it is slower.
    Older CUDA cards have float16 alone.
    """
    if name != "auto":
        return name
    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16"
    return "bfloat16" if device == "cpu" and _cpu_multiplies_bfloat16() else "float32"


def _cpu_multiplies_bfloat16() -> bool:
    capabilities: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()  # newer than torch 2.10
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
