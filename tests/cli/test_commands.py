from __future__ import annotations

import json
import signal
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
import torch
from PIL import Image

from digitpad import __version__
from digitpad.__main__ import main
from digitpad.ink.drawing import Drawing
from digitpad.ink.drawing_file import save_drawing
from digitpad.ink.raster import rasterize
from digitpad.model.open import loading
from digitpad.model.open.loading import load_checkpoint
from digitpad.resources import asset, default_checkpoint
from tests import processes
from tests.commands import Commands
from tests.helpers import SEVEN


def test_predict_prints_the_bars_as_text(digitpad: Commands) -> None:
    samples = sorted(map(str, asset("samples").glob("*.png")))
    out = digitpad("predict", *samples)
    assert "seven-uneven-light.png: 7" in out
    assert " > 3 |" in out
    assert out.count("|") == 20 * len(samples)


def test_the_samples_are_read_right(digitpad: Commands) -> None:
    names = {"eight": 8, "five": 5, "four": 4, "seven": 7, "three": 3, "two": 2}
    samples = sorted(map(str, asset("samples").glob("*.*")))
    for answer in digitpad.json("predict", *samples):
        assert answer["digit"] == names[Path(str(answer["path"])).stem.split("-")[0]]
        assert list(answer)[:6] == ["path", "digit", "class", "probability", "log_probs", "blank"]
        assert answer["class"] == str(answer["digit"])
        assert sum(np.exp(answer["log_probs"])) == pytest.approx(1, abs=1e-4)


def test_predict_reads_the_pictures_of_a_folder_in_the_order_of_their_names(
    tmp_path: Path, digitpad: Commands
) -> None:
    samples = sorted(asset("samples").glob("*.png"))[:2]
    for name, sample in zip(("b.png", "A.png"), samples, strict=True):
        (tmp_path / name).write_bytes(sample.read_bytes())
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "empty").mkdir()
    assert "has no pictures" in digitpad.refused("predict", tmp_path / "empty")
    answers = digitpad.json("predict", tmp_path)
    assert [answer["path"] for answer in answers] == [str(tmp_path / "A.png"), str(tmp_path / "b.png")]
    alone = digitpad.json("predict", samples[1], samples[0])
    assert [answer["log_probs"] for answer in answers] == [answer["log_probs"] for answer in alone]


def test_predict_names_the_pictures_that_cannot_be_read_and_reads_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = asset("samples/three-on-paper.png").read_bytes()
    for name, content in (("a.png", sample), ("b.png", sample[:999]), ("c.png", sample), ("._c.png", b"")):
        (tmp_path / name).write_bytes(content)
    assert main(["predict", "--json", str(tmp_path), str(tmp_path / "missing.json")]) == 2
    out, err = capsys.readouterr()
    assert [Path(json.loads(line)["path"]).name for line in out.splitlines()] == ["a.png", "c.png"]
    damaged, missing = err.splitlines()
    assert damaged.startswith(f"digitpad: error: {tmp_path / 'b.png'} is damaged")
    assert missing.startswith(f"digitpad: error: {tmp_path / 'missing.json'} could not be read")


def test_predict_refuses_a_folder_without_pictures_before_it_reads_any(
    tmp_path: Path, digitpad: Commands
) -> None:
    assert "has no pictures" in digitpad.refused("predict", asset("samples/three-on-paper.png"), tmp_path)


@pytest.mark.parametrize("name", ["two\nlines.png", "no\udcfftext.png", "x" * 300])
def test_an_unusual_name_of_a_missing_file_is_told_in_one_line(name: str, digitpad: Commands) -> None:
    line = digitpad.refused("predict", name)
    assert line.isprintable()
    assert "does not exist" in line or "could not be read: file name too long" in line


def test_predict_reads_strokes_with_and_without_a_size(tmp_path: Path, digitpad: Commands) -> None:
    path = tmp_path / "strokes.jsonl"
    seven = [[[120, 100], [380, 100], [220, 420]]]
    items = ({"id": "a", "strokes": seven}, {"id": 7, "strokes": seven, "size": [500, 500]})
    path.write_text("\n".join(map(json.dumps, (*items, {"id": "c", "strokes": []}))))
    fields = ("id", "digit", "class", "blank")
    found = [tuple(answer[name] for name in fields) for answer in digitpad.json("predict", "--strokes", path)]
    assert found == [("a", 7, "7", False), (7, 7, "7", False), ("c", None, None, True)]


def test_predict_reads_a_drawing_and_a_picture_of_it_alike(tmp_path: Path, digitpad: Commands) -> None:
    save_drawing(SEVEN, tmp_path / "seven.json")
    picture = np.round(255 * rasterize(SEVEN, 8)).astype(np.uint8)
    Image.fromarray(picture).save(tmp_path / "seven.png")
    answers = digitpad.json("predict", tmp_path / "seven.json", tmp_path / "seven.png")
    assert [answer["digit"] for answer in answers] == [7, 7]


def test_an_empty_picture_is_blank(tmp_path: Path, digitpad: Commands) -> None:
    Image.new("L", (50, 50), 255).save(tmp_path / "empty.png")
    save_drawing(Drawing(), tmp_path / "empty.json")
    assert digitpad("predict", tmp_path / "empty.png", tmp_path / "empty.json").count("nothing drawn") == 2


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["predict"], "needs either"),
        (["predict", "missing.png"], "does not exist"),
        (["predict", "--strokes", "missing.jsonl"], "could not be read"),
        (["predict", "--checkpoint", "missing.pth", "x.png"], "does not exist"),
        (["train", "--recipe", "magic"], "no recipe called 'magic'"),
        (["train", "--epochs", "0"], "epochs is 0"),
        (["train", "--epochs", "many"], "epochs is many; choose a whole number from 1 to 10000"),
        (["train", "--dataset", "minst"], "'minst' is neither a dataset (mnist, "),
        (["train", "--device", "abacus"], "abacus"),
        (["train", "--learning-rate", "nan"], "learning rate"),
        (["train", "--resume", "missing.pth"], "does not exist"),
        (["evaluate", "--dataset", "nowhere"], "neither a dataset"),
        (["evaluate", "--checkpoint", "missing.pth"], "does not exist"),
        (["inspect", "missing.pth"], "does not exist"),
        (["inspect"], "required"),
        (["export", "missing.pth", "out.pth"], "does not exist"),
        (["trian"], "neither a command nor a file"),
        (["--wrong"], "neither a command nor a file"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(argv: list[str], message: str, digitpad: Commands) -> None:
    assert message in digitpad.refused(*argv)


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    for argv, message in (
        (["--version"], __version__),
        (["--help"], "predict"),
        (["train", "-h"], "--recipe"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(argv)
        assert ended.value.code == 0
        assert message in capsys.readouterr().out


def test_train_prints_the_promised_events_and_writes_its_files(
    tmp_path: Path, small_mnist: Path, digitpad: Commands
) -> None:
    out = tmp_path / "run"
    events = digitpad.json("train", "--recipe", "notes-basic", "--epochs", "2", "--seed", "5", "--out", out)
    fields = {"epoch", "step", "examples_seen", "train_loss", "test_loss", "test_accuracy", "images_per_s"}
    assert all(fields <= event.keys() for event in events)
    assert [event["event"] for event in events] == [
        "epoch", "checkpoint", "step", "epoch", "checkpoint", "checkpoint", "step", "epoch", "checkpoint", *(
            ["checkpoint"] if events[-2]["best"] else []
        ), "finished",
    ]  # fmt: skip
    saved = load_checkpoint(out / "last.pth")
    assert saved.recipe["seed"] == 5
    assert saved.notes["command"] == "digitpad train --recipe notes-basic --epochs 2 --seed 5"


def test_train_in_text_prints_the_lines_of_the_notes(
    tmp_path: Path, small_mnist: Path, digitpad: Commands
) -> None:
    out = digitpad("train", "--recipe", "notes-basic", "--epochs", "1", "--out", tmp_path / "run")
    assert "Train Epoch: 1 [0/300 (0%)]\tLoss: " in out
    assert "Avg. loss: " in out


def test_evaluate_agrees_with_the_run(tmp_path: Path, small_mnist: Path, digitpad: Commands) -> None:
    events = digitpad.json("train", "--recipe", "quick", "--out", tmp_path / "run")
    last = [event for event in events if event["event"] == "epoch"][-1]
    (found,) = digitpad.json("evaluate", "--checkpoint", tmp_path / "run" / "last.pth")
    fields = "accuracy loss n confusion per_digit per_writer refused calibration_error part"
    assert list(found) == fields.split()
    assert (found["n"], found["accuracy"]) == (60, last["test_accuracy"])
    assert found["loss"] == pytest.approx(last["test_loss"], abs=1e-5)
    assert found["part"] == "test"
    (on_training,) = digitpad.json(
        "evaluate", "--checkpoint", tmp_path / "run" / "last.pth", "--part", "train"
    )
    assert (on_training["part"], on_training["n"]) == ("train", 300)
    assert np.trace(found["confusion"]) / 60 == pytest.approx(found["accuracy"])


def test_the_shipped_network_is_small_and_says_how_it_was_made(digitpad: Commands) -> None:
    path = default_checkpoint()
    assert path.stat().st_size < 2_000_000
    found = digitpad.answer("inspect", path)
    assert {"kind", "architecture", "parameters", "epoch", "step", "metrics"} <= found.keys()
    assert load_checkpoint(path).notes["command"].startswith("digitpad train --recipe handwriting")


@pytest.mark.slow
def test_the_shipped_network_reads_mnist_as_promised(mnist_root: Path, digitpad: Commands) -> None:
    found = digitpad.answer("evaluate")
    assert found["n"] == 10_000
    assert found["accuracy"] > 0.996


def test_export_writes_what_plain_pytorch_loads(tmp_path: Path, digitpad: Commands) -> None:
    out = tmp_path / "weights.pth"
    assert "weights.pth written" in digitpad("export", default_checkpoint(), out)
    weights = torch.load(out, weights_only=True)
    assert all(torch.equal(weights[name], value) for name, value in load_checkpoint(out).model.items())


def test_a_run_is_read_once_where_it_is_resumed(
    saved_run: Path, trained_run: Path, digitpad: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITPAD_DATA", str(trained_run.parents[1] / "data"))
    opened = Mock(side_effect=loading.open_content)
    monkeypatch.setattr(loading, "open_content", opened)
    digitpad.json("train", "--resume", saved_run / "last.pth", "--epochs", "3", "--out", saved_run / "more")
    assert opened.call_count == 1


def test_ctrl_c_saves_the_run_and_resume_finishes_it(
    tmp_path: Path, small_mnist: Path, digitpad: Commands
) -> None:
    out = tmp_path / "run"
    argv = ["train", "--recipe", "notes-adam", "--json", "--epochs", "500", "--out", str(out)]
    with processes.start(["main.py", *argv]) as run:
        while '"step", ' not in run.stdout.readline():
            assert run.poll() is None
        run.send_signal(signal.SIGINT)
        rest, err = run.communicate()
    assert run.wait() == 130
    assert json.loads(rest.splitlines()[-1])["reason"] == "stopped"
    assert "--resume" in err
    assert "Traceback" not in err
    stopped = load_checkpoint(out / "last.pth").metrics["step"]
    epochs = stopped // 19 + 1  # 300 examples in batches of 16 make 19 steps an epoch
    finished = digitpad.json("train", "--resume", out / "last.pth", "--epochs", epochs)[-1]
    assert (finished["reason"], finished["step"]) == ("completed", 19 * epochs)
