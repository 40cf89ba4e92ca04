"""Somebody loads and saves networks."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.loading import load_checkpoint
from digitpad.model.registry import architecture
from digitpad.resources import default_checkpoint
from digitpad.ui.settings import Settings
from tests.e2e.conftest import Person
from tests.helpers import untrained


def loaded(person: Person) -> str:
    checkpoint = person.window.controller.recognition.checkpoint
    assert checkpoint is not None
    return f"{checkpoint.architecture} {checkpoint.path}"


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_args, **_named: (str(path), ""))


def test_the_load_button_loads_a_network(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: QSettings
) -> None:
    path = tmp_path / "other.pth"
    save_checkpoint(untrained("notes-wide", metrics={"test_accuracy": 0.5}), path)
    choose(monkeypatch, path)
    ready.draw_seven()
    ready.wait(lambda: ready.digit == 7)
    before = ready.find("predictionPanel").property("logProbs")
    ready.click("loadButton")
    ready.wait(lambda: loaded(ready) == f"notes-wide {path}")
    ready.wait(lambda: ready.find("predictionPanel").property("logProbs") != before)
    assert Settings(settings).recent == [path]


@pytest.mark.parametrize("content", [b"", b"no network", b"PK\x03\x04 broken"])
def test_a_bad_file_is_one_sentence_and_the_loaded_network_stays(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    path = tmp_path / "bad.pth"
    path.write_bytes(content)
    choose(monkeypatch, path)
    before = loaded(ready)
    ready.click("loadButton")
    ready.wait(lambda: "bad.pth" in ready.banner)
    assert "\n" not in ready.banner
    assert loaded(ready) == before
    ready.draw_seven()
    ready.wait(lambda: ready.digit == 7)


def drop(person: Person, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(person.window, entered)
    assert entered.isAccepted()
    dropped = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(person.window, dropped)


def test_a_dropped_state_dict_is_recognised(ready: Person, tmp_path: Path) -> None:
    torch.save(dict(untrained("notes-adam").model), tmp_path / "model.pth")
    drop(ready, tmp_path / "model.pth")
    ready.wait(lambda: loaded(ready) == f"notes-adam {tmp_path / 'model.pth'}")


def test_a_dropped_drawing_is_put_on_the_pad(ready: Person, tmp_path: Path) -> None:
    from digitpad.ink.drawing import save_drawing
    from tests.helpers import SEVEN

    save_drawing(SEVEN, tmp_path / "seven.json")
    drop(ready, tmp_path / "seven.json")
    ready.wait(lambda: ready.digit == 7)
    (tmp_path / "seven.json").write_text("{}")
    drop(ready, tmp_path / "seven.json")
    ready.wait(lambda: "not a digitpad drawing" in ready.banner)
    assert ready.window.canvas.drawing() == SEVEN


def test_a_network_named_before_torch_is_there_is_loaded_when_it_is(person: Person, tmp_path: Path) -> None:
    save_checkpoint(untrained("quick"), tmp_path / "mine.pth")
    person.window.controller.open_path(tmp_path / "mine.pth")
    person.wait_for_torch()
    person.wait(lambda: loaded(person) == f"quick {tmp_path / 'mine.pth'}")


def test_saved_weights_are_what_plain_pytorch_loads(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "weights.pth")
    ready.window.controller.exporting.save("state_dict")
    ready.wait(lambda: "saved" in ready.banner)
    network = architecture("handwriting").build()
    network.load_state_dict(torch.load(tmp_path / "weights.pth", weights_only=True))


def test_everything_is_saved_and_loads_again(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "all.pth")
    ready.window.controller.exporting.save("full")
    ready.wait(lambda: "saved" in ready.banner)
    saved, shipped = load_checkpoint(tmp_path / "all.pth"), load_checkpoint(default_checkpoint())
    assert (saved.metrics, saved.recipe, saved.history) == (shipped.metrics, shipped.recipe, shipped.history)


def test_a_folder_that_cannot_be_written_is_said_inline(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "missing" / "weights.pth")
    ready.window.controller.exporting.save("state_dict")
    ready.wait(lambda: "could not be written" in ready.banner)


def theme(person: Person, name: str) -> None:
    action = person.window.findChild(QAction, f"{name}ThemeAction")
    assert action is not None
    action.trigger()


def test_the_theme_changes_at_once_and_is_remembered(ready: Person, settings: QSettings) -> None:
    from digitpad.ui.style.theme import is_dark

    theme(ready, "dark")
    ready.wait(lambda: is_dark(ready.window.palette()))
    assert Settings(settings).theme == "dark"
    theme(ready, "light")
    ready.wait(lambda: not is_dark(ready.window.palette()))


def start_run(person: Person) -> None:
    person.set_recipe(recipe="notes-basic", epochs=5000)
    person.click("trainButton")
    person.wait(lambda: person.window.controller.recognition.checkpoint.path is None)  # type: ignore[union-attr]


def stop_run(person: Person) -> None:
    person.click("stopButton")
    person.wait(lambda: person.find("trainButton").isEnabled())


def test_a_bad_file_while_training_does_not_end_the_live_view(ready: Person, tmp_path: Path) -> None:
    (tmp_path / "bad.pth").write_bytes(b"")
    start_run(ready)
    ready.window.controller.open_path(tmp_path / "bad.pth")
    ready.wait(lambda: "bad.pth" in ready.banner)
    before = ready.window.controller.recognition.checkpoint
    ready.wait(lambda: ready.window.controller.recognition.checkpoint is not before)
    assert ready.window.controller.recognition.checkpoint.path is None  # type: ignore[union-attr]
    stop_run(ready)


def test_a_network_chosen_while_training_stays(ready: Person, tmp_path: Path) -> None:
    start_run(ready)
    ready.window.controller.active_network.use_shipped()
    ready.wait(lambda: loaded(ready) == f"handwriting {default_checkpoint()}")
    ready.qtbot.wait(600)  # longer than the time between two copies of the weights
    assert loaded(ready) == f"handwriting {default_checkpoint()}"
    stop_run(ready)
    assert "The run is saved" in ready.banner
    ready.click("statusAction0")
    ready.wait(lambda: loaded(ready).startswith("notes-basic"))


def test_a_run_without_a_step_leaves_the_network_that_answered(
    ready: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digitpad.training import trainer

    def broken(*_args: object) -> None:
        raise RuntimeError("no memory on the device")

    before = loaded(ready)
    monkeypatch.setattr(trainer.Trainer, "_step", broken)
    ready.set_recipe(recipe="quick")
    ready.click("trainButton")
    ready.wait(lambda: "no memory on the device" in ready.banner)
    ready.wait(lambda: ready.find("trainButton").isEnabled())
    ready.wait(lambda: loaded(ready) == before)


@pytest.mark.parametrize("size", [(1024, 640), (1180, 720)])
def test_a_message_does_not_move_the_pad(ready: Person, size: tuple[int, int]) -> None:
    ready.window.resize(*size)
    ready.qtbot.wait(20)
    canvas = ready.find("canvas")
    before = canvas.mapTo(ready.window, QPoint(0, 0)), canvas.size()
    text = "MNIST is not in the folder and could not be downloaded (no connection to the server). "
    text += "Choose a folder that holds MNIST/raw, or train on the synthetic set, which needs no download."
    actions = [(label, ready.window.banner.clear) for label in ("Choose a folder", "Use the synthetic set")]
    ready.window.banner.show_message("warning", text, actions)
    ready.qtbot.wait(20)
    assert (canvas.mapTo(ready.window, QPoint(0, 0)), canvas.size()) == before
    ready.window.banner.clear()
    ready.qtbot.wait(20)
    assert (canvas.mapTo(ready.window, QPoint(0, 0)), canvas.size()) == before
