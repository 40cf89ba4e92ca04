"""A 1x1 convolution with a stride that does not crash while it learns.

oneDNN, which torch uses for convolutions, writes past its workspace in the backward pass of these where few
channels come in and lie last in memory (oneDNN issue 6035, in torch 2.13): the program ends in a heap error.
"""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

SAFE = 16
"""Of this many channels, and multiples of it, oneDNN's workspace has room for all."""


class Conv2d(nn.Conv2d):
    """`nn.Conv2d` of kernel 1 that leaves out by itself what its stride leaves out."""

    def forward(self, x: Tensor) -> Tensor:
        """Maps (B, out, h, w) of maps (B, in, H, W)."""
        if isinstance(self.padding, tuple) and any(self.padding):
            down, right = self.padding
            mode = "constant" if self.padding_mode == "zeros" else self.padding_mode
            x = F.pad(x, (right, right, down, down), mode)
        down, right = self.stride
        return F.conv2d(x[:, :, ::down, ::right], self.weight, self.bias, groups=self.groups)
