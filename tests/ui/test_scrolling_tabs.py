"""Titles of tabs are whole where there is room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStyle, QStyleOptionTab

from digitpad.ui.widgets.scrolling import ScrollingTabs


@pytest.mark.parametrize("title", ["&Training", "训练(&T)", "我的样本(&Y)"])
def test_a_title_is_whole_where_there_is_room(title: str, show: Callable[..., None]) -> None:
    tabs = ScrollingTabs(200)
    tabs.add_page(QLabel("page"), title)
    show(tabs, 600, 200)
    bar, option = tabs.tabBar(), QStyleOptionTab()
    bar.initStyleOption(option, 0)
    room = bar.style().subElementRect(QStyle.SubElement.SE_TabBarTabText, option, bar).width()
    flags = Qt.TextFlag.TextShowMnemonic.value
    assert bar.fontMetrics().elidedText(title, bar.elideMode(), room, flags) == title
