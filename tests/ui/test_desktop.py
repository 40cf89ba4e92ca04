"""What a desktop reads of the program: its entry, type of file and icon, and by which name its windows go."""

from __future__ import annotations

import configparser
import tomllib
from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtWidgets import QApplication

from digitpad.resources import asset
from digitpad.ui.app.application import identify

ROOT = Path(__file__).parents[2]


def test_windows_have_the_icon_and_the_name_of_the_desktop_entry(qapp: QApplication) -> None:
    identify(qapp)
    assert asset(f"desktop/{qapp.desktopFileName()}.desktop").is_file()
    image = qapp.windowIcon().pixmap(64, 64).toImage()
    assert image.pixelColor(0, 0).alpha() == 0  # round corners
    assert image.pixelColor(30, 19).lightness() > 200  # the seven
    assert image.pixelColor(12, 40).lightness() < 60


def test_entry_type_and_description_name_the_same() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(asset("desktop/digitpad.desktop"), encoding="utf-8")
    main = entry["Desktop Entry"]
    mime = ElementTree.parse(asset("desktop/digitpad.mime.xml")).getroot()
    about = ElementTree.parse(asset("desktop/digitpad.metainfo.xml")).getroot()
    (kind,) = [child.get("type") for child in mime]
    assert main["MimeType"] == f"{kind};"
    assert about.findtext("provides/mediatype") == kind
    assert about.findtext("launchable") == "digitpad.desktop"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert all((ROOT / source).is_file() for source in shared)
    assert f"share/icons/hicolor/scalable/apps/{main['Icon']}.svg" in shared.values()
