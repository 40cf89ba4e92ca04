"""The user opens, drops or pastes a picture, and looks at what each step of the preparation is good for."""

from __future__ import annotations

from pathlib import Path
from threading import Semaphore, Timer
from unittest.mock import Mock

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from digitpad.data.photographs.photograph import Photograph
from digitpad.data.pictures import find_ink, read_grey
from digitpad.data.preprocess import FloatArray
from digitpad.errors import DigitpadError
from digitpad.ink.drawing import Drawing, Stroke
from digitpad.ink.raster import rasterize
from digitpad.model.checkpoint import save_checkpoint
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint
from digitpad.ui.pad_picture import PadPicture
from tests.e2e.conftest import Opens, Person
from tests.e2e.test_several_digits import write
from tests.helpers import SEVEN, further, untrained
from tests.tools.simulated.paper import photograph


def photographed_seven(folder: Path, kind: str, seed: int) -> Path:
    """A simulated photograph of a seven; see `photograph`."""
    grey = photograph(SEVEN, np.random.default_rng(seed), kind)
    path = folder / "seven.png"
    Image.fromarray(np.round(255 * grey).astype(np.uint8)).save(path)
    return path


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A seven in ballpoint on paper with uneven light."""
    return photographed_seven(tmp_path, "ballpoint", 4)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Paper with nothing on it."""
    Image.new("L", (120, 160), 210).save(tmp_path / "paper.png")
    return tmp_path / "paper.png"


def on_pad(person: Person) -> bool:
    return isinstance(person.drawing, PadPicture)


def test_an_opened_photograph_is_shown_and_read(ready: Person, photo: Path) -> None:
    ready.choose(photo)
    ready.menu("openPictureAction")
    ready.wait(lambda: ready.digit == 7)
    expected = Recognizer.load(default_checkpoint()).read(Photograph(read_grey(photo))).single.input
    assert np.array_equal(ready.panel.input_preview.picture(), expected)
    pad = ready.canvas.grab().toImage()
    # The paper's grey is on the pad, which has no such tone of its own.
    assert pad.pixelColor(pad.width() // 2, pad.height() // 3).lightness() > 60


def test_a_dropped_picture_file_and_a_dropped_picture_are_read(ready: Person, photo: Path) -> None:
    ready.drop(photo)
    ready.wait(lambda: ready.digit == 7)
    ready.click("clearButton")
    ready.wait(lambda: ready.digit == -1)
    ready.drop(QImage(str(photo)))
    ready.wait(lambda: ready.digit == 7)


@pytest.mark.slow
def test_of_several_dropped_files_none_is_opened_and_it_is_said(ready: Person, photo: Path) -> None:
    ready.drop(photo, photo)
    assert ready.banner == "Drop one file at a time."
    assert not on_pad(ready)


@pytest.mark.parametrize("kind", ["file", further("picture")])
def test_a_copied_picture_is_pasted_with_ctrl_v(ready: Person, photo: Path, kind: str) -> None:
    copied = QMimeData()
    if kind == "file":
        copied.setUrls([QUrl.fromLocalFile(str(photo))])
    else:
        copied.setImageData(QImage(str(photo)))
    QGuiApplication.clipboard().setMimeData(copied)
    ready.canvas.setFocus()
    ready.window.activateWindow()
    ready.qtbot.keyClick(ready.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    ready.wait(lambda: ready.digit == 7)
    QGuiApplication.clipboard().clear()


@pytest.mark.slow
def test_the_key_of_a_digit_corrects_the_picture_that_was_just_opened(ready: Person, photo: Path) -> None:
    ready.window.activateWindow()
    ready.find("epochsSpin").setFocus()
    ready.drop(photo)
    ready.wait(lambda: ready.digit == 7)
    assert ready.canvas.hasFocus()


@pytest.mark.slow
def test_where_a_picture_has_no_ink_that_is_said_and_not_that_nothing_is_drawn(
    ready: Person, paper: Path
) -> None:
    ready.drop(paper)
    ready.wait(lambda: ready.panel.answer.message() == "No ink was found in this picture")
    assert ready.panel.input_preview.accessibleDescription() == "No input"
    assert "No picture" in ready.button("stepCentre").toolTip()
    ready.click("clearButton")
    ready.wait(lambda: ready.panel.answer.message() == "Nothing drawn")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["photo", further("photo.jfif"), further("photo.part")])
def test_a_picture_with_another_ending_or_none_is_a_picture(ready: Person, photo: Path, name: str) -> None:
    other = photo.with_name(name)
    other.write_bytes(photo.read_bytes())
    ready.drop(other)
    ready.wait(lambda: ready.digit == 7)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["", "seven"])
def test_nothing_to_paste_is_said_and_the_drawing_stays(ready: Person, text: str) -> None:
    QGuiApplication.clipboard().clear()
    if text:
        QGuiApplication.clipboard().setText(text)
    ready.draw_seven()
    before = ready.drawing
    ready.menu("pasteAction")
    assert ("no picture to paste" in ready.banner, ready.drawing) == (True, before)


def test_a_bad_picture_is_one_sentence_and_nothing_is_lost(
    ready: Person, tmp_path: Path, photo: Path
) -> None:
    ready.draw_seven()
    ready.wait(lambda: ready.digit == 7)
    before = ready.drawing
    (tmp_path / "bad.png").write_bytes(b"no picture")
    ready.drop(tmp_path / "bad.png")
    ready.message("not a picture that can be read")
    assert (ready.drawing, ready.digit) == (before, 7)
    ready.drop(photo)
    ready.wait(lambda: on_pad(ready))
    assert ready.banner == ""  # that message is out of date


@pytest.mark.slow
def test_what_could_not_be_opened_is_out_of_date_after_any_opening(
    ready: Person, tmp_path: Path, photo: Path
) -> None:
    (tmp_path / "bad.pth").write_bytes(b"no network")
    (tmp_path / "bad.json").write_bytes(b"no drawing")
    for name in ("bad.pth", "bad.json"):
        ready.open(tmp_path / name)
        ready.wait(lambda: ready.window.banner.kind() == "error" and ready.banner != "")
        ready.drop(photo)
        ready.wait(lambda: ready.banner == "")


@pytest.mark.slow
@pytest.mark.parametrize("ink", [0, 255])
def test_transparency_is_shown_on_the_paper_on_which_it_is_read(
    ready: Person, tmp_path: Path, ink: int
) -> None:
    alpha = Image.fromarray(np.round(255 * rasterize(SEVEN, 8)).astype(np.uint8))
    picture = Image.new("RGBA", alpha.size, (ink, ink, ink, 0))
    picture.putalpha(alpha)
    picture.save(tmp_path / "transparent.png")
    ready.open(tmp_path / "transparent.png")
    ready.wait(lambda: ready.digit == 7)
    assert (ready.drawing.rgb[0, 0] == 255 - ink).all()
    assert np.abs(ready.drawing.rgb.mean(axis=2) / 255 - ready.drawing.grey).max() < 0.05


@pytest.mark.parametrize("paper", [1.0, further(0.0)])
def test_a_pen_draws_on_a_picture_in_the_tone_of_its_ink(ready: Person, tmp_path: Path, paper: float) -> None:
    ink = rasterize(Drawing((Stroke(((18, 7), (12, 22)), 2.2),)), 8)
    grey = np.round(255 * (ink + paper - 2 * paper * ink)).astype(np.uint8)
    Image.fromarray(grey).save(tmp_path / "one.png")
    ready.open(tmp_path / "one.png")
    ready.wait(lambda: ready.digit == 1)
    one = ready.drawing
    ready.draw((0.3, 0.25), (0.65, 0.25))
    assert on_pad(ready)
    assert ready.drawing is not one
    ready.wait(lambda: ready.digit == 7)
    assert abs(ready.drawing.grey[56, 100] - (1 - paper)) < 0.1
    ready.click("undoButton")
    ready.wait(lambda: ready.digit == 1)
    assert ready.drawing is one
    ready.click("redoButton")
    ready.wait(lambda: ready.digit == 7)


@pytest.mark.slow
def test_a_stroke_on_a_picture_is_in_sight_while_it_is_made(ready: Person, photo: Path) -> None:
    ready.drop(photo)
    ready.wait(lambda: ready.digit == 7)
    seven, canvas = ready.drawing, ready.canvas
    at = [canvas.rect().center() + QPoint(x, 60) for x in range(-80, 40, 4)]
    ready.qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at[0])
    for place in at:
        ready.qtbot.mouseMove(canvas, place)
    assert canvas.grab().toImage().pixelColor(at[9]).lightness() < 10
    assert ready.drawing is seven  # which is not read at every point
    ready.qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at[-1])
    assert ready.drawing.grey is not seven.grey
    assert canvas.grab().toImage().pixelColor(at[9]).lightness() < 30


@pytest.mark.slow
def test_the_eraser_lays_paper_over_the_ink_of_a_picture(ready: Person, photo: Path) -> None:
    ready.drop(photo)
    ready.wait(lambda: ready.digit == 7)
    paper = ready.drawing.grey.max()
    ready.click("eraserButton")
    ready.canvas.set_brush(6)
    for y in np.linspace(0.15, 0.9, 9):
        ready.draw((0.1, float(y)), (0.9, float(y)))
    assert not find_ink(ready.drawing.grey).any()
    assert ready.drawing.grey.min() > paper - 0.4  # no black and no white is left where it was
    ready.click("undoButton")
    assert on_pad(ready)


@pytest.mark.slow
def test_a_picture_that_was_drawn_on_can_be_taken_back_and_cleared(ready: Person, photo: Path) -> None:
    ready.drop(photo)
    ready.wait(lambda: ready.digit == 7)
    ready.click("undoButton")
    ready.wait(lambda: ready.digit == -1)
    ready.click("redoButton")
    ready.wait(lambda: ready.digit == 7)
    ready.click("clearButton")
    ready.wait(lambda: ready.digit == -1)


def test_every_step_has_its_picture_for_drawings_and_for_photographs(ready: Person, photo: Path) -> None:
    names = [f"step{step}" for step in ("Original", "Ink", "Width", "Crop", "Scale", "Centre")]
    assert not any(ready.button(name).shows_picture() for name in names)
    ready.draw_seven()
    ready.wait(lambda: all(ready.button(name).shows_picture() for name in names))
    assert "28×28" in ready.button("stepCentre").toolTip()
    ready.drop(photo)
    size = "{1}×{0}".format(*read_grey(photo).shape)
    ready.wait(lambda: size in ready.button("stepOriginal").toolTip())
    ready.click("clearButton")
    ready.wait(lambda: not any(ready.button(name).shows_picture() for name in names))


@pytest.mark.slow
def test_the_steps_are_shown_without_a_network_too(
    open_person: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = Mock(side_effect=DigitpadError("the shipped network is missing"))
    monkeypatch.setattr("digitpad.resources.default_checkpoint", missing)
    person = open_person()
    person.message("is missing")
    person.draw_seven()
    person.wait(lambda: person.button("stepCentre").shows_picture())
    assert "No network is loaded" in person.panel.answer.message()
    person.click("clearButton")
    person.wait(lambda: not person.button("stepCentre").shows_picture())


@pytest.mark.parametrize(
    "step", ["stepInk", *map(further, ("stepWidth", "stepCrop", "stepScale", "stepCentre"))]
)
def test_switching_a_step_off_changes_the_answer_at_once_and_all_on_changes_it_back(
    ready: Person, photo: Path, step: str
) -> None:
    ready.drop(photo)
    ready.wait(lambda: ready.digit == 7)
    before = ready.log_probs
    ready.click(step)
    ready.wait(lambda: ready.log_probs != before)
    ready.click("stepsReset")
    ready.wait(lambda: ready.log_probs == before)
    assert ready.button(step).isChecked()
    assert not ready.button("stepsReset").isEnabled()


@pytest.mark.slow
def test_the_strip_can_be_hidden_and_stays_so(open_person: Opens) -> None:
    first = open_person()
    first.wait(lambda: first.find("preparationStrip").isVisible())
    first.click("stepsHide")
    assert not first.find("preparationStrip").isVisible()
    first.window.close()
    second = open_person()
    assert not second.find("preparationStrip").isVisible()
    second.menu("stepsAction")
    assert second.find("preparationStrip").isVisible()


@pytest.mark.slow
def test_closing_while_a_picture_is_read_is_safe(person: Person, photo: Path) -> None:
    person.drop(photo)
    person.window.close()


@pytest.mark.slow
def test_a_picture_is_no_drawing_to_save(ready: Person, photo: Path) -> None:
    ready.drop(photo)
    ready.wait(lambda: on_pad(ready))
    ready.menu("saveDrawingAction")
    assert "picture on the pad" in ready.banner


class Patience:
    """Holds up the search for ink.

    Attributes:
        begun: released by each way that begins.
        open: acquired by each before it goes on.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.open = Semaphore(0), Semaphore(0)
        ink = Photograph.ink

        def slow(picture: Photograph, way: str) -> FloatArray:
            self.begun.release()
            assert self.open.acquire(timeout=30)
            return ink(picture, way)

        monkeypatch.setattr(Photograph, "ink", slow)


@pytest.fixture
def patience(ready: Person, monkeypatch: pytest.MonkeyPatch) -> Patience:
    return Patience(monkeypatch)


@pytest.mark.slow
def test_while_a_picture_is_read_nothing_stays_of_what_was_there_before(
    ready: Person, photo: Path, patience: Patience
) -> None:
    write(ready, "27")
    ready.wait(lambda: ready.number == "27")
    ready.drop(photo)
    ready.wait(lambda: on_pad(ready))
    assert ready.canvas.marks() == ()
    ready.wait(lambda: ready.panel.answer.message() == "The picture is being read…")
    assert (ready.digit, ready.number) == (-1, "")
    assert not ready.button("stepCentre").shows_picture()
    patience.open.release(10)
    ready.wait(lambda: ready.digit == 7)


@pytest.mark.slow
def test_a_drawing_after_a_picture_that_is_being_read_is_read_at_once(
    ready: Person, photo: Path, patience: Patience
) -> None:
    ready.drop(photo)
    ready.wait(lambda: patience.begun.acquire(blocking=False))
    ready.click("clearButton")
    ready.draw((0.5, 0.2), (0.5, 0.8))
    patience.open.release()
    ready.wait(lambda: ready.digit == 1)
    assert not patience.begun.acquire(blocking=False)  # the other ways were given up


@pytest.mark.slow
def test_a_stroke_on_a_picture_that_is_being_read_makes_it_read_anew(
    ready: Person, photo: Path, patience: Patience
) -> None:
    ready.drop(photo)
    ready.wait(lambda: patience.begun.acquire(blocking=False))
    ready.draw((0.5, 0.2), (0.5, 0.3))
    patience.open.release(100)
    ready.wait_for_answer()
    assert on_pad(ready)


@pytest.mark.slow
def test_closing_does_not_wait_for_all_ways(ready: Person, photo: Path, patience: Patience) -> None:
    ready.drop(photo)
    ready.wait(lambda: patience.begun.acquire(blocking=False))
    Timer(0.2, patience.open.release).start()
    ready.window.close()
    assert not patience.begun.acquire(blocking=False)


@pytest.mark.slow
def test_while_a_network_of_other_classes_reads_a_picture_nothing_stays_of_the_answer_before(
    ready: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(ready, "27")
    picture = np.round(255 * (1 - rasterize(ready.drawing, 8))).astype(np.uint8)
    Image.fromarray(picture).save(tmp_path / "27.png")
    ready.wait_for_answer()
    ready.drop(tmp_path / "27.png")
    ready.wait(lambda: on_pad(ready))
    ready.wait_for_answer()  # the drawing's was 27 too
    assert ready.number == "27"
    patience = Patience(monkeypatch)
    letters = tuple("abcdefghij")
    save_checkpoint(untrained(classes=letters), tmp_path / "letters.pth")
    ready.open(tmp_path / "letters.pth")
    ready.wait(lambda: ready.panel.classes() == letters)
    assert ready.panel.answer.message() == "The picture is being read…"
    assert ready.canvas.marks() == ()
    assert not ready.find("wayButton").isVisible()
    patience.open.release(100)
    ready.wait(lambda: ready.digit != -1)
