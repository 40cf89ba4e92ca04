"""How long, and with how much memory, networks are tried for a file; that it can be given up; on what."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from digitpad.errors import Cancelled
from digitpad.form import DIGITS, INK, PictureForm
from digitpad.model.assumptions import Preparation
from digitpad.model.open.fitting.candidates import candidates
from digitpad.model.open.fitting.parts import parts_of
from digitpad.model.open.opening import NothingReadsError, assumed_network, measured
from digitpad.model.open.search import allowance, measuring, recognised
from digitpad.model.open.search.allowance import Allowance
from digitpad.model.open.search.measuring import Trial
from digitpad.model.open.search.pictures import Labelled, share_read
from digitpad.opening import open_network
from digitpad.opening import pictures as labelled_pictures
from tests.helpers import drawn_digits, further, write_idx
from tests.model.open.test_recognised import write_registered


def noise(title: str, channels: int = 1, side: int = 28) -> Labelled:
    """Pictures that nothing reads."""
    generator = torch.Generator().manual_seed(len(title))
    images = torch.randint(256, (300, channels, side, side), generator=generator, dtype=torch.uint8)
    return Labelled(images, torch.arange(300) % 10, DIGITS, title)


@pytest.mark.parametrize(("channels", "sets"), [(1, 1), further(1, 3), further(3, 1), further(3, 2)])
def test_all_pictures_together_take_no_longer_than_the_limit(
    channels: int, sets: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "SECONDS", 1.0)
    torch.manual_seed(0)
    weights = {
        "a.weight": torch.randn(32, channels, 3, 3),
        "b.weight": torch.randn(64, 32, 3, 3),
        "c.weight": torch.randn(64, 64, 3, 3),
        "d.weight": torch.randn(10, 64),
    }
    torch.save(weights, tmp_path / "a.pth")
    tries: list[int] = []

    def pictures(form: PictureForm, _classes: int) -> list[Labelled]:
        return [noise("x" * number, channels, form.size) for number in range(sets)]

    began = time.thread_time()
    with pytest.raises(NothingReadsError) as caught:
        assumed_network(tmp_path / "a.pth", pictures, tries.append)
    # Begun in time, a last try and what is around the tries come on top.
    assert time.thread_time() - began < 1.0 + 2.0
    # The count goes on from one set to the next, and is the one in the sentence.
    assert tries == [*range(len(tries))]
    assert f"none of {len(tries)} networks" in str(caught.value)


def test_an_allowance_ends_by_the_clock_too(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.monotonic()
    whole = Allowance(10)
    part = whole.part(0.5)
    assert 4.5 < part.seconds <= 5
    assert 0.9 < part.share <= 1
    assert whole.part(1, 2).seconds <= 2
    monkeypatch.setattr(time, "monotonic", lambda: now + 100)
    assert whole.seconds < 0
    assert (part.seconds < 0, part.share) == (True, 0)
    assert whole.part().seconds < 0


def test_scores_that_take_much_memory_are_not_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "_MOST_SCORES", 2_500)
    weights = {"fc.weight": torch.rand(10, 784), "fc.bias": torch.rand(10)}
    parts = parts_of({name: tuple(value.shape) for name, value in weights.items()})
    assert parts is not None
    (candidate,) = candidates(parts)[:1]
    trial = Trial(weights, lambda _candidate: noise("x"))
    readings = [trial.read(candidate, Preparation(mean, 1.0), 100) for mean in (0.0, 0.2, 0.4)]
    first, second, third = (one for one in readings if one is not None)
    assert trial.differing(second, third) < 100
    assert trial.differing(first, third) == 100  # the scores of the first are gone


@pytest.mark.slow
def test_pictures_that_come_to_the_disk_meanwhile_are_tried(tmp_path: Path) -> None:
    form = PictureForm(1, 28, INK)
    of = labelled_pictures(tmp_path)
    assert [str(one.title) for one in of(form, 10)] == ["drawn digits"]
    digits = drawn_digits(100, 3)
    raw = tmp_path / "MNIST" / "raw"
    for part in ("train", "t10k"):
        write_idx(raw / f"{part}-images-idx3-ubyte", digits.images[:, 0].numpy())
        write_idx(raw / f"{part}-labels-idx1-ubyte", digits.labels.numpy())
    assert [str(one.title) for one in of(form, 10)] == ["MNIST"]


def test_measuring_can_be_given_up_and_takes_few_pictures_where_each_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = {"fc1.weight": torch.rand(20, 784), "fc2.weight": torch.rand(4, 20)}
    torch.save(weights, tmp_path / "a.pth")
    network = assumed_network(tmp_path / "a.pth", lambda *_: [])
    assert network is not None

    def pictures(*_: object) -> list[Labelled]:
        return [replace(noise("x"), labels=torch.arange(300) % 4)]

    def give_up() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        measured(network, pictures, give_up)
    every = measured(network, pictures).assumed
    assert every is not None
    assert every.count == 300
    monkeypatch.setattr(measuring, "_MOST_MULTIPLICATIONS", 100 * (784 * 20 + 20 * 4))
    few = measured(network, pictures).assumed
    assert few is not None
    assert (few.count, few.accuracy) == (100, pytest.approx(every.accuracy, abs=0.2))
    monkeypatch.setattr(measuring, "_MOST_MULTIPLICATIONS", 10 * 784 * 20)
    none = measured(network, pictures).assumed
    assert none is not None
    assert none.count == 0
    assert "not measured" in str(none.sentence)


@pytest.mark.slow
def test_opening_a_known_network_can_be_given_up(tmp_path: Path) -> None:
    write_registered(tmp_path / "a.pth", inverted=True)

    def give_up(_count: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        open_network(tmp_path / "a.pth", tmp_path, give_up)


@pytest.mark.slow
def test_networks_are_compared_by_the_pictures_that_both_read(tmp_path: Path) -> None:
    write_registered(tmp_path / "a.pth", inverted=False)
    known = open_network(tmp_path / "a.pth", tmp_path)
    digits = drawn_digits(100, 5)
    easy = Labelled(digits.images, digits.labels, DIGITS, "easy")
    unmeasured = assumed_network(tmp_path / "a.pth", lambda *_: [])
    assert unmeasured is not None
    assert unmeasured.assumed is not None
    assert not recognised.better(unmeasured, known, lambda *_: [easy])
    read = replace(
        unmeasured.assumed,
        accuracy=share_read(known.network(), easy, Preparation(0.1307, 0.3081), 100),
        count=100,
        dataset="easy",
    )
    other = replace(unmeasured, assumed=read)
    # Read as well as by the known one, however badly that reads what comes first.
    assert not recognised.better(other, known, lambda *_: [noise("hard"), easy])
    assert recognised.better(other, known, lambda *_: [noise("hard")])


@pytest.fixture
def _two_cores() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("_two_cores")
def test_trying_takes_one_core_and_gives_the_others_back(tmp_path: Path) -> None:
    torch.save({"fc.weight": torch.rand(10, 784)}, tmp_path / "a.pth")
    cores: list[int] = []

    def count(_tries: int) -> None:
        cores.append(torch.get_num_threads())

    with pytest.raises(NothingReadsError):
        assumed_network(tmp_path / "a.pth", lambda *_: [noise("x")], count)
    assert set(cores) == {1}
    assert torch.get_num_threads() == 2
