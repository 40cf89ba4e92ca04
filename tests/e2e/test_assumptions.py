"""The user changes what had to be assumed of other people's weights, and sees how well that reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from torch import nn

from digitpad import opening
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.opening import assumed_network
from tests.e2e.conftest import Person
from tests.helpers import drawn_digits


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with bare weights of two convolutions, which have learnt a few drawn digits, as theirs.pth."""
    path = tmp_path_factory.mktemp("theirs") / "theirs.pth"
    digits = drawn_digits(300, 1)
    torch.manual_seed(3)
    network = nn.Sequential(
        *(nn.Conv2d(1, 6, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(392, 10)),
    )
    optimizer = torch.optim.Adam(network.parameters(), 5e-3)
    for batch in torch.randperm(len(digits)).repeat(8).split(30):
        optimizer.zero_grad()
        scores = network((digits.images[batch] / 255 - 0.1307) / 0.3081)
        nn.functional.cross_entropy(scores, digits.labels[batch]).backward()
        optimizer.step()
    names = ("conv1", "conv2", "fc")
    own = list(network.state_dict().values())
    weights = {
        f"{name}.{kind}": own[2 * n + k]
        for n, name in enumerate(names)
        for k, kind in enumerate(("weight", "bias"))
    }
    torch.save(weights, path)
    return path


@pytest.fixture(scope="module")
def search() -> Callable[..., Checkpoint | None]:
    """`assumed_network` for that file as it is opened, which takes seconds and is the same for each test."""
    known: list[Checkpoint | None] = []

    def searched(*asked: Any, **settled: Any) -> Checkpoint | None:
        if not known:
            known.append(assumed_network(*asked, **settled))
        return known[0]

    return searched


@pytest.fixture
def opened(
    ready: Person, written: Path, search: Callable[..., Checkpoint | None], monkeypatch: pytest.MonkeyPatch
) -> Person:
    """The user in front of the window of assumptions."""
    with monkeypatch.context() as patch:  # what the test itself settles is searched for
        patch.setattr(opening, "assumed_network", search)
        ready.open(written)
        ready.wait(lambda: ready.network.path == written)
    ready.click("changeAssumptions")
    ready.wait(ready.find("assumptions").isVisible)
    return ready


def values(person: Person) -> dict[str, str]:
    assert person.network.assumed is not None
    return dict(person.network.assumed.values)


def settle(person: Person, key: str, text: str) -> None:
    """Type a value and press Enter."""
    combo = person.find(f"assume-{key}")
    assert isinstance(combo, QComboBox)
    line = combo.lineEdit()
    assert line is not None
    combo.setFocus()
    line.selectAll()
    person.qtbot.keyClicks(line, text)
    person.qtbot.keyClick(line, Qt.Key.Key_Return)


def changed(person: Person, before: Checkpoint) -> None:
    person.wait(lambda: person.network is not before and not person.find("cancelTrying").isVisible())


def test_of_an_autoencoder_nothing_reads_best(ready: Person, tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(784, 16), nn.ReLU(), nn.Linear(16, 784))
    torch.save(network.state_dict(), tmp_path / "picture.pth")
    ready.open(tmp_path / "picture.pth")
    ready.message("it is likely an autoencoder")
    assert ready.text("normalisationSource") == "assumed, not measured"
    ready.click("changeAssumptions")
    ready.wait(ready.find("assumptions").isVisible)
    assert "What you choose is settled, and the rest is likely" in ready.text("assumptionsNote")


@pytest.mark.slow
def test_each_assumption_is_a_row_that_says_whose_it_is(opened: Person) -> None:
    assert values(opened)["padding"] == "1"
    assert (opened.text("assume-padding"), opened.text("assume-pooling")) == ("1", "max2")
    assert opened.text("assume-padding-whose") == "assumed"
    assert not opened.find("assume-order").isVisible()  # of no account here
    assert opened.text("assumptionsAccuracy").startswith("Now: reads 9")


@pytest.mark.slow
def test_what_is_set_is_measured_and_stands_beside_what_was_before(opened: Person) -> None:
    before = opened.network
    settle(opened, "activation", "sigmoid")
    changed(opened, before)
    assert values(opened)["activation"] == "sigmoid"
    assert opened.text("assume-activation-whose") == "set by you"
    assert opened.text("assume-padding-whose") == "assumed"
    now = opened.network.assumed
    assert now is not None
    assert f"{100 * (now.accuracy or 0):.1f} % of" in opened.text("assumptionsAccuracy")
    assert opened.text("assumptionsBefore").startswith("Before: reads 9")
    assert "Sigmoid" in opened.text("networkAssumptions")
    opened.message("Sigmoid")
    second = opened.network
    opened.key("assume-activation", *[Qt.Key.Key_Up] * 5)  # to the top of the list
    assert opened.text("assume-activation") == "what reads best"
    changed(opened, second)
    assert values(opened) == (before.assumed and before.assumed.values)
    assert opened.text("assume-activation-whose") == "assumed"


@pytest.mark.slow
def test_values_for_each_convolution_can_be_typed(opened: Person) -> None:
    before = opened.network
    settle(opened, "pooling", "max2,max2")
    settle(opened, "normalisation", "0.2/0.4")
    changed(opened, before)
    assert (values(opened)["pooling"], values(opened)["normalisation"]) == ("max2", "0.2/0.4")
    assert (opened.network.mean, opened.network.std) == (0.2, 0.4)
    assert opened.text("normalisationSource") == "chosen by you"
    opened.click("assumptionsReset")
    opened.wait(lambda: values(opened)["normalisation"] == "0.1307/0.3081")


@pytest.mark.slow
def test_a_wrong_value_says_why_at_its_field_and_nothing_is_lost(opened: Person) -> None:
    before = opened.network
    settle(opened, "padding", "many")
    opened.wait(opened.find("assume-padding-problem").isVisible)
    assert opened.text("assume-padding-problem").startswith("padding cannot be 'many'; it is a whole number")
    assert (opened.text("assume-padding"), opened.network) == ("many", before)
    settle(opened, "padding", "1")
    assert not opened.find("assume-padding-problem").isVisible()
    settle(opened, "stride", "1,1,1")
    opened.wait(opened.find("assumptionsProblem").isVisible)
    assert "stride is set for 3 convolutions and it has 2" in opened.text("assumptionsProblem")
    assert opened.network is before
    assert opened.text("assume-stride") == "1,1,1"


@pytest.mark.slow
def test_what_reads_as_well_is_taken_by_a_click(opened: Person) -> None:
    before = opened.network
    assert before.assumed is not None
    (other, _), *_ = before.assumed.others
    button = opened.find("assumeOther-0")
    assert isinstance(button, QPushButton)
    opened.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    changed(opened, before)
    assert other.items() <= values(opened).items()
    assert all(opened.text(f"assume-{key}-whose") == "set by you" for key in other)


@pytest.mark.slow
def test_the_panels_normalisation_keeps_the_rest_and_is_measured(opened: Person) -> None:
    before = opened.network
    opened.window.activateWindow()
    opened.wait(opened.window.isActiveWindow)
    opened.type("stdSpin", "0.6")
    opened.wait(lambda: opened.network.std == 0.6)
    opened.wait(lambda: bool(opened.network.assumed and opened.network.assumed.is_measured))
    assert opened.network.layers == before.layers
    assert before.assumed is not None
    assert values(opened) == {**before.assumed.values, "normalisation": "0.1307/0.6"}
    assert opened.text("assume-normalisation-whose") == "set by you"
    assert "of 300 training pictures of MNIST" in opened.text("networkAssumptions")
    settle(opened, "activation", "tanh")
    opened.wait(lambda: values(opened)["activation"] == "tanh")
    assert opened.network.std == 0.6  # what was settled stays


@pytest.mark.slow
def test_on_a_small_screen_its_rows_scroll_and_its_buttons_stay_in_sight(opened: Person) -> None:
    window, last = opened.find("assumptions"), opened.find("assume-orientation")
    assert last.visibleRegion().boundingRect().size() == last.size()  # as high as its rows need
    window.resize(window.width(), 300)
    assert window.height() == 300
    opened.wait(lambda: not opened.find("closeAssumptions").visibleRegion().isEmpty())
    assert last.visibleRegion().isEmpty()
    opened.key("assume-polarity", Qt.Key.Key_Tab)
    opened.wait(lambda: last.visibleRegion().boundingRect().size() == last.size())


@pytest.mark.slow
def test_while_networks_are_tried_all_rows_stay_in_sight(opened: Person) -> None:
    before = opened.network
    accuracy = opened.find("assumptionsAccuracy")
    assert accuracy.height() < 2 * accuracy.fontMetrics().height()  # alone in its line
    settle(opened, "activation", "tanh")
    opened.wait(lambda: opened.find("cancelTrying").isVisible())
    whose = opened.find("assume-activation-whose")
    assert whose.visibleRegion().boundingRect().size() == whose.size()
    changed(opened, before)


@pytest.mark.slow
def test_of_a_long_value_the_beginning_is_in_sight(opened: Person) -> None:
    before = opened.network
    settle(opened, "pooling", "max2,max2")
    changed(opened, before)
    combo = opened.find("assume-pooling")
    assert isinstance(combo, QComboBox)
    line = combo.lineEdit()
    assert line is not None
    assert line.cursorPosition() == 0


@pytest.mark.slow
def test_another_network_closes_the_window(opened: Person) -> None:
    opened.menu("defaultAction")
    opened.wait(lambda: not opened.find("assumptions").isVisible())
    assert not opened.find("changeAssumptions").isVisible()


@pytest.mark.slow
def test_training_goes_on_with_what_was_set(opened: Person) -> None:
    before = opened.network
    settle(opened, "activation", "tanh")
    changed(opened, before)
    opened.click("resumeButton")
    opened.answer("Go on without")
    opened.wait(lambda: "Train Epoch" in opened.log)
    layers = opened.form.recipe_values()["layers"]
    opened.stop()
    assert "tanh" in str(layers)
    assert opened.network.layers == opened.network.entry.layers
    assert "tanh" in str(opened.network.layers)
