"""Corrections by the user: each drawing is stored once, relabelled when corrected again; can be undone."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256

from digitpad.data.own.listing import LABELS, Sample
from digitpad.data.own.samples import OwnSamples
from digitpad.data.preprocess import FloatArray
from digitpad.ink.drawing import Drawing

_Key = Drawing | bytes

_REMEMBERED = 100  # drawings whose stored sample is remembered


@dataclass(frozen=True, slots=True)
class Correction:
    """The result of a correction.

    Attributes:
        sample: the sample as it is stored now.
        before: its label before; None when it is new.
    """

    sample: Sample
    before: int | None = None

    @property
    def changed(self) -> bool:
        """Whether the label changed."""
        return self.before != self.sample.label


class Corrections:
    """Stores corrected drawings, each of them once.

    Args:
        store: where they are stored.
    """

    def __init__(self, store: OwnSamples) -> None:
        self._store = store
        self._known: OrderedDict[_Key, Sample] = OrderedDict()

    def correct(self, ink: Drawing | FloatArray, label: int) -> Correction:
        """Store a drawing, or the ink of a picture, as `label`; relabel it where it is stored already.

        Args:
            ink: a drawing, or float (H, W), 0 paper to 1 full ink.
            label: 0 to 9.

        Raises:
            DatasetError: when nothing is drawn or the files cannot be written.
        """
        key = ink if isinstance(ink, Drawing) else sha256(ink.tobytes()).digest()
        present = self._present(key)
        changed = [] if present is None else self._store.relabel([present], label)
        if changed:  # else it is new, or was removed from the folder just now
            ((before, sample),) = changed
            correction = Correction(sample, before.label)
        else:
            correction = Correction(self._store.add(ink, label))
        self._known[key] = correction.sample
        self._known.move_to_end(key)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return correction

    def undo(self, correction: Correction) -> None:
        """Restore the state before `correction`, if its sample still exists.

        Raises:
            DatasetError: when files cannot be moved.
        """
        sample = self._current(correction.sample)
        if sample is None:
            return
        if correction.before is None:
            self._store.delete([sample])
        else:
            self._store.relabel([sample], correction.before)

    def _present(self, key: _Key) -> Sample | None:
        known = self._known.get(key)
        return None if known is None else self._current(known)

    def _current(self, sample: Sample) -> Sample | None:
        """Return the sample where it is now: it may have been relabelled, moved or deleted since."""
        for label in (sample.label, *map(int, LABELS)):
            place = self._store.folder / str(label) / sample.picture.name
            if place.exists():
                return Sample(place, label)
        return None
