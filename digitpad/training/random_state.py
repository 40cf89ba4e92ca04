"""The random numbers that dropout draws, saved and brought back."""

from __future__ import annotations

from typing import Any

import torch


def random_state(device: torch.device) -> dict[str, Any]:
    """The state of torch's random numbers for a run on `device`, as tensors."""
    state: dict[str, Any] = {"cpu": torch.get_rng_state()}
    if device.type == "cuda":
        state["cuda"] = torch.cuda.get_rng_state(device)
    elif device.type == "mps":
        state["mps"] = torch.mps.get_rng_state()
    return state


def restore_random_state(state: Any, device: torch.device) -> None:
    """Bring the random numbers back to where `random_state` saw them.

    A run saved on another kind of device goes on with fresh numbers of this one's.

    Raises:
        TypeError, ValueError, RuntimeError: when `state` is no such state.
    """
    if isinstance(state, torch.Tensor):  # files of version 1
        state = {"cpu": state}
    torch.set_rng_state(state["cpu"])
    if device.type == "cuda" and "cuda" in state:
        torch.cuda.set_rng_state(state["cuda"], device)
    elif device.type == "mps" and "mps" in state:
        torch.mps.set_rng_state(state["mps"])
