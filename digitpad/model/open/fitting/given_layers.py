"""The weights of a file with layers that the user has listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from digitpad.errors import CheckpointError, RecipeError, Sentence, printable, reason
from digitpad.form import PictureForm
from digitpad.model.assumptions import Given
from digitpad.model.open.fitting.candidates import SIZES, Candidate
from digitpad.model.open.foreign import difference, same_shapes
from digitpad.model.spec.layers import Conv, Linear, Shape
from digitpad.model.spec.shapes import Layers, checked, flat, named, weight_shapes

_NOTE = Sentence("the layers that you listed")


def listed_candidate(layers: Layers, shapes: Mapping[str, Shape], given: Given) -> Candidate:
    """The network of these layers, for pictures of a size with which the weights fit.

    Args:
        layers: of the network.
        shapes: shape of every tensor of the file by name.
        given: may settle the size of the pictures.

    Raises:
        CheckpointError: where the layers do not make a network, and what differs where weights do not fit.
    """
    layers = named(layers)
    sized = [layer for layer in flat(layers) if isinstance(layer, Conv | Linear)]
    if not sized:
        raise CheckpointError("the layers have neither a convolution nor a linear layer; add them")
    last, outputs = sized[-1], shapes.get(f"{sized[-1].name}.weight", ())
    if not outputs:
        raise CheckpointError(
            "it has no weights {name}.weight; name the last layer as in the file", name=last.name
        )
    problem: Exception | None = None
    for form in _forms(sized[0], shapes, given):
        try:
            own = weight_shapes(checked(layers, form.shape, outputs[0]))
        except RecipeError as error:
            problem = problem or CheckpointError("{why}", why=reason(error))
            continue
        if same_shapes(own, shapes):
            return Candidate.of(layers, last, form, 0.0, _NOTE, outputs[0])
        expected = {name: shape for name, shape in own.items() if shape or name in shapes}
        text = difference(expected, shapes)
        problem = problem or CheckpointError(
            "its weights do not fit these layers: {difference}", difference=text
        )
    raise problem or CheckpointError(
        "its layer {name} takes {channels} channels, and pictures have {known}; begin with another layer",
        name=printable(sized[0].name),
        channels=shapes[f"{sized[0].name}.weight"][1],
        known=" or ".join(map(str, SIZES)),
    )


def _forms(first: Conv | Linear, shapes: Mapping[str, Shape], given: Given) -> Iterator[PictureForm]:
    """The pictures that the first layer may take, likeliest first."""
    weight = shapes.get(f"{first.name}.weight", ())
    for channels, sizes in SIZES.items():
        if isinstance(first, Linear) or len(weight) < 2 or weight[1] == channels:
            for size in (given.size,) if given.size else sizes:
                yield PictureForm.usual(channels, size)
