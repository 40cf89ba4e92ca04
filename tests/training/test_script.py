"""The script that is shown does what the window does: it is run, and its losses are compared."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from digitpad.errors import RecipeError
from digitpad.model.checkpoint import load_checkpoint
from digitpad.training.events import EpochDone, StepDone
from digitpad.training.recipe import PRESETS, Recipe, preset
from digitpad.training.script import script_of
from digitpad.training.session import new_trainer
from tests.helpers import write_mnist


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_mnist(tmp_path / "data")
    return tmp_path / "data"


def losses_of_window(recipe: Recipe, data: Path) -> tuple[list[float], list[tuple[float, float]]]:
    """Every tenth batch's loss, and test loss with accuracy per epoch."""
    trainer = new_trainer(recipe, {}, out=data / "run", device="cpu", progress=lambda *_: None, data=data)
    events = list(trainer.run())
    steps = [event.train_loss for event in events if isinstance(event, StepDone) and event.batch % 10 == 0]
    tests = [(e.test_loss, e.test_accuracy) for e in events if isinstance(e, EpochDone) and e.epoch]
    return steps, tests


def run(script: str, folder: Path) -> str:
    file = folder / "train.py"
    file.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", str(file)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["quick", "notes-basic", "notes-adam", "best"])
def test_the_script_gets_the_losses_of_the_window(name: str, data: Path, tmp_path: Path) -> None:
    recipe = preset(name).with_changes(epochs=2, batch_size=16, precision="float32", seed=5)
    steps, tests = losses_of_window(recipe, data)
    said = run(script_of(recipe, data), tmp_path)
    found = [float(loss) for loss in re.findall(r"Loss: (\d+\.\d+)$", said, re.MULTILINE)]
    assert found == pytest.approx(steps, rel=3e-2)  # rounding grows with every step
    assert found[:2] == pytest.approx(steps[:2], abs=1e-3)
    measured = re.findall(r"Avg. loss: (\d+\.\d+), Accuracy: (\d+\.\d+)%", said)
    assert [float(loss) for loss, _ in measured] == pytest.approx([loss for loss, _ in tests], abs=2e-2)
    assert [float(share) for _, share in measured] == pytest.approx([100 * s for _, s in tests], abs=1.5)


def test_the_scripts_weights_load_and_answer(data: Path, tmp_path: Path) -> None:
    recipe = preset("quick").with_changes(epochs=1, batch_size=64, precision="float32")
    run(script_of(recipe, data), tmp_path)
    assert load_checkpoint(tmp_path / "mnist.pth").architecture == "quick"


@pytest.mark.parametrize("name", sorted(PRESETS))
@pytest.mark.parametrize("plan", ["none", "step", "cosine", "one-cycle"])
def test_every_recipe_and_schedule_is_a_whole_script(name: str, plan: str) -> None:
    recipe = preset(name).with_changes(precision="bfloat16", schedule=plan, label_smoothing=0.1)
    script = script_of(recipe, Path("/data"))
    tree = ast.parse(script)
    modules = {
        alias.name.split(".")[0] if isinstance(node, ast.Import) else (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert modules <= {"math", "pathlib", "numpy", "torch", "typing", "dataclasses", "digitpad"}
    assert ("digitpad" in modules) == (recipe.dataset != "mnist")


def test_a_precision_that_is_not_chosen_is_refused() -> None:
    with pytest.raises(RecipeError):
        script_of(preset("quick"), Path("/data"))
