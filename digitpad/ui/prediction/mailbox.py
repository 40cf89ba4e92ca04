"""What waits for the thread that reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.ink.drawing import Drawing

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint


@dataclass(slots=True)
class Mailbox:
    """What waits for the prediction thread. A newer entry replaces an older one of its kind.

    Attributes:
        drawing, revision: what shall be read, and its number.
        path: a network's file that shall be loaded.
        checkpoint: a network that shall answer.
        normalised, mean, std: the network that shall have this normalisation.
        several: whether several digits are looked for from now on.
        chosen: of several digits, whose steps are shown from now on.
        off: names of the steps that are left out from now on.
        quit: whether the thread shall end.
    """

    drawing: Drawing | None = None
    revision: int = 0
    path: Path | None = None
    checkpoint: Checkpoint | None = None
    normalised: Checkpoint | None = None
    mean: float = 0.0
    std: float = 1.0
    several: bool | None = None
    chosen: int | None = None
    off: frozenset[str] | None = None
    quit: bool = False

    def waiting(self) -> bool:
        """Whether there is anything to do."""
        networks = (self.path, self.checkpoint, self.normalised)
        items = (self.drawing, *networks, self.several, self.chosen, self.off)
        return self.quit or any(item is not None for item in items)
