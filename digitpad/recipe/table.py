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
from digitpad.recipe.kinds import Choice, Flag, Kind, NameOrFolder, Number, Whole, is_folder

if TYPE_CHECKING:
    from digitpad.model.spec.layers import Layer

ANY_TIME, BETWEEN_EPOCHS, NEVER = "any time", "between epochs", "never"
"""When a resumed run may change a setting."""

MAIN, OPTIMIZER, PICTURES, NETWORK = "", "optimizer", "pictures", "network"
"""Groups of the form: what is always in sight, and the pages of "More settings"."""

FOLDER = "a folder of pictures"
"""Stands in `when` for any dataset that is a folder."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What there is to know about a setting beside its value. Titles and tooltips are to be translated.

    Attributes:
        name: of the recipe's field, and the key in files.
        default: `dataclasses.MISSING` where there is none.
        kind: the values that are allowed.
        group: where the form has it; None for what the form sets elsewhere.
        editor: object name of its field in the form.
        title: its label, with "&" before the key that leads to it.
        tooltip: what it does.
        wide: whether the field takes a whole row.
        unit: stands behind the number in the form.
        when: another setting, and its only value beside which this one means anything.
        resume: when a resumed run may change it.
        summary: what the summary of a recipe says where the value is not the default.
        constant: whether the script has it as a constant.
        aliases: names it had in older files and commands.
    """

    name: str
    default: Any
    kind: Kind
    group: str | None
    editor: str
    title: str
    tooltip: str
    wide: bool = False
    unit: str = ""
    when: tuple[str, str] | None = None
    resume: str = ANY_TIME
    summary: str = ""
    constant: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The name as it stands in a sentence."""
        return self.name.replace("_", " ")

    @property
    def names(self) -> tuple[str, ...]:
        """The names to choose from; none where it is not a choice."""
        return tuple(self.kind.titles) if isinstance(self.kind, Choice) else ()

    def applies(self, values: Mapping[str, object]) -> bool:
        """Whether it means anything beside `values`, those of the other settings."""
        if self.when is None:
            return True
        value = values.get(self.when[0])
        return is_folder(value) if self.when[1] == FOLDER else value == self.when[1]


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
        tr("Name"), tr("What lists and folders call the run"), resume=NEVER)
    network: str = _entry(
        _REQUIRED, Choice(
            {**{name: entry.title for name, entry in ARCHITECTURES.items()}, OWN: OWN_TITLE}, named=True),
        NETWORK, "networkCombo",
        tr("Network"), tr("The network that learns"), wide=True, resume=NEVER)
    dataset: str = _entry(
        "mnist", NameOrFolder({name: entry.title for name, entry in DATASETS.items()}), MAIN, "datasetCombo",
        tr("D&ataset"), tr("A dataset, or a folder with a folder of pictures for each class"),
        wide=True, resume=NEVER)
    epochs: int = _entry(3, Whole(1, 10_000), MAIN, "epochsSpin",
        tr("Epoc&hs"), tr("How often the network goes through all training pictures"), constant=True)
    batch_size: int = _entry(64, Whole(1, 100_000), MAIN, "batchSizeSpin",
        tr("&Batch size"), tr("Pictures a step (iteration): the weights move once after so many"),
        resume=BETWEEN_EPOCHS, constant=True)
    learning_rate: float = _entry(0.01, Number(1e-8, 100), MAIN, "learningRateSpin",
        tr("Learnin&g rate"), tr("How far a step moves the weights; the peak under a schedule"),
        constant=True)
    momentum: float = _entry(0.5, Number(0, 0.9999), MAIN, "momentumSpin",
        tr("&Momentum"), tr("How much of the steps before goes into a step of SGD"),
        when=("optimizer", "sgd"))
    seed: int = _entry(1, Whole(0, 2**32 - 1), MAIN, "seedSpin",
        tr("See&d"), tr("Decides the first weights, the order of the pictures, dropout and augmentation"),
        resume=NEVER, constant=True)

    optimizer: str = _entry("sgd", Choice({"sgd": tr("SGD"), "adam": tr("Adam"), "adamw": tr("AdamW")}),
        OPTIMIZER, "optimizerCombo",
        tr("Optimiser"), tr("The rule that moves the weights"))
    precision: str = _entry(
        "float32", Choice({name: name for name in ("auto", "float32", "bfloat16", "float16")}),
        OPTIMIZER, "precisionCombo",
        tr("Precision"), tr("Numbers that layers multiply; auto: the fastest here. Weights stay float32"))
    loss: str = _entry("nll", Choice({
            "cross-entropy": tr("cross-entropy"),
            "nll": tr("NLL (negative log likelihood)"),
            "open-set": tr("open-set cross-entropy"),
            "mse": tr("MSE (squared error)"),
            "l1": tr("L1 (absolute error)"),
        }), OPTIMIZER, "lossCombo",
        tr("Loss"), tr("What training minimises; open-set also learns what belongs to none of the classes, "
                       "MSE and L1 compare the scores with 1 for the true class and 0 for the others"))
    weight_decay: float = _entry(0.0, Number(0, 10), OPTIMIZER, "weightDecaySpin",
        tr("Weight decay"), tr("How strongly weights are pulled towards zero (decoupled in AdamW)"))
    schedule: str = _entry("none", Choice({
            "none": tr("constant"),
            "step": tr("in steps"),
            "cosine": tr("cosine"),
            "one-cycle": tr("one-cycle"),
        }), OPTIMIZER, "scheduleCombo",
        tr("Schedule"), tr("How the learning rate changes over the run"), wide=True)
    step_epochs: int = _entry(3, Whole(1, 10_000), OPTIMIZER, "stepEpochsSpin",
        tr("Step size"), tr("Epochs between two steps of the learning rate"),
        unit=tr(" epochs"), when=("schedule", "step"))
    step_factor: float = _entry(0.1, Number(1e-6, 1), OPTIMIZER, "stepFactorSpin",
        tr("Gamma"), tr("What each step multiplies the learning rate by"), when=("schedule", "step"))
    label_smoothing: float = _entry(0.0, Number(0, 0.9), OPTIMIZER, "labelSmoothingSpin",
        tr("Smoothing"), tr("Label smoothing: share of the target spread evenly over the classes"))
    ema_decay: float = _entry(0.0, Number(0, 0.99999), OPTIMIZER, "averageDecaySpin",
        tr("EMA decay"), tr("Decay of the moving average of the weights that is tested and saved; 0: none"),
        summary=tr("averaged weights"), aliases=("average_decay",))
    shuffle: bool = _entry(True, Flag(), OPTIMIZER, "shuffleCheck",
        tr("Shuffle"),
        tr("Another order of the pictures in each epoch; off: the dataset's, a folder's class by class"),
        resume=BETWEEN_EPOCHS, summary=tr("not shuffled"))
    drop_last: bool = _entry(False, Flag(), OPTIMIZER, "dropLastCheck",
        tr("Drop last"), tr("Leave out an epoch's last batch where it has fewer pictures than the others"),
        resume=BETWEEN_EPOCHS, summary=tr("last batch dropped"))
    freeze_norm_after: int = _entry(0, Whole(0, 10_000, nothing=tr("never")), OPTIMIZER, "freezeNormSpin",
        tr("Freeze batch norm after"),
        tr("Epochs after which batch norm keeps its statistics; open-set learns other pictures only then"),
        unit=tr(" epochs"), wide=True)
    keep_above: float = _entry(0.0, Number(0, 1), OPTIMIZER, "keepAboveSpin",
        tr("Save best above"), tr("Test accuracy (0-1) from which best.pth is saved"), wide=True)
    keep_epochs: bool = _entry(False, Flag(), OPTIMIZER, "keepEpochsCheck",
        tr("Keep a checkpoint of each epoch"),
        tr("epoch-01.pth, epoch-02.pth and so on, beside last.pth and best.pth"), wide=True)

    picture_size: int = _entry(
        0, Whole(SMALLEST, LARGEST, nothing=_DATASETS_OWN), PICTURES, "pictureSizeSpin",
        tr("Size"), tr("Side of the pictures in pixels; 0: the dataset's own, 32 of a folder"),
        unit=tr(" px"), resume=NEVER)
    colour: str = _entry("auto", Choice({"auto": _DATASETS_OWN, "grey": tr("grey"), "colour": tr("colour")}),
        PICTURES, "colourCombo",
        tr("Colour"), tr("Whether the pictures become grey or coloured"), resume=NEVER)
    mean: PerChannel | None = _entry(
        None, kinds.PerChannel(-10, 10, nothing=_DATASETS_OWN), PICTURES, "recipeMeanEdit",
        tr("Mean"), tr("Mean of the normalisation (0-1 scale): a number, or three for colour"), resume=NEVER)
    std: PerChannel | None = _entry(
        None, kinds.PerChannel(1e-6, 100, nothing=_DATASETS_OWN), PICTURES, "recipeStdEdit",
        tr("Std"), tr("Standard deviation of the normalisation (0-1 scale): a number, or three for colour"),
        resume=NEVER)
    augmentation: str = _entry("none", Choice({
            "none": tr("none"),
            "affine": tr("rotate, shift, scale"),
            "elastic": tr("elastic"),
            "flip-crop": tr("flip, crop, erase"),
        }), PICTURES, "augmentationCombo",
        tr("Augmentation"), tr("Random changes of the training pictures, quick to compute"),
        summary=tr("augmentation"))
    transforms: tuple[Transform, ...] = _entry(
        (), table_kinds.Transforms("transforms", nothing=tr("none")), PICTURES, "transformsButton",
        tr("Transforms"), tr("Random transforms of torchvision for the training pictures"),
        summary=tr("transforms"))
    test_fraction: float = _entry(0.2, Number(0.01, 0.9), PICTURES, "testShareSpin",
        tr("Test fraction"), tr("Share of each class kept for testing where the folder has no test part"),
        resume=NEVER, when=("dataset", FOLDER), aliases=("test_share",))
    split_seed: int = _entry(1, Whole(0, 2**32 - 1), PICTURES, "splitSeedSpin",
        tr("Split seed"), tr("Decides which pictures are kept for testing"),
        resume=NEVER, when=("dataset", FOLDER))
    pictures: str = _entry("auto", Choice({
            "auto": tr("by the folders' names"),
            "ink": tr("handwriting: lines on paper"),
            "object": tr("one bright thing on black"),
            "picture": tr("whole pictures as they are"),
        }), PICTURES, "picturesCombo",
        tr("Contents"), tr("What the pictures show; by the names: ink where the folders are called 0-9"),
        wide=True, resume=NEVER, when=("dataset", FOLDER))

    weights: str = _entry("", kinds.File(nothing=tr("random weights")), NETWORK, "weightsButton",
        tr("Initial weights"), tr("Random, or those in a file of the same network"), resume=NEVER)
    layers: tuple[Layer, ...] = _entry((), table_kinds.Layers("layers", 500, nothing=tr("none")),
        NETWORK, "layersButton",
        tr("Layers"), tr("The layers of the network, in order"),
        wide=True, resume=NEVER, when=("network", OWN))
    freeze_body: bool = _entry(False, Flag(), NETWORK, "freezeBodyCheck",
        tr("Freeze the body"), tr("Only the last layer learns; the others stay as they are"),
        resume=NEVER, summary=tr("only the last layer learns"))
    lr_multipliers: tuple[tuple[str, float], ...] = _entry(
        (), table_kinds.Table(1000, nothing=tr("none")), NETWORK, "layerRatesEdit",
        tr("LR multipliers"),
        tr("Layers, and what multiplies the learning rate in them; 0 freezes a layer"),
        wide=True, resume=NEVER, aliases=("layer_rates",))
# fmt: on


TABLE: dict[str, Setting] = {
    entry.name: dataclasses.replace(entry.metadata["setting"], name=entry.name)
    for entry in dataclasses.fields(Settings)
}
"""Name -> setting, in order."""

ALIASES = {alias: setting.name for setting in TABLE.values() for alias in setting.aliases}


def option(name: str) -> str:
    """The option of `train` for a setting."""
    return f"--{name.replace('_', '-')}"


def renamed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the present names in place of older ones."""
    return {ALIASES.get(name, name): value for name, value in values.items()}
