from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from digitpad.errors import CheckpointError
from digitpad.files import previous_path
from digitpad.form import PictureForm
from digitpad.model.checkpoint import Checkpoint, save_checkpoint, save_state_dict
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import architecture, build_network
from tests.helpers import LIGHT, LIGHT_FIRST, further, untrained
from tests.model.learners import same_weights

ONE = torch.tensor([0])


def assert_same_description(found: Checkpoint, expected: Checkpoint) -> None:
    for field in ("architecture", "mean", "std", "classes", "form"):
        assert getattr(found, field) == getattr(expected, field)


@pytest.mark.parametrize("name", LIGHT_FIRST)
def test_a_checkpoint_comes_back_whole(tmp_path: Path, name: str) -> None:
    saved = untrained(name, metrics={"test_accuracy": 0.5, "epoch": 2}, notes={"command": "x"})
    save_checkpoint(saved, tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth")
    assert_same_description(loaded, saved)
    assert (loaded.test_accuracy, loaded.notes["command"], loaded.path) == (0.5, "x", tmp_path / "a.pth")
    assert same_weights(loaded, saved.model)
    picture = torch.rand(2, *saved.form.shape)
    assert torch.equal(loaded.network()(picture), saved.network()(picture))


@pytest.mark.parametrize("name", [name for name in LIGHT if name != "notes-logits"])
@pytest.mark.parametrize("prefix", ["", "module._orig_mod.", further("module."), further("_orig_mod.")])
def test_a_plain_state_dict_is_recognised(tmp_path: Path, name: str, prefix: str) -> None:
    weights = {prefix + key: value for key, value in untrained(name).model.items()}
    torch.save(weights, tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth")
    assert loaded.kind == "state_dict"
    assert_same_description(loaded, untrained(name))


@pytest.mark.parametrize("entry", ["state_dict", "model_state_dict", "model"])
def test_a_state_dict_in_a_dictionary_is_found(tmp_path: Path, entry: str) -> None:
    torch.save({"epoch": 3, entry: dict(untrained("notes-wide").model)}, tmp_path / "a.pth")
    assert load_checkpoint(tmp_path / "a.pth").architecture == "notes-wide"


def test_the_weights_alone_are_what_the_notes_code_loads(tmp_path: Path) -> None:
    save_state_dict(untrained("notes-basic"), tmp_path / "model.pth")
    network = architecture("notes-basic").build()
    network.load_state_dict(torch.load(tmp_path / "model.pth", weights_only=True))
    assert torch.equal(network.state_dict()["fc2.bias"], untrained("notes-basic").model["fc2.bias"])


def refused(path: Path) -> str:
    """Why a file is not opened, in one sentence."""
    with pytest.raises(CheckpointError) as caught:
        load_checkpoint(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


class _Trap:
    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (Path("trap-was-sprung"),)


def test_a_file_that_runs_code_is_refused_and_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    torch.save(_Trap(), tmp_path / "a.pth")
    refused(tmp_path / "a.pth")
    (tmp_path / "b.pth").write_bytes(pickle.dumps(_Trap()))
    refused(tmp_path / "b.pth")
    assert not (tmp_path / "trap-was-sprung").exists()


NO_TORCH = (b"weights\n", b"\x7fELF", b"cposix\nsystem\n", b"PK")


@pytest.mark.parametrize(
    "content", [b"", b"text", b"PK\x03\x04" + b"\0" * 100, bytes(range(256)) * 20, *NO_TORCH]
)
def test_what_is_not_a_torch_file_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    assert "does not exist" in refused(tmp_path / "a.pth")
    refused(tmp_path)
    (tmp_path / "a.pth").write_bytes(content)
    why = refused(tmp_path / "a.pth")
    assert "is not a PyTorch file; choose" in why or content not in NO_TORCH


@pytest.mark.parametrize("legacy", [False, True])
def test_a_truncated_file_is_refused_in_one_sentence(tmp_path: Path, legacy: bool) -> None:
    path = tmp_path / "a.pth"
    torch.save(dict(untrained("notes-basic").model), path, _use_new_zipfile_serialization=not legacy)
    whole = path.read_bytes()
    for length in [*range(60), *range(60, len(whole), len(whole) // 40)]:
        path.write_bytes(whole[:length])
        refused(path)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ([1, 2], ""),
        ({"a": 1}, ""),
        ({}, ""),
        (5, ""),
        ({"w": torch.zeros(3)}, ""),
        ({"conv1.weight": torch.zeros(10, 1, 5, 5)}, ""),
        ({"format": "digitpad-checkpoint", "version": 99}, ""),
        ({"format": "digitpad-checkpoint", "version": 1}, ""),
        (nn.Sequential(nn.Linear(2, 2)), "does not know"),
    ],
)
def test_a_torch_file_without_a_known_network_is_refused(tmp_path: Path, value: object, why: str) -> None:
    torch.save(value, tmp_path / "a.pth")
    assert why in refused(tmp_path / "a.pth")


def _changed(path: Path, **entries: object) -> Path:
    """One of our files with other entries."""
    save_checkpoint(untrained("quick"), path)
    torch.save({**torch.load(path, weights_only=True), **entries}, path)
    return path


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.bfloat16])
@pytest.mark.parametrize("name", ["notes-basic", "quick"])
def test_weights_of_any_float_type_answer(tmp_path: Path, name: str, dtype: torch.dtype) -> None:
    model = untrained(name).model
    torch.save({k: v.to(dtype) if v.is_floating_point() else v for k, v in model.items()}, tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth")
    assert {value.dtype for value in loaded.model.values()} <= {torch.float32, torch.int64}
    assert loaded.network()(torch.rand(2, 1, 28, 28)).isfinite().all()


def weights_of(network: str, name: str, change: Callable[[Tensor], Tensor]) -> dict[str, Tensor]:
    """Weights of a network, one of which is changed."""
    weights = dict(untrained(network).model)
    return {**weights, name: change(weights[name])}


def test_strided_weights_become_contiguous(tmp_path: Path) -> None:
    weights = weights_of("notes-basic", "fc1.weight", lambda value: value.t().contiguous().t())
    torch.save(weights, tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth").model["fc1.weight"]
    assert loaded.is_contiguous()
    assert torch.equal(loaded, weights["fc1.weight"])


@pytest.mark.filterwarnings("ignore:Sparse")
@pytest.mark.parametrize(
    ("network", "name", "change", "why"),
    [
        ("notes-basic", "conv1.weight", lambda value: value.clone().index_fill_(0, ONE, math.nan), "finite"),
        ("notes-basic", "conv1.weight", lambda value: value.clone().index_fill_(0, ONE, math.inf), "finite"),
        ("notes-basic", "fc2.bias", lambda value: value.clone().fill_(-math.inf), "finite"),
        ("notes-basic", "fc2.bias", lambda value: value.double().fill_(1e300), "finite"),
        ("quick", "bn1.running_var", lambda value: value * 0 - 1, "does not return finite scores"),
        ("quick", "bn1.running_var", lambda value: value.to("meta"), "no values"),
        ("notes-basic", "fc1.weight", Tensor.to_sparse, "sparse"),
        ("notes-basic", "fc2.weight", lambda _: torch.zeros(12, 50), "fc2.weight is 12x50 instead of 10x50"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(
    tmp_path: Path, network: str, name: str, change: Callable[[Tensor], Tensor], why: str
) -> None:
    torch.save(weights_of(network, name, change), tmp_path / "a.pth")
    assert why in refused(tmp_path / "a.pth")


def test_missing_and_additional_weights_are_named(tmp_path: Path) -> None:
    weights = dict(untrained("notes-basic").model)
    weights["extra.weight"] = weights.pop("fc2.bias")
    torch.save(weights, tmp_path / "a.pth")
    why = refused(tmp_path / "a.pth")
    assert "missing fc2.bias" in why
    assert "extra extra.weight" in why


def test_metrics_that_are_no_plain_numbers_are_dropped(tmp_path: Path) -> None:
    metrics = {"epoch": 3, "step": torch.tensor(5), "test_loss": math.nan, "test_accuracy": "99 %"}
    path = _changed(tmp_path / "a.pth", metrics={**metrics, "examples_seen": True, "other": 1})
    assert load_checkpoint(path).metrics == {"epoch": 3}
    assert load_checkpoint(_changed(path, metrics={"epoch": 10**400})).metrics == {}
    assert load_checkpoint(_changed(path, metrics=[1])).metrics == {}


def test_loading_draws_no_random_numbers(tmp_path: Path) -> None:
    save_checkpoint(untrained("best"), tmp_path / "a.pth")
    before = torch.random.get_rng_state()
    load_checkpoint(tmp_path / "a.pth")
    assert torch.equal(torch.random.get_rng_state(), before)


def test_a_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pth"
    save_checkpoint(untrained(), path)
    before = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CheckpointError, match="no space left"):
        save_checkpoint(untrained("best"), path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir() if entry.suffix in (".pth", ".tmp")] == ["a.pth"]


HISTORY = {
    "train": [[64, 2.3], [128, 2.1]],
    "test": [[0, 0, 2.31, 0.09], [128, 1, 2.0, 0.5]],
    "changes": [{"examples": 64, "setting": "learning_rate", "before": 0.1, "after": 0.05}],
}


def test_the_curves_are_kept_as_tensors_and_come_back_as_lists(tmp_path: Path) -> None:
    save_checkpoint(untrained(history=HISTORY), tmp_path / "a.pth")
    stored = torch.load(tmp_path / "a.pth", weights_only=True)
    assert (stored["version"], stored["history"]["changes"]) == (3, HISTORY["changes"])
    assert torch.equal(stored["history"]["train"], torch.tensor(HISTORY["train"], dtype=torch.float64))
    assert torch.equal(stored["history"]["test"], torch.tensor(HISTORY["test"], dtype=torch.float64))
    loaded = load_checkpoint(tmp_path / "a.pth").history
    assert loaded == HISTORY
    assert [type(number) for number in loaded["test"][0]] == [int, int, float, float]


@pytest.mark.parametrize("history", [{}, {"train": [], "test": []}, {"train": [[1, math.inf]], "test": []}])
def test_short_and_strange_curves_come_back_too(tmp_path: Path, history: dict[str, object]) -> None:
    save_checkpoint(untrained(history=history), tmp_path / "a.pth")
    assert load_checkpoint(tmp_path / "a.pth").history == history


@pytest.mark.slow
def test_a_long_run_is_read_in_a_moment(tmp_path: Path) -> None:
    """49 epochs of note 003 make 46,000 points; as version 1's lists, too, they are within a file's limit."""
    points = [[64 * step, 1 / (step + 1)] for step in range(46_000)]
    curves = {"train": points, "test": HISTORY["test"]}
    loaded = load_checkpoint(_changed(tmp_path / "a.pth", version=1, history=curves))
    assert (loaded.history, loaded.architecture) == (curves, "quick")
    save_checkpoint(loaded, tmp_path / "b.pth")
    assert load_checkpoint(tmp_path / "b.pth").history == curves


@pytest.mark.parametrize(
    "history",
    [
        5,
        {"train": 5, "test": [[1]], "changes": 7},
        {"train": [["a", "b"]], "test": torch.zeros(3), "changes": None},
        {"train": [[True, 1.0]], "test": torch.full((1, 4), math.nan)},
        {"train": torch.zeros(2, 3)},
    ],
)
def test_curves_that_are_none_are_left_out(tmp_path: Path, history: object) -> None:
    assert load_checkpoint(_changed(tmp_path / "a.pth", history=history)).history == {}


def test_a_version_of_the_future_says_to_update(tmp_path: Path) -> None:
    for version in (4, "new", None, [2]):
        assert "reads version 3; update digitpad" in refused(_changed(tmp_path / "a.pth", version=version))


UNUSABLE: dict[str, list[object]] = {
    "recipe": [[1], {1: 2}],
    "training": ["text", {"x": {"y": nn.Linear}}],
    "classes": [10, [], [[]] * 10, ["0"], ["x"] * 2000],
    "architecture": ["resnet", ["best"]],
    # One number for each of three channels that it does not have is none either.
    "mean": [None, [0.1, 0.2, 0.3], [[0.1]], 10**400],
    "std": ["0.3", [0.3, 0.3], [], [0.0]],
    "channels": [3, 2, None, [1]],
    "size": [32, 7, 10**9, 28.0],
    "takes": ["digits", None, ["ink"]],
    "model": [{}, [1]],
}
NO_SCALE = {"std": [0.0, -1.0, math.nan, math.inf], "mean": [math.nan, math.inf]}


@pytest.mark.parametrize("entry", UNUSABLE)
def test_entries_that_cannot_be_used_are_refused(tmp_path: Path, entry: str) -> None:
    for value in UNUSABLE[entry]:
        assert "a.pth" in refused(_changed(tmp_path / "a.pth", **{entry: value}))
    for value in NO_SCALE.get(entry, []):
        assert "normalisation" in refused(_changed(tmp_path / "a.pth", **{entry: value}))
    if entry == "architecture":
        assert "do not fit" in refused(_changed(tmp_path / "a.pth", architecture="best"))


def test_the_training_state_comes_back_as_it_was(tmp_path: Path) -> None:
    training = {
        "position": {"epoch": 3, "done": False, "name": None},
        "optimizer": {"state": {0: {"step": torch.tensor(3.0)}}, "param_groups": [{"betas": (0.9, 0.999)}]},
        "random": torch.get_rng_state(),
    }
    save_checkpoint(untrained(training=training, recipe={"name": "quick"}), tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth")
    assert loaded.recipe == {"name": "quick"}
    assert loaded.training["position"] == training["position"]
    assert loaded.training["optimizer"]["param_groups"] == [{"betas": (0.9, 0.999)}]
    assert torch.equal(loaded.training["optimizer"]["state"][0]["step"], torch.tensor(3.0))
    assert torch.equal(loaded.training["random"], training["random"])  # type: ignore[arg-type]


def test_the_file_before_can_be_kept(tmp_path: Path) -> None:
    path = tmp_path / "last.pth"
    save_checkpoint(untrained("quick"), path, keep_previous=True)
    save_checkpoint(untrained("best"), path, keep_previous=True)
    assert load_checkpoint(path).architecture == "best"
    assert load_checkpoint(previous_path(path)).architecture == "quick"


def test_a_file_without_a_form_is_of_mnists_pictures(tmp_path: Path) -> None:
    """As all files were before there were others."""
    save_checkpoint(untrained("quick"), tmp_path / "a.pth")
    content = torch.load(tmp_path / "a.pth", weights_only=True)
    older = {name: value for name, value in content.items() if name not in ("channels", "size", "takes")}
    torch.save(older, tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth")
    assert loaded.form == PictureForm(channels=1, size=28, content="ink")
    assert loaded.reads_digits


def test_other_pictures_than_a_network_was_made_for_come_back(tmp_path: Path) -> None:
    form = PictureForm(channels=3, size=40, content="picture")
    weights = build_network("best", 2, form).state_dict()
    saved = Checkpoint("best", weights, (0.1, 0.2, 0.3), (0.3, 0.2, 0.1), ("cat", "dog"), form=form)
    save_checkpoint(saved, tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth")
    assert_same_description(loaded, saved)
    assert not loaded.reads_digits


def test_views_of_one_storage_are_read(tmp_path: Path) -> None:
    """As a network has them whose weights were flattened into one tensor."""
    weights = untrained("notes-basic").model
    flat = torch.cat([value.flatten() for value in weights.values()])
    parts = flat.split([value.numel() for value in weights.values()])
    views = {name: part.view(weights[name].shape) for name, part in zip(weights, parts, strict=True)}
    for new in (True, False):
        torch.save(views, tmp_path / "a.pth", _use_new_zipfile_serialization=new)
        assert same_weights(load_checkpoint(tmp_path / "a.pth"), weights)
