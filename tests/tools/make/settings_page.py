"""Write `docs/settings.md` from the table of settings with `python -m tests.tools.make.settings_page`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from digitpad.recipe import kinds, table_kinds
from digitpad.recipe.setting import MAIN, NETWORK, OPTIMIZER, PICTURES, Setting
from digitpad.recipe.table import TABLE

PAGE = Path(__file__).parents[3] / "docs" / "settings.md"

_HEAD = """# Settings

Every setting of a recipe: its key in a recipe's TOML file, which with dashes is the option of `train`
(`learning_rate`, `--learning-rate`), and its label in the window. Made by
`python -m tests.tools.make.settings_page` from `digitpad/recipe/table.py`.
"""

_GROUPS = {
    MAIN: "Always in sight",
    OPTIMIZER: "More settings, Optimiser",
    PICTURES: "More settings, Pictures",
    NETWORK: "More settings, Network",
    None: "Set by the name of the recipe",
}
_COLUMNS = ("key", "label", "values", "default", "on resume", "what it does", "what to try")


def page() -> str:
    """The page as Markdown."""
    lines = [_HEAD]
    for group, title in _GROUPS.items():
        lines += [f"## {title}\n", _line(_COLUMNS), _line(["---"] * len(_COLUMNS))]
        lines += [_line(_cells(setting)) for setting in TABLE.values() if setting.group == group]
        lines.append("")
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(setting: Setting) -> tuple[str, ...]:
    about = setting.tooltip
    if setting.when is not None:
        about += f". Only with {' '.join(setting.when).removeprefix('dataset ')}"
    if setting.aliases:
        about += f". Formerly `{setting.aliases[0]}`"
    title = setting.title.replace("&", "")
    values, default = _values(setting), _default(setting)
    return f"`{setting.name}`", title, values, default, setting.resume, about, setting.advice


def _default(setting: Setting) -> str:
    kind, default = setting.kind, setting.default
    if setting.name in ("name", "network"):
        return ""
    if isinstance(kind, kinds.Flag):
        return f"`{str(default).lower()}`"
    return kind.text(default) if kind.nothing and default in kind.empty else f"`{default}`"


def _values(setting: Setting) -> str:
    kind = setting.kind
    if setting.names:
        folder = " or a folder" if isinstance(kind, kinds.NameOrFolder) else ""
        return ", ".join(f"`{name}`" for name in setting.names) + folder
    match kind:
        case kinds.PerChannel():
            return f"a number or three, {kind.low:g} to {kind.high:g}"
        case kinds.Number():
            zero = f", or 0: {kind.nothing}" if kind.nothing and kind.low > 0 else ""
            return f"{_number(kind.low)} to {_number(kind.high)}{zero}"
        case kinds.Flag():
            return "`true`, `false`"
        case table_kinds.Table():
            return f"layers with 0 to {_number(kind.high)}, {kind.example}"
        case table_kinds.Transforms():
            return f"a list of tables, {kind.example.partition(', or')[0]}"
        case kinds.File():
            return "a file"
    return "text"


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
