"""`from digitpad import ...`: what scripts and notebooks use, and how it looks there."""

from __future__ import annotations

import ast
import json
import math
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import digitpad
from digitpad import DigitpadError, Drawing, Recipe, Recognizer, preset, train
from digitpad.form import DIGITS
from digitpad.reading import Prediction
from digitpad.recipe.presets import PRESETS
from digitpad.training.kept_run import KeptRun
from tests.helpers import SEVEN

ROOT = Path(__file__).parents[1]


def test_hardly_anything_is_imported_before_ctrl_c_ends_the_program_in_order() -> None:
    code = (
        "import sys; before = set(sys.modules); import digitpad.__main__; print(*set(sys.modules) - before)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"typing", "collections.abc", "digitpad.errors", "logging"} & set(ran.stdout.split())


def test_importing_digitpad_loads_nothing_and_names_everything() -> None:
    code = (
        "import sys, digitpad\n"
        "assert not {'torch', 'numpy', 'PySide6', 'argparse'} & set(sys.modules)\n"
        "assert {'train', 'Recipe'} <= set(dir(digitpad))"
    )
    subprocess.run(
        [sys.executable, "-S", "-c", code], check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}
    )
    stub = ast.parse((ROOT / "digitpad" / "__init__.pyi").read_text())
    names = {alias.asname for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert names == set(digitpad.__all__)
    assert all(hasattr(digitpad, name) for name in digitpad.__all__)
    with pytest.raises(AttributeError, match="nosuch"):
        _ = digitpad.nosuch  # type: ignore[attr-defined]


@pytest.mark.usefixtures("small_mnist")
def test_three_lines_train_a_network_that_reads(tmp_path: Path) -> None:
    lines: list[str] = []
    run = train("notes-basic", epochs=1, out=tmp_path / "run", show=lines.append)
    prediction = Recognizer.load(run.file).predict(SEVEN)
    assert isinstance(prediction, Prediction)
    assert [line[:24] for line in lines[-2:]] == ["Test set after epoch 0: ", "Test set after epoch 1: "]
    assert (run.epochs_done, run.folder, run.recipe.epochs) == (1, tmp_path / "run", 1)
    again = train(resume=run.file, epochs=2, show=lines.append)
    assert (again.epochs_done, again.folder) == (2, run.folder)
    assert repr(again).endswith(f"2 of 2 epochs, test accuracy {again.test_accuracy:.2%})")
    html = again._repr_html_()
    assert html.count("<circle") == 3
    assert "<polyline" in html
    with pytest.raises(DigitpadError, match="epochs"):
        train("quick", epochs=-1)


@pytest.mark.usefixtures("small_mnist")
def test_an_interrupted_run_is_saved_and_goes_on(tmp_path: Path) -> None:
    lines: list[str] = []

    def interrupt(line: str) -> None:
        lines.append(line)
        if line.startswith("Test set after epoch 1"):
            signal.raise_signal(signal.SIGINT)

    run = train("notes-basic", epochs=3, out=tmp_path, show=interrupt)
    assert lines[-1] == f"Interrupted; to go on: train(resume={str(run.file)!r})"
    assert run.epochs_done == 1
    assert train(resume=run.file, show=lines.append).epochs_done == 3


@pytest.mark.usefixtures("small_mnist")
def test_a_run_that_is_interrupted_before_its_first_step_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(line: str) -> None:
        if line.startswith("Test set after epoch 0"):
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        train("notes-basic", out=tmp_path / "run", show=interrupt)
    assert not (tmp_path / "run").exists()


@pytest.mark.usefixtures("small_mnist")
def test_a_run_that_breaks_off_frees_its_folder(tmp_path: Path) -> None:
    def broken(line: str) -> None:
        if line.startswith("Test set after epoch 0"):
            raise OSError("closed")

    with pytest.raises(OSError, match="closed"):
        train("notes-basic", out=tmp_path, show=broken)
    assert not (tmp_path / ".run.lock").exists()


def test_reprs_are_short_and_a_recipes_says_what_it_is() -> None:
    recognizer = Recognizer.load()
    assert repr(recognizer) == "Recognizer('handwriting', 10 classes, 474,283 parameters)"
    assert re.fullmatch(r"Prediction\(7, probability (> )?\d+\.\d %\)", repr(recognizer.predict(SEVEN)))
    blank = recognizer.predict(Drawing())
    assert (repr(blank), repr(recognizer.read(SEVEN))) == ("Prediction(blank)", "Reading('7')")
    assert "Nothing is drawn" in blank._repr_html_()
    for recipe in PRESETS.values():
        short = repr(recipe)
        assert len(short) < 400
        if not recipe.layers:
            assert eval(short, {"Recipe": Recipe}) == recipe  # noqa: S307
    assert "learning_rate=0.5" in repr(preset("quick").with_changes(learning_rate=0.5))


def test_a_prediction_is_displayed_with_the_picture_that_the_network_saw() -> None:
    recognizer = Recognizer.load()
    html = recognizer.predict(SEVEN)._repr_html_()
    assert html.count("data:image/png;base64,") == 1
    assert html.count("<tr>") == 10
    two = recognizer.read(np.hstack([recognizer.predict(SEVEN).input] * 2))._repr_html_()
    assert two.count("data:image/png;base64,") == 2


@pytest.mark.parametrize(
    ("classes", "name", "kind"), [(DIGITS, "1", "digit"), (("cat", "dog"), "'dog'", "class")]
)
def test_a_prediction_is_displayed_with_its_classes(classes: tuple[str, ...], name: str, kind: str) -> None:
    probabilities = [0.00004, 0.99996, *(1e-9 for _ in classes[2:])]
    scores = tuple(map(math.log, probabilities))
    picture = np.zeros((28, 28), np.float32)
    prediction = Prediction(scores, 1, 10.1, False, picture, 0.1, True, classes)
    assert repr(prediction) == f"Prediction({name}, probability > 99.9 %, unknown)"
    html = prediction._repr_html_()
    assert f"not a {kind} I know" in html
    assert all(f"<td>{name}</td>" in html for name in classes)
    assert html.count("&gt; 99.9 %") == 1
    assert html.count("&lt; 0.1 %") == len(classes) - 1


def test_names_of_classes_and_runs_are_text_on_the_page(saved_run: Path) -> None:
    from digitpad.training.library import RunLibrary

    library = RunLibrary(saved_run.parent)
    library.rename(saved_run, "<script>alert(1)</script>")
    run = library.read(saved_run)
    assert isinstance(run, KeptRun)
    prediction = Recognizer.load().predict(SEVEN)
    for html in (run._repr_html_(), replace(prediction, classes=("<b>", *"123456789"))._repr_html_()):
        assert not re.search("<(script|b)>", html)
        assert "&lt;" in html


@pytest.mark.slow
def test_the_notebook_runs_from_top_to_bottom(small_mnist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cells = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    known: dict[str, object] = {}
    pages = []
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        assert (cell["outputs"], cell["execution_count"]) == ([], None)
        *body, last = ast.parse("".join(cell["source"])).body
        exec(compile(ast.Module(body, []), "cell", "exec"), known)
        if not isinstance(last, ast.Expr):
            exec(compile(ast.Module([last], []), "cell", "exec"), known)
            continue
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), known)  # noqa: S307
        pages.append(value._repr_html_() if hasattr(value, "_repr_html_") else repr(value))
    assert [page.count("<img") for page in pages] == [1, 2, 0, 1, 0, 0]
    assert [page.count("<svg") for page in pages] == [0, 0, 1, 0, 0, 1]
    assert pages[4].startswith("Recipe(name='notes-basic', ")
    assert "epoch,step,examples_seen," in capsys.readouterr().out
