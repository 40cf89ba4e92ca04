"""What a run that has ended did: whether its loss rose instead of falling."""

from __future__ import annotations

from collections.abc import Sequence

from digitpad.errors import Sentence

_NEWEST = 10  # points of the training curve that count as its end
_FACTOR, _LEAST = 2.0, 1.0  # what a loss has to rise by, so that it is not chance


def rise(
    train: Sequence[tuple[int, float]], test: Sequence[tuple[int, int, float, float]], rate: float
) -> Sentence | None:
    """Return what to say of a run whose loss is far above that at its start; None for any other run.

    Args:
        train: (examples seen, loss) of the training curve.
        test: (examples seen, epoch, loss, accuracy) of the test curve.
        rate: its learning rate.
    """
    curves = []
    if test and test[-1][1]:
        curves.append((test[0][2], test[-1][2]))
    if train:
        newest = [loss for _, loss in train[-_NEWEST:]]
        curves.append((train[0][1], sum(newest) / len(newest)))
    for before, after in curves:
        if after > max(_FACTOR * before, before + _LEAST):
            return Sentence(
                "The loss rose from {before} to {after}, most often because the learning rate ({rate}) is "
                "too large. Train again with a smaller one.",
                {"before": f"{before:.2f}", "after": f"{after:,.2f}", "rate": f"{rate:g}"},
            )
    return None
