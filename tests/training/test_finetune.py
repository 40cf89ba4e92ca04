"""Teaching: what is learnt, what is not forgotten, and what is told of it."""

from __future__ import annotations

import functools
import itertools
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
import torch

from digitpad.data.datasets import LabelledImages
from digitpad.data.own.samples import OwnSamples
from digitpad.data.own.sets import ReadSamples, read_samples, variations
from digitpad.errors import Cancelled, CheckpointError, TrainingError
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from digitpad.training.evaluate import Part
from digitpad.training.finetune import batches, fine_tuning, interpolation, rehearsal, session
from digitpad.training.finetune.batches import FineTuneConfig
from digitpad.training.finetune.fine_tuning import FineTuned, fine_tune
from digitpad.training.finetune.interpolation import interpolated, safe_fraction
from digitpad.training.finetune.rehearsal import Rehearsal, load_rehearsal, non_digits, rehearsal_of
from digitpad.training.finetune.session import PHASES, fine_tune_on_samples, fraction_done, save_fine_tuned
from tests.helpers import drawn_digits, small_dataset, untrained, write_mnist
from tests.training.runs import differences

quiet = Mock()  # progress that nobody follows
SHORT = FineTuneConfig(steps=2, own=8, rehearsed=12, others=2, learning_rate=1.5e-3, variations=8)


def gamma(number: int) -> Drawing:
    """A seven like a gamma, which the network takes for something else; each number is another drawing."""
    x, y, w, h = np.random.default_rng(number).uniform((7, 5, 8, 15), (9, 7, 11, 17))
    return Drawing((Stroke(((x, y + h), (x + 0.5, y), (x + w, y + 0.5)), 2.2),))


def sevens_read(checkpoint: Checkpoint, numbers: range) -> int:
    recognizer = Recognizer(checkpoint)
    return sum(recognizer.predict(gamma(number)).digit == 7 for number in numbers)


def samples_of(folder: Path, count: int) -> ReadSamples:
    store = OwnSamples(folder)
    for number in range(count):
        store.add(gamma(number), 7)
    return read_samples(store.listing().samples)


@functools.cache
def everyones(train: int = 40, test: int = 10) -> Rehearsal:
    return rehearsal_of(small_dataset(train, test))


@functools.cache
def shipped() -> Checkpoint:
    return load_checkpoint(default_checkpoint())


Teach = Callable[..., FineTuned]


@pytest.fixture
def teach(tmp_path: Path) -> Teach:
    """Teaches a network some of the sevens, in a few steps."""

    def teach(network: Checkpoint, count: int = 2, progress: Any = quiet, **config: Any) -> FineTuned:
        own = samples_of(tmp_path / "samples", count)
        return fine_tune(network, own, everyones(), progress, replace(SHORT, **config))

    return teach


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> FineTuned:
    """The shipped network after ten sevens."""
    own = samples_of(tmp_path_factory.mktemp("samples"), 10)
    return fine_tune(shipped(), own, everyones(80, 40), quiet, replace(SHORT, steps=8, variations=40))


@pytest.mark.slow
def test_new_drawings_of_an_odd_hand_are_read_after_ten_corrected_ones(taught: FineTuned) -> None:
    assert sevens_read(shipped(), range(100, 110)) <= 3
    assert sevens_read(taught.checkpoint, range(100, 110)) >= 8


def test_what_everybody_writes_is_not_forgotten(taught: FineTuned) -> None:
    assert taught.test.after.right >= taught.test.before.right - 1
    assert taught.test.after.n == 40


def test_what_is_told_of_the_samples_is_what_the_networks_read(taught: FineTuned) -> None:
    assert taught.trained_on.before == Part(10, sevens_read(shipped(), range(10)))
    assert taught.trained_on.after == Part(10, sevens_read(taught.checkpoint, range(10)))


def test_the_network_before_and_the_statistics_of_batch_norm_stay(taught: FineTuned) -> None:
    before, after = shipped().model, taught.checkpoint.model
    assert differences(before, load_checkpoint(default_checkpoint()).model) == []
    changed = differences(before, after)
    assert changed
    assert not [name for name in changed if name.endswith(("running_mean", "running_var"))]


def test_the_taught_network_is_saved_and_opens_like_any_other(taught: FineTuned, tmp_path: Path) -> None:
    first, second = (save_fine_tuned(taught, tmp_path / "new") for _ in range(2))
    assert first != second
    opened = Recognizer.load(first)
    assert opened.predict(gamma(1)).digit == 7
    assert differences(opened.checkpoint.model, taught.checkpoint.model) == []
    assert "10 own samples" in opened.checkpoint.notes["taught"]
    # The accuracy was measured on a small set of drawn digits, not on MNIST.
    assert (opened.checkpoint.training, opened.checkpoint.test_accuracy) == (None, None)


def test_a_folder_that_cannot_be_made_for_the_taught_network_is_said(
    taught: FineTuned, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CheckpointError, match="could not be made"):
        save_fine_tuned(taught, tmp_path / "file")


def test_a_lesson_is_the_same_each_time(tmp_path: Path) -> None:
    own = samples_of(tmp_path, 3)
    network = untrained(refuse_below=0.5)
    models = [fine_tune(network, own, everyones(), quiet, SHORT).checkpoint.model for _ in range(2)]
    assert differences(*models) == []


def test_with_enough_samples_some_are_kept_apart(teach: Teach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fine_tuning, "HOLD_OUT_FROM", 6)
    monkeypatch.setattr(batches, "variations", spy := Mock(wraps=variations))
    lesson = teach(untrained(), 6)
    assert lesson.held_out.before.n >= 1
    assert lesson.trained_on.before.n == len(spy.call_args.args[0]) == 6 - lesson.held_out.before.n


@pytest.mark.parametrize(
    ("change", "said"),
    [({}, "no own samples"), ({"classes": tuple("abcdefghij")}, "does not read the digits")],
)
def test_nothing_to_learn_and_other_classes_say_so(change: dict[str, Any], said: str) -> None:
    with pytest.raises(TrainingError, match=said):
        fine_tune(untrained(**change), ReadSamples((), ()), everyones(), quiet, SHORT)


@pytest.mark.parametrize("phase", ["prepare", "teach", "check", "measure after"])
def test_a_lesson_can_be_cancelled_in_every_part(teach: Teach, phase: str) -> None:
    def stop(now: str, _done: int, _total: int) -> None:
        if now == phase:
            raise Cancelled

    with pytest.raises(Cancelled):
        teach(untrained(), progress=stop)


def test_an_endless_loss_ends_the_lesson(teach: Teach) -> None:
    with pytest.raises(TrainingError, match="not finite"):
        teach(untrained(), steps=9, learning_rate=1e30)


@pytest.mark.parametrize("name", ["notes-basic", "notes-logits", "quick"])
def test_every_kind_of_network_can_be_taught(name: str, teach: Teach) -> None:
    assert teach(untrained(name)).checkpoint.architecture == name


@pytest.mark.slow
def test_a_network_that_tells_what_is_no_digit_goes_on_telling(teach: Teach) -> None:
    before = untrained("quick", refuse_below=0.5)
    after = teach(before, 4, steps=12, variations=40, distillation_weight=50).checkpoint
    assert after.refuse_below == 0.5
    others = [picture[0].numpy() for picture in non_digits(40, 3).float() / 255]
    known = [[answer.known for answer in Recognizer(c).predict_inputs(others)] for c in (before, after)]
    assert known[1] == pytest.approx(known[0], abs=0.1)
    sevens = [Recognizer(after).predict(gamma(number)) for number in range(4)]
    assert all(answer.known is not None and not answer.unknown for answer in sevens)


@pytest.mark.parametrize(("refuse_below", "made"), [(None, []), (0.3, [SHORT.variations])])
def test_letters_and_scribbles_are_gone_over_only_where_the_network_tells(
    teach: Teach, monkeypatch: pytest.MonkeyPatch, refuse_below: float | None, made: list[int]
) -> None:
    monkeypatch.setattr(batches, "non_digits", spy := Mock(wraps=non_digits))
    teach(untrained(refuse_below=refuse_below), steps=1)
    assert [count for (count, _), _ in spy.call_args_list] == made


class TestInterpolation:
    def test_the_ends_are_the_networks_themselves(self) -> None:
        before = untrained().model
        after = {name: value + 1 for name, value in before.items()}
        for share, expected in ((0.0, before), (1.0, after)):
            for name, value in interpolated(before, after, share).items():
                if value.is_floating_point():
                    torch.testing.assert_close(value, expected[name])
        count = "bn1.num_batches_tracked"
        assert torch.equal(interpolated(before, after, 0.5)[count], before[count])

    @pytest.mark.parametrize(
        ("limit", "expected"), [(1.0, 1.0), (0.99, 0.875), (0.8, 0.75), (0.3, 0.25), (0.1, 0.0)]
    )
    def test_the_share_is_the_largest_eighth_that_forgets_nothing(
        self, limit: float, expected: float, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A network whose weights are the share itself reads everything wrong beyond the limit."""
        before = {name: torch.zeros_like(value) for name, value in untrained().model.items()}
        after = {name: torch.ones_like(value) for name, value in before.items()}

        def measured(network: torch.nn.Module, data: LabelledImages, *_: object) -> object:
            share = float(next(network.parameters()).flatten()[0])
            return SimpleNamespace(right=torch.full((len(data),), share <= limit))

        monkeypatch.setattr(interpolation, "evaluate", measured)
        found = safe_fraction(replace(untrained(), model=before), after, drawn_digits(20, 1), quiet)
        assert found == expected


class TestRehearsal:
    def test_mnist_is_gone_over_where_it_is(self, tmp_path: Path) -> None:
        write_mnist(tmp_path, train=60, test=20)
        found = load_rehearsal(tmp_path, quiet)
        assert (found.name, len(found.train), len(found.validation), len(found.test)) == ("mnist", 48, 12, 20)

    def test_without_mnist_drawn_digits_are_gone_over_and_nothing_is_downloaded(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rehearsal, "SYNTHETIC_COUNTS", (50, 20))
        found = load_rehearsal(tmp_path / "none", progress := Mock())
        assert (found.name, len(found.train), len(found.test)) == ("synthetic", 40, 20)
        assert progress.call_args.args == (70, 70)
        assert not (tmp_path / "none").exists()

    def test_what_is_checked_with_is_not_gone_over(self) -> None:
        data = small_dataset(100, 10)
        numbers = torch.arange(100, dtype=torch.uint8).view(-1, 1, 1, 1).expand(100, 1, 28, 28)
        found = rehearsal_of(replace(data, train=replace(data.train, images=numbers)))
        learn, check = (set(part.images[:, 0, 0, 0].tolist()) for part in (found.train, found.validation))
        assert not learn & check
        assert len(learn | check) == 100


def test_variations_keep_each_sample_and_distort_the_others(tmp_path: Path) -> None:
    own = samples_of(tmp_path, 2)
    pictures, labels = variations(own.samples, 20, 1)
    assert labels == [7] * 20
    assert np.array_equal(pictures[::10], own.inputs)
    assert len({picture.tobytes() for picture in pictures}) == 20
    own.samples[0].strokes.unlink()
    own.samples[1].picture.unlink()
    own.samples[1].strokes.unlink()
    assert len(variations(own.samples, 20, 1)[0]) == 1  # a picture alone; the other one is gone


@pytest.fixture
def store(tmp_path: Path) -> OwnSamples:
    """One own sample, and a small MNIST in `data` beside it."""
    write_mnist(tmp_path / "data", train=30, test=10)
    store = OwnSamples(tmp_path / "samples")
    store.add(gamma(1), 7)
    return store


def test_a_whole_lesson_tells_its_parts_in_turn(store: OwnSamples, tmp_path: Path) -> None:
    (store.folder / "7" / "broken.png").write_bytes(b"x")
    lesson = fine_tune_on_samples(untrained(), store, tmp_path / "data", progress := Mock(), SHORT)
    calls = [call.args for call in progress.call_args_list]
    phases = list(dict.fromkeys(phase for phase, _, _ in calls))
    assert phases in (list(PHASES), [name for name in PHASES if name != "load"])  # MNIST is on the disk
    fractions = list(itertools.starmap(fraction_done, calls))
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] <= fractions[-1] <= 1 == pytest.approx(sum(PHASES.values()))
    assert (lesson.rehearsed, lesson.unread) == ("mnist", 1)
    assert lesson.checkpoint.test_accuracy == lesson.test.after.accuracy


def test_samples_that_are_taken_away_in_the_middle_are_said(store: OwnSamples, tmp_path: Path) -> None:
    def taking_away(phase: str, done: int, total: int) -> None:
        if phase == "prepare":
            shutil.rmtree(store.folder, ignore_errors=True)

    with pytest.raises(TrainingError, match="could not be read any more"):
        fine_tune_on_samples(untrained(), store, tmp_path / "data", taking_away, SHORT)


def test_the_usual_lesson_is_given_where_none_is_named(
    store: OwnSamples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "fine_tune", spy := Mock())
    fine_tune_on_samples(untrained(), store, tmp_path / "data", quiet)
    assert spy.call_args.args[-1] == FineTuneConfig()
