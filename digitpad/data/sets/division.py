"""Which pictures are held out for testing where nobody has divided them."""

from __future__ import annotations

import torch
from torch import Tensor

from digitpad.data.labelled import PictureOptions


def held_out(labels: Tensor, classes: int, options: PictureOptions) -> Tensor:
    """Choose the pictures held out for testing: a share of each class, at least one where there are two.

    Returns:
        bool (N,): whether each picture is held out.
    """
    generator = torch.Generator().manual_seed(options.split_seed)
    chosen = torch.zeros(len(labels), dtype=torch.bool)
    for number in range(classes):
        own = (labels == number).nonzero().flatten()
        order = own[torch.randperm(len(own), generator=generator)]
        count = round(len(own) * options.test_fraction)
        chosen[order[: min(max(count, 1), len(own) - 1)]] = True
    return chosen
