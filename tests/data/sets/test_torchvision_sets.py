from __future__ import annotations

import bz2
import gzip
import hashlib
import os
import pickle
import socket
import string
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.io
import torch

from digitpad.data.catalogue import DATASETS, FASHION_CLASSES, KUZUSHIJI_CLASSES
from digitpad.data.datasets import (
    expected_pictures,
    load_dataset,
    load_test_images,
)
from digitpad.data.labelled import PictureOptions, silent
from digitpad.data.sets import download
from digitpad.data.sets.idx_files import FILES
from digitpad.errors import Cancelled, DatasetError, DatasetNotFound
from digitpad.form import CIFAR10_CLASSES, DIGITS, INK, OBJECT, WHOLE, PictureForm
from digitpad.torchvision_compat import torchvision_module
from tests.helpers import write_idx

pytestmark = pytest.mark.filterwarnings("ignore:Python 3.14 will:DeprecationWarning")  # torchvision's tarfile

NOWHERE = "http://127.0.0.1:9/"
COUNTS = {"train": 10, "test": 4}
EXPECTED = {
    "mnist": (DIGITS, PictureForm(1, 28, INK)),
    "kmnist": (KUZUSHIJI_CLASSES, PictureForm(1, 28, INK)),
    "fashion-mnist": (FASHION_CLASSES, PictureForm(1, 28, OBJECT)),
    "emnist-digits": (DIGITS, PictureForm(1, 28, INK)),
    "emnist-letters": (tuple(string.ascii_lowercase), PictureForm(1, 28, INK)),
    "usps": (DIGITS, PictureForm(1, 16, OBJECT)),
    "svhn": (DIGITS, PictureForm(3, 32, WHOLE)),
    "cifar10": (CIFAR10_CLASSES, PictureForm(3, 32, WHOLE)),
}
KINDS = {"mnist": "MNIST", "kmnist": "KMNIST", "fashion-mnist": "FashionMNIST", "usps": "USPS"}
KINDS |= {"svhn": "SVHN", "cifar10": "CIFAR10", "emnist-digits": "EMNIST", "emnist-letters": "EMNIST"}
BY_NAME = pytest.mark.parametrize("name", EXPECTED)


def pictures(name: str, part: str) -> np.ndarray:
    """(N, C, H, W) that tell row from column, channel from channel and picture from picture."""
    form = EXPECTED[name][1]
    n, c, h, w = np.ogrid[: COUNTS[part], : form.channels, : form.size, : form.size]
    return np.asarray((7 * h + w + 60 * c + 13 * n + 3 * (part == "test")) % 256, np.uint8)


def labels(name: str, part: str) -> np.ndarray:
    """The first and the last class, and others."""
    count = len(EXPECTED[name][0])
    return np.asarray([0, count - 1, *((5 * n + 1) % count for n in range(COUNTS[part] - 2))])


# Files as torchvision keeps them ----------------------------------------------------------------------------


def files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def lay(name: str, root: Path) -> list[Path]:
    """The files of a small set, unpacked."""
    return [path for part in COUNTS for path in _LAY[name](name, root, part)]


def _lay_idx(name: str, root: Path, part: str) -> list[Path]:
    pair = FILES[:2] if part == "train" else FILES[2:]
    paths = [root / KINDS[name] / "raw" / file for file in pair]
    write_idx(paths[0], pictures(name, part)[:, 0])
    write_idx(paths[1], labels(name, part))
    return paths


def _lay_emnist(name: str, root: Path, part: str) -> list[Path]:
    stem = root / "EMNIST" / "raw" / f"{name}-{part}"
    paths = [Path(f"{stem}-images-idx3-ubyte"), Path(f"{stem}-labels-idx1-ubyte")]
    write_idx(paths[0], pictures(name, part)[:, 0].transpose(0, 2, 1))  # rows and columns exchanged
    write_idx(paths[1], labels(name, part) + (name == "emnist-letters"))  # letters are counted from 1
    return paths


def _lay_usps(name: str, root: Path, part: str) -> list[Path]:
    lines = []
    for picture, label in zip(pictures(name, part), labels(name, part), strict=True):
        values = (picture.ravel() + 0.5) / 255 * 2 - 1
        lines.append(f"{label + 1} " + " ".join(f"{n}:{value:.6f}" for n, value in enumerate(values, 1)))
    path = root / ("usps.bz2" if part == "train" else "usps.t.bz2")
    path.write_bytes(bz2.compress("\n".join([*lines, ""]).encode()))
    return [path]


def _lay_svhn(name: str, root: Path, part: str) -> list[Path]:
    path = root / f"{part}_32x32.mat"
    numbers = np.where(labels(name, part) == 0, 10, labels(name, part))  # 10 stands for 0 there
    scipy.io.savemat(path, {"X": pictures(name, part).transpose(2, 3, 1, 0), "y": numbers[:, None]})
    return [path]


def _lay_cifar10(name: str, root: Path, part: str) -> list[Path]:
    folder = root / "cifar-10-batches-py"
    folder.mkdir(parents=True, exist_ok=True)
    rows, numbers = pictures(name, part).reshape(COUNTS[part], -1), labels(name, part).tolist()
    content: dict[str, dict[str, Any]] = {}
    if part == "train":
        for batch in range(5):
            own = slice(2 * batch, 2 * batch + 2)
            content[f"data_batch_{batch + 1}"] = {"data": rows[own], "labels": numbers[own]}
    else:
        content["test_batch"] = {"data": rows, "labels": numbers}
        content["batches.meta"] = {"label_names": list(CIFAR10_CLASSES)}
    for file, values in content.items():
        (folder / file).write_bytes(pickle.dumps(values, 2))
    return [folder / file for file in content]


_LAY: dict[str, Callable[[str, Path, str], list[Path]]] = {
    "mnist": _lay_idx,
    "kmnist": _lay_idx,
    "fashion-mnist": _lay_idx,
    "emnist-digits": _lay_emnist,
    "emnist-letters": _lay_emnist,
    "usps": _lay_usps,
    "svhn": _lay_svhn,
    "cifar10": _lay_cifar10,
}


def pack(name: str, root: Path, mirror: Path) -> None:
    """The files of `root` as they are downloaded."""
    paths = files(root)
    mirror.mkdir()
    if name == "cifar10":
        with tarfile.open(mirror / "cifar-10-python.tar.gz", "w:gz") as archive:
            archive.add(root / "cifar-10-batches-py", "cifar-10-batches-py")
    elif name.startswith("emnist"):
        with zipfile.ZipFile(mirror / "gzip.zip", "w") as zipped:
            for path in paths:
                zipped.writestr(f"gzip/{path.name}.gz", gzip.compress(path.read_bytes()))
    elif name in ("usps", "svhn"):
        for path in paths:
            (mirror / path.name).write_bytes(path.read_bytes())
    else:
        for path in paths:
            (mirror / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))


def md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes()).hexdigest() if path.is_file() else "0" * 32


class Place:
    """torchvision's class of a set, which believes these files and addresses to be the right ones."""

    def __init__(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.name = name
        self.source = getattr(torchvision_module("torchvision.datasets"), KINDS[name])
        self.change = partial(monkeypatch.setattr, self.source)
        utils = torchvision_module("torchvision.datasets.utils")
        for reaching in ("_urlretrieve", "_get_redirect_url"):
            monkeypatch.setattr(utils, reaching, lambda *_, **__: pytest.fail("torchvision downloads"))

    def trust(self, root: Path) -> None:
        """The checksums of the unpacked files."""
        if self.name == "cifar10":
            folder = root / self.source.base_folder
            for field in ("train_list", "test_list"):
                self.change(field, [[file, md5(folder / file)] for file, _ in getattr(self.source, field)])
            self.change("meta", {**self.source.meta, "md5": md5(folder / "batches.meta")})
        elif self.name in ("svhn", "usps"):
            parts = self.source.split_list.items()
            self.change("split_list", {part: [url, f, md5(root / f)] for part, (url, f, _) in parts})

    def look_at(self, address: str, mirror: Path) -> None:
        """The addresses of what is downloaded, with its checksums."""
        if self.name == "cifar10":
            self.change("url", address + self.source.filename)
            self.change("tgz_md5", md5(mirror / self.source.filename))
        elif self.name in ("svhn", "usps"):
            parts = self.source.split_list.items()
            self.change("split_list", {part: [address + f, f, md5(mirror / f)] for part, (_, f, _) in parts})
        elif self.name.startswith("emnist"):
            self.change("url", address + "gzip.zip")
            self.change("md5", md5(mirror / "gzip.zip"))
        else:
            self.change("mirrors", [address])
            self.change("resources", [(f"{file}.gz", md5(mirror / f"{file}.gz")) for file in FILES])


@pytest.fixture
def place(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Place:
    found = Place(name, monkeypatch)
    found.look_at(NOWHERE, tmp_path / "none")
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def check(name: str, root: Path) -> None:
    """The set is read as it was made."""
    dataset = load_dataset(name, root)
    mean, std = (0.1307, 0.3081) if name == "mnist" else (None, None)
    assert (dataset.name, dataset.mean, dataset.std, dataset.skipped) == (name, mean, std, ())
    classes, form = EXPECTED[name]
    for part, data in (("train", dataset.train), ("test", dataset.test)):
        assert (data.classes, data.form) == (classes, form)
        assert (data.images.dtype, data.labels.dtype) == (torch.uint8, torch.int64)
        assert data.images.is_contiguous()
        assert np.array_equal(data.images.numpy(), pictures(name, part))
        assert data.labels.tolist() == labels(name, part).tolist()
    assert torch.equal(load_test_images(name, root).images, dataset.test.images)


# On the disk ------------------------------------------------------------------------------------------------


@BY_NAME
def test_the_pictures_of_a_set_are_known_before_it_is_read(name: str) -> None:
    classes, form = EXPECTED[name]
    assert expected_pictures(name) == (form, len(classes))
    grey = PictureForm(1, 20, form.content)
    assert expected_pictures(name, PictureOptions(20, 1)) == (grey, len(classes))


@BY_NAME
def test_a_set_on_the_disk_is_read(
    name: str, place: Place, root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert not DATASETS[name].is_there(root)
    lay(name, root)
    place.trust(root)
    assert DATASETS[name].is_there(root)
    check(name, root)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["usps", "svhn", "cifar10"])
def test_size_and_channels_are_as_asked_for(name: str, place: Place, root: Path) -> None:
    lay(name, root)
    place.trust(root)
    for channels, size in ((1, 28), (3, 20)):
        dataset = load_dataset(name, root, options=PictureOptions(size, channels))
        assert (
            dataset.train.form == dataset.test.form == PictureForm(channels, size, EXPECTED[name][1].content)
        )
        form = PictureForm(channels, size, WHOLE)
        assert torch.equal(load_test_images(name, root, form=form).images, dataset.test.images)


def test_the_real_fashion_mnist_is_whole() -> None:
    root = Path(os.environ.get("DIGITPAD_DATA") or "missing")
    if not DATASETS["fashion-mnist"].is_there(root):
        pytest.skip("it is not there: set DIGITPAD_DATA to a folder that holds FashionMNIST/raw")
    dataset = load_dataset("fashion-mnist", root)
    for part, count in ((dataset.train, 6000), (dataset.test, 1000)):
        assert part.images.shape == (10 * count, 1, 28, 28)
        assert torch.bincount(part.labels).tolist() == [count] * 10
        assert (part.classes, part.content) == (FASHION_CLASSES, OBJECT)
    images = dataset.train.images.float() / 255
    assert (float(images.mean()), float(images.std())) == pytest.approx((0.2860, 0.3530), abs=1e-4)


# Missing and damaged ----------------------------------------------------------------------------------------


@BY_NAME
def test_without_files_and_network_the_way_out_is_named(
    name: str, place: Place, root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DatasetNotFound) as caught:
        load_dataset(name, root)
    assert str(caught.value) == (
        f"{KINDS[name]} is not in {root} and could not be downloaded (no connection to the server). Choose "
        "a folder that holds it as torchvision keeps it, or another dataset; the synthetic set of digits "
        "needs no download."
    )
    assert capfd.readouterr() == ("", "")


@BY_NAME
@pytest.mark.parametrize("damage", ["cut", "empty", "other"])
def test_damaged_files_are_named_and_not_downloaded(
    name: str, place: Place, root: Path, damage: str, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = lay(name, root)
    place.trust(root)
    for path in paths:
        content = path.read_bytes()
        path.write_bytes({"cut": content[:-9], "empty": b"", "other": b"other" + content[5:]}[damage])
        with pytest.raises(
            DatasetError, match=rf"^The .*{KINDS[name]}.* damaged \(.+\)\. Delete .* again\.$"
        ):
            load_dataset(name, root)
        path.write_bytes(content)
    check(name, root)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("name", "stored"), [("emnist-letters", 0), ("emnist-letters", 27), ("emnist-digits", 10), ("usps", 11)]
)
def test_labels_out_of_range_are_damage(name: str, place: Place, root: Path, stored: int) -> None:
    paths = lay(name, root)
    if name == "usps":
        lines = bz2.decompress(paths[0].read_bytes()).decode().split(" ", 1)
        paths[0].write_bytes(bz2.compress(" ".join([str(stored), lines[1]]).encode()))
    else:
        write_idx(paths[1], np.full(COUNTS["train"], stored))
    with pytest.raises(DatasetError, match="its labels do not fit its pictures"):
        load_dataset(name, root)


# Downloads --------------------------------------------------------------------------------------------------


class _Quiet(SimpleHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - one list for all of them is meant

    def log_message(self, format: str, *args: object) -> None:
        self.asked.append(self.path)


@pytest.fixture
def server(name: str, place: Place, tmp_path: Path) -> Iterator[list[str]]:
    """A mirror on this machine with a small set; gives what it was asked for."""
    made, mirror = tmp_path / "made", tmp_path / "mirror"
    made.mkdir()
    lay(name, made)
    place.trust(made)
    pack(name, made, mirror)
    _Quiet.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(mirror))) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        place.look_at(f"http://127.0.0.1:{running.server_port}/", mirror)
        yield _Quiet.asked
        running.shutdown()
        thread.join()


@BY_NAME
def test_a_missing_set_is_downloaded_once_with_progress(
    name: str, server: list[str], root: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    steps: list[tuple[int, int]] = []
    load_test_images(name, root, lambda *step: steps.append(step))
    assert steps == sorted(steps)
    assert steps[-1][0] > 0
    assert {total for _, total in steps} == {DATASETS[name].bytes}
    assert DATASETS[name].is_there(root)
    check(name, root)
    assert len(server) == len(set(server)) == len(list((tmp_path / "mirror").iterdir()))
    assert capfd.readouterr() == ("", "")


@BY_NAME
def test_a_cancelled_download_leaves_nothing_half_and_can_be_repeated(
    name: str, server: list[str], root: Path
) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        load_dataset(name, root, stop)
    assert files(root) == []
    assert not DATASETS[name].is_there(root)
    check(name, root)


@BY_NAME
def test_a_download_with_another_checksum_is_not_kept(
    name: str, server: list[str], place: Place, root: Path, tmp_path: Path
) -> None:
    for path in (tmp_path / "mirror").iterdir():
        path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(DatasetNotFound, match="the downloaded file is damaged"):
        load_dataset(name, root)
    assert files(root) == []


@pytest.mark.parametrize("name", ["emnist-digits", "cifar10"])
def test_an_archive_that_lies_there_is_unpacked_without_a_network(
    name: str, server: list[str], place: Place, root: Path
) -> None:
    load_dataset(name, root)
    server.clear()
    unpacked = [path for path in files(root) if path.suffix not in (".gz", ".zip")]
    for path in unpacked[1:]:  # as where unpacking was broken off
        path.unlink()
    check(name, root)
    assert server == []


@pytest.mark.parametrize("name", ["usps", "svhn"])
def test_only_the_missing_file_is_downloaded(name: str, server: list[str], root: Path) -> None:
    load_dataset(name, root, silent)
    (missing,) = [path for path in root.iterdir() if "test" in path.name or ".t." in path.name]
    missing.unlink()
    server.clear()
    check(name, root)
    assert server == [f"/{missing.name}"]


@pytest.fixture
def silent_mirror() -> Iterator[str]:
    """A mirror that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


@pytest.mark.parametrize("name", ["mnist"])
def test_cancelling_does_not_wait_for_a_silent_mirror(
    name: str, place: Place, root: Path, silent_mirror: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "TIMEOUT", 10_000)  # who waits for it, waits too long for pytest
    place.change("mirrors", [silent_mirror])
    calls = iter(range(10_000))

    def stop(_done: int, _total: int) -> None:
        if next(calls) > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        load_dataset(name, root, stop)
    assert files(root) == []


@pytest.mark.parametrize("name", ["mnist"])
@pytest.mark.parametrize("silence", [False, True])
def test_after_a_mirror_that_does_not_answer_comes_the_next(
    name: str,
    silence: bool,
    server: list[str],
    place: Place,
    root: Path,
    silent_mirror: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(download, "TIMEOUT", 0.5)
    place.change("mirrors", [silent_mirror if silence else NOWHERE, *place.source.mirrors])
    check(name, root)


@pytest.mark.parametrize("name", ["mnist"])
def test_progress_can_stop_before_each_mirror(name: str, place: Place, root: Path) -> None:
    place.change("mirrors", [NOWHERE] * 3)
    steps: list[int] = []
    with pytest.raises(DatasetNotFound):
        load_dataset(name, root, lambda done, _: steps.append(done))
    assert len(steps) >= 3
