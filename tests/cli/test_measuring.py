"""The commands `evaluate`, on strokes and folders, and `teach`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.__main__ import main
from digitpad.data.own.samples import OwnSamples
from digitpad.data.sets.synthetic_set import synthetic_images
from digitpad.ink.synthetic import synthetic_drawings
from digitpad.model.checkpoint import Checkpoint, save_checkpoint
from digitpad.model.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from digitpad.training.finetune import session
from digitpad.training.finetune.batches import FineTuneConfig
from tests.helpers import SEVEN, untrained, write_mnist


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
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = strokes_file(tmp_path / "strokes.jsonl", 40)
    assert main(["evaluate", "--dataset", str(tmp_path / "strokes.jsonl"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    recognizer = Recognizer.load(default_checkpoint())
    right = [recognizer.predict(drawing).digit == label for label, drawing in drawn]  # type: ignore[arg-type]
    assert found["n"] == 40
    assert found["accuracy"] == pytest.approx(np.mean(right), abs=1 / 40)
    assert list(found["per_digit"]) == list("0123456789")
    assert found["per_digit"]["3"]["n"] == 4
    assert set(found["per_writer"]) == {"a", "b"}
    assert sum(part["right"] for part in found["per_writer"].values()) == round(40 * found["accuracy"])
    assert 0 <= found["calibration_error"] <= 1
    assert np.asarray(found["confusion"]).sum() == 40


def test_evaluate_in_text_tells_digits_writers_and_confusion(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strokes_file(tmp_path / "strokes.jsonl", 20)
    save_checkpoint(untrained("quick", refuse_below=0.99999), tmp_path / "telling.pth")
    arguments = ["evaluate", "--dataset", str(tmp_path / "strokes.jsonl")]
    assert main([*arguments, "--checkpoint", str(tmp_path / "telling.pth")]) == 0
    out = capsys.readouterr().out
    for words in ("Accuracy", "calibration error", "not a digit I know", "Digit", "Writer", "rows: truth"):
        assert words in out


def test_evaluate_reads_a_folder_of_pictures_and_refuses_with_a_network_that_can(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    images, labels = synthetic_images(6, 3)
    for number, (image, label) in enumerate(zip(images[:, 0].numpy(), labels.tolist(), strict=True)):
        (tmp_path / "set" / str(label)).mkdir(parents=True, exist_ok=True)
        Image.fromarray(255 - image).resize((90, 90)).save(tmp_path / "set" / str(label) / f"{number}.png")
    save_checkpoint(untrained("quick", refuse_below=1.0), tmp_path / "telling.pth")
    arguments = ["evaluate", "--dataset", str(tmp_path / "set"), "--json"]
    assert main([*arguments, "--checkpoint", str(tmp_path / "telling.pth")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["n"], found["per_writer"], found["refused"]) == (6, {}, 1.0)
    assert main(arguments) == 0
    json.loads(capsys.readouterr().out)


def test_a_broken_picture_in_a_folder_is_one_sentence_that_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "broken.png").write_bytes(b"no picture")
    assert main(["evaluate", "--dataset", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "broken.png" in err


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OwnSamples:
    """Three samples, a small MNIST and short lessons."""
    write_mnist(tmp_path / "data", train=60, test=20)
    monkeypatch.setenv("DIGITPAD_DATA", str(tmp_path / "data"))
    short = FineTuneConfig(steps=2, own=4, rehearsed=4, others=2, variations=6)
    monkeypatch.setattr(session, "FineTuneConfig", lambda: short)
    store = OwnSamples(tmp_path / "samples")
    for _ in range(3):
        store.add(SEVEN, 7)
    return store


def test_teach_writes_a_network_and_tells_before_and_after(
    small: OwnSamples, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "taught.pth"
    arguments = ["teach", "--samples", str(small.folder), "--out", str(out)]
    assert main([*arguments, "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {event["event"] for event in events[:-1]} == {"progress"}
    finished = events[-1]
    assert finished["event"] == "finished"
    assert finished["learnt"]["n"] == 3
    assert (finished["dataset"], finished["test"]["n"]) == ("mnist", 20)
    assert load_checkpoint(out).metrics["test_accuracy"] == finished["test"]["after"]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert "samples, learnt from (3)" in text
    assert "test set of mnist (20)" in text


def test_teach_says_at_once_what_is_missing(
    small: OwnSamples, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["teach", "--out", str(tmp_path / "no folder" / "a.pth")]) == 2
    assert "does not exist" in capsys.readouterr().err
    assert main(["teach", "--samples", str(tmp_path / "none"), "--out", str(tmp_path / "a.pth")]) == 2
    assert "none is not a folder" in capsys.readouterr().err
    (tmp_path / "none").mkdir()
    assert main(["teach", "--samples", str(tmp_path / "none"), "--out", str(tmp_path / "a.pth")]) == 2
    assert "no own samples" in capsys.readouterr().err
    assert not (tmp_path / "a.pth").exists()


def test_a_strokes_file_without_a_drawing_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("\n\n")
    for argv in (["predict", "--strokes", str(path)], ["evaluate", "--dataset", str(path)]):
        assert main(argv) == 2
        assert "holds no drawing" in capsys.readouterr().err


def test_a_size_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "strokes.jsonl"
    path.write_text(json.dumps({"id": "a", "strokes": [[[1, 1], [1, 9]]], "size": "x"}))
    assert main(["predict", "--strokes", str(path)]) == 2
    assert "size of a drawing must be two positive numbers" in capsys.readouterr().err


def test_teach_names_what_it_cannot_use(
    small: OwnSamples, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["teach", "--samples", str(small.folder), "--out", str(tmp_path)]) == 2
    output = capsys.readouterr()
    assert "is a folder" in output.err
    assert not output.out  # at once, not after the lesson
    for sample in small.listing().samples:
        sample.picture.write_bytes(b"no picture")
        sample.strokes.unlink()
    assert main(["teach", "--samples", str(small.folder), "--out", str(tmp_path / "a.pth")]) == 2
    assert "None of the 3 own samples could be read" in capsys.readouterr().err


def test_names_from_a_strokes_file_move_no_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "strokes.jsonl"
    line = {"id": "\x1b[2Ja", "writer": "\x1b[31mZoë", "label": "1", "strokes": [[[1, 1], [1, 9]]]}
    path.write_text(json.dumps(line))
    for argv in (["predict", "--strokes", str(path)], ["evaluate", "--dataset", str(path)]):
        assert main(argv) == 0
        assert "\x1b" not in capsys.readouterr().out
    assert main(["evaluate", "--dataset", str(path), "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)["per_writer"]) == ["\x1b[31mZoë"]


@pytest.mark.parametrize("count", [5, 26])
def test_evaluate_with_a_network_of_other_classes_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], count: int
) -> None:
    strokes_file(tmp_path / "strokes.jsonl", 10)
    weights = architecture("quick").build(classes=count).state_dict()
    letters = tuple("abcdefghijklmnopqrstuvwxyz"[:count])
    save_checkpoint(Checkpoint("quick", weights, 0.13, 0.3, letters), tmp_path / "letters.pth")
    argv = ["evaluate", "--checkpoint", str(tmp_path / "letters.pth")]
    assert main([*argv, "--dataset", str(tmp_path / "strokes.jsonl")]) == 2
    assert "The network tells a, b, c" in capsys.readouterr().err
