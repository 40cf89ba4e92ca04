"""The commands `evaluate`, on strokes and folders, and `teach`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.__main__ import main
from digitpad.cli.output import columns
from digitpad.data.own.samples import OwnSamples
from digitpad.ink.synthetic import synthetic_drawings
from digitpad.model.checkpoint import Checkpoint, save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from digitpad.training.finetune import session
from digitpad.training.finetune.batches import FineTuneConfig
from tests.commands import Commands
from tests.helpers import SEVEN, drawn_digits, untrained


def strokes_file(path: Path, count: int) -> list[tuple[int, object]]:
    drawn = list(synthetic_drawings(count, 5))
    lines = [
        {
            "id": number,
            "label": str(label),
            "writer": "ab"[number % 2],
            "size": [28, 28],
            "strokes": [[list(point) for point in stroke.points] for stroke in drawing.strokes],
        }
        for number, (label, drawing) in enumerate(drawn)
    ]
    path.write_text("\n".join(map(json.dumps, lines)))
    return drawn  # type: ignore[return-value]


def test_evaluate_reads_strokes_as_the_pad_does_and_counts_digits_and_writers(
    tmp_path: Path, digitpad: Commands
) -> None:
    drawn = strokes_file(tmp_path / "strokes.jsonl", 40)
    found = digitpad.answer("evaluate", "--dataset", tmp_path / "strokes.jsonl")
    recognizer = Recognizer.load(default_checkpoint())
    right = [recognizer.predict(drawing).digit == label for label, drawing in drawn]
    assert found["n"] == np.sum(found["confusion"]) == 40
    assert found["accuracy"] == pytest.approx(np.mean(right), abs=1 / 40)
    assert (list(found["per_digit"]), set(found["per_writer"])) == (list("0123456789"), {"a", "b"})
    assert found["per_digit"]["3"]["n"] == 4
    assert sum(part["right"] for part in found["per_writer"].values()) == round(40 * found["accuracy"])
    assert 0 <= found["calibration_error"] <= 1


def test_evaluate_in_text_tells_digits_writers_and_confusion(tmp_path: Path, digitpad: Commands) -> None:
    strokes_file(tmp_path / "strokes.jsonl", 20)
    save_checkpoint(untrained("quick", refuse_below=0.99999), tmp_path / "telling.pth")
    words = ("evaluate", "--dataset", tmp_path / "strokes.jsonl", "--checkpoint", tmp_path / "telling.pth")
    out = digitpad(*words)
    for words in ("Accuracy", "calibration error", "not a digit I know", "Digit", "Writer", "rows: truth"):
        assert words in out


def test_evaluate_reads_a_folder_of_pictures_and_refuses_with_a_network_that_can(
    tmp_path: Path, digitpad: Commands
) -> None:
    data = drawn_digits(6, 3)
    for number, (image, label) in enumerate(
        zip(data.images[:, 0].numpy(), data.labels.tolist(), strict=True)
    ):
        (tmp_path / "set" / str(label)).mkdir(parents=True, exist_ok=True)
        Image.fromarray(255 - image).resize((90, 90)).save(tmp_path / "set" / str(label) / f"{number}.png")
    save_checkpoint(untrained("quick", refuse_below=1.0), tmp_path / "telling.pth")
    words = ("evaluate", "--dataset", tmp_path / "set")
    found = digitpad.answer(*words, "--checkpoint", tmp_path / "telling.pth")
    assert (found["n"], found["per_writer"], found["refused"]) == (6, {}, 1.0)
    assert digitpad.answer(*words)["n"] == 6
    (tmp_path / "broken" / "7").mkdir(parents=True)
    (tmp_path / "broken" / "7" / "broken.png").write_bytes(b"no picture")
    assert "broken.png" in digitpad.refused("evaluate", "--dataset", tmp_path / "broken")


@pytest.fixture
def small(tmp_path: Path, small_mnist: Path, monkeypatch: pytest.MonkeyPatch) -> OwnSamples:
    """Three samples, a small MNIST and short lessons."""
    short = FineTuneConfig(steps=2, own=4, rehearsed=4, others=2, variations=6)
    monkeypatch.setattr(session, "FineTuneConfig", lambda: short)
    store = OwnSamples(tmp_path / "samples")
    for _ in range(3):
        store.add(SEVEN, 7)
    return store


def test_teach_writes_a_network_and_tells_before_and_after(
    small: OwnSamples, tmp_path: Path, digitpad: Commands
) -> None:
    words = ("teach", "--samples", small.folder, "--out", tmp_path / "taught.pth")
    *events, finished = digitpad.json(*words)
    assert {event["event"] for event in events} == {"progress"}
    assert (finished["event"], finished["learnt"]["n"]) == ("finished", 3)
    assert (finished["dataset"], finished["test"]["n"]) == ("mnist", 60)
    assert load_checkpoint(tmp_path / "taught.pth").metrics["test_accuracy"] == finished["test"]["after"]
    text = digitpad(*words)
    assert "samples, learnt from (3)" in text
    assert "test set of mnist (60)" in text


def test_teach_names_at_once_what_is_missing_or_cannot_be_used(
    small: OwnSamples, tmp_path: Path, digitpad: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(samples: Path, out: Path) -> str:
        return digitpad.refused("teach", "--samples", samples, "--out", out)

    none, out = tmp_path / "none", tmp_path / "a.pth"
    assert "does not exist" in digitpad.refused("teach", "--out", tmp_path / "no folder" / "a.pth")
    assert "is a folder" in refused(small.folder, tmp_path)
    assert "none is not a folder" in refused(none, out)
    none.mkdir()
    assert "no own samples" in refused(none, out)
    for sample in small.listing().samples:
        sample.picture.write_bytes(b"no picture")
        sample.strokes.unlink()
    assert main(["teach", "--samples", str(small.folder), "--out", str(out)]) == 2
    assert "None of the 3 own samples could be read" in capsys.readouterr().err  # beside its progress
    assert not out.exists()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("\n\n", "holds no drawing"),
        (
            json.dumps({"id": "a", "strokes": [[[1, 1], [1, 9]]], "size": "x"}),
            "size of a drawing must be two positive numbers",
        ),
    ],
)
def test_a_strokes_file_that_cannot_be_used_is_refused(
    tmp_path: Path, digitpad: Commands, line: str, why: str
) -> None:
    path = tmp_path / "strokes.jsonl"
    path.write_text(line)
    assert why in digitpad.refused("predict", "--strokes", path)
    assert why in digitpad.refused("evaluate", "--dataset", path)


def test_names_from_a_strokes_file_move_no_cursor(tmp_path: Path, digitpad: Commands) -> None:
    path = tmp_path / "strokes.jsonl"
    line = {"id": "\x1b[2Ja", "writer": "\x1b[31mZoë", "label": "1", "strokes": [[[1, 1], [1, 9]]]}
    path.write_text(json.dumps(line))
    assert "\x1b" not in digitpad("predict", "--strokes", path) + digitpad("evaluate", "--dataset", path)
    assert list(digitpad.answer("evaluate", "--dataset", path)["per_writer"]) == ["\x1b[31mZoë"]


@pytest.mark.parametrize("count", [5, 26])
def test_evaluate_with_a_network_of_other_classes_is_one_sentence(
    tmp_path: Path, digitpad: Commands, count: int
) -> None:
    strokes_file(tmp_path / "strokes.jsonl", 10)
    weights = architecture("quick").build(classes=count).state_dict()
    letters = tuple("abcdefghijklmnopqrstuvwxyz"[:count])
    save_checkpoint(Checkpoint("quick", weights, 0.13, 0.3, letters), tmp_path / "letters.pth")
    words = ("--checkpoint", tmp_path / "letters.pth", "--dataset", tmp_path / "strokes.jsonl")
    assert "The network tells a, b, c" in digitpad.refused("evaluate", *words)


def test_tables_are_chinese_too_and_stand_in_columns(
    digitpad: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_checkpoint(untrained("quick", refuse_below=0.99999), tmp_path / "telling.pth")
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    about = digitpad("inspect", tmp_path / "telling.pth").splitlines()
    assert "  参数          105,914" in about
    beside = next(line for line in about if "均值" in line)
    assert columns(beside.partition("均值")[0]) == columns("  参数          ")
    strokes_file(tmp_path / "strokes.jsonl", 20)
    measured = digitpad(
        "evaluate", "--dataset", tmp_path / "strokes.jsonl", "--checkpoint", tmp_path / "telling.pth"
    )
    for words in (
        "准确率 ",
        "期望校准误差",
        "不是认识的数字",
        "书写者",
        "混淆矩阵（行：真实类别，列：识别结果）",
    ):
        assert words in measured
    lines = measured.splitlines()
    head = next(number for number, line in enumerate(lines) if line.endswith("正确    准确率"))
    assert columns(lines[head]) == columns(lines[head + 1])
    found = digitpad.answer("inspect", tmp_path / "telling.pth")
    assert found["kind"] == "digitpad-checkpoint"
