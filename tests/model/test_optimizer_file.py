"""Pairs of model.pth and optimizer.pth, as notes 000 and 002 write them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from digitpad.errors import CheckpointError
from digitpad.model.open.inspecting import inspect_file
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.optimizer_file import load_optimizer_state, partner
from digitpad.model.registry import architecture
from digitpad.training.trainer import Trainer
from digitpad.training.warm_start import warm_start
from tests.helpers import small_dataset, untrained
from tests.model.learners import NOTE_000, NOTE_003, STEPS, run_script

SAVE = """
torch.save(network.state_dict(), 'model.pth')
torch.save(optimizer.state_dict(), 'optimizer.pth')
"""


def stepped(
    name: str = "notes-basic", make: type[torch.optim.Optimizer] = torch.optim.SGD, **settings: object
) -> tuple[nn.Module, torch.optim.Optimizer]:
    """A network and the optimiser that has made a step of it."""
    network = architecture(name).build()
    optimizer = make(network.parameters(), **settings)  # type: ignore[call-arg]
    network(torch.rand(2, 1, 28, 28)).sum().backward()
    optimizer.step()
    return network, optimizer


def save_state(folder: Path, *made: Any, **settings: object) -> None:
    """Write the optimiser of `stepped(*made, **settings)`."""
    torch.save(stepped(*made, **settings)[1].state_dict(), folder / "optimizer.pth")


def assert_same_state(found: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    assert found["state"].keys() == expected["state"].keys()
    for number, entries in expected["state"].items():
        torch.testing.assert_close(found["state"][number], entries, rtol=0, atol=0)


@pytest.mark.parametrize(("code", "name"), [(NOTE_000, "notes-wide"), (NOTE_003, "notes-basic")])
def test_the_pair_of_a_note_loads_from_either_file(tmp_path: Path, code: str, name: str) -> None:
    run_script(code.replace("from torch import nn", "from torch import nn, optim") + STEPS + SAVE, tmp_path)
    for file in ("model.pth", "optimizer.pth"):
        loaded = load_checkpoint(tmp_path / file)
        assert (loaded.architecture, loaded.path) == (name, tmp_path / "model.pth")
        optimizer = loaded.optimizer
        assert loaded.optimizer_problem is None
        assert (optimizer.kind, optimizer.learning_rate, optimizer.momentum) == ("sgd", 0.01, 0.5)
        assert (optimizer.weight_decay, optimizer.count) == (0.0, 8)
    # Momentum goes on where it was.
    continued = torch.optim.SGD(architecture(name).build().parameters(), lr=1)
    continued.load_state_dict(dict(optimizer.state))
    expected = torch.load(tmp_path / "optimizer.pth", weights_only=True)
    assert continued.state_dict()["param_groups"] == expected["param_groups"]
    assert_same_state(continued.state_dict(), expected)


@pytest.mark.parametrize(
    ("make", "settings", "kind"),
    [
        (torch.optim.SGD, {"lr": 0.1}, "sgd"),
        (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "nesterov": True}, "sgd"),
        (torch.optim.Adam, {"lr": 0.1}, "adam"),
        (torch.optim.Adam, {"lr": 0.1, "amsgrad": True}, "adam"),
        (torch.optim.AdamW, {"lr": 0.1}, "adamw"),
        (torch.optim.AdamW, {"lr": torch.tensor(0.1)}, "adamw"),
    ],
)
@pytest.mark.parametrize("legacy", [False, True])
def test_the_kind_of_optimiser_is_recognised(
    tmp_path: Path, make: type[torch.optim.Optimizer], settings: dict[str, object], kind: str, legacy: bool
) -> None:
    optimizer = stepped("quick", make, **settings)[1]
    torch.save(optimizer.state_dict(), tmp_path / "optimizer.pth", _use_new_zipfile_serialization=not legacy)
    found = load_optimizer_state(tmp_path / "optimizer.pth")
    assert (found.kind, found.learning_rate) == (kind, pytest.approx(0.1))
    assert found.momentum == settings.get("momentum", 0.0)
    make(architecture("quick").build().parameters()).load_state_dict(dict(found.state))


def test_parameters_known_by_their_addresses_are_numbered(tmp_path: Path) -> None:
    """Before torch 1.6 the state was kept under the `id` of each parameter."""
    state = stepped("notes-basic", torch.optim.SGD, lr=0.1, momentum=0.5)[1].state_dict()
    addresses = {number: 140_000_000_000_000 - 64 * number for number in range(8)}
    old = {
        "state": {addresses[number]: entries for number, entries in state["state"].items()},
        "param_groups": [{**state["param_groups"][0], "params": list(addresses.values())}],
    }
    torch.save(old, tmp_path / "optimizer.pth", _use_new_zipfile_serialization=False)
    found = load_optimizer_state(tmp_path / "optimizer.pth").state
    assert found["param_groups"][0]["params"] == list(range(8))
    assert_same_state(found, state)


def test_an_optimiser_alone_asks_for_its_network(tmp_path: Path) -> None:
    save_state(tmp_path, "quick")
    with pytest.raises(CheckpointError, match=r"optimiser's state, not a network; put its model\.pth beside"):
        load_checkpoint(tmp_path / "optimizer.pth")
    found = inspect_file(tmp_path / "optimizer.pth")
    assert (found.kind, found.checkpoint, found.partner) == ("optimizer", None, None)
    shutil.copy(tmp_path / "optimizer.pth", tmp_path / "model.pth")
    with pytest.raises(CheckpointError, match="not a network"):
        load_checkpoint(tmp_path / "optimizer.pth")


@pytest.mark.parametrize(
    ("name", "why"), [("notes-wide", "momentum of conv1.weight has another shape"), ("best", "17 parameter")]
)
def test_the_state_of_another_network_is_left_out_with_the_reason(
    tmp_path: Path, name: str, why: str
) -> None:
    torch.save(architecture("notes-basic").build().state_dict(), tmp_path / "model.pth")
    save_state(tmp_path, name, torch.optim.SGD, momentum=0.5)
    for file in ("model.pth", "optimizer.pth"):
        loaded = load_checkpoint(tmp_path / file)
        assert (loaded.architecture, loaded.optimizer) == ("notes-basic", None)
        assert why in str(loaded.optimizer_problem)
        assert str(tmp_path / "optimizer.pth") in str(loaded.optimizer_problem)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda state: state["param_groups"].clear(),
        lambda state: state["param_groups"][0].update(lr=float("nan")),
        lambda state: state["param_groups"][0].update(lr="fast"),
        lambda state: state["param_groups"][0].pop("momentum"),
        lambda state: state["param_groups"][0].update(params=None),
        lambda state: state["state"][0]["momentum_buffer"].fill_(float("inf")),
        lambda state: state["state"][0].update(momentum_buffer=torch.zeros(1).expand(10, 1, 5, 5)),
        lambda state: state["state"].update({0: 5}),
        lambda state: state["state"][0].update(other=[1]),
        lambda state: state["state"][0].update(other=torch.zeros(3)),
    ],
)
def test_a_state_that_is_none_is_refused_and_the_network_still_loads(tmp_path: Path, spoil: object) -> None:
    torch.save(architecture("notes-basic").build().state_dict(), tmp_path / "model.pth")
    state = stepped("notes-basic", torch.optim.SGD, momentum=0.5)[1].state_dict()
    spoil(state)  # type: ignore[operator]
    torch.save(state, tmp_path / "optimizer.pth")
    with pytest.raises(CheckpointError):
        load_optimizer_state(tmp_path / "optimizer.pth")
    loaded = load_checkpoint(tmp_path / "model.pth")
    assert loaded.optimizer is None
    assert loaded.optimizer_problem is not None


def test_what_is_not_a_known_optimiser_is_not_guessed(tmp_path: Path) -> None:
    network, optimizer = stepped("quick", torch.optim.Rprop)
    one, other = (stepped("quick", lr=rate)[1].state_dict() for rate in (0.03, 0.3))
    for content, why in (
        (optimizer.state_dict(), "does not know"),
        (network.state_dict(), "does not hold an optimiser's state"),
    ):
        torch.save(content, tmp_path / "a.pth")
        with pytest.raises(CheckpointError, match=why):
            load_optimizer_state(tmp_path / "a.pth")
    for beside, why in (({"optimizer": optimizer}, "does not know"), ({"a": one, "b": other}, "several")):
        torch.save({"model": network, **beside}, tmp_path / "a.pth")
        loaded = load_checkpoint(tmp_path / "a.pth")
        assert loaded.optimizer is None
        assert why in str(loaded.optimizer_problem)


@pytest.mark.parametrize(
    ("model", "optimizer"),
    [
        ("model.pth", "optimizer.pth"),
        ("model.pt", "optimizer.pt"),
        ("my_model_3.pth", "my_optimizer_3.pth"),
        ("net.pth", "optim.pth"),
        ("network-5.pth", "optimizer-5.pth"),
    ],
)
def test_the_files_of_a_pair_find_each_other(tmp_path: Path, model: str, optimizer: str) -> None:
    (tmp_path / model).touch()
    assert partner(tmp_path / model) is None
    assert partner(tmp_path / ("model" + "x" * 250 + ".pth")) is None  # too long for any file
    (tmp_path / optimizer).touch()
    assert partner(tmp_path / model) == tmp_path / optimizer
    assert partner(tmp_path / optimizer) == tmp_path / model


@pytest.mark.parametrize("entry", ["optimizer_state", "opt", "sgd", "optimizer_states"])
def test_the_only_optimiser_in_a_dictionary_is_found_under_any_name(tmp_path: Path, entry: str) -> None:
    network, optimizer = stepped(lr=0.03, momentum=0.5)
    state = optimizer.state_dict()
    value = [state] if entry == "optimizer_states" else state
    torch.save({"model_state": network.state_dict(), entry: value}, tmp_path / "a.pth")
    found = load_checkpoint(tmp_path / "a.pth").optimizer
    assert (found.kind, found.learning_rate, found.momentum, found.count) == ("sgd", 0.03, 0.5, 8)


@pytest.mark.parametrize(
    ("make", "settings"),
    [(torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}), (torch.optim.AdamW, {"lr": 0.01})],
)
@pytest.mark.parametrize("legacy", [False, True])
def test_an_optimiser_saved_whole_keeps_its_momentum(
    tmp_path: Path, make: type[torch.optim.Optimizer], settings: dict[str, object], legacy: bool
) -> None:
    network, optimizer = stepped("quick", make, **settings)
    form = {"_use_new_zipfile_serialization": not legacy}
    torch.save({"model": network.state_dict(), "optimizer": optimizer}, tmp_path / "both.pth", **form)
    torch.save(optimizer, tmp_path / "optimizer.pth", **form)
    expected = optimizer.state_dict()
    for found in (
        load_checkpoint(tmp_path / "both.pth").optimizer,
        load_optimizer_state(tmp_path / "optimizer.pth"),
        inspect_file(tmp_path / "optimizer.pth").optimizer,
    ):
        assert found.learning_rate == settings["lr"]
        assert_same_state(found.state, expected)
        again = make(architecture("quick").build().parameters())  # type: ignore[call-arg]
        again.load_state_dict(dict(found.state))


@pytest.mark.parametrize(
    ("make", "settings", "differences"),
    [
        (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}, ()),
        (torch.optim.Adam, {"lr": 0.1}, ()),
        (torch.optim.AdamW, {"lr": 0.1}, ()),
        (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}, ("nesterov",)),
        (torch.optim.SGD, {"momentum": 0.9, "dampening": 0.5}, ("dampening 0.5 instead of 0",)),
        (torch.optim.SGD, {"maximize": True}, ("maximize",)),
        (
            torch.optim.Adam,
            {"betas": (0.8, 0.99), "eps": 1e-6, "amsgrad": True},
            ("betas (0.8, 0.99) instead of (0.9, 0.999)", "eps 1e-06 instead of 1e-08", "amsgrad"),
        ),
    ],
)
def test_settings_that_digitpad_has_not_are_named(
    tmp_path: Path,
    make: type[torch.optim.Optimizer],
    settings: dict[str, object],
    differences: tuple[str, ...],
) -> None:
    save_state(tmp_path, "quick", make, **settings)
    assert load_optimizer_state(tmp_path / "optimizer.pth").differences == differences


def test_groups_with_settings_of_their_own_are_named(tmp_path: Path) -> None:
    first, *rest = architecture("quick").build().parameters()
    groups = [{"params": [first], "lr": 0.1}, {"params": rest, "weight_decay": 0.01}]
    torch.save(torch.optim.SGD(groups, lr=0.02).state_dict(), tmp_path / "optimizer.pth")
    assert load_optimizer_state(tmp_path / "optimizer.pth").differences == (
        "groups of parameters with different learning rates (0.1, 0.02)",
        "groups of parameters with different weight decays (0, 0.01)",
    )


@pytest.mark.parametrize("kind", [torch.optim.SGD, torch.optim.Adam])
def test_rates_of_groups_become_multipliers_of_layers(kind: Any, tmp_path: Path) -> None:
    """And the averages go to the weights that they are of, though the run's groups have another order."""
    network = untrained("notes-basic").network()
    network.requires_grad_(True)
    convolutions = [*network.conv1.parameters(), *network.conv2.parameters()]  # type: ignore[operator, union-attr]
    options = {"momentum": 0.9} if kind is torch.optim.SGD else {}
    optimizer = kind(
        [
            {"params": convolutions, "lr": 0.001},
            {"params": network.fc1.parameters()},  # type: ignore[operator, union-attr]
            {"params": network.fc2.parameters(), "lr": 0.1},  # type: ignore[operator, union-attr]
        ],
        lr=0.01,
        **options,
    )
    network(torch.rand(4, 1, 28, 28)).square().sum().backward()
    optimizer.step()
    torch.save(network.state_dict(), tmp_path / "model.pth")
    torch.save(optimizer.state_dict(), tmp_path / "optimizer.pth")
    start = warm_start(load_checkpoint(tmp_path / "model.pth"), {})
    assert start.recipe.learning_rate == 0.001
    assert start.recipe.lr_multipliers == (("fc1", 10.0), ("fc2", 100.0))
    assert not any("different learning rates" in str(message) for message in start.messages())
    assert any("fc1 x10, fc2 x100" in str(message) for message in start.messages())
    trainer = Trainer(start.recipe, small_dataset(), tmp_path / "run", "cpu")
    start.apply(trainer)
    name = "momentum_buffer" if options else "exp_avg"
    own = trainer.state_dict()["optimizer"]["state"]["state"]
    order = ["conv1", "conv2", "fc1", "fc2"]
    parameters = dict(network.named_parameters())
    names = [f"{layer}.{part}" for layer in order for part in ("weight", "bias")]
    for number, parameter in enumerate(names):
        torch.testing.assert_close(own[number][name], optimizer.state[parameters[parameter]][name])
