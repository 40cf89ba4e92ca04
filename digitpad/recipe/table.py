"""Every setting of a recipe, once. A new setting is one entry here, and the code that obeys it.

Validation, the form of the window, the options of `train`, TOML files, what resuming may change, the
constants of the script and the page docs/settings.md come from this table. The form is there before torch is
loaded, so nothing here may import torch or numpy.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digitpad.data.datasets import DATASETS
from digitpad.data.transforms import Transform
from digitpad.errors import tr
from digitpad.form import LARGEST, SMALLEST, PerChannel
from digitpad.model.registry import ARCHITECTURES, OWN, OWN_TITLE
from digitpad.recipe import kinds, table_kinds
from digitpad.recipe.kinds import Choice, Flag, Kind, NameOrFolder, Number, Whole
from digitpad.recipe.setting import BETWEEN_EPOCHS, FOLDER, MAIN, NETWORK, NEVER, OPTIMIZER, PICTURES, Setting

if TYPE_CHECKING:
    from digitpad.model.spec.layers import Layer

_REQUIRED = dataclasses.MISSING


def _entry(default: Any, *entry: Any, **more: Any) -> Any:
    """A field with its entry of the table, which has the attributes of `Setting` from `default` on."""
    return field(default=default, metadata={"setting": Setting("", default, *entry, **more)})


_DATASETS_OWN = tr("dataset's")


# fmt: off
@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides how a network is trained: the values, in the order of files and of the form."""

    name: str = _entry(_REQUIRED, Kind(), None, "",
        tr("Name"), tr("What lists and folders call the run"),
        tr("A name that says what is tried, such as adam-0.01: it is easier to find among the runs"),
        resume=NEVER)
    network: str = _entry(
        _REQUIRED, Choice(
            {**{name: entry.title for name, entry in ARCHITECTURES.items()}, OWN: OWN_TITLE}, named=True),
        NETWORK, "networkCombo",
        tr("Network"), tr("The network that learns"),
        tr("notes-basic for a first look, quick for the best result in a minute; then a network of your "
           "own"), wide=True, resume=NEVER)
    dataset: str = _entry(
        "mnist", NameOrFolder({name: entry.title for name, entry in DATASETS.items()}), MAIN, "datasetCombo",
        tr("D&ataset"), tr("A dataset, or a folder with a folder of pictures for each class"),
        tr("mnist first; fashion-mnist is as quick to train on, and harder"),
        wide=True, resume=NEVER)
    epochs: int = _entry(3, Whole(1, 10_000), MAIN, "epochsSpin",
        tr("Epoc&hs"), tr("How often the network goes through all training pictures"),
        tr("More while the test loss still falls; fewer once it rises and only the training loss falls"),
        constant=True)
    batch_size: int = _entry(64, Whole(1, 100_000), MAIN, "batchSizeSpin",
        tr("&Batch size"), tr("Pictures a step (iteration): the weights move once after so many"),
        tr("32 to 256: small batches are noisy and slow, large ones need a higher learning rate"),
        resume=BETWEEN_EPOCHS, constant=True)
    learning_rate: float = _entry(0.01, Number(1e-8, 100), MAIN, "learningRateSpin",
        tr("Learnin&g rate"), tr("How far a step moves the weights; the peak under a schedule"),
        tr("Ten times more or less. Too high, and the loss jumps or grows; too low, and it hardly falls. "
           "Usual are 0.01 to 0.1 for SGD and 0.001 for Adam"),
        constant=True)
    momentum: float = _entry(0.5, Number(0, 0.9999), MAIN, "momentumSpin",
        tr("&Momentum"), tr("How much of the steps before goes into a step of SGD"),
        tr("0.9 is usual; 0 shows what SGD does without it"),
        when=("optimizer", "sgd"))
    seed: int = _entry(1, Whole(0, 2**32 - 1), MAIN, "seedSpin",
        tr("See&d"), tr("Decides the first weights, the order of the pictures, dropout and augmentation"),
        tr("Others, to see how much of a difference between two runs is chance"),
        resume=NEVER, constant=True)

    optimizer: str = _entry("sgd", Choice({"sgd": tr("SGD"), "adam": tr("Adam"), "adamw": tr("AdamW")}),
        OPTIMIZER, "optimizerCombo",
        tr("Optimiser"), tr("The rule that moves the weights"),
        tr("Adam or AdamW with a learning rate of 0.001 learn fast; SGD with momentum 0.9 takes longer "
           "and often ends as well"))
    precision: str = _entry(
        "float32", Choice({name: name for name in ("auto", "float32", "bfloat16", "float16")}),
        OPTIMIZER, "precisionCombo",
        tr("Precision"), tr("Numbers that layers multiply; auto: the fastest here. Weights stay float32"),
        tr("auto; float32 where runs are compared number by number"))
    loss: str = _entry("nll", Choice({
            "cross-entropy": tr("cross-entropy"),
            "nll": tr("NLL (negative log likelihood)"),
            "open-set": tr("open-set cross-entropy"),
            "mse": tr("MSE (squared error)"),
            "l1": tr("L1 (absolute error)"),
        }), OPTIMIZER, "lossCombo",
        tr("Loss"), tr("What training minimises; open-set also learns what belongs to none of the classes, "
                       "MSE and L1 compare the scores with 1 for the true class and 0 for the others"),
        tr("cross-entropy; NLL comes to the same for a network that ends in log_softmax. MSE, to see why "
           "it is not used here"))
    weight_decay: float = _entry(0.0, Number(0, 10), OPTIMIZER, "weightDecaySpin",
        tr("Weight decay"), tr("How strongly weights are pulled towards zero (decoupled in AdamW)"),
        tr("0.01 with AdamW, 0.0005 with SGD; more where the test loss rises while the training loss "
           "falls"))
    schedule: str = _entry("none", Choice({
            "none": tr("constant"),
            "step": tr("in steps"),
            "cosine": tr("cosine"),
            "one-cycle": tr("one-cycle"),
        }), OPTIMIZER, "scheduleCombo",
        tr("Schedule"), tr("How the learning rate changes over the run"),
        tr("one-cycle for short runs, cosine for long ones; constant, to see what the learning rate "
           "itself does"), wide=True)
    step_epochs: int = _entry(3, Whole(1, 10_000), OPTIMIZER, "stepEpochsSpin",
        tr("Step size"), tr("Epochs between two steps of the learning rate"),
        tr("A third of the epochs"),
        unit=tr(" epochs"), when=("schedule", "step"))
    step_factor: float = _entry(0.1, Number(1e-6, 1), OPTIMIZER, "stepFactorSpin",
        tr("Gamma"), tr("What each step multiplies the learning rate by"),
        tr("0.1; 0.5 for smaller steps, more often"), when=("schedule", "step"))
    label_smoothing: float = _entry(0.0, Number(0, 0.9), OPTIMIZER, "labelSmoothingSpin",
        tr("Smoothing"), tr("Label smoothing: share of the target spread evenly over the classes"),
        tr("0.05 to 0.1 where the network is too certain of its mistakes"))
    ema_decay: float = _entry(0.0, Number(0, 0.99999), OPTIMIZER, "averageDecaySpin",
        tr("EMA decay"), tr("Decay of the moving average of the weights that is tested and saved; 0: none"),
        tr("0.998 for runs of some thousand steps; the nearer to 1, the more steps are averaged"),
        summary=tr("averaged weights"), aliases=("average_decay",))
    shuffle: bool = _entry(True, Flag(), OPTIMIZER, "shuffleCheck",
        tr("Shuffle"),
        tr("Another order of the pictures in each epoch; off: the dataset's, a folder's class by class"),
        tr("Off once, to see how the loss swings when the classes come one after another"),
        resume=BETWEEN_EPOCHS, summary=tr("not shuffled"))
    drop_last: bool = _entry(False, Flag(), OPTIMIZER, "dropLastCheck",
        tr("Drop last"), tr("Leave out an epoch's last batch where it has fewer pictures than the others"),
        tr("On where a last batch of very few pictures makes the loss jump"),
        resume=BETWEEN_EPOCHS, summary=tr("last batch dropped"))
    freeze_norm_after: int = _entry(0, Whole(0, 10_000, nothing=tr("never")), OPTIMIZER, "freezeNormSpin",
        tr("Freeze batch norm after"),
        tr("Epochs after which batch norm keeps its statistics; open-set learns other pictures only then"),
        tr("Half of the epochs with open-set; 0 with every other loss"),
        unit=tr(" epochs"), wide=True)
    keep_above: float = _entry(0.0, Number(0, 1), OPTIMIZER, "keepAboveSpin",
        tr("Save best above"), tr("Test accuracy (0-1) from which best.pth is saved"),
        tr("0.97, as in the notes; 0 keeps the best epoch of every run"), wide=True)
    keep_epochs: bool = _entry(False, Flag(), OPTIMIZER, "keepEpochsCheck",
        tr("Keep a checkpoint of each epoch"),
        tr("epoch-01.pth, epoch-02.pth and so on, beside last.pth and best.pth"),
        tr("On, to compare epochs in Layers or to go back to one of them"), wide=True)

    picture_size: int = _entry(
        0, Whole(SMALLEST, LARGEST, nothing=_DATASETS_OWN), PICTURES, "pictureSizeSpin",
        tr("Size"), tr("Side of the pictures in pixels; 0: the dataset's own, 32 of a folder"),
        tr("32 to 64 for photographs: twice the side takes about four times as long"),
        unit=tr(" px"), resume=NEVER)
    colour: str = _entry("auto", Choice({"auto": _DATASETS_OWN, "grey": tr("grey"), "colour": tr("colour")}),
        PICTURES, "colourCombo",
        tr("Colour"), tr("Whether the pictures become grey or coloured"),
        tr("grey where colour says nothing about the class: there is less to learn"), resume=NEVER)
    mean: PerChannel | None = _entry(
        None, kinds.PerChannel(-10, 10, nothing=_DATASETS_OWN), PICTURES, "recipeMeanEdit",
        tr("Mean"), tr("Mean of the normalisation (0-1 scale): a number, or three for colour"),
        tr("Leave it empty; 0 here and 1 for Std, to see training without normalisation"), resume=NEVER)
    std: PerChannel | None = _entry(
        None, kinds.PerChannel(1e-6, 100, nothing=_DATASETS_OWN), PICTURES, "recipeStdEdit",
        tr("Std"), tr("Standard deviation of the normalisation (0-1 scale): a number, or three for colour"),
        tr("Leave it empty; 1 here and 0 for Mean, to see training without normalisation"),
        resume=NEVER)
    augmentation: str = _entry("none", Choice({
            "none": tr("none"),
            "affine": tr("rotate, shift, scale"),
            "elastic": tr("elastic"),
            "flip-crop": tr("flip, crop, erase"),
        }), PICTURES, "augmentationCombo",
        tr("Augmentation"), tr("Random changes of the training pictures, quick to compute"),
        tr("rotate, shift, scale for digits, flip, crop, erase for photographs: a flipped 2 is not a "
           "digit"),
        summary=tr("augmentation"))
    transforms: tuple[Transform, ...] = _entry(
        (), table_kinds.Transforms("transforms", nothing=tr("none")), PICTURES, "transformsButton",
        tr("Transforms"), tr("Random transforms of torchvision for the training pictures"),
        tr("A rotation by 10 degrees, or a crop with padding 4; the preview shows whether the class can "
           "still be told"),
        summary=tr("transforms"))
    test_fraction: float = _entry(0.2, Number(0.01, 0.9), PICTURES, "testShareSpin",
        tr("Test fraction"), tr("Share of each class kept for testing where the folder has no test part"),
        tr("0.2; more where the accuracy jumps because there are few pictures to test on"),
        resume=NEVER, when=("dataset", FOLDER), aliases=("test_share",))
    split_seed: int = _entry(1, Whole(0, 2**32 - 1), PICTURES, "splitSeedSpin",
        tr("Split seed"), tr("Decides which pictures are kept for testing"),
        tr("Others, to see how much the accuracy depends on which pictures are tested"),
        resume=NEVER, when=("dataset", FOLDER))
    pictures: str = _entry("auto", Choice({
            "auto": tr("by the folders' names"),
            "ink": tr("handwriting: lines on paper"),
            "object": tr("one bright thing on black"),
            "picture": tr("whole pictures as they are"),
        }), PICTURES, "picturesCombo",
        tr("Contents"), tr("What the pictures show; by the names: ink where the folders are called 0-9"),
        tr("What the names say; whole pictures for photographs"),
        wide=True, resume=NEVER, when=("dataset", FOLDER))

    weights: str = _entry("", kinds.File(nothing=tr("random weights")), NETWORK, "weightsButton",
        tr("Initial weights"), tr("Random, or those in a file of the same network"),
        tr("A file, to go on from what a network knows already, with a tenth of the learning rate"),
        wide=True, resume=NEVER)
    layers: tuple[Layer, ...] = _entry((), table_kinds.Layers("layers", 500, nothing=tr("none")),
        NETWORK, "layersButton",
        tr("Layers"), tr("The layers of the network, in order"),
        tr("One layer more or fewer at a time, and watch the parameters and the test accuracy"),
        wide=True, resume=NEVER, when=("network", OWN))
    freeze_body: bool = _entry(False, Flag(), NETWORK, "freezeBodyCheck",
        tr("Freeze the body"), tr("Only the last layer learns; the others stay as they are"),
        tr("On, with weights from a file and few pictures of your own"),
        resume=NEVER, summary=tr("only the last layer learns"))
    lr_multipliers: tuple[tuple[str, float], ...] = _entry(
        (), table_kinds.Table(1000, nothing=tr("none")), NETWORK, "layerRatesEdit",
        tr("LR multipliers"),
        tr("Layers, and what multiplies the learning rate in them; 0 freezes a layer"),
        tr("features = 0.1 with weights from a file: the first layers need to change least"),
        wide=True, resume=NEVER, aliases=("layer_rates",))
# fmt: on


TABLE: dict[str, Setting] = {
    entry.name: dataclasses.replace(entry.metadata["setting"], name=entry.name)
    for entry in dataclasses.fields(Settings)
}
"""Name -> setting, in order."""

OF_PICTURES = ("picture_size", "colour", "test_fraction", "split_seed", "pictures")
"""The settings that decide what a dataset's pictures are."""

ALIASES = {alias: setting.name for setting in TABLE.values() for alias in setting.aliases}


def option(name: str) -> str:
    """The option of `train` for a setting."""
    return f"--{name.replace('_', '-')}"


def renamed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the present names in place of older ones."""
    return {ALIASES.get(name, name): value for name, value in values.items()}
