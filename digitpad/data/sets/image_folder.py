"""Folders of pictures, a folder for each class, as torchvision's ImageFolder has them (note 004).

Their files are read several at a time.
"""

from __future__ import annotations

import os
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from digitpad.data.labelled import Dataset, LabelledImages, PictureOptions, Progress, SkippedFile
from digitpad.data.pictures import UNREADABLE, check_size, read_picture, undecoded
from digitpad.data.preparation import prepare_ink
from digitpad.data.sets.division import held_out
from digitpad.data.sets.folder_files import Folder, LabelledFiles, list_folder
from digitpad.data.whole_pictures import Pixels, squeezed, upright_in, whole_input
from digitpad.errors import DatasetError, PictureError, printable, reason, tr
from digitpad.form import DIGITS, INK, OBJECT, SIDE, WHOLE, PictureForm

SIZE_OF_WHOLE = 32
"""Side of an image folder's pictures where no other is asked for, in pixels: CIFAR-10's."""

_PART = 64  # files that the threads get at a time
_INTERVAL = 0.05  # seconds between two calls of `progress`
_PROBED = 60  # pictures that decide whether a folder is in colour
_GREYISH = 8  # levels by which a grey picture's channels may differ after JPEG
_MOST_MEMORY = 0.6  # of the computer's memory
_UNREADABLE = (*UNREADABLE, MemoryError, OverflowError)


_NOTHING_LEFT = (
    tr("{folder} has no picture left to train with; put more pictures into it."),
    tr("{folder} has no picture left to test with; put more pictures into it."),
)
"""Of both parts."""


def load_folder(folder: Path, options: PictureOptions, progress: Progress) -> Dataset:
    """Load a folder's pictures, divided into a training and a test set.

    Folders `train` and `test` (or `val`) in it divide them; else a share of each class is held out for
    testing, chosen by a seed.

    Raises:
        DatasetError: when there are no pictures, or too many to fit into memory.
        Cancelled: from `progress`.
    """
    listing = list_folder(folder, progress)
    reading = _FolderReading.of(listing, options, progress)
    if listing.test is None:
        reading.check_room(2 * len(listing.train.paths))  # all of them, and both parts
        images, labels, skipped = reading.read(folder, listing.train, progress)
        chosen = held_out(labels, len(listing.classes), options)
        parts = [(images[~chosen], labels[~chosen]), (images[chosen], labels[chosen])]
    else:
        count = len(listing.train.paths) + len(listing.test.paths)
        before = len(listing.train.paths)
        reading.check_room(count)
        *train, skipped = reading.read(folder, listing.train, lambda done, _: progress(done, count))
        *test, more = reading.read(folder, listing.test, lambda done, _: progress(before + done, count))
        parts, skipped = [(train[0], train[1]), (test[0], test[1])], skipped + more
    for text, (_, part_labels) in zip(_NOTHING_LEFT, parts, strict=True):
        if not len(part_labels):
            raise DatasetError(text, folder=folder)
    data = [LabelledImages(*part, listing.classes, content=reading.content) for part in parts]
    return Dataset(
        str(folder), data[0], data[1], skipped=(*listing.skipped, *skipped), messages=listing.messages
    )


def load_whole_folder(
    folder: Path,
    options: PictureOptions,
    progress: Progress,
    classes: tuple[str, ...] = (),
    train: bool = False,
) -> LabelledImages:
    """Load the pictures that a network is measured on: those of `test` (or `val`) in the folder, or all.

    Args:
        folder: the folder.
        options: the form of the pictures.
        progress: called with (done, total); may raise `Cancelled` to stop.
        classes: the network's; only the folders with these names are read. All if empty.
        train: whether those of `train` are loaded instead.

    Raises:
        DatasetError: as `load_folder`; also when no folder is named like one of the classes.
        Cancelled: from `progress`.
    """
    listing = list_folder(folder, progress)
    reading = _FolderReading.of(listing, options, progress)
    part = listing.train if train else listing.test or listing.train
    if not classes and reading.content == INK and set(listing.classes) <= set(DIGITS):
        classes = DIGITS  # a label is the digit, whichever of them are there
    if classes:
        part = _of_classes(part, listing.classes, classes)
        if not part.paths:
            raise DatasetError(
                "{folder} holds no pictures in folders named like the network's classes ({classes}); arrange "
                "them as {folder}/{first}/picture.png.",
                folder=folder,
                classes=printable(", ".join(classes)),
                first=classes[0],
            )
    reading.check_room(len(part.paths))
    images, labels, _ = reading.read(folder, part, progress)
    return LabelledImages(images, labels, classes or listing.classes, content=reading.content)


def some_pictures(folder: Path, count: int, options: PictureOptions, progress: Progress) -> LabelledImages:
    """Load so many of a folder's training pictures, the same each time.

    Raises:
        DatasetError: when there are no pictures.
        Cancelled: from `progress`.
    """
    listing = list_folder(folder, progress)
    reading = _FolderReading.of(listing, options, progress)
    files = listing.train
    order = torch.randperm(len(files.paths), generator=torch.Generator().manual_seed(0))[:count].tolist()
    chosen = LabelledFiles(
        tuple(files.paths[number] for number in order), tuple(files.labels[number] for number in order)
    )
    images, labels, _ = reading.read(folder, chosen, progress)
    return LabelledImages(images, labels, listing.classes, content=reading.content)


def _of_classes(part: LabelledFiles, names: tuple[str, ...], classes: tuple[str, ...]) -> LabelledFiles:
    """Return the pictures of some classes, with labels as indices into `classes`."""
    numbers = {name: number for number, name in enumerate(classes)}
    kept = [
        (path, numbers[names[label]])
        for path, label in zip(part.paths, part.labels, strict=True)
        if names[label] in numbers
    ]
    return LabelledFiles(tuple(path for path, _ in kept), tuple(label for _, label in kept))


@dataclass(frozen=True, slots=True)
class _FolderReading:
    """How a folder's files are read.

    Attributes:
        channels, size, content: as those of `digitpad.form.PictureForm`.
    """

    channels: int
    size: int
    content: str

    @classmethod
    def of(cls, listing: Folder, options: PictureOptions, progress: Progress) -> _FolderReading:
        """Decide by `options`, and where they leave it open by the folder's classes and pictures."""
        digits = set(listing.classes) <= set(DIGITS)
        content = options.content or (INK if digits and options.channels != 3 else WHOLE)
        channels = options.channels or (3 if content == WHOLE and _in_colour(listing.train, progress) else 1)
        size = options.size or (SIDE if content == INK else SIZE_OF_WHOLE)
        return cls(channels, size, content)

    def check_room(self, count: int) -> None:
        """Check that so many pictures fit into memory, where the system reports its size.

        Raises:
            DatasetError: when they do not.
        """
        needed = count * self.channels * self.size**2
        try:
            memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        except (AttributeError, ValueError, OSError):
            return
        if needed > _MOST_MEMORY * memory:
            raise DatasetError(
                "So many pictures of this size take {needed:.0f} GB, and this computer has {memory:.0f}; "
                "choose a smaller picture size.",
                needed=needed / 1e9,
                memory=memory / 1e9,
            )

    def read(
        self, folder: Path, files: LabelledFiles, progress: Progress
    ) -> tuple[Tensor, Tensor, list[SkippedFile]]:
        """Read files.

        Returns:
            The pictures (N, C, H, W) and labels (N,) of those that can be read, and the others.

        Raises:
            DatasetError: when no file can be read.
            Cancelled: from `progress`.
        """
        images, labels, skipped = self._read_all(files, progress)
        if not len(labels):
            raise DatasetError(
                "No picture in {folder} can be read ({why}).", folder=folder, why=skipped[0].why
            )
        return images, labels, skipped

    def _read_all(self, files: LabelledFiles, progress: Progress) -> tuple[Tensor, Tensor, list[SkippedFile]]:
        count = len(files.paths)
        images = torch.empty(count, self.channels, self.size, self.size, dtype=torch.uint8)
        pixels = images.numpy()
        labels: list[int] = []
        skipped: list[SkippedFile] = []
        # Finding ink is work in Python, which threads do not speed up.
        count_threads = 1 if self.content == INK else min(8, os.cpu_count() or 1)
        with warnings.catch_warnings(), ThreadPoolExecutor(count_threads) as threads:
            warnings.simplefilter("ignore")  # Pillow's, of odd files
            progress(0, count)
            reported = time.monotonic()
            try:
                for start in range(0, count, _PART):
                    part = files.paths[start : start + _PART]
                    for number, read in enumerate(threads.map(self._read, part), start):
                        if isinstance(read, str):
                            skipped.append(SkippedFile(files.paths[number], read))
                        else:
                            # Ink and objects are grey; a network in colour gets them three times.
                            pixels[len(labels)] = read.reshape(self.size, self.size, -1).transpose(2, 0, 1)
                            labels.append(files.labels[number])
                        if time.monotonic() - reported > _INTERVAL:
                            progress(number, count)
                            reported = time.monotonic()
            except BaseException:
                threads.shutdown(cancel_futures=True)
                raise
        progress(count, count)
        return images[: len(labels)], torch.tensor(labels, dtype=torch.int64), skipped

    def _read(self, path: Path) -> Pixels | str:
        """Read the file as a network's input; return the reason where it cannot be read."""
        try:
            if self.content == INK:
                return self._ink(path)
            with undecoded(path) as image:
                check_size(image, path.name)
                if self.content == OBJECT:
                    return self._object(np.asarray(upright_in(image, "L")))
                return squeezed(image, self.channels, self.size)
        except PictureError as error:
            return str(error)
        except Image.DecompressionBombError:
            return "it has too many pixels"
        except _UNREADABLE as error:
            from_system = isinstance(error, OSError) and error.errno is not None  # not from Pillow
            return str(reason(error)) if from_system else "it is damaged or not a picture"

    def _ink(self, path: Path) -> Pixels:
        prepared = prepare_ink(read_picture(path)).input
        blank = np.zeros((SIDE, SIDE), np.float32)
        pixels = np.round((blank if prepared is None else prepared) * 255).astype(np.uint8)
        if self.size == SIDE:
            return pixels
        return np.asarray(Image.fromarray(pixels).resize((self.size, self.size), Image.Resampling.BILINEAR))

    def _object(self, grey: Pixels) -> Pixels:
        prepared = whole_input(grey, PictureForm(1, self.size, OBJECT))
        blank = np.zeros((self.size, self.size), np.float32)
        return np.round((blank if prepared is None else prepared) * 255).astype(np.uint8)


def _in_colour(files: LabelledFiles, progress: Progress) -> bool:
    """Whether any of some pictures spread over the folder has a colour in it."""
    step = -(-len(files.paths) // _PROBED)
    for path in files.paths[::step]:
        progress(0, 0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with undecoded(path) as image:
                    check_size(image, path.name)
                    if image.mode in ("1", "L", "LA", "I", "F") or image.mode.startswith("I;"):
                        continue
                    image.draft("RGB", (64, 64))
                    small = image.convert("RGB").resize((32, 32), Image.Resampling.BOX)
                    pixels = np.asarray(small, np.int16)
        except (PictureError, *_UNREADABLE):
            continue
        if int((pixels.max(axis=2) - pixels.min(axis=2)).max()) > _GREYISH:
            return True
    return False
