"""All texts of the program that a language translates, as the code has them.

`lupdate` sees no templates of errors and sentences, which are most of what the core says, so the code is read
with Python's own parser. What is read are calls with the text written out:

======================================  =========================================
`self.tr("...")`                        context: the class around it
`translate("Context", "...")`           context: as it says
`tr("...")` of `digitpad.errors`        context "Core"
`Sentence("...")`, `SomeError("...")`   context "Core"
======================================  =========================================

A text may also be one of two (`"..." if one else "..."`), or a name that holds such a text in the same
function or module.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]

CORE = "Core"
"""The context of what the core says; `digitpad.ui.messages` translates it."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass
class Texts:
    """What was gathered.

    Attributes:
        places: for each (context, text) where it stands, such as "digitpad/errors.py:12".
        unreadable: places of calls whose text is not written out there.
    """

    places: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


def gathered(folder: Path = ROOT / "digitpad") -> Texts:
    """The texts of all modules under a folder."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))}
    sayings = {"Sentence", *_error_classes(trees)}
    texts = Texts()
    for path, tree in trees.items():
        _Reader(texts, path.relative_to(folder.parent).as_posix(), sayings, _written_out(tree.body)).visit(
            tree
        )
    return texts


def _error_classes(trees: Mapping[Path, ast.Module]) -> set[str]:
    """The names of `DigitpadError` and all that inherit from it."""
    classes = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names, before = {"DigitpadError"}, 0
    while len(names) > before:
        before = len(names)
        names |= {node.name for node in classes if names & {_name(base) for base in node.bases}}
    return names


class _Reader(ast.NodeVisitor):
    """Adds the texts of one module to `texts`."""

    def __init__(
        self, texts: Texts, path: str, sayings: set[str], constants: Mapping[str, list[str]]
    ) -> None:
        self._texts, self._path, self._sayings = texts, path, sayings
        self._class = ""
        self._constants = dict(constants)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        before, self._class = self._class, node.name
        self.generic_visit(node)
        self._class = before

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        before = self._constants
        self._constants = {**before, **_written_out(ast.walk(node))}
        self.generic_visit(node)
        self._constants = before

    def visit_Call(self, node: ast.Call) -> None:
        if (saying := self._saying(node)) is not None:
            context, text = saying
            if (options := _options(text, self._constants)) is None:
                self._texts.unreadable.append(f"{self._path}:{ast.unparse(text)}")
            for option in options or ():
                self._texts.places.setdefault((context, option), []).append(f"{self._path}:{node.lineno}")
        self.generic_visit(node)

    def _saying(self, node: ast.Call) -> tuple[str, ast.expr] | None:
        """The context and text of a call that says something."""
        name, arguments = _name(node.func), node.args
        if not arguments:
            return None
        if name == "tr" and isinstance(node.func, ast.Attribute):
            return self._class, arguments[0]
        if name in ("tr", "_tr", "translate") and len(arguments) > 1:
            context = _options(arguments[0], self._constants)
            return (context[0], arguments[1]) if context else None  # a painter is moved with `translate` too
        if name == "tr":
            return CORE, arguments[0]
        says = name in self._sayings or (name == "cls" and self._class in self._sayings)
        return (CORE, arguments[0]) if says else None


def _name(node: ast.expr) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


def _written_out(nodes: Iterator[ast.AST] | list[ast.stmt]) -> dict[str, list[str]]:
    """The names that only ever stand for texts that are written out, with those."""
    names: dict[str, list[str]] = {}
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                names.setdefault(name, []).extend(_options(value, {}) or ())
    return {name: options for name, options in names.items() if options}


def _options(node: ast.expr, constants: Mapping[str, list[str]]) -> list[str] | None:
    """The texts that an expression can be; None where it is not written out."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Call(func=ast.Name(id="tr"), args=[ast.Constant(value=str(text))]):
            return [text]
        case ast.IfExp(body=one, orelse=other):
            first, second = _options(one, constants), _options(other, constants)
            return None if first is None or second is None else first + second
        case ast.Name(id=name):
            return constants.get(name)
    return None
