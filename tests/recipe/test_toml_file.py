"""Recipes as files: what comes back, what a file may leave out, and what is told of a wrong one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from digitpad.data.transforms import TRANSFORMS, Transform
from digitpad.errors import RecipeError
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.registry import ARCHITECTURES, OWN
from digitpad.model.spec.plain import from_tables
from digitpad.recipe import kinds, table_kinds
from digitpad.recipe.presets import PRESETS, preset
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.setting import Setting
from digitpad.recipe.table import ALIASES, TABLE
from digitpad.recipe.toml_file import load_recipe, named_recipe, parse_recipe, recipe_text, save_recipe
from digitpad.resources import runs_root
from digitpad.training.files import new_run_folder
from digitpad.training.resolving import resolved
from tests.commands import Commands
from tests.helpers import colour_dataset
from tests.model.spec.test_spec import NETWORKS

HERE = Path("/recipes/mine.toml")


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "mine.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(folder: Path, text: str | bytes) -> str:
    """The sentence about a file that cannot be used."""
    path = written(folder, text)
    with pytest.raises(RecipeError) as refused:
        load_recipe(path)
    (line,) = str(refused.value).splitlines()
    assert str(path) in line
    return line


def transform(name: str) -> st.SearchStrategy[Transform]:
    numbers = {
        key: st.integers(int(limits.low), int(limits.high)).flatmap(lambda n: st.sampled_from((n, float(n))))
        if limits.whole
        else st.floats(limits.low, limits.high)
        for key, limits in TRANSFORMS[name].items()
    }
    chosen = st.fixed_dictionaries({}, optional=numbers)
    return chosen.map(lambda settings: Transform(name, tuple(settings.items())))


WORDS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=20)


def values(setting: Setting) -> st.SearchStrategy[Any]:
    """Any value that a recipe may have."""
    match setting.kind:
        case kinds.NameOrFolder():
            return st.sampled_from(setting.names) | st.just("/pictures of mine/ünd andere")
        case kinds.Choice():
            return st.sampled_from(setting.names)
        case kinds.Flag():
            return st.booleans()
        case kinds.PerChannel(low=low, high=high):
            number = st.floats(low, high)
            return st.none() | number | st.tuples(number, number, number)
        case kinds.Whole(low=low, high=high):
            return st.integers(int(low), int(high))
        case kinds.Number(low=low, high=high):
            return st.floats(low, high)
        case table_kinds.Table(high=high):
            return st.dictionaries(WORDS, st.floats(0, high), max_size=5).map(
                lambda table: tuple(table.items())
            )
        case table_kinds.Transforms():
            return st.lists(st.sampled_from(list(TRANSFORMS)).flatmap(transform), max_size=5).map(tuple)
        case kinds.File():
            return st.just("") | WORDS.map(lambda word: "/weights/" + word.replace("/", "-") + ".pth")
    return WORDS


SETTINGS = {name: values(setting) for name, setting in TABLE.items()}
RECIPES = st.builds(
    Recipe, **{**SETTINGS, "network": st.sampled_from(list(ARCHITECTURES)), "layers": st.just(())}
) | st.builds(Recipe, **{**SETTINGS, "network": st.just(OWN), "layers": NETWORKS.map(from_tables)})


def assert_comes_back(recipe: Recipe, path: Path) -> None:
    save_recipe(recipe, path)
    assert load_recipe(path) == named_recipe(str(path)) == recipe
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))  # as Windows writes it
    assert load_recipe(path) == recipe


@pytest.mark.parametrize("recipe", PRESETS.values(), ids=list(PRESETS))
def test_every_preset_comes_back_from_its_file(recipe: Recipe, tmp_path: Path) -> None:
    assert_comes_back(recipe, tmp_path / "mine.toml")


@given(recipe=RECIPES)
def test_every_recipe_comes_back_from_its_file(
    recipe: Recipe, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert_comes_back(recipe, tmp_path_factory.getbasetemp() / "any.toml")


def test_a_run_leaves_a_recipe_that_comes_back_with_its_normalisation(tmp_path: Path) -> None:
    recipe = resolved(preset("colour"), colour_dataset(20, 10), "cpu")
    assert isinstance(recipe.mean, tuple)
    assert_comes_back(recipe, tmp_path / "mine.toml")


def test_what_a_file_leaves_out_is_the_presets_or_the_default(tmp_path: Path) -> None:
    some = load_recipe(written(tmp_path, 'based_on = "best"\nepochs = 3\nmean = 0\n'))
    assert some == preset("best").with_changes(name="mine", epochs=3, mean=0)
    assert load_recipe(written(tmp_path, 'network = "quick"')) == Recipe("mine", "quick")
    whole = 'name = "Mine"\nbased_on = "colour"\nmean = [0.1, 0.2, 0.3]\n[[transforms]]\nname = "RandomCrop"'
    assert load_recipe(written(tmp_path, whole)) == preset("colour").with_changes(
        name="Mine", mean=(0.1, 0.2, 0.3), transforms=[{"name": "RandomCrop"}]
    )


def test_layers_may_be_named_as_toml_names_tables(tmp_path: Path) -> None:
    text = 'network = "resnet18"\n[lr_multipliers]\nfc = 2\nlayer4.1.conv2 = 0.5\n"layer1.0" = 0\n'
    rates = dict(load_recipe(written(tmp_path, text)).lr_multipliers)
    assert rates == {"fc": 2, "layer4.1.conv2": 0.5, "layer1.0": 0}


def test_a_file_with_a_long_name_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / f"{'long ' * 20}.toml"
    path.write_text('network = "quick"')
    assert len(load_recipe(path).name) == 60


@pytest.mark.parametrize("setting", [name for name in TABLE if len(name) > 3])
def test_the_nearest_setting_is_named_for_an_unknown_one(setting: str, tmp_path: Path) -> None:
    wrong = setting[:-1]
    line = refusal(tmp_path, f'network = "quick"\n{wrong} = 1\n')
    assert f"There is no setting '{wrong}' (did you mean '{setting}'?)." in line


DEEP = ".".join("a" * 1500)  # deeper than the recursion of Python 3.11, which newer ones do not use here


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('base_on = "quick"', "did you mean 'based_on'?"),
        ('based_on = "quikc"', "no recipe called 'quikc' (did you mean 'quick'?)"),
        ('based_on = "two\\nlines"', "no recipe called 'two?lines'"),
        ("based_on = 7", "no recipe called '7'"),
        (f"based_on.{DEEP} = 1", "no recipe called '"),
        ('network = "resnet"', "no network called 'resnet' (did you mean 'resnet18'?)"),
        ("network = 1", "no network called '1'"),
        ("epochs = 3", "names no network"),
        ("network = quick", "is not a TOML file"),
        ('network = "quick"\nnetwork = "best"', "is not a TOML file"),
        (b'network = "\xff"', "is not a TOML file"),
        ("x = " + "[" * 5000, "is not a TOML file"),
        ("#" * 1_000_001, "is too large for a recipe"),
    ],
)
def test_what_is_wrong_with_a_file_is_one_sentence(text: str | bytes, words: str, tmp_path: Path) -> None:
    assert words in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ('loss = "nl"', "did you mean 'nll'?"),
        ("epochs = 0", "epochs is 0; choose a whole number from 1 to 10000"),
        ("epochs = 1.0", "epochs is 1.0; choose a whole number from 1 to 10000"),
        ("epochs = true", "epochs is True"),
        (f"epochs = 1{'0' * 5000}", "is not a TOML file"),
        (f"epochs.{DEEP} = 1", "epochs is "),
        ("learning_rate = nan", "learning rate is nan; choose a number from "),
        ('learning_rate = "x"', "learning rate is x"),
        (f"learning_rate = 1{'0' * 400}", "learning rate is 1000"),
        (f"learning_rate = 0x1{'0' * 9000}", "learning rate is too large to be shown"),
        ("picture_size = false", "picture size is False"),
        ("picture_size = 7", "picture size is 7; choose a whole number from 8 to 512, or 0"),
        ("freeze_body = 1", "freeze body must be true or false"),
        ("weights = false", "weights must be a short text"),
        ('name = ""', "name must be a short text"),
        ('name = "a\\nb"', "name must be a short text"),
        ("mean = [0.1, 0.2]", "mean has one number, or three"),
        ("std = [0.1, 0.2, 0]", "std is 0"),
        ("mean = 1979-05-27", "mean is 1979-05-27"),
        (f"lr_multipliers.{DEEP} = 1", "must be a short text"),
        ("lr_multipliers = [1]", "lr multipliers must be a table"),
        ('lr_multipliers = {fc = "x"}', "lr multipliers is x"),
        ("lr_multipliers = {fc = -1}", "lr multipliers is -1"),
        ('transforms = "RandomCrop"', "transforms must be a list"),
        ('transforms = ["RandomCrop"]', "A transform is a table with a name"),
        ('transforms = [{name = "RandomCorp"}]', "did you mean 'RandomCrop'?"),
        ('transforms = [{name = "RandomCrop", pading = 2}]', "did you mean 'padding'?"),
        ('transforms = [{name = "RandomCrop", padding = 0}]', "number from 1 to 128"),
    ],
)
def test_what_is_wrong_with_a_setting_is_one_sentence(setting: str, words: str, tmp_path: Path) -> None:
    assert words in refusal(tmp_path, f'network = "quick"\n{setting}')


VALUES = st.recursive(
    st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=80)
    | st.dates()
    | st.sampled_from(list(TRANSFORMS) + list(ARCHITECTURES)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from((*TABLE, *ALIASES, "based_on")), VALUES)
def test_any_value_is_taken_or_refused_in_one_sentence(setting: str, value: Any) -> None:
    try:
        recipe = parse_recipe({"network": "quick", setting: value}, HERE)
    except RecipeError as error:
        sentence = str(error)
    else:
        sentence = ""
        assert Recipe.from_dict(recipe.as_dict()) == recipe
    assert len(sentence.splitlines()) <= 1


@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_refused_in_one_sentence(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    with pytest.raises(RecipeError) as error:
        load_recipe(path)
    assert len(str(error.value).splitlines()) == 1


def test_what_cannot_be_read_or_written_is_reported(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"missing\.toml does not exist"):
        named_recipe(str(tmp_path / "missing.toml"))
    with pytest.raises(RecipeError, match="could not be read: is a directory"):
        load_recipe(tmp_path)
    with pytest.raises(RecipeError, match="does not exist"):
        named_recipe("~nobody-is-called-so/x.toml")
    (tmp_path / "file").write_text("")
    with pytest.raises(RecipeError, match="could not be written"):
        save_recipe(preset("quick"), tmp_path / "file" / "mine.toml")


def test_paths_count_from_the_files_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    text = 'network = "quick"\nweights = "{}"\ndataset = "{}"\n'

    def paths(weights: str, dataset: str) -> tuple[str, str]:
        recipe = load_recipe(written(tmp_path, text.format(weights, dataset)))
        return recipe.weights, recipe.dataset

    assert paths("w.pth", "./letters") == (str(tmp_path / "w.pth"), str(tmp_path / "letters"))
    assert paths("../w.pth", "a/b") == (str(tmp_path / "../w.pth"), str(tmp_path / "a/b"))
    assert paths("/w.pth", "/letters") == ("/w.pth", "/letters")
    assert paths("~/w.pth", "~/letters") == ("/home/me/w.pth", "/home/me/letters")
    assert paths("~nobody-is-so/w.pth", "mnist") == (str(tmp_path / "~nobody-is-so/w.pth"), "mnist")
    assert paths("", "letters") == ("", str(tmp_path / "letters"))  # no dataset is called so


def test_a_saved_recipe_means_the_same_files_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "recipes").mkdir()
    monkeypatch.chdir(tmp_path)
    save_recipe(Recipe("mine", "quick", "letters", weights="w.pth"), tmp_path / "recipes" / "mine.toml")
    found = load_recipe(tmp_path / "recipes" / "mine.toml")
    assert (found.dataset, found.weights) == (str(tmp_path / "letters"), str(tmp_path / "w.pth"))


def test_windows_paths_survive() -> None:
    recipe = Recipe("mine", "quick", weights=r"C:\new\w.pth")
    assert r"C:\\new\\w.pth" in recipe_text(recipe)


def test_a_files_name_never_leads_a_run_out_of_its_folder() -> None:
    for name in ("../../elsewhere", "/tmp/x", "a/b\\c", "..", "CON:", "gut ünd schön"):
        assert new_run_folder(Recipe(name, "quick")).parent == runs_root()


@pytest.mark.slow
def test_train_follows_a_file_and_resume_needs_it_no_more(
    tmp_path: Path, small_mnist: Path, digitpad: Commands
) -> None:
    path = written(tmp_path, 'based_on = "quick"\nepochs = 1\nlr_multipliers = {fc1 = 0.5}\nseed = 4\n')
    last = tmp_path / "run" / "last.pth"
    events = digitpad.json("train", "--recipe", path, "--out", last.parent)
    assert events[-1]["reason"] == "completed"
    saved = load_checkpoint(last)
    assert Recipe.from_dict(saved.recipe).lr_multipliers == (("fc1", 0.5),)
    assert saved.notes["command"] == "digitpad train --recipe mine.toml"
    # The file may be named again, and another one may not.
    resume = ("train", "--resume", last, "--epochs")
    assert "follows the recipe mine, not quick" in digitpad.refused(*resume, 2, "--recipe", "quick")
    assert digitpad.json(*resume, 2, "--recipe", path)[-1]["epoch"] == 2
    path.unlink()
    assert digitpad.json(*resume, 3)[-1]["epoch"] == 3
    again = load_checkpoint(last)
    assert again.recipe == {**saved.recipe, "epochs": 3}
    assert not torch.equal(again.model["fc2.bias"], saved.model["fc2.bias"])


def test_a_wrong_key_in_a_file_is_one_line_and_exit_code_2(tmp_path: Path, digitpad: Commands) -> None:
    path = written(tmp_path, 'based_on = "quick"\nlearning_rat = 0.1\n')
    line = digitpad.refused("train", "--recipe", path)
    assert line.startswith(f"digitpad: error: {path} cannot be used: There is no setting 'learning_rat'")
    assert "(did you mean 'learning_rate'?)" in line


def test_the_file_is_toml_that_people_read() -> None:
    changes = {"lr_multipliers": {"classifier.6": 2.0}, "transforms": [{"name": "RandomCrop", "padding": 2}]}
    text = recipe_text(preset("colour").with_changes(**changes))
    assert text.startswith("# A recipe for digitpad: digitpad train --recipe THIS_FILE")
    assert "\nlearning_rate = 0.004\n" in text
    assert '[lr_multipliers]\n"classifier.6" = 2.0\n' in text
    values = tomllib.loads(text)
    assert {name: values[name] for name in changes} == changes
    assert "mean" not in values


def test_a_recipe_is_saved_where_the_current_folder_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    save_recipe(preset("quick"), tmp_path / "mine.toml")
    assert load_recipe(tmp_path / "mine.toml").network == "quick"
    with pytest.raises(RecipeError, match="could not be written"):
        save_recipe(preset("quick").with_changes(weights="mine.pth"), tmp_path / "other.toml")
