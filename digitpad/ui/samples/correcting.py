""" "It was a ...": a drawing that was read wrong becomes a sample."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.form import DIGITS
from digitpad.resources import samples_root
from digitpad.ui.pad import Canvas
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.prediction import Ink, PredictionPanel
from digitpad.ui.threads.task import Task
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.data.own.corrections import Correction, Corrections


class Correcting(QObject):
    """Stores what is on the pad as the digit that the user names, by a key on the pad or a bar.

    Args:
        canvas: whose keys count.
        panel: whose bars count.
        when_read: hands on what is meant, once it is read: what is on the pad, or the chosen part of it.
        task: the thread that stores it.
        banner: where the outcome is shown.
        parent: its owner.

    Signals:
        changed(): a sample was added, relabelled or taken back.
        teach_requested(): the network is to learn it now.
    """

    changed = Signal()
    teach_requested = Signal()

    def __init__(
        self,
        canvas: Canvas,
        panel: PredictionPanel,
        when_read: Callable[[Callable[[Ink], object]], object],
        task: Task,
        banner: StatusBanner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._when_read = when_read
        self._panel = panel
        self._task = task
        self._banner = banner
        self._corrections: Corrections | None = None
        self._last: Correction | None = None
        canvas.digit_pressed.connect(self.correct)
        panel.bars.class_clicked.connect(self._bar_clicked)

    @Slot(int)
    def _bar_clicked(self, number: int) -> None:
        names = self._panel.classes()
        name = names[number] if number < len(names) else ""
        if len(name) == 1 and name in "0123456789":
            self.correct(int(name))
        else:
            text = self.tr("'{name}' is not a digit from 0 to 9, and your samples are digits.")
            self._say(text.format(name=name))

    @Slot(int)
    def correct(self, digit: int) -> None:
        """Store what lies on the pad as `digit`."""
        if self._panel.classes() != DIGITS:
            self._say(
                self.tr("Your samples are digits, and this network reads other things; load one for digits.")
            )
            return
        self._when_read(partial(self._keep, digit))

    def _keep(self, digit: int, ink: Ink) -> None:
        then = self._stored_picture if isinstance(self._canvas.drawing(), PadPicture) else self._stored
        self._task.start(partial(self._store, ink, digit), then)

    def _store(self, ink: Ink, digit: int) -> Correction | None:
        """Runs in the samples' thread.

        Returns:
            None where nothing is drawn."""
        from digitpad.data.own.corrections import Corrections
        from digitpad.data.own.samples import OwnSamples
        from digitpad.data.preparation import prepare_ink

        if prepare_ink(ink).input is None:
            return None
        if self._corrections is None:
            self._corrections = Corrections(OwnSamples(samples_root()))
        return self._corrections.correct(ink, digit)

    def _stored_picture(self, correction: Correction | None) -> None:
        if correction is None:
            self._say(self.tr("No ink was found in this picture, so there is nothing to keep."))
        else:
            self._stored(correction)

    def _stored(self, correction: Correction | None) -> None:
        if correction is None:
            self._say(self.tr("Draw a digit first; then press the key 0 to 9 of what it was."))
            return
        self._last = correction
        label = correction.sample.label
        if correction.before is None:
            text = self.tr("Kept as {label} among your samples.").format(label=label)
        elif correction.changed:
            text = self.tr("It is {label} now, not {before}.").format(label=label, before=correction.before)
        else:
            text = self.tr("This drawing is among your samples as {label} already.").format(label=label)
        teach, undo = (self.tr("Teach it now"), self.teach_requested.emit), (self.tr("Undo"), self._undo)
        actions = (teach, undo) if correction.changed else ()
        (self._banner.show_success if correction.changed else self._banner.show_info)(text, actions)
        self.changed.emit()

    def _undo(self) -> None:
        correction, self._last = self._last, None
        if correction is not None:
            self._task.start(partial(self._take_back, correction), self._taken_back)

    def _take_back(self, correction: Correction) -> None:
        """Runs in the samples' thread."""
        if self._corrections is not None:
            self._corrections.undo(correction)

    def _taken_back(self, _nothing: object) -> None:
        self._say(self.tr("Taken back."))
        self.changed.emit()

    def _say(self, text: str) -> None:
        self._banner.show_info(text)
