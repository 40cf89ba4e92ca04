"""Which examples there are: what is typed, the numbers each begins with, and what is computed of them.

Numbers and settings are those of the study notes, where they have any.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QCoreApplication

from digitpad.insight.bench.activations import ACTIVATIONS, Activated
from digitpad.insight.bench.example import Example
from digitpad.insight.bench.losses import L1Loss, MSELoss
from digitpad.insight.bench.probabilities import CrossEntropy, Entropy, KLDivergence
from digitpad.insight.bench.sliding import Convolution, MaxPooling

_tr = QCoreApplication.translate

Values = Mapping[str, Any]
"""What was typed: matrices and settings by name."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A matrix that is typed.

    Attributes:
        name: of the argument that takes it.
        title: what it is.
        start: its rows, as they are typed.
        rows: whether there can be other rows than those.
    """

    name: str
    title: str
    start: tuple[str, ...]
    rows: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """A setting.

    Attributes:
        name: of the argument that takes it.
        start: its value: a whole number with its range, a decimal number, a switch, or one of the choices.
        low, high: the range of a whole number.
        choices: names.
        title: what it is called; its name, as torch has it, where there is none.
    """

    name: str
    start: Any
    low: int = 0
    high: int = 12
    choices: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Experiment:
    """One example of the bench.

    Attributes:
        name: for object names.
        title: in the list.
        about: what it shows, one sentence.
        make: of what was typed.
        numbers: matrices that are typed.
        fields: settings.
        output: what the result's numbers are, as the page names them: `output[0][1]`.
        adapt: the settings that go with others, from what is typed: those it does not name stay. A setting
            that becomes None has no meaning and is hidden.
    """

    name: str
    title: str
    about: str
    make: Callable[..., Example]
    numbers: tuple[Numbers, ...]
    fields: tuple[Field, ...] = ()
    output: str = "output"
    adapt: Callable[[str, Values], Values] = field(default=lambda _changed, _values: {})


_PICTURE = ("1 2 0 3 1", "0 1 2 3 1", "1 2 1 0 0", "5 2 3 1 1", "2 1 0 1 1")


def experiments() -> tuple[Experiment, ...]:
    """All examples, in the user's language."""
    return (*_layers(), *_losses())


def _layers() -> tuple[Experiment, ...]:
    source = _tr("Bench", "Input")
    return (
        Experiment(
            "convolution",
            _tr("Bench", "Convolution"),
            _tr("Bench", "The kernel slides over the input; patch times kernel, added up, is one output."),
            Convolution,
            (
                Numbers("input", source, _PICTURE),
                Numbers("kernel", _tr("Bench", "Kernel"), ("1 2 1", "0 1 0", "2 1 0")),
            ),
            (Field("stride", 1, 1), Field("padding", 0), Field("dilation", 1, 1)),
        ),
        Experiment(
            "pooling",
            _tr("Bench", "Max pooling"),
            _tr("Bench", "The window slides over the input; its largest number is one output."),
            MaxPooling,
            (Numbers("input", source, _PICTURE),),
            (
                Field("kernel", 3, 1),
                Field("stride", 3, 1),
                Field("padding", 0),
                Field("dilation", 1, 1),
                Field("ceil_mode", True),
            ),
            adapt=_stride_of_kernel,
        ),
        Experiment(
            "activation",
            _tr("Bench", "Activation"),
            _tr("Bench", "The same function of every number. Without one, linear layers in a row are one."),
            Activated,
            (Numbers("input", source, ("1 -0.5", "-1 3")),),
            (
                Field("name", "ReLU", choices=tuple(ACTIVATIONS), title=_tr("Bench", "Function")),
                Field("parameter", 0.0, title="negative_slope, alpha"),
            ),
            adapt=_parameter_of_activation,
        ),
    )


def _losses() -> tuple[Experiment, ...]:
    pairs = (
        Numbers("input", _tr("Bench", "Input"), ("1 2 3",)),
        Numbers("target", _tr("Bench", "Target"), ("1 2 5",)),
    )
    reduction = (Field("reduction", "mean", choices=("mean", "sum")),)
    true = _tr("Bench", "p: the true probabilities")
    return (
        Experiment(
            "l1",
            _tr("Bench", "L1 loss"),
            _tr("Bench", "How far each number is from its target, on average or in all."),
            L1Loss, pairs, reduction, "loss",
        ),
        Experiment(
            "mse",
            _tr("Bench", "MSE loss"),
            _tr("Bench", "The square of how far each number is from its target, on average or in all."),
            MSELoss, pairs, reduction, "loss",
        ),
        Experiment(
            "entropy",
            _tr("Bench", "Entropy"),
            _tr("Bench", "How uncertain a distribution is: its information, −ln p, on average."),
            Entropy,
            (Numbers("p", _tr("Bench", "p: probabilities"), ("0.5 0.25 0.25",), False),),
        ),
        Experiment(
            "crossEntropy",
            _tr("Bench", "Cross-entropy"),
            _tr("Bench", "Softmax makes probabilities of the scores; the loss is −ln of the right class's."),
            CrossEntropy,
            (Numbers("scores", _tr("Bench", "x: scores (logits) of the classes"), ("0.1 0.2 0.3",), False),),
            (Field("target", 1, 0, 11),),
        ),
        Experiment(
            "divergence",
            _tr("Bench", "KL divergence"),
            _tr("Bench", "How far the network's distribution q is from the true one, p."),
            KLDivergence,
            (
                Numbers("p", true, ("0.7 0.2 0.1",), False),
                Numbers("q", _tr("Bench", "q: the network's probabilities"), ("0.5 0.3 0.2",), False),
            ),
        ),
    )  # fmt: skip


def _stride_of_kernel(changed: str, values: Values) -> Values:
    """The stride of max pooling is that of its kernel, until it is set."""
    return {"stride": values["kernel"]} if changed == "kernel" else {}


def _parameter_of_activation(changed: str, values: Values) -> Values:
    activation = ACTIVATIONS[values["name"]]
    if not activation.parameter:
        return {"parameter": None}
    return {"parameter": activation.default} if changed == "name" else {}
