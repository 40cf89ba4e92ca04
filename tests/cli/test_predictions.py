"""`predict` and `evaluate` on tables and on other programs' strokes, and answers as CSV."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.__main__ import main
from digitpad.resources import asset
from tests.commands import Commands
from tests.data.sets.test_picture_table import write_table
from tests.helpers import drawn_digits


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="") as stream:
        return list(csv.reader(stream))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Kaggle's test.csv in small, with digits that the shipped network reads."""
    return write_table(tmp_path / "test.csv", drawn_digits(20, 1).images[:, 0].numpy())


def test_a_table_is_read_picture_by_picture(table: Path, digitpad: Commands) -> None:
    answers = digitpad.json("predict", table)
    assert [(answer["path"], answer["id"]) for answer in answers] == [
        (str(table), str(number)) for number in range(1, 21)
    ]
    right = [answer["digit"] == label for answer, label in zip(answers, list(range(10)) * 2, strict=True)]
    assert sum(right) >= 19
    assert f"{table}:1: 0 (" in digitpad("predict", table)


def test_the_answers_to_a_table_are_what_kaggle_takes(
    table: Path, tmp_path: Path, digitpad: Commands
) -> None:
    out = tmp_path / "submission.csv"
    assert digitpad("predict", table, "--csv", out) == f"{out} written (20 answers)\n"
    head, *lines = rows(out)
    assert head == ["ImageId", "Label"]
    answers = digitpad.json("predict", table)
    assert lines == [[answer["id"], str(answer["digit"])] for answer in answers]
    assert digitpad.answer("predict", table, "--csv", out) == {"path": str(out), "n": 20}


def test_a_table_with_names_gets_them_back(tmp_path: Path, digitpad: Commands) -> None:
    path = write_table(tmp_path / "test.csv", np.zeros((2, 28, 28), np.uint8), [7, 9])
    path.write_text(path.read_text().replace("label", "id"))
    digitpad("predict", path, "--csv", tmp_path / "out.csv")
    assert [line[0] for line in rows(tmp_path / "out.csv")] == ["id", "7", "9"]


def test_the_answers_to_a_folder_are_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "pictures", tmp_path / "out.csv"
    folder.mkdir()
    (folder / "three-on-paper.png").write_bytes(asset("samples/three-on-paper.png").read_bytes())
    Image.new("L", (40, 40), 255).save(folder / "white.png")
    (folder / "zbroken.png").write_bytes(b"nothing")
    assert main(["predict", str(folder), "--csv", str(out)]) == 2
    (error,) = capsys.readouterr().err.splitlines()
    assert "zbroken.png" in error
    head, *lines = rows(out)
    assert head == ["path", "digit", "probability"]
    by_name = {Path(path).stem: (digit, probability) for path, digit, probability in lines}
    assert by_name["three-on-paper"][0] == "3"
    assert 0.5 < float(by_name["three-on-paper"][1]) <= 1
    assert by_name["white"] == by_name["zbroken"] == ("", "")


def test_the_answers_are_not_written_over_what_is_read(table: Path, digitpad: Commands) -> None:
    before = table.read_bytes()
    assert "is one of the files to read" in digitpad.refused("predict", table, "--csv", table)
    assert table.read_bytes() == before


def test_a_bad_line_of_a_table_writes_nothing(table: Path, tmp_path: Path, digitpad: Commands) -> None:
    table.write_text(table.read_text() + "1,2\n")
    assert "line 22 does not hold" in digitpad.refused("predict", table, "--csv", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()
    assert "could not be written" in digitpad.refused(
        "predict", asset("samples/three-on-paper.png"), "--csv", tmp_path / "none" / "out.csv"
    )


def test_a_table_is_measured_on(tmp_path: Path, digitpad: Commands) -> None:
    data = drawn_digits(20, 1)
    path = write_table(tmp_path / "train.csv", data.images[:, 0].numpy(), data.labels.tolist())
    answer = digitpad.answer("evaluate", "--dataset", path)
    assert answer["n"] == 20
    assert answer["accuracy"] >= 0.95
    assert "no column 'label'" in digitpad.refused(
        "evaluate", "--dataset", write_table(tmp_path / "test.csv", np.zeros((2, 28, 28), np.uint8))
    )


def test_a_table_is_trained_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, digitpad: Commands) -> None:
    data = drawn_digits(40, 1)
    write_table(tmp_path / "train.csv", data.images[:, 0].numpy(), data.labels.tolist())
    monkeypatch.chdir(tmp_path)
    words = ["train", "--recipe", "notes-basic", "--dataset", "train.csv", "--epochs", "1"]
    events = digitpad.json(*words, "--out", tmp_path / "run")
    assert events[-1]["event"] == "finished"
    held_out = digitpad.json(
        "evaluate", "--checkpoint", tmp_path / "run" / "last.pth", "--dataset", "train.csv"
    )
    assert [answer["n"] for answer in held_out] == [10]


SEVEN = [[0, 20, 8], [0, 0, 30]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ndjson", json.dumps({"key_id": "k", "word": "seven", "drawing": [SEVEN]})),
        ("a.json", json.dumps([{"points": [{"x": x, "y": y} for x, y in zip(*SEVEN, strict=True)]}])),
        (
            "a.inkml",
            '<ink><annotation type="truth">7</annotation><trace>0 0, 20 0, 8 30</trace></ink>',
        ),
        ("a.svg", '<svg><path d="M0 0H20L8 30"/></svg>'),
    ],
)
def test_strokes_from_elsewhere_are_read(tmp_path: Path, name: str, content: str, digitpad: Commands) -> None:
    path = tmp_path / name
    path.write_text(content)
    (strokes,) = digitpad.json("predict", "--strokes", path)
    (alone,) = digitpad.json("predict", path)
    assert strokes["digit"] == alone["digit"] == 7
    assert alone["path"] == str(path)
    digitpad("predict", "--strokes", path, "--csv", tmp_path / "out.csv")
    assert rows(tmp_path / "out.csv")[0] == ["id", "digit", "probability"]
    if name in ("a.ndjson", "a.inkml"):
        assert digitpad.answer("evaluate", "--dataset", path)["accuracy"] == 1
    else:
        assert "has no label" in digitpad.refused("evaluate", "--dataset", path)
    path.write_text(content[:-9])
    assert str(path) in digitpad.refused("predict", "--strokes", path)
