"""Teaching: what is learnt, what is not forgotten, and what is told of it."""

from __future__ import annotations

import math
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from digitpad.data.datasets import LabelledImages
from digitpad.data.own.samples import OwnSamples, Sample
from digitpad.data.own.sets import ReadSamples, read_samples, variations
from digitpad.data.sets.synthetic_set import synthetic_images
from digitpad.errors import Cancelled, CheckpointError, TrainingError
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.model.checkpoint import Checkpoint, save_checkpoint
from digitpad.model.loading import load_checkpoint
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from digitpad.training.finetune import batches, fine_tuning, interpolation, rehearsal, session
from digitpad.training.finetune.batches import FineTuneConfig
from digitpad.training.finetune.fine_tuning import FineTuned, fine_tune
from digitpad.training.finetune.interpolation import interpolated, safe_fraction
from digitpad.training.finetune.rehearsal import Rehearsal, load_rehearsal, non_digits, rehearsal_of
from digitpad.training.finetune.session import PHASES, fine_tune_on_samples, fraction_done, save_fine_tuned
from tests.helpers import small_dataset, untrained, write_mnist

SHORT = FineTuneConfig(steps=25, own=16, rehearsed=24, others=4, learning_rate=1e-3, variations=60)


def gamma(number: int) -> Drawing:
    """A seven like a gamma, which the network takes for something else; each number is another drawing."""
    x, y, w, h = np.random.default_rng(number).uniform((7, 5, 8, 15), (9, 7, 11, 17))
    return Drawing((Stroke(((x, y + h), (x + 0.5, y), (x + w, y + 0.5)), 2.2),))


@pytest.fixture(scope="module")
def old() -> Rehearsal:
    return rehearsal_of(small_dataset(150, 60))


@pytest.fixture(scope="module")
def network() -> Checkpoint:
    return load_checkpoint(default_checkpoint())


def samples_of(folder: Path, count: int) -> ReadSamples:
    store = OwnSamples(folder)
    for number in range(count):
        store.add(gamma(number), 7)
    return read_samples(store.listing().samples)


@pytest.fixture(scope="module")
def taught(network: Checkpoint, old: Rehearsal, tmp_path_factory: pytest.TempPathFactory) -> FineTuned:
    own = samples_of(tmp_path_factory.mktemp("samples"), 10)
    return fine_tune(network, own, old, lambda *_: None, SHORT)


def test_new_drawings_of_an_odd_hand_are_read_after_ten_corrected_ones(
    network: Checkpoint, taught: FineTuned
) -> None:
    new = [gamma(100 + number) for number in range(10)]
    before, after = (
        sum(Recognizer(checkpoint).predict(drawing).digit == 7 for drawing in new)
        for checkpoint in (network, taught.checkpoint)
    )
    assert before <= 3
    assert after >= 8


def test_what_everybody_writes_is_not_forgotten(taught: FineTuned) -> None:
    assert taught.test.after.right >= taught.test.before.right - 1
    assert taught.test.after.n == 60


def test_what_is_told_of_the_samples_is_what_the_networks_read(
    network: Checkpoint, taught: FineTuned
) -> None:
    drawn = [gamma(number) for number in range(10)]
    for checkpoint, told in (
        (network, taught.trained_on.before),
        (taught.checkpoint, taught.trained_on.after),
    ):
        recognizer = Recognizer(checkpoint)
        assert told.n == 10
        assert told.right == sum(recognizer.predict(drawing).digit == 7 for drawing in drawn)


def test_the_network_before_stays_as_it_was(network: Checkpoint, taught: FineTuned) -> None:
    fresh = load_checkpoint(default_checkpoint())
    assert all(torch.equal(value, fresh.model[name]) for name, value in network.model.items())
    assert any(not torch.equal(value, network.model[name]) for name, value in taught.checkpoint.model.items())


def test_the_statistics_of_batch_norm_stay(network: Checkpoint, taught: FineTuned) -> None:
    kept = [name for name in network.model if name.endswith(("running_mean", "running_var"))]
    assert kept
    assert all(torch.equal(network.model[name], taught.checkpoint.model[name]) for name in kept)


def test_the_taught_network_is_saved_and_opens_again(taught: FineTuned, tmp_path: Path) -> None:
    first, second = save_fine_tuned(taught, tmp_path / "new"), save_fine_tuned(taught, tmp_path / "new")
    assert first != second
    found = load_checkpoint(first)
    assert all(torch.equal(value, found.model[name]) for name, value in taught.checkpoint.model.items())
    assert "10 own samples" in found.notes["taught"]
    assert found.training is None
    assert found.test_accuracy is None  # measured on a small set of drawn digits, not on MNIST


def test_a_lesson_is_the_same_each_time(network: Checkpoint, old: Rehearsal, tmp_path: Path) -> None:
    own = samples_of(tmp_path, 3)
    short = replace(SHORT, steps=2)
    first, second = (fine_tune(network, own, old, lambda *_: None, short).checkpoint for _ in range(2))
    assert all(torch.equal(value, second.model[name]) for name, value in first.model.items())


def test_with_enough_samples_some_are_kept_apart(
    network: Checkpoint, old: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fine_tuning, "HOLD_OUT_FROM", 6)
    own = samples_of(tmp_path, 6)
    seen: list[Sample] = []

    def noted(samples: list[Sample], *arguments: object) -> object:
        seen.extend(samples)
        return variations(samples, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(batches, "variations", noted)
    found = fine_tune(network, own, old, lambda *_: None, replace(SHORT, steps=1))
    assert found.held_out.before.n >= 1
    assert found.held_out.before.n + found.trained_on.before.n == 6
    assert len(seen) == found.trained_on.before.n


def test_nothing_to_learn_and_other_classes_say_so(network: Checkpoint, old: Rehearsal) -> None:
    with pytest.raises(TrainingError, match="no own samples"):
        fine_tune(network, ReadSamples((), ()), old, lambda *_: None, SHORT)
    letters = replace(network, classes=tuple("abcdefghij"))
    with pytest.raises(TrainingError, match="does not read the digits"):
        fine_tune(letters, ReadSamples((), ()), old, lambda *_: None, SHORT)


@pytest.mark.parametrize("phase", ["prepare", "teach", "check", "measure after"])
def test_a_lesson_can_be_cancelled_in_every_part(
    network: Checkpoint, old: Rehearsal, tmp_path: Path, phase: str
) -> None:
    def stop(now: str, _done: int, _total: int) -> None:
        if now == phase:
            raise Cancelled

    with pytest.raises(Cancelled):
        fine_tune(network, samples_of(tmp_path, 2), old, stop, replace(SHORT, steps=2))


def test_an_endless_loss_ends_the_lesson(network: Checkpoint, old: Rehearsal, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="not finite"):
        fine_tune(
            network,
            samples_of(tmp_path, 2),
            old,
            lambda *_: None,
            replace(SHORT, steps=9, learning_rate=1e30),
        )


@pytest.mark.parametrize("name", ["notes-basic", "notes-logits", "quick"])
def test_every_kind_of_network_can_be_taught(name: str, old: Rehearsal, tmp_path: Path) -> None:
    found = fine_tune(untrained(name), samples_of(tmp_path, 2), old, lambda *_: None, replace(SHORT, steps=2))
    assert found.checkpoint.architecture == name


def test_a_network_that_tells_what_is_no_digit_goes_on_telling(old: Rehearsal, tmp_path: Path) -> None:
    telling = untrained("quick", refuse_below=0.5)
    shown = non_digits(40, 3).float() / 255
    found = fine_tune(
        telling, samples_of(tmp_path, 4), old, lambda *_: None, replace(SHORT, distillation_weight=50)
    )
    assert found.checkpoint.refuse_below == 0.5

    def known(checkpoint: Checkpoint) -> torch.Tensor:
        with torch.inference_mode():
            scores = checkpoint.network()((shown - checkpoint.mean) / checkpoint.std)
        return scores.logsumexp(1).sigmoid()

    assert float((known(telling) - known(found.checkpoint)).abs().max()) < 0.1
    sevens = [Recognizer(found.checkpoint).predict(gamma(number)) for number in range(4)]
    assert all(answer.known is not None and not answer.unknown for answer in sevens)


def test_letters_and_scribbles_are_gone_over_only_where_the_network_tells(
    old: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def noted(count: int, seed: int) -> torch.Tensor:
        asked.append(count)
        return non_digits(count, seed)

    monkeypatch.setattr(batches, "non_digits", noted)
    own = samples_of(tmp_path, 2)
    short = replace(SHORT, steps=1, variations=8)
    fine_tune(untrained("quick"), own, old, lambda *_: None, short)
    assert asked == []
    fine_tune(untrained("quick", refuse_below=0.3), own, old, lambda *_: None, short)
    assert asked == [8]


class TestInterpolation:
    def test_the_ends_are_the_networks_themselves(self) -> None:
        before, after = untrained("quick").model, {k: v + 1 for k, v in untrained("quick").model.items()}
        for share, expected in ((0.0, before), (1.0, after)):
            found = interpolated(before, after, share)
            for name, value in found.items():
                if value.is_floating_point():
                    assert torch.allclose(value, expected[name], atol=1e-6)
        assert torch.equal(
            interpolated(before, after, 0.5)["bn1.num_batches_tracked"], before["bn1.num_batches_tracked"]
        )

    @pytest.mark.parametrize(
        ("limit", "expected"), [(1.0, 1.0), (0.99, 0.875), (0.8, 0.75), (0.3, 0.25), (0.1, 0.0)]
    )
    def test_the_share_is_the_largest_eighth_that_forgets_nothing(
        self, limit: float, expected: float, network: Checkpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A network whose first value is the share itself reads everything wrong beyond the limit."""
        name = next(iter(network.model))
        before = {key: torch.zeros_like(value) for key, value in network.model.items()}
        after = {key: torch.ones_like(value) for key, value in network.model.items()}

        def measured(network: torch.nn.Module, data: LabelledImages, *_: object) -> object:
            share = float(network.state_dict()[name].flatten()[0])

            class Found:
                right = torch.full((len(data),), share <= limit)

            return Found()

        monkeypatch.setattr(interpolation, "evaluate", measured)
        check = LabelledImages(*synthetic_images(20, 1))
        found = safe_fraction(replace(network, model=before), after, check, lambda *_: None)
        assert found == expected


class TestRehearsal:
    def test_mnist_is_gone_over_where_it_is(self, tmp_path: Path) -> None:
        write_mnist(tmp_path, train=60, test=20)
        found = load_rehearsal(tmp_path, lambda *_: None)
        assert (found.name, len(found.train), len(found.validation), len(found.test)) == ("mnist", 48, 12, 20)

    def test_without_mnist_drawn_digits_are_gone_over_and_nothing_is_downloaded(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rehearsal, "SYNTHETIC_COUNTS", (50, 20))
        told: list[tuple[int, int]] = []
        found = load_rehearsal(tmp_path / "none", lambda done, total: told.append((done, total)))
        assert (found.name, len(found.train), len(found.test)) == ("synthetic", 40, 20)
        assert told[-1] == (70, 70)
        assert not (tmp_path / "none").exists()

    def test_what_is_checked_with_is_not_gone_over(self) -> None:
        data = small_dataset(100, 10)
        numbered = LabelledImages(
            torch.arange(100, dtype=torch.uint8).view(-1, 1, 1, 1).expand(100, 1, 28, 28), data.train.labels
        )
        found = rehearsal_of(replace(data, train=numbered))
        learn, check = (set(part.images[:, 0, 0, 0].tolist()) for part in (found.train, found.validation))
        assert not learn & check
        assert len(learn | check) == 100


def test_variations_keep_each_sample_and_distort_the_others(tmp_path: Path) -> None:
    own = samples_of(tmp_path, 2)
    pictures, labels = variations(own.samples, 20, 1)
    assert labels == [7] * 20
    assert np.array_equal(pictures[0], own.inputs[0])
    assert np.array_equal(pictures[10], own.inputs[1])
    assert len({picture.tobytes() for picture in pictures}) == 20
    own.samples[0].strokes.unlink()
    own.samples[1].picture.unlink()
    own.samples[1].strokes.unlink()
    assert len(variations(own.samples, 20, 1)[0]) == 1  # a picture alone; the other one is gone


def test_a_whole_lesson_tells_its_parts_in_turn(
    network: Checkpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_mnist(tmp_path / "data", train=60, test=20)
    store = OwnSamples(tmp_path / "samples")
    store.add(gamma(1), 7)
    (store.folder / "7" / "broken.png").write_bytes(b"x")
    parts: list[float] = []
    phases: list[str] = []

    def told(phase: str, done: int, total: int) -> None:
        parts.append(fraction_done(phase, done, total))
        if phase not in phases:
            phases.append(phase)

    found = fine_tune_on_samples(network, store, tmp_path / "data", told, replace(SHORT, steps=2))
    assert [name for name in PHASES if name in phases] == phases
    assert set(PHASES) - set(phases) <= {"load"}  # what is on the disk needs no loading
    assert parts == sorted(parts)
    assert 0 <= parts[0] <= parts[-1] <= 1
    assert found.rehearsed == "mnist"
    assert found.unread == 1
    assert found.checkpoint.test_accuracy == found.test.after.accuracy
    assert math.isclose(sum(PHASES.values()), 1)


def test_samples_that_are_taken_away_in_the_middle_are_said(network: Checkpoint, tmp_path: Path) -> None:
    write_mnist(tmp_path / "data", train=30, test=10)
    store = OwnSamples(tmp_path / "samples")
    store.add(gamma(1), 7)

    def taking_away(phase: str, done: int, total: int) -> None:
        if phase == "prepare":
            shutil.rmtree(store.folder, ignore_errors=True)

    with pytest.raises(TrainingError, match="could not be read any more"):
        fine_tune_on_samples(network, store, tmp_path / "data", taking_away, replace(SHORT, steps=2))


def test_the_usual_lesson_is_given_where_none_is_named(
    network: Checkpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[FineTuneConfig] = []

    def noted(*arguments: object) -> None:
        assert isinstance(arguments[-1], FineTuneConfig)
        given.append(arguments[-1])

    monkeypatch.setattr(session, "fine_tune", noted)
    write_mnist(tmp_path, train=30, test=10)
    fine_tune_on_samples(network, OwnSamples(tmp_path), tmp_path, lambda *_: None)
    assert given == [FineTuneConfig()]


def test_a_folder_that_cannot_be_made_for_the_taught_network_is_said(
    taught: FineTuned, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CheckpointError, match="could not be made"):
        save_fine_tuned(taught, tmp_path / "file")


def test_taught_networks_open_like_any_other(taught: FineTuned, tmp_path: Path) -> None:
    save_checkpoint(taught.checkpoint, tmp_path / "a.pth")
    assert Recognizer.load(tmp_path / "a.pth").predict(gamma(1)).digit == 7
