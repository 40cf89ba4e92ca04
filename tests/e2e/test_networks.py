"""The user loads networks, also while one trains. Saving them stands in test_exporting.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import torch
from PySide6.QtCore import QPoint, QSettings
from safetensors.torch import save_file

from digitpad.ink.drawing_file import save_drawing
from digitpad.model.checkpoint import save_checkpoint
from digitpad.resources import default_checkpoint
from digitpad.ui.settings import Settings
from digitpad.ui.style.theme import is_dark
from tests.e2e.conftest import Person
from tests.helpers import SEVEN, further, untrained


def loaded(person: Person) -> str:
    return f"{person.network.architecture} {person.network.path}"


def test_the_load_button_loads_a_network(ready: Person, tmp_path: Path, settings: QSettings) -> None:
    path = tmp_path / "other.pth"
    save_checkpoint(untrained("notes-wide", metrics={"test_accuracy": 0.5}), path)
    ready.choose(path)
    ready.draw_seven()
    ready.wait(lambda: ready.digit == 7)
    before = ready.log_probs
    ready.click("loadButton")
    ready.wait(lambda: loaded(ready) == f"notes-wide {path}" and ready.log_probs != before)
    assert Settings(settings).recent == [path]


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", further(b""), further(b"no network")])
def test_a_bad_file_is_one_sentence_and_the_loaded_network_stays(
    ready: Person, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "bad.pth"
    path.write_bytes(content)
    ready.choose(path)
    before = loaded(ready)
    ready.click("loadButton")
    ready.message("bad.pth")
    assert "\n" not in ready.banner
    assert loaded(ready) == before
    ready.draw_seven()
    ready.wait(lambda: ready.digit == 7)


def test_begun_with_a_bad_file_the_shipped_network_answers(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "bad.pth"
    path.write_bytes(b"no network")
    person.open(path)
    person.message("bad.pth")
    person.draw_seven()
    person.wait(lambda: person.digit == 7)
    assert "bad.pth" in person.banner


@pytest.mark.parametrize(
    ("name", "write"), [("model.pth", torch.save), further("model.safetensors", save_file)]
)
def test_dropped_weights_alone_are_recognised(
    ready: Person, tmp_path: Path, name: str, write: Callable[[Any, Any], None]
) -> None:
    write(dict(untrained("notes-adam").model), tmp_path / name)
    ready.drop(tmp_path / name)
    ready.wait(lambda: loaded(ready) == f"notes-adam {tmp_path / name}")
    ready.wait(lambda: ready.find("meanSpin").isVisible())


def test_a_dropped_drawing_is_put_on_the_pad(ready: Person, tmp_path: Path) -> None:
    save_drawing(SEVEN, tmp_path / "seven.json")
    ready.drop(tmp_path / "seven.json")
    ready.wait(lambda: ready.digit == 7)
    (tmp_path / "seven.json").write_text("{}")
    ready.drop(tmp_path / "seven.json")
    ready.message("not a digitpad drawing")
    assert ready.drawing == SEVEN


def test_a_network_named_before_torch_is_there_is_loaded_when_it_is(person: Person, tmp_path: Path) -> None:
    save_checkpoint(untrained("quick"), tmp_path / "mine.pth")
    person.open(tmp_path / "mine.pth")
    person.wait_for_torch()
    person.wait(lambda: loaded(person) == f"quick {tmp_path / 'mine.pth'}")


def test_the_theme_changes_at_once_and_is_remembered(ready: Person, settings: QSettings) -> None:
    ready.menu("darkThemeAction")
    ready.wait(lambda: is_dark(ready.window.palette()))
    assert Settings(settings).theme == "dark"
    ready.menu("lightThemeAction")
    ready.wait(lambda: not is_dark(ready.window.palette()))


@pytest.mark.slow
def test_a_bad_file_while_training_does_not_end_the_live_view(ready: Person, tmp_path: Path) -> None:
    (tmp_path / "bad.pth").write_bytes(b"")
    ready.start_run()
    ready.wait(lambda: ready.network.path is None)
    ready.open(tmp_path / "bad.pth")
    ready.message("bad.pth")
    before = ready.network
    ready.wait(lambda: ready.network is not before)
    assert ready.network.path is None
    ready.stop()


@pytest.mark.slow
def test_a_network_chosen_while_training_stays(ready: Person, tmp_path: Path) -> None:
    ready.start_run()
    ready.wait(lambda: ready.network.path is None)
    ready.controller.active_network.use_shipped()
    ready.wait(lambda: loaded(ready) == f"handwriting {default_checkpoint()}")
    ready.qtbot.wait(600)  # longer than the time between two copies of the weights
    assert loaded(ready) == f"handwriting {default_checkpoint()}"
    ready.stop()
    assert "The run is saved" in ready.banner
    ready.click("statusAction0")
    ready.wait(lambda: loaded(ready).startswith("notes-basic"))


@pytest.mark.slow
def test_a_run_without_a_step_leaves_the_network_that_answered(
    ready: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = loaded(ready)
    monkeypatch.setattr(
        "digitpad.training.trainer.Trainer._step", Mock(side_effect=RuntimeError("no memory"))
    )
    ready.begin(recipe="quick")
    ready.message("no memory")
    ready.wait_for_end()
    ready.wait(lambda: loaded(ready) == before)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1024, 640), (1180, 720)])
def test_a_message_does_not_move_the_pad(ready: Person, size: tuple[int, int]) -> None:
    def place() -> tuple[object, object]:
        ready.qtbot.wait(20)
        return ready.canvas.mapTo(ready.window, QPoint()), ready.canvas.size()

    ready.window.resize(*size)
    before, banner = place(), ready.window.banner
    actions = [(label, banner.clear) for label in ("Choose a folder", "Use the synthetic set")]
    banner.show_message("warning", "MNIST is not in the folder and could not be downloaded. " * 3, actions)
    assert place() == before
    banner.clear()
    assert place() == before
