"""Sizes and couplings of the code: `python -m tests.tools.benchmarks.house [TREE ...]`.

For each tree (a checkout of digitpad; this one by default) a column of figures, counted in its sources:
nothing is imported or run.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

FEATURES = ("pad", "prediction", "recipe_form", "training", "networks", "transforms", "samples", "explore",
            "layers", "runs")  # fmt: skip
"""Folders of `digitpad/ui` that the window is put together from."""

TOOLS = {"tools", "benchmarks", "campaigns", "make", "simulated"}
"""Folders in `tests/` that hold no tests."""


class Tree:
    """The Python sources of a checkout.

    Args:
        root: its folder.
    """

    def __init__(self, root: Path) -> None:
        self.package = self._read(root / "digitpad")
        self.ui = {path: text for path, text in self.package.items() if path.parts[0] == "ui"}
        tests = self._read(root / "tests")
        self.tests = {path: text for path, text in tests.items() if not TOOLS & set(path.parts)}

    @staticmethod
    def _read(folder: Path) -> dict[Path, str]:
        files = sorted(folder.rglob("*.py"))
        return {path.relative_to(folder): path.read_text(encoding="utf-8") for path in files}

    def signals(self) -> Counter[str]:
        """How often each signal's name is declared in the window's code."""
        found = (re.findall(r"^    (\w+)(?:: [^=]+)? = Signal\(", text, re.M) for text in self.ui.values())
        return Counter(name for names in found for name in names)

    def forwarded(self) -> int:
        """Connections of one signal with another of ours."""
        names = self.signals()
        pattern = r"\.connect\(\s*([\w.]+?)(?:\.emit)?\s*[,)]"
        targets = (target for text in self.ui.values() for target in re.findall(pattern, text))
        return sum(target.split(".")[-1] in names for target in targets)

    def connects(self) -> int:
        """Modules with more than 15 connections."""
        return sum(text.count(".connect(") > 15 for text in self.ui.values())

    def across(self) -> int:
        """Imports of one feature from another."""
        count = 0
        for path, text in self.ui.items():
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("digitpad.ui."):
                    own, other = path.parts[1], (node.module or "").split(".")[2]
                    count += own != other and {own, other} <= set(FEATURES)
        return count

    def private(self) -> int:
        """Test functions that reach for a private attribute of the program's objects."""
        functions = (node for text in self.tests.values() for node in ast.walk(ast.parse(text)))
        return sum(
            isinstance(node, ast.FunctionDef) and node.name.startswith("test") and _reaches_inside(node)
            for node in functions
        )

    def ui_files(self, pattern: str) -> int:
        """Files of the window's code in which the pattern occurs."""
        return sum(bool(re.search(pattern, text)) for text in self.ui.values())


def _reaches_inside(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and re.match(r"_[a-z]", node.attr)
        and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
        for node in ast.walk(function)
    )


def _lines(files: dict[Path, str]) -> int:
    return sum(text.count("\n") for text in files.values())


FIGURES: dict[str, Callable[[Tree], int]] = {
    "modules of the package": lambda tree: len(tree.package),
    "lines of the package": lambda tree: _lines(tree.package),
    "lines of the tests, tools left out": lambda tree: _lines(tree.tests),
    "test functions that use private attributes": Tree.private,
    "subclasses of QThread": lambda tree: tree.ui_files(r"\(QThread\):"),
    "files with the import barrier": lambda tree: tree.ui_files(r"wait_for_imports|IMPORTS_ENDED\.wait"),
    "files with removePostedEvents, isFinished": lambda tree: tree.ui_files(r"removePostedEvents|isFinished"),
    "signals": lambda tree: tree.signals().total(),
    "signals connected with signals": Tree.forwarded,
    "modules with over 15 connections": Tree.connects,
    "imports between features": Tree.across,
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="house", description=__doc__)
    parser.add_argument("trees", nargs="*", type=Path, default=[Path()], metavar="TREE")
    trees = [Tree(root) for root in parser.parse_args().trees]
    for name, count in FIGURES.items():
        print(f"{name:<44}", *(f"{count(tree):>8}" for tree in trees))


if __name__ == "__main__":
    main()
