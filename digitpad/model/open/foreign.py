"""Other people's weights: which network of the registry they belong to, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from digitpad.errors import CheckpointError, Sentence, enumerated, printable
from digitpad.form import PictureForm
from digitpad.model.open.classes import class_names
from digitpad.model.open.modules import Weights, module_weights
from digitpad.model.ready_made import IMAGENET_CLASSES, imagenet_classes
from digitpad.model.registry import ARCHITECTURES, Architecture, network_shapes
from digitpad.model.safe_io.reading import Content
from digitpad.model.safe_io.stubs import ObjectStub
from digitpad.model.safe_io.tensors import TensorRef, UnreadableTensor
from digitpad.model.spec.shapes import shape_text

_FEWEST_READY_MADE = 30
"""Tensors that the smallest of torchvision's networks has at least."""

_SIZES = (28, 32, 64)
"""Sides of pictures that networks of ours are tried with."""

MOST_WEIGHTS = 150_000_000
"""Numbers in all weights of a network that is built; VGG-19 has 144 million."""

_IMAGENET_SIZE = 224
"""Side of the pictures that torchvision's weights were trained on."""

Shape = tuple[int, ...]


class UnknownNetworkError(CheckpointError):
    """Weights in good order, but of no network in the registry."""

    @property
    def inner(self) -> UnknownNetworkError:
        """The error about the network, without the file's name around it."""
        why = self.values.get("why")
        return why if isinstance(why, UnknownNetworkError) else self


class SeveralNetworksError(CheckpointError):
    """Several networks in one file, none of which is obviously the one."""

    @property
    def entries(self) -> tuple[str, ...]:
        """What the networks are called in the file."""
        why = self.values.get("why")
        if isinstance(why, SeveralNetworksError):
            return why.entries
        names = self.values.get("names", ())
        return names if isinstance(names, tuple) else ()


@dataclass(frozen=True, slots=True)
class Found:
    """The network in a file.

    Attributes:
        weights: its tensors by name, without what wrappers put before the names.
        module: the whole network, where the file holds one.
        entry: where it is in the file: keys with dots between them; "" where it is the file's whole content.
        messages: what there is to say about how it was read.
        unused: tensors beside its own that were left out.
    """

    weights: Weights
    module: ObjectStub | None = None
    entry: str = ""
    messages: tuple[Sentence, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The network of the registry that some weights belong to, its classes and its pictures.

    `unused` are further layers, which the network never calls.
    """

    architecture: str
    classes: tuple[str, ...]
    form: PictureForm
    unused: tuple[str, ...] = ()

    @property
    def is_auxiliary(self) -> bool:
        """Whether the further layers are those that only help training."""
        return set(self.unused) <= set(ARCHITECTURES[self.architecture].auxiliary)

    def uses(self, key: str) -> bool:
        """Whether the tensor called `key` belongs to the network itself."""
        return key.partition(".")[0] not in self.unused


def readable(weights: Weights) -> dict[str, TensorRef]:
    """The weights, all of them tensors whose values can be read.

    Raises:
        CheckpointError: for sparse, quantised or valueless ones.
    """
    for value in weights.values():
        if isinstance(value, UnreadableTensor):
            raise CheckpointError(value.why)
    return {name: value for name, value in weights.items() if isinstance(value, TensorRef)}


def own_weights(network: Found) -> dict[str, TensorRef]:
    """The weights of a network under the names of its modules; see `readable`."""
    return readable(network.weights if network.module is None else module_weights(network.module))


def file_kind(content: Content, network: Found | None) -> str:
    """Which kind of file holds a network: "safetensors", "onnx", "module" or "state_dict"."""
    if content.form in ("safetensors", "onnx"):
        return content.form
    return "module" if network is not None and network.module is not None else "state_dict"


def plain_weights(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights as networks compute with them, in float32; whole numbers stay.

    Raises:
        CheckpointError: where one is not finite.
    """
    plain = {
        name: value.to(torch.float32 if value.is_floating_point() else value.dtype)
        for name, value in weights.items()
    }
    # NumPy looks at them on one thread; torch would start its whole pool for these few values.
    if not all(np.isfinite(value.numpy()).all() for value in plain.values()):
        raise CheckpointError("some of its weights are not finite numbers")
    return plain


def recognise(shapes: Mapping[str, Shape], whole_module: bool) -> Match | None:
    """The network whose names and shapes these are; None when there is none.

    Such weights lack the names of the classes, which are assumed to be those of the network's recipe.
    torchvision's networks may also have ImageNet's thousand, and layers beside theirs.

    Notes 002 and 003 have the same layers. Only 003 saves whole modules, and 002 only state_dicts, so the
    form of the file decides which of the two normalisations its pictures had.

    Args:
        shapes: shape of every tensor by name.
        whole_module: whether the file holds the whole network.
    """
    matches = [
        name
        for name, entry in ARCHITECTURES.items()
        if not entry.ready_made and same_shapes(network_shapes(name), shapes)
    ]
    if not matches:
        return _of_other_classes(shapes) or _ready_made(shapes)
    entry = ARCHITECTURES[matches[-1] if whole_module else matches[0]]
    return Match(entry.name, entry.classes, entry.form)


def _of_other_classes(shapes: Mapping[str, Shape]) -> Match | None:
    """A network with the names and layers of ours, for other classes or pictures."""
    for name, entry in ARCHITECTURES.items():
        own = {} if entry.ready_made else network_shapes(name)
        outputs = shapes.get(f"{next(iter(entry.head), '')}.weight", ())
        first = shapes.get(next(iter(own), ""), ())
        if not own or own.keys() - shapes.keys() or len(outputs) != 2 or len(first) != 4:
            continue
        classes, channels = outputs[0], first[1]
        if channels not in (1, 3) or not 0 < classes <= IMAGENET_CLASSES:
            continue
        for size in dict.fromkeys((entry.form.size, *_SIZES)):
            form = PictureForm.usual(channels, size)
            if channels == entry.form.channels:
                form = replace(entry.form, size=size)
            if same_shapes(network_shapes(name, classes, form), shapes):
                return Match(name, class_names(classes, form), form)
    return None


def _ready_made(shapes: Mapping[str, Shape]) -> Match | None:
    if len(shapes) < _FEWEST_READY_MADE:
        return None  # torchvision takes a second to load
    for name, entry in ARCHITECTURES.items():
        key, shape = entry.known_by
        count, *others = shapes.get(f"{entry.head[0]}.bias", ()) or (0,)
        known = entry.ready_made and shapes.get(key) == shape
        if not known or others or not 0 < count <= IMAGENET_CLASSES:
            continue
        expected, form = network_shapes(entry, count, entry.form), entry.form
        first = next(iter(expected))
        if shapes.get(first, ())[1:2] == (1,):
            form = PictureForm.usual(1, form.size)
            expected = network_shapes(entry, count, form)
        # `add_module` outside the classifier (note 004) leaves torchvision's forward as it is.
        children = {key.partition(".")[0] for key in expected}
        unused = tuple(dict.fromkeys(top for key in shapes if (top := key.partition(".")[0]) not in children))
        match = Match(name, (), form, unused)
        if not same_shapes(expected, {key: shape for key, shape in shapes.items() if match.uses(key)}):
            continue
        if count == IMAGENET_CLASSES:
            return replace(match, classes=imagenet_classes(), form=replace(form, size=_IMAGENET_SIZE))
        return replace(match, classes=_classes(entry, count, form))
    return None


def _classes(entry: Architecture, count: int, form: PictureForm) -> tuple[str, ...]:
    """Return names for classes of which only the number is known."""
    if not form.colour:
        return class_names(count, form)
    return entry.classes if count == len(entry.classes) else tuple(f"class {n}" for n in range(1, count + 1))


COUNT = ".num_batches_tracked"
"""What batch norm counts its batches in; older files do not have it, and no answer depends on it."""


def same_shapes(expected: Mapping[str, Shape], shapes: Mapping[str, Shape]) -> bool:
    """Whether these are the tensors of a network, but for counts that older files do not have."""
    missing = expected.keys() - shapes.keys()
    return all(key.endswith(COUNT) for key in missing) and shapes.items() <= expected.items()


def nearest(shapes: Mapping[str, Shape]) -> str:
    """Name of the network of which the fewest tensors differ from these."""

    def misfits(name: str) -> int:
        expected = network_shapes(name)
        return sum(expected.get(key) != shapes.get(key) for key in expected.keys() | shapes.keys())

    names = (
        name
        for name, entry in ARCHITECTURES.items()
        if not entry.ready_made or (len(shapes) >= _FEWEST_READY_MADE and entry.known_by[0] in shapes)
    )
    return min(names, key=misfits)


def difference(expected: Mapping[str, Shape], shapes: Mapping[str, Shape]) -> Sentence | str:
    """Where shapes differ from those `expected`, in plain words; "" where they do not."""
    parts: list[Sentence] = []
    if missing := [printable(key, 120) for key in expected if key not in shapes]:
        parts.append(Sentence("missing {names}", {"names": _listed(missing)}))
    if extra := [printable(key, 120) for key in shapes if key not in expected]:
        parts.append(Sentence("extra {names}", {"names": _listed(extra)}))
    other = [key for key in expected if key in shapes and expected[key] != shapes[key]]
    if other:
        parts.append(_listed([_other_shape(key, shapes[key], expected[key]) for key in other]))
    if not parts:
        return ""
    listed = parts[-1]
    for part in parts[-2::-1]:
        listed = Sentence("{first}; {rest}", {"first": part, "rest": listed})
    return listed


def _listed(parts: Sequence[Sentence | str]) -> Sentence:
    listed = enumerated(parts[:3])
    if len(parts) <= 3:
        return listed
    return Sentence("{listed} and {count} more", {"listed": listed, "count": len(parts) - 3})


def _other_shape(name: str, came: Shape, expected: Shape) -> Sentence:
    values = {"name": printable(name, 60), "came": _shape_text(came), "expected": _shape_text(expected)}
    return Sentence("{name} is {came} instead of {expected}", values)


def _shape_text(shape: Shape) -> Sentence | str:
    return shape_text(shape) or Sentence("a single number")
