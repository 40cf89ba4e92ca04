"""Every command with colour pictures: a folder is learnt, measured, read, inspected and exported."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.__main__ import main
from digitpad.cli.output import bars
from digitpad.form import OBJECT, WHOLE, PictureForm
from digitpad.ink.drawing_file import save_drawing
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from tests.commands import Commands
from tests.helpers import SEVEN, untrained

CLASSES = {"blue sky": (40, 90, 220), "grass": (50, 170, 40), "rose": (210, 30, 60)}


def write_pictures(folder: Path, each: int, seed: int) -> None:
    """Pictures of three classes that their colours tell apart, under uneven light."""
    random = np.random.default_rng(seed)
    for name, colour in CLASSES.items():
        (folder / name).mkdir(parents=True)
        for number in range(each):
            light = random.uniform(0.5, 1.1, (1, 40, 1)) * random.uniform(0.8, 1, (36, 1, 1))
            noise = random.normal(0, 12, (36, 40, 3))
            picture = np.clip(np.array(colour) * light + noise, 0, 255).astype(np.uint8)
            Image.fromarray(picture).save(folder / name / f"{number}.png")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with pictures in `pictures` and a network that has learnt them in `run`."""
    folder = tmp_path_factory.mktemp("colours")
    write_pictures(folder / "pictures" / "train", 24, 1)
    write_pictures(folder / "pictures" / "test", 8, 2)
    argv = ["train", "--recipe", "colour", "--dataset", str(folder / "pictures"), "--epochs", "3"]
    argv += ["--batch-size", "8", "--picture-size", "16", "--precision", "float32", "--json"]
    assert main([*argv, "--device", "cpu", "--out", str(folder / "run")]) == 0
    return folder


@pytest.fixture
def network(trained: Path) -> Path:
    return trained / "run" / "last.pth"


def test_train_keeps_classes_and_form(network: Path) -> None:
    saved = load_checkpoint(network)
    assert (saved.classes, saved.form) == (tuple(CLASSES), PictureForm(3, 16, WHOLE))
    assert saved.metrics["test_accuracy"] > 0.9
    assert len(saved.mean) == 3
    assert saved.notes["command"].startswith("digitpad train --recipe colour --dataset pictures --epochs 3")


def test_evaluate_measures_a_folder_as_the_run_did(trained: Path, network: Path, digitpad: Commands) -> None:
    argv = ("evaluate", "--checkpoint", network, "--dataset", trained / "pictures")
    (found,) = digitpad.json(*argv)  # stderr says which part is measured
    saved = load_checkpoint(network).metrics
    assert (found["n"], found["accuracy"]) == (24, saved["test_accuracy"])
    assert found["loss"] == pytest.approx(saved["test_loss"], abs=1e-5)
    assert list(found["per_digit"]) == list(CLASSES)
    assert found["part"] == "test"
    on_training = digitpad.answer(*argv, "--part", "train")
    assert (on_training["n"], on_training["part"]) == (72, "train")
    assert "on the training set" in digitpad(*argv, "--part", "train")
    text = digitpad(*argv)
    assert all(name in text for name in CLASSES)
    assert "Class      n  right" in text


def test_another_folders_parts_are_measured_and_one_that_is_not_divided_as_a_whole(
    trained: Path, network: Path, tmp_path: Path, digitpad: Commands
) -> None:
    write_pictures(tmp_path / "other" / "train", 3, 5)
    write_pictures(tmp_path / "other" / "val", 2, 6)
    words = ("evaluate", "--checkpoint", network, "--dataset")
    found = [digitpad.answer(*words, tmp_path / "other", *part) for part in ((), ("--part", "train"))]
    assert [(one["n"], one["part"]) for one in found] == [(6, "test"), (9, "train")]
    undivided = tmp_path / "other" / "train"
    assert digitpad.answer(*words, undivided)["part"] == "all"
    assert "leave --part out" in digitpad.refused(*words, undivided, "--part", "train")


def test_predict_names_the_class(trained: Path, network: Path, digitpad: Commands) -> None:
    paths = [str(trained / "pictures" / "test" / name / "0.png") for name in CLASSES]
    argv = ["predict", "--checkpoint", str(network), *paths]
    answers = digitpad.json(*argv)
    for number, (answer, name) in enumerate(zip(answers, CLASSES, strict=True)):
        assert list(answer)[:6] == ["path", "digit", "class", "probability", "log_probs", "blank"]
        log_probs = answer["log_probs"]
        assert (answer["path"], answer["digit"], answer["class"]) == (paths[number], number, name)
        assert (answer["blank"], len(log_probs)) == (False, len(CLASSES))
        assert sum(map(math.exp, log_probs)) == pytest.approx(1, abs=1e-5)
        assert answer["probability"] == pytest.approx(math.exp(max(log_probs)))
    text = digitpad(*argv)
    assert all(f"0.png: {name} (" in text for name in CLASSES)


def test_an_even_picture_is_read_too(tmp_path: Path, network: Path, digitpad: Commands) -> None:
    """Nothing is "nothing drawn" where a picture is looked at as it is."""
    Image.new("RGB", (50, 70), CLASSES["rose"]).save(tmp_path / "even.png")
    answer = digitpad.answer("predict", "--checkpoint", network, tmp_path / "even.png")
    assert (answer["class"], answer["blank"]) == ("rose", False)


def test_inspect_tells_the_pictures_and_classes(network: Path, digitpad: Commands) -> None:
    found = digitpad.answer("inspect", network)
    assert (found["architecture"], found["channels"], found["size"]) == ("colour", 3, 16)
    assert found["classes"] == list(CLASSES)
    assert found["mean"] == list(load_checkpoint(network).mean)
    text = digitpad("inspect", network)
    assert "pictures      16x16, colour" in text
    assert "classes       3: blue sky, grass, rose" in text


def test_an_exported_network_reads_the_same(
    trained: Path, network: Path, tmp_path: Path, digitpad: Commands
) -> None:
    paths = [str(trained / "pictures" / "test" / name / "1.png") for name in CLASSES]
    expected = digitpad.json("predict", "--checkpoint", network, *paths)
    for name, form in (("it.safetensors", ()), ("model.pth", ("--form", "model"))):
        digitpad("export", network, tmp_path / name, *form)
        assert digitpad.json("predict", "--checkpoint", tmp_path / name, *paths) == expected


@pytest.mark.slow
def test_an_onnx_file_reads_the_same(
    trained: Path, network: Path, tmp_path: Path, digitpad: Commands
) -> None:
    runtime = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnxscript")
    picture = trained / "pictures" / "test" / "grass" / "1.png"
    digitpad("export", network, tmp_path / "it.onnx")
    answer = digitpad.answer("predict", "--checkpoint", network, picture)
    from digitpad.data.network_input import prepare
    from digitpad.data.whole_pictures import read_rgb

    prepared = prepare(read_rgb(picture), load_checkpoint(network).form).input
    session = runtime.InferenceSession(str(tmp_path / "it.onnx"))
    (found,) = session.run(None, {session.get_inputs()[0].name: prepared.transpose(2, 0, 1)[None]})
    assert found[0].tolist() == pytest.approx(answer["log_probs"], abs=1e-4)


def write_strokes(folder: Path) -> Path:
    path = folder / "strokes.jsonl"
    path.write_text(json.dumps({"id": "a", "strokes": [[[120, 100], [380, 100], [220, 420]]]}))
    return path


def test_a_network_for_colours_reads_no_drawing(tmp_path: Path, network: Path, digitpad: Commands) -> None:
    save_drawing(SEVEN, tmp_path / "seven.json")
    for argv in (["--strokes", str(write_strokes(tmp_path))], [str(tmp_path / "seven.json")]):
        line = digitpad.refused("predict", "--checkpoint", network, *argv)
        assert "This network reads colour pictures (16x16), and a drawing has none" in line


@pytest.mark.parametrize("takes", [WHOLE, OBJECT])
def test_a_network_for_grey_pictures_reads_drawings(takes: str, tmp_path: Path, digitpad: Commands) -> None:
    save_checkpoint(untrained("quick", form=PictureForm(1, 28, takes)), tmp_path / "grey.pth")
    argv = ["predict", "--checkpoint", str(tmp_path / "grey.pth"), "--json"]
    answer = digitpad.answer(*argv, "--strokes", write_strokes(tmp_path))
    assert (answer["id"], answer["blank"], len(answer["log_probs"])) == ("a", False, 10)
    assert answer["class"] == str(answer["digit"])


def test_what_is_not_such_a_picture_is_one_line(
    tmp_path: Path, trained: Path, network: Path, digitpad: Commands
) -> None:
    (tmp_path / "text.png").write_text("no picture")
    assert "text.png" in digitpad.refused("predict", "--checkpoint", network, tmp_path / "text.png")
    (tmp_path / "others" / "cat").mkdir(parents=True)
    Image.new("RGB", (9, 9)).save(tmp_path / "others" / "cat" / "1.png")
    line = digitpad.refused("evaluate", "--checkpoint", network, "--dataset", tmp_path / "others")
    assert "named like the network's classes (blue sky, grass, rose)" in line
    train = ("train", "--dataset", trained / "pictures", "--out", tmp_path / "x", "--recipe")
    line = digitpad.refused(*train, "notes-vgg16", "--picture-size", "16")
    assert "needs pictures of at least 32x32" in line
    assert "one number, or three for colour" in digitpad.refused(*train, "colour", "--mean", "0.1,0.2")


def test_of_a_thousand_classes_only_the_likeliest_are_printed() -> None:
    names = [f"thing {number}" for number in range(1000)]
    log_probs = [-float((number * 7) % 1000) for number in range(1000)]
    lines = bars(log_probs, names, 0)
    assert (len(lines), lines[0][:3]) == (10, " > ")
    assert "thing 0 |" in lines[0]
