"""Where training computes: the processor, a CUDA card or Apple's GPU; precision, freed memory."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from typing import Any

import torch

from digitpad.errors import UsageError


def available_devices() -> tuple[str, ...]:
    """Return the devices of this computer, the fastest first."""
    devices = []
    if torch.cuda.is_available():
        devices.append("cuda")
    if torch.backends.mps.is_available():
        devices.append("mps")
    return (*devices, "cpu")


def choose_device(name: str) -> str:
    """Return the device called `name`; "auto" is the fastest.

    Raises:
        UsageError: when it is unknown or this computer does not have it.
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
    """Return what the recipe's precision `name` means on `device`: "float32", "bfloat16" or "float16".

    "auto" means bfloat16 where the processor multiplies it in hardware (AVX512-bf16 or AMX) or the CUDA
    card does: measured 1.4 times as fast as float32 for notes-wide with AVX512-bf16; emulated it is slower.
    Older CUDA cards have float16 alone.
    """
    if name != "auto":
        return name
    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16"
    return "bfloat16" if device == "cpu" and cpu_multiplies_bfloat16() else "float32"


def cpu_multiplies_bfloat16() -> bool:
    """Whether the processor has instructions that multiply bfloat16, which makes it the faster one."""
    capabilities: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()  # newer than torch 2.10
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # glibc's malloc.h
_LARGEST = 32 << 20  # glibc takes no higher one
_KEPT = 256 << 20


def keep_freed_memory() -> None:
    """Make the C library keep the large blocks that each step frees, instead of returning them to the system.

    The next step would request them again, page by page. Measured for notes-wide: 120,000 page faults
    instead of 500,000 in 240 steps, 8 % less time. Only glibc has this setting, and needs it.
    """
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_MMAP_THRESHOLD, _LARGEST)
        mallopt(_M_TRIM_THRESHOLD, _KEPT)
