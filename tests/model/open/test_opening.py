"""Bare weights of other people's networks open as the network that they are of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given as given_examples
from hypothesis import settings
from hypothesis import strategies as st
from torch import Tensor, nn

from digitpad.data.labelled import PictureOptions, resized
from digitpad.errors import CheckpointError, UsageError
from digitpad.form import DIGITS, INK, PictureForm
from digitpad.model.assumption_texts import given, parsed_normalisation
from digitpad.model.assumptions import Preparation, pool_text
from digitpad.model.normalization import normalize_uint8
from digitpad.model.open import opening
from digitpad.model.open.fitting.candidates import Candidate, candidates
from digitpad.model.open.fitting.parts import parts_of
from digitpad.model.open.opening import NothingReadsError, assumed_network, measured
from digitpad.model.open.search.measuring import Trial
from digitpad.model.open.search.pictures import Labelled
from digitpad.model.spec.building import LayerNetwork
from digitpad.model.spec.plain import from_tables
from digitpad.model.spec.shapes import checked
from digitpad.opening import pictures as labelled_pictures
from tests.helpers import drawn_digits
from tests.model.open.odd_files import ODD_LAYERS, write_odd

POOL, RELU, FLAT = {"layer": "max_pool"}, {"layer": "relu"}, {"layer": "flatten"}


def conv(name: str, out: int, kernel: int, **options: Any) -> dict[str, Any]:
    return {"layer": "conv", "name": name, "out": out, "kernel": kernel, **options}


def linear(name: str, out: int | None = None) -> dict[str, Any]:
    return {"layer": "linear", "name": name, **({} if out is None else {"out": out})}


def norm(name: str) -> dict[str, Any]:
    return {"layer": "batch_norm", "name": name}


def group_norm(name: str, groups: int) -> dict[str, Any]:
    return {"layer": "group_norm", "name": name, "groups": groups}


NETWORKS: dict[str, tuple[list[dict[str, Any]], tuple[float, float], str]] = {
    # PyTorch's own example for MNIST pools once only.
    "one pooling": (
        [
            conv("conv1", 8, 3),
            RELU,
            conv("conv2", 16, 3),
            RELU,
            POOL,
            FLAT,
            linear("fc1", 32),
            RELU,
            linear("fc2"),
        ],
        (0.1307, 0.3081),
        "padding 0, max pooling -/2x2",
    ),
    "LeNet-5": (
        [
            *(conv("conv1", 6, 5, padding=2), RELU, POOL, conv("conv2", 16, 5), RELU, POOL, FLAT),
            *(linear("fc1", 120), RELU, linear("fc2", 84), RELU, linear("fc3")),
        ],
        (0.0, 1.0),
        "padding 2/0, max pooling 2x2",
    ),
    "numbered as in nn.Sequential": (
        [
            *(conv("net.0", 8, 3, padding=1), RELU, POOL, conv("net.3", 16, 3, padding=1), RELU, POOL, FLAT),
            linear("net.7"),
        ],
        (0.1307, 0.3081),
        "padding 1, max pooling 2x2",
    ),
    "norms behind all layers": (
        [
            *(
                conv("c1", 8, 3, padding=1),
                norm("n1"),
                RELU,
                POOL,
                conv("c2", 8, 3, padding=1),
                norm("n2"),
                RELU,
            ),
            *(POOL, FLAT, linear("out")),
        ],
        (0.1307, 0.3081),
        "padding 1, max pooling 2x2",
    ),
    "a perceptron": (
        [
            FLAT,
            linear("layers.1", 64),
            {"layer": "tanh"},
            linear("layers.3", 32),
            {"layer": "tanh"},
            linear("layers.5"),
        ],
        (0.5, 0.5),
        "Tanh, mean 0.5",
    ),
    "a norm of the pictures": (
        [norm("bn0"), conv("conv1", 8, 5), RELU, POOL, FLAT, linear("fc1", 32), RELU, linear("fc2")],
        (0.0, 1.0),
        "padding 0, max pooling 2x2",
    ),
    "means of what is inside a tanh": (
        [
            *(conv("a", 6, 5, padding=2), {"layer": "avg_pool"}, {"layer": "tanh"}),
            *(conv("b", 16, 5), {"layer": "avg_pool"}, {"layer": "tanh"}, FLAT),
            *(linear("c", 120), {"layer": "tanh"}, linear("d")),
        ],
        (0.1307, 0.3081),
        "padding 2/0, average pooling 2x2, Tanh",
    ),
    "strides in place of pooling": (
        [
            *(conv("a", 16, 3, padding=1, stride=2), RELU, conv("b", 32, 3, padding=1, stride=2), RELU),
            *(FLAT, linear("c", 100), RELU, linear("d")),
        ],
        (0.0, 1.0),
        "padding 1, stride 2, no pooling, ReLU",
    ),
    "slopes of LeakyReLU": (
        [
            *(FLAT, linear("a", 64), {"layer": "leaky_relu", "slope": 0.2}, linear("b", 32)),
            *({"layer": "leaky_relu", "slope": 0.2}, linear("c")),
        ],
        (0.1307, 0.3081),
        "LeakyReLU 0.2",
    ),
    "SELU": (
        [FLAT, linear("a", 64), {"layer": "selu"}, linear("b", 32), {"layer": "selu"}, linear("c")],
        (0.1307, 0.3081),
        "SELU",
    ),
    "group norms": (
        [
            *(conv("c1", 8, 3, padding=1), group_norm("n1", 2), RELU, POOL, conv("c2", 16, 3, padding=1)),
            *(group_norm("n2", 2), RELU, POOL, FLAT, linear("out")),
        ],
        (0.1307, 0.3081),
        "padding 1, max pooling 2x2, ReLU, group norms of 2 groups",
    ),
    "pooling by three": (
        [
            *(
                conv("c1", 8, 5),
                RELU,
                {"layer": "max_pool", "kernel": 3},
                conv("c2", 16, 3),
                RELU,
                POOL,
                FLAT,
            ),
            *(linear("fc1", 32), RELU, linear("fc2")),
        ],
        (0.1307, 0.3081),
        "padding 0, max pooling 3x3/2x2",
    ),
    "convolutions to one pixel": (
        [
            *(conv("c1", 8, 3, padding=1), RELU, conv("c2", 8, 3, padding=1), RELU, POOL),
            *(conv("c3", 16, 3, padding=1), RELU, conv("c4", 16, 3, padding=1), RELU, POOL),
            *(conv("c5", 16, 3), RELU, conv("c6", 16, 3), RELU, conv("c7", 10, 3), FLAT),
        ],
        (0.1307, 0.3081),
        "padding 1/1/1/1/0/0/0, max pooling -/2x2/-/2x2/-/-/-",
    ),
    "numbers that leave room for few activations": (
        [
            *(conv("a.0", 8, 3), norm("a.1"), conv("a.2", 8, 3), norm("a.3"), RELU, POOL),
            *(conv("a.6", 8, 3), norm("a.7"), conv("a.8", 8, 3), norm("a.9"), RELU, POOL, FLAT),
            linear("fc"),
        ],
        (0.1307, 0.3081),
        "max pooling -/2x2/-/2x2, -/ReLU/-/ReLU",
    ),
}


SLOW = (
    "one pooling",
    "LeNet-5",
    "numbered as in nn.Sequential",
    "norms behind all layers",
    "strides in place of pooling",
    "numbers that leave room for few activations",
    "means of what is inside a tanh",
    "group norms",
    "pooling by three",
    "convolutions to one pixel",
)


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.slow) if case in SLOW else case for case in NETWORKS]
)
def test_bare_weights_open_as_the_network_they_are_of(case: str, tmp_path: Path) -> None:
    tables, (mean, std), told = NETWORKS[case]
    torch.manual_seed(3)
    network = LayerNetwork(checked(from_tables(tables), (1, 28, 28), 10))
    images, labels = drawn_digits(300, 1).images, drawn_digits(300, 1).labels
    train(network, normalize_uint8(images, mean, std), labels)
    state = network.state_dict()
    order = sorted(
        state, key=lambda name: (name.startswith("n") and "." in name and case.startswith("norms"), 0)
    )
    torch.save({name: state[name] for name in order}, tmp_path / "a.pth")

    asked: list[PictureForm] = []

    def pictures(form: PictureForm, classes: int) -> list[Labelled]:
        asked.append(form)
        return [Labelled(images, labels, DIGITS, "digits")] if (form.size, classes) == (28, 10) else []

    opened = assumed_network(tmp_path / "a.pth", pictures)
    assert opened is not None
    assert opened.assumed is not None
    assert told in str(opened.assumed.sentence)
    others = drawn_digits(60, 2).images
    with torch.no_grad():
        own = network(normalize_uint8(others, mean, std)).argmax(1)
        ours = opened.network()(normalize_uint8(others, opened.mean, opened.std)).argmax(1)
    assert float((own == ours).float().mean()) > 0.9


@pytest.mark.slow
def test_pictures_that_were_enlarged_are_enlarged(tmp_path: Path) -> None:
    tanh = {"layer": "tanh"}
    tables = [
        *(conv("conv1", 6, 5), tanh, POOL, conv("conv2", 16, 5), tanh, POOL, FLAT),
        *(linear("fc1", 120), tanh, linear("fc2", 84), tanh, linear("fc3")),
    ]
    torch.manual_seed(3)
    network = LayerNetwork(checked(from_tables(tables), (1, 32, 32), 10))

    def pictures(form: PictureForm, _classes: int) -> list[Labelled]:
        data = resized(drawn_digits(300, 1), PictureOptions(form.size, 1))
        return [Labelled(data.images, data.labels, DIGITS, "digits")]

    [digits] = pictures(PictureForm(1, 32, INK), 10)
    train(network, normalize_uint8(digits.images, 0.0, 1.0), digits.labels)
    torch.save(network.state_dict(), tmp_path / "a.pth")
    opened = assumed_network(tmp_path / "a.pth", pictures)
    assert opened is not None
    assert opened.form.size == 32
    assert "padding 0, max pooling 2x2, Tanh" in str(opened.assumed and opened.assumed.sentence)


def test_a_network_for_digits_in_three_channels_opens_as_one_for_ink(tmp_path: Path) -> None:
    tables = [conv("conv1", 8, 5), RELU, POOL, FLAT, linear("fc1", 32), RELU, linear("fc2")]
    torch.manual_seed(3)
    network = LayerNetwork(checked(from_tables(tables), (3, 28, 28), 10))
    digits = resized(drawn_digits(300, 1), PictureOptions(28, 3))
    theirs = normalize_uint8(digits.images, 0.5, 0.5)
    train(network, theirs, digits.labels)
    torch.save(network.state_dict(), tmp_path / "a.pth")

    def pictures(form: PictureForm, _classes: int) -> list[Labelled]:
        is_ink = form == PictureForm(3, 28, INK)
        return [Labelled(digits.images, digits.labels, DIGITS, "digits")] if is_ink else []

    opened = assumed_network(tmp_path / "a.pth", pictures)
    assert opened is not None
    assert (opened.form, opened.classes) == (PictureForm(3, 28, INK), DIGITS)
    assert opened.assumed is not None
    assert opened.assumed.accuracy is not None
    assert opened.assumed.accuracy > 0.9
    with torch.no_grad():
        ours = opened.network()(normalize_uint8(digits.images, opened.mean, opened.std))
        assert float((ours.argmax(1) == network(theirs).argmax(1)).float().mean()) > 0.9


@pytest.mark.parametrize(("classes", "names"), [(26, "ozs"), (27, "ozs"), (26, "0123456789")])
def test_a_network_for_letters_is_tried_on_digits_where_there_are_no_letters(
    classes: int, names: str, tmp_path: Path
) -> None:
    """Three digits look like a letter; and digits may be the first of its classes."""
    sets = labelled_pictures(tmp_path)(PictureForm(), classes)
    assert len(sets) == 2
    own = sets[len(names) == len(DIGITS)]
    assert len(own.classes) == classes
    assert {own.classes[label] for label in own.labels.tolist()} == set(names)


def train(network: LayerNetwork, pictures: Tensor, labels: Tensor) -> None:
    """Teach a network some digits, which is all it needs to be told from others."""
    optimizer = torch.optim.Adam(network.parameters(), 3e-3)
    for _ in range(10):
        for batch in torch.randperm(len(labels)).split(30):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(pictures[batch]), labels[batch]).backward()
            optimizer.step()
    network.eval()


@pytest.mark.parametrize(
    "weights",
    [
        {"rnn.weight_ih_l0": (64, 28), "rnn.weight_hh_l0": (64, 64), "fc.weight": (10, 64)},
        {"a.weight": (32, 784), "b.weight": (10, 31)},
        {"conv.weight": (8, 2, 3, 3), "fc.weight": (10, 8)},
        {"up.weight": (8, 4, 3, 3, 3)},
        {"conv.weight": (0, 1, 3, 3), "fc.weight": (10, 0)},
        {"bn.running_mean": (0,), "fc.weight": (10, 784)},
        {"conv.weight": (8, 1, 3, 3), "norm.weight": (7,), "norm.bias": (7,), "fc.weight": (10, 1352)},
    ],
)
def test_weights_that_no_list_of_layers_has_stay_unknown(weights: dict[str, Any], tmp_path: Path) -> None:
    torch.save({name: torch.zeros(shape) for name, shape in weights.items()}, tmp_path / "a.pth")
    assert assumed_network(tmp_path / "a.pth", lambda *_: [labelled(30)]) is None


def test_weights_that_are_not_finite_are_said_to_be(tmp_path: Path) -> None:
    weights = {"a.weight": torch.randn(30, 784), "b.weight": torch.full((10, 30), float("nan"))}
    torch.save(weights, tmp_path / "a.pth")
    with pytest.raises(CheckpointError, match=r"a\.pth cannot be used: some of its weights are not finite"):
        assumed_network(tmp_path / "a.pth", lambda _form, _classes: [labelled(20)])


def labelled(count: int) -> Labelled:
    digits = drawn_digits(count, 1)
    return Labelled(digits.images, digits.labels, DIGITS, "digits")


def test_weights_that_read_nothing_stay_unknown(tmp_path: Path) -> None:
    torch.manual_seed(0)
    shapes = {"fc1.weight": (20, 784), "fc2.weight": (10, 20)}
    torch.save({name: torch.rand(shape) for name, shape in shapes.items()}, tmp_path / "a.pth")
    with pytest.raises(NothingReadsError, match=r"none of \d+ networks of its layers reads digits"):
        assumed_network(tmp_path / "a.pth", lambda *_: [labelled(100)])


def test_networks_that_would_take_minutes_are_not_tried() -> None:
    """Anyone can write such a file, and opening it must not hold the window up."""
    parts = parts_of({"a.weight": (900, 1, 3, 3), "b.weight": (900, 900, 3, 3), "fc.weight": (10, 900)})
    assert parts is not None
    asked: list[Candidate] = []
    trial = Trial({}, lambda candidate: asked.append(candidate))
    large = [candidate for candidate in candidates(parts) if {way.stride for way in candidate.ways} == {1}]
    assert [trial.read(candidate, Preparation(0.0, 1.0), 64) for candidate in large[:5]] == [None] * 5
    assert asked == []


@pytest.mark.parametrize("classes", [4, 26])
def test_where_no_labelled_pictures_are_the_simplest_network_opens(classes: int, tmp_path: Path) -> None:
    weights = {"fc1.weight": torch.rand(20, 784), "fc2.weight": torch.rand(classes, 20)}
    torch.save(weights, tmp_path / "a.pth")
    opened = assumed_network(tmp_path / "a.pth", lambda *_: [])
    assert opened is not None
    assert opened.assumed is not None
    assert "not measured" in str(opened.assumed.sentence)
    assert opened.classes == (("0", "1", "2", "3") if classes == 4 else tuple("abcdefghijklmnopqrstuvwxyz"))
    assert ("as there are 26, those of EMNIST" in " ".join(map(str, opened.messages))) == (classes == 26)


def test_pictures_that_nothing_reads_are_said_to_have_been_tried(tmp_path: Path) -> None:
    torch.manual_seed(0)
    weights = {"fc1.weight": torch.rand(20, 784), "fc2.weight": torch.rand(26, 20)}
    torch.save(weights, tmp_path / "a.pth")
    opened = assumed_network(tmp_path / "a.pth", lambda *_: [labelled(60)])
    assert opened is not None
    assert opened.assumed is not None
    assert str(opened.assumed.reads).endswith("no network of its layers reads training pictures of digits")
    again = measured(opened, lambda *_: [])
    assert again.assumed is not None
    assert "no labelled pictures" in str(again.assumed.reads)


@pytest.mark.slow
def test_a_network_for_dark_ink_in_rows_as_columns_reads_the_pictures_of_all_others(tmp_path: Path) -> None:
    tables = [
        *(conv("c1", 6, 5, padding=2), RELU, POOL, conv("c2", 8, 5), RELU, POOL, FLAT),
        *(linear("f1", 40), RELU, linear("f2", 12)),
    ]
    torch.manual_seed(5)
    network = LayerNetwork(checked(from_tables(tables), (1, 28, 28), 12))
    digits = labelled(300)
    theirs = normalize_uint8(255 - digits.images.float().transpose(2, 3), 0.5, 0.5)
    train(network, theirs, digits.labels)
    torch.save(network.state_dict(), tmp_path / "a.pth")
    opened = assumed_network(tmp_path / "a.pth", lambda form, _: [digits] if form.size == 28 else [])
    assert opened is not None
    assert opened.assumed is not None
    assert "black on white, pictures transposed" in str(opened.assumed.sentence)
    with torch.no_grad():
        ours = opened.network()(normalize_uint8(digits.images, opened.mean, opened.std))
        assert torch.allclose(ours, network(theirs), atol=1e-3)


@pytest.mark.slow
def test_what_is_settled_is_kept_and_the_rest_is_tried(tmp_path: Path) -> None:
    tables, (mean, std), _ = NETWORKS["LeNet-5"]
    torch.manual_seed(3)
    network = LayerNetwork(checked(from_tables(tables), (1, 28, 28), 10))
    digits = labelled(300)
    train(network, normalize_uint8(digits.images, mean, std), digits.labels)
    torch.save(network.state_dict(), tmp_path / "a.pth")

    def opened(*texts: str) -> Mapping[str, str]:
        def pictures(form: PictureForm, _: int) -> list[Labelled]:
            return [digits] if form.size == 28 else []

        checkpoint = assumed_network(tmp_path / "a.pth", pictures, given=given(texts))
        assert checkpoint is not None
        assert checkpoint.assumed is not None
        assert checkpoint.assumed.chosen == {text.partition("=")[0] for text in texts}
        return checkpoint.assumed.values

    assert (
        opened("activation=leaky_relu", "normalisation=0.1/0.8").items()
        >= {"activation": "leaky_relu", "normalisation": "0.1/0.8", "padding": "2,0"}.items()
    )
    assert (
        opened("pooling=avg2", "polarity=black-on-white").items()
        >= {"pooling": "avg2", "polarity": "black-on-white"}.items()
    )
    with pytest.raises(CheckpointError, match="do not fit each other with what is set"):
        opened("padding=9", "pooling=none", "stride=1", "end=flatten")
    with pytest.raises(CheckpointError, match="padding is set for 3 convolutions and it has 2"):
        opened("padding=0,1,2")


@pytest.mark.parametrize("text", ["padding=1", "stride=2", "pooling=max2", "end=flatten", "size=28"])
def test_what_convolutions_have_cannot_be_set_without_any(text: str, tmp_path: Path) -> None:
    network = nn.Sequential(nn.Linear(784, 30), nn.Sigmoid(), nn.Linear(30, 10))
    torch.save(network.state_dict(), tmp_path / "a.pth")
    with pytest.raises(CheckpointError, match="it has no convolution, for which"):
        assumed_network(tmp_path / "a.pth", lambda *_: (), given=given([text]))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0.13/0.31", (0.13, 0.31)),
        ("0,13/3,1e-1", (0.13, 0.31)),
        ("0.1,0.2,0.3/0,4; 0,5; 0,6", ((0.1, 0.2, 0.3), (0.4, 0.5, 0.6))),
    ],
)
def test_a_normalisation_is_typed_with_points_or_commas(text: str, numbers: object) -> None:
    assert parsed_normalisation(text) == numbers


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("pading=1", "'pading' cannot be assumed (did you mean 'padding'?)"),
        ("padding=-1", "padding cannot be '-1'; it is a whole number from 0 to 50, or one for each convol"),
        ("stride=0", "stride cannot be '0'; it is a whole number from 1 to 50"),
        ("groups=2000", "groups cannot be '2000'; it is a whole number from 1 to 1024"),
        (
            "end=avg65",
            "end cannot be 'avg65'; it is flatten, or avg with the side of what is left, from 1 to",
        ),
        ("pooling=max2,mean", "pooling cannot be 'max2,mean'"),
        ("activation=swish", "activation cannot be 'swish'; it is relu, "),
        ("activation=leaky_relu2", "activation cannot be 'leaky_relu2'"),
        ("activation=leaky_relu.", "activation cannot be 'leaky_relu.'"),
        ("normalisation=0.5/0", "normalisation cannot be '0.5/0'"),
        ("normalisation=0.5", "normalisation cannot be '0.5'"),
        ("size=1", "size cannot be '1'; it is a whole number of pixels from 8 to 512."),
        ("end=avg", "end cannot be 'avg'"),
        ("order=norm", "order cannot be 'norm'"),
        ("", "'' cannot be assumed"),
    ],
)
def test_what_cannot_be_assumed_is_refused(text: str, why: str) -> None:
    with pytest.raises(UsageError) as error:
        given([text])
    assert str(error.value).startswith(why)


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("padding=2/1", "padding=2,1"),
        ("stride=1 / 2", "stride=1,2"),
        ("activation=Tanh", "activation=tanh"),
        ("activation=LeakyReLU/-/ReLU6", "activation=leaky_relu,none,relu6"),
        ("activation=LeakyReLU 0.20/ReLU", "activation=leaky_relu0.2,relu"),
        ("pooling=Max3/2", "pooling=max3/2"),
        ("polarity=Black-on-White", "polarity=black-on-white"),
    ],
)
def test_assumptions_may_be_written_as_the_sentences_have_them(text: str, usual: str) -> None:
    assert given([text]) == given([usual])


POOLS = ("max2", "avg3/2", "none", "max2-ceil", "max3", "max3/2-pad1", "max2x3", "avg3x2/2x1-ceil")


@settings(max_examples=60)
@given_examples(
    st.lists(st.integers(0, 9), min_size=2, max_size=4),
    st.lists(
        st.sampled_from(POOLS),
        min_size=2,
        max_size=4,
    ),
)
def test_values_of_candidates_are_what_settles_them(paddings: list[int], pools: list[str]) -> None:
    settled = given([f"padding={','.join(map(str, paddings))}", f"pooling={','.join(pools)}"])
    assert settled.padding == tuple(paddings)
    assert [pool_text(pool) for pool in settled.pooling] == pools


@pytest.mark.parametrize("channels", [1, 3])
def test_what_returns_a_picture_is_said_to_be_no_classifier(channels: int, tmp_path: Path) -> None:
    values = channels * (28 if channels == 1 else 32) ** 2
    torch.save({"a.weight": torch.rand(20, values), "b.weight": torch.rand(values, 20)}, tmp_path / "a.pth")
    opened = assumed_network(tmp_path / "a.pth", lambda *_: [])
    assert opened is not None
    (message,) = map(str, opened.messages)
    assert f"It returns {values} values, as many as its pictures have: it is likely an autoencoder" in message


def test_only_reading_a_file_may_call_it_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours in working out what fits is not the file's."""

    def mistaken(*_: object) -> None:
        raise ValueError("a mistake")

    torch.save({"fc1.weight": torch.rand(20, 784), "fc2.weight": torch.rand(10, 20)}, tmp_path / "a.pth")
    monkeypatch.setattr(opening, "fitting_candidates", mistaken)
    with pytest.raises(ValueError, match="a mistake"):
        assumed_network(tmp_path / "a.pth", lambda *_: [])


def test_listed_layers_for_dark_ink_read_the_pictures_of_all_others(tmp_path: Path) -> None:
    path, digits = write_odd(tmp_path / "a.pth"), labelled(100)
    weights = torch.load(path, weights_only=True)
    torch.save({**weights, "z.weight": -weights["z.weight"]}, tmp_path / "dark.pth")
    settled = given(["normalisation=0.8693/0.3081", "polarity=black-on-white"])
    layers = from_tables(ODD_LAYERS)
    opened = assumed_network(tmp_path / "dark.pth", lambda *_: [digits], given=settled, layers=layers)
    assert opened is not None
    assert opened.assumed is not None
    assert (opened.assumed.accuracy or 0) > 0.8
    assert opened.mean == pytest.approx(0.1307)
    assert torch.equal(opened.model["z.weight"], weights["z.weight"])
    changed = measured(opened.with_normalisation(0.2, 0.4), lambda *_: [digits])
    assert changed.assumed is not None
    assert changed.assumed.values["normalisation"] == "0.8/0.4"
    assert changed.assumed.count == 100


def test_of_listed_layers_the_first_that_takes_no_pictures_is_named(tmp_path: Path) -> None:
    weights = {"in.weight": torch.rand(6, 13, 3, 3), "out.weight": torch.rand(10, 4056)}
    torch.save(weights, tmp_path / "a.pth")
    layers = from_tables(
        [
            {"layer": "conv", "out": 6, "name": "in"},
            {"layer": "flatten"},
            {"layer": "linear", "name": "out"},
        ]
    )
    with pytest.raises(
        CheckpointError, match="its layer in takes 13 channels, and pictures have 1 or 3; beg"
    ):
        assumed_network(tmp_path / "a.pth", lambda *_: [], layers=layers)


def test_groups_that_do_not_divide_the_channels_of_group_norms_are_refused(tmp_path: Path) -> None:
    network = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.GroupNorm(4, 16), nn.ReLU(), nn.MaxPool2d(4)),
        *(nn.Flatten(), nn.Linear(784, 10)),
    )
    torch.save(network.state_dict(), tmp_path / "a.pth")
    with pytest.raises(CheckpointError, match="groups is set to 3, and its group norms have 16 channels"):
        assumed_network(tmp_path / "a.pth", lambda _form, _classes: [], given=given(["groups=3"]))
