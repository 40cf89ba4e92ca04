"""Every layer of a network while it answers: its inputs, its output, and how many values it has learnt.

Forward hooks record the layers that are modules; a function mode of torch records what a network calls as
functions between them, as the study notes do with `relu` and `max_pool2d`. So this works for any network,
however it is written, and changes nothing in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

INPUT = -1
"""Stands for the network's input among the indices of layers."""


@dataclass(frozen=True, slots=True, eq=False)
class RecordedLayer:
    """What one layer did with one picture.

    Attributes:
        name: the module's name in the network, or the function's, numbered from its second call on.
        kind: the module's class, "Conv2d", or the function's name, "max_pool2d".
        sources: indices of the layers whose output it takes; `INPUT` for the network's input.
        output: float32 (B, ...), a copy.
        parameters: number of values it has learnt.
        module: the module; None for a function.
        options: the function's other arguments.
    """

    name: str
    kind: str
    sources: tuple[int, ...]
    output: Tensor
    parameters: int = 0
    module: nn.Module | None = None
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the output: (B, C, H, W) or (B, values)."""
        return tuple(self.output.shape)

    @property
    def is_map(self) -> bool:
        """Whether the output consists of maps, one per channel."""
        return self.output.dim() == 4

    @property
    def weight(self) -> Tensor | None:
        """Kernels (out, in, h, w) or weights (out, in); None where it has none."""
        weight = getattr(self.module, "weight", None)
        return weight.detach() if isinstance(weight, Tensor) and weight.dim() > 1 else None


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A network's answer to one picture, layer by layer.

    Attributes:
        input: float32 (B, C, H, W), normalised.
        layers: in the order of their calls.
    """

    input: Tensor
    layers: tuple[RecordedLayer, ...]

    def value(self, number: int) -> Tensor:
        """Return the output of a layer, or with `INPUT` the network's input."""
        return self.input if number == INPUT else self.layers[number].output

    def consumers(self, number: int) -> list[int]:
        """Return the indices of the layers that take this layer's output."""
        return [index for index, layer in enumerate(self.layers) if number in layer.sources]


def record(network: nn.Module, values: Tensor) -> Recording:
    """Run `network`, and keep the output of every layer.

    Args:
        network: in evaluation mode.
        values: float32 (B, C, H, W), normalised.
    """
    recorder = _Recorder(values)
    with torch.no_grad(), recorder.hooked(network), recorder:
        network(values)
    return Recording(values.detach().clone(), tuple(recorder.layers))


_IGNORED = frozenset(
    # They return the same values in the same order, or are not a step of the answer.
    ["detach", "contiguous", "clone", "to", "float", "type_as", "requires_grad_", "__get__", "size", "dim"]
)
_TITLES = {
    "_max_pool2d": "max_pool2d",
    **dict.fromkeys(("__add__", "__radd__", "__iadd__", "add_"), "add"),
    **dict.fromkeys(("__mul__", "__rmul__", "__imul__", "mul_"), "mul"),
}
_POOLING = {
    "max_pool2d": ("kernel_size", "stride", "padding", "dilation", "ceil_mode"),
    "avg_pool2d": ("kernel_size", "stride", "padding", "ceil_mode", "count_include_pad", "divisor_override"),
}


class _Recorder(TorchFunctionMode):
    """Records every leaf module, and every function called outside of them."""

    def __init__(self, values: Tensor) -> None:
        super().__init__()
        self.layers: list[RecordedLayer] = []
        self._made_by = {id(values): INPUT}
        self._kept: list[Tensor] = [values]  # kept alive, so that no other tensor gets the id of one of them
        self._calls: dict[str, int] = {}
        self._inside = 0
        self._waiting: list[tuple[int, ...]] = []

    @contextmanager
    def hooked(self, network: nn.Module) -> Iterator[None]:
        handles = []
        for name, module in network.named_modules():
            if next(module.children(), None) is None and module is not network:
                handles.append(module.register_forward_pre_hook(self._enter))
                handles.append(module.register_forward_hook(self._leave(name)))
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()

    def _enter(self, _module: nn.Module, inputs: tuple[Any, ...]) -> None:
        self._inside += 1
        self._waiting.append(self._sources(inputs))  # a layer may change its input in place

    def _leave(self, name: str) -> Callable[[nn.Module, Any, Any], None]:
        def hook(module: nn.Module, _inputs: Any, output: Any) -> None:
            self._inside -= 1
            sources = self._waiting.pop()
            if isinstance(output, Tensor):
                count = sum(parameter.numel() for parameter in module.parameters())
                self._add(
                    RecordedLayer(name, type(module).__name__, sources, _copy(output), count, module), output
                )

        return hook

    def __torch_function__(
        self,
        func: Any,
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        named = dict(kwargs or {})
        if self._inside:
            return func(*args, **named)
        sources = self._sources((*args, *named.values()))
        output = func(*args, **named)
        title = getattr(func, "__name__", "")
        title = _TITLES.get(title, title)
        if not isinstance(output, Tensor) or not sources:
            return output
        if title in _IGNORED:
            self._remember(output, sources[0])
            return output
        self._calls[title] = self._calls.get(title, 0) + 1
        name = title if self._calls[title] == 1 else f"{title} {self._calls[title]}"
        self._add(
            RecordedLayer(name, title, sources, _copy(output), options=_options(title, args, named)), output
        )
        return output

    def _sources(self, values: Sequence[Any]) -> tuple[int, ...]:
        flat = [part for value in values for part in (value if isinstance(value, list | tuple) else [value])]
        numbers = [self._made_by.get(id(value)) for value in flat if isinstance(value, Tensor)]
        return tuple(number for number in numbers if number is not None)

    def _add(self, layer: RecordedLayer, output: Tensor) -> None:
        self._remember(output, len(self.layers))
        self.layers.append(layer)

    def _remember(self, output: Tensor, number: int) -> None:
        self._made_by[id(output)] = number
        self._kept.append(output)


def _options(title: str, args: tuple[Any, ...], named: Mapping[str, Any]) -> Mapping[str, Any]:
    """The arguments of a function that are not tensors, by name as far as names are known."""
    plain = [value for value in args if not isinstance(value, Tensor)]
    if title in _POOLING:
        return {**dict(zip(_POOLING[title], plain, strict=False)), **named}
    return {**{str(number): value for number, value in enumerate(plain)}, **named}


def _copy(output: Tensor) -> Tensor:
    return output.detach().to("cpu", torch.float32, copy=True)
