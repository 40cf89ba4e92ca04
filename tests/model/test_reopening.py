"""Whatever form a network is exported in, it opens again and answers the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor

from digitpad.errors import RecipeError
from digitpad.form import CONTENTS, INK, PictureForm
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.export import FORMS, export
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import ARCHITECTURES, OWN, architecture, build_network
from digitpad.model.spec.plain import from_tables
from digitpad.model.spec.shapes import named
from digitpad.opening import open_network
from tests.helpers import further

_CONVS = st.fixed_dictionaries(
    {"layer": st.just("conv"), "out": st.sampled_from((4, 6, 8)), "kernel": st.sampled_from((1, 3, 5))},
    optional={"padding": st.integers(0, 2), "bias": st.booleans(), "stride": st.integers(1, 2)},
)
_OTHERS = st.sampled_from(
    [
        *(
            {"layer": kind}
            for kind in ("relu", "gelu", "silu", "tanh", "elu", "sigmoid", "hardswish", "batch_norm")
        ),
        *({"layer": "leaky_relu", "slope": 0.2}, {"layer": "prelu"}, {"layer": "group_norm", "groups": 2}),
        *(
            {"layer": "max_pool", "kernel": 3, "stride": 2, "padding": 1},
            {"layer": "avg_pool"},
            {"layer": "dropout2d"},
        ),
        {"layer": "residual", "layers": [{"layer": "relu"}, {"layer": "batch_norm"}], "shortcut": []},
    ]
)


@st.composite
def _lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Lists of layers of one's own, from a convolution to the classes."""
    maps = [draw(_CONVS), *draw(st.lists(st.one_of(_CONVS, _OTHERS), max_size=5))]
    values = draw(
        st.sampled_from(([], [{"layer": "linear", "out": 9}, {"layer": "tanh"}, {"layer": "layer_norm"}]))
    )
    end = draw(st.sampled_from(([], [{"layer": "log_softmax"}])))
    return [*maps, {"layer": "flatten"}, *values, {"layer": "linear"}, *end]


@st.composite
def checkpoints(draw: st.DrawFn, names: tuple[str, ...]) -> Checkpoint:
    """Networks of every kind with random weights, for 2 to 62 classes, grey or in colour."""
    name = draw(st.sampled_from((*names, OWN, OWN)))
    layers = from_tables(draw(_lists())) if name == OWN else ()
    channels = draw(st.sampled_from((1, 3)))
    form = PictureForm(
        channels,
        draw(st.sampled_from((28, 32, 40))),
        draw(st.sampled_from(CONTENTS)) if channels == 1 else "picture",
    )
    classes = tuple(f"class {number}" for number in range(draw(st.integers(2, 62))))
    torch.manual_seed(draw(st.integers(0, 9)))
    try:
        network = build_network(architecture(name, layers, form), len(classes), form)
    except RecipeError:
        # Pooled too often for such small pictures.
        return draw(checkpoints(names))
    weights = {key: _stirred(key, value) for key, value in network.state_dict().items()}
    mean, std = ((0.2, 0.3, 0.1), (0.4, 0.5, 0.3)) if channels == 3 else (0.2, 0.4)
    return Checkpoint(name, weights, mean, std, classes, form=form, layers=layers)


def _stirred(name: str, value: Tensor) -> Tensor:
    """Statistics of batch norm as after some training."""
    if name.endswith("running_mean"):
        return torch.randn_like(value)
    return torch.rand_like(value) + 0.5 if name.endswith("running_var") else value


def _answers(checkpoint: Checkpoint) -> Tensor:
    with torch.inference_mode():
        pictures = torch.rand(2, *checkpoint.form.shape, generator=torch.Generator().manual_seed(1))
        return torch.log_softmax(checkpoint.network()(pictures), dim=1)


def _comes_back(checkpoint: Checkpoint, form: str, folder: Path) -> None:
    path = folder / f"a{FORMS[form].suffix}"
    export(checkpoint, path, form)
    loaded = load_checkpoint(path)
    for field in ("architecture", "layers", "classes", "mean", "std", "form", "normalisation_from"):
        assert getattr(loaded, field) == getattr(checkpoint, field)
    assert (_answers(loaded) - _answers(checkpoint)).abs().max() < 1e-5


_SMALL = tuple(name for name, entry in ARCHITECTURES.items() if not entry.ready_made)
_READY_MADE = ("resnet18", "mobilenet-v3-small")
_ANEW = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)


@pytest.mark.slow
def test_norms_of_groups_come_back_of_onnx(tmp_path: Path) -> None:
    kinds: list[dict[str, Any]] = [
        {"layer": "conv", "out": 4, "kernel": 3},
        {"layer": "group_norm", "groups": 2},
    ]
    layers = named(from_tables([*kinds, *kinds, {"layer": "flatten"}, {"layer": "linear"}]))
    form = PictureForm(1, 10, "ink")
    weights = build_network(architecture(OWN, layers, form), 3, form).state_dict()
    _comes_back(
        Checkpoint(OWN, weights, 0.2, 0.4, ("a", "b", "c"), form=form, layers=layers), "onnx", tmp_path
    )


@settings(_ANEW, max_examples=settings().max_examples // 3)
@given(checkpoint=checkpoints(_SMALL))
@pytest.mark.slow
def test_every_network_comes_back_of_torchs_forms_and_safetensors(
    tmp_path: Path, checkpoint: Checkpoint
) -> None:
    for form in FORMS:
        if form != "onnx":
            _comes_back(checkpoint, form, tmp_path)


@pytest.mark.slow
@settings(_ANEW, max_examples=20)
@given(checkpoint=checkpoints((*_SMALL, *_READY_MADE)))
def test_every_network_comes_back_of_every_form(tmp_path: Path, checkpoint: Checkpoint) -> None:
    for form in FORMS:
        _comes_back(checkpoint, form, tmp_path)


@pytest.mark.slow
def test_a_network_of_three_classes_comes_back_of_onnx(tmp_path: Path) -> None:
    tables = [{"layer": "conv", "out": 4, "kernel": 5}, {"layer": "max_pool"}, {"layer": "gelu"}]
    layers = from_tables([*tables, {"layer": "flatten"}, {"layer": "linear"}])
    form = PictureForm(1, 28, INK)
    weights = build_network(architecture(OWN, layers, form), 3, form).state_dict()
    checkpoint = Checkpoint(OWN, weights, 0.2, 0.4, ("one", "two", "three"), form=form, layers=layers)
    pytest.importorskip("onnxscript")
    _comes_back(checkpoint, "onnx", tmp_path)


@pytest.mark.parametrize(
    "name",
    [name if name in ("quick", "mobilenet-v3-small") else further(name) for name in (*_SMALL, *_READY_MADE)],
)
@pytest.mark.parametrize("saved", [lambda network: network.state_dict(), lambda network: network])
def test_bare_networks_of_other_classes_are_recognised(
    tmp_path: Path, name: str, saved: Callable[[torch.nn.Module], object]
) -> None:
    """As `torch.save` writes them, with nothing beside the weights."""
    torch.manual_seed(3)
    form = architecture(name).form
    network = build_network(name, 5, form).eval()
    torch.save(saved(network), tmp_path / "a.pth")
    loaded = open_network(tmp_path / "a.pth", tmp_path)
    assert (len(loaded.classes), loaded.form) == (5, form)
    pictures = torch.rand(2, *form.shape)
    with torch.inference_mode():
        expected = torch.log_softmax(network(pictures), dim=1)
        found = torch.log_softmax(loaded.network()(pictures), dim=1)
    assert (found - expected).abs().max() < 1e-5
