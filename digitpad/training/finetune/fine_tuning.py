"""Fine-tuning: a network learns a few samples of its user's hand, and forgets nothing.

The network is trained on a little, mixed from three things: the own samples, drawn again and again with
small distortions; everyone's digits; and, where it can refuse to answer, letters and scribbles. On the last
two it must answer as before ("Learning without Forgetting", Li and Hoiem, 2016). Batch norm keeps its
statistics.

Afterwards the weights lie somewhere between those before and those after ("Robust fine-tuning of zero-shot
models", WiSE-FT, Wortsman et al., 2022): as near to the fine-tuned ones as everyone's digits allow. A part of
their training set decides that; the test set is only measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from digitpad.data.labelled import LabelledImages
from digitpad.data.own.sets import ReadSamples, labelled, split
from digitpad.errors import TrainingError, reason
from digitpad.model.checkpoint import FORMAT, Checkpoint
from digitpad.training.evaluate import Measurement, Part, evaluate, for_batches
from digitpad.training.finetune.batches import BatchSampler, FineTuneConfig
from digitpad.training.finetune.interpolation import interpolated, safe_fraction
from digitpad.training.finetune.rehearsal import Rehearsal

HOLD_OUT_FROM = 20
"""With so many own samples some are held out, to measure whether more than these very drawings was learnt."""

_SURE = 0.05
"""Loss below which a picture counts as learnt and is left alone: its digit has 95 %. Pushing further would
cost accuracy on everyone's digits."""

_RISE = 0.2
"""Fraction of the steps in which the learning rate rises. Adam's first step moves each weight by the whole
rate, and nothing is forgotten yet that could hold it back."""

Progress = Callable[[str, int, int], None]
"""Called with the phase ("measure before", "prepare", "teach", "check", "measure after"), done and
total; may raise `Cancelled`."""


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """How well something was read before and after."""

    before: Part
    after: Part


@dataclass(frozen=True, slots=True)
class FineTuned:
    """The result of fine-tuning.

    Attributes:
        checkpoint: the fine-tuned network.
        trained_on: the own samples it was trained on.
        held_out: own samples it was not trained on; None where there were too few to hold any out.
        test: the test set of everyone's digits.
        rehearsed: name of the dataset of those.
        fraction: how far the weights went towards those after training, 0-1.
        unread: own samples that could not be read.
    """

    checkpoint: Checkpoint
    trained_on: BeforeAfter
    held_out: BeforeAfter | None
    test: BeforeAfter
    rehearsed: str
    fraction: float
    unread: int


def check_reads_digits(checkpoint: Checkpoint) -> None:
    """Make sure that a network can be fine-tuned on own samples.

    Raises:
        TrainingError: when its classes are not the digits, or its pictures are not MNIST's.
    """
    if not checkpoint.reads_digits:
        raise TrainingError(
            "This network does not read the digits 0 to 9 in 28x28 grey, so it cannot be taught own samples."
        )


def fine_tune(
    checkpoint: Checkpoint,
    own: ReadSamples,
    rehearsal: Rehearsal,
    progress: Progress,
    config: FineTuneConfig,
) -> FineTuned:
    """Fine-tune a network on own samples. The given checkpoint stays as it is.

    Args:
        checkpoint: the network.
        own: the samples, read; from `HOLD_OUT_FROM` on some are held out.
        rehearsal: what must not be forgotten.
        progress: called as each phase goes on.
        config: how.

    Raises:
        TrainingError: when there are no samples, or the network does not read digits.
        Cancelled: from `progress`.
    """
    check_reads_digits(checkpoint)
    if not own.samples and own.unread:
        raise TrainingError(
            "None of the {count} own samples could be read ({why}); put pictures of digits there.",
            count=len(own.unread),
            why=reason(own.unread[0]),
        )
    if not own.samples:
        raise TrainingError(
            "There are no own samples to learn from: draw a digit and press the key of what it was."
        )
    train, held_out = split(own) if len(own.samples) >= HOLD_OUT_FROM else (own, None)
    sets = (labelled(train), None if held_out is None else labelled(held_out), rehearsal.test)
    before = _measure(checkpoint, sets, partial(progress, "measure before"))
    weights = _train(checkpoint, train, rehearsal, progress, config)
    fraction = safe_fraction(checkpoint, weights, rehearsal.validation, partial(progress, "check"))
    tuned = replace(checkpoint, model=interpolated(checkpoint.model, weights, fraction))
    after = _measure(tuned, sets, partial(progress, "measure after"))
    own_train, own_held_out, test = (
        None if was is None or now is None else BeforeAfter(_part(was), _part(now))
        for was, now in zip(before, after, strict=True)
    )
    assert own_train is not None
    assert test is not None
    note = f"{len(train.samples)} own samples, {fraction:.0%} of the way"
    return FineTuned(
        _without_run(tuned, after[2], rehearsal.name, note),
        own_train,
        own_held_out,
        test,
        rehearsal.name,
        fraction,
        len(own.unread),
    )


Counted = Callable[[int, int], None]
Sets = tuple[LabelledImages, LabelledImages | None, LabelledImages]
Measured = tuple[Measurement, Measurement | None, Measurement]


def _measure(checkpoint: Checkpoint, sets: Sets, progress: Counted) -> Measured:
    """Measure the network on the own samples it learns from, those held out, and the test set."""
    train, held_out, test = sets
    network, mean, std = checkpoint.network(), checkpoint.mean, checkpoint.std
    return (
        evaluate(network, train, mean, std),
        None if held_out is None else evaluate(network, held_out, mean, std),
        evaluate(network, test, mean, std, progress),
    )


def _part(measurement: Measurement) -> Part:
    return Part(measurement.count, int(measurement.right.sum()))


def _train(
    checkpoint: Checkpoint,
    samples: ReadSamples,
    rehearsal: Rehearsal,
    progress: Progress,
    config: FineTuneConfig,
) -> dict[str, Tensor]:
    """The weights after training on the own samples, which may have forgotten something."""
    sampler = BatchSampler(checkpoint, samples, rehearsal, partial(progress, "prepare"), config)
    teacher, student = _network(checkpoint), _network(checkpoint)
    # In evaluation mode: batch norm keeps the statistics of everyone's digits, nothing drops out.
    student.requires_grad_(True)
    optimizer = torch.optim.Adam(student.parameters(), lr=config.learning_rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, partial(_rise_and_fall, steps=config.steps))
    refuses = checkpoint.refuse_below is not None
    for step in range(config.steps):
        progress("teach", step, config.steps)
        if step and step in (config.steps // 4, config.steps // 2, 3 * config.steps // 4):
            sampler.mine_hard_examples(partial(_changes, student, teacher, refuses))
        pictures, labels = sampler.batch()
        scores = student(pictures)
        with torch.no_grad():
            former = teacher(pictures[len(labels) :])
        losses = F.nll_loss(_log_probs(scores[: len(labels)], refuses), labels, reduction="none")
        new = F.relu(losses - _SURE).mean()
        loss = new + config.distillation_weight * _distillation(scores[len(labels) :], former, refuses)
        if not bool(loss.isfinite()):
            raise TrainingError("Teaching diverged: the loss is not finite. The network stays as it was.")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return {name: value.detach().clone().contiguous() for name, value in student.state_dict().items()}


def _rise_and_fall(step: int, steps: int) -> float:
    """The factor of the learning rate at a step: it rises at first, then falls along a cosine."""
    rise = max(1.0, _RISE * steps)
    fallen = 0.5 + 0.5 * math.cos(math.pi * step / steps)
    return min(1.0, (step + 1) / rise) * fallen


def _network(checkpoint: Checkpoint) -> nn.Module:
    """The network with weights of its own."""
    weights = {name: value.clone() for name, value in checkpoint.model.items()}
    return for_batches(replace(checkpoint, model=weights).network())


def _log_probs(scores: Tensor, refuses: bool) -> Tensor:
    """Log-probabilities of the classes, and of "none of them", whose score is 0, if the network `refuses`."""
    if refuses:
        scores = torch.cat([scores, scores.new_zeros(len(scores), 1)], dim=1)
    return F.log_softmax(scores, dim=1)


def _distillation(scores: Tensor, former: Tensor, refuses: bool) -> Tensor:
    """How far the answers are from the former ones: mean Kullback-Leibler divergence."""
    change = _divergence(_log_probs(scores, False), _log_probs(former, False))
    # Among the digits alone too: to what is none of them the network answers with all digits alike.
    return change + _divergence(_log_probs(scores, True), _log_probs(former, True)) if refuses else change


def _changes(student: nn.Module, teacher: nn.Module, refuses: bool, pictures: Tensor) -> Tensor:
    """How far each of the answers is from the former one."""
    with torch.no_grad():
        answers, before = (_log_probs(network(pictures), refuses) for network in (student, teacher))
    return F.kl_div(answers, before, reduction="none", log_target=True).sum(dim=1)


def _divergence(answers: Tensor, before: Tensor) -> Tensor:
    return F.kl_div(answers, before, reduction="batchmean", log_target=True)


def _without_run(tuned: Checkpoint, test: Measurement, name: str, note: str) -> Checkpoint:
    """The fine-tuned network as it is saved: without a run to resume, and without curves."""
    metrics = {"test_accuracy": test.accuracy, "test_loss": test.loss} if name == "mnist" else {}
    return replace(
        tuned,
        recipe=None,
        metrics=metrics,
        history={},
        training=None,
        notes={**tuned.notes, "taught": note},
        kind=FORMAT,
        path=None,
        optimizer=None,
        optimizer_problem=None,
    )
