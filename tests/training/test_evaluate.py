"""What measuring tells beside the accuracy: parts, calibration, refusals."""

from __future__ import annotations

import math

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


def measured(scores: list[list[float]], labels: list[int], **options: float) -> Measurement:
    images = torch.arange(1, len(labels) + 1, dtype=torch.uint8).view(-1, 1, 1, 1).expand(-1, 1, 28, 28)
    data = LabelledImages(images, torch.tensor(labels), ("0", "1"))
    return evaluate(_Answers(torch.tensor(scores, dtype=torch.float32)), data, 0.0, 1.0, **options)  # type: ignore[arg-type]


def with_confidence(confidence: list[float], right: list[bool]) -> Measurement:
    answers = torch.zeros(len(right), dtype=torch.int64)  # not asked for here
    return Measurement(0, 0, torch.zeros(10, 10), torch.tensor(confidence), torch.tensor(right), answers)


def test_digits_and_writers_are_counted_apart() -> None:
    found = measured([[2, 0], [0, 2], [2, 0], [2, 0]], [0, 1, 1, 0])
    assert found.accuracy == 0.75
    assert found.right.tolist() == [True, True, False, True]
    digits = per_digit(found, ("0", "1"))
    assert digits == {"0": Part(2, 2), "1": Part(2, 1)}
    assert digits["1"].accuracy == 0.5
    images = torch.zeros(4, 1, 28, 28, dtype=torch.uint8)
    data = LabelledImages(images, torch.tensor([0, 1, 1, 0]), ("0", "1"), ("b", None, "a", "b"))
    assert per_writer(found, data) == {"a": Part(1, 0), "b": Part(2, 2)}
    assert list(per_writer(found, data)) == ["a", "b"]
    nobody = LabelledImages(images, data.labels, ("0", "1"))
    assert per_writer(found, nobody) == {}


def test_pictures_of_classes_that_the_network_lacks_are_read_wrong() -> None:
    images = torch.arange(1, 4, dtype=torch.uint8).view(-1, 1, 1, 1).expand(-1, 1, 28, 28)
    data = LabelledImages(images, torch.tensor([0, 1, 2]), ("0", "1", "2"))
    network = _Answers(torch.tensor([[0.0, 2.0], [2.0, 0.0], [0.0, 2.0]]))
    found = evaluate(network, data, 0.0, 1.0, classes=("2", "0"))
    assert found.answers.tolist() == [1, 0, 1]
    assert found.right.tolist() == [True, False, False]
    assert found.accuracy == pytest.approx(1 / 3)
    assert found.confusion.tolist() == [[0, 1], [1, 0], [0, 1]]
    # Of the picture of a 1 there is no probability to measure.
    sure, wrong = math.log1p(math.exp(-2)), 2 + math.log1p(math.exp(-2))
    assert found.loss == pytest.approx((sure + wrong) / 2)


def test_a_network_that_has_none_of_the_classes_has_no_loss() -> None:
    data = LabelledImages(torch.ones(1, 1, 28, 28, dtype=torch.uint8), torch.tensor([0]), ("0",))
    found = evaluate(_Answers(torch.tensor([[0.0, 2.0]])), data, 0.0, 1.0, classes=("cat", "dog"))
    assert math.isnan(found.loss)
    assert found.accuracy == 0


def test_an_empty_picture_is_answered_by_no_class_and_refused() -> None:
    data = LabelledImages(torch.zeros(2, 1, 28, 28, dtype=torch.uint8), torch.tensor([0, 1]), ("0", "1"))
    found = evaluate(_Answers(torch.tensor([[9.0, 0.0]])), data, 0.0, 1.0, refuse_below=0.5)
    assert found.confidence.tolist() == pytest.approx([0.5, 0.5])
    assert found.refused_share == 1.0


def test_a_digit_without_pictures_is_left_out() -> None:
    assert per_digit(measured([[2, 0]], [0]), ("0", "1")) == {"0": Part(1, 1)}


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
    scores = [[5.0, 0.0], [-5.0, -5.0]]
    assert measured(scores, [0, 0]).refused_share is None
    found = measured(scores, [0, 0], refuse_below=0.5)
    assert found.refused.tolist() == [False, True]
    assert found.refused_share == 0.5
