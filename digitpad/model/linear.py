"""A linear layer that multiplies with oneDNN while it learns on the processor.

torch multiplies float32 matrices with MKL, which on AMD's processors does without half of their vector
width. oneDNN, which torch uses for convolutions, does not: with AVX512, forward and backward of
notes-adam's first linear layer (16 x 2,000 to 500) take 0.31 ms instead of 0.78 ms, a fifth of the whole
step. Both add up float32 products in float32; the results differ in the last bits.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_WORTHWHILE = 10_000
"""Weights from which on the shorter multiplication outweighs the call through Python."""


class Linear(nn.Linear):
    """`nn.Linear`, faster while it learns on an x86 processor."""

    def forward(self, x: Tensor) -> Tensor:
        """Scores (B, out) of values (B, in)."""
        if _onednn is not None and _suits(x, self.weight):
            # torch's `apply` has no types.
            result: Tensor = _OneDnn.apply(x, self.weight, self.bias)  # type: ignore[no-untyped-call]
            return result
        return F.linear(x, self.weight, self.bias)


def _find_onednn() -> Any:
    """torch's own call of oneDNN's matrix multiplication; None where it does not have it."""
    if (
        not torch.backends.cpu.get_cpu_capability().startswith("AVX")
        or not torch.backends.mkldnn.is_available()
    ):
        return None
    try:
        return torch.ops.mkldnn._linear_pointwise.default
    except AttributeError:  # it is not part of torch's promises
        return None


_onednn = _find_onednn()


def _suits(x: Tensor, weight: Tensor) -> bool:
    return (
        weight.requires_grad
        and torch.is_grad_enabled()
        and x.dim() == 2
        and x.dtype == weight.dtype == torch.float32
        and x.device.type == "cpu"
        and weight.numel() >= _WORTHWHILE
        and not torch.is_autocast_enabled("cpu")  # linear layers then multiply bfloat16, with oneDNN
    )


class _OneDnn(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        ctx.save_for_backward(x, weight)
        ctx.has_bias = bias is not None
        return _multiplied(x, weight, bias)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, Tensor, Tensor | None]:
        (gradient,) = gradients
        x, weight = ctx.saved_tensors
        for_x = _multiplied(gradient, weight.t()) if ctx.needs_input_grad[0] else None
        return for_x, _multiplied(gradient.t(), x.t()), gradient.sum(0) if ctx.has_bias else None


def _multiplied(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """`x @ weight.T + bias`."""
    result: Tensor = _onednn(x, weight, bias, "none", [], "")
    return result
