"""Activations of single numbers, as `torch.nn` defines them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from digitpad.errors import Sentence
from digitpad.insight.bench.example import Cell, Example, Line, Worked
from digitpad.insight.bench.numerals import Matrix, factor, matrix, script, tensor, write

_WRITTEN_OUT = 30.0
"""Beyond it exponentials have so many digits that only the result is written."""

Formula = Callable[[float, float], str]


@dataclass(frozen=True, slots=True)
class Activation:
    """A function of one number, and of a parameter where it has one.

    Attributes:
        formula: as it is defined.
        value: of a number and the parameter.
        worked: the arithmetic of a number and the parameter, up to the result's equals sign.
        call: of torch's function, with `input` and the parameter `a`.
        parameter: torch's name of it; empty where there is none.
        default: of the parameter.
    """

    formula: str
    value: Callable[[float, float], float]
    worked: Formula
    call: str
    parameter: str = ""
    default: float = 0.0


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x)), without overflow."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _softplus(x: float, _a: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _normal(x: float) -> float:
    """Return the standard normal distribution's part below x."""
    return math.erfc(-x / math.sqrt(2)) / 2


def _exp(x: float) -> str:
    return f"exp({write(x)})"


def _over_exp(above: str, x: float) -> str:
    small = math.exp(-x)
    return f"{above} / (1 + {_exp(-x)}) = {above} / (1 + {write(small)}) = {above} / {write(1 + small)}"


def _tanh_worked(x: float, _a: float) -> str:
    up, down = math.exp(x), math.exp(-x)
    return (
        f"({_exp(x)} − {_exp(-x)}) / ({_exp(x)} + {_exp(-x)}) = ({write(up)} − {write(down)}) / "
        f"({write(up)} + {write(down)}) = {write(up - down)} / {write(up + down)}"
    )


def _gelu_worked(x: float, _a: float) -> str:
    erf = math.erf(x / math.sqrt(2))
    return (
        f"{write(x)} × (1 + erf({write(x)} / √2)) / 2 = {write(x)} × (1 + {factor(erf)}) / 2 = "
        f"{write(x)} × {write(_normal(x))}"
    )


def _softplus_worked(x: float, _a: float) -> str:
    return f"ln(1 + {_exp(x)}) = ln {write(1 + math.exp(x))}"


def _elu_worked(x: float, a: float) -> str:
    return f"{write(a)} × ({_exp(x)} − 1) = {write(a)} × ({write(math.exp(x))} − 1)"


def _hardswish_worked(x: float, _a: float) -> str:
    held = min(max(x + 3, 0.0), 6.0)
    return f"{write(x)} × min(max({write(x)} + 3, 0), 6) / 6 = {write(x)} × {write(held)} / 6"


ACTIVATIONS: dict[str, Activation] = {
    "ReLU": Activation(
        "max(0, x)",
        lambda x, _: max(0.0, x),
        lambda x, _: f"max(0, {write(x)})",
        "F.relu(input)",
    ),
    "LeakyReLU": Activation(
        "x > 0: x, otherwise negative_slope × x",
        lambda x, a: x if x > 0 else a * x,
        lambda x, a: f"{write(a)} × {factor(x)}",
        "F.leaky_relu(input, negative_slope={a})",
        "negative_slope",
        0.01,
    ),
    "ELU": Activation(
        "x > 0: x, otherwise alpha × (exp(x) − 1)",
        lambda x, a: x if x > 0 else a * math.expm1(x),
        _elu_worked,
        "F.elu(input, alpha={a})",
        "alpha",
        1.0,
    ),
    "Sigmoid": Activation(
        "1 / (1 + exp(−x))", lambda x, _: sigmoid(x), lambda x, _: _over_exp("1", x), "torch.sigmoid(input)"
    ),
    "Tanh": Activation(
        "(exp(x) − exp(−x)) / (exp(x) + exp(−x))",
        lambda x, _: math.tanh(x),
        _tanh_worked,
        "torch.tanh(input)",
    ),
    "GELU": Activation(
        "x × (1 + erf(x / √2)) / 2", lambda x, _: x * _normal(x), _gelu_worked, "F.gelu(input)"
    ),
    "SiLU": Activation(
        "x / (1 + exp(−x))", lambda x, _: x * sigmoid(x), lambda x, _: _over_exp(write(x), x), "F.silu(input)"
    ),
    "Softplus": Activation("ln(1 + exp(x))", _softplus, _softplus_worked, "F.softplus(input)"),
    "Hardswish": Activation(
        "x × min(max(x + 3, 0), 6) / 6",
        lambda x, _: x * min(max(x + 3, 0.0), 6.0) / 6,
        _hardswish_worked,
        "F.hardswish(input)",
    ),
}
"""By the names of their modules in `torch.nn`."""


@dataclass(frozen=True)
class Activated(Example):
    """An activation of each number of a matrix."""

    input: Matrix
    name: str
    parameter: float = 0.0

    @property
    def activation(self) -> Activation:
        """The function."""
        return ACTIVATIONS[self.name]

    def value(self, x: float) -> float:
        """The function's value."""
        return self.activation.value(x, self.parameter)

    @property
    def output(self) -> Matrix:
        return matrix(map(self.value, row) for row in self.input)

    def explain(self, cell: Cell) -> Worked:
        x = self.input[cell[0]][cell[1]]
        value = self.value(x)
        line: Line
        if self.activation.parameter and x > 0:
            line = Sentence("{x} is above 0 and stays as it is.", {"x": write(x)})
            return Worked(value, (line,), used=({cell: 1.0},))
        brief = self.name in _EXPONENTIAL and abs(x) > _WRITTEN_OUT
        left = f"{self.name}({write(x)})" if brief else self.activation.worked(x, self.parameter)
        line = f"{left} = {write(value)}"
        return Worked(value, (line,), used=({cell: 1.0},))

    def summary(self) -> tuple[Line, ...]:
        text = Sentence(
            "{name}: {formula}, for each number x", {"name": self.name, "formula": self.activation.formula}
        )
        return (text,)

    def code(self) -> str:
        call = self.activation.call.format(a=self.parameter)
        return script(tensor("input", self.input), f"result = {call}")


_EXPONENTIAL = ("Sigmoid", "Tanh", "SiLU", "Softplus", "ELU")
