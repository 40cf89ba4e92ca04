"""The colours of displayed code: where words are of a kind, and that they can be read."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from digitpad.ui.style.theme import apply_theme
from digitpad.ui.training.code_window import CodeWindow
from digitpad.ui.widgets.status_banner import StatusBanner
from tests.ui.test_theme import contrast

SCRIPT = '''"""Two
lines."""
import torch  # a comment

def one(x: float) -> str:
    return f"{x:.2f} of {torch.pi}" if x > 0 else ''
'''


def colours(window: CodeWindow, line: int) -> dict[str, str]:
    """The words of a line with their colours."""
    block = window.findChild(QPlainTextEdit, "codeText").document().findBlockByNumber(line)
    text = block.text()
    return {
        text[span.start : span.start + span.length]: span.format.foreground().color().name()
        for span in block.layout().formats()
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_of_a_kind_have_a_colour_that_can_be_read(theme: str, qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, theme)
    try:
        window = CodeWindow(SCRIPT, StatusBanner(), None)
        qtbot.addWidget(window)
        first, second, third = (colours(window, line) for line in (0, 1, 2))
        assert first['"""Two'] == second['lines."""']  # one token over two lines
        assert third["import"] != third["# a comment"]
        assert "return" in colours(window, 5)
        ground = window.palette().color(QPalette.ColorRole.Base)
        for line in range(6):
            for word, colour in colours(window, line).items():
                assert contrast(QColor(colour), ground) >= 4.5 or word.isspace(), (word, colour)
        assert window.script() == SCRIPT
    finally:
        apply_theme(qapp, "light")
