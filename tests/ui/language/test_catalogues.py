"""A catalogue is all that a language needs, and the ones that there are hold every text."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from digitpad.ui.language import SYSTEM, language_of, languages
from digitpad.ui.widgets.status_banner import StatusBanner
from tests.languages import wide
from tests.tools.make.texts import gathered
from tests.tools.make.translations import faults, problems

MARKED_WHERE_WRITTEN = {
    "digitpad/cli/arguments.py:form.help",
    "digitpad/cli/options.py:setting.tooltip",
    "digitpad/cli/files.py:checkpoint.entry.title",
    "digitpad/data/datasets.py:what",
    "digitpad/data/overview.py:unfit.template",
    "digitpad/data/sets/image_folder.py:text",
    "digitpad/errors.py:_SYSTEM[error.errno]",
    "digitpad/model/assumption_texts.py:kind.form",
    "digitpad/model/checkpoint.py:unfit.template",
    "digitpad/model/open/fitting/known_layouts.py:layout.title",
    "digitpad/model/open/foreign.py:value.why",
    "digitpad/model/safe_io/other_files.py:what",
    "digitpad/model/spec/layer.py:what",
    "digitpad/recipe/kinds.py:self.refusals[bool(self.nothing and self.low > 0)]",
    "digitpad/ui/messages.py:text",
    "digitpad/ui/threads/worker.py:failure",
}
"""Calls with a text that is marked by `tr` in another place."""


def test_every_text_is_written_out_where_the_catalogues_look_for_it() -> None:
    assert set(gathered().unreadable) == MARKED_WHERE_WRITTEN


def test_the_catalogues_hold_every_text() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is not translated"),
        ("{zahl} of {count}", "has other values in braces"),
        ("{number} von {count}…", "ends with … where the other does not"),
        ("{number} &von {count}", "has a key with & where the other has none"),
    ],
)
def test_a_wrong_translation_is_named(text: str, fault: str) -> None:
    assert list(faults("{number} of {count}", text)) == [fault]


def test_each_language_calls_itself_by_its_own_name() -> None:
    assert languages()["en"] == "English"
    assert languages()["zh_CN"] == "简体中文"


def test_a_language_that_is_chosen_is_spoken_and_left_again(full_width: str, qapp: QApplication) -> None:
    language = language_of(qapp)
    language.choose(full_width)
    assert StatusBanner.tr("Close the message") == wide("Close the message")
    assert language.name == full_width
    language.choose("en")
    assert StatusBanner.tr("Close the message") == "Close the message"


def test_without_a_catalogue_the_window_is_english(full_width: str, qapp: QApplication) -> None:
    language = language_of(qapp)
    language.choose("de_DE")
    assert language.name == "en"
    assert StatusBanner.tr("Close the message") == "Close the message"


@pytest.mark.parametrize(
    ("system", "spoken"),
    [
        ("zh_CN", "zh_CN"),
        ("zh_SG", "zh_CN"),
        ("zh_TW", "zh_CN"),
        ("de_DE", "en"),
        ("en_GB", "en"),
        ("C", "en"),
    ],
)
def test_a_first_start_takes_the_systems_language(system: str, spoken: str, qapp: QApplication) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(system))
    try:
        language_of(qapp).choose(SYSTEM)
        assert language_of(qapp).name == spoken
    finally:
        QLocale.setDefault(before)
        language_of(qapp).remove()


def test_the_catalogues_are_in_the_package() -> None:
    from digitpad.resources import translations_root

    assert {path.suffix for path in Path(translations_root()).glob("digitpad_zh_CN.*")} == {".qm", ".ts"}
