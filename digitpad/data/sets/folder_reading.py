"""Reading the files of a folder of pictures, several at a time."""

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

from digitpad.data.labelled import LeftOut, PictureOptions, Progress
from digitpad.data.pictures import FORMATS, UNREADABLE, check_size, read_picture
from digitpad.data.preparation import prepare_ink
from digitpad.data.sets.folder_files import Folder, Found
from digitpad.data.whole_pictures import Pixels, squeezed, upright_in, whole_input
from digitpad.errors import DatasetError, PictureError, reason
from digitpad.form import DIGITS, INK, OBJECT, WHOLE, PictureForm

SIZE_OF_WHOLE = 32
"""Side of an image folder's pictures where no other is asked for, in pixels: CIFAR-10's."""

_SIZE_OF_INK = 28
_PART = 64  # files that are handed to the threads at a time
_TELLING = 0.05  # seconds between two calls of `progress`
_PROBED = 60  # pictures that tell whether a folder is in colour
_GREYISH = 8  # levels by which a grey picture's channels may differ after JPEG
_MOST_MEMORY = 0.6  # of what the computer has
_UNREADABLE = (*UNREADABLE, MemoryError, OverflowError)


@dataclass(frozen=True, slots=True)
class FolderReading:
    """How a folder's files are read.

    Attributes:
        channels, size, takes: as those of `digitpad.form.PictureForm`.
    """

    channels: int
    size: int
    takes: str

    @classmethod
    def of(cls, found: Folder, options: PictureOptions, progress: Progress) -> FolderReading:
        """As `options` want it; what they leave open is told by the folder's classes and pictures."""
        digits = set(found.classes) <= set(DIGITS)
        takes = options.takes or (INK if digits and options.channels != 3 else WHOLE)
        channels = options.channels or (3 if takes == WHOLE and _in_colour(found.train, progress) else 1)
        size = options.size or (_SIZE_OF_INK if takes == INK else SIZE_OF_WHOLE)
        return cls(channels, size, takes)

    def check_room(self, count: int) -> None:
        """Make sure that so many pictures fit into memory, where the system tells how much there is."""
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

    def read_any(
        self, folder: Path, found: Found, progress: Progress
    ) -> tuple[Tensor, Tensor, list[LeftOut]]:
        """The pictures (N, C, H, W) and labels (N,) of the files that can be read, and the others.

        Raises:
            DatasetError: when there is none.
            Cancelled: from `progress`.
        """
        images, labels, left_out = self._read_all(found, progress)
        if not len(labels):
            raise DatasetError(
                "No picture in {folder} can be read ({why}).", folder=folder, why=left_out[0].why
            )
        return images, labels, left_out

    def _read_all(self, found: Found, progress: Progress) -> tuple[Tensor, Tensor, list[LeftOut]]:
        count = len(found.paths)
        images = torch.empty(count, self.channels, self.size, self.size, dtype=torch.uint8)
        pixels = images.numpy()
        labels: list[int] = []
        left_out: list[LeftOut] = []
        # Looking for ink is Python's own work and gains nothing by threads.
        count_threads = 1 if self.takes == INK else _threads()
        with warnings.catch_warnings(), ThreadPoolExecutor(count_threads) as threads:
            warnings.simplefilter("ignore")  # Pillow's, of odd files
            progress(0, count)
            told = time.monotonic()
            try:
                for start in range(0, count, _PART):
                    part = found.paths[start : start + _PART]
                    for number, read in enumerate(threads.map(self._read, part), start):
                        if isinstance(read, str):
                            left_out.append(LeftOut(found.paths[number], read))
                        else:
                            # Ink and objects are grey; a network in colour gets them three times.
                            pixels[len(labels)] = read.reshape(self.size, self.size, -1).transpose(2, 0, 1)
                            labels.append(found.labels[number])
                        if time.monotonic() - told > _TELLING:
                            progress(number, count)
                            told = time.monotonic()
            except BaseException:
                threads.shutdown(cancel_futures=True)
                raise
        progress(count, count)
        return images[: len(labels)], torch.tensor(labels, dtype=torch.int64), left_out

    def _read(self, path: Path) -> Pixels | str:
        """The file as a network's input; or why it cannot be one."""
        try:
            if self.takes == INK:
                return self._ink(path)
            with Image.open(path, formats=FORMATS) as image:
                check_size(image, path.name)
                if self.takes == OBJECT:
                    return self._object(np.asarray(upright_in(image, "L")))
                return squeezed(image, self.channels, self.size)
        except PictureError as error:
            return str(error)
        except Image.DecompressionBombError:
            return "it has too many pixels"
        except _UNREADABLE as error:
            told = isinstance(error, OSError) and error.errno is not None  # the system's, not Pillow's
            return reason(error) if told else "it is damaged, or no picture"

    def _ink(self, path: Path) -> Pixels:
        prepared = prepare_ink(read_picture(path)).input
        blank = np.zeros((_SIZE_OF_INK, _SIZE_OF_INK), np.float32)
        pixels = np.round((blank if prepared is None else prepared) * 255).astype(np.uint8)
        if self.size == _SIZE_OF_INK:
            return pixels
        return np.asarray(Image.fromarray(pixels).resize((self.size, self.size), Image.Resampling.BILINEAR))

    def _object(self, grey: Pixels) -> Pixels:
        found = whole_input(grey, PictureForm(1, self.size, OBJECT))
        blank = np.zeros((self.size, self.size), np.float32)
        return np.round((blank if found is None else found) * 255).astype(np.uint8)


def _threads() -> int:
    return min(8, os.cpu_count() or 1)


def _in_colour(found: Found, progress: Progress) -> bool:
    """Whether any of some pictures spread over the folder has a colour in it."""
    step = -(-len(found.paths) // _PROBED)
    for path in found.paths[::step]:
        progress(0, 0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(path, formats=FORMATS) as image:
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
