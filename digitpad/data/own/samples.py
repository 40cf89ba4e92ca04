"""The user's own samples: drawings labelled with the intended digit, in a plain folder.

::

    samples/
      7/20260131-101500-1.png    the drawing as it was on the pad, white on black, 112 x 112
      7/20260131-101500-1.json   its strokes, as `save_drawing` writes them; missing for an opened picture
      .deleted/                  what undo restores

So the folder is an image folder that any program reads. The user may add pictures, move them between the
digits, or remove some: every picture in a folder named 0 to 9 is a sample.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
from PIL import Image

from digitpad.data.own.listing import LABELS, Listing, Sample, listing
from digitpad.data.preparation import prepare_ink
from digitpad.data.preprocess import FloatArray
from digitpad.errors import DatasetError, DigitpadError, reason
from digitpad.files import create_file, replace_file
from digitpad.ink.drawing import Drawing
from digitpad.ink.drawing_file import save_drawing
from digitpad.ink.raster import rasterize

_BIN = ".deleted"


@dataclass(frozen=True, slots=True)
class Deleted:
    """Samples that were deleted and can be restored.

    Attributes:
        moves: where each file was, and where it is now.
    """

    moves: tuple[tuple[Path, Path], ...]
    samples: tuple[Sample, ...]


class OwnSamples:
    """The samples in one folder. Nothing is kept in memory: the folder is the truth.

    Args:
        folder: made when the first sample is added.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, ink: Drawing | FloatArray, label: int) -> Sample:
        """Store a drawing, or the ink of an opened picture, as the digit `label`.

        Args:
            ink: a drawing on the pad, or float (H, W), 0 paper to 1 full ink.
            label: 0 to 9.

        Raises:
            DatasetError: when nothing is drawn, or the files cannot be written.
        """
        if prepare_ink(ink).input is None:
            raise DatasetError("There is nothing drawn that could be a sample; draw a digit first.")
        picture = _as_png(rasterize(ink) if isinstance(ink, Drawing) else ink)
        sample: Sample | None = None
        try:
            (self.folder / str(label)).mkdir(parents=True, exist_ok=True)
            # The picture first: it is a sample even without strokes; strokes alone are not.
            sample = Sample(self._created(label, picture), label)
            if isinstance(ink, Drawing):
                save_drawing(ink, sample.strokes)
        except (OSError, DigitpadError) as error:
            if sample is not None:
                with contextlib.suppress(OSError):
                    sample.picture.unlink(missing_ok=True)
            raise DatasetError(
                "The sample could not be stored in {folder}: {why}.", folder=self.folder, why=reason(error)
            ) from error
        return sample

    def _created(self, label: int, picture: bytes) -> Path:
        """Write a picture under a free name, which another process may take at the same moment.

        Of two that take a name for different digits, the later one at least notices, and takes another.
        """
        others = [other for other in LABELS if other != str(label)]
        while True:
            place = self._free_place(label)
            with contextlib.suppress(FileExistsError):
                create_file(place, picture)
                if not self._has(place.stem, others):
                    return place
                place.unlink()

    def _has(self, stem: str, labels: Iterable[str]) -> bool:
        """Whether one of the digits has a sample of that name, or its strokes."""
        return any(
            (self.folder / label / f"{stem}{ending}").exists()
            for label in labels
            for ending in (".png", ".json")
        )

    def _free_place(self, label: int) -> Path:
        """Return a name that no sample of any digit has, so that relabelling never collides."""
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
        number = 1
        while self._has(f"{stamp}-{number}", LABELS):
            number += 1
        return self.folder / str(label) / f"{stamp}-{number}.png"

    def listing(self) -> Listing:
        """List the folder; pictures are not opened, so it takes milliseconds for thousands.

        Raises:
            DatasetError: when the folder cannot be read.
        """
        return listing(self.folder)

    def relabel(self, samples: Iterable[Sample], label: int) -> list[tuple[Sample, Sample]]:
        """Relabel samples as the digit `label`.

        Returns:
            Each sample before and after, without those that no longer exist.

        Raises:
            DatasetError: when files cannot be moved; those before it have been.
        """
        changed = []
        for sample in samples:
            if not sample.picture.exists():
                continue
            place = sample.picture if sample.label == label else self._place_for(sample, label)
            if place != sample.picture:
                # The strokes first: if killed in between, doing it again repairs it.
                _move([(sample.strokes, place.with_suffix(".json")), (sample.picture, place)])
            changed.append((sample, Sample(place, label)))
        return changed

    def _place_for(self, sample: Sample, label: int) -> Path:
        """Return the new place of a sample that becomes `label`: under its own name if that is free."""
        place = self.folder / str(label) / sample.picture.name
        if place.exists():
            return self._free_place(label).with_suffix(sample.picture.suffix)
        return place

    def delete(self, samples: Iterable[Sample]) -> Deleted:
        """Remove samples from the folder; `restore` can undo it until `empty_bin`.

        Raises:
            DatasetError: when files cannot be moved; those before it have been.
        """
        moves: list[tuple[Path, Path]] = []
        deleted = []
        for sample in samples:
            place = self.folder / _BIN / uuid4().hex / sample.picture.name
            pair = [(sample.picture, place), (sample.strokes, place.with_suffix(".json"))]
            moves += _move(pair)
            deleted.append(sample)
        return Deleted(tuple(moves), tuple(deleted))

    def restore(self, deleted: Deleted) -> None:
        """Restore deleted samples where they were, or under a new name if that is taken by now.

        Raises:
            DatasetError: when files cannot be moved; those before it have been.
        """
        moves = []
        for sample in deleted.samples:
            place = sample.picture if not sample.picture.exists() else self._free_place(sample.label)
            origins = {sample.picture: place.with_suffix(sample.picture.suffix)}
            origins[sample.strokes] = place.with_suffix(".json")
            moves += [(kept, origins[origin]) for origin, kept in deleted.moves if origin in origins]
        _move(moves)

    def empty_bin(self, kept: float = 0) -> None:
        """Delete the deleted samples for good; what cannot be removed stays.

        Args:
            kept: seconds; what was deleted within them stays too, as another window may restore it.
        """
        with contextlib.suppress(OSError):
            for place in (self.folder / _BIN).iterdir():
                if time.time() - place.stat().st_mtime >= kept:
                    shutil.rmtree(place, ignore_errors=True)

    def export(self, samples: Sequence[Sample], folder: Path) -> int:
        """Copy samples into an image folder `<digit>/*.png` with their strokes.

        Returns:
            How many were copied.

        Raises:
            DatasetError: when `folder` holds digits already or cannot be written.
        """
        if any((folder / label).exists() for label in LABELS):
            raise DatasetError(
                "{folder} holds folders named 0 to 9 already; choose an empty one.", folder=folder
            )
        count = 0
        try:
            for sample in samples:
                target = folder / str(sample.label) / sample.picture.name
                target.parent.mkdir(parents=True, exist_ok=True)
                if sample.strokes.exists():
                    replace_file(target.with_suffix(".json"), sample.strokes.read_bytes())
                with contextlib.suppress(FileNotFoundError):  # removed meanwhile
                    replace_file(target, sample.picture.read_bytes())
                    count += 1
        except OSError as error:
            raise DatasetError(
                "The samples could not be exported to {folder}: {why}.", folder=folder, why=reason(error)
            ) from error
        return count


def _move(moves: Iterable[tuple[Path, Path]]) -> list[tuple[Path, Path]]:
    """Move files, replacing existing ones; files that do not exist are skipped."""
    done = []
    for origin, place in moves:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                origin.replace(place)
                done.append((origin, place))
        except OSError as error:
            raise DatasetError("{path} could not be moved: {why}.", path=origin, why=reason(error)) from error
    return done


def _as_png(ink: FloatArray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.round(np.clip(ink, 0, 1) * 255).astype(np.uint8)).save(stream, "PNG")
    return stream.getvalue()
