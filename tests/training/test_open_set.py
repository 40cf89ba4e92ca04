from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F

from digitpad.data.datasets import LabelledImages
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import REFUSE_BELOW
from digitpad.recognizer import Recognizer
from digitpad.training.learner import open_set_loss
from tests.helpers import small_dataset, untrained
from tests.training.runs import finished


def test_of_digits_alone_it_is_cross_entropy_with_one_class_more() -> None:
    scores, labels = torch.randn(8, 10), torch.arange(8)
    expected = F.cross_entropy(torch.cat([scores, torch.zeros(8, 1)], 1), labels)
    assert open_set_loss(scores, labels) == pytest.approx(float(expected))


def test_it_is_the_sum_of_what_it_is_and_whether_it_is_any() -> None:
    scores, labels = torch.randn(8, 10), torch.tensor([0, 1, 2, 3, 4, 5, 10, 10])
    known = scores.logsumexp(dim=1)
    classes = F.cross_entropy(scores[:6], labels[:6], reduction="sum")
    any_at_all = F.binary_cross_entropy_with_logits(known, (labels < 10).float(), reduction="sum")
    assert open_set_loss(scores, labels) == pytest.approx(float(classes + any_at_all) / 8, rel=1e-4)


def test_what_is_no_digit_leaves_the_features_as_they_are() -> None:
    network = architecture("handwriting").build(classes=10).train()
    open_set_loss(network(torch.randn(4, 1, 28, 28)), torch.full((4,), 10)).backward()
    pulls = {name: float(value.grad.abs().max()) for name, value in network.named_parameters()}
    assert max(pull for name, pull in pulls.items() if name.startswith("known.")) > 1e-3
    assert max(pull for name, pull in pulls.items() if not name.startswith("known.")) < 1e-6


def test_a_run_learns_what_is_no_digit_and_its_file_says_so(tmp_path) -> None:
    data = small_dataset(300, 50)
    noise = (torch.rand(150, 1, 28, 28, generator=torch.Generator().manual_seed(0)) * 255).to(torch.uint8)
    train = LabelledImages(
        torch.cat([data.train.images, noise]), torch.cat([data.train.labels, torch.full((150,), 10)])
    )
    recipe = preset("quick").with_changes(loss="open-set", epochs=4, batch_size=32, precision="float32")
    recognizer = Recognizer(load_checkpoint(finished(recipe, replace(data, train=train), tmp_path).last_path))
    assert recognizer.checkpoint.refuse_below == REFUSE_BELOW
    assert "epoch 4" in recognizer.checkpoint.notes["log"]
    of_noise, of_digits = (
        [answer.unknown for answer in recognizer.predict_inputs(list(images[:, 0].float().numpy() / 255))]
        for images in (noise[:20], data.test.images)
    )
    assert all(of_noise)
    assert sum(of_digits) <= 0.2 * len(of_digits)


def test_other_networks_never_refuse(tmp_path) -> None:
    save_checkpoint(untrained(), tmp_path / "plain.pth")
    answer = Recognizer.load(tmp_path / "plain.pth").predict(torch.rand(40, 40).numpy())
    assert (answer.known, answer.unknown) == (None, False)


@pytest.mark.parametrize("stored", [float("nan"), -0.1, 1.5, "often", None])
def test_an_odd_threshold_in_a_file_counts_as_none(tmp_path, stored: object) -> None:
    save_checkpoint(untrained(refuse_below=0.5), tmp_path / "whole.pth")
    content = torch.load(tmp_path / "whole.pth", weights_only=True)
    assert content["refuse_below"] == 0.5
    torch.save({**content, "refuse_below": stored}, tmp_path / "odd.pth")
    assert load_checkpoint(tmp_path / "odd.pth").refuse_below is None


def test_known_is_the_share_of_all_classes_against_none() -> None:
    checkpoint = untrained(refuse_below=0.5)
    recognizer = Recognizer(checkpoint)
    picture = torch.rand(28, 28).numpy()
    scores = checkpoint.network()((torch.from_numpy(picture) - 0.1307).view(1, 1, 28, 28) / 0.3081)[0]
    total = float(scores.exp().sum())
    answer = recognizer.predict_inputs([picture])[0]
    assert answer.known == pytest.approx(total / (1 + total), rel=1e-4)
    assert answer.unknown == (answer.known < 0.5)
    assert math.isclose(sum(math.exp(value) for value in answer.log_probs), 1, rel_tol=1e-4)
