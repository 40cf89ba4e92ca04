"""The user leaves digits behind: colour networks, folders of pictures, recipes as files."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from digitpad.data.whole_pictures import read_rgb
from digitpad.form import CIFAR10_CLASSES, DIGITS
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.open.loading import load_checkpoint
from digitpad.recipe.presets import preset
from digitpad.recipe.toml_file import load_recipe, save_recipe
from digitpad.recognizer import Recognizer
from digitpad.resources import default_checkpoint, runs_root
from digitpad.torchvision_compat import torchvision_module
from digitpad.ui.explore.tab import ExploreTab
from digitpad.ui.pad_picture import PadPicture
from tests.e2e.conftest import Opens, Person, run_file
from tests.helpers import further, untrained
from tests.model.open.published import NotesCifar

HUES = {"leaf": (40, 160, 60), "sky": (70, 120, 230), "tomato": (220, 50, 40)}


@pytest.fixture
def network(tmp_path: Path) -> Path:
    save_checkpoint(untrained("notes-cifar10"), tmp_path / "things.pth")
    return tmp_path / "things.pth"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture that is wider than high, with every hue in it."""
    values = np.random.default_rng(3).integers(0, 256, (60, 90, 3), np.uint8)
    Image.fromarray(values).save(tmp_path / "thing.png")
    return tmp_path / "thing.png"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three classes that even a young network tells apart by their hue."""
    rng = np.random.default_rng(5)
    root = tmp_path / "garden"
    for name, hue in HUES.items():
        (root / name).mkdir(parents=True)
        for number in range(40):
            values = np.clip(np.array(hue) + rng.normal(0, 25, (40, 50, 3)), 0, 255)
            Image.fromarray(values.astype(np.uint8)).save(root / name / f"{number:02}.png")
    (root / "leaf" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    return root


def load(person: Person, path: Path, classes: tuple[str, ...] = CIFAR10_CLASSES) -> None:
    person.open(path)
    person.wait(lambda: person.panel.classes() == classes)


def expect(person: Person, network: Path, picture: Path) -> None:
    expected = Recognizer.load(network).predict(read_rgb(picture))
    person.wait(lambda: person.log_probs == pytest.approx(expected.log_probs, abs=1e-4))
    assert person.digit == expected.digit
    assert CIFAR10_CLASSES[expected.digit] in person.panel.accessibleDescription()


TRAINED = "The network you trained answers now"


def colour_recipe(person: Person, folder: Path, **fields: str) -> None:
    """The recipe for colour pictures, for this folder, with texts typed into fields."""
    person.pick("recipeCombo", "colour")
    person.form.editors["dataset"].set_value(str(folder))
    for name, text in fields.items():
        person.type(name, text)


def advanced(person: Person, page: str) -> None:
    person.click("advancedButton")
    person.click(page)


def explored(person: Person, folder: Path, count: int) -> ExploreTab:
    """Let the network read the pictures of a folder, which are so many."""
    tab = person.tab("explore")
    person.controller.explore.look_into(folder)
    person.wait(lambda: tab.model.count == count)
    person.click("exploreReadButton")
    person.wait(tab.matrix.isVisible)
    return tab


def test_a_colour_picture_is_read_by_open_drop_and_paste(ready: Person, network: Path, picture: Path) -> None:
    load(ready, network)
    QGuiApplication.clipboard().setImage(QImage(str(picture)))
    for way in (
        lambda: ready.open(picture),
        lambda: ready.drop(picture),
        lambda: ready.menu("pasteAction"),
    ):
        way()
        expect(ready, network, picture)
        assert np.array_equal(ready.drawing.pixels, read_rgb(picture))
        assert ready.panel.input_preview.picture().shape == (32, 32, 3)
        ready.click("clearButton")
        ready.wait(lambda: ready.digit == -1)


def test_the_networks_pixels_are_not_offered_over_a_colour_picture(
    ready: Person, network: Path, picture: Path
) -> None:
    def pixels() -> QImage:
        return ready.canvas.grab().toImage()

    button = ready.button("overlayButton")
    usual = button.toolTip()
    load(ready, network)
    ready.open(picture)
    expect(ready, network, picture)
    bare = pixels()
    assert not button.isEnabled()
    assert "the whole colour picture" in button.toolTip()
    ready.qtbot.keyClick(ready.canvas, Qt.Key.Key_N)
    assert not ready.canvas.overlay_visible()
    ready.canvas.set_overlay_visible(True)  # as it was before with a network for digits
    assert pixels() == bare
    ready.menu("defaultAction")
    ready.wait(button.isEnabled)
    assert (button.toolTip(), button.isChecked()) == (usual, True)


def test_a_drawing_is_refused_with_the_reason_and_read_again_by_a_network_for_digits(
    ready: Person, network: Path
) -> None:
    def steps() -> tuple[bool, bool]:
        return ready.find("stepSqueezed").isVisible(), ready.find("stepCrop").isVisible()

    load(ready, network)
    ready.draw_seven()
    ready.wait(lambda: "reads colour pictures (32x32)" in ready.panel.accessibleDescription())
    assert "open, paste or drop" in ready.panel.accessibleDescription()
    assert (ready.digit, steps()) == (-1, (True, False))
    load(ready, default_checkpoint(), DIGITS)
    ready.wait(lambda: ready.digit == 7)
    assert steps() == (False, True)


@pytest.mark.slow
def test_keys_do_not_keep_samples_of_what_is_no_digit(ready: Person, network: Path, picture: Path) -> None:
    load(ready, network)
    ready.open(picture)
    expect(ready, network, picture)
    assert ready.text("correctionHint") == ""
    ready.key("canvas", Qt.Key.Key_3)
    ready.message("Your samples are digits")


@pytest.mark.slow
def test_the_notes_whole_module_opens_and_reads_as_the_note_does(
    ready: Person, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.manual_seed(4)
    with monkeypatch.context() as patch:
        learners = type("ZL", (NotesCifar,), {"__module__": "__main__"})
        patch.setattr("__main__.ZL", learners, raising=False)
        net = learners()
        torch.save(net, tmp_path / "zl_1.pth")
    load(ready, tmp_path / "zl_1.pth")
    ready.open(picture)
    # As chapter 20 does it: RGB, Resize((32, 32)), ToTensor, eval.
    small = Image.open(picture).convert("RGB").resize((32, 32), Image.Resampling.BILINEAR)
    values = torch.from_numpy(np.asarray(small).copy()).permute(2, 0, 1)[None] / 255
    with torch.no_grad():
        expected = torch.log_softmax(net.eval()(values), 1)[0].tolist()
    ready.wait(lambda: ready.log_probs == pytest.approx(expected, abs=1e-4))


def test_a_folder_of_pictures_is_trained_on_and_explored(ready: Person, folder: Path) -> None:
    ready.choose(folder)
    ready.pick("recipeCombo", "colour")
    combo = ready.find("datasetCombo")
    combo.setFocus()
    combo.setCurrentIndex(combo.count() - 1)
    combo.activated.emit(combo.count() - 1)  # as a click on the entry does
    assert combo.currentData() == str(folder)
    ready.type("epochsSpin", "3")
    ready.type("batchSizeSpin", "16")
    ready.click("trainButton")
    ready.message(TRAINED)
    names = tuple(sorted(HUES))
    ready.wait(lambda: ready.panel.classes() == names)
    assert "broken.jpg was passed over" in ready.log
    checkpoint = load_checkpoint(run_file())
    assert (checkpoint.classes, checkpoint.form.shape) == (names, (3, 32, 32))
    assert checkpoint.metrics["test_accuracy"] > 0.6

    tomato = folder / "tomato" / "07.png"
    ready.open(tomato)
    ready.wait(lambda: ready.digit != -1)
    assert ready.digit == Recognizer(checkpoint).predict(read_rgb(tomato)).digit

    tab = explored(ready, folder, 24)  # a fifth of each class
    at = tab.gallery.visualRect(tab.model.index(0, 0)).center()
    ready.qtbot.mouseClick(tab.gallery.viewport(), Qt.MouseButton.LeftButton, pos=at)
    ready.wait(lambda: isinstance(ready.drawing, PadPicture) and ready.drawing.exact)
    pixels = ready.drawing.pixels
    assert pixels.shape == (32, 32, 3)

    def previewed() -> bool:
        picture = ready.panel.input_preview.picture()  # None while it is read
        return picture is not None and np.allclose(picture * 255, pixels, atol=1e-3)

    ready.wait(previewed)


@pytest.mark.slow
def test_without_cifar10_the_banner_offers_a_folder_of_pictures(
    ready: Person, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets = torchvision_module("torchvision.datasets")
    monkeypatch.setattr(sets.CIFAR10, "url", "http://127.0.0.1:9/cifar-10-python.tar.gz")
    ready.menu("zh_CNLanguageAction")
    ready.tab("training")
    ready.begin(recipe="notes-cifar10", epochs=1)
    ready.message("也无法下载（无法连接服务器）")
    ready.wait_for_end()
    ready.menu("enLanguageAction")
    ready.choose(folder)
    ready.answer("Folder of pictures…")
    ready.finish()
    assert load_checkpoint(run_file()).classes == tuple(sorted(HUES))


@pytest.mark.slow
def test_loading_many_pictures_can_be_cancelled(ready: Person, tmp_path: Path) -> None:
    content = io.BytesIO()
    Image.new("RGB", (8, 8)).save(content, "png")
    for name in ("a", "b"):
        (tmp_path / "many" / name).mkdir(parents=True)
        for number in range(1500):
            (tmp_path / "many" / name / f"{number}.png").write_bytes(content.getvalue())
    colour_recipe(ready, tmp_path / "many")
    ready.click("trainButton")
    ready.stop()
    assert list(runs_root().glob("*/last.pth")) == []


def test_a_recipe_is_saved_opened_and_followed(ready: Person, tmp_path: Path) -> None:
    ready.pick("recipeCombo", "notes-basic")
    ready.type("epochsSpin", "1")
    ready.type("learningRateSpin", "0.02")
    advanced(ready, "networkPage")
    ready.type("layerRatesEdit", "conv1 = 0.5, fc2 = 2")
    path = tmp_path / "mine.toml"
    ready.choose(path)
    ready.menu("saveRecipeAction")
    ready.wait(path.exists)
    recipe = load_recipe(path)
    assert recipe == preset("notes-basic").with_changes(
        name="mine", epochs=1, learning_rate=0.02, lr_multipliers=(("conv1", 0.5), ("fc2", 2.0))
    )
    assert ready.text("recipeCombo") == "mine"
    ready.click("trainButton")
    ready.message(TRAINED)
    ready.wait_for_end()
    followed = load_checkpoint(run_file()).recipe
    assert (followed["name"], followed["lr_multipliers"]) == ("mine", {"conv1": 0.5, "fc2": 2.0})

    save_recipe(recipe.with_changes(name="other", epochs=7), tmp_path / "other.toml")
    ready.choose(tmp_path / "other.toml")
    ready.menu("openRecipeAction")
    assert (ready.text("recipeCombo"), ready.form.settings()["epochs"]) == ("other", 7)
    assert ready.text("layerRatesEdit") == "conv1 = 0.5, fc2 = 2"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('network = "quick"\nlearning_rat = 0.1\n', "did you mean 'learning_rate'?"),
        further('network = "quik"\n', "did you mean 'quick'?"),
        further('network = "quick"\nepochs = "many"\n', "The setting epochs is many"),
        ("network = \n", "is not a TOML file"),
    ],
)
def test_a_recipe_that_is_none_is_said_and_the_form_stays(
    ready: Person, tmp_path: Path, text: str, told: str
) -> None:
    before = ready.form.settings()
    (tmp_path / "wrong.toml").write_text(text, encoding="utf-8")
    ready.controller.recipe_files.open(tmp_path / "wrong.toml")
    ready.message(told)
    assert ready.form.settings() == before


@pytest.mark.slow
def test_a_layer_that_the_network_does_not_have_is_said(ready: Person) -> None:
    ready.pick("recipeCombo", "notes-basic")
    advanced(ready, "networkPage")
    ready.type("layerRatesEdit", "conv3 = 1")
    ready.click("trainButton")
    ready.message("has no layer 'conv3' (did you mean")
    ready.wait_for_end()


@pytest.mark.slow
def test_a_recipe_of_a_file_is_there_again_after_a_restart(
    open_person: Opens, small_mnist: Path, tmp_path: Path
) -> None:
    save_recipe(preset("quick").with_changes(name="mine", epochs=3), tmp_path / "mine.toml")
    person = open_person(loaded=True)
    person.controller.recipe_files.open(tmp_path / "mine.toml")
    person.type("epochsSpin", "5")
    person.window.close()
    again = open_person(loaded=True)
    settings = again.form.settings()
    assert (settings["recipe"], settings["epochs"]) == (str(tmp_path / "mine.toml"), 5)


@pytest.mark.slow
def test_transforms_are_chosen_before_a_preview_and_trained_with(ready: Person, folder: Path) -> None:
    colour_recipe(ready, folder, epochsSpin="1")
    advanced(ready, "picturesPage")
    ready.click("transformsButton")
    combo = ready.find("transformCombo")
    combo.setCurrentIndex(combo.findData("RandomRotation"))
    ready.click("addTransformButton")
    ready.wait(lambda: bool(ready.form.editors["transforms"].value()))
    assert ready.text("transformsButton") == "1 chosen…"
    ready.controller.transforms.dialog.close()
    ready.click("trainButton")
    ready.message(TRAINED)
    recipe = load_checkpoint(run_file()).recipe
    assert [transform["name"] for transform in recipe["transforms"]] == ["RandomRotation"]


@pytest.mark.slow
def test_a_preview_ends_with_the_window(ready: Person) -> None:
    advanced(ready, "picturesPage")
    ready.click("transformsButton")
    assert ready.controller.transforms.dialog is not None
    ready.window.close()  # in the middle of the first preview; the fixture looks for threads that are left


@pytest.mark.slow
def test_explore_measures_a_folder_as_the_run_took_it(ready: Person, folder: Path) -> None:
    colour_recipe(ready, folder, epochsSpin="2", batchSizeSpin="16")
    advanced(ready, "picturesPage")
    for name, text in (("pictureSizeSpin", "16"), ("testShareSpin", "0.3"), ("splitSeedSpin", "7")):
        ready.type(name, text)
    ready.click("trainButton")
    ready.message(TRAINED)
    ready.wait(lambda: ready.panel.classes() == tuple(sorted(HUES)))
    expected = load_checkpoint(run_file()).metrics
    explored(ready, folder, 36)  # three tenths of each class
    measurement = ready.controller.explore.measurement
    assert measurement.accuracy == expected["test_accuracy"]
    assert measurement.loss == pytest.approx(expected["test_loss"], rel=1e-3)


@pytest.mark.slow
def test_a_network_for_things_cannot_be_taught_digits_and_says_so(ready: Person, network: Path) -> None:
    ready.draw_seven()
    ready.wait(lambda: ready.digit == 7)
    ready.key("canvas", Qt.Key.Key_7)
    teach = ready.button("teachButton")
    ready.wait(teach.isEnabled)
    load(ready, network)
    ready.wait(lambda: not teach.isEnabled())
    load(ready, default_checkpoint(), DIGITS)
    ready.wait(teach.isEnabled)


@pytest.mark.slow
def test_a_network_that_knows_none_of_the_classes_says_that_alone(ready: Person, network: Path) -> None:
    load(ready, network)
    tab = ready.tab("explore")
    ready.wait(lambda: tab.model.count > 0)
    ready.click("exploreReadButton")
    ready.wait(tab.matrix.isVisible)
    assert ready.text("exploreSummary") == "The network knows none of these 10 classes."
