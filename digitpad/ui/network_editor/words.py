"""What layers, their options and what is wrong with them are called in the editor."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import QCoreApplication

from digitpad.model.spec.layers import ACTIVATIONS, KINDS, Activation, Layer, Option
from digitpad.model.spec.plain import options_of
from digitpad.model.spec.shapes import Places, every
from digitpad.ui.messages import counted, translated

_tr = QCoreApplication.translate
_ALWAYS = ("out", "kernel", "size", "p")
"""Options that are shown in short even where they are the defaults."""


def menu_of_kinds() -> list[tuple[str, tuple[str, ...]]]:
    """The kinds of layers by what files call them, in groups; "" is the group that needs no name."""
    return [
        ("", ("conv", "linear", "flatten")),
        (_tr("NetworkEditor", "&Activation"), (*ACTIVATIONS, "prelu", "log_softmax")),
        (
            _tr("NetworkEditor", "&Pooling"),
            ("max_pool", "avg_pool", "adaptive_avg_pool", "adaptive_max_pool"),
        ),
        (_tr("NetworkEditor", "&Normalisation"), ("batch_norm", "group_norm", "layer_norm")),
        (_tr("NetworkEditor", "&Dropout"), ("dropout", "dropout2d")),
        ("", ("residual",)),
    ]


def kind_title(kind: str) -> str:
    """What a kind of layer is called."""
    return ACTIVATIONS[kind][0] if kind in ACTIVATIONS else translated(KINDS[kind].title)


def title(layer: Layer) -> str:
    """What a layer's kind is called."""
    return ACTIVATIONS[layer.call][0] if isinstance(layer, Activation) else translated(layer.title)


def in_short(layer: Layer) -> str:
    """The options of note: "out 6, kernel 5, padding 2"."""
    defaults = {entry.name: entry.default for entry in dataclasses.fields(layer)}
    return ", ".join(
        f"{name} {value_text(option, getattr(layer, name))}"
        for name, option in options_of(type(layer)).items()
        if name in _ALWAYS or getattr(layer, name) != defaults[name]
    )


def value_text(option: Option, value: Any) -> str:
    """An option's value as it is read in a list."""
    if value is None:
        return translated(option.nothing)
    if isinstance(value, bool):
        return _tr("NetworkEditor", "yes") if value else _tr("NetworkEditor", "no")
    return "x".join(map(str, value)) if isinstance(value, tuple) else str(value)


def totals(places: Places) -> str:
    """How many layers and parameters there are, as far as that is known."""
    each = list(every(places))
    layers = counted(len(each), _tr("NetworkEditor", "1 layer"), _tr("NetworkEditor", "{count} layers"))
    if any(place.outputs is None for place in each):
        return layers
    count = sum(place.parameters for place in places)
    several = _tr("NetworkEditor", "{count} parameters")
    parameters = counted(count, _tr("NetworkEditor", "1 parameter"), several)
    return _tr("NetworkEditor", "{layers}, {parameters}").format(layers=layers, parameters=parameters)


def field_text(value: Any) -> str:
    """An option's value as it is typed; "" for None."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def typed_value(option: Option, text: str) -> Any:
    """The value that a text stands for; text that stands for none comes back.

    A number may be written as 1e-5 or 0,5, and a pair as "3, 5" or "3x5".
    """
    text = text.strip()
    if not text:
        return None
    if text in option.choices:
        return text
    if option.fraction and not option.pair:
        text = text.replace(",", ".")
    parts = [_number(part) for part in text.replace("x", ",").replace(";", ",").split(",")]
    if any(isinstance(part, str) for part in parts) or len(parts) > 2:
        return text
    return parts[0] if len(parts) == 1 else tuple(parts)


def _number(text: str) -> int | float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    # The editor's fields are for whole numbers and for shares; 1 is both.
    return int(number) if number.is_integer() else number


def allowed(option: Option) -> str:
    """What an option may be, in a sentence."""
    if option.fraction:
        text = _tr("NetworkEditor", "Enter a number from {low:g} to {high:g}")
    else:
        text = _tr("NetworkEditor", "Enter a whole number from {low:g} to {high:g}")
    text = text.format(low=option.low, high=option.high)
    if option.pair:
        text += _tr("NetworkEditor", ", or two of them (height, width)")
    for choice in option.choices:
        text += _tr("NetworkEditor", ", or {choice}").format(choice=choice)
    if option.nothing:
        text += _tr("NetworkEditor", ", or nothing: {meaning}").format(meaning=translated(option.nothing))
    return f"{text}."
