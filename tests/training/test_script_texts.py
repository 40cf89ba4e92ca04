"""No text of others becomes code in the script: it is compiled and compared with a harmless one."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from digitpad.data.transforms import Transform
from digitpad.model.spec.code import class_source
from digitpad.model.spec.layers import Conv, Flatten, Linear
from digitpad.recipe.presets import preset
from digitpad.training.script import resolve_for_script, script_of

HOSTILE = (
    '"""; __import__("os").system("true"); """',
    "'''; import os; '''",
    "x\\",
    "{evil()}",
    "a'b\"c",
    "# np.array(math.pi) from digitpad.data import v2.SIZE CHANNELS @dataclass cast(",
    "\u2028import os",
    "two\nlines\r\x0c",
    "~nobody/x",
    "half \udc80",
)

texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))


class _WithoutTexts(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if isinstance(node.value, str) else node


def structure(script: str) -> str:
    """The script's code with nothing in its texts."""
    tree = ast.parse(script)
    compile(tree, "script", "exec")
    return ast.dump(_WithoutTexts().visit(tree))


def script(name: str, **changes: Any) -> str:
    """The script of notes-basic with this name, in a folder of data that is called so, too."""
    recipe = preset("notes-basic").with_changes(precision="float32", name=name, **changes)
    return script_of(resolve_for_script(recipe, "cpu"), Path("/data"))


@settings(max_examples=settings().max_examples // 3)
@given(text=texts)
def test_the_texts_of_a_recipe_stay_texts(text: str) -> None:
    def changes(text: str) -> dict[str, Any]:
        return {
            "dataset": f"/pictures/{text}",
            "weights": f"{text}.pth",
            "mean": 0.1,
            "std": 0.3,
            "lr_multipliers": ((f"x{text}", 0.5),),
            "transforms": (Transform("RandomCrop"),),
        }

    hostile = changes(text)
    # A name that no recipe's file can have, as all settings are checked where a recipe is made.
    recipe = preset("notes-basic").with_changes(precision="float32", **changes("y"))
    harmless = script_of(recipe.with_changes(name="mine"), Path("/data/y"))
    for name, value in {"name": text, **hostile}.items():
        object.__setattr__(recipe, name, value)
    assert structure(script_of(recipe, Path(f"/data/{text}"))) == structure(harmless)


def test_a_recipe_of_ones_own_is_named_in_an_expression() -> None:
    tree = ast.parse(script('""" + evil() + """'))
    assert ast.get_docstring(tree) == (
        "Trains the network 'notes-basic' by a recipe of one's own. Needs torch."
    )
    named = next(node for node in tree.body if isinstance(node, ast.Assign))
    assert ast.literal_eval(named.value) == '""" + evil() + """'
    assert "by the recipe 'notes-basic'" in str(ast.get_docstring(ast.parse(script("notes-basic"))))


@given(name=texts)
def test_the_names_of_layers_stay_texts(name: str) -> None:
    assume(name and "." not in name)

    def words(name: str, folder: str) -> set[str]:
        layers = (Conv(out=4, name=name), Flatten(), Linear(name=f"{folder}.0"), Linear(name=f"{folder}.b"))
        tree = ast.parse(class_source(layers, "Net", "A network.", 1, 28))
        nodes = list(ast.walk(tree))
        known = {node.id for node in nodes if isinstance(node, ast.Name)}
        known |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        return known | {type(node).__name__ for node in nodes}

    odd = words("1", "2")
    assert words(name, f"{name}2") <= odd | words("plain", "sequence") | {name, f"{name}2"}


@pytest.mark.parametrize("name", ["__init", "class", "ünder"])
def test_names_that_python_would_change_are_kept(name: str) -> None:
    source = class_source((Flatten(), Linear(name=name)), "Net", "A network.", 1, 28)
    assert f"self.add_module({name!r}, " in source
