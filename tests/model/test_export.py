from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from digitpad.errors import DigitpadError
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.export import FORMS, export, form_of
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.recognizer import Recognizer
from tests.commands import Commands
from tests.helpers import LIGHT, LIGHT_FIRST, SEVEN, further, untrained
from tests.model.learners import same_weights

EXAMPLES = ("quick",)
"""Networks whose ONNX the default run tries."""


def normalised(name: str) -> Checkpoint:
    colour = architecture(name).form.channels == 3
    return untrained(name).with_normalisation(*((0.2, 0.3, 0.1), (0.4, 0.5, 0.3)) if colour else (0.2, 0.4))


@pytest.fixture(scope="module")
def onnx_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The ONNX file of `normalised(name)`, alone in its folder; writing one takes seconds."""
    pytest.importorskip("onnxruntime")

    @functools.cache
    def exported(name: str) -> Path:
        path = tmp_path_factory.mktemp("onnx") / "a.onnx"
        export(normalised(name), path, "onnx")
        return path

    return exported


def answers(path: Path, pictures: np.ndarray) -> np.ndarray:
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    ends = [entry.name for entry in (*session.get_inputs(), *session.get_outputs())]
    assert ends == ["pictures", "log_probs"]
    return session.run(None, {"pictures": pictures})[0]


@pytest.mark.parametrize("name", [name if name in EXAMPLES else further(name) for name in LIGHT])
def test_onnx_returns_the_log_probabilities_of_pytorch(onnx_of: Callable[[str], Path], name: str) -> None:
    import onnxruntime

    checkpoint = normalised(name)
    metadata = onnxruntime.InferenceSession(onnx_of(name)).get_modelmeta().custom_metadata_map["classes"]
    assert metadata == json.dumps(list(checkpoint.classes))
    for count in (1, 2, 7):
        pictures = torch.rand(count, *checkpoint.form.shape)
        shift, scale = (torch.tensor(n).view(-1, 1, 1) for n in (checkpoint.mean, checkpoint.std))
        with torch.inference_mode():
            scores = checkpoint.network()((pictures - shift) / scale)
        found = answers(onnx_of(name), pictures.numpy())
        assert found.shape == (count, 10)
        assert np.abs(found - torch.log_softmax(scores, 1).numpy()).max() < 1e-4


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> tuple[Checkpoint, Path]:
    """A network that tells what is none of its classes, and its ONNX file."""
    pytest.importorskip("onnxruntime")
    checkpoint = replace(normalised("quick"), refuse_below=0.3)
    path = tmp_path_factory.mktemp("telling") / "a.onnx"
    export(checkpoint, path, "onnx")
    return checkpoint, path


@pytest.mark.slow
def test_onnx_says_whether_a_picture_is_known_and_below_what_it_is_not(
    telling: tuple[Checkpoint, Path],
) -> None:
    import onnxruntime

    checkpoint, path = telling
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    pictures = np.random.default_rng(1).random((5, 28, 28), np.float32)
    log_probs, known = session.run(["log_probs", "known"], {"pictures": pictures[:, None]})
    answers = Recognizer(checkpoint).predict_inputs(list(pictures))
    assert known == pytest.approx([answer.known for answer in answers], abs=1e-5)
    assert log_probs == pytest.approx(np.array([answer.log_probs for answer in answers]), abs=1e-4)
    least = float(session.get_modelmeta().custom_metadata_map["digitpad.refuse_below"])
    assert (known < least).tolist() == [answer.unknown for answer in answers]


@pytest.mark.parametrize("by_names", [True, False])
def test_onnx_that_says_what_is_known_opens_too(
    telling: tuple[Checkpoint, Path], by_names: bool, tmp_path: Path
) -> None:
    import onnx

    saved, path = telling
    model = onnx.load(path)
    if not by_names:  # as after another program has changed it
        kept = [entry for entry in model.metadata_props if entry.key in ("classes", "digitpad.takes")]
        del model.metadata_props[:]
        model.metadata_props.extend(kept)
    onnx.save(model, tmp_path / "b.onnx")
    loaded = load_checkpoint(tmp_path / "b.onnx")
    assert loaded.refuse_below == (0.3 if by_names else None)
    picture = np.random.default_rng(2).random((28, 28), np.float32)
    ours, theirs = (Recognizer(network).predict_inputs([picture])[0] for network in (saved, loaded))
    assert theirs.log_probs == pytest.approx(ours.log_probs, abs=1e-4)


def test_onnx_answers_a_drawing_as_the_pad_does(onnx_of: Callable[[str], Path]) -> None:
    answer = Recognizer(normalised("quick")).predict(SEVEN)
    (found,) = answers(onnx_of("quick"), answer.input.reshape(1, 1, 28, 28))
    assert np.abs(found - np.array(answer.log_probs)).max() < 1e-4


def test_onnx_is_one_file_that_names_no_path_of_this_machine(onnx_of: Callable[[str], Path]) -> None:
    path = onnx_of("quick")
    assert [file.name for file in path.parent.iterdir()] == ["a.onnx"]
    assert not any(name in path.read_bytes() for name in (b"site-packages", b"networks.py"))


@pytest.mark.parametrize("missing", ["onnx", "onnxscript"])
def test_without_its_packages_onnx_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(DigitpadError, match=r"python -m pip install onnx onnxscript\.$"):
        export(untrained("quick"), tmp_path / "a.onnx", "onnx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", LIGHT_FIRST)
def test_safetensors_come_back_complete(tmp_path: Path, name: str) -> None:
    saved = untrained(name, classes=tuple("abcdefghij")).with_normalisation(0.25, 0.5)
    export(saved, tmp_path / "a.safetensors", "safetensors")
    loaded = load_checkpoint(tmp_path / "a.safetensors")
    assert (loaded.kind, loaded.architecture, loaded.classes) == ("safetensors", name, saved.classes)
    assert (loaded.mean, loaded.std, loaded.normalisation_from) == (0.25, 0.5, "file")
    assert loaded.form == saved.form
    assert same_weights(loaded, saved.model)


def test_safetensors_open_whatever_the_length_of_their_header(tmp_path: Path) -> None:
    """It stands first: of a length that ends in 128 the file begins as pickles do, and in 8 as ONNX does."""
    path, begins = tmp_path / "a.safetensors", set()
    for count in range(33):
        names = tuple("a" * len(range(place, 8 * count, 10)) for place in range(10))
        export(untrained("notes-basic", classes=names), path, "safetensors")
        begins.add(path.read_bytes()[0])
        assert load_checkpoint(path).classes == names
    assert {8, 128} <= begins


def test_safetensors_of_others_are_recognised_by_their_shapes(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    weights = {f"module.{key}": value for key, value in untrained("notes-wide").model.items()}
    save_file(weights, tmp_path / "a.safetensors", {"format": "pt"})
    loaded = load_checkpoint(tmp_path / "a.safetensors")
    assert (loaded.kind, loaded.architecture) == ("safetensors", "notes-wide")
    assert loaded.normalisation_from == "recipe notes-wide"


def test_safetensors_metadata_that_lie_are_refused(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    weights = dict(untrained("notes-wide").model)
    metadata = {"digitpad.architecture": "best", "digitpad.mean": "0", "digitpad.std": "1"}
    for classes in ("[", "[1]", "5", '["0","1","2","3","4","5","6","7","8","9"]'):
        save_file(weights, tmp_path / "a.safetensors", {**metadata, "digitpad.classes": classes})
        with pytest.raises(DigitpadError, match="cannot be used"):
            load_checkpoint(tmp_path / "a.safetensors")


@pytest.mark.parametrize("name", [name if name in EXAMPLES else further(name) for name in LIGHT])
def test_onnx_comes_back_complete(onnx_of: Callable[[str], Path], name: str) -> None:
    saved = normalised(name)
    loaded = load_checkpoint(onnx_of(name))
    assert (loaded.kind, loaded.architecture, loaded.classes) == ("onnx", name, saved.classes)
    assert (loaded.mean, loaded.std, loaded.normalisation_from) == (saved.mean, saved.std, "file")
    assert loaded.form == saved.form
    assert same_weights(loaded, saved.model)


@pytest.mark.parametrize("form", ["full", "model", "state_dict"])
def test_the_forms_of_torch(tmp_path: Path, form: str) -> None:
    checkpoint = untrained("quick", training={"position": {"epoch": 1}})
    export(checkpoint, tmp_path / "a.pth", form)
    loaded = load_checkpoint(tmp_path / "a.pth")
    assert loaded.kind == ("state_dict" if form == "state_dict" else "digitpad-checkpoint")
    assert loaded.training == (checkpoint.training if form == "full" else None)


def test_the_suffix_chooses_the_form_and_an_unknown_one_lists_the_known_ones(tmp_path: Path) -> None:
    names = {"a.onnx": "onnx", "a.SafeTensors": "safetensors", "a.pth": "state_dict", "a": "state_dict"}
    assert {name: form_of(Path(name)) for name in names} == names
    with pytest.raises(DigitpadError, match="safetensors"):
        export(untrained(), tmp_path / "a", "tflite")


def test_the_command_offers_every_form(digitpad: Commands) -> None:
    for form in FORMS:
        assert "missing.pth does not exist" in digitpad.refused("export", "missing.pth", "b", "--form", form)


@pytest.mark.parametrize("form", ["full", "model", "safetensors"])
def test_what_a_network_refuses_goes_with_it(tmp_path: Path, form: str) -> None:
    path = tmp_path / ("a.safetensors" if form == "safetensors" else "a.pth")
    for threshold in (0.25, None):
        export(replace(untrained("quick"), refuse_below=threshold), path, form)
        assert load_checkpoint(path).refuse_below == threshold
