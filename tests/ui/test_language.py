"""A catalogue is all that a language needs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from digitpad.ui.app import application
from digitpad.ui.app.application import install_language
from digitpad.ui.widgets.status_banner import StatusBanner

CATALOGUE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context><name>StatusBanner</name><message><source>Close the message</source>
<translation>关闭消息</translation></message></context>
</TS>
"""


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Path:
    release = shutil.which("pyside6-lrelease")
    if release is None:
        pytest.skip("pyside6-lrelease is not there")
    (tmp_path / "zh.ts").write_text(CATALOGUE, encoding="utf-8")
    compiled = tmp_path / "digitpad_zh_CN.qm"
    subprocess.run([release, tmp_path / "zh.ts", "-qm", compiled], check=True, capture_output=True)
    monkeypatch.setattr(application, "translations_root", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize(("locale", "text"), [("zh_CN", "关闭消息"), ("de_DE", "Close the message")])
def test_a_catalogue_in_the_folder_is_a_language_and_without_one_the_window_is_english(
    catalogues: Path, qapp: QApplication, locale: str, text: str
) -> None:
    before = set(qapp.findChildren(QTranslator))
    install_language(qapp, QLocale(locale))
    try:
        assert StatusBanner.tr("Close the message") == text
    finally:
        for translator in set(qapp.findChildren(QTranslator)) - before:
            qapp.removeTranslator(translator)
            translator.deleteLater()
