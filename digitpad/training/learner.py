"""A network with its optimiser, and one step of training."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from digitpad.data.augment import AUGMENTATIONS, apply
from digitpad.data.batches import mixed_seed, steps_per_epoch
from digitpad.data.labelled import LabelledImages
from digitpad.model.normalization import normalize_uint8
from digitpad.model.registry import build_network
from digitpad.recipe.recipe import Recipe
from digitpad.training.evaluate import for_batches
from digitpad.training.optimizers import FACTOR, Averaging, keep_frozen, load_averages, make_optimizer
from digitpad.training.step_trace import StepRecorder

_AUGMENT, _TRANSFORM = 1, 2  # streams of random numbers apart from the order's


_HALF = {"bfloat16": torch.bfloat16, "float16": torch.float16}


class Learner:
    """A network with fresh weights, and its optimiser.

    Args:
        recipe: network, optimiser, loss, augmentation, seed, precision ("float32", "bfloat16" or "float16")
            and normalisation; neither of the last two left open.
        data: the training set on `device`, uint8.
        device: where to compute.

    Attributes:
        network: the network that is trained.
    """

    def __init__(self, recipe: Recipe, data: LabelledImages, device: torch.device) -> None:
        self._recipe = recipe
        self._data = data
        self._device = device
        torch.manual_seed(recipe.seed)
        network = build_network(recipe.entry, len(data.classes), data.form)
        self.network = for_batches(network.to(device))
        self._parameters = list(self.network.parameters())
        self._has_others = bool((data.labels >= len(data.classes)).any())  # only open-set learns from them
        self._norms = [module for module in self.network.modules() if isinstance(module, nn.BatchNorm2d)]
        self._average = self._averaged()
        self._optimizer = make_optimizer(recipe, self.network)
        # float16 has too few small numbers for gradients: the loss is scaled up, and they down again.
        self._scaler = torch.amp.GradScaler(device.type, enabled=recipe.precision == "float16")
        self._transforms = [transform.build(data.form.size) for transform in recipe.transforms]
        self._mean, self._std = recipe.normalisation
        self._random = torch.get_rng_state()  # others in this program may draw between two steps

    def _averaged(self) -> AveragedModel | None:
        if not self._recipe.ema_decay:
            return None
        rule = Averaging(self._recipe.ema_decay)
        return AveragedModel(self.network, multi_avg_fn=rule, use_buffers=True)

    @property
    def inference_network(self) -> nn.Module:
        """The network that is evaluated and saved: the averaged one where the recipe averages."""
        return self.network if self._average is None else self._average.module

    def weights(self) -> dict[str, Tensor]:
        """Return a copy of the inference network's weights, on the processor and safe in another thread."""
        return _copied(self.inference_network.state_dict())

    def step(self, indices: Tensor, number: int, rate: float, recorder: StepRecorder | None = None) -> float:
        """Train on one batch.

        Args:
            indices: int64 (B,), which examples.
            number: steps before this one in the whole run; seeds the augmentation.
            rate: the learning rate.
            recorder: records what happens on the way.

        Returns:
            The batch's mean loss before it changed the weights. If that is not finite, they were not changed.
        """
        for group in self._optimizer.param_groups:
            group["lr"] = rate * group[FACTOR]
        past = self._freeze_batch_norm(number)
        indices = indices.to(self._device)
        labels = self._data.labels.index_select(0, indices)
        if self._has_others and not (past and self._recipe.loss == "open-set"):
            indices = indices[labels < len(self._data.classes)]
            if not len(indices):
                return 0.0
            labels = self._data.labels.index_select(0, indices)
        images = self.pictures(indices, number).contiguous(memory_format=torch.channels_last)
        for parameter in self._parameters:  # what zero_grad does, without its records for a profiler
            parameter.grad = None
        torch.set_rng_state(self._random)
        loss = self._loss(images, labels, recorder)
        value = loss.item()
        if not math.isfinite(value):
            return value
        self._random = torch.get_rng_state()
        self._scaler.scale(loss).backward()
        self._scaler.unscale_(self._optimizer)
        if recorder is not None:
            recorder.backward_done(self.network)
        self._scaler.step(self._optimizer)
        self._scaler.update()
        if recorder is not None:
            recorder.update_done(self.network)
        if self._average is not None:
            self._average.update_parameters(self.network)
        return value

    def train(self) -> None:
        """Put the network into training mode, except its frozen layers."""
        self.network.train()
        keep_frozen(self.network)

    def _freeze_batch_norm(self, number: int) -> bool:
        """Freeze batch norm's statistics from the recipe's epoch on.

        Pictures of no class join only then: a few blots and hatchings would dominate the variance of a whole
        batch, so that digits would look different in training than in inference.

        Returns:
            Whether step `number` is past the start of that epoch.
        """
        recipe = self._recipe
        batches = steps_per_epoch(len(self._data), recipe.batch_size, recipe.drop_last)
        past = number >= recipe.freeze_norm_after * batches
        if recipe.freeze_norm_after and past:
            for module in self._norms:
                module.eval()
        return past

    def pictures(self, indices: Tensor, number: int) -> Tensor:
        """Return pictures as the network gets them in a step: float32 (B, C, H, W), changed and normalised.

        Args:
            indices: int64 (B,), which examples, on the device.
            number: steps before this one in the whole run; seeds the augmentation.
        """
        # index_select of whole pictures takes a tenth of the time of images[indices].
        images = self._data.images.index_select(0, indices)
        seed = self._recipe.seed
        if self._transforms:
            images = apply(self._transforms, images, mixed_seed(seed, _TRANSFORM, number))
        change = AUGMENTATIONS[self._recipe.augmentation]
        if change is not None:
            generator = torch.Generator().manual_seed(mixed_seed(seed, _AUGMENT, number))
            images = change(images.to(torch.float32), generator)
        return normalize_uint8(images, self._mean, self._std)

    def _loss(self, images: Tensor, labels: Tensor, recorder: StepRecorder | None) -> Tensor:
        half = _HALF.get(self._recipe.precision)
        with torch.autocast(self._device.type, half, enabled=half is not None):
            scores = self.network(images)
        # The loss adds up small differences: always float32.
        scores = scores.float()
        if recorder is not None:
            recorder.forward_done(images, labels, scores, self._mean, self._std)
        log_probs = self._recipe.entry.log_probs
        if self._recipe.loss == "nll":
            return F.nll_loss(scores if log_probs else F.log_softmax(scores, dim=1), labels)
        if self._recipe.loss in ("l1", "mse"):
            distance = F.l1_loss if self._recipe.loss == "l1" else F.mse_loss
            targets = one_hot_targets(labels, scores.shape[1], self._recipe.label_smoothing)
            return distance(scores.exp() if log_probs else scores, targets)
        if self._recipe.loss == "open-set":
            return open_set_loss(scores, labels, self._recipe.label_smoothing)
        return F.cross_entropy(scores, labels, label_smoothing=self._recipe.label_smoothing)

    def state_dict(self) -> dict[str, Any]:
        """Return what resuming needs besides the inference weights, as plain values and tensors."""
        averaged = (
            None
            if self._average is None
            else {"network": _copied(self.network.state_dict()), "count": int(self._average.n_averaged)}
        )
        return {
            "optimizer": {"class": type(self._optimizer).__name__, "state": self._optimizer.state_dict()},
            "averaged": averaged,
            "scaler": self._scaler.state_dict(),
            "random": {**_random_state(self._device), "cpu": self._random},
        }

    def load_state_dict(self, weights: Mapping[str, Tensor], state: Mapping[str, Any]) -> None:
        """Continue with inference `weights` and the `state_dict` saved with them.

        An optimiser of another class than the recipe's starts afresh, and a network that was not averaged
        before is averaged from here on.

        Raises:
            KeyError, TypeError, ValueError, RuntimeError: when they do not fit this learner.
        """
        averaged, optimizer = state["averaged"], state["optimizer"]
        if not isinstance(optimizer, dict) or not isinstance(averaged, dict | None):
            raise TypeError("its parts are not tables")
        self.network.load_state_dict(weights if averaged is None else averaged["network"])
        if self._average is not None:
            self._average.module.load_state_dict(weights)
            self._average.n_averaged.fill_(0 if averaged is None else int(averaged["count"]))
        if optimizer["class"] == type(self._optimizer).__name__:
            load_averages(self._optimizer, optimizer["state"])
        if state.get("scaler") and self._scaler.is_enabled():  # missing in older files
            self._scaler.load_state_dict(state["scaler"])
        _restore_random_state(state["random"], self._device)
        self._random = torch.get_rng_state()

    def load_weights(self, weights: Mapping[str, Tensor]) -> None:
        """Start with these weights instead of random ones."""
        self.network.load_state_dict(weights)
        if self._average is not None:
            self._average.module.load_state_dict(weights)

    def load_optimizer(self, state: Mapping[str, Any], names: Sequence[str]) -> None:
        """Continue with another optimiser's averages (momentum); the settings stay those of the recipe.

        Args:
            state: of an optimiser over all of the network's weights. Those of frozen ones are left out.
            names: of the weights in the optimiser's order, which may be another than the network's.

        Raises:
            CheckpointError: when they are of another network.
            KeyError, TypeError, ValueError: when it is not an optimiser's state.
        """
        learning = [weight for group in self._optimizer.param_groups for weight in group["params"]]
        places = {id(weight): place for place, weight in enumerate(learning)}
        own = dict(self.network.named_parameters())
        order = {number: places.get(id(own[name])) for number, name in enumerate(names)}
        averages = {order.get(number, number): own for number, own in state["state"].items()}
        averages.pop(None, None)
        load_averages(self._optimizer, {**state, "state": averages})


def _copied(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: value.detach().to("cpu", copy=True).contiguous() for name, value in state.items()}


def one_hot_targets(labels: Tensor, classes: int, label_smoothing: float = 0.0) -> Tensor:
    """Return what the losses "l1" and "mse" compare scores with: 1 for the true class and 0 for the others.

    Args:
        labels: int64 (B,).
        classes: number of classes.
        label_smoothing: fraction of the target spread evenly, 0 to below 1.

    Returns:
        float32 (B, classes).
    """
    targets = F.one_hot(labels, classes).to(torch.float32)
    return targets * (1 - label_smoothing) + label_smoothing / classes


def open_set_loss(scores: Tensor, labels: Tensor, label_smoothing: float = 0.0) -> Tensor:
    """Return the cross-entropy against one class more, "none of these", whose logit is always 0.

    It is the sum of two: the cross-entropy of the softmax over the classes, for pictures of one of them, and
    the binary cross-entropy of `logsumexp(scores)` as the log-odds of being one of them at all.

    Args:
        scores: logits (B, classes).
        labels: int64 (B,), a class's number, or `classes` for none of them.
        label_smoothing: fraction of the target spread evenly, 0 to below 1.
    """
    with_none = torch.cat([scores, scores.new_zeros(len(scores), 1)], dim=1)
    return F.cross_entropy(with_none, labels, label_smoothing=label_smoothing)


def _random_state(device: torch.device) -> dict[str, Any]:
    """Return the state of torch's random numbers for a run on `device`, as tensors."""
    state: dict[str, Any] = {"cpu": torch.get_rng_state()}
    if device.type == "cuda":
        state["cuda"] = torch.cuda.get_rng_state(device)
    elif device.type == "mps":
        state["mps"] = torch.mps.get_rng_state()
    return state


def _restore_random_state(state: Any, device: torch.device) -> None:
    """Restore the random numbers that `_random_state` saved.

    A run saved on another kind of device continues with fresh numbers on this one.

    Raises:
        TypeError, ValueError, RuntimeError: when `state` is not such a state.
    """
    if isinstance(state, torch.Tensor):  # files of version 1
        state = {"cpu": state}
    torch.set_rng_state(state["cpu"])
    if device.type == "cuda" and "cuda" in state:
        torch.cuda.set_rng_state(state["cuda"], device)
    elif device.type == "mps" and "mps" in state:
        torch.mps.set_rng_state(state["mps"])
