"""The user sees how the ink of a picture was told from its paper, and chooses another way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from digitpad.data.own.samples import OwnSamples
from digitpad.data.photographs.photograph import Photograph
from digitpad.data.photographs.way_texts import way_title
from digitpad.data.pictures import read_grey
from digitpad.model.checkpoint import save_checkpoint
from digitpad.reading import Reading
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint, samples_root
from digitpad.ui.prediction.step_tile import StepTile
from tests.e2e.conftest import Person
from tests.e2e.test_pictures import Patience, photographed_seven
from tests.helpers import untrained

# Where there is no screen, popups cannot be raised or take the keyboard; tests hand them their keys.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A seven under a shadow, which not all ways tell from the ink."""
    return photographed_seven(tmp_path, "shadow", 2)


@pytest.fixture
def reader(photo: Path, ready: Person) -> Person:
    """The user who has opened that picture."""
    ready.drop(photo)
    ready.wait(lambda: ready.digit == 7)
    return ready


def read(photo: Path, way: str = "") -> Reading:
    return Recognizer.load(default_checkpoint()).read(Photograph(read_grey(photo)), way=way)


def other_way(photo: Path) -> str:
    """A way with which something else is read than a seven."""
    return next(way for way in Photograph(read_grey(photo)).ways if read(photo, way).text not in ("7", ""))


def tile(person: Person, way: str) -> StepTile:
    opened = popup(person)
    assert opened is not None
    widget = opened.findChild(StepTile, f"way-{way}")
    assert isinstance(widget, StepTile)
    return widget


def choose(person: Person, way: str) -> None:
    person.click("wayButton")
    QTest.mouseClick(tile(person, way), Qt.MouseButton.LeftButton)


def popup(person: Person) -> QWidget | None:
    return next((one for one in person.window.findChildren(QWidget, "wayPopup") if one.isVisible()), None)


def test_the_strip_names_the_way_and_another_one_reads_the_picture_again(reader: Person, photo: Path) -> None:
    way, automatic = other_way(photo), read(photo)
    assert reader.text("wayButton") == f"{way_title(automatic.way)} (automatic)"
    choose(reader, way)
    assert popup(reader) is None
    expected = read(photo, way)
    reader.wait(lambda: reader.text("wayButton") == way_title(way))
    assert reader.number == (expected.text if expected.several else "")
    assert len(reader.canvas.marks()) == (len(expected.digits) if expected.several else 0)
    assert np.array_equal(reader.panel.input_preview.picture(), expected.digits[0].prepared.input)
    choose(reader, "automatic")
    reader.wait(lambda: np.array_equal(reader.panel.input_preview.picture(), automatic.single.input))
    assert reader.text("wayButton").endswith("(automatic)")


@pytest.mark.slow
def test_each_way_is_explained_and_shows_the_ink_that_it_finds(reader: Person, photo: Path) -> None:
    reader.click("wayButton")
    picture = Photograph(read_grey(photo))
    reader.wait(lambda: all(tile(reader, way).shows_picture() for way in ("automatic", *picture.ways)))
    for way in picture.ways:
        height, width = picture.ink(way).shape
        assert "Helps" in tile(reader, way).toolTip()
        assert f"{width}×{height}" in tile(reader, way).accessibleDescription()
    assert tile(reader, "automatic").image == tile(reader, read(photo).way).image


def test_ways_are_chosen_with_the_keyboard(reader: Person) -> None:
    button = reader.button("wayButton")
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert button.accessibleName()
    reader.key("wayButton", Qt.Key.Key_Space)
    assert tile(reader, "automatic").isChecked()
    QTest.keyClick(tile(reader, "automatic"), Qt.Key.Key_Right)
    chosen = next(one for one in reader.window.findChildren(StepTile) if one.hasFocus())
    assert chosen is not tile(reader, "automatic")
    reader.wait(lambda: reader.text("wayButton") == chosen.text())
    QTest.keyClick(chosen, Qt.Key.Key_Return)
    assert popup(reader) is None
    reader.key("wayButton", Qt.Key.Key_Space)
    assert (
        chosen.text()
        == next(
            one for one in reader.window.findChildren(StepTile) if one.isVisible() and one.hasFocus()
        ).text()
    )
    QTest.keyClick(popup(reader), Qt.Key.Key_Escape)
    assert popup(reader) is None


@pytest.mark.slow
def test_the_inks_are_shown_also_where_another_way_is_chosen_before(
    reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = Patience(monkeypatch)
    reader.click("wayButton")
    reader.wait(lambda: patience.begun.acquire(blocking=False))
    QTest.keyClick(tile(reader, "automatic"), Qt.Key.Key_Right)
    patience.open.release(100)
    tiles = popup(reader).findChildren(StepTile)
    reader.wait(lambda: all(one.shows_picture() for one in tiles))


@pytest.mark.slow
def test_the_picture_of_a_tile_is_seen_while_it_has_the_focus(reader: Person) -> None:
    reader.click("wayButton")
    automatic = tile(reader, "automatic")
    reader.wait(automatic.shows_picture)
    inside = QRect(automatic.width() // 2 - 20, 16, 40, 40)
    focused = automatic.grab().toImage().copy(inside)
    assert automatic.hasFocus()
    automatic.clearFocus()
    assert automatic.grab().toImage().copy(inside) == focused


@pytest.mark.slow
def test_another_picture_or_drawing_is_read_automatically_and_undo_knows_nothing_of_ways(
    reader: Person, photo: Path
) -> None:
    way = other_way(photo)
    choose(reader, way)
    reader.wait(lambda: reader.text("wayButton") == way_title(way))
    reader.draw_seven()
    reader.wait(lambda: not reader.find("wayButton").isVisible())
    reader.click("undoButton")  # the stroke, and not the way
    reader.wait(lambda: reader.find("wayButton").isVisible())
    assert reader.text("wayButton").endswith("(automatic)")
    choose(reader, way)
    reader.wait(lambda: reader.text("wayButton") == way_title(way))
    reader.drop(photo)
    reader.wait(lambda: reader.text("wayButton").endswith("(automatic)"))


@pytest.mark.slow
def test_there_is_nothing_to_choose_without_the_step_or_for_a_network_of_whole_pictures(
    reader: Person, tmp_path: Path
) -> None:
    reader.click("stepInk")
    reader.wait(lambda: not reader.find("wayButton").isVisible())
    reader.click("stepsReset")
    reader.wait(lambda: reader.find("wayButton").isVisible())
    save_checkpoint(untrained("notes-cifar10"), tmp_path / "things.pth")
    reader.open(tmp_path / "things.pth")
    reader.wait(lambda: not reader.find("wayButton").isVisible())


@pytest.mark.slow
def test_another_picture_closes_the_popup(reader: Person, photo: Path) -> None:
    reader.click("wayButton")
    reader.drop(photo)
    reader.wait(lambda: popup(reader) is None)


@pytest.mark.slow
def test_while_another_picture_is_read_no_way_of_the_one_before_can_be_chosen(
    reader: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = np.full((20, 20), 255, np.uint8)  # which can be read in other ways
    small[4:16, 9:11] = 0
    Image.fromarray(small).save(tmp_path / "small.png")
    before, patience = reader.canvas.drawing(), Patience(monkeypatch)
    reader.drop(tmp_path / "small.png")
    reader.wait(lambda: reader.canvas.drawing() != before)
    assert not reader.find("wayButton").isVisible()
    patience.open.release(100)
    reader.wait(lambda: reader.find("wayButton").isVisible())
    reader.click("wayButton")
    assert "way-lines" not in [one.objectName() for one in popup(reader).findChildren(StepTile)]


@pytest.mark.slow
def test_what_is_kept_as_a_sample_is_the_ink_of_the_chosen_way(reader: Person, photo: Path) -> None:
    others = (way for way in Photograph(read_grey(photo)).ways if way != read(photo).way)
    way = next(way for way in others if read(photo, way).text == "7")
    choose(reader, way)
    QTest.keyClick(reader.canvas, Qt.Key.Key_7)  # before it is read
    reader.message("7")
    (sample,) = OwnSamples(samples_root()).listing().samples
    kept, inks = read_grey(sample.picture), [read(photo, one).prepared.original for one in (way, "")]
    assert [np.abs(kept - ink).max() < 0.01 for ink in inks] == [True, False]
