"""Whole networks in a file (`torch.save(model, ...)`), read without their classes.

A pickled `nn.Module` is the names of classes and the attributes of every object: `_parameters`, `_buffers`
and `_modules` contain the weights under the names of `state_dict()`, and the layers' own attributes contain
kernel sizes, strides and the layers without weights, which a state_dict lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from digitpad.errors import CheckpointError
from digitpad.model.safe_io.stubs import ObjectStub
from digitpad.model.safe_io.tensors import TensorRef, UnreadableTensor

MAX_DEPTH = 40
MAX_VISITS = 200_000
"""Attributes, weights and modules visited in one network: a file can refer to the same one many times."""

_MAX_NAME = 1000

_PARTS = ("_parameters", "_buffers", "_modules")

Weights = dict[str, TensorRef | UnreadableTensor]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ModuleStub:
    """One module of a network.

    Attributes:
        path: its name in the network, "" for the network itself.
        kind: name of its class, such as "Conv2d".
        leaf: whether it has no modules inside.
        weights: its own parameters and saved buffers by name.
        settings: its attributes that are plain values, such as kernel_size.
        library: whether the class is one of torch's own.
    """

    path: str
    kind: str
    leaf: bool
    weights: Weights
    settings: dict[str, object]
    library: bool


def by_layer(tensors: Mapping[str, T]) -> dict[str, dict[str, T]]:
    """The tensors of each layer under the names that they have in it, in the file's order."""
    layers: dict[str, dict[str, T]] = {}
    for key, tensor in tensors.items():
        path, _, name = key.rpartition(".")
        layers.setdefault(path, {})[name] = tensor
    return layers


def stored_shapes(weights: Weights) -> dict[str, tuple[int, ...]]:
    """Shape of every tensor whose numbers can be read, by name."""
    return {name: value.shape for name, value in weights.items() if isinstance(value, TensorRef)}


def is_module(value: object) -> bool:
    """Whether a stub stands for a network."""
    return isinstance(value, ObjectStub) and all(isinstance(value.state.get(part), dict) for part in _PARTS)


def as_module(value: object) -> ObjectStub | None:
    """The network that `value` stands for; of a compiled one (`torch.compile`) what was compiled."""
    if isinstance(value, ObjectStub) and value.name.name == "OptimizedModule" and value.args:
        value = value.args[0]
    return value if isinstance(value, ObjectStub) and is_module(value) else None


def without_wrappers(network: ObjectStub) -> ObjectStub:
    """The network inside what `DataParallel` puts around it."""
    for _ in range(MAX_DEPTH):
        inner = network.state["_modules"]
        child = as_module(inner.get("module", inner.get("_orig_mod")))
        if len(inner) != 1 or child is None:
            break
        network = child
    return network


def walk(network: ObjectStub) -> Iterator[ModuleStub]:
    """The modules in the order of `Module.named_modules`, a shared one every time it is used.

    Raises:
        CheckpointError: for modules that contain themselves, or too many.
    """
    left = MAX_VISITS
    todo: list[tuple[str, ObjectStub, int]] = [("", network, 0)]
    while todo:
        path, shell, depth = todo.pop()
        left -= 1 + len(shell.state) + sum(len(shell.state[part]) for part in _PARTS)
        if left < 0 or depth > MAX_DEPTH or len(path) > _MAX_NAME:
            raise CheckpointError("it holds more layers inside one another than any network has")
        inner = [
            (_joined(path, name), child, depth + 1)
            for name, value in shell.state["_modules"].items()
            if (child := as_module(value)) is not None
        ]
        todo += reversed(inner)
        yield ModuleStub(
            path,
            shell.name.name.rpartition(".")[2],
            not inner,
            _own_weights(shell),
            {name: value for name, value in shell.state.items() if _is_plain(value)},
            shell.name.module.startswith("torch."),
        )


def _joined(path: str, name: object) -> str:
    text = name[: _MAX_NAME + 1] if isinstance(name, str) else "?"
    return f"{path}.{text}" if path else text


def _own_weights(shell: ObjectStub) -> Weights:
    unsaved = shell.state.get("_non_persistent_buffers_set")
    skipped = unsaved if isinstance(unsaved, set) else set()
    return {
        _joined("", name): value
        for part in ("_parameters", "_buffers")
        for name, value in shell.state[part].items()
        if isinstance(value, TensorRef | UnreadableTensor) and (part == "_parameters" or name not in skipped)
    }


def _is_plain(value: object) -> bool:
    if isinstance(value, tuple):
        return len(value) <= 4 and all(isinstance(item, int | float) for item in value)
    return isinstance(value, int | float | str) and not (isinstance(value, str) and len(value) > 40)


def module_weights(network: ObjectStub) -> Weights:
    """The state_dict of a network.

    Raises:
        CheckpointError: for modules that contain themselves, or too many.
    """
    return {
        _joined(module.path, name): value
        for module in walk(network)
        for name, value in module.weights.items()
    }
