"""The user opens weights of a network that is in no registry, while the one before answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from digitpad import opening
from digitpad.resources import default_checkpoint
from digitpad.training.trainer import Trainer
from digitpad.ui.layers import feed
from tests.e2e.conftest import Person
from tests.helpers import drawn_digits, further
from tests.model.learners import write_strangers


class Gate:
    """Holds trying up, with a count that goes on, until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open = threading.Event()
        real = opening.open_network

        def slow(path: Path, root: Any, tried: Callable[[int], None], *rest: Any) -> Any:
            count = 0
            while not self.open.wait(0.01):
                count += 1
                tried(count)
            return real(path, root, tried, *rest)

        monkeypatch.setattr(opening, "open_network", slow)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate(monkeypatch)
    yield gate
    gate.open.set()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("theirs") / "theirs.pth"
    write_strangers(path)
    return path


def begin(person: Person, path: Path) -> None:
    """Open the file, and wait until its networks are tried."""
    person.open(path)
    person.wait(lambda: person.find("cancelTrying").isVisible())
    person.wait(lambda: not person.text("tryingText").endswith((" 0", " 1")))
    assert f"{path.name}: trying what fits … " in person.text("tryingText")


def test_the_network_before_answers_until_another_one_fits(ready: Person, written: Path, gate: Gate) -> None:
    before = ready.network
    begin(ready, written)
    ready.draw_seven()
    ready.wait(lambda: ready.digit == 7)
    assert ready.network is before
    gate.open.set()
    ready.wait(lambda: ready.network.path == written)
    ready.wait(lambda: not ready.find("cancelTrying").isVisible())
    assert ready.text("networkAssumptions").startswith("ReLU, mean 0, std 1: reads 9")
    assert ready.text("networkAssumptions").endswith("training pictures of MNIST; the file does not say.")
    assert ready.find("changeAssumptions").isVisible()


@pytest.mark.slow
def test_a_file_opened_while_the_window_starts_is_tried_with_progress(
    person: Person, written: Path, gate: Gate
) -> None:
    begin(person, written)
    person.draw_seven()
    person.wait(lambda: person.digit == 7)  # the shipped network answers meanwhile
    assert person.network.path == default_checkpoint()
    gate.open.set()
    person.wait(person.find("changeAssumptions").isVisible)
    assert person.network.path == written
    person.wait(lambda: person.digit == 7)


@pytest.mark.parametrize("way", ["button", further("escape")])
def test_cancel_leaves_the_network_before(ready: Person, written: Path, gate: Gate, way: str) -> None:
    before = ready.network
    ready.draw_seven()
    begin(ready, written)
    if way == "button":
        ready.click("cancelTrying")
    else:
        ready.canvas.setFocus()
        ready.qtbot.keyClick(ready.canvas, Qt.Key.Key_Escape)
    ready.wait(lambda: not ready.find("cancelTrying").isVisible())
    assert ready.network is before
    assert not ready.drawing.empty  # Escape meant the file
    assert ready.banner == ""
    gate.open.set()
    ready.open(written)  # and it can be opened again
    ready.wait(lambda: ready.network.path == written)


@pytest.mark.slow
def test_another_file_takes_the_place_of_one_that_is_tried(
    ready: Person, written: Path, gate: Gate, tmp_path: Path
) -> None:
    begin(ready, written)
    ready.open(default_checkpoint())
    ready.wait(lambda: not ready.find("cancelTrying").isVisible())
    other = tmp_path / "other.pth"
    other.write_bytes(written.read_bytes())
    begin(ready, other)
    gate.open.set()
    ready.wait(lambda: ready.network.path == other)


@pytest.mark.slow
def test_the_window_closes_in_the_middle(ready: Person, written: Path, gate: Gate) -> None:
    begin(ready, written)
    assert not gate.open.is_set()
    ready.window.close()


@pytest.mark.slow
def test_a_run_that_ends_meanwhile_waits_for_the_user(ready: Person, written: Path, gate: Gate) -> None:
    ready.tab("training")
    ready.start_run()
    begin(ready, written)
    ready.stop()
    ready.message("The run is saved.")
    gate.open.set()
    ready.wait(lambda: ready.network.path == written)


@pytest.mark.slow
def test_networks_are_tried_on_the_pictures_that_the_window_has(
    ready: Person, written: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    ready.controller.data_folders.use(folder)
    ready.open(written)
    ready.message("training pictures of drawn digits; the file does not say")
    digits = drawn_digits(40, 2)
    for number, (image, label) in enumerate(zip(digits.images, digits.labels.tolist(), strict=True)):
        of_class = tmp_path / "mine" / str(label)
        of_class.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image[0].numpy()).save(of_class / f"{number}.png")
    ready.set_recipe(dataset=str(tmp_path / "mine"))
    ready.open(written)
    ready.message("of 40 training pictures of mine; the file does not say")


@pytest.mark.slow
def test_a_picked_network_is_tried_with_cancel_and_begins_a_run(
    ready: Person, written: Path, gate: Gate
) -> None:
    before = ready.network
    ready.tab("training")
    ready.set_recipe(dataset="mnist")
    ready.choose(written)
    for opens in (False, True):
        ready.menu("chooseRunAction")
        ready.wait(lambda: ready.find("cancelTrying").isVisible())
        assert ready.find("trainButton").isEnabled()
        if not opens:
            ready.click("cancelTrying")
            ready.wait(lambda: not ready.find("cancelTrying").isVisible())
            assert ready.network is before
    gate.open.set()
    ready.answer("Go on without")
    ready.wait_for_steps()
    ready.stop()


@pytest.mark.slow
def test_a_run_that_ends_before_its_first_step_leaves_what_it_began_with(
    ready: Person, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def waits(_trainer: Trainer) -> Iterator[None]:
        while True:
            time.sleep(0.01)
            yield

    monkeypatch.setattr(Trainer, "run", waits)
    ready.tab("training")
    ready.open(written)
    ready.wait(lambda: ready.network.path == written)
    ready.wait(lambda: ready.find("resumeButton").isEnabled())
    ready.click("resumeButton")
    ready.answer("Go on without")
    ready.wait(lambda: ready.find("stopButton").isEnabled())
    ready.stop()
    assert ready.find("resumeButton").isEnabled()


@pytest.mark.slow
def test_layers_follow_a_network_that_is_measured_meanwhile(
    ready: Person, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured, real = threading.Event(), feed.compute_activations

    def late(*arguments: Any) -> Any:
        measured.wait(30)
        return real(*arguments)

    monkeypatch.setattr(feed, "compute_activations", late)
    ready.open(written)
    ready.wait(lambda: ready.network.path == written)
    ready.tab("layers")
    ready.type("meanSpin", "0.1")
    ready.wait(lambda: ready.network.mean == 0.1)
    ready.wait(lambda: ready.network.assumed is not None and ready.network.assumed.is_measured)
    measured.set()
    ready.wait(lambda: "theirs.pth" in ready.text("layersTitle"))
