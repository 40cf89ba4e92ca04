"""Fields for numbers that are typed: nothing typed is changed in silence, and what cannot be says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QHideEvent, QKeyEvent, QPalette, QShowEvent, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QLineEdit, QSpinBox, QWidget

from digitpad.errors import RecipeError
from digitpad.recipe.kinds import Kind, Number, Whole
from digitpad.ui.messages import sentence, translated
from digitpad.ui.style.theme import error_text, message_colours, with_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractSpinBox

    _FieldBase = QWidget

    class _SpinBase(QAbstractSpinBox):
        """What `QSpinBox` and `QDoubleSpinBox` have in common."""

        def prefix(self) -> str: ...
        def suffix(self) -> str: ...
        def value(self) -> Any: ...
        def setValue(self, value: Any) -> None: ...
else:
    _FieldBase = _SpinBase = object  # the classes below are Qt's besides

_DECIMALS = 60
"""As many as a number needs that is to come back as it was typed; fewer would make 0 of 1e-12."""

_SHORTEST = 1e-8
"""Numbers nearer to 0 are written with an exponent."""


class Notices(QObject):
    """What a field tells, also while the signals of its value are blocked.

    Signals:
        edited(): something else stands in the field.
        problem_changed(): its `problem` is another.
    """

    edited = Signal()
    problem_changed = Signal()


class _CheckedField(_FieldBase):
    """Says what is wrong with its value as soon as the user is done with it.

    Attributes:
        problem: a sentence about what stands in the field; "" where nothing is wrong, or it is still typed.
        notices: tells of changes.
    """

    problem = ""
    notices: Notices
    _done = False  # whether the user has left the field, or pressed Enter, with what is wrong

    def _check_by(self, kind: Kind) -> None:
        self._kind = kind
        self.notices = Notices(self)
        self.notices.edited.connect(self._show_problem)

    def entered(self) -> Any:
        """What stands in the field, as a plain value; the text itself where it stands for none."""
        raise NotImplementedError

    def refusal(self) -> RecipeError | None:
        """Why the setting, called as the field's accessible name, cannot have what was entered."""
        try:
            self._kind.check(self.accessibleName(), self._kind.typed(self.entered()))
        except RecipeError as error:
            return error
        return None

    def finish(self) -> None:
        """The user is done with the field for now: say what is wrong with it."""
        self._done = True
        self._show_problem()

    @Slot()
    def _show_problem(self) -> None:
        refusal = self.refusal()
        if refusal is None:
            self._done = False
        problem = sentence(refusal) if refusal is not None and self._done else ""
        if problem != self.problem:
            self.problem = problem
            self._colour()
            self.notices.problem_changed.emit()

    def _colour(self) -> None:
        palette = QPalette()
        if self.problem:
            colours = message_colours(self.palette(), "error")
            palette.setColor(QPalette.ColorRole.Base, QColor(colours.background))
            palette.setColor(QPalette.ColorRole.Text, QColor(colours.text))
        self.setPalette(palette)

    def setVisible(self, visible: bool) -> None:
        was_hidden = self.isHidden()
        super().setVisible(visible)
        if self.problem and self.isHidden() != was_hidden:
            self.notices.problem_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.problem:
            background = message_colours(self.palette(), "error").background
            if self.palette().base().color() != QColor(background):  # the theme is another
                self._colour()


class _Spin(_CheckedField, _SpinBase):
    """A number with arrows. Text that stands for none, and what is out of range, stay until mended."""

    _kind: Number

    def _check_by(self, kind: Kind) -> None:
        super()._check_by(kind)
        self.lineEdit().textChanged.connect(self.notices.edited)

    def entered(self) -> Any:
        return self._read(self.lineEdit().text())

    def _read(self, text: str) -> Any:
        bare = text.strip().removeprefix(self.prefix()).removesuffix(self.suffix().rstrip()).strip()
        special = self.specialValueText()
        return 0 if special and bare in ("", special) else self._kind.read(bare)

    def _is_good(self, text: str) -> bool:
        try:
            self._kind.check("", self._read(text))
        except RecipeError:
            return False
        return True

    @contextmanager
    def _keeping_text(self) -> Iterator[None]:
        """Undo that Qt puts the number before in place of what it cannot take."""
        line = self.lineEdit()
        text = line.text()
        kept = not self._is_good(text)
        yield
        if kept:
            line.setText(text)
            if self.hasFocus():
                line.selectAll()
            self.finish()

    def validate(self, text: str, position: int) -> Any:
        state = QValidator.State.Acceptable if self._is_good(text) else QValidator.State.Intermediate
        return state, text, position

    def fixup(self, text: str) -> str:
        return text

    def valueFromText(self, text: str) -> Any:
        return self._read(text)

    def setValue(self, value: Any) -> None:
        super().setValue(value)
        self.notices.edited.emit()  # what stood there instead of a number is gone

    def stepBy(self, steps: int) -> None:
        before = self.value()
        with QSignalBlocker(self):
            super().stepBy(steps)
            value = self._reached(self.value(), before)
            super().setValue(before)
        self.setValue(value)
        self.selectAll()

    def _reached(self, value: Any, before: Any) -> Any:
        """Where a step from the value before leads."""
        if 0 < value < self._kind.low:  # between the 0 that means something else and the range
            return self._kind.low if value > before else 0
        return value

    def focusOutEvent(self, event: QFocusEvent) -> None:
        with self._keeping_text():
            super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        with self._keeping_text():
            super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        with self._keeping_text():
            super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            with self._keeping_text():
                super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)


class WholeField(_Spin, QSpinBox):
    """A whole number."""

    def __init__(self, kind: Whole, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check_by(kind)
        self.setRange(0 if kind.nothing else int(kind.low), int(kind.high))
        self.setSpecialValueText(translated(kind.nothing))
        self.valueChanged.connect(self.notices.edited)

    def textFromValue(self, value: int) -> str:
        return str(value)


class NumberField(_Spin, QDoubleSpinBox):
    """A number without trailing zeros, exactly as it was typed; or a whole one too large for `QSpinBox`."""

    def __init__(self, kind: Number, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check_by(kind)
        self.setDecimals(0 if isinstance(kind, Whole) else _DECIMALS)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.setRange(kind.low, kind.high)
        self.valueChanged.connect(self.notices.edited)

    def textFromValue(self, value: float) -> str:
        if 0 < abs(value) < _SHORTEST:
            return repr(value)
        text = f"{Decimal(repr(value)):f}"
        return text.removesuffix(".0")

    def _reached(self, value: float, before: float) -> Any:
        if before == 0 < value < _SHORTEST:
            return min(0.01, self.maximum())  # Qt's first step is the last decimal
        return super()._reached(float(f"{value:.12g}"), before)  # 0.1 + 0.2 is 0.3


class TextField(_CheckedField, QLineEdit):
    """Text that stands for a value of any kind."""

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(translated(kind.example or kind.nothing))
        self._check_by(kind)
        self.textChanged.connect(self.notices.edited)
        self.editingFinished.connect(self.finish)

    def entered(self) -> Any:
        return self._kind.plain(self._kind.read(self.text()))

    def show_value(self, value: Any) -> None:
        """Show a plain value; text that stands for it already stays as it was typed."""
        if value != self.entered():
            self.setText(self._kind.argument(value))


CheckedField = WholeField | NumberField | TextField


class ProblemLine(QLabel):
    """What is wrong with a field, in a line of its own that is there only then."""

    def __init__(self, field: CheckedField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self.setWordWrap(True)
        self.setObjectName(f"{field.objectName()}Problem")
        field.notices.problem_changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.setText(self._field.problem)
        self.setVisible(bool(self._field.problem) and not self._field.isHidden())
        self._colour()

    def _colour(self) -> None:
        self.setPalette(with_text(self.palette(), error_text(self.palette())))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        wrong = error_text(self.palette())
        if event.type() == QEvent.Type.PaletteChange and self.palette().windowText().color() != wrong:
            self._colour()
