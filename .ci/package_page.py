"""What the package page displays: README, and where the project lives.

A package page resolves no relative link. Which repository this is, only the one who publishes it knows: where
DIGITPAD_REPOSITORY has its address, as in the release workflow, README's links and picture point there, and
the page lists it. Without, README stays as it is and no address is made up.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).parents[1]


class PackagePage(MetadataHookInterface):
    """Fills in `readme` and `urls` of pyproject.toml."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add both to `metadata`."""
        repository = os.environ.get("DIGITPAD_REPOSITORY", "").rstrip("/")
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        tag = f"v{metadata['version']}"
        metadata["urls"] = {}
        if repository:
            text = absolute(text, repository, tag)
            metadata["urls"] = {
                "Repository": repository,
                "Changelog": f"{repository}/blob/{tag}/CHANGELOG.md",
                "Issues": f"{repository}/issues",
            }
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def absolute(text: str, repository: str, tag: str) -> str:
    """Markdown whose relative links and pictures point into a tag of a repository."""
    text = re.sub(r"(!\[[^]]*\]\()(?!https?:|#)", rf"\1{repository}/raw/{tag}/", text)
    return re.sub(r"((?<!!)\[[^]]*\]\()(?!https?:|#)", rf"\1{repository}/blob/{tag}/", text)
