"""A translator that remembers what it was asked, so that texts can be put into another language later.

Qt hands texts out and forgets where they came from. A window whose language changes while it is used needs
to know that: otherwise each class that says anything would have to say it again by a method of its own.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator

Key = tuple[str, str]
"""A context and a source text."""


class RememberingTranslator(QTranslator):
    """Translates by a catalogue, or leaves the source, and remembers each text with where it came from.

    Args:
        catalogue: the translations; None for the sources as they are.
        parent: its owner.

    Attributes:
        keys: for each text that was handed out, the keys that it came from, the oldest first.
    """

    def __init__(self, catalogue: QTranslator | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.keys: dict[str, dict[Key, None]] = {}

    def has(self, key: Key) -> bool:
        """Whether the catalogue translates a text."""
        return self._catalogue is not None and bool(self._catalogue.translate(*key))

    def text_for(self, key: Key) -> str:
        """What is displayed for a key; it is remembered."""
        text = (self._catalogue.translate(*key) if self._catalogue is not None else "") or key[1]
        self.keys.setdefault(text, {})[key] = None
        return text

    def translate(
        self, context: str, source: str, _disambiguation: str | None = None, _number: int = -1
    ) -> str | None:
        """What Qt asks: None where the catalogue has nothing, so that Qt's own one is asked."""
        text = self.text_for((context, source))
        return text if text != source else None

    def isEmpty(self) -> bool:
        return False
