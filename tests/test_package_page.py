"""What the package page displays, where the one who publishes says which repository it is."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("repository", ["", "https://example.org/o/digitpad/"])
def test_links_and_picture_work_outside_the_repository(
    repository: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITPAD_REPOSITORY", repository)
    hook = runpy.run_path(str(ROOT / ".ci" / "package_page.py"))["PackagePage"](str(ROOT), {})
    metadata = {"version": "1.2.3"}
    hook.update(metadata)
    text = metadata["readme"]["text"]
    links = re.findall(r"\]\(([^)]*)\)", text)
    assert len(links) > 15
    if not repository:
        assert (text, metadata["urls"]) == ((ROOT / "README.md").read_text(encoding="utf-8"), {})
        return
    tree = "https://example.org/o/digitpad"
    assert metadata["urls"]["Repository"] == tree
    assert {link.split("/v1.2.3/")[0] for link in links} == {f"{tree}/raw", f"{tree}/blob"}
    assert f"]({tree}/raw/v1.2.3/docs/screenshot.png)" in text
    assert all((ROOT / link.split("/v1.2.3/")[1]).exists() for link in links)
