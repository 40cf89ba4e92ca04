"""Texts that are displayed are recognised, with the values that were filled in."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from digitpad.catalogue import catalogue_files, read_catalogue
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
    "{optimiser} with momentum": "带动量的 {optimiser}",
    "{count} layers": "{count} 层",
    "{value}: {what}": "{value}：{what}",
    "{first} and {second}": "{first}与{second}",
    "{count} kept: {first} and {more} more": "保存了 {count} 个：{first}，以及另外 {more} 个",
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
        ("2 layers · SGD with momentum", "2 层 · 带动量的 SGD"),
        ("9 kept: a and 8 more", "保存了 9 个：a，以及另外 8 个"),
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


def test_without_a_class_near_by_the_translation_of_the_core_is_taken() -> None:
    english = {("Chart", "Smoothing"): "Smoothing", ("Core", "Smoothing"): "Smoothing"}
    rewording = Rewording(english, {("Chart", "Smoothing"): "平滑", ("Core", "Smoothing"): "标签平滑"})
    assert rewording("Smoothing", near=("QLabel", "Form")) == "标签平滑"
    assert rewording("Smoothing", near=("QCheckBox", "Chart")) == "平滑"


def test_of_two_templates_with_one_translation_the_one_of_the_classes_around_is_taken() -> None:
    texts = ("Lines", "Network: {file}"), ("Pad", "network: {file}")
    english = {(kind, text): text for kind, text in texts}
    back = Rewording(dict.fromkeys(english, "网络：{file}"), english)
    assert back("网络：a.pth", near=("QLabel", "Lines")) == "Network: a.pth"
    assert back("网络：a.pth", near=("Pad",)) == "network: a.pth"


def test_what_begins_with_a_capital_does_so_again_where_it_stands_alone() -> None:
    english = {("Core", text): text for text in ("network", "Network", "{name} differs")}
    chinese = dict(zip(english, ("网络", "网络", "{name} 不同"), strict=True))
    back = Rewording(chinese, english)
    assert back("网络") == "Network"
    assert back("网络 不同") == "network differs"


def written(text: str) -> str | None:
    """A text with a number for each value; None where its braces are its own."""
    try:
        names = sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})
        return re.sub(r"\{(\w+)[^}]*\}", lambda value: str(71 + names.index(value[1])), text)
    except ValueError:
        return None


@pytest.mark.parametrize("language", catalogue_files())
@pytest.mark.parametrize("values", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_all_texts_come_back_as_they_were(language: str, values: bool) -> None:
    texts = read_catalogue(catalogue_files()[language])
    other = {key: text or key[1] for key, text in texts.items()}
    english = {key: key[1] for key in texts}
    there, back = Rewording(english, other), Rewording(other, english)
    small = {text for _, text in texts if text[:1].islower()}  # in the middle of a sentence
    changed = []
    for context, text in texts:
        if ("{" in text) != values:
            continue
        before, after = written(text), written(other[context, text])
        if before is None or after is None:
            continue
        again = back(after, near=(context,))
        right = again == before or (text in small and again not in small)
        if not right or there(before, near=(context,)) != after:
            changed.append((context, before, after, again))
    assert changed == []
