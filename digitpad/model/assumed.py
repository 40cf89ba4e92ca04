"""What was assumed of a network, and how well it reads with that, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from digitpad.errors import Sentence, enumerated
from digitpad.form import PerChannel
from digitpad.model.assumption_texts import parsed_normalisation
from digitpad.model.assumptions import (
    BLACK,
    FLATTEN,
    NONE,
    NORM_ACTIVATION_POOL,
    TURNED,
    UPRIGHT,
    WHITE,
    activation_title,
    normalisation_text,
    order_text,
)
from digitpad.model.normalization import inverted, text_of


@dataclass(frozen=True, slots=True)
class Assumed:
    """What of a network its file does not tell, and how well the network reads with that.

    Attributes:
        values: by key of `assumption_texts.KINDS`, as text.
        accuracy: share of the pictures that is read right, 0-1; None where there was nothing that it reads.
        count: how many pictures those were; -1 before it is measured.
        dataset: which ones; without `accuracy`, those that none of the networks that fit reads.
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
        if self.accuracy is None and self.dataset:
            text = "not measured, as no network of its layers reads training pictures of {dataset}"
            return Sentence(text, {"dataset": self.dataset})
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
        texts = [Sentence("with {what}", {"what": described(differing)}) for differing, _ in self.others]
        listed = texts[-1]
        for text in texts[-2::-1]:
            listed = Sentence("{first}; {rest}", {"first": text, "rest": listed})
        return Sentence("; it reads as well {others}", {"others": listed})

    def normalised(self, mean: PerChannel, std: PerChannel) -> Assumed:
        """The same with a normalisation that the user has set, for bright ink on black; not measured yet."""
        if self.values.get("polarity") == BLACK:
            mean = inverted(mean)
        return replace(
            self,
            values={**self.values, "normalisation": normalisation_text(mean, std)},
            accuracy=None,
            count=-1,
            chosen=self.chosen | {"normalisation"},
            others=(),
        )


_UNSAID = {
    "stride": ("1",),
    "end": (FLATTEN,),
    "size": ("28", "32"),
    "order": (order_text(NORM_ACTIVATION_POOL),),
    "polarity": (WHITE,),
    "orientation": (UPRIGHT,),
}
"""What goes without saying, where it is not all there is."""

_OF_THE_PICTURE = {
    WHITE: Sentence("white on black"),
    BLACK: Sentence("black on white"),
    UPRIGHT: Sentence("pictures upright"),
    TURNED: Sentence("pictures transposed"),
}


def described(chosen: Mapping[str, str]) -> Sentence:
    """Values of assumptions as people write them: "padding 1, ReLU, max pooling 2x2, mean 0.5, std 0.5"."""
    words = [
        _described(key, value)
        for key, value in chosen.items()
        if len(chosen) == 1 or value not in _UNSAID.get(key, ())
    ]
    return enumerated(words)


def _described(key: str, value: str) -> Sentence | str:
    if key == "padding":
        return Sentence("padding {padding}", {"padding": value.replace(",", "/")})
    if key == "stride":
        return Sentence("stride {stride}", {"stride": value.replace(",", "/")})
    if key == "pooling":
        return _pooling(value)
    if key == "activation":
        names = [activation_title(one) for one in value.split(",")]
        return Sentence("no activation") if names == ["-"] else "/".join(names)
    if key == "normalisation":
        mean, std = parsed_normalisation(value)
        return Sentence("mean {mean}, std {std}", {"mean": text_of(mean), "std": text_of(std)})
    if key == "end":
        if value == FLATTEN:
            return Sentence("no averages before the linear layers")
        side = value.removeprefix("avg")
        return Sentence("averages of {side}x{side} before the linear layers", {"side": side})
    if key == "size":
        return Sentence("pictures of {size}x{size}", {"size": value})
    if key == "groups":
        return Sentence("group norms of {groups} groups", {"groups": value})
    if key == "order":
        return Sentence("in the order {order}", {"order": value.replace("-", ", ")})
    return _OF_THE_PICTURE[value]


def _pooling(value: str) -> Sentence:
    """How maps get smaller, all the same or one after the other."""
    names = value.split(",")
    if set(names) == {NONE}:
        return Sentence("no pooling")
    sizes: list[Sentence | str] = ["-" if name == NONE else _size(name) for name in names]
    if len(set(map(str, sizes))) == 1:
        text = sizes[0]
    else:
        text = enumerated(sizes) if any(" " in str(size) for size in sizes) else "/".join(map(str, sizes))
    if any(name.startswith("avg") for name in names):
        return Sentence("average pooling {sizes}", {"sizes": text})
    return Sentence("max pooling {sizes}", {"sizes": text})


def _size(name: str) -> Sentence | str:
    window, *options = name[3:].split("-")
    kernel, _, step = window.partition("/")
    size: Sentence | str = kernel if "x" in kernel else f"{kernel}x{kernel}"
    if step:
        size = Sentence("{size} stride {stride}", {"size": size, "stride": step})
    for option in options:
        if option.startswith("pad"):
            padding = option.removeprefix("pad")
            size = Sentence("{size} padding {padding}", {"size": size, "padding": padding})
        else:
            size = Sentence("{size} ceil", {"size": size})
    return size
