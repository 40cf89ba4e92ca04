"""Teaching a network that can read already: a few samples of its user's hand, and nothing forgotten.

The network is trained on a little, mixed from three things: the own samples, drawn again and again with
small distortions; digits that everybody writes; and, where it can tell what is no digit, letters and
scribbles. Of the last two it shall say what it said before ("Learning without Forgetting", Li and Hoiem,
2016). Batch norm keeps its statistics.

Afterwards the weights lie somewhere between those before and those after ("Robust fine-tuning of zero-shot
models", WiSE-FT, Wortsman et al., 2022): as near to the taught ones as the digits that everybody writes
allow. That is decided on a part of their training set; the test set is only measured.
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
from digitpad.training.evaluate import Measurement, Part, evaluate
from digitpad.training.interpolation import mixed, share_to_go
from digitpad.training.practice import Lesson, Pool
from digitpad.training.rehearsal import Rehearsal

HOLD_OUT_FROM = 20
"""Own samples from which some are kept apart, to see whether more than these very drawings was learnt."""

_SURE = 0.05
"""Loss from which a picture counts as learnt and is left alone: its digit has 95 %. To go on pushing would be
paid for by everybody's digits."""

_RISE = 0.2
"""Share of the steps in which the learning rate rises. Adam's first step moves each weight by the whole rate,
and nothing is forgotten yet that could hold it back."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done ("measure before", "prepare", "teach", "check", "measure after"), done and
total; may raise `Cancelled`."""


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """How something was read before and after."""

    before: Part
    after: Part


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of a lesson.

    Attributes:
        checkpoint: the taught network.
        learnt: the own samples it has learnt from.
        kept_apart: own samples it has not learnt from; None where there were too few to keep any apart.
        everybody: the test set of the digits that everybody writes.
        rehearsed: name of the dataset of those.
        share: how far the weights went towards the taught ones, 0-1.
        unread: own samples that could not be read.
    """

    checkpoint: Checkpoint
    learnt: BeforeAfter
    kept_apart: BeforeAfter | None
    everybody: BeforeAfter
    rehearsed: str
    share: float
    unread: int


def check_teachable(checkpoint: Checkpoint) -> None:
    """Make sure that a network can be taught own samples.

    Raises:
        TrainingError: when its classes are not the digits, or its pictures are not MNIST's.
    """
    if not checkpoint.reads_digits:
        raise TrainingError(
            "This network does not read the digits 0 to 9 in 28x28 grey, so it cannot be taught own samples."
        )


def teach(
    checkpoint: Checkpoint, own: ReadSamples, old: Rehearsal, progress: Progress, lesson: Lesson
) -> Taught:
    """Teach a network own samples. The checkpoint that is given stays as it is.

    Args:
        checkpoint: the network.
        own: the samples, read; from `HOLD_OUT_FROM` on some are kept apart.
        old: what must not be forgotten.
        progress: is told how it goes on.
        lesson: how.

    Raises:
        TrainingError: when there are no samples, or the network does not read digits.
        Cancelled: from `progress`.
    """
    check_teachable(checkpoint)
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
    learn, apart = split(own) if len(own.samples) >= HOLD_OUT_FROM else (own, None)
    sets = (labelled(learn), None if apart is None else labelled(apart), old.test)
    before = _measure(checkpoint, sets, partial(progress, "measure before"))
    weights = _learn(checkpoint, learn, old, progress, lesson)
    share = share_to_go(checkpoint, weights, old.check, partial(progress, "check"))
    taught = replace(checkpoint, model=mixed(checkpoint.model, weights, share))
    after = _measure(taught, sets, partial(progress, "measure after"))
    learnt, kept_apart, everybody = (
        None if was is None or now is None else BeforeAfter(_part(was), _part(now))
        for was, now in zip(before, after, strict=True)
    )
    assert learnt is not None
    assert everybody is not None
    return Taught(
        _without_run(taught, after[2], old.name, f"{len(learn.samples)} own samples, {share:.0%} of the way"),
        learnt,
        kept_apart,
        everybody,
        old.name,
        share,
        len(own.unread),
    )


Counted = Callable[[int, int], None]
Sets = tuple[LabelledImages, LabelledImages | None, LabelledImages]
Measured = tuple[Measurement, Measurement | None, Measurement]


def _measure(checkpoint: Checkpoint, sets: Sets, progress: Counted) -> Measured:
    """How the network reads the samples it learns from, those kept apart, and the test set."""
    learn, apart, test = sets
    network, mean, std = checkpoint.network(), checkpoint.mean, checkpoint.std
    return (
        evaluate(network, learn, mean, std),
        None if apart is None else evaluate(network, apart, mean, std),
        evaluate(network, test, mean, std, progress),
    )


def _part(found: Measurement) -> Part:
    return Part(found.count, int(found.right.sum()))


def _learn(
    checkpoint: Checkpoint, learn: ReadSamples, old: Rehearsal, progress: Progress, lesson: Lesson
) -> dict[str, Tensor]:
    """The weights after training on the own samples, which may have forgotten something."""
    pool = Pool(checkpoint, learn, old, partial(progress, "prepare"), lesson)
    teacher, student = _network(checkpoint), _network(checkpoint)
    # In evaluation mode: batch norm goes on with the statistics of everybody's digits, nothing drops out.
    student.requires_grad_(True)
    optimizer = torch.optim.Adam(student.parameters(), lr=lesson.rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, partial(_rise_and_fall, steps=lesson.steps))
    tells = checkpoint.refuse_below is not None
    for step in range(lesson.steps):
        progress("teach", step, lesson.steps)
        if step and step in (lesson.steps // 4, lesson.steps // 2, 3 * lesson.steps // 4):
            pool.dwell_on(partial(_changes, student, teacher, tells))
        pictures, labels = pool.batch()
        scores = student(pictures)
        with torch.no_grad():
            said = teacher(pictures[len(labels) :])
        losses = F.nll_loss(_log_probs(scores[: len(labels)], tells), labels, reduction="none")
        new = F.relu(losses - _SURE).mean()
        loss = new + lesson.keeping * _change(scores[len(labels) :], said, tells)
        if not bool(loss.isfinite()):
            raise TrainingError("Teaching led to a loss that is no number; the network stays as it was.")
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    return {name: value.detach().clone().contiguous() for name, value in student.state_dict().items()}


def _rise_and_fall(step: int, steps: int) -> float:
    """Share of the learning rate at a step: it rises at first, then falls along a cosine."""
    rise = max(1.0, _RISE * steps)
    fallen = 0.5 + 0.5 * math.cos(math.pi * step / steps)
    return min(1.0, (step + 1) / rise) * fallen


def _network(checkpoint: Checkpoint) -> nn.Module:
    """The network with weights of its own."""
    weights = {name: value.clone() for name, value in checkpoint.model.items()}
    # channels_last makes the processor's convolutions about a fifth faster.
    return replace(checkpoint, model=weights).network().to(memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]


def _log_probs(scores: Tensor, tells: bool) -> Tensor:
    """Log-probabilities of the classes; with "none of them", whose score is 0, where the network can tell."""
    if tells:
        scores = torch.cat([scores, scores.new_zeros(len(scores), 1)], dim=1)
    return F.log_softmax(scores, dim=1)


def _change(scores: Tensor, said: Tensor, tells: bool) -> Tensor:
    """How far the answers are from those that the network gave before: mean Kullback-Leibler divergence."""
    change = _divergence(_log_probs(scores, False), _log_probs(said, False))
    # Among the digits alone too: of what is none of them the network says so by liking all of them alike.
    return change + _divergence(_log_probs(scores, True), _log_probs(said, True)) if tells else change


def _changes(student: nn.Module, teacher: nn.Module, tells: bool, pictures: Tensor) -> Tensor:
    """How far each of the answers is from the one before."""
    with torch.no_grad():
        answers, before = (_log_probs(network(pictures), tells) for network in (student, teacher))
    return F.kl_div(answers, before, reduction="none", log_target=True).sum(dim=1)


def _divergence(answers: Tensor, before: Tensor) -> Tensor:
    return F.kl_div(answers, before, reduction="batchmean", log_target=True)


def _without_run(taught: Checkpoint, test: Measurement, name: str, note: str) -> Checkpoint:
    """The taught network as a file keeps it: it has no run that could be resumed, and no curves."""
    metrics = {"test_accuracy": test.accuracy, "test_loss": test.loss} if name == "mnist" else {}
    return replace(
        taught,
        recipe=None,
        metrics=metrics,
        history={},
        training=None,
        notes={**taught.notes, "taught": note},
        kind=FORMAT,
        path=None,
        optimizer=None,
        optimizer_problem=None,
    )
