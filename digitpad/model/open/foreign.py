"""Other people's files: where the weights are in them, and which network of the registry they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from digitpad.errors import CheckpointError, printable
from digitpad.form import INK, WHOLE, PictureForm
from digitpad.model.open.classes import class_names
from digitpad.model.open.modules import Weights, as_module, module_weights, without_wrappers
from digitpad.model.ready_made import IMAGENET_CLASSES, imagenet_classes
from digitpad.model.registry import ARCHITECTURES, Architecture, network_shapes
from digitpad.model.safe_io.stubs import ObjectStub
from digitpad.model.safe_io.tensors import MAX_TENSORS, TensorRef, UnreadableTensor, too_large

_WRAPPERS = ("module.", "_orig_mod.")
"""What `DataParallel` and `torch.compile` put before every name."""

_ENTRIES = ("state_dict", "model_state_dict", "model", "network", "net", "model_state", "weights", "params")
"""Where training scripts put the network inside a dictionary of their own."""

_AVERAGED = "n_averaged"

_FEWEST_READY_MADE = 30
"""Tensors that the smallest of torchvision's networks has at least."""

_SIZES = (28, 32, 64)
"""Sides of pictures that networks of ours are tried with."""

_CONTENTS = {1: INK, 3: WHOLE}

_MAX_DEPTH = 4

Shape = tuple[int, ...]


class UnknownNetworkError(CheckpointError):
    """Weights in good order, but of no network in the registry."""


@dataclass(frozen=True, slots=True)
class Found:
    """The network in a file.

    Attributes:
        weights: its tensors by name, without what wrappers put before the names.
        module: the whole network, where the file holds one.
    """

    weights: Weights
    module: ObjectStub | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The network of the registry that some weights belong to, its classes and its pictures.

    `unused` are further layers, which the network never calls.
    """

    architecture: str
    classes: tuple[str, ...]
    form: PictureForm
    unused: tuple[str, ...] = ()

    def uses(self, key: str) -> bool:
        """Whether the tensor called `key` belongs to the network itself."""
        return key.partition(".")[0] not in self.unused


def find_network(content: object) -> Found | None:
    """Find the network in a file's content: a state_dict or a whole module, on top or in a dictionary.

    Raises:
        CheckpointError: when it has more tensors than any network.
    """
    network = _Search().network(content, 0)
    if network is not None and len(network.weights) > MAX_TENSORS:
        raise too_large()
    return network and replace(network, weights=_without_prefix(network.weights))


def _without_prefix(weights: Weights) -> Weights:
    """The weights of a network of the registry without what a class of someone else's put before every name.

    Lightning's modules have the network in an attribute (`model.conv1.weight`), and `AveragedModel` counts
    what it has averaged. Names that belong to no network of the registry then either stay as they are.
    """
    shorter = {name: value for name, value in weights.items() if name != _AVERAGED}
    for _ in range(_MAX_DEPTH):
        shapes = {name: value.shape for name, value in shorter.items() if isinstance(value, TensorRef)}
        if len(shapes) < len(shorter) or not shorter:
            break
        if recognise(shapes, False) is not None:
            return shorter
        prefix = next(iter(shorter)).partition(".")[0] + "."
        if not all(name.startswith(prefix) and name != prefix for name in shorter):
            break
        shorter = {name.removeprefix(prefix): value for name, value in shorter.items()}
    return weights


class _Search:
    """Looks at every dictionary once, however often the file mentions it."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._state_dicts: dict[int, bool] = {}

    def network(self, content: object, depth: int) -> Found | None:
        if id(content) in self._seen:
            return None
        self._seen.add(id(content))
        if isinstance(content, ObjectStub):
            network = as_module(content)
            if network is not None:
                network = without_wrappers(network)
                return Found(unwrapped(module_weights(network)), network)
            content = content.items
        if not isinstance(content, dict) or not content:
            return None
        if self._is_state_dict(content):
            return Found(unwrapped(dict(content)))
        return self._inside(content, depth + 1) if depth < _MAX_DEPTH else None

    def _inside(self, content: dict[object, object], depth: int) -> Found | None:
        for entry in _ENTRIES:
            if entry in content and (found := self.network(content[entry], depth)) is not None:
                return found
        others = {
            id(value): value
            for value in content.values()
            if as_module(value) is not None or self._is_state_dict(value)
        }
        # The only one is it, under a name of the script's own.
        return self.network(next(iter(others.values())), depth) if len(others) == 1 else None

    def _is_state_dict(self, content: object) -> bool:
        """Whether `content` has only names and tensors."""
        if not isinstance(content, dict) or not content:
            return False
        if id(content) not in self._state_dicts:
            self._state_dicts[id(content)] = all(
                isinstance(name, str) and isinstance(value, TensorRef | UnreadableTensor)
                for name, value in content.items()
            )
        return self._state_dicts[id(content)]


def unwrapped(weights: Weights) -> Weights:
    """Return the weights under the network's own names."""
    for _ in range(_MAX_DEPTH):
        first = next(iter(weights), "")
        prefix = next((wrapper for wrapper in _WRAPPERS if first.startswith(wrapper)), None)
        if prefix is None or not all(name.startswith(prefix) and name != prefix for name in weights):
            break
        weights = {name.removeprefix(prefix): value for name, value in weights.items()}
    return weights


def readable(weights: Weights) -> dict[str, TensorRef]:
    """The weights, all of them tensors whose values can be read.

    Raises:
        CheckpointError: for sparse, quantised or valueless ones.
    """
    for value in weights.values():
        if isinstance(value, UnreadableTensor):
            raise CheckpointError("its weights {why}", why=value.why)
    return {name: value for name, value in weights.items() if isinstance(value, TensorRef)}


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
            content = entry.form.content if channels == entry.form.channels else _CONTENTS[channels]
            form = PictureForm(channels, size, content)
            if same_shapes(network_shapes(name, classes, form), shapes):
                return Match(name, class_names(classes, form), form)
    return None


def _ready_made(shapes: Mapping[str, Shape]) -> Match | None:
    if len(shapes) < _FEWEST_READY_MADE:
        return None  # torchvision takes a second to load
    for name, entry in ARCHITECTURES.items():
        outputs = shapes.get(f"{entry.head[0]}.bias", ())
        if not entry.ready_made or len(outputs) != 1:
            continue
        # `add_module` outside the classifier (note 004) leaves torchvision's forward as it is.
        children = {key.partition(".")[0] for key in network_shapes(name)}
        unused = tuple(dict.fromkeys(top for key in shapes if (top := key.partition(".")[0]) not in children))
        match = Match(name, (), entry.form, unused)
        own = {key: shape for key, shape in shapes.items() if match.uses(key)}
        if outputs[0] == IMAGENET_CLASSES and same_shapes(network_shapes(name, IMAGENET_CLASSES), own):
            return replace(match, classes=imagenet_classes(), form=PictureForm(3, 224, WHOLE))
        if 0 < outputs[0] <= IMAGENET_CLASSES and same_shapes(network_shapes(name, outputs[0]), own):
            return replace(match, classes=_classes(entry, outputs[0]))
    return None


def _classes(entry: Architecture, count: int) -> tuple[str, ...]:
    """Return names for classes of which only the number is known."""
    return entry.classes if count == len(entry.classes) else tuple(f"class {n}" for n in range(1, count + 1))


COUNT = ".num_batches_tracked"
"""What batch norm counts its batches in; older files do not have it, and no answer depends on it."""


def same_shapes(wanted: Mapping[str, Shape], found: Mapping[str, Shape]) -> bool:
    """Whether these are the tensors of a network, but for counts that older files do not have."""
    missing = wanted.keys() - found.keys()
    return all(key.endswith(COUNT) for key in missing) and found.items() <= wanted.items()


def nearest(shapes: Mapping[str, Shape]) -> str:
    """Name of the network of which the fewest tensors differ from these."""

    def misfits(name: str) -> int:
        expected = network_shapes(name)
        return sum(expected.get(key) != shapes.get(key) for key in expected.keys() | shapes.keys())

    large = len(shapes) >= _FEWEST_READY_MADE
    return min((name for name, entry in ARCHITECTURES.items() if large or not entry.ready_made), key=misfits)


def difference(wanted: Mapping[str, Shape], found: Mapping[str, Shape]) -> str:
    """Where the tensors `found` differ from those `wanted`, in plain words."""
    parts = []
    if missing := [key for key in wanted if key not in found]:
        parts.append("missing " + _listed(missing))
    if extra := [key for key in found if key not in wanted]:
        parts.append("extra " + _listed(extra))
    other = [key for key in wanted if key in found and wanted[key] != found[key]]
    if other:
        texts = [f"{key} is {shape_text(found[key])} instead of {shape_text(wanted[key])}" for key in other]
        parts.append(_listed(texts))
    return "; ".join(parts)


def _listed(texts: list[str]) -> str:
    listed = ", ".join(printable(text, 120) for text in texts[:3])
    return listed + (f" and {len(texts) - 3} more" if len(texts) > 3 else "")


def shape_text(shape: Shape) -> str:
    """Write a shape the usual way: 10x1x5x5."""
    return "x".join(map(str, shape)) or "a single number"
