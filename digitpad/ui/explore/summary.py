"""The line over the pictures: how many there are, and how well a network reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitpad.errors import Sentence
from digitpad.ui.messages import joined, sentence

if TYPE_CHECKING:
    from digitpad.data.datasets import LabelledImages
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.training.evaluate import Measurement


def summary(
    data: LabelledImages, measurement: Measurement | None, read_by: Checkpoint | None, answers: bool
) -> str:
    """The line in the window's language.

    Args:
        data: the pictures.
        measurement: how a network reads them; None before one did.
        read_by: that network.
        answers: whether it still reads the pad.
    """
    return joined(*map(sentence, _sentences(data, measurement, read_by, answers)))


def _sentences(
    data: LabelledImages, measurement: Measurement | None, read_by: Checkpoint | None, answers: bool
) -> list[Sentence]:
    classes = len(data.classes)
    if measurement is None or read_by is None:
        return [Sentence("{count:,} pictures.", {"count": len(data)})]
    known = len(set(data.classes) & set(read_by.classes))
    if not known:
        return [Sentence("The network knows none of these {count} classes.", {"count": classes})]
    sentences = [
        Sentence(
            "{share:.2f} % of {count:,} read right, {wrong:,} wrong. Average loss {loss:.4f}.",
            {
                "share": 100 * measurement.accuracy,
                "count": len(data),
                "wrong": int((~measurement.right).sum()),
                "loss": measurement.loss,
            },
        )
    ]
    if known < classes:
        text = "The network knows {known} of the {count} classes."
        sentences.append(Sentence(text, {"known": known, "count": classes}))
    if not answers:
        sentences.append(Sentence("Another network reads the pad now: read them again."))
    return sentences
