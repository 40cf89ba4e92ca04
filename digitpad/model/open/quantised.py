"""Layers whose weights torch has quantised, as the layers that they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digitpad.model.safe_io.names import Name
from digitpad.model.safe_io.stubs import SET_STATE, ObjectStub
from digitpad.model.safe_io.tensors import TensorRef

_PACKED = "_packed_params"
_MODULES = ("torch.ao.nn.quantized.", "torch.nn.quantized.")
_OF_OUTPUT = ("scale", "zero_point")
_LINEAR = Name("torch.nn.modules.linear", "Linear")


def unpacked(weights: dict[object, object]) -> dict[object, object]:
    """A state_dict with weight and bias of each quantised layer, where torch packs them into one entry.

    The numbers that say how a layer's output is quantised go: float32 needs none.
    """
    plain: dict[object, object] = {}
    for name, value in weights.items():
        layer, _, last = name.rpartition(f".{_PACKED}.") if isinstance(name, str) else ("", "", "")
        pair = _pair(value) if last == _PACKED else None
        if pair is not None:
            plain |= {f"{layer}.{part}": one for part, one in pair.items()}
        elif last != "dtype":
            plain[name] = value
    if plain.keys() == weights.keys() and not is_quantised(weights):
        return weights
    return {name: value for name, value in plain.items() if str(name).rpartition(".")[2] not in _OF_OUTPUT}


def is_quantised(weights: Mapping[Any, object]) -> bool:
    """Whether a state_dict has quantised tensors."""
    return any(isinstance(value, TensorRef) and value.scaling is not None for value in weights.values())


def _pair(value: object) -> dict[str, object] | None:
    """Weight and bias of a packed layer."""
    if not isinstance(value, tuple) or len(value) != 2 or not isinstance(value[0], TensorRef):
        return None
    return {part: one for part, one in zip(("weight", "bias"), value, strict=True) if one is not None}


def unpack_modules(network: ObjectStub) -> None:
    """Change the quantised linear layers of a whole network into plain ones."""
    visited, todo = set(), [network]
    while todo:
        module = todo.pop()
        inner = module.state.get("_modules")
        if id(module) in visited or not isinstance(inner, dict):
            continue
        visited.add(id(module))
        packed = inner.get(_PACKED)
        if module.name.module.startswith(_MODULES) and isinstance(packed, ObjectStub):
            script = packed.state.get(_PACKED)
            state = script.state.get(SET_STATE) if isinstance(script, ObjectStub) else None
            pair = _pair(state[0]) if isinstance(state, tuple) and state else None
            if pair is not None:
                module.name = _LINEAR
                module.state |= {"_parameters": pair, "_buffers": {}, "_modules": {}}
        else:
            todo += [child for child in inner.values() if isinstance(child, ObjectStub)]
