"""What the window remembers. What cannot be read counts as not set, with a line in the log."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

_log = logging.getLogger("digitpad")

VERSION = 1
RECENT = 8
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class Settings:
    """Typed access to a `QSettings`.

    Args:
        store: where the values are kept; the user's own if None.

    Attributes:
        first_start: whether nothing was kept in it before.
    """

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = _users() if store is None else store
        self.first_start = not self._store.contains("version")
        if self._value("version", VERSION) != VERSION:
            _log.warning("settings of another version are not used")
            self._store.clear()
        self._store.setValue("version", VERSION)

    @staticmethod
    def place() -> str:
        """The file with the user's own, or the place in Windows' registry."""
        return _users().fileName()

    def _value(self, key: str, default: Any) -> Any:
        """The value of the default's own type; text files give everything back as text."""
        value: Any = self._store.value(key, default)
        try:
            if isinstance(default, bool):
                return _TRUTH[str(value).lower()]
            if isinstance(default, int | float | str):
                return type(default)(value)
        except (TypeError, ValueError, KeyError):
            _log.warning("setting %s is not readable; the default is used", key)
            return default
        return value

    def _plain(self, key: str) -> Any:
        """The value that is kept as JSON; None where it is not set or not readable."""
        try:
            return json.loads(self._value(key, "null"))
        except (ValueError, RecursionError):  # anything, or thousands of brackets
            _log.warning("setting %s is not readable; the default is used", key)
            return None

    @property
    def theme(self) -> str:
        """ "system", "light" or "dark"."""
        value = self._value("theme", "system")
        return value if value in ("system", "light", "dark") else "system"

    @theme.setter
    def theme(self, value: str) -> None:
        self._store.setValue("theme", value)

    @property
    def language(self) -> str:
        """ "system", or a language such as "en" or "zh_CN"."""
        return str(self._value("language", "system"))

    @language.setter
    def language(self, value: str) -> None:
        self._store.setValue("language", value)

    @property
    def brush(self) -> float:
        """Brush diameter in network pixels; 0 when never set."""
        value: float = self._value("pad/brush", 0.0)
        return value if 0.5 <= value <= 6 else 0.0

    @brush.setter
    def brush(self, value: float) -> None:
        self._store.setValue("pad/brush", value)

    @property
    def text_size(self) -> int:
        """Percent of the usual size in which all text is written."""
        value: int = self._value("text_size", 100)
        return value if 50 <= value <= 300 else 100

    @text_size.setter
    def text_size(self, value: int) -> None:
        self._store.setValue("text_size", value)

    @property
    def data_folder(self) -> Path | None:
        """The dataset folder chosen in the window, None for the usual one."""
        value = self._value("data/folder", "")
        return Path(value) if value else None

    @data_folder.setter
    def data_folder(self, value: Path | None) -> None:
        self._store.setValue("data/folder", "" if value is None else str(value))

    @property
    def live_weights(self) -> bool:
        """Whether the panel uses the newest weights while training."""
        return bool(self._value("training/live", True))

    @live_weights.setter
    def live_weights(self, value: bool) -> None:
        self._store.setValue("training/live", value)

    @property
    def tensorboard(self) -> bool:
        """Whether runs are written for TensorBoard too."""
        return bool(self._value("training/tensorboard", False))

    @tensorboard.setter
    def tensorboard(self, value: bool) -> None:
        self._store.setValue("training/tensorboard", value)

    @property
    def several_digits(self) -> bool:
        """Whether what is drawn is looked through for several digits."""
        return bool(self._value("pad/several_digits", True))

    @several_digits.setter
    def several_digits(self, value: bool) -> None:
        self._store.setValue("pad/several_digits", value)

    @property
    def steps_shown(self) -> bool:
        """Whether the preparation's steps are shown."""
        return bool(self._value("pad/steps_shown", True))

    @steps_shown.setter
    def steps_shown(self, value: bool) -> None:
        self._store.setValue("pad/steps_shown", value)

    @property
    def training(self) -> dict[str, Any]:
        """The training tab's settings; empty when never set."""
        values = self._plain("training/form")
        return values if isinstance(values, dict) else {}

    @training.setter
    def training(self, values: dict[str, Any]) -> None:
        self._store.setValue("training/form", json.dumps(values))

    @property
    def recent(self) -> list[Path]:
        """Networks loaded last, the newest first."""
        names = self._plain("recent")
        if not isinstance(names, list):
            return []
        return [Path(name) for name in names if isinstance(name, str)][:RECENT]

    def add_recent(self, path: Path) -> None:
        """Put `path` at the head of the recent networks."""
        names = [str(path), *(str(other) for other in self.recent if other != path)]
        self._store.setValue("recent", json.dumps(names[:RECENT]))

    @property
    def taught(self) -> tuple[Path, Path] | None:
        """The taught network that answered last, and the file of the one that it was taught from."""
        names = self._plain("taught")
        if not isinstance(names, list) or len(names) != 2 or not all(isinstance(name, str) for name in names):
            return None
        return Path(names[0]), Path(names[1])

    @taught.setter
    def taught(self, value: tuple[Path, Path] | None) -> None:
        self._store.setValue("taught", json.dumps([str(path) for path in value or ()]))

    @property
    def lessons_done(self) -> frozenset[str]:
        """The names of the lessons that were gone through to their end."""
        return frozenset(filter(None, self._value("lessons/done", "").split("\n")))

    @lessons_done.setter
    def lessons_done(self, value: frozenset[str]) -> None:
        self._store.setValue("lessons/done", "\n".join(sorted(value)))

    def window_state(self, part: str) -> QByteArray | None:
        """What `saveGeometry` or `saveState` of that part of the window gave."""
        value = self._store.value(f"window/{part}")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def set_window_state(self, part: str, value: QByteArray) -> None:
        """Keep what `saveGeometry` or `saveState` gave."""
        self._store.setValue(f"window/{part}", value)

    def flush(self) -> None:
        """Write to the disk."""
        self._store.sync()


def _users() -> QSettings:
    return QSettings("digitpad", "digitpad")
