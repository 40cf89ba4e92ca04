"""Files of the study notes' own code, read where the classes in them do not exist."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import torch

from digitpad.data.datasets import DATASETS
from digitpad.errors import CheckpointError
from digitpad.form import CIFAR10_CLASSES, MNIST_MEAN, MNIST_STD, PictureForm
from digitpad.model.open.foreign import UnknownNetworkError
from digitpad.model.open.inspecting import inspect_file
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import ARCHITECTURES, architecture, build_network
from digitpad.recipe.presets import preset_of
from tests.helpers import untrained
from tests.model.learners import NOTE_000, NOTE_001, NOTE_003, NOTE_004, STEPS, run_script, same_weights


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Note 003's network in every form that torch writes, with its weights as the reference."""
    folder = tmp_path_factory.mktemp("notes")
    run_script(
        NOTE_003
        + STEPS
        + """
torch.save(model.state_dict(), "weights.pth")
torch.save(model, "module.pth")
torch.save(model, "module_before_1_6.pth", _use_new_zipfile_serialization=False)
torch.save(model, "module_protocol_5.pth", pickle_protocol=5)
torch.save(nn.DataParallel(model), "parallel.pth")
torch.save(nn.DataParallel(model), "parallel_before_1_6.pth", _use_new_zipfile_serialization=False)
torch.save(torch.compile(model), "compiled.pth")
torch.save({"epoch": 3, "net": model}, "module_in_dictionary.pth")
torch.save(model.state_dict(), "weights_before_1_6.pth", _use_new_zipfile_serialization=False)
torch.save(model.state_dict(), "weights_protocol_4.pth", pickle_protocol=4)
torch.save(nn.DataParallel(model).state_dict(), "parallel_weights.pth")
torch.save(torch.compile(model).state_dict(), "compiled_weights.pth")
import argparse, collections, pathlib
args = argparse.Namespace(lr=0.01, out=pathlib.Path("runs"))
everything = {"epoch": 3, "args": args, "model_state_dict": model.state_dict(),
              "losses": collections.defaultdict(list, {"train": [1.0]}),
              "optimizer_state_dict": optimizer.state_dict()}
torch.save(everything, "everything.pth")
model.act = torch.relu
model.half()
torch.save(model, "half.pth")
""",
        folder,
    )
    return folder


def reference(folder: Path) -> dict[str, torch.Tensor]:
    return torch.load(folder / "weights.pth", weights_only=True)  # type: ignore[no-any-return]


MODULES = ("module", "module_before_1_6", "module_protocol_5", "parallel", "parallel_before_1_6", "compiled")
WEIGHTS = ("weights", "weights_before_1_6", "weights_protocol_4", "parallel_weights", "compiled_weights")


@pytest.mark.parametrize("name", [*MODULES, "module_in_dictionary", *WEIGHTS, "everything"])
def test_modules_are_read_without_their_class_and_weights_alone_are_those_of_note_002(
    files: Path, name: str
) -> None:
    loaded = load_checkpoint(files / f"{name}.pth")
    kind, network, std = ("module", "notes-logits", 0.3801)
    if name in (*WEIGHTS, "everything"):
        kind, network, std = ("state_dict", "notes-basic", 0.3081)
    assert (loaded.kind, loaded.architecture) == (kind, network)
    assert (loaded.mean, loaded.std, loaded.normalisation_from) == (0.1307, std, f"recipe {network}")
    assert same_weights(loaded, reference(files))
    if name == "everything":
        found = loaded.optimizer
        assert (found.kind, found.learning_rate, found.momentum) == ("sgd", 0.01, 0.5)


def test_a_module_of_half_precision_that_keeps_a_function_is_read(files: Path) -> None:
    expected = {name: value.half().float() for name, value in reference(files).items()}
    assert same_weights(load_checkpoint(files / "half.pth"), expected)


def test_weights_from_a_graphics_card_need_none(files: Path, tmp_path: Path) -> None:
    whole = zipfile.ZipFile(files / "module.pth")
    with zipfile.ZipFile(tmp_path / "a.pth", "w") as file:
        for part in whole.infolist():
            file.writestr(part, whole.read(part).replace(b"X\3\0\0\0cpu", b"X\6\0\0\0cuda:0"))
    assert b"cuda:0" in (tmp_path / "a.pth").read_bytes()
    assert same_weights(load_checkpoint(tmp_path / "a.pth"), reference(files))


@pytest.mark.parametrize(
    ("code", "architecture"), [(NOTE_000, "notes-wide"), (NOTE_001, "notes-adam"), (NOTE_003, "notes-logits")]
)
@pytest.mark.parametrize("legacy", [False, True])
def test_the_network_of_every_note_is_known_whole_and_as_weights(
    tmp_path: Path, code: str, architecture: str, legacy: bool
) -> None:
    form = f"_use_new_zipfile_serialization={not legacy}"
    save = f"torch.save(model, 'a.pth', {form}); torch.save(model.state_dict(), 'b.pth', {form})"
    run_script(code + save, tmp_path)
    whole, weights = load_checkpoint(tmp_path / "a.pth"), load_checkpoint(tmp_path / "b.pth")
    assert whole.architecture == architecture
    assert weights.architecture == architecture.replace("logits", "basic")
    assert same_weights(whole, dict(weights.model))


def test_the_normalisation_beside_a_network_is_its_recipes() -> None:
    # CIFAR-10 is measured when it is loaded; these are the numbers that are known of it.
    known = {"cifar10": ((0.4914, 0.4822, 0.4465), (0.247, 0.2435, 0.2616))}
    for name, entry in ARCHITECTURES.items():
        recipe = preset_of(architecture(name))
        dataset = DATASETS[recipe.dataset]
        mean, std = known.get(recipe.dataset, (dataset.mean, dataset.std))
        assert recipe.network == name
        assert entry.mean == (mean if recipe.mean is None else recipe.mean)
        assert entry.std == (std if recipe.std is None else recipe.std)
    assert (ARCHITECTURES["best"].mean, ARCHITECTURES["best"].std) == (MNIST_MEAN, MNIST_STD)


def layers_of(path: Path) -> list[tuple[str, str, int]]:
    return [(layer.name, layer.text, layer.parameters) for layer in inspect_file(path).layers]


NOTE_004_LAYERS = [
    ("model.0", "conv 3->32 5x5 stride 1x1 padding 2x2", 2432),
    ("model.1", "max pool 2 stride 2", 0),
    ("model.2", "conv 32->32 5x5 stride 1x1 padding 2x2", 25632),
    ("model.3", "max pool 2 stride 2", 0),
    ("model.4", "conv 32->64 5x5 stride 1x1 padding 2x2", 51264),
    ("model.5", "max pool 2 stride 2", 0),
    ("model.6", "flatten", 0),
    ("model.7", "linear 1024->64", 65600),
    ("model.8", "linear 64->10", 650),
]


@pytest.mark.parametrize("legacy", [False, True])
def test_the_network_of_note_004_is_known_and_described_layer_by_layer(tmp_path: Path, legacy: bool) -> None:
    """So is what a reader has who changed it, with what differs."""
    changed = NOTE_004.replace("nn.Conv2d(3,32,5,1,2)", "nn.Conv2d(3,16,3,2)").replace(
        "nn.Conv2d(32,32,5,1,2)", "nn.Conv2d(16,32,5,1,2)"
    )
    form = f"_use_new_zipfile_serialization={not legacy}"
    run_script(
        f"{NOTE_004}\ntorch.save(zl, 'zl_1.pth', {form})\ntorch.save(zl.state_dict(), 'weights.pth')\n"
        f"{changed}\ntorch.save(zl, 'changed.pth', {form})",
        tmp_path,
    )
    found = inspect_file(tmp_path / "zl_1.pth")
    assert layers_of(tmp_path / "zl_1.pth") == NOTE_004_LAYERS
    assert (found.kind, found.parameters, found.problem) == ("module", 145578, None)
    loaded = load_checkpoint(tmp_path / "zl_1.pth")
    assert (loaded.kind, loaded.architecture, loaded.classes) == ("module", "notes-cifar10", CIFAR10_CLASSES)
    assert loaded.form == PictureForm(channels=3, size=32, content="picture")
    assert (loaded.mean, loaded.std, loaded.normalisation_from) == (0.0, 1.0, "recipe notes-cifar10")
    assert same_weights(loaded, torch.load(tmp_path / "weights.pth", weights_only=True))
    assert same_weights(found.checkpoint, dict(loaded.model))
    found = inspect_file(tmp_path / "changed.pth")
    assert layers_of(tmp_path / "changed.pth") == [
        ("model.0", "conv 3->16 3x3 stride 2x2", 448),
        NOTE_004_LAYERS[1],
        ("model.2", "conv 16->32 5x5 stride 1x1 padding 2x2", 12832),
        *NOTE_004_LAYERS[3:],
    ]
    assert (found.kind, found.parameters, found.checkpoint) == ("module", 130794, None)
    different = "nearest is notes-cifar10, but model.0.weight is 16x3x3x3 instead of 32x3x5x5"
    assert different in str(found.problem)
    with pytest.raises(UnknownNetworkError, match=r"changed\.pth cannot be used: .*conv 3->16 3x3"):
        load_checkpoint(tmp_path / "changed.pth")


def test_an_unknown_network_tells_what_is_missing_and_what_is_too_much(tmp_path: Path) -> None:
    network = torch.nn.Sequential(torch.nn.Conv2d(1, 10, 5), torch.nn.Flatten(), torch.nn.Linear(5760, 10))
    torch.save(network, tmp_path / "a.pth")
    problem = str(inspect_file(tmp_path / "a.pth").problem)
    assert "missing conv1.weight, conv1.bias" in problem
    assert "extra 0.weight, 0.bias" in problem
    # A ready-made one is compared with its like.
    weights = build_network("resnet18", 10, architecture("resnet18").form).state_dict()
    weights["layer1.0.conv1.weight"] = torch.zeros(64, 64, 5, 5)
    torch.save(weights, tmp_path / "a.pth")
    with pytest.raises(UnknownNetworkError, match="resnet18"):
        load_checkpoint(tmp_path / "a.pth")


def test_layers_of_classes_of_ones_own_are_described_by_their_weights(tmp_path: Path) -> None:
    classes = "class Mine(nn.Linear): pass\nclass Scale(nn.Module): pass\n"
    made = "scale = Scale()\nscale.factor = nn.Parameter(torch.ones(3, 3, 3, 3, 3, 3))\n"
    save = "torch.save(nn.Sequential(Mine(4, 2), scale), 'a.pth')"
    run_script(f"import torch\nfrom torch import nn\n{classes}{made}{save}", tmp_path)
    assert layers_of(tmp_path / "a.pth") == [("0", "linear 4->2", 10), ("1", "Scale", 729)]


def test_the_weights_of_an_unknown_network_are_described_by_their_shapes(tmp_path: Path) -> None:
    norm = torch.nn.BatchNorm1d(16).state_dict(prefix="features.1.")
    weights = {
        "embedding.weight": torch.zeros(100, 8),
        "features.0.weight": torch.zeros(16, 8, 3),
        **norm,
        "norm.weight": torch.ones(16),
        "classifier.weight": torch.zeros(4, 16),
        "classifier.bias": torch.zeros(4),
        "scale": torch.zeros(()),
    }
    torch.save(weights, tmp_path / "a.pth")
    assert layers_of(tmp_path / "a.pth") == [
        ("embedding", "embedding 100->8", 800),
        ("features.0", "conv 8->16 3", 384),
        ("features.1", "batch norm 16", 32),
        ("norm", "norm 16", 16),
        ("classifier", "linear 16->4", 68),
        ("", "other", 1),
    ]


def test_buffers_that_are_not_saved_are_left_out(tmp_path: Path) -> None:
    buffer = "model.register_buffer('grid', torch.zeros(3), persistent=False)"
    run_script(f"{NOTE_003}{buffer}\ntorch.save(model, 'a.pth')", tmp_path)
    assert "grid" not in load_checkpoint(tmp_path / "a.pth").model


def test_a_module_that_contains_itself_is_refused(tmp_path: Path) -> None:
    run_script(NOTE_003 + "model._modules['again'] = model\ntorch.save(model, 'a.pth')", tmp_path)
    with pytest.raises(CheckpointError, match="inside one another"):
        load_checkpoint(tmp_path / "a.pth")


def test_a_normalisation_of_ones_own_is_validated() -> None:
    changed = untrained("quick").with_normalisation(0.5, 0.25)
    assert (changed.mean, changed.std, changed.normalisation_from) == (0.5, 0.25, "you")
    for mean, std in ((0.5, 0.0), (0.5, -1.0), (float("nan"), 1.0), (0.1, float("inf")), (1e38, 1e-38)):
        with pytest.raises(CheckpointError, match="normalisation"):
            untrained("quick").with_normalisation(mean, std)


@pytest.mark.parametrize("dtype", [torch.int8, torch.int64, torch.bool, torch.complex64])
def test_weights_that_are_not_real_numbers_are_named(tmp_path: Path, dtype: torch.dtype) -> None:
    for name in ("quick", "best"):
        weights = {key: torch.ones(value.shape, dtype=dtype) for key, value in untrained(name).model.items()}
        torch.save(weights, tmp_path / "a.pth")
        with pytest.raises(CheckpointError, match=f"numbers of type {str(dtype)[6:]}, .* float32"):
            load_checkpoint(tmp_path / "a.pth")


@pytest.mark.parametrize("prefix", ["model.", "model._orig_mod.", "_orig_mod.net.", "module.model."])
def test_a_prefix_that_all_names_share_is_left_out(tmp_path: Path, prefix: str) -> None:
    expected = dict(untrained("best").model)
    weights = {prefix + key: value for key, value in expected.items()}
    torch.save({"epoch": 3, "state_dict": weights, "pytorch-lightning_version": "2.0"}, tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth")
    assert (loaded.kind, loaded.architecture) == ("state_dict", "best")
    assert same_weights(loaded, expected)
    # No network of the registry is left, so the names stay those of the file.
    torch.save({**weights, prefix + "extra": torch.zeros(3, 7)}, tmp_path / "a.pth")
    with pytest.raises(UnknownNetworkError):
        load_checkpoint(tmp_path / "a.pth")
    assert any(layer.name.startswith("model.") for layer in inspect_file(tmp_path / "a.pth").layers) or (
        prefix == "_orig_mod.net."
    )


def test_averaged_weights_are_those_of_their_network(tmp_path: Path) -> None:
    network = ARCHITECTURES["notes-basic"].build()
    averaged = torch.optim.swa_utils.AveragedModel(network)
    torch.save(averaged.state_dict(), tmp_path / "a.pth")
    loaded = load_checkpoint(tmp_path / "a.pth")
    assert loaded.architecture == "notes-basic"
    assert same_weights(loaded, network.state_dict())


def test_a_file_from_before_batch_norm_counted_its_batches_opens(tmp_path: Path) -> None:
    network = build_network("resnet18", 10, architecture("resnet18").form)
    weights = {name: value for name, value in network.state_dict().items() if "num_batches" not in name}
    torch.save(weights, tmp_path / "resnet18-old.pth")
    checkpoint = load_checkpoint(tmp_path / "resnet18-old.pth")
    assert (checkpoint.architecture, checkpoint.classes) == ("resnet18", CIFAR10_CLASSES)
    pictures = torch.rand(2, 3, 32, 32)
    assert torch.equal(checkpoint.network()(pictures), network.eval()(pictures))


@pytest.mark.parametrize("count", [2, 12])
def test_ready_made_networks_of_any_number_of_classes_open(tmp_path: Path, count: int) -> None:
    network = build_network("resnet18", count, architecture("resnet18").form)
    torch.save(network.state_dict(), tmp_path / "ants.pth")
    checkpoint = load_checkpoint(tmp_path / "ants.pth")
    assert checkpoint.classes == tuple(f"class {number}" for number in range(1, count + 1))
    assert checkpoint.architecture == "resnet18"
