from __future__ import annotations

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from digitpad.data.datasets import load_dataset, load_test_images
from digitpad.data.sets import download
from digitpad.data.sets.idx_sets import FILES, fetch_idx
from digitpad.errors import Cancelled, DatasetError, DatasetNotFound
from digitpad.torchvision_compat import torchvision_module
from tests.helpers import write_idx, write_mnist

SIZE = 11_594_722  # bytes of MNIST's packed files


def test_torchvision_can_be_imported_beside_any_torch() -> None:
    assert torchvision_module("torchvision.datasets").MNIST is not None


def test_mnist_is_read_from_a_folder(tmp_path: Path) -> None:
    write_mnist(tmp_path, 30, 10)
    dataset = load_dataset("mnist", tmp_path)
    assert dataset.train.images.shape == (30, 1, 28, 28)
    assert dataset.train.images.dtype == torch.uint8
    assert dataset.train.labels.tolist()[:12] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]
    assert len(dataset.test) == 10


def test_the_real_mnist_is_whole(mnist_root: Path) -> None:
    dataset = load_dataset("mnist", mnist_root)
    assert (len(dataset.train), len(dataset.test)) == (60_000, 10_000)
    mean, std = dataset.train.images.float().div(255).mean(), dataset.train.images.float().div(255).std()
    assert (float(mean), float(std)) == pytest.approx((0.1307, 0.3081), abs=1e-4)


def test_damaged_files_are_named(tmp_path: Path) -> None:
    write_mnist(tmp_path, 30, 10)
    (tmp_path / "MNIST" / "raw" / FILES[0]).write_bytes(b"no pictures")
    with pytest.raises(DatasetError, match="damaged"):
        load_dataset("mnist", tmp_path)


def _of_type(path: Path, code: int) -> None:
    content = bytearray(path.read_bytes())
    content[2] = code
    path.write_bytes(content)


@pytest.mark.parametrize("part", FILES)
@pytest.mark.parametrize("code", [0, 7, 9, 13, 200])
def test_a_wrong_type_of_values_is_damage(tmp_path: Path, part: str, code: int) -> None:
    write_mnist(tmp_path, 30, 10)
    _of_type(tmp_path / "MNIST" / "raw" / part, code)
    with pytest.raises(DatasetError, match="damaged"):
        load_dataset("mnist", tmp_path)


@pytest.mark.parametrize(
    ("name", "values", "why"),
    [
        (FILES[0], np.zeros((30, 14, 56)), "28x28"),
        (FILES[0], np.zeros((30, 784)), "28x28"),
        (FILES[1], np.zeros(10), "30 pictures, 10 labels"),
        (FILES[1], np.full(30, 200), "0 to 9"),
        (FILES[3], np.full(10, 10), "0 to 9"),
    ],
)
def test_pictures_and_labels_must_belong_together(
    tmp_path: Path, name: str, values: np.ndarray, why: str
) -> None:
    write_mnist(tmp_path, 30, 10)
    write_idx(tmp_path / "MNIST" / "raw" / name, values)
    with pytest.raises(DatasetError, match=f"damaged .*{why}"):
        load_dataset("mnist", tmp_path)


def test_a_set_without_pictures_is_damage(tmp_path: Path) -> None:
    write_mnist(tmp_path, 30, 10)
    write_idx(tmp_path / "MNIST" / "raw" / FILES[2], np.zeros((0, 28, 28)))
    write_idx(tmp_path / "MNIST" / "raw" / FILES[3], np.zeros(0))
    with pytest.raises(DatasetError, match="damaged"):
        load_dataset("mnist", tmp_path)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(DatasetError, match="mnist, synthetic"):
        load_dataset("minst")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A mirror on this machine with a small MNIST, whose checksums stand in for torchvision's."""
    folder = tmp_path / "mirror"
    source = torchvision_module("torchvision.datasets").MNIST
    sums = []
    for name in FILES:
        count = 20 if name.startswith("train") else 10
        values = np.zeros((count, 28, 28)) if "images" in name else np.arange(count) % 10
        write_idx(folder / f"{name}.gz", values, packed=True)
        sums.append((f"{name}.gz", hashlib.md5((folder / f"{name}.gz").read_bytes()).hexdigest()))
    monkeypatch.setattr(source, "resources", sums)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_missing_files_are_downloaded_with_progress(tmp_path: Path, mirror: str) -> None:
    steps: list[tuple[int, int]] = []
    fetch_idx(
        tmp_path,
        "MNIST",
        SIZE,
        lambda done, total: steps.append((done, total)),
        ("http://127.0.0.1:9/", mirror),
    )
    assert len(load_dataset("mnist", tmp_path).train) == 20
    assert steps
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


def test_a_cancelled_download_leaves_no_half_file(tmp_path: Path, mirror: str) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        fetch_idx(tmp_path, "MNIST", SIZE, stop, (mirror,))
    assert list((tmp_path / "MNIST" / "raw").iterdir()) == []


@pytest.fixture
def silent_mirror() -> Iterator[str]:
    """A mirror that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def test_cancelling_does_not_wait_for_a_silent_mirror(
    tmp_path: Path, silent_mirror: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "TIMEOUT", 10_000)  # who waits for it, waits too long for pytest
    calls = iter(range(10_000))

    def stop(_done: int, _total: int) -> None:
        if next(calls) > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        fetch_idx(tmp_path, "MNIST", SIZE, stop, (silent_mirror,))
    assert list((tmp_path / "MNIST" / "raw").iterdir()) == []


def test_after_a_silent_mirror_comes_the_next(
    tmp_path: Path, mirror: str, silent_mirror: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "TIMEOUT", 0.5)
    fetch_idx(tmp_path, "MNIST", SIZE, lambda *_: None, (silent_mirror, mirror))
    assert len(load_dataset("mnist", tmp_path).train) == 20


def test_progress_can_stop_before_each_mirror(tmp_path: Path) -> None:
    steps: list[int] = []
    with pytest.raises(DatasetNotFound):
        fetch_idx(tmp_path, "MNIST", SIZE, lambda done, _: steps.append(done), ("http://127.0.0.1:9/",) * 3)
    assert len(steps) >= 3


def test_a_damaged_download_is_not_kept(tmp_path: Path, mirror: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = torchvision_module("torchvision.datasets").MNIST
    monkeypatch.setattr(source, "resources", [(name, "0" * 32) for name, _ in source.resources])
    with pytest.raises(DatasetNotFound, match="damaged"):
        fetch_idx(tmp_path, "MNIST", SIZE, lambda *_: None, (mirror,))
    assert list((tmp_path / "MNIST" / "raw").iterdir()) == []


def test_without_a_network_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "TIMEOUT", 0.5)
    with pytest.raises(DatasetNotFound, match="synthetic") as caught:
        fetch_idx(tmp_path, "MNIST", SIZE, lambda *_: None, ("http://127.0.0.1:9/",))
    assert "no connection" in str(caught.value)


def test_an_image_folder_is_measured_by_its_folders_names(tmp_path: Path) -> None:
    for label in ("3", "7"):
        (tmp_path / label).mkdir()
        picture = np.full((60, 60), 255, np.uint8)
        picture[10:50, 25:32] = 0
        Image.fromarray(picture).save(tmp_path / label / "one.png")
    images = load_test_images(str(tmp_path))
    assert images.labels.tolist() == [3, 7]
    assert images.images.shape == (2, 1, 28, 28)
    assert images.images[0].max() > 200


def test_a_strokes_file_is_measured_by_its_labels(tmp_path: Path) -> None:
    path = tmp_path / "strokes.jsonl"
    path.write_text(json.dumps({"id": "a", "label": 1, "strokes": [[[0, 0], [0, 9]]]}))
    images = load_test_images(str(path))
    assert images.labels.tolist() == [1]


@pytest.mark.parametrize("label", ["x", None, 10])
def test_a_strokes_file_without_usable_labels_says_so(tmp_path: Path, label: object) -> None:
    path = tmp_path / "strokes.jsonl"
    path.write_text(json.dumps({"id": "a", "label": label, "strokes": [[[0, 0], [0, 9]]]}))
    with pytest.raises(DatasetError, match="label"):
        load_test_images(str(path))


def test_an_empty_folder_and_a_missing_one_say_so(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"holds no pictures in folders; .*<class>/picture\.png"):
        load_test_images(str(tmp_path))
    with pytest.raises(DatasetError, match="neither"):
        load_test_images(str(tmp_path / "missing"))


def test_what_systems_leave_beside_pictures_is_not_measured(tmp_path: Path) -> None:
    (tmp_path / "7" / "folder.png").mkdir(parents=True)
    (tmp_path / "7" / "._a.png").write_bytes(b"a Mac's notes")
    Image.fromarray(np.full((40, 40), 255, np.uint8)).save(tmp_path / "7" / "a.png")
    assert len(load_test_images(str(tmp_path))) == 1


def test_measuring_waits_for_no_training_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_mnist(tmp_path, train=30, test=20)
    asked: list[tuple[int, int]] = []

    def made(count: int, seed: int, progress: object) -> tuple[torch.Tensor, torch.Tensor]:
        asked.append((count, seed))
        return torch.zeros(count, 1, 28, 28, dtype=torch.uint8), torch.zeros(count, dtype=torch.int64)

    monkeypatch.setattr("digitpad.data.sets.synthetic_set.synthetic_images", made)
    assert len(load_test_images("synthetic", tmp_path)) == 5_000
    assert asked == [(5_000, 2)]  # the same as the dataset's own
    # No pen strokes are there, and its test set, which is MNIST's, needs none.
    assert len(load_test_images("handwriting", tmp_path)) == 20
