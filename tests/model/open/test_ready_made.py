"""Files of torchvision's networks with another first or last layer answer as torchvision does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from digitpad.form import PictureForm
from digitpad.model.assumptions import Preparation
from digitpad.model.export import export
from digitpad.model.normalization import normalize_unit
from digitpad.model.open.foreign import UnknownNetworkError, recognise
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.open.search import allowance
from digitpad.model.open.search.pictures import Labelled, prepared
from digitpad.model.open.search.suiting import suited
from digitpad.model.registry import ARCHITECTURES, IMAGENET_MEAN, IMAGENET_STD, network_shapes
from digitpad.torchvision_compat import torchvision_module
from tests.helpers import MADE_BY_NAME, further

_QUICK = "squeezenet1-1"
_ALL = [name if name == _QUICK else further(name) for name in ("mobilenet-v3-small", *MADE_BY_NAME)]


def _torchvisions(name: str, classes: int = 10, channels: int = 3, **options: bool) -> nn.Module:
    """torchvision's network as after some training."""
    torch.manual_seed(1)
    if name in ("googlenet", "inception-v3"):
        options = {"init_weights": True, "aux_logits": name == "googlenet", **options}
    made = getattr(torchvision_module("torchvision.models"), name.removesuffix("-grey").replace("-", "_"))
    network: nn.Module = made(weights=None, num_classes=classes, **options)
    if channels == 1:
        path, first = next(part for part in network.named_modules() if isinstance(part[1], nn.Conv2d))
        sizes: Any = (first.kernel_size, first.stride, first.padding)
        grey = nn.Conv2d(1, first.out_channels, *sizes, bias=first.bias is not None)
        network.set_submodule(path, grey)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = None  # its statistics are then those of the pictures
    with torch.no_grad():
        network(torch.rand(2, channels, 96, 96))
    return network.eval()


def _difference(path: Path, network: nn.Module) -> float:
    checkpoint = load_checkpoint(path)
    pictures = torch.rand(2, *checkpoint.form.shape)
    with torch.inference_mode():
        expected: Tensor = network(pictures)
        assert expected.std() > 1e-4
        return float((checkpoint.network()(pictures) - expected).abs().max())


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("name", _ALL)
def test_weights_alone_answer_as_torchvision_does(name: str, channels: int, tmp_path: Path) -> None:
    network = _torchvisions(name, 10, channels)
    torch.save(network.state_dict(), tmp_path / "theirs.pth")
    assert _difference(tmp_path / "theirs.pth", network) == 0
    checkpoint = load_checkpoint(tmp_path / "theirs.pth")
    assert (checkpoint.form.channels, len(checkpoint.classes)) == (channels, 10)
    assert any("those of CIFAR-10 are" in str(one) for one in checkpoint.messages) == (channels == 3)
    assert checkpoint.architecture.removesuffix("-grey") == name.removesuffix("-grey")
    # Saved by digitpad it is the same.
    for form in ("model", "safetensors"):
        export(checkpoint, tmp_path / f"ours-{form}", form)
        assert _difference(tmp_path / f"ours-{form}", network) == 0


@pytest.mark.parametrize("name", [_QUICK, *map(further, ("shufflenet-v2-x0-5", "densenet121"))])
def test_whole_networks_answer_as_torchvision_does(name: str, tmp_path: Path) -> None:
    network = _torchvisions(name, 7)
    torch.save(network, tmp_path / "theirs.pth")
    assert _difference(tmp_path / "theirs.pth", network) == 0
    assert load_checkpoint(tmp_path / "theirs.pth").architecture == name


@pytest.mark.parametrize("whole", [False, further(True)])
def test_auxiliary_classifiers_are_left_out_with_a_word(whole: bool, tmp_path: Path) -> None:
    network = _torchvisions("googlenet")
    torch.save(network if whole else network.state_dict(), tmp_path / "theirs.pth")
    checkpoint = load_checkpoint(tmp_path / "theirs.pth")
    assert checkpoint.unused == ("aux1", "aux2")
    assert str(checkpoint.messages[0]) == (
        "aux1, aux2 only help training, no answer depends on them, and they were left out."
    )


def test_a_whole_network_with_another_stride_is_not_taken_for_torchvisions(tmp_path: Path) -> None:
    """Names and shapes are the same, answers are not."""
    network: Any = _torchvisions("shufflenet-v2-x0-5")
    network.conv1[0].stride = (1, 1)
    torch.save(network, tmp_path / "theirs.pth")
    with pytest.raises(UnknownNetworkError, match="does not know"):
        load_checkpoint(tmp_path / "theirs.pth")


def test_what_transforms_its_pictures_itself_gets_them_so(tmp_path: Path) -> None:
    """torchvision's trained GoogLeNet and Inception take ImageNet's normalisation and change it."""
    network = _torchvisions("googlenet", transform_input=True)
    torch.save(network, tmp_path / "theirs.pth")
    checkpoint = load_checkpoint(tmp_path / "theirs.pth")
    pictures = torch.rand(2, 3, 32, 32)
    with torch.inference_mode():
        expected = network(normalize_unit(pictures, IMAGENET_MEAN, IMAGENET_STD))
        answer = checkpoint.network()(normalize_unit(pictures, checkpoint.mean, checkpoint.std))
    assert (answer - expected).abs().max() < 1e-3


@pytest.mark.parametrize("name", MADE_BY_NAME)
def test_torchvisions_own_files_have_imagenets_classes(name: str) -> None:
    """Shapes alone; other classes are numbered."""
    entry = ARCHITECTURES[name]
    match = recognise(network_shapes(entry, 1000, entry.form), whole_module=False)
    assert match is not None
    assert match.architecture.removesuffix("-grey") == name.removesuffix("-grey")
    assert (match.form.text, match.classes[0]) == ("224x224", "tench")


def test_grey_pictures_are_prepared_as_digits_are_read_best(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the network itself answers for dark ink of one size are the labels."""
    network = _torchvisions("shufflenet-v2-x0-5", channels=1)
    way = Preparation(0.5, 0.5, inverted=True)
    images = torch.randint(0, 256, (100, 1, 28, 28), dtype=torch.uint8)
    network.train()
    with torch.no_grad():
        network(prepared(images, way))
    with torch.inference_mode():
        labels = network.eval()(prepared(images, way)).argmax(1)
    torch.save(network.state_dict(), tmp_path / "theirs.pth")
    checkpoint = load_checkpoint(tmp_path / "theirs.pth")

    def pictures(form: PictureForm, _classes: int) -> list[Labelled]:
        return [Labelled(images, labels, checkpoint.classes, "noise")] if form.size == 28 else []

    tries: list[int] = []
    chosen = suited(checkpoint, pictures, tries.append)
    assert (chosen.form.size, chosen.mean, chosen.std, chosen.normalisation_from) == (28, 0.5, 0.5, "assumed")
    assert "100 % of some training pictures of noise with 28x28, mean 0.5, std 0.5, black on white" in str(
        chosen.messages[-1]
    )
    with torch.inference_mode():
        scores = chosen.network()(prepared(images, Preparation(chosen.mean, chosen.std)))
    assert (scores.argmax(1) == labels).float().mean() > 0.98
    assert tries == [*range(len(tries))]
    # Where nothing is read, or there is no time, it stays as it is.
    tries.clear()
    assert suited(checkpoint, lambda _form, _classes: [], tries.append) is checkpoint
    assert not tries
    monkeypatch.setattr(allowance, "SECONDS", 0.0)
    assert suited(checkpoint, pictures, tries.append) is checkpoint
    assert tries == [0]
