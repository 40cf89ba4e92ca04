"""Layers as plain values, as recipes, checkpoints and TOML files have them: a list of tables.

``{layer = "conv", name = "conv1", out = 10, kernel = 5}``: the kind, and the options unlike the defaults.
A residual block has its layers under ``layers`` and ``shortcut``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from digitpad.errors import RecipeError, Sentence, did_you_mean, reason, written
from digitpad.model.spec.layers import ACTIVATIONS, KINDS, Activation, Layer, Option, Residual
from digitpad.model.spec.shapes import MOST_LAYERS, Layers

KIND, NAME = "layer", "name"
MOST_DEPTH = 4
"""How many residual blocks may stand inside each other, the innermost without another."""
_LONGEST_NAME = 200
_NAMES = {kind: name for name, kind in KINDS.items()}


def options_of(kind: type[Layer]) -> dict[str, Option]:
    """The options of a kind of layer by name, in order."""
    return {
        entry.name: entry.metadata["option"]
        for entry in dataclasses.fields(kind)
        if "option" in entry.metadata
    }


def kind_name(layer: Layer) -> str:
    """What the layer's kind is called in files."""
    return layer.call if isinstance(layer, Activation) else _NAMES[type(layer)]


def new_layer(kind: str, **options: Any) -> Layer:
    """A layer of the kind that is called so in files.

    Raises:
        RecipeError: when there is none.
    """
    if kind in ACTIVATIONS:
        return Activation(kind, **options)
    if kind not in KINDS:
        raise RecipeError(
            "There is no kind of layer called '{kind}'{hint}; choose one of {known}.",
            kind=written(kind),
            hint=did_you_mean(kind, (*KINDS, *ACTIVATIONS)),
            known=", ".join((*KINDS, *ACTIVATIONS)),
        )
    return KINDS[kind](**options)


def as_tables(layers: Sequence[Layer]) -> list[dict[str, Any]]:
    """The layers as plain values."""
    return [_table(layer) for layer in layers]


def _table(layer: Layer) -> dict[str, Any]:
    table: dict[str, Any] = {KIND: kind_name(layer)}
    if layer.name:
        table[NAME] = layer.name
    defaults = {entry.name: entry.default for entry in dataclasses.fields(layer)}
    for option in options_of(type(layer)):
        value = getattr(layer, option)
        if value != defaults[option]:
            table[option] = list(value) if isinstance(value, tuple) else value
    if isinstance(layer, Residual):
        table["layers"] = as_tables(layer.layers)
        if layer.shortcut:
            table["shortcut"] = as_tables(layer.shortcut)
    return table


def from_tables(tables: object) -> Layers:
    """The layers that `as_tables` has described.

    Raises:
        RecipeError: for anything else, naming the layer and what is wrong with it.
    """
    return _layers(tables, 0, [0])


def _layers(tables: object, depth: int, count: list[int]) -> Layers:
    if not isinstance(tables, list | tuple) or not all(isinstance(table, Mapping) for table in tables):
        raise RecipeError("The layers of a network must be a list of tables.")
    if depth > MOST_DEPTH or count[0] + len(tables) > MOST_LAYERS:
        raise RecipeError("The network has more than {most} layers.", most=MOST_LAYERS)
    return tuple(_layer(table, depth, count) for table in tables)


def _layer(table: Mapping[object, object], depth: int, count: list[int]) -> Layer:
    count[0] += 1
    number = count[0]
    values = dict(table)
    kind, name = values.pop(KIND, ""), values.pop(NAME, "")
    try:
        made = new_layer(kind if isinstance(kind, str) else written(kind))
    except RecipeError as error:
        raise _wrong(number, error) from error
    if not isinstance(name, str) or not is_name(name):
        raise _wrong(number, RecipeError("its name '{name}' is not a name of a module", name=written(name)))
    inner: dict[str, Any] = {}
    if isinstance(made, Residual):
        inner = {way: _layers(values.pop(way, ()), depth + 1, count) for way in ("layers", "shortcut")}
    known = options_of(type(made))
    for option in values:
        if option not in known:
            raise _wrong(
                number,
                RecipeError(
                    "{kind} has no option '{option}'{hint}",
                    kind=kind,
                    option=written(option),
                    hint=did_you_mean(option, known),
                ),
            )
    own = {str(option): tuple(v) if isinstance(v, list) else v for option, v in values.items()}
    for option, value in own.items():
        check_option(number, option, known[option], value)
    return dataclasses.replace(made, name=name, **own, **inner)


def _wrong(number: int, why: RecipeError) -> RecipeError:
    return RecipeError("Layer {number}: {why}.", number=number, why=reason(why))


def is_name(name: str) -> bool:
    """Whether a module of a network can be called so; "" is given a name later."""
    return len(name) <= _LONGEST_NAME and (
        not name or all(part and part.replace("_", "a").isalnum() for part in name.split("."))
    )


def check_option(number: int, name: str, option: Option, value: object) -> None:
    """Check the value of a layer's option.

    Raises:
        RecipeError: when it cannot be that.
    """
    if value is None and option.nothing:
        return
    if isinstance(value, str) and value in option.choices:
        return
    if not option.high and not option.choices and isinstance(value, bool):
        return
    parts = value if isinstance(value, tuple) and option.pair and len(value) == 2 else (value,)
    if option.high and all(_is_number(part, option) for part in parts):
        return
    if option.high:
        limits = {"low": f"{option.low:g}", "high": f"{option.high:g}"}
        if option.pair:
            text = (
                "a number from {low} to {high}, or two of them"
                if option.fraction
                else "a whole number from {low} to {high}, or two of them"
            )
        else:
            text = (
                "a number from {low} to {high}" if option.fraction else "a whole number from {low} to {high}"
            )
        allowed = Sentence(text, limits)
    elif option.choices:
        allowed = Sentence("one of {choices}", {"choices": ", ".join(option.choices)})
    else:
        allowed = Sentence("true or false")
    raise _wrong(
        number,
        RecipeError(
            "its {name} is {value}; it must be {allowed}", name=name, value=written(value), allowed=allowed
        ),
    )


def _is_number(value: object, option: Option) -> bool:
    """Whether it is a number that the option may be."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return (option.fraction or isinstance(value, int)) and option.low <= value <= option.high
