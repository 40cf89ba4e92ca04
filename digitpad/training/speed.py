"""How fast a run goes."""

from __future__ import annotations


class Speed:
    """Examples a second over about the last second."""

    def __init__(self) -> None:
        self._examples = 0
        self._seconds = 0.0
        self.value = 0.0

    def add(self, examples: int, seconds: float) -> None:
        """Count examples that took so long."""
        self._examples += examples
        self._seconds += seconds
        if self._seconds > 1.0 or not self.value:
            self.value = self._examples / max(self._seconds, 1e-9)
        if self._seconds > 1.0:
            self._examples, self._seconds = 0, 0.0
