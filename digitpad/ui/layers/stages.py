"""A network as few stages from the drawing to the answer, whatever its layers are. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitpad.insight.recording import RecordedLayer, Recording


@dataclass(frozen=True, slots=True)
class Stage:
    """Layers that follow each other and are one step for the eye, such as convolution, norm and ReLU.

    Attributes:
        layers: their indices in the recording, in order; empty for the network's input.
        output: the index whose output stands for the stage.
        sources: the stages whose output goes in, by their number.
    """

    layers: tuple[int, ...]
    output: int
    sources: tuple[int, ...]


def stages(recording: Recording, *, every: bool = False) -> list[Stage]:
    """The stages of a network, of which the first is its input.

    A stage begins with what has weights, with pooling, and where branches meet; with `every` each is one.
    """
    groups: list[list[int]] = []
    of_layer = {-1: 0}
    for number, layer in enumerate(recording.layers):
        follows = number > 0 and layer.sources == (number - 1,)
        if groups and follows and not every and not _begins(layer):
            groups[-1].append(number)
        else:
            groups.append([number])
        of_layer[number] = len(groups)
    result = [Stage((), -1, ())]
    for group in groups:
        first = recording.layers[group[0]]
        sources = tuple(dict.fromkeys(of_layer[source] for source in first.sources))
        result.append(Stage(tuple(group), _output(recording, group), sources))
    return result


def _begins(layer: RecordedLayer) -> bool:
    return layer.weight is not None or "pool" in layer.kind.lower() or len(layer.sources) > 1


def _output(recording: Recording, group: list[int]) -> int:
    """The last layer whose output has the form of the first one's: maps that are flattened stay maps."""
    form = recording.layers[group[0]].output.dim()
    return [number for number in group if recording.layers[number].output.dim() == form][-1]
