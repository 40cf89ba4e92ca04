"""A list of layers as the PyTorch class that one would write by hand."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from textwrap import indent
from typing import Any

from digitpad.model.spec.layers import Conv, Flatten, Residual, pair
from digitpad.model.spec.shapes import Layers, Place, Places, named, places, returns_log_probs
from digitpad.model.spec.shapes import flat as every_layer


class _Word(int):
    """A number that stands in the code as a word, and its products as what is multiplied."""

    word: str

    def __new__(cls, value: int, word: str) -> _Word:
        number = super().__new__(cls, value)
        number.word = word
        return number

    def __repr__(self) -> str:
        return self.word

    def __mul__(self, other: int) -> int:
        return self if other == 1 else _Word(int(self) * int(other), f"{self.word} * {other!r}")

    def __rmul__(self, other: int) -> int:
        return self * other


_CLASSES, _CHANNELS, _VALUES = _Word(10, "classes"), _Word(3, "channels"), _Word(1000, "values")
_ANY_SIDE = 96


def class_source(layers: Layers, name: str, doc: str, channels: int | None, size: int | None) -> str:
    """The source of a class that builds the network.

    It takes the number of classes, and what is None of channels and size. Where the size is, the constructor
    asks the layers before Flatten how many values they return.

    Args:
        layers: of the network.
        name: of the class.
        doc: its docstring.
        channels, size: of the pictures; None where only the script will know them.
    """
    layers = named(layers)
    shape = (_CHANNELS if channels is None else channels, *[size or _ANY_SIDE] * 2)
    flat = next((number for number, layer in enumerate(layers) if isinstance(layer, Flatten)), -1) + 1
    probed = size is None and any(layer.learns for layer in layers[flat:])
    stack = places(layers[:flat] if probed else layers, shape, _CLASSES)
    rest = places(layers[flat:], (_VALUES,), _CLASSES) if probed else ()
    sequences = _sequences((*stack, *rest))

    modules = {layer.name.partition(".")[0] for layer in every_layer(layers)}
    maps = "maps" if "maps" not in modules else "before_flatten"
    made = _constructors(stack, sequences)
    calls = _calls(stack, sequences)
    methods = []
    if probed:
        made += [
            "with torch.no_grad():  # how many values come out depends on the size of the pictures",
            f"    values = self.eval().{maps}(torch.zeros(1, {shape[0]!r}, size, size)).shape[1]",
            "self.train()",
            *_constructors(rest, sequences),
        ]
        methods = [*_method(maps, "What the layers behind Flatten get.", calls), ""]
        calls = [f"x = self.{maps}(x)", *_calls(rest, sequences)]
    unknown = [word for word, value in (("channels", channels), ("size", size)) if value is None]
    scores = "Log-probabilities" if returns_log_probs(layers) else "Logits"
    return "\n".join(
        [
            f"class {name}(nn.Module):",
            f'    """{doc}"""',
            "",
            f"    def __init__(self, {', '.join(f'{word}: int' for word in ('classes', *unknown))}) -> None:",
            "        super().__init__()",
            *_indented(made),
            "",
            *methods,
            *_method("forward", f"{scores} (B, classes) of pictures (B, channels, size, size).", calls),
        ]
    )


def _method(name: str, doc: str, calls: list[str]) -> list[str]:
    last = calls[-1].replace("x = ", "return ", 1)
    return [
        f"    def {name}(self, x: Tensor) -> Tensor:",
        f'        """{doc}"""',
        *_indented([*calls[:-1], last]),
    ]


def _indented(lines: list[str]) -> list[str]:
    return [indent(line, " " * 8) for line in lines]


def _sequences(stack: Places) -> dict[str, str]:
    """Names of layers that are called one after the other as `nn.Sequential` calls them -> its name."""
    folders: dict[str, list[tuple[int, str]]] = {}
    for number, place in enumerate(stack):
        folder, _, own = place.layer.name.rpartition(".")
        if folder and "." not in folder:
            folders.setdefault(folder, []).append((number, own))
    return {
        f"{folder}.{own}": folder
        for folder, members in folders.items()
        if all(
            own == str(count) and number == members[0][0] + count and not _skips(stack[number])
            for count, (number, own) in enumerate(members)
        )
        for _, own in members
    }


def _skips(place: Place) -> bool:
    return isinstance(place.layer, Conv) and place.layer.skips


def _every(stack: Places) -> Iterator[Place]:
    """All layers in the order in which `LayerNetwork` makes them."""
    for place in stack:
        if isinstance(place.layer, Residual):
            for way in place.ways:
                yield from _every(way)
        elif place.layer.name:
            yield place


def _constructors(stack: Places, sequences: Mapping[str, str]) -> list[str]:
    """The lines that make the modules, in their order; a sequence that was begun before is gone on with."""
    tree: dict[str, Any] = {}
    for place in _every(stack):
        *folders, own = place.layer.name.split(".")
        table = tree
        for folder in folders:
            table = table.setdefault(folder, {})
        shape = place.inputs or ()
        table[own] = f"nn.{place.layer.class_name(shape)}({_arguments(place.layer.arguments(shape), place)})"
    lines: list[str] = []
    for name, value in tree.items():
        if name in sequences.values() and "0" not in value:
            lines += [f"{_attribute(name)}.append({constructor})" for constructor in value.values()]
            continue
        text = _written(value, name in sequences.values())
        assigned = f"self.{name} = {text}" if _is_plain(name) else f"self.add_module({name!r}, {text})"
        lines += assigned.splitlines()
    return lines


def _written(value: Any, sequence: bool) -> str:
    """A constructor; of a folder of modules `nn.Sequential`, or a dictionary with what is inside."""
    if isinstance(value, str):
        return value
    if sequence:
        return "\n".join(["nn.Sequential(", *(f"    {constructor}," for constructor in value.values()), ")"])
    inner = ",\n".join(f"{name!r}: {_written(part, False)}" for name, part in value.items())
    return f"nn.ModuleDict({{\n{indent(inner, '    ')},\n}})"


def _attribute(name: str) -> str:
    """The module of the network that is called so."""
    return f"self.{name}" if _is_plain(name) else f"getattr(self, {name!r})"


def _is_plain(name: str) -> bool:
    """Whether it can stand behind a dot; Python changes names that begin with two underscores."""
    return (
        name.isascii() and name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("__")
    )


def _arguments(positional: tuple[Any, ...], place: Place) -> str:
    layer = place.layer
    left_out = ("stride", "padding", "dilation") if _skips(place) else ()
    options = (f"{name}={value!r}" for name, value in layer.options().items() if name not in left_out)
    return ", ".join([*map(repr, positional), *options])


def _calls(stack: Places, sequences: Mapping[str, str], variable: str = "x") -> list[str]:
    """The lines of `forward`."""
    lines: list[str] = []
    called: set[str] = set()
    for place in stack:
        name = place.layer.name
        if isinstance(place.layer, Residual):
            way, shortcut = place.ways
            kept = "identity" if variable == "x" else f"{variable}_2"
            lines += [
                f"{kept} = {variable}",
                *_calls(shortcut, sequences, kept),
                *_calls(way, sequences, variable),
            ]
            lines.append(f"{variable} = {variable} + {kept}")
        elif name not in sequences:
            lines.append(f"{variable} = {_call(place, variable)}")
        elif sequences[name] not in called:
            called.add(sequences[name])
            lines.append(
                f"{variable} = {_attribute(sequences[name])}{_part(stack, sequences, name)}({variable})"
            )
    return lines


def _part(stack: Places, sequences: Mapping[str, str], first: str) -> str:
    """The slice of a sequence that is called here, from its layer `first` on; "" for all of it."""
    whole = [name for name, sequence in sequences.items() if sequence == sequences[first]]
    here = [place.layer.name for place in stack if place.layer.name in whole]
    begin, end = whole.index(here[0]), whole.index(here[-1]) + 1
    if len(here) == len(whole):
        return ""
    return f"[{begin}:]" if end == len(whole) else f"[:{end}]"


def _pixels(layer: Conv, variable: str) -> str:
    """What a 1x1 convolution with a stride looks at; see `digitpad.model.convolution`."""
    down, right = pair(layer.stride)
    padded = variable
    if layer.padding not in (0, (0, 0)) and not isinstance(layer.padding, str):
        above, beside = pair(layer.padding)
        mode = "" if layer.padding_mode == "zeros" else f", mode={layer.padding_mode!r}"
        padded = f"F.pad({variable}, ({beside}, {beside}, {above}, {above}){mode})"
    return f"{padded}[:, :, ::{down}, ::{right}]"


def _call(place: Place, variable: str) -> str:
    layer, shape = place.layer, place.inputs or ()
    if layer.name:
        first, *rest = layer.name.split(".")
        module = _attribute(first) + "".join(f"[{part!r}]" for part in rest)
        if isinstance(layer, Conv) and layer.skips:
            return f"{module}({_pixels(layer, variable)})  # a stride by hand: torch 2.13 can crash in it"
        return f"{module}({variable})"
    function = layer.function_name()
    if function == "flatten":
        return f"{variable}.flatten(1)"
    training = ["training=self.training"] if layer.random else []
    arguments = ", ".join(
        part for part in (variable, _arguments(layer.call_arguments(shape), place), *training) if part
    )
    return f"F.{function}({arguments})"
