from __future__ import annotations

import math
import pickle
from pathlib import Path

import pytest
import torch
from torch import nn

from digitpad.errors import CheckpointError
from digitpad.files import previous_path
from digitpad.form import PictureForm
from digitpad.model.checkpoint import Checkpoint, save_checkpoint, save_state_dict
from digitpad.model.loading import load_checkpoint
from digitpad.model.registry import ARCHITECTURES, architecture, build_network
from tests.helpers import LIGHT, LIGHT_FIRST, further, untrained


@pytest.mark.parametrize("name", LIGHT_FIRST)
def test_a_checkpoint_comes_back_whole(tmp_path: Path, name: str) -> None:
    saved = untrained(name, metrics={"test_accuracy": 0.5, "epoch": 2}, notes={"command": "x"})
    save_checkpoint(saved, tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth")
    assert (loaded.architecture, loaded.mean, loaded.std, loaded.classes, loaded.form) == (
        name,
        saved.mean,
        saved.std,
        saved.classes,
        saved.form,
    )
    assert loaded.test_accuracy == 0.5
    assert loaded.notes["command"] == "x"
    assert loaded.path == tmp_path / "a.pth"
    assert list(loaded.model) == list(saved.model)
    assert all(torch.equal(loaded.model[key], saved.model[key]) for key in saved.model)
    picture = torch.rand(2, *saved.form.shape)
    assert torch.equal(loaded.network()(picture), saved.network()(picture))


@pytest.mark.parametrize("name", [name for name in LIGHT if name != "notes-logits"])
@pytest.mark.parametrize("prefix", ["", "module._orig_mod.", further("module."), further("_orig_mod.")])
def test_a_plain_state_dict_is_recognised(tmp_path: Path, name: str, prefix: str) -> None:
    weights = {prefix + key: value for key, value in untrained(name).model.items()}
    torch.save(weights, tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth")
    assert (loaded.kind, loaded.architecture) == ("state_dict", name)
    entry = ARCHITECTURES[name]
    assert (loaded.classes, loaded.form) == (entry.classes, entry.form)
    assert (loaded.mean, loaded.std) == (entry.mean, entry.std)


@pytest.mark.parametrize("entry", ["state_dict", "model_state_dict", "model"])
def test_a_state_dict_in_a_dictionary_is_found(tmp_path: Path, entry: str) -> None:
    torch.save({"epoch": 3, entry: dict(untrained("notes-wide").model)}, tmp_path / "a.pth")
    assert load_checkpoint(tmp_path / "a.pth").architecture == "notes-wide"


def test_the_weights_alone_are_what_the_notes_code_loads(tmp_path: Path) -> None:
    save_state_dict(untrained("notes-basic"), tmp_path / "model.pth")
    network = architecture("notes-basic").build()
    network.load_state_dict(torch.load(tmp_path / "model.pth", weights_only=True))
    assert torch.equal(network.state_dict()["fc2.bias"], untrained("notes-basic").model["fc2.bias"])


class _Trap:
    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (Path("trap-was-sprung"),)


def test_a_file_that_runs_code_is_refused_and_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    torch.save(_Trap(), tmp_path / "a.pth")
    (tmp_path / "b.pth").write_bytes(pickle.dumps(_Trap()))
    for name in ("a.pth", "b.pth"):
        with pytest.raises(CheckpointError) as caught:
            load_checkpoint(tmp_path / name)
        assert "\n" not in str(caught.value)
    assert not (tmp_path / "trap-was-sprung").exists()


def test_a_whole_module_of_another_network_is_described(tmp_path: Path) -> None:
    torch.save(nn.Sequential(nn.Linear(2, 2)), tmp_path / "a.pth")
    with pytest.raises(CheckpointError, match="does not know"):
        load_checkpoint(tmp_path / "a.pth")


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04" + b"\0" * 100, bytes(range(256)) * 20])
def test_what_is_not_a_torch_file_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pth").write_bytes(content)
    with pytest.raises(CheckpointError) as caught:
        load_checkpoint(tmp_path / "a.pth")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        [1, 2],
        {"a": 1},
        {},
        5,
        {"w": torch.zeros(3)},
        {"conv1.weight": torch.zeros(10, 1, 5, 5)},
        {"format": "digitpad-checkpoint", "version": 99},
        {"format": "digitpad-checkpoint", "version": 1},
    ],
)
def test_a_torch_file_without_a_known_network_is_refused(tmp_path: Path, value: object) -> None:
    torch.save(value, tmp_path / "a.pth")
    with pytest.raises(CheckpointError) as caught:
        load_checkpoint(tmp_path / "a.pth")
    assert "\n" not in str(caught.value)


def test_what_does_not_fit_is_described_in_plain_words(tmp_path: Path) -> None:
    weights = dict(untrained("notes-basic").model)
    weights["fc2.weight"] = torch.zeros(12, 50)
    weights["extra.weight"] = weights.pop("fc2.bias")
    torch.save(weights, tmp_path / "a.pth")
    with pytest.raises(CheckpointError) as caught:
        load_checkpoint(tmp_path / "a.pth")
    text = str(caught.value)
    assert "missing fc2.bias" in text
    assert "extra extra.weight" in text
    assert "fc2.weight is 12x50 instead of 10x50" in text


def test_our_file_with_weights_of_another_shape_is_refused(tmp_path: Path) -> None:
    broken = untrained("quick")
    torch.save(
        {
            "format": "digitpad-checkpoint",
            "version": 1,
            "architecture": "best",
            "classes": list("0123456789"),
            "mean": 0.1,
            "std": 0.3,
            "model": dict(broken.model),
        },
        tmp_path / "a.pth",
    )
    with pytest.raises(CheckpointError, match="do not fit"):
        load_checkpoint(tmp_path / "a.pth")


def _changed(path: Path, **entries: object) -> Path:
    """One of our files with other entries."""
    save_checkpoint(untrained("quick"), path)
    torch.save({**torch.load(path, weights_only=True), **entries}, path)
    return path


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.bfloat16])
@pytest.mark.parametrize("name", ["notes-basic", "quick"])
def test_weights_of_any_float_type_answer(tmp_path: Path, name: str, dtype: torch.dtype) -> None:
    weights = {
        key: value.to(dtype) if value.is_floating_point() else value
        for key, value in untrained(name).model.items()
    }
    torch.save(weights, tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth")
    assert {value.dtype for value in loaded.model.values()} <= {torch.float32, torch.int64}
    assert loaded.network()(torch.rand(2, 1, 28, 28)).isfinite().all()


def test_strided_weights_become_contiguous(tmp_path: Path) -> None:
    weights = {key: value.clone() for key, value in untrained("notes-basic").model.items()}
    weights["fc1.weight"] = weights["fc1.weight"].t().contiguous().t()
    torch.save(weights, tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth").model["fc1.weight"]
    assert loaded.is_contiguous()
    assert torch.equal(loaded, weights["fc1.weight"])


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_weights_that_are_no_numbers_are_refused(tmp_path: Path, value: float) -> None:
    weights = {key: tensor.clone() for key, tensor in untrained("notes-basic").model.items()}
    weights["conv1.weight"][0, 0, 0, 0] = value
    torch.save(weights, tmp_path / "a.pth")
    with pytest.raises(CheckpointError, match="finite"):
        load_checkpoint(tmp_path / "a.pth")


def test_weights_beyond_float32_are_refused(tmp_path: Path) -> None:
    weights = {key: tensor.double() for key, tensor in untrained("notes-basic").model.items()}
    weights["fc2.bias"][0] = 1e300
    torch.save(weights, tmp_path / "a.pth")
    with pytest.raises(CheckpointError, match="finite"):
        load_checkpoint(tmp_path / "a.pth")


def test_a_network_that_answers_nothing_finite_is_refused(tmp_path: Path) -> None:
    weights = {key: tensor.clone() for key, tensor in untrained("quick").model.items()}
    weights["bn1.running_var"].fill_(-1)
    torch.save(weights, tmp_path / "a.pth")
    with pytest.raises(CheckpointError, match="does not return finite scores"):
        load_checkpoint(tmp_path / "a.pth")


def test_weights_without_values_are_refused(tmp_path: Path) -> None:
    torch.save(
        {key: tensor.to("meta") for key, tensor in untrained("quick").model.items()}, tmp_path / "a.pth"
    )
    with pytest.raises(CheckpointError, match="no values"):
        load_checkpoint(tmp_path / "a.pth")


@pytest.mark.filterwarnings("ignore:Sparse")
def test_sparse_weights_are_refused(tmp_path: Path) -> None:
    weights = dict(untrained("notes-basic").model)
    weights["fc1.weight"] = weights["fc1.weight"].to_sparse()
    torch.save(weights, tmp_path / "a.pth")
    with pytest.raises(CheckpointError, match="sparse"):
        load_checkpoint(tmp_path / "a.pth")


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("std", 0.0),
        ("std", -1.0),
        ("std", math.nan),
        ("std", math.inf),
        ("mean", math.nan),
        ("mean", math.inf),
    ],
)
def test_a_normalisation_that_cannot_be_used_is_refused(tmp_path: Path, entry: str, value: float) -> None:
    with pytest.raises(CheckpointError, match="normalisation"):
        load_checkpoint(_changed(tmp_path / "a.pth", **{entry: value}))


def test_a_mean_beyond_any_float_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError):
        load_checkpoint(_changed(tmp_path / "a.pth", mean=10**400))


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


@pytest.mark.parametrize("content", [b"weights\n", b"\x7fELF", b"cposix\nsystem\n", b"PK"])
def test_what_begins_like_no_torch_file_is_called_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pth").write_bytes(content)
    with pytest.raises(CheckpointError, match="is not a PyTorch file; choose"):
        load_checkpoint(tmp_path / "a.pth")


@pytest.mark.parametrize("legacy", [False, True])
def test_a_truncated_file_is_refused_in_one_sentence(tmp_path: Path, legacy: bool) -> None:
    path = tmp_path / "a.pth"
    torch.save(dict(untrained("notes-basic").model), path, _use_new_zipfile_serialization=not legacy)
    whole = path.read_bytes()
    for length in [*range(60), *range(60, len(whole), len(whole) // 40)]:
        path.write_bytes(whole[:length])
        with pytest.raises(CheckpointError) as caught:
            load_checkpoint(path)
        assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="does not exist"):
        load_checkpoint(tmp_path / "missing.pth")
    with pytest.raises(CheckpointError):
        load_checkpoint(tmp_path)


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
    assert (stored["version"], stored["history"]["changes"]) == (2, HISTORY["changes"])
    assert torch.equal(stored["history"]["train"], torch.tensor(HISTORY["train"], dtype=torch.float64))
    assert torch.equal(stored["history"]["test"], torch.tensor(HISTORY["test"], dtype=torch.float64))
    loaded = load_checkpoint(tmp_path / "a.pth").history
    assert loaded == HISTORY
    assert [type(number) for number in loaded["test"][0]] == [int, int, float, float]


@pytest.mark.parametrize("history", [{}, {"train": [], "test": []}, {"train": [[1, math.inf]], "test": []}])
def test_short_and_strange_curves_come_back_too(tmp_path: Path, history: dict[str, object]) -> None:
    save_checkpoint(untrained(history=history), tmp_path / "a.pth")
    assert load_checkpoint(tmp_path / "a.pth").history == history


def test_version_1_loads_as_before(tmp_path: Path) -> None:
    curves = {name: HISTORY[name] for name in ("train", "test")}
    loaded = load_checkpoint(_changed(tmp_path / "a.pth", version=1, history=curves))
    assert (loaded.history, loaded.architecture) == (curves, "quick")


def test_a_long_run_is_read_in_a_moment(tmp_path: Path) -> None:
    """49 epochs of note 003 make 46,000 points; as lists, too, they stay within what one file may cost."""
    points = [[64 * step, 1 / (step + 1)] for step in range(46_000)]
    loaded = load_checkpoint(_changed(tmp_path / "a.pth", version=1, history={"train": points}))
    assert loaded.history == {"train": points}
    save_checkpoint(loaded, tmp_path / "b.pth")
    assert load_checkpoint(tmp_path / "b.pth").history == {"train": points}


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
    for version in (3, "new", None, [2]):
        with pytest.raises(CheckpointError, match="reads version 2; update digitpad"):
            load_checkpoint(_changed(tmp_path / "a.pth", version=version))


@pytest.mark.parametrize(
    "entries",
    [
        {"recipe": [1]},
        {"recipe": {1: 2}},
        {"training": "text"},
        {"training": {"x": {"y": nn.Linear}}},
        {"classes": 10},
        {"classes": []},
        {"classes": [[]] * 10},
        {"classes": ["0"]},
        {"classes": ["x"] * 2000},
        {"architecture": "resnet"},
        {"architecture": ["best"]},
        {"mean": None},
        {"std": "0.3"},
        {"mean": [0.1, 0.2, 0.3]},  # one number for each of three channels that it does not have
        {"std": [0.3, 0.3]},
        {"std": []},
        {"std": [0.0]},
        {"mean": [[0.1]]},
        {"channels": 3},
        {"channels": 2},
        {"channels": None},
        {"channels": [1]},
        {"size": 32},
        {"size": 7},
        {"size": 10**9},
        {"size": 28.0},
        {"takes": "digits"},
        {"takes": None},
        {"takes": ["ink"]},
        {"model": {}},
        {"model": [1]},
    ],
)
def test_entries_of_another_kind_are_refused(tmp_path: Path, entries: dict[str, object]) -> None:
    with pytest.raises(CheckpointError) as caught:
        load_checkpoint(_changed(tmp_path / "a.pth", **entries))
    assert "\n" not in str(caught.value)
    assert "a.pth" in str(caught.value)


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


def test_other_class_counts_of_our_own_files_load(tmp_path: Path) -> None:
    network = architecture("quick").build(classes=3)
    saved = Checkpoint("quick", network.state_dict(), 0.1, 0.3, ("a", "b", "c"))
    save_checkpoint(saved, tmp_path / "a.pth")
    assert load_checkpoint(tmp_path / "a.pth").classes == ("a", "b", "c")


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
    assert (loaded.form, loaded.classes, loaded.mean, loaded.std) == (
        form,
        saved.classes,
        saved.mean,
        saved.std,
    )
    assert not loaded.reads_digits


def test_views_of_one_storage_are_read(tmp_path: Path) -> None:
    """As a network has them whose weights were flattened into one tensor."""
    weights = untrained("notes-basic").model
    flat = torch.cat([value.flatten() for value in weights.values()])
    views, begin = {}, 0
    for name, value in weights.items():
        views[name] = flat[begin : begin + value.numel()].view(value.shape)
        begin += value.numel()
    for new in (True, False):
        torch.save(views, tmp_path / "a.pth", _use_new_zipfile_serialization=new)
        loaded = load_checkpoint(tmp_path / "a.pth").model
        assert all(torch.equal(loaded[name], value) for name, value in weights.items())
