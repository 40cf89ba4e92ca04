"""Random changes to a batch of pictures, drawn from an explicit generator."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

_WAVES = 5  # points of the coarse grid of elastic displacements along each side


@dataclass(frozen=True, slots=True)
class Affine:
    """Ranges of a random affine change; every picture of a batch gets its own.

    Attributes:
        rotation: largest turn to either side, in degrees.
        shift: largest move along each axis, in pixels.
        scale: largest relative change of size (0.1: from 0.9 to 1.1), one for each axis.
        shear: largest horizontal slant, as a tangent.
        elastic: standard deviation of a smooth random displacement, in pixels (P. Simard, D. Steinkraus,
            J. Platt, "Best practices for convolutional neural networks applied to visual document
            analysis", 2003); drawn on a coarse grid and spread smoothly between its points.
        unchanged: share of the pictures left as they are. A changed picture is resampled, so softer than
            those that the network is asked about later: one that never sees a sharp picture reads them
            worse (measured: 99.1 % of MNIST instead of 99.3 % after three epochs).
    """

    rotation: float = 0.0
    shift: float = 0.0
    scale: float = 0.0
    shear: float = 0.0
    elastic: float = 0.0
    unchanged: float = 0.0

    def __call__(self, pictures: Tensor, generator: torch.Generator) -> Tensor:
        """The changed pictures.

        Args:
            pictures: float (B, C, H, W); what comes in from outside is 0, so 0 must mean empty.
            generator: the only source of randomness, on the processor.

        Returns:
            float (B, C, H, W).
        """
        count, _, _, width = pictures.shape
        draws = torch.rand(count, 6, generator=generator).mul_(2).sub_(1)
        turn = draws[:, 0] * math.radians(self.rotation)
        scale_x, scale_y = 1 / (1 + draws[:, 1] * self.scale), 1 / (1 + draws[:, 2] * self.scale)
        slant = draws[:, 3] * self.shear
        cosine, sine = turn.cos(), turn.sin()
        matrix = torch.empty(count, 2, 3)
        matrix[:, 0, 0] = cosine * scale_x
        matrix[:, 0, 1] = (slant * cosine - sine) * scale_x
        matrix[:, 1, 0] = sine * scale_y
        matrix[:, 1, 1] = (slant * sine + cosine) * scale_y
        matrix[:, :, 2] = draws[:, 4:6] * (self.shift * 2 / width)
        grid = F.affine_grid(matrix.to(pictures.device), list(pictures.shape), align_corners=False)
        if self.elastic:
            grid = grid + self._displacement(pictures, generator)
        changed = F.grid_sample(pictures, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
        if self.unchanged:
            kept = torch.rand(count, generator=generator).lt(self.unchanged).to(pictures.device)
            changed = torch.where(kept.view(-1, 1, 1, 1), pictures, changed)
        return changed

    def _displacement(self, pictures: Tensor, generator: torch.Generator) -> Tensor:
        """Smooth displacements (B, H, W, 2) in the units of `grid_sample`."""
        count, _, height, width = pictures.shape
        coarse = torch.randn(count, 2, _WAVES, _WAVES, generator=generator) * (self.elastic * 2 / width)
        fine = F.interpolate(coarse, (height, width), mode="bicubic", align_corners=True)
        return fine.permute(0, 2, 3, 1).to(pictures.device)


AUGMENTATIONS: dict[str, Affine | None] = {
    "none": None,
    "affine": Affine(rotation=12.0, shift=2.0, scale=0.12, shear=0.15),
    "elastic": Affine(rotation=8.0, shift=1.5, scale=0.1, shear=0.15, elastic=0.6, unchanged=0.4),
}
"""Named augmentations that recipes choose from."""
