"""What a file of weights does not tell: as values, and what these are called in `--assume`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from digitpad.form import PerChannel
from digitpad.model.normalization import values
from digitpad.model.spec.layers import ACTIVATIONS, Activation, AvgPool, Pool, Size, pair

NORM_ACTIVATION_POOL = "nap"
ORDERS = (NORM_ACTIVATION_POOL, "anp", "apn", "npa", "pna")
"""What may come after a convolution: n(orm), a(ctivation), p(ool); the usual order first."""

_WORDS = {"n": "norm", "a": "activation", "p": "pool"}
NONE, LEAKY = "none", "leaky_relu"
FLATTEN = "flatten"
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
        groups: of group norms; 0 leaves them open.
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
    groups: int = 0
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


def pool_text(pool: Pool | None) -> str:
    """A pooling as `--assume` takes it: "max2", "max3/2-pad1", "avg3/2-ceil" or "none"."""
    if pool is None:
        return NONE
    kernel, stride = pair(pool.kernel), pool.stride
    text = ("avg" if isinstance(pool, AvgPool) else "max") + "x".join(map(str, dict.fromkeys(kernel)))
    if stride is not None and pair(stride) != kernel:
        text += "/" + "x".join(map(str, dict.fromkeys(pair(stride))))
    text += f"-pad{pair(pool.padding)[0]}" if pool.padding else ""
    return text + ("-ceil" if pool.ceil_mode else "")


def end_text(end: int) -> str:
    """What comes before the linear layers, as `--assume` takes it."""
    return f"avg{end}" if end else FLATTEN


def activation_layer(text: str) -> Activation:
    """The layer of an activation's text: one of PyTorch's names, or "leaky_relu0.2" with its slope."""
    slope = text.removeprefix(LEAKY)
    return Activation(LEAKY, slope=float(slope)) if text.startswith(LEAKY) and slope else Activation(text)


def activation_title(text: str) -> str:
    """What the activation is called in sentences; "-" for none."""
    if not text or text == NONE:
        return "-"
    layer = activation_layer(text)
    title = ACTIVATIONS[layer.call][0]
    return title if layer.slope is None else f"{title} {layer.slope:g}"


def order_text(order: str) -> str:
    """The order after a convolution as `--assume` takes it."""
    return "-".join(_WORDS[kind] for kind in order)


def normalisation_text(mean: PerChannel, std: PerChannel) -> str:
    """Mean and standard deviation as `--assume` takes them."""
    return "/".join(",".join(f"{number:.6g}" for number in values(side)) for side in (mean, std))


def joined(texts: Sequence[str]) -> str:
    """Values for each convolution as one text; a single one where they are the same."""
    return texts[0] if len(set(texts)) == 1 else ",".join(texts)
