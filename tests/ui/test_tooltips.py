"""Names from outside in tooltips and tables are as they were written, though they look like HTML."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from digitpad.training.step_trace import LayerStep
from digitpad.ui.chart.legend import ChartLegend
from digitpad.ui.training.batch_view import BatchView
from digitpad.ui.widgets.elided_label import ElidedLabel
from digitpad.ui.widgets.fields import tip_of
from tests.ui.test_batch_view import look


def displayed(tip: str) -> str:
    """What Qt displays of a tooltip."""
    if not tip.startswith("<"):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@pytest.mark.parametrize("name", ["<b>one</b>", "<i>x, read right", "1 < 2", "a & b", "<p>first\n<p>second"])
def test_a_name_like_html_is_displayed_as_it_was_written(name: str) -> None:
    assert displayed(tip_of(name)) == name


def test_a_label_that_is_cut_has_its_text_in_its_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.set_text("<b>run</b>")
    label.reword(str)
    assert displayed(label.toolTip()) == "<b>run</b>"


@pytest.mark.parametrize("name", ["<b>run</b>", "<b>训练</b>"])
def test_a_run_in_the_legend_of_the_chart_is_called_as_it_was(name: str, qtbot: QtBot) -> None:
    legend = ChartLegend()
    qtbot.addWidget(legend)
    legend.show_run(None, False, False, name)
    assert name in displayed(legend.text()).replace("\u2060", "")


def test_layers_of_strangers_have_their_names_in_the_table_of_a_step(qtbot: QtBot) -> None:
    view = BatchView()
    qtbot.addWidget(view)
    view.show_look(dataclasses.replace(look(), layers=(LayerStep("<b>conv</b>", 260, 1.0, 2.0, 0.5),)))
    assert "<b>conv</b>" in view.findChild(QTextBrowser, "batchText").toPlainText()


def test_long_tips_are_broken_into_lines_and_short_ones_stay_plain() -> None:
    long = ", ".join(f"class {number} ({number * 1000:,})" for number in range(40))
    assert Qt.mightBeRichText(tip_of(long))  # only then Qt breaks it
    document = QTextDocument()
    document.setHtml(tip_of(long))
    document.setTextWidth(400)
    document.size()  # lays it out
    assert document.blockCount() == 1
    assert document.firstBlock().layout().lineCount() > 3
    assert document.toPlainText() == long
    assert tip_of("short\nlines") == "short\nlines"
