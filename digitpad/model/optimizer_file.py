"""optimizer.pth: the state of an optimiser, which notes 000 and 002 save beside the network's model.pth."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from digitpad.errors import CheckpointError, printable
from digitpad.model.safe_io.reading import open_content
from digitpad.model.safe_io.stubs import ObjectStub
from digitpad.model.safe_io.tensor_reader import TensorReader
from digitpad.model.safe_io.tensors import TensorRef

_NETWORKS = ("model", "network", "net")
_OPTIMIZERS = ("optimizer", "optim")

_MAX_GROUPS, _MAX_PARAMETERS, _MAX_ENTRIES, _MAX_OPTIMIZERS = 100, 5000, 32, 10
"""Far more than any optimiser of a network has; a file can refer to the same list any number of times."""

_USUAL = {
    "betas": (0.9, 0.999),
    "eps": 1e-8,
    "dampening": 0,
    "amsgrad": False,
    "nesterov": False,
    "maximize": False,
}
RATES_DIFFER = "groups of parameters with different learning rates"
_ALIKE = {"lr": "learning rates", "weight_decay": "weight decays", "momentum": "momentum"}

BUFFERS = ("running_mean", "running_var", "num_batches_tracked")


@dataclass(frozen=True, slots=True)
class OptimizerState:
    """The state of an optimiser that has trained a network.

    Attributes:
        kind: "sgd", "adam" or "adamw".
        learning_rate: its step size.
        momentum: of SGD, else 0.
        weight_decay: its weight decay.
        state: as `Optimizer.state_dict()` returns it, checked: `state` maps the index of a parameter to plain
            numbers and finite dense tensors, `param_groups` has plain values.
        shapes: shape of every parameter that has a buffer in `state`, by its index.
        count: number of parameters.
        differences: settings in the file that digitpad's own optimiser does not have, in plain words, such as
            "eps 1e-06 instead of 1e-08".
    """

    kind: str
    learning_rate: float
    momentum: float
    weight_decay: float
    state: Mapping[str, Any]
    shapes: Mapping[int, tuple[int, ...]]
    count: int
    differences: tuple[str, ...] = ()


def is_optimizer(content: object) -> bool:
    """Whether a file's content is the state_dict of an optimiser, or an optimiser saved whole."""
    return _parts(content) is not None


def _parts(content: object) -> tuple[dict[Any, Any], list[Any]] | None:
    """Return state and groups of an optimiser; one saved whole has tensors for keys, not indices."""
    inside = content.state if isinstance(content, ObjectStub) else content
    if not isinstance(inside, dict):
        return None
    state, groups = inside.get("state"), inside.get("param_groups")
    state = state.items if isinstance(state, ObjectStub) else state
    return (state, groups) if isinstance(state, dict) and isinstance(groups, list) else None


def optimizers_in(value: object) -> list[object]:
    """Return the optimisers in a script's dictionary: the one under a usual name, else all of them."""
    if not isinstance(value, dict):
        return []
    for entry in ("optimizer", "optimizer_state_dict", "optim"):
        if is_optimizer(value.get(entry)):
            return [value[entry]]
    others: dict[int, object] = {}
    for part in value.values():
        inside = part if isinstance(part, list) and len(part) <= _MAX_OPTIMIZERS else [part]
        others.update((id(one), one) for one in inside if is_optimizer(one))  # Lightning has a list of them
    return list(others.values())


def load_optimizer_state(path: Path) -> OptimizerState:
    """Read the optimiser's state in the file at `path`.

    Raises:
        CheckpointError: when there is none, or its optimiser is unknown here.
    """
    with open_content(path) as content:
        return parse_optimizer(content.value, content.tensors)


def parse_optimizer(content: object, tensors: TensorReader) -> OptimizerState:
    """Read the optimiser's state in the content of a file.

    Raises:
        CheckpointError: what is wrong, in a sentence about "it".
    """
    parts = _parts(content)
    if parts is None:
        raise CheckpointError(
            "it does not hold an optimiser's state; choose the optimizer.pth beside the network"
        )
    saved, saved_groups = parts
    if not 1 <= len(saved_groups) <= _MAX_GROUPS:
        raise _unknown()
    groups = [_group(group, tensors) for group in saved_groups]
    order: dict[object, int] = {}
    for group in groups:
        for key in group["params"]:  # before torch 1.6 the parameters' addresses, then their indices
            order[key] = len(order)
        group["params"] = [order[key] for key in group["params"]]
    state = {order[key]: _entries(entries, tensors) for key, entries in saved.items() if key in order}
    first = groups[0]
    return OptimizerState(
        kind=_kind(first),
        learning_rate=_number(first.get("lr")),
        momentum=_number(first.get("momentum", 0.0)),
        weight_decay=_number(first.get("weight_decay", 0.0)),
        state={"state": state, "param_groups": groups},
        shapes=dict(_buffer_shapes(state)),
        count=len(order),
        differences=tuple(_differences(groups)),
    )


def _unknown() -> CheckpointError:
    return CheckpointError(
        "it holds the state of an optimiser that digitpad does not know (SGD, Adam, AdamW)"
    )


def _differences(groups: list[dict[str, Any]]) -> Iterator[str]:
    """Describe the differences to digitpad's optimiser: one group with torch's usual settings."""
    for name, usual in _USUAL.items():
        for value in dict.fromkeys(group[name] for group in groups if name in group):
            if value is None or value == usual:
                continue
            if isinstance(usual, bool):
                yield name
            else:
                yield f"{name} {_text(value)} instead of {_text(usual)}"
    for name, title in _ALIKE.items():
        values = list(dict.fromkeys(group.get(name) for group in groups))
        if len(values) > 1:
            listed = ", ".join(map(_text, values[:3])) + (", ..." if len(values) > 3 else "")
            yield f"groups of parameters with different {title} ({listed})"


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_text, value))})"
    return f"{value:g}" if isinstance(value, float) else printable(str(value), 40)


def _kind(group: Mapping[str, Any]) -> str:
    if "momentum" in group and "dampening" in group:
        return "sgd"
    if "betas" in group and "amsgrad" in group:
        # Before torch 2.7 only the usual weight decay distinguishes AdamW from Adam in a file.
        decoupled = group.get("decoupled_weight_decay", group.get("weight_decay") == 0.01)
        return "adamw" if decoupled else "adam"
    raise _unknown()


def _group(group: object, tensors: TensorReader) -> dict[str, Any]:
    parameters = group.get("params") if isinstance(group, dict) and len(group) <= _MAX_ENTRIES else None
    if not isinstance(group, dict) or not isinstance(parameters, list) or len(parameters) > _MAX_PARAMETERS:
        raise _unknown()
    if not all(type(key) is int or isinstance(key, TensorRef) for key in parameters):
        raise _unknown()
    plain: dict[str, Any] = {}
    for name, value in group.items():
        if isinstance(value, TensorRef) and value.numel == 1:
            value = tensors.read(value).item()
        if isinstance(name, str) and _plain(value):
            plain[name] = value
    return {**plain, "params": list(parameters)}


def _plain(value: object) -> bool:
    if isinstance(value, tuple):
        return len(value) <= 4 and all(isinstance(item, int | float) for item in value)
    return value is None or isinstance(value, int | float | str)


def _entries(entries: object, tensors: TensorReader) -> dict[str, Any]:
    if not isinstance(entries, dict) or len(entries) > _MAX_ENTRIES:
        raise _unknown()
    kept: dict[str, Any] = {}
    for name, value in entries.items():
        if isinstance(value, TensorRef):
            kept[name] = _finite(tensors.read(value))
        elif isinstance(name, str) and _plain(value):
            kept[name] = value
        else:
            raise _unknown()
    return kept


def _finite(value: Tensor) -> Tensor:
    plain = value.float() if value.is_floating_point() else value
    if value.is_complex() or not np.isfinite(plain.numpy()).all():
        raise CheckpointError("some of its momentum values are not finite")
    return plain


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise CheckpointError("its learning rate, momentum or weight decay is not a number of at least 0")
    return float(value)


def _buffer_shapes(state: Mapping[int, Mapping[str, Any]]) -> Iterator[tuple[int, tuple[int, ...]]]:
    for number, entries in state.items():
        shapes = {tuple(v.shape) for v in entries.values() if isinstance(v, Tensor) and v.numel() != 1}
        shapes |= {tuple(v.shape) for k, v in entries.items() if isinstance(v, Tensor) and k != "step"}
        if len(shapes) > 1:
            raise CheckpointError("the parts of its state have different shapes")
        for shape in shapes:
            yield number, shape


def check_fit(optimizer: OptimizerState, weights: Mapping[str, Tensor]) -> None:
    """Check that an optimiser's state belongs to a network with these weights.

    Args:
        optimizer: the state.
        weights: the network's state_dict, in its order.

    Raises:
        CheckpointError: where they differ, in a sentence about "it", the optimiser's file.
    """
    shapes = {
        name: tuple(value.shape) for name, value in weights.items() if name.rpartition(".")[2] not in BUFFERS
    }
    if optimizer.count != len(shapes):
        raise CheckpointError(
            "it belongs to a network with {count} parameter tensors, and this one has {expected}",
            count=optimizer.count,
            expected=len(shapes),
        )
    for number, (name, shape) in enumerate(shapes.items()):
        if optimizer.shapes.get(number, shape) != shape:
            raise CheckpointError("its momentum of {name} has another shape than the weights", name=name)


def optimizer_of(weights: Mapping[str, Tensor], network: object, path: Path) -> OptimizerState:
    """Read the optimiser's state in the file at `path`, which must belong to the network with these weights.

    Args:
        weights: the network's state_dict, in its order.
        network: the name of the network in an error; its path.
        path: the optimiser's file.

    Raises:
        CheckpointError: when there is none, or it belongs to another network.
    """
    state = load_optimizer_state(path)
    try:
        check_fit(state, weights)
    except CheckpointError as error:
        raise CheckpointError(
            "{path} does not belong to {network}: {why}.", path=path, network=network, why=error
        ) from error
    return state


def partner(path: Path) -> Path | None:
    """Return the other file of a pair such as model.pth and optimizer.pth, where it lies beside `path`."""
    name = path.stem.lower()
    own, others = (_OPTIMIZERS, _NETWORKS) if "optim" in name else (_NETWORKS, _OPTIMIZERS)
    stems = [_renamed(path.stem, word, other) for word in own if word in name for other in others]
    for stem in dict.fromkeys([*stems, *others]):
        other = path.with_name(stem + path.suffix)
        with contextlib.suppress(OSError):  # a name longer than the system allows
            if other != path and other.is_file():
                return other
    return None


def _renamed(stem: str, word: str, other: str) -> str:
    begin = stem.lower().rindex(word)
    return stem[:begin] + other + stem[begin + len(word) :]
