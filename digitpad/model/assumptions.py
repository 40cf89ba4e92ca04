"""What a file of weights does not tell: as values, as the text that `--assume` takes, and as a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from digitpad.errors import Sentence, UsageError, did_you_mean, printable, tr
from digitpad.form import LARGEST, SMALLEST, PerChannel
from digitpad.model.normalization import is_normalization, text_of, values
from digitpad.model.spec.layers import ACTIVATIONS, AvgPool, MaxPool, Pool, Size, pair

NORM_ACTIVATION_POOL = "nap"
ORDERS = (NORM_ACTIVATION_POOL, "anp", "apn", "npa", "pna")
"""What may come after a convolution: n(orm), a(ctivation), p(ool); the usual order first."""

_WORDS = {"n": "norm", "a": "activation", "p": "pool"}
_NONE = "none"
_FLATTEN = "flatten"
WHITE, BLACK = "white-on-black", "black-on-white"
UPRIGHT, TURNED = "upright", "transposed"
LAYERS = "layers"


@dataclass(frozen=True, slots=True)
class Preparation:
    """What is done to a picture before it goes into a network.

    Attributes:
        mean, std: of the normalisation, on the 0-1 scale.
        inverted: whether the network takes dark ink on a bright ground.
        transposed: whether it takes rows as columns, as EMNIST's files have them.
    """

    mean: PerChannel
    std: PerChannel
    inverted: bool = False
    transposed: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """Assumptions that are settled already; the defaults leave them open.

    Attributes:
        padding, stride, pooling: one for all convolutions, or one for each.
        end: side of the average pooling before the values are laid flat; 0 for none.
        size: side of the pictures.
        activation: after all layers but the last, or one after each of these; "" for none.
        order: one of `ORDERS`.
        normalisation: mean and standard deviation.
        polarity, orientation: as `--assume` takes them.
    """

    padding: tuple[Size | str, ...] = ()
    stride: tuple[Size, ...] = ()
    pooling: tuple[Pool | None, ...] = ()
    end: int | None = None
    size: int = 0
    activation: tuple[str, ...] = ()
    order: str = ""
    normalisation: tuple[PerChannel, PerChannel] | None = None
    polarity: str = ""
    orientation: str = ""

    @property
    def names(self) -> frozenset[str]:
        """What is settled."""
        names = (one.name for one in fields(self))
        return frozenset(name for name in names if getattr(self, name) != getattr(OPEN, name))

    @property
    def is_of_layers(self) -> bool:
        """Whether anything about the layers is settled."""
        return bool(self.names - {"normalisation", "polarity", "orientation"})

    def prepared(self, usual: Preparation) -> Preparation:
        """A preparation with what is settled of it."""
        mean, std = self.normalisation or (usual.mean, usual.std)
        return Preparation(
            mean,
            std,
            self.polarity == BLACK if self.polarity else usual.inverted,
            self.orientation == TURNED if self.orientation else usual.transposed,
        )


OPEN = Given()
"""Nothing is settled."""


def _each(text: str, one: Callable[[str], Any]) -> tuple[Any, ...]:
    return tuple(one(part.strip()) for part in text.split(","))


def _whole(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError
        return value

    return number


def _one_of(*choices: str) -> Callable[[str], str]:
    def choice(text: str) -> str:
        if text not in choices:
            raise ValueError
        return text

    return choice


def _pool(text: str) -> Pool | None:
    if text == _NONE:
        return None
    match = re.fullmatch(r"(max|avg)([1-9]\d?)(?:/([1-9]\d?))?(-ceil)?", text)
    if match is None:
        raise ValueError
    kind, kernel, stride, ceil = match.groups()
    size = int(kernel)
    step = int(stride) if stride and stride != kernel else None
    return (
        MaxPool(size, step, ceil_mode=bool(ceil))
        if kind == "max"
        else AvgPool(size, step, ceil_mode=bool(ceil))
    )


def pool_text(pool: Pool | None) -> str:
    """A pooling as `--assume` takes it: "max2", "avg3/2-ceil" or "none"."""
    if pool is None:
        return _NONE
    kernel, stride = pair(pool.kernel), pool.stride
    text = ("avg" if isinstance(pool, AvgPool) else "max") + "x".join(map(str, dict.fromkeys(kernel)))
    if stride is not None and pair(stride) != kernel:
        text += "/" + "x".join(map(str, dict.fromkeys(pair(stride))))
    return text + ("-ceil" if pool.ceil_mode else "")


def _end(text: str) -> int:
    if text == _FLATTEN:
        return 0
    if not text.startswith("avg"):
        raise ValueError
    return _whole(1, 64)(text.removeprefix("avg"))


def end_text(end: int) -> str:
    """What comes before the linear layers, as `--assume` takes it."""
    return f"avg{end}" if end else _FLATTEN


def _activation(text: str) -> str:
    return "" if text == _NONE else _one_of(*ACTIVATIONS)(text)


def _order(text: str) -> str:
    return _one_of(*ORDERS)("".join(part[:1] for part in text.split("-")))


def order_text(order: str) -> str:
    """The order after a convolution as `--assume` takes it."""
    return "-".join(_WORDS[kind] for kind in order)


def _normalisation(text: str) -> tuple[PerChannel, PerChannel]:
    mean, std = ([float(part) for part in side.split(",")] for side in text.split("/"))
    numbers = tuple(tuple(side) if len(side) > 1 else side[0] for side in (mean, std))
    if not is_normalization(numbers[0], numbers[1], max(len(mean), len(std))):
        raise ValueError
    return numbers[0], numbers[1]


def normalisation_text(mean: PerChannel, std: PerChannel) -> str:
    """Mean and standard deviation as `--assume` takes them."""
    return "/".join(",".join(f"{number:.6g}" for number in values(side)) for side in (mean, std))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of assumption.

    Attributes:
        title: its label, to be translated.
        parse: makes the value of `Given` of a text; it raises `ValueError`.
        usual: values to choose from.
        form: what it may be, for sentences.
        each: whether each convolution, or layer, may have its own.
    """

    title: str
    parse: Callable[[str], Any]
    usual: tuple[str, ...]
    form: str
    each: bool = False


_ORDER_TEXTS = tuple(map(order_text, ORDERS))

KINDS: dict[str, Kind] = {
    "padding": Kind(
        tr("Padding"),
        lambda text: _each(text, _whole(0, 50)),
        ("0", "1", "2", "3"),
        tr("a whole number, or one for each convolution: 1 or 2,0"),
        each=True,
    ),
    "stride": Kind(
        tr("Stride"),
        lambda text: _each(text, _whole(1, 50)),
        ("1", "2"),
        tr("a whole number, or one for each convolution: 1 or 1,2"),
        each=True,
    ),
    "pooling": Kind(
        tr("Pooling"),
        lambda text: _each(text, _pool),
        ("max2", "max3/2", "avg2", _NONE),
        tr("max or avg with kernel and stride, or none, or one for each convolution: max2 or none,avg3/2"),
        each=True,
    ),
    "end": Kind(
        tr("Before the linear layers"),
        _end,
        (_FLATTEN, "avg1"),
        tr("flatten, or avg with the side of what is left: avg1"),
    ),
    "size": Kind(
        tr("Side of the pictures"),
        _whole(SMALLEST, LARGEST),
        ("28", "32"),
        tr("a whole number of pixels"),
    ),
    "activation": Kind(
        tr("Activation"),
        lambda text: _each(text, _activation),
        ("relu", "leaky_relu", "tanh", "sigmoid", "gelu", "elu", "silu", _NONE),
        ", ".join((*ACTIVATIONS, _NONE)),
        each=True,
    ),
    "order": Kind(tr("Order after a convolution"), _order, _ORDER_TEXTS, ", ".join(_ORDER_TEXTS)),
    "normalisation": Kind(
        tr("Normalisation"),
        _normalisation,
        ("0.1307/0.3081", "0/1", "0.5/0.5", "0/0.00392157"),
        tr("mean and standard deviation on the scale of 0 to 1: 0.1307/0.3081"),
    ),
    "polarity": Kind(tr("Polarity"), _one_of(WHITE, BLACK), (WHITE, BLACK), f"{WHITE}, {BLACK}"),
    "orientation": Kind(
        tr("Orientation"), _one_of(UPRIGHT, TURNED), (UPRIGHT, TURNED), f"{UPRIGHT}, {TURNED}"
    ),
}


def given(texts: Iterable[str]) -> Given:
    """The assumptions that texts such as "padding=1" set.

    Raises:
        UsageError: for an unknown name, and for a value that it cannot have.
    """
    settled = Given()
    for text in texts:
        key, _, value = text.partition("=")
        key, value = key.strip(), value.strip()
        if key not in KINDS:
            raise UsageError(
                "'{key}' cannot be assumed{hint}; choose one of {known}, as in padding=1.",
                key=printable(key),
                hint=did_you_mean(key, KINDS),
                known=", ".join(KINDS),
            )
        kind = KINDS[key]
        try:
            settled = replace(settled, **{key: kind.parse(value)})
        except (ValueError, OverflowError) as error:
            raise UsageError(
                "{key} cannot be '{value}'; it is {form}.",
                key=key,
                value=printable(value),
                form=Sentence(kind.form),
            ) from error
    return settled


@dataclass(frozen=True, slots=True)
class Assumed:
    """What of a network its file does not tell, and how well the network reads with that.

    Attributes:
        values: by key of `KINDS`, as text.
        accuracy: share of the pictures that is read right, 0-1; None where there was nothing to read.
        count: how many pictures those were; -1 before it is measured.
        dataset: which ones.
        chosen: the keys that the user has set; with `LAYERS` the layers are the user's.
        note: what else is assumed of the layers.
        others: what reads as well: the values that differ, and the share that is read right.
    """

    values: Mapping[str, str]
    accuracy: float | None = None
    count: int = 0
    dataset: str | Sentence = ""
    chosen: frozenset[str] = frozenset()
    note: Sentence | None = None
    others: tuple[tuple[Mapping[str, str], float], ...] = field(default=(), compare=False)

    @property
    def is_measured(self) -> bool:
        """Whether it was tried how well it reads, as far as there are pictures."""
        return self.count >= 0

    @property
    def sentence(self) -> Sentence:
        """All of it, for people."""
        return Sentence("{brief}{others}", {"brief": self.brief, "others": self._others()})

    @property
    def brief(self) -> Sentence:
        """All of it but what reads as well."""
        return Sentence("{what}: {reads}; the file does not say", {"what": self.what, "reads": self.reads})

    @property
    def reads(self) -> Sentence:
        """How well it reads."""
        if not self.is_measured:
            return Sentence("not measured yet")
        if self.accuracy is None:
            return Sentence("not measured, as there are no labelled pictures of its kind")
        return Sentence(
            "reads {accuracy} of {count} training pictures of {dataset}",
            {"accuracy": f"{100 * self.accuracy:.1f} %", "count": self.count, "dataset": self.dataset},
        )

    @property
    def what(self) -> Sentence:
        """What is assumed, without how well it reads."""
        what = described(self.values)
        if self.note is None:
            return what
        return Sentence("{note}, {what}", {"note": self.note, "what": what})

    def _others(self) -> Sentence | str:
        if not self.others:
            return ""
        texts = [described(differing) for differing, _ in self.others]
        template = "; ".join(f"{{other{number}}}" for number in range(len(texts)))
        listed = Sentence(template, {f"other{number}": text for number, text in enumerate(texts)})
        return Sentence("; as well reads: {others}", {"others": listed})

    def normalised(self, mean: PerChannel, std: PerChannel) -> Assumed:
        """The same with a normalisation that the user has set, for bright ink on black; not measured yet."""
        if self.values.get("polarity") == BLACK:
            mean = tuple(1 - one for one in mean) if isinstance(mean, tuple) else 1 - mean
        return replace(
            self,
            values={**self.values, "normalisation": normalisation_text(mean, std)},
            accuracy=None,
            count=-1,
            chosen=self.chosen | {"normalisation"},
            others=(),
        )


def described(chosen: Mapping[str, str]) -> Sentence:
    """Values of assumptions as people write them: "padding 1, ReLU, max pooling 2x2, mean 0.5, std 0.5"."""
    parts = [_described(key, value, chosen) for key, value in chosen.items()]
    words = [part for part in parts if part is not None]
    template = ", ".join(f"{{part{number}}}" for number in range(len(words)))
    return Sentence(template, {f"part{number}": part for number, part in enumerate(words)})


def _described(key: str, value: str, chosen: Mapping[str, str]) -> Sentence | str | None:
    """One of them; None for what goes without saying, where it is not all there is."""
    alone = len(chosen) == 1
    if key == "padding":
        return Sentence("padding {padding}", {"padding": value.replace(",", "/")})
    if key == "stride":
        return (
            Sentence("stride {stride}", {"stride": value.replace(",", "/")})
            if alone or value != "1"
            else None
        )
    if key == "pooling":
        return _pooling(value)
    if key == "activation":
        names = [ACTIVATIONS[one][0] if one in ACTIVATIONS else "-" for one in value.split(",")]
        return Sentence("no activation") if names == ["-"] else "/".join(names)
    if key == "normalisation":
        mean, std = _normalisation(value)
        return Sentence("mean {mean}, std {std}", {"mean": text_of(mean), "std": text_of(std)})
    if key == "end":
        side = value.removeprefix("avg")
        if value != _FLATTEN:
            return Sentence("averages of {side}x{side} before the linear layers", {"side": side})
        return Sentence("no averages before the linear layers") if alone else None
    if key == "size":
        return (
            Sentence("pictures of {size}x{size}", {"size": value})
            if alone or value not in ("28", "32")
            else None
        )
    if key == "order":
        usual = value == order_text(NORM_ACTIVATION_POOL)
        return (
            Sentence("in the order {order}", {"order": value.replace("-", ", ")})
            if alone or not usual
            else None
        )
    return _of_the_picture(value, alone)


_OF_THE_PICTURE = {
    WHITE: Sentence("white on black"),
    BLACK: Sentence("black on white"),
    UPRIGHT: Sentence("pictures upright"),
    TURNED: Sentence("pictures transposed"),
}


def _of_the_picture(value: str, alone: bool) -> Sentence | None:
    return _OF_THE_PICTURE[value] if alone or value in (BLACK, TURNED) else None


def _pooling(value: str) -> Sentence:
    """How maps get smaller, all the same or one after the other."""
    names = value.split(",")
    if set(names) == {_NONE}:
        return Sentence("no pooling")
    sizes = ["-" if name == _NONE else _size(name) for name in names]
    text = sizes[0] if len(set(sizes)) == 1 else "/".join(sizes)
    if any(name.startswith("avg") for name in names):
        return Sentence("average pooling {sizes}", {"sizes": text})
    return Sentence("max pooling {sizes}", {"sizes": text})


def _size(name: str) -> str:
    kernel, _, rest = name[3:].partition("/")
    size = "x".join((kernel.removesuffix("-ceil"),) * 2) if "x" not in kernel else kernel
    step = rest.removesuffix("-ceil")
    return size + (f" stride {step}" if step else "") + (" ceil" if name.endswith("-ceil") else "")


def joined(texts: Sequence[str]) -> str:
    """Values for each convolution as one text; a single one where they are the same."""
    return texts[0] if len(set(texts)) == 1 else ",".join(texts)
