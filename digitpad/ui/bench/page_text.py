"""The arithmetic of an example as a page of HTML, as a text view shows it."""

from __future__ import annotations

import html

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPalette

from digitpad.errors import Sentence
from digitpad.insight.bench.example import Cell, Example, Line, Table, Worked
from digitpad.insight.bench.numerals import write
from digitpad.ui.messages import filled
from digitpad.ui.style.theme import mixed, soft_text

_tr = QCoreApplication.translate


def in_words(line: Line) -> str:
    """A formula, or a sentence in the user's language; formulas in it get no full stop."""
    if isinstance(line, Sentence):
        return filled(line)
    return line


def page_text(example: Example, name: str, cell: Cell, worked: Worked, palette: QPalette) -> str:
    """The page about one number of an output.

    Args:
        example: what was computed.
        name: what its numbers are called where its rows have no names.
        cell: row and column of the number.
        worked: its arithmetic.
        palette: the view's, for colours that go with it.
    """
    row, column = cell
    place = f"{example.rows[row]} [{column}]" if example.rows else f"{name}[{row}][{column}]"
    parts = [f"<p><b>{html.escape(place)} = {write(worked.value)}</b></p>"]
    if worked.tables:
        parts.append(_tables(worked, palette))
    parts.append(_paragraph(worked.lines))
    if example.loss is not None:
        parts.append(f"<p><b>{_tr('Bench', 'All together')}</b></p>")
    parts.append(_paragraph(example.summary()))
    title = _tr("Bench", "The same in PyTorch")
    code = html.escape(example.code()).replace("\n", "<br>")
    soft = soft_text(palette).name()
    parts.append(f"<p><b>{title}</b></p><p style='font-family: monospace; color: {soft}'>{code}</p>")
    return "".join(parts)


def _paragraph(lines: tuple[Line, ...]) -> str:
    return f"<p>{'<br>'.join(html.escape(in_words(line)) for line in lines)}</p>"


def _tables(worked: Worked, palette: QPalette) -> str:
    cells = []
    for number, table in enumerate(worked.tables):
        if number:
            cells.append(f"<td valign='middle'>&nbsp;{worked.signs[number - 1]}&nbsp;</td>")
        title = html.escape(in_words(table.title))
        cells.append(f"<td align='center'>{title}{_table(table, palette)}</td>")
    return f"<table cellspacing='4'><tr>{''.join(cells)}</tr></table>"


def _table(table: Table, palette: QPalette) -> str:
    soft = soft_text(palette).name()
    ground = mixed(palette.highlight().color(), palette.base().color(), 0.16).name()
    strong = mixed(palette.highlight().color(), palette.base().color(), 0.4).name()
    rows = []
    for y, row in enumerate(table.texts):
        line = []
        for x, text in enumerate(row):
            if (y, x) in table.faint:
                line.append(f"<td align='right'><font color='{soft}'>{text}</font></td>")
            elif (y, x) in table.bold:
                line.append(f"<td align='right' bgcolor='{strong}'><b>{text}</b></td>")
            else:
                line.append(f"<td align='right' bgcolor='{ground}'>{text}</td>")
        rows.append(f"<tr>{''.join(line)}</tr>")
    return f"<table cellspacing='1' cellpadding='3'>{''.join(rows)}</table>"
