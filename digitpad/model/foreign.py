"""Other people's files: which network of the registry do these weights belong to?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from digitpad.errors import CheckpointError
from digitpad.model.registry import ARCHITECTURES, empty_network

_WRAPPERS = ("module.", "_orig_mod.")
"""What `DataParallel` and `torch.compile` put before every name."""

_ENTRIES = ("state_dict", "model_state_dict", "model", "network", "net")
"""Where training scripts put the state_dict inside a dictionary of their own."""

# Normalisation is not written in a state_dict; all the notes' networks but 003 use MNIST's own, and 003
# has the same layers as 002, so nothing in the file can tell them apart.
_MEAN, _STD = 0.1307, 0.3081


@dataclass(frozen=True, slots=True)
class Match:
    """Weights recognised as those of an architecture."""

    architecture: str
    weights: Mapping[str, Tensor]
    mean: float = _MEAN
    std: float = _STD


def find_state_dict(content: object) -> dict[str, Tensor] | None:
    """The state_dict in what a file holds, without wrappers' prefixes; None when there is none."""
    if not isinstance(content, Mapping):
        return None
    if content and all(isinstance(key, str) and isinstance(value, Tensor) for key, value in content.items()):
        return _unwrapped(dict(content))
    for entry in _ENTRIES:
        if entry in content and (found := find_state_dict(content[entry])) is not None:
            return found
    return None


def _unwrapped(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    for prefix in _WRAPPERS:
        if all(name.startswith(prefix) for name in weights):
            return _unwrapped({name[len(prefix) :]: value for name, value in weights.items()})
    return weights


def recognise(weights: Mapping[str, Tensor]) -> Match:
    """The architecture whose names and shapes are those of `weights`.

    Raises:
        CheckpointError: saying what is nearest and where it differs.
    """
    shapes = {name: tuple(value.shape) for name, value in weights.items()}
    nearest, difference = "", ""
    fewest = None
    for name in ARCHITECTURES:
        wanted = {key: tuple(value.shape) for key, value in empty_network(name).state_dict().items()}
        wrong = [key for key in wanted.keys() | shapes.keys() if wanted.get(key) != shapes.get(key)]
        if not wrong:
            return Match(name, weights)
        if fewest is None or len(wrong) < fewest:
            nearest, fewest = name, len(wrong)
            difference = _difference(wanted, shapes)
    raise CheckpointError(
        "its layers are those of no network digitpad knows; nearest is {nearest}, but {difference}",
        nearest=nearest,
        difference=difference,
    )


def _difference(wanted: Mapping[str, tuple[int, ...]], found: Mapping[str, tuple[int, ...]]) -> str:
    parts = []
    if missing := [key for key in wanted if key not in found]:
        parts.append("missing " + ", ".join(missing[:3]) + (" ..." if len(missing) > 3 else ""))
    if extra := [key for key in found if key not in wanted]:
        parts.append("extra " + ", ".join(extra[:3]) + (" ..." if len(extra) > 3 else ""))
    other = [key for key in wanted if key in found and wanted[key] != found[key]]
    if other:
        key = other[0]
        parts.append(f"{key} is {_shape(found[key])} instead of {_shape(wanted[key])}")
    return "; ".join(parts)


def _shape(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape)) or "a single number"
