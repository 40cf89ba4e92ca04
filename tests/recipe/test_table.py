"""The table of settings: what comes from it, and that it needs neither torch nor numpy."""

from __future__ import annotations

import subprocess
import sys

import pytest

from digitpad.__main__ import main
from digitpad.data.augment import AUGMENTATIONS
from digitpad.errors import RecipeError
from digitpad.form import CONTENTS
from digitpad.recipe.presets import preset
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.setting import NEVER
from digitpad.recipe.table import ALIASES, TABLE, option
from tests.tools.make.settings_page import PAGE, page


def test_the_table_presets_and_files_need_neither_torch_nor_numpy() -> None:
    code = (
        "import sys, digitpad.recipe.table, digitpad.recipe.toml_file, digitpad.recipe.resume_rules\n"
        "print([name for name in ('torch', 'numpy', 'PySide6') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_setting_has_words_and_a_default_that_is_allowed() -> None:
    for setting in TABLE.values():
        assert setting.title
        assert setting.tooltip
        if setting.name not in ("name", "network"):
            setting.kind.check(setting.words, setting.default)
    editors = [setting.editor for setting in TABLE.values() if setting.editor]
    assert len(editors) == len(set(editors)) == len(TABLE) - 1


def test_the_names_of_choices_are_those_that_training_knows() -> None:
    assert set(TABLE["augmentation"].names) == set(AUGMENTATIONS)
    assert TABLE["pictures"].names == ("auto", *CONTENTS)


@pytest.mark.parametrize("setting", ["seed", "split_seed"])
def test_seeds_have_one_limit(setting: str) -> None:
    assert getattr(preset("quick").with_changes(**{setting: 2**32 - 1}), setting) == 2**32 - 1
    with pytest.raises(RecipeError, match="to 4294967295"):
        preset("quick").with_changes(**{setting: 2**32})


def test_every_setting_is_an_option_of_train(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["train", "--help"])
    words = capsys.readouterr().out.replace(",", " ").split()
    assert [option(name) for name in TABLE if option(name) not in words] == []


@pytest.mark.parametrize(
    ("setting", "text", "value"),
    [
        ("epochs", "3", 3),
        ("epochs", "1e3", 1000),
        ("epochs", "1.5e3", 1500),
        ("batch_size", "10,000", 10_000),
        ("batch_size", "10\u202f000", 10_000),
        ("momentum", "0.5", 0.5),
        ("momentum", "0,5", 0.5),
        ("learning_rate", "1e-3", 0.001),
        ("mean", "−0,5", -0.5),
        ("mean", "0.1,0.2,0.3", (0.1, 0.2, 0.3)),
        ("std", "0,1; 0,2; 0,3", (0.1, 0.2, 0.3)),
        ("std", "0,1, 0,2, 0,3", (0.1, 0.2, 0.3)),
        ("mean", "0.1", 0.1),
        ("std", "0.1, 0.2;0.3", (0.1, 0.2, 0.3)),
        ("mean", "", None),
        ("lr_multipliers", "conv1 = 0.1, fc2=2", (("conv1", 0.1), ("fc2", 2.0))),
        ("lr_multipliers", "conv1=0.1,fc2=2", (("conv1", 0.1), ("fc2", 2.0))),
        ("lr_multipliers", "conv1 = 0,1, fc2 = 1e-2", (("conv1", 0.1), ("fc2", 0.01))),
        ("lr_multipliers", "", ()),
        ("weights", "w.pth", "w.pth"),
        ("transforms", "[]", ()),
    ],
)
def test_a_value_comes_from_its_text_and_back(setting: str, text: str, value: object) -> None:
    kind = TABLE[setting].kind
    assert kind.read(text) == value
    kind.check(setting, value)
    if text:
        assert kind.read(kind.argument(value)) == value


@pytest.mark.parametrize(
    "words",
    [
        *("epochs 1.5", "epochs 1,5", "epochs 1.000", "epochs 1e-1", "epochs 1,0000", "batch_size 1e99"),
        *("momentum x", "momentum 0,0,5", "learning_rate nan", "learning_rate 1e999"),
        *(
            "mean 0.1, x",
            "mean 0,1; 0,2",
            "lr_multipliers conv1 = x",
            "lr_multipliers conv1 = 1, 2",
            "loss x",
        ),
    ],
)
def test_text_that_stands_for_no_value_is_refused(words: str) -> None:
    setting, text = words.split(" ", 1)
    with pytest.raises(RecipeError, match=TABLE[setting].words):
        preset("quick").with_changes(**{setting: TABLE[setting].kind.read(text)})


@pytest.mark.parametrize(("alias", "name"), ALIASES.items())
def test_older_names_are_read_and_the_present_ones_written(alias: str, name: str) -> None:
    value = {"test_fraction": 0.3, "ema_decay": 0.5, "lr_multipliers": {"fc1": 0.5}}[name]
    values = preset("quick").as_dict()
    del values[name]
    old, new = Recipe.from_dict({**values, alias: value}), Recipe.from_dict({**values, name: value})
    assert old == new == preset("quick").with_changes(**{alias: value})
    assert old.as_dict()[name] == value
    assert alias not in old.as_dict()


def test_what_a_resumed_run_keeps() -> None:
    assert {name for name, setting in TABLE.items() if setting.resume == NEVER} == {
        *("name", "network", "dataset", "seed", "weights", "freeze_body", "lr_multipliers", "mean", "std"),
        *("picture_size", "colour", "pictures", "test_fraction", "split_seed", "layers"),
    }


def test_the_page_of_settings_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.tools.make.settings_page"


@pytest.mark.parametrize("value", [{1: 0.5}, {"fc": {1: 0.5}}, (("fc", 0.5, 2),), ("fc",), 7])
def test_a_table_of_something_else_is_refused(value: object) -> None:
    with pytest.raises(RecipeError, match="lr"):
        Recipe.from_dict({**preset("quick").as_dict(), "lr_multipliers": value})


def test_a_table_without_end_is_given_up_at_its_limit() -> None:
    tree: dict[str, object] = {"a": 1.0}
    for _ in range(40):
        tree = {"a": tree, "b": tree}
    with pytest.raises(RecipeError, match="at most 100 names"):
        Recipe.from_dict({**preset("quick").as_dict(), "lr_multipliers": tree})
