from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from digitpad import __version__
from digitpad.__main__ import main
from digitpad.ink.drawing import Drawing, save_drawing
from digitpad.ink.raster import rasterize
from digitpad.model.loading import load_checkpoint
from digitpad.resources import asset, default_checkpoint
from tests.helpers import SEVEN, write_mnist

ROOT = Path(__file__).parents[2]


@pytest.fixture
def small_mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_mnist(tmp_path / "data")
    monkeypatch.setenv("DIGITPAD_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def refused(argv: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that must be refused; gives its one line."""
    assert main(argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    assert line.startswith("digitpad: error: ")
    return line


def test_predict_prints_the_bars_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    samples = sorted(map(str, asset("samples").glob("*.png")))
    assert main(["predict", *samples]) == 0
    out = capsys.readouterr().out
    assert "seven-uneven-light.png: 7" in out
    assert " > 3 |" in out
    assert out.count("|") == 20 * len(samples)


def test_the_samples_are_read_right(capsys: pytest.CaptureFixture[str]) -> None:
    names = {"eight": 8, "five": 5, "four": 4, "seven": 7, "three": 3, "two": 2}
    samples = sorted(map(str, asset("samples").glob("*.*")))
    assert main(["predict", "--json", *samples]) == 0
    for answer in lines(capsys.readouterr().out):
        assert answer["digit"] == names[Path(str(answer["path"])).stem.split("-")[0]]
        assert list(answer)[:6] == ["path", "digit", "class", "probability", "log_probs", "blank"]
        assert answer["class"] == str(answer["digit"])
        assert sum(np.exp(answer["log_probs"])) == pytest.approx(1, abs=1e-4)  # type: ignore[call-overload]


def test_predict_reads_strokes_with_and_without_a_size(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "strokes.jsonl"
    seven = [[[120, 100], [380, 100], [220, 420]]]
    path.write_text(
        json.dumps({"id": "a", "strokes": seven})
        + "\n"
        + json.dumps({"id": "b", "strokes": seven, "size": [500, 500]})
        + "\n"
        + json.dumps({"id": "c", "strokes": []})
    )
    assert main(["predict", "--strokes", str(path), "--json"]) == 0
    first, second, third = lines(capsys.readouterr().out)
    assert (first["id"], first["digit"], first["blank"]) == ("a", 7, False)
    assert (second["id"], second["digit"]) == ("b", 7)
    assert (third["id"], third["digit"], third["class"], third["blank"]) == ("c", None, None, True)


def test_predict_reads_a_drawing_and_a_picture_of_it_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_drawing(SEVEN, tmp_path / "seven.json")
    picture = np.round(255 * rasterize(SEVEN, 8)).astype(np.uint8)
    Image.fromarray(picture).save(tmp_path / "seven.png")
    assert main(["predict", "--json", str(tmp_path / "seven.json"), str(tmp_path / "seven.png")]) == 0
    assert [answer["digit"] for answer in lines(capsys.readouterr().out)] == [7, 7]


def test_an_empty_picture_is_blank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.new("L", (50, 50), 255).save(tmp_path / "empty.png")
    save_drawing(Drawing(), tmp_path / "empty.json")
    assert main(["predict", str(tmp_path / "empty.png"), str(tmp_path / "empty.json")]) == 0
    assert capsys.readouterr().out.count("nothing drawn") == 2


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["predict"], "needs either"),
        (["predict", "missing.png"], "does not exist"),
        (["predict", "--strokes", "missing.jsonl"], "could not be read"),
        (["predict", "--checkpoint", "missing.pth", "x.png"], "does not exist"),
        (["train", "--recipe", "magic"], "no recipe called 'magic'"),
        (["train", "--epochs", "0"], "epochs is 0"),
        (["train", "--epochs", "many"], "epochs is many; choose a number from 1 to 10000"),
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
def test_bad_input_is_one_line_and_exit_code_2(
    argv: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert message in refused(argv, capsys)


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
    tmp_path: Path, small_mnist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    argv = ["train", "--recipe", "notes-basic", "--epochs", "2", "--seed", "5", "--out", str(out), "--json"]
    assert main(argv) == 0
    events = lines(capsys.readouterr().out)
    fields = {"epoch", "step", "examples_seen", "train_loss", "test_loss", "test_accuracy", "images_per_s"}
    assert all(fields <= event.keys() for event in events)
    assert [event["event"] for event in events] == [
        "epoch", "checkpoint", "step", "epoch", "checkpoint", "checkpoint", "step", "epoch", "checkpoint", *(
            ["checkpoint"] if events[-2]["best"] else []
        ), "finished",
    ]  # fmt: skip
    saved = load_checkpoint(out / "last.pth")
    assert saved.recipe is not None
    assert saved.recipe["seed"] == 5
    assert saved.notes["command"] == "digitpad train --recipe notes-basic --epochs 2 --seed 5"


def test_train_in_text_prints_the_lines_of_the_notes(
    tmp_path: Path, small_mnist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "--recipe", "notes-basic", "--epochs", "1", "--out", str(tmp_path / "run")]) == 0
    out = capsys.readouterr().out
    assert "Train Epoch: 1 [0/300 (0%)]\tLoss: " in out
    assert "Avg. loss: " in out


def test_evaluate_agrees_with_the_run(
    tmp_path: Path, small_mnist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "--recipe", "quick", "--out", str(tmp_path / "run"), "--json"]) == 0
    last = [event for event in lines(capsys.readouterr().out) if event["event"] == "epoch"][-1]
    assert main(["evaluate", "--checkpoint", str(tmp_path / "run" / "last.pth"), "--json"]) == 0
    (found,) = lines(capsys.readouterr().out)
    assert list(found) == [
        "accuracy",
        "loss",
        "n",
        "confusion",
        "per_digit",
        "per_writer",
        "refused",
        "calibration_error",
    ]
    assert found["accuracy"] == last["test_accuracy"]
    assert found["loss"] == pytest.approx(last["test_loss"], abs=1e-5)
    assert found["n"] == 60
    assert np.trace(found["confusion"]) / 60 == pytest.approx(found["accuracy"])  # type: ignore[call-overload]


def test_the_shipped_network_is_small_and_says_how_it_was_made(capsys: pytest.CaptureFixture[str]) -> None:
    path = default_checkpoint()
    assert path.stat().st_size < 2_000_000
    assert main(["inspect", str(path), "--json"]) == 0
    (found,) = lines(capsys.readouterr().out)
    assert {"kind", "architecture", "parameters", "epoch", "step", "metrics"} <= found.keys()
    assert load_checkpoint(path).notes["command"].startswith("digitpad train --recipe handwriting")


def test_the_shipped_network_reads_mnist_as_promised(
    mnist_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--json"]) == 0
    (found,) = lines(capsys.readouterr().out)
    assert found["n"] == 10_000
    assert found["accuracy"] > 0.996  # type: ignore[operator]


def test_export_writes_what_plain_pytorch_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "weights.pth"
    assert main(["export", str(default_checkpoint()), str(out)]) == 0
    weights = torch.load(out, weights_only=True)
    assert all(torch.equal(weights[name], value) for name, value in load_checkpoint(out).model.items())
    assert "weights.pth written" in capsys.readouterr().out


def test_ctrl_c_saves_the_run_and_resume_finishes_it(
    tmp_path: Path, small_mnist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    argv = ["train", "--recipe", "notes-adam", "--json", "--epochs", "500", "--out", str(out)]
    with subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *argv],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        while '"step", ' not in run.stdout.readline():
            assert run.poll() is None
        run.send_signal(signal.SIGINT)
        rest, err = run.communicate(timeout=30)
    assert run.returncode == 130
    assert lines(rest.splitlines()[-1])[0]["reason"] == "stopped"
    assert "--resume" in err
    assert "Traceback" not in err
    stopped = load_checkpoint(out / "last.pth").metrics["step"]
    epochs = stopped // 19 + 1  # 300 examples in batches of 16 make 19 steps an epoch
    assert main(["train", "--json", "--resume", str(out / "last.pth"), "--epochs", str(epochs)]) == 0
    finished = lines(capsys.readouterr().out)[-1]
    assert (finished["reason"], finished["step"]) == ("completed", 19 * epochs)
