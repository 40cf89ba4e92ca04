"""Any network file: one that is known, or one that is tried on the pictures that are there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import torch

from digitpad.data.datasets import DATASETS, load_dataset
from digitpad.data.labelled import LabelledImages, PictureOptions, resized
from digitpad.data.sets.folder_files import class_names as class_folders
from digitpad.data.sets.image_folder import some_pictures
from digitpad.data.sets.synthetic_set import synthetic_images
from digitpad.errors import DatasetError, DigitpadError, Sentence, printable
from digitpad.form import DIGITS, INK, WHOLE, PictureForm
from digitpad.model.assumptions import OPEN, Given
from digitpad.model.checkpoint import Checkpoint
from digitpad.model.open.classes import class_names
from digitpad.model.open.foreign import UnknownNetworkError
from digitpad.model.open.loading import load_checkpoint, network_file, with_partner
from digitpad.model.open.opening import assumed_network
from digitpad.model.open.search.pictures import Labelled, Pictures
from digitpad.model.open.search.recognised import better, is_doubtful, is_of_shapes
from digitpad.model.open.search.suiting import suited
from digitpad.model.open.search.tries import ALL, MOST
from digitpad.model.spec.shapes import Layers
from digitpad.resources import data_root

_SETS = {
    INK: ("mnist", "fashion-mnist", "kmnist", "emnist-digits", "emnist-letters", "usps"),
    WHOLE: ("cifar10", "svhn"),
}
"""Datasets whose training pictures unknown networks are tried on, by content; those that are on the disk."""

_LARGE = 64
"""Of pictures with longer sides fewer are taken."""

_LIKE_LETTERS = {0: "o", 2: "z", 5: "s"}
"""Digits that look like one letter, large or small, and like no other."""

_TITLES: dict[str, str | Sentence] = {
    "synthetic": Sentence("drawn digits"),
    "mnist": "MNIST",
    "fashion-mnist": "Fashion-MNIST",
    "kmnist": "KMNIST",
    "emnist-digits": "EMNIST",
    "emnist-letters": "EMNIST",
    "usps": "USPS",
    "cifar10": "CIFAR-10",
    "svhn": "SVHN",
}

_SECONDS_OF_DOUBT = 11.0
"""How long others are tried where a network is known and reads badly: few of those take seconds."""


def open_network(
    path: Path,
    root: Path | None = None,
    tried: Callable[[int], None] = lambda _count: None,
    given: Given = OPEN,
    folder: Path | None = None,
    layers: Layers = (),
    entry: str = "",
) -> Checkpoint:
    """The network in a file; of one that is in no registry what fits its weights and reads best.

    Weights with the names and shapes of a network in the registry are that network's, unless they read badly
    as that and better as another, or something else is settled.

    Args:
        path: the file.
        root: the folder with datasets; `DIGITPAD_DATA` or the cache folder if None.
        tried: called now and then with how many candidates have been tried; it may raise `Cancelled` to stop.
        given: assumptions that are settled; they leave a network as it is where its file tells all of it.
        folder: an image folder that is tried too, if it has as many classes and channels.
        layers: those of a network that is in no registry, where the user has listed them.
        entry: what the network is called in a file that holds several.

    Raises:
        CheckpointError: what is wrong with the file; an `UnknownNetworkError` where no network fits, and a
            `SeveralNetworksError` where `entry` has to choose one.
    """
    some = pictures(root, folder, tried)
    try:
        known = load_checkpoint(path, entry)
    except UnknownNetworkError:
        assumed = _assumed(path, some, tried, given=given, layers=layers, entry=entry)
        if assumed is None:
            raise
        return assumed
    if (given != OPEN or layers) and is_of_shapes(known):
        return _assumed(path, some, tried, given=given, layers=layers, entry=entry) or known
    each = partial(tried, 0)
    if not is_doubtful(known, some, each):
        return known
    if known.entry.ready_made:
        return suited(known, some, tried)
    try:
        assumed = _assumed(path, some, tried, entry=entry, seconds=_SECONDS_OF_DOUBT)
    except UnknownNetworkError:
        return known
    return assumed if assumed is not None and better(assumed, known, some, each) else known


def _assumed(path: Path, some: Pictures, tried: Callable[[int], None], **settled: Any) -> Checkpoint | None:
    """What `assumed_network` returns for a file of a pair, with the optimiser's state in the other file."""
    network = network_file(path)
    assumed = assumed_network(network, some, tried, **settled)
    return None if assumed is None else with_partner(assumed, network)


def open_known(path: Path, entry: str = "", root: Path | None = None) -> Checkpoint:
    """The network in a file, where it is known at once; without trying others.

    Args:
        path: the file.
        entry: what the network is called in a file that holds several.
        root: the folder with datasets; `DIGITPAD_DATA` or the cache folder if None.

    Raises:
        CheckpointError: what is wrong with the file; an `UnknownNetworkError` where others have to be tried.
    """
    known = load_checkpoint(path, entry)
    if is_doubtful(known, pictures(root)):
        raise UnknownNetworkError("{path} reads badly as {name}.", path=path, name=known.architecture)
    return known


def pictures(
    root: Path | None, folder: Path | None = None, tried: Callable[[int], None] = lambda _count: None
) -> Pictures:
    """The labelled pictures that networks are tried on.

    Args:
        root, folder, tried: as for `open_network`.
    """
    datasets = root or data_root()

    @lru_cache(maxsize=16)
    def own(form: PictureForm, classes: int) -> tuple[Labelled, ...]:
        return _of_folder(folder, form, classes, tried) if folder is not None else ()

    def of(form: PictureForm, classes: int) -> Sequence[Labelled]:
        # What is downloaded or deleted meanwhile counts at once.
        names = tuple(name for name in _SETS[form.content] if DATASETS[name].is_there(datasets))
        return (*own(form, classes), *_pictures(datasets, names, form, classes))

    return of


def _of_folder(
    folder: Path, form: PictureForm, classes: int, tried: Callable[[int], None]
) -> tuple[Labelled, ...]:
    """Some pictures of an image folder, if it has as many classes and channels."""
    try:
        if len(class_folders(folder)) != classes:
            return ()
        some = some_pictures(folder, _count(form), PictureOptions(form.size), lambda *_: tried(0))
    except (DatasetError, OSError):
        return ()
    if some.images.shape[1] != form.channels or not len(some):
        return ()
    return (Labelled(some.images, some.labels, tuple(some.classes), printable(folder.name)),)


@lru_cache(maxsize=16)
def _pictures(root: Path, there: tuple[str, ...], form: PictureForm, classes: int) -> tuple[Labelled, ...]:
    """Sets of labelled training pictures of a form; drawn ones where MNIST is not among those on the disk.

    A network with more classes than digits is tried on digits where these are its first classes, as in
    EMNIST, and one with fewer on the digits that it has. Without letters one for letters is tried on the
    digits that look like some, and on digits as its first classes.
    """
    names = ("synthetic", *there) if form.content == INK and "mnist" not in there else there
    sets = [labelled for name in names if (labelled := _some(name, root, form)) is not None]
    own = class_names(classes, form)
    same = tuple(labelled for labelled in sets if len(labelled.classes) == classes)
    digits = next((labelled for labelled in sets if labelled.classes == DIGITS), None)
    if same or form.content != INK or digits is None:
        return same
    if own[: len(DIGITS)] == DIGITS[:classes]:
        return (_labelled(digits, {digit: digit for digit in range(min(classes, len(DIGITS)))}, own),)
    alike = {digit: own.index(letter) for digit, letter in _LIKE_LETTERS.items()}
    title = Sentence("{digits}, with 0, 2 and 5 for O, Z and S", {"digits": digits.title})
    letters = replace(_labelled(digits, alike, own), title=title)
    numbers = tuple(map(str, range(classes)))
    return (letters, replace(digits, classes=numbers))


def _labelled(digits: Labelled, labels: Mapping[int, int], classes: tuple[str, ...]) -> Labelled:
    """The digits with such labels in place of their own; without the others."""
    own = torch.tensor([labels.get(digit, -1) for digit in range(len(DIGITS))])[digits.labels]
    return replace(digits, images=digits.images[own >= 0], labels=own[own >= 0], classes=classes)


def _count(form: PictureForm) -> int:
    """How many pictures are taken."""
    return MOST if form.size <= _LARGE else ALL


@lru_cache(maxsize=1)
def _drawn() -> LabelledImages:
    """Digits for networks of every form; drawing all of the synthetic set would take half a minute."""
    return LabelledImages(*synthetic_images(ALL, 1))


def _some(name: str, root: Path, form: PictureForm) -> Labelled | None:
    """As many training pictures as networks are tried on, the same each time."""
    try:
        train = _drawn() if name == "synthetic" else load_dataset(name, root).train
    except DigitpadError:
        return None
    chosen = torch.randperm(len(train), generator=torch.Generator().manual_seed(0))[: _count(form)]
    few = LabelledImages(train.images[chosen], train.labels[chosen], train.classes, content=train.content)
    few = resized(few, PictureOptions(form.size, form.channels))
    return Labelled(few.images, few.labels, tuple(few.classes), _TITLES[name])
