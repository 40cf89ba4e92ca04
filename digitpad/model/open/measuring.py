"""What a file does not tell is found out: candidates are tried on labelled pictures."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.errors import RecipeError
from digitpad.form import MNIST_MEAN, MNIST_STD
from digitpad.model.normalization import normalize_uint8
from digitpad.model.open.candidates import ORDERS, Candidate, Normalisation
from digitpad.model.registry import architecture, empty_network
from digitpad.model.spec.layers import AvgPool, MaxPool, Shape
from digitpad.model.spec.shapes import Layers, multiplications, places, weight_shapes

SECONDS = 30.0
"""How long it is tried, in processor time of the thread."""

_MOST_MULTIPLICATIONS = 400_000_000
"""For one picture; VGG-16 takes 310 million with pictures of 32x32."""

_MOST_UNMEASURED, _FITTED = 20_000_000_000, 100
"""The same of what is not tried, about what VGG-19 takes with pictures of 224x224; how many are looked at."""

FIRST, ALL = 64, 300
"""How many pictures candidates are tried on, and how many the best of them."""

_ACTIVATIONS = ("relu", "leaky_relu", "tanh", "sigmoid", "gelu", "elu", "silu", "")
_SCALES = (0.05, 0.1, 0.2, 0.4, 0.7, 1, 1.5, 2.5, 5, 10, 25)
_PRIOR = 0.01


@dataclass(frozen=True, slots=True)
class Reading:
    """A candidate with a normalisation, and how well it reads.

    Attributes:
        accuracy: share that is read right, 0-1.
        loss: mean negative log-likelihood at the best temperature: a network that was trained with another
            loss, or with a softmax of its own, is as sure as it should be only then.
        count: how many pictures it was tried on.
    """

    candidate: Candidate
    normalisation: Normalisation
    accuracy: float
    loss: float
    count: int

    @property
    def score(self) -> float:
        """Lower is better: the loss, and something for what is unusual, where the losses do not decide."""
        usual = _ACTIVATIONS.index(self.candidate.activation)
        place = normalisations(self.candidate.form.channels).index(self.normalisation)
        return self.loss + _PRIOR * (self.candidate.odd + 0.5 * usual + 0.5 * place)


class Trial:
    """Tries candidates with the weights of a file, none that costs too much, and for a limited time.

    Args:
        weights: by the file's names, float32.
        pictures: gives a candidate's pictures, uint8 (N, C, H, W), and labels, int64 (N,); None where there
            are none.
        check: called before each try; it may raise `Cancelled` to stop.
    """

    def __init__(
        self,
        weights: Mapping[str, Tensor],
        pictures: Callable[[Candidate], tuple[Tensor, Tensor] | None],
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._weights = dict(weights)
        self._pictures = pictures
        self._check = check
        self._deadline = time.thread_time() + SECONDS
        self._known: dict[tuple[object, ...], Reading | None] = {}

    def read(self, candidate: Candidate, normalisation: Normalisation, count: int) -> Reading | None:
        """How well a candidate reads so many pictures; None where it does not give numbers."""
        key = (candidate, normalisation, count)
        if key not in self._known:
            if time.thread_time() > self._deadline:
                return None
            self._check()
            self._known[key] = self._measured(candidate, normalisation, count)
        return self._known[key]

    def _measured(self, candidate: Candidate, normalisation: Normalisation, count: int) -> Reading | None:
        layers = candidate.layers()
        stack = places(layers, candidate.form.shape, candidate.classes)
        if multiplications(stack) > _MOST_MULTIPLICATIONS or not fits(weight_shapes(stack), self._weights):
            return None
        try:
            network = built(layers, self._weights, candidate)
        except RecipeError:
            return None
        labelled = self._pictures(candidate)
        if labelled is None:
            return None
        images, labels = (values[:count] for values in labelled)
        with torch.inference_mode():
            scores = network(normalize_uint8(images.float(), *normalisation))
        if not bool(scores.isfinite().all()):
            return None
        log_probs = F.log_softmax(scores.float(), dim=1)
        accuracy = float((log_probs.argmax(1) == labels).float().mean())
        if int(labels.max()) >= scores.shape[1]:
            return None
        losses = [F.cross_entropy(scores.float() * scale, labels) for scale in _SCALES]
        return Reading(candidate, normalisation, accuracy, float(min(losses)), len(labels))


def fits(shapes: Mapping[str, Shape], weights: Mapping[str, Tensor]) -> bool:
    """Whether the weights have these names and shapes; the count of batch norm may be missing."""
    own = {name: tuple(value.shape) for name, value in weights.items()}
    return all(own.get(name, ()) == shape for name, shape in shapes.items()) and own.keys() <= shapes.keys()


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


def normalisations(channels: int) -> tuple[Normalisation, ...]:
    """The usual ones, for pictures of so many channels."""
    if channels == 1:
        return ((MNIST_MEAN, MNIST_STD), (0.0, 1.0), (0.5, 0.5), (0.0, 1 / 255))
    cifar = ((0.4914, 0.4822, 0.4465), (0.247, 0.2435, 0.2616))
    imagenet = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
    return (cifar, (0.5, 0.5), (0.0, 1.0), imagenet)


def unmeasured(candidates: Sequence[Candidate], weights: Mapping[str, Tensor]) -> Reading | None:
    """The first of the candidates that the weights fit, with the usual normalisation; None without one."""
    for candidate in candidates[:_FITTED]:
        stack = places(candidate.layers(), candidate.form.shape, candidate.classes)
        if fits(weight_shapes(stack), weights) and multiplications(stack) < _MOST_UNMEASURED:
            usual = candidate.normalisation or normalisations(candidate.form.channels)[0]
            return Reading(candidate, usual, 0.0, math.inf, 0)
    return None


def best_readings(trial: Trial, candidates: Sequence[Candidate], most: int = 40) -> list[Reading]:
    """The readings of the best candidates, best first.

    First every candidate as it is, then other poolings, orders, activations and normalisations of the few
    best: of few pictures, and at last of all.
    """
    usual = normalisations(candidates[0].form.channels)[0]
    simplest = [other for one in candidates[:3] for other in _other_poolings(one)]
    readings = _ranked([trial.read(one, usual, FIRST) for one in (*candidates[:most], *simplest)])
    if not readings:
        return []
    for kept, count in ((3, FIRST), (2, FIRST), (1, ALL), (1, ALL)):
        if count == ALL:
            # With what reads best so far the simplest may read better still.
            again = [_as(simple, readings[0].candidate) for simple in candidates[:6]]
            again += [other for one in again for other in _other_poolings(one)]
            simple = [trial.read(one, readings[0].normalisation, ALL) for one in again]
            best = [trial.read(one.candidate, one.normalisation, ALL) for one in readings[:6]]
            readings = _ranked([*best, *simple]) or readings  # where the time was up
        for vary in (_other_poolings, _other_orders, _other_activations):
            varied = [
                trial.read(other, one.normalisation, count)
                for one in readings[:kept]
                for other in vary(one.candidate)
            ]
            readings = _ranked([*readings, *varied])
        others = normalisations(candidates[0].form.channels)
        varied = [trial.read(one.candidate, other, count) for one in readings[:kept] for other in others]
        readings = _ranked([*readings, *varied])
    return readings


def _as(one: Candidate, other: Candidate) -> Candidate:
    """The candidate with another's activation and order."""
    odd = one.odd + ORDERS.index(other.order)
    return replace(one, activation=other.activation, order=other.order, odd=odd)


def _other_activations(one: Candidate) -> Iterator[Candidate]:
    return (replace(one, activation=activation) for activation in _ACTIVATIONS if not one.fixed)


def _other_poolings(one: Candidate) -> Iterator[Candidate]:
    """The same with means instead of maxima."""
    if any(isinstance(way.pool, MaxPool) for way in one.ways):
        ways = tuple(
            replace(way, pool=AvgPool(way.pool.kernel, way.pool.stride))
            if isinstance(way.pool, MaxPool)
            else way
            for way in one.ways
        )
        yield replace(one, ways=ways, odd=one.odd + 1)


def _other_orders(one: Candidate) -> Iterator[Candidate]:
    """The same with norm, activation and pooling in another order, where that is another network."""
    means = any(isinstance(way.pool, AvgPool) for way in one.ways)
    if means or any(part.norm is not None for part in one.parts):
        for odd, order in enumerate(ORDERS):
            yield replace(one, order=order, odd=one.odd + odd - ORDERS.index(one.order))


def _ranked(readings: Sequence[Reading | None]) -> list[Reading]:
    unique = {(one.candidate, one.normalisation): one for one in readings if one is not None}
    return sorted(unique.values(), key=lambda one: one.score)
