"""What measuring tells beside the accuracy: parts, calibration, refusals."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from digitpad.data.datasets import LabelledImages
from digitpad.training.evaluate import Measurement, Part, evaluate, per_digit, per_writer


class _Answers(nn.Module):
    """Gives scores by the picture's only grey value, from 1 on; an empty one gets the first."""

    def __init__(self, scores: Tensor) -> None:
        super().__init__()
        self.scores = scores

    def forward(self, pictures: Tensor) -> Tensor:
        return self.scores[(pictures[:, 0, 0, 0].mul(255).round().long() - 1).clamp_min(0)]


def pictures(labels: list[int], classes: tuple[str, ...] = ("0", "1"), **fields: Any) -> LabelledImages:
    """Pictures with the grey values 1, 2, ..."""
    images = torch.arange(1, len(labels) + 1, dtype=torch.uint8).view(-1, 1, 1, 1).expand(-1, 1, 28, 28)
    return LabelledImages(images, torch.tensor(labels), classes, **fields)


def measured(scores: list[list[float]], data: LabelledImages, **options: Any) -> Measurement:
    return evaluate(_Answers(torch.tensor(scores, dtype=torch.float32)), data, 0.0, 1.0, **options)


def with_confidence(confidence: list[float], right: list[bool]) -> Measurement:
    answers = torch.zeros(len(right), dtype=torch.int64)  # not asked for here
    return Measurement(0, 0, torch.zeros(10, 10), torch.tensor(confidence), torch.tensor(right), answers)


def test_digits_and_writers_are_counted_apart() -> None:
    data = pictures([0, 1, 1, 0], writers=("b", None, "a", "b"))
    found = measured([[2, 0], [0, 2], [2, 0], [2, 0]], data)
    assert (found.accuracy, found.right.tolist()) == (0.75, [True, True, False, True])
    assert per_digit(found, ("0", "1")) == {"0": Part(2, 2), "1": Part(2, 1)}
    assert Part(2, 1).accuracy == 0.5
    assert list(per_writer(found, data).items()) == [("a", Part(1, 0)), ("b", Part(2, 2))]
    assert per_writer(found, pictures([0, 1, 1, 0])) == {}
    assert per_digit(measured([[2, 0]], pictures([0])), ("0", "1")) == {"0": Part(1, 1)}


def test_pictures_of_classes_that_the_network_lacks_are_read_wrong() -> None:
    data = pictures([0, 1, 2], ("0", "1", "2"))
    found = measured([[0, 2], [2, 0], [0, 2]], data, classes=("2", "0"))
    assert (found.answers.tolist(), found.right.tolist()) == ([1, 0, 1], [True, False, False])
    assert found.accuracy == pytest.approx(1 / 3)
    assert found.confusion.tolist() == [[0, 1], [1, 0], [0, 1]]
    # Of the picture of a 1 there is no probability to measure.
    sure, wrong = math.log1p(math.exp(-2)), 2 + math.log1p(math.exp(-2))
    assert found.loss == pytest.approx((sure + wrong) / 2)


def test_a_network_that_has_none_of_the_classes_has_no_loss() -> None:
    found = measured([[0, 2]], pictures([0], ("0",)), classes=("cat", "dog"))
    assert math.isnan(found.loss)
    assert found.accuracy == 0


def test_an_empty_picture_is_answered_by_no_class_and_refused() -> None:
    data = LabelledImages(torch.zeros(2, 1, 28, 28, dtype=torch.uint8), torch.tensor([0, 1]), ("0", "1"))
    found = measured([[9, 0]], data, refuse_below=0.5)
    assert found.confidence.tolist() == pytest.approx([0.5, 0.5])
    assert found.refused_share == 1.0


def test_probabilities_that_come_true_have_no_calibration_error() -> None:
    found = with_confidence([0.75] * 4 + [0.25] * 4, [True, True, True, False] + [True] + [False] * 3)
    assert found.calibration_error == pytest.approx(0)


def test_the_calibration_error_is_the_mean_distance_of_the_bins() -> None:
    # Three quarters in a bin with 0.9 against an accuracy of 2/3, a quarter in one with 0.5 against 1.
    found = with_confidence([0.9, 0.9, 0.9, 0.5], [True, True, False, True])
    assert found.calibration_error == pytest.approx(0.75 * (0.9 - 2 / 3) + 0.25 * 0.5, abs=1e-6)


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_the_ends_of_the_scale_have_a_bin(certain: float) -> None:
    assert with_confidence([certain], [not certain]).calibration_error == pytest.approx(1)


def test_only_a_network_that_can_tell_refuses() -> None:
    scores, data = [[5.0, 0.0], [-5.0, -5.0]], pictures([0, 0])
    assert measured(scores, data).refused_share is None
    found = measured(scores, data, refuse_below=0.5)
    assert (found.refused.tolist(), found.refused_share) == ([False, True], 0.5)
