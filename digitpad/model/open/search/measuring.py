"""Candidates are tried on labelled pictures: how well does a network read with what has to be assumed?"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.errors import RecipeError
from digitpad.model.assumptions import (
    BLACK,
    TURNED,
    UPRIGHT,
    WHITE,
    Given,
    Preparation,
    normalisation_text,
)
from digitpad.model.open.fitting.candidates import Candidate
from digitpad.model.open.foreign import same_shapes
from digitpad.model.open.search.allowance import Allowance
from digitpad.model.open.search.pictures import Labelled, preparations, prepared
from digitpad.model.registry import architecture, empty_network
from digitpad.model.spec.shapes import Layers, multiplications, places, weight_shapes

_MOST_MULTIPLICATIONS, _FEWEST = 40_000_000_000, 48
"""For one try, and the fewest pictures that say anything; for one, ResNet-18 may take 460 million."""

_MOST_UNMEASURED, _FITTED = 20_000_000_000, 100
"""For a picture of what is not tried, as VGG-19 takes with 224x224; how many candidates are compared."""

_AT_ONCE = 64
"""Pictures in a batch: with more the maps between the layers do not stay in the processor's cache."""

_MOST_SCORES = 20_000_000
"""How many scores of pictures are kept: a network may return as many as its pictures have pixels."""

_SCALES = (0.05, 0.1, 0.2, 0.4, 0.7, 1, 1.5, 2.5, 5, 10, 25)
_UNSURE = 0.03
"""What the logarithm of a temperature costs."""

_ODD_ACTIVATIONS = {
    "relu": 0,
    "leaky_relu": 1,
    "leaky_relu0.1": 3,
    "leaky_relu0.2": 3,
    "tanh": 3,
    "sigmoid": 3,
    "gelu": 5,
    "elu": 6,
    "silu": 6,
    "": 7,
}
"""How unusual activations are; others are more so."""

_PRIOR = 0.01


@dataclass(frozen=True, slots=True)
class Reading:
    """A candidate with a preparation of the pictures, and how well it reads.

    Attributes:
        accuracy: share that is read right, 0-1.
        loss: mean negative log-likelihood at the best temperature, and something for this being unlike 1: a
            network that was trained with another loss, or with a softmax of its own, is as sure as it should
            be only then.
        count: how many pictures it was tried on.
    """

    candidate: Candidate
    preparation: Preparation
    accuracy: float
    loss: float
    count: int

    @property
    def tried(self) -> tuple[Candidate, Preparation]:
        """What was read with."""
        return self.candidate, self.preparation

    @property
    def score(self) -> float:
        """Lower is better: the loss, and something for what is unusual, where the losses do not decide."""
        return self.loss + _PRIOR * (self.candidate.odd + 0.5 * self._unusual())

    def _unusual(self) -> int:
        activation, preparation = self.candidate.activation, self.preparation
        usual = preparations(self.candidate.form)
        place = next(
            (
                number
                for number, one in enumerate(usual)
                if (one.mean, one.std) == (preparation.mean, preparation.std)
            ),
            len(usual),
        )
        kind = max((_ODD_ACTIVATIONS.get(one, 8) for one in activation), default=0)
        mixed = 2 * (len(set(activation)) > 1)
        return kind + mixed + place + 4 * preparation.inverted + 4 * preparation.transposed

    @property
    def assumptions(self) -> dict[str, str]:
        """All that was assumed, as text by the names of `assumption_texts.KINDS`."""
        preparation = self.preparation
        return {
            **self.candidate.assumptions,
            "normalisation": normalisation_text(preparation.mean, preparation.std),
            "polarity": BLACK if preparation.inverted else WHITE,
            **({"orientation": TURNED} if preparation.transposed else {"orientation": UPRIGHT}),
        }


def affordable(products: int) -> int:
    """How many pictures of so many products one try may read; 0 where that is too few to tell anything."""
    count = _MOST_MULTIPLICATIONS // max(products, 1)
    return count if count >= _FEWEST else 0


class Trial:
    """Tries candidates with the weights of a file, none that costs too much, and for a limited time.

    Args:
        weights: by the file's names, float32.
        pictures: returns the pictures for a candidate; None where there are none.
        tried: called before each try with how many there were; it may raise `Cancelled` to stop.
        allowance: how long; as long as any search takes if None.

    Attributes:
        count: how many candidates have been tried.
        products: of weights and values, that this took.
    """

    def __init__(
        self,
        weights: Mapping[str, Tensor],
        pictures: Callable[[Candidate], Labelled | None],
        tried: Callable[[int], None] = lambda _count: None,
        allowance: Allowance | None = None,
    ) -> None:
        self.count, self.products = 0, 0
        self._shapes = {name: tuple(value.shape) for name, value in weights.items()}
        self._weights = {name: _channels_last(value) for name, value in weights.items()}
        self._pictures = pictures
        self._tried = tried
        self._allowance = allowance or Allowance()
        self._known: dict[tuple[Candidate, Preparation, int], Reading | None] = {}
        self._networks: dict[Candidate, tuple[nn.Module, int] | None] = {}
        self._scores: dict[tuple[Candidate, Preparation], Tensor] = {}

    @property
    def share_left(self) -> float:
        """Of the time that trying may take, 0-1."""
        return self._allowance.share

    def read(self, candidate: Candidate, preparation: Preparation, count: int) -> Reading | None:
        """How well a candidate reads so many pictures; None where it does not give numbers."""
        key = (candidate, preparation, count)
        if key not in self._known:
            if self._allowance.seconds < 0:
                return None
            self._tried(self.count)
            self.count += 1
            self._known[key] = self._measured(candidate, preparation, count)
        return self._known[key]

    def differing(self, one: Reading, other: Reading) -> int:
        """How many of the pictures that both read they answer differently; all where that is not known."""
        count = min(one.count, other.count)
        scores = [self._scores.get(each.tried) for each in (one, other)]
        if scores[0] is None or scores[1] is None:
            return count
        return int((scores[0][:count].argmax(1) != scores[1][:count].argmax(1)).sum())

    def _network(self, candidate: Candidate) -> tuple[nn.Module, int] | None:
        """The network and its products for one picture; None where these are too many, or nothing fits."""
        if candidate not in self._networks:
            if len(self._networks) > 50:
                self._networks.clear()
            self._networks[candidate] = self._made(candidate)
        return self._networks[candidate]

    def _made(self, candidate: Candidate) -> tuple[nn.Module, int] | None:
        layers = candidate.layers()
        stack = places(layers, candidate.form.shape, candidate.classes)
        products = multiplications(stack)
        if not affordable(products) or not same_shapes(weight_shapes(stack), self._shapes):
            return None
        try:
            return built(layers, self._weights, candidate), products
        except RecipeError:
            return None

    def _measured(self, candidate: Candidate, preparation: Preparation, count: int) -> Reading | None:
        made = self._network(candidate)
        labelled = None if made is None else self._pictures(candidate)
        if made is None or labelled is None:
            return None
        network, products = made
        count = min(count, affordable(products), len(labelled.labels))
        # The pictures that it has read before, when these were few, are not read again.
        before = self._scores.get((candidate, preparation))
        parts = [] if before is None else [before]
        start = sum(map(len, parts))
        self.products += products * max(count - start, 0)
        with torch.inference_mode():
            for part in labelled.images[start:count].split(_AT_ONCE) if start < count else ():
                parts.append(network(_channels_last(prepared(part, preparation))).float())
        scores = torch.cat(parts)
        self._keep((candidate, preparation), scores)
        scores, labels = scores[:count], labelled.labels[:count]
        if not bool(scores.isfinite().all()) or int(labels.max()) >= scores.shape[1]:
            return None
        accuracy = float((scores.argmax(1) == labels).float().mean())
        losses = [
            float(F.cross_entropy(scores * scale, labels)) + _UNSURE * abs(math.log(scale))
            for scale in _SCALES
        ]
        return Reading(candidate, preparation, accuracy, min(losses), len(labels))

    def _keep(self, key: tuple[Candidate, Preparation], scores: Tensor) -> None:
        """Keep these scores; the oldest are dropped where all together take too much memory."""
        self._scores.pop(key, None)
        self._scores[key] = scores
        kept = sum(each.numel() for each in self._scores.values())
        while kept > _MOST_SCORES and len(self._scores) > 1:
            kept -= self._scores.pop(next(iter(self._scores))).numel()


def unmeasured(
    candidates: Sequence[Candidate], weights: Mapping[str, Tensor], given: Given
) -> Reading | None:
    """The first of the candidates that the weights fit, with the usual preparation; None without one."""
    shapes = {name: tuple(value.shape) for name, value in weights.items()}
    for candidate in candidates[:_FITTED]:
        stack = places(candidate.layers(), candidate.form.shape, candidate.classes)
        if same_shapes(weight_shapes(stack), shapes) and multiplications(stack) < _MOST_UNMEASURED:
            with contextlib.suppress(RecipeError):  # too many layers, or a name that no module can have
                built(candidate.layers(), weights, candidate)
                return Reading(candidate, given.prepared(usual_preparation(candidate)), 0.0, math.inf, 0)
    return None


def _channels_last(value: Tensor) -> Tensor:
    """The same values; of pictures and kernels those of a place side by side, which torch computes faster."""
    if value.ndim != 4:
        return value
    # `contiguous` and `to` leave a single channel as it is, which then counts as the other order.
    return torch.empty_like(value, memory_format=torch.channels_last).copy_(value)


def built(layers: Layers, weights: Mapping[str, Tensor], candidate: Candidate) -> nn.Module:
    """The network of these layers with the weights.

    Raises:
        RecipeError: when they do not make one.
    """
    network = empty_network(architecture("layers", layers, candidate.form), candidate.classes, candidate.form)
    own = network.state_dict()
    network.load_state_dict(
        {name: weights.get(name, torch.zeros((), dtype=torch.int64)) for name in own}, assign=True
    )
    return network.eval().requires_grad_(False)


def usual_preparation(candidate: Candidate) -> Preparation:
    """The preparation of a network that is known, or the most usual one."""
    if candidate.normalisation is not None:
        return Preparation(*candidate.normalisation)
    return preparations(candidate.form)[0]
