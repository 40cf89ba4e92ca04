"""The network that tells where the digit lies that a pixel of ink belongs to.

It knows no classes, only where one digit ends and the next begins, and so serves whatever network reads
them. It is small: its first step puts squares of four pixels together.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional

HEIGHT = 48
"""Pixels that a digit is high in the network's input."""

MULTIPLE = 16
"""The input's height and breadth are multiples of it."""

GRAIN = 2
"""Pixels of the input, each way, that have one vote together."""

BINS, STEP = 23, 0.075
"""How many distances a vote is spread over, and what lies between two of them in heights of a digit."""

_WIDTHS = (16, 32, 48, 64)  # channels at a half, quarter, eighth and sixteenth of the input's size


class OwnerNetwork(nn.Module):
    """A U-Net from ink (N, 1, H, W), 0 to 1, to votes (N, 23, H/2, W/2), H and W multiples of `MULTIPLE`.

    A vote says how far to the right of its pixels the middle of their digit lies: it is a distribution, as
    logits, over distances from -0.825 to 0.825 heights of a digit. Where two lines cross it is spread over
    the middles of both.
    """

    def __init__(self) -> None:
        super().__init__()
        first = _WIDTHS[0]
        self.down = nn.ModuleList([_block(GRAIN**2, first), *(_block(a, b) for a, b in pairwise(_WIDTHS))])
        pairs = [(a, b) for b, a in pairwise(_WIDTHS)][::-1]
        self.narrow = nn.ModuleList([nn.Conv2d(a, b, 1) for a, b in pairs])
        self.up = nn.ModuleList([_block(2 * b, b) for _, b in pairs])
        self.votes = nn.Conv2d(first, BINS, 1)

    def forward(self, ink: torch.Tensor) -> torch.Tensor:
        """The votes of every pixel; those of paper mean nothing."""
        levels = []
        x = functional.pixel_unshuffle(ink, GRAIN)
        for number, block in enumerate(self.down):
            x = block(functional.max_pool2d(x, 2) if number else x)
            levels.append(x)
        levels.pop()
        for narrow, block in zip(self.narrow, self.up, strict=True):
            wider = functional.interpolate(narrow(x), scale_factor=2.0, mode="nearest")
            x = block(torch.cat([wider, levels.pop()], 1))
        votes: torch.Tensor = self.votes(x)
        return votes


def _block(before: int, after: int) -> nn.Sequential:
    """Two convolutions."""
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )
