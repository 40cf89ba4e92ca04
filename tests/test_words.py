"""The words of docs/glossary.md: forms that do not come back in names, docstrings and texts."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent

FORMS = {
    "is not a ..., instead of is no ...": r"(?<!there )\b(?:is|are|was|were) no (?!longer|more\b)\w+",
    "will or must, instead of shall": r"\bshall\b",
    "the user, instead of a person or somebody": r"\ba person\b|\bsomebody\b|\bpersons?\b",
    "no empty Signals section": r"Signals:\s*none",
}
"""What is wrong, and what it looks like in a docstring or a text that the user reads."""

OPENINGS = {
    "Returns ..., instead of Gives ...": r"Gives\b",
    "the plain verb, instead of Let ...": r"Let\b",
}
"""The same at the beginning of a docstring."""

NAMES = {"found", "told", "shown", "wanted", "said", "seen", "happened", "remarked", "hindered"}
"""Participles that say what happened to a thing and not what it is."""

_REPLACED = "rewritten with the feature that replaces the module"
_EXAMPLES_SEEN = "training examples seen, as events and files call them"

ALLOWED: dict[str, str] = {
    "digitpad/data/photographs/line_parts.py:found": _REPLACED,
    "digitpad/data/photographs/pen_lines.py:found": _REPLACED,
    "digitpad/data/photographs/printed_lines.py:found": _REPLACED,
    "digitpad/data/photographs/printed_lines.py:seen": _REPLACED,
    "digitpad/numbers/grouping.py:found": _REPLACED,
    "digitpad/numbers/picture.py:is no number": _REPLACED,
    "digitpad/numbers/reading.py:found": _REPLACED,
    "digitpad/training/state.py:seen": _EXAMPLES_SEEN,
    "digitpad/training/summary.py:seen": _EXAMPLES_SEEN,
    "digitpad/ui/chart/curves.py:seen": _EXAMPLES_SEEN,
    "digitpad/ui/chart/loss_plot.py:seen": _EXAMPLES_SEEN,
    "digitpad/ui/training/run_progress.py:seen": _EXAMPLES_SEEN,
}
"""`file:form or name`, and why it stays."""


@functools.cache
def modules() -> dict[str, Sequence[ast.AST]]:
    """The parts of each module's code, by its file."""
    files = sorted((ROOT / "digitpad").rglob("*.py"))
    return {
        path.relative_to(ROOT).as_posix(): tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        for path in files
    }


def docstrings(nodes: Sequence[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and (
            text := ast.get_docstring(node)
        ):
            yield text


def texts(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """String literals inside `tr(...)`, errors and sentences."""
    for node in nodes:
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("tr", "translate", "Sentence") or name.endswith("Error"):
                yield from (
                    argument.value
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                )


def names(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Names that the code gives: functions, classes, arguments, variables, attributes of self."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr


def findings() -> list[str]:
    rows = []
    for where, nodes in modules().items():
        described = list(docstrings(nodes))
        spoken = [" ".join(text.split()) for text in (*described, *texts(nodes))]
        for what, form in FORMS.items():
            rows += [
                f"{where}:{match.group()} ({what})"
                for text in spoken
                for match in re.finditer(form, text, re.IGNORECASE)
            ]
        for what, form in OPENINGS.items():
            rows += [f"{where}:{text[:30]} ({what})" for text in described if re.match(form, text)]
        rows += [f"{where}:{name}" for name in sorted({n.strip("_") for n in names(nodes)} & NAMES)]
    return [row for row in rows if row.partition(" (")[0] not in ALLOWED]


FOR_THE_TERMINAL = {
    "Losses, batches, feature maps and graph for tensorboard --logdir, from the next run on",
    "Saved as {path}; in a terminal: digitpad train --recipe {path}",
    "'{word}' is neither a command nor a file; see '{program} --help'.",
    (
        "PySide6, which draws the window, cannot be loaded ({why}). Install it again with 'python -m pip "
        "install --force-reinstall PySide6-Essentials'. The commands work without, for example: "
        "{program} predict PICTURE.png"
    ),
}
"""Texts outside the commands that name options of a command on purpose."""


def test_options_of_commands_are_named_where_the_window_has_its_own_words() -> None:
    named = {
        text
        for where, nodes in modules().items()
        if "cli" not in where.split("/")
        for text in texts(nodes)
        if re.search(r"(?<!-)--[a-z]", text)
    }
    assert named == FOR_THE_TERMINAL  # elsewhere it is a `Way`


def test_no_forbidden_form_comes_back() -> None:
    assert findings() == []


def test_exceptions_are_few_and_each_has_a_reason() -> None:
    assert len(ALLOWED) < 20
    assert all(ALLOWED.values())
