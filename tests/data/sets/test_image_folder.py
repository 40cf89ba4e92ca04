from __future__ import annotations

import io
import os
import struct
import threading
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from torch import Tensor

from digitpad.data.datasets import expected_pictures, load_dataset, load_test_images
from digitpad.data.labelled import AS_THEY_ARE, Dataset, LabelledImages, PictureOptions, silent
from digitpad.data.sets import image_folder
from digitpad.data.sets.image_folder import load_folder, load_whole_folder
from digitpad.data.whole_pictures import whole_input
from digitpad.errors import Cancelled, DatasetError
from digitpad.form import CIFAR10_CLASSES, DIGITS, INK, OBJECT, WHOLE, PictureForm
from digitpad.torchvision_compat import torchvision_module

ORANGE, GREY = (200, 100, 0), (90, 90, 90)


def paint(path: Path, colour: tuple[int, int, int] = ORANGE, side: int = 12) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (side, side), colour).save(path)
    return path


def fill(folder: Path, counts: dict[str, int]) -> Path:
    """A picture of its own brightness for each number, so that each is recognisable."""
    for name, count in counts.items():
        for number in range(count):
            paint(folder / name / f"{number:03}.png", (200, 100, number))
    return folder


def one(labels: Tensor, classes: tuple[str, ...]) -> list[str]:
    return [classes[number] for number in labels.tolist()]


def marks(data: LabelledImages) -> set[tuple[int, int]]:
    """Which pictures of `fill` these are: class and number."""
    return set(zip(data.labels.tolist(), data.images[:, 2, 0, 0].tolist(), strict=True))


def skipped(dataset: Dataset) -> dict[str, str]:
    return {found.path.name: found.why for found in dataset.skipped}


# Pixels -----------------------------------------------------------------------------------------------------


def test_colours_and_classes_are_read_from_the_folders(tmp_path: Path) -> None:
    paint(tmp_path / "dog" / "a.png")
    paint(tmp_path / "dog" / "b.PNG")
    paint(tmp_path / "ant" / "a.bmp", (0, 50, 250))
    paint(tmp_path / "ant" / "b.tiff", (0, 50, 250))
    dataset = load_folder(tmp_path, AS_THEY_ARE, silent)
    assert dataset.name == str(tmp_path)
    for part in (dataset.train, dataset.test):
        assert (part.classes, part.content, part.form) == (("ant", "dog"), WHOLE, PictureForm(3, 32, WHOLE))
        assert one(part.labels, part.classes) == ["ant", "dog"]
        assert (part.images.dtype, part.labels.dtype) == (torch.uint8, torch.int64)
        assert part.images.is_contiguous()
        assert part.images[:, :, 5, 7].tolist() == [[0, 50, 250], list(ORANGE)]
        assert expected_pictures(str(tmp_path)) == (part.form, len(part.classes))
    assert dataset.skipped == ()


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "webp"])
def test_grey_pictures_are_read_as_grey(tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        paint(tmp_path / "one" / f"{name}.{suffix}", GREY)
    images = load_folder(tmp_path, AS_THEY_ARE, silent).train.images
    assert images.shape == (1, 1, 32, 32)
    assert images.flatten().tolist() == pytest.approx([90] * 1024, abs=2)
    paint(tmp_path / "other" / "a.jpg")  # one in colour makes the folder colour
    assert load_whole_folder(tmp_path, AS_THEY_ARE, silent).form == PictureForm(3, 32, WHOLE)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", [8, 33])
def test_size_and_channels_are_as_asked_for(tmp_path: Path, channels: int, size: int) -> None:
    paint(tmp_path / "a" / "a.png")
    images = load_whole_folder(tmp_path, PictureOptions(size, channels), silent).images
    assert images.shape == (1, channels, size, size)
    # ITU-R BT.601, as Pillow reckons: 0.299 * 200 + 0.587 * 100.
    assert images[0, :, 0, 0].tolist() == (list(ORANGE) if channels == 3 else [118])


@given(st.integers(1, 90), st.integers(1, 90), st.sampled_from(["RGB", "RGBA", "L", "LA", "P", "1"]))
def test_png_pixels_are_those_of_torchvisions_resize(width: int, height: int, mode: str) -> None:
    noise = np.random.default_rng(width * 91 + height).integers(0, 256, (height, width, 4), np.uint8)
    stream = io.BytesIO()
    Image.fromarray(noise).convert("RGB" if mode == "P" else "RGBA").convert(mode).save(stream, "PNG")
    resize = torchvision_module("torchvision.transforms").Resize((32, 32))
    for channels, target in ((3, "RGB"), (1, "L")):
        with Image.open(stream) as image:
            expected = np.asarray(resize(image.convert(target)))
        with Image.open(stream) as image:
            assert np.array_equal(image_folder.squeezed(image, channels, 32), expected)


# Division ---------------------------------------------------------------------------------------------------


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(2, 9), min_size=1),
    st.floats(0.05, 0.9),
    st.integers(0, 2**31),
)
def test_the_division_is_disjoint_stratified_and_repeatable(
    tmp_path_factory: pytest.TempPathFactory, counts: dict[str, int], share: float, seed: int
) -> None:
    folder = fill(tmp_path_factory.mktemp("folder"), counts)
    options = PictureOptions(size=8, test_fraction=share, split_seed=seed)
    dataset, again = load_folder(folder, options, silent), load_folder(folder, options, silent)
    train, test = marks(dataset.train), marks(dataset.test)
    ordered = sorted(counts)
    assert dataset.train.classes == dataset.test.classes == tuple(ordered)
    assert not train & test
    assert train | test == {(ordered.index(name), n) for name in counts for n in range(counts[name])}
    kept = Counter(dataset.test.labels.tolist())
    for number, name in enumerate(ordered):
        assert kept[number] == min(max(round(counts[name] * share), 1), counts[name] - 1)
    assert torch.equal(dataset.test.images, again.test.images)
    assert torch.equal(dataset.train.labels, again.train.labels)


def test_another_seed_keeps_other_pictures(tmp_path: Path) -> None:
    fill(tmp_path, {"a": 40})
    kept = [
        marks(load_folder(tmp_path, PictureOptions(8, split_seed=seed), silent).test) for seed in (1, 2, 1)
    ]
    assert kept[0] == kept[2] != kept[1]
    assert [len(marks) for marks in kept] == [8, 8, 8]


@pytest.mark.parametrize("names", [("train", "test"), ("train", "val"), ("Train", "Validation")])
def test_a_division_by_folders_is_used_as_it_is(tmp_path: Path, names: tuple[str, str]) -> None:
    fill(tmp_path / names[0], {"b": 3, "c": 2})
    fill(tmp_path / names[1], {"a": 1, "b": 4})
    for seed in (1, 2):
        dataset = load_folder(tmp_path, PictureOptions(split_seed=seed), silent)
        assert dataset.train.classes == dataset.test.classes == ("a", "b", "c")
        assert dataset.train.labels.tolist() == [1, 1, 1, 2, 2]
        assert dataset.test.labels.tolist() == [0, 1, 1, 1, 1]
        assert dataset.test.images[:, 2, 0, 0].tolist() == [0, 0, 1, 2, 3]
    # To measure a network, only what it has not learnt is taken.
    assert marks(load_test_images(str(tmp_path))) == marks(dataset.test)


def test_what_is_no_division_is_a_class(tmp_path: Path) -> None:
    fill(tmp_path / "train", {"a": 2, "b": 2})
    assert load_folder(tmp_path, AS_THEY_ARE, silent).train.classes == ("a", "b")
    fill(tmp_path, {"bus": 2})
    assert load_folder(tmp_path, AS_THEY_ARE, silent).train.classes == ("bus", "train")


def test_of_test_and_val_test_is_taken(tmp_path: Path) -> None:
    for name, count in (("train", 3), ("test", 2), ("val", 5)):
        fill(tmp_path / name, {"a": count})
    dataset = load_folder(tmp_path, AS_THEY_ARE, silent)
    assert (len(dataset.train), len(dataset.test)) == (3, 2)


def test_one_picture_cannot_be_divided(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no picture left to test with"):
        load_folder(fill(tmp_path, {"a": 1}), AS_THEY_ARE, silent)


# Folders ----------------------------------------------------------------------------------------------------


def test_what_systems_leave_behind_is_not_looked_at(tmp_path: Path) -> None:
    fill(tmp_path, {"a": 2})
    paint(tmp_path / "a" / "x.png" / "deeper" / "p.png")  # belongs to its class
    for name in (".git", "__MACOSX", "__pycache__", "a/.ipynb_checkpoints", "a/__MACOSX"):
        paint(tmp_path / name / "copy.png")
    for name in (".hidden.png", "._000.png", "Thumbs.db", "thumbs.db", "desktop.ini", ".DS_Store"):
        (tmp_path / "a" / name).write_bytes(b"notes")
    paint(tmp_path / "beside.png")
    dataset = load_folder(tmp_path, AS_THEY_ARE, silent)
    assert (dataset.train.classes, len(dataset.train), len(dataset.test)) == (("a",), 2, 1)
    assert dataset.skipped == ()


def test_links_in_a_circle_give_each_picture_once(tmp_path: Path) -> None:
    fill(tmp_path, {"a": 3})
    for number in range(3):
        (tmp_path / "a" / f"loop{number}").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "itself").symlink_to(tmp_path / "itself")
    (tmp_path / "a" / "itself.png").symlink_to(tmp_path / "a" / "itself.png")
    (tmp_path / "a" / "nowhere.png").symlink_to(tmp_path / "missing.png")
    dataset = load_folder(tmp_path, AS_THEY_ARE, silent)
    assert len(dataset.train) + len(dataset.test) == 3
    assert set(skipped(dataset)) == {"itself.png", "nowhere.png"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    fill(tmp_path, {"a": 2})
    os.mkfifo(tmp_path / "a" / "pipe.png")
    assert skipped(load_folder(tmp_path, AS_THEY_ARE, silent)) == {"pipe.png": "it is not a file"}


def test_folders_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, {"a": 2, "b": 2})
    closed = str(tmp_path / "b")
    scandir = os.scandir

    def guarded(path: str | Path) -> object:
        if str(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    dataset = load_folder(tmp_path, AS_THEY_ARE, silent)
    assert (skipped(dataset), len(dataset.train)) == ({"b": "permission denied"}, 1)
    closed = str(tmp_path)
    with pytest.raises(DatasetError, match=f"^{tmp_path} could not be read: permission denied.$"):
        load_folder(tmp_path, AS_THEY_ARE, silent)
    with pytest.raises(DatasetError, match="could not be read"):
        load_folder(tmp_path / "a" / "000.png", AS_THEY_ARE, silent)


@pytest.mark.parametrize("kind", ["empty", "flat", "no pictures", "divided, without classes"])
def test_without_pictures_in_folders_the_error_says_how_to_arrange_them(tmp_path: Path, kind: str) -> None:
    if kind == "flat":
        paint(tmp_path / "a.png")
    elif kind == "no pictures":
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "notes.txt").write_text("none")
    elif kind == "divided, without classes":
        fill(tmp_path / "train", {"a": 2})
        paint(tmp_path / "test" / "a.png")
    with pytest.raises(DatasetError, match=r"holds no pictures in folders; arrange .*/<class>/picture\.png"):
        load_folder(tmp_path, AS_THEY_ARE, silent)


# Odd files --------------------------------------------------------------------------------------------------


def png_of(width: int, height: int) -> bytes:
    """The head of a PNG so large; nothing follows."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


NOISE = Image.fromarray(np.random.default_rng(3).integers(0, 256, (40, 40, 3), np.uint8))
DAMAGED = "it is damaged or not a picture"
BAD: dict[str, tuple[bytes, str]] = {
    "notes.txt": (b"words", "it does not have a picture's suffix"),
    "empty.png": (b"", DAMAGED),
    "words.png": (b"words", DAMAGED),
    "cut.png": (encoded(NOISE, "PNG")[:900], DAMAGED),
    "cut.jpg": (encoded(NOISE, "JPEG")[:700], DAMAGED),
    # Pillow would start Ghostscript to draw it.
    "program.png": (encoded(NOISE, "EPS"), DAMAGED),
    "large.png": (
        png_of(10_001, 10_000),
        "large.png has 10001 x 10000 pixels, which is too many; make it smaller first.",
    ),
    "bomb.png": (png_of(60_000, 60_000), "it has too many pixels"),
}


@pytest.mark.parametrize("takes", [WHOLE, OBJECT, INK])
def test_files_that_cannot_be_read_are_named_with_the_reason(tmp_path: Path, takes: str) -> None:
    fill(tmp_path, {"a": 2})
    for name, (content, _) in BAD.items():
        if takes != INK or name != "program.png":
            (tmp_path / "a" / name).write_bytes(content)
    dataset = load_folder(tmp_path, PictureOptions(content=takes), silent)
    assert len(dataset.train) + len(dataset.test) == 2
    reasons = skipped(dataset)
    if takes == INK:  # read as the pad reads it, with its own sentences
        assert reasons.keys() == BAD.keys() - {"program.png"}
        assert all(why and "\n" not in why for why in reasons.values())
    else:
        assert reasons == {name: why for name, (_, why) in BAD.items()}


@pytest.mark.parametrize("parts", [("",), ("train", "test")])
def test_a_folder_of_broken_files_is_refused_in_a_sentence(tmp_path: Path, parts: tuple[str, ...]) -> None:
    for part in parts:
        for name in ("a", "b"):
            (tmp_path / part / name).mkdir(parents=True)
            (tmp_path / part / name / "cut.png").write_bytes(BAD["cut.png"][0])
    expected = f"No picture in {tmp_path} can be read ({DAMAGED})."
    for load in (load_folder, load_whole_folder):
        with pytest.raises(DatasetError) as caught:
            load(tmp_path, AS_THEY_ARE, silent)
        assert str(caught.value) == expected


def read_one(tmp_path: Path, name: str, content: bytes, channels: int = 3) -> np.ndarray:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / name).write_bytes(content)
    images = load_whole_folder(tmp_path, PictureOptions(channels=channels), silent).images
    return images[0].permute(1, 2, 0).numpy()


def in_palette() -> bytes:
    image = Image.new("P", (9, 9), 1)
    image.putpalette([0, 0, 0, *ORANGE])
    return encoded(image, "PNG", transparency=b"\x00\x80")


PLAIN = Image.new("RGB", (16, 16), ORANGE)


@pytest.mark.parametrize(
    ("name", "content", "near"),
    [
        ("a GIF.png", encoded(PLAIN, "GIF"), 0),
        ("palette with transparency.png", in_palette(), 0),
        ("CMYK.jpg", encoded(PLAIN.convert("CMYK"), "JPEG", quality=100), 3),
    ],
)
def test_a_file_is_read_in_its_colours_whatever_it_is(
    tmp_path: Path, name: str, content: bytes, near: int
) -> None:
    assert read_one(tmp_path, name, content)[4, 4].tolist() == pytest.approx(ORANGE, abs=near)


def test_16_bits_are_read_as_8(tmp_path: Path) -> None:
    steps = np.arange(0, 65536, 64, dtype=np.uint16).reshape(32, 32)
    found = read_one(tmp_path, "a.png", encoded(Image.fromarray(steps), "PNG"), 1)[:, :, 0]
    assert np.abs(found - steps / 257).max() <= 1


@pytest.mark.parametrize("takes", [WHOLE, OBJECT])
def test_a_picture_is_read_as_its_camera_was_held(tmp_path: Path, takes: str) -> None:
    pixels = np.zeros((64, 64, 3), np.uint8)
    pixels[24:40, 4:32] = 255  # a lying bar, which stands once it is turned
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90 degrees clockwise
    (tmp_path / "a").mkdir()
    Image.fromarray(pixels).save(tmp_path / "a" / "a.jpg", exif=exif, quality=100)
    images = load_whole_folder(tmp_path, PictureOptions(32, 1, takes), silent).images[0, 0]
    bright = (images > 128).nonzero()
    height, width = (bright.max(0).values - bright.min(0).values + 1).tolist()
    assert (height, width) == ((14, 8) if takes == WHOLE else (32, 18))


@pytest.mark.filterwarnings("ignore")  # Pillow's, which reading a folder switches off
@given(
    st.sampled_from(["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM"]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=8),
    st.integers(1, 5000),
)
def test_no_damage_is_fatal(
    tmp_path_factory: pytest.TempPathFactory, kind: str, changes: list[tuple[int, int]], length: int
) -> None:
    content = bytearray(encoded(NOISE.resize((12, 12)), kind))
    for place, value in changes:
        content[place % len(content)] = value
    folder = tmp_path_factory.getbasetemp() / "damaged"
    fill(folder, {"a": 1})
    (folder / "a" / "damaged.png").write_bytes(content[:length])
    found = load_whole_folder(folder, PictureOptions(16, 3, WHOLE), silent)
    assert len(found) in (1, 2)
    assert tuple(found.images.shape[1:]) == (3, 16, 16)


# Progress ---------------------------------------------------------------------------------------------------


@pytest.fixture
def telling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is reported after every file."""
    monkeypatch.setattr(image_folder, "_INTERVAL", -1.0)


@pytest.mark.parametrize("load", [load_folder, load_whole_folder])
@pytest.mark.parametrize("divided", [False, True])
def test_progress_never_goes_back_and_ends_at_the_total(
    tmp_path: Path, telling: None, load: Callable[..., object], divided: bool
) -> None:
    for part in ("train", "test") if divided else ("",):
        fill(tmp_path / part, {"a": 70, "b": 5})
    steps: list[tuple[int, int]] = []
    load(tmp_path, AS_THEY_ARE, lambda *step: steps.append(step))
    total = 150 if divided and load is load_folder else 75
    done, totals = zip(*steps, strict=True)
    assert done == tuple(sorted(done))
    assert totals == tuple(sorted(totals))
    assert (set(totals), steps[-1]) == ({0, total}, (total, total))


@pytest.mark.parametrize("divided", [False, True])
def test_cancelling_at_any_moment_ends_at_once(tmp_path: Path, telling: None, divided: bool) -> None:
    for part in ("train", "test") if divided else ("",):
        fill(tmp_path / part, {"a": 5, "b": 4})
    threads = threading.active_count()
    steps: list[object] = []
    load_folder(tmp_path, AS_THEY_ARE, lambda *step: steps.append(step))
    for moment in range(len(steps)):
        progress = Mock(side_effect=[None] * moment + [Cancelled])
        with pytest.raises(Cancelled):
            load_folder(tmp_path, AS_THEY_ARE, progress)
        assert (progress.call_count, threading.active_count()) == (moment + 1, threads)


def test_cancelling_does_not_wait_for_what_was_begun(
    tmp_path: Path, telling: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, {"a": 40})
    read: list[int] = []
    second_begun, cancelled = threading.Event(), threading.Event()

    def slow(image: Image.Image, channels: int, size: int) -> object:
        # The first picture is read once the second one is begun, and that one takes until all is given up.
        # Which one it is its colour tells: the second thread may be the faster one.
        if image.getpixel((0, 0)) != (200, 100, 0):
            second_begun.set()
            assert cancelled.wait(20)
        else:
            assert second_begun.wait(20)
        read.append(size)
        return np.zeros((size, size, channels), np.uint8)

    def progress(done: int, total: int) -> None:
        if total and read:
            cancelled.set()
            raise Cancelled

    monkeypatch.setattr(image_folder.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(image_folder, "squeezed", slow)
    with pytest.raises(Cancelled):
        load_whole_folder(tmp_path, AS_THEY_ARE, progress)
    assert len(read) < 40


# Networks ---------------------------------------------------------------------------------------------------


def digits(folder: Path) -> Path:
    for digit in DIGITS:
        for number in range(2):
            picture = np.full((60, 60, 3), 255, np.uint8)
            picture[10:50, 25 : 27 + int(digit)] = 0
            (folder / digit).mkdir(parents=True, exist_ok=True)
            Image.fromarray(picture).save(folder / digit / f"{number}.png")
    return folder


def test_a_folder_of_digits_is_read_as_ink(tmp_path: Path) -> None:
    dataset = load_folder(digits(tmp_path), AS_THEY_ARE, silent)
    assert dataset.train.form == PictureForm(1, 28, INK)
    assert (dataset.train.classes, dataset.train.labels.tolist()) == (DIGITS, list(range(10)))
    # Bright on black, in MNIST's rim of 4 pixels.
    assert int(dataset.train.images[:, 0, 8:20, 13:15].min(0).values.max()) > 200
    assert int(dataset.train.images[:, :, :4].max()) == 0
    for options in (PictureOptions(content=WHOLE), PictureOptions(channels=3)):  # as pictures where asked
        train = load_folder(tmp_path, options, silent).train
        assert train.form == PictureForm(options.channels or 1, 32, WHOLE)
        assert int(train.images[:, :, 0, 0].min()) == 255


@pytest.mark.parametrize("takes", [INK, OBJECT])
@pytest.mark.parametrize("size", [28, 40])
def test_a_network_in_colour_gets_grey_ink_three_times(tmp_path: Path, takes: str, size: int) -> None:
    digits(tmp_path)
    grey = load_test_images(str(tmp_path), form=PictureForm(1, size, takes)).images
    colour = load_test_images(str(tmp_path), form=PictureForm(3, size, takes)).images
    assert torch.equal(colour, grey.expand(-1, 3, -1, -1))
    assert grey.shape == (20, 1, size, size)


def test_an_object_is_the_same_in_a_file_and_on_the_pad(tmp_path: Path) -> None:
    pixels = np.full((50, 30, 3), 250, np.uint8)
    pixels[10:40, 8:20] = (200, 30, 60)
    (tmp_path / "coat").mkdir()
    Image.fromarray(pixels).save(tmp_path / "coat" / "a.png")
    for channels in (1, 3):
        form = PictureForm(channels, 28, OBJECT)
        shown = whole_input(pixels, form)
        assert shown is not None
        images = load_test_images(str(tmp_path), form=form).images
        assert images.shape == (1, channels, 28, 28)
        assert np.array_equal(images[0, 0].numpy(), np.round(shown * 255))


def test_only_the_networks_classes_are_measured(tmp_path: Path) -> None:
    fill(tmp_path, {"truck": 2, "cat": 3, "unicorn": 4})
    form = PictureForm(3, 32, WHOLE)
    found = load_test_images(str(tmp_path), form=form, classes=CIFAR10_CLASSES)
    assert (found.classes, found.form) == (CIFAR10_CLASSES, form)
    assert one(found.labels, found.classes) == ["cat"] * 3 + ["truck"] * 2
    with pytest.raises(DatasetError, match=r"named like the network's classes \(ant, bee\)"):
        load_test_images(str(tmp_path), form=form, classes=("ant", "bee"))


# Memory -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("divided", [False, True])
def test_more_than_the_memory_is_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, divided: bool
) -> None:
    for part in ("train", "test") if divided else ("",):
        fill(tmp_path / part, {"a": 4})
    # As much as is needed: both parts, or all of them and both parts; and two pages less.
    needed = 8 * 3 * 512**2
    pages = int(needed / 0.6 / 4096) + 1
    monkeypatch.setattr(os, "sysconf", lambda name: 4096 if name == "SC_PAGE_SIZE" else pages)
    assert load_folder(tmp_path, PictureOptions(512), silent).train.form.size == 512
    pages -= 2
    monkeypatch.setattr(image_folder, "squeezed", lambda *_: pytest.fail("a file was read"))
    with pytest.raises(DatasetError, match="choose a smaller picture size"):
        load_folder(tmp_path, PictureOptions(512), silent)


def test_a_system_that_does_not_tell_its_memory_refuses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sysconf", raising=False)
    assert len(load_whole_folder(fill(tmp_path, {"a": 1}), AS_THEY_ARE, silent)) == 1


# Real pictures ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_sample_of_cifar10_is_read() -> None:
    folder = Path(os.environ.get("DIGITPAD_DATA") or "missing") / "cifar10-sample"
    if not folder.is_dir():
        pytest.skip("it is not there: set DIGITPAD_DATA to a folder that holds cifar10-sample")
    dataset = load_dataset(str(folder))
    assert (len(dataset.train), len(dataset.test)) == (3200, 800)
    for part, name in ((dataset.train, "train"), (dataset.test, "test")):
        assert (part.classes, part.form) == (CIFAR10_CLASSES, PictureForm(3, 32, WHOLE))
        counts = [len(list((folder / name / title).iterdir())) for title in CIFAR10_CLASSES]
        assert torch.bincount(part.labels).tolist() == counts
    path = min((folder / "test" / "frog").iterdir())
    with Image.open(path) as image:
        frog = np.asarray(image.convert("RGB"))
    first = dataset.test.images[dataset.test.labels == 6][0].permute(1, 2, 0).numpy()
    assert np.array_equal(first, frog)
    assert dataset.skipped == ()
