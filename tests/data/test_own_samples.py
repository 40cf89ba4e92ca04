"""The folder of own samples: what is stored, what the user does to it by hand, and what a kill leaves."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from digitpad.data.datasets import load_dataset, load_test_images
from digitpad.data.own import samples
from digitpad.data.own.corrections import Corrections
from digitpad.data.own.listing import Sample
from digitpad.data.own.samples import OwnSamples
from digitpad.data.own.sets import held_out, prepared_sample, read_sample, read_samples
from digitpad.data.pictures import read_picture
from digitpad.data.preparation import prepare_drawing
from digitpad.errors import DatasetError, PictureError
from digitpad.files import create_file
from digitpad.ink.drawing import Drawing, Stroke
from tests import processes
from tests.helpers import SEVEN

ONE = Drawing((Stroke(((14, 6), (14, 22)), 2.2),))
BAR = np.zeros((60, 40), np.float32)
BAR[10:50, 18:24] = 1


@pytest.fixture
def store(tmp_path: Path) -> OwnSamples:
    return OwnSamples(tmp_path / "samples")


def names(store: OwnSamples) -> list[str]:
    """The files of the folder, with the digits they lie in, without what was deleted."""
    return sorted(f"{path.parent.name}/{path.name}" for path in store.folder.glob("[0-9]/*"))


def test_a_drawing_is_stored_with_its_picture_and_its_strokes(store: OwnSamples) -> None:
    sample = store.add(SEVEN, 7)
    assert re.fullmatch(r"7/\d{8}-\d{6}-1\.png", f"{sample.picture.parent.name}/{sample.picture.name}")
    assert read_sample(sample) == SEVEN
    # The network gets of it what it got of the drawing.
    assert np.array_equal(prepared_sample(sample).input, prepare_drawing(SEVEN).input)
    with Image.open(sample.picture) as picture:
        assert (picture.mode, picture.size) == ("L", (112, 112))
        assert picture.getextrema() == (0, 255)  # white ink on black, as on the pad


def test_samples_of_one_second_have_names_of_their_own_whatever_their_digit(store: OwnSamples) -> None:
    added = [store.add(SEVEN, label) for label in (7, 7, 1, 1, 7)]
    assert len({sample.picture.name for sample in added}) == 5


def test_two_processes_never_give_different_digits_the_same_name(
    store: OwnSamples, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []

    def beaten(path: Path, content: bytes) -> None:
        if not taken:  # another process stores a 3 after the name was chosen
            taken.append(path.name)
            other = store.folder / "3" / path.name
            other.parent.mkdir()
            other.write_bytes(content)
        create_file(path, content)

    monkeypatch.setattr(samples, "create_file", beaten)
    added = store.add(BAR, 7)
    assert names(store) == [f"3/{taken[0]}", f"7/{added.picture.name}"]
    assert added.picture.name != taken[0]


def test_a_sample_of_a_picture_has_no_strokes(store: OwnSamples) -> None:
    sample = store.add(BAR, 1)
    assert not sample.strokes.exists()
    found = read_sample(sample)
    assert np.abs(found - BAR).max() < 0.01


def test_a_blank_drawing_is_not_a_sample(store: OwnSamples) -> None:
    rubbed_out = Drawing((Stroke(((5, 5), (9, 9))), Stroke(((5, 5), (9, 9)), 10.0, eraser=True)))
    for blank in (Drawing(), rubbed_out, np.zeros((28, 28), np.float32)):
        with pytest.raises(DatasetError, match="nothing drawn"):
            store.add(blank, 3)
    assert not store.folder.exists()


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatasetError, match="could not be stored"):
        OwnSamples(tmp_path / "file").add(SEVEN, 7)


def test_strokes_that_cannot_be_written_leave_no_half_sample(
    store: OwnSamples, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_drawing: Drawing, _path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(samples, "save_drawing", full)
    with pytest.raises(DatasetError, match="no space left"):
        store.add(SEVEN, 7)
    assert names(store) == []


def test_the_list_is_by_digit_and_age_and_empty_without_a_folder(store: OwnSamples) -> None:
    assert store.listing().samples == ()
    added = [store.add(SEVEN, 7), store.add(ONE, 1), store.add(SEVEN, 7)]
    assert store.listing().samples == (added[1], added[0], added[2])


def test_files_that_the_user_adds_are_listed_or_skipped_with_a_sentence(store: OwnSamples) -> None:
    kept = store.add(SEVEN, 7)
    own = store.folder / "7" / "my own.JPG"
    Image.new("L", (30, 30), 255).save(own, "JPEG")
    (store.folder / "eleven").mkdir()
    for name in ("7/notes.txt", "7/alone.json", "7/.hidden.png", "eleven/a.png"):
        (store.folder / name).write_bytes(b"x")
    (store.folder / "7" / "empty.png").touch()
    (store.folder / "7" / "folder.png").mkdir()
    for name in ("loop.png", "lost.png"):
        (store.folder / "7" / name).symlink_to(
            store.folder / "7" / ("loop.png" if name == "loop.png" else "-")
        )
    listing = store.listing()
    assert listing.samples == (kept, Sample(own, 7))
    messages = sorted(map(str, listing.skipped))
    assert [sentence.split()[0] for sentence in messages] == [
        "7/alone.json",
        "7/empty.png",
        "7/folder.png",
        "7/loop.png",
        "7/lost.png",
        "7/notes.txt",
    ]
    assert "no picture beside it" in messages[0]
    assert "empty" in messages[1]


def test_broken_files_are_passed_over_when_they_are_read(store: OwnSamples) -> None:
    good = store.add(SEVEN, 7)
    broken = store.folder / "7" / "broken.png"
    broken.write_bytes(b"\x89PNG no picture")
    white = store.folder / "7" / "white.png"
    Image.new("L", (28, 28), 255).save(white)
    found = read_samples(store.listing().samples)
    assert found.samples == (good,)
    assert len(found.inputs) == 1
    assert [type(error) for error in found.unread] == [PictureError, DatasetError]


def test_broken_strokes_leave_the_picture(store: OwnSamples) -> None:
    sample = store.add(SEVEN, 7)
    sample.strokes.write_text("{ broken")
    assert isinstance(read_sample(sample), np.ndarray)


def test_relabelling_moves_both_files(store: OwnSamples) -> None:
    sample = store.add(SEVEN, 1)
    ((_, changed),) = store.relabel([sample], 7)
    assert changed.label == 7
    assert store.relabel([changed], 7) == [(changed, changed)]
    assert names(store) == [f"7/{sample.picture.stem}.json", f"7/{sample.picture.name}"]
    assert read_sample(changed) == SEVEN


def test_relabelling_never_writes_over_another_sample(store: OwnSamples) -> None:
    first = store.add(SEVEN, 1)
    other = store.folder / "7" / first.picture.name
    other.parent.mkdir()
    Image.new("L", (9, 9)).save(other)
    ((_, changed),) = store.relabel([first], 7)
    assert changed.picture != other
    assert other.exists()
    assert read_sample(changed) == SEVEN


def test_a_relabelling_that_was_killed_half_way_is_mended_by_doing_it_again(store: OwnSamples) -> None:
    sample = store.add(SEVEN, 1)
    (store.folder / "7").mkdir()
    sample.strokes.rename(store.folder / "7" / sample.strokes.name)  # what was done when it was killed
    assert len(store.listing().samples) == 1
    ((_, changed),) = store.relabel([sample], 7)
    assert read_sample(changed) == SEVEN
    assert store.listing().skipped == ()


def test_deleting_can_be_undone_until_the_bin_is_emptied(store: OwnSamples) -> None:
    samples = [store.add(SEVEN, 7), store.add(ONE, 1)]
    before = names(store)
    deleted = store.delete(samples)
    assert names(store) == []
    store.restore(deleted)
    assert names(store) == before
    again = store.delete(samples[:1])
    store.empty_bin()
    store.restore(again)
    assert len(store.listing().samples) == 1


def test_two_processes_that_add_at_the_same_moment_lose_no_sample(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from digitpad.data.own.samples import OwnSamples
from tests.helpers import SEVEN
for number in range(12):
    OwnSamples(Path(sys.argv[1])).add(SEVEN, 7)
"""
    with (
        processes.start(["-c", code, str(tmp_path)]) as one,
        processes.start(["-c", code, str(tmp_path)]) as two,
    ):
        assert (one.wait(), two.wait()) == (0, 0)
    listing = OwnSamples(tmp_path).listing()
    assert len(listing.samples) == 24
    assert all(sample.strokes.exists() for sample in listing.samples)
    assert listing.skipped == ()


def test_what_another_window_has_just_deleted_stays_in_the_bin(store: OwnSamples) -> None:
    sample = store.add(SEVEN, 7)
    deleted = store.delete([sample])
    OwnSamples(store.folder).empty_bin(kept=3600)
    store.restore(deleted)
    assert sample.picture.exists()


def test_what_came_in_the_meantime_is_not_replaced_by_what_is_brought_back(store: OwnSamples) -> None:
    sample = store.add(SEVEN, 7)
    deleted = store.delete([sample])
    Image.new("L", (9, 9), 200).save(sample.picture)
    store.restore(deleted)
    with Image.open(sample.picture) as there:
        assert there.size == (9, 9)
    (restored,) = [other for other in store.listing().samples if other != sample]
    assert read_sample(restored) == SEVEN


def test_two_deleted_ones_of_the_same_name_are_both_kept(store: OwnSamples) -> None:
    sample = store.add(SEVEN, 7)
    first = store.delete([sample])
    Image.new("L", (9, 9), 200).save(sample.picture)
    second = store.delete([sample])
    store.restore(second)
    store.restore(first)
    assert len(store.listing().samples) == 2


def test_what_is_gone_can_be_deleted_and_is_not_relabelled(store: OwnSamples) -> None:
    sample = store.add(SEVEN, 7)
    sample.picture.unlink()
    assert store.relabel([sample], 1) == []
    assert [place.suffix for place, _ in store.delete([sample]).moves] == [".json"]


def test_the_export_is_an_image_folder(store: OwnSamples, tmp_path: Path) -> None:
    samples = [store.add(SEVEN, 7), store.add(ONE, 1), store.add(SEVEN, 7)]
    (samples[2]).strokes.unlink()
    out = tmp_path / "out"
    assert store.export(samples, out) == 3
    assert len(list(out.glob("*/*.json"))) == 2
    images = load_test_images(str(out))
    assert images.labels.tolist() == [1, 7, 7]
    with pytest.raises(DatasetError, match="choose an empty one"):
        store.export(samples, out)


def test_the_folder_itself_is_an_image_folder_too(store: OwnSamples) -> None:
    store.delete([store.add(ONE, 1)])
    sample = store.add(SEVEN, 7)
    assert load_test_images(str(store.folder)).labels.tolist() == [7]
    assert read_picture(sample.picture).max() == 1


def test_too_few_samples_are_no_dataset_and_the_way_to_more_is_named(
    store: OwnSamples, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITPAD_SAMPLES", str(store.folder))
    store.add(SEVEN, 7)
    with pytest.raises(DatasetError, match=r"are 1 own samples .* at least 10: draw digits"):
        load_dataset("own")


def test_own_samples_are_a_dataset(store: OwnSamples, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITPAD_SAMPLES", str(store.folder))
    for _ in range(8):
        store.add(SEVEN, 7)
        store.add(ONE, 1)
    data = load_dataset("own")
    assert len(data.test) >= 1
    assert sorted(data.train.labels.tolist() + data.test.labels.tolist()) == [1] * 8 + [7] * 8
    assert data.train.images.shape[1:] == (1, 28, 28)


@given(
    st.sets(st.text("abc0123456789-", min_size=1, max_size=12), min_size=2, max_size=60), st.integers(0, 9)
)
def test_what_is_kept_for_testing_hangs_on_the_name_alone(stems: set[str], label: int) -> None:
    samples = [Sample(Path(f"{label}/{stem}.png"), label) for stem in sorted(stems)]
    kept = held_out(samples)
    assert 0 < sum(kept) < len(kept)
    elsewhere = [Sample(Path(f"3/{sample.picture.name}"), 3) for sample in reversed(samples)]
    assert held_out(elsewhere)[::-1] == kept


def test_about_every_fifth_is_kept_for_testing() -> None:
    samples = [Sample(Path(f"7/20260101-101010-{number}.png"), 7) for number in range(1000)]
    assert 150 < sum(held_out(samples)) < 250


@pytest.fixture
def corrections(store: OwnSamples) -> Corrections:
    return Corrections(store)


@pytest.mark.parametrize("drawing", [SEVEN, BAR], ids=["strokes", "picture"])
def test_the_same_drawing_is_stored_once_and_relabelled(
    store: OwnSamples, corrections: Corrections, drawing: Any
) -> None:
    for label, before, changed in ((1, None, True), (7, 1, True), (7, 7, False)):
        found = corrections.correct(copy.copy(drawing), label)
        assert (found.sample.label, found.before, found.changed) == (label, before, changed)
    assert len(store.listing().samples) == 1
    corrections.correct(ONE, 1)
    assert len(store.listing().samples) == 2


def test_taking_back_an_addition_deletes_it_and_it_can_be_added_anew(
    store: OwnSamples, corrections: Corrections
) -> None:
    corrections.undo(corrections.correct(SEVEN, 7))
    assert store.listing().samples == ()
    assert corrections.correct(SEVEN, 7).before is None


def test_undoing_a_relabelling_restores_the_label(store: OwnSamples, corrections: Corrections) -> None:
    corrections.correct(SEVEN, 1)
    corrections.undo(corrections.correct(SEVEN, 7))
    assert [sample.label for sample in store.listing().samples] == [1]


def test_a_sample_that_was_relabelled_or_deleted_by_hand_is_found_or_made_anew(
    store: OwnSamples, corrections: Corrections
) -> None:
    ((_, moved),) = store.relabel([corrections.correct(SEVEN, 1).sample], 4)
    assert corrections.correct(SEVEN, 7).before == 4
    assert not moved.picture.exists()
    store.delete(store.listing().samples)
    assert corrections.correct(SEVEN, 7).before is None
