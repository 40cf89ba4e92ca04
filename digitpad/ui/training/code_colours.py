"""Colours for the code that is displayed: Pygments reads it, and its own styles give the colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QColor, QFont, QPalette, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from digitpad.ui.style.theme import is_dark

LIGHT, DARK = "default", "native"
"""Pygments' styles; on our backgrounds their colours have a contrast of 4.5:1 and more."""


class CodeColours(QSyntaxHighlighter):
    """Colours a document that holds Python.

    Args:
        document: the document.
        palette: of the view, whose background decides between light and dark.
    """

    def __init__(self, document: QTextDocument, palette: QPalette) -> None:
        super().__init__(document)
        self._spans: list[tuple[int, int, QTextCharFormat]] = []
        self.follow(palette)

    def follow(self, palette: QPalette) -> None:
        """Take the colours that go with a palette."""
        from pygments.lexers.python import PythonLexer
        from pygments.styles import get_style_by_name

        style = get_style_by_name(DARK if is_dark(palette) else LIGHT)
        # Qt splits its text where Python's begins a new line, and a token may go over several.
        text = self.document().toPlainText()
        self._spans = [
            (start, len(word), _format(style.style_for_token(kind)))
            for start, kind, word in PythonLexer(stripnl=False, ensurenl=False).get_tokens_unprocessed(text)
        ]
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        begin = self.currentBlock().position()
        for start, length, look in self._spans:
            if start < begin + len(text) and start + length > begin:
                self.setFormat(max(0, start - begin), length + min(0, start - begin), look)


def _format(style: Mapping[str, Any]) -> QTextCharFormat:
    look = QTextCharFormat()
    if style["color"]:
        look.setForeground(QColor(f"#{style['color']}"))
    if style["bold"]:
        look.setFontWeight(QFont.Weight.Bold)
    look.setFontItalic(bool(style["italic"]))
    return look
