"""Fields for settings that are neither number nor choice: texts with a grammar, and what a dialog sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolButton, QWidget

_NARROWEST = 58  # pixels


class TextField(QLineEdit):
    """A line of text that stands for a value.

    Args:
        read: makes the value of the text; what it cannot read it gives back in a form that a recipe refuses.
        write: makes the text of the value.
        parent: its owner.

    Signals:
        value_changed(): it stands for another value.
    """

    value_changed = Signal()

    def __init__(
        self, read: Callable[[str], object], write: Callable[[Any], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._read, self._write = read, write
        self.setMinimumWidth(_NARROWEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.value_changed)

    def value(self) -> object:
        """What the text stands for."""
        return self._read(self.text())

    def set_value(self, value: object) -> None:
        """Show a value."""
        text = self._write(value)
        if text != self.text():
            self.setText(text)


class ButtonField(QToolButton):
    """A value that a dialog sets, told in words on the button that opens it.

    Args:
        describe: the words.
        empty: the value of a recipe that says nothing.
        parent: its owner.

    Signals:
        value_changed(): it has another value.
    """

    value_changed = Signal()

    def __init__(self, describe: Callable[[Any], str], empty: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self._empty = self._value = empty
        self.setMinimumWidth(_NARROWEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_value(empty)

    def value(self) -> object:
        """The value."""
        return self._value

    def set_value(self, value: object) -> None:
        """Have another value; None is that of a recipe that says nothing."""
        before, self._value = self._value, self._empty if value is None else value
        self.setText(self._describe(self._value))
        if before != self._value:
            self.value_changed.emit()


def read_numbers(text: str) -> object:
    """A normalisation's number, or one for each channel; None for an empty text, what is none as it is."""
    try:
        numbers = [float(part) for part in text.replace(";", ",").split(",") if part.strip()]
    except ValueError:
        return text
    return (numbers[0] if len(numbers) == 1 else numbers) if numbers else None


def write_numbers(value: object) -> str:
    """What `read_numbers` reads."""
    numbers = value if isinstance(value, list | tuple) else [] if value is None else [value]
    return ", ".join(f"{number:.12g}" if isinstance(number, float) else str(number) for number in numbers)


def read_rates(text: str) -> object:
    """Layers and the factors of their learning rates: "features = 0.1, classifier = 1"."""
    rates: dict[str, object] = {}
    for part in text.replace(";", ",").split(","):
        name, _, factor = (word.strip() for word in part.partition("="))
        if not name and not factor:
            continue
        try:
            rates[name] = float(factor)
        except ValueError:
            rates[name] = factor
    return rates


def write_rates(value: object) -> str:
    """What `read_rates` reads."""
    rates = value if isinstance(value, Mapping) else {}
    return ", ".join(
        f"{name} = {factor:.12g}" if isinstance(factor, float) else f"{name} = {factor}"
        for name, factor in rates.items()
    )
