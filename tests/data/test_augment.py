from __future__ import annotations

import torch

from digitpad.data.augment import AUGMENTATIONS, Affine


def pictures() -> torch.Tensor:
    drawn = torch.zeros(64, 1, 28, 28)
    drawn[:, :, 6:22, 12:16] = 255.0
    return drawn


def test_the_generator_decides_everything() -> None:
    for change in AUGMENTATIONS.values():
        if change is not None:
            one, two = (change(pictures(), torch.Generator().manual_seed(3)) for _ in range(2))
            assert torch.equal(one, two)
            assert not torch.equal(one, change(pictures(), torch.Generator().manual_seed(4)))


def test_elastic_bends_by_about_what_it_says() -> None:
    grid = torch.arange(28.0).expand(28, 28)
    ramp = grid.repeat(64, 1, 1, 1)  # the grey value tells the column a pixel was taken from
    bent = Affine(elastic=1.0)(ramp, torch.Generator().manual_seed(0))
    inner = (bent - ramp)[:, :, 5:-5, 5:-5]
    assert 0.5 < float(inner.std()) < 1.2
    along = (inner[..., 1:] - inner[..., :-1]).std()
    assert float(along) < 0.4 * float(inner.std())  # neighbours move alike


def test_without_ranges_nothing_changes() -> None:
    assert torch.allclose(Affine()(pictures(), torch.Generator().manual_seed(0)), pictures(), atol=1e-3)


def test_a_share_of_the_pictures_stays_as_it_is() -> None:
    drawn = pictures().repeat(16, 1, 1, 1)
    changed = Affine(rotation=20.0, shift=2.0, unchanged=0.4)(drawn, torch.Generator().manual_seed(0))
    same = (changed == drawn).flatten(1).all(1)
    assert 0.34 < float(same.float().mean()) < 0.46
