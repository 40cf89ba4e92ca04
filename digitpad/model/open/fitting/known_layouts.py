"""Networks that many people have under names of their own, known by the shapes of their weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from digitpad.errors import Sentence, tr
from digitpad.form import COLOUR_FORM, DIGIT_FORM, WHOLE, PerChannel, PictureForm
from digitpad.model.open.fitting.candidates import Candidate
from digitpad.model.registry import ARCHITECTURES, IMAGENET_MEAN, IMAGENET_STD
from digitpad.model.spec.layers import Conv, Layer, Linear, Shape
from digitpad.model.spec.plain import from_tables
from digitpad.model.spec.shapes import Layers, places, weight_shapes

_RELU, _POOL, _FLATTEN = ({"layer": kind} for kind in ("relu", "max_pool", "flatten"))


@dataclass(frozen=True, slots=True)
class _Layout:
    """A network as it is published.

    Attributes:
        title: what it is called; to be translated.
        layers, form: of it.
        mean, std: the normalisation of its pictures.
    """

    title: str
    layers: Layers
    form: PictureForm
    mean: PerChannel
    std: PerChannel


def _conv(out: int, kernel: int) -> dict[str, Any]:
    return {"layer": "conv", "out": out, "kernel": kernel}


def _dropout(p: float) -> dict[str, Any]:
    return {"layer": "dropout", "p": p}


def _linear(*outputs: int) -> list[dict[str, Any]]:
    """Linear layers with ReLU between them, the last of them for the classes."""
    inner = [table for out in outputs for table in ({"layer": "linear", "out": out}, _RELU)]
    return [_FLATTEN, *inner, {"layer": "linear"}]


_TUTORIAL = [_conv(6, 5), _RELU, _POOL, _conv(16, 5), _RELU, _POOL, *_linear(120, 84)]
_EXAMPLE = [
    *(
        _conv(32, 3),
        _RELU,
        _conv(64, 3),
        _RELU,
        _POOL,
        _dropout(0.25),
        _FLATTEN,
        {"layer": "linear", "out": 128},
    ),
    *(_RELU, _dropout(0.5), {"layer": "linear"}, {"layer": "log_softmax"}),
]


_WIDE_POOL = {"layer": "max_pool", "kernel": 3, "stride": 2}
_ALEXNET = [
    *({**_conv(64, 11), "stride": 4, "padding": 2}, _RELU, _WIDE_POOL),
    *({**_conv(192, 5), "padding": 2}, _RELU, _WIDE_POOL),
    *({**_conv(384, 3), "padding": 1}, _RELU, {**_conv(256, 3), "padding": 1}, _RELU),
    *({**_conv(256, 3), "padding": 1}, _RELU, _WIDE_POOL, {"layer": "adaptive_avg_pool", "size": 6}),
    *(_FLATTEN, _dropout(0.5), {"layer": "linear", "out": 4096}, _RELU),
    *(_dropout(0.5), {"layer": "linear", "out": 4096}, _RELU, {"layer": "linear"}),
]
"""torchvision's AlexNet (A. Krizhevsky, 2014)."""


def _layouts() -> Iterator[_Layout]:
    tutorial = tr("PyTorch's tutorial network for CIFAR-10")
    yield _Layout(tutorial, from_tables(_TUTORIAL), COLOUR_FORM, 0.5, 0.5)
    example = tr("PyTorch's example network for MNIST")
    yield _Layout(example, from_tables(_EXAMPLE), DIGIT_FORM, 0.1307, 0.3081)
    large = PictureForm(3, 224, WHOLE)
    yield _Layout("AlexNet", from_tables(_ALEXNET), large, IMAGENET_MEAN, IMAGENET_STD)
    for entry in ARCHITECTURES.values():
        if entry.layers:
            yield _Layout(entry.name, entry.layers, entry.form, entry.mean, entry.std)


def known_candidates(shapes: Mapping[str, Shape]) -> list[Candidate]:
    """The known networks whose weights have these shapes in this order, with the file's names.

    Args:
        shapes: shape of every tensor by name, in the file's order.
    """
    last = next((shape[0] for shape in reversed(list(shapes.values())) if shape), 0)
    return [one for layout in _layouts() if (one := _renamed(layout, shapes, last)) is not None]


def _renamed(layout: _Layout, shapes: Mapping[str, Shape], classes: int) -> Candidate | None:
    """The network of a layout with other names; None where the shapes are of another."""
    expected = weight_shapes(places(layout.layers, layout.form.shape, classes))
    same = [(name.rpartition(".")[2], shape) for name, shape in expected.items()]
    if [(name.rpartition(".")[2], shape) for name, shape in shapes.items()] != same:
        return None
    names = dict.fromkeys(name.rpartition(".")[0] for name in shapes)
    following = iter(names)
    layers = tuple(_named(layer, following) for layer in layout.layers)
    last = [layer for layer in layers if isinstance(layer, Conv | Linear)][-1]
    note = Sentence("the layers of {network}", {"network": Sentence(layout.title)})
    one = Candidate.of(layers, replace(last, out=classes), layout.form, -1, note)
    return replace(one, normalisation=(layout.mean, layout.std)) if next(following, None) is None else None


def _named(layer: Layer, names: Iterator[str]) -> Layer:
    return replace(layer, name=next(names, "") if layer.learns else "")
