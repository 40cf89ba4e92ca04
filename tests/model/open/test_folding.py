from __future__ import annotations

import pytest
import torch

from digitpad.form import PictureForm
from digitpad.model.assumptions import Preparation
from digitpad.model.open.fitting.candidates import Candidate
from digitpad.model.open.folding import folded
from digitpad.model.open.search.measuring import built
from digitpad.model.open.search.pictures import prepared
from digitpad.model.spec.building import LayerNetwork
from digitpad.model.spec.layers import BatchNorm, Conv, Flatten, Layer, Linear
from digitpad.model.spec.shapes import checked, flat


@pytest.mark.parametrize("leading", [(), (BatchNorm(name="norm"),)])
def test_a_network_for_dark_ink_answers_the_same_when_it_is_folded(leading: tuple[Layer, ...]) -> None:
    layers = (*leading, Conv(name="conv", out=4, kernel=3), Flatten(), Linear(name="fc", out=None))
    form = PictureForm.usual(1, 28)
    network = LayerNetwork(checked(layers, form.shape, 10))
    for value in network.state_dict().values():
        if value.is_floating_point():
            value.uniform_(0.1, 1.0)
    last = next(layer for layer in reversed(list(flat(layers))) if isinstance(layer, Linear))
    candidate = Candidate.of(layers, last, form, 0.0, classes=10)
    weights = dict(network.state_dict())
    pictures = torch.randint(0, 256, (3, 1, 28, 28), dtype=torch.uint8)
    theirs = Preparation(0.2, 0.4, inverted=True)
    ours, mean, std = folded(weights, candidate, theirs)
    with torch.inference_mode():
        expected = built(layers, weights, candidate)(prepared(pictures, theirs))
        answer = built(layers, ours, candidate)(prepared(pictures, Preparation(mean, std)))
    assert torch.allclose(answer, expected, rtol=1e-4, atol=1e-3)
