"""Tables of pictures as Kaggle has them: read exactly, and any other file refused in one sentence."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.data.catalogue import DATASETS
from digitpad.data.datasets import expected_pictures, load_dataset, load_test_images
from digitpad.data.labelled import AS_THEY_ARE, PictureOptions, silent
from digitpad.data.sets.picture_table import load_table, table_rows
from digitpad.errors import DatasetError
from digitpad.form import DIGITS, INK, OBJECT, WHOLE, PictureForm
from tests.helpers import drawn_digits


def write_table(
    path: Path, pixels: np.ndarray, labels: list[object] | None = None, head: bool = True, end: str = "\n"
) -> Path:
    """A table as Kaggle's, of pictures (N, side, side)."""
    rows = [list(map(str, picture.ravel().tolist())) for picture in pixels]
    names = [f"pixel{number}" for number in range(pixels[0].size)]
    if labels is not None:
        rows = [[str(label), *row] for label, row in zip(labels, rows, strict=True)]
        names = ["label", *names]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(",".join(row) + end for row in ([names] if head else []) + rows))
    return path


def kaggle(path: Path, count: int = 50) -> Path:
    """A table of drawn digits with labels."""
    data = drawn_digits(count, 1)
    return write_table(path, data.images[:, 0].numpy(), data.labels.tolist())


@given(
    pixels=st.integers(1, 4).flatmap(
        lambda count: st.lists(st.binary(min_size=64, max_size=64), min_size=count, max_size=count)
    ),
    head=st.booleans(),
    labelled=st.booleans(),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_read(
    pixels: list[bytes], head: bool, labelled: bool, end: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pictures = np.frombuffer(b"".join(pixels), np.uint8).reshape(-1, 8, 8)
    pictures = np.where(pictures.max() <= 1, 255, pictures)  # 0 to 1 is another scale
    labels: list[object] | None = [7] * len(pictures) if labelled else None
    path = write_table(tmp_path_factory.mktemp("table") / "t.csv", pictures, labels, head, end)
    (rows,) = table_rows(path, silent)
    assert np.array_equal(rows.pixels[:, 0].numpy(), pictures)
    assert rows.labels == (["7"] * len(pictures) if labelled else [])
    assert rows.names == [str(number) for number in range(1, len(pictures) + 1)]


@given(st.text(alphabet='0123456789,.;-eE\n"labelpixN \t', max_size=400))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("table") / "t.csv"
    path.write_text("label," + ",".join(f"p{number}" for number in range(64)) + "\n" + text)
    with suppress(DatasetError):
        load_table(path, AS_THEY_ARE, silent)


def test_a_table_is_a_dataset(tmp_path: Path) -> None:
    path = kaggle(tmp_path / "train.csv")
    dataset = load_dataset(str(path))
    data = drawn_digits(50, 1)
    assert (len(dataset.train), len(dataset.test)) == (40, 10)
    assert dataset.train.classes == DIGITS
    assert dataset.train.form == PictureForm(1, 28, INK)
    assert expected_pictures(str(path)) == (dataset.train.form, 10)
    assert load_test_images(str(path)).images.equal(data.images)
    assert load_dataset(str(path), options=PictureOptions(20, 3)).test.form == PictureForm(3, 20, INK)
    only = load_test_images(str(path), classes=("3", "5"))
    assert (only.classes, set(only.labels.tolist())) == (("3", "5"), {0, 1})


def test_a_folder_with_train_csv_is_that_table(tmp_path: Path) -> None:
    kaggle(tmp_path / "train.csv")
    write_table(tmp_path / "test.csv", np.zeros((3, 28, 28), np.uint8))
    (tmp_path / "sample_submission.csv").write_text("ImageId,Label\n1,0\n2,0\n3,0\n")
    assert len(load_dataset(str(tmp_path)).train) == 40


def test_a_labelled_table_called_test_is_the_test_set(tmp_path: Path) -> None:
    kaggle(tmp_path / "mnist_train.csv")
    kaggle(tmp_path / "mnist_test.csv", 20)
    dataset = load_dataset(str(tmp_path / "mnist_train.csv"))
    assert (len(dataset.train), len(dataset.test)) == (50, 20)
    assert [str(message) for message in dataset.messages] == [
        f"The test set is {tmp_path / 'mnist_test.csv'}."
    ]


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        ([1, 0, 1, 0], DIGITS),
        (["5.0", "5", "6.0", "6"], DIGITS),
        ([25, 3, 25, 3], ("3", "25")),
        (["cat", "ant", "cat", "ant"], ("ant", "cat")),
    ],
)
def test_labels_are_classes(tmp_path: Path, labels: list[object], classes: tuple[str, ...]) -> None:
    pictures = np.full((4, 8, 8), 9, np.uint8)
    assert load_dataset(str(write_table(tmp_path / "t.csv", pictures, labels))).train.classes == classes


def test_what_the_pictures_show_is_told_by_their_rims(tmp_path: Path) -> None:
    pictures = np.zeros((4, 28, 28), np.uint8)
    for content, place in ((INK, (10, 10)), (OBJECT, (0, 10)), (WHOLE, (slice(None), slice(None)))):
        pictures[:, place[0], place[1]] = 200
        path = write_table(tmp_path / f"{content}.csv", pictures, [1, 2, 1, 2])
        assert load_dataset(str(path)).train.content == content
    assert load_dataset(str(path), options=PictureOptions(content=INK)).train.content == INK


@pytest.mark.parametrize(("name", "content"), [("mnist", INK), ("fashion-mnist", OBJECT)])
def test_real_pictures_are_told_apart(mnist_root: Path, tmp_path: Path, name: str, content: str) -> None:
    if not DATASETS[name].is_there(mnist_root):
        pytest.skip("it is not there")
    data = load_test_images(name, mnist_root)
    path = write_table(tmp_path / "t.csv", data.images[:300, 0].numpy(), data.labels[:300].tolist())
    assert load_dataset(str(path)).train.content == content


def test_numbers_up_to_1_are_another_scale(tmp_path: Path) -> None:
    path = write_table(tmp_path / "t.csv", np.full((4, 8, 8), 0.2), [1, 1, 2, 2])
    assert set(load_test_images(str(path)).images.flatten().tolist()) == {51}


HEAD = "label," + ",".join(f"pixel{number}" for number in range(64))
GOOD = "1" + ",0" * 64


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not a table"),
        (HEAD, "holds no picture"),
        ("a,b,c\n1,2,3\n", "not a table"),
        (f"{HEAD}\n{GOOD}\n1,0,0\n", "line 3 does not hold"),
        (f"{HEAD}\n{GOOD}\n\n{GOOD},0\n", "line 4 does not hold"),
        (f"{HEAD}\n1{',x' * 64}\n", "line 2 does not hold"),
        (f"{HEAD}\n1{',256' * 64}\n", "line 2 does not hold"),
        (f"{HEAD}\n1{',-1' * 64}\n", "line 2 does not hold"),
        (f"{HEAD}\n1{',nan' * 64}\n", "line 2 does not hold"),
        (f"{HEAD}\n1{',1' * 64}\n2{',9' * 64}\n{GOOD}", ""),
        (",".join(["0"] * 64), "no column 'label'"),
        (f"{HEAD}\n{GOOD}\n", "too few pictures"),
        ("\x00\x01\x02", "not a table"),
        ("label," * 70000, "not a table"),
    ],
)
def test_a_bad_table_is_one_sentence(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text)
    if why:
        with pytest.raises(DatasetError, match=why):
            load_dataset(str(path))


def test_a_table_that_is_not_text_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"PK\x03\x04\xff\xfe\xfa")
    with pytest.raises(DatasetError, match="it is not text"):
        load_dataset(str(path))
