"""What people say a drawing was: stored once, relabelled when they say it again, and taken back."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256

from digitpad.data.own.samples import LABELS, OwnSamples, Sample
from digitpad.data.preprocess import FloatArray
from digitpad.ink.drawing import Drawing

_Key = Drawing | bytes

_REMEMBERED = 100  # drawings for which it is known whether they are stored already


@dataclass(frozen=True, slots=True)
class Correction:
    """What came of saying what a drawing was.

    Attributes:
        sample: the sample as it is stored now.
        before: what it was stored as before; None when it is new.
    """

    sample: Sample
    before: int | None = None

    @property
    def changed(self) -> bool:
        """Whether anything is other than before."""
        return self.before != self.sample.label


class Corrections:
    """Stores corrected drawings, each of them once.

    Args:
        store: where.
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
        if changed:  # else it is new, or was taken out of the folder this moment
            ((before, sample),) = changed
            correction = Correction(sample, before.label)
        else:
            correction = Correction(self._store.add(ink, label))
        self._known[key] = correction.sample
        self._known.move_to_end(key)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return correction

    def take_back(self, correction: Correction) -> None:
        """Let everything be as it was before `correction`, as far as its sample is still there.

        Raises:
            DatasetError: when files cannot be moved.
        """
        sample = self._found(correction.sample)
        if sample is None:
            return
        if correction.before is None:
            self._store.delete([sample])
        else:
            self._store.relabel([sample], correction.before)

    def _present(self, key: _Key) -> Sample | None:
        known = self._known.get(key)
        return None if known is None else self._found(known)

    def _found(self, sample: Sample) -> Sample | None:
        """The sample where it lies now: it may have been relabelled or deleted since."""
        for label in (sample.label, *map(int, LABELS)):
            place = self._store.folder / str(label) / sample.picture.name
            if place.exists():
                return Sample(place, label)
        return None
