"""Titles of tabs are whole where there is room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStyle, QStyleOptionTab
from pytestqt.qtbot import QtBot

from digitpad.ui.messages import without_key
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


ENGLISH = "&Training", "M&y samples", "E&xplore", "&Layers", "&Runs"
CHINESE = "训练(&T)", "我的样本(&Y)", "探索(&X)", "网络层(&L)", "训练记录(&R)"


@pytest.mark.parametrize("titles", [ENGLISH, CHINESE])
@pytest.mark.parametrize("room", ["much", "little", "too little"])
def test_no_title_is_cut_where_there_is_little_room(
    titles: tuple[str, ...], room: str, show: Callable[..., None], qtbot: QtBot
) -> None:
    tabs = ScrollingTabs(50)
    for title in titles:
        tabs.add_page(QLabel("page"), title)
    least = sum(tabs.fontMetrics().horizontalAdvance(without_key(title)) for title in titles)
    width = {"much": tabs.whole_width() + 20, "little": least + 80, "too little": least - 20}[room]
    show(tabs, width, 200)
    bar = tabs.tabBar()
    for index, title in enumerate(titles):
        assert bar.tabRect(index).width() > bar.fontMetrics().horizontalAdvance(without_key(title))
    assert (bar.tabRect(4).right() <= bar.width()) == (room != "too little")
    qtbot.keyClick(tabs, titles[3][titles[3].index("&") + 1], Qt.KeyboardModifier.AltModifier)
    assert tabs.currentIndex() == 3  # by its key, which need not be in sight
    tabs.resize(tabs.whole_width() + 20, 200)
    assert bar.tabRect(4).right() <= bar.width()
