"""Errors and other sentences as the window says them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from digitpad.errors import CheckpointError, Sentence, Way
from digitpad.ui.messages import counted, joined, sentence

INNER = CheckpointError("it holds no weights")
OUTER = CheckpointError("{path} cannot be used: {why}.", path=Path("a.pth"), why=INNER)


class German(QTranslator):
    def translate(self, _context: str, text: str, *_rest: object) -> str:
        words = {
            "{path} cannot be used: {why}.": "{path} ist unbrauchbar: {why}.",
            "it holds no weights": "keine Gewichte",
            "{why} Going on.": "{why} Weiter.",
        }
        return words.get(text, "")

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False


@pytest.fixture
def german(qapp: QApplication) -> object:
    translator = German()
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)


def test_sentences_end_with_a_stop() -> None:
    assert sentence(INNER) == "it holds no weights."
    assert sentence(Sentence("{n} epochs", {"n": 3})) == "3 epochs."


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 layers"), (1, "1 layer"), (2, "2 layers"), (1200, "1,200 layers")]
)
def test_one_is_not_several(count: int, text: str) -> None:
    assert counted(count, "1 layer", "{count} layers") == text


def test_what_stands_inside_is_filled_in() -> None:
    assert sentence(OUTER) == "a.pth cannot be used: it holds no weights."
    assert sentence(Sentence("{why} Going on.", {"why": OUTER})) == f"{OUTER} Going on."


def test_the_window_names_its_own_controls_where_a_command_names_its_options() -> None:
    way = Way("--layers", Sentence("Network, Network editor"))
    error = CheckpointError("it does not fit; set what you know with {way}", way=way)
    assert str(error) == "it does not fit; set what you know with --layers"
    assert sentence(error) == "it does not fit; set what you know with Network, Network editor."


def test_what_stands_inside_is_translated_too(german: object) -> None:
    said = sentence(Sentence("{why} Going on.", {"why": OUTER}))
    assert said == "a.pth ist unbrauchbar: keine Gewichte. Weiter."


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (("One.", "", "Two."), "One. Two."),
        (("一。", "二！", "三"), "一。二！三"),
        (("一。", "Loss 2.3."), "一。Loss 2.3."),
        ((), ""),
    ],
)
def test_sentences_are_joined_as_their_language_does(texts: tuple[str, ...], whole: str) -> None:
    assert joined(*texts) == whole
