"""Light and dark: the palettes, and the colours of data, which are fixed per scheme.

Widgets take text, background and borders from the roles of their palette and the colours of bars and
curves from `data_colours`, so that one palette change repaints everything right. Contrasts follow WCAG 2.1:
at least 3:1 for graphics and 4.5:1 for text. The data colours are chosen after Okabe and Ito, "Color
Universal Design" (2008): they differ in lightness too, not only in hue.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class DataColours:
    """Colours of what is measured, as "#rrggbb" (what QColor and pyqtgraph take).

    Attributes:
        bar: a class that was not chosen.
        best_bar: the class the network answers.
        train_line: training loss.
        test_dots: test loss.
        accuracy: test accuracy.
        grid: ticks and helper lines; faint on purpose.
    """

    bar: str
    best_bar: str
    train_line: str
    test_dots: str
    accuracy: str
    grid: str


LIGHT_DATA = DataColours(
    bar="#7d90a6",
    best_bar="#0b5cad",
    train_line="#0072b2",
    test_dots="#c24e00",
    accuracy="#00795a",
    grid="#d5dae1",
)
DARK_DATA = DataColours(
    bar="#71849c",
    best_bar="#5ab8f5",
    train_line="#56b4e9",
    test_dots="#ff9f45",
    accuracy="#4fd1a5",
    grid="#3a4048",
)


@dataclass(frozen=True, slots=True)
class PadColours:
    """Colours of the pad, the same in both schemes: white ink on black is what MNIST looks like."""

    background: str = "#0b0d11"
    grid: str = "#1f242d"
    middle: str = "#2f3743"
    ink: str = "#ffffff"
    hint: str = "#b4bfcd"
    faint_hint: str = "#8793a3"
    overlay: str = "#ff9f1c"
    pointer: str = "#56b4e9"
    eraser: str = "#ff7a70"
    doubt: str = "#ffc14d"


PAD = PadColours()


@dataclass(frozen=True, slots=True)
class MessageColours:
    """Colours of one kind of message: the strip, its edge and icon, its text."""

    background: str
    edge: str
    text: str


_LIGHT_MESSAGES = {
    "info": MessageColours("#e6f0fa", "#0b5cad", "#12324f"),
    "success": MessageColours("#e3f4ec", "#00795a", "#0d3b2e"),
    "warning": MessageColours("#fdf1dc", "#a65300", "#4a2a00"),
    "error": MessageColours("#fce8e6", "#b3261e", "#57130e"),
}
_DARK_MESSAGES = {
    "info": MessageColours("#1b2f43", "#5ab8f5", "#dcecfb"),
    "success": MessageColours("#17352b", "#4fd1a5", "#d7f5e9"),
    "warning": MessageColours("#3d2e14", "#ffb454", "#fdeacb"),
    "error": MessageColours("#44201e", "#ff8a80", "#fde0dd"),
}


_LIGHT_CURVES = ("#0072b2", "#c07a00", "#00795a", "#b3548a", "#c24e00", "#3c8fc0", "#857900", "#6a737d")
_DARK_CURVES = ("#56b4e9", "#e69f00", "#4fd1a5", "#e59ac6", "#ff8a4c", "#9ecbff", "#e0d34a", "#c0c4ca")
"""After Okabe and Ito, so that everybody can tell them apart."""


def is_dark(palette: QPalette) -> bool:
    """Whether text is lighter than the window behind it."""
    return palette.windowText().color().lightness() > palette.window().color().lightness()


def data_colours(palette: QPalette) -> DataColours:
    """The colours of bars and curves that go with `palette`."""
    return DARK_DATA if is_dark(palette) else LIGHT_DATA


def curve_colours(palette: QPalette) -> tuple[str, ...]:
    """The colours of curves of several runs; they begin anew after the last."""
    return _DARK_CURVES if is_dark(palette) else _LIGHT_CURVES


def message_colours(palette: QPalette, kind: str) -> MessageColours:
    """The colours of a message; `kind` is info, success, warning or error."""
    return (_DARK_MESSAGES if is_dark(palette) else _LIGHT_MESSAGES)[kind]


def soft_text(palette: QPalette) -> QColor:
    """The colour of less important text: between text and window, yet at least 4.5:1 to the window."""
    text, window = palette.windowText().color(), palette.window().color()
    return mixed(text, window, 0.72)


def ghost_colour(palette: QPalette) -> QColor:
    """The colour of an earlier run behind the curves: grey, and 3:1 to the ground."""
    return mixed(palette.text().color(), palette.base().color(), 0.55)


def outline(palette: QPalette) -> QColor:
    """The colour of the rim by which a control is seen at all: at least 3:1 to what lies on either side."""
    return mixed(palette.windowText().color(), palette.base().color(), 0.55)


def error_text(palette: QPalette) -> QColor:
    """The colour of words about what is wrong, on the window."""
    return QColor(message_colours(palette, "error").edge)


def with_text(palette: QPalette, colour: QColor) -> QPalette:
    """The palette with another colour for the text of labels."""
    changed = QPalette(palette)
    changed.setColor(QPalette.ColorRole.WindowText, colour)
    return changed


def as_message(palette: QPalette, kind: str) -> QPalette:
    """The palette of a label that is a message; `kind` as for `message_colours`."""
    colours = message_colours(palette, kind)
    changed = with_text(palette, QColor(colours.text))
    changed.setColor(QPalette.ColorRole.Window, QColor(colours.background))
    return changed


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """The colour between two, with `share` of the first."""

    def channel(a: float, b: float) -> float:
        return share * a + (1 - share) * b

    return QColor.fromRgbF(
        channel(one.redF(), other.redF()),
        channel(one.greenF(), other.greenF()),
        channel(one.blueF(), other.blueF()),
    )


def light_palette() -> QPalette:
    """The palette of the light scheme."""
    return _palette(
        window="#f4f5f7",
        base="#ffffff",
        alternate="#edf0f4",
        button="#fbfcfd",
        text="#1b1f24",
        faint="#6a737d",
        disabled="#9299a2",
        highlight="#0b5cad",
        link="#0b5cad",
    )


def dark_palette() -> QPalette:
    """The palette of the dark scheme."""
    return _palette(
        window="#1d2024",
        base="#2d323a",
        alternate="#363c45",
        button="#30353b",
        text="#e8eaed",
        faint="#9aa3ad",
        disabled="#737b85",
        highlight="#2a74b8",
        link="#7cc4ff",
    )


def _palette(
    *,
    window: str,
    base: str,
    alternate: str,
    button: str,
    text: str,
    faint: str,
    disabled: str,
    highlight: str,
    link: str,
) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(button), QColor(window))  # computes the shades of frames and grooves
    for which, colour in (
        (role.Window, window),
        (role.Base, base),
        (role.AlternateBase, alternate),
        (role.Button, button),
        (role.WindowText, text),
        (role.Text, text),
        (role.ButtonText, text),
        (role.BrightText, "#ffffff"),
        (role.ToolTipBase, base),
        (role.ToolTipText, text),
        (role.PlaceholderText, faint),
        (role.Highlight, highlight),
        (role.Accent, highlight),
        (role.HighlightedText, "#ffffff"),
        (role.Link, link),
        (role.LinkVisited, link),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(faint))
    return palette


def system_is_dark(app: QApplication) -> bool:
    """Whether the system asks for the dark scheme; one that asks for nothing is light."""
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


class SystemFollower(QObject):
    """Keeps the palette at the system's scheme while the theme is "system"."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName("themeFollower")
        self._app = app
        self.active = False
        app.styleHints().colorSchemeChanged.connect(self.follow)

    def follow(self) -> None:
        """Take over the system's scheme."""
        if self.active:
            self._app.setPalette(dark_palette() if system_is_dark(self._app) else light_palette())


def apply_theme(app: QApplication, scheme: str = "system") -> None:
    """Show the whole program light or dark, or as the system is, now and when the system changes.

    Args:
        app: the application.
        scheme: "light", "dark" or "system".
    """
    if app.style().name() != "fusion":
        app.setStyle("Fusion")  # the one style that takes every role of a palette on every platform
    follower = app.findChild(SystemFollower, "themeFollower") or SystemFollower(app)
    follower.active = False  # what the next line reports is our own wish, not the system's
    # Title bars and native dialogs follow this; some platforms ignore it, hence palettes of our own.
    hints = app.styleHints()
    if hasattr(hints, "setColorScheme"):  # since Qt 6.8
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        hints.setColorScheme(schemes.get(scheme, Qt.ColorScheme.Unknown))
    if scheme == "system":
        follower.active = True
        follower.follow()
    else:
        app.setPalette(dark_palette() if scheme == "dark" else light_palette())
