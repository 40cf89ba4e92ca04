"""A thread that teaches the network the user's samples."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from digitpad.errors import Cancelled, DigitpadError, reason
from digitpad.ui.threads.priority import lower_priority, use_all_cores

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint

_log = logging.getLogger("digitpad")

_INTERVAL = 0.1  # seconds between two reports of progress


class TeachingWorker(QThread):
    """Gives one lesson and saves the network that comes of it.

    Args:
        checkpoint: the network that is taught; it stays as it is.
        samples: the folder of the samples.
        data: the folder with datasets; None for the usual one.
        wait_for_imports: called first in the thread; when two threads import modules that import each other,
            Python hands out half-made ones.

    Signals:
        progressed(str, float): the phase, one of `digitpad.training.finetune.session.PHASES`, and the
            fraction of all that is done, 0 to 1.
        taught(object, object): the `FineTuned` network and the `Path` it is saved in.
        failed(object): the `DigitpadError` that it ended with; nothing was changed or written.
    """

    progressed = Signal(str, float)
    taught = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self,
        checkpoint: Checkpoint,
        samples: Path,
        data: Path | None,
        wait_for_imports: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("teachingWorker")
        self.setStackSize(16 * 1024 * 1024)  # macOS gives threads 512 KB, too little for matrix libraries
        self._checkpoint = checkpoint
        self._samples = samples
        self._data = data
        self._wait_for_imports = wait_for_imports
        self._told_at = 0.0
        self._phase = ""

    def cancel(self) -> None:
        """End the lesson after the batch at hand; the network stays as it was."""
        self.requestInterruption()

    def run(self) -> None:
        """Teach; called by Qt in the thread."""
        lower_priority()
        try:
            self._wait_for_imports()
            self._teach()
        except Cancelled:
            pass
        except DigitpadError as error:
            self.failed.emit(error)
        except (RuntimeError, MemoryError, ValueError, OSError) as error:
            self.failed.emit(DigitpadError("Teaching stopped: {why}.", why=reason(error)))
        except Exception as error:  # noqa: BLE001 - the thread's last frame: what nobody foresaw is said, not lost
            _log.exception("unexpected error in the teaching thread")
            self.failed.emit(
                DigitpadError("Teaching stopped by an error in digitpad ({why}).", why=repr(error))
            )

    def _teach(self) -> None:
        from digitpad.data.own.samples import OwnSamples
        from digitpad.training.finetune.session import fine_tune_on_samples, save_fine_tuned

        use_all_cores()
        taught = fine_tune_on_samples(self._checkpoint, OwnSamples(self._samples), self._data, self._progress)
        if not self.isInterruptionRequested():
            self.taught.emit(taught, save_fine_tuned(taught))

    def _progress(self, phase: str, done: int, total: int) -> None:
        from digitpad.training.finetune.session import fraction_done

        if self.isInterruptionRequested():
            raise Cancelled
        now = time.monotonic()
        if phase != self._phase or now - self._told_at > _INTERVAL:
            self._phase, self._told_at = phase, now
            self.progressed.emit(phase, fraction_done(phase, done, total))
