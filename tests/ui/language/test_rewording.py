"""Texts that are displayed are recognised, with the values that were filled in."""

from __future__ import annotations

import pytest

from digitpad.ui.language.rewording import Rewording
from digitpad.ui.messages import without_key

WORDS = {
    "&Save": "保存(&S)",
    "Save": "保存",
    "{file} could not be read: {why}.": "无法读取 {file}：{why}。",
    "it is empty": "文件为空",
    "epoch {epoch} of {count:,}": "第 {epoch} 轮，共 {count:,} 轮",
    "{first}, {second}": "{first}，{second}",
    "sharp": "锐利",
    "Draw": "画",
    "Kept.": "已保存。",
    "N shows the network · Esc clears": "N 显示网络 · Esc 清空",
}


@pytest.fixture
def there_and_back() -> tuple[Rewording, Rewording]:
    """From English to Chinese, and back."""
    english = {("Some", text): text for text in WORDS}
    chinese = {("Some", text): translation for text, translation in WORDS.items()}
    return Rewording(english, chinese), Rewording(chinese, english)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Save", "保存"),
        ("&Save", "保存(&S)"),
        ("a, b.pth could not be read: it is empty.", "无法读取 a, b.pth：文件为空。"),
        ("epoch 3 of 12,000", "第 3 轮，共 12,000 轮"),
        ("7, sharp", "7，锐利"),
        ("Draw · N shows the network · Esc clears", "画 · N 显示网络 · Esc 清空"),
        ("Draw\nit is empty", "画\n文件为空"),
        ("a.pth could not be read: it is empty. Kept. Kept.", "无法读取 a.pth：文件为空。已保存。已保存。"),
    ],
)
def test_there_and_back(there_and_back: tuple[Rewording, Rewording], english: str, chinese: str) -> None:
    there, back = there_and_back
    assert there(english) == chinese
    assert back(chinese) == english


@pytest.mark.parametrize("text", ["my run, the second", "class A", "", "  ", "99.9 %", "{", "quick"])
def test_what_users_have_named_stays(there_and_back: tuple[Rewording, Rewording], text: str) -> None:
    there, back = there_and_back
    assert there(text) == text
    assert back(text) == text


def test_a_title_without_its_key() -> None:
    assert [without_key(text) for text in ("&Save as…", "另存为(&A)…", "AT&T & co")] == [
        "Save as…",
        "另存为…",
        "ATT & co",
    ]


def test_of_two_translations_the_one_of_the_classes_around_is_taken() -> None:
    english = {("Form", "Smoothing"): "Smoothing", ("Chart", "Smoothing"): "Smoothing"}
    rewording = Rewording(english, {("Form", "Smoothing"): "标签平滑", ("Chart", "Smoothing"): "平滑"})
    assert rewording("Smoothing", near=("QCheckBox", "Chart", "Window")) == "平滑"
    assert rewording("Smoothing", near=("Form",)) == "标签平滑"
