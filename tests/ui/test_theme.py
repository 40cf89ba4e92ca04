import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from digitpad.ui.style import theme
from digitpad.ui.style.theme import (
    DARK_DATA,
    LIGHT_DATA,
    PAD,
    apply_theme,
    curve_colours,
    dark_palette,
    data_colours,
    error_text,
    ghost_colour,
    is_dark,
    light_palette,
    message_colours,
    soft_text,
)
from digitpad.ui.widgets.status_banner import KINDS

PALETTES = pytest.mark.parametrize("palette", [light_palette(), dark_palette()], ids=["light", "dark"])
ROLE = QPalette.ColorRole


def luminance(colour: QColor | str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = QColor(colour).getRgbF()[:3]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: QColor | str, second: QColor | str) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def as_seen_without_red_or_green(colour: str) -> tuple[float, float]:
    """Lightness and blueness: about what is left of a colour without telling red from green."""
    red, green, blue = QColor(colour).getRgbF()[:3]
    return luminance(colour) ** 0.5, blue - (red + green) / 2


@pytest.fixture
def restored(qapp: QApplication) -> Iterator[None]:
    palette = qapp.palette()
    yield
    qapp.setPalette(palette)


@PALETTES
def test_text_can_be_read(palette: QPalette) -> None:
    for text, ground in (
        (ROLE.WindowText, ROLE.Window), (ROLE.Text, ROLE.Base), (ROLE.ButtonText, ROLE.Button),
        (ROLE.HighlightedText, ROLE.Highlight), (ROLE.PlaceholderText, ROLE.Base), (ROLE.Link, ROLE.Window),
    ):  # fmt: skip
        assert contrast(palette.color(text), palette.color(ground)) >= 4.5, (text, ground)
    assert contrast(soft_text(palette), palette.color(ROLE.Window)) >= 4.5


@PALETTES
def test_data_stand_out(palette: QPalette) -> None:
    colours = data_colours(palette)
    for name in ("bar", "best_bar", "train_line", "test_dots", "accuracy"):
        for ground in (ROLE.Window, ROLE.Base):
            assert contrast(getattr(colours, name), palette.color(ground)) >= 3.0, (name, ground)
    assert contrast(colours.best_bar, palette.color(ROLE.Window)) >= 4.5, "the answer is written in it"


@PALETTES
def test_what_is_drawn_on_charts_and_pictures_stands_out(palette: QPalette) -> None:
    colours = data_colours(palette)
    marks = colours.accuracy, message_colours(palette, "error").edge  # read right, read wrong
    for colour in (*marks, *curve_colours(palette), ghost_colour(palette), colours.test_dots):
        for ground in (ROLE.Window, ROLE.Base):
            assert contrast(colour, palette.color(ground)) >= 3.0, (colour, ground)
    assert contrast(PAD.eraser, PAD.background) >= 3.0
    for text, ground in ((ROLE.ButtonText, ROLE.Midlight), (ROLE.WindowText, ROLE.AlternateBase)):
        assert contrast(palette.color(text), palette.color(ground)) >= 4.5
    assert contrast(soft_text(palette), palette.color(ROLE.Base)) >= 4.5
    assert contrast(error_text(palette), palette.color(ROLE.Window)) >= 4.5


@PALETTES
@pytest.mark.parametrize("kind", KINDS)
def test_messages_can_be_read(palette: QPalette, kind: str) -> None:
    colours = message_colours(palette, kind)
    assert contrast(colours.text, colours.background) >= 4.5
    assert contrast(colours.edge, colours.background) >= 3.0


def test_hints_on_the_pad_can_be_read() -> None:
    assert min(contrast(colour, PAD.background) for colour in (PAD.hint, PAD.faint_hint)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT_DATA, DARK_DATA], ids=["light", "dark"])
def test_curves_differ_without_telling_red_from_green(colours: theme.DataColours) -> None:
    curves = (colours.train_line, colours.test_dots, colours.accuracy)
    for first, second in itertools.combinations(map(as_seen_without_red_or_green, curves), 2):
        assert abs(first[0] - second[0]) + abs(first[1] - second[1]) > 0.15
    assert contrast(colours.bar, colours.best_bar) >= 1.5


@pytest.mark.usefixtures("restored")
def test_theme_is_applied_and_changed(qapp: QApplication) -> None:
    for name, data in (("dark", DARK_DATA), ("light", LIGHT_DATA)):
        apply_theme(qapp, name)
        assert (is_dark(qapp.palette()), data_colours(qapp.palette())) == (name == "dark", data)
    assert qapp.style().name() == "fusion"


@pytest.mark.usefixtures("restored")
def test_system_theme_follows_and_a_chosen_one_does_not(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply_theme(qapp, "system")
    (follower,) = qapp.findChildren(theme.SystemFollower)
    monkeypatch.setattr(theme, "system_is_dark", lambda app: True)
    follower.follow()
    assert is_dark(qapp.palette())
    apply_theme(qapp, "light")
    follower.follow()
    assert not is_dark(qapp.palette())
    assert qapp.findChildren(theme.SystemFollower) == [follower]
