"""The type of the tables of allographs."""

from __future__ import annotations

Allographs = dict[str, tuple[float, tuple[str, ...]]]
"""Name -> (weight, poses)."""
